//! The page "Guide": its model, and its intents.

use crate::rehearsal::{Rehearsal, Snapshot};
use crate::ui::questions::{GuideIntent, GuideModel};

use super::super::desk::Desk;

/// What it shows of the bank with this id.
pub(super) fn model(_bank: &str, _snapshot: &Snapshot, _desk: &Desk) -> GuideModel {
    GuideModel {}
}

/// Does what the user wants.
pub(super) fn apply(
    intents: Vec<GuideIntent>,
    _bank: &str,
    _rehearsal: &Rehearsal,
    _desk: &mut Desk,
) {
    for intent in intents {
        match intent {}
    }
}
