//! Which questions are asked.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use super::{Rating, Return};
use crate::bank::Kind;
use crate::interview::Selection;

/// Ratings up to this one count as weak.
const WEAK: u8 = 3;

/// Where a question stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// How many answers to it were recorded.
    pub times: u32,
    /// The last day it was answered, if that is known.
    pub last_day: Option<Date>,
    /// Its newest rating.
    pub rating: Option<Rating>,
    /// When it returns.
    pub returns: Return,
}

impl Standing {
    fn is_weak(&self) -> bool {
        self.rating.is_none_or(|rating| rating.stars() <= WEAK)
    }
}

/// A question that may be chosen.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// Its id, unique in the bank.
    pub id: &'a str,
    /// Its kind.
    pub kind: Kind,
    /// Names of the abilities that a good answer shows.
    pub abilities: &'a [String],
    /// Where it stands.
    pub standing: Standing,
}

/// What a question must be to be asked.
///
/// As a word: `all`, `random`, `kind:story`, `ability:Empathy`, `weak`, `new`, `due`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Choice {
    /// Anything.
    #[default]
    All,
    /// Anything; if a number is given they are drawn at random, whatever the pacing's order.
    Random,
    /// Of this kind.
    Kind(Kind),
    /// One that shows this ability, by its name whatever its capitals.
    Ability(String),
    /// Rated 1 to 3, the lowest first, or not rated yet; asked in that order whatever the pacing's.
    Weak,
    /// Never practised.
    New,
    /// Due today, or before: the longest over first.
    Due,
    /// One of these, by their ids.
    Picked(BTreeSet<String>),
}

/// A choice, and how many at most; all that fit if not given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choosing {
    /// What a question must be.
    pub choice: Choice,
    /// The greatest number: at least 1.
    pub most: Option<usize>,
}

/// What was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen<'a> {
    /// The ids of all that fit, at least one: weak and due ones with the first to be asked first, others in
    /// the bank's order.
    pub fitting: Vec<&'a str>,
    /// How many of them will be asked: 1 to their number.
    pub count: usize,
}

/// Why nothing was chosen, and what to do: a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Nothing {
    /// There is no question.
    #[error("The bank has no questions. Choose another bank.")]
    NoQuestions,
    /// None of this kind.
    #[error("No question is of the kind “{}”. Choose another kind.", .0.word())]
    OfKind(Kind),
    /// None shows this ability.
    #[error("No question shows “{0}”. Choose another ability.")]
    Showing(String),
    /// All are rated well.
    #[error("Every question is rated 4 or 5. Choose all, or those that are due.")]
    Weak,
    /// All were practised.
    #[error("Every question was practised. Choose the weak ones, or those that are due.")]
    New,
    /// None is rated.
    #[error("No answer is rated yet. Rate answers in Review, and their questions return.")]
    Rated,
    /// None returns any more.
    #[error("No question returns. Choose all, or give one a day in Review.")]
    Returning,
    /// None is due before so many days have passed.
    #[error("Nothing is due {}. Choose other questions meanwhile.", next_words(.0))]
    Due(i32),
    /// None was picked.
    #[error("Pick at least one question.")]
    Picked,
}

fn next_words(days: &i32) -> String {
    if *days == 1 { "before tomorrow".to_owned() } else { format!("for {days} days") }
}

