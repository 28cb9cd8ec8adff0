//! Understands an article: which of its blocks are questions, answers and guidance, which tell about the role,
//! and which go nowhere.
//!
//! Words that only mark what follows ("Question 7", "Answer:") are used up; every other text goes into the bank
//! or is left out with its line and the reason. So are headings, even those that are understood.

use self::classes::{Class, Style};
use self::marks::Field;
use self::sections::Section;
use super::blocks::{Block, Shape, UNSEEN};
use super::draft::Draft;
use super::ids;
use open::Open;

mod classes;

pub(super) mod marks;

mod open;

mod role;

mod sections;

/// Where in the article a block stands, if it belongs to no question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Before anything that is understood.
    Head,
    /// Between the questions.
    Questions,
    /// Under a heading about the role, of this level.
    Role(Section, u8),
    /// Under a heading that is not understood, or under one that has nothing to do with the article.
    Aside(&'static str),
    /// After the article, under a heading of this level: other articles, comments.
    Elsewhere(u8),
}

const ELSEWHERE: &str = "no part of the article";

const SPEAKS_TO_READER: &str = "speaks to the reader of the article";

const NOT_LISTED: &str =
    "Scripts, styles, comments and the like in the page were left out and are not listed.";

const NOT_UNDERSTOOD: &str = "under a heading that says nothing about the role or a question";

/// Makes a draft of an article's blocks.
pub(super) fn understand(blocks: &[Block<'_>]) -> Draft {
    let mut classes = classes::classes(blocks);
    let mut draft = Draft::default();
    take_title(blocks, &mut classes, &mut draft);
    let least_sure = classes::least_sure(&classes);
    leave_out_closing(blocks, &mut classes, least_sure);
    let mut reader = Reader {
        draft,
        least_sure,
        place: Place::Head,
        open: None,
        awaits_words: None,
        last_number: 0,
        term: None,
    };
    for (at, (block, class)) in blocks.iter().zip(&classes).enumerate() {
        let next = classes.get(at + 1);
        reader.take(block, *class, next);
    }
    reader.close();
    if blocks.last().is_some_and(|block| block.shape == Shape::Outside(UNSEEN)) {
        reader.draft.notes.push(NOT_LISTED.to_owned());
    }
    reader.draft
}

/// After the last question, paragraphs that speak to the reader of the article are no part of its answer; but
/// what stands right under the question or a label is.
fn leave_out_closing(blocks: &[Block<'_>], classes: &mut [Class<'_>], least_sure: Style) {
    let is_question = |class: &Class<'_>| match class {
        Class::Bare => true,
        Class::Ask(style, ..) => *style <= least_sure,
        _ => false,
    };
    let Some(last) = classes.iter().rposition(is_question) else { return };
    let mut has_text = false;
    for (block, class) in blocks.iter().zip(classes).skip(last + 1) {
        let is_line = block.shape == Shape::Line && block.is_apart;
        match class {
            Class::Body | Class::Heading(..) | Class::Lead(..)
                if has_text && is_line && sections::is_closing(&block.text) =>
            {
                *class = Class::Outside(SPEAKS_TO_READER);
            }
            Class::Label(_, rest) => has_text = !rest.is_empty(),
            Class::Ask(..) => has_text = false,
            Class::Outside(_) | Class::PageTitle | Class::End | Class::Bare => {}
            Class::Body | Class::Heading(..) | Class::Lead(..) | Class::Section(_) => {
                has_text = true;
            }
        }
    }
}

