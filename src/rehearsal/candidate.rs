//! A simulated candidate: a whole rehearsal without sound card, for the demonstration.
//!
//! The director, the machine, the voice, the recorder's writer and the store are the real ones; only the
//! devices are simulated. The candidate's "microphone" hears the model answers, spoken.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use rand::SeedableRng as _;
use rand::rngs::StdRng;

use crate::audio::{
    Clip, DeviceRef, MicSource, SimulatedCandidate, SimulatedMic, SpeakerSink, resample,
};
use crate::bank::{Bank, Question, Values, spoken_answer};
use crate::interview::{Action, DeviceChoice, Pacing, Part, Plan, Selection, StageView, View};
use crate::rehearsal::command::{Command, Live, Outfit, Pending, SessionChoice, Snapshot};
use crate::rehearsal::handle::Rehearsal;
use crate::store::Store;
use crate::units::{SampleRate, Wpm};
use crate::voice::{
    EngineKind, Persona, SpeakRequest, UtteranceId, Voice, VoiceConfig, VoiceEvent,
};

/// How often the candidate looks up.
const LOOK: Duration = Duration::from_millis(4);

/// How long the slowest engine may take to render one answer.
const RENDERING: Duration = Duration::from_secs(20);

/// A pause before the candidate ends an answer, in interview time.
const BREATH: Duration = Duration::from_millis(400);

/// How fast the candidate speaks: the natural speed of the model voice.
const ANSWER_SPEED: Wpm = Wpm(160);

/// Rate of the simulated microphone; what is said is brought to it beforehand.
const MICROPHONE: SampleRate = SampleRate::HZ_48000;

/// No interview of ours lasts longer; a candidate that waits longer is stuck. Wall time.
const PATIENCE: Duration = Duration::from_secs(3 * 3600);

/// What to rehearse, and how fast time passes.
#[derive(Debug, Clone)]
pub struct SimulatedSetup {
    /// Id of the bank.
    pub bank: String,
    /// The pacing.
    pub pacing: Pacing,
    /// Which questions.
    pub selection: Selection,
    /// What chance is drawn from.
    pub seed: Option<u64>,
    /// Who asks.
    pub persona: Persona,
    /// The voices; those that can't give samples are passed over.
    pub voice: VoiceConfig,
    /// How much faster than real time.
    pub speed: f64,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct CandidateReport {
    /// Where it is kept.
    pub folder: PathBuf,
    /// Takes on disk.
    pub takes: u32,
    /// What is not whole there.
    pub unsaved: Pending,
    /// How long it took on the wall.
    pub wall: Duration,
    /// What the user would have been told.
    pub notices: Vec<String>,
}

/// What whoever watches an interview wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// That it goes on.
    GoOn,
    /// That it ends, and what was recorded is saved.
    End,
    /// That nothing is waited for any more.
    Leave,
}

