//! Every screen and dialog, with made-up data.

use std::sync::Arc;

use egui::{Key, Modifiers, Ui};

use crate::bank::{Bank, Form, Imported, Kind, LeftLine, NamedText, Origin, Question};
use crate::interview::StageView;
use crate::ui::closing::closing_ui;
use crate::ui::first_start::{FirstStartModel, FirstStartState, FirstStep, first_start_ui};
use crate::ui::frame::{FrameModel, FrameState, Screen, frame_ui};
use crate::ui::prepare::{PrepareModel, PrepareState, Which, prepare_ui};
use crate::ui::questions::{
    AskBack, BankBlanks, BankChoice, BankModel, BankOrigin, BlankItem, BlanksModel, ColumnKind,
    CoverageColumn, CoverageModel, CoverageRow, ExportModel, ExportStage, Finding, Findings,
    GuideModel, GuidePart, GuideSection, ImportModel, ImportStage, QuestionBlanks, QuestionsModel,
    QuestionsPage, QuestionsState, Rated, SentencePiece, questions_ui, star_part,
};
use crate::ui::review::tests::{heard, model as review_model};
use crate::ui::review::{Heard, RemovalQuestion, ReviewModel, ReviewState, review_ui};
use crate::ui::room::tests::{every_stage, model as room_model};
use crate::ui::room::{RoomModel, RoomState, room_ui};
use crate::ui::settings::{SettingsModel, SettingsPage, SettingsState, settings_ui};
use crate::ui::stopped::{StoppedModel, stopped_ui};
use crate::ui::widgets::{Notice, NoticeKind};

#[path = "../../../tests/screens_sample/mod.rs"]
mod screens_sample;

/// What is done before anything is looked at.
pub(super) enum Act {
    /// Press what has this name.
    Click(&'static str),
    /// Press a key.
    Press(Modifiers, Key),
}

/// Something to look at.
pub(super) struct Scene {
    pub(super) name: &'static str,
    pub(super) draw: Box<dyn FnMut(&mut Ui)>,
    pub(super) acts: &'static [Act],
}

impl Scene {
    /// A scene that is there at once.
    pub(super) fn of(name: &'static str, draw: impl FnMut(&mut Ui) + 'static) -> Self {
        Self { name, draw: Box::new(draw), acts: &[] }
    }

