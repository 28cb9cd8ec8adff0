//! The interview itself: where it is, and what each event makes of it.
//!
//! Split by what happens: [`speaking`], [`answering`], [`saving`], [`turn`] (your turn), [`stopping`]
//! (pauses and lost devices), [`switching`] (pacing), [`undo`], [`actions`] (what the user may do when),
//! and [`viewing`]. The rules are in the documentation of [`crate::interview`].

mod actions;
mod answer;
mod answering;
mod hand;
mod saves;
mod saving;
mod speaking;
mod stage;
mod stopping;
mod switching;
mod turn;
mod undo;
mod utterance;
mod viewing;

use std::time::Duration;

use rand::Rng;

use self::hand::Hand;
use self::saves::Saves;
use self::stage::{Stage, Turn};
use self::undo::Undo;
use super::lines::Lines;
use super::{Effect, Event, Pacing, Part, Phrases, Plan, Refusal, SayId, TakeId};
use crate::bank::Kind;

/// The most that one tick counts while something outside is waited for: a computer that slept for an
/// hour is no fault of the voice, the microphone or the disk.
const LONGEST_TICK: Duration = Duration::from_secs(1);

/// The part of a tick that counts against a limit on the outside.
fn patience(passed: Duration) -> Duration {
    passed.min(LONGEST_TICK)
}

/// An interview: a machine that owns no clock, device, file or thread.
#[derive(Debug, Clone, PartialEq)]
pub struct Interview {
    plan: Plan,
    pacing: Pacing,
    lines: Lines,
    stage: Stage,
    hand: Hand,
    saves: Saves,
    microphone: Microphone,
    /// The user chose to go on without a loudspeaker: questions are shown and timed.
    mute: bool,
    next_say: u64,
    next_take: u32,
    /// Bank questions asked in your turn.
    asked: Vec<String>,
    /// Questions asked in your turn, own ones included.
    turns: usize,
    /// What was done last, while it can be taken back.
    undo: Option<Undo>,
}

/// The microphone, as far as the machine knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Microphone {
    Working,
    /// Lost; the user will be asked when it is needed.
    Gone,
    /// The user chose to go on without.
    Without,
}

/// What one event has led to.
#[derive(Debug, Clone, Default, PartialEq)]
#[must_use]
pub struct Outcome {
    /// What the outside must do, in order.
    pub effects: Vec<Effect>,
    /// Why the action was not possible; nothing has changed then.
    pub refused: Option<Refusal>,
}

impl Interview {
    /// An interview that waits to begin. All chance is drawn here.
    pub fn new(plan: Plan, pacing: Pacing, phrases: &Phrases, rng: &mut impl Rng) -> Self {
        let lines = Lines::draw(phrases, plan.questions.len(), rng);
        Self {
            plan,
            pacing,
            lines,
            stage: Stage::Waiting,
            hand: Hand::new(0, "", "", Part::Answer, Kind::Opener),
            saves: Saves::default(),
            microphone: Microphone::Working,
            mute: false,
            next_say: 1,
            next_take: 1,
            asked: Vec::new(),
            turns: 0,
            undo: None,
        }
    }

    /// Takes in what happened.
    pub fn handle(&mut self, event: Event) -> Outcome {
        let mut effects = Vec::new();
        let refused = match event {
            Event::Do(action) => self.act(action, &mut effects).err(),
            happened => {
                self.happen(happened, &mut effects);
                None
            }
        };
        Outcome { effects, refused }
    }

    /// The pacing in force.
    #[must_use]
    pub fn pacing(&self) -> &Pacing {
        &self.pacing
    }

    /// What is asked.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Whether it is over.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.stage == Stage::Finished
    }

    fn happen(&mut self, event: Event, out: &mut Vec<Effect>) {
        match event {
            Event::Tick(passed) => self.pass(passed, out),
            Event::Level(level) => self.level(level, out),
            Event::Unheard(is_so) => self.unheard(is_so),
            Event::Recorded(id, _, length) => self.recorded(id, length, out),
            Event::VoiceFinished(id) => self.voice_finished(id, out),
            Event::VoiceFailed(id) => self.voice_failed(id, out),
            Event::TakeStarted(id) => self.take_started(id),
            Event::TakeSaved(id) => self.take_saved(id, out),
            Event::TakeFailed(id) => self.take_failed(id, out),
            Event::TakeReachedLimit(id) => self.take_reached_limit(id, out),
            Event::Lost(trouble) => self.lost(trouble, out),
            Event::Restored(trouble) => self.restored(trouble, out),
            Event::Do(_) => {}
        }
    }

    fn pass(&mut self, passed: Duration, out: &mut Vec<Effect>) {
        self.saves.pass(patience(passed));
        self.pass_undo(passed);
        self.hand.glimpse = self.hand.glimpse.saturating_sub(passed);
        match self.stage {
            Stage::Thinking { used } => {
                self.stage = Stage::Thinking { used: used.saturating_add(passed) };
                self.end_thinking_if_over(out);
            }
            Stage::Answering(_) | Stage::Holding(..) => self.pass_answer(passed, out),
            Stage::Saving(_) | Stage::SaveFailed(_) => self.settle(out),
            Stage::Between { voice: None, left } => {
                let left = left.saturating_sub(passed);
                self.stage = Stage::Between { voice: None, left };
                if left.is_zero() {
                    self.next_question(out);
                }
            }
            Stage::Greeting(_)
            | Stage::Asking(..)
            | Stage::Between { .. }
            | Stage::YourTurn(Turn::Speaking(_))
            | Stage::Closing(_) => self.pass_voice(passed, out),
            Stage::Waiting
            | Stage::YourTurn(Turn::Open)
            | Stage::Paused(_)
            | Stage::Broken { .. }
            | Stage::Finished => {}
        }
    }

    fn next_say_id(&mut self) -> SayId {
        let id = SayId(self.next_say);
        self.next_say += 1;
        id
    }

    fn next_take_id(&mut self) -> TakeId {
        let id = TakeId(self.next_take);
        self.next_take += 1;
        id
    }
}
