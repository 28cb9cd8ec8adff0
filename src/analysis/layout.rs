//! Speech and the stops in it, as far as they were heard.
//!
//! An interruption is a moment of the recording at which time is missing. What was in that time nobody
//! knows, so it counts neither as speech nor as a pause: the stop that it falls into is as long as it was
//! heard in one piece, and may have been longer.
//!
//! At a joint the answer was suspended by whoever gave it. Nothing of it is missing there, but the silence on
//! either side is no pause of theirs either: they reached for a key, or had just heard the question.

use std::ops::Range;

use super::measure::NotAssessed;
use super::measures::{EDGE_SECS, Gap, Span};
use super::speech::FRAMES_PER_SEC;

/// Speech between two pauses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Talk {
    pub(super) span: Span,
    /// Whether it is known that it ends here, and does not go on in what is missing.
    pub(super) ends: bool,
}

/// A stop of speech that is, or may have been, long enough for a pause.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stop {
    /// What was heard of it.
    pub(super) span: Span,
    /// How long it may have been, in seconds; without end where nobody knows.
    pub(super) at_most_secs: f64,
    /// Whether the recording was interrupted in it.
    pub(super) is_cut: bool,
}

/// Where there is speech, and what lies between.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) talks: Vec<Talk>,
    /// Stops that are pauses: of one that is cut the longest part that was heard, if that is one.
    pub(super) pauses: Vec<Span>,
    /// Stops that are or may be pauses, in order; one behind the last speech only where it is cut.
    pub(super) stops: Vec<Stop>,
    /// Whether a pause may have been missed, or heard in part.
    pub(super) misses_pauses: bool,
    /// Whether the recording was interrupted before the first speech.
    misses_beginning: bool,
    /// What can't be told to be speech or a pause, between first and last speech, in seconds.
    unknown_secs: f64,
}

impl Layout {
    /// Of a sound of `length_secs` with speech in these frames; stops shorter than a pause belong to the
    /// speech around them. `lost` are the stretches in which there is sound but none of the room: digital
    /// zeros. One that reaches to speech may have swallowed some of it.
    pub(super) fn of(
        stretches: &[Range<usize>],
        length_secs: f64,
        gaps: &[Gap],
        lost: &[Span],
        pause_secs: f64,
    ) -> Self {
        let heard = stretches.iter().map(|stretch| {
            let from_secs = secs(stretch.start);
            Span { from_secs, to_secs: secs(stretch.end).min(length_secs).max(from_secs) }
        });
        let heard: Vec<Span> = heard.collect();
        let cuts: Vec<Gap> = gaps.iter().map(|gap| placed(*gap, &heard)).collect();
        let mut layout = Self::default();
        for span in heard.into_iter().flat_map(|span| split(span, &cuts, pause_secs)) {
            layout.include(span, &cuts, lost, pause_secs);
        }
        layout.end(length_secs, &cuts, pause_secs);
        layout
    }

    fn include(&mut self, span: Span, cuts: &[Gap], lost: &[Span], pause_secs: f64) {
        let Some(last) = self.talks.last_mut() else {
            self.misses_beginning = cuts.iter().any(|cut| cut.at_secs <= span.from_secs)
                || lost.iter().any(|lost| reaches(lost.to_secs, span.from_secs));
            let before = Span { from_secs: 0.0, to_secs: span.from_secs };
            self.misses_pauses = Cut::of(before, cuts).is_some_and(|cut| cut.may_hide(pause_secs));
            self.talks.push(Talk { span, ends: true });
            return;
        };
        let stop = Span { from_secs: last.span.to_secs, to_secs: span.from_secs };
        let cut = Cut::of(stop, cuts);
        if let Some(cut) = cut.as_ref().filter(|cut| cut.has_joint) {
            last.ends = cut.first_secs() >= pause_secs;
            self.misses_pauses |= cut.may_hide(pause_secs);
            self.unknown_secs += stop.secs();
            self.talks.push(Talk { span, ends: true });
            return;
        }
        let at_most_secs = cut.as_ref().map_or(stop.secs(), |cut| cut.at_most_secs);
        if at_most_secs < pause_secs {
            last.span.to_secs = span.to_secs;
            return;
        }
        let is_lost = cut.is_none() && stop.secs() - lost_beside(stop, lost) < pause_secs;
        self.stops.push(Stop { span: stop, at_most_secs, is_cut: is_lost || cut.is_some() });
        match cut {
            None if is_lost => {
                last.ends = false;
                self.misses_pauses = true;
                self.unknown_secs += stop.secs();
            }
            None => self.pauses.push(stop),
            Some(cut) => {
                last.ends = cut.first_secs() >= pause_secs;
                self.misses_pauses = true;
                let (known, unknown): (Vec<Span>, Vec<Span>) =
                    cut.parts.into_iter().partition(|part| part.secs() >= pause_secs);
                self.unknown_secs += unknown.iter().map(|part| part.secs()).sum::<f64>();
                // Silence on both sides may be one pause.
                self.pauses.extend(known.into_iter().max_by(|a, b| a.secs().total_cmp(&b.secs())));
            }
        }
        self.talks.push(Talk { span, ends: true });
    }

    /// What lies behind the last speech.
    fn end(&mut self, length_secs: f64, cuts: &[Gap], pause_secs: f64) {
        let Some(last) = self.talks.last_mut() else { return };
        let span =
            Span { from_secs: last.span.to_secs, to_secs: length_secs.max(last.span.to_secs) };
        let Some(cut) = Cut::of(span, cuts) else { return };
        last.ends = cut.first_secs() >= pause_secs;
        if cut.may_hide(pause_secs) {
            self.misses_pauses = true;
            self.stops.push(Stop { span, at_most_secs: cut.at_most_secs, is_cut: true });
        }
    }

