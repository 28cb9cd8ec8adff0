//! The player's thread: renders ahead of the device, cuts, and tells when the end was heard.
//!
//! It never touches a device: [`Disposable`] threads do.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::time::{Duration, Instant};

use crate::audio::api::{Clip, DeviceRef, PlayId, PlayOptions, PlayerEvent};
use crate::audio::devices::{Direction, OpenError};
use crate::audio::disposable::Disposable;
use crate::audio::speaker::callback::{Heard, PlaybackEnd};
use crate::audio::speaker::position::{PlayerView, Segment};
use crate::audio::speaker::render::Render;
use crate::audio::speaker::sink::{self, SpeakerSink};
use crate::audio::watchdog::Watchdog;

/// How often the ring is filled while something plays.
const TICK: Duration = Duration::from_millis(15);

/// From asking for a device to its first callback.
const OPENING: Duration = Duration::from_secs(6);

/// A stream without callbacks for so long is dead; sooner when its error callback said so too.
const DEAD_AFTER: Duration = Duration::from_millis(1_000);
const DEAD_WHEN_SAID: Duration = Duration::from_millis(300);

/// A stream without sound is closed after this: an open one costs CPU for silence.
const IDLE: Duration = Duration::from_secs(3);

/// Sound that is rendered before the first of it is handed over.
const HEAD_START: Duration = Duration::from_millis(100);

/// What the thread is told.
pub(super) enum Message {
    Open(DeviceRef),
    Play(PlayId, Clip, PlayOptions),
    Pause,
    Resume,
    Seek(Duration),
    Stop,
    /// A stream's thread reports; the number says which.
    Stream(u64, Result<PlaybackEnd, OpenError>),
    End,
}

/// Hands what happened to whoever asked to be told.
pub(super) type Events = Arc<dyn Fn(PlayerEvent) + Send + Sync>;

enum Stream {
    Closed,
    Opening { asked: Instant, thread: Disposable },
    Open(Box<Live>),
}

/// An open stream.
struct Live {
    thread: Disposable,
    end: PlaybackEnd,
    /// Number of the next frame to be written.
    written: u64,
    watchdog: Watchdog,
    opened: Instant,
    has_called: bool,
}

impl Live {
    /// Declares everything written so far stale.
    fn discard(&self) {
        self.end.counts.discard_to.store(self.written, Ordering::Release);
    }

    /// The frame at which the callback cut, once it has.
    fn discarded_from(&self) -> Option<u64> {
        let is_done = self.end.counts.discarded_to.load(Ordering::Acquire) >= self.written;
        is_done.then(|| self.end.counts.discarded_from.load(Ordering::Relaxed))
    }
}

/// How a clip stands.
enum State {
    /// Waiting for a stream, or for the first piece to be rendered.
    Due,
    Sounding(Box<Sounding>),
    /// The callback has been told to stop; it says where it did.
    Stopping {
        segment: Segment,
        then_resume: bool,
    },
    Paused,
}

struct Sounding {
    segment: Segment,
    render: Render,
    /// Rendered, but not yet in the ring.
    rendered: Vec<f32>,
    /// The last of its frames that the device took.
    heard: Option<Heard>,
}

struct Playing {
    id: PlayId,
    clip: Clip,
    options: PlayOptions,
    /// Where it begins, goes on, or rests.
    position: Duration,
    has_started: bool,
    state: State,
}

pub(super) struct PlayerThread {
    sink: SpeakerSink,
    events: Events,
    view: Arc<PlayerView>,
    /// For the streams' threads.
    messages: SyncSender<Message>,
    device: DeviceRef,
    stream: Stream,
    opening: u64,
    playing: Option<Playing>,
    /// Since when nothing sounds.
    quiet_since: Instant,
}

