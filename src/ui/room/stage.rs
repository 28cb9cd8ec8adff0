//! The middle of the room, stage by stage.

use std::time::Duration;

use egui::{Align, FontId, Layout, RichText, ScrollArea, Ui, UiBuilder, vec2};

use crate::interview::{Light, Part, StageView, Trouble};
use crate::ui::room::clock::{self, Reading};
use crate::ui::room::{RoomIntent, RoomModel, RoomState};
use crate::ui::room::{answering, fault, lost_microphone, meter, presence, scratchpad, your_turn};
use crate::ui::scrolling::scroll_ui;
use crate::ui::theme::{self, space, tokens};

/// Reading width of a question, points.
pub(super) const COLUMN: f32 = 660.0;
/// A question of more letters than this is set smaller, to stay on the screen.
const LONG_QUESTION: usize = 140;

/// Draws the stage.
pub(super) fn stage_ui(
    ui: &mut Ui,
    model: &RoomModel,
    state: &mut RoomState,
    intents: &mut Vec<RoomIntent>,
) {
    let view = &model.view;
    match view.stage {
        // The interviewer's silence: nothing tells it from the answer.
        StageView::Answering { .. } | StageView::Holding { .. } => {
            answering::answering_ui(ui, model, state, intents);
        }
        _ => {
            top_line_ui(ui, model);
            column_ui(ui, |ui| words_ui(ui, model, state, intents));
        }
    }
}

/// A sentence to take note of, which a screen reader says once.
pub(super) fn amber_ui(ui: &mut Ui, sentence: &str) {
    let text = RichText::new(sentence).font(theme::body()).color(tokens(ui).amber);
    let said = ui.add(egui::Label::new(text).wrap().halign(Align::Center));
    announce(ui, said.id);
}

/// Which question it is, and the microphone.
fn top_line_ui(ui: &mut Ui, model: &RoomModel) {
    ui.horizontal(|ui| {
        ui.label(weak(ui, &question_line(model)));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add(egui::Label::new(weak(ui, &model.device_line)).truncate());
        });
    });
}

/// Which question it is.
pub(super) fn question_line_ui(ui: &mut Ui, model: &RoomModel) {
    ui.label(weak(ui, &question_line(model)));
}

fn weak(ui: &Ui, text: &str) -> RichText {
    RichText::new(text).font(theme::small()).color(tokens(ui).text_weak)
}

fn question_line(model: &RoomModel) -> String {
    let view = &model.view;
    let no_question = view.question_id.is_empty()
        || matches!(
            view.stage,
            StageView::Greeting
                | StageView::YourTurn { .. }
                | StageView::Closing
                | StageView::Storing
                | StageView::Finished
        );
    if no_question {
        return String::new();
    }
    if view.part == Part::YourQuestion {
        return "Your question".to_owned();
    }
    let mut parts = vec![format!("Question {} of {}", view.position + 1, view.questions)];
    match view.part {
        Part::Probe(_) => parts.push("follow-up".to_owned()),
        Part::Continued(_) => parts.push("continued".to_owned()),
        Part::Answer | Part::YourQuestion => {}
    }
    if view.take > 1 {
        parts.push(format!("take {}", view.take));
    }
    parts.join(" · ")
}

/// A column of reading width below the interviewer, whose place is the same in every stage.
fn column_ui(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let rect = ui.available_rect_before_wrap();
    let width = rect.width().min(COLUMN);
    let column = egui::Rect::from_center_size(rect.center(), vec2(width, rect.height()));
    let layout = Layout::top_down(Align::Center);
    ui.scope_builder(UiBuilder::new().max_rect(column).layout(layout), add);
}

fn words_ui(ui: &mut Ui, model: &RoomModel, state: &mut RoomState, intents: &mut Vec<RoomIntent>) {
    let view = &model.view;
    let height = ui.available_height();
    let crowded = matches!(view.stage, StageView::YourTurn { asking: None });
    let presence = if crowded { height * 0.16 } else { (height - 200.0) * 0.6 };
    // A tall window has room to hold the interviewer nearer to its middle.
    let above = if crowded { 0.0 } else { ((height - 400.0) / 3000.0).clamp(0.02, 0.12) };
    ui.add_space(height * above);
    presence::presence_ui(ui, model.speaking, model.voice_level, presence.clamp(28.0, 200.0));
    ui.add_space(space::S);
    if crowded {
        says_ui(ui, "Your turn", "Ask what you would like to know.");
        remarks_ui(ui, model);
        your_turn::your_turn_ui(ui, model, intents);
        return;
    }
    // Scrolls only where the window is too small for the words.
    let area = ScrollArea::vertical().id_salt("room words").auto_shrink(false);
    scroll_ui(ui, area, |ui| {
        ui.vertical_centered(|ui| {
            below_ui(ui, model, state, intents);
            remarks_ui(ui, model);
        });
    });
}

