//! The candidate speaks: recording, lights, ends, and the interviewer's silence afterwards.

use std::time::Duration;

use super::answer::{
    Answer, Carry, CarryKind, EndsAt, FRAMES_LIMIT, Recording, SAFETY_CAP, START_LIMIT,
};
use super::stage::{Hold, Stage, Suspended, Then};
use super::{Interview, Microphone, patience};
use crate::bank::Band;
use crate::interview::{
    Effect, Joint, Light, Mark, MarkKind, Part, SPEECH_THRESHOLD, TakeEnd, TakeId, Trouble,
};
use crate::units::Dbfs;

/// The silence listens only after this: the key that ended the answer is no speech.
const KEY_CLICK: Duration = Duration::from_millis(300);

/// Recorded lengths are reported several times a second: one that lags more than this is not late, the
/// recorder has stopped before its time. Less than the least time that a switched pacing leaves.
const LATE_REPORT: Duration = Duration::from_secs(5);

impl Interview {
    /// The target of what is answered now; a follow-up and the candidate's own question have their own.
    pub(super) fn band(&self) -> Band {
        let target = self.hand.target;
        match self.hand.part {
            Part::YourQuestion => target,
            Part::Probe(_) => self.pacing.follow_up.unwrap_or(target),
            Part::Answer | Part::Continued(_) => self.pacing.answer.over(target),
        }
    }

    /// Begins a take, or the next piece of one; without a working microphone asks the user first.
    pub(super) fn start_answer(&mut self, carry: Carry, out: &mut Vec<Effect>) {
        self.undo = None;
        if self.microphone == Microphone::Gone {
            let inside = Suspended::Answer(carry);
            self.stage = Stage::Broken { what: Trouble::Microphone, inside };
            return;
        }
        let part = self.name_take(carry.kind);
        let band = self.band();
        let end = EndsAt::under(&self.pacing, band, carry.before);
        let limit = EndsAt::limit(end, carry.before, self.hold());
        let rec = if self.microphone == Microphone::Working {
            let id = self.next_take_id();
            out.push(Effect::StartTake(id, self.hand.source(part, band, limit)));
            Recording::Starting { id, waited: Duration::ZERO }
        } else {
            Recording::Without
        };
        let before = carry.before;
        let light = Light::at(before, band);
        self.stage = Stage::Answering(Answer {
            rec,
            before,
            elapsed: Duration::ZERO,
            last_speech: None,
            unheard: false,
            band,
            end,
            limit,
            light,
        });
    }

    /// Counts the take or the piece, so that no two are filed under one name.
    fn name_take(&mut self, kind: CarryKind) -> Part {
        if kind == CarryKind::Piece {
            self.hand.pieces += 1;
            return Part::Continued(self.hand.pieces);
        }
        self.hand.take += 1;
        if kind == CarryKind::Fresh {
            self.hand.takes_used += 1;
        }
        self.hand.part
    }

    /// The interviewer's silence; none after the candidate's own question, which wants a reply.
    pub(super) fn hold(&self) -> Duration {
        if self.hand.is_yours() { Duration::ZERO } else { self.pacing.hold }
    }

    /// Ends the recording, if there is one; from here on its saving is waited for.
    pub(super) fn finish_take(&mut self, answer: &Answer, end: TakeEnd, out: &mut Vec<Effect>) {
        let Some(id) = answer.rec.id() else { return };
        out.push(Effect::FinishTake(id, end));
        let begun = matches!(answer.rec, Recording::Running { .. });
        if begun || end != TakeEnd::Lost {
            self.saves.begin(id);
        } else {
            self.saves.begin_unsure(id);
        }
    }

    /// Lets the recording wait, if there is one.
    pub(super) fn suspend_take(answer: &Answer, why: Joint, out: &mut Vec<Effect>) {
        out.extend(answer.rec.id().map(|id| Effect::SuspendTake(id, why)));
    }

    pub(super) fn mark(answer: &Answer, what: MarkKind, out: &mut Vec<Effect>) {
        if let Some(id) = answer.rec.id() {
            out.push(Effect::Mark(id, Mark { at: answer.elapsed, what }));
        }
    }

    fn answer_mut(&mut self) -> Option<&mut Answer> {
        match &mut self.stage {
            Stage::Answering(answer) | Stage::Holding(answer, _) => Some(answer),
            _ => None,
        }
    }

    /// The take is recorded, or waits to go on.
    pub(super) fn is_under_way(&self, id: TakeId) -> bool {
        let waits = || self.stage.waiting().is_some_and(|(answer, _)| answer.rec.id() == Some(id));
        self.is_recording(id) || waits()
    }

    fn is_recording(&self, id: TakeId) -> bool {
        match self.stage {
            Stage::Answering(answer) | Stage::Holding(answer, _) => answer.rec.id() == Some(id),
            _ => false,
        }
    }

    pub(super) fn take_started(&mut self, id: TakeId) {
        if let Some(answer) = self.answer_mut()
            && matches!(answer.rec, Recording::Starting { id: starting, .. } if starting == id)
        {
            answer.rec = Recording::Running { id, since: Duration::ZERO };
        }
    }

    pub(super) fn recorded(&mut self, id: TakeId, length: Duration, out: &mut Vec<Effect>) {
        if !self.is_recording(id) {
            return;
        }
        if let Some(answer) = self.answer_mut() {
            answer.rec = Recording::Running { id, since: Duration::ZERO };
            answer.elapsed = answer.elapsed.max(length);
        }
        self.progress(out);
    }

