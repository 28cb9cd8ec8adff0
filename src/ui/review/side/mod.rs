//! The right-hand column: what the listener notes, what was measured, how it went over time.

mod advice;
mod chip;
mod fillers;
mod measures;
mod moments;
mod notes;
mod parts;
mod pauses;
mod progress;
mod star;
pub(super) mod values;

use std::time::Duration;

use egui::{ScrollArea, Ui};

use crate::analysis::MeasureId;
use crate::analysis::star::StarPart;
use crate::ui::keys::ListenerKey;
use crate::ui::review::{
    Heard, MarkChange, ReviewIntent, ReviewModel, ReviewTake, Shown, mark_time, player,
};
use crate::ui::scrolling::scroll_ui;
use crate::ui::theme::space;
use crate::ui::widgets::segmented_ui;

/// A page of the column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Page {
    #[default]
    Notes,
    Measures,
    Progress,
}

impl Page {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Notes, "Notes"), (Self::Measures, "Measures"), (Self::Progress, "Progress")];

    /// The page so many places on; stays at the ends.
    fn step(self, by: i64) -> Self {
        let here = Self::ALL.iter().position(|(page, _)| *page == self).unwrap_or(0);
        let there = here.saturating_add_signed(isize::try_from(by).unwrap_or(0));
        Self::ALL.get(there.min(Self::ALL.len() - 1)).map_or(self, |(page, _)| *page)
    }
}

/// What the column remembers.
#[derive(Debug, Default)]
pub(super) struct SideState {
    page: Page,
    /// The note being written, also while it is still empty and nobody else knows of it.
    writing: Option<Writing>,
    /// The parts of a story were asked for where the question does not.
    star_open: bool,
    /// The measure whose definition is shown.
    defined: Option<MeasureId>,
    /// The advice whose rule is shown: its take, and its place there.
    rule: Option<(usize, usize)>,
    /// What is followed over time.
    followed: progress::Followed,
    /// The question whose past was asked for last.
    asked: Option<String>,
}

/// A note at a time that is being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Writing {
    take: usize,
    at: Duration,
    /// It has not got the focus yet.
    fresh: bool,
}

/// A filler or a pause is heard from so long before it: one recognises it by what led to it.
const LEAD: Duration = Duration::from_millis(1500);

/// The column. `scrolls` where nothing around it does.
pub(super) fn side_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    state: &mut SideState,
    scrolls: bool,
    intents: &mut Vec<ReviewIntent>,
) {
    segmented_ui(ui, "Beside the take", &mut state.page, &Page::ALL, f32::INFINITY);
    ui.add_space(space::S);
    if scrolls {
        let scroll = ScrollArea::vertical().id_salt(("review side", state.page as u8));
        scroll_ui(ui, scroll.auto_shrink(false), |ui| page_ui(ui, shown, state, intents));
    } else {
        page_ui(ui, shown, state, intents);
    }
}

fn page_ui(ui: &mut Ui, shown: &Shown<'_>, state: &mut SideState, intents: &mut Vec<ReviewIntent>) {
    match (state.page, shown.take) {
        (Page::Notes, Some(take)) => notes::notes_ui(ui, shown, take, state, intents),
        (Page::Measures, Some(take)) => measures::measures_ui(ui, take, state, intents),
        (Page::Progress, _) => {
            progress::progress_ui(ui, shown, &mut state.followed, &mut state.asked, intents);
        }
        (_, None) => {
            parts::weak_ui(ui, "Nothing was said to it. Progress shows other sessions.");
        }
    }
}

/// Where a mark is put now: at the playhead of the take, unless something else is being heard.
fn mark_at(shown: &Shown<'_>, take: &ReviewTake) -> Option<Duration> {
    let playback = &shown.model.playback;
    let mine = playback.what.is_none_or(|what| what == Heard::Take(take.key));
    mine.then(|| mark_time(player::position(shown.model, take)))
}

/// Does what a key says; `None` where there is nothing to do it to.
pub(super) fn listener_key(
    key: ListenerKey,
    shown: &Shown<'_>,
    state: &mut SideState,
    intents: &mut Vec<ReviewIntent>,
) -> Option<()> {
    let listener = &shown.model.listener;
    let part = |nth: usize| StarPart::ALL.get(nth).copied();
    match key {
        ListenerKey::Page(by) => state.page = state.page.step(by),
        ListenerKey::Undo => intents.push(listener.undo.as_ref().map(|_| ReviewIntent::Undo)?),
        ListenerKey::Redo => intents.push(listener.redo.as_ref().map(|_| ReviewIntent::Redo)?),
        ListenerKey::Moment => begin_moment(shown, state),
        ListenerKey::Filler => {
            let take = shown.take?;
            let change = MarkChange::AddFiller(mark_at(shown, take)?);
            intents.push(ReviewIntent::Mark { take: take.key, change });
        }
        ListenerKey::BeginPart(nth) => {
            let take = shown.take?;
            star::begin_part(shown, take, part(nth)?, intents);
        }
        ListenerKey::RemovePart(nth) => {
            let take = shown.take?;
            let part = part(nth).filter(|part| take.marked.part(*part).is_some())?;
            let change = MarkChange::RemovePart(part);
            intents.push(ReviewIntent::Mark { take: take.key, change });
        }
    }
    Some(())
}

/// The take that is changed by undoing and redoing, to be looked at.
pub(super) fn undone_take(model: &ReviewModel, intents: &[ReviewIntent]) -> Option<usize> {
    let listener = &model.listener;
    let step = intents.iter().find_map(|intent| match intent {
        ReviewIntent::Undo => listener.undo.as_ref(),
        ReviewIntent::Redo => listener.redo.as_ref(),
        _ => None,
    });
    step.and_then(|step| step.take)
}

/// A note is to be written at the playhead; the page shows its field.
fn begin_moment(shown: &Shown<'_>, state: &mut SideState) {
    let Some(take) = shown.take else { return };
    let Some(at) = mark_at(shown, take) else { return };
    state.page = Page::Notes;
    state.writing = Some(Writing { take: take.key, at, fresh: true });
}

/// Moves the playhead of the take.
fn jump(take: &ReviewTake, to: Duration) -> ReviewIntent {
    ReviewIntent::Seek { take: take.key, to: to.min(take.length) }
}

#[cfg(test)]
mod tests;
