//! Keeps a draft within what a bank may hold, so that the bank can always be read again: what is more is left
//! out with its line.

use super::draft::{Draft, DraftQuestion};
use super::{Form, ImportError, LeftLine};
use crate::bank::model::NamedText;
use crate::bank::read::text::{MAX_TEXT_BYTES, one_line};
use crate::bank::read::{MAX_ITEMS, MAX_QUESTIONS};

/// As many lines that were left out are listed; the rest is counted.
const MAX_LEFT_OUT: usize = 50_000;

/// As many lines are read of a source (of a page: tags and entities; of Markdown: signs that mark something):
/// twenty-five for each question that a bank may have. What has more is made to exhaust memory, or is no list
/// of questions.
const MAX_PIECES: usize = 500_000;

/// As many tags and entities are read of notes: fifty for each question that a bank may have.
const MAX_TAGS: usize = 1_000_000;

/// Refuses a source of too many pieces before any of them is read, since each takes memory and time.
///
/// # Errors
///
/// [`ImportError::Form`]. (JSON and banks have bounds of their own, by values.)
pub(super) fn check(form: Form, text: &str) -> Result<(), ImportError> {
    let bounds: &[(&[u8], &str, usize)] = match form {
        Form::Html => &[(b"<&", "tags", MAX_PIECES)],
        Form::Markdown => &[(b"\n", "lines", MAX_PIECES), (b"<&[*_`|", "marks", MAX_PIECES)],
        Form::Text | Form::Csv | Form::Tsv => &[(b"\n", "lines", MAX_PIECES)],
        Form::Anki => &[(b"\n", "lines", MAX_PIECES), (b"<&", "tags", MAX_TAGS)],
        Form::Json | Form::Bank => &[],
    };
    for (signs, called, most) in bounds {
        let pieces = text.bytes().filter(|byte| signs.contains(byte)).count();
        if pieces > *most {
            return Err(ImportError::Form(format!(
                "This has too many {called} to import ({pieces}, at most {most}). Divide it and import the parts."
            )));
        }
    }
    Ok(())
}

/// Why a question is left out of a full bank.
pub(super) const TOO_MANY_QUESTIONS: &str = "a bank has at most 20,000 questions";

const TOO_MANY_TO_ASK_BACK: &str = "a bank has at most 20,000 questions to ask back";

const TOO_MANY_OF_QUESTION: &str = "a question has at most 1,000 of these";

const TOO_MANY_OF_ROLE: &str = "a role has at most 1,000 of these";

impl Draft {
    /// Notes that a text of the source goes nowhere. Nothing happens if it is blank.
    pub(super) fn leave_out(&mut self, line: usize, text: &str, why: &'static str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        if self.left_out.len() < MAX_LEFT_OUT {
            self.left_out.push(LeftLine { line, text: text.to_owned(), why });
        } else {
            self.unlisted += 1;
        }
    }

    /// Leaves out what the role (and what is asked back) has too many of. Readers call it as soon as they add
    /// something, while its line is known.
    pub(super) fn bound_role(&mut self, line: usize) {
        let role = &mut self.role;
        let lists = role.paragraphs_mut();
        let mut more: Vec<String> =
            lists.into_iter().flat_map(|list| beyond(list, MAX_ITEMS)).collect();
        for list in [&mut role.tasks, &mut role.abilities] {
            more.extend(beyond(list, MAX_ITEMS).into_iter().map(whole));
        }
        for text in more {
            self.leave_out(line, &text, TOO_MANY_OF_ROLE);
        }
        for own in beyond(&mut self.your_questions, MAX_QUESTIONS) {
            self.leave_out(line, &own.ask, TOO_MANY_TO_ASK_BACK);
            self.leave_out(line, &own.about, TOO_MANY_TO_ASK_BACK);
        }
    }

    /// Leaves out what the bank has too many of, and what is too long.
    pub(super) fn keep_within_bounds(&mut self) {
        let mut questions = std::mem::take(&mut self.questions);
        for question in beyond(&mut questions, MAX_QUESTIONS) {
            self.leave_out_whole(&question, TOO_MANY_QUESTIONS);
        }
        for question in &mut questions {
            self.bound_question(question);
        }
        self.questions = questions;
        // Their lines are not known any more; such texts stand alone.
        self.bound_role(1);
        let mut role = std::mem::take(&mut self.role);
        for text in role.paragraphs_mut().into_iter().flatten() {
            self.bound_text(1, text);
        }
        let named = role.tasks.iter_mut().chain(&mut role.abilities);
        let named = named.flat_map(|named| [&mut named.name, &mut named.text]);
        for text in named.chain([&mut role.name]) {
            self.bound_text(1, text);
        }
        self.role = role;
        let mut own = std::mem::take(&mut self.your_questions);
        for text in own.iter_mut().flat_map(|own| [&mut own.ask, &mut own.about]) {
            self.bound_text(1, text);
        }
        self.your_questions = own;
        let mut title = std::mem::take(&mut self.title);
        self.bound_text(1, &mut title);
        self.title = title;
    }

    fn bound_question(&mut self, question: &mut DraftQuestion) {
        let line = question.line;
        // The model answer is one more.
        for text in beyond(&mut question.answers, MAX_ITEMS + 1) {
            self.leave_out(line, &text, TOO_MANY_OF_QUESTION);
        }
        let lists = [
            &mut question.points,
            &mut question.how_to,
            &mut question.avoid,
            &mut question.tasks,
            &mut question.abilities,
        ];
        for list in lists {
            for text in beyond(list, MAX_ITEMS) {
                self.leave_out(line, &text, TOO_MANY_OF_QUESTION);
            }
            list.iter_mut().for_each(|text| self.bound_text(line, text));
        }
        for probe in beyond(&mut question.probes, MAX_ITEMS) {
            self.leave_out(line, &probe.ask, TOO_MANY_OF_QUESTION);
        }
        let labels = question.labels.iter_mut().map(|(_, _, label)| label);
        let probes = question.probes.iter_mut().map(|probe| &mut probe.ask);
        let texts = [&mut question.ask, &mut question.looks_for].into_iter();
        for text in texts.chain(&mut question.answers).chain(probes).chain(labels) {
            self.bound_text(line, text);
        }
    }

    /// Cuts a text that no bank may hold.
    fn bound_text(&mut self, line: usize, text: &mut String) {
        if text.len() <= MAX_TEXT_BYTES {
            return;
        }
        let at = text.floor_char_boundary(MAX_TEXT_BYTES);
        let word = text.get(..at).and_then(|head| head.rfind(char::is_whitespace));
        let rest = text.split_off(word.unwrap_or(at));
        text.truncate(text.trim_end().len());
        self.leave_out(line, &one_line(&rest), "longer than a text may be (64 KiB)");
    }

    /// A question that the bank can't have: what was said about it is left out.
    pub(super) fn leave_out_whole(&mut self, question: &DraftQuestion, why: &'static str) {
        let lists = [&question.answers, &question.points, &question.how_to, &question.avoid];
        let probes = question.probes.iter().map(|probe| &probe.ask);
        let texts = [&question.ask].into_iter().chain(lists.into_iter().flatten());
        for text in texts.chain([&question.looks_for]).chain(probes) {
            self.leave_out(question.line, text, why);
        }
    }
}

/// What a list has beyond so many items; it is taken out.
fn beyond<T>(list: &mut Vec<T>, most: usize) -> Vec<T> {
    if list.len() > most { list.split_off(most) } else { Vec::new() }
}

fn whole(named: NamedText) -> String {
    if named.name == named.text { named.name } else { format!("{}: {}", named.name, named.text) }
}
