//! What is heard outside an interview: questions, takes and model answers, alone or one after the other.
//!
//! While one thing is heard the next is opened or rendered, and handed to the player, which joins them to
//! the frame. A voice that gives no samples is asked when its time comes.

mod entry;
mod level;
mod loading;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::SyncSender;
use std::time::{Duration, Instant};

use self::entry::{Entry, Stage};
use self::loading::Found;
pub(super) use self::loading::{Loaded, Loudness};
use crate::audio::{Clip, PlayId, PlayerEvent, Sound, cue};
use crate::rehearsal::command::{HearItem, HearList, Heard, Listen, Place, Playback};
use crate::rehearsal::devices::{Devices, clip};
use crate::rehearsal::handle::Msg;
use crate::voice::{UtteranceId, VoiceEvent};

/// Things that are prepared or handed over while one is heard. Two, so that a very short one between two
/// long ones makes no hole.
const AHEAD: usize = 2;

/// Plays a list, one thing after the other.
pub(super) struct Listening {
    /// For what is done on other threads.
    tell: SyncSender<Msg>,
    /// What the microphone check recorded.
    check: PathBuf,
    list: Vec<HearItem>,
    gap: Duration,
    /// Place of the next to be prepared.
    next: usize,
    /// From what is heard on, in order. At most one is being prepared: the last.
    entries: VecDeque<Entry>,
    /// When the last that has ended did so.
    ended: Option<Instant>,
    /// Paused while the player had nothing to pause.
    is_held: bool,
    listen: Listen,
    /// Whether some recording of the list has got what is repeated and passed over.
    is_bound: bool,
    /// For the user.
    sentences: Vec<String>,
}

impl Listening {
    pub(super) fn new(tell: SyncSender<Msg>, check: PathBuf) -> Self {
        Self {
            tell,
            check,
            list: Vec::new(),
            gap: Duration::ZERO,
            next: 0,
            entries: VecDeque::new(),
            ended: None,
            is_held: false,
            listen: Listen::default(),
            is_bound: false,
            sentences: Vec::new(),
        }
    }

    /// Begins with the first of the list; what played before is silent at once.
    pub(super) fn start(&mut self, list: HearList, devices: &Devices) {
        self.stop(devices);
        (self.list, self.gap) = (list.items, list.gap);
        self.prepare(devices);
    }

    /// Silence, and nothing to come.
    pub(super) fn stop(&mut self, devices: &Devices) {
        self.list.clear();
        (self.next, self.ended, self.is_held, self.is_bound) = (0, None, false, false);
        if !self.entries.is_empty() {
            self.entries.clear();
            devices.hush();
        }
    }

    /// Whether something is heard or about to be.
    pub(super) fn is_busy(&self) -> bool {
        !self.entries.is_empty()
    }

    /// Whether it is paused.
    pub(super) fn is_held(&self) -> bool {
        self.is_held
    }

    /// What the user should know.
    pub(super) fn take_sentences(&mut self) -> Vec<String> {
        std::mem::take(&mut self.sentences)
    }

    /// Pauses or goes on.
    pub(super) fn pause(&mut self, is_paused: bool, devices: &Devices) {
        if !self.is_busy() {
            return;
        }
        self.is_held = is_paused;
        if is_paused { devices.player.pause() } else { devices.player.resume() }
    }

    /// Goes to a time of what is heard or about to be.
    pub(super) fn seek(&mut self, to: Duration, devices: &Devices) {
        if devices.player.status().playing.is_some() {
            devices.player.seek(to);
        } else if let Some(entry) =
            self.entries.iter_mut().find(|entry| entry.stage == Stage::Preparing)
        {
            entry.item.from = Place::At(to);
        }
    }

    /// From now on recordings are heard like this. What is repeated or passed over is meant for the one that
    /// is heard, or else for the next one.
    pub(super) fn listen_with(&mut self, listen: Listen, devices: &Devices) {
        self.listen = listen;
        self.is_bound = false;
        let heard = devices.player.status().playing;
        let from = self.entries.iter().position(|entry| Some(entry.play_id()) == heard);
        for (index, entry) in self.entries.iter_mut().enumerate() {
            let may_be = index >= from.unwrap_or(0) && entry.is_take() && !entry.is_over();
            entry.is_at_hand = may_be && !self.is_bound;
            self.is_bound |= entry.is_at_hand;
            if entry.stage == Stage::Handed {
                devices.player.change(entry.play_id(), entry.options(&self.listen));
                measure(entry, &self.listen, &self.tell);
            }
        }
    }

