//! The real capture and playback code against a sound card in the process.

#[path = "../common/mod.rs"]
mod common;
mod listening;
mod microphone;
mod naming;
mod player;
mod simulated;
mod sleepy;

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use greenroom::audio::{
    DeviceRef, MicEvent, MicSource, Microphone, Player, PlayerEvent, SpeakerSink, TakeBlock,
    TakeHandle, TakeSpec, TakeSummary,
};

/// Longer than anything may take, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(15);

/// A microphone and what it says.
struct Mic {
    mic: Microphone,
    events: Receiver<MicEvent>,
    /// What was heard of each take while it was recorded.
    heard: Arc<Mutex<BTreeMap<TakeHandle, Vec<i16>>>>,
    folder: tempfile::TempDir,
}

impl Mic {
    fn start(source: MicSource) -> Self {
        let (sender, events) = sync_channel(1_000);
        let heard = Arc::<Mutex<BTreeMap<TakeHandle, Vec<i16>>>>::default();
        let ear = Arc::clone(&heard);
        let tap = move |block: TakeBlock<'_>| {
            let mut heard = ear.lock().expect("not poisoned");
            let take = heard.entry(block.take).or_default();
            assert_eq!(block.first.0, take.len() as u64, "without a hole");
            take.extend_from_slice(block.samples);
        };
        let tell = move |event| sender.send(event).expect("listening");
        let mic = Microphone::start_tapped(source, tell, tap);
        Self { mic, events, heard, folder: tempfile::tempdir().expect("a folder for tests") }
    }

    /// Opens the default device and waits for its first frames.
    fn ready(source: MicSource) -> Self {
        let mic = Self::start(source);
        mic.mic.open(DeviceRef::Default);
        mic.wait_for("ready", |event| matches!(event, MicEvent::Ready { .. }).then_some(()));
        mic
    }

    fn spec(&self, handle: u32, from: Instant) -> TakeSpec {
        TakeSpec {
            handle: TakeHandle(handle),
            path: self.folder.path().join(format!("{handle:02}-story.take1.wav")),
            from,
            max: Duration::from_secs(60),
        }
    }

    /// The first event from now on of which `pick` makes something.
    fn wait_for<T>(&self, what: &str, pick: impl Fn(&MicEvent) -> Option<T>) -> T {
        let begun = Instant::now();
        loop {
            let Ok(event) = self.events.recv_timeout(Duration::from_millis(100)) else {
                assert!(!in_vain(begun), "waited in vain for: {what}");
                continue;
            };
            if let Some(picked) = pick(&event) {
                return picked;
            }
        }
    }

    fn saved(&self, handle: u32) -> TakeSummary {
        self.wait_for("saved", |event| match event {
            MicEvent::TakeSaved(saved, summary) => {
                (*saved == TakeHandle(handle)).then(|| summary.clone())
            }
            MicEvent::TakeFailed(_, text) | MicEvent::TakeRefused(_, text) => panic!("{text}"),
            _ => None,
        })
    }

    /// Records from now on for as long as said.
    fn record(&self, handle: u32, length: Duration) -> TakeSummary {
        self.mic.start_take(self.spec(handle, Instant::now()));
        std::thread::sleep(length);
        self.mic.finish_take(TakeHandle(handle));
        self.saved(handle)
    }
}

/// A player and what it says.
struct Speaker {
    player: Player,
    events: Receiver<PlayerEvent>,
}

impl Speaker {
    fn start(sink: SpeakerSink) -> Self {
        let (sender, events) = sync_channel(1_000);
        let player = Player::start(sink, move |event| sender.send(event).expect("listening"));
        Self { player, events }
    }

    fn next(&self) -> PlayerEvent {
        self.events.recv_timeout(PATIENCE).expect("an event of the player")
    }
}

/// The 16-bit samples of a finished take.
fn samples(summary: &TakeSummary) -> Vec<i16> {
    let clip = greenroom::audio::wav::read_clip(&summary.path).expect("a readable take");
    assert_eq!(clip.samples.len() as u64, summary.frames.0);
    assert_eq!(clip.rate, summary.rate);
    clip.samples.iter().map(|sample| (sample * 32_768.0) as i16).collect()
}

/// Whether something was waited for in vain since then: longer than anything may take, while the disk does nothing.
fn in_vain(begun: Instant) -> bool {
    let waited = begun.elapsed();
    waited > PATIENCE && (greenroom::disk::quiet_for(begun) > PATIENCE || waited > 10 * PATIENCE)
}

/// Waits until something is so.
fn eventually(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(!in_vain(begun), "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}
