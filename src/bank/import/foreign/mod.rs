//! Signs to which other programs give a meaning: gaps to guess (Anki's cloze), formulas, footnotes, emoji by
//! their names. What is left is what a person would read out; what goes is told of.
//!
//! Not done to banks that Greenroom wrote: there every sign means itself.

mod cloze;

mod emoji;

mod footnotes;

mod formulas;

use std::collections::BTreeSet;

use super::draft::{Draft, DraftQuestion, counted};
use super::slots;

/// Why a footnote is left out.
pub(super) const FOOTNOTE: &str = "a footnote";

/// As many names of emoji are listed in a note.
const NAMES_LISTED: usize = 5;

/// More gaps than this are not looked for in the answer.
const MANY_GAPS: usize = 100;

/// What was found in all texts.
#[derive(Default)]
struct Found {
    gaps: usize,
    formulas: usize,
    emoji: usize,
    names: BTreeSet<String>,
    /// Those of the question at hand.
    footnotes: Vec<String>,
}

impl Draft {
    /// Puts words in the place of other programs' signs.
    pub(super) fn translate_signs(&mut self) {
        let mut found = Found::default();
        for at in 0..self.questions.len() {
            let Some(question) = self.questions.get_mut(at) else { break };
            question.translate(&mut found);
            let line = question.line;
            for footnote in std::mem::take(&mut found.footnotes) {
                self.leave_out(line, &footnote, FOOTNOTE);
            }
        }
        for own in &mut self.your_questions {
            found.text(&mut own.ask);
            found.text(&mut own.about);
        }
        // What to ask back has no line of its own.
        for footnote in std::mem::take(&mut found.footnotes) {
            self.leave_out(1, &footnote, FOOTNOTE);
        }
        self.notes.extend(found.notes());
    }
}

impl DraftQuestion {
    fn translate(&mut self, found: &mut Found) {
        if let Some(gapped) = cloze::gapped(&self.ask) {
            found.gaps += gapped.answers.len();
            self.ask = gapped.question;
            self.give_answer(&gapped.answers);
        }
        found.text(&mut self.ask);
        for answer in &mut self.answers {
            found.text(answer);
        }
        let lists = [&mut self.points, &mut self.how_to, &mut self.avoid];
        for text in lists.into_iter().flatten() {
            found.text(text);
        }
        found.text(&mut self.looks_for);
        for probe in &mut self.probes {
            found.text(&mut probe.ask);
        }
    }

    /// What a gap hides is its answer, unless the answer says it already.
    fn give_answer(&mut self, hidden: &[String]) {
        let said = self.answers.first().map(|answer| answer.to_lowercase()).unwrap_or_default();
        // So many that looking for each would take its time are all said again.
        let is_many = hidden.len() > MANY_GAPS;
        let is_missing = |words: &&String| is_many || !said.contains(&words.to_lowercase());
        let missing: Vec<&str> = hidden.iter().filter(is_missing).map(String::as_str).collect();
        if missing.is_empty() {
            return;
        }
        let missing = missing.join("; ");
        match self.answers.first_mut() {
            Some(answer) if answer.trim().is_empty() => *answer = missing,
            Some(answer) => answer.insert_str(0, &format!("{missing}\n\n")),
            None => self.answers.push(missing),
        }
    }
}

impl Found {
    /// Translates a text in place. Most texts have none of the signs.
    fn text(&mut self, text: &mut String) {
        if text.contains("{{c") {
            *text = cloze::filled(text);
        }
        if text.contains('\\') || text.contains("[$") || text.contains("[latex]") {
            self.formulas += formulas::as_words(text);
        }
        if text.contains('^') {
            footnotes::take_out(text, &mut self.footnotes);
        }
        if text.contains(':') {
            emoji::take_out(text, |name| {
                self.emoji += 1;
                self.names.insert(name.to_owned());
            });
        }
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.gaps > 0 {
            let gaps = counted(self.gaps, "gap to guess is", "gaps to guess are");
            notes.push(format!("{gaps} now “…” in its question, with the words in the answer."));
        }
        if self.formulas > 0 {
            let formulas = counted(self.formulas, "formula is", "formulas are");
            notes.push(format!("{formulas} written out as plain text. Look at how it reads."));
        }
        if self.emoji > 0 {
            let emoji = counted(self.emoji, "emoji", "emoji");
            let some: Vec<&str> =
                self.names.iter().take(NAMES_LISTED).map(String::as_str).collect();
            let more = if self.names.len() > NAMES_LISTED { ", …" } else { "" };
            notes.push(format!("{emoji} written by name left out ({}{more}).", some.join(", ")));
        }
        notes
    }
}

/// Whether this may be a name of HTML's, which is no emoji's.
fn is_element(name: &str) -> bool {
    slots::TAGS.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests;
