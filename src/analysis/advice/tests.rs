use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::analysis::{Gap, Thresholds};

/// A take of `secs` seconds, spoken from second 5 to two seconds before its end: too late for praise, too early
/// for blame, and with no band.
fn plain(secs: f64) -> Measures {
    let speech = Span { from_secs: 5.0, to_secs: secs - 2.0 };
    Measures {
        version: Measures::VERSION,
        thresholds: Thresholds::default(),
        values: BTreeMap::from([
            (MeasureId::Length, Ok(secs)),
            (MeasureId::FirstWord, Ok(speech.from_secs)),
        ]),
        speech: vec![speech],
        pauses: Vec::new(),
        run_on: None,
        trails_off_at: None,
        gaps: Vec::new(),
        at_least: BTreeSet::new(),
    }
}

fn change(measures: &Measures, marks: &Marks, band: Option<(f64, f64)>) -> String {
    advise(measures, marks, band).change.map(|advice| advice.sentence).unwrap_or_default()
}

fn keeps(measures: &Measures, marks: &Marks, band: Option<(f64, f64)>) -> Vec<String> {
    advise(measures, marks, band).keeps.into_iter().map(|advice| advice.sentence).collect()
}

#[test]
fn with_nothing_worth_saying_nothing_is_said() {
    assert!(advise(&plain(60.0), &Marks::default(), None).is_empty());
    let mut silent = plain(60.0);
    silent.speech.clear();
    let marks = Marks { points: 5, points_ticked: 5, ..Marks::default() };
    assert!(advise(&silent, &marks, Some((10.0, 20.0))).is_empty());
}

#[test]
fn an_ending_comes_before_all_else() {
    let mut take = plain(150.0);
    take.run_on = Some(Span { from_secs: 100.0, to_secs: 148.0 });
    take.trails_off_at = Some(Span { from_secs: 20.0, to_secs: 23.0 });
    let advice = advise(&take, &Marks::default(), Some((60.0, 90.0))).change.expect("a change");
    assert_eq!(
        advice.sentence,
        "You had come to an end before 1:40, past the target length, and went on for 48 seconds. End at that \
         stop.",
    );
    assert_eq!(advice.moment, Span { from_secs: 95.0, to_secs: 105.0 });
    take.run_on = None;
    assert!(
        change(&take, &Marks::default(), Some((60.0, 90.0))).starts_with("You spoke until 2:28")
    );
    assert!(change(&take, &Marks::default(), Some((60.0, 120.0))).starts_with("Your voice falls"));
}

#[test]
fn each_change_is_asked_for_from_its_limit_on() {
    let none = Marks::default();
    let mut late = plain(60.0);
    late.values.insert(MeasureId::FirstWord, Ok(6.0));
    assert_eq!(change(&late, &none, None), "");
    late.values.insert(MeasureId::FirstWord, Ok(6.6));
    assert!(change(&late, &none, None).starts_with("It took 7 seconds"));

    let mut searching = plain(60.0);
    searching.pauses = vec![Span { from_secs: 30.0, to_secs: 33.9 }];
    assert_eq!(change(&searching, &none, None), "");
    searching.pauses = vec![Span { from_secs: 30.0, to_secs: 34.0 }];
    assert!(change(&searching, &none, None).starts_with("You stopped for 4 seconds at 0:30"));

    assert!(change(&plain(40.0), &none, Some((60.0, 90.0))).starts_with("You were done at 0:38"));

    let ticked = |points_ticked| Marks { points_ticked, points: 5, ..Marks::default() };
    assert_eq!(change(&plain(60.0), &ticked(0), None), "");
    assert_eq!(
        change(&plain(60.0), &ticked(2), None),
        "You ticked 2 of 5 points. Choose one more and say it.",
    );

    let noted = |rating| Marks { rating, notes: vec![42.0], ..Marks::default() };
    assert_eq!(change(&plain(60.0), &noted(Some(3)), None), "");
    assert!(
        change(&plain(60.0), &noted(Some(2)), None)
            .contains("rated this take 2 and made a note at 0:42")
    );
}

#[test]
fn a_story_is_kept_when_whole_and_changed_when_not() {
    use StarPart::{Action, Result, Situation, Task};
    let take = plain(102.0);
    let marked = |star: &[(StarPart, f64)]| Marks { star: star.to_vec(), ..Marks::default() };
    let whole = marked(&[(Situation, 5.0), (Task, 15.0), (Action, 25.0), (Result, 85.0)]);
    let advices = advise(&take, &whole, None);
    assert_eq!(advices.change, None);
    assert_eq!(advices.keeps[0].moment, Span { from_secs: 83.0, to_secs: 95.0 });
    let open = marked(&[(Situation, 5.0), (Task, 15.0), (Action, 25.0)]);
    assert!(change(&take, &open, None).starts_with("You marked an action and no result"));
    let slow = marked(&[(Situation, 5.0), (Task, 15.0), (Action, 60.0), (Result, 85.0)]);
    assert!(change(&take, &slow, None).starts_with("58 % of the story"));
    assert!(keeps(&take, &slow, None).is_empty());
}

