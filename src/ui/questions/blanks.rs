//! The page "Blanks".

use egui::Ui;

/// What it shows.
#[derive(Debug, Clone, Default)]
pub struct BlanksModel {}

/// What only the page knows.
#[derive(Debug, Clone, Default)]
pub struct BlanksState {}

/// What the user wants done.
#[derive(Debug, Clone, PartialEq)]
pub enum BlanksIntent {}

/// Draws it.
#[must_use = "intents are to be applied"]
pub fn blanks_ui(
    _ui: &mut Ui,
    _model: &BlanksModel,
    _state: &mut BlanksState,
) -> Vec<BlanksIntent> {
    Vec::new()
}
