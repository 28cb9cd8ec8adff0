//! What plays and what follows it: sounds laid into the ring end to end, and taken back when something
//! changes.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::audio::api::{PlayId, PlayOptions, PlayerEvent};
use crate::audio::speaker::callback::Heard;
use crate::audio::speaker::position::{PlayerView, Segment, heard_before, segment_at};
use crate::audio::speaker::render::Render;
use crate::audio::speaker::sound::Sound;
use crate::audio::speaker::stream::Live;
use crate::units::Frames;

/// Sound that is rendered before the first of it is handed over.
const HEAD_START: Duration = Duration::from_millis(100);

/// How long the ring is filled at a stretch. A machine too busy to render as fast as the device takes would
/// never be done, and orders would wait for the end of the sound.
const FEEDING: Duration = Duration::from_millis(50);

/// One sound.
pub(super) struct Item {
    id: PlayId,
    sound: Sound,
    options: PlayOptions,
    /// Silence before it.
    gap: Duration,
    has_started: bool,
    laid: Option<Laid>,
}

/// A sound whose frames are in the ring, or on their way there.
struct Laid {
    render: Render,
    /// Number of its first frame.
    first: u64,
    /// Number of the frame behind its last, once all are rendered.
    end: Option<u64>,
}

impl Item {
    pub(super) fn new(id: PlayId, sound: Sound, options: PlayOptions, gap: Duration) -> Self {
        Self { id, sound, options, gap, has_started: false, laid: None }
    }

    /// Where it begins.
    fn begins(&self) -> Duration {
        self.options.from.min(self.sound.duration())
    }
}

/// How the first of the sounds stands.
enum State {
    /// Waiting for a stream, or for the first piece to be rendered.
    Due,
    Sounding,
    /// The callback has been told to stop; it says where it did.
    Stopping {
        then_resume: bool,
    },
    Paused,
}

/// Sounds that are heard one after the other; never empty but for a moment.
pub(super) struct Playing {
    /// The first is heard now.
    items: VecDeque<Item>,
    /// Where the first begins, goes on, or rests.
    position: Duration,
    state: State,
    /// What is in the ring, in order.
    segments: VecDeque<Segment>,
    /// Rendered, but not yet in the ring.
    rendered: Vec<f32>,
    /// Which of the items is being rendered.
    rendering: usize,
    /// Frames before this number are not ours, or no longer of interest.
    since: u64,
    /// The last of our frames that the device took.
    heard: Option<Heard>,
    /// This one is laid as it was meant to be played before.
    changed: Option<PlayId>,
}

impl Playing {
    pub(super) fn new(item: Item) -> Self {
        Self {
            position: item.begins(),
            items: VecDeque::from([item]),
            state: State::Due,
            segments: VecDeque::new(),
            rendered: Vec::new(),
            rendering: 0,
            since: 0,
            heard: None,
            changed: None,
        }
    }

    /// Adds a sound behind the others.
    pub(super) fn follow(&mut self, item: Item) {
        self.items.push_back(item);
    }

    pub(super) fn is_over(&self) -> bool {
        self.items.is_empty()
    }

    pub(super) fn is_due(&self) -> bool {
        matches!(self.state, State::Due)
    }

    pub(super) fn is_paused(&self) -> bool {
        matches!(self.state, State::Paused)
    }

    /// Paused, or about to be.
    pub(super) fn is_resting(&self) -> bool {
        matches!(self.state, State::Paused | State::Stopping { then_resume: false })
    }

    /// The first of the sounds.
    pub(super) fn id(&self) -> Option<PlayId> {
        self.items.front().map(|item| item.id)
    }

    /// How long nothing needs to be done but keeping the ring full; `None` if that is not all.
    pub(super) fn ends_in(&self, live: &Live, now: Instant) -> Option<Duration> {
        let (State::Sounding, Some(laid)) = (&self.state, self.items.front()?.laid.as_ref()) else {
            return None;
        };
        let at = heard_before(self.heard?, laid.end?, live.end.shape.frames_per_sec())?;
        Some(at.saturating_duration_since(now))
    }

