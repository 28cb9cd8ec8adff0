//! The player's thread: takes orders, opens and closes the device, and keeps what plays going.
//!
//! It never touches a device: [`Disposable`](crate::audio::disposable::Disposable) threads do.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::time::{Duration, Instant};

use crate::audio::api::{DeviceRef, PlayId, PlayOptions, PlayerEvent};
use crate::audio::devices::{Direction, OpenError};
use crate::audio::speaker::callback::PlaybackEnd;
use crate::audio::speaker::playing::{Item, Playing};
use crate::audio::speaker::position::PlayerView;
use crate::audio::speaker::sink::{self, SpeakerSink};
use crate::audio::speaker::sound::Sound;
use crate::audio::speaker::stream::{Live, OPENING, Stream};
use crate::panics::caught;

/// How often the ring is filled while something plays.
const TICK: Duration = Duration::from_millis(15);

/// A stream without sound is closed after this: an open one costs CPU for silence.
const IDLE: Duration = Duration::from_secs(3);

/// How often a device that is to stay open is looked at while nothing plays, and tried again when it is gone.
const LOOK: Duration = Duration::from_millis(250);
const RETRY: Duration = Duration::from_secs(3);

/// What the thread is told.
pub(super) enum Message {
    Open(DeviceRef),
    /// Open it now: something will be played soon.
    Wake,
    /// Keep it open, or no longer.
    StayOpen(bool),
    Play(PlayId, Sound, PlayOptions),
    /// Behind what plays, after this silence.
    Follow(PlayId, Sound, PlayOptions, Duration),
    Change(PlayId, PlayOptions),
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
    /// Whether it is to be open while nothing sounds, too.
    stays_open: bool,
    /// When it is tried again.
    retry: Instant,
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
            stays_open: false,
            retry: Instant::now(),
        }
    }

    pub(super) fn run(mut self, messages: &Receiver<Message>) {
        while caught(|| self.attend(messages)).is_none() {
            let text = "Nothing can be heard by a fault of Greenroom's own; play again";
            if caught(|| self.fail(text)).is_none() {
                (self.stream, self.playing) = (Stream::Closed, None);
            }
        }
        if let Stream::Open(live) = std::mem::replace(&mut self.stream, Stream::Closed) {
            live.part();
        }
    }

    /// Until the end is ordered.
    fn attend(&mut self, messages: &Receiver<Message>) {
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
            if self.playing.is_some() {
                crate::panics::point("player");
            }
            self.look(Instant::now());
        }
    }

    /// How long nothing needs to be done.
    fn tick(&self, now: Instant) -> Option<Duration> {
        match (&self.stream, &self.playing) {
            (Stream::Closed, _) if self.stays_open => {
                Some(self.retry.saturating_duration_since(now) + TICK)
            }
            (Stream::Closed, _) => None,
            (Stream::Open(live), Some(playing)) if !playing.is_paused() => {
                Some(playing.ends_in(live, now).map_or(TICK, |end| end.min(TICK)))
            }
            (Stream::Open(live), _) if !live.is_awake(now) => Some(TICK),
            (Stream::Open(_), _) if self.stays_open => Some(LOOK),
            (Stream::Open(_), _) => {
                Some((self.quiet_since + IDLE).saturating_duration_since(now) + TICK)
            }
            (Stream::Opening { .. }, _) => Some(TICK),
        }
    }

    fn handle(&mut self, message: Message) {
        match message {
            Message::Open(device) => self.choose(device),
            Message::Wake => {
                self.quiet_since = Instant::now();
                self.open_stream();
            }
            Message::StayOpen(stays) => {
                self.stays_open = stays;
                self.quiet_since = Instant::now();
                if stays {
                    self.open_stream();
                }
            }
            Message::Play(id, sound, options) => {
                self.stop();
                self.start(Item::new(id, sound, options, Duration::ZERO));
            }
            Message::Follow(id, sound, options, gap) => {
                let item = Item::new(id, sound, options, gap);
                match self.playing.as_mut() {
                    Some(playing) => playing.follow(item),
                    None => self.start(item),
                }
            }
            Message::Change(id, options) => {
                if let Some(playing) = self.playing.as_mut() {
                    playing.change(id, options, live(&mut self.stream));
                }
            }
            Message::Pause => {
                if let Some(playing) = self.playing.as_mut() {
                    playing.pause(live(&mut self.stream).as_deref());
                    self.view.set_paused(true);
                }
            }
            Message::Resume => {
                if let Some(playing) = self.playing.as_mut() {
                    playing.resume();
                    self.view.set_paused(false);
                }
                self.need_stream();
            }
            Message::Seek(to) => self.seek(to),
            Message::Stop => self.stop(),
            Message::Stream(opening, outcome) => self.stream_opened(opening, outcome),
            Message::End => {}
        }
    }

    /// Another device, from now on. What plays goes on there.
    fn choose(&mut self, device: DeviceRef) {
        self.device = device;
        if let Some(playing) = self.playing.as_mut() {
            playing.interrupt(&self.view, Instant::now(), &*self.events);
        }
        self.close();
        self.need_stream();
        if self.stays_open {
            self.open_stream();
        }
    }

    fn start(&mut self, item: Item) {
        let playing = Playing::new(item);
        playing.rest(&self.view);
        self.playing = Some(playing);
        self.need_stream();
    }

    /// Opens a stream when something is due and none is open.
    fn need_stream(&mut self) {
        if self.playing.as_ref().is_some_and(Playing::is_due) {
            self.open_stream();
        }
    }

    /// Opens a stream if none is open.
    fn open_stream(&mut self) {
        if !matches!(self.stream, Stream::Closed) {
            return;
        }
        self.view.set_awake(false);
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
                let live = Live::new(thread, end, now).waking(self.sink.waking());
                self.stream = Stream::Open(Box::new(live));
            }
            (Stream::Opening { .. }, Err(error)) => self.fail(&error.to_string()),
            (other, _) => self.stream = other,
        }
    }

    fn seek(&mut self, to: Duration) {
        let now = Instant::now();
        if let Some(playing) = self.playing.as_mut() {
            playing.seek(to, live(&mut self.stream), &self.view, now, &*self.events);
            self.need_stream();
        }
    }

    fn stop(&mut self) {
        if self.playing.take().is_some()
            && let Stream::Open(live) = &self.stream
        {
            live.discard();
        }
        self.quiet_since = Instant::now();
        self.view.set_paused(false);
        self.view.rest_at(None);
    }

    fn close(&mut self) {
        self.opening += 1;
        self.stream = Stream::Closed;
        self.retry = Instant::now() + RETRY;
        self.view.set_stream(None);
        self.view.set_awake(false);
    }

    /// Gives up on the device and on what plays.
    fn fail(&mut self, text: &str) {
        self.close();
        // Nobody needs to wait for what does not come.
        self.view.set_awake(true);
        let failed = self.playing.as_ref().and_then(Playing::id);
        self.stop();
        // Those that would have followed have failed as well, but one sentence is enough.
        if let Some(id) = failed {
            (self.events)(PlayerEvent::Failed(id, text.to_owned()));
        }
    }

    /// Everything that time brings.
    fn look(&mut self, now: Instant) {
        match &mut self.stream {
            Stream::Closed => {
                if self.stays_open && now >= self.retry {
                    self.open_stream();
                }
            }
            Stream::Opening { asked, .. } => {
                if now.duration_since(*asked) > OPENING {
                    self.fail(&OpenError::NoAnswer(Direction::Output).to_string());
                }
            }
            Stream::Open(live) => {
                if live.is_dead(now) {
                    self.lose();
                } else {
                    self.view.set_awake(live.is_awake(now));
                    self.go_on(now);
                }
            }
        }
    }

    fn lose(&mut self) {
        match self.playing.as_mut() {
            None => self.close(),
            Some(playing) if playing.is_paused() => self.close(),
            // It was about to rest: the next stream goes on from here.
            Some(playing) if playing.is_resting() => {
                playing.interrupt(&self.view, Instant::now(), &*self.events);
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
        let was_paused = playing.is_paused();
        playing.go_on(live, &self.view, now, &*self.events);
        if playing.is_over() {
            self.playing = None;
            self.stop();
        } else if !was_paused {
            self.quiet_since = now;
        } else {
            self.close_when_idle(now);
        }
    }

    fn close_when_idle(&mut self, now: Instant) {
        if !self.stays_open && now.saturating_duration_since(self.quiet_since) >= IDLE {
            self.close();
        }
    }
}

/// The stream, if one is open.
fn live(stream: &mut Stream) -> Option<&mut Live> {
    match stream {
        Stream::Open(live) => Some(live),
        Stream::Closed | Stream::Opening { .. } => None,
    }
}
