//! An imported bank in a compact form that people can check against the source.

use std::fmt::Write as _;

use greenroom::bank::{Bank, Imported, NamedText, Question};

/// Everything that was understood, and what was not, line by line.
pub(crate) fn shown(imported: &Imported) -> String {
    let mut out = String::new();
    let mut line = |key: &str, text: &str| {
        let text = text.replace("\n\n", " ¶ ");
        writeln!(out, "{key} {text}").expect("a string can be written to");
    };
    let bank = &imported.bank;
    line("form", &format!("{:?}, {}", imported.form, imported.encoding));
    line("bank", &format!("{}: {}", bank.id, bank.title));
    line("role", &bank.role.name);
    for (question, origin) in bank.questions.iter().zip(&imported.origins) {
        let kind = question.kind.word();
        let head = format!("{} {}: {kind}, {}", origin.line, question.id, origin.kind_because);
        line("\nquestion", &head);
        line("  ", &question.ask);
        show_question(question, &mut line);
    }
    line("", "");
    show_role(bank, &mut line);
    for own in &bank.your_questions {
        line("ask-back", &format!("{}: {}", own.id, own.ask));
    }
    for left in &imported.left_out {
        line("left", &format!("{} ({}): {}", left.line, left.why, left.text));
    }
    for note in &imported.notes {
        line("note", note);
    }
    out
}

fn show_question(question: &Question, line: &mut impl FnMut(&str, &str)) {
    if !question.model_answer.is_empty() {
        line("  =", &question.model_answer);
    }
    for (key, texts) in [
        ("  or", &question.more_answers),
        ("  how to", &question.how_to),
        ("  avoid", &question.avoid),
        ("  point", &question.points),
    ] {
        texts.iter().for_each(|text| line(key, text));
    }
    if !question.looks_for.is_empty() {
        line("  looks for", &question.looks_for);
    }
    for probe in &question.probes {
        line("  probe", &probe.ask);
    }
    for slot in &question.placeholders {
        line("  slot", &format!("{} {} ({})", slot.name, slot.nth, slot.label));
    }
}

fn show_role(bank: &Bank, line: &mut impl FnMut(&str, &str)) {
    let role = &bank.role;
    for (key, texts) in [
        ("mindset", &role.mindset),
        ("duty", &role.duties),
        ("skill", &role.skills),
        ("showcasing", &role.showcasing),
        ("advice", &role.advice),
    ] {
        texts.iter().for_each(|text| line(key, text));
    }
    let mut named = |key: &str, list: &[NamedText]| {
        list.iter().for_each(|one| line(key, &format!("{}: {}", one.name, one.text)));
    };
    named("task", &role.tasks);
    named("ability", &role.abilities);
}
