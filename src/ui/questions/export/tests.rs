//! The dialog driven as a person would drive it.

use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::{ExportIntent, ExportModel, ExportStage, ExportState, export_ui};
use crate::bank::ExportForm;
use crate::ui::questions::FileDialog;

struct Bench {
    model: ExportModel,
    state: ExportState,
    intents: Vec<ExportIntent>,
}

fn dialog(stage: ExportStage) -> Harness<'static, Bench> {
    let model = ExportModel {
        bank: "library".into(),
        title: "Library".into(),
        folder: "/home/me/Documents/".into(),
        stage,
        ..ExportModel::default()
    };
    let bench = Bench { model, state: ExportState::default(), intents: Vec::new() };
    let mut harness = Harness::builder()
        .with_context_setup(crate::ui::theme::install)
        .with_size([900.0, 600.0])
        .with_step_dt(1.0 / 60.0)
        .build_ui_state(
            |ui, bench: &mut Bench| {
                bench.intents.extend(export_ui(ui, &bench.model, &mut bench.state));
            },
            bench,
        );
    harness.run();
    harness
}

fn click(harness: &mut Harness<'_, Bench>, label: &str) -> Vec<ExportIntent> {
    harness.get_by_label(label).click();
    harness.run();
    std::mem::take(&mut harness.state_mut().intents)
}

fn write(form: ExportForm, path: &str, replace: bool) -> ExportIntent {
    ExportIntent::Write { form, path: path.into(), replace }
}

fn choose(harness: &mut Harness<'_, Bench>, form: ExportForm) -> Vec<ExportIntent> {
    harness.get_by_label("Form").click();
    harness.run();
    click(harness, form.label())
}

#[test]
fn a_prep_sheet_in_the_documents_folder_is_suggested() {
    let mut harness = dialog(ExportStage::Asking);
    let path = "/home/me/Documents/library-prep-sheet.html";
    assert_eq!(click(&mut harness, "Export"), [write(ExportForm::PrepSheet, path, false)]);
}

#[test]
fn the_name_follows_the_form_and_a_typed_one_only_in_its_ending() {
    let mut harness = dialog(ExportStage::Asking);
    assert_eq!(choose(&mut harness, ExportForm::Csv), [ExportIntent::AskAgain]);
    let path = "/home/me/Documents/library.csv";
    assert_eq!(click(&mut harness, "Export"), [write(ExportForm::Csv, path, false)]);
    harness.get_by_label("Path of the file").focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.event(Event::Text("/tmp/mine.csv".into()));
    harness.run();
    choose(&mut harness, ExportForm::Json);
    assert_eq!(click(&mut harness, "Export"), [write(ExportForm::Json, "/tmp/mine.json", false)]);
}

#[test]
fn replacing_is_asked_for() {
    let mut harness = dialog(ExportStage::AlreadyThere("/home/me/x.html".into()));
    assert!(harness.query_by_label("Export").is_none());
    let path = "/home/me/Documents/library-prep-sheet.html";
    assert_eq!(click(&mut harness, "Replace it"), [write(ExportForm::PrepSheet, path, true)]);
    assert_eq!(click(&mut harness, "Cancel"), [ExportIntent::Close]);
}

#[test]
fn a_chosen_place_is_taken_over_once() {
    let mut harness = dialog(ExportStage::Asking);
    let name = "library-prep-sheet.html".to_owned();
    assert_eq!(click(&mut harness, "Choose…"), [ExportIntent::ChoosePlace(name)]);
    harness.state_mut().model.chosen = Some((1, "/tmp/there.html".into()));
    harness.run();
    harness.state_mut().intents.clear();
    assert_eq!(
        click(&mut harness, "Export"),
        [write(ExportForm::PrepSheet, "/tmp/there.html", false)]
    );
    harness.state_mut().model.dialog = FileDialog::Missing;
    harness.run();
    assert!(harness.query_by_label_contains("no file dialog on this desktop").is_some());
}

#[test]
fn what_is_written_can_be_shown_and_a_prep_sheet_opened() {
    let path = "/tmp/sheet.html".to_owned();
    let form = ExportForm::PrepSheet;
    let mut harness = dialog(ExportStage::Written { path: path.clone(), form });
    let open = click(&mut harness, "Open in the browser");
    assert_eq!(open, [ExportIntent::OpenInBrowser(path.clone())]);
    let show = click(&mut harness, "Show in folder");
    assert_eq!(show, [ExportIntent::ShowInFolder(path.clone())]);
    assert_eq!(click(&mut harness, "Done"), [ExportIntent::Close]);
    let harness = dialog(ExportStage::Written { path, form: ExportForm::Csv });
    assert!(harness.query_by_label("Open in the browser").is_none());
}

#[test]
fn a_failure_is_said_and_escape_leaves() {
    let mut harness = dialog(ExportStage::Failed("The disk is full.".into()));
    assert!(harness.query_by_label_contains("The disk is full.").is_some());
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(harness.state().intents, [ExportIntent::Close]);
}
