//! Three lines for the time to think. They have the focus by themselves, stay while the question does, and are
//! not saved.

use egui::{TextEdit, Ui};

use crate::interview::View;
use crate::ui::keys;
use crate::ui::room::RoomState;
use crate::ui::room::state::notes_id;
use crate::ui::theme;

/// How many lines there are.
const LINES: usize = 3;

/// The pad.
pub(super) fn scratchpad_ui(ui: &mut Ui, view: &View, state: &mut RoomState) {
    let focus = state.focus_notes && !keys::is_asked_elsewhere(ui.ctx());
    let text = state.notes(view);
    let edit = TextEdit::multiline(text)
        .id(notes_id())
        .font(theme::body())
        .desired_rows(LINES)
        .desired_width(ui.available_width())
        .hint_text(
            "Three lines for yourself. Space, or Ctrl+Enter after them: I’m ready. Esc leaves them",
        );
    let response = ui.add(edit).accessible_name("Notes for this answer");
    if response.changed() {
        keep_lines(text);
    }
    if focus {
        response.request_focus();
        state.focus_notes = false;
    }
}

fn keep_lines(text: &mut String) {
    if let Some((end, _)) = text.match_indices('\n').nth(LINES - 1) {
        text.truncate(end);
    }
}

#[cfg(test)]
mod tests {
    use super::keep_lines;

    #[test]
    fn a_fourth_line_is_not_taken() {
        let mut text = "one\ntwo\nthree\nfour".to_owned();
        keep_lines(&mut text);
        assert_eq!(text, "one\ntwo\nthree");
        keep_lines(&mut text);
        assert_eq!(text, "one\ntwo\nthree");
    }
}
