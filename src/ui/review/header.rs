//! Which session, and the question with the facts of its take.

use egui::{Align, ComboBox, CornerRadius, Frame, Layout, Margin, RichText, Ui, vec2};

use crate::ui::quiet::KeyButton;
use crate::ui::review::{
    ReviewIntent, ReviewModel, ReviewState, ReviewTake, Selected, Shown, compare, removing,
    returning, stars,
};
use crate::ui::theme::{self, space, tokens};

/// Height of the line that names the session, points.
pub(super) const HEIGHT: f32 = 36.0;

/// The session, and others to choose from.
pub(super) fn header_ui(
    ui: &mut Ui,
    model: &ReviewModel,
    selected: Option<Selected>,
    intents: &mut Vec<ReviewIntent>,
) {
    ui.horizontal(|ui| {
        ui.label(RichText::new("Review").font(theme::title()).color(tokens(ui).text));
        ui.add_space(space::M);
        let current = model.sessions.iter().find(|entry| Some(entry.key) == model.session);
        if let Some(current) = current {
            let width =
                ui.available_width() - through_width(ui, model) - removing::width(ui, model);
            let width = width.clamp(40.0, 420.0);
            let combo = ComboBox::from_id_salt("review session")
                .width(width)
                .truncate()
                .selected_text(current.label.as_str());
            let shown = combo.show_ui(ui, |ui| {
                for entry in &model.sessions {
                    let is_current = entry.key == current.key;
                    if ui.selectable_label(is_current, &entry.label).clicked() && !is_current {
                        intents.push(ReviewIntent::ChooseSession(entry.key));
                    }
                }
            });
            shown.response.accessible_name("Session");
            if let Some(intent) = play_session(model)
                && ui.add(through_button(model)).clicked()
            {
                intents.push(intent);
            }
            removing::menu_ui(ui, model, selected, intents);
        }
        if let Some(notice) = &model.notice {
            let text = RichText::new(notice).font(theme::small()).color(tokens(ui).amber);
            ui.add(egui::Label::new(text).truncate());
        }
    });
}

/// The button for the whole session.
fn through_button(model: &ReviewModel) -> KeyButton {
    let through = model.listening.through.is_some();
    let label = if through { "Stop playing the session" } else { "Play the session" };
    KeyButton::new(label)
        .key("P")
        .stays("play the session")
        .also(&["Play the session", "Stop playing the session"])
        .on(through)
}

/// What it takes from the row, points.
fn through_width(ui: &Ui, model: &ReviewModel) -> f32 {
    let width = through_button(model).width(ui) + ui.spacing().item_spacing.x;
    if play_session(model).is_some() { width } else { 0.0 }
}

/// Play the session, if there is anything in it, or play it no longer.
pub(super) fn play_session(model: &ReviewModel) -> Option<ReviewIntent> {
    let answered = model.questions.iter().any(|question| !question.takes.is_empty());
    match model.listening.through {
        Some(_) => Some(ReviewIntent::Stop),
        None => answered.then_some(ReviewIntent::PlaySession),
    }
}

/// The question's words, then how its take went.
pub(super) fn question_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    state: &mut ReviewState,
    intents: &mut Vec<ReviewIntent>,
) {
    let tokens = tokens(ui);
    let ask = RichText::new(&shown.question.ask).font(theme::heading()).color(tokens.text);
    ui.add(egui::Label::new(ask).wrap());
    if let Some(asked) = shown.take.and_then(|take| take.asked.as_ref()) {
        let asked = RichText::new(asked).font(theme::body()).color(tokens.text);
        ui.add(egui::Label::new(asked).wrap());
    }
    let Some(take) = shown.take else {
        weak(ui, "Not answered in this session");
        return;
    };
    facts_row_ui(ui, shown, take, state, intents);
    for remark in take.health.iter().filter(|remark| !is_short(remark)) {
        let text = RichText::new(remark).font(theme::small()).color(tokens.amber);
        ui.add(egui::Label::new(text).wrap());
    }
}

/// What is known of the take, and what is done to it, in a line.
fn facts_row_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    take: &ReviewTake,
    state: &mut ReviewState,
    intents: &mut Vec<ReviewIntent>,
) {
    let compare = compare::button(shown, state);
    let gap = ui.spacing().item_spacing.x;
    let compare_width = compare.as_ref().map_or(0.0, |button| button.width(ui) + gap);
    let returns_width = returning::width(ui, shown);
    let star_width = stars::star_button(take).width(ui) + gap;
    let facts_width =
        ui.available_width() - compare_width - star_width - returns_width - stars::WIDTH - space::M;
    if facts_width < 120.0 {
        ui.horizontal_wrapped(|ui| {
            compare_button_ui(ui, compare, shown, state);
            stars::star_ui(ui, take, intents);
            returning::returns_ui(ui, shown, intents);
            stars::stars_ui(ui, take, intents);
        });
        return;
    }
    ui.horizontal(|ui| {
        let facts = vec2(facts_width, stars::HEIGHT);
        ui.allocate_ui_with_layout(facts, Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(facts_width);
            facts_ui(ui, shown, take);
        });
        compare_button_ui(ui, compare, shown, state);
        stars::star_ui(ui, take, intents);
        returning::returns_ui(ui, shown, intents);
        stars::stars_ui(ui, take, intents);
    });
}

fn compare_button_ui(
    ui: &mut Ui,
    button: Option<KeyButton>,
    shown: &Shown<'_>,
    state: &mut ReviewState,
) {
    if let Some(button) = button
        && ui.add(button).clicked()
    {
        compare::toggle(shown, state);
    }
}

/// What is known of the take without listening.
fn facts_ui(ui: &mut Ui, shown: &Shown<'_>, take: &ReviewTake) {
    take.health.iter().filter(|remark| is_short(remark)).for_each(|health| chip(ui, health));
    let ReviewTake { title, ended, pacing, .. } = take;
    weak(ui, &format!("{title} · {} · {ended} · {pacing}", shown.question.kind));
}

/// A few words have room beside the facts; a sentence gets a line of its own.
fn is_short(remark: &str) -> bool {
    const MOST_SIGNS: usize = 32;
    remark.chars().count() <= MOST_SIGNS
}

fn weak(ui: &mut Ui, text: &str) {
    let text = RichText::new(text).font(theme::small()).color(tokens(ui).text_weak);
    ui.add(egui::Label::new(text).truncate());
}

/// Something not perfect about the recording.
fn chip(ui: &mut Ui, text: &str) {
    let tokens = tokens(ui);
    Frame::new()
        .stroke(egui::Stroke::new(1.0, tokens.amber))
        .corner_radius(CornerRadius::same(8))
        .inner_margin(Margin::symmetric(space::S as i8, 1))
        .show(ui, |ui| {
            ui.label(RichText::new(text).font(theme::small()).color(tokens.amber));
        });
}