    /// The first comes to rest at the place that is heard. What was over by then is told of.
    pub(super) fn interrupt(
        &mut self,
        view: &PlayerView,
        now: Instant,
        tell: &dyn Fn(PlayerEvent),
    ) {
        if let Some((id, position)) = view.position(now) {
            let index = self.items.iter().position(|item| item.id == id).unwrap_or(0);
            self.take_back(index, position, now, tell);
        }
        self.state = if self.is_resting() { State::Paused } else { State::Due };
        self.rest(view);
    }

    pub(super) fn pause(&mut self, live: Option<&Live>) {
        self.state = match (&self.state, live) {
            (State::Sounding, Some(live)) => {
                live.discard();
                State::Stopping { then_resume: false }
            }
            (State::Stopping { .. }, _) => State::Stopping { then_resume: false },
            _ => State::Paused,
        };
    }

    pub(super) fn resume(&mut self) {
        match &mut self.state {
            State::Paused => self.state = State::Due,
            State::Stopping { then_resume } => *then_resume = true,
            State::Due | State::Sounding => {}
        }
    }

    /// Goes to a place of what is heard.
    pub(super) fn seek(
        &mut self,
        to: Duration,
        live: Option<&mut Live>,
        view: &PlayerView,
        now: Instant,
        tell: &dyn Fn(PlayerEvent),
    ) {
        let index = view
            .position(now)
            .and_then(|(id, _)| self.items.iter().position(|item| item.id == id))
            .unwrap_or(0);
        let length = self.items.get(index).map_or(Duration::ZERO, |item| item.sound.duration());
        let was_sounding = matches!(self.state, State::Sounding);
        let is_resting = self.is_resting();
        self.take_back(index, to.min(length), now, tell);
        if let Some(first) = self.items.front_mut() {
            first.gap = Duration::ZERO;
        }
        self.state = if is_resting { State::Paused } else { State::Due };
        self.rest(view);
        match live {
            // What follows is in the ring before the cut is made: nobody hears a hole.
            Some(live) if was_sounding => {
                let cut = live.written();
                self.begin(live);
                live.cut(cut, None);
            }
            Some(live) => live.discard(),
            None => {}
        }
    }

    /// Plays a sound of ours in another manner. Where it begins and ends is not changed.
    pub(super) fn change(&mut self, id: PlayId, options: PlayOptions, live: Option<&mut Live>) {
        let Some(index) = self.items.iter().position(|item| item.id == id) else { return };
        let Some(item) = self.items.get_mut(index) else { return };
        let (from, until) = (item.options.from, item.options.until);
        let options = PlayOptions { from, until, ..options };
        if item.options == options {
            return;
        }
        item.options = options;
        if item.laid.is_some() {
            self.changed = Some(id);
        }
        if let Some(live) = live {
            self.lay_changed(live);
        }
    }

    /// Lays everything anew from the place that the device takes next, if what was changed is not over by
    /// then. Only when the device has followed the last cut: orders may come faster than its blocks.
    fn lay_changed(&mut self, live: &mut Live) {
        if !matches!(self.state, State::Sounding) || live.is_cutting() {
            return;
        }
        let Some(id) = self.changed.take() else { return };
        let Some(index) = self.items.iter().position(|item| item.id == id) else { return };
        let from = live.taken();
        let Some(segment) = segment_at(self.segments.iter(), from as f64) else { return };
        let Some(now) = self.items.iter().position(|item| item.id == segment.id) else { return };
        let is_over = |item: &Item| {
            item.laid.as_ref().is_some_and(|laid| laid.end.is_some_and(|end| end <= from))
        };
        let (index_to_lay, place) = match self.items.get(now) {
            Some(item) if is_over(item) => {
                // In the gap behind it, of which a part is still to come.
                let next = self.items.get(now + 1).and_then(|item| item.laid.as_ref());
                let Some(next) = next else { return };
                (now + 1, Place::AfterGap(next.first.saturating_sub(from)))
            }
            Some(item) => match item.laid.as_ref().map(|laid| laid.first.saturating_sub(from)) {
                // In the gap before the first of all.
                Some(left) if left > 0 => (now, Place::AfterGap(left)),
                _ => (now, Place::At(segment.time_of(from as f64))),
            },
            None => return,
        };
        if index < index_to_lay {
            return;
        }
        let cut = live.written();
        let old = segment.secs_per_frame;
        self.segments.retain(|segment| segment.first <= from);
        self.lay(index_to_lay, place, false, live);
        let new = self.segments.back().map_or(0.0, |segment| segment.secs_per_frame);
        let ratio = if old > 0.0 && new > 0.0 { old / new } else { 1.0 };
        self.hand_over(live);
        live.cut(cut, Some((from, ratio)));
    }

