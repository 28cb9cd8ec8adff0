//! The real recorder on a sound card in this process (a fake one, behind the real cpal interface).

use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use greenroom::audio::{
    DeviceRef, MicEvent, MicSource, Microphone, TakeHandle, TakeSpec, TakeSummary,
};

use crate::common::fake_card::Card;

/// Longer than anything may take, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A microphone and what it says.
pub struct Recorder {
    /// The microphone.
    pub mic: Microphone,
    events: Receiver<MicEvent>,
}

impl Recorder {
    /// Opens the card and waits for its first frames; the sentence when it can't be opened.
    pub fn open(card: &Card) -> Result<Self, String> {
        let (sender, events) = sync_channel(1_000);
        let mic = Microphone::start(MicSource::Host(card.factory()), move |event| {
            sender.send(event).expect("listening");
        });
        mic.open(DeviceRef::Default);
        let recorder = Self { mic, events };
        recorder.wait(|event| match event {
            MicEvent::Ready { .. } => Some(Ok(())),
            MicEvent::OpenFailed(why) => Some(Err(why.clone())),
            _ => None,
        })?;
        Ok(recorder)
    }

    /// The first event from now on of which `pick` makes something.
    pub fn wait<T>(&self, pick: impl Fn(&MicEvent) -> Option<T>) -> T {
        self.wait_until(Instant::now() + PATIENCE, pick)
    }

    fn wait_until<T>(&self, until: Instant, pick: impl Fn(&MicEvent) -> Option<T>) -> T {
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let event = self.events.recv_timeout(left).expect("the microphone answers");
            if let Some(picked) = pick(&event) {
                return picked;
            }
        }
    }

    /// Asks for a take from now on, which ends by itself after so much sound.
    pub fn start(&self, handle: u32, path: &Path, max: Duration) {
        self.mic.start_take(TakeSpec {
            handle: TakeHandle(handle),
            path: path.to_owned(),
            from: Instant::now(),
            max,
        });
    }

    /// Waits until it is saved.
    pub fn saved(&self, handle: u32) -> TakeSummary {
        self.saved_after(handle, Duration::ZERO)
    }

    /// The same for one that lasts so long by itself.
    pub fn saved_after(&self, handle: u32, lasts: Duration) -> TakeSummary {
        self.wait_until(Instant::now() + lasts + PATIENCE, |event| match event {
            MicEvent::TakeSaved(saved, summary) => {
                (*saved == TakeHandle(handle)).then(|| summary.clone())
            }
            MicEvent::TakeFailed(_, why) | MicEvent::TakeRefused(_, why) | MicEvent::Lost(why) => {
                panic!("{why}")
            }
            _ => None,
        })
    }
}