    /// How loud something is that plays.
    pub(super) fn measured(&mut self, id: u64, loudness: Loudness, devices: &Devices) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.id == id) {
            entry.loudness = loudness;
            if entry.stage == Stage::Handed {
                devices.player.change(entry.play_id(), entry.options(&self.listen));
            }
        }
    }

    /// A sound was opened, or can't be: then the list goes on with the rest.
    pub(super) fn loaded(&mut self, id: u64, loaded: Result<Loaded, String>, devices: &Devices) {
        let Some(entry) = self.entries.iter_mut().find(|entry| entry.id == id) else { return };
        match loaded {
            Ok(Loaded { sound, loudness }) => {
                if loudness != Loudness::Unknown {
                    entry.loudness = loudness;
                }
                self.hand_over(id, sound, devices);
            }
            Err(why) => {
                self.entries.retain(|entry| entry.id != id);
                self.sentences.push(why);
                self.prepare(devices);
            }
        }
    }

    /// What the voice reports.
    pub(super) fn on_voice(&mut self, event: &VoiceEvent, at: Instant, devices: &Devices) {
        let (VoiceEvent::Rendered { id: UtteranceId(id), .. }
        | VoiceEvent::NotRendered { id: UtteranceId(id) }
        | VoiceEvent::Began(UtteranceId(id), _)
        | VoiceEvent::Ended { id: UtteranceId(id), .. }
        | VoiceEvent::Silent { id: UtteranceId(id), .. }) = event
        else {
            return;
        };
        let Some(entry) = self.entries.iter_mut().find(|entry| entry.id == *id) else { return };
        match event {
            VoiceEvent::Rendered { samples, rate, stretch, .. } => {
                let sound = clip(Arc::clone(samples), *rate);
                entry.stretch = *stretch;
                self.rendered(*id, sound, devices);
            }
            VoiceEvent::NotRendered { .. } => entry.stage = Stage::ToSay,
            VoiceEvent::Began(..) => entry.stage = Stage::Said,
            _ => {
                entry.stage = Stage::Over(at);
                self.ended = Some(at);
                self.prepare(devices);
            }
        }
    }

    /// What the loudspeaker reports; a failure ends the whole list.
    pub(super) fn on_player(&mut self, event: &PlayerEvent, devices: &Devices) {
        let (PlayerEvent::Started(PlayId(id))
        | PlayerEvent::Ended(PlayId(id), _)
        | PlayerEvent::Failed(PlayId(id), _)) = event;
        let Some(index) = self.entries.iter().position(|entry| entry.id == *id) else { return };
        match event {
            PlayerEvent::Started(_) => drop(self.entries.drain(..index)),
            PlayerEvent::Ended(_, at) => {
                if let Some(entry) = self.entries.get_mut(index) {
                    entry.stage = Stage::Over(*at);
                }
                self.ended = Some(*at);
            }
            PlayerEvent::Failed(..) => return self.stop(devices),
        }
        self.prepare(devices);
    }

    /// What time brings.
    pub(super) fn tick(&mut self, now: Instant, devices: &Devices) {
        let is_over = |entry: &Entry| matches!(entry.stage, Stage::Over(at) if at <= now);
        if self.entries.iter().all(is_over) && self.next >= self.list.len() {
            self.entries.clear();
            return self.stop(devices);
        }
        let due = self.ended.is_none_or(|ended| ended + self.gap <= now);
        let next = self.entries.iter_mut().find(|entry| !is_over(entry));
        let Some(entry) = next.filter(|entry| entry.stage == Stage::ToSay) else { return };
        if due && !self.is_held {
            entry.stage = Stage::Said;
            if let Heard::Text { parts, persona, speed } = &entry.item.what {
                devices.say_as(entry.id, parts.clone(), *persona, *speed);
            }
        }
    }

    /// What to show of it.
    pub(super) fn playback(&self, devices: &Devices) -> Playback {
        let status = devices.player.status();
        let heard = self.entries.iter().find(|entry| status.playing == Some(entry.play_id()));
        let next = || self.entries.iter().find(|entry| !entry.is_over());
        let Some(entry) = heard.or_else(next).or_else(|| self.entries.back()) else {
            return Playback::default();
        };
        Playback {
            what: Some(entry.item.what.clone()),
            place: entry.place,
            position: match heard {
                Some(_) => status.position,
                None if entry.is_over() => Duration::ZERO,
                // Until it is heard: where it will begin.
                None => entry.options(&self.listen).from,
            },
            length: entry.length,
            paused: self.is_held,
        }
    }

    /// Gets the next of the list ready, unless enough is.
    fn prepare(&mut self, devices: &Devices) {
        while self.entries.iter().filter(|entry| !entry.is_over()).count() <= AHEAD {
            // What is prepared or said now decides when the next is due, and the voice does one thing at a
            // time.
            let is_busy = |entry: &Entry| !entry.is_over() && entry.stage != Stage::Handed;
            if self.entries.iter().any(is_busy) {
                return;
            }
            let Some(item) = self.list.get(self.next).cloned() else { return };
            let entry = Entry::new(devices.fresh(), self.next, item);
            self.next += 1;
            self.begin(entry, devices);
        }
    }

    /// Sets about getting one ready.
    fn begin(&mut self, mut entry: Entry, devices: &Devices) {
        entry.is_at_hand = entry.is_take() && !self.is_bound;
        self.is_bound |= entry.is_at_hand;
        let (id, what) = (entry.id, entry.item.what.clone());
        let is_first = entry.place == 0;
        if let Some(path) = loading::recording(&what, &self.check) {
            let found = Found::File(path);
            entry.found = Some(found.clone());
            let is_due = entry.wants_measuring(&self.listen);
            self.entries.push_back(entry);
            self.load(id, found, is_due);
            return;
        }
        self.entries.push_back(entry);
        match what {
            // The first may be heard as soon as it can be, by whatever voice.
            Heard::Text { parts, persona, speed } if is_first => {
                devices.say_as(id, parts, persona, speed);
            }
            Heard::Text { parts, persona, speed } => devices.prepare(id, parts, persona, speed),
            _ => self.hand_over(id, cue::chime().into(), devices),
        }
    }

    fn load(&mut self, id: u64, found: Found, is_due: bool) {
        if let Err(problem) = loading::load(&self.tell, id, found, is_due) {
            // None of the rest could be read either.
            self.list.clear();
            self.entries.retain(|entry| entry.id != id);
            let sentence = format!("The recording can't be read now; try again. ({problem})");
            self.sentences.push(sentence);
        }
    }

    /// The voice has given samples.
    fn rendered(&mut self, id: u64, sound: Clip, devices: &Devices) {
        let Some(entry) = self.entries.iter_mut().find(|entry| entry.id == id) else { return };
        let found = Found::Clip(sound.clone());
        entry.found = Some(found.clone());
        entry.stage = Stage::Preparing;
        if entry.wants_measuring(&self.listen) {
            self.load(id, found, true);
        } else {
            self.hand_over(id, sound.into(), devices);
        }
    }

    /// Gives a sound to the player: at once, or behind what it has, after the gap.
    fn hand_over(&mut self, id: u64, sound: Sound, devices: &Devices) {
        let is_behind = self.entries.iter().any(|entry| entry.stage == Stage::Handed);
        let Some(entry) = self.entries.iter_mut().find(|entry| entry.id == id) else { return };
        entry.length = sound.duration();
        entry.stage = Stage::Handed;
        // Wished for only while it was opened.
        measure(entry, &self.listen, &self.tell);
        let (id, options) = (entry.play_id(), entry.options(&self.listen));
        match self.ended {
            _ if is_behind => devices.player.follow(id, sound, options, self.gap),
            // It comes late: some of the gap, or all of it, is over.
            Some(ended) => {
                let left = self.gap.saturating_sub(ended.elapsed());
                devices.player.follow(id, sound, options, left);
            }
            None => devices.player.play(id, sound, options),
        }
        if self.is_held {
            devices.player.pause();
        }
        self.prepare(devices);
    }
}

/// Finds out how loud something is that plays already, once.
fn measure(entry: &mut Entry, listen: &Listen, tell: &SyncSender<Msg>) {
    if !entry.wants_measuring(listen) {
        return;
    }
    let Some(found) = entry.found.clone() else { return };
    entry.loudness = Loudness::Asked;
    if let Err(problem) = loading::measure(tell, entry.id, found) {
        log::warn!("{problem}");
    }
}