    pub(super) fn pass_answer(&mut self, passed: Duration, out: &mut Vec<Effect>) {
        let Some(answer) = self.answer_mut() else { return };
        let waited = match &mut answer.rec {
            Recording::Starting { waited, .. } => (waited, START_LIMIT),
            Recording::Running { since, .. } => (since, FRAMES_LIMIT),
            Recording::Without => {
                answer.elapsed = answer.elapsed.saturating_add(passed);
                self.progress(out);
                return;
            }
        };
        let (waited, limit) = waited;
        *waited = waited.saturating_add(patience(passed));
        if *waited >= limit {
            self.lose_microphone(out);
        }
    }

    /// Looks at the length reached: lights, ends, the end of the silence.
    fn progress(&mut self, out: &mut Vec<Effect>) {
        match self.stage {
            Stage::Answering(answer) => self.progress_answer(answer, out),
            Stage::Holding(answer, hold)
                if answer.elapsed >= hold.from.saturating_add(hold.lasts) =>
            {
                self.end_hold(answer, hold, out);
            }
            _ => {}
        }
    }

    fn progress_answer(&mut self, mut answer: Answer, out: &mut Vec<Effect>) {
        let light = Light::at(answer.total(), answer.band);
        if self.pacing.chime && light > answer.light && light > Light::Off {
            out.push(Effect::Chime);
        }
        answer.light = light;
        self.stage = Stage::Answering(answer);
        if let Some(EndsAt { at, warn }) = answer.end
            && answer.total() >= at
        {
            let end = if warn.is_some() { TakeEnd::TimeUp } else { TakeEnd::MovedOn };
            self.end_answer(answer, end, out);
        } else if answer.elapsed >= SAFETY_CAP {
            self.end_answer(answer, TakeEnd::TimeUp, out);
        } else if let (Some(silence), Some(quiet)) = (self.pacing.silence_ends, answer.quiet())
            && quiet >= silence
        {
            self.begin_hold(answer, TakeEnd::Silence, out);
        }
    }

    /// The answer is given: the interviewer stays silent a moment, and the recording goes on.
    pub(super) fn begin_hold(&mut self, answer: Answer, end: TakeEnd, out: &mut Vec<Effect>) {
        let lasts = self.hold();
        let then = self.then_after(end);
        let hold = Hold { from: answer.elapsed, lasts, spoken: false, end, then };
        if lasts.is_zero() {
            self.end_hold(answer, hold, out);
        } else {
            Self::mark(&answer, MarkKind::HoldBegan, out);
            self.stage = Stage::Holding(answer, hold);
        }
    }

    fn end_hold(&mut self, answer: Answer, hold: Hold, out: &mut Vec<Effect>) {
        self.finish_take(&answer, hold.end, out);
        self.save_then(hold.then, out);
    }

    /// Ends the answer at once: first the recording, then the interviewer speaks, so that the take
    /// never holds the interviewer's voice.
    pub(super) fn end_answer(&mut self, answer: Answer, end: TakeEnd, out: &mut Vec<Effect>) {
        self.finish_take(&answer, end, out);
        self.save_then(self.then_after(end), out);
    }

    pub(super) fn then_after(&self, end: TakeEnd) -> Then {
        match (self.hand.is_yours(), end) {
            (_, TakeEnd::EndedEarly) => Then::Close,
            (true, TakeEnd::Skipped) => Then::TurnOpen,
            (true, _) => Then::TurnThanks,
            (false, TakeEnd::Skipped) => Then::Skipped,
            (false, TakeEnd::TimeUp | TakeEnd::MovedOn) => Then::MovedOn,
            (false, _) => Then::Answered,
        }
    }

    /// Finds speech: in an answer for its silence ending, in the interviewer's silence to mark it.
    pub(super) fn level(&mut self, level: Dbfs, out: &mut Vec<Effect>) {
        if level.0.is_nan() || level < SPEECH_THRESHOLD {
            return;
        }
        match &mut self.stage {
            Stage::Answering(answer) => answer.last_speech = Some(answer.elapsed),
            Stage::Holding(answer, hold)
                if !hold.spoken && answer.elapsed >= hold.from.saturating_add(KEY_CLICK) =>
            {
                hold.spoken = true;
                let answer = *answer;
                Self::mark(&answer, MarkKind::SpokeInHold, out);
            }
            _ => {}
        }
    }

    /// Whether anybody is heard, as the outside knows better than the level alone.
    pub(super) fn unheard(&mut self, is_so: bool) {
        if let Some(answer) = self.answer_mut() {
            answer.unheard = is_so;
        }
    }

    /// The recorder stopped by itself. If the pacing was switched meanwhile and the answer may go on
    /// longer, the order to record on came too late: it goes on as another piece.
    pub(super) fn take_reached_limit(&mut self, id: TakeId, out: &mut Vec<Effect>) {
        if !self.is_under_way(id) {
            return;
        }
        match self.stage {
            Stage::Answering(answer) => {
                let wanted = EndsAt::limit(answer.end, answer.before, self.hold());
                let left = wanted.saturating_sub(answer.elapsed);
                if wanted > answer.limit && left > LATE_REPORT {
                    self.finish_take(&answer, TakeEnd::TimeUp, out);
                    self.start_answer(answer.carry(), out);
                } else {
                    self.end_answer(answer, TakeEnd::TimeUp, out);
                }
            }
            Stage::Holding(answer, hold) => self.end_hold(answer, hold, out),
            _ => self.waiting_take_ended(out),
        }
    }
}
