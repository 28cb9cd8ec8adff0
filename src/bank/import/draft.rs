//! What a reader has understood, still in the source's own words; [`Draft::finish`] makes a bank of it.
//!
//! The readers only fill in; ids, kinds, placeholders, cleaning and merging are done here, once for all of
//! them.

use std::collections::HashSet;

use super::ids::{self, Ids};
use super::kinds::Kinds;
use super::signs::Sweep;
use super::{Form, ImportError, Imported, LeftLine, Origin, Wish, merge, slots};
use crate::bank::bytes::first;
use crate::bank::model::{Band, Bank, Kind, NamedText, Probe, Question, Role, YourQuestion};
use crate::bank::read::MAX_ITEMS;
use crate::bank::read::text::{one_line, paragraphs};

/// The title of a bank whose source has none.
const NO_TITLE: &str = "Imported questions";

/// A bank in the making.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Draft {
    /// The bank's id as the source gives it; empty if it gives none.
    pub(super) id: String,
    /// The title as the source gives it; empty if it gives none.
    pub(super) title: String,
    /// BCP 47 tag of the texts; empty if the source says nothing (then "en").
    pub(super) language: String,
    /// The role; its name may be empty.
    pub(super) role: Role,
    /// The questions, in the source's order.
    pub(super) questions: Vec<DraftQuestion>,
    /// What the candidate may ask back; an empty id is derived.
    pub(super) your_questions: Vec<YourQuestion>,
    /// What went nowhere.
    pub(super) left_out: Vec<LeftLine>,
    /// How many more texts went nowhere than are listed.
    pub(super) unlisted: usize,
    /// What else the user should know, a sentence each.
    pub(super) notes: Vec<String>,
    /// Whether the source is a bank that was written by Greenroom: then placeholders in other brackets are
    /// words, and questions with the same words stay two.
    pub(super) as_it_is: bool,
}

/// A question in the making.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct DraftQuestion {
    /// The line (or record) it begins in, from 1.
    pub(super) line: usize,
    /// Its id as the source gives it; empty if it gives none.
    pub(super) id: String,
    /// The words the interviewer says.
    pub(super) ask: String,
    /// Its kind, if the source gives one.
    pub(super) kind: Option<Kind>,
    /// A target band of its own, if the source gives one.
    pub(super) own_band: Option<Band>,
    /// Its answers: the first becomes the model answer. Paragraphs are parted by an empty line.
    pub(super) answers: Vec<String>,
    /// As [`Question::points`].
    pub(super) points: Vec<String>,
    /// As [`Question::looks_for`], paragraphs parted by an empty line.
    pub(super) looks_for: String,
    /// As [`Question::how_to`].
    pub(super) how_to: Vec<String>,
    /// As [`Question::avoid`].
    pub(super) avoid: Vec<String>,
    /// Names of tasks; those that the role doesn't describe are added to it.
    pub(super) tasks: Vec<String>,
    /// Names of abilities; those that the role doesn't describe are added to it.
    pub(super) abilities: Vec<String>,
    /// Follow-ups.
    pub(super) probes: Vec<Probe>,
    /// Labels of placeholders in the first answer: name, which of that name (from 1), label.
    pub(super) labels: Vec<(String, u32, String)>,
}

impl DraftQuestion {
    /// A question of which nothing else is known.
    pub(super) fn new(line: usize, ask: impl Into<String>) -> Self {
        Self { line, ask: ask.into(), ..Self::default() }
    }
}

impl Draft {
    /// Makes the bank.
    ///
    /// # Errors
    ///
    /// [`ImportError::NoQuestion`].
    pub(super) fn finish(
        mut self,
        form: Form,
        encoding: &str,
        wish: &Wish,
    ) -> Result<Imported, ImportError> {
        if !self.as_it_is {
            self.translate_signs();
        }
        self.clean();
        // "???" is no question that can be asked; whoever wrote it into a bank meant it.
        let as_it_is = self.as_it_is;
        let is_none = |question: &mut DraftQuestion| {
            let ask = &question.ask;
            !(ask.contains(char::is_alphanumeric) || (as_it_is && !ask.is_empty()))
        };
        let none: Vec<DraftQuestion> = self.questions.extract_if(.., is_none).collect();
        for question in none {
            self.leave_out_whole(&question, "there is no question to it");
        }
        if self.questions.is_empty() {
            return Err(ImportError::NoQuestion(no_question(form)));
        }
        if !self.as_it_is {
            self.normalise_slots();
            merge::same_questions(&mut self);
        }
        self.keep_within_bounds();
        self.describe_names();
        let (title, role_name) = self.names(wish);
        let id_words = if self.id.is_empty() { &role_name } else { &self.id };
        let mut bank = Bank::new(ids::bank_id(id_words), title);
        if !self.language.is_empty() {
            bank.language = self.language;
        }
        bank.role = Role { name: role_name, ..self.role };
        let kinds = Kinds::new();
        let mut taken = Ids::default();
        let mut origins = Vec::with_capacity(self.questions.len());
        for draft in self.questions {
            let (question, origin) = question_of(draft, &mut taken, &kinds);
            bank.questions.push(question);
            origins.push(origin);
        }
        let mut taken = Ids::default();
        for mut own in self.your_questions {
            own.id = taken.id_for(&own.id, &own.ask, "ask-back");
            bank.your_questions.push(own);
        }
        self.left_out.sort_by_key(|left| left.line);
        if self.unlisted > 0 {
            let texts = counted(self.unlisted, "more text was", "more texts were");
            self.notes.push(format!("{texts} left out and not listed."));
        }
        let encoding = encoding.to_owned();
        Ok(Imported {
            bank,
            form,
            encoding,
            origins,
            left_out: self.left_out,
            notes: self.notes,
            unshown: None,
        })
    }

