//! Reading and saving what the user chose.

use std::sync::LazyLock;

use greenroom::interview::{read_pacings, write_pacings};
use greenroom::rehearsal::Library;
use greenroom::store::{Folders, Store};

use super::folder::{folder, tree};

/// The files, and the first byte says which one it is.
const FILES: [&str; 4] = ["settings.toml", "profile.toml", "returns.toml", "pacings.toml"];

/// A file of any content: Greenroom starts, keeps what it does not understand under another name before it
/// writes, and what it wrote it understands.
pub fn settings(bytes: &[u8]) {
    let Some((first, content)) = bytes.split_first() else { return };
    let name = FILES[usize::from(*first) % FILES.len()];
    let root = folder();
    let path = root.path().join(name);
    std::fs::write(&path, content).expect("it can be written");
    let (store, notices) = Store::open(Folders::at(root.path()));
    let kept = || tree(root.path()).values().any(|there| there == content);
    let valid = std::str::from_utf8(content).is_ok_and(|text| text.parse::<toml::Table>().is_ok());
    assert!(valid || kept(), "{name} is lost");
    assert!(notices.len() <= 1, "{notices:?}");
    if name == "pacings.toml" {
        pacings(&store);
        assert!(valid || kept(), "{name} is lost when another is saved");
        return;
    }
    let saved = match name {
        "settings.toml" => store.save_settings(&store.settings()),
        "profile.toml" => {
            let mut profile = store.profile();
            profile.set("bank", "q/Name/1", "Own words");
            store.save_profile(&profile)
        }
        _ => store.save_returns(&store.returns()),
    };
    if saved.is_err() {
        assert_eq!(std::fs::read(&path).ok().as_deref(), Some(content), "refused and yet changed");
        return;
    }
    assert!((valid && notices.is_empty()) || kept(), "{name} is lost when another is saved");
    let (again, notices) = Store::open(Folders::at(root.path()));
    let others: Vec<_> = notices.iter().filter(|one| !one.sentence.contains("Another")).collect();
    assert_eq!(others, Vec::<&greenroom::store::Notice>::new(), "what was written is understood");
    // In words, since what is not a number is not itself.
    assert_eq!(format!("{:?}", again.settings()), format!("{:?}", store.settings()));
    assert_eq!(format!("{:?}", again.returns()), format!("{:?}", store.returns()));
    assert_eq!(again.profile().of("bank"), store.profile().of("bank"));
}

/// What is built in, read once for all inputs, as the program reads it again only if it has changed.
static BUILT_IN: LazyLock<Library> =
    LazyLock::new(|| Library::load(&Store::open(Folders::at(folder().path())).0));

fn pacings(store: &Store) {
    let library = Library::load_after(store, Some(&BUILT_IN));
    assert!(library.pacings.len() >= library.presets);
    let text = store.own_pacings_text().unwrap_or_default();
    let (own, _problems) = read_pacings(&text, "pacings.toml");
    let written = write_pacings(&own);
    let (again, problems) = read_pacings(&written, "pacings.toml");
    assert_eq!(again, own, "{problems:?}");
    store.save_own_pacings(&written).expect("it can be saved");
}
