//! All keys on one sheet, and what this program is.

use egui::{Grid, RichText, ScrollArea, Ui};

use crate::ui::keys::RoomKey;
use crate::ui::theme::{self, space};
use crate::ui::widgets::{dialog_ui, heading_ui, hint_ui, primary_button_ui};

/// Keys of one place, each with what it does.
struct Group {
    place: &'static str,
    keys: &'static [(&'static str, &'static str)],
}

/// Keys by where they work; the same words as in the README.
const GROUPS: [Group; 5] = [
    Group {
        place: "Everywhere",
        keys: &[
            ("Alt+1…3", "Prepare, Review, Settings; not in the room"),
            ("?  or  F1", "This sheet"),
            ("Tab, Shift+Tab", "From one control to the next, and back"),
            ("Space or Enter", "Press the control in focus"),
        ],
    },
    Group { place: "Prepare", keys: &[("Ctrl+Enter", "Begin")] },
    Group {
        place: "In the room",
        keys: &[
            (RoomKey::Next.cap(), "The next natural thing: ready, done, go on"),
            (RoomKey::Repeat.cap(), "Repeat the question"),
            (RoomKey::ShowQuestion.cap(), "Show the question"),
            (RoomKey::Retake.cap(), "Another take; this one is kept"),
            (RoomKey::Skip.cap(), "Skip the question, or what is being said"),
            (RoomKey::Pause.cap(), "Pause"),
            (RoomKey::Pacing(0).cap(), "Another pacing, at once"),
            (RoomKey::End.cap(), "End the interview (asks first)"),
        ],
    },
    Group {
        place: "Review",
        keys: &[
            ("Space", "Play and pause"),
            ("← →", "Five seconds back and on; with Shift, one second"),
            ("↑ ↓", "The take before and after"),
            ("Ctrl+1…5", "Rate the take"),
        ],
    },
    Group {
        place: "Settings",
        keys: &[("Ctrl+PageUp, Ctrl+PageDown", "The page before and after")],
    },
];

/// Shows the sheet; true when it is to be closed.
pub fn window_ui(ui: &Ui, version: &str) -> bool {
    let height = (ui.ctx().content_rect().height() - 280.0).max(160.0);
    let mut done = false;
    let close = dialog_ui(ui, "Keys", 600.0, |ui| {
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            for group in &GROUPS {
                heading_ui(ui, group.place);
                group_ui(ui, group);
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

fn group_ui(ui: &mut Ui, group: &Group) {
    ui.spacing_mut().interact_size.y = 20.0;
    Grid::new(group.place).num_columns(2).min_col_width(210.0).spacing([space::M, 6.0]).show(
        ui,
        |ui| {
            for (key, what) in group.keys {
                ui.label(RichText::new(*key).font(theme::strong()));
                ui.label(*what);
                ui.end_row();
            }
        },
    );
}
