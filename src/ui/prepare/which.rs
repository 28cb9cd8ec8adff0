//! Which of the bank's questions are asked: the choice, what it needs beside it, and what comes of it.

use egui::Ui;

use super::{BankItem, PrepareModel, PrepareState, QuestionItem, Which};
use crate::bank::Kind;
use crate::interview::choosing::{Choice as Chooses, Chosen, Return};
use crate::ui::theme::size;
use crate::ui::widgets::{Choice, NumberField, dropdown_ui, hint_ui, number_field_ui, slider_ui};

/// Width of the dropdowns with kinds and abilities, points; less where there is no room.
const CHOOSER: f32 = 210.0;

/// What the number beside them needs, points.
const NUMBER: f32 = 190.0;

/// Three rows: the choice, what it needs, what will be asked.
pub(super) fn which_ui(
    ui: &mut Ui,
    model: &PrepareModel,
    bank: &BankItem,
    state: &mut PrepareState,
) {
    let choices = choices(model, bank);
    let width = ui.available_width();
    let (_, chosen) = dropdown_ui(ui, "Which questions", &state.which, &choices, "Choose…", width);
    if let Some(which) = chosen {
        state.which = which;
        state.picker_open = which == Which::Picked && state.picked.is_empty();
    }
    ui.horizontal(|ui| {
        ui.set_min_height(size::CONTROL);
        match state.which {
            Which::All => {
                hint_ui(ui, "Every question of the bank, in the pacing's order.");
            }
            Which::Some => number_ui(ui, bank, state),
            Which::Kind => {
                kind_ui(ui, bank, state);
                most_ui(ui, model, state);
            }
            Which::Ability => {
                ability_ui(ui, bank, state);
                most_ui(ui, model, state);
            }
            Which::Weak | Which::New | Which::Due => most_ui(ui, model, state),
            Which::Picked => {
                if ui.button("Pick questions…").clicked() {
                    state.picker_open = true;
                }
                hint_ui(ui, &format!("{} of {} picked", state.picked.len(), bank.questions.len()));
            }
        }
    });
    if !matches!(state.which, Which::All | Which::Some | Which::Picked) {
        outcome_ui(ui, model, bank, state);
    }
}

/// What can be chosen; abilities only where questions name some.
fn choices(model: &PrepareModel, bank: &BankItem) -> Vec<Choice<Which>> {
    let fits = |choice: Chooses| {
        let fits = |one: &&QuestionItem| choice.fits(&one.candidate(), model.today);
        bank.questions.iter().filter(fits).count()
    };
    let mut all = vec![
        Choice::new(Which::All, format!("All {}", bank.questions.len())),
        Choice::new(Which::Some, "A number at random"),
        Choice::new(Which::Kind, "By kind"),
    ];
    if bank.questions.iter().any(|one| !one.abilities.is_empty()) {
        all.push(Choice::new(Which::Ability, "By ability"));
    }
    for (which, name, choice) in [
        (Which::Weak, "Weak first", Chooses::Weak),
        (Which::New, "Never practised", Chooses::New),
        (Which::Due, "Due", Chooses::Due),
    ] {
        let label =
            if model.is_reading { name.to_owned() } else { format!("{name} ({})", fits(choice)) };
        all.push(Choice::new(which, label));
    }
    all.push(Choice::new(Which::Picked, "Picked"));
    all
}

fn number_ui(ui: &mut Ui, bank: &BankItem, state: &mut PrepareState) {
    let mut number = f64_of(state.number);
    let field = field("Number of questions", state.number, bank.questions.len());
    slider_ui(ui, &field, &mut number, 420.0);
    state.number = whole(number);
}

/// The greatest number of those that fit; nothing to say where one or none does.
fn most_ui(ui: &mut Ui, model: &PrepareModel, state: &mut PrepareState) {
    let fitting = state.chosen(model).map_or(0, |chosen| chosen.fitting.len());
    if fitting < 2 {
        return;
    }
    hint_ui(ui, "at most");
    let most = state.most.unwrap_or(fitting).clamp(1, fitting);
    let mut number = f64_of(most);
    let field = field("At most so many questions", most, fitting);
    if number_field_ui(ui, &field, &mut number).changed() {
        // As many as there are is no limit: more may fit next time.
        state.most = Some(whole(number)).filter(|&most| most < fitting);
    }
}

fn field(name: &str, number: usize, most: usize) -> NumberField<'_> {
    NumberField {
        name,
        unit: if number == 1 { " question" } else { " questions" },
        range: 1.0..=f64_of(most.max(1)),
        step: 1.0,
    }
}

fn f64_of(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of questions, at least 1"
)]
fn whole(number: f64) -> usize {
    number.round().max(1.0) as usize
}

