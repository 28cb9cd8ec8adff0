//! What is not on disk, in the terminal: how far it is, how the wait is ended, and what is said then.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, anyhow};

use crate::rehearsal::{Live, Pending};

/// How often a slow disk's progress is told.
const TOLD_EVERY: Duration = Duration::from_secs(10);

/// Tells of a slow disk now and then, on standard error where standard output is for a program.
#[derive(Debug, Default)]
pub(super) struct Slowness {
    told: Option<(Instant, String)>,
}

impl Slowness {
    /// The sentence, if it is time to say it again.
    pub(super) fn news(&mut self, live: &Live) -> Option<String> {
        let slow = live.slow.as_ref()?;
        let is_news = |(at, said): &(Instant, String)| at.elapsed() >= TOLD_EVERY && said != slow;
        if !self.told.as_ref().is_none_or(is_news) {
            return None;
        }
        self.told = Some((Instant::now(), slow.clone()));
        Some(format!("{slow}. Ctrl-C: end without waiting"))
    }
}

/// Ctrl-C, and the system's order to end: once to end in good order, twice not to wait for the disk, three times to
/// be gone whatever hangs.
pub(super) struct Interruption {
    #[cfg(unix)]
    asked: std::sync::Arc<std::sync::atomic::AtomicBool>,
    #[cfg(unix)]
    armed: std::sync::Arc<std::sync::atomic::AtomicBool>,
}

impl Interruption {
    /// Begins to listen.
    #[cfg(unix)]
    pub(super) fn listen() -> anyhow::Result<Self> {
        use signal_hook::{consts, flag};
        use std::sync::Arc;
        let (asked, armed) = (Arc::default(), Arc::default());
        for signal in [consts::SIGINT, consts::SIGTERM, consts::SIGHUP] {
            flag::register_conditional_shutdown(signal, 1, Arc::clone(&armed))
                .and_then(|_| flag::register(signal, Arc::clone(&asked)))
                .context("Ctrl-C can't be watched; try again")?;
        }
        Ok(Self { asked, armed })
    }

    /// There are no such signals: the system ends the program.
    #[cfg(not(unix))]
    pub(super) fn listen() -> anyhow::Result<Self> {
        Ok(Self {})
    }

    /// Whether it has come since last asked.
    pub(super) fn has_come(&self) -> bool {
        #[cfg(unix)]
        {
            self.asked.swap(false, std::sync::atomic::Ordering::AcqRel)
        }
        #[cfg(not(unix))]
        {
            false
        }
    }

    /// Nobody looks any more: the next one ends the program at once.
    pub(super) fn arm(&self) {
        #[cfg(unix)]
        self.armed.store(true, std::sync::atomic::Ordering::Release);
    }
}

/// An error unless every recording is on disk, with what is not; `how` says why it ended, if not by itself.
pub(super) fn all_saved(pending: &Pending, folder: &Path, how: Option<&str>) -> anyhow::Result<()> {
    let mut said: Vec<String> = Vec::new();
    if let Some(how) = how {
        let kept =
            if pending.is_whole() { "What was recorded until then" } else { "What was saved" };
        said.push(format!("{how}. {kept} is kept in {}", folder.display()));
    }
    if !pending.failed.is_empty() {
        said.push(format!(
            "{} could not be saved whole ({}). Make room on the disk, or see to it",
            of_the_recordings(pending.failed.len()),
            pending.failed.join(", ")
        ));
    }
    if !pending.late.is_empty() {
        said.push(format!(
            "{} may not be whole on the disk, which is slow or does not answer ({})",
            of_the_recordings(pending.late.len()),
            pending.late.join(", ")
        ));
    }
    if pending.is_whole() && pending.notes {
        said.push("The newest notes on your answers may not be on the disk".to_owned());
    }
    if said.is_empty() {
        return Ok(());
    }
    let mut text = said.join(". ");
    if !pending.is_whole() {
        text.push_str("; what is there the next start puts into its place: ");
        text.push_str(&folder.display().to_string());
    }
    Err(anyhow!(text))
}

fn of_the_recordings(count: usize) -> String {
    format!("{count} of the recordings")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(late: &[&str], failed: &[&str], how: Option<&str>) -> String {
        let names = |list: &[&str]| list.iter().map(|&name| name.to_owned()).collect();
        let pending = Pending { late: names(late), failed: names(failed), notes: false };
        all_saved(&pending, Path::new("/there"), how)
            .map_or_else(|why| why.to_string(), |()| String::new())
    }

    #[test]
    fn what_is_late_and_what_has_failed_are_both_told_and_told_apart() {
        assert_eq!(said(&[], &[], None), "");
        let both = said(&["b.wav"], &["a.wav"], None);
        assert!(both.contains("1 of the recordings could not be saved whole (a.wav)"), "{both}");
        assert!(
            both.contains("may not be whole on the disk") && both.contains("(b.wav)"),
            "{both}"
        );
        let late = said(&["b.wav", "c.wav"], &[], None);
        assert!(late.starts_with("2 of the recordings may not be whole"), "{late}");
        assert!(
            !late.contains("Make room") && !late.contains("could not"),
            "slow is not full: {late}"
        );
        let interrupted = said(&[], &[], Some("Interrupted"));
        assert_eq!(interrupted, "Interrupted. What was recorded until then is kept in /there");
    }
}
