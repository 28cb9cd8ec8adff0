//! `greenroom bank import`: a bank made of what people have, and what was understood of it.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};

use crate::bank::{self, Bank, Imported, MAX_IMPORT_BYTES, Wish};
use crate::cli::args::BankImport;
use crate::cli::bank_export::write_new;
use crate::cli::{bank_report, open_store};
use crate::letters;
use crate::rehearsal::{Library, keep_new_bank, read_import, readable_bank};

/// Where a bank went.
pub(super) struct Kept {
    /// Its file.
    pub(super) file: PathBuf,
    /// The id it would have had, if that one was taken.
    pub(super) wanted_id: Option<String>,
}

pub(super) fn run(args: &BankImport) -> anyhow::Result<()> {
    let is_input = args.file.as_os_str() == "-";
    let name = if is_input { None } else { args.file.file_name() };
    let bytes = if is_input {
        read_some(&mut io::stdin().lock()).map_err(|problem| problem.to_string())
    } else {
        read_import(&args.file)
    };
    let bytes = bytes.map_err(|problem| anyhow!(ending_with(&problem, &args.file)))?;
    let wish = Wish {
        form: args.form,
        title: args.title.clone(),
        name: name.unwrap_or_default().to_string_lossy().into_owned(),
    };
    let mut imported = match bank::import(&bytes, &wish) {
        Ok(imported) => imported,
        Err(problem) => bail!(ending_with(&problem.to_string(), &args.file)),
    };
    imported.unshown = letters::unshown_sentence(&imported.bank);
    let kept = match &args.out {
        Some(file) => write_out(&imported.bank, file)?,
        None => keep(&mut imported)?,
    };
    bank_report::print(&imported, &kept, args.json)
}

/// A sentence with the path last, said once.
fn ending_with(sentence: &str, path: &Path) -> String {
    let name = if path.as_os_str() == "-" {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    };
    if sentence.ends_with(&format!(": {name}")) {
        return sentence.to_owned();
    }
    format!("{}: {name}", sentence.trim_end_matches('.'))
}

/// All there is, but no more than a byte too much: what never ends is refused like what is too large.
fn read_some(source: &mut impl Read) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = source.take(MAX_IMPORT_BYTES as u64 + 1).read_to_end(&mut bytes);
    read.context("It can't be read")?;
    Ok(bytes)
}

fn write_out(bank: &Bank, file: &Path) -> anyhow::Result<Kept> {
    let text = readable_bank(bank).map_err(|problem| anyhow!(problem))?;
    write_new(file, &text)?;
    Ok(Kept { file: file.to_owned(), wanted_id: None })
}

/// Keeps the bank among the user's own, under an id that no other has.
fn keep(imported: &mut Imported) -> anyhow::Result<Kept> {
    let store = open_store(None)?;
    let library = Library::load(&store);
    let wanted = imported.bank.id.clone();
    let kept = keep_new_bank(imported.bank.clone(), &library, &store);
    let kept = kept.map_err(|problem| anyhow!(problem))?;
    let wanted_id = Some(wanted).filter(|wanted| *wanted != kept.id);
    imported.bank.id = kept.id;
    Ok(Kept { file: kept.file, wanted_id })
}
