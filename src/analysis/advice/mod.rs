//! Two keeps and one change: what is most worth keeping and changing of one take.
//!
//! Chosen by the rules below, first to last, from what was measured and what the listener marked; each says
//! why, and names a moment that can be played. Where no rule applies nothing is said. Deliberately not
//! here: praise or blame of what was said, a grade, a guess.

mod changes;
mod keeps;

use super::measure::MeasureId;
use super::measures::{Measures, Span};
use super::star::{StarPart, StarShare, star_shares};

/// At most so many things to keep (numbers: two or three points stay with people, about three good ones for
/// each bad).
const MOST_KEEPS: usize = 2;

/// Beside an interruption, a shorter moment tells nothing, in seconds.
const LEAST_MOMENT_SECS: f64 = 2.0;

/// What the listener marked in one take.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Marks {
    /// When fillers were heard, in seconds.
    pub fillers: Vec<f64>,
    /// Where parts of the story begin, in seconds.
    pub star: Vec<(StarPart, f64)>,
    /// How many points of the model answer were ticked …
    pub points_ticked: usize,
    /// … of how many.
    pub points: usize,
    /// The listener's own rating, 1–5.
    pub rating: Option<u8>,
    /// When notes were made, in seconds.
    pub notes: Vec<f64>,
    /// It answers a follow-up, which wants one thing and no story.
    pub is_follow_up: bool,
    /// It did not end where the candidate ended it: cut off, given up, or stopped by the clock.
    pub is_broken_off: bool,
}

/// One thing to keep or to change.
#[derive(Debug, Clone, PartialEq)]
pub struct Advice {
    /// What was found, a sentence or two.
    pub sentence: String,
    /// When this is said and why, with the source.
    pub rule: &'static str,
    /// The moment to hear it at.
    pub moment: Span,
}

/// What to keep and what to change.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Advices {
    /// At most two.
    pub keeps: Vec<Advice>,
    /// At most one.
    pub change: Option<Advice>,
}

impl Advices {
    /// Whether there is nothing worth saying.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.keeps.is_empty() && self.change.is_none()
    }
}

/// Chooses by the rules. `band` is how long the answer should be, from and to in seconds, if that is known.
/// Nothing is said that what is missing of an interrupted recording may prove wrong.
#[must_use]
pub fn advise(measures: &Measures, marks: &Marks, band: Option<(f64, f64)>) -> Advices {
    let (Some(first), Some(last)) = (measures.speech.first(), measures.speech.last()) else {
        return Advices::default();
    };
    let take = Take {
        measures,
        marks,
        band,
        begin_secs: first.from_secs,
        end_secs: last.to_secs,
        shares: star_shares(&marks.star, last.to_secs),
    };
    let apply = |rule: &Rule| rule(&take).and_then(|advice| take.beside_gaps(advice));
    Advices {
        keeps: keeps::RULES.iter().filter_map(apply).take(MOST_KEEPS).collect(),
        change: changes::RULES.iter().find_map(apply),
    }
}

/// A rule: what it has to say of a take, if anything.
type Rule = fn(&Take<'_>) -> Option<Advice>;

/// A take with speech in it, and what is marked there.
struct Take<'a> {
    measures: &'a Measures,
    marks: &'a Marks,
    band: Option<(f64, f64)>,
    /// The first moment of speech …
    begin_secs: f64,
    /// … and the last.
    end_secs: f64,
    shares: Vec<StarShare>,
}

