//! Rows of the form: times, counts, choices. Each name is also the control's name for screen readers.

use std::ops::RangeInclusive;
use std::time::Duration;

use egui::Ui;

use crate::interview::Allowance;
use crate::ui::widgets::{NumberField, number_field_ui, segmented_ui};

/// Width of a row's choices, points.
pub(super) const CHOICES: f32 = 330.0;

/// A time in seconds.
pub(super) fn secs_ui(
    ui: &mut Ui,
    name: &str,
    time: &mut Duration,
    range: RangeInclusive<f64>,
    step: f64,
) {
    let mut secs = time.as_secs_f64();
    let field = NumberField { name, unit: " s", range, step };
    if number_field_ui(ui, &field, &mut secs).changed() {
        // Rounded to the step, so that 1.4999 doesn't creep in.
        *time = Duration::from_secs_f64(((secs / step).round() * step).max(0.0));
    }
}

/// A whole number.
pub(super) fn count_ui(
    ui: &mut Ui,
    name: &str,
    unit: &str,
    count: &mut u32,
    range: RangeInclusive<u32>,
) {
    let mut number = f64::from(*count);
    let range = f64::from(*range.start())..=f64::from(*range.end());
    let field = NumberField { name, unit, range, step: 1.0 };
    if number_field_ui(ui, &field, &mut number).changed() {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range")]
        let whole = number.round().max(0.0) as u32;
        *count = whole;
    }
}

/// A number of times, or no limit; `kept` is the number while there is no limit.
pub(super) fn allowance_ui(
    ui: &mut Ui,
    name: &str,
    allowance: &mut Allowance,
    kept: &mut u32,
    least: u32,
) {
    let mut limited = matches!(allowance, Allowance::Times(_));
    segmented_ui(ui, name, &mut limited, &[(true, "A number"), (false, "No limit")], CHOICES);
    if limited {
        count_ui(ui, name, "", kept, least..=20);
        *allowance = Allowance::Times(*kept);
    } else {
        *allowance = Allowance::Unlimited;
    }
}
