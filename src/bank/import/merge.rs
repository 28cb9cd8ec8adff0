//! The same question twice becomes one question with all that was said about it.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::draft::{Draft, DraftQuestion, counted};
use super::words::bare_words;

/// As many are named in the note.
const MAX_NAMED: usize = 5;

/// Merges questions of the same words (case and punctuation apart) into the first of them, with a note.
pub(super) fn same_questions(draft: &mut Draft) {
    let mut first_of: HashMap<String, usize> = HashMap::with_capacity(draft.questions.len());
    let mut kept: Vec<DraftQuestion> = Vec::with_capacity(draft.questions.len());
    let mut lines = Vec::new();
    let mut merged = BTreeSet::new();
    for question in draft.questions.drain(..) {
        let next = kept.len();
        let at = *first_of.entry(words_of(&question.ask)).or_insert(next);
        match kept.get_mut(at) {
            Some(first) => {
                lines.push((question.line, first.line));
                merged.insert(at);
                join(first, question);
            }
            None => kept.push(question),
        }
    }
    draft.questions = kept;
    if lines.is_empty() {
        return;
    }
    for at in merged {
        draft.questions.get_mut(at).map(without_doubles);
    }
    let named: Vec<String> = lines
        .iter()
        .take(MAX_NAMED)
        .map(|(line, first)| format!("line {line} as in line {first}"))
        .collect();
    let more = if lines.len() > MAX_NAMED { " and so on" } else { "" };
    let questions = counted(lines.len(), "question stands", "questions stand");
    draft.notes.push(format!(
        "{questions} there more than once and became one with all answers: {}{more}.",
        named.join(", ")
    ));
}

/// The words alone; the text itself if it has none.
fn words_of(ask: &str) -> String {
    let words = bare_words(ask);
    if words.is_empty() { ask.to_owned() } else { words }
}

fn join(first: &mut DraftQuestion, second: DraftQuestion) {
    if first.answers.is_empty() {
        first.labels = second.labels;
    }
    first.kind = first.kind.or(second.kind);
    first.own_band = first.own_band.or(second.own_band);
    for (list, more) in [
        (&mut first.answers, second.answers),
        (&mut first.points, second.points),
        (&mut first.how_to, second.how_to),
        (&mut first.avoid, second.avoid),
        (&mut first.tasks, second.tasks),
        (&mut first.abilities, second.abilities),
    ] {
        list.extend(more);
    }
    if first.looks_for.is_empty() {
        first.looks_for = second.looks_for;
    } else if !second.looks_for.is_empty() && !first.looks_for.ends_with(&second.looks_for) {
        first.looks_for.push_str("\n\n");
        first.looks_for.push_str(&second.looks_for);
    }
    first.probes.extend(second.probes);
}

/// Takes out what is there twice: once at the end, since a thousand questions may have become one.
fn without_doubles(question: &mut DraftQuestion) {
    for list in [
        &mut question.answers,
        &mut question.points,
        &mut question.how_to,
        &mut question.avoid,
        &mut question.tasks,
        &mut question.abilities,
    ] {
        let mut seen = HashSet::with_capacity(list.len());
        list.retain(|text| seen.insert(text.clone()));
    }
    let mut seen = HashSet::with_capacity(question.probes.len());
    question.probes.retain(|probe| seen.insert(probe.ask.clone()));
}
