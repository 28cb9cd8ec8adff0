//! First start: hear me, say something, choose a role. Three short steps, each can be skipped.
//!
//! It shows what Prepare shows, one thing at a time, and keeps the choices in Prepare's state.

use egui::{Align, Direction, Layout, ScrollArea, Ui, UiBuilder, vec2};

use crate::ui::prepare::microphone::body_ui as microphone_ui;
use crate::ui::prepare::questions::{bank_ui, listens_for_ui};
use crate::ui::prepare::tempo::{about_ui, choose_ui};
use crate::ui::prepare::{
    DeviceItem, DeviceRow, PrepareIntent, PrepareModel, PrepareState, device_row_ui,
};
use crate::ui::theme::{self, space};
use crate::ui::widgets::{
    Tone, card_ui, changing_button_ui, hint_ui, link_button_ui, primary_button_ui, sentence_ui,
    title_ui,
};

/// Width of the column, points.
const WIDTH: f32 = 560.0;
/// Height of the column, points: the longest step fits. The buttons stand at its foot, whatever the step.
const HEIGHT: f32 = 540.0;
/// Width of the button to the next step, points: the longer of its texts.
const NEXT: f32 = 170.0;
/// How far a button that looks like a word reaches to the left of the word, points.
const WORD_MARGIN: f32 = 4.0;

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
    let foot = (column.bottom() - theme::size::PRIMARY).max(column.top());
    let (above, buttons) = column.split_top_bottom_at_y(foot);
    let above = above.with_max_y((foot - space::M).max(above.top()));
    ui.scope_builder(UiBuilder::new().max_rect(above).id_salt("steps"), |ui| {
        let number = state.step.number();
        hint_ui(ui, &format!("Welcome to Greenroom · step {} of 3", number + 1));
        title_ui(ui, state.step.title());
        dots_ui(ui, number);
        ui.add_space(space::S);
        let height = ui.available_height();
        ScrollArea::vertical().id_salt(number).auto_shrink(false).show(ui, |ui| {
            let bottom = ui.cursor().top() + height;
            step_ui(ui, model, state.step, choices, bottom, &mut intents);
        });
    });
    ui.scope_builder(UiBuilder::new().max_rect(buttons).id_salt("buttons"), |ui| {
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
    if changing_button_ui(ui, text, &["Play a sentence", "Stop"], true).clicked() {
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
        // The word stands on the edge, not its button.
        ui.add_space(-WORD_MARGIN);
        if link_button_ui(ui, "Skip all this").clicked() {
            intents.push(FirstStartIntent::Finished);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let next = FirstStep::ALL.get(number + 1);
            let text = if next.is_some() { "Next" } else { "Start preparing" };
            let filled = Layout::centered_and_justified(Direction::LeftToRight);
            let size = vec2(NEXT, theme::size::PRIMARY);
            let next_button = |ui: &mut Ui| primary_button_ui(ui, text, true).clicked();
            if ui.allocate_ui_with_layout(size, filled, next_button).inner {
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