fn kind_ui(ui: &mut Ui, bank: &BankItem, state: &mut PrepareState) {
    let of = |kind: Kind| bank.questions.iter().filter(|one| one.kind == kind).count();
    let kinds =
        Kind::ASKED.into_iter().map(|kind| (kind, of(kind))).filter(|(_, count)| *count > 0);
    let choices: Vec<_> = kinds
        .map(|(kind, count)| Choice::new(kind, format!("{} ({count})", title(kind))))
        .collect();
    let width = chooser_width(ui);
    let (_, chosen) = dropdown_ui(ui, "Kind of question", &state.kind, &choices, "Choose…", width);
    state.kind = chosen.unwrap_or(state.kind);
}

fn ability_ui(ui: &mut Ui, bank: &BankItem, state: &mut PrepareState) {
    let mut names: Vec<(&str, usize)> = Vec::new();
    for name in bank.questions.iter().flat_map(|one| &one.abilities) {
        match names.iter_mut().find(|(had, _)| had == name) {
            Some((_, count)) => *count += 1,
            None => names.push((name, 1)),
        }
    }
    let choices: Vec<_> = names
        .into_iter()
        .map(|(name, count)| Choice::new(name.to_owned(), format!("{name} ({count})")))
        .collect();
    let width = chooser_width(ui);
    let (_, chosen) = dropdown_ui(ui, "Ability", &state.ability, &choices, "Choose…", width);
    if let Some(name) = chosen {
        state.ability = name;
    }
}

fn chooser_width(ui: &Ui) -> f32 {
    (ui.available_width() - NUMBER).clamp(120.0, CHOOSER)
}

/// What will be asked; where nothing will be, the bar at the bottom says why.
fn outcome_ui(ui: &mut Ui, model: &PrepareModel, bank: &BankItem, state: &PrepareState) {
    if model.is_reading && !matches!(state.which, Which::Kind | Which::Ability) {
        hint_ui(ui, "Looking through your recordings…");
        return;
    }
    match state.chosen(model) {
        Ok(chosen) => {
            hint_ui(ui, &outcome(&chosen, bank, state));
        }
        Err(_) => {
            hint_ui(ui, "None");
        }
    }
}

/// "5 of 8 stories, drawn at random".
fn outcome(chosen: &Chosen<'_>, bank: &BankItem, state: &PrepareState) -> String {
    let fitting = chosen.fitting.len();
    let is_part = chosen.count < fitting;
    let number = match fitting {
        _ if is_part => format!("{} of {fitting}", chosen.count),
        1 => "1".to_owned(),
        _ => format!("All {fitting}"),
    };
    let by_chance = if is_part { ", drawn at random" } else { "" };
    let order = |words: &str| if fitting > 1 { format!(", {words} first") } else { String::new() };
    match state.which {
        Which::Kind => format!("{number} {}{by_chance}", kind_words(state.kind, fitting)),
        Which::Ability => {
            let show = if fitting == 1 { "shows" } else { "show" };
            format!("{number} that {show} “{}”{by_chance}", state.ability)
        }
        Which::New => format!("{number} never practised{by_chance}"),
        Which::Weak => {
            let is_unrated = |one: &&QuestionItem| one.standing.rating.is_none();
            let note = match bank.questions.iter().filter(is_unrated).count() {
                0 => String::new(),
                1 => "; the one not rated yet counts as weak".to_owned(),
                unrated => format!("; {unrated} not rated yet count as weak"),
            };
            format!("{number} rated 1 to 3{}{note}", order("the lowest"))
        }
        Which::Due => format!("{number} due{}", order("the longest over")),
        Which::All | Which::Some | Which::Picked => number,
    }
}

/// A kind as a choice: "Story".
fn title(kind: Kind) -> String {
    let word = kind.word();
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// So many questions of a kind.
fn kind_words(kind: Kind, count: usize) -> String {
    match (kind, count) {
        (Kind::Story, 1) => "story".to_owned(),
        (Kind::Story, _) => "stories".to_owned(),
        (Kind::Opener, 1) => "opener".to_owned(),
        (Kind::Opener, _) => "openers".to_owned(),
        (_, 1) => format!("{} question", kind.word()),
        (..) => format!("{} questions", kind.word()),
    }
}

/// What a list says of a question: "story · 5 days ago · rated 3 · due in 2 days".
pub(super) fn standing_words(one: &QuestionItem, model: &PrepareModel) -> String {
    let standing = &one.standing;
    let mut words = vec![one.kind.word().to_owned()];
    if model.is_reading {
        return words.concat();
    }
    match (standing.times, standing.last_day) {
        (0, _) => words.push("never practised".to_owned()),
        (_, Some(day)) => words.push(ago(day, model.today)),
        (_, None) => words.push("practised".to_owned()),
    }
    if let Some(rating) = standing.rating {
        words.push(format!("rated {}", rating.stars()));
    } else if standing.times > 0 {
        words.push("not rated".to_owned());
    }
    if standing.returns != Return::NotRated {
        words.push(standing.returns.words(model.today));
    }
    words.join(" · ")
}

fn ago(day: jiff::civil::Date, today: jiff::civil::Date) -> String {
    match day.until((jiff::Unit::Day, today)).map_or(0, |span| span.get_days()) {
        ..=0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        days => format!("{days} days ago"),
    }
}
