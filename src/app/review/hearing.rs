//! What is heard in the review: lists of questions, takes and model answers, and where listening was left.

use std::sync::Arc;
use std::time::Duration;

use crate::analysis::MeasureId;
use crate::app::cue::Cue;
use crate::app::desk::Desk;
use crate::app::flip::Flip;
use crate::app::lists::{self, Piece};
use crate::app::review_model::length;
use crate::rehearsal::{self, Command, HearItem, HearList, Listen, Place, Rehearsal, Snapshot};
use crate::ui::review::{Heard, Listening, Playback, Repeat, ReviewTake, Through};

use super::ReviewDesk;

/// So near to its end, a take that ends was heard to its end.
const NEARLY: Duration = Duration::from_secs(2);

/// What the director was last asked to play, and what of it is heard.
#[derive(Debug, Default)]
pub(super) struct Hearing {
    /// In order.
    list: Vec<Piece>,
    /// What the director calls each of them.
    sounds: Vec<rehearsal::Heard>,
    /// The place in the list of what plays, or is paused.
    playing: Option<usize>,
    /// Whether any of it was heard yet: the director needs a moment to begin.
    began: bool,
    cue: Cue,
    /// How the director was last told to play.
    told: Option<Listen>,
    repeat: Option<Repeat>,
}

impl Hearing {
    /// Forgets what was played; what the director was told stays told.
    pub(super) fn clear(&mut self) {
        *self = Self { told: self.told.take(), ..Self::default() };
    }

    /// What plays, or is paused.
    pub(super) fn playing(&self) -> Option<&Piece> {
        self.list.get(self.playing?)
    }

    /// The take that is heard, or is heard next.
    fn at_hand(&self) -> Option<usize> {
        self.list.iter().skip(self.playing.unwrap_or(0)).find_map(Piece::take)
    }
}

impl ReviewDesk {
    /// Shows where the playing is, and keeps where it was left.
    pub(super) fn follow_playback(
        &mut self,
        snapshot: &Snapshot,
        rehearsal: &Rehearsal,
        desk: &Desk,
    ) {
        let shown = &snapshot.playback;
        let place = Some(shown.place).filter(|place| {
            // For a moment the director still plays what it played before.
            shown.what.is_some() && self.hearing.sounds.get(*place) == shown.what.as_ref()
        });
        if self.hearing.playing != place {
            self.moved_on(place, desk);
        }
        if self.hearing.began && shown.what.is_none() {
            self.hearing.list.clear();
            self.hearing.sounds.clear();
            self.hearing.began = false;
        }
        let playing = Playback {
            what: self.hearing.playing().map(|piece| piece.what),
            position: shown.position,
            length: shown.length,
            paused: shown.paused,
        };
        let session = self.session.as_ref();
        let takes = session.map_or(&[][..], |session| &session.takes);
        self.model.playback = self.hearing.cue.shown(playing, |take| {
            takes.get(take).map(|take| length(&take.record)).unwrap_or_default()
        });
        self.model.listening = self.listening(desk);
        self.tell(rehearsal, desk);
    }

    /// Something else is heard than before, without having been asked for: what was heard has ended.
    fn moved_on(&mut self, place: Option<usize>, desk: &Desk) {
        let ended = self.hearing.playing().filter(|piece| piece.is_kept).and_then(Piece::take);
        self.hearing.playing = place;
        self.hearing.began |= place.is_some();
        let before = self.model.playback;
        if let Some(take) = ended.filter(|take| before.what == Some(Heard::Take(*take))) {
            let at_end = before.position.saturating_add(NEARLY) >= before.length;
            self.leave_at(take, (!at_end).then_some(before.position), desk);
        }
    }

    /// How things are heard, as the screen shows it.
    fn listening(&self, desk: &Desk) -> Listening {
        let settings = &desk.settings.listening;
        let hearing = &self.hearing;
        let piece = hearing.playing().or_else(|| hearing.list.first());
        Listening {
            speed_percent: (settings.speed * 100.0).round() as u32,
            skip_silences: settings.skip_silences,
            repeat: hearing.repeat,
            through: piece.and_then(|piece| {
                let (question, take) = piece.through?;
                Some(Through { question, take })
            }),
        }
    }

