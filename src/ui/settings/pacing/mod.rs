//! The pacings: a list in which they are duplicated, edited and deleted, and the form of one.

mod form;
mod rows;

use std::time::Duration;

use egui::{Label, RichText, Ui};

use super::{PacingEntry, SettingsIntent, SettingsModel, SettingsState};
use crate::bank::Band;
use crate::interview::{Allowance, AnswerBand, Pacing, Stop, Think};
use crate::ui::theme::{self, space};
use crate::ui::widgets::{
    Tone, button_room, card_ui, dialog_ui, hint_ui, primary_button_ui, sentence_ui, strip_ui,
};

/// A pacing being edited.
#[derive(Debug, Clone, PartialEq)]
pub struct PacingDraft {
    /// The user's own pacing it replaces, by its name before; `None` makes a new one.
    pub replaces: Option<String>,
    /// As it stands.
    pub pacing: Pacing,
    /// What a switch returns to when it is switched back.
    kept: Kept,
}

/// Values behind switches that are off.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Kept {
    think: Duration,
    band: Band,
    grace: Duration,
    hard: (Duration, Duration),
    repeats: u32,
    takes: u32,
    silence: Duration,
}

impl PacingDraft {
    /// To change one of the user's own pacings.
    #[must_use]
    pub fn edit(pacing: &Pacing) -> Self {
        Self { replaces: Some(pacing.name.clone()), kept: Kept::of(pacing), pacing: pacing.clone() }
    }

    /// A new pacing like this one, under a name none of `taken` has.
    #[must_use]
    pub fn copy_of(pacing: &Pacing, taken: &[&str]) -> Self {
        let mut name = format!("{} (mine)", pacing.name);
        let mut nth = 2;
        while taken.contains(&name.as_str()) {
            name = format!("{} (mine {nth})", pacing.name);
            nth += 1;
        }
        let pacing = Pacing { name, ..pacing.clone() };
        Self { replaces: None, kept: Kept::of(&pacing), pacing }
    }
}

impl Kept {
    fn of(pacing: &Pacing) -> Self {
        let secs = Duration::from_secs;
        let times = |allowance: Allowance, otherwise: u32| match allowance {
            Allowance::Times(times) => times,
            Allowance::Unlimited => otherwise,
        };
        let (grace, hard) = match pacing.stop {
            Stop::Off => (secs(30), (secs(180), secs(10))),
            Stop::Soft { grace } => (grace, (secs(180), secs(10))),
            Stop::Hard { at, warn } => (secs(30), (at, warn)),
        };
        Self {
            think: match pacing.think {
                Think::For(time) => time,
                Think::Unlimited => secs(30),
            },
            band: match pacing.answer {
                AnswerBand::ByKind => Band::secs(60, 120),
                AnswerBand::Fixed(band) => band,
            },
            grace,
            hard,
            repeats: times(pacing.repeats, 1),
            takes: times(pacing.takes, 1),
            silence: pacing.silence_ends.unwrap_or(secs(10)),
        }
    }
}

pub(super) fn page_ui(
    ui: &mut Ui,
    model: &SettingsModel,
    state: &mut SettingsState,
    intents: &mut Vec<SettingsIntent>,
) {
    if let Some(draft) = &mut state.draft {
        if editor_ui(ui, model, draft, intents) {
            state.draft = None;
        }
    } else {
        list_ui(ui, model, state);
    }
    confirm_ui(ui, state, intents);
}

fn list_ui(ui: &mut Ui, model: &SettingsModel, state: &mut SettingsState) {
    let names: Vec<&str> = model.pacings.iter().map(|one| one.pacing.name.as_str()).collect();
    for (own, heading) in [(false, "Presets"), (true, "Your own")] {
        card_ui(ui, heading, 0.0, |ui| {
            let mut none = true;
            for entry in model.pacings.iter().filter(|one| one.own == own) {
                if !none {
                    ui.separator();
                }
                none = false;
                entry_ui(ui, entry, &names, state);
            }
            if none {
                hint_ui(ui, "None yet. Duplicate one of the presets and change the copy.");
            }
        });
        ui.add_space(space::S);
    }
}