impl Take<'_> {
    /// A measure, where it was assessed.
    fn value(&self, id: MeasureId) -> Option<f64> {
        self.measures.value(id)?.ok()
    }

    /// A stretch of the take, held within it.
    fn moment(&self, from_secs: f64, to_secs: f64) -> Span {
        let length_secs = self.value(MeasureId::Length).unwrap_or(self.end_secs).max(self.end_secs);
        let from_secs = from_secs.clamp(0.0, length_secs);
        Span { from_secs, to_secs: to_secs.clamp(from_secs, length_secs) }
    }

    /// How much time may be missing where the recording was interrupted, in seconds; without end where nobody
    /// knows.
    fn missing_secs(&self) -> f64 {
        self.measures.gaps.iter().map(|gap| gap.at_most_secs()).sum()
    }

    /// Whether the recording was not interrupted between two moments.
    fn is_whole(&self, span: Span) -> bool {
        !self.measures.is_cut(span)
    }

    /// With its moment on one side of an interruption: nobody is to learn from how it sounds when a recording
    /// breaks off. `None` where too little is left to hear.
    fn beside_gaps(&self, mut advice: Advice) -> Option<Advice> {
        let Span { from_secs, to_secs } = advice.moment;
        let is_inside = |at_secs: &f64| (from_secs..=to_secs).contains(at_secs);
        let cuts = self.measures.gaps.iter().map(|gap| gap.at_secs).filter(is_inside);
        let mut edges: Vec<f64> = cuts.chain([from_secs, to_secs]).collect();
        if edges.len() == 2 {
            return Some(advice);
        }
        edges.sort_by(f64::total_cmp);
        let parts = edges
            .windows(2)
            .filter_map(|pair| Some(Span { from_secs: *pair.first()?, to_secs: *pair.last()? }));
        advice.moment = parts.max_by(|a, b| a.secs().total_cmp(&b.secs()))?;
        (advice.moment.secs() >= LEAST_MOMENT_SECS).then_some(advice)
    }

    /// The last seconds of speech.
    fn ending(&self) -> Span {
        self.moment(self.end_secs - 6.0, self.end_secs)
    }

    /// Fillers heard for each minute of speech, where at least half a minute was spoken.
    fn fillers_a_minute(&self) -> Option<f64> {
        let spoken_secs: f64 = self.measures.speech.iter().map(|span| span.secs()).sum();
        (spoken_secs >= 30.0).then(|| self.marks.fillers.len() as f64 * 60.0 / spoken_secs)
    }

    /// Whether a part of the story is marked.
    fn has(&self, part: StarPart) -> bool {
        self.shares.iter().any(|share| share.part == part)
    }

    /// All of the story, where nothing of it is missing and it came to its end.
    fn story(&self) -> Option<Span> {
        let (first, last) = (self.shares.first()?.span, self.shares.last()?.span);
        let whole = Span { from_secs: first.from_secs, to_secs: last.to_secs };
        self.is_whole(whole).then_some(whole)
    }

    /// How much of the story a part has, in percent, where all four are marked and it was told to its end.
    fn percent_of(&self, part: StarPart) -> Option<f64> {
        let all = StarPart::ALL.iter().all(|part| self.has(*part));
        self.story().filter(|_| all && !self.marks.is_broken_off)?;
        let shares = self.shares.iter().filter(|share| share.part == part);
        Some(shares.map(|share| share.percent).sum())
    }

    /// Where a part is told first.
    fn part(&self, part: StarPart) -> Option<Span> {
        self.shares.iter().find(|share| share.part == part).map(|share| share.span)
    }

    /// How much of the story passes before the action, in percent, where the action is marked and all of the
    /// story was recorded.
    fn setup_percent(&self) -> Option<f64> {
        self.story()?;
        let action = self.shares.iter().position(|share| share.part == StarPart::Action)?;
        Some(self.shares.iter().take(action).map(|share| share.percent).sum())
    }
}

/// Seconds as people say them: "1 second", "14 seconds".
fn seconds(secs: f64) -> String {
    let whole = secs.round().max(0.0);
    if whole == 1.0 { "1 second".to_owned() } else { format!("{whole:.0} seconds") }
}

/// A moment of a take: "1:05".
fn clock(secs: f64) -> String {
    let whole = secs.max(0.0) as u64;
    format!("{}:{:02}", whole / 60, whole % 60)
}

#[cfg(test)]
mod tests;
