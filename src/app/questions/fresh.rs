//! A bank as it is on the disk now, which may be newer than the library.

use crate::bank::{self, Bank};
use crate::rehearsal::Library;
use crate::store::Store;

/// The bank of this id, and the hash of its text if the user has a file of it. Built-in ones come from the
/// library.
pub(super) fn bank_now(
    id: &str,
    library: &Library,
    store: &Store,
) -> Option<(Bank, Option<String>)> {
    let entry = library.bank(id);
    let own = store.folders().banks().join(format!("{id}.toml"));
    let known = entry.and_then(|entry| entry.file.clone());
    let texts = store.bank_texts();
    for path in known.into_iter().chain([own]) {
        let text = texts.iter().find(|(there, _)| *there == path);
        let Some((_, Ok(text))) = text else { continue };
        let reading = bank::read(text, &path.display().to_string());
        if let Some(bank) = reading.bank.filter(|bank| bank.id == id) {
            return Some((bank, Some(Store::bank_hash(text))));
        }
    }
    entry.map(|entry| (entry.bank.clone(), None))
}