    fn after(self, acts: &'static [Act]) -> Self {
        Self { acts, ..self }
    }
}

/// A screen in the frame that is around it in the window.
fn framed(
    name: &'static str,
    screen: Screen,
    notices: Vec<Notice>,
    mut body: impl FnMut(&mut Ui) + 'static,
) -> Scene {
    let model = FrameModel { screen, notices, version: "0.1.0".to_owned() };
    let mut state = FrameState::default();
    Scene::of(name, move |ui| {
        let ((), _intents) = frame_ui(ui, &model, &mut state, |ui| body(ui));
    })
}

/// Without a level, which would ask for a frame again and again.
fn prepare_model() -> PrepareModel {
    let mut model = PrepareModel { level: None, ..screens_sample::prepare() };
    let questions = &mut Arc::make_mut(&mut model.banks)[0].questions;
    questions[1].ask = format!("{} and what else?", "Donaudampfschifffahrt".repeat(16));
    model
}

pub(super) fn first_start() -> Vec<Scene> {
    let steps = [
        ("first start 1", FirstStep::HearMe),
        ("first start 2", FirstStep::SaySomething),
        ("first start 3", FirstStep::Choose),
    ];
    let scene = |(name, step)| {
        let prepare = prepare_model();
        let mut state = FirstStartState { step };
        let mut choices = PrepareState::default();
        framed(name, Screen::FirstStart, Vec::new(), move |ui| {
            let speakers = &prepare.microphones;
            let model = FirstStartModel { prepare: &prepare, speakers, speaker_chosen: None };
            let _intents = first_start_ui(ui, model, &mut state, &mut choices);
        })
    };
    steps.into_iter().map(scene).collect()
}

pub(super) fn prepare() -> Vec<Scene> {
    let ways = [
        ("prepare", Which::All),
        ("prepare, a number", Which::Some),
        ("prepare, by kind", Which::Kind),
        ("prepare, by ability", Which::Ability),
        ("prepare, weak first", Which::Weak),
        ("prepare, due", Which::Due),
        ("prepare, picked", Which::Picked),
    ];
    let scene = |name, which, picker_open| {
        let model = prepare_model();
        let mut state = PrepareState::default();
        (state.which, state.picker_open) = (which, picker_open);
        framed(name, Screen::Prepare, Vec::new(), move |ui| {
            let _intents = prepare_ui(ui, &model, &mut state);
        })
    };
    let mut scenes: Vec<Scene> =
        ways.into_iter().map(|(name, which)| scene(name, which, false)).collect();
    scenes.push(scene("prepare, the picker", Which::Picked, true));
    scenes
}

pub(super) fn settings() -> Vec<Scene> {
    let names = [
        "settings, sound",
        "settings, voice",
        "settings, pacing",
        "settings, listening",
        "settings, look",
        "settings, recordings",
        "settings, folders",
    ];
    let scene = |(name, page)| {
        let model = SettingsModel { level: None, ..screens_sample::settings() };
        let mut state = SettingsState { page, ..SettingsState::default() };
        framed(name, Screen::Settings, Vec::new(), move |ui| {
            let _intents = settings_ui(ui, &model, &mut state);
        })
    };
    names.into_iter().zip(SettingsPage::ALL).map(scene).collect()
}

pub(super) fn rooms() -> Vec<Scene> {
    let scene = |model: RoomModel| {
        let name = Box::leak(format!("room, {:?}", model.view.stage).into_boxed_str());
        let mut state = RoomState::default();
        framed(name, Screen::Room, Vec::new(), move |ui| {
            let _intents = room_ui(ui, &model, &mut state);
        })
    };
    let mut scenes: Vec<Scene> =
        every_stage().into_iter().map(|stage| scene(room_model(stage))).collect();
    let asks = |model: RoomModel, acts| scene(model).after(acts);
    const END: &[Act] = &[Act::Press(Modifiers::COMMAND, Key::E)];
    scenes.push(asks(room_model(StageView::Waiting), END));
    scenes
}

/// A session in which there is something of everything.
fn full_review() -> ReviewModel {
    let mut model = review_model();
    model.playback = heard(Heard::Take(0), 23, true);
    let again = crate::ui::review::tests::take(7, "Take 2");
    if let Some(first) = model.questions.first_mut() {
        first.takes.push(again);
        first.ask =
            "How do you handle it when several people need you at once, and two of them are angry?"
                .to_owned();
        for take in &mut first.takes {
            take.rating = Some(3);
        }
    }
    model
}

pub(super) fn reviews() -> Vec<Scene> {
    let scene = |name, model: ReviewModel| {
        let mut state = ReviewState::default();
        framed(name, Screen::Review, Vec::new(), move |ui| {
            let _intents = review_ui(ui, &model, &mut state);
        })
    };
    let mut removal = full_review();
    removal.removal = Some(RemovalQuestion {
        title: "Delete take 1 of “Why do you want to work here, and why in this role?”?".to_owned(),
        weight: "1 recording, 4 MB".to_owned(),
        consequences: vec!["Its rating goes as well.".to_owned()],
        foreign: vec!["notes.txt".to_owned()],
        has_desktop: true,
    });
    const MEASURES: &[Act] = &[Act::Click("Beside the take: Measures")];
    const PROGRESS: &[Act] = &[Act::Click("Beside the take: Progress")];
    const COMPARE: &[Act] = &[Act::Press(Modifiers::NONE, Key::C)];
    vec![
        scene("review, no session", ReviewModel::default()),
        scene("review", full_review()),
        scene("review, measures", full_review()).after(MEASURES),
        scene("review, progress", full_review()).after(PROGRESS),
        scene("review, compare", full_review()).after(COMPARE),
        scene("review, delete", removal),
    ]
}

fn bank() -> Bank {
    let mut bank = Bank::new("mine", "Patient relations officer at the county hospital");
    let named = |name: &str| NamedText { name: name.into(), text: format!("{name} is needed.") };
    bank.role.abilities = vec![named("Calm"), named("Care")];
    bank.role.tasks = vec![named("Complaint Resolution")];
    let ask = |nth| match nth {
        3 => "Donaudampfschifffahrtsgesellschaft".repeat(9),
        _ => format!(
            "How do you handle situations of kind {nth} when several people need you at once?"
        ),
    };
    bank.questions =
        (0..12).map(|nth| Question::new(format!("q{nth}"), ask(nth), Kind::Process)).collect();
    if let Some(first) = bank.questions.first_mut() {
        first.set_model_answer("I led [Number] people, and [Result] came of it. ".repeat(8));
        first.points = vec!["Says who".into(), "Says when".into()];
        first.more_answers = vec!["Another answer.".into()];
    }
    bank
}

fn bank_model() -> BankModel {
    let choice =
        |id: &str, title: &str| BankChoice { id: id.into(), title: title.into(), questions: 12 };
    BankModel {
        banks: [choice("mine", &bank().title), choice("other", "Other")].into(),
        bank: Some(Arc::new(bank())),
        origin: BankOrigin::Own,
        undo: Some("typing"),
        ..BankModel::default()
    }
}

fn blanks() -> BlanksModel {
    let blank = |nth: usize| BlankItem {
        key: format!("one/Number/{nth}"),
        label: "your number of years in such a position".to_owned(),
        sentence: vec![
            SentencePiece::Words("I worked for ".to_owned()),
            SentencePiece::ThisBlank("your number of years".to_owned()),
            SentencePiece::Words(" years, and learned that people want to be heard.".to_owned()),
        ],
        value: String::new(),
        offers: vec!["Epic".to_owned(), "8".to_owned()],
    };
    let questions = vec![QuestionBlanks {
        heading: "1. Why here?".into(),
        blanks: (0..4).map(blank).collect(),
    }];
    BlanksModel { banks: vec![BankBlanks { id: "mine".into(), title: bank().title, questions }] }
}

fn guide() -> GuideModel {
    let mindset = GuidePart {
        paragraphs: vec!["They want to hear that people calm down.".repeat(12)],
        ..GuidePart::new(GuideSection::Mindset)
    };
    let asked = AskBack { ask: "Who else cooks?".to_owned(), about: "the team".to_owned() };
    let back = GuidePart { ask_back: vec![asked], ..GuidePart::new(GuideSection::AskingBack) };
    GuideModel { role: "Patient relations officer".into(), parts: vec![mindset, star_part(), back] }
}

fn coverage() -> CoverageModel {
    let column = |nth: usize| CoverageColumn {
        kind: if nth < 3 { ColumnKind::Task } else { ColumnKind::Ability },
        name: format!("Information Dissemination {nth}"),
        about: "Important.".to_owned(),
    };
    let row = |nth: usize| CoverageRow {
        question: format!("q{nth}"),
        ask: format!("How do you handle situations of kind {nth} when several people need you?"),
        shows: (0..8).map(|column| (column + nth).is_multiple_of(3)).collect(),
        rated: (nth == 2).then_some(Rated { best: 4, takes: 2 }),
    };
    CoverageModel {
        title: bank().title,
        columns: (0..8).map(column).collect(),
        rows: (0..12).map(row).collect(),
        ratings_known: true,
    }
}

fn imported() -> Imported {
    let bank = bank();
    let origin = |nth| Origin { line: 10 * nth, kind_because: "nothing else fits".into() };
    let left = |nth: usize| LeftLine {
        line: nth,
        text: format!("Share this page {nth}"),
        why: "after the last question",
    };
    Imported {
        origins: (0..bank.questions.len()).map(origin).collect(),
        bank,
        form: Form::Text,
        encoding: "UTF-8".into(),
        left_out: (1..30).map(left).collect(),
        notes: vec!["Two questions in the same words were made one.".into()],
        unshown: Some(
            "2 questions have letters that Greenroom can’t show on this computer.".into(),
        ),
    }
}

fn understood() -> ImportModel {
    let stage = ImportStage::Understood {
        imported: Arc::new(imported()),
        name: "an-article-with-a-long-name-about-interviews.html".into(),
        form_given: false,
        reading: 1,
    };
    ImportModel { stage, banks: vec![("mine".into(), bank().title)], ..ImportModel::default() }
}

fn at_questions(name: &'static str, page: QuestionsPage, model: QuestionsModel) -> Scene {
    let mut state = QuestionsState { page, ..QuestionsState::default() };
    framed(name, Screen::Questions, Vec::new(), move |ui| {
        let _intents = questions_ui(ui, &model, &mut state);
    })
}

/// All pages, and what `change` makes of them.
fn questions_with(change: impl FnOnce(&mut QuestionsModel)) -> QuestionsModel {
    let mut model = QuestionsModel {
        bank: bank_model(),
        blanks: blanks(),
        guide: guide(),
        coverage: coverage(),
        ..QuestionsModel::default()
    };
    change(&mut model);
    model
}

pub(super) fn questions() -> Vec<Scene> {
    use QuestionsPage as P;
    const GUIDE: &[Act] = &[Act::Press(Modifiers::COMMAND, Key::G)];
    const ABOUT: &[Act] = &[Act::Click("Title, role, what you ask back")];
    let plain = || questions_with(|_| ());
    let finding = |nth| Finding {
        bank: "mine".into(),
        title: bank().title,
        question: format!("q{nth}"),
        ask: format!("How do you handle {nth}?"),
    };
    let found = Findings { first: (0..9).map(finding).collect(), more: 3 };
    let found = questions_with(|model| model.bank.found = Some(Arc::new(found)));
    vec![
        at_questions("questions", P::Bank, plain()),
        at_questions("questions, guide beside", P::Bank, plain()).after(GUIDE),
        at_questions("questions, title and role", P::Bank, plain()).after(ABOUT),
        at_questions("questions, search", P::Bank, found),
        at_questions("questions, blanks", P::Blanks, plain()),
        at_questions("questions, role guide", P::Guide, plain()),
        at_questions("questions, coverage", P::Coverage, plain()),
    ]
}

pub(super) fn in_and_out() -> Vec<Scene> {
    const LEFT_OUT: &[Act] = &[Act::Click("List: Left out (29)")];
    const CHANGE: &[Act] = &[Act::Click("Change question 1")];
    let importing = |name, import| {
        at_questions(name, QuestionsPage::Bank, questions_with(|model| model.import = Some(import)))
    };
    let exporting = |name, stage| {
        let export = ExportModel {
            bank: "mine".into(),
            title: bank().title,
            folder: "Documents/".into(),
            stage,
            ..ExportModel::default()
        };
        at_questions(name, QuestionsPage::Bank, questions_with(|model| model.export = Some(export)))
    };
    vec![
        importing("import", ImportModel::default()),
        importing("import, preview", understood()),
        importing("import, left out", understood()).after(LEFT_OUT),
        importing("import, change", understood()).after(CHANGE),
        exporting("export", ExportStage::Asking),
        exporting("export, there already", ExportStage::AlreadyThere("/a/b".into())),
        exporting("export, failed", ExportStage::Failed("The disk is full.".into())),
    ]
}

/// The frame itself, and what stands in the place of a screen.
pub(super) fn around() -> Vec<Scene> {
    let notice = |id, kind, action: Option<&str>| {
        Notice {
        id,
        kind,
        text: "The microphone gives nothing but silence. Check that it is not muted, or choose another one."
            .to_owned(),
        action: action.map(ToOwned::to_owned),
    }
    };
    let prepare = |name, notices| {
        let model = prepare_model();
        let mut state = PrepareState::default();
        framed(name, Screen::Prepare, notices, move |ui| {
            let _intents = prepare_ui(ui, &model, &mut state);
        })
    };
    let notices = vec![
        notice(1, NoticeKind::Problem, Some("Go back to the interview")),
        notice(2, NoticeKind::Warning, None),
        notice(3, NoticeKind::Info, None),
        notice(4, NoticeKind::Good, None),
    ];
    const KEYS: &[Act] = &[Act::Press(Modifiers::NONE, Key::F1)];
    let stopped = StoppedModel { interview_runs: true, report: Some("/a/long/path/".repeat(12)) };
    vec![
        prepare("notices", notices),
        prepare("keys", Vec::new()).after(KEYS),
        Scene::of("closing", |ui| {
            let _intent = closing_ui(ui, false);
        }),
        Scene::of("stopped", move |ui| {
            let _intent = stopped_ui(ui, &stopped);
        }),
    ]
}
