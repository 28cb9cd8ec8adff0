//! Kinds of question in words.

use crate::bank::{Kind, band_text};

/// A kind as people read it.
pub(super) fn label(kind: Kind) -> &'static str {
    match kind {
        Kind::Opener => "Opener",
        Kind::Motivation => "Motivation",
        Kind::Story => "Story",
        Kind::Process => "Process",
        Kind::Opinion => "Opinion",
        Kind::Fact => "Fact",
        Kind::Logistics => "Logistics",
        Kind::Asking => "Asking back",
    }
}

/// What a kind asks for.
pub(super) fn about(kind: Kind) -> &'static str {
    match kind {
        Kind::Opener => "“Tell me about yourself”",
        Kind::Motivation => "why this role, why us",
        Kind::Story => "something that happened: situation, task, action, result",
        Kind::Process => "how you would go about it",
        Kind::Opinion => "what you think of it",
        Kind::Fact => "what you know or have used",
        Kind::Logistics => "salary, notice, dates",
        Kind::Asking => "a question of yours",
    }
}

/// A kind with its band: "Process, 60–105 s".
pub(super) fn with_band(kind: Kind) -> String {
    format!("{}, {}", label(kind), band_text(kind.band()))
}
