//! Measures recordings that are looked at and not known yet: recovered ones, those of an older version or
//! of other thresholds, and those whose overview the cache has dropped.
//!
//! One thread, what was asked for last first. It reads files in portions, so that an hour costs no more
//! memory than a minute, and can be turned to something else between two of them. While an interview runs
//! it works a tenth of the time at most: nothing may disturb the recording.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::measuring::{
    BandSecs, band_of, cache_overview, cached_overview, gaps_of, is_current, is_newer, kept_form,
    measure_file,
};
use super::{outfit, takes};
use crate::analysis::{Analysis, Gap, Overview, Thresholds};
use crate::audio::join_within;
use crate::bank::Bank;
use crate::panics::caught;
use crate::store::{Session, Store};

/// Recordings asked for at once; of more the oldest wishes are forgotten.
const MOST_WANTED: usize = 1_000;

/// How often progress is told at most.
const TELL_EVERY: Duration = Duration::from_millis(200);

/// While an interview runs: the rest after each portion, so many times as long as the portion took.
const REST_FACTOR: u32 = 9;

/// The same, at most.
const LONGEST_REST: Duration = Duration::from_secs(1);

/// How long leaving waits for the thread: a portion takes far less, but a disk may stand still. Nothing is
/// lost with it that is not found out again.
const PARTING: Duration = Duration::from_secs(2);

/// A recording to be known.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// The recording.
    pub wav: PathBuf,
    /// What is known of it.
    pub sidecar: PathBuf,
    /// What was measured already, as the sidecar keeps it.
    pub kept: Option<Value>,
    /// The band it is measured against.
    pub band: Option<BandSecs>,
    /// Where it was interrupted.
    pub gaps: Vec<Gap>,
    /// Another program changed it: what is measured now is not what is kept in its sidecar.
    pub is_changed: bool,
}

impl Wanted {
    /// All recordings of a session, whose questions are this bank's.
    #[must_use]
    pub fn of(session: &Session, bank: Option<&Bank>) -> Vec<Self> {
        let takes = session.takes.iter().filter(|take| take.has_sound).map(|take| Self {
            wav: take.wav.clone(),
            sidecar: take.sidecar.clone(),
            kept: take.record.measures.clone(),
            band: band_of(&take.record, bank),
            gaps: gaps_of(&take.record),
            is_changed: take.sound.is_changed(),
        });
        takes.collect()
    }
}

/// What became of it.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// It is being measured and has come so far, 0–1.
    Progress(PathBuf, f32),
    /// Its overview, and its measures as the sidecar keeps them.
    Known(PathBuf, Arc<Overview>, Option<Value>),
    /// It can't be read; a sentence.
    Failed(PathBuf, String),
}

impl News {
    /// The recording it is about.
    #[must_use]
    pub fn wav(&self) -> &PathBuf {
        match self {
            Self::Progress(wav, _) | Self::Known(wav, ..) | Self::Failed(wav, _) => wav,
        }
    }
}

/// The handle to the thread; dropping it ends it, between two portions.
pub struct Analyst {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// The next one first.
    wanted: VecDeque<Wanted>,
    /// Being measured.
    now: Option<Wanted>,
    /// Something else is wanted first.
    is_put_off: bool,
    /// Nobody looks any more.
    is_over: bool,
    /// At most one for each recording.
    news: Vec<News>,
}

impl Analyst {
    /// Starts the thread. `records` says whether an interview runs now; `wake` is called when there is news.
    ///
    /// # Errors
    /// When the system has no thread left.
    pub fn start(
        store: Store,
        records: impl Fn() -> bool + Send + 'static,
        wake: impl Fn() + Send + 'static,
    ) -> std::io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let for_thread = Arc::clone(&shared);
        let worker = Worker { store, shared: for_thread, records, wake };
        let thread =
            std::thread::Builder::new().name("analyst".to_owned()).spawn(move || worker.run())?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// These are looked at now: they come before all others. What is under way is put off unless it is
    /// among them.
    pub fn look_at(&self, wanted: Vec<Wanted>) {
        let mut state = self.shared.lock();
        let is_among = |one: &Wanted| wanted.contains(one);
        state.is_put_off = !state.now.as_ref().is_none_or(is_among);
        let now = state.now.clone().filter(is_among);
        state.wanted.retain(|old| !wanted.iter().any(|new| new.wav == old.wav));
        for one in wanted.into_iter().rev().filter(|one| now.as_ref() != Some(one)) {
            state.wanted.push_front(one);
        }
        state.wanted.truncate(MOST_WANTED);
        self.shared.changed.notify_all();
    }

    /// What has become known since last asked.
    #[must_use]
    pub fn news(&self) -> Vec<News> {
        std::mem::take(&mut self.shared.lock().news)
    }
}