/// The title is the first heading of the first level, or the page's, or a text's first line.
fn take_title(blocks: &[Block<'_>], classes: &mut [Class<'_>], draft: &mut Draft) {
    let is_first_level = |block: &Block<'_>| block.shape == Shape::Heading(1);
    let has_headings = blocks.iter().any(|block| matches!(block.shape, Shape::Heading(_)));
    let is_one = blocks.iter().filter(|block| is_first_level(block)).count() == 1;
    let heading = blocks.iter().position(is_first_level);
    let page = classes.iter().position(|class| *class == Class::PageTitle);
    let is_part = |class: &Class<'_>| !matches!(class, Class::Outside(_) | Class::PageTitle);
    let first = classes.iter().position(is_part).filter(|_| !has_headings);
    let first = first.filter(|at| {
        blocks
            .get(*at)
            .zip(classes.get(*at))
            .is_some_and(|(block, class)| is_title_line(block, class, blocks.get(at + 1)))
    });
    // A question is no title, be it the only heading of its level.
    let is_title = |at: &usize| match classes.get(*at) {
        // Nor is one of several headings that announce a part of the role.
        Some(Class::Section(section)) => is_one || !section.is_of_role(),
        Some(Class::Heading(..) | Class::Body) => true,
        _ => false,
    };
    let title = heading.filter(is_title).or(page).or(first);
    let Some((at, block)) = title.and_then(|at| blocks.get(at).map(|block| (at, block))) else {
        return;
    };
    block.text.trim().clone_into(&mut draft.title);
    draft.role.name = ids::role_of_title(&draft.title).unwrap_or_default();
    if let Some(class) = classes.get_mut(at) {
        *class = Class::PageTitle;
    }
}

/// Whether the first line of a text is its title.
fn is_title_line(block: &Block<'_>, class: &Class<'_>, next: Option<&Block<'_>>) -> bool {
    const MAX_BYTES: usize = 140;
    let leads = next.is_some_and(|next| matches!(next.shape, Shape::Bullet | Shape::Number(_)));
    if leads && matches!(class, Class::Section(section) if section.is_of_role()) {
        return false;
    }
    let is_sentence = block.text.ends_with(['.', '!', ':', ',']);
    let says_so = matches!(class, Class::Section(_) | Class::Heading(..));
    let is_line = *class == Class::Body && block.shape == Shape::Line && !is_sentence;
    block.text.len() <= MAX_BYTES && (says_so || is_line) && !sections::is_around(&block.text)
}

/// Reads block by block.
struct Reader {
    draft: Draft,
    /// Marks less sure than this make no question.
    least_sure: Style,
    place: Place,
    /// The question that is being read.
    open: Option<Open>,
    /// The line of a "Question 7" whose words come next.
    awaits_words: Option<usize>,
    /// The number of the last numbered question.
    last_number: u32,
    /// A name that the next text is about, with its line.
    term: Option<(usize, String)>,
}

impl Reader {
    fn take(&mut self, block: &Block<'_>, class: Class<'_>, next: Option<&Class<'_>>) {
        match class {
            Class::PageTitle => self.take_page_title(block),
            Class::Outside(why) => self.draft.leave_out(block.line, &block.text, why),
            Class::Bare => {
                self.close();
                self.place = Place::Questions;
                self.awaits_words = Some(block.line);
            }
            Class::Ask(_, _, text) | Class::Heading(_, text) if self.awaits_words.is_some() => {
                self.begin(block, text);
            }
            Class::Body | Class::Section(_) | Class::Lead(..) if self.awaits_words.is_some() => {
                self.begin(block, block.words());
            }
            Class::Ask(style, number, text) => self.take_ask(block, style, (number, text), next),
            Class::Label(field, rest) => self.take_label(block, field, rest),
            Class::Section(section) => self.take_section(block, section),
            Class::Heading(number, text) => self.take_heading(block, number, text),
            Class::Lead(section, leads) if self.is_led_to(leads) => {
                self.take_section(block, section);
            }
            Class::Body | Class::Lead(..) => self.take_body(block, next),
            Class::End => self.close(),
        }
    }

    /// Whether a line that may lead to a part of the role does: outside of questions and, within another part,
    /// only if it certainly leads to something (else it is an item of that).
    fn is_led_to(&self, leads: bool) -> bool {
        match self.place {
            _ if self.open.is_some() => false,
            Place::Head | Place::Questions | Place::Aside(_) => true,
            Place::Role(..) => leads,
            Place::Elsewhere(_) => false,
        }
    }

    fn take_page_title(&mut self, block: &Block<'_>) {
        // The title itself is in the bank.
        if block.text.trim() != self.draft.title {
            self.draft.leave_out(block.line, &block.text, "the page's title");
        }
    }

