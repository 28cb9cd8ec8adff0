//! The microphone's thread: drains the ring, cuts takes, watches the stream.
//!
//! It never touches a device and never waits for the disk's sync: [`Disposable`] threads and the
//! [`Saver`] do.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::time::{Duration, Instant};

use crate::audio::api::{DeviceRef, MicEvent, TakeHandle, TakeSpec};
use crate::audio::devices::{Direction, OpenError};
use crate::audio::disposable::Disposable;
use crate::audio::mic::Tap;
use crate::audio::mic::live::Live;
use crate::audio::mic::meter::MicView;
use crate::audio::mic::open::Opened;
use crate::audio::mic::saver::{Events, Saver, failure};
use crate::audio::mic::source::{self, MicSource};
use crate::audio::mic::take::{Finish, Take};

/// How often the ring is looked at while a take runs, and while none does.
const TICK_RECORDING: Duration = Duration::from_millis(20);
const TICK_IDLE: Duration = Duration::from_millis(40);

/// From asking for a device to its first frames; Bluetooth takes seconds.
const OPENING: Duration = Duration::from_secs(6);

/// How long the end of a take waits for frames that were captured before it.
const DRAINING: Duration = Duration::from_millis(500);

/// The newest of a take that its listeners don't hear yet: the order to finish comes within one look at the
/// ring, and what was captured after it is taken off again.
const HELD_BACK: Duration = Duration::from_millis(100);

/// How often the file is synced: a power cut takes no more than what came since the last sync began, and
/// that may itself take as long again.
const SYNC_EVERY: Duration = Duration::from_millis(400);

/// What the thread is told.
pub(super) enum Message {
    Open(DeviceRef),
    Close,
    StartTake(TakeSpec),
    FinishTake(TakeHandle, Instant),
    LimitTake(TakeHandle, Duration),
    SaveAgain(TakeHandle, PathBuf),
    Retry(TakeHandle),
    /// A stream's thread reports; the number says which.
    Stream(u64, Result<Opened, OpenError>),
    End,
}

enum Stream {
    Closed,
    Opening { asked: Instant, thread: Disposable },
    Open(Box<Live>),
}

pub(super) struct MicThread {
    source: MicSource,
    events: Events,
    tap: Tap,
    view: Arc<MicView>,
    /// For the streams' threads.
    messages: SyncSender<Message>,
    saver: Saver,
    stream: Stream,
    /// Counts openings: what an abandoned stream reports is told apart by it.
    opening: u64,
    is_ready: bool,
    take: Option<Take>,
    /// Takes that begin when the running one is over.
    waiting: VecDeque<(TakeSpec, Option<Finish>)>,
    last_sync: Instant,
}

impl MicThread {
    pub(super) fn new(
        source: MicSource,
        events: Events,
        tap: Tap,
        view: Arc<MicView>,
        messages: SyncSender<Message>,
    ) -> Self {
        Self {
            saver: Saver::start(&events),
            source,
            events,
            tap,
            view,
            messages,
            stream: Stream::Closed,
            opening: 0,
            is_ready: false,
            take: None,
            waiting: VecDeque::new(),
            last_sync: Instant::now(),
        }
    }

    pub(super) fn run(mut self, messages: &Receiver<Message>) {
        loop {
            let message = match self.tick() {
                None => messages.recv().map_err(RecvTimeoutError::from),
                Some(tick) => messages.recv_timeout(tick),
            };
            match message {
                Ok(Message::End) | Err(RecvTimeoutError::Disconnected) => break,
                Ok(message) => self.handle(message),
                Err(RecvTimeoutError::Timeout) => {}
            }
            // All orders before any sound: after a stall, sound that waited must find the take that
            // was asked for meanwhile.
            let mut should_end = false;
            while let Ok(message) = messages.try_recv() {
                should_end |= matches!(message, Message::End);
                self.handle(message);
            }
            self.look(Instant::now());
            if should_end {
                break;
            }
        }
        self.end_take();
        if let Stream::Open(live) = std::mem::replace(&mut self.stream, Stream::Closed) {
            live.part();
        }
        self.saver.end();
    }

    fn tick(&self) -> Option<Duration> {
        match (&self.stream, &self.take) {
            (Stream::Closed, _) => None,
            (_, Some(_)) => Some(TICK_RECORDING),
            (_, None) => Some(TICK_IDLE),
        }
    }