impl Choosing {
    /// Chooses among `all`, on this day.
    ///
    /// # Errors
    /// When nothing fits; why, and what to do.
    pub fn choose<'a>(
        &self,
        all: impl Iterator<Item = Candidate<'a>> + Clone,
        today: Date,
    ) -> Result<Chosen<'a>, Nothing> {
        let fits = |one: &Candidate<'_>| self.choice.fits(one, today);
        let mut fitting: Vec<Candidate<'a>> = all.clone().filter(fits).collect();
        if fitting.is_empty() {
            return Err(self.choice.nothing(all, today));
        }
        match self.choice {
            // Unrated ones come last. Sorting is stable: the bank's order decides between equals.
            Choice::Weak => {
                fitting.sort_by_key(|one| (one.standing.rating.is_none(), one.standing.rating))
            }
            Choice::Due => fitting.sort_by_key(|one| one.standing.returns.days_left(today)),
            _ => {}
        }
        let count = self.most.unwrap_or(usize::MAX).clamp(1, fitting.len());
        Ok(Chosen { fitting: fitting.into_iter().map(|one| one.id).collect(), count })
    }

    /// What an interview's plan is to be drawn from.
    #[must_use]
    pub fn selection(&self, chosen: &Chosen<'_>) -> Selection {
        let ids = |count| chosen.fitting.iter().take(count).map(|&id| id.to_owned()).collect();
        let is_part = chosen.count < chosen.fitting.len();
        match self.choice {
            Choice::All if is_part => Selection::Number(chosen.count),
            Choice::All => Selection::All,
            Choice::Weak => Selection::InOrder(ids(chosen.count)),
            Choice::Due => Selection::Picked(ids(chosen.count)),
            _ if is_part => Selection::Drawn { from: ids(usize::MAX), count: chosen.count },
            _ => Selection::Picked(ids(chosen.count)),
        }
    }
}

impl Choice {
    /// Whether this question is one of them, on this day.
    #[must_use]
    pub fn fits(&self, one: &Candidate<'_>, today: Date) -> bool {
        match self {
            Self::All | Self::Random => true,
            Self::Kind(kind) => one.kind == *kind,
            Self::Ability(name) => one.abilities.iter().any(|shown| is_same(shown, name)),
            Self::Weak => one.standing.is_weak(),
            Self::New => one.standing.times == 0,
            Self::Due => one.standing.returns.is_due(today),
            Self::Picked(ids) => ids.contains(one.id),
        }
    }

    fn nothing<'a>(
        &self,
        mut all: impl Iterator<Item = Candidate<'a>> + Clone,
        today: Date,
    ) -> Nothing {
        match self {
            _ if all.clone().next().is_none() => Nothing::NoQuestions,
            Self::All | Self::Random => Nothing::NoQuestions,
            Self::Kind(kind) => Nothing::OfKind(*kind),
            Self::Ability(name) => Nothing::Showing(name.clone()),
            Self::Weak => Nothing::Weak,
            Self::New => Nothing::New,
            Self::Picked(_) => Nothing::Picked,
            Self::Due => {
                let next =
                    all.clone().filter_map(|one| one.standing.returns.days_left(today)).min();
                match next {
                    Some(days) => Nothing::Due(days),
                    None if all.any(|one| one.standing.rating.is_some()) => Nothing::Returning,
                    None => Nothing::Rated,
                }
            }
        }
    }
}

fn is_same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

impl fmt::Display for Choice {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => to.write_str("all"),
            Self::Random => to.write_str("random"),
            Self::Kind(kind) => write!(to, "kind:{}", kind.word()),
            Self::Ability(name) => write!(to, "ability:{name}"),
            Self::Weak => to.write_str("weak"),
            Self::New => to.write_str("new"),
            Self::Due => to.write_str("due"),
            Self::Picked(_) => to.write_str("picked"),
        }
    }
}

impl FromStr for Choice {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let (name, what) = word.split_once(':').unwrap_or((word, ""));
        let what = what.trim();
        match (name.trim(), what.is_empty()) {
            ("all", true) => Ok(Self::All),
            ("random", true) => Ok(Self::Random),
            ("weak", true) => Ok(Self::Weak),
            ("new", true) => Ok(Self::New),
            ("due", true) => Ok(Self::Due),
            ("kind", false) => {
                let kind = Kind::ASKED.into_iter().find(|kind| is_same(kind.word(), what));
                kind.map(Self::Kind).ok_or_else(|| {
                    format!("there is no kind “{what}”; there are {}", kinds().join(", "))
                })
            }
            ("ability", false) => Ok(Self::Ability(what.to_owned())),
            _ => Err("wanted is all, random, kind:KIND, ability:NAME, weak, new or due".to_owned()),
        }
    }
}

fn kinds() -> [&'static str; 7] {
    Kind::ASKED.map(Kind::word)
}
