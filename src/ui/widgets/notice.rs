//! What the user should know now: small cards at the top right, in words, that stay until dismissed.
//!
//! Real labels and buttons, so that screen readers and tests see them. It keeps no time: whoever owns
//! the notices decides when one has been there long enough.

use egui::{Align2, Area, Frame, Id, Label, Margin, Order, RichText, Stroke, Ui, vec2};

use crate::ui::theme::{self, size, space};

/// How many are shown at once; the rest wait their turn.
const AT_ONCE: usize = 3;
const WIDTH: f32 = 340.0;

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

/// Shows the oldest notices over the screen, below `top` points from the window's upper edge.
#[must_use = "intents are to be applied"]
pub fn notices_ui(ui: &mut Ui, notices: &[Notice], top: f32) -> Vec<NoticeIntent> {
    let mut intents = Vec::new();
    if notices.is_empty() {
        return intents;
    }
    Area::new(Id::unique("notices"))
        .order(Order::Foreground)
        .anchor(Align2::RIGHT_TOP, vec2(-space::M, top + space::S))
        .accessible_name("Notices")
        .show(ui.ctx(), |ui| {
            ui.set_width(WIDTH);
            for notice in notices.iter().take(AT_ONCE) {
                intents.extend(notice_ui(ui, notice));
            }
            let waiting = notices.len().saturating_sub(AT_ONCE);
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
    let mut intent = None;
    let frame = Frame::new()
        .fill(t.surface)
        .stroke(Stroke::new(1.0, colour))
        .corner_radius(size::CARD_RADIUS)
        .inner_margin(Margin::symmetric(14, 10))
        .shadow(ui.visuals().popup_shadow);
    ui.push_id(notice.id, |ui| {
        frame.show(ui, |ui| {
            ui.set_width(WIDTH - 30.0);
            ui.spacing_mut().item_spacing.y = space::XS;
            let head = RichText::new(notice.kind.word()).font(theme::strong()).color(colour);
            ui.label(head);
            let text = RichText::new(notice.text.as_str()).font(theme::body()).color(t.text);
            let label = ui.add(Label::new(text).wrap());
            ui.ctx().accesskit_node_builder(label.id, |node| {
                node.set_live(egui::accesskit::Live::Polite);
            });
            intent = buttons_ui(ui, notice);
        });
    });
    intent
}

fn buttons_ui(ui: &mut Ui, notice: &Notice) -> Option<NoticeIntent> {
    let mut intent = None;
    ui.horizontal(|ui| {
        if let Some(action) = &notice.action
            && ui.button(action.as_str()).clicked()
        {
            intent = Some(NoticeIntent::Act(notice.id));
        }
        if ui.button("Dismiss").clicked() {
            intent = Some(NoticeIntent::Dismiss(notice.id));
        }
    });
    intent
}
