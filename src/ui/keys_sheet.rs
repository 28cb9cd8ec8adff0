//! All keys on one sheet, and what this program is.

use egui::{Grid, RichText, ScrollArea, Ui};

use crate::ui::theme::{self, space};
use crate::ui::widgets::{dialog_ui, heading_ui, hint_ui, primary_button_ui};

/// Keys by where they work; the same words as in the README.
const GROUPS: [(&str, &[(&str, &str)]); 4] = [
    (
        "Everywhere",
        &[
            ("Alt+1 … Alt+3", "Prepare, Review, Settings"),
            ("?  or  F1", "This sheet"),
            ("Tab, Shift+Tab", "From one control to the next"),
            ("Space or Enter", "Press the control in focus"),
        ],
    ),
    ("Prepare", &[("Ctrl+Enter", "Begin")]),
    (
        "In the room",
        &[
            ("Space", "The next natural thing: ready, finish"),
            ("R", "Repeat the question"),
            ("Q", "Show the question"),
            ("N", "Another take"),
            ("S", "Skip"),
            ("P", "Pause, go on"),
            ("Ctrl+1 … Ctrl+8", "Another pacing, at once"),
            ("Esc", "End the interview (asks first)"),
        ],
    ),
    (
        "Review",
        &[("Space", "Play, pause"), ("← →", "Five seconds back or on; with Shift one second")],
    ),
];

/// Shows the sheet; true when it is to be closed.
pub fn window_ui(ui: &Ui, version: &str) -> bool {
    let height = (ui.ctx().content_rect().height() - 280.0).max(160.0);
    let mut done = false;
    let close = dialog_ui(ui, "Keys", 600.0, |ui| {
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            for (place, keys) in GROUPS {
                heading_ui(ui, place);
                group_ui(ui, place, keys);
                ui.add_space(space::S);
            }
        });
        hint_ui(
            ui,
            &format!(
                "Greenroom {version}. Everything stays on this computer. MIT or Apache-2.0; the fonts are \
                 Inter, under the SIL Open Font License."
            ),
        );
        ui.add_space(space::S);
        ui.horizontal(|ui| done = primary_button_ui(ui, "Close", true).clicked());
    });
    done || close
}

fn group_ui(ui: &mut Ui, place: &str, keys: &[(&str, &str)]) {
    ui.spacing_mut().interact_size.y = 20.0;
    Grid::new(place).num_columns(2).min_col_width(150.0).spacing([space::M, 6.0]).show(ui, |ui| {
        for (key, what) in keys {
            ui.label(RichText::new(*key).font(theme::strong()));
            ui.label(*what);
            ui.end_row();
        }
    });
}
