//! Banks being edited, on real files, through a director without devices.

use std::fs;
use std::path::PathBuf;

use super::*;
use crate::app::librarian::Done;
use crate::app::testing;
use crate::bank::{Bank, Field, Kind, NamedText, read, to_toml};
use crate::store::{Folders, Store};
use crate::ui::questions::{BankOrigin, Finding};
use crate::voice::EngineKind;

/// Longer than anything may take, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

const BUILT_IN: &str = "patient-relations-officer";

struct Bench {
    banks: BankDesk,
    model: BankModel,
    bank: String,
    rehearsal: Rehearsal,
    desk: Desk,
    folder: tempfile::TempDir,
}

impl Bench {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (store, _notices) = Store::open(Folders::at(folder.path()));
        let rehearsal = testing::director(&store, EngineKind::Silent, 50.0);
        let desk = testing::desk(store, &rehearsal);
        let (banks, model) = (BankDesk::default(), BankModel::default());
        let mut bench = Self { banks, model, bank: BUILT_IN.into(), rehearsal, desk, folder };
        bench.look();
        bench
    }

    /// Another program changes the first question of the built-in bank's copy on disk.
    fn another_program_asks_first(&mut self, ask: &str) {
        let mut theirs = self.shown().clone();
        theirs.questions[0].ask = ask.into();
        fs::write(self.file(BUILT_IN), to_toml(&theirs)).unwrap();
    }

    /// As the window does each frame, without drawing.
    fn look(&mut self) {
        self.desk.library = self.rehearsal.library();
        for done in self.desk.librarian.done().collect::<Vec<_>>() {
            match done {
                Done::BanksChanged => {
                    self.rehearsal.send(Command::Reload);
                }
                Done::BankKeptBeside(kept) => {
                    self.banks.kept_beside(kept, &mut self.bank);
                    self.rehearsal.send(Command::Reload);
                }
                Done::BankNotKept(bank, _why) => self.banks.not_kept(&bank),
                _ => {}
            }
        }
        let snapshot = self.rehearsal.snapshot();
        self.banks.follow(&mut self.model, &mut self.bank, &snapshot, &self.desk);
    }

    fn until(&mut self, what: &str, is: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        while !is(self) {
            assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}");
            std::thread::sleep(Duration::from_millis(2));
            self.look();
        }
    }

    fn wants(&mut self, intent: BankIntent) {
        self.model.bank = None;
        self.banks.apply(intent, &mut self.bank, &self.rehearsal, &mut self.desk);
        self.look();
    }

    fn shown(&self) -> &Bank {
        self.model.bank.as_ref().unwrap()
    }

    fn asks_first(&mut self, ask: &str) {
        let id = self.shown().questions[0].id.clone();
        let field = Field::Ask(ask.to_owned());
        self.wants(BankIntent::Edit(Edit::Question { id, field }));
    }

    fn first_ask(&self) -> &str {
        &self.shown().questions[0].ask
    }

    fn file(&self, id: &str) -> PathBuf {
        self.folder.path().join(format!("banks/{id}.toml"))
    }

    fn on_disk(&self, id: &str) -> Option<Bank> {
        read(&fs::read_to_string(self.file(id)).ok()?, "test").bank
    }

    /// Saves, and waits until the library knows.
    fn saved(&mut self) {
        self.banks.save_all(&self.desk);
        let id = self.bank.clone();
        let shown = self.shown().clone();
        self.until("the library", |bench| {
            bench.desk.library.bank(&id).is_some_and(|entry| entry.bank == shown)
        });
    }
}

#[test]
fn an_edit_is_on_disk_after_leaving() {
    let mut bench = Bench::open();
    bench.asks_first("Who are you?");
    assert_eq!(bench.first_ask(), "Who are you?", "shown at once");
    assert!(bench.on_disk(BUILT_IN).is_none(), "not while somebody types");
    bench.banks.save_all(&bench.desk);
    let Bench { desk, folder, .. } = bench;
    drop(desk);
    let text = fs::read_to_string(folder.path().join(format!("banks/{BUILT_IN}.toml"))).unwrap();
    assert_eq!(read(&text, "test").bank.unwrap().questions[0].ask, "Who are you?");
}