    /// Starts the first sound at the current position.
    fn begin(&mut self, live: &mut Live) {
        (self.since, self.heard) = (live.written(), None);
        self.segments.clear();
        self.state = State::Sounding;
        let gap = self.items.front().map_or(Duration::ZERO, |item| item.gap);
        let is_new = self.items.front().is_some_and(|item| !item.has_started);
        if is_new && !gap.is_zero() {
            let frames = Frames::in_duration(gap, live.end.shape.rate).0;
            self.lay(0, Place::AfterGap(frames), true, live);
        } else {
            self.lay(0, Place::At(self.position), true, live);
        }
        self.hand_over(live);
    }

    /// Renders a head start and writes it: the device begins as soon as anything is there.
    fn hand_over(&mut self, live: &mut Live) {
        let head_start = live.end.shape.frames_in(HEAD_START);
        while self.rendered.len() < head_start && self.render_more(live) {}
        live.write_in_place(head_start, &mut self.rendered);
    }

    /// Begins to lay an item at the next frame to be written; those behind it are taken back.
    fn lay(&mut self, index: usize, place: Place, is_soft: bool, live: &Live) {
        self.rendered.clear();
        for item in self.items.iter_mut().skip(index) {
            item.laid = None;
        }
        self.rendering = index;
        let next = live.written();
        match place {
            Place::At(position) => self.lay_item(position, is_soft, next, live),
            Place::AfterGap(frames) => self.lay_after_gap(frames, next, live),
        }
    }

    /// Silence, and then the item that is to be rendered, from its beginning.
    fn lay_after_gap(&mut self, frames: u64, next: u64, live: &Live) {
        let before = self.rendering.checked_sub(1).and_then(|index| self.items.get(index));
        let Some(item) = self.items.get(self.rendering) else { return };
        let begins = item.begins();
        if frames > 0 {
            let last = self.segments.back().map(|last| last.time_of(next as f64));
            let (whose, at) = match before.zip(last) {
                Some((before, end)) => (before, end),
                None => (item, begins),
            };
            let (id, length) = (whose.id, whose.sound.duration());
            self.segments.push_back(Segment {
                id,
                first: next,
                begins: at,
                secs_per_frame: 0.0,
                length,
            });
            let silence = usize::try_from(frames).unwrap_or(usize::MAX);
            self.rendered.resize(self.rendered.len() + silence, 0.0);
        }
        self.lay_item(begins, true, next + frames, live);
    }

    fn lay_item(&mut self, from: Duration, is_soft: bool, first: u64, live: &Live) {
        let Some(item) = self.items.get_mut(self.rendering) else { return };
        let rate = live.end.shape.rate;
        let render = Render::new(&item.sound, &item.options, from, rate, is_soft);
        item.laid = Some(Laid { render, first, end: None });
        self.note_runs(live);
    }

    /// Writes down which frames belong to which stretch of the sound that is rendered.
    fn note_runs(&mut self, live: &Live) {
        let Some(item) = self.items.get_mut(self.rendering) else { return };
        let Some(laid) = item.laid.as_mut() else { return };
        while let Some(run) = laid.render.pop_run() {
            self.segments.push_back(Segment {
                id: item.id,
                first: laid.first + run.first,
                begins: run.begins,
                secs_per_frame: Render::secs_per_frame(&item.options, live.end.shape.rate),
                length: item.sound.duration(),
            });
        }
    }

    /// Appends frames to `self.rendered`; `false` when there are none left.
    fn render_more(&mut self, live: &Live) -> bool {
        let Some(item) = self.items.get_mut(self.rendering) else { return false };
        let next = live.written() + self.rendered.len() as u64;
        let Some(laid) = item.laid.as_mut() else {
            let gap = Frames::in_duration(item.gap, live.end.shape.rate).0;
            self.lay_after_gap(gap, next, live);
            return true;
        };
        if laid.render.render(&mut item.sound, &mut self.rendered) {
            self.note_runs(live);
        } else {
            laid.end = Some(next);
            self.rendering += 1;
        }
        true
    }

