//! Which questions are chosen, and which of them are asked in which order.

use jiff::Span;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::bank::{Bank, Kind, Question};
use crate::interview::tests::fixtures::rng;
use crate::interview::{Order, Plan};

const TODAY: Date = date(2026, 11, 24);

/// A question and where it stands.
#[derive(Debug, Clone)]
struct Asked {
    question: Question,
    standing: Standing,
}

impl Asked {
    fn new(id: &str, kind: Kind) -> Self {
        Self { question: Question::new(id, "Why?", kind), standing: Standing::default() }
    }

    fn showing(mut self, ability: &str) -> Self {
        self.question.abilities.push(ability.to_owned());
        self
    }

    /// Practised and rated; due in so many days.
    fn rated(mut self, stars: u8, days: i64) -> Self {
        let day = TODAY.saturating_add(Span::new().days(days));
        self.standing = Standing {
            times: 1,
            last_day: Some(date(2026, 11, 1)),
            rating: Rating::new(stars),
            returns: Return::On { day, is_chosen: false },
        };
        self
    }
}

fn candidates(all: &[Asked]) -> impl Iterator<Item = Candidate<'_>> + Clone {
    all.iter().map(|one| Candidate {
        id: &one.question.id,
        kind: one.question.kind,
        abilities: &one.question.abilities,
        standing: one.standing,
    })
}

fn fitting(all: &[Asked], choice: Choice) -> Result<Vec<&str>, Nothing> {
    let choosing = Choosing { choice, most: None };
    choosing.choose(candidates(all), TODAY).map(|chosen| chosen.fitting)
}

fn some() -> Vec<Asked> {
    vec![
        Asked::new("opener", Kind::Opener),
        Asked::new("good", Kind::Story).showing("Empathy").rated(5, 3),
        Asked::new("so-so", Kind::Story).rated(3, 0),
        Asked::new("bad", Kind::Process).showing("empathy").rated(1, -2),
    ]
}

#[test]
fn each_choice_takes_what_it_says() {
    let all = some();
    let of = |choice| fitting(&all, choice).unwrap();
    assert_eq!(of(Choice::All), ["opener", "good", "so-so", "bad"]);
    assert_eq!(of(Choice::Random), ["opener", "good", "so-so", "bad"]);
    assert_eq!(of(Choice::Kind(Kind::Story)), ["good", "so-so"]);
    assert_eq!(of(Choice::Ability("EMPATHY".into())), ["good", "bad"]);
    assert_eq!(of(Choice::Weak), ["bad", "so-so", "opener"], "the lowest first, unrated ones last");
    assert_eq!(of(Choice::New), ["opener"]);
    assert_eq!(of(Choice::Due), ["bad", "so-so"], "the longest over first");
    let picked = ["so-so", "gone"].map(ToOwned::to_owned).into();
    assert_eq!(of(Choice::Picked(picked)), ["so-so"]);
}

#[test]
fn a_choice_of_nothing_says_why_and_what_to_do() {
    let why = |all: &[Asked], choice: Choice| fitting(all, choice).unwrap_err().to_string();
    let good = [Asked::new("good", Kind::Story).rated(5, 3)];
    let unrated = [Asked::new("new", Kind::Story)];
    assert!(why(&[], Choice::Due).contains("no questions"));
    assert!(why(&good, Choice::Kind(Kind::Fact)).contains("the kind “fact”"));
    assert!(why(&good, Choice::Ability("Patience".into())).contains("“Patience”"));
    assert!(why(&good, Choice::Weak).contains("rated 4 or 5"));
    assert!(why(&good, Choice::New).contains("was practised"));
    assert!(why(&good, Choice::Due).contains("due for 3 days"));
    assert!(why(&unrated, Choice::Due).contains("No answer is rated yet"));
    let mut never = good;
    never[0].standing.returns = Return::Never;
    assert!(why(&never, Choice::Due).contains("No question returns"));
    assert!(why(&unrated, Choice::Picked(std::collections::BTreeSet::new())).contains("Pick"));
}

#[test]
fn a_choice_is_read_as_it_is_written() {
    for word in ["all", "random", "kind:story", "ability:Clear communication", "weak", "new", "due"]
    {
        assert_eq!(word.parse::<Choice>().unwrap().to_string(), word);
    }
    for wrong in ["", "kind", "kind:", "kind:poem", "ability:", "all:5", "picked", "Due!"] {
        assert!(wrong.parse::<Choice>().is_err(), "{wrong}");
    }
    assert!("kind:poem".parse::<Choice>().unwrap_err().contains("story"));
}