#[test]
fn an_edit_is_saved_half_a_second_after_the_last_one() {
    let mut bench = Bench::open();
    assert_eq!(bench.banks.save_in_time(&bench.desk), None, "nothing to save");
    bench.asks_first("Who are you?");
    let left = bench.banks.save_in_time(&bench.desk).expect("soon");
    assert!(left <= SAVE_AFTER, "{left:?}");
    let begun = Instant::now();
    while bench.banks.save_in_time(&bench.desk).is_some() {
        assert!(begun.elapsed() < PATIENCE);
        std::thread::sleep(Duration::from_millis(20));
    }
    bench.until("the file", |bench| bench.on_disk(BUILT_IN).is_some());
}

#[test]
fn a_built_in_bank_is_edited_as_a_copy_and_there_is_a_way_back() {
    let mut bench = Bench::open();
    let original = bench.shown().clone();
    assert_eq!(bench.model.origin, BankOrigin::BuiltIn);
    bench.asks_first("Who are you?");
    assert_eq!(bench.model.origin, BankOrigin::Changed);
    bench.saved();
    assert_eq!(bench.model.origin, BankOrigin::Changed);
    bench.wants(BankIntent::Original);
    bench.until("the original", |bench| {
        bench.model.bank.as_ref().is_some_and(|bank| **bank == original)
    });
    bench.until("its origin", |bench| bench.model.origin == BankOrigin::BuiltIn);
    assert!(!bench.file(BUILT_IN).exists());
    let action = bench.model.said.clone().unwrap().action.unwrap().1;
    bench.wants(action);
    bench.until("the changes", |bench| {
        bench.model.bank.as_ref().is_some_and(|bank| bank.questions[0].ask == "Who are you?")
    });
}

#[test]
fn an_edit_just_before_the_way_back_is_kept_in_the_earlier_banks() {
    let mut bench = Bench::open();
    let original = bench.shown().clone();
    bench.asks_first("Who are you?");
    bench.wants(BankIntent::Original);
    bench.until("the original", |bench| {
        let is_it = bench.model.bank.as_ref().is_some_and(|bank| **bank == original);
        is_it && !bench.file(BUILT_IN).exists() && bench.desk.library.banks[0].file.is_none()
    });
    let earlier = bench.folder.path().join("banks/earlier");
    let kept = fs::read_dir(earlier).unwrap().next().unwrap().unwrap().path();
    assert!(fs::read_to_string(kept).unwrap().contains("Who are you?"));
}

#[test]
fn another_programs_change_is_kept_and_so_is_ours() {
    let mut bench = Bench::open();
    bench.asks_first("Mine?");
    bench.saved();
    bench.another_program_asks_first("Theirs?");
    bench.asks_first("Mine again?");
    bench.banks.save_all(&bench.desk);
    bench.until("our own bank", |bench| bench.bank != BUILT_IN && bench.model.bank.is_some());
    assert_eq!(bench.bank, format!("{BUILT_IN}-2"));
    assert_eq!(bench.on_disk(BUILT_IN).unwrap().questions[0].ask, "Theirs?");
    assert_eq!(bench.on_disk(&bench.bank).unwrap().questions[0].ask, "Mine again?");
    assert!(bench.shown().title.ends_with("(edited here)"), "{}", bench.shown().title);
    let said = bench.model.said.clone().unwrap().text;
    assert!(said.contains("another program"), "{said}");
    bench.asks_first("Mine once more?");
    bench.saved();
    assert_eq!(bench.bank, format!("{BUILT_IN}-2"), "no third one");
    bench.wants(BankIntent::Choose(BUILT_IN.to_owned()));
    bench.until("theirs", |bench| {
        bench.model.bank.as_ref().is_some_and(|bank| bank.questions[0].ask == "Theirs?")
    });
}

