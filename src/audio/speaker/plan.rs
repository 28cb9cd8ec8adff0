//! Which stretches of a sound are heard, in which order: from a place on, without what is passed over,
//! up to an end or round and round.

use crate::audio::api::PlayOptions;
use crate::units::{Frames, SampleRate};

/// Stretches to repeat or to pass over that are shorter make no sense and are left as they are, in
/// milliseconds: twice the two fades at a seam.
const SHORTEST_MILLIS: u64 = 20;

/// A stretch of a sound that is heard without a break, in its frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) begins: u64,
    pub(super) ends: u64,
}

/// A sound's stretches. Pure arithmetic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    /// In order, apart from one another.
    skip: Vec<Run>,
    repeat: Option<Run>,
    /// Where it ends when nothing is repeated.
    end: u64,
}

impl Plan {
    /// For a sound of `frames` frames.
    pub(super) fn new(options: &PlayOptions, frames: u64, rate: SampleRate) -> Self {
        let shortest = u64::from(rate.hz()) * SHORTEST_MILLIS / 1_000;
        let run = |(begins, ends): (_, _)| {
            let [begins, ends] =
                [begins, ends].map(|at| Frames::in_duration(at, rate).0.min(frames));
            let is_long = ends.saturating_sub(begins) >= shortest.max(1);
            is_long.then_some(Run { begins, ends })
        };
        let end = options.until.map_or(frames, |at| Frames::in_duration(at, rate).0.min(frames));
        let mut skip: Vec<Run> = Vec::new();
        for next in options.skip.iter().copied().filter_map(run) {
            // Whatever comes out of order or overlaps is not passed over twice.
            if skip.last().is_none_or(|last| last.ends < next.begins) {
                skip.push(next);
            }
        }
        let mut plan = Self { skip, repeat: options.repeat.and_then(run), end };
        if let Some(round) = plan.repeat
            && plan.skipped_from(round.begins).is_some_and(|over| over.ends >= round.ends)
        {
            // All of it would be passed over, for ever.
            plan.skip.clear();
        }
        plan
    }

    /// What is heard from `at` on; `None` when that is the end.
    pub(super) fn run_from(&self, at: u64) -> Option<Run> {
        match self.repeat {
            None => self.run_before(at, self.end),
            Some(round) => {
                let is_inside = (round.begins..round.ends).contains(&at);
                let at = if is_inside { at } else { round.begins };
                let run = self.run_before(at, round.ends);
                run.or_else(|| self.run_before(round.begins, round.ends))
            }
        }
    }

    fn run_before(&self, at: u64, end: u64) -> Option<Run> {
        let begins = self.skipped_from(at).map_or(at, |over| over.ends);
        let next = self.skip.iter().find(|over| over.begins > begins);
        let ends = next.map_or(end, |over| over.begins.min(end));
        (begins < ends).then_some(Run { begins, ends })
    }

    /// The stretch passed over that holds a place.
    fn skipped_from(&self, at: u64) -> Option<Run> {
        self.skip.iter().copied().find(|over| (over.begins..over.ends).contains(&at))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn secs(from: u64, to: u64) -> (Duration, Duration) {
        (Duration::from_secs(from), Duration::from_secs(to))
    }

    /// At 1,000 frames a second.
    fn plan(options: &PlayOptions) -> Plan {
        Plan::new(options, 10_000, SampleRate::new(1_000).expect("not zero"))
    }

    fn runs(plan: &Plan, from: u64, most: usize) -> Vec<(u64, u64)> {
        let mut at = from;
        let next = || {
            let run = plan.run_from(at)?;
            at = run.ends;
            Some((run.begins, run.ends))
        };
        std::iter::from_fn(next).take(most).collect()
    }

    #[test]
    fn without_wishes_all_is_heard_to_the_end() {
        let plan = plan(&PlayOptions::default());
        assert_eq!(runs(&plan, 0, 9), [(0, 10_000)]);
        assert_eq!(runs(&plan, 10_000, 9), []);
        assert_eq!(runs(&plan, 99_999, 9), []);
    }

    #[test]
    fn stretches_are_passed_over_also_from_their_middle() {
        let skip = [secs(2, 3), secs(5, 6), secs(5, 7)].into();
        let plan = plan(&PlayOptions { skip, ..PlayOptions::default() });
        assert_eq!(runs(&plan, 0, 9), [(0, 2_000), (3_000, 5_000), (6_000, 10_000)]);
        assert_eq!(runs(&plan, 2_500, 9), [(3_000, 5_000), (6_000, 10_000)]);
    }

    #[test]
    fn a_stretch_repeats_from_wherever_one_is() {
        let options = PlayOptions { repeat: Some(secs(4, 6)), ..PlayOptions::default() };
        let plan = plan(&options);
        assert_eq!(runs(&plan, 5_000, 3), [(5_000, 6_000), (4_000, 6_000), (4_000, 6_000)]);
        assert_eq!(runs(&plan, 0, 2), [(4_000, 6_000), (4_000, 6_000)]);
        assert_eq!(runs(&plan, 9_000, 1), [(4_000, 6_000)]);
    }

    #[test]
    fn silences_are_passed_over_within_a_repeated_stretch_but_not_all_of_it() {
        let repeat = Some(secs(4, 6));
        let inside = PlayOptions { repeat, skip: [secs(5, 9)].into(), ..PlayOptions::default() };
        assert_eq!(runs(&plan(&inside), 4_000, 2), [(4_000, 5_000), (4_000, 5_000)]);
        let all = PlayOptions { repeat, skip: [secs(3, 9)].into(), ..PlayOptions::default() };
        assert_eq!(runs(&plan(&all), 4_000, 2), [(4_000, 6_000), (4_000, 6_000)]);
    }

    #[test]
    fn an_end_may_come_early_and_what_is_too_short_is_ignored() {
        let until = Some(Duration::from_secs(8));
        let tiny = (Duration::from_millis(100), Duration::from_millis(110));
        let options = PlayOptions {
            until,
            repeat: Some(tiny),
            skip: [tiny].into(),
            ..PlayOptions::default()
        };
        assert_eq!(runs(&plan(&options), 0, 9), [(0, 8_000)]);
    }
}
