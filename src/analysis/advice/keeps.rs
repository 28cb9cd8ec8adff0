//! What to keep, most worth first.

use super::super::measure::MeasureId;
use super::super::star::{
    LEAST_ACTION_PERCENT, LEAST_RESULT_PERCENT, LONGEST_SETUP_PERCENT, MOST_RESULT_PERCENT,
    StarPart,
};
use super::{Advice, Rule, Take, clock, seconds};

pub(super) const RULES: &[Rule] = &[whole_story, in_time, points_made, calm_start, few_fillers];

/// A first word between these is neither blurted nor late, in seconds.
const CALM_SECS: std::ops::RangeInclusive<f64> = 0.5..=4.0;
/// Up to so many fillers for each minute no listener minds.
const FEW_FILLERS: f64 = 5.0;

fn whole_story(take: &Take<'_>) -> Option<Advice> {
    let setup = take.setup_percent().filter(|percent| *percent <= LONGEST_SETUP_PERCENT)?;
    let action = take.percent_of(StarPart::Action)?;
    let told = take.percent_of(StarPart::Result)?;
    let is_balanced = action >= LEAST_ACTION_PERCENT
        && (LEAST_RESULT_PERCENT..=MOST_RESULT_PERCENT).contains(&told);
    let result = take.shares.iter().rfind(|share| share.part == StarPart::Result)?.span;
    is_balanced.then(|| Advice {
        sentence: format!(
            "The story is whole: you came to what you did after {setup:.0} % of it, and gave that {action:.0} %. \
             Keep the way to the result."
        ),
        rule: "Said when situation, task, action and result are all marked by you, at most 30 % of the story lie \
               before the action, the action has at least 45 % and the result 5 to 30 %: the shares of the role \
               guide (25, 60 and 15 %), with room on either side.",
        moment: take.moment(result.from_secs - 2.0, result.to_secs.min(result.from_secs + 10.0)),
    })
}

fn in_time(take: &Take<'_>) -> Option<Advice> {
    let (least, most) = take.band?;
    let ran_on = take.measures.run_on.is_some();
    let at_most_secs = take.end_secs + take.missing_secs();
    let ending = take.ending();
    // Nobody is to keep an ending that something else is said against.
    let trails_off = take.measures.trails_off_at.is_some_and(|at| at.to_secs > ending.from_secs);
    let is_open = take.has(StarPart::Action) && !take.has(StarPart::Result);
    let is_ending = !take.marks.is_broken_off && !ran_on && !trails_off && !is_open;
    (take.end_secs >= least && at_most_secs <= most && is_ending).then(|| Advice {
        sentence: format!("You ended at {}, within the target length. Keep that ending.", clock(take.end_secs)),
        rule: "Said when speech ends within the target length of the pacing and doesn't begin again after a \
               stop past it, where you ended the answer yourself and nothing is said against its end.",
        moment: ending,
    })
}

fn points_made(take: &Take<'_>) -> Option<Advice> {
    let (ticked, points) = (take.marks.points_ticked, take.marks.points);
    (points >= 2 && ticked * 5 >= points * 4).then(|| Advice {
        sentence: format!("You ticked {ticked} of {points} points: the content is there."),
        rule: "Said when at least four fifths of the model answer's points are ticked by you.",
        moment: take.moment(take.begin_secs, take.begin_secs + 8.0),
    })
}

fn calm_start(take: &Take<'_>) -> Option<Advice> {
    let first = take.value(MeasureId::FirstWord).filter(|secs| CALM_SECS.contains(secs))?;
    Some(Advice {
        sentence: format!(
            "You began after {first:.1} seconds: time to breathe, and no wait. Keep that start."
        ),
        rule: "Said when the first word comes between half a second and 4 seconds: finding words takes 0.6 to \
               1.5 seconds (Levinson and Torreira 2015), and 3 seconds still look composed.",
        moment: take.moment(0.0, first + 4.0),
    })
}

fn few_fillers(take: &Take<'_>) -> Option<Advice> {
    let rate = take.fillers_a_minute().filter(|rate| *rate <= FEW_FILLERS)?;
    // Without any tapped nobody may have listened for them.
    if take.marks.fillers.is_empty() {
        return None;
    }
    let mut between: Vec<f64> = take.marks.fillers.clone();
    between.extend([take.begin_secs, take.end_secs]);
    between.extend(take.measures.gaps.iter().map(|gap| gap.at_secs));
    between.sort_by(f64::total_cmp);
    let stretches = between.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
    let (from, to) = stretches.max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))?;
    Some(Advice {
        sentence: format!(
            "You tapped {rate:.1} fillers for each minute: no listener minds. Hear {} without any.",
            seconds(to - from),
        ),
        rule: "Said when fillers were tapped by you, and at most 5 for each minute of speech: below that \
               listeners don't mind (Laske 2024; Clark and Fox Tree 2002).",
        moment: take.moment(from + 0.5, to.min(from + 12.0)),
    })
}