#[test]
fn saving_often_never_takes_our_own_states_for_anothers() {
    let mut bench = Bench::open();
    for nth in 0..12 {
        bench.asks_first(&format!("Question {nth}?"));
        bench.banks.save_all(&bench.desk);
        bench.look();
        assert_eq!(bench.first_ask(), format!("Question {nth}?"));
    }
    bench.saved();
    assert_eq!((bench.bank.as_str(), bench.first_ask()), (BUILT_IN, "Question 11?"));
    assert!(bench.model.undo.is_some(), "what was done can still be undone");
    bench.wants(BankIntent::Undo);
    bench.saved();
    assert_eq!(bench.desk.library.banks.len(), bench.model.banks.len());
}

#[test]
fn a_change_by_another_program_is_shown_when_there_is_nothing_of_ours_to_lose() {
    let mut bench = Bench::open();
    bench.asks_first("Mine?");
    bench.saved();
    bench.another_program_asks_first("Theirs?");
    bench.rehearsal.send(Command::Reload);
    bench.until("theirs", |bench| bench.first_ask() == "Theirs?");
}

#[test]
fn banks_are_begun_duplicated_deleted_and_brought_back() {
    let mut bench = Bench::open();
    bench.wants(BankIntent::New);
    assert_eq!((bench.bank.as_str(), bench.model.origin), ("my-questions", BankOrigin::Own));
    bench.saved();
    bench.wants(BankIntent::DuplicateBank);
    assert_eq!((bench.bank.as_str(), &*bench.shown().title), ("my-questions-2", "My questions 2"));
    bench.saved();
    bench.wants(BankIntent::DeleteBank);
    assert_ne!(bench.bank, "my-questions-2");
    assert!(bench.model.banks.iter().all(|bank| bank.id != "my-questions-2"));
    let (_, bring_back) = bench.model.said.clone().unwrap().action.unwrap();
    bench.until("the file's end", |bench| !bench.file("my-questions-2").exists());
    bench.wants(bring_back);
    bench.until("the bank", |bench| {
        bench.model.bank.as_ref().is_some_and(|bank| bank.id == "my-questions-2")
    });
}

#[test]
fn questions_are_copied_with_their_values_and_it_is_said() {
    let mut bench = Bench::open();
    let source = bench.shown().questions.iter().find(|one| !one.placeholders.is_empty());
    let source = source.unwrap().clone();
    let (key, name) = (source.placeholders[0].key(), source.id.clone());
    bench.desk.fill(BUILT_IN, key, "12");
    bench.wants(BankIntent::DuplicateBank);
    let copy = bench.bank.clone();
    bench.wants(BankIntent::Choose(BUILT_IN.to_owned()));
    bench.wants(BankIntent::CopyTo { question: name.clone(), bank: copy.clone(), add_names: true });
    let said = bench.model.said.clone().unwrap();
    assert!(said.text.starts_with("Copied to the end of"), "{}", said.text);
    bench.wants(said.action.unwrap().1);
    assert_eq!(bench.bank, copy);
    let last = bench.shown().questions.last().unwrap().clone();
    assert_eq!((last.ask.as_str(), last.id), (source.ask.as_str(), format!("{name}-2")));
    assert_eq!(bench.desk.profile.value(&copy, &last.placeholders[0].key()), Some("12"));
}

#[test]
fn all_banks_are_looked_through_those_of_the_chosen_one_first() {
    let mut bench = Bench::open();
    bench.wants(BankIntent::New);
    bench.asks_first("What would the committee say of xylophones?");
    bench.wants(BankIntent::Search("XYLO committee".to_owned()));
    let found = bench.model.found.clone().unwrap();
    assert_eq!(found.first.len(), 1);
    bench.wants(BankIntent::Choose(BUILT_IN.to_owned()));
    assert_eq!(bench.model.found.as_ref().unwrap().first, found.first, "in other banks too");
    let Finding { bank, question, .. } = found.first[0].clone();
    bench.wants(BankIntent::Go { bank, question: question.clone() });
    assert_eq!((bench.bank.as_str(), &bench.model.show.1), ("my-questions", &Some(question)));
    bench.wants(BankIntent::Search(String::new()));
    assert_eq!(bench.model.found, None);
}

