//! Three lines for the time to think. They are not saved.

use egui::{Id, TextEdit, Ui};

use crate::ui::theme;

/// How many lines there are.
const LINES: usize = 3;

/// The pad.
pub(super) fn scratchpad_ui(ui: &mut Ui, text: &mut String) {
    let edit = TextEdit::multiline(text)
        .id(Id::unique("room scratchpad"))
        .font(theme::body())
        .desired_rows(LINES)
        .desired_width(ui.available_width())
        .hint_text("Three lines for yourself; Esc leaves them");
    let response = ui.add(edit).accessible_name("Notes for this answer");
    if response.changed() {
        keep_lines(text);
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
