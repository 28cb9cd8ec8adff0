//! A microphone that is gone: when it is told, how often it is looked for, and for how long.

use std::time::{Duration, Instant};

/// A lost microphone that comes back within this time goes on by itself. Later a person has to say so: they
/// may have left, and nobody is to be recorded unawares.
pub(super) const COMES_BACK_WITHIN: Duration = Duration::from_secs(30);

/// The first look, and the longest time between two.
const FIRST_LOOK: Duration = Duration::from_millis(100);
const RAREST_LOOK: Duration = Duration::from_secs(1);

/// A stream that the system has moved to another device is opened again at once; only when that takes
/// longer is there anything to tell.
const UNTOLD: Duration = Duration::from_millis(500);

/// What is known of a microphone that is gone.
#[derive(Debug)]
pub(super) struct Absence {
    since: Instant,
    /// Looked for until then.
    until: Instant,
    next_look: Instant,
    pause: Duration,
    /// Its sentence, until it is told.
    untold: Option<String>,
    /// A person waits for the outcome of this look.
    is_asked_for: bool,
}

impl Absence {
    /// It was lost now; `untold` is told when it does not come back at once.
    pub(super) fn begin(now: Instant, untold: Option<String>) -> Self {
        Self {
            since: now,
            until: now + COMES_BACK_WITHIN,
            next_look: now + FIRST_LOOK,
            pause: FIRST_LOOK,
            untold,
            is_asked_for: false,
        }
    }

    /// A person has chosen this microphone, or wants it to be tried again.
    pub(super) fn ask(&mut self, now: Instant) {
        self.until = now + COMES_BACK_WITHIN;
        self.pause = FIRST_LOOK;
        self.is_asked_for = true;
    }

    /// What is to be told now: it has not come back at once.
    pub(super) fn overdue(&mut self, now: Instant) -> Option<String> {
        self.untold.take_if(|_| now.duration_since(self.since) >= UNTOLD)
    }

    /// Whether nobody was told: then it goes on as if nothing had happened.
    pub(super) fn is_untold(&self) -> bool {
        self.untold.is_some()
    }

    /// It was looked for in vain. Returns the sentence of its loss if that was not told yet, and whether a
    /// person waits for the outcome.
    pub(super) fn in_vain(&mut self, now: Instant) -> (Option<String>, bool) {
        self.next_look = now + self.pause;
        self.pause = (self.pause * 2).min(RAREST_LOOK);
        (self.untold.take(), std::mem::take(&mut self.is_asked_for))
    }

    /// Whether it is time to look.
    pub(super) fn is_due(&self, now: Instant) -> bool {
        now >= self.next_look
    }

    /// Whether it is given up.
    pub(super) fn is_over(&self, now: Instant) -> bool {
        now >= self.until
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn it_is_looked_for_ever_more_rarely_and_not_for_ever() {
        let start = Instant::now();
        let mut absence = Absence::begin(start, None);
        let mut looks = Vec::new();
        let mut now = start;
        while !absence.is_over(now) {
            if absence.is_due(now) {
                looks.push(now.duration_since(start).as_millis());
                assert_eq!(absence.in_vain(now), (None, false));
            }
            now += 10 * MS;
        }
        assert_eq!(looks[..7], [100, 200, 400, 800, 1_600, 2_600, 3_600]);
        assert_eq!(now.duration_since(start), COMES_BACK_WITHIN);
        absence.ask(now);
        assert!(!absence.is_over(now) && absence.in_vain(now).1, "a person may ask again");
    }

    #[test]
    fn what_comes_back_at_once_is_not_told() {
        let start = Instant::now();
        let mut absence = Absence::begin(start, Some("gone".into()));
        assert_eq!(absence.overdue(start + 400 * MS), None);
        assert!(absence.is_untold());
        assert_eq!(absence.overdue(start + 500 * MS), Some("gone".into()));
        assert!(!absence.is_untold());
        let mut found_out = Absence::begin(start, Some("gone".into()));
        assert_eq!(found_out.in_vain(start + 10 * MS), (Some("gone".into()), false));
    }
}