    /// Begins a question.
    fn begin(&mut self, block: &Block<'_>, ask: &str) {
        let line = self.awaits_words.take().unwrap_or(block.line);
        self.close();
        self.place = Place::Questions;
        let (ask, answer) = marks::with_answer(ask);
        let mut open = Open::new(line, marks::unquoted(ask), classes::level(block));
        if let Some(answer) = answer {
            open.turn_to(Field::Answer);
            if !answer.is_empty() {
                open.add(&Block::new(block.line, Shape::Line, answer));
            }
        }
        self.open = Some(open);
    }

    /// Ends the question that is being read.
    fn close(&mut self) {
        self.drop_term();
        if let Some(line) = self.awaits_words.take() {
            self.draft.leave_out(line, "Question", "nothing follows it");
        }
        if let Some(open) = self.open.take() {
            self.draft.questions.push(open.finish());
        }
    }

    fn take_ask(
        &mut self,
        block: &Block<'_>,
        style: Style,
        (number, text): (Option<u32>, &str),
        next: Option<&Class<'_>>,
    ) {
        let is_in_role = matches!(self.place, Place::Role(..)) && self.open.is_none();
        if let Place::Role(Section::Asking, level) = self.place {
            let is_below = style != Style::Heading || classes::level(block) > level;
            if self.open.is_none() && style != Style::Explicit && is_below {
                return self.ask_back(block, text);
            }
        }
        if self.is_elsewhere(block) {
            return self.draft.leave_out(block.line, &block.text, ELSEWHERE);
        }
        let is_sure = style <= self.least_sure || block.shape == Shape::Question;
        let is_body = !is_sure || (is_in_role && style >= Style::Bullet);
        if !is_body && !self.is_nested(block, style) {
            self.last_number = number.unwrap_or(self.last_number);
            return self.begin(block, text);
        }
        let is_first = self.open.as_ref().is_some_and(Open::has_only_words);
        if is_first && !block.is_apart && matches!(next, Some(Class::Label(Field::Answer, _))) {
            // "Describe a time … What did you do?" on two lines, before "Answer:".
            if let Some(open) = &mut self.open {
                open.go_on_asking(text);
            }
            return;
        }
        if style == Style::Heading {
            return self.take_heading(block, None, text);
        }
        self.take_body(block, next);
    }

    /// Whether the article has ended, and this is no heading that ends what came after it.
    fn is_elsewhere(&self, block: &Block<'_>) -> bool {
        match self.place {
            Place::Elsewhere(level) => classes::level(block) > level || block.shape == Shape::Line,
            _ => false,
        }
    }

    /// Whether a numbered question is an item within an answer: follow-ups are numbered from 1 again.
    fn is_nested(&self, block: &Block<'_>, style: Style) -> bool {
        let is_probe = self.open.as_ref().is_some_and(|open| open.field() == Field::Probes);
        let goes_on = match block.shape {
            Shape::Number(number) => number == self.last_number + 1 && number > 1,
            _ => false,
        };
        is_probe && style >= Style::Number && !goes_on
    }

    fn take_label(&mut self, block: &Block<'_>, field: Field, rest: &str) {
        if let Some(line) = self.awaits_words.take() {
            // An answer to a question without words: the draft leaves it out.
            self.open = Some(Open::new(line, "", u8::MAX));
        }
        match &mut self.open {
            Some(open) if field == Field::Target => open.aim_for(rest),
            Some(open) => {
                open.turn_to(field);
                if !rest.is_empty() {
                    open.add(&Block::new(block.line, Shape::Line, rest));
                }
            }
            None => self.take_text(block),
        }
    }

    fn take_section(&mut self, block: &Block<'_>, section: Section) {
        let level = classes::level(block);
        if self.open.as_ref().is_some_and(|open| level > open.level() && block.shape != Shape::Line)
        {
            return self.draft.leave_out(block.line, &block.text, "a heading within a question");
        }
        if block.shape == Shape::Term && matches!(self.place, Place::Role(..)) {
            return self.take_heading(block, None, block.words());
        }
        self.close();
        self.draft.leave_out(block.line, &block.text, section.heading());
        self.place = match section {
            Section::Questions => Place::Questions,
            Section::Elsewhere => Place::Elsewhere(level),
            Section::Beside => Place::Aside(ELSEWHERE),
            _ => Place::Role(section, level),
        };
    }