    /// The title and the role's name.
    fn names(&self, wish: &Wish) -> (String, String) {
        let wished = wish.title.as_deref().map(one_line).filter(|title| !title.is_empty());
        let of_file = ids::title_of_name(&wish.name);
        let own = Some(self.title.clone()).filter(|title| !title.is_empty());
        let title = wished.or(own).or(of_file).unwrap_or_else(|| NO_TITLE.to_owned());
        let named = Some(self.role.name.clone()).filter(|name| !name.is_empty());
        let role = named.or_else(|| ids::role_of_title(&title)).unwrap_or_else(|| title.clone());
        (title, role)
    }

    /// Takes what can't be seen or is no text out of every text, and puts white space in order.
    fn clean(&mut self) {
        let mut sweep = Sweep::default();
        let mut line = |text: &mut String| tidy(text, &mut sweep, one_line);
        for text in [&mut self.id, &mut self.title, &mut self.language, &mut self.role.name] {
            line(text);
        }
        let role = &mut self.role;
        let lists = role.paragraphs_mut();
        lists.into_iter().for_each(|list| tidy_list(list, &mut line));
        for named in role.tasks.iter_mut().chain(&mut role.abilities) {
            line(&mut named.name);
            line(&mut named.text);
            // What is only called something says just that.
            if named.text.is_empty() {
                named.text.clone_from(&named.name);
            } else if named.name.is_empty() {
                named.name.clone_from(&named.text);
            }
        }
        role.tasks.retain(|task| !task.name.is_empty());
        role.abilities.retain(|ability| !ability.name.is_empty());
        for own in &mut self.your_questions {
            line(&mut own.ask);
            line(&mut own.about);
        }
        for own in self.your_questions.extract_if(.., |own| own.ask.is_empty()) {
            let why = "there is no question to it";
            self.left_out.extend(Some(LeftLine { line: 1, text: own.about, why }));
        }
        for left in &mut self.left_out {
            line(&mut left.text);
        }
        self.left_out.retain(|left| !left.text.is_empty());
        for question in &mut self.questions {
            question.clean(&mut sweep, self.as_it_is);
        }
        self.notes.extend(sweep.note());
    }

    fn normalise_slots(&mut self) {
        let mut count = 0;
        for answer in self.questions.iter_mut().flat_map(|question| &mut question.answers) {
            if let Some((text, found)) = slots::in_square_brackets(answer) {
                *answer = text;
                count += found;
            }
        }
        if count > 0 {
            self.notes.push(format!(
                "{} now in [square brackets].",
                counted(count, "gap to fill in is", "gaps to fill in are")
            ));
        }
    }

    /// Every task and ability that a question names is in the role.
    fn describe_names(&mut self) {
        let mut left = Vec::new();
        let (role, questions) = (&mut self.role, &mut self.questions);
        let added = describe(&mut role.tasks, questions, |one| &mut one.tasks, &mut left)
            + describe(&mut role.abilities, questions, |one| &mut one.abilities, &mut left);
        for (line, name) in left {
            self.leave_out(line, &name, "more names than a role may have");
        }
        if added > 0 {
            let names =
                counted(added, "name of a task or ability was", "names of tasks or abilities were");
            self.notes.push(format!("{names} added to the role. Describe them there."));
        }
    }
}

