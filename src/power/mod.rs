//! Keeps the computer from falling asleep while somebody rehearses hands-free, or listens.
//!
//! Only sleep is held off: the screen may dim and lock as it always does. Nobody waits for this, and nobody is
//! told when it can't be had: a computer without such a service, one that never answers and one that refuses are
//! all the same to an interview.
//!
//! Linux and the BSDs: logind, or else the desktop's own service, over D-Bus. macOS: the system's `caffeinate`.
//! Windows: nothing yet.

#[cfg(all(unix, not(target_os = "macos")))]
mod bus;
#[cfg(target_os = "macos")]
mod caffeinate;
#[cfg(test)]
mod tests;

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::panics::caught;

/// How long the end waits for the hold to be let go. What hangs is left behind: the system lets go of it when
/// the program has ended.
const PARTING: Duration = Duration::from_millis(300);

/// After a refusal the service is left alone for so long.
const RETRY: Duration = Duration::from_secs(60);

/// Who is asked to stay awake. Chosen at start.
#[derive(Clone)]
pub enum Power {
    /// The computer.
    System,
    /// Nobody: a demonstration, a test.
    None,
    /// A stand-in: is called on a thread of its own to take hold, and gives what holds until it is dropped.
    Scripted(TakeHold),
}

impl std::fmt::Debug for Power {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::System => "System",
            Self::None => "None",
            Self::Scripted(_) => "Scripted",
        })
    }
}

/// What keeps the computer awake until it is dropped.
pub type Hold = Box<dyn Send>;

/// Takes hold; `None` where that is not to be had.
pub type TakeHold = Arc<dyn Fn() -> Option<Hold> + Send + Sync>;

/// Keeps the computer awake while it is [wanted](Self::want). All methods return at once.
#[derive(Debug)]
pub struct Awake {
    order: Arc<Order>,
    thread: Option<JoinHandle<()>>,
}

/// What is wanted now; the thread follows.
#[derive(Debug, Default)]
struct Order {
    wanted: Mutex<Wanted>,
    changed: Condvar,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    #[default]
    Sleepy,
    Awake,
    /// The program ends.
    Over,
}

impl Awake {
    /// Starts the thread, unless nobody is to be asked. Nothing is held yet.
    #[must_use]
    pub fn start(power: Power) -> Self {
        let order = Arc::new(Order::default());
        let take_hold: TakeHold = match power {
            Power::None => return Self { order, thread: None },
            Power::System => Arc::new(system),
            Power::Scripted(take_hold) => take_hold,
        };
        let followed = Arc::clone(&order);
        let thread = std::thread::Builder::new()
            .name("awake".to_owned())
            .spawn(move || follow(&followed, &take_hold))
            .inspect_err(|error| log::info!("nothing keeps the computer awake: {error}"))
            .ok();
        Self { order, thread }
    }

    /// Keeps the computer awake from now on, or no longer.
    pub fn want(&self, awake: bool) {
        self.order.set(if awake { Wanted::Awake } else { Wanted::Sleepy });
    }
}

impl Drop for Awake {
    fn drop(&mut self) {
        self.order.set(Wanted::Over);
        let Some(thread) = self.thread.take() else { return };
        let until = Instant::now() + PARTING;
        while !thread.is_finished() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

impl Order {
    fn set(&self, wanted: Wanted) {
        *self.wanted.lock().unwrap_or_else(PoisonError::into_inner) = wanted;
        self.changed.notify_all();
    }

    /// Waits until something else is wanted than was, or for so long at most.
    fn next(&self, was: Wanted, limit: Option<Duration>) -> Wanted {
        let wanted = self.wanted.lock().unwrap_or_else(PoisonError::into_inner);
        let is_same = |wanted: &mut Wanted| *wanted == was;
        match limit {
            None => {
                *self.changed.wait_while(wanted, is_same).unwrap_or_else(PoisonError::into_inner)
            }
            Some(limit) => {
                let waited = self.changed.wait_timeout_while(wanted, limit, is_same);
                *waited.unwrap_or_else(PoisonError::into_inner).0
            }
        }
    }
}

/// Takes hold and lets go as is wanted, to the end. What is wanted last counts, however long an answer took.
fn follow(order: &Order, take_hold: &TakeHold) {
    let mut was = Wanted::Sleepy;
    let mut hold: Option<Hold> = None;
    loop {
        let is_refused = was == Wanted::Awake && hold.is_none();
        let wanted = order.next(was, is_refused.then_some(RETRY));
        match wanted {
            Wanted::Over => return,
            Wanted::Sleepy => hold = None,
            Wanted::Awake if hold.is_none() => hold = caught(|| take_hold()).flatten(),
            Wanted::Awake => {}
        }
        was = wanted;
    }
}

/// Asks the computer.
fn system() -> Option<Hold> {
    #[cfg(all(unix, not(target_os = "macos")))]
    use bus::take_hold;
    #[cfg(target_os = "macos")]
    use caffeinate::take_hold;
    #[cfg(not(unix))]
    let take_hold = || None;
    take_hold()
}
