//! The page "Bank": its model, and its intents.

use crate::rehearsal::{Rehearsal, Snapshot};
use crate::ui::questions::{BankIntent, BankModel};

use super::super::desk::Desk;

/// What it shows of the bank with this id.
pub(super) fn model(_bank: &str, _snapshot: &Snapshot, _desk: &Desk) -> BankModel {
    BankModel::default()
}

/// Does what the user wants.
pub(super) fn apply(
    intents: Vec<BankIntent>,
    _bank: &str,
    _rehearsal: &Rehearsal,
    _desk: &mut Desk,
) {
    for intent in intents {
        let _ = intent;
    }
}