impl PlayerThread {
    pub(super) fn new(
        sink: SpeakerSink,
        events: Events,
        view: Arc<PlayerView>,
        messages: SyncSender<Message>,
    ) -> Self {
        Self {
            sink,
            events,
            view,
            messages,
            device: DeviceRef::Default,
            stream: Stream::Closed,
            opening: 0,
            playing: None,
            quiet_since: Instant::now(),
        }
    }

    pub(super) fn run(mut self, messages: &Receiver<Message>) {
        loop {
            let message = match self.tick(Instant::now()) {
                None => messages.recv().map_err(RecvTimeoutError::from),
                Some(tick) => messages.recv_timeout(tick),
            };
            match message {
                Ok(Message::End) | Err(RecvTimeoutError::Disconnected) => break,
                Ok(message) => self.handle(message),
                Err(RecvTimeoutError::Timeout) => {}
            }
            self.look(Instant::now());
        }
        if let Stream::Open(live) = std::mem::replace(&mut self.stream, Stream::Closed) {
            live.thread.part();
        }
    }

    /// How long nothing needs to be done.
    fn tick(&self, now: Instant) -> Option<Duration> {
        match (&self.stream, self.playing.as_ref().map(|playing| &playing.state)) {
            (Stream::Closed, _) => None,
            (Stream::Open(_), Some(State::Sounding(sounding))) => {
                let end = sounding.heard.and_then(|heard| sounding.segment.ends_at(heard));
                Some(end.map_or(TICK, |end| end.saturating_duration_since(now).min(TICK)))
            }
            (Stream::Open(_), None | Some(State::Paused)) => {
                Some((self.quiet_since + IDLE).saturating_duration_since(now) + TICK)
            }
            _ => Some(TICK),
        }
    }

    fn handle(&mut self, message: Message) {
        match message {
            Message::Open(device) => self.choose(device),
            Message::Play(id, clip, options) => self.play(id, clip, options),
            Message::Pause => self.pause(),
            Message::Resume => self.resume(),
            Message::Seek(to) => self.seek(to),
            Message::Stop => self.stop(),
            Message::Stream(opening, outcome) => self.stream_opened(opening, outcome),
            Message::End => {}
        }
    }

    /// Another device, from now on. What plays goes on there.
    fn choose(&mut self, device: DeviceRef) {
        let position = self.view.position(Instant::now());
        self.device = device;
        self.close();
        if let Some(playing) = self.playing.as_mut() {
            playing.position = position;
            let is_resting =
                matches!(playing.state, State::Paused | State::Stopping { then_resume: false, .. });
            playing.state = if is_resting { State::Paused } else { State::Due };
            self.view.rest_at(position);
            self.need_stream();
        }
    }

    fn play(&mut self, id: PlayId, clip: Clip, options: PlayOptions) {
        self.stop();
        let length = clip.duration();
        let position = options.from.min(length);
        self.view.rest_at(position);
        self.view.set_playing(Some((id, length)));
        let state = State::Due;
        self.playing = Some(Playing { id, clip, options, position, has_started: false, state });
        self.need_stream();
    }

    /// Opens a stream when something is due and none is open.
    fn need_stream(&mut self) {
        let is_due = self.playing.as_ref().is_some_and(|p| matches!(p.state, State::Due));
        if !is_due || !matches!(self.stream, Stream::Closed) {
            return;
        }
        self.opening += 1;
        let (opening, messages) = (self.opening, self.messages.clone());
        let report = move |outcome| {
            // Fails only when the player itself is gone.
            drop(messages.send(Message::Stream(opening, outcome)));
        };
        match sink::spawn(&self.sink, self.device.clone(), report) {
            Ok(thread) => self.stream = Stream::Opening { asked: Instant::now(), thread },
            Err(error) => self.fail(&error.to_string()),
        }
    }

