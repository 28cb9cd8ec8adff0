//! When a question returns, and the user's own wish about it.

use std::collections::BTreeMap;

use egui::Ui;
use jiff::Span;
use jiff::civil::Date;

use crate::interview::choosing::{Return, Wanted};
use crate::ui::review::{ReviewIntent, Shown};
use crate::ui::widgets::{Choice, dropdown_ui};

/// When the session's questions return.
#[derive(Debug, Clone, Default)]
pub struct Returns {
    /// Today, on the user's calendar.
    pub today: Date,
    /// By the question's id; absent for those that were never rated.
    pub of: BTreeMap<String, Return>,
}

/// What can be wanted: a day in the place of the one by the ratings, or that one again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    /// In so many days from today.
    In(i64),
    Never,
    ByRatings,
}

/// How wide it is, points.
const WIDTH: f32 = 186.0;

/// What it takes from a row, points: nothing where there is nothing to say.
pub(super) fn width(ui: &Ui, shown: &Shown<'_>) -> f32 {
    if returns(shown).is_some() { WIDTH + ui.spacing().item_spacing.x } else { 0.0 }
}

/// When the question returns, with a menu of other days.
pub(super) fn returns_ui(ui: &mut Ui, shown: &Shown<'_>, intents: &mut Vec<ReviewIntent>) {
    let Some(returns) = returns(shown) else { return };
    let today = shown.model.listener.returns.today;
    let mut choices = vec![
        Choice::new(Some(Wish::In(1)), "Return tomorrow"),
        Choice::new(Some(Wish::In(3)), "Return in 3 days"),
        Choice::new(Some(Wish::In(7)), "Return in a week"),
        Choice::new(Some(Wish::Never), "Do not return"),
    ];
    if is_chosen(returns) {
        choices.push(Choice::new(Some(Wish::ByRatings), "By your ratings again"));
    }
    // None of them is in force by itself: what is shown is the day as it stands.
    let (response, wish) =
        dropdown_ui(ui, "When it returns", &None, &choices, &words(returns, today), WIDTH);
    response.on_hover_text(about(returns));
    if let Some(Some(wish)) = wish {
        let wanted = match wish {
            Wish::In(days) => Some(Wanted::On(today.saturating_add(Span::new().days(days)))),
            Wish::Never => Some(Wanted::Never),
            Wish::ByRatings => None,
        };
        intents.push(ReviewIntent::Return { question: shown.question.id.clone(), wanted });
    }
}

/// Only beside the rating of an answer: one to a follow-up does not count.
fn returns(shown: &Shown<'_>) -> Option<Return> {
    shown.take.filter(|take| take.answers)?;
    shown.model.listener.returns.of.get(&shown.question.id).copied()
}

fn is_chosen(returns: Return) -> bool {
    matches!(returns, Return::Never | Return::On { is_chosen: true, .. })
}

fn words(returns: Return, today: Date) -> String {
    match returns.days_left(today) {
        None => "Does not return".to_owned(),
        Some(0) => "Returns today".to_owned(),
        Some(1) => "Returns tomorrow".to_owned(),
        Some(-1) => "1 day over".to_owned(),
        Some(days) if days < 0 => format!("{} days over", days.unsigned_abs()),
        Some(days) => format!("Returns in {days} days"),
    }
}

fn about(returns: Return) -> String {
    let day = match returns {
        Return::On { day, .. } => format!("{day}. "),
        Return::Never | Return::NotRated => String::new(),
    };
    let why = if is_chosen(returns) {
        "Your own wish; it holds until you rate the question again."
    } else {
        "By your ratings: 1 soon, 5 late, and later each time it goes well."
    };
    format!("{day}{why}")
}
