//! What is known of the answers to one question.

use jiff::Timestamp;
use jiff::civil::Date;

/// So many days with a rating are kept for a question, the newest: more than two years of one a day.
const MOST_REVIEWS: usize = 800;

/// A rating on the user's own scale: 1 to 5, 5 is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rating(u8);

impl Rating {
    /// `None` unless it is 1 to 5.
    #[must_use]
    pub const fn new(stars: u8) -> Option<Self> {
        match stars {
            1..=5 => Some(Self(stars)),
            _ => None,
        }
    }

    /// 1 to 5.
    #[must_use]
    pub const fn stars(self) -> u8 {
        self.0
    }
}

/// An answer to a question, as it was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered {
    /// When it began, if that is known.
    pub at: Option<Timestamp>,
    /// The day it was recorded, on the calendar of the place where it was; `None` if unknown.
    pub day: Option<Date>,
    /// What the user thinks of it, if they said so.
    pub rating: Option<Rating>,
}

/// A day on which an answer was rated, with the last rating of that day.
///
/// The day is the answer's: a take that is rated a week later was as good as it was when it was spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Review {
    /// The day.
    pub day: Date,
    /// When the rated answer began; the beginning of time if only the day is known.
    pub at: Timestamp,
    /// Its rating.
    pub rating: Rating,
}

/// All answers to one question, summed up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Practice {
    times: u32,
    rated: u32,
    best: Option<Rating>,
    last_day: Option<Date>,
    reviews: Vec<Review>,
}

impl Practice {
    /// Another answer; in any order.
    pub fn add(&mut self, answer: Answered) {
        self.times = self.times.saturating_add(1);
        self.last_day = self.last_day.max(answer.day);
        let Some(rating) = answer.rating else { return };
        self.rated = self.rated.saturating_add(1);
        self.best = self.best.max(Some(rating));
        let Some(day) = answer.day else { return };
        self.review(Review { day, at: answer.at.unwrap_or(Timestamp::MIN), rating });
    }

    fn review(&mut self, new: Review) {
        match self.reviews.binary_search_by_key(&new.day, |review| review.day) {
            Ok(place) => {
                if let Some(had) = self.reviews.get_mut(place)
                    && (had.at, had.rating) <= (new.at, new.rating)
                {
                    *had = new;
                }
            }
            Err(place) => {
                self.reviews.insert(place, new);
                if self.reviews.len() > MOST_REVIEWS {
                    self.reviews.remove(0);
                }
            }
        }
    }

    /// How many answers were recorded.
    #[must_use]
    pub const fn times(&self) -> u32 {
        self.times
    }

    /// How many of them were rated.
    #[must_use]
    pub const fn rated(&self) -> u32 {
        self.rated
    }

    /// The best rating, if any was rated.
    #[must_use]
    pub const fn best(&self) -> Option<Rating> {
        self.best
    }

    /// The last day it was answered, if that is known.
    #[must_use]
    pub const fn last_day(&self) -> Option<Date> {
        self.last_day
    }

    /// The days with a rating, the oldest first, one entry for a day.
    #[must_use]
    pub fn reviews(&self) -> &[Review] {
        &self.reviews
    }

    /// The newest day with a rating.
    #[must_use]
    pub fn last_review(&self) -> Option<Review> {
        self.reviews.last().copied()
    }

    /// The newest rating.
    #[must_use]
    pub fn rating(&self) -> Option<Rating> {
        self.last_review().map(|review| review.rating)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(time: &str, stars: Option<u8>) -> Answered {
        let at: Timestamp = time.parse().unwrap();
        let day = at.to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
        Answered { at: Some(at), day: Some(day), rating: stars.and_then(Rating::new) }
    }

    fn practised(answers: &[Answered]) -> Practice {
        let mut practice = Practice::default();
        answers.iter().for_each(|&answer| practice.add(answer));
        practice
    }

    #[test]
    fn a_day_counts_once_with_its_last_rating_in_whatever_order_it_is_read() {
        let answers = [
            answered("2026-11-20T09:00:00Z", Some(2)),
            answered("2026-11-20T10:00:00Z", Some(4)),
            answered("2026-11-20T11:00:00Z", None),
            answered("2026-11-18T09:00:00Z", Some(1)),
        ];
        let forwards = practised(&answers);
        let stars: Vec<_> = forwards.reviews().iter().map(|one| one.rating.stars()).collect();
        assert_eq!(stars, [1, 4]);
        assert_eq!((forwards.times(), forwards.rated()), (4, 3));
        assert_eq!(forwards.rating(), Rating::new(4));
        let mut backwards = answers;
        backwards.reverse();
        assert_eq!(practised(&backwards), forwards);
    }

    #[test]
    fn an_answer_of_an_unknown_day_is_practice_and_no_review() {
        let practice = practised(&[Answered { at: None, day: None, rating: Rating::new(3) }]);
        assert_eq!((practice.times(), practice.rated(), practice.last_day()), (1, 1, None));
        assert!(practice.reviews().is_empty());
    }

    #[test]
    fn ratings_are_one_to_five() {
        assert_eq!(
            [0, 1, 5, 6, 255].map(|stars| Rating::new(stars).is_some()),
            [false, true, true, false, false]
        );
    }
}
