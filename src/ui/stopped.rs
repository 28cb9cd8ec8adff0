//! In the place of a page that failed by a fault of Greenroom's own.

use egui::Ui;

use crate::ui::theme::{self, space};
use crate::ui::widgets::{body_ui, primary_button_ui, screen_ui, title_ui};

/// What is known of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoppedModel {
    /// Whether an interview goes on meanwhile.
    pub interview_runs: bool,
    /// Where the report is, if one could be written.
    pub report: Option<String>,
}

/// What the user wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoppedIntent {
    /// Another page.
    BackToPrepare,
    /// The page that failed.
    TryAgain,
}

/// Draws the page; `None` until the user chose.
pub fn stopped_ui(ui: &mut Ui, model: &StoppedModel) -> Option<StoppedIntent> {
    let mut intent = None;
    // Nothing else was drawn.
    ui.painter().rect_filled(ui.max_rect(), 0.0, theme::tokens(ui).background);
    screen_ui(ui, |ui| {
        title_ui(ui, "This page stopped unexpectedly");
        body_ui(ui, "That is a fault of Greenroom's own.");
        body_ui(
            ui,
            if model.interview_runs {
                "The interview goes on without the page, and what you say is still recorded."
            } else {
                "What you recorded is kept."
            },
        );
        let report = model.report.as_ref().map_or_else(
            || "No report could be written. Nothing was sent anywhere.".to_owned(),
            |report| format!("Nothing was sent anywhere. The report is in {report}"),
        );
        body_ui(ui, &report);
        ui.add_space(space::M);
        ui.horizontal_wrapped(|ui| {
            if primary_button_ui(ui, "Back to Prepare", true).clicked() {
                intent = Some(StoppedIntent::BackToPrepare);
            }
            if ui.button("Show the page again").clicked() {
                intent = Some(StoppedIntent::TryAgain);
            }
        });
    });
    intent
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    #[test]
    fn it_says_what_goes_on_and_leads_back() {
        let model = StoppedModel { interview_runs: true, report: Some("a report".to_owned()) };
        let show = move |ui: &mut Ui, chosen: &mut Option<StoppedIntent>| {
            *chosen = chosen.or(stopped_ui(ui, &model));
        };
        let mut harness = Harness::builder()
            .with_context_setup(crate::ui::theme::install)
            .build_ui_state(show, None);
        harness.run();
        harness.get_by_label_contains("still recorded");
        harness.get_by_label_contains("a report");
        harness.get_by_label("Back to Prepare").click();
        harness.run();
        assert_eq!(*harness.state(), Some(StoppedIntent::BackToPrepare));
    }
}
