//! What is heard outside an interview: questions, takes and model answers, alone or one after the other.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::audio::{Clip, PlayId, PlayerEvent, cue};
use crate::rehearsal::command::{Heard, Playback};
use crate::rehearsal::devices::{Devices, clip};
use crate::voice::{UtteranceId, VoiceEvent};

/// Plays a list, one thing after the other.
#[derive(Default)]
pub(super) struct Listening {
    queue: VecDeque<Heard>,
    place: usize,
    /// Where in the first of them playing begins.
    from: Duration,
    now: Option<Now>,
}

struct Now {
    id: u64,
    what: Heard,
    length: Duration,
    ends: Option<Instant>,
}

/// A recording to be read from disk, off the director's thread.
pub(super) struct ToLoad {
    pub id: u64,
    pub path: PathBuf,
}

impl Listening {
    /// Begins with the first of the list; what played before is silent at once.
    pub(super) fn start(
        &mut self,
        list: Vec<Heard>,
        from: Duration,
        devices: &Devices,
        check: &Path,
    ) -> Option<ToLoad> {
        self.stop(devices);
        self.queue = list.into();
        self.from = from;
        self.next(devices, check)
    }

    /// Goes on to the next of the list; returns a recording that has to be read first.
    pub(super) fn next(&mut self, devices: &Devices, check: &Path) -> Option<ToLoad> {
        if self.now.take().is_some() {
            self.place += 1;
        }
        let what = self.queue.pop_front()?;
        let (id, path) = match &what {
            Heard::Text { parts, persona, speed } => {
                (devices.say(parts.clone(), *persona, *speed), None)
            }
            Heard::Take(path) => (devices.fresh(), Some(path.clone())),
            Heard::Check => (devices.fresh(), Some(check.to_owned())),
            Heard::Chime => (devices.fresh(), None),
        };
        let chimes = what == Heard::Chime;
        self.now = Some(Now { id, what, length: Duration::ZERO, ends: None });
        if chimes {
            self.loaded(id, cue::chime(), devices);
        }
        path.map(|path| ToLoad { id, path })
    }

    /// Silence, and nothing to come.
    pub(super) fn stop(&mut self, devices: &Devices) {
        self.queue.clear();
        self.place = 0;
        if self.now.take().is_some() {
            devices.hush();
        }
    }

    /// Whether something is heard or about to be.
    pub(super) fn is_busy(&self) -> bool {
        self.now.is_some()
    }

    /// A recording was read.
    pub(super) fn loaded(&mut self, id: u64, sound: Clip, devices: &Devices) {
        if let Some(now) = self.now.as_mut().filter(|now| now.id == id) {
            now.length = sound.duration();
            let from = std::mem::take(&mut self.from);
            devices.play_from(id, sound, from);
        }
    }

    /// What the voice reports.
    pub(super) fn on_voice(&mut self, event: &VoiceEvent, at: Instant, devices: &Devices) {
        let Some(now) = self.now.as_mut() else { return };
        match event {
            VoiceEvent::Rendered { id: UtteranceId(id), samples, rate, stretch, .. }
                if *id == now.id =>
            {
                let sound = clip(Arc::clone(samples), *rate);
                now.length = sound.duration();
                devices.play(now.id, sound, *stretch);
            }
            VoiceEvent::Ended { id: UtteranceId(id), .. }
            | VoiceEvent::Silent { id: UtteranceId(id), .. }
                if *id == now.id =>
            {
                now.ends = Some(at);
            }
            _ => {}
        }
    }

    /// What the loudspeaker reports; a failure ends the whole list.
    pub(super) fn on_player(&mut self, event: &PlayerEvent, devices: &Devices) {
        let Some(now) = self.now.as_mut() else { return };
        match event {
            PlayerEvent::Ended(PlayId(id), at) if *id == now.id => now.ends = Some(*at),
            PlayerEvent::Failed(PlayId(id), _) if *id == now.id => self.stop(devices),
            _ => {}
        }
    }

    /// Whether what is heard has ended by now.
    pub(super) fn has_ended(&self, at: Instant) -> bool {
        self.now.as_ref().is_some_and(|now| now.ends.is_some_and(|ends| ends <= at))
    }

    /// The number of what is heard, for failures of reading.
    pub(super) fn is_now(&self, id: u64) -> bool {
        self.now.as_ref().is_some_and(|now| now.id == id)
    }

    /// What to show of it.
    pub(super) fn playback(&self, devices: &Devices) -> Playback {
        let Some(now) = &self.now else { return Playback::default() };
        let status = devices.player.status();
        let ours = status.playing == Some(PlayId(now.id));
        Playback {
            what: Some(now.what.clone()),
            place: self.place,
            position: if ours { status.position } else { Duration::ZERO },
            length: now.length,
            paused: ours && status.paused,
        }
    }
}
