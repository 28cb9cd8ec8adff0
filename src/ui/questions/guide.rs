//! The page "Guide".

use egui::Ui;

/// What it shows.
#[derive(Debug, Clone, Default)]
pub struct GuideModel {}

/// What only the page knows.
#[derive(Debug, Clone, Default)]
pub struct GuideState {}

/// What the user wants done.
#[derive(Debug, Clone, PartialEq)]
pub enum GuideIntent {}

/// Draws it.
#[must_use = "intents are to be applied"]
pub fn guide_ui(_ui: &mut Ui, _model: &GuideModel, _state: &mut GuideState) -> Vec<GuideIntent> {
    Vec::new()
}
