//! Reading and keeping with real files, through the window's own desk.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::*;
use crate::app::testing;
use crate::bank::{Keeping, to_toml};
use crate::rehearsal::{Command, Rehearsal};
use crate::store::{Folders, Store};
use crate::ui::questions::ImportModel;
use crate::voice::EngineKind;

use super::super::super::librarian::Done;

/// Longer than anything may take, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// An article as people find them.
const ARTICLE: &str = "Question 1\nWhy a library?\nAnswer:\nI like [Number] books.\n\n\
                       Question 2\nHow do you keep order?\nAnswer:\nBy number.\n";

/// As it is kept.
fn library() -> Keeping {
    Keeping { title: "Library".into(), id: "library".into(), ..Keeping::default() }
}

struct Bench {
    import: ImportDesk,
    model: Option<ImportModel>,
    desk: Desk,
    rehearsal: Rehearsal,
    folder: tempfile::TempDir,
}

impl Bench {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (store, _notices) = Store::open(Folders::at(folder.path().join("data")));
        let rehearsal = testing::director(&store, EngineKind::Silent, 1.0);
        let desk = testing::desk(store, &rehearsal);
        let import = ImportDesk::default();
        Self { import, model: Some(ImportModel::default()), desk, rehearsal, folder }
    }

    fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    fn wants(&mut self, intent: ImportIntent) {
        self.import.apply(intent, &mut self.model, &self.desk);
    }

    /// What became of a file, as the page shows it.
    fn reads(&mut self, path: &str, form: Option<Form>) -> ImportStage {
        self.wants(ImportIntent::Read { source: ImportSource::Path(path.to_owned()), form });
        self.outcome()
    }

    fn outcome(&mut self) -> ImportStage {
        let begun = Instant::now();
        loop {
            self.import.follow(&mut self.model, &self.desk);
            let model = self.model.as_ref().unwrap();
            if !matches!(model.stage, ImportStage::Reading(_)) {
                return model.stage.clone();
            }
            assert!(begun.elapsed() < PATIENCE);
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    fn fails(&mut self, path: &str) -> String {
        match self.reads(path, None) {
            ImportStage::Failed(why) => why,
            other => panic!("it was read: {other:?}"),
        }
    }

    /// Keeps what was understood, and waits until the library has it.
    fn keeps(&mut self, keeping: Keeping, into: Option<&str>) -> Result<Kept, String> {
        let into = into.map(str::to_owned);
        self.wants(ImportIntent::Keep { keeping: Box::new(keeping), into });
        let begun = Instant::now();
        loop {
            let done: Vec<Done> = self.desk.librarian.done().collect();
            for one in done {
                let Done::ImportKept(result) = one else { continue };
                self.rehearsal.send(Command::Reload);
                self.import.kept(result, &mut self.model, &self.desk);
                if let Some(problem) = self.model.as_ref().and_then(|model| model.problem.clone()) {
                    return Err(problem);
                }
            }
            self.desk.library = self.rehearsal.library();
            if let Some(kept) = self.import.settled(&mut self.model, &self.desk.library) {
                assert!(self.model.is_none(), "the page is over");
                self.import.open(&mut self.model);
                return Ok(kept);
            }
            assert!(begun.elapsed() < PATIENCE);
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Reads the article above and keeps it.
    fn imports(&mut self, into: Option<&str>) -> Result<Kept, String> {
        let path = self.file("library.txt", ARTICLE.as_bytes()).display().to_string();
        let stage = self.reads(&path, None);
        let ImportStage::Understood { imported, name, form_given, .. } = stage else {
            panic!("{stage:?}")
        };
        assert_eq!((name.as_str(), form_given), ("library.txt", false));
        assert_eq!(imported.bank.questions.len(), 2);
        self.keeps(library(), into)
    }

    fn bank(&self, id: &str) -> &crate::bank::Bank {
        &self.desk.library.bank(id).unwrap().bank
    }
}

#[test]
fn a_file_is_read_kept_and_in_the_library() {
    let mut bench = Bench::open();
    let kept = bench.imports(None).unwrap();
    assert_eq!(kept.sentence(), "2 questions kept as the bank “Library” (library).");
    assert_eq!(bench.bank("library").questions[0].placeholders.len(), 1);
    let file = bench.desk.library.bank("library").unwrap().file.clone().unwrap();
    assert!(file.ends_with("data/banks/library.toml"), "{}", file.display());
}

#[test]
fn a_second_one_has_a_free_id_and_the_first_stays() {
    let mut bench = Bench::open();
    bench.imports(None).unwrap();
    let first = std::fs::read(bench.folder.path().join("data/banks/library.toml")).unwrap();
    let kept = bench.imports(None).unwrap();
    assert_eq!(kept.id, "library-2");
    assert_eq!(std::fs::read(bench.folder.path().join("data/banks/library.toml")).unwrap(), first);
}

#[test]
fn no_built_in_bank_and_no_damaged_file_is_written_over() {
    let mut bench = Bench::open();
    let damaged = bench.folder.path().join("data/banks/library.toml");
    std::fs::write(&damaged, "no bank at all").unwrap();
    assert_eq!(bench.imports(None).unwrap().id, "library-2");
    assert_eq!(std::fs::read_to_string(damaged).unwrap(), "no bank at all");
    let path = bench.file("x.txt", ARTICLE.as_bytes()).display().to_string();
    bench.reads(&path, None);
    let built_in = bench.desk.library.banks[0].bank.id.clone();
    let keeping = Keeping { id: built_in.clone(), ..Keeping::default() };
    assert_eq!(bench.keeps(keeping, None).unwrap().id, format!("{built_in}-2"));
}

#[test]
fn questions_are_added_to_a_bank_that_was_changed_meanwhile() {
    let mut bench = Bench::open();
    bench.imports(None).unwrap();
    let mut changed = bench.bank("library").clone();
    changed.title = "My library".into();
    changed.questions.truncate(1);
    bench.desk.store.save_bank("library", &to_toml(&changed)).unwrap();
    let kept = bench.imports(Some("library")).unwrap();
    assert_eq!(kept.sentence(), "1 question added to “My library”. 1 was there already.");
    let bank = bench.bank("library");
    assert_eq!((bank.title.as_str(), bank.questions.len()), ("My library", 2));
}

#[test]
fn what_cannot_be_kept_is_said_and_still_there() {
    let mut bench = Bench::open();
    let problem = bench.imports(Some("gone")).unwrap_err();
    assert!(problem.contains("is gone"), "{problem}");
    let stage = &bench.model.as_ref().unwrap().stage;
    assert!(matches!(stage, ImportStage::Understood { .. }), "{stage:?}");
}

#[test]
fn folders_devices_and_what_is_not_there_are_refused_in_words() {
    let mut bench = Bench::open();
    let folder = bench.folder.path().display().to_string();
    assert!(bench.fails(&folder).contains("a folder"));
    assert!(bench.fails(&format!("{folder}/none.txt")).contains("could not be read"));
    if cfg!(unix) {
        assert!(bench.fails("/dev/zero").contains("no ordinary file"));
    }
}

#[test]
fn a_file_that_is_too_large_is_refused_before_it_is_read() {
    let mut bench = Bench::open();
    let path = bench.file("large.txt", b"");
    // A hole: it takes no room.
    std::fs::File::options().write(true).open(&path).unwrap().set_len(100 << 20).unwrap();
    let why = bench.fails(&path.display().to_string());
    assert!(why.contains("too large to import (100 MiB"), "{why}");
}

#[test]
fn the_newest_request_is_the_one_that_is_shown() {
    let mut bench = Bench::open();
    for nth in 0..20 {
        let text = ARTICLE.replace("a library", &format!("library {nth}"));
        let source = ImportSource::Text(text.into());
        bench.wants(ImportIntent::Read { source, form: Some(Form::Text) });
    }
    let stage = bench.outcome();
    let ImportStage::Understood { imported, name, form_given, .. } = stage else {
        panic!("{stage:?}")
    };
    assert_eq!(imported.bank.questions[0].ask, "Why library 19?");
    assert!(name.is_empty() && form_given);
}

#[test]
fn it_can_be_read_once_more_as_another_form_without_the_file() {
    let mut bench = Bench::open();
    let path = bench.file("library.txt", ARTICLE.as_bytes());
    bench.reads(&path.display().to_string(), None);
    std::fs::remove_file(path).unwrap();
    bench.wants(ImportIntent::ReadAs(Some(Form::Text)));
    let stage = bench.outcome();
    assert!(matches!(stage, ImportStage::Understood { form_given: true, .. }), "{stage:?}");
}

#[test]
fn leaving_while_it_is_read_shows_nothing_later() {
    let mut bench = Bench::open();
    bench.wants(ImportIntent::Read { source: ImportSource::Text(ARTICLE.into()), form: None });
    bench.wants(ImportIntent::Cancel);
    assert!(bench.model.is_none());
    bench.import.open(&mut bench.model);
    let stage = bench.outcome();
    assert!(matches!(stage, ImportStage::Source), "{stage:?}");
    bench.import.read_dropped(Path::new("/nowhere/a.txt"), &mut bench.model);
    assert!(matches!(bench.outcome(), ImportStage::Failed(_)));
}

#[test]
fn what_would_not_be_read_again_is_refused_as_the_terminal_does() {
    let mut bench = Bench::open();
    let path = bench.file("library.txt", ARTICLE.as_bytes()).display().to_string();
    bench.reads(&path, None);
    let refused = bench.keeps(Keeping { title: "long ".repeat(14_000), ..library() }, None);
    let why = refused.expect_err("its title would not be read");
    assert!(why.contains("It can't be kept as it is"), "{why:.300}");
    assert!(bench.desk.store.bank_texts().is_empty());
}

#[cfg(unix)]
#[test]
fn a_named_pipe_a_device_and_a_folder_are_refused_in_the_words_of_the_terminal() {
    let mut bench = Bench::open();
    let pipe = bench.folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for path in [pipe, PathBuf::from("/dev/zero"), bench.folder.path().to_owned()] {
        let said = bench.fails(&path.display().to_string());
        assert_eq!(said, crate::rehearsal::read_import(&path).unwrap_err());
        assert!(said.starts_with("This is ") && said.contains("Choose a file"), "{said}");
    }
}
