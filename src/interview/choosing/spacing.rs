//! When a question returns, by its ratings: the FSRS algorithm, as the `fsrs` crate has it.
//!
//! The crate's default parameters (21 numbers fitted to many people's flash cards) and a wanted retention
//! of 0.9: a question returns on the day on which, by the model, one would still do as well with a
//! probability of 90 %. An interview answer is no flash card, so this is a rule for spacing practice and no
//! measure of anybody's memory; the user may put any date over it.
//!
//! A rating is read as: 1 again, 2 hard, 3 and 4 good, 5 easy. One review per question and day, see
//! [`Practice`](super::Practice). The calls used here are plain arithmetic: no thread, clock, file or chance.

use fsrs::{FSRS, FSRSItem, FSRSReview};
use jiff::civil::Date;
use jiff::{Span, Unit};

use super::{Rating, Review};

/// The probability with which one should still do well when a question returns.
const WANTED_RETENTION: f32 = 0.9;

/// The longest time until a question returns, days: whoever prepares for an interview wants to see every
/// question again within half a year.
const LONGEST_DAYS: f32 = 183.0;

/// Finds out when questions return.
#[derive(Debug, Clone, Default)]
pub struct Spacing {
    model: FSRS,
}

impl Spacing {
    /// The day on which a question with these reviews (the oldest first, one for a day) returns: at least a
    /// day after the last one. `None` if it was never rated.
    #[must_use]
    pub fn returns(&self, reviews: &[Review]) -> Option<Date> {
        let last = reviews.last()?;
        let mut before = reviews.first()?.day;
        let reviews = reviews.iter().map(|review| {
            let delta_t = days_between(before, review.day);
            before = review.day;
            FSRSReview { rating: grade(review.rating), delta_t }
        });
        let item = FSRSItem { reviews: reviews.collect() };
        // The model refuses states that are no numbers, which its own clamps rule out.
        let state = self.model.memory_state(item, None).ok()?;
        let days = self.model.next_interval(Some(state.stability), WANTED_RETENTION, 3);
        #[expect(clippy::cast_possible_truncation, reason = "1 to 183, whole")]
        let days = days.round().clamp(1.0, LONGEST_DAYS) as i64;
        last.day.checked_add(Span::new().days(days)).ok()
    }
}

/// The crate's grade: 1 again, 2 hard, 3 good, 4 easy.
fn grade(rating: Rating) -> u32 {
    match rating.stars() {
        1 => 1,
        2 => 2,
        3 | 4 => 3,
        _ => 4,
    }
}

fn days_between(earlier: Date, later: Date) -> u32 {
    let span = earlier.until((Unit::Day, later)).map_or(0, |span| span.get_days());
    u32::try_from(span).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn reviews(days: &[(i64, u8)]) -> Vec<Review> {
        let first = date(2026, 1, 1);
        let of = |&(day, stars): &(i64, u8)| Review {
            day: first.saturating_add(Span::new().days(day)),
            at: Timestamp::MIN,
            rating: Rating::new(stars).unwrap(),
        };
        days.iter().map(of).collect()
    }

    /// Days from the last review to the return.
    fn interval(days: &[(i64, u8)]) -> u32 {
        let reviews = reviews(days);
        let last = reviews.last().unwrap().day;
        days_between(last, Spacing::default().returns(&reviews).unwrap())
    }

    #[test]
    fn a_first_rating_returns_after_the_crates_first_intervals() {
        // The crate's initial stabilities: 0.212, 1.2931, 2.3065 and 8.2956 days.
        let first = [1, 2, 3, 4, 5].map(|stars| interval(&[(0, stars)]));
        assert_eq!(first, [1, 1, 2, 2, 8]);
    }

    #[test]
    fn an_unrated_question_does_not_return() {
        assert_eq!(Spacing::default().returns(&[]), None);
    }

    #[test]
    fn good_answers_at_their_time_return_later_and_later_and_a_bad_one_soon() {
        let mut days = vec![(0, 3)];
        let mut lengths = Vec::new();
        for _ in 0..5 {
            let length = interval(&days);
            lengths.push(length);
            days.push((days.last().unwrap().0 + i64::from(length), 3));
        }
        assert!(lengths.is_sorted_by(|a, b| a < b), "{lengths:?}");
        days.push((days.last().unwrap().0 + 1, 1));
        assert!(interval(&days) < 10, "{}", interval(&days));
    }

    proptest! {
        #[test]
        fn whatever_was_rated_returns_after_the_last_rating_and_within_half_a_year(
            gaps in prop::collection::vec((1_i64..4000, 1_u8..=5), 1..60)
        ) {
            let mut day = 0;
            let days: Vec<_> = gaps.iter().map(|&(gap, stars)| { day += gap; (day, stars) }).collect();
            let length = interval(&days);
            prop_assert!((1..=183).contains(&length), "{}", length);
        }

        #[test]
        fn a_better_last_rating_never_returns_sooner(
            gaps in prop::collection::vec((1_i64..400, 1_u8..=5), 0..20), last in 1_i64..400
        ) {
            let mut day = 0;
            let mut days: Vec<_> = gaps.iter().map(|&(gap, stars)| { day += gap; (day, stars) }).collect();
            days.push((day + last, 1));
            let lengths: Vec<_> = (1..=5).map(|stars| {
                days.last_mut().unwrap().1 = stars;
                interval(&days)
            }).collect();
            prop_assert!(lengths.is_sorted(), "{:?}", lengths);
        }
    }
}