fn bank_of(all: &[Asked]) -> Bank {
    let mut bank = Bank::new("bank", "Bank");
    bank.questions = all.iter().map(|one| one.question.clone()).collect();
    bank
}

fn plan(all: &[Asked], choosing: &Choosing, order: Order, seed: u64) -> Vec<String> {
    let chosen = choosing.choose(candidates(all), TODAY).unwrap();
    let selection = choosing.selection(&chosen);
    Plan::draw(&bank_of(all), &selection, order, &mut rng(seed)).unwrap().ids()
}

#[test]
fn a_number_at_random_is_drawn_though_the_order_is_listed() {
    let all: Vec<_> = (0..20).map(|n| Asked::new(&format!("q{n:02}"), Kind::Story)).collect();
    let choosing = Choosing { choice: Choice::Random, most: Some(3) };
    let plans: std::collections::BTreeSet<_> =
        (0..20).map(|seed| plan(&all, &choosing, Order::Listed, seed)).collect();
    assert!(plans.len() > 10, "{plans:?}");
    assert!(plans.iter().all(|ids| ids.is_sorted()), "asked in the bank's order: {plans:?}");
}

#[test]
fn weak_ones_are_asked_lowest_first_though_the_order_is_shuffled() {
    let all: Vec<_> =
        (0..9).map(|n| Asked::new(&format!("q{n}"), Kind::Story).rated(3 - n / 3, 1)).collect();
    let choosing = Choosing { choice: Choice::Weak, most: Some(5) };
    for seed in 0..9 {
        assert_eq!(plan(&all, &choosing, Order::Shuffled, seed), ["q6", "q7", "q8", "q3", "q4"]);
    }
}

fn any_question() -> impl Strategy<Value = (usize, Option<(u8, i64)>, bool)> {
    (0..7_usize, prop::option::of((1..=5_u8, -9..9_i64)), any::<bool>())
}

fn any_choice() -> impl Strategy<Value = Choice> {
    prop_oneof![
        Just(Choice::All),
        Just(Choice::Random),
        (0..7_usize).prop_map(|kind| Choice::Kind(Kind::ASKED[kind])),
        Just(Choice::Ability("Empathy".to_owned())),
        Just(Choice::Weak),
        Just(Choice::New),
        Just(Choice::Due),
        prop::collection::btree_set("q[0-9]", 0..5).prop_map(Choice::Picked),
    ]
}

proptest! {
    #[test]
    fn a_plan_holds_as_many_as_promised_each_once_and_only_what_fits(
        questions in prop::collection::vec(any_question(), 0..12),
        choice in any_choice(),
        most in prop::option::of(0..15_usize),
        shuffled in any::<bool>(),
        seed in any::<u64>(),
    ) {
        let all: Vec<Asked> = questions.iter().enumerate().map(|(n, &(kind, rated, shows))| {
            let mut asked = Asked::new(&format!("q{n}"), Kind::ASKED[kind]);
            if let Some((stars, days)) = rated {
                asked = asked.rated(stars, days);
            }
            if shows { asked.showing("Empathy") } else { asked }
        }).collect();
        let choosing = Choosing { choice, most };
        let fit: Vec<_> = candidates(&all).filter(|one| choosing.choice.fits(one, TODAY)).collect();
        match choosing.choose(candidates(&all), TODAY) {
            Err(nothing) => {
                prop_assert!(fit.is_empty());
                prop_assert!(nothing.to_string().ends_with('.'));
            }
            Ok(chosen) => {
                prop_assert_eq!(chosen.fitting.len(), fit.len());
                prop_assert_eq!(chosen.count, most.unwrap_or(99).clamp(1, fit.len()));
                let order = if shuffled { Order::Shuffled } else { Order::Listed };
                let ids = plan(&all, &choosing, order, seed);
                prop_assert_eq!(ids.len(), chosen.count);
                let once: std::collections::BTreeSet<_> = ids.iter().collect();
                prop_assert_eq!(once.len(), ids.len());
                prop_assert!(ids.iter().all(|id| fit.iter().any(|one| one.id == id)));
                prop_assert_eq!(plan(&all, &choosing, order, seed), ids);
            }
        }
    }
}
