//! The day a question returns: by its ratings, or as the user has put it.

use jiff::civil::Date;
use jiff::{Timestamp, Unit};

use super::{Practice, Rating};

/// What the user wants in the place of the day found by the ratings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// This day.
    On(Date),
    /// No day.
    Never,
}

/// A day that the user put over the one found by the ratings. It holds until the question is rated again: a
/// later answer, or the last one differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Override {
    /// What the user wants.
    pub wanted: Wanted,
    /// When the answer began that was the last rated one then.
    pub after: Timestamp,
    /// Its rating then.
    pub rating: Rating,
}

impl Override {
    /// Over the day that follows from this practice; `None` if nothing was rated, so that nothing returns.
    #[must_use]
    pub fn over(practice: &Practice, wanted: Wanted) -> Option<Self> {
        let last = practice.last_review()?;
        Some(Self { wanted, after: last.at, rating: last.rating })
    }

    /// Whether it still holds.
    #[must_use]
    pub fn holds(&self, practice: &Practice) -> bool {
        practice
            .last_review()
            .is_some_and(|last| (last.at, last.rating) == (self.after, self.rating))
    }
}

/// When a question returns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Return {
    /// Nobody knows: no answer was rated.
    #[default]
    NotRated,
    /// On this day.
    On {
        /// The day.
        day: Date,
        /// Whether the user chose it.
        is_chosen: bool,
    },
    /// Not at all: so the user wants it.
    Never,
}

impl Return {
    /// By the ratings' day, if there is one, and what the user put over it.
    #[must_use]
    pub fn of(by_ratings: Option<Date>, over: Option<Wanted>) -> Self {
        match (by_ratings, over) {
            (None, _) => Self::NotRated,
            (Some(day), None) => Self::On { day, is_chosen: false },
            (Some(_), Some(Wanted::On(day))) => Self::On { day, is_chosen: true },
            (Some(_), Some(Wanted::Never)) => Self::Never,
        }
    }

    /// Days from today until it is due, below 0 if it is over; `None` if it has no day.
    #[must_use]
    pub fn days_left(self, today: Date) -> Option<i32> {
        let Self::On { day, .. } = self else { return None };
        today.until((Unit::Day, day)).ok().map(|span| span.get_days())
    }

    /// Whether it is due today, or was before.
    #[must_use]
    pub fn is_due(self, today: Date) -> bool {
        self.days_left(today).is_some_and(|days| days <= 0)
    }

    /// In a few small words: "due in 5 days", "due today", "3 days over".
    #[must_use]
    pub fn words(self, today: Date) -> String {
        match (self, self.days_left(today)) {
            (Self::NotRated, _) => "not rated yet".to_owned(),
            (_, None) => "never due".to_owned(),
            (_, Some(0)) => "due today".to_owned(),
            (_, Some(1)) => "due tomorrow".to_owned(),
            (_, Some(-1)) => "1 day over".to_owned(),
            (_, Some(days)) if days < 0 => format!("{} days over", days.unsigned_abs()),
            (_, Some(days)) => format!("due in {days} days"),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::Answered;
    use super::*;

    fn practised(day: i8, stars: u8) -> Answered {
        let day = date(2026, 11, day);
        let at = day.at(9, 0, 0, 0).to_zoned_datetime(jiff::tz::TimeZone::UTC).unwrap().timestamp();
        Answered { at: Some(at), day: Some(day), rating: Rating::new(stars) }
    }

    #[test]
    fn words_count_the_days() {
        let today = date(2026, 11, 24);
        let words = |day| Return::of(Some(day), None).words(today);
        for (day, expected) in [
            (date(2026, 11, 24), "due today"),
            (date(2026, 11, 25), "due tomorrow"),
            (date(2026, 11, 29), "due in 5 days"),
            (date(2027, 1, 24), "due in 61 days"),
            (date(2026, 11, 23), "1 day over"),
            (date(2026, 11, 21), "3 days over"),
        ] {
            assert_eq!(words(day), expected);
        }
        assert_eq!(Return::of(None, Some(Wanted::Never)).words(today), "not rated yet");
        assert_eq!(Return::of(Some(today), Some(Wanted::Never)).words(today), "never due");
    }

    #[test]
    fn what_is_over_or_today_is_due() {
        let day = date(2026, 11, 24);
        let due = |today| Return::of(Some(day), None).is_due(today);
        assert_eq!([23, 24, 25].map(|today| due(date(2026, 11, today))), [false, true, true]);
        assert!(!Return::Never.is_due(day));
        assert!(!Return::NotRated.is_due(day));
    }

    #[test]
    fn an_override_holds_until_the_question_is_rated_again() {
        let mut practice = Practice::default();
        assert_eq!(Override::over(&practice, Wanted::Never), None);
        practice.add(practised(20, 3));
        let over = Override::over(&practice, Wanted::On(date(2026, 12, 24))).unwrap();
        assert!(over.holds(&practice));
        practice.add(Answered { rating: None, ..practised(21, 3) });
        assert!(over.holds(&practice), "an answer that nobody rated says nothing");
        let mut differently = Practice::default();
        differently.add(practised(20, 4));
        assert!(!over.holds(&differently));
        practice.add(practised(22, 3));
        assert!(!over.holds(&practice));
    }
}
