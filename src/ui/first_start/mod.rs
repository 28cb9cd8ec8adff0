//! First start: hear me, say something, choose a role. Three short steps, each can be skipped.
//!
//! It shows what Prepare shows, one thing at a time, and keeps the choices in Prepare's state.

use egui::{Align, Layout, Ui, UiBuilder, vec2};

use crate::ui::prepare::microphone::body_ui as microphone_ui;
use crate::ui::prepare::questions::{bank_ui, listens_for_ui};
use crate::ui::prepare::tempo::{about_ui, choose_ui};
use crate::ui::prepare::{
    DeviceItem, DeviceRow, PrepareIntent, PrepareModel, PrepareState, device_row_ui,
};
use crate::ui::theme::{self, space};
use crate::ui::widgets::{
    Tone, card_ui, hint_ui, link_button_ui, primary_button_ui, sentence_ui, title_ui,
};

/// Width of the column, points.
const WIDTH: f32 = 560.0;
/// Height of the column, points; the steps differ a little and the buttons should not jump.
const HEIGHT: f32 = 500.0;
/// Least height of the card with a step, points.
const CARD: f32 = 270.0;

/// What the steps show but do not own.
#[derive(Debug, Clone, Copy)]
pub struct FirstStartModel<'a> {
    /// Voice, microphone, banks and pacings, as on Prepare.
    pub prepare: &'a PrepareModel,
    /// Loudspeakers, without the system's default.
    pub speakers: &'a [DeviceItem],
    /// The chosen one's id; `None` for the system's default.
    pub speaker_chosen: Option<&'a String>,
}

/// How far one has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FirstStep {
    /// A sentence is played.
    #[default]
    HearMe,
    /// The microphone is tried.
    SaySomething,
    /// Role and pacing are chosen.
    Choose,
}

impl FirstStep {
    const ALL: [Self; 3] = [Self::HearMe, Self::SaySomething, Self::Choose];

    fn number(self) -> usize {
        Self::ALL.iter().position(|step| *step == self).unwrap_or_default()
    }

    fn title(self) -> &'static str {
        match self {
            Self::HearMe => "Can you hear the interviewer?",
            Self::SaySomething => "Say something",
            Self::Choose => "What are you rehearsing for?",
        }
    }
}

/// What the steps remember.
#[derive(Debug, Clone, Default)]
pub struct FirstStartState {
    /// The step shown.
    pub step: FirstStep,
}

/// What the user wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FirstStartIntent {
    /// As on Prepare: voice, microphone, bank, pacing.
    Prepare(PrepareIntent),
    /// Use this loudspeaker; `None` is the system's default.
    SpeakerChosen(Option<String>),
    /// List the loudspeakers again.
    RefreshSpeakers,
    /// All steps are done, or the rest is skipped: go to Prepare and don't come again.
    Finished,
}

/// The screen. Call it every frame the screen is shown; apply what it returns.
#[must_use = "intents are to be applied"]
pub fn first_start_ui(
    ui: &mut Ui,
    model: FirstStartModel<'_>,
    state: &mut FirstStartState,
    choices: &mut PrepareState,
) -> Vec<FirstStartIntent> {
    choices.settle(model.prepare);
    let mut intents = Vec::new();
    let whole = ui.available_rect_before_wrap();
    let wish = vec2(WIDTH.min(whole.width() - 2.0 * space::L), HEIGHT.min(whole.height()));
    let column = egui::Rect::from_center_size(whole.center(), wish);
    ui.scope_builder(UiBuilder::new().max_rect(column).id_salt("steps"), |ui| {
        let number = state.step.number();
        hint_ui(ui, &format!("Welcome to Greenroom · step {} of 3", number + 1));
        title_ui(ui, state.step.title());
        dots_ui(ui, number);
        ui.add_space(space::S);
        let bottom = ui.cursor().top() + CARD;
        step_ui(ui, model, state.step, choices, bottom, &mut intents);
        ui.add_space(space::M);
        buttons_ui(ui, state, &mut intents);
    });
    intents
}