fn entry_ui(ui: &mut Ui, entry: &PacingEntry, names: &[&str], state: &mut SettingsState) {
    let pacing = &entry.pacing;
    ui.horizontal(|ui| {
        let texts: &[&str] =
            if entry.own { &["Duplicate", "Edit", "Delete…"] } else { &["Duplicate"] };
        let buttons: f32 = texts.iter().map(|text| button_room(ui, text)).sum();
        let width = (ui.available_width() - buttons).max(80.0);
        ui.allocate_ui(egui::vec2(width, 24.0), |ui| {
            ui.set_min_width(width);
            ui.add(Label::new(RichText::new(&pacing.name).font(theme::strong())).truncate());
        });
        let press = |ui: &mut Ui, text: &str| {
            ui.button(text).accessible_name(format!("{text}: {}", pacing.name)).clicked()
        };
        if press(ui, "Duplicate") {
            state.draft = Some(PacingDraft::copy_of(pacing, names));
        }
        if entry.own && press(ui, "Edit") {
            state.draft = Some(PacingDraft::edit(pacing));
        }
        if entry.own && press(ui, "Delete…") {
            state.deleting = Some(pacing.name.clone());
        }
    });
    sentence_ui(ui, Tone::Weak, &pacing.about);
    strip_ui(ui, &pacing.strip_parts(None));
}

/// The form of one pacing; true when it is to be closed.
fn editor_ui(
    ui: &mut Ui,
    model: &SettingsModel,
    draft: &mut PacingDraft,
    intents: &mut Vec<SettingsIntent>,
) -> bool {
    let heading = match &draft.replaces {
        Some(name) => format!("Edit “{name}”"),
        None => "A new pacing".to_owned(),
    };
    let mut close = false;
    card_ui(ui, &heading, 0.0, |ui| {
        let others: Vec<&str> = model
            .pacings
            .iter()
            .map(|one| one.pacing.name.as_str())
            .filter(|name| Some(*name) != draft.replaces.as_deref())
            .collect();
        strip_ui(ui, &draft.pacing.strip_parts(None));
        form::form_ui(ui, &mut draft.pacing, &mut draft.kept);
        let problems = problems(&draft.pacing, &others);
        for problem in &problems {
            sentence_ui(ui, Tone::Wrong, problem);
        }
        ui.horizontal(|ui| {
            if primary_button_ui(ui, "Save", problems.is_empty()).clicked() {
                intents.push(save(draft));
                close = true;
            }
            close |= ui.button("Cancel").clicked();
        });
    });
    close
}

/// What must be changed before it can be kept, a sentence each. `others` are the names of all others.
fn problems(pacing: &Pacing, others: &[&str]) -> Vec<String> {
    let flaws = pacing.flaws().into_iter().map(|flaw| flaw.sentence().to_owned());
    let name = pacing.name.trim();
    let taken = others
        .iter()
        .any(|other| other.eq_ignore_ascii_case(name))
        .then(|| format!("There is a pacing called “{name}” already. Choose another name."));
    flaws.chain(taken).collect()
}

fn save(draft: &PacingDraft) -> SettingsIntent {
    let mut pacing = draft.pacing.clone();
    pacing.name = pacing.name.trim().to_owned();
    pacing.about = pacing.about.trim().to_owned();
    SettingsIntent::SavePacing { replaces: draft.replaces.clone(), pacing: Box::new(pacing) }
}

fn confirm_ui(ui: &Ui, state: &mut SettingsState, intents: &mut Vec<SettingsIntent>) {
    let Some(name) = state.deleting.clone() else { return };
    let mut done = false;
    let close = dialog_ui(ui, "Delete this pacing?", 420.0, |ui| {
        sentence_ui(
            ui,
            Tone::Plain,
            &format!("“{name}” will be gone. Recordings made with it keep it."),
        );
        ui.add_space(space::S);
        ui.horizontal(|ui| {
            if primary_button_ui(ui, "Delete", true).clicked() {
                intents.push(SettingsIntent::DeletePacing(name.clone()));
                done = true;
            }
            done |= ui.button("Keep it").clicked();
        });
    });
    if close || done {
        state.deleting = None;
    }
}