    fn take_heading(&mut self, block: &Block<'_>, number: Option<u32>, text: &str) {
        let level = classes::level(block);
        let is_next = number.is_some_and(|number| number == self.last_number + 1);
        let is_below = self.open.as_ref().is_some_and(|open| level > open.level());
        if self.is_among_questions(block, text, is_next) {
            self.last_number = number.unwrap_or(self.last_number);
            return self.begin(block, text);
        }
        if self.open.is_some() {
            if is_below {
                return self.draft.leave_out(
                    block.line,
                    &block.text,
                    "a heading within a question",
                );
            }
            self.close();
            self.place = if block.shape == Shape::Term {
                Place::Questions
            } else {
                Place::Aside(NOT_UNDERSTOOD)
            };
            return self.draft.leave_out(
                block.line,
                &block.text,
                "a heading that is not understood",
            );
        }
        match self.place {
            Place::Role(_, above) if level > above => self.begin_term(block.line, text),
            Place::Head | Place::Questions => {
                self.draft.leave_out(block.line, &block.text, "a heading that is not understood");
            }
            Place::Role(..) | Place::Aside(_) | Place::Elsewhere(_) => {
                self.drop_term();
                if !self.is_elsewhere(block) {
                    self.place = Place::Aside(NOT_UNDERSTOOD);
                }
                self.draft.leave_out(block.line, &block.text, "a heading that is not understood");
            }
        }
    }

    /// Whether a heading that doesn't read as a question is one by where it stands: with the next number, or
    /// with a word that asks, beside headings that are questions; or as a term in a list of questions.
    fn is_among_questions(&self, block: &Block<'_>, text: &str, is_next: bool) -> bool {
        match (&self.open, self.least_sure) {
            (Some(open), Style::Heading) => {
                classes::level(block) == open.level() && (is_next || marks::asks(text))
            }
            (_, Style::Term) => {
                block.shape == Shape::Term && matches!(self.place, Place::Head | Place::Questions)
            }
            _ => false,
        }
    }

    fn take_body(&mut self, block: &Block<'_>, next: Option<&Class<'_>>) {
        let is_last =
            matches!(next, None | Some(Class::Section(_) | Class::Heading(..) | Class::Outside(_)));
        let is_line = block.shape == Shape::Line;
        if is_line && is_last && block.text.ends_with(':') && self.place != Place::Head {
            return self.draft.leave_out(
                block.line,
                &block.text,
                "leads to something that is not here",
            );
        }
        if is_line
            && sections::is_around(&block.text)
            && !self.open.as_ref().is_some_and(Open::is_empty)
        {
            return self.draft.leave_out(block.line, &block.text, "no part of the article");
        }
        if self.goes_on_counting(block) {
            return self.begin(block, block.words());
        }
        match &mut self.open {
            Some(open) => open.add(block),
            None => self.take_text(block),
        }
    }

    /// Whether a numbered item that doesn't read as a question is the next of numbered questions.
    fn goes_on_counting(&mut self, block: &Block<'_>) -> bool {
        let Shape::Number(number) = block.shape else { return false };
        let Some(open) = &mut self.open else { return false };
        let is_next = self.least_sure == Style::Number
            && number == self.last_number + 1
            && number > 1
            && !open.is_empty()
            && open.has_counted(block);
        if is_next {
            self.last_number = number;
        }
        is_next
    }

    /// A text that belongs to no question.
    fn take_text(&mut self, block: &Block<'_>) {
        let is_first = self.draft.questions.is_empty();
        let why = match self.place {
            Place::Head | Place::Questions if is_first => "before the first question",
            Place::Head | Place::Questions => "between the questions",
            Place::Aside(why) => why,
            Place::Elsewhere(_) => ELSEWHERE,
            Place::Role(section, _) => return self.take_role_text(block, section),
        };
        self.draft.leave_out(block.line, &block.text, why);
    }
}