fn below_ui(ui: &mut Ui, model: &RoomModel, state: &mut RoomState, intents: &mut Vec<RoomIntent>) {
    let view = &model.view;
    match view.stage {
        StageView::Thinking { left } => thinking_ui(ui, model, state, left),
        StageView::YourTurn { asking: Some(elapsed) } => {
            question_ui(ui, model);
            let light = Light::at(elapsed, view.band);
            let is_recording = view.is_recording;
            let reading = Reading { elapsed, left: None, is_near: false, light, is_recording };
            clock::recording_clock_ui(ui, view.pacing.clock, reading);
            meter::meter_ui(ui, model.level);
            fault::fault_ui(ui, model, intents);
        }
        StageView::Asking => {
            if !question_ui(ui, model) {
                says_ui(ui, "Listen", "");
            }
        }
        StageView::Broken(Trouble::Microphone) => {
            let (title, line) = lost_microphone::words(model);
            says_ui(ui, &title, line);
            lost_microphone::others_ui(ui, model, intents);
        }
        stage => {
            let (title, line) = words(stage);
            says_ui(ui, title, line);
        }
    }
}

/// Title and line of the stages that only say something.
const fn words(stage: StageView) -> (&'static str, &'static str) {
    match stage {
        StageView::Waiting => {
            ("Ready when you are", "You will hear each question. Then answer aloud.")
        }
        StageView::Greeting => ("Welcome", ""),
        StageView::Saving => ("Saving your answer", ""),
        StageView::Storing => ("Saving your answers", ""),
        StageView::SaveFailed => (
            "Your answer could not be written",
            "It is safe in memory while Greenroom runs. Try again, or choose another folder.",
        ),
        StageView::Closing => ("Thank you", ""),
        StageView::Paused => ("Paused", "What you recorded so far is kept."),
        StageView::Broken(Trouble::Speaker) => (
            "The loudspeaker is gone",
            "Nothing is lost. Plug it in again, or go on and read the questions.",
        ),
        StageView::Broken(Trouble::Disk) => (
            "The folder can’t be written",
            "What you said is safe in memory while Greenroom runs. Choose another folder, or try again.",
        ),
        StageView::Finished => ("That was it", "Your answers are ready to be heard."),
        StageView::Asking
        | StageView::Thinking { .. }
        | StageView::Answering { .. }
        | StageView::Holding { .. }
        | StageView::Between
        | StageView::Broken(Trouble::Microphone)
        | StageView::YourTurn { .. } => ("", ""),
    }
}

fn thinking_ui(ui: &mut Ui, model: &RoomModel, state: &mut RoomState, left: Option<Duration>) {
    question_ui(ui, model);
    match left {
        // Shown even where the clock is not: it says when the recording begins.
        Some(left) => clock::countdown_ui(ui, left),
        None => says_ui(ui, "Take your time", ""),
    }
    ui.scope_builder(UiBuilder::new().layout(Layout::top_down(Align::Center)), |ui| {
        ui.set_max_width(440.0);
        scratchpad::scratchpad_ui(ui, &model.view, state);
    });
}

/// The question's words, if they may be seen. Gives whether they were.
fn question_ui(ui: &mut Ui, model: &RoomModel) -> bool {
    let Some(words) = &model.view.question_text else { return false };
    let small = words.chars().count() > LONG_QUESTION || ui.available_height() < 260.0;
    let font = if small { FontId::proportional(20.0) } else { theme::question() };
    let text = RichText::new(words).font(font).color(tokens(ui).text);
    ui.add(egui::Label::new(text).wrap().halign(Align::Center));
    ui.add_space(space::S);
    true
}

fn says_ui(ui: &mut Ui, title: &str, line: &str) {
    let tokens = tokens(ui);
    if !title.is_empty() {
        let said = ui.label(RichText::new(title).font(theme::title()).color(tokens.text));
        announce(ui, said.id);
    }
    if !line.is_empty() {
        let text = RichText::new(line).font(theme::body()).color(tokens.text_weak);
        ui.add(egui::Label::new(text).wrap().halign(Align::Center));
    }
    ui.add_space(space::S);
}

/// What there is to know, in words; never while recording.
fn remarks_ui(ui: &mut Ui, model: &RoomModel) {
    let after_a_take = matches!(
        model.view.stage,
        StageView::Between
            | StageView::Saving
            | StageView::Paused
            | StageView::Storing
            | StageView::Finished
    );
    let asking = matches!(model.view.stage, StageView::YourTurn { asking: Some(_) });
    let health: &[String] = if after_a_take { &model.recording_health } else { &[] };
    let notice = model.notice.iter().filter(|_| !asking);
    let slow = model.slow.iter().filter(|_| after_a_take);
    for remark in slow.chain(notice).chain(health) {
        amber_ui(ui, remark);
    }
}

/// Has a screen reader say it when it changes.
fn announce(ui: &Ui, id: egui::Id) {
    ui.ctx().accesskit_node_builder(id, |node| node.set_live(egui::accesskit::Live::Polite));
}