    fn stream_opened(&mut self, opening: u64, outcome: Result<PlaybackEnd, OpenError>) {
        if opening != self.opening {
            return;
        }
        match (std::mem::replace(&mut self.stream, Stream::Closed), outcome) {
            (Stream::Opening { thread, .. }, Ok(end)) => {
                self.view.set_stream(Some(Arc::clone(&end.counts)));
                let now = Instant::now();
                self.quiet_since = now;
                self.stream = Stream::Open(Box::new(Live {
                    thread,
                    end,
                    written: 0,
                    watchdog: Watchdog::new(now),
                    opened: now,
                    has_called: false,
                }));
            }
            (Stream::Opening { .. }, Err(error)) => self.fail(&error.to_string()),
            (other, _) => self.stream = other,
        }
    }

    fn pause(&mut self) {
        let Some(playing) = self.playing.as_mut() else { return };
        self.view.set_paused(true);
        let state = std::mem::replace(&mut playing.state, State::Paused);
        playing.state = match (state, &self.stream) {
            (State::Sounding(sounding), Stream::Open(live)) => {
                live.discard();
                State::Stopping { segment: sounding.segment, then_resume: false }
            }
            (State::Stopping { segment, .. }, _) => State::Stopping { segment, then_resume: false },
            _ => State::Paused,
        };
    }

    fn resume(&mut self) {
        let Some(playing) = self.playing.as_mut() else { return };
        self.view.set_paused(false);
        match &mut playing.state {
            State::Paused => playing.state = State::Due,
            State::Stopping { then_resume, .. } => *then_resume = true,
            State::Due | State::Sounding(_) => {}
        }
        self.need_stream();
    }

    fn seek(&mut self, to: Duration) {
        let Some(playing) = self.playing.as_mut() else { return };
        playing.position = to.min(playing.clip.duration());
        self.view.rest_at(playing.position);
        playing.state = match playing.state {
            State::Paused | State::Stopping { then_resume: false, .. } => State::Paused,
            _ => State::Due,
        };
        if let Stream::Open(live) = &self.stream {
            live.discard();
        }
        self.need_stream();
    }

    fn stop(&mut self) {
        if self.playing.take().is_some()
            && let Stream::Open(live) = &self.stream
        {
            live.discard();
        }
        self.quiet_since = Instant::now();
        self.view.set_playing(None);
        self.view.set_paused(false);
        self.view.rest_at(Duration::ZERO);
    }

    fn close(&mut self) {
        self.opening += 1;
        self.stream = Stream::Closed;
        self.view.set_stream(None);
    }

    /// Gives up on the device and on what plays.
    fn fail(&mut self, text: &str) {
        self.close();
        let failed = self.playing.as_ref().map(|playing| playing.id);
        self.stop();
        if let Some(id) = failed {
            (self.events)(PlayerEvent::Failed(id, text.to_owned()));
        }
    }

    /// Everything that time brings.
    fn look(&mut self, now: Instant) {
        match &mut self.stream {
            Stream::Closed => {}
            Stream::Opening { asked, .. } => {
                if now.duration_since(*asked) > OPENING {
                    self.fail(&OpenError::NoAnswer(Direction::Output).to_string());
                }
            }
            Stream::Open(live) => {
                if live.is_dead(now) {
                    self.lose();
                } else {
                    self.go_on(now);
                }
            }
        }
    }

    fn lose(&mut self) {
        let position = self.view.position(Instant::now());
        match self.playing.as_mut().map(|playing| (&playing.state, &mut playing.position)) {
            None | Some((State::Paused, _)) => self.close(),
            // It was about to rest: the next stream goes on from here.
            Some((State::Stopping { then_resume: false, .. }, at)) => {
                *at = position;
                if let Some(playing) = self.playing.as_mut() {
                    playing.state = State::Paused;
                }
                self.view.rest_at(position);
                self.close();
            }
            Some(_) => self.fail(
                "The loudspeaker has stopped playing. Check that it is connected, or choose another \
                 in the settings, and play again",
            ),
        }
    }

