//! The review: each take as it was said, beside the model answer.
//!
//! Plays nothing and saves nothing itself: what is heard, rated, ticked or noted leaves as an intent.

mod answer;
mod band_bar;
mod compare;
mod header;
mod list;
#[cfg(test)]
mod listening_tests;
mod look_back;
mod marks;
mod measured;
mod model;
mod player;
mod removing;
#[cfg(test)]
mod removing_tests;
mod returning;
mod shades;
mod side;
mod star_bar;
mod stars;
#[cfg(test)]
pub(super) mod tests;
mod transport;

use std::collections::VecDeque;

use egui::{Align, Id, Layout, Rect, RichText, ScrollArea, Ui, UiBuilder, pos2, vec2};

use crate::ui::keys::{self, Command, Place, ReviewKey};
use crate::ui::model_text::SlotEditing;
use crate::ui::scrolling::scroll_ui;
use crate::ui::theme::{self, space, tokens};
use crate::ui::waveform::WaveformState;

pub use look_back::{Advice, Past, PastTake};
pub use marks::{
    FillerRate, MarkChange, Marked, Moment, PartShare, StarOffer, StepName, mark_time, part_shares,
    star_cap, star_title,
};
pub use model::{
    Heard, ListenerModel, Listening, Playback, Repeat, ReviewIntent, ReviewModel, ReviewQuestion,
    ReviewTake, SessionEntry, Through,
};
pub use removing::{RemovalQuestion, RemovalScope};
pub use returning::Returns;

/// Below this width or height of the right-hand side, points, its parts stand one below the other.
const ROOMY: egui::Vec2 = vec2(520.0, 440.0);

/// What only the screen knows.
#[derive(Debug, Default)]
pub struct ReviewState {
    /// The question looked at, by its place, and its take, by key.
    selected: Option<Selected>,
    side: side::SideState,
    slots: SlotEditing,
    wave: WaveformState,
    /// The takes that are compared, while they are.
    compare: Option<compare::Compare>,
    /// Keys that were pressed and are not done yet.
    pressed: VecDeque<ReviewKey>,
}

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Selected {
    question: usize,
    take: Option<usize>,
}

impl ReviewState {
    /// Shows this take, if the model has it; for coming in from the room.
    pub fn select_take(&mut self, model: &ReviewModel, take: usize) {
        let holds = |question: &ReviewQuestion| question.takes.iter().any(|it| it.key == take);
        if let Some(question) = model.questions.iter().position(holds) {
            self.selected = Some(Selected { question, take: Some(take) });
        }
    }

    /// Takes were removed or put back: the same question is looked at, and its first take.
    pub fn takes_changed(&mut self, model: &ReviewModel) {
        let question = self.selected.map_or(0, |selected| selected.question);
        let takes = model.questions.get(question).map(|question| &question.takes);
        let take = takes.and_then(|takes| takes.first()).map(|take| take.key);
        *self = Self { selected: Some(Selected { question, take }), ..Self::default() };
    }

    /// Looks at what is heard of a session that plays through.
    fn follow(&mut self, model: &ReviewModel) {
        if let Some(through) = model.listening.through {
            self.selected = Some(Selected { question: through.question, take: Some(through.take) });
            self.compare = None;
        }
    }

    /// Looks at something else; what was heard of the other ends.
    fn select(&mut self, chosen: Selected, model: &ReviewModel, intents: &mut Vec<ReviewIntent>) {
        if self.selected != Some(chosen) && model.playback.what.is_some() {
            intents.push(ReviewIntent::Stop);
        }
        if self.selected.is_none_or(|before| before.question != chosen.question) {
            self.compare = None;
        }
        self.selected = Some(chosen);
    }

    /// Keeps the selection valid: what is gone is replaced by the first take there is.
    fn selected(&mut self, model: &ReviewModel) -> Option<Selected> {
        let valid = self.selected.filter(|selected| {
            model.questions.get(selected.question).is_some_and(|question| match selected.take {
                Some(key) => question.takes.iter().any(|take| take.key == key),
                None => true,
            })
        });
        self.selected = valid.or_else(|| {
            let answered = model.questions.iter().position(|question| !question.takes.is_empty());
            let question = answered.unwrap_or(0);
            let take = model.questions.get(question)?.takes.first().map(|take| take.key);
            Some(Selected { question, take })
        });
        self.selected
    }
}