#[test]
fn a_story_is_called_whole_only_where_the_guide_would_and_the_part_that_is_short_is_named() {
    use StarPart::{Action, Result, Situation, Task};
    let take = plain(102.0);
    // From second 0 to 100: these parts begin at these seconds.
    let told = |task: f64, action: f64, result: f64| {
        let star = vec![(Situation, 0.0), (Task, task), (Action, action), (Result, result)];
        let marks = Marks { star, ..Marks::default() };
        (keeps(&take, &marks, None), change(&take, &marks, None))
    };
    let (kept, asked) = told(14.0, 21.0, 28.0);
    assert!(kept.is_empty(), "action 7 %, result 72 %: {kept:?}");
    assert!(
        asked.starts_with("What you did has 7 % of the story; the guide gives it about 60 %"),
        "{asked}"
    );
    let (kept, asked) = told(5.0, 10.0, 60.0);
    assert!(kept.is_empty() && asked.starts_with("The result has 40 % of the story"), "{asked}");
    let (kept, asked) = told(10.0, 20.0, 97.0);
    assert!(kept.is_empty() && asked.starts_with("The result has 3 % of the story"), "{asked}");
    let (kept, asked) = told(20.0, 40.0, 85.0);
    assert!(kept.is_empty() && asked.starts_with("40 % of the story passed"), "{asked}");
    let (kept, asked) = told(15.0, 25.0, 85.0);
    assert!(kept[0].starts_with("The story is whole") && asked.is_empty(), "{kept:?} {asked}");
    // Whatever the shares: never both.
    for task in (1..50).step_by(7) {
        for action in (task + 1..80).step_by(6) {
            for result in (action + 1..99).step_by(5) {
                let (kept, asked) = told(f64::from(task), f64::from(action), f64::from(result));
                let is_whole = kept.iter().any(|one| one.starts_with("The story is whole"));
                assert!(!is_whole || !asked.contains("of the story"), "{kept:?} {asked}");
            }
        }
    }
}

#[test]
fn a_follow_up_is_not_told_what_only_an_answer_is() {
    let follow_up = Marks { is_follow_up: true, ..Marks::default() };
    assert_eq!(change(&plain(15.0), &follow_up, Some((20.0, 45.0))), "");
    let long = change(&plain(90.0), &follow_up, Some((20.0, 45.0)));
    assert!(long.contains("wants the one thing it asks for") && !long.contains("Leave"), "{long}");
}

#[test]
fn an_answer_that_broke_off_is_neither_short_nor_well_ended() {
    let broken = |star: &[(StarPart, f64)]| Marks {
        is_broken_off: true,
        star: star.to_vec(),
        ..Marks::default()
    };
    assert_eq!(change(&plain(40.0), &broken(&[]), Some((60.0, 90.0))), "");
    assert!(keeps(&plain(80.0), &broken(&[]), Some((60.0, 90.0))).is_empty());
    let open = [(StarPart::Situation, 5.0), (StarPart::Action, 20.0)];
    assert_eq!(change(&plain(80.0), &broken(&open), None), "");
}

#[test]
fn nobody_is_to_keep_an_ending_that_something_is_said_against() {
    let band = Some((60.0, 90.0));
    let mut take = plain(80.0);
    assert_eq!(keeps(&take, &Marks::default(), band).len(), 1);
    let open = [(StarPart::Situation, 5.0), (StarPart::Action, 20.0)];
    let open = Marks { star: open.to_vec(), ..Marks::default() };
    assert!(keeps(&take, &open, band).is_empty(), "it ends without a result");
    take.trails_off_at = Some(Span { from_secs: 75.0, to_secs: 78.0 });
    assert!(keeps(&take, &Marks::default(), band).is_empty(), "its last words can't be heard");
}

#[test]
fn a_joint_takes_nothing_away_from_what_may_be_said() {
    let joined = |measures: Measures| Measures { gaps: vec![Gap::joint(20.0, 9.0)], ..measures };
    let short = joined(plain(40.0));
    assert!(change(&short, &Marks::default(), Some((60.0, 90.0))).starts_with("You were done"));
    assert_eq!(keeps(&joined(plain(80.0)), &Marks::default(), Some((60.0, 90.0))).len(), 1);
}

#[test]
fn fillers_count_for_each_minute_of_speech() {
    let take = plain(67.0); // One minute of speech.
    let tapped = |fillers: &[f64]| Marks { fillers: fillers.to_vec(), ..Marks::default() };
    assert_eq!(keeps(&take, &tapped(&[]), None), Vec::<String>::new());
    let few = advise(&take, &tapped(&[10.0, 50.0]), None);
    assert_eq!(few.keeps[0].moment, Span { from_secs: 10.5, to_secs: 22.0 });
    let six: Vec<f64> = (0..6).map(|n| 8.0 + f64::from(n) * 9.0).collect();
    assert!(advise(&take, &tapped(&six), None).is_empty());
    let mut many = six;
    many.extend([40.0, 41.0, 42.0, 43.0, 44.0]);
    let change = advise(&take, &tapped(&many), None).change.expect("a change");
    assert!(change.sentence.starts_with("You tapped 11 fillers"), "{}", change.sentence);
    assert!(change.moment.from_secs < 41.0 && change.moment.to_secs > 44.0, "{:?}", change.moment);
    // Too little speech for a rate.
    assert!(advise(&plain(30.0), &tapped(&many), None).is_empty());
}

