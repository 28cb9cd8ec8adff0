//! A number with its unit, typed or dragged.

use std::ops::RangeInclusive;

use egui::{DragValue, Response, Slider, Ui};

use crate::ui::theme;

/// What a number field is about.
#[derive(Debug, Clone)]
pub struct NumberField<'a> {
    /// Its name for screen readers.
    pub name: &'a str,
    /// Shown after the number, such as " s".
    pub unit: &'a str,
    /// Lowest and highest value.
    pub range: RangeInclusive<f64>,
    /// The least step, also how many decimals are shown: 1, 0.5 or 0.1.
    pub step: f64,
}

/// Shows a number that can be typed, dragged, or changed with the arrow keys.
pub fn number_field_ui(ui: &mut Ui, field: &NumberField<'_>, value: &mut f64) -> Response {
    let decimals = usize::from(field.step < 1.0);
    ui.add(
        DragValue::new(value)
            .range(field.range.clone())
            .speed(field.step * 0.2)
            .fixed_decimals(decimals)
            .min_size(egui::vec2(72.0, 0.0))
            .suffix(field.unit),
    )
    .accessible_name(field.name)
}

/// A whole number on a line, with the field beside it; as wide as there is room, at most `max_width`.
pub fn slider_ui(ui: &mut Ui, field: &NumberField<'_>, value: &mut f64, max_width: f32) {
    let field_room = 128.0;
    ui.scope(|ui| {
        ui.spacing_mut().slider_width =
            (ui.available_width().min(max_width) - field_room).max(80.0);
        ui.spacing_mut().interact_size.y = 22.0;
        ui.visuals_mut().selection.bg_fill = theme::tokens(ui).accent;
        let slider = Slider::new(value, field.range.clone()).step_by(field.step).show_value(false);
        ui.add(slider).accessible_name(field.name);
    });
    number_field_ui(ui, field, value);
}
