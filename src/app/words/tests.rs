use std::sync::Arc;

use tempfile::TempDir;

use super::*;
use crate::app::librarian::Librarian;
use crate::rehearsal::{Analyst, Library};
use crate::store::{Folders, Store};

/// A bank with a question of this id whose answer has these blanks.
fn bank_text(id: &str, answer: &str, labels: &[(&str, &str)]) -> String {
    let label = |(name, label): &(&str, &str)| {
        format!("{{ name = \"{name}\", nth = 1, label = \"{label}\" }}")
    };
    let labels: Vec<String> = labels.iter().map(label).collect();
    format!(
        "id = \"{id}\"\ntitle = \"{id}\"\nlanguage = \"en\"\n[role]\nname = \"{id}\"\n\n[[question]]\nid = \"why\"\n\
         ask = \"Why?\"\nkind = \"opinion\"\nmodel_answer = \"{answer}\"\npoints = [\"A reason\"]\n\
         looks_for = \"A reason.\"\nplaceholders = [{}]\n",
        labels.join(", ")
    )
}

/// A desk with the bank that ships and two whose blanks have the same key, and of which two have the same label.
pub(in crate::app) fn desk() -> (TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let (store, _) = Store::open(Folders::at(folder.path()));
    let town = [("Town", "your town")];
    let cook = bank_text("cook", "In [Town] for [Pay].", &[town[0], ("Pay", "your wage")]);
    store.save_bank("cook", &cook).unwrap();
    store.save_bank("guard", &bank_text("guard", "Near [Town].", &town)).unwrap();
    let library = Arc::new(Library::load(&store));
    let librarian = Librarian::start(store.clone(), || {}).unwrap();
    let analyst = Analyst::start(store.clone(), || false, || {}).unwrap();
    let desk = Desk::new(store, library, librarian, analyst);
    assert_eq!(desk.library.problems, [""; 0]);
    (folder, desk)
}

fn values<'a>(desk: &'a Desk, key: &str) -> [Option<&'a str>; 2] {
    ["cook", "guard"].map(|bank| desk.profile.value(bank, key))
}

#[test]
fn words_given_once_go_to_empty_blanks_of_the_same_label_and_can_be_taken_back() {
    let (_folder, mut desk) = desk();
    let empty = desk.empty_slots("guard");
    desk.fill("cook", "why/Town/1".into(), " Hull ");
    assert_eq!(values(&desk, "why/Town/1"), [Some("Hull"), Some("Hull")]);
    assert_eq!(desk.empty_slots("guard"), empty - 1);
    let reused = desk.reused.clone().unwrap();
    assert_eq!(reused.sentence(), "“Hull” now also fills 1 other blank for your town.");
    desk.undo_reuse();
    assert_eq!(values(&desk, "why/Town/1"), [Some("Hull"), None]);
    assert_eq!(desk.reused, None);
}

#[test]
fn words_changed_for_one_blank_touch_no_other() {
    let (_folder, mut desk) = desk();
    desk.fill("cook", "why/Town/1".into(), "Hull");
    desk.fill("guard", "why/Town/1".into(), "York");
    assert_eq!(values(&desk, "why/Town/1"), [Some("Hull"), Some("York")]);
    assert_eq!(desk.reused, None, "the other one has words");
    desk.fill("cook", "why/Town/1".into(), "");
    assert_eq!(values(&desk, "why/Town/1"), [None, Some("York")]);
    desk.fill("cook", "why/Pay/1".into(), "40");
    assert_eq!(values(&desk, "why/Pay/1"), [Some("40"), None]);
    assert_eq!(desk.reused, None, "nobody else has this label");
}

#[test]
fn what_was_changed_since_is_not_taken_back() {
    let (_folder, mut desk) = desk();
    desk.fill("cook", "why/Town/1".into(), "Hull");
    let reused = desk.reused.clone();
    desk.profile.set("guard", "why/Town/1", "York");
    desk.reused = reused;
    desk.undo_reuse();
    assert_eq!(values(&desk, "why/Town/1"), [Some("Hull"), Some("York")]);
}

#[test]
fn words_are_on_disk_when_the_window_is_gone() {
    let (folder, mut desk) = desk();
    desk.fill("cook", "why/Town/1".into(), "Hull");
    drop(desk);
    let (store, _) = Store::open(Folders::at(folder.path()));
    assert_eq!(store.profile().value("guard", "why/Town/1"), Some("Hull"));
}