/// Runs a whole interview. `seen` is shown every new state, and says how to go on.
///
/// # Errors
/// A sentence, when the interview could not begin or got stuck.
pub fn run_simulated(
    setup: &SimulatedSetup,
    store: &Store,
    mut seen: impl FnMut(&Snapshot) -> Patience,
) -> Result<CandidateReport, String> {
    let (microphone, mouth) = SimulatedMic::new(MICROPHONE, setup.speed);
    let outfit = Outfit {
        microphone: MicSource::Simulated(microphone),
        speaker: SpeakerSink::Simulated { speed: setup.speed },
        voice: rendering_only(&setup.voice),
        speed: setup.speed,
    };
    let rehearsal = Rehearsal::start(outfit, store.clone(), || {})
        .map_err(|problem| format!("The rehearsal can't start: {problem}"))?;
    let bank = rehearsal.library().bank(&setup.bank).map(|entry| entry.bank.clone());
    let bank = bank.ok_or_else(|| format!("There is no bank “{}”.", setup.bank))?;
    // The director will draw the same: what is going to be said is known before time runs.
    let seed = setup.seed.unwrap_or_else(rand::random);
    let mut rng = StdRng::seed_from_u64(seed);
    let plan = Plan::draw(&bank, &setup.selection, setup.pacing.order, &mut rng);
    let plan = plan.map_err(|problem| problem.to_string())?;
    let mut candidate = Candidate::new(bank, store.profile().of(&setup.bank), mouth, setup);
    candidate.prepare(&plan, setup.pacing.probes);
    let begun = Instant::now();
    let mut told = BTreeMap::new();
    rehearsal.send(Command::Begin(Box::new(SessionChoice {
        bank: setup.bank.clone(),
        pacing: setup.pacing.clone(),
        selection: setup.selection.clone(),
        seed: Some(seed),
        persona: setup.persona,
        microphone: DeviceRef::Default,
        speaker: DeviceRef::Default,
    })));
    while begun.elapsed() < PATIENCE {
        std::thread::sleep(LOOK);
        let snapshot = rehearsal.snapshot();
        let patience = seen(&snapshot);
        told.extend(snapshot.notices.iter().map(|notice| (notice.id, notice.text.clone())));
        let Some(live) = &snapshot.live else {
            match &snapshot.refused {
                Some(why) => return Err(why.clone()),
                None if patience != Patience::GoOn => return Err("Interrupted.".to_owned()),
                None => continue,
            }
        };
        if patience == Patience::End {
            rehearsal.send(Command::Quit);
        }
        let is_left = patience == Patience::Leave || rehearsal.is_gone();
        let unsaved = live.unsaved.as_ref().or(is_left.then_some(&live.pending));
        if let Some(unsaved) = unsaved {
            let report = CandidateReport {
                folder: live.folder.clone(),
                takes: live.takes_saved,
                unsaved: unsaved.clone(),
                wall: begun.elapsed(),
                notices: told.into_values().collect(),
            };
            if patience == Patience::Leave {
                rehearsal.wait_no_longer();
            }
            return Ok(report);
        }
        if let Some(action) = candidate.look(live) {
            rehearsal.send(Command::Do(action));
        }
    }
    Err("The rehearsal did not end; its takes so far are kept.".to_owned())
}

fn rendering_only(voice: &VoiceConfig) -> VoiceConfig {
    let mut voice = voice.clone();
    voice.order.retain(|engine| *engine != EngineKind::System);
    voice
}

struct Candidate {
    bank: Bank,
    values: Values,
    mouth: SimulatedCandidate,
    voice: Voice,
    rendered: Receiver<VoiceEvent>,
    next_utterance: u64,
    spoken: BTreeMap<String, Option<Clip>>,
    /// What was last reacted to.
    answering: Option<(usize, Part, u32)>,
    /// The length of the answer when nothing more was to be said.
    silent_since: Option<Duration>,
    asked_back: bool,
    acted: Option<(StageView, Instant)>,
}

impl Candidate {
    fn new(bank: Bank, values: Values, mouth: SimulatedCandidate, setup: &SimulatedSetup) -> Self {
        let (tell, rendered) = sync_channel(8);
        let voice = Voice::start(rendering_only(&setup.voice), move |event| {
            // Full or gone: nobody waits for it any more.
            let _late = tell.try_send(event);
        });
        Self {
            bank,
            values,
            mouth,
            voice,
            rendered,
            next_utterance: 1,
            spoken: BTreeMap::new(),
            answering: None,
            silent_since: None,
            asked_back: false,
            acted: None,
        }
    }

    /// What the candidate does at the sight of this.
    fn look(&mut self, live: &Live) -> Option<Action> {
        match live.view.stage {
            StageView::Thinking { left: None } => self.once(live.view.stage, Action::Ready),
            StageView::Answering { elapsed, .. }
            | StageView::YourTurn { asking: Some(elapsed) } => self.answer(&live.view, elapsed),
            StageView::YourTurn { asking: None } => self.your_turn(live),
            // Simulated devices don't come back, and a disk is tried again at the end.
            stage @ (StageView::SaveFailed | StageView::Broken(_)) => {
                self.once(stage, Action::Choose(DeviceChoice::GoOnWithout))
            }
            _ => None,
        }
    }

