//! A microphone that is busy, forbidden, or gives nothing but zeros.
//!
//! Whole rehearsals with the real director and recorder in this process, on a fake sound card behind the real
//! cpal interface: no system lets a test refuse its microphone. A muted one is the sound server's.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use greenroom::audio::{DeviceRef, MicSource, SpeakerSink};
use greenroom::interview::{Selection, StageView};
use greenroom::rehearsal::{
    Command, MicFault, MicState, Outfit, Rehearsal, SessionChoice, Snapshot,
};
use greenroom::store::{Folders, Store};
use greenroom::voice::{Persona, VoiceConfig};

use crate::common::fake_card::{Card, Spec, noise};
use crate::common::pacing::plain;
use crate::private_server::Server;
use crate::table::Row;
use crate::terminal::{RECORDING, Terminal};
use crate::times;

/// Longer than anything may take, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// That nothing is heard is told so soon after the answer began.
const TOLD_WITHIN: Duration = Duration::from_millis(2_000);

/// Rooms at once: each has threads and fake cards of its own.
const AT_ONCE: usize = 16;

/// What is told then.
const DEAF: &str = "gives nothing but silence";

/// A director with a fake sound card.
struct Room {
    rehearsal: Rehearsal,
    _folder: tempfile::TempDir,
}

