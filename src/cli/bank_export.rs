//! `greenroom bank export`: a bank in a form that others read.

use std::fs;
use std::path::Path;

use anyhow::bail;

use crate::bank::{self, Bank, ExportForm};
use crate::cli::args::BankExport;
use crate::cli::{open_store, text};
use crate::rehearsal::Library;
use crate::store::{Store, StoreError, read_text_outside, write_outside};

pub(super) fn run(args: &BankExport) -> anyhow::Result<()> {
    let store = open_store(None)?;
    let bank = find(&store, &args.bank)?;
    let form = args.form.or_else(|| form_of_name(args.out.as_deref()?));
    let text = bank::export(&bank, form.unwrap_or(ExportForm::Toml), &store.profile().of(&bank.id));
    match &args.out {
        Some(file) => write_new(file, &text),
        None => text::write(&text),
    }
}

/// The bank of this id, or else in this file.
fn find(store: &Store, wanted: &str) -> anyhow::Result<Bank> {
    let library = Library::load(store);
    if let Some(entry) = library.banks.into_iter().find(|entry| entry.bank.id == wanted) {
        return Ok(entry.bank);
    }
    let path = Path::new(wanted);
    if fs::symlink_metadata(path).is_err() {
        bail!(
            "There is no bank of this id (`greenroom bank list` shows them) and no such file: {wanted}"
        );
    }
    let text = read_text_outside(path, bank::MAX_FILE_BYTES as u64)?;
    let reading = bank::read(&text, wanted);
    let Some(bank) = reading.bank else {
        bail!(
            "There is no bank in it (`greenroom bank check` says why); `greenroom bank import` makes one of \
             other files: {wanted}"
        );
    };
    for problem in &reading.problems {
        complain!("{problem}");
    }
    Ok(bank)
}

/// The form that a file's name ends as.
fn form_of_name(file: &Path) -> Option<ExportForm> {
    let ending = file.extension()?.to_str()?;
    ExportForm::ALL.into_iter().find(|form| form.ending().eq_ignore_ascii_case(ending))
}

/// Writes a file that is not there yet, whole and on disk, as the window's export does.
pub(crate) fn write_new(path: &Path, text: &str) -> anyhow::Result<()> {
    match write_outside(path, text.as_bytes(), false) {
        Err(StoreError::AlreadyThere { path }) => {
            bail!("There is such a file already. Choose another name: {}", path.display())
        }
        written => Ok(written?),
    }
}