    /// Acts on a stage, and again only if nothing came of it.
    fn once(&mut self, stage: StageView, action: Action) -> Option<Action> {
        let again = Duration::from_millis(500);
        if self.acted.is_some_and(|(acted, at)| acted == stage && at.elapsed() < again) {
            return None;
        }
        self.acted = Some((stage, Instant::now()));
        Some(action)
    }

    /// Asks back once, then ends the turn.
    fn your_turn(&mut self, live: &Live) -> Option<Action> {
        let asked = self.asked_back || self.bank.your_questions.is_empty();
        let first = self.bank.your_questions.first().map(|yours| yours.id.clone());
        let action = if asked { Action::EndEarly } else { Action::Ask(first) };
        let acted = self.once(live.view.stage, action)?;
        self.asked_back = true;
        Some(acted)
    }

    /// Speaks, breathes, ends: by the time of what is recorded, which a busy machine may let stand still.
    fn answer(&mut self, view: &View, elapsed: Duration) -> Option<Action> {
        let this = (view.position, view.part, view.take);
        if self.answering != Some(this) {
            self.answering = Some(this);
            self.silent_since = None;
            if let Some(sound) = self.words(view).and_then(|text| self.speech(&text)) {
                self.mouth.say(sound);
            }
            return None;
        }
        if self.mouth.is_speaking() {
            return None;
        }
        let since = *self.silent_since.get_or_insert(elapsed);
        if elapsed.saturating_sub(since) < BREATH {
            return None;
        }
        self.once(StageView::Holding { elapsed: Duration::ZERO }, Action::Finish)
    }

    /// What the candidate says: the model answer; to a follow-up the points of it.
    fn words(&self, view: &View) -> Option<String> {
        if view.part == Part::YourQuestion {
            return self.bank.your_questions.first().map(|yours| yours.ask.clone());
        }
        let question: &Question =
            self.bank.questions.iter().find(|question| question.id == view.question_id)?;
        Some(match view.part {
            Part::Probe(index) => question.points.get(index)?.clone(),
            _ => spoken_answer(question, &self.values),
        })
    }

    /// Renders all that will be said: rendering takes time that a fast interview does not have.
    fn prepare(&mut self, plan: &Plan, probes: u32) {
        for question in &plan.questions {
            self.speech(&spoken_answer(question, &self.values));
            if probes > 0 {
                for point in question.points.iter().take(question.probes.len()) {
                    self.speech(point);
                }
            }
        }
        if let Some(yours) = plan.your_questions.first() {
            self.speech(&yours.ask);
        }
    }

    /// These words as sound; `None` when no engine can render them.
    fn speech(&mut self, text: &str) -> Option<Clip> {
        if let Some(known) = self.spoken.get(text) {
            return known.clone();
        }
        let sound = self.render(text.to_owned());
        self.spoken.insert(text.to_owned(), sound.clone());
        sound
    }

    fn render(&mut self, text: String) -> Option<Clip> {
        let id = UtteranceId(self.next_utterance);
        self.next_utterance += 1;
        self.voice.say(SpeakRequest {
            id,
            parts: vec![text],
            persona: Persona::Model,
            speed: ANSWER_SPEED,
        });
        let begun = Instant::now();
        while let Some(left) = RENDERING.checked_sub(begun.elapsed()) {
            match self.rendered.recv_timeout(left).ok()? {
                VoiceEvent::Rendered { id: of, samples, rate, .. } if of == id => {
                    let samples = resample(&samples, rate, MICROPHONE).into();
                    return Some(Clip { samples, rate: MICROPHONE });
                }
                VoiceEvent::Silent { id: of, .. } if of == id => return None,
                _ => {}
            }
        }
        None
    }
}