    /// Tells the director how to play, if that has changed.
    pub(super) fn tell(&mut self, rehearsal: &Rehearsal, desk: &Desk) {
        let settings = &desk.settings.listening;
        let at_hand = self.hearing.at_hand();
        let repeat = self.hearing.repeat.filter(|repeat| Some(repeat.take) == at_hand);
        let skip = at_hand.filter(|_| settings.skip_silences).and_then(|take| {
            let take = self.shown_take(take)?;
            Some(lists::silences(take.measures.as_ref()?, take.length))
        });
        let listen = Listen {
            speed: settings.speed,
            match_levels: settings.match_levels,
            repeat: repeat.map(|repeat| (repeat.from, repeat.to)),
            skip: skip.map_or_else(|| Arc::from([]), Arc::from),
        };
        let is_new = self.hearing.told.as_ref() != Some(&listen);
        if is_new && rehearsal.send(Command::ListenWith(listen.clone())) {
            self.hearing.told = Some(listen);
        }
    }

    /// Plays a list in place of what was heard.
    pub(super) fn start(&mut self, list: Vec<Piece>, rehearsal: &Rehearsal, desk: &Desk) {
        self.keep_place(desk);
        let repeat = self.hearing.repeat.filter(|repeat| {
            matches!(list.as_slice(), [only] if only.what == Heard::Take(repeat.take) && only.is_kept)
        });
        self.hearing.clear();
        self.hearing.repeat = repeat;
        let mut items = Vec::new();
        for piece in list {
            let Some(what) = self.sound(piece.what, &piece.question, desk) else { continue };
            let loudness = piece.take().and_then(|take| self.loudness(take));
            self.hearing.sounds.push(what.clone());
            let (from, until) = (piece.from, piece.until);
            items.push(HearItem { what, from, until, loudness_lufs: loudness });
            self.hearing.list.push(piece);
        }
        let gap = Duration::try_from_secs_f32(desk.settings.listening.gap_secs).unwrap_or_default();
        self.tell(rehearsal, desk);
        rehearsal.send(match items.is_empty() {
            true => Command::StopPlayback,
            false => Command::HearAll(HearList { items, gap }),
        });
    }

    /// Plays one thing: from where it is paused, from where its playhead rests, or from its beginning.
    pub(super) fn play(&mut self, what: Heard, question: &str, rehearsal: &Rehearsal, desk: &Desk) {
        let playing = self.model.playback;
        if playing.paused && playing.what == Some(what) {
            self.resume(rehearsal, desk);
            return;
        }
        let left = match what {
            Heard::Take(take) => self.left_at(take).saturating_sub(rewind(desk)),
            _ => Duration::ZERO,
        };
        let piece = Piece::new(what, question).from(Place::At(left));
        self.start(vec![piece], rehearsal, desk);
    }

    /// Goes on from where the playhead rests.
    pub(super) fn resume(&mut self, rehearsal: &Rehearsal, desk: &Desk) {
        if let Some((take, from)) = self.hearing.cue.take_placed() {
            self.model.playback = Playback::default();
            let piece = Piece::new(Heard::Take(take), "").from(Place::At(from));
            self.start(vec![piece], rehearsal, desk);
            return;
        }
        if let Some(to) = self.hearing.cue.take_resumed(rewind(desk)) {
            rehearsal.send(Command::Seek(to));
        }
        rehearsal.send(Command::PausePlayback(false));
    }

    /// Stops for now.
    pub(super) fn pause(&mut self, rehearsal: &Rehearsal, desk: &Desk) {
        self.hearing.cue.pause(self.model.playback.position);
        rehearsal.send(Command::PausePlayback(true));
        self.keep_place(desk);
    }

