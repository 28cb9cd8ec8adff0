//! The outside world, scripted: it says, records and saves at once, or only when the test wants it to.
//! It checks every effect against the rules that must always hold.

use std::collections::BTreeSet;
use std::time::Duration;

use super::fixtures;
use crate::bank::Bank;
use crate::interview::{
    Action, Effect, Event, Interview, Joint, Outcome, Pacing, Part, Refusal, SayId, StageView,
    TakeEnd, TakeId, TakeSource, Trouble,
};
use crate::units::Frames;

/// A take as the outside saw it.
pub(super) struct Taken {
    pub(super) id: TakeId,
    pub(super) source: TakeSource,
    pub(super) end: Option<TakeEnd>,
    pub(super) length: Duration,
}

pub(super) struct World {
    pub(super) interview: Interview,
    pub(super) takes: Vec<Taken>,
    pub(super) said: Vec<String>,
    /// Everything wanted from the outside, in order.
    pub(super) log: Vec<Effect>,
    pub(super) speaking: Option<SayId>,
    pub(super) running: Option<TakeId>,
    /// The running take waits for its microphone.
    cut: bool,
    /// The running take is suspended.
    pub(super) suspended: Option<Joint>,
    /// Ended, and not yet said to be saved.
    pub(super) unsaved: Vec<TakeId>,
    /// Voice, start and save are answered at once.
    pub(super) prompt: bool,
    filed: BTreeSet<(usize, String, Part, u32)>,
}

impl World {
    /// Everything is answered at once.
    pub(super) fn prompt(questions: usize, pacing: Pacing) -> Self {
        Self::over(&fixtures::bank(questions), pacing)
    }

    /// The same over a bank of the test's own.
    pub(super) fn over(bank: &Bank, pacing: Pacing) -> Self {
        Self::around(fixtures::interview(bank, pacing), true)
    }

    /// Nothing is answered but by the test.
    pub(super) fn mute(questions: usize, pacing: Pacing) -> Self {
        Self::around(fixtures::interview(&fixtures::bank(questions), pacing), false)
    }

    fn around(interview: Interview, prompt: bool) -> Self {
        Self {
            interview,
            takes: Vec::new(),
            said: Vec::new(),
            log: Vec::new(),
            speaking: None,
            running: None,
            cut: false,
            suspended: None,
            unsaved: Vec::new(),
            prompt,
            filed: BTreeSet::new(),
        }
    }

    pub(super) fn send(&mut self, event: Event) -> Option<Refusal> {
        let before = matches!(event, Event::Do(_)).then(|| self.interview.clone());
        let Outcome { effects, refused } = self.interview.handle(event);
        if refused.is_some() {
            let unchanged = before.as_ref() == Some(&self.interview);
            assert!(effects.is_empty() && unchanged, "a refusal changes nothing");
        }
        // From here on nothing comes any more, until it is told to go on.
        self.cut |= self.running.is_some()
            && self.interview.view().stage == StageView::Broken(Trouble::Microphone);
        let mut answers = Vec::new();
        for effect in effects {
            answers.extend(self.take_in(&effect));
            self.log.push(effect);
        }
        if self.prompt {
            for answer in answers {
                if let Event::VoiceFinished(_) = answer {
                    self.speaking = None;
                }
                assert_eq!(self.send(answer), None);
            }
        }
        refused
    }

    /// Does what is wanted, checks it, and says how a prompt world answers.
    fn take_in(&mut self, effect: &Effect) -> Option<Event> {
        match effect {
            Effect::Say(id, speech) => {
                let is_silent = self.running.is_none() || self.suspended.is_some();
                assert!(is_silent, "the take would hold the interviewer");
                assert!(self.speaking.is_none() || !self.prompt, "two voices at once");
                self.said.extend(speech.parts.iter().cloned());
                self.speaking = Some(*id);
                Some(Event::VoiceFinished(*id))
            }
            Effect::StartTake(id, source) => {
                self.start(*id, source);
                Some(Event::TakeStarted(*id))
            }
            Effect::FinishTake(id, end) => {
                assert_eq!(self.running.take(), Some(*id), "only a running take can be finished");
                (self.cut, self.suspended) = (false, None);
                let taken = self.taken(*id);
                assert_eq!(taken.end.replace(*end), None, "a take is finished once");
                self.unsaved.push(*id);
                Some(Event::TakeSaved(*id))
            }
            Effect::GiveUpTake(id) => {
                let end = &mut self.taken(*id).end;
                assert!(end.is_some(), "only a take that has ended is given up");
                *end = Some(TakeEnd::Retaken);
                None
            }
            Effect::SuspendTake(id, why) => {
                assert_eq!(self.running, Some(*id), "only a running take is suspended");
                assert!(!self.cut, "nothing comes of a take that was cut off");
                assert_eq!(self.suspended.replace(*why), None, "a take is suspended once");
                None
            }
            Effect::ResumeTake(id) => {
                assert_eq!(self.running, Some(*id), "only a take that was not finished goes on");
                assert!(self.cut || self.suspended.is_some(), "only a take that waits goes on");
                (self.cut, self.suspended) = (false, None);
                None
            }
            Effect::LimitTake(id, limit) => {
                assert_eq!(self.running, Some(*id), "only a running take has a limit");
                assert!(*limit > self.taken(*id).length, "a limit never cuts what is recorded");
                self.taken(*id).source.max = *limit;
                None
            }
            Effect::Mark(id, mark) => {
                assert_eq!(self.running, Some(*id), "only a running take can be marked");
                assert!(mark.at <= self.taken(*id).length, "a mark lies within its take");
                None
            }
            Effect::StopVoice => {
                self.speaking = None;
                None
            }
            Effect::SaveAgain(id) => {
                assert!(self.taken(*id).end.is_some());
                Some(Event::TakeSaved(*id))
            }
            Effect::Reopen(trouble) => Some(Event::Restored(*trouble)),
            Effect::Chime | Effect::Finished => None,
        }
    }