    fn tell(&self, event: MicEvent) {
        (self.events)(event);
    }

    fn handle(&mut self, message: Message) {
        match message {
            Message::Open(device) => self.open(device),
            Message::Close => self.close(),
            Message::StartTake(spec) => self.start_take(spec),
            Message::FinishTake(handle, at) => self.finish_take(handle, at),
            Message::LimitTake(handle, max) => self.limit_take(handle, max),
            Message::SaveAgain(handle, path) => self.save_again(handle, path),
            Message::Retry(handle) => self.retry(handle),
            Message::Stream(opening, outcome) => self.stream_opened(opening, outcome),
            Message::End => {}
        }
    }

    fn open(&mut self, device: DeviceRef) {
        self.close();
        self.opening += 1;
        let (opening, messages) = (self.opening, self.messages.clone());
        let report = move |outcome| {
            // Fails only when the microphone itself is gone.
            drop(messages.send(Message::Stream(opening, outcome)));
        };
        match source::spawn(&self.source, device, report) {
            Ok(thread) => self.stream = Stream::Opening { asked: Instant::now(), thread },
            Err(error) => self.tell(MicEvent::OpenFailed(error.to_string())),
        }
    }

    fn stream_opened(&mut self, opening: u64, outcome: Result<Opened, OpenError>) {
        if opening != self.opening {
            return;
        }
        let stream = std::mem::replace(&mut self.stream, Stream::Closed);
        match (stream, outcome) {
            (Stream::Opening { asked, thread }, Ok(opened)) => {
                let live = Live::new(opened, thread, asked);
                self.view.set_stream(Some(Arc::clone(&live.view)));
                self.is_ready = false;
                self.stream = Stream::Open(Box::new(live));
            }
            (Stream::Opening { .. }, Err(error)) => {
                self.tell(MicEvent::OpenFailed(error.to_string()));
            }
            (other, _) => self.stream = other,
        }
    }

    /// Ends the take with all that was captured and lets the stream go.
    fn close(&mut self) {
        self.end_take();
        self.opening += 1;
        if let Stream::Open(live) = std::mem::replace(&mut self.stream, Stream::Closed) {
            live.abandon();
        }
        self.view.set_stream(None);
    }

    fn start_take(&mut self, spec: TakeSpec) {
        if !matches!(self.stream, Stream::Open(_)) {
            return self.tell_not_open(spec.handle);
        }
        // What is still in the device belongs to the running take: the new one waits for it.
        if let Some(take) = self.take.as_mut() {
            let now = Instant::now();
            take.finish.get_or_insert(Finish { at: now, deadline: now + DRAINING });
            self.waiting.push_back((spec, None));
        } else {
            self.begin_take(spec, None);
        }
    }

    fn tell_not_open(&self, handle: TakeHandle) {
        let text = "The microphone is not open. Choose one in the settings, then answer again";
        self.tell(MicEvent::TakeRefused(handle, text.into()));
    }

    fn begin_take(&mut self, spec: TakeSpec, finish: Option<Finish>) {
        let Stream::Open(live) = &self.stream else { return self.tell_not_open(spec.handle) };
        let handle = spec.handle;
        let (mut take, error) = Take::begin(spec, live.end.shape);
        take.finish = finish;
        let failure = error.map(|error| failure(&error, &take));
        self.take = Some(take);
        self.last_sync = Instant::now();
        if let Some(text) = failure {
            self.tell(MicEvent::TakeFailed(handle, text));
        }
    }

    fn finish_take(&mut self, handle: TakeHandle, at: Instant) {
        let finish = Finish { at, deadline: at + DRAINING };
        if let Some(take) = self.take.as_mut().filter(|take| take.handle == handle) {
            take.finish.get_or_insert(finish);
        }
        for (_, waiting) in self.waiting.iter_mut().filter(|(spec, _)| spec.handle == handle) {
            waiting.get_or_insert(finish);
        }
    }

    fn limit_take(&mut self, handle: TakeHandle, max: Duration) {
        if let Some(take) = self.take.as_mut().filter(|take| take.handle == handle) {
            take.set_max(max);
        }
        for (spec, _) in self.waiting.iter_mut().filter(|(spec, _)| spec.handle == handle) {
            spec.max = max;
        }
    }