    pub(super) fn first(&self) -> Result<Span, NotAssessed> {
        self.talks.first().map(|talk| talk.span).ok_or(NotAssessed::NoSpeech)
    }

    pub(super) fn last(&self) -> Result<Span, NotAssessed> {
        self.talks.last().map(|talk| talk.span).ok_or(NotAssessed::NoSpeech)
    }

    /// When the first speech begins, in seconds.
    pub(super) fn first_word(&self) -> Result<f64, NotAssessed> {
        let first = self.first()?;
        if self.misses_beginning { Err(NotAssessed::Interrupted) } else { Ok(first.from_secs) }
    }

    /// How long speech lasts, and how long it and the pauses between, in seconds.
    pub(super) fn spoken_of(&self) -> Result<(f64, f64), NotAssessed> {
        let whole = self.last()?.to_secs - self.first()?.from_secs - self.unknown_secs;
        Ok((self.talks.iter().map(|talk| talk.span.secs()).sum(), whole))
    }

    /// How many pauses were heard.
    pub(super) fn pause_count(&self) -> Result<f64, NotAssessed> {
        self.first()?;
        self.known_pauses().map(|pauses| pauses.len() as f64)
    }

    /// The longest of them, in seconds; 0 without any.
    pub(super) fn longest_pause(&self) -> Result<f64, NotAssessed> {
        self.first()?;
        self.known_pauses()
            .map(|pauses| pauses.iter().map(|pause| pause.secs()).fold(0.0, f64::max))
    }

    /// "At least none" says nothing.
    fn known_pauses(&self) -> Result<&[Span], NotAssessed> {
        if self.misses_pauses && self.pauses.is_empty() {
            return Err(NotAssessed::Interrupted);
        }
        Ok(&self.pauses)
    }
}

/// Interruptions of one stop.
struct Cut {
    /// What was heard between them, in order; one more than there are interruptions.
    parts: Vec<Span>,
    /// How long the stop may have been, in seconds.
    at_most_secs: f64,
    /// Whether something of the answer is missing in it.
    has_gap: bool,
    /// Whether the answer was suspended in it.
    has_joint: bool,
}

impl Cut {
    /// `None` where there is none. `cuts` are in order of time.
    fn of(stop: Span, cuts: &[Gap]) -> Option<Self> {
        let inside =
            cuts.iter().filter(|cut| (stop.from_secs..=stop.to_secs).contains(&cut.at_secs));
        let (mut parts, mut from_secs, mut missing_secs) = (Vec::new(), stop.from_secs, 0.0);
        let (mut has_gap, mut has_joint) = (false, false);
        for cut in inside {
            has_gap |= !cut.is_joint;
            has_joint |= cut.is_joint;
            parts.push(Span { from_secs, to_secs: cut.at_secs });
            from_secs = cut.at_secs;
            missing_secs += cut.at_most_secs();
        }
        if parts.is_empty() {
            return None;
        }
        parts.push(Span { from_secs, to_secs: stop.to_secs });
        Some(Self { parts, at_most_secs: stop.secs() + missing_secs, has_gap, has_joint })
    }

    /// Whether a pause may lie in what is missing.
    fn may_hide(&self, pause_secs: f64) -> bool {
        self.has_gap && self.at_most_secs >= pause_secs
    }

    /// What was heard of the stop before anything is missing, in seconds.
    fn first_secs(&self) -> f64 {
        self.parts.first().map_or(0.0, |part| part.secs())
    }
}

/// Whether two moments are as near as edges are exact.
fn reaches(lost_secs: f64, edge_secs: f64) -> bool {
    (lost_secs - edge_secs).abs() <= EDGE_SECS
}

/// How much of a stop lies in what is lost right beside speech, in seconds: speech may have gone on in it.
fn lost_beside(stop: Span, lost: &[Span]) -> f64 {
    let beside = lost.iter().filter(|lost| {
        reaches(lost.from_secs, stop.from_secs) || reaches(lost.to_secs, stop.to_secs)
    });
    beside
        .map(|lost| lost.to_secs.min(stop.to_secs) - lost.from_secs.max(stop.from_secs))
        .filter(|secs| *secs > 0.0)
        .sum()
}

/// At the edge of a stretch of speech if it is as near as edges are exact.
fn placed(gap: Gap, heard: &[Span]) -> Gap {
    let edges = heard.iter().flat_map(|span| [span.from_secs, span.to_secs]);
    let off = |edge: f64| (edge - gap.at_secs).abs();
    let nearest = edges.min_by(|a, b| off(*a).total_cmp(&off(*b)));
    let at_secs = nearest.filter(|edge| off(*edge) <= EDGE_SECS).unwrap_or(gap.at_secs);
    Gap { at_secs, ..gap }
}

/// A stretch of speech, parted at joints, and where so much is missing in it that a pause may be.
fn split(span: Span, cuts: &[Gap], pause_secs: f64) -> Vec<Span> {
    let inside = cuts.iter().filter(|cut| {
        span.from_secs < cut.at_secs
            && cut.at_secs < span.to_secs
            && (cut.is_joint || cut.at_most_secs() >= pause_secs)
    });
    let mut parts = Vec::new();
    let mut from_secs = span.from_secs;
    for cut in inside {
        if cut.at_secs > from_secs {
            parts.push(Span { from_secs, to_secs: cut.at_secs });
        }
        from_secs = cut.at_secs;
    }
    parts.push(Span { from_secs, to_secs: span.to_secs });
    parts
}

/// When a frame of [`super::speech`] begins, in seconds.
pub(super) fn secs(frame: usize) -> f64 {
    frame as f64 / FRAMES_PER_SEC
}

#[cfg(test)]
mod tests;
