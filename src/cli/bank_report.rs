//! What was understood of a file that was imported, for people and for programs.

use serde_json::{Value, json};

use crate::bank::{Band, Bank, Imported, Kind, Question};
use crate::cli::bank::plural;
use crate::cli::bank_import::Kept;
use crate::cli::text::print_json;

/// Of a text that is only to be recognised so many signs are shown.
const SHOWN_SIGNS: usize = 90;

/// Says what was understood, what was left out, and where the bank is.
pub(super) fn print(imported: &Imported, kept: &Kept, as_json: bool) -> anyhow::Result<()> {
    if as_json {
        return print_json(&report(imported, kept));
    }
    for line in lines(imported, kept) {
        say!("{line}")?;
    }
    Ok(())
}

/// How much there is of everything.
struct Counts {
    answers: usize,
    more_answers: usize,
    placeholders: usize,
    points: usize,
    guided: usize,
}

impl Counts {
    fn of(bank: &Bank) -> Self {
        let sum = |count: fn(&Question) -> usize| bank.questions.iter().map(count).sum();
        Self {
            answers: sum(|one| usize::from(!one.model_answer.is_empty())),
            more_answers: sum(|one| one.more_answers.len()),
            placeholders: sum(|one| one.placeholders.len()),
            points: sum(|one| one.points.len()),
            guided: sum(|one| {
                let has_any =
                    !(one.how_to.is_empty() && one.avoid.is_empty() && one.looks_for.is_empty());
                usize::from(has_any)
            }),
        }
    }
}

/// How many questions there are of each kind that there is.
fn kinds(bank: &Bank) -> Vec<(Kind, usize)> {
    let count = |kind| bank.questions.iter().filter(|question| question.kind == kind).count();
    Kind::ASKED
        .map(|kind| (kind, count(kind)))
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .collect()
}

fn lines(imported: &Imported, kept: &Kept) -> Vec<String> {
    let bank = &imported.bank;
    let counts = Counts::of(bank);
    let mut lines = vec![
        format!("{} ({}, {})", bank.title, imported.form.label(), imported.encoding),
        understood(bank, &counts),
    ];
    let kinds: Vec<String> =
        kinds(bank).iter().map(|(kind, count)| format!("{count} {}", kind.word())).collect();
    lines.push(format!("  Kinds: {}", kinds.join(", ")));
    lines.push(role_line(bank));
    for (question, origin) in bank.questions.iter().zip(&imported.origins) {
        let answer = if question.model_answer.is_empty() { "  no answer" } else { "" };
        let (line, ask) = (origin.line, shortened(&question.ask));
        let (kind, why) = (question.kind.word(), &origin.kind_because);
        lines.push(format!("  line {line}: {ask}  {kind} ({why}){answer}"));
    }
    if !imported.left_out.is_empty() {
        lines.push(format!("Left out: {}", plural(imported.left_out.len(), "text")));
    }
    for left in &imported.left_out {
        lines.push(format!("  line {}: {}  ({})", left.line, shortened(&left.text), left.why));
    }
    lines.extend(imported.unshown.iter().chain(&imported.notes).cloned());
    if let Some(wanted) = &kept.wanted_id {
        lines.push(format!("There is a bank called {wanted} already, so this one is {}.", bank.id));
    }
    lines.push(format!("Kept as {} in {}", bank.id, kept.file.display()));
    lines
}

fn understood(bank: &Bank, counts: &Counts) -> String {
    let mut parts =
        vec![plural(bank.questions.len(), "question"), plural(counts.answers, "answer")];
    for (count, thing) in [
        (counts.more_answers, "further answer"),
        (counts.placeholders, "placeholder"),
        (counts.points, "point"),
        (counts.guided, "question with guidance"),
        (bank.your_questions.len(), "question to ask back"),
    ] {
        if count > 0 {
            parts.push(several(count, thing));
        }
    }
    format!("  Understood: {}", parts.join(", "))
}

/// As [`plural`], for things of several words.
fn several(count: usize, thing: &str) -> String {
    match thing.split_once(' ').filter(|_| count != 1) {
        Some((noun, rest)) if noun == "question" => format!("{count} {noun}s {rest}"),
        _ => plural(count, thing),
    }
}

fn role_line(bank: &Bank) -> String {
    let role = &bank.role;
    let parts = [
        (role.tasks.len(), "task"),
        (role.abilities.len(), "abilit"),
        (role.mindset.len(), "mindset"),
        (role.duties.len(), "duties"),
        (role.skills.len(), "skills"),
        (role.showcasing.len(), "showcasing"),
        (role.advice.len(), "advice"),
    ];
    let said =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, thing)| match thing {
            "task" => plural(count, "task"),
            "abilit" => format!("{count} {}", if count == 1 { "ability" } else { "abilities" }),
            _ => format!("{thing} ({})", plural(count, "paragraph")),
        });
    let said: Vec<String> = said.collect();
    let about = if said.is_empty() { "nothing said about it".to_owned() } else { said.join(", ") };
    format!("  Role: {}; {about}", bank.role.name)
}

fn shortened(text: &str) -> String {
    let mut signs = text.chars();
    let mut short: String = signs.by_ref().take(SHOWN_SIGNS).collect();
    if signs.next().is_some() {
        short.push('…');
    }
    short
}

/// The whole of it, for programs.
fn report(imported: &Imported, kept: &Kept) -> Value {
    let bank = &imported.bank;
    let (role, counts) = (&bank.role, Counts::of(bank));
    let kinds = kinds(bank).into_iter().map(|(kind, count)| (kind.word().to_owned(), json!(count)));
    let left_out = imported
        .left_out
        .iter()
        .map(|left| json!({ "line": left.line, "text": left.text, "why": left.why }));
    let questions = bank.questions.iter().zip(&imported.origins).map(|(question, origin)| {
        json!({
            "line": origin.line,
            "id": question.id,
            "question": question.ask,
            "kind": question.kind.word(),
            "kind_because": origin.kind_because,
            "band_secs": question.own_band.map(Band::in_secs),
            "answer": question.model_answer,
            "more_answers": question.more_answers.len(),
            "placeholders": question.placeholders.iter().map(|one| &one.name).collect::<Vec<_>>(),
        })
    });
    json!({
        "form": imported.form.word(),
        "encoding": imported.encoding,
        "id": bank.id,
        "wanted_id": kept.wanted_id,
        "title": bank.title,
        "role": role.name,
        "file": kept.file,
        "counts": {
            "questions": bank.questions.len(),
            "answers": counts.answers,
            "more_answers": counts.more_answers,
            "placeholders": counts.placeholders,
            "points": counts.points,
            "questions_with_guidance": counts.guided,
            "your_questions": bank.your_questions.len(),
            "tasks": role.tasks.len(),
            "abilities": role.abilities.len(),
            "mindset": role.mindset.len(),
            "duties": role.duties.len(),
            "skills": role.skills.len(),
            "showcasing": role.showcasing.len(),
            "advice": role.advice.len(),
            "left_out": imported.left_out.len(),
        },
        "kinds": Value::Object(kinds.collect()),
        "tasks": role.tasks.iter().map(|one| &one.name).collect::<Vec<_>>(),
        "abilities": role.abilities.iter().map(|one| &one.name).collect::<Vec<_>>(),
        "questions": questions.collect::<Vec<_>>(),
        "left_out": left_out.collect::<Vec<_>>(),
        "notes": imported.notes,
        "unshown": imported.unshown,
    })
}