    fn go_on(&mut self, now: Instant) {
        let Stream::Open(live) = &mut self.stream else { return };
        let Some(playing) = self.playing.as_mut() else { return self.close_when_idle(now) };
        match &mut playing.state {
            State::Paused => {
                while live.end.heard.pop().is_ok() {}
                return self.close_when_idle(now);
            }
            State::Stopping { segment, then_resume } => {
                let Some(frame) = live.discarded_from() else { return };
                playing.position = segment.time_of(frame as f64);
                self.view.rest_at(playing.position);
                self.quiet_since = now;
                playing.state = if *then_resume { State::Due } else { State::Paused };
                return;
            }
            State::Due => playing.begin(live),
            State::Sounding(_) => {}
        }
        let is_heard = playing.listen(live, &self.view);
        if is_heard && !playing.has_started {
            playing.has_started = true;
            (self.events)(PlayerEvent::Started(playing.id));
        }
        playing.feed(live);
        if let Some(at) = playing.has_ended(now) {
            let id = playing.id;
            self.playing = None;
            self.stop();
            (self.events)(PlayerEvent::Ended(id, at));
        }
    }

    fn close_when_idle(&mut self, now: Instant) {
        if now.duration_since(self.quiet_since) >= IDLE {
            self.close();
        }
    }
}

impl Live {
    fn is_dead(&mut self, now: Instant) -> bool {
        let counts = &self.end.counts;
        let callbacks = counts.callbacks.load(Ordering::Acquire);
        let quiet = self.watchdog.quiet_for(callbacks, now);
        self.has_called |= callbacks > 0;
        if !self.has_called {
            return now.duration_since(self.opened) > OPENING;
        }
        let said_gone = counts.errors.said_gone();
        quiet >= if said_gone { DEAD_WHEN_SAID } else { DEAD_AFTER }
    }
}

impl Playing {
    /// Starts a segment at the current position.
    fn begin(&mut self, live: &Live) {
        let shape = live.end.shape;
        let segment = Segment {
            first: live.written,
            end: None,
            begins: self.position,
            secs_per_frame: Render::secs_per_frame(self.options, shape.rate),
            frames_per_sec: shape.frames_per_sec(),
        };
        let mut render = Render::new(&self.clip, self.options, self.position, shape.rate);
        let mut rendered = Vec::new();
        // A head start: the device begins as soon as there is anything in the ring.
        let head_start = shape.frames_in(HEAD_START);
        while rendered.len() < head_start && render.render(&mut rendered) {}
        self.state = State::Sounding(Box::new(Sounding { segment, render, rendered, heard: None }));
    }

    /// Reads what the device has taken; whether any of it is ours.
    fn listen(&mut self, live: &mut Live, view: &PlayerView) -> bool {
        let State::Sounding(sounding) = &mut self.state else { return false };
        while let Ok(block) = live.end.heard.pop() {
            if block.first >= sounding.segment.first {
                sounding.heard = Some(block);
            }
        }
        view.set_segment(sounding.segment, sounding.heard);
        sounding.heard.is_some()
    }

    /// Fills the ring.
    fn feed(&mut self, live: &mut Live) {
        let State::Sounding(sounding) = &mut self.state else { return };
        let Sounding { segment, render, rendered, .. } = &mut **sounding;
        while segment.end.is_none() && live.end.samples.slots() > 0 {
            let (_, left) = live.end.samples.push_partial_slice(rendered);
            let pushed = rendered.len() - left.len();
            live.written += pushed as u64;
            rendered.drain(..pushed);
            if rendered.is_empty() && !render.render(rendered) {
                segment.end = Some(live.written);
            }
        }
    }

    /// When the last frame was heard, once it has been.
    fn has_ended(&self, now: Instant) -> Option<Instant> {
        let State::Sounding(sounding) = &self.state else { return None };
        let segment = sounding.segment;
        if segment.end == Some(segment.first) {
            return Some(now);
        }
        segment.ends_at(sounding.heard?).filter(|at| *at <= now)
    }
}
