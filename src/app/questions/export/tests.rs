//! Written with real files.

use super::*;
use crate::store::Folders;

struct Bench {
    store: Store,
    library: Arc<Library>,
    folder: tempfile::TempDir,
}

impl Bench {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (store, _notices) = Store::open(Folders::at(folder.path().join("data")));
        let library = Arc::new(Library::load(&store));
        Self { store, library, folder }
    }

    fn write(&self, form: ExportForm, name: &str, replace: bool) -> Exported {
        let bank = &self.library.banks[0].bank;
        let blank = bank.questions.iter().flat_map(|one| &one.placeholders).next().unwrap();
        let job = ExportJob {
            bank: bank.id.clone(),
            form,
            values: [(blank.key(), "seventeen".to_owned())].into(),
            path: self.folder.path().join(name).display().to_string(),
            replace,
            library: Arc::clone(&self.library),
        };
        export(&job, &self.store)
    }
}

#[test]
fn every_form_is_written_and_the_prep_sheet_has_the_users_words() {
    let bench = Bench::open();
    for form in ExportForm::ALL {
        let name = format!("{form:?}.{}", form.ending());
        let written = bench.write(form, &name, false);
        assert!(matches!(written, Exported::Written(..)), "{written:?}");
        let text = std::fs::read_to_string(bench.folder.path().join(name)).unwrap();
        assert!(text.len() > 1000, "{form:?}");
        assert_eq!(text.contains("seventeen"), form == ExportForm::PrepSheet, "{form:?}");
    }
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_it_was_asked_for() {
    let bench = Bench::open();
    let path = bench.folder.path().join("a.csv");
    std::fs::write(&path, "mine").unwrap();
    let there = bench.write(ExportForm::Csv, "a.csv", false);
    assert!(matches!(there, Exported::AlreadyThere(_)), "{there:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    assert!(matches!(bench.write(ExportForm::Csv, "a.csv", true), Exported::Written(..)));
    let failed = bench.write(ExportForm::Csv, "no/such/folder.csv", false);
    assert!(matches!(failed, Exported::Failed(_)), "{failed:?}");
}

#[test]
fn what_is_on_the_disk_is_exported_even_if_the_library_is_older() {
    let bench = Bench::open();
    let mut bank = bench.library.banks[0].bank.clone();
    bank.title = "Edited a moment ago".into();
    bench.store.save_bank(&bank.id, &bank::to_toml(&bank)).unwrap();
    bench.write(ExportForm::Toml, "a.toml", false);
    let text = std::fs::read_to_string(bench.folder.path().join("a.toml")).unwrap();
    assert!(text.contains("Edited a moment ago"));
}

#[test]
fn a_failure_is_told_also_when_the_dialog_is_gone() {
    let desk = ExportDesk::default();
    let mut gone = None;
    let failed = || Exported::Failed("The disk is full.".to_owned());
    assert_eq!(desk.exported(failed(), &mut gone).as_deref(), Some("The disk is full."));
    let there = desk.exported(Exported::AlreadyThere("/a.csv".into()), &mut gone);
    assert!(there.is_some_and(|sentence| sentence.ends_with("/a.csv")));
    let mut open = Some(ExportModel::default());
    assert_eq!(desk.exported(failed(), &mut open), None);
    assert_eq!(open.unwrap().stage, ExportStage::Failed("The disk is full.".to_owned()));
}

#[cfg(unix)]
#[test]
fn window_and_terminal_write_an_export_alike() {
    use std::os::unix::fs::PermissionsExt as _;
    let bench = Bench::open();
    bench.write(ExportForm::Toml, "window.toml", false);
    let at = |name: &str| bench.folder.path().join(name);
    let text = std::fs::read_to_string(at("window.toml")).unwrap();
    crate::cli::write_export(&at("terminal.toml"), &text).unwrap();
    let about = |name: &str| {
        let about = std::fs::metadata(at(name)).unwrap();
        (about.permissions().mode() & 0o777, about.len())
    };
    assert_eq!(about("terminal.toml"), about("window.toml"));
    assert_eq!(about("window.toml").0, 0o600);
    // Neither writes over a file, and neither leaves another one behind.
    assert!(crate::cli::write_export(&at("window.toml"), "x").is_err());
    assert!(matches!(
        bench.write(ExportForm::Toml, "terminal.toml", false),
        Exported::AlreadyThere(_)
    ));
    assert_eq!(std::fs::read_to_string(at("window.toml")).unwrap(), text);
    let files = std::fs::read_dir(bench.folder.path()).unwrap().flatten();
    assert_eq!(files.filter(|one| one.path().is_file()).count(), 2);
}
