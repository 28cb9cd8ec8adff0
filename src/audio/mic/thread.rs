//! The microphone's thread: drains the ring, cuts takes, watches the stream.
//!
//! It never touches a device and never waits for the disk's sync: [`Disposable`] threads and the
//! [`Saver`] do.

mod standing;
mod suspending;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::time::{Duration, Instant};

use crate::audio::api::{DeviceRef, MicEvent, Suspension, TakeHandle, TakeSpec};
use crate::audio::devices::{Direction, OpenError};
use crate::audio::disposable::Disposable;
use crate::audio::mic::Tap;
use crate::audio::mic::absence::Absence;
use crate::audio::mic::live::Live;
use crate::audio::mic::meter::MicView;
use crate::audio::mic::open::Opened;
use crate::audio::mic::saver::{Events, Saver, failure, running_out};
use crate::audio::mic::source::{self, MicSource};
use crate::audio::mic::take::{Finish, Resumed, Take};
use crate::panics::caught;
use crate::units::Frames;

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
    Reopen,
    Close,
    StartTake(TakeSpec),
    SuspendTake(TakeHandle, Instant, Suspension),
    ResumeTake(TakeHandle, Instant),
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
    /// What was asked for last.
    wanted: DeviceRef,
    /// Stable id of the device that answered to that.
    pinned: Option<String>,
    /// The device is gone and looked for.
    absence: Option<Absence>,
    take: Option<Take>,
    /// Takes that begin when the running one is over.
    waiting: VecDeque<(TakeSpec, Option<Finish>)>,
    /// One of them that is to be suspended from its very beginning on.
    early: Option<(TakeHandle, Finish, Suspension)>,
    /// A take that goes on as soon as it is suspended, with what was captured since then.
    goes_on: Option<(TakeHandle, Instant)>,
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
            wanted: DeviceRef::Default,
            pinned: None,
            absence: None,
            take: None,
            waiting: VecDeque::new(),
            early: None,
            goes_on: None,
            last_sync: Instant::now(),
        }
    }

    pub(super) fn run(mut self, messages: &Receiver<Message>) {
        let mut panics = 0;
        while caught(|| self.attend(messages)).is_none() {
            panics += 1;
            self.stand_up(panics);
        }
        self.end_take();
        if let Stream::Open(live) = std::mem::replace(&mut self.stream, Stream::Closed) {
            live.part();
        }
        self.saver.end();
    }

    /// Until the end is ordered.
    fn attend(&mut self, messages: &Receiver<Message>) {
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
            if self.take.is_some() {
                crate::panics::point("microphone");
            }
            self.look(Instant::now());
            if should_end {
                break;
            }
        }
    }

    fn tick(&self) -> Option<Duration> {
        match (&self.stream, &self.take) {
            (Stream::Closed, None) if self.absence.is_none() => None,
            (Stream::Closed, _) => Some(TICK_IDLE),
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
            Message::Reopen => self.ask_for(self.target()),
            Message::Close => self.close(),
            Message::StartTake(spec) => self.start_take(spec),
            Message::SuspendTake(handle, at, why) => self.suspend_take(handle, at, why),
            Message::ResumeTake(handle, from) => self.resume_take(handle, from),
            Message::FinishTake(handle, at) => self.finish_take(handle, at),
            Message::LimitTake(handle, max) => self.limit_take(handle, max),
            Message::SaveAgain(handle, path) => self.save_again(handle, path),
            Message::Retry(handle) => self.retry(handle),
            Message::Stream(opening, outcome) => self.stream_opened(opening, outcome),
            Message::End => {}
        }
    }

    fn open(&mut self, device: DeviceRef) {
        self.wanted = device.clone();
        self.pinned = None;
        self.ask_for(device);
    }

    /// A person asks for this device; a running take waits for it.
    fn ask_for(&mut self, device: DeviceRef) {
        let now = Instant::now();
        self.let_go(now);
        if self.take.is_some() && self.absence.is_none() {
            self.absence = Some(Absence::begin(now, None));
        }
        if let Some(absence) = self.absence.as_mut() {
            absence.ask(now);
        }
        self.try_to_open(device);
    }

    /// What to look for: in the middle of a take the device it was begun with, whatever is the default now.
    fn target(&self) -> DeviceRef {
        let pinned = self.pinned.clone().filter(|_| self.take.is_some());
        pinned.map_or_else(|| self.wanted.clone(), DeviceRef::Id)
    }

    fn try_to_open(&mut self, device: DeviceRef) {
        self.opening += 1;
        let (opening, messages) = (self.opening, self.messages.clone());
        let report = move |outcome| {
            // Fails only when the microphone itself is gone.
            drop(messages.send(Message::Stream(opening, outcome)));
        };
        match source::spawn(&self.source, device, report) {
            Ok(thread) => self.stream = Stream::Opening { asked: Instant::now(), thread },
            Err(error) => self.not_opened(&error),
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
            (Stream::Opening { .. }, Err(error)) => self.not_opened(&error),
            (other, _) => self.stream = other,
        }
    }

    /// A device that is gone is looked for again; nobody is told each time.
    fn not_opened(&mut self, error: &OpenError) {
        let (loss, is_asked_for) = match self.absence.as_mut() {
            Some(absence) => absence.in_vain(Instant::now()),
            None => (None, true),
        };
        if let Some(loss) = loss {
            self.tell(MicEvent::Lost(loss));
        }
        if is_asked_for {
            self.tell(MicEvent::OpenFailed(error.to_string()));
        }
    }

    /// Ends the take with all that was captured and lets the stream go.
    fn close(&mut self) {
        self.end_take();
        self.absence = None;
        self.let_go(Instant::now());
    }

    /// Lets the stream go; a running take waits for another one.
    fn let_go(&mut self, now: Instant) {
        self.opening += 1;
        if let Stream::Open(mut live) = std::mem::replace(&mut self.stream, Stream::Closed) {
            if let Some(take) = recorded(&mut self.take) {
                live.suspend(take, now);
                self.take_was_cut(now);
            }
            live.abandon();
        }
        self.view.set_stream(None);
    }

    /// All of a take that waits goes to disk: nobody knows for how long.
    fn take_was_cut(&mut self, now: Instant) {
        self.view.set_recorded(None);
        let Some(take) = self.take.as_mut() else { return };
        take.tell(&self.tap, 0);
        if take.is_full() {
            (self.events)(MicEvent::TakeReachedLimit(take.handle));
        }
        if take.is_full() || take.finish.is_some() {
            self.save_take();
            self.refuse_waiting();
        } else if let Err(error) = take.flush(now, true) {
            let text = failure(&error, take);
            (self.events)(MicEvent::TakeFailed(take.handle, text));
        } else {
            self.last_sync = now;
            self.saver.sync(take);
        }
    }

    fn start_take(&mut self, spec: TakeSpec) {
        if self.take.as_ref().is_some_and(Take::is_away) {
            self.save_take();
        }
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
        self.suspend_from_its_beginning(&mut take);
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
            if take.is_away() {
                self.save_take();
            }
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
            Some(take) if take.trouble().is_some() => drop(take.write_again()),
            Some(_) => {}
            None => self.saver.save_again(handle, None),
        }
    }

    /// Everything that time brings.
    fn look(&mut self, now: Instant) {
        if let Some(loss) = self.absence.as_mut().and_then(|absence| absence.overdue(now)) {
            self.tell(MicEvent::Lost(loss));
        }
        match &self.stream {
            Stream::Closed => self.look_for_device(now),
            Stream::Opening { asked, .. } => {
                if now.duration_since(*asked) > OPENING {
                    self.give_up_opening(now);
                }
            }
            Stream::Open(_) => self.look_at_stream(now),
        }
        self.look_at_waiting_take(now);
    }

    fn look_for_device(&mut self, now: Instant) {
        let Some(absence) = &self.absence else { return };
        if absence.is_over(now) {
            self.absence = None;
            let text =
                "The microphone has not come back. Connect it and try again, or choose another";
            self.tell(MicEvent::OpenFailed(text.into()));
        } else if absence.is_due(now) {
            self.try_to_open(self.target());
        }
    }

    fn give_up_opening(&mut self, now: Instant) {
        self.let_go(now);
        self.not_opened(&OpenError::NoAnswer(Direction::Input));
    }

    fn look_at_stream(&mut self, now: Instant) {
        let Stream::Open(live) = &mut self.stream else { return };
        let before = self.take.as_ref().map_or(0, |take| take.frames().0);
        live.look_for_holes(recorded(&mut self.take), now);
        live.drain(recorded(&mut self.take));
        if !self.is_ready {
            if live.has_frames() {
                self.ready(now);
            } else if now.duration_since(live.opened) > OPENING {
                self.give_up_opening(now);
                return;
            }
        } else if live.has_moved() {
            self.lose_to_another_device(now);
            return;
        } else if live.is_dead(now) {
            self.lose(now);
            return;
        }
        self.look_at_take(before, now);
    }

    /// The first frames have come.
    fn ready(&mut self, now: Instant) {
        let Stream::Open(live) = &self.stream else { return };
        self.is_ready = true;
        self.pinned.clone_from(&live.id);
        live.view.note_first_callback(now.duration_since(live.opened));
        let shape = live.end.shape;
        self.tell(MicEvent::Ready {
            device: live.name.clone(),
            rate: shape.rate,
            channels: shape.channels,
            format: shape.format.to_string(),
        });
        let absence = self.absence.take();
        if absence.is_some_and(|absence| absence.is_untold())
            && let Some(take) = self.take.as_ref().filter(|take| !take.is_held())
        {
            self.resume_take(take.handle, take.from);
        }
    }

    fn look_at_take(&mut self, frames_before: u64, now: Instant) {
        let take = recorded(&mut self.take);
        let (Some(take), Stream::Open(live)) = (take, &self.stream) else { return };
        let handle = take.handle;
        if let Some(Resumed { frames, missing, why }) = take.take_resumed() {
            let recorded = frames.duration(take.rate);
            (self.events)(MicEvent::TakeResumed { take: handle, why, frames, recorded, missing });
        }
        if frames_before == 0 && take.frames().0 > 0 {
            (self.events)(MicEvent::TakeStarted(handle));
        }
        self.view.set_recorded(Some((handle, take.frames(), take.rate)));
        if take.is_full() {
            (self.events)(MicEvent::TakeReachedLimit(handle));
        }
        if take.is_full() || live.is_over(take, now) {
            live.cut(take);
            if take.is_pausing() && take.finish.is_none() && !take.is_full() {
                return self.take_was_suspended(now);
            }
            self.save_take();
            if let Some((spec, finish)) = self.waiting.pop_front() {
                self.begin_take(spec, finish);
            }
            return;
        }
        let held_back = HELD_BACK.mul_f64(live.end.shape.speed);
        take.tell(&self.tap, Frames::in_duration(held_back, take.rate).0 as usize);
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
        if let Some(left) = take.runs_out() {
            (self.events)(MicEvent::MemoryRunsOut(handle, running_out(left)));
        }
    }

    /// Nothing comes from it any more.
    fn lose(&mut self, now: Instant) {
        let Stream::Open(live) = &self.stream else { return };
        let text = format!(
            "{} has stopped sending sound. Check that it is connected, or choose another microphone",
            live.name
        );
        self.let_go(now);
        self.absence = Some(Absence::begin(now, None));
        self.tell(MicEvent::Lost(text));
    }

    /// The system has put another device in its place: nobody has chosen that one.
    fn lose_to_another_device(&mut self, now: Instant) {
        let Stream::Open(live) = &self.stream else { return };
        let text = format!("{} is gone. Connect it again, or choose another microphone", live.name);
        self.let_go(now);
        self.absence = Some(Absence::begin(now, Some(text)));
        self.try_to_open(self.target());
    }

    /// Ends the running take with all that has been captured.
    fn end_take(&mut self) {
        let running = recorded(&mut self.take);
        if let (Some(take), Stream::Open(live)) = (running, &mut self.stream) {
            take.finish.get_or_insert(Finish { at: Instant::now(), deadline: Instant::now() });
            live.drain(Some(take));
        }
        self.save_take();
        self.refuse_waiting();
    }

    fn refuse_waiting(&mut self) {
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

/// The take, unless it waits for a microphone.
fn recorded(take: &mut Option<Take>) -> Option<&mut Take> {
    take.as_mut().filter(|take| !take.is_away())
}
