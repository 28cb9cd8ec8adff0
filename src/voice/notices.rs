//! What the user is told when another engine than the preferred one speaks: one sentence per change.

use super::EngineKind;

/// No pack was found.
pub(super) const PACK_MISSING: &str = "The recorded voices are not installed";
/// It can't be read.
pub(super) const PACK_UNREADABLE: &str = "The recorded voices can't be read";
/// The built-in engine.
pub(super) const BUILT_IN_FAILED: &str = "The built-in voice failed";

/// Remembers what was said last.
#[derive(Debug, Default)]
pub(super) struct Notices {
    last: Option<(&'static str, EngineKind)>,
}

impl Notices {
    /// The sentence, if an engine failed and this was not said before.
    pub fn about(&mut self, failure: Option<&'static str>, engine: EngineKind) -> Option<String> {
        let now = (failure?, engine);
        if self.last == Some(now) {
            return None;
        }
        self.last = Some(now);
        let (why, engine) = now;
        Some(match engine {
            EngineKind::Pack => format!("{why}; the recorded voices speak instead."),
            EngineKind::System => format!("{why}; the computer's own voice speaks instead."),
            EngineKind::BuiltIn => format!("{why}; the built-in voice speaks instead."),
            EngineKind::Silent => format!("{why}; what would be said is shown instead."),
        })
    }
}
