//! A bank as Markdown, to read and to write in: the role first, then question after question, in the words
//! that importing an article knows.

use crate::bank::model::{Bank, NamedText, Question, Role};
use crate::bank::read::text::one_line;
use crate::bank::spoken::band_text;

/// The bank as Markdown.
pub(super) fn to_markdown(bank: &Bank) -> String {
    let mut page = Page::default();
    page.heading(1, &bank.title);
    page.role(&bank.role);
    page.heading(2, "Questions and answers");
    for (index, question) in bank.questions.iter().enumerate() {
        page.question(index + 1, question);
    }
    if !bank.your_questions.is_empty() {
        page.heading(2, "Questions to ask the interviewer");
        page.items(bank.your_questions.iter().map(|one| escaped(&one.ask)));
    }
    page.out
}

/// The page as far as it is written.
#[derive(Default)]
struct Page {
    out: String,
}

impl Page {
    fn role(&mut self, role: &Role) {
        self.section("The interviewer’s mindset", &role.mindset);
        self.section("Duties and responsibilities", &role.duties);
        self.named_section("Essential tasks", &role.tasks);
        self.named_section("Must-have abilities", &role.abilities);
        self.section("Important skills", &role.skills);
        self.section("Showcasing your strengths", &role.showcasing);
        self.section("Asking the right questions", &role.advice);
    }

    fn question(&mut self, number: usize, question: &Question) {
        self.heading(3, &format!("Question {number}"));
        self.paragraph(&escaped(&question.ask));
        if let Some(band) = question.own_band {
            self.paragraph(&format!("**Aim for:** {}", band_text(band)));
        }
        self.part("Answer", &question.model_answer);
        for answer in &question.more_answers {
            self.part("Sample answer", answer);
        }
        self.part("What they look for", &question.looks_for);
        self.part("How to answer", &question.how_to.join("\n\n"));
        self.part("What not to say", &question.avoid.join("\n\n"));
        self.list("Key points", question.points.iter().map(|point| escaped(point)));
        self.list("Follow-up questions", question.probes.iter().map(|probe| escaped(&probe.ask)));
    }

    /// What belongs to a question, under a line that says what it is; nothing if there is nothing.
    fn part(&mut self, label: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        self.paragraph(&format!("**{label}:**"));
        text.split("\n\n").for_each(|one| self.paragraph(&escaped(one)));
    }

    fn list(&mut self, label: &str, items: impl ExactSizeIterator<Item = String>) {
        if items.len() > 0 {
            self.paragraph(&format!("**{label}:**"));
            self.items(items);
        }
    }

    fn section(&mut self, heading: &str, texts: &[String]) {
        if !texts.is_empty() {
            self.heading(2, heading);
            texts.iter().for_each(|text| self.paragraph(&escaped(text)));
        }
    }

    fn named_section(&mut self, heading: &str, entries: &[NamedText]) {
        if !entries.is_empty() {
            self.heading(2, heading);
            let item =
                |one: &NamedText| format!("**{}**: {}", escaped(&one.name), escaped(&one.text));
            self.items(entries.iter().map(item));
        }
    }

    fn heading(&mut self, level: usize, text: &str) {
        self.paragraph(&format!("{} {}", "#".repeat(level), escaped(text)));
    }

    fn items(&mut self, items: impl Iterator<Item = String>) {
        let list: Vec<String> = items.map(|item| format!("- {item}")).collect();
        self.paragraph(&list.join("\n"));
    }

    fn paragraph(&mut self, text: &str) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.push_str(text);
        self.out.push('\n');
    }
}

/// The text on one line, with a backslash before every sign that Markdown would take for its own.
fn escaped(text: &str) -> String {
    let line = one_line(text);
    let mut out = String::with_capacity(line.len() + 8);
    let mut before = ' ';
    let mut signs = line.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let next = signs.peek().map_or(' ', |(_, next)| *next);
        let inside_word = before.is_alphanumeric() && next.is_alphanumeric();
        let is_markup = match sign {
            '\\' | '`' | '*' | '<' => true,
            '_' => !inside_word,
            '~' => next == '~' || before == '~',
            '&' => next == '#' || next.is_ascii_alphabetic(),
            // `[Placeholders]` stay as they are; a link does not come of them.
            '(' => before == ']',
            '[' => before == '!',
            ':' => before == ']',
            '#' | '>' | '|' => at == 0,
            '+' | '-' | '=' => at == 0,
            '.' | ')' => next == ' ' && begins_with_number(line.get(..at).unwrap_or_default()),
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(sign);
        before = sign;
    }
    out
}

/// Whether nothing but a number stands at the beginning, so that a full stop makes a list of it.
fn begins_with_number(start: &str) -> bool {
    !start.is_empty() && start.len() < 10 && start.bytes().all(|byte| byte.is_ascii_digit())
}
