//! The handle to a director: what everybody else holds.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::audio::{DeviceList, MicEvent, PlayerEvent};
use crate::disk;
use crate::interview::StageView;
use crate::panics::caught;
use crate::rehearsal::command::{Command, Outfit, Snapshot};
use crate::rehearsal::director::Director;
use crate::rehearsal::library::Library;
use crate::rehearsal::listening::{Loaded, Loudness};
use crate::store::Store;
use crate::voice::{VoiceEvent, VoiceReport};

/// How long the thread waits for an interview to end, and longer only for a take that is being saved.
pub(super) const GOODBYE: Duration = Duration::from_secs(3);

/// How long leaving waits for the thread: that, and for the microphone's own goodbye; longer as long as takes are
/// being saved on a disk that moves.
const PARTING: Duration = Duration::from_secs(6);

/// The handle to a director. Dropping it ends the thread; a running take is finished first.
pub struct Rehearsal {
    inbox: SyncSender<Msg>,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
    is_hurried: AtomicBool,
}

pub(super) struct Shared {
    pub snapshot: Mutex<Arc<Snapshot>>,
    pub library: Mutex<Arc<Library>>,
    pub wake: Box<dyn Fn() + Send + Sync>,
    /// An interview's recordings are on their way to disk.
    pub is_storing: AtomicBool,
}

/// All that can reach the director.
pub(super) enum Msg {
    Do(Command),
    Mic(MicEvent),
    Player(PlayerEvent),
    Voice(VoiceEvent),
    Loaded(u64, Result<Loaded, String>),
    Measured(u64, Loudness),
    Devices(DeviceList),
    Voices(VoiceReport),
}

impl Rehearsal {
    /// Starts the thread. `wake` is called, from that thread, when there is something new to see.
    ///
    /// # Errors
    /// When the system has no thread left.
    pub fn start(
        outfit: Outfit,
        store: Store,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> std::io::Result<Self> {
        let (inbox, messages) = sync_channel(1024);
        let library = Library::load(&store);
        let shared = Arc::new(Shared {
            snapshot: Mutex::new(Arc::new(Snapshot::nothing())),
            library: Mutex::new(Arc::new(library)),
            wake: Box::new(wake),
            is_storing: AtomicBool::new(false),
        });
        let (tell, seen) = (inbox.clone(), Arc::clone(&shared));
        let thread = std::thread::Builder::new()
            .name("director".to_owned())
            .spawn(move || direct(&outfit, &store, &tell, &seen, &messages))?;
        let is_hurried = AtomicBool::new(false);
        Ok(Self { inbox, shared, thread: Some(thread), is_hurried })
    }

    /// Tells the director something; never waits. `false` if it is gone or has far too much to do.
    pub fn send(&self, command: Command) -> bool {
        match self.inbox.try_send(Msg::Do(command)) {
            Ok(()) => true,
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => {
                log::warn!("the director did not take a command");
                false
            }
        }
    }

    /// Whether the director has gone: nothing changes any more.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// Dropping this waits no longer for what is on its way to disk; what is there of it the next start recovers.
    pub fn wait_no_longer(&self) {
        self.is_hurried.store(true, Ordering::Release);
    }

    /// What there is to see now.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.shared.snapshot.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Says, from any thread and at any time, whether an interview is going on.
    pub fn watch(&self) -> impl Fn() -> bool + Send + Sync + 'static {
        let shared = Arc::clone(&self.shared);
        move || {
            let snapshot = shared.snapshot.lock().unwrap_or_else(PoisonError::into_inner);
            let live = snapshot.live.as_ref();
            live.is_some_and(|live| live.view.stage != StageView::Finished)
        }
    }

    /// What there is to rehearse with.
    #[must_use]
    pub fn library(&self) -> Arc<Library> {
        Arc::clone(&self.shared.library.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Most panics after which the director begins anew.
const MOST_PANICS: usize = 5;

/// Directs to the end. After a panic the interview is over, its recordings and devices were closed in good
/// order while the panic unwound, and a new director begins.
fn direct(
    outfit: &Outfit,
    store: &Store,
    tell: &SyncSender<Msg>,
    shared: &Arc<Shared>,
    messages: &Receiver<Msg>,
) {
    for panics in 0..=MOST_PANICS {
        let directed = caught(|| {
            let shared = Arc::clone(shared);
            let mut director = Director::new(outfit.clone(), store.clone(), tell.clone(), shared);
            if panics > 0 {
                director.stand_up();
            }
            director.run(messages);
        });
        let leaves = messages.try_iter().any(|old| matches!(old, Msg::Do(Command::Quit)));
        if directed.is_some() || leaves {
            break;
        }
        *shared.snapshot.lock().unwrap_or_else(PoisonError::into_inner) =
            Arc::new(Snapshot::nothing());
        (shared.wake)();
    }
}

impl Drop for Rehearsal {
    fn drop(&mut self) {
        let Some(thread) = self.thread.take() else { return };
        let begun = Instant::now();
        let mut is_told = false;
        let is_storing = || {
            let moves = disk::quiet_for(begun) < disk::STANDSTILL;
            self.shared.is_storing.load(Ordering::Acquire) && moves
        };
        let is_patient = || !self.is_hurried.load(Ordering::Acquire);
        while !thread.is_finished() && is_patient() && (begun.elapsed() < PARTING || is_storing()) {
            // Its inbox may be full for a moment.
            is_told = is_told || self.inbox.try_send(Msg::Do(Command::Quit)).is_ok();
            std::thread::sleep(Duration::from_millis(5));
        }
        // A device that hangs may hold the thread; the take is on disk up to now, so it is left behind.
        if thread.is_finished() && thread.join().is_err() {
            log::error!("the director's thread ended in a panic");
        }
    }
}
