//! Asked when the window is closed while an interview runs, or its recordings are on their way to disk.

use egui::{Ui, vec2};

use crate::ui::theme::space;
use crate::ui::widgets::{body_ui, dialog_ui, primary_button_ui};

/// What the user wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClosingIntent {
    /// Leave the window as it is.
    Stay,
    /// Put the window away; the interview goes on.
    GoOnInBackground,
    /// End the interview, keep what was recorded, close.
    EndAndClose,
}

/// Draws the question; `None` until it is answered. `is_over` says that only the saving is not.
pub fn closing_ui(ui: &Ui, is_over: bool) -> Option<ClosingIntent> {
    let mut intent = None;
    let (title, words) = if is_over {
        ("Your answers are being saved", "That can go on without the window.")
    } else {
        (
            "An interview is running",
            "It can go on without the window. Whatever you choose, what you recorded is kept.",
        )
    };
    let dismissed = dialog_ui(ui, title, 440.0, |ui| {
        body_ui(ui, words);
        ui.add_space(space::M);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(space::S, space::S);
            if primary_button_ui(ui, "Stay", true).clicked() {
                intent = Some(ClosingIntent::Stay);
            }
            if ui.button("Go on in the background").clicked() {
                intent = Some(ClosingIntent::GoOnInBackground);
            }
            let end = if is_over { "Close when saved" } else { "End and close" };
            if ui.button(end).clicked() {
                intent = Some(ClosingIntent::EndAndClose);
            }
        });
    });
    intent.or(dismissed.then_some(ClosingIntent::Stay))
}

/// Draws what is waited for before the window closes; whether it is to be waited for no longer.
///
/// `slow` says how far the disk is, `late` which recordings are not whole on it.
pub fn saving_ui(ui: &Ui, slow: &str, late: &[String]) -> bool {
    let mut closes_now = false;
    dialog_ui(ui, "Your answers are still being saved", 440.0, |ui| {
        body_ui(ui, slow);
        if !late.is_empty() {
            ui.add_space(space::S);
            body_ui(ui, &format!("Not whole on the disk yet: {}", late.join(", ")));
        }
        ui.add_space(space::S);
        body_ui(
            ui,
            "The window closes by itself when all is saved. If you close it now, the next start puts what is \
             there into its place.",
        );
        ui.add_space(space::M);
        closes_now = ui.button("Close now").clicked();
    });
    closes_now
}

#[cfg(test)]
mod tests {
    use egui_kittest::{Harness, kittest::Queryable as _};

    use super::*;

    #[test]
    fn what_is_running_or_saved_is_said_and_each_choice_is_taken() {
        for (is_over, title, end) in [
            (false, "An interview is running", "End and close"),
            (true, "Your answers are being saved", "Close when saved"),
        ] {
            for (button, intent) in [
                ("Stay", ClosingIntent::Stay),
                ("Go on in the background", ClosingIntent::GoOnInBackground),
                (end, ClosingIntent::EndAndClose),
            ] {
                let mut harness = Harness::builder()
                    .with_context_setup(crate::ui::theme::install)
                    .build_ui_state(
                        |ui, chosen: &mut Option<ClosingIntent>| {
                            *chosen = chosen.or(closing_ui(ui, is_over));
                        },
                        None,
                    );
                harness.run();
                harness.get_by_label(title);
                harness.get_by_label(button).click();
                harness.run();
                assert_eq!(*harness.state(), Some(intent));
            }
        }
    }

    #[test]
    fn what_is_not_on_disk_is_named_and_nobody_has_to_wait() {
        let slow = "The disk is slow: still saving one recording, 3.2 MB to go";
        let late = ["01-why.take1.wav".to_owned()];
        let mut harness = Harness::builder()
            .with_context_setup(crate::ui::theme::install)
            .build_ui_state(|ui, closes: &mut bool| *closes |= saving_ui(ui, slow, &late), false);
        harness.run();
        harness.get_by_label(slow);
        harness.get_by_label_contains("01-why.take1.wav");
        assert!(!*harness.state());
        harness.get_by_label("Close now").click();
        harness.run();
        assert!(*harness.state());
    }
}
