//! What is not on disk yet, how far it is, and how long the end of an interview waits for it.
//!
//! Late is not failed: a take is waited for as long as the disk moves, however slowly, in real time at any speed
//! of the interview. What the disk refuses is tried in other places for a while.

use std::time::{Duration, Instant};

use super::Running;
use crate::disk;
use crate::rehearsal::command::Pending;
use crate::rehearsal::taking::Taking;

/// After the end: how long takes that the disk refuses are tried, each other place too.
const LAST_SAVES: Duration = Duration::from_secs(15);

/// Saving that takes longer is told.
const SAID_AFTER: Duration = Duration::from_secs(2);

/// A disk that does nothing for so long is said to, and how long, in steps of this.
const QUIET: Duration = Duration::from_secs(10);

impl Running {
    /// Whether the interview is over and every take is on disk, or none will get there any more.
    pub(in crate::rehearsal) fn is_over(&self) -> bool {
        self.is_stored
    }

    /// Whether something is on its way to disk that is worth waiting for.
    pub(in crate::rehearsal) fn is_storing(&self) -> bool {
        let is_late = self.takes.values().any(is_on_its_way);
        is_late || (self.over.is_some() && self.takes.is_empty() && !self.is_stored)
    }

    /// After the end: looks whether all is stored, or nothing moves any more.
    pub(super) fn mind_the_end(&mut self, now: Instant) {
        let Some(since) = self.over.filter(|_| !self.is_stored) else { return };
        let is_refused = self.takes.values().all(|taking| taking.failed)
            && now.saturating_duration_since(since) > LAST_SAVES;
        let is_settled = self.takes.is_empty() || is_refused;
        self.is_stored =
            (is_settled && self.cast.scribe.is_done()) || disk::quiet_for(since) > disk::STANDSTILL;
    }

    /// What is not on disk yet.
    pub(super) fn pending(&self) -> Pending {
        let names = |is_one: fn(&Taking) -> bool| {
            self.takes.values().filter(|taking| is_one(taking)).map(Taking::name).collect()
        };
        let is_over = self.over.is_some();
        Pending {
            late: if is_over { names(|taking| !taking.failed) } else { names(is_on_its_way) },
            failed: names(|taking| taking.failed),
            notes: is_over && !self.is_stored,
        }
    }

    /// How far it is, if it takes long.
    pub(super) fn slow(&self, now: Instant) -> Option<String> {
        let late = self.takes.values().filter(|taking| is_on_its_way(taking));
        let (count, first) = (late.clone().count(), late.filter_map(|taking| taking.ended).min());
        let since = first.or(self.over).filter(|_| !self.is_stored)?;
        if now.saturating_duration_since(since) < SAID_AFTER {
            return None;
        }
        let failed = self.takes.values().filter(|taking| taking.failed).count();
        if count == 0 && failed > 0 {
            let what = recordings(failed);
            return Some(format!("The disk still refuses {what}; other places are tried"));
        }
        let what = if count == 0 { "your notes".to_owned() } else { recordings(count) };
        let mut said = format!("The disk is slow: still saving {what}");
        let megabytes = disk::owed() as f64 / 1e6;
        if count > 0 && megabytes >= 0.1 {
            said.push_str(&format!(", {megabytes:.1} MB to go"));
        }
        let steps = disk::quiet_for(since).as_secs() / QUIET.as_secs();
        if steps > 0 {
            said.push_str(&format!(". It has done nothing for {} s", steps * QUIET.as_secs()));
        }
        Some(said)
    }

    /// What is lost when this is dropped, or may be, said once it is.
    pub(in crate::rehearsal) fn lost(&self) -> Vec<String> {
        let pending = self.pending();
        let mut said = Vec::new();
        if !pending.failed.is_empty() {
            said.push(format!(
                "{} of the recordings could not be saved anywhere and will be lost. Make room \
                 on the disk before the next interview.",
                pending.failed.len()
            ));
        }
        if !pending.late.is_empty() {
            said.push(format!(
                "The disk has not answered for two minutes, and {} of the recordings may not be whole on it. What is \
                 there the next start puts into its place.",
                pending.late.len()
            ));
        }
        said
    }
}

/// Whether it was recorded and is being saved, late or not.
fn is_on_its_way(taking: &Taking) -> bool {
    taking.ended.is_some() && !taking.failed
}

fn recordings(count: usize) -> String {
    match count {
        1 => "one recording".to_owned(),
        count => format!("{count} recordings"),
    }
}
