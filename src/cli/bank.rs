//! `greenroom bank`: list, check; import and export are in files of their own.

use std::path::Path;

use anyhow::bail;
use serde_json::json;

use crate::bank;
use crate::cli::args::{BankArgs, BankOrder};
use crate::cli::text::print_json;
use crate::cli::{bank_export, bank_import, due, open_store};
use crate::rehearsal::Library;
use crate::store::{StoreError, read_text_outside};

pub(super) fn run(args: &BankArgs) -> anyhow::Result<()> {
    match &args.order {
        BankOrder::List(json) => list(json.json),
        BankOrder::Due { bank, out, json } => due::run(bank.as_deref(), out.as_deref(), *json),
        BankOrder::Check { file, json } => check(file, *json),
        BankOrder::Import(args) => bank_import::run(args),
        BankOrder::Export(args) => bank_export::run(args),
    }
}

fn list(as_json: bool) -> anyhow::Result<()> {
    let store = open_store(None)?;
    let library = Library::load(&store);
    for problem in &library.problems {
        complain!("{problem}");
    }
    if as_json {
        let banks = library.banks.iter().map(|entry| {
            json!({
                "id": entry.bank.id,
                "title": entry.bank.title,
                "language": entry.bank.language,
                "questions": entry.bank.questions.len(),
                "sha256": entry.hash,
                "file": entry.file,
            })
        });
        return print_json(
            &json!({ "banks": banks.collect::<Vec<_>>(), "problems": library.problems }),
        );
    }
    for entry in &library.banks {
        let from =
            entry.file.as_ref().map_or("built in".to_owned(), |file| file.display().to_string());
        say!(
            "{}  {} ({} questions, {from})",
            entry.bank.id,
            entry.bank.title,
            entry.bank.questions.len(),
        )?;
    }
    Ok(())
}

fn check(file: &Path, as_json: bool) -> anyhow::Result<()> {
    let text = match read_text_outside(file, bank::MAX_FILE_BYTES as u64) {
        Ok(text) => text,
        Err(problem) => return unreadable(file, &problem, as_json),
    };
    let reading = bank::read(&text, &file.display().to_string());
    let questions = reading.bank.as_ref().map_or(0, |bank| bank.questions.len());
    if as_json {
        let problems = reading.problems.iter().map(|problem| {
            json!({
                "file": problem.file,
                "line": problem.line,
                "key": problem.key,
                "what": problem.what,
                "remedy": problem.remedy,
            })
        });
        print_json(&json!({ "questions": questions, "problems": problems.collect::<Vec<_>>() }))?;
    } else {
        for problem in &reading.problems {
            say!("{problem}")?;
        }
        say!("{questions} questions can be asked.")?;
    }
    if reading.problems.is_empty() {
        return Ok(());
    }
    bail!("{} to put right in {}", plural(reading.problems.len(), "thing"), file.display())
}

/// Programs get the same form as for a bank that was read.
fn unreadable(file: &Path, problem: &StoreError, as_json: bool) -> anyhow::Result<()> {
    if as_json {
        print_json(&json!({
            "questions": 0,
            "problems": [{
                "file": file,
                "line": null,
                "key": null,
                "what": format!("The file can't be read: {problem}"),
                "remedy": "Check its name, and that it is UTF-8 text you may read",
            }],
        }))?;
    }
    bail!("The bank can't be read. {problem}")
}

pub(super) fn plural(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}
