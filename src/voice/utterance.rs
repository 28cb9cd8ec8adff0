//! One request on its way through the engines.

use std::collections::VecDeque;
use std::time::Duration;

use super::{EngineKind, SpeakRequest, UtteranceId, ear};

/// What is to come of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// It is heard now, or given as samples.
    Say,
    /// Only samples: it is not to be heard yet.
    Prepare,
}

/// A request with what is known about it.
#[derive(Debug)]
pub(super) struct Utterance {
    generation: u64,
    request: SpeakRequest,
    purpose: Purpose,
    ear: String,
    left: VecDeque<EngineKind>,
    failure: Option<&'static str>,
}

impl Utterance {
    /// Prepares the text; an empty one is silence at once.
    pub fn new(
        generation: u64,
        request: SpeakRequest,
        purpose: Purpose,
        order: &[EngineKind],
    ) -> Self {
        let ear = ear_of(&request.parts);
        let mut what =
            Self { generation, request, purpose, ear, left: VecDeque::new(), failure: None };
        what.start_over(order);
        what
    }

    /// Tries these engines from the first.
    pub fn start_over(&mut self, order: &[EngineKind]) {
        self.left =
            if self.ear.is_empty() { VecDeque::new() } else { order.iter().copied().collect() };
        self.failure = None;
    }

    /// Tells requests apart, also those with the same id.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Whether it must not be heard yet.
    pub fn is_ahead(&self) -> bool {
        self.purpose == Purpose::Prepare
    }

    /// The caller's name for it.
    pub fn id(&self) -> UtteranceId {
        self.request.id
    }

    /// As it was asked.
    pub fn request(&self) -> &SpeakRequest {
        &self.request
    }

    /// All parts, prepared for the ear.
    pub fn ear(&self) -> &str {
        &self.ear
    }

    /// How many words the ear gets.
    pub fn words(&self) -> usize {
        ear::word_count(&self.ear)
    }

    /// How long it takes at its speed.
    pub fn expected(&self) -> Duration {
        let words = u32::try_from(self.words()).unwrap_or(u32::MAX);
        Duration::from_secs(60) * words / u32::from(self.request.speed.0.max(1))
    }

    /// The engine to try next.
    pub fn next_engine(&mut self) -> Option<EngineKind> {
        self.left.pop_front()
    }

    /// An engine should have spoken it and could not; a half sentence why.
    pub fn failed(&mut self, why: &'static str) {
        self.failure = Some(why);
    }

    /// The last failure.
    pub fn failure(&self) -> Option<&'static str> {
        self.failure
    }
}

/// The parts as one text, each with an end, so that engines pause between them.
fn ear_of(parts: &[String]) -> String {
    let mut whole = String::new();
    for part in parts {
        let spoken = ear::prepare(part);
        if spoken.is_empty() {
            continue;
        }
        if !whole.is_empty() {
            whole.push_str(if whole.ends_with(['.', '?', '!']) { " " } else { ". " });
        }
        whole.push_str(&spoken);
    }
    whole
}