    /// Everything that time brings; `tell` is told what happened.
    pub(super) fn go_on(
        &mut self,
        live: &mut Live,
        view: &PlayerView,
        now: Instant,
        tell: &dyn Fn(PlayerEvent),
    ) {
        match self.state {
            State::Paused => {
                while live.end.heard.pop().is_ok() {}
                return;
            }
            State::Stopping { then_resume } => {
                let Some(frame) = live.discarded_from() else { return };
                while live.end.heard.pop().is_ok() {}
                if let Some(segment) = segment_at(self.segments.iter(), frame as f64) {
                    let index = self.items.iter().position(|item| item.id == segment.id);
                    let position = segment.time_of(frame as f64);
                    self.take_back(index.unwrap_or(0), position, now, tell);
                }
                self.state = if then_resume { State::Due } else { State::Paused };
                self.rest(view);
                return;
            }
            State::Due if live.is_awake(now) => self.begin(live),
            State::Due => return,
            State::Sounding => self.lay_changed(live),
        }
        self.listen(live, view);
        self.feed(live);
        self.report(live, view, now, tell);
    }

    /// Reads what the device has taken.
    fn listen(&mut self, live: &mut Live, view: &PlayerView) {
        while let Ok(block) = live.end.heard.pop() {
            if block.first >= self.since {
                self.heard = Some(block);
            }
        }
        // What was heard before the last block is over.
        let heard_from = self.heard.map_or(0, |heard| heard.first);
        while self.segments.get(1).is_some_and(|second| second.first <= heard_from) {
            self.segments.pop_front();
        }
        view.sounds(self.segments.iter(), self.heard, live.end.shape.frames_per_sec());
    }

    /// Fills the ring, or as much of it as there is time for.
    fn feed(&mut self, live: &mut Live) {
        let since = Instant::now();
        while live.room() > 0 && since.elapsed() < FEEDING {
            if self.rendered.is_empty() && !self.render_more(live) {
                return;
            }
            live.write(&mut self.rendered);
        }
    }

    /// Tells which sounds have begun and ended.
    fn report(&mut self, live: &Live, view: &PlayerView, now: Instant, tell: &dyn Fn(PlayerEvent)) {
        let reached = self.heard.map_or(0, |heard| heard.first + heard.frames);
        while let Some(item) = self.items.front_mut() {
            let Some(laid) = item.laid.as_ref() else { return };
            if reached > laid.first && !item.has_started {
                item.has_started = true;
                tell(PlayerEvent::Started(item.id));
            }
            let Some(end) = laid.end else { return };
            let at = self
                .heard
                .and_then(|heard| heard_before(heard, end, live.end.shape.frames_per_sec()))
                // Nothing was left of it to be heard.
                .or_else(|| (live.taken() >= end && !live.is_cutting()).then_some(now));
            let Some(at) = at.filter(|at| *at <= now) else { return };
            let event = match laid.render.failure() {
                Some(why) => PlayerEvent::Failed(item.id, why.to_owned()),
                None => PlayerEvent::Ended(item.id, at),
            };
            self.items.pop_front();
            self.rendering = self.rendering.saturating_sub(1);
            if self.items.is_empty() {
                // Whoever is told finds nothing playing any more.
                view.rest_at(None);
            }
            tell(event);
        }
    }

    /// Takes everything out of the ring that is still in it. What lies before `index` is over; that one goes
    /// on at `position`.
    fn take_back(
        &mut self,
        index: usize,
        position: Duration,
        now: Instant,
        tell: &dyn Fn(PlayerEvent),
    ) {
        for item in self.items.drain(..index.min(self.items.len())) {
            if !item.has_started {
                tell(PlayerEvent::Started(item.id));
            }
            tell(PlayerEvent::Ended(item.id, now));
        }
        for item in &mut self.items {
            item.laid = None;
        }
        self.segments.clear();
        self.rendered.clear();
        (self.heard, self.changed) = (None, None);
        self.position = position;
    }

    /// Shows the first at its position.
    pub(super) fn rest(&self, view: &PlayerView) {
        view.rest_at(self.items.front().map(|item| (item.id, self.position)));
    }
}

/// Where in an item to begin.
enum Place {
    /// At this time of it.
    At(Duration),
    /// At its beginning, after so many silent frames.
    AfterGap(u64),
}