    fn start(&mut self, id: TakeId, source: &TakeSource) {
        assert!(self.running.is_none(), "one take at a time");
        assert!(self.takes.iter().all(|taken| taken.id != id), "an id is used once");
        let place = (source.position, source.question_id.clone(), source.part, source.take);
        assert!(self.filed.insert(place), "two takes would be filed alike: {source:?}");
        let view = self.interview.view();
        let right = source.position == view.position
            && source.question_id == view.question_id
            && source.take == view.take
            && (source.part == view.part || matches!(source.part, Part::Continued(_)));
        // Only sure when the world is asked before anything else has happened.
        assert!(right || self.prompt, "{source:?} is not the question at hand: {view:?}");
        if let Some(question) = self.interview.plan().questions.get(source.position) {
            assert_eq!(source.question_id, question.id, "misfiled");
            let probes = question.probes.iter().map(|probe| probe.ask.as_str());
            let mut words = probes.chain([question.ask.as_str()]);
            assert!(words.any(|ask| ask == source.asked), "asked in other words");
        } else {
            assert!(matches!(source.part, Part::YourQuestion | Part::Continued(_)));
        }
        assert!(!source.max.is_zero(), "a take has room");
        self.running = Some(id);
        let source = source.clone();
        self.takes.push(Taken { id, source, end: None, length: Duration::ZERO });
    }

    fn taken(&mut self, id: TakeId) -> &mut Taken {
        self.takes.iter_mut().find(|taken| taken.id == id).expect("was started")
    }

    /// The user does something that must be possible.
    pub(super) fn does(&mut self, action: Action) {
        assert_eq!(self.send(Event::Do(action)), None);
    }

    /// The user tries something that must not be possible.
    pub(super) fn tries(&mut self, action: Action) -> Refusal {
        self.send(Event::Do(action)).expect("is refused")
    }

    /// Time passes in steps of 100 ms, and a running take grows with it.
    pub(super) fn wait(&mut self, time: Duration) {
        let step = Duration::from_millis(100);
        let mut left = time;
        while !left.is_zero() {
            let passed = left.min(step);
            left -= passed;
            assert_eq!(self.send(Event::Tick(passed)), None);
            self.record(passed);
        }
    }

    /// Time passes, and nothing else happens.
    pub(super) fn wait_alone(&mut self, time: Duration) {
        for _ in 0..time.as_millis() / 100 {
            assert_eq!(self.send(Event::Tick(Duration::from_millis(100))), None);
        }
    }

    /// The running take grows, unless it waits for its microphone.
    pub(super) fn record(&mut self, by: Duration) {
        if let Some(id) = self.running.filter(|_| !self.cut && self.suspended.is_none()) {
            let taken = self.taken(id);
            taken.length = taken.length.saturating_add(by);
            let length = taken.length;
            let frames = u64::try_from(length.as_millis()).unwrap_or(u64::MAX);
            assert_eq!(self.send(Event::Recorded(id, Frames(frames), length)), None);
        }
    }

    pub(super) fn stage(&self) -> StageView {
        self.interview.view().stage
    }

    /// Ends of the takes so far, `None` for one that runs.
    pub(super) fn ends(&self) -> Vec<Option<TakeEnd>> {
        self.takes.iter().map(|taken| taken.end).collect()
    }

    pub(super) fn parts(&self) -> Vec<(Part, u32)> {
        self.takes.iter().map(|taken| (taken.source.part, taken.source.take)).collect()
    }

    /// Goes on to the first answer.
    pub(super) fn answering(mut self) -> Self {
        self.does(Action::Begin);
        while !matches!(self.stage(), StageView::Answering { .. }) {
            match self.speaking.take() {
                Some(id) => assert_eq!(self.send(Event::VoiceFinished(id)), None),
                None => self.wait(Duration::from_millis(100)),
            }
        }
        if let Some(id) = self.running {
            assert_eq!(self.send(Event::TakeStarted(id)), None);
        }
        self
    }

    /// What a person can always do to get on.
    pub(super) fn way_on(&self) -> Option<Action> {
        use crate::interview::DeviceChoice::GoOnWithout;
        match self.stage() {
            StageView::Waiting => Some(Action::Begin),
            StageView::Thinking { left: None } => Some(Action::Ready),
            StageView::SaveFailed | StageView::Broken(_) => Some(Action::Choose(GoOnWithout)),
            StageView::Paused => Some(Action::Resume),
            StageView::YourTurn { asking: None } => Some(Action::Finish),
            _ => None,
        }
    }
}
