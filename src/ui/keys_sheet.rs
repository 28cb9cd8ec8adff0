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

/// Keys that work outside of an interview; the same words as in the README.
const OUTSIDE: [Group; 5] = [
    Group {
        place: "Everywhere",
        keys: &[
            ("Alt+1…4", "Prepare, Questions, Review, Settings"),
            ("?  or  F1", "This sheet"),
            ("Tab, Shift+Tab", "The control after and before"),
            ("Space or Enter", "Press the control in focus"),
        ],
    },
    Group { place: "Prepare", keys: &[("Ctrl+Enter", "Begin")] },
    Group {
        place: "Questions",
        keys: &[
            ("↑ ↓", "The question before and after"),
            ("Enter  /  Ctrl+Enter", "Edit it; the next one"),
            ("Ctrl+N  /  Ctrl+D", "A new question; the same once more"),
            ("Alt+↑ ↓", "Move it"),
            ("Delete", "Delete it; can be undone"),
            ("Ctrl+Z", "Undo; with Shift, redo"),
            ("Ctrl+F  /  Ctrl+G", "Search all banks; the role guide beside"),
        ],
    },
    Group {
        place: "Review",
        keys: &[
            ("Space", "Play and pause"),
            ("← →", "5 seconds back and on; with Shift, 1"),
            ("↑ ↓", "The take before and after"),
            ("Ctrl+1…5", "Rate the take"),
            ("S", "Star the take, or no longer"),
            ("Delete", "Delete the take; asks, can be undone"),
            ("A  /  P", "Hear all three; play the session"),
            ("M", "To the model answer and back"),
            ("[ ]", "Slower and faster"),
            ("L", "Loop the stretch, or 5 seconds"),
            ("− +  /  0", "Zoom the waveform; all of it"),
            ("C  /  O", "Compare takes; their openings"),
            ("Esc", "Leave the loop or the comparison"),
        ],
    },
    Group {
        place: "Review, while you listen",
        keys: &[
            ("F", "A filler word here"),
            ("1…4", "Situation, task, action, result begins here"),
            ("Shift+1…4", "Take that mark away"),
            ("T", "A note at this time"),
            ("Ctrl+Z", "Undo; with Shift, redo"),
            ("Ctrl+PgUp, PgDn", "Notes, measures, progress"),
        ],
    },
];

/// Keys of the interview, and the rest.
const INSIDE: [Group; 2] = [
    Group {
        place: "In the room",
        keys: &[
            (RoomKey::Next.cap(), "The next thing: ready, done, go on"),
            (RoomKey::Repeat.cap(), "Repeat the question"),
            (RoomKey::ShowQuestion.cap(), "Show the question"),
            (RoomKey::Retake.cap(), "Another take; this one is kept"),
            (RoomKey::Skip.cap(), "Skip the question"),
            (RoomKey::Pause.cap(), "Pause"),
            (RoomKey::Pacing(0).cap(), "Another pacing, at once"),
            (RoomKey::End.cap(), "End the interview; asks first"),
        ],
    },
    Group { place: "Settings", keys: &[("Ctrl+PgUp, PgDn", "The page before and after")] },
];

/// Below this width the groups stand one below the other, points.
const NARROW: f32 = 680.0;

/// Shows the sheet; true when it is to be closed.
pub fn window_ui(ui: &Ui, version: &str) -> bool {
    // What is around the keys in the dialog, and a little air around the dialog.
    let height = (ui.ctx().content_rect().height() - 220.0).max(160.0);
    let mut done = false;
    let close = dialog_ui(ui, "Keys", 780.0, |ui| {
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            if ui.available_width() < NARROW {
                groups_ui(ui, &OUTSIDE);
                groups_ui(ui, &INSIDE);
            } else {
                ui.columns_const(|[left, right]| {
                    groups_ui(left, &OUTSIDE);
                    groups_ui(right, &INSIDE);
                });
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

fn groups_ui(ui: &mut Ui, groups: &[Group]) {
    for group in groups {
        heading_ui(ui, group.place);
        ui.scope(|ui| group_ui(ui, group));
        ui.add_space(space::S);
    }
}

fn group_ui(ui: &mut Ui, group: &Group) {
    ui.spacing_mut().interact_size.y = 20.0;
    Grid::new(group.place).num_columns(2).min_col_width(116.0).spacing([space::M, 4.0]).show(
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