impl DraftQuestion {
    /// `as_it_is`: the first answer is the model answer even if there is none.
    fn clean(&mut self, sweep: &mut Sweep, as_it_is: bool) {
        let mut line = |text: &mut String| tidy(text, sweep, one_line);
        line(&mut self.id);
        line(&mut self.ask);
        let lists = [
            &mut self.points,
            &mut self.how_to,
            &mut self.avoid,
            &mut self.tasks,
            &mut self.abilities,
        ];
        lists.into_iter().for_each(|list| tidy_list(list, &mut line));
        for probe in &mut self.probes {
            line(&mut probe.ask);
        }
        self.probes.retain(|probe| !probe.ask.is_empty());
        for (name, _, label) in &mut self.labels {
            // A name may reach over the end of a paragraph, as its answer does.
            tidy(name, sweep, paragraphs);
            tidy(label, sweep, one_line);
        }
        for answer in &mut self.answers {
            tidy(answer, sweep, paragraphs);
        }
        let mut stays = as_it_is;
        self.answers.retain(|answer| std::mem::take(&mut stays) || !answer.is_empty());
        tidy(&mut self.looks_for, sweep, paragraphs);
    }
}

fn tidy(text: &mut String, sweep: &mut Sweep, order: fn(&str) -> String) {
    sweep.clean(text);
    if !in_order(text) {
        *text = order(text);
    }
}

fn tidy_list(list: &mut Vec<String>, line: &mut impl FnMut(&mut String)) {
    list.iter_mut().for_each(line);
    list.retain(|text| !text.is_empty());
}

/// Whether a text has no white space but single spaces between words, so that nothing is to be done.
fn in_order(text: &str) -> bool {
    let bytes = text.as_bytes();
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    // To the end without leaving early: most texts are in order, and so a processor is quickest.
    let is_ragged = pairs.fold(false, |ragged, (one, next)| {
        ragged | (*one < b' ') | ((*one == b' ') & (*next == b' '))
    });
    !is_ragged
        && !bytes.starts_with(b" ")
        && bytes.last().is_none_or(|last| *last > b' ')
        && !has_far_spaces(text)
}

/// Whether there are spaces beyond ASCII.
fn has_far_spaces(text: &str) -> bool {
    // All of them begin with one of these bytes, as few other signs do.
    let may_begin = |byte| matches!(byte, 0xC2 | 0xE1..=0xE3);
    let mut rest = text;
    while let Some(at) = first(rest.as_bytes(), may_begin) {
        let mut signs = rest.get(at..).unwrap_or_default().chars();
        if signs.next().is_none_or(char::is_whitespace) {
            return true;
        }
        rest = signs.as_str();
    }
    false
}

fn question_of(draft: DraftQuestion, taken: &mut Ids, kinds: &Kinds) -> (Question, Origin) {
    let id = taken.id_for(&draft.id, &draft.ask, "question");
    let (kind, kind_because) = match draft.kind.filter(|kind| *kind != Kind::Asking) {
        Some(kind) => (kind, "given".to_owned()),
        None => kinds.guess(&draft.ask),
    };
    let mut question = Question::new(id, draft.ask, kind);
    let mut answers = draft.answers.into_iter();
    question.own_band = draft.own_band;
    question.set_model_answer(answers.next().unwrap_or_default());
    for placeholder in &mut question.placeholders {
        let is_it = |(name, nth, _): &&(String, u32, String)| {
            *name == placeholder.name && *nth == placeholder.nth
        };
        let label = draft.labels.iter().find(is_it).map(|(_, _, label)| label);
        if let Some(label) = label.filter(|label| !label.is_empty()) {
            placeholder.label.clone_from(label);
        }
    }
    question.more_answers = answers.collect();
    question.points = draft.points;
    question.looks_for = draft.looks_for;
    question.how_to = draft.how_to;
    question.avoid = draft.avoid;
    question.tasks = draft.tasks;
    question.abilities = draft.abilities;
    question.probes = draft.probes;
    (question, Origin { line: draft.line, kind_because })
}

/// Adds the names that are not described yet, with themselves as their text; says how many. Those for which the
/// role has no room are taken out of the questions, and handed back with their lines.
fn describe(
    described: &mut Vec<NamedText>,
    questions: &mut [DraftQuestion],
    names: fn(&mut DraftQuestion) -> &mut Vec<String>,
    left: &mut Vec<(usize, String)>,
) -> usize {
    let mut known: HashSet<String> = described.iter().map(|named| named.name.clone()).collect();
    let before = described.len();
    for question in questions {
        let line = question.line;
        names(question).retain(|name| {
            if known.contains(name) {
                return true;
            }
            if described.len() >= MAX_ITEMS {
                left.push((line, name.clone()));
                return false;
            }
            known.insert(name.clone());
            described.push(NamedText { name: name.clone(), text: name.clone() });
            true
        });
    }
    described.len() - before
}

/// "1 gap", "3 gaps".
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// What to do about a source without questions.
fn no_question(form: Form) -> String {
    match form {
        Form::Text | Form::Html | Form::Markdown => {
            "A question ends with “?”, or stands under “Question 1”, or after “Q:”.".to_owned()
        }
        Form::Csv | Form::Tsv | Form::Anki => {
            "The first column is the question, the second its answer.".to_owned()
        }
        Form::Json | Form::Bank => "Each question needs its words under “ask”.".to_owned(),
    }
}