#[test]
fn what_could_not_be_saved_is_tried_again_when_the_screen_is_left() {
    let mut bench = Bench::open();
    let banks = bench.folder.path().join("banks");
    fs::remove_dir_all(&banks).unwrap();
    fs::write(&banks, "no folder").unwrap();
    bench.asks_first("Who are you?");
    bench.banks.save_all(&bench.desk);
    let begun = Instant::now();
    while !bench.banks.banks.get(BUILT_IN).unwrap().has_failed() {
        assert!(begun.elapsed() < PATIENCE);
        std::thread::sleep(Duration::from_millis(2));
        bench.look();
    }
    assert_eq!(bench.banks.save_in_time(&bench.desk), None, "not again and again");
    assert_eq!(bench.first_ask(), "Who are you?", "nothing is lost in the window");
    fs::remove_file(&banks).unwrap();
    fs::create_dir(&banks).unwrap();
    bench.banks.save_all(&bench.desk);
    bench.until("the file", |bench| bench.on_disk(BUILT_IN).is_some());
}

#[test]
fn a_model_answer_is_heard_with_the_users_words() {
    let mut bench = Bench::open();
    let question = bench.shown().questions.iter().find(|one| !one.placeholders.is_empty());
    let question = question.unwrap().clone();
    for blank in &question.placeholders {
        bench.desk.fill(BUILT_IN, blank.key(), "twelve");
    }
    let Heard::Text { parts, persona, .. } = answer_heard(&question, BUILT_IN, &bench.desk) else {
        panic!("a text");
    };
    assert!(parts[0].contains("twelve") && !parts[0].contains('['), "{parts:?}");
    assert_eq!(persona, Persona::Model);
    bench.wants(BankIntent::Hear(question.id.clone()));
    assert!(bench.model.hearing);
    bench.wants(BankIntent::StopHearing);
    assert!(!bench.model.hearing);
}

#[test]
fn ten_thousand_questions_are_typed_into_without_copying_them() {
    let mut bench = Bench::open();
    let mut bank = Bank::new("big", "Big");
    bank.role.abilities = vec![NamedText { name: "Calm".into(), text: "Stays calm.".into() }];
    bank.questions = (0..10_000)
        .map(|nth| Question::new(format!("q{nth}"), format!("Question {nth}?"), Kind::Fact))
        .collect();
    bench.desk.store.save_bank("big", &to_toml(&bank)).unwrap();
    bench.rehearsal.send(Command::Reload);
    bench.until("the bank", |bench| bench.desk.library.bank("big").is_some());
    bench.wants(BankIntent::Choose("big".to_owned()));
    let place = |bench: &Bench| bench.shown().questions.as_ptr();
    let before = place(&bench);
    for text in ["W", "Wh", "Why?"] {
        bench.asks_first(text);
    }
    assert_eq!(place(&bench), before, "changed in place");
    let (banks, found) = (Arc::clone(&bench.model.banks), bench.model.found.clone());
    bench.look();
    assert!(Arc::ptr_eq(&bench.model.banks, &banks) && found.is_none(), "nothing is made anew");
}

#[test]
fn what_is_typed_after_a_pause_is_undone_by_itself_also_when_it_was_saved_meanwhile() {
    let mut bank = Bank::new("mine", "Mine");
    bank.questions.push(Question::new("q", "Why?", Kind::Fact));
    let mut editing = Editing::new(Arc::new(bank), BankOrigin::Own, None, 1);
    let begun = Instant::now();
    for (text, after_secs) in [("How", 0), ("How so", 1), ("How so, then?", 4)] {
        let now = begun + Duration::from_secs(after_secs);
        let edit = Edit::Question { id: "q".into(), field: Field::Ask(text.into()) };
        let _done = editing.edit(edit, now, RUN_ENDS_AFTER).unwrap();
        assert!(editing.take_due(now, Duration::ZERO).is_ok(), "saved");
    }
    let ask = |editing: &Editing| editing.editor.bank().questions[0].ask.clone();
    editing.turn(true, begun);
    assert_eq!(ask(&editing), "How so");
    editing.turn(true, begun);
    assert_eq!(ask(&editing), "Why?");
}