#[test]
fn at_most_two_things_are_kept() {
    let mut take = plain(90.0);
    take.values.insert(MeasureId::FirstWord, Ok(1.8));
    let marks = Marks { points: 4, points_ticked: 4, ..Marks::default() };
    let all = keeps(&take, &marks, Some((60.0, 120.0)));
    assert_eq!(
        all,
        [
            "You ended at 1:28, within the target length. Keep that ending.",
            "You ticked 4 of 4 points: the content is there.",
        ],
    );
    let without_points = keeps(&take, &Marks::default(), Some((60.0, 120.0)));
    assert!(without_points[1].starts_with("You began after 1.8 seconds"), "{without_points:?}");
}

/// Interrupted at these seconds, so many missing at each.
fn cut(measures: Measures, gaps: &[(f64, f64)]) -> Measures {
    let gap = |&(at_secs, missing_secs): &(f64, f64)| Gap::lost(at_secs, missing_secs);
    Measures { gaps: gaps.iter().map(gap).collect(), ..measures }
}

#[test]
fn a_moment_ends_where_the_recording_breaks_off() {
    let mut take = plain(150.0);
    take.run_on = Some(Span { from_secs: 100.0, to_secs: 148.0 });
    let moment = |take: &Measures| advise(take, &Marks::default(), None).change.map(|it| it.moment);
    assert_eq!(moment(&take), Some(Span { from_secs: 95.0, to_secs: 105.0 }));
    let interrupted = cut(take.clone(), &[(98.0, 3.0)]);
    assert_eq!(moment(&interrupted), Some(Span { from_secs: 98.0, to_secs: 105.0 }));
    let elsewhere = cut(take.clone(), &[(94.0, 3.0), (106.0, 3.0)]);
    assert_eq!(moment(&elsewhere), moment(&take));
    let torn: Vec<(f64, f64)> = (0..=10).map(|nth| (95.0 + f64::from(nth), 0.1)).collect();
    assert_eq!(moment(&cut(take, &torn)), None, "there is nothing to hear");
}

#[test]
fn nobody_is_told_off_or_praised_for_what_may_be_missing() {
    let band = Some((60.0, 90.0));
    let short = plain(40.0);
    assert!(change(&short, &Marks::default(), band).starts_with("You were done at 0:38"));
    let known = cut(short.clone(), &[(20.0, 10.0)]);
    assert!(change(&known, &Marks::default(), band).starts_with("You were done"));
    for missing_secs in [30.0, 0.0] {
        let interrupted = cut(short.clone(), &[(20.0, missing_secs)]);
        assert_eq!(change(&interrupted, &Marks::default(), band), "", "{missing_secs} s");
    }
    let in_time = plain(80.0);
    assert_eq!(keeps(&in_time, &Marks::default(), band).len(), 1);
    assert_eq!(keeps(&cut(in_time.clone(), &[(20.0, 5.0)]), &Marks::default(), band).len(), 1);
    assert!(keeps(&cut(in_time, &[(20.0, 60.0)]), &Marks::default(), band).is_empty());
}

#[test]
fn a_stop_because_the_recording_broke_off_is_no_fault() {
    let mut take = plain(60.0);
    take.pauses =
        vec![Span { from_secs: 20.0, to_secs: 26.0 }, Span { from_secs: 40.0, to_secs: 45.0 }];
    let said = |take: &Measures| change(take, &Marks::default(), None);
    assert!(said(&take).starts_with("You stopped for 6 seconds at 0:20"));
    assert!(
        said(&cut(take.clone(), &[(26.0, 3.0)])).starts_with("You stopped for 5 seconds at 0:40")
    );
    assert_eq!(said(&cut(take, &[(26.0, 3.0), (42.0, 1.0)])), "");
}

#[test]
fn shares_of_a_story_are_not_told_where_a_part_of_it_is_missing() {
    let marks = Marks {
        star: vec![(StarPart::Situation, 6.0), (StarPart::Action, 40.0), (StarPart::Result, 50.0)],
        ..Marks::default()
    };
    let take = plain(60.0);
    assert!(change(&take, &marks, None).contains("% of the story passed"));
    assert_eq!(change(&cut(take.clone(), &[(20.0, 3.0)]), &marks, None), "");
    assert!(change(&cut(take, &[(3.0, 3.0)]), &marks, None).contains("% of the story passed"));
}

#[test]
fn moments_lie_within_the_take() {
    let mut take = plain(60.0);
    take.run_on = Some(Span { from_secs: 2.0, to_secs: 58.0 });
    let moment = advise(&take, &Marks::default(), None).change.expect("a change").moment;
    assert_eq!(moment, Span { from_secs: 0.0, to_secs: 7.0 });
}
