//! Undo and redo as two small arrows, painted: not every font has them.

use egui::accesskit::Role;
use egui::{
    CornerRadius, Id, Pos2, Rect, Response, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};

use crate::ui::quiet;
use crate::ui::theme::{size, tokens};

/// Width of a button, points.
const WIDTH: f32 = 30.0;

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Turn {
    /// Undo.
    Back,
    /// Redo.
    On,
}

impl Turn {
    const fn label(self) -> &'static str {
        match self {
            Self::Back => "Undo",
            Self::On => "Redo",
        }
    }

    const fn cap(self) -> &'static str {
        match self {
            Self::Back => "Ctrl+Z",
            Self::On => "Ctrl+Shift+Z",
        }
    }
}

/// The button, named after what it would undo or do again (`None` while there is nothing); true when it is to be done.
pub fn turn_ui(ui: &mut Ui, turn: Turn, step: Option<&str>) -> bool {
    let name = match step {
        Some(what) => format!("{} {what}", turn.label()),
        None => turn.label().to_owned(),
    };
    ui.add_enabled_ui(step.is_some(), |ui| {
        let (_, rect) = ui.allocate_space(vec2(WIDTH, quiet::HEIGHT));
        let response = ui.interact(rect, Id::unique(("turn", turn)), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &name));
        let cap = turn.cap();
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_keyboard_shortcut(cap));
        paint(ui, rect, turn, &response);
        response.on_hover_text(format!("{name}   {cap}")).clicked()
    })
    .inner
}

fn paint(ui: &Ui, rect: Rect, turn: Turn, response: &Response) {
    let t = tokens(ui);
    let painter = ui.painter();
    if response.hovered() && ui.is_enabled() {
        painter.rect_filled(rect, CornerRadius::same(6), t.control_hover);
    }
    if response.has_focus() {
        let ring = Stroke::new(size::FOCUS, t.accent);
        painter.rect_stroke(rect, CornerRadius::same(6), ring, StrokeKind::Inside);
    }
    let colour = if ui.is_enabled() { t.text } else { t.line_strong };
    // To the left for undo; mirrored for redo.
    let side = if turn == Turn::Back { 1.0 } else { -1.0 };
    let at = |x: f32, y: f32| -> Pos2 {
        let middle = rect.center();
        pos2(middle.x + side * x, middle.y + y)
    };
    let stroke = Stroke::new(1.6, colour);
    let bow = (0..=12_u8).map(|nth| {
        let turned = std::f32::consts::PI * (f32::from(nth) / 12.0 - 0.5);
        at(1.0 + 4.5 * turned.cos(), 0.5 + 4.5 * turned.sin())
    });
    let line = std::iter::once(at(-6.0, -4.0)).chain(bow).chain([at(-3.0, 5.0)]);
    painter.add(Shape::line(line.collect(), stroke));
    painter.add(Shape::line(vec![at(-3.0, -7.5), at(-6.5, -4.0), at(-3.0, -0.5)], stroke));
}