impl Drop for Analyst {
    fn drop(&mut self) {
        self.shared.lock().is_over = true;
        self.shared.changed.notify_all();
        if let Some(thread) = self.thread.take() {
            join_within(thread, PARTING);
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Rests, unless something changes meanwhile.
    fn rest(&self, time: Duration) {
        let state = self.lock();
        let undisturbed = |state: &mut State| !state.is_over && !state.is_put_off;
        // How it ended is looked up by whoever rested.
        drop(self.changed.wait_timeout_while(state, time, undisturbed));
    }
}

struct Worker<R, W> {
    store: Store,
    shared: Arc<Shared>,
    records: R,
    wake: W,
}

impl<R: Fn() -> bool, W: Fn()> Worker<R, W> {
    fn run(self) {
        while let Some(wanted) = self.next() {
            let news = caught(|| {
                crate::panics::point("analyst");
                self.know(&wanted)
            });
            let news = news.unwrap_or_else(|| {
                let sentence = "It could not be measured: a fault of Greenroom's own".to_owned();
                Some(News::Failed(wanted.wav.clone(), sentence))
            });
            let mut state = self.shared.lock();
            state.now = None;
            match news {
                Some(news) => tell(&mut state, news),
                // Put off: it is wanted still, after what is looked at now.
                None if state.wanted.iter().all(|other| other.wav != wanted.wav) => {
                    state.wanted.push_back(wanted);
                }
                None => {}
            }
            drop(state);
            (self.wake)();
        }
    }

    /// Waits for something to do; `None` at the end.
    fn next(&self) -> Option<Wanted> {
        let mut state = self.shared.lock();
        loop {
            if state.is_over {
                return None;
            }
            if let Some(wanted) = state.wanted.pop_front() {
                state.now = Some(wanted.clone());
                state.is_put_off = false;
                return Some(wanted);
            }
            let woken = self.shared.changed.wait(state);
            state = woken.unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// `None` if it was put off.
    fn know(&self, wanted: &Wanted) -> Option<News> {
        let Wanted { wav, sidecar, kept, band, gaps, is_changed } = wanted;
        let thresholds = outfit::thresholds(&self.store.settings().measures);
        let current = kept.clone().filter(|kept| is_current(kept, &thresholds, *band, gaps));
        if current.is_some()
            && let Some(overview) = cached_overview(&self.store, wav)
        {
            return Some(News::Known(wav.clone(), Arc::new(overview), current));
        }
        let analysis = match self.measure(wanted, thresholds) {
            Ok(analysis) => analysis?,
            Err(problem) => return Some(News::Failed(wav.clone(), problem)),
        };
        cache_overview(&self.store, wav, &analysis.overview);
        let found = kept_form(&analysis.measures, *band);
        // The same samples give the same measures: others were measured when these were kept.
        let is_another =
            current.is_some() && !takes::is_same_sound(current.as_ref(), found.as_ref());
        if *is_changed || is_another {
            let measures = found.map(takes::of_changed);
            if let Some(measures) = &measures {
                takes::keep_changed(&self.store, wav, measures);
            }
            return Some(News::Known(wav.clone(), Arc::new(analysis.overview), measures));
        }
        let measures = current.or(found);
        if let Some(measures) = measures.clone().filter(|new| kept.as_ref() != Some(new)) {
            self.keep(sidecar, measures);
        }
        Some(News::Known(wav.clone(), Arc::new(analysis.overview), measures))
    }

    fn measure(&self, wanted: &Wanted, thresholds: Thresholds) -> Result<Option<Analysis>, String> {
        let mut told = Instant::now();
        let mut began = Instant::now();
        let go_on = |share: f32| {
            if (self.records)() {
                let rest = (began.elapsed() * REST_FACTOR).min(LONGEST_REST);
                self.shared.rest(rest);
            }
            began = Instant::now();
            if told.elapsed() >= TELL_EVERY {
                told = began;
                tell(&mut self.shared.lock(), News::Progress(wanted.wav.clone(), share));
                (self.wake)();
            }
            let state = self.shared.lock();
            !state.is_over && !state.is_put_off
        };
        measure_file(&wanted.wav, thresholds, wanted.band, &wanted.gaps, go_on)
            .map_err(|why| why.to_string())
    }

    /// Into the sidecar, beside whatever the listener has written there meanwhile. A recording without one
    /// gets none: its measures are made again.
    fn keep(&self, sidecar: &std::path::Path, measures: Value) {
        if !sidecar.exists() {
            return;
        }
        let kept = self.store.update_take(sidecar, |record| {
            if !record.measures.as_ref().is_some_and(is_newer) {
                record.measures = Some(measures);
            }
        });
        if let Err(problem) = kept {
            // They are shown all the same; a sidecar that can't be written is told of when it is rated.
            log::warn!("measures are not kept: {problem}");
        }
    }
}

/// The newest news of a recording replace what was said of it before.
fn tell(state: &mut State, news: News) {
    state.news.retain(|old| old.wav() != news.wav());
    state.news.push(news);
}