impl Room {
    fn with(card: &Card) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (store, _notices) = Store::open(Folders::at(folder.path()));
        let voice = VoiceConfig {
            order: Vec::new(),
            pack_dir: None,
            helper: None,
            cache_dir: folder.path().join("cache"),
            system_voice: None,
        };
        let microphone = MicSource::Host(card.factory());
        // Nobody listens to the questions: they take no time.
        let outfit = Outfit { microphone, speaker: SpeakerSink::None, voice, speed: 40.0 };
        let rehearsal = Rehearsal::start(outfit, store, || {}).expect("a thread");
        Self { rehearsal, _folder: folder }
    }

    fn send(&self, command: Command) {
        assert!(self.rehearsal.send(command), "taken");
    }

    /// Begins an interview whose first question is answered at once.
    fn begin(&self) {
        self.send(Command::Begin(Box::new(SessionChoice {
            bank: "patient-relations-officer".to_owned(),
            pacing: plain(),
            selection: Selection::Number(1),
            seed: Some(7),
            persona: Persona::InterviewerA,
            microphone: DeviceRef::Default,
            speaker: DeviceRef::Default,
        })));
    }

    /// The first thing that `see` sees, looked for so long at most.
    fn look<T>(&self, patience: Duration, see: impl Fn(&Snapshot) -> Option<T>) -> Option<T> {
        let until = Instant::now() + patience;
        loop {
            if let Some(seen) = see(&self.rehearsal.snapshot()) {
                return Some(seen);
            }
            if Instant::now() > until {
                return None;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    fn until<T>(&self, what: &str, see: impl Fn(&Snapshot) -> Option<T>) -> T {
        self.look(PATIENCE, see)
            .unwrap_or_else(|| panic!("no {what}; there is {:#?}", self.rehearsal.snapshot()))
    }

    fn open(&self) {
        self.send(Command::OpenMicrophone(DeviceRef::Default));
    }

    fn until_ready(&self) {
        self.until("microphone", |seen| {
            matches!(seen.microphone, MicState::Ready { .. }).then_some(())
        });
    }

    /// The sentence with which the microphone is missing.
    fn until_missing(&self) -> String {
        self.until("refusal", |seen| match &seen.microphone {
            MicState::Missing(why) => Some(why.clone()),
            _ => None,
        })
    }

    /// Waits until an answer is recorded; says when.
    fn until_answering(&self) -> Instant {
        self.until("answer", |seen| {
            let stage = seen.live.as_ref()?.view.stage;
            matches!(stage, StageView::Answering { .. }).then_some(())
        });
        Instant::now()
    }

    fn is_deaf(&self) -> bool {
        let snapshot = self.rehearsal.snapshot();
        snapshot.live.as_ref().is_some_and(|live| live.fault == Some(MicFault::Silent))
    }

    fn is_told(&self, words: &str, patience: Duration) -> bool {
        let told = |seen: &Snapshot| seen.notices.iter().any(|one| one.text.contains(words));
        self.look(patience, |seen| told(seen).then_some(())).is_some()
    }
}

/// So many refusals each time that it is tried: of the block size asked for, and of the card's own.
const REFUSALS: usize = 2;

#[test]
#[ignore = "run by script/faults"]
fn a_microphone_that_is_busy_for_a_moment_is_waited_for() {
    let (mut waited, all) = (Vec::new(), times(1, 10));
    for _ in 0..all {
        let card = Card::new(Spec::default());
        card.events.is_busy.store(3 * REFUSALS, Ordering::Release);
        let room = Room::with(&card);
        let asked = Instant::now();
        room.open();
        room.until("microphone", |seen| match &seen.microphone {
            MicState::Ready { .. } => Some(()),
            MicState::Missing(why) => panic!("nobody is to be told yet: {why}"),
            _ => None,
        });
        waited.push(asked.elapsed().as_millis());
        assert_eq!(
            card.events.is_busy.load(Ordering::Acquire),
            0,
            "it was tried three times in vain"
        );
    }
    Row {
        fault: "microphone busy three times, then free",
        times: all,
        lost_ms: Vec::new(),
        unreadable: 0,
        also: format!(
            "opened at the fourth try, after at most {} ms, nobody bothered; fake card in the process",
            waited.iter().max().copied().unwrap_or_default()
        ),
        passed: waited.len() == all,
    }
    .report();
}

#[test]
#[ignore = "run by script/faults"]
fn a_microphone_that_is_busy_for_good_is_told_of_and_can_be_tried_again() {
    refused(
        "microphone busy for good",
        |card, is_so| {
            let refusals = if is_so { usize::MAX } else { 0 };
            card.events.is_busy.store(refusals, Ordering::Release);
        },
        "Another program is using the microphone",
    );
}

#[test]
#[ignore = "run by script/faults"]
fn a_forbidden_microphone_says_where_to_allow_it() {
    refused(
        "microphone forbidden by the system",
        |card, is_so| card.events.is_forbidden.store(is_so, Ordering::Release),
        "Greenroom may not use the microphone. Allow it in",
    );
}

/// Refused, it is told with what to do; when it is not any more, it is opened.
fn refused(fault: &'static str, set: fn(&Card, bool), words: &str) {
    let (mut told, all) = (Vec::new(), times(1, 10));
    let mut sentence = String::new();
    for _ in 0..all {
        let card = Card::new(Spec::default());
        set(&card, true);
        let room = Room::with(&card);
        let asked = Instant::now();
        room.open();
        sentence = room.until_missing();
        told.push(asked.elapsed());
        assert!(sentence.starts_with(words), "{sentence}");
        // An interview stands still with the same sentence, and goes on once it may.
        room.begin();
        assert!(room.is_told(words, PATIENCE), "{:?}", room.rehearsal.snapshot().notices);
        set(&card, false);
        room.open();
        room.until_ready();
        room.until_answering();
    }
    let most = told.iter().max().copied().unwrap_or_default();
    Row {
        fault,
        times: all,
        lost_ms: Vec::new(),
        unreadable: 0,
        also: format!(
            "told after at most {} ms (“{sentence}”), an interview waits and goes on; fake card in the process",
            most.as_millis()
        ),
        passed: told.len() == all,
    }
    .report();
}

/// Uniform noise of this level (root mean square, decibels below full scale).
fn room_noise(dbfs: f64) -> Card {
    // The root mean square of uniform noise is its peak divided by the root of three.
    let peak = 10_f64.powf(dbfs / 20.0) * 3_f64.sqrt();
    let sound = Arc::new(move |frame, _| f64::from(noise(frame)) / 32_768.0 * peak);
    Card::new(Spec { sound, ..Spec::default() })
}

#[test]
#[ignore = "run by script/faults"]
fn a_microphone_that_gives_only_zeros_is_told_of_and_a_quiet_room_is_not() {
    let (deaf, quiet) = (times(4, 40), times(16, 200));
    let mut told = Vec::new();
    for _ in 0..deaf {
        // What the terminal says counts, of a microphone that a sound server has muted.
        let folder = tempfile::tempdir().expect("a folder");
        let server = Server::start(folder.path());
        server.pactl(&["set-source-mute", "mic", "1"]);
        let address = server.address();
        let data = folder.path().join("data");
        let environment = [("PULSE_SERVER", address.as_str())];
        let mut program = Terminal::start(&data, &environment, RECORDING);
        let began = Instant::now();
        told.push(program.wait_for(DEAF).saturating_duration_since(began));
        // Switched on it hears the room, and that the answer has no voice in it is another thing.
        server.pactl(&["set-source-mute", "mic", "0"]);
        program.press('e');
        program.end(Instant::now());
    }
    let mut alarms = 0;
    for first in (0..quiet).step_by(AT_ONCE) {
        let rooms: Vec<(Card, Room)> = (first..quiet.min(first + AT_ONCE))
            .map(|_| {
                let card = room_noise(-80.0);
                let room = Room::with(&card);
                room.begin();
                (card, room)
            })
            .collect();
        for (_, room) in &rooms {
            room.until_answering();
        }
        // Twice as long as it takes to be told of silence.
        std::thread::sleep(2 * TOLD_WITHIN);
        alarms += rooms.iter().filter(|(_, room)| room.is_deaf()).count();
    }
    let late = told.iter().filter(|after| **after > TOLD_WITHIN).count();
    Row {
        fault: "microphone gives nothing but zeros",
        times: deaf,
        lost_ms: Vec::new(),
        unreadable: 0,
        also: format!(
            "told in the terminal within {} ms of the answer's beginning (muted in the sound server); {alarms} false \
             alarms in {quiet} rooms with noise at −80 dBFS (fake card in the process)",
            told.iter().max().copied().unwrap_or_default().as_millis()
        ),
        passed: late == 0 && alarms == 0,
    }
    .report();
}
