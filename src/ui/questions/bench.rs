//! The screen in a window, for the tests of its pages.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::{QuestionsIntent, QuestionsModel, QuestionsPage, QuestionsState, questions_ui};
use crate::ui::theme;

/// What a test sees and changes.
pub(super) struct Bench {
    pub(super) model: QuestionsModel,
    pub(super) state: QuestionsState,
    pub(super) intents: Vec<QuestionsIntent>,
}

/// The screen at this page, in the smallest window.
pub(super) fn bench(page: QuestionsPage, model: QuestionsModel) -> Harness<'static, Bench> {
    let state = QuestionsState { page, ..QuestionsState::default() };
    let mut harness = Harness::builder()
        .with_size([900.0, 600.0])
        .with_step_dt(1.0 / 60.0)
        .with_context_setup(theme::install)
        .build_ui_state(
            |ui, bench: &mut Bench| {
                bench.intents.extend(questions_ui(ui, &bench.model, &mut bench.state));
            },
            Bench { model, state, intents: Vec::new() },
        );
    harness.run();
    harness
}

/// Clicks what has this name and answers what is wanted since last asked.
pub(super) fn click(harness: &mut Harness<'_, Bench>, name: &str) -> Vec<QuestionsIntent> {
    harness.get_by_label(name).click();
    harness.run();
    wanted(harness)
}

/// What is wanted since last asked.
pub(super) fn wanted(harness: &mut Harness<'_, Bench>) -> Vec<QuestionsIntent> {
    std::mem::take(&mut harness.state_mut().intents)
}

/// How long the screen waits until it wants to be drawn again.
pub(super) fn rest(harness: &Harness<'_, Bench>) -> std::time::Duration {
    harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay
}
