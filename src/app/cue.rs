//! Where listening to a take goes on: a place chosen while nothing played, or a pause.

use std::time::Duration;

use crate::ui::review::{Heard, Playback};

/// Where the playhead rests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Cue {
    /// A take and a place in it, chosen while it did not play.
    placed: Option<(usize, Duration)>,
    /// Where what plays was paused; none once the playhead was moved on purpose.
    paused_at: Option<Duration>,
}

impl Cue {
    /// The playhead was put there, while this take did not play.
    pub(super) fn place(&mut self, take: usize, at: Duration) {
        *self = Self { placed: Some((take, at)), paused_at: None };
    }

    /// Paused by hand at this place.
    pub(super) fn pause(&mut self, at: Duration) {
        self.paused_at = Some(at);
    }

    /// The playhead of what plays, or is paused, was moved.
    pub(super) fn moved(&mut self) {
        self.paused_at = None;
    }

    /// The take to play and from where, if one was placed; forgets it.
    pub(super) fn take_placed(&mut self) -> Option<(usize, Duration)> {
        self.placed.take()
    }

    /// Where to go on after a pause: so much before it, to find the thread again. Forgets the pause.
    pub(super) fn take_resumed(&mut self, rewind: Duration) -> Option<Duration> {
        let paused_at = self.paused_at.take()?;
        (!rewind.is_zero()).then(|| paused_at.saturating_sub(rewind))
    }

    /// What is shown: what plays, else the playhead where it was placed, at rest.
    pub(super) fn shown(&self, playing: Playback, length: impl Fn(usize) -> Duration) -> Playback {
        match self.placed {
            Some((take, position)) if playing.what.is_none() => Playback {
                what: Some(Heard::Take(take)),
                position,
                length: length(take),
                paused: true,
            },
            _ => playing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECS: fn(u64) -> Duration = Duration::from_secs;

    #[test]
    fn a_place_chosen_in_silence_is_shown_at_rest_and_used_once() {
        let mut cue = Cue::default();
        cue.place(3, SECS(12));
        let shown = cue.shown(Playback::default(), |_| SECS(60));
        assert_eq!((shown.what, shown.position), (Some(Heard::Take(3)), SECS(12)));
        assert!(shown.paused && shown.length == SECS(60));
        assert_eq!(cue.take_placed(), Some((3, SECS(12))));
        assert_eq!(cue.take_placed(), None);
    }

    #[test]
    fn what_plays_is_shown_whatever_was_placed() {
        let mut cue = Cue::default();
        cue.place(3, SECS(12));
        let playing = Playback { what: Some(Heard::Model), ..Playback::default() };
        assert_eq!(cue.shown(playing, |_| SECS(60)), playing);
    }

    #[test]
    fn a_pause_goes_back_a_little_unless_the_playhead_was_moved() {
        let mut cue = Cue::default();
        cue.pause(SECS(10));
        assert_eq!(cue.take_resumed(SECS(1)), Some(SECS(9)));
        assert_eq!(cue.take_resumed(SECS(1)), None, "only once");
        cue.pause(Duration::from_millis(300));
        assert_eq!(cue.take_resumed(SECS(1)), Some(Duration::ZERO));
        cue.pause(SECS(10));
        cue.moved();
        assert_eq!(cue.take_resumed(SECS(1)), None);
        cue.pause(SECS(10));
        assert_eq!(cue.take_resumed(Duration::ZERO), None);
    }
}
