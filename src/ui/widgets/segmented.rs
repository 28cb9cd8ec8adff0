//! A few choices side by side, one of them taken.

use egui::{
    CornerRadius, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, WidgetText, vec2,
};

use super::button::focus_ring;
use crate::ui::theme::{self, size};

/// Shows `choices` in one row as wide as there is room (at most `max_width`) and changes `value`.
/// `name` is what screen readers say before each choice. True if it was changed.
pub fn segmented_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    name: &str,
    value: &mut T,
    choices: &[(T, &str)],
    max_width: f32,
) -> bool {
    let count = choices.len().max(1);
    let width = ui.available_width().min(max_width);
    let (rect, _) = ui.allocate_exact_size(vec2(width, size::CONTROL), Sense::hover());
    let t = theme::tokens(ui);
    ui.painter().rect(
        rect,
        CornerRadius::same(size::CONTROL_RADIUS),
        t.sunken,
        Stroke::new(1.0, t.line),
        StrokeKind::Inside,
    );
    #[expect(clippy::cast_precision_loss, reason = "a handful of choices")]
    let cell = vec2(width / count as f32, size::CONTROL);
    let mut changed = false;
    for (index, (choice, label)) in choices.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a handful of choices")]
        let min = rect.min + vec2(cell.x * index as f32, 0.0);
        let taken = *value == *choice;
        let id = ui.scope_id().with((name, index));
        let response = segment_ui(ui, id, egui::Rect::from_min_size(min, cell), label, taken);
        response.widget_info(|| {
            let label = format!("{name}: {label}");
            WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), taken, label)
        });
        if response.clicked() && !taken {
            *value = *choice;
            changed = true;
        }
    }
    changed
}

fn segment_ui(ui: &Ui, id: egui::Id, cell: egui::Rect, label: &str, taken: bool) -> Response {
    let t = theme::tokens(ui);
    let response = ui.interact(cell, id, Sense::click());
    let inner = cell.shrink2(Vec2::splat(3.0));
    let radius = CornerRadius::same(size::CONTROL_RADIUS - 2);
    if taken {
        let edge = Stroke::new(1.0, t.accent);
        ui.painter().rect(inner, radius, t.accent_faint, edge, StrokeKind::Inside);
    } else if response.hovered() {
        ui.painter().rect_filled(inner, radius, t.control_hover);
    }
    let (font, colour) = match taken {
        true => (theme::strong(), t.accent),
        false => (theme::body(), t.text),
    };
    let galley = WidgetText::from(egui::RichText::new(label).font(font).color(colour)).into_galley(
        ui,
        Some(egui::TextWrapMode::Truncate),
        inner.width() - 8.0,
        egui::TextStyle::Body,
    );
    let at = inner.center() - galley.size() / 2.0;
    ui.painter().galley(at, galley, colour);
    focus_ring(ui, &response);
    response
}
