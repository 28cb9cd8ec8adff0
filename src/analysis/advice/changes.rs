//! What to change, most worth first: what costs an answer most is how it ends, then how it is built, then
//! how it sounds.

use super::super::measure::MeasureId;
use super::super::star::{
    LEAST_ACTION_PERCENT, LEAST_RESULT_PERCENT, LONGEST_SETUP_PERCENT, MOST_RESULT_PERCENT,
    StarPart,
};
use super::{Advice, Rule, Take, clock, seconds};

pub(super) const RULES: &[Rule] = &[
    run_on,
    too_long,
    no_result,
    long_setup,
    short_action,
    long_result,
    short_result,
    late_start,
    many_fillers,
    long_pause,
    trailing_off,
    too_short,
    few_points,
    own_note,
];

/// Shorter run-ons are an afterthought, in seconds.
const LEAST_RUN_ON_SECS: f64 = 3.0;
/// How far past the band an answer may go, in seconds (Toastmasters' grace).
const GRACE_SECS: f64 = 30.0;
/// A first word later than this is noted, in seconds.
const LATE_SECS: f64 = 6.0;
/// More fillers than this for each minute are heard as a habit.
const MANY_FILLERS: f64 = 10.0;
/// Ratings up to this say that the listener isn't content.
const LOW_RATING: u8 = 2;

fn run_on(take: &Take<'_>) -> Option<Advice> {
    let run_on = take.measures.run_on.filter(|span| span.secs() >= LEAST_RUN_ON_SECS)?;
    Some(Advice {
        sentence: format!(
            "You had come to an end before {}, past the target length, and went on for {}. End at that stop.",
            clock(run_on.from_secs),
            seconds(run_on.secs()),
        ),
        rule: "Said when at least 3 seconds of speech follow a stop past the target length: a stop there is \
               where the listener takes the answer as finished. Our rule, on the target lengths of the pacing.",
        moment: take.moment(run_on.from_secs - 5.0, run_on.from_secs + 5.0),
    })
}

fn too_long(take: &Take<'_>) -> Option<Advice> {
    let (_, most) = take.band?;
    (take.end_secs > most + GRACE_SECS).then(|| Advice {
        sentence: format!(
            "You spoke until {}; the target ends at {}. {}",
            clock(take.end_secs),
            clock(most),
            if take.marks.is_follow_up {
                "A follow-up wants the one thing it asks for."
            } else {
                "Leave something for a follow-up question."
            },
        ),
        rule: "Said when speech ends more than 30 seconds past the target length: the grace that Toastmasters \
               give. Most advice on answers ends at two minutes.",
        moment: take.moment(most, most + 8.0),
    })
}

fn no_result(take: &Take<'_>) -> Option<Advice> {
    // Whoever was cut off may have been on the way to it.
    (!take.marks.is_broken_off && take.has(StarPart::Action) && !take.has(StarPart::Result)).then(|| Advice {
        sentence: "You marked an action and no result. Say what came of it, with a number if there is one."
            .to_owned(),
        rule: "Said when an action is marked and no result: every source on situation, task, action and result \
               wants a result, best with a number.",
        moment: take.ending(),
    })
}

fn long_setup(take: &Take<'_>) -> Option<Advice> {
    let percent = take.setup_percent().filter(|percent| *percent > LONGEST_SETUP_PERCENT)?;
    let first = take.shares.first()?.span;
    let action = take.shares.iter().find(|share| share.part == StarPart::Action)?.span;
    Some(Advice {
        sentence: format!(
            "{percent:.0} % of the story passed before you came to what you did. Get there sooner."
        ),
        rule: "Said when more than 30 % of the story lies before the action: sources differ on the split, and \
               agree on that.",
        moment: take.moment(first.from_secs, action.from_secs + 2.0),
    })
}

fn short_action(take: &Take<'_>) -> Option<Advice> {
    let percent =
        take.percent_of(StarPart::Action).filter(|percent| *percent < LEAST_ACTION_PERCENT)?;
    let action = take.part(StarPart::Action)?;
    Some(Advice {
        sentence: format!(
            "What you did has {percent:.0} % of the story; the guide gives it about {:.0} %. Say more of it, step \
             by step.",
            StarPart::Action.suggested_percent(),
        ),
        rule: "Said when all four parts are marked and the action has less than 45 % of the story: the role \
               guide gives it about 60 %, and so do all sources.",
        moment: take.moment(action.from_secs, action.to_secs.min(action.from_secs + 12.0)),
    })
}

fn long_result(take: &Take<'_>) -> Option<Advice> {
    let percent =
        take.percent_of(StarPart::Result).filter(|percent| *percent > MOST_RESULT_PERCENT)?;
    let result = take.part(StarPart::Result)?;
    Some(Advice {
        sentence: format!(
            "The result has {percent:.0} % of the story; the guide gives it about {:.0} %. Say it once, with its \
             number, and stop.",
            StarPart::Result.suggested_percent(),
        ),
        rule: "Said when all four parts are marked and the result has more than 30 % of the story: the role \
               guide gives it 15 %, others 10 to 20.",
        moment: take.moment(result.from_secs, result.to_secs.min(result.from_secs + 12.0)),
    })
}

