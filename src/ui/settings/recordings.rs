//! How long recordings are kept, how much room they take, and what lies in the wastebasket.

use egui::{ScrollArea, Ui};

use super::{SettingsIntent, SettingsModel, SettingsState};
use crate::ui::scrolling::scroll_ui;
use crate::ui::theme::space;
use crate::ui::widgets::{
    Choice, body_ui, card_ui, dialog_ui, dropdown_ui, hint_ui, primary_button_ui, row_ui,
};

/// How long recordings are kept, and how much room they take.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordingsModel {
    /// "312 MB in 41 recordings; room for about 90 hours", once counted.
    pub holds: Option<String>,
    /// Which are kept.
    pub keep: KeepChoice,
    /// For so many days: 1–3650.
    pub days: u32,
    /// What is asked before any is moved.
    pub due: Option<DueQuestion>,
    /// What lies in Greenroom's own wastebasket: "3 recordings, 20 MB"; `None` for nothing.
    pub removed: Option<String>,
    /// How much can be made again: "12 MB", once counted.
    pub cache: Option<String>,
}

/// Which recordings are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum KeepChoice {
    /// All.
    #[default]
    Forever,
    /// Older ones where their session has a starred take.
    Days,
    /// Of older ones the starred alone.
    OnlyStarred,
}

impl KeepChoice {
    /// All, in the order shown.
    pub const ALL: [Self; 3] = [Self::Forever, Self::Days, Self::OnlyStarred];

    /// What people read.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Forever => "Forever",
            Self::Days => "For a time; sessions with a star forever",
            Self::OnlyStarred => "For a time; starred takes forever",
        }
    }

    /// What it does, in sentences.
    const fn about(self) -> &'static str {
        match self {
            Self::Forever => "No recording is removed unless you delete it.",
            Self::Days => {
                "At each start, recordings older than this go to the wastebasket. A session with a starred take \
                 stays whole."
            }
            Self::OnlyStarred => {
                "At each start, recordings older than this go to the wastebasket, except starred takes."
            }
        }
    }
}

/// What is asked before recordings are moved by their age.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueQuestion {
    /// "12 recordings, 80 MB".
    pub weight: String,
    /// Why it is asked though it was agreed to, a sentence.
    pub doubt: Option<String>,
    /// Their sessions, a line each.
    pub sessions: Vec<String>,
}

/// What the user wants done about recordings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordingsIntent {
    /// Keep them so; what is due then is shown first.
    Keep(KeepChoice, u32),
    /// What is due may go, and it is to be kept so from now on.
    MoveDue,
    /// Leave it as it was.
    LeaveDue,
    /// Show which are due now.
    LookForDue,
    /// Put back everything in Greenroom's own wastebasket.
    PutAllBack,
    /// Destroy what is in it; the user was asked.
    EmptyWastebasket,
    /// Remove what can be made again.
    ClearCache,
}

/// Days that can be chosen; another number may stand in the file.
const DAYS: [u32; 6] = [7, 30, 90, 180, 365, 730];

pub(super) fn page_ui(
    ui: &mut Ui,
    model: &SettingsModel,
    state: &mut SettingsState,
    all: &mut Vec<SettingsIntent>,
) {
    let mut wanted = Vec::new();
    let model = &model.recordings;
    card_ui(ui, "Keep recordings", 0.0, |ui| keep_ui(ui, model, &mut wanted));
    ui.add_space(space::S);
    card_ui(ui, "Room", 0.0, |ui| room_ui(ui, model, &mut wanted));
    if let Some(removed) = &model.removed {
        ui.add_space(space::S);
        let heading = "Greenroom's own wastebasket";
        card_ui(ui, heading, 0.0, |ui| wastebasket_ui(ui, removed, state, &mut wanted));
    }
    due_ui(ui, model, &mut wanted);
    emptying_ui(ui, model, state, &mut wanted);
    all.extend(wanted.into_iter().map(SettingsIntent::Recordings));
}