/// How far one has come, as three short lines; the words above say the same.
fn dots_ui(ui: &mut Ui, number: usize) {
    let t = theme::tokens(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = 6.0;
        for step in 0..FirstStep::ALL.len() {
            let (rect, _) = ui.allocate_exact_size(vec2(40.0, 4.0), egui::Sense::hover());
            let colour = if step <= number { t.accent } else { t.line };
            ui.painter().rect_filled(rect, 2.0, colour);
        }
    });
}

fn step_ui(
    ui: &mut Ui,
    model: FirstStartModel<'_>,
    step: FirstStep,
    choices: &mut PrepareState,
    bottom: f32,
    intents: &mut Vec<FirstStartIntent>,
) {
    let mut wrapped = Vec::new();
    match step {
        FirstStep::HearMe => {
            card_ui(ui, "The interviewer's voice", bottom, |ui| hear_ui(ui, model, intents));
        }
        FirstStep::SaySomething => {
            card_ui(ui, "Your microphone", bottom, |ui| {
                sentence_ui(
                    ui,
                    Tone::Plain,
                    "Your answers are recorded so that you can listen to them afterwards. They stay on \
                     this computer.",
                );
                microphone_ui(ui, model.prepare, &mut wrapped);
            });
        }
        FirstStep::Choose => {
            card_ui(ui, "Role and pacing", bottom, |ui| {
                bank_ui(ui, model.prepare, choices, &mut wrapped);
                if let Some(bank) = choices.bank(model.prepare) {
                    listens_for_ui(ui, bank);
                }
                ui.add_space(space::S);
                choose_ui(ui, model.prepare, choices, 0.0, &mut wrapped);
                about_ui(ui, model.prepare, choices);
            });
        }
    }
    intents.extend(wrapped.into_iter().map(FirstStartIntent::Prepare));
}

fn hear_ui(ui: &mut Ui, model: FirstStartModel<'_>, intents: &mut Vec<FirstStartIntent>) {
    sentence_ui(
        ui,
        Tone::Plain,
        "Greenroom asks interview questions aloud and you answer aloud, against a clock. Put on your \
         headphones if you have some.",
    );
    ui.add_space(space::XS);
    let (text, intent) = if model.prepare.voice.previewing {
        ("Stop", PrepareIntent::StopPreview)
    } else {
        ("Play a sentence", PrepareIntent::PreviewVoice)
    };
    if ui.button(text).clicked() {
        intents.push(FirstStartIntent::Prepare(intent));
    }
    ui.add_space(space::S);
    hint_ui(
        ui,
        "Nothing to hear? Choose another loudspeaker. Questions can also be shown instead.",
    );
    let row = device_row_ui(ui, "Loudspeaker", model.speakers, model.speaker_chosen);
    intents.extend(row.map(|done| match done {
        DeviceRow::Chosen(id) => FirstStartIntent::SpeakerChosen(id),
        DeviceRow::Refresh => FirstStartIntent::RefreshSpeakers,
    }));
}

fn buttons_ui(ui: &mut Ui, state: &mut FirstStartState, intents: &mut Vec<FirstStartIntent>) {
    let number = state.step.number();
    ui.horizontal(|ui| {
        ui.set_min_height(theme::size::PRIMARY);
        if link_button_ui(ui, "Skip all this").clicked() {
            intents.push(FirstStartIntent::Finished);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let next = FirstStep::ALL.get(number + 1);
            let text = if next.is_some() { "Next" } else { "Start preparing" };
            if primary_button_ui(ui, text, true).clicked() {
                match next {
                    Some(step) => state.step = *step,
                    None => intents.push(FirstStartIntent::Finished),
                }
            }
            let back = number.checked_sub(1).and_then(|number| FirstStep::ALL.get(number));
            if let Some(step) = back
                && ui.button("Back").clicked()
            {
                state.step = *step;
            }
        });
    });
}