    /// Stops, and keeps where.
    pub(super) fn stop(&mut self, rehearsal: &Rehearsal, desk: &Desk) {
        self.keep_place(desk);
        self.hearing.clear();
        // What else is asked for in the same frame finds silence.
        self.model.playback = Playback::default();
        rehearsal.send(Command::StopPlayback);
    }

    /// Moves the playhead; what plays goes on from there, what does not stays at rest.
    pub(super) fn seek(&mut self, take: usize, to: Duration, rehearsal: &Rehearsal, desk: &Desk) {
        let plays = self.hearing.playing().and_then(Piece::take) == Some(take);
        if plays {
            self.hearing.cue.moved();
            rehearsal.send(Command::Seek(to));
        } else {
            let repeat = self.hearing.repeat;
            let placed = self.model.playback.what == Some(Heard::Take(take));
            if !placed {
                self.keep_place(desk);
            }
            self.hearing.clear();
            self.hearing.repeat = repeat;
            rehearsal.send(Command::StopPlayback);
            self.hearing.cue.place(take, to);
        }
    }

    /// Hears a stretch again and again, or no longer.
    pub(super) fn repeat(&mut self, repeat: Option<Repeat>, rehearsal: &Rehearsal, desk: &Desk) {
        self.hearing.repeat = repeat;
        self.tell(rehearsal, desk);
    }

    /// From the take to the matching place of the model answer, or back.
    pub(super) fn flip(&mut self, take: usize, question: &str, rehearsal: &Rehearsal, desk: &Desk) {
        let Some(one) = self.session.as_ref().and_then(|session| session.takes.get(take)) else {
            return;
        };
        let flip = Flip::of(length(&one.record), &one.record.marks);
        let playback = self.model.playback;
        let piece = if playback.what == Some(Heard::Model) {
            let way = playback.length.as_secs_f64();
            let share = if way > 0.0 { playback.position.as_secs_f64() / way } else { 0.0 };
            Piece::new(Heard::Take(take), question).from(Place::At(flip.take_place(share)))
        } else {
            let heard = playback.what == Some(Heard::Take(take));
            let at = if heard { playback.position } else { self.left_at(take) };
            Piece::new(Heard::Model, question).from(Place::Share(flip.model_share(at)))
        };
        self.start(vec![piece], rehearsal, desk);
    }

    /// Keeps where the take that is heard, or rests, was left.
    fn keep_place(&mut self, desk: &Desk) {
        let playback = self.model.playback;
        let Some(Heard::Take(take)) = playback.what else { return };
        if self.hearing.playing().is_none_or(|piece| piece.is_kept) {
            let inside = !playback.position.is_zero() && playback.position < playback.length;
            self.leave_at(take, inside.then_some(playback.position), desk);
        }
    }

    fn leave_at(&mut self, take: usize, at: Option<Duration>, desk: &Desk) {
        // Tenths are enough to find the place again.
        let secs = at.map(|at| (at.as_secs_f64() * 10.0).round() / 10.0);
        let takes = self.session.as_ref().map_or(&[][..], |session| &session.takes);
        if takes.get(take).is_some_and(|take| take.record.position_secs != secs) {
            self.change(take, desk, move |record| record.position_secs = secs);
        }
    }

    fn left_at(&self, take: usize) -> Duration {
        self.shown_take(take).and_then(|take| take.left_at).unwrap_or_default()
    }

    fn loudness(&self, take: usize) -> Option<f64> {
        self.shown_take(take)?.measures.as_ref()?.value(MeasureId::Loudness)?.ok()
    }

    pub(super) fn shown_take(&self, key: usize) -> Option<&ReviewTake> {
        let takes = self.model.questions.iter().flat_map(|question| &question.takes);
        takes.into_iter().find(|take| take.key == key)
    }
}

/// How far playing goes back when it goes on.
fn rewind(desk: &Desk) -> Duration {
    Duration::try_from_secs_f32(desk.settings.rewind_secs).unwrap_or_default()
}