fn keep_ui(ui: &mut Ui, model: &RecordingsModel, wanted: &mut Vec<RecordingsIntent>) {
    let choices = KeepChoice::ALL.map(|choice| Choice::new(choice, choice.label()));
    row_ui(ui, "Keep", model.keep.about(), |ui| {
        let (_, chosen) = dropdown_ui(ui, "Keep recordings", &model.keep, &choices, "", 320.0);
        wanted.extend(chosen.map(|keep| RecordingsIntent::Keep(keep, model.days)));
    });
    if model.keep != KeepChoice::Forever {
        let mut days = DAYS.to_vec();
        if !days.contains(&model.days) {
            days.push(model.days);
            days.sort_unstable();
        }
        let days: Vec<_> = days.into_iter().map(|it| Choice::new(it, days_text(it))).collect();
        row_ui(ui, "Older means", "", |ui| {
            let (_, chosen) = dropdown_ui(ui, "Older means", &model.days, &days, "", 160.0);
            wanted.extend(chosen.map(|days| RecordingsIntent::Keep(model.keep, days)));
            if ui.button("Look what is due now…").clicked() {
                wanted.push(RecordingsIntent::LookForDue);
            }
        });
        hint_ui(
            ui,
            "Notes, ratings and figures stay, and each session says when its sound was removed. Never removed \
             are starred takes, the newest session, and what you have put back. A file must be as old as its \
             session says, and if more than half would go at once you are asked.",
        );
    }
}

fn days_text(days: u32) -> String {
    match days {
        1 => "1 day".to_owned(),
        365 => "a year".to_owned(),
        730 => "two years".to_owned(),
        days => format!("{days} days"),
    }
}

fn room_ui(ui: &mut Ui, model: &RecordingsModel, wanted: &mut Vec<RecordingsIntent>) {
    row_ui(ui, "Recordings", "", |ui| {
        body_ui(ui, model.holds.as_deref().unwrap_or("Being counted"));
    });
    let about = "Shapes of recordings and rendered voices. They are made again when needed.";
    row_ui(ui, "Cache", about, |ui| {
        body_ui(ui, model.cache.as_deref().unwrap_or("Being counted"));
        if ui.button("Clear").accessible_name("Clear the cache").clicked() {
            wanted.push(RecordingsIntent::ClearCache);
        }
    });
}

fn wastebasket_ui(
    ui: &mut Ui,
    removed: &str,
    state: &mut SettingsState,
    wanted: &mut Vec<RecordingsIntent>,
) {
    body_ui(ui, &format!("Holds {removed}."));
    hint_ui(
        ui,
        "What you deleted where the desktop's wastebasket could not take it. Nothing but you empties it.",
    );
    ui.horizontal_wrapped(|ui| {
        if ui.button("Put everything back").clicked() {
            wanted.push(RecordingsIntent::PutAllBack);
        }
        if ui.button("Empty…").accessible_name("Empty the wastebasket…").clicked() {
            state.emptying = true;
        }
    });
}

fn emptying_ui(
    ui: &Ui,
    model: &RecordingsModel,
    state: &mut SettingsState,
    wanted: &mut Vec<RecordingsIntent>,
) {
    let Some(removed) = model.removed.as_ref().filter(|_| state.emptying) else {
        state.emptying = false;
        return;
    };
    let dismissed = dialog_ui(ui, "Empty the wastebasket?", 440.0, |ui| {
        body_ui(ui, &format!("{removed}. This can't be undone."));
        ui.add_space(space::M);
        ui.horizontal_wrapped(|ui| {
            if primary_button_ui(ui, "Keep", true).clicked() {
                state.emptying = false;
            }
            if ui.button("Empty it for good").clicked() {
                state.emptying = false;
                wanted.push(RecordingsIntent::EmptyWastebasket);
            }
        });
    });
    state.emptying &= !dismissed;
}

/// What is due, before any of it is moved.
fn due_ui(ui: &Ui, model: &RecordingsModel, wanted: &mut Vec<RecordingsIntent>) {
    let Some(due) = &model.due else { return };
    let mut answer = None;
    let dismissed = dialog_ui(ui, "Move older recordings to the wastebasket?", 480.0, |ui| {
        if due.sessions.is_empty() {
            body_ui(ui, "Nothing is older than that.");
        } else {
            body_ui(ui, &format!("{} would go. You can put them back.", due.weight));
        }
        if let Some(doubt) = &due.doubt {
            body_ui(ui, doubt);
        }
        let scroll = ScrollArea::vertical().max_height(200.0).auto_shrink([false, true]);
        scroll_ui(ui, scroll, |ui| {
            for line in &due.sessions {
                hint_ui(ui, line);
            }
        });
        ui.add_space(space::M);
        ui.horizontal_wrapped(|ui| {
            if primary_button_ui(ui, "Leave everything", true).clicked() {
                answer = Some(RecordingsIntent::LeaveDue);
            }
            if !due.sessions.is_empty() && ui.button("Move them, and keep it so").clicked() {
                answer = Some(RecordingsIntent::MoveDue);
            }
        });
    });
    wanted.extend(answer.or(dismissed.then_some(RecordingsIntent::LeaveDue)));
}