/// What is on the right-hand side.
struct Shown<'a> {
    model: &'a ReviewModel,
    question: &'a ReviewQuestion,
    take: Option<&'a ReviewTake>,
}

impl<'a> Shown<'a> {
    fn find(model: &'a ReviewModel, selected: Selected) -> Option<Self> {
        let question = model.questions.get(selected.question)?;
        let take = question.takes.iter().find(|take| Some(take.key) == selected.take);
        Some(Self { model, question, take })
    }

    /// Whether there is a model answer that may be heard beside it: it answers the question, no follow-up.
    fn has_model_to_hear(&self) -> bool {
        self.question.has_model() && !self.question.locked && !self.is_follow_up()
    }

    /// Whether what is looked at answers a follow-up.
    fn is_follow_up(&self) -> bool {
        self.question.asked_aloud && self.take.is_some_and(|take| !take.answers)
    }
}

/// Draws the review and gives what the user wants.
pub fn review_ui(ui: &mut Ui, model: &ReviewModel, state: &mut ReviewState) -> Vec<ReviewIntent> {
    let mut intents = Vec::new();
    state.follow(model);
    apply_keys(ui, model, state, &mut intents);
    let all = ui.max_rect().shrink2(vec2(space::L, space::M));
    let head = Rect::from_min_max(all.min, pos2(all.right(), all.top() + header::HEIGHT));
    let chosen = state.selected(model);
    area(ui, "review header", head, |ui| header::header_ui(ui, model, chosen, &mut intents));
    removing::question_ui(ui, model, &mut intents);
    let body = Rect::from_min_max(pos2(all.left(), head.bottom() + space::S), all.max);
    let Some(selected) = chosen else {
        area(ui, "review empty", body, empty_ui);
        return intents;
    };
    let list_width = (all.width() * 0.26).clamp(160.0, 280.0);
    let list = Rect::from_min_max(body.min, pos2(body.left() + list_width, body.bottom()));
    let right = Rect::from_min_max(pos2(list.right() + space::L, body.top()), body.max);
    area(ui, "review list", list, |ui| {
        if let Some(chosen) = list::list_ui(ui, model, selected) {
            state.select(chosen, model, &mut intents);
            ui.ctx().request_repaint();
        }
    });
    if let Some(shown) = Shown::find(model, selected) {
        area(ui, "review take", right, |ui| right_ui(ui, &shown, state, &mut intents));
    }
    let undone = side::undone_take(model, &intents);
    if let Some(take) = undone.filter(|take| selected.take != Some(*take)) {
        state.select_take(model, take);
        intents.extend(model.playback.what.map(|_| ReviewIntent::Stop));
    }
    player::request_repaint(ui, model, right.width(), state.wave.is_zoomed());
    intents
}

fn right_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    state: &mut ReviewState,
    intents: &mut Vec<ReviewIntent>,
) {
    let all = ui.max_rect();
    if compare::is_open(shown, state) {
        header::question_ui(ui, shown, state, intents);
        compare::compare_ui(ui, shown, state, intents);
        return;
    }
    if all.width() < ROOMY.x || all.height() < ROOMY.y {
        let scroll = ScrollArea::vertical().id_salt("review narrow").auto_shrink(false);
        scroll_ui(ui, scroll, |ui| {
            listen_ui(ui, shown, state, intents);
            answer::answer_ui(ui, shown, &mut state.slots, intents);
            ui.add_space(space::M);
            side::side_ui(ui, shown, &mut state.side, false, intents);
        });
        return;
    }
    listen_ui(ui, shown, state, intents);
    let rest = Rect::from_min_max(pos2(all.left(), ui.cursor().top()), all.max);
    let middle = rest.left() + (rest.width() * 0.56).round();
    let left = Rect::from_min_max(rest.min, pos2(middle - space::M / 2.0, rest.bottom()));
    let right = Rect::from_min_max(pos2(middle + space::M / 2.0, rest.top()), rest.max);
    area(ui, "review answer", left, |ui| {
        answer::answer_ui(ui, shown, &mut state.slots, intents);
    });
    area(ui, "review side", right, |ui| {
        side::side_ui(ui, shown, &mut state.side, true, intents);
    });
}

