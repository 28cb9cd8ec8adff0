//! Whole interviews through the director, with the real recorder, player, machine and store, on a sound
//! card in the process.

#[path = "../common/busy_disk.rs"]
mod busy_disk;
#[path = "../common/mod.rs"]
mod common;
mod devices;
mod due;
mod ending;
mod files;
mod first_syllable;
mod flow;
mod listening;
mod measuring;
mod terminal;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use common::fake_card::{Card, Spec};
use common::pacing::plain;
use greenroom::audio::{DeviceRef, MicSource, SpeakerSink};
use greenroom::interview::{Action, Pacing, Selection, StageView, Stop};
use greenroom::rehearsal::{Command, Live, Outfit, Rehearsal, SessionChoice, Snapshot};
use greenroom::store::{Folders, Session, Store, Take};
use greenroom::voice::{Persona, VoiceConfig};

/// Longer than anything may take, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// Whether something was waited for in vain since then: longer than anything may take, while the disk does nothing.
fn in_vain(begun: Instant) -> bool {
    let waited = begun.elapsed();
    // A take that runs has its syncs: they are no progress without end.
    waited > PATIENCE && (greenroom::disk::quiet_for(begun) > PATIENCE || waited > 10 * PATIENCE)
}

/// How much faster than on the wall the interviewer's time passes: questions are read in no time.
const SPEED: f64 = 40.0;

const BANK: &str = "patient-relations-officer";

/// An interview that ends by itself at this length.
fn hard(millis: u64) -> Pacing {
    let at = Duration::from_millis(millis);
    Pacing { stop: Stop::Hard { at, warn: Duration::from_millis(100) }, ..plain() }
}

/// A director, and where it keeps things.
struct Room {
    rehearsal: Option<Rehearsal>,
    store: Store,
    folder: tempfile::TempDir,
}

impl Room {
    fn open(microphone: MicSource, speaker: SpeakerSink) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self::open_in(folder, microphone, speaker, SPEED, || {})
    }

    fn open_in(
        folder: tempfile::TempDir,
        microphone: MicSource,
        speaker: SpeakerSink,
        speed: f64,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        let voice = Self::nobody(&folder);
        Self::open_with_voice(folder, microphone, speaker, speed, voice, wake)
    }

    /// No voice at all.
    fn nobody(folder: &tempfile::TempDir) -> VoiceConfig {
        VoiceConfig {
            order: Vec::new(),
            pack_dir: None,
            helper: None,
            cache_dir: folder.path().join("cache"),
            system_voice: None,
        }
    }

    fn open_with_voice(
        folder: tempfile::TempDir,
        microphone: MicSource,
        speaker: SpeakerSink,
        speed: f64,
        voice: VoiceConfig,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        let (store, _notices) = Store::open(Folders::at(folder.path()));
        let outfit = Outfit { microphone, speaker, voice, speed };
        let rehearsal = Rehearsal::start(outfit, store.clone(), wake).expect("a thread");
        Self { rehearsal: Some(rehearsal), store, folder }
    }

    /// With a microphone and no need for a loudspeaker: nobody speaks.
    fn with_card() -> (Self, Card) {
        let card = Card::new(Spec::default());
        (Self::open(MicSource::Host(card.factory()), SpeakerSink::None), card)
    }

    fn rehearsal(&self) -> &Rehearsal {
        self.rehearsal.as_ref().expect("not left yet")
    }

    fn send(&self, command: Command) {
        assert!(self.rehearsal().send(command), "taken");
    }

    fn does(&self, action: Action) {
        self.send(Command::Do(action));
    }

    fn choice(pacing: Pacing, questions: usize) -> SessionChoice {
        SessionChoice {
            bank: BANK.to_owned(),
            pacing,
            selection: Selection::Number(questions),
            seed: Some(7),
            persona: Persona::InterviewerA,
            microphone: DeviceRef::Default,
            speaker: DeviceRef::Default,
        }
    }

    fn begin(&self, pacing: Pacing, questions: usize) {
        self.send(Command::Begin(Box::new(Self::choice(pacing, questions))));
    }

    /// Waits until there is something to be seen, and gives it.
    fn until<T>(&self, what: &str, see: impl Fn(&Snapshot) -> Option<T>) -> T {
        let begun = Instant::now();
        loop {
            let snapshot = self.rehearsal().snapshot();
            if let Some(seen) = see(&snapshot) {
                if begun.elapsed() > PATIENCE / 3 {
                    println!("waited {:.1} s for {what}", begun.elapsed().as_secs_f64());
                }
                return seen;
            }
            assert!(!in_vain(begun), "waited in vain for {what}; there is {snapshot:#?}");
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    fn until_live<T>(&self, what: &str, see: impl Fn(&Live) -> Option<T>) -> T {
        self.until(what, |snapshot| snapshot.live.as_ref().and_then(&see))
    }

    fn until_stage(&self, what: &str, is: impl Fn(StageView) -> bool) {
        self.until_live(what, |live| is(live.view.stage).then_some(()));
    }

    /// Waits until so much of an answer is recorded.
    fn until_answered(&self, length: Duration) {
        self.until_stage(
            "an answer",
            |stage| matches!(stage, StageView::Answering { elapsed, .. } if elapsed >= length),
        );
    }

    fn until_notice(&self, words: &str) -> String {
        self.until(words, |snapshot| {
            let found = snapshot.notices.iter().find(|notice| notice.text.contains(words));
            found.map(|notice| notice.text.clone())
        })
    }

    /// Ends the interview and waits until all is on disk.
    fn end(&self) -> PathBuf {
        self.does(Action::EndEarly);
        self.until_live("the end", |live| {
            (live.view.stage == StageView::Finished).then(|| live.folder.clone())
        })
    }

    fn session(&self, folder: &Path) -> Session {
        self.store.load_session(folder).expect("a session")
    }

    fn leave(&mut self) {
        self.rehearsal = None;
    }
}

/// Whether a take's file is whole: as long as its record says, and no part of it left behind.
fn assert_whole(take: &Take) -> Arc<[f32]> {
    assert_eq!(take.problem, None, "{take:?}");
    let clip = greenroom::audio::wav::read_clip(&take.wav).expect("a readable take");
    assert_eq!(clip.samples.len() as u64, take.record.frames);
    assert_eq!(clip.rate.hz(), take.record.rate_hz);
    assert_eq!(take.record.dropped_frames, 0);
    assert!(!take.wav.with_extension("wav.part").exists(), "nothing is left behind");
    clip.samples
}

/// The length of a take, from its frames.
fn length(take: &Take) -> f64 {
    take.record.frames as f64 / f64::from(take.record.rate_hz)
}
