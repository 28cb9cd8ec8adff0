//! `greenroom bank import`: a bank made of what people have, and what was understood of it.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::bank::{self, Bank, ImportError, Imported, MAX_FILE_BYTES, MAX_IMPORT_BYTES, Wish};
use crate::cli::args::BankImport;
use crate::cli::bank_export::write_new;
use crate::cli::{bank_report, open_store};
use crate::rehearsal::Library;
use crate::store::StoreError;

/// As many ids are tried before it is given up: each is taken by a bank that was made meanwhile.
const MAX_TRIES: usize = 100;

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
    let bytes = if is_input { read_some(&mut io::stdin().lock()) } else { read_file(&args.file) };
    let bytes =
        bytes.map_err(|problem| anyhow::anyhow!(ending_with(&problem.to_string(), &args.file)))?;
    let wish = Wish {
        form: args.form,
        title: args.title.clone(),
        name: name.unwrap_or_default().to_string_lossy().into_owned(),
    };
    let mut imported = match bank::import(&bytes, &wish) {
        Ok(imported) => imported,
        Err(problem) => bail!(ending_with(&problem.to_string(), &args.file)),
    };
    let kept = match &args.out {
        Some(file) => write_out(&imported.bank, file)?,
        None => keep(&mut imported)?,
    };
    bank_report::print(&imported, &kept, args.json)
}

/// A sentence with the path last.
fn ending_with(sentence: &str, path: &Path) -> String {
    let name = if path.as_os_str() == "-" {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    };
    format!("{}: {name}", sentence.trim_end_matches('.'))
}

fn read_file(path: &Path) -> anyhow::Result<Vec<u8>> {
    let said = |problem: io::Error| anyhow::anyhow!("It can't be read ({problem})");
    let mut file = File::open(path).map_err(said)?;
    let about = file.metadata().map_err(said)?;
    if about.is_dir() {
        bail!("This is a folder. Name a file in it");
    }
    if about.len() > MAX_IMPORT_BYTES as u64 {
        let mib = usize::try_from(about.len().div_ceil(1 << 20)).unwrap_or(usize::MAX);
        return Err(ImportError::TooLarge { mib }.into());
    }
    read_some(&mut file)
}

/// All there is, but no more than a byte too much: what never ends is refused like what is too large.
fn read_some(source: &mut impl Read) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = source.take(MAX_IMPORT_BYTES as u64 + 1).read_to_end(&mut bytes);
    read.context("It can't be read")?;
    Ok(bytes)
}

/// The bank's own file, if it can be read again.
fn bank_text(bank: &Bank) -> anyhow::Result<String> {
    let text = bank::to_toml(bank);
    if text.len() > MAX_FILE_BYTES {
        let mib = |bytes: usize| bytes.div_ceil(1 << 20);
        bail!(
            "The bank would be too large ({} MiB, at most {}). Divide the file and import the parts.",
            mib(text.len()),
            mib(MAX_FILE_BYTES)
        );
    }
    Ok(text)
}

fn write_out(bank: &Bank, file: &Path) -> anyhow::Result<Kept> {
    write_new(file, &bank_text(bank)?)?;
    Ok(Kept { file: file.to_owned(), wanted_id: None })
}

/// Keeps the bank among the user's own, under an id that no other has.
fn keep(imported: &mut Imported) -> anyhow::Result<Kept> {
    let store = open_store(None)?;
    let library = Library::load(&store);
    let mut taken: Vec<String> = library.banks.into_iter().map(|entry| entry.bank.id).collect();
    let wanted = imported.bank.id.clone();
    for _ in 0..MAX_TRIES {
        imported.bank.id = bank::free_id(&wanted, |id| taken.iter().any(|one| one == id));
        match store.save_bank_over(&imported.bank.id, &bank_text(&imported.bank)?, None) {
            Ok(file) => {
                let wanted_id = Some(wanted).filter(|wanted| *wanted != imported.bank.id);
                return Ok(Kept { file, wanted_id });
            }
            // Another program was quicker.
            Err(StoreError::ChangedMeanwhile { .. }) => taken.push(imported.bank.id.clone()),
            Err(problem) => return Err(problem.into()),
        }
    }
    bail!("No id is free for the bank. Give it another title with --title.")
}