fn short_result(take: &Take<'_>) -> Option<Advice> {
    let percent =
        take.percent_of(StarPart::Result).filter(|percent| *percent < LEAST_RESULT_PERCENT)?;
    let result = take.part(StarPart::Result)?;
    Some(Advice {
        sentence: format!(
            "The result has {percent:.0} % of the story; the guide gives it about {:.0} %. Say what came of it, \
             with a number if there is one.",
            StarPart::Result.suggested_percent(),
        ),
        rule: "Said when all four parts are marked and the result has less than 5 % of the story: the role \
               guide gives it 15 %, others 10 to 20.",
        moment: take.moment(result.from_secs - 4.0, result.to_secs),
    })
}

fn late_start(take: &Take<'_>) -> Option<Advice> {
    let first = take.value(MeasureId::FirstWord).filter(|secs| *secs > LATE_SECS)?;
    Some(Advice {
        sentence: format!(
            "It took {} until your first word. Say that you need a moment, or begin with the question itself.",
            seconds(first),
        ),
        rule: "Said when the first word comes after more than 6 seconds: delays are judged from 2 seconds on \
               (Ziano and Wang), less so when they look like thinking; the limit is lenient.",
        moment: take.moment(0.0, first + 2.0),
    })
}

fn many_fillers(take: &Take<'_>) -> Option<Advice> {
    let rate = take.fillers_a_minute().filter(|rate| *rate > MANY_FILLERS)?;
    let densest = take.marks.fillers.iter().copied().max_by_key(|from| {
        let near = |at: &&f64| (*from..from + 10.0).contains(*at);
        // The earliest of equals: what was heard first.
        (take.marks.fillers.iter().filter(near).count(), std::cmp::Reverse((from * 1_000.0) as i64))
    })?;
    Some(Advice {
        sentence: format!(
            "You tapped {rate:.0} fillers for each minute of speech. Fewer, not none: close your mouth where one \
             wants out."
        ),
        rule: "Said above 10 fillers a minute, as tapped by you: listeners don't mind up to 5 and do near 12 \
               (Laske 2024; Clark and Fox Tree 2002).",
        moment: take.moment(densest - 1.0, densest + 10.0),
    })
}

fn long_pause(take: &Take<'_>) -> Option<Advice> {
    // Whoever sees that the recording is interrupted does well to stop.
    let pauses = take.measures.pauses.iter().filter(|pause| take.is_whole(**pause));
    let longest = pauses.max_by(|a, b| a.secs().total_cmp(&b.secs()))?;
    (longest.secs() >= take.measures.thresholds.highlighted_secs).then(|| Advice {
        sentence: format!(
            "You stopped for {} at {}. If you were searching, say what you are doing: “Let me think of a good \
             example.”",
            seconds(longest.secs()),
            clock(longest.from_secs),
        ),
        rule: "Said when a pause is long enough to be highlighted (4 seconds, a setting). Advice disagrees on \
               how long is too long; this is lenient.",
        moment: take.moment(longest.from_secs - 3.0, longest.to_secs + 3.0),
    })
}

fn trailing_off(take: &Take<'_>) -> Option<Advice> {
    let moment = take.measures.trails_off_at?;
    Some(Advice {
        sentence: format!(
            "Your voice falls away at {}. Carry it to the last word of the sentence.",
            clock(moment.to_secs),
        ),
        rule: "Said when the last half second of at least two phrases, and of one in three, is 10.5 dB or more \
               below the rest of them; of the natural readings that the limit was set on none falls so far so \
               often. Our rule.",
        moment: take.moment(moment.from_secs, moment.to_secs),
    })
}

fn too_short(take: &Take<'_>) -> Option<Advice> {
    let (least, _) = take.band?;
    // A follow-up that is answered in a sentence is answered; one that broke off is no short answer.
    let is_short = take.end_secs + take.missing_secs() < least;
    (is_short && !take.marks.is_follow_up && !take.marks.is_broken_off).then(|| Advice {
        sentence: format!(
            "You were done at {}; the target begins at {}. Add an example.",
            clock(take.end_secs),
            clock(least),
        ),
        rule: "Said when speech ends before the target length begins, in an answer that you ended yourself and \
               that is not to a follow-up. The target lengths are the pacing's.",
        moment: take.ending(),
    })
}

fn few_points(take: &Take<'_>) -> Option<Advice> {
    let (ticked, points) = (take.marks.points_ticked, take.marks.points);
    // With none ticked nobody may have looked.
    (ticked > 0 && ticked * 2 < points).then(|| Advice {
        sentence: format!("You ticked {ticked} of {points} points. Choose one more and say it."),
        rule: "Said when at least one and fewer than half of the model answer's points are ticked by you.",
        moment: take.moment(take.begin_secs, take.begin_secs + 8.0),
    })
}

fn own_note(take: &Take<'_>) -> Option<Advice> {
    let rating = take.marks.rating.filter(|rating| *rating <= LOW_RATING)?;
    let note = take.marks.notes.iter().copied().min_by(f64::total_cmp)?;
    Some(Advice {
        sentence: format!(
            "You rated this take {rating} and made a note at {}. Begin the next one with that in mind.",
            clock(note),
        ),
        rule: "Said when you rated the take 1 or 2, made a note, and no other rule applies.",
        moment: take.moment(note - 3.0, note + 5.0),
    })
}
