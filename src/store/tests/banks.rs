//! Banks: saved, kept, removed, brought back.

use super::*;

const MINE: &str = "id = \"mine\"\n";

fn bank(id: &str, title: &str) -> String {
    format!("id = \"{id}\"\ntitle = \"{title}\"\n")
}

fn banks(folder: &TempDir) -> std::path::PathBuf {
    folder.path().join("banks")
}

/// The texts of earlier states, in order of their names.
fn earlier(folder: &TempDir) -> Vec<String> {
    let folder = banks(folder).join("earlier");
    if !folder.exists() {
        return Vec::new();
    }
    let names = names_in(&folder).into_iter();
    names.map(|name| fs::read_to_string(folder.join(name)).unwrap()).collect()
}

#[test]
fn a_bank_is_its_owners_alone_and_read_back_as_it_was_saved() {
    let (folder, store) = fresh();
    let path = store.save_bank("mine", MINE).unwrap();
    assert_eq!(path, banks(&folder).join("mine.toml"));
    let texts = store.bank_texts();
    assert_eq!(texts.len(), 1);
    assert_eq!(texts[0].1.as_deref().unwrap(), MINE);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn what_greenroom_wrote_itself_is_written_over_without_a_copy() {
    let (folder, store) = fresh();
    for title in ["One", "Two", "Two", "Three"] {
        store.save_bank("mine", &bank("mine", title)).unwrap();
    }
    drop(store);
    reopen(folder.path()).save_bank("mine", &bank("mine", "Four")).unwrap();
    assert_eq!(earlier(&folder), [""; 0]);
}

#[test]
fn what_somebody_wrote_by_hand_is_kept_once() {
    let (folder, store) = fresh();
    let path = banks(&folder).join("mine.toml");
    let by_hand = "# my own\nid = \"mine\"\n";
    fs::write(&path, by_hand).unwrap();
    store.save_bank("mine", &bank("mine", "One")).unwrap();
    store.save_bank("mine", &bank("mine", "Two")).unwrap();
    assert_eq!(earlier(&folder), [by_hand]);
    let changed = bank("mine", "Two, changed by hand");
    fs::write(&path, &changed).unwrap();
    store.save_bank("mine", &bank("mine", "Three")).unwrap();
    let mut kept = earlier(&folder);
    kept.sort();
    assert_eq!(kept, [by_hand, &changed]);
    assert_eq!(fs::read_to_string(&path).unwrap(), bank("mine", "Three"));
}

#[test]
fn another_file_of_the_same_id_does_not_shadow_the_saved_one() {
    let (folder, store) = fresh();
    fs::write(banks(&folder).join("zz.toml"), "id='mine' # here\ntitle = \"By hand\"\n").unwrap();
    fs::write(banks(&folder).join("aa.toml"), "[role]\nid = \"mine\"\n").unwrap();
    store.save_bank("mine", MINE).unwrap();
    assert_eq!(names_in(&banks(&folder)), [".written", "aa.toml", "earlier", "mine.toml"]);
    assert_eq!(earlier(&folder), ["id='mine' # here\ntitle = \"By hand\"\n"]);
}

#[test]
fn a_removed_bank_comes_back_as_it_was() {
    let (folder, store) = fresh();
    store.save_bank("mine", MINE).unwrap();
    store.save_bank("mine-2026", &bank("mine-2026", "Another")).unwrap();
    store.remove_bank("mine").unwrap();
    store.remove_bank("mine-2026").unwrap();
    assert!(store.bank_texts().is_empty());
    for title in ["Two", "Three"] {
        store.save_bank("mine", &bank("mine", title)).unwrap();
        store.remove_bank("mine").unwrap();
    }
    let path = store.bring_back_bank("mine").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), bank("mine", "Three"), "the newest");
    assert!(store.bring_back_bank("mine").is_err(), "it is there");
    assert_eq!(fs::read_to_string(&path).unwrap(), bank("mine", "Three"));
    assert_eq!(earlier(&folder).len(), 3);
    assert!(store.remove_bank("other").is_err());
    assert!(store.bring_back_bank("other").is_err());
}

#[test]
fn no_id_leads_out_of_the_folder() {
    let (folder, store) = fresh();
    let long = "a".repeat(41);
    for id in ["", "../mine", "a/b", ".", "..", "Mine", "a.b", "a\0", "a b", "C:x", long.as_str()] {
        assert!(matches!(store.save_bank(id, MINE), Err(StoreError::BadId { .. })), "{id:?}");
        assert!(matches!(store.remove_bank(id), Err(StoreError::BadId { .. })), "{id:?}");
        assert!(matches!(store.bring_back_bank(id), Err(StoreError::BadId { .. })), "{id:?}");
    }
    assert_eq!(names_in(&banks(&folder)), [""; 0]);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let (folder, store) = fresh();
    let outside = folder.path().join("outside.toml");
    fs::write(&outside, "private").unwrap();
    symlink(&outside, banks(&folder).join("mine.toml")).unwrap();
    store.save_bank("mine", MINE).unwrap();
    assert_eq!(fs::read_to_string(&outside).unwrap(), "private");
    assert_eq!(fs::read_to_string(banks(&folder).join("mine.toml")).unwrap(), MINE);
    store.remove_bank("mine").unwrap();

    let elsewhere = folder.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::remove_dir_all(banks(&folder).join("earlier")).unwrap();
    symlink(&elsewhere, banks(&folder).join("earlier")).unwrap();
    store.save_bank("mine", MINE).unwrap();
    assert!(matches!(store.remove_bank("mine"), Err(StoreError::LeadsOut { .. })));
    assert!(names_in(&elsewhere).is_empty());
}

#[test]
fn anothers_change_is_not_written_over() {
    let (folder, store) = fresh();
    let path = banks(&folder).join("mine.toml");
    let (ours, theirs) = (bank("mine", "Ours"), bank("mine", "Theirs"));
    store.save_bank_over("mine", MINE, None).unwrap();
    let seen = Store::bank_hash(MINE);
    reopen_beside(folder.path()).save_bank("mine", &theirs).unwrap();
    let refused = store.save_bank_over("mine", &ours, Some(&seen));
    assert!(matches!(refused, Err(StoreError::ChangedMeanwhile { .. })), "{refused:?}");
    assert!(
        store.save_bank_over("mine", &ours, None).is_err(),
        "nor one that is thought to be new"
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), theirs);
    store.save_bank_over("mine", &theirs, Some(&seen)).expect("it is there already");
    store.save_bank_over("mine", &ours, Some(&Store::bank_hash(&theirs))).unwrap();
    fs::remove_file(&path).unwrap();
    store.save_bank_over("mine", MINE, Some(&seen)).expect("nothing is lost");
}

#[test]
fn a_bank_too_large_to_be_read_again_is_not_saved() {
    let (folder, store) = fresh();
    let text = "#".repeat(usize::try_from(crate::store::open::BANK_LIMIT_BYTES).unwrap() + 1);
    assert!(matches!(store.save_bank("mine", &text), Err(StoreError::TooLarge { .. })));
    assert_eq!(names_in(&banks(&folder)), [""; 0]);
}

/// Another copy of Greenroom with the same folder.
fn reopen_beside(folder: &Path) -> Store {
    Store::open(Folders::at(folder)).0
}
