//! The screen of an answer: the question where it may be seen, the clock, the microphone, one's own notes, and below
//! them only what is wrong.
//!
//! The clock stands at the same height whatever else is shown, so that nothing moves while a person speaks.

use egui::{Align, FontId, Label, RichText, Ui, UiBuilder};

use crate::interview::{Light, StageView, Stop};
use crate::ui::room::clock::{self, Reading};
use crate::ui::room::stage::{self, COLUMN};
use crate::ui::room::{RoomIntent, RoomModel, RoomState, fault, meter};
use crate::ui::theme::{self, space, tokens};

/// What is said while an answer is recorded that can't be written.
const UNWRITTEN: &str = "Your answer can’t be written to its folder. It goes on in memory, and nothing is \
                         lost while Greenroom runs. Choose another folder, or go on.";

/// Font size of the question while it is answered, points: it is to be there, not to be read again and again.
const QUESTION_SIZE: f32 = 20.0;
/// At most so many lines of it; all of it stands below the pointer.
const QUESTION_LINES: usize = 3;

/// Draws it; the interviewer's silence after an answer looks no different.
pub(super) fn answering_ui(
    ui: &mut Ui,
    model: &RoomModel,
    state: &mut RoomState,
    intents: &mut Vec<RoomIntent>,
) {
    let all = ui.available_rect_before_wrap();
    stage::question_line_ui(ui, model);
    ui.vertical_centered(|ui| {
        if let Some(words) = &model.view.question_text {
            words_ui(ui, words);
        }
        let clock_top = all.top() + (all.height() * 0.42 - 80.0).max(0.0);
        ui.add_space((clock_top - ui.cursor().top()).max(0.0));
        if let Some(reading) = reading(model) {
            clock::recording_clock_ui(ui, model.view.pacing.clock, reading);
        }
        ui.add_space(space::L);
        meter::meter_ui(ui, model.level);
        troubles_ui(ui, model, intents);
        notes_ui(ui, state.notes(&model.view));
    });
}

/// What the clock says: towards the end where there is a hard one, as whoever records alone sees it; else from the
/// beginning.
fn reading(model: &RoomModel) -> Option<Reading> {
    let view = &model.view;
    let (elapsed, light, warning) = match view.stage {
        StageView::Answering { elapsed, light, warning } => (elapsed, light, warning),
        StageView::Holding { elapsed } => (elapsed, Light::at(elapsed, view.band), None),
        _ => return None,
    };
    let hard = matches!(view.pacing.stop, Stop::Hard { .. });
    let left = view.stops_at.filter(|_| hard).map(|at| at.saturating_sub(elapsed));
    let is_near = warning.is_some();
    Some(Reading { elapsed, left, is_near, light, is_recording: view.is_recording })
}

/// The question, small.
fn words_ui(ui: &mut Ui, words: &str) {
    let font = FontId::proportional(QUESTION_SIZE);
    let text = RichText::new(words).font(font.clone()).color(tokens(ui).text);
    let height = ui.ctx().fonts_mut(|fonts| fonts.row_height(&font)) * QUESTION_LINES as f32;
    let rect = ui.available_rect_before_wrap();
    let width = rect.width().min(COLUMN);
    let place = egui::Rect::from_center_size(rect.center(), egui::vec2(width, rect.height()));
    let place = egui::Rect::from_min_size(place.min, egui::vec2(width, height));
    ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
        ui.vertical_centered(|ui| {
            egui::ScrollArea::vertical().id_salt("room question").max_height(height).show(
                ui,
                |ui| {
                    ui.add(Label::new(text).wrap().halign(Align::Center));
                },
            );
        });
    });
    ui.add_space(space::S);
}

/// What is wrong, while there is time; a choice may have to be made.
fn troubles_ui(ui: &mut Ui, model: &RoomModel, intents: &mut Vec<RoomIntent>) {
    fault::fault_ui(ui, model, intents);
    if let Some(refusal) = &model.refusal {
        ui.add_space(space::S);
        stage::amber_ui(ui, refusal);
    }
    if model.unwritten {
        ui.add_space(space::M);
        let text = RichText::new(UNWRITTEN).font(theme::body()).color(tokens(ui).amber);
        ui.add(Label::new(text).wrap().halign(Align::Center));
    }
}

/// One's own lines of the time to think.
fn notes_ui(ui: &mut Ui, notes: &str) {
    if notes.trim().is_empty() {
        return;
    }
    ui.add_space(space::M);
    let text = RichText::new(notes.trim()).font(theme::body()).color(tokens(ui).text_weak);
    let shown = ui.add(Label::new(text).wrap().halign(Align::Center));
    shown.widget_info(|| {
        let name = format!("My notes: {}", notes.trim());
        egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, name)
    });
}
