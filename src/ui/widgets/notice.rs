//! What the user should know now: a strip at the bottom, in words, that stays until dismissed.
//!
//! It takes its own room, so that nothing lies under it. Real labels and buttons, so that screen readers and
//! tests see them. It keeps no time: whoever owns the notices decides when one has been there long enough.

use std::sync::Arc;

use egui::{
    Align, Frame, Galley, Id, Label, Layout, Margin, Panel, RichText, TextWrapMode, Ui, WidgetText,
};

use super::button::button_room;
use crate::ui::theme::{self, space};

/// How many are shown at once; the rest wait their turn: a small window has no room for more beside a screen.
const AT_ONCE: usize = 2;

/// What a strip of one notice takes before its text is laid out, points.
const ROW: f32 = 48.0;

/// In a window narrower than this the words stand above their buttons, points.
const NARROW: f32 = 640.0;

/// A window less high than this shows one at a time, points.
const SHORT: f32 = 440.0;

const DISMISS: &str = "Dismiss";

/// How much a notice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// Good to know.
    Info,
    /// Something worked.
    Good,
    /// Take note.
    Warning,
    /// Something failed.
    Problem,
}

impl NoticeKind {
    const fn word(self) -> &'static str {
        match self {
            Self::Info => "For your information",
            Self::Good => "Done",
            Self::Warning => "Take note",
            Self::Problem => "Something went wrong",
        }
    }
}

/// A sentence for the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Unique; intents carry it back.
    pub id: u64,
    /// How much it matters.
    pub kind: NoticeKind,
    /// What happened and what to do.
    pub text: String,
    /// A button that does it, if there is one.
    pub action: Option<String>,
}

/// What the user did with a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeIntent {
    /// It was read.
    Dismiss(u64),
    /// Its button was pressed.
    Act(u64),
}

/// Shows the oldest notices at the bottom of what is left of the window. To be called before what fills the
/// rest.
#[must_use = "intents are to be applied"]
pub fn notices_ui(ui: &mut Ui, notices: &[Notice]) -> Vec<NoticeIntent> {
    let mut intents = Vec::new();
    if notices.is_empty() {
        return intents;
    }
    let at_once = if ui.ctx().content_rect().height() < SHORT { 1 } else { AT_ONCE };
    let side = if ui.available_width() < NARROW { 12 } else { 24 };
    let frame = Frame::new().fill(theme::tokens(ui).surface);
    let frame = frame.inner_margin(Margin::symmetric(side, 6));
    Panel::bottom(Id::unique("notices")).frame(frame).default_size(ROW).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        for notice in notices.iter().take(at_once) {
            intents.extend(notice_ui(ui, notice));
        }
        let waiting = notices.len().saturating_sub(at_once);
        if waiting > 0 {
            super::text::hint_ui(ui, &format!("and {waiting} more"));
        }
    });
    intents
}

fn notice_ui(ui: &mut Ui, notice: &Notice) -> Option<NoticeIntent> {
    let t = theme::tokens(ui);
    let colour = match notice.kind {
        NoticeKind::Info => t.accent,
        NoticeKind::Good => t.green,
        NoticeKind::Warning => t.amber,
        NoticeKind::Problem => t.red,
    };
    if ui.available_width() < NARROW {
        let layout = Layout::top_down(Align::Min);
        return ui
            .push_id(notice.id, |ui| {
                ui.with_layout(layout, |ui| narrow_ui(ui, notice, colour)).inner
            })
            .inner;
    }
    let buttons = notice.action.as_deref().into_iter().chain([DISMISS]);
    let buttons: f32 = buttons.map(|text| button_room(ui, text)).sum();
    let head = RichText::new(notice.kind.word()).font(theme::strong()).color(colour);
    let head = galley(ui, head, f32::INFINITY);
    let taken = head.size().x + buttons + 2.0 * ui.spacing().item_spacing.x + space::S;
    let text = RichText::new(notice.text.as_str()).font(theme::body()).color(t.text);
    let text = galley(ui, text, (ui.available_width() - taken).max(0.0));
    // Known beforehand, or what comes first would stand at the top and what comes last in the middle.
    let tallest = text.size().y.max(ui.spacing().interact_size.y);
    let room = egui::vec2(ui.available_width(), tallest);
    let row = |ui: &mut Ui| {
        ui.label(head);
        let cell = ui.allocate_ui(text.size(), |ui| ui.add(Label::new(text)));
        ui.ctx().accesskit_node_builder(cell.inner.id, |node| {
            node.set_live(egui::accesskit::Live::Polite);
        });
        let left = (ui.available_width() - buttons).max(0.0);
        ui.add_space(left);
        buttons_ui(ui, notice)
    };
    let layout = Layout::left_to_right(Align::Center);
    ui.push_id(notice.id, |ui| ui.allocate_ui_with_layout(room, layout, row).inner).inner
}

/// The words over the buttons.
fn narrow_ui(ui: &mut Ui, notice: &Notice, colour: egui::Color32) -> Option<NoticeIntent> {
    let text = RichText::new(notice.text.as_str()).font(theme::body()).color(colour);
    let said = ui.add(Label::new(text).wrap());
    ui.ctx().accesskit_node_builder(said.id, |node| {
        node.set_live(egui::accesskit::Live::Polite);
    });
    ui.horizontal_wrapped(|ui| buttons_ui(ui, notice)).inner
}

fn galley(ui: &Ui, text: RichText, width: f32) -> Arc<Galley> {
    WidgetText::from(text).into_galley(ui, Some(TextWrapMode::Wrap), width, theme::body())
}

fn buttons_ui(ui: &mut Ui, notice: &Notice) -> Option<NoticeIntent> {
    let mut intent = None;
    if let Some(action) = &notice.action
        && ui.button(action.as_str()).clicked()
    {
        intent = Some(NoticeIntent::Act(notice.id));
    }
    if ui.button(DISMISS).clicked() {
        intent = Some(NoticeIntent::Dismiss(notice.id));
    }
    intent
}