    fn save_again(&mut self, handle: TakeHandle, path: PathBuf) {
        if let Some(take) = self.take.as_mut().filter(|take| take.handle == handle) {
            if let Err(error) = take.move_to(&path) {
                let text = failure(&error, take);
                self.tell(MicEvent::TakeFailed(handle, text));
            }
        } else {
            self.saver.save_again(handle, Some(path));
        }
    }

    fn retry(&mut self, handle: TakeHandle) {
        match self.take.as_mut().filter(|take| take.handle == handle) {
            // It failed before, and that was told.
            Some(take) if take.trouble().is_some() => drop(take.resume()),
            Some(_) => {}
            None => self.saver.save_again(handle, None),
        }
    }

    /// Everything that time brings.
    fn look(&mut self, now: Instant) {
        match &self.stream {
            Stream::Closed => {}
            Stream::Opening { asked, .. } => {
                if now.duration_since(*asked) > OPENING {
                    self.give_up_opening();
                }
            }
            Stream::Open(_) => self.look_at_stream(now),
        }
    }

    fn give_up_opening(&mut self) {
        self.close();
        self.tell(MicEvent::OpenFailed(OpenError::NoAnswer(Direction::Input).to_string()));
    }

    fn look_at_stream(&mut self, now: Instant) {
        let Stream::Open(live) = &mut self.stream else { return };
        let before = self.take.as_ref().map_or(0, |take| take.frames().0);
        live.drain(self.take.as_mut());
        if !self.is_ready {
            if live.has_frames() {
                self.is_ready = true;
                live.view.note_first_callback(now.duration_since(live.opened));
                let shape = live.end.shape;
                let ready = MicEvent::Ready {
                    device: live.name.clone(),
                    rate: shape.rate,
                    channels: shape.channels,
                    format: shape.format.to_string(),
                };
                self.tell(ready);
            } else if now.duration_since(live.opened) > OPENING {
                self.give_up_opening();
            }
        } else if live.is_dead(now) {
            self.lose();
            return;
        }
        self.look_at_take(before, now);
    }

    fn look_at_take(&mut self, frames_before: u64, now: Instant) {
        let (Some(take), Stream::Open(live)) = (self.take.as_mut(), &self.stream) else { return };
        let handle = take.handle;
        if frames_before == 0 && take.frames().0 > 0 {
            (self.events)(MicEvent::TakeStarted(handle));
        }
        self.view.set_recorded(Some((handle, take.frames(), take.rate)));
        if take.is_full() {
            (self.events)(MicEvent::TakeReachedLimit(handle));
        }
        if take.is_full() || live.is_over(take, now) {
            live.cut(take);
            self.save_take();
            if let Some((spec, finish)) = self.waiting.pop_front() {
                self.begin_take(spec, finish);
            }
            return;
        }
        take.tell(&self.tap, live.end.shape.frames_in(HELD_BACK));
        if let Err(error) = take.flush(now, false) {
            let text = failure(&error, take);
            (self.events)(MicEvent::TakeFailed(handle, text));
        } else if now.duration_since(self.last_sync) >= SYNC_EVERY {
            self.last_sync = now;
            self.saver.sync(take);
        }
        if take.is_mended() {
            (self.events)(MicEvent::TakeWritable(handle));
        }
    }

    fn lose(&mut self) {
        let Stream::Open(live) = &self.stream else { return };
        let text = format!(
            "{} has stopped sending sound. Check that it is connected, or choose another microphone",
            live.name
        );
        self.tell(MicEvent::Lost(text));
        self.close();
    }

    /// Ends the running take with all that has been captured.
    fn end_take(&mut self) {
        if let (Some(take), Stream::Open(live)) = (self.take.as_mut(), &mut self.stream) {
            take.finish.get_or_insert(Finish { at: Instant::now(), deadline: Instant::now() });
            live.drain(Some(take));
        }
        self.save_take();
        while let Some((spec, _)) = self.waiting.pop_front() {
            self.tell_not_open(spec.handle);
        }
    }

    fn save_take(&mut self) {
        self.view.set_recorded(None);
        let Some(mut take) = self.take.take() else { return };
        take.tell(&self.tap, 0);
        self.saver.save(take);
    }
}
