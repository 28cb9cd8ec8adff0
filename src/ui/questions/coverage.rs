//! The page "Coverage".

use egui::Ui;

/// What it shows.
#[derive(Debug, Clone, Default)]
pub struct CoverageModel {}

/// What only the page knows.
#[derive(Debug, Clone, Default)]
pub struct CoverageState {}

/// What the user wants done.
#[derive(Debug, Clone, PartialEq)]
pub enum CoverageIntent {}

/// Draws it.
#[must_use = "intents are to be applied"]
pub fn coverage_ui(
    _ui: &mut Ui,
    _model: &CoverageModel,
    _state: &mut CoverageState,
) -> Vec<CoverageIntent> {
    Vec::new()
}
