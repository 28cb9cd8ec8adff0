//! What is written soon rather than at once: what changes with every letter that is typed, or every step of a
//! control that is dragged.
//!
//! The first change is written at once, those that follow it together, half a second after the last writing. Any
//! other work comes after all of it: nobody reads what is not written yet.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::{Job, TakeChange};

/// The least time from the end of one writing of a file to the next.
const BETWEEN: Duration = Duration::from_millis(500);

/// Which file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Take(PathBuf),
    Settings,
    Profile,
}

/// What waits to be written.
#[derive(Default)]
pub(super) struct Soon {
    waiting: BTreeMap<Place, Waiting>,
    /// When these were written last, for as long as that matters.
    written: BTreeMap<Place, Instant>,
}

enum Waiting {
    /// Changes of a take, in order.
    Changes(Vec<TakeChange>),
    /// The newest state of a document.
    Document(Job),
}

impl Soon {
    /// Takes what may wait; gives back what may not.
    pub(super) fn put(&mut self, job: Job) -> Option<Job> {
        match job {
            Job::TypeInTake(sidecar, change) => {
                let waiting = self
                    .waiting
                    .entry(Place::Take(sidecar))
                    .or_insert_with(|| Waiting::Changes(Vec::new()));
                if let Waiting::Changes(changes) = waiting {
                    changes.push(change);
                }
            }
            job @ Job::SaveSettings(_) => {
                self.waiting.insert(Place::Settings, Waiting::Document(job));
            }
            job @ Job::SaveProfile(_) => {
                self.waiting.insert(Place::Profile, Waiting::Document(job));
            }
            other => return Some(other),
        }
        None
    }

    /// When the next is due; `None` while nothing waits.
    pub(super) fn due(&self) -> Option<Instant> {
        let now = Instant::now();
        let due = |place| self.written.get(place).map_or(now, |at| *at + BETWEEN);
        self.waiting.keys().map(due).min()
    }

    /// Takes out one that is due, or any when it `must` be.
    pub(super) fn take(&mut self, now: Instant, must: bool) -> Option<Job> {
        self.written.retain(|_, at| now.saturating_duration_since(*at) < BETWEEN);
        let is_due = |place: &&Place| must || !self.written.contains_key(*place);
        let place = self.waiting.keys().find(is_due).cloned()?;
        let job = match (self.waiting.remove(&place)?, &place) {
            (Waiting::Document(job), _) => job,
            (Waiting::Changes(changes), Place::Take(sidecar)) => {
                let all: TakeChange = Box::new(move |record| {
                    for change in changes {
                        change(record);
                    }
                });
                Job::ChangeTake(sidecar.clone(), all)
            }
            (Waiting::Changes(_), Place::Settings | Place::Profile) => return None,
        };
        Some(job)
    }

    /// This was just written: what follows it waits.
    pub(super) fn written(&mut self, place: Option<Place>) {
        if let Some(place) = place {
            self.written.insert(place, Instant::now());
        }
    }
}

/// The file that a job writes, if that is one that may wait.
pub(super) fn place_of(job: &Job) -> Option<Place> {
    match job {
        Job::ChangeTake(sidecar, _) => Some(Place::Take(sidecar.clone())),
        Job::SaveSettings(_) => Some(Place::Settings),
        Job::SaveProfile(_) => Some(Place::Profile),
        _ => None,
    }
}
