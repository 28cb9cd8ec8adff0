//! What must stay awake while somebody rehearses or listens: the computer, and the loudspeaker.
//!
//! Both are held from the first word of an interview to its end, and let go while it is paused or broken off;
//! outside an interview while something is heard. The loudspeaker also while it is likely to be wanted soon.

use std::time::{Duration, Instant};

use crate::interview::StageView;
use crate::power::{Awake, Power};
use crate::rehearsal::devices::Devices;

/// A stage that waits for a person holds the computer awake for so long: somebody may be reading, or gone.
const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// For so long the loudspeaker is kept awake for somebody who is likely to press Play.
const EXPECTING: Duration = Duration::from_secs(30);

/// Sees to it.
pub(super) struct Wakeful {
    awake: Awake,
    /// Until when the loudspeaker is likely to be wanted.
    expects: Option<Instant>,
    /// Since when a stage waits for a person.
    waits: Option<Instant>,
    /// What was ordered last: for the computer, and for the loudspeaker.
    ordered: (bool, bool),
}

/// What goes on.
pub(super) struct Doings {
    /// The interview's stage, if there is one.
    pub stage: Option<StageView>,
    /// Something is heard outside an interview.
    pub listens: bool,
    /// The microphone is being checked: what it recorded is heard next.
    pub checks: bool,
}

impl Wakeful {
    pub(super) fn new(power: Power) -> Self {
        Self { awake: Awake::start(power), expects: None, waits: None, ordered: (false, false) }
    }

    /// The loudspeaker is likely to be wanted soon.
    pub(super) fn expect(&mut self, now: Instant) {
        self.expects = Some(now + EXPECTING);
    }

    /// Whether it is still expected, so that somebody must look when that is over.
    pub(super) fn expects(&self) -> bool {
        self.expects.is_some()
    }

    /// Orders what follows from what goes on.
    pub(super) fn look(&mut self, doings: &Doings, now: Instant, devices: &Devices) {
        let (rehearses, waits) = match doings.stage {
            None | Some(StageView::Waiting | StageView::Finished) => (false, false),
            Some(StageView::Paused | StageView::Broken(_)) => (false, false),
            Some(StageView::Thinking { left: None } | StageView::YourTurn { asking: None }) => {
                (true, true)
            }
            Some(StageView::SaveFailed) => (true, true),
            Some(_) => (true, false),
        };
        self.waits = waits.then(|| self.waits.unwrap_or(now));
        let is_left = self.waits.is_some_and(|since| now.duration_since(since) > PATIENCE);
        let computer = (rehearses && !is_left) || doings.listens;
        self.expects = self.expects.filter(|until| now < *until);
        let speaker = computer || doings.checks || self.expects.is_some();
        if (computer, speaker) == self.ordered {
            return;
        }
        if computer != self.ordered.0 {
            self.awake.want(computer);
        }
        if speaker != self.ordered.1 {
            devices.player.stay_open(speaker);
        }
        self.ordered = (computer, speaker);
    }
}
