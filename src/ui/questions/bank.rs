//! The page "Bank".

use egui::Ui;

/// What it shows.
#[derive(Debug, Clone, Default)]
pub struct BankModel {}

/// What only the page knows.
#[derive(Debug, Clone, Default)]
pub struct BankState {}

/// What the user wants done.
#[derive(Debug, Clone, PartialEq)]
pub enum BankIntent {}

/// Draws it.
#[must_use = "intents are to be applied"]
pub fn bank_ui(_ui: &mut Ui, _model: &BankModel, _state: &mut BankState) -> Vec<BankIntent> {
    Vec::new()
}
