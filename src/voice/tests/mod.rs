//! The whole voice against engines that do as they are told: helper scripts in `testdata`, a scripted renderer.

#[cfg(unix)]
mod helpers;
mod renderers;

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

use super::renderer::scripted::{Script, maker};
use super::*;
use crate::units::Wpm;

/// A voice with its events and a cache folder.
struct Bench {
    voice: Voice,
    events: Receiver<VoiceEvent>,
    _cache: tempfile::TempDir,
}

/// The parts of an event that the tests compare.
#[derive(Debug, Clone, PartialEq)]
enum Told {
    Rendered(u64, EngineKind),
    Began(u64),
    Ended(u64, bool),
    NotRendered(u64),
    Silent(u64, Duration),
    Notice(String),
}

impl Bench {
    fn new(order: &[EngineKind], helper: Option<PathBuf>, script: Script) -> Self {
        Self::with_pack(order, helper, script, None)
    }

    fn with_pack(
        order: &[EngineKind],
        helper: Option<PathBuf>,
        script: Script,
        pack_dir: Option<PathBuf>,
    ) -> Self {
        let cache = tempfile::tempdir().unwrap();
        let (sender, events) = sync_channel(1_000);
        let cache_dir = cache.path().to_owned();
        let config =
            VoiceConfig { order: order.to_vec(), pack_dir, helper, cache_dir, system_voice: None };
        let voice = Voice::with_renderer(
            config,
            maker(script),
            Box::new(move |event| sender.send(event).unwrap()),
        );
        Self { voice, events, _cache: cache }
    }

    fn say(&self, id: u64, text: &str) {
        self.voice.say(request(id, &[text]));
    }

    /// The next event, within `secs`.
    fn told(&self, secs: u64) -> Option<Told> {
        match self.events.recv_timeout(Duration::from_secs(secs)) {
            Ok(event) => Some(told(event)),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => panic!("the voice is gone"),
        }
    }

    /// All events until nothing has come for `millis`.
    fn all(&self, millis: u64) -> Vec<Told> {
        let limit = Duration::from_millis(millis);
        std::iter::from_fn(|| self.events.recv_timeout(limit).ok().map(told)).collect()
    }
}

fn told(event: VoiceEvent) -> Told {
    match event {
        VoiceEvent::Rendered { id, engine, .. } => Told::Rendered(id.0, engine),
        VoiceEvent::Began(id, _) => Told::Began(id.0),
        VoiceEvent::Ended { id, estimated } => Told::Ended(id.0, estimated),
        VoiceEvent::NotRendered { id } => Told::NotRendered(id.0),
        VoiceEvent::Silent { id, lasts, .. } => Told::Silent(id.0, lasts),
        VoiceEvent::Notice(sentence) => Told::Notice(sentence),
    }
}

fn request(id: u64, parts: &[&str]) -> SpeakRequest {
    SpeakRequest {
        id: UtteranceId(id),
        parts: parts.iter().map(ToString::to_string).collect(),
        persona: Persona::InterviewerA,
        speed: Wpm(150),
    }
}

fn notice(sentence: &str) -> Option<Told> {
    Some(Told::Notice(sentence.to_owned()))
}