/// The question, the take's shape and the buttons to hear them.
fn listen_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    state: &mut ReviewState,
    intents: &mut Vec<ReviewIntent>,
) {
    header::question_ui(ui, shown, state, intents);
    player::player_ui(ui, shown, &mut state.wave, intents);
    transport::transport_ui(ui, shown, intents);
    ui.add_space(space::M);
}

fn apply_keys(
    ui: &Ui,
    model: &ReviewModel,
    state: &mut ReviewState,
    intents: &mut Vec<ReviewIntent>,
) {
    let pressed = keys::pressed(ui.ctx(), Place::Review, Some(player_id())).into_iter();
    state.pressed.extend(pressed.filter_map(|one| match one {
        Command::Review(key) => Some(key),
        _ => None,
    }));
    while let Some(key) = state.pressed.pop_front() {
        if !intents.is_empty() {
            // What it does depends on what the one before it did, which the model shows only next time.
            state.pressed.push_front(key);
            ui.ctx().request_repaint();
            return;
        }
        let selected = state.selected(model);
        let shown = selected.and_then(|selected| Shown::find(model, selected));
        let (Some(selected), Some(shown)) = (selected, shown) else { return state.pressed.clear() };
        match key {
            ReviewKey::PlayPause => {
                let beside = compare::keys_of(state);
                intents.push(transport::play_or_pause(&shown, &beside));
            }
            ReviewKey::SeekBy(secs) => intents.extend(player::seek_by(&shown, secs)),
            ReviewKey::Step(step) => {
                state.select(list::step(model, selected, step), model, intents);
            }
            ReviewKey::Listener(key) => {
                side::listener_key(key, &shown, &mut state.side, intents);
            }
            ReviewKey::Rate(rating) => intents.extend(
                shown.take.map(|take| ReviewIntent::Rate { take: take.key, rating: Some(rating) }),
            ),
            ReviewKey::Star => intents.extend(
                shown.take.map(|it| ReviewIntent::Star { take: it.key, starred: !it.starred }),
            ),
            ReviewKey::Remove => intents
                .extend(shown.take.map(|it| ReviewIntent::AskRemoval(RemovalScope::Take(it.key)))),
            other => apply_listening_key(other, &shown, state, intents),
        }
    }
}

/// Keys that change how takes are heard and seen.
fn apply_listening_key(
    key: ReviewKey,
    shown: &Shown<'_>,
    state: &mut ReviewState,
    intents: &mut Vec<ReviewIntent>,
) {
    match key {
        ReviewKey::Speed(steps) => intents.extend(transport::speed_by(shown, steps)),
        ReviewKey::Zoom(steps) => {
            if let Some(take) = shown.take {
                state.wave.zoom_steps(steps, &player::waveform(shown.model, take, &[]));
            }
        }
        ReviewKey::Fit => state.wave.fit(),
        ReviewKey::Loop => intents.extend(player::loop_or_not(shown)),
        ReviewKey::Flip => intents.extend(transport::flip(shown)),
        ReviewKey::HearAll => intents.extend(transport::hear_all(shown)),
        ReviewKey::PlaySession => intents.extend(header::play_session(shown.model)),
        ReviewKey::Compare => compare::toggle(shown, state),
        ReviewKey::Openings => intents.extend(compare::openings(shown)),
        ReviewKey::Leave if shown.model.listening.repeat.is_some() => {
            intents.push(ReviewIntent::Repeat(None));
        }
        ReviewKey::Leave => state.compare = None,
        _ => {}
    }
}

/// The waveform: the one widget whose keys are the review's.
fn player_id() -> Id {
    Id::unique("review waveform")
}

fn empty_ui(ui: &mut Ui) {
    ui.with_layout(Layout::top_down(Align::Center), |ui| {
        ui.add_space(ui.available_height() * 0.3);
        let tokens = tokens(ui);
        ui.label(RichText::new("No session yet").font(theme::title()).color(tokens.text));
        let line = "Rehearse once, and your answers wait here to be heard.";
        ui.label(RichText::new(line).font(theme::body()).color(tokens.text_weak));
    });
}

fn area(ui: &mut Ui, salt: &str, rect: Rect, add: impl FnOnce(&mut Ui)) {
    ui.scope_builder(UiBuilder::new().id_salt(salt).max_rect(rect), |ui| {
        ui.set_clip_rect(rect.expand(space::XS).intersect(ui.clip_rect()));
        add(ui);
    });
}
