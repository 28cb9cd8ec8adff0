//! Prepare's model from what there is, and its intents to the director.

use crate::audio::DeviceInfo;
use crate::interview::choosing::{Choice, Choosing};
use crate::rehearsal::{Command, Heard, MicState, Rehearsal, SessionChoice, Snapshot};
use crate::store::{Interviewer, Settings};
use crate::ui::prepare::{
    BeginOrder, DeviceItem, MicrophoneState, PacingItem, PersonaItem, PrepareIntent, PrepareModel,
    PrepareState, VoiceItem,
};
use crate::voice::{EngineKind, VoiceReport};

use super::desk::Desk;
use super::practised::today;

/// What Prepare shows.
pub(super) fn model(snapshot: &Snapshot, desk: &mut Desk) -> PrepareModel {
    let banks = desk.practised.items(&desk.library);
    let bank = desk.settings.bank.clone();
    PrepareModel {
        banks,
        today: today(),
        is_reading: !desk.practised.history.is_whole(),
        pacings: desk.library.pacings.iter().map(PacingItem::from).collect(),
        voice: VoiceItem {
            engine_line: engine_line(snapshot.voices.as_deref(), desk.has_pack),
            personas: personas(),
            persona: interviewer_id(desk.settings.voice.persona).to_owned(),
            previewing: matches!(snapshot.playback.what, Some(Heard::Text { .. })),
        },
        microphones: microphones(snapshot, desk.settings.microphone.as_deref()),
        microphone_chosen: desk.settings.microphone.clone(),
        microphone: microphone(&snapshot.microphone),
        level: matches!(snapshot.microphone, MicState::Ready { .. }).then_some(snapshot.level),
        check: snapshot.check.clone(),
        empty_slots: desk.empty_slots(&bank),
        not_yet: desk.library.banks.is_empty().then(|| {
            "There is no bank that can be read; `greenroom bank list` says why.".to_owned()
        }),
    }
}

/// What was chosen the last time.
pub(super) fn recall(state: &mut PrepareState, settings: &Settings) {
    state.bank.clone_from(&settings.bank);
    state.pacing.clone_from(&settings.pacing);
    let kept = &settings.choosing;
    state.number = kept.number;
    state.picked = kept.picked.iter().cloned().collect();
    let choice = if kept.which == PICKED {
        Choice::Picked(state.picked.clone())
    } else {
        kept.which.parse().unwrap_or_default()
    };
    state.choose(Choosing { choice, most: None });
    state.most = kept.most;
}

/// Keeps what is chosen for the next time.
pub(super) fn remember(state: &PrepareState, desk: &mut Desk) {
    let Choosing { choice, .. } = state.choosing();
    desk.change(|settings| {
        let kept = &mut settings.choosing;
        kept.which = choice.to_string();
        kept.number = state.number;
        kept.most = state.most;
        kept.picked = state.picked.iter().cloned().collect();
    });
}

/// The word for questions picked one by one.
const PICKED: &str = "picked";

/// The two interviewers.
pub(super) fn personas() -> Vec<PersonaItem> {
    let one = |id: &str, name: &str| PersonaItem { id: id.to_owned(), name: name.to_owned() };
    vec![one("a", "Interviewer A"), one("b", "Interviewer B")]
}

/// The name of an interviewer in intents.
pub(super) fn interviewer_id(interviewer: Interviewer) -> &'static str {
    match interviewer {
        Interviewer::A => "a",
        Interviewer::B => "b",
    }
}

/// The interviewer of that name.
pub(super) fn interviewer(id: &str) -> Interviewer {
    if id == "b" { Interviewer::B } else { Interviewer::A }
}

/// Which engine speaks what, a sentence.
fn engine_line(report: Option<&VoiceReport>, has_pack: bool) -> String {
    let Some(report) = report else {
        let known = if has_pack { "A recorded voice. Your own texts" } else { "Questions" };
        return format!("{known}: looking for the computer's voices…");
    };
    let works = |kind| report.engines.iter().any(|engine| engine.kind == kind && engine.works);
    let other = if works(EngineKind::System) {
        "the computer's own voice"
    } else if works(EngineKind::BuiltIn) {
        "the built-in voice"
    } else {
        "no voice: they are shown"
    };
    if works(EngineKind::Pack) {
        format!("A recorded voice. Your own texts: {other}.")
    } else {
        format!("No recorded voice was found. Questions: {other}.")
    }
}

/// What can be chosen to speak into. What gives what the computer plays is there only if it is chosen already.
pub(super) fn microphones(snapshot: &Snapshot, chosen: Option<&str>) -> Vec<DeviceItem> {
    let devices = snapshot.devices.iter();
    let inputs = devices.clone().flat_map(|devices| &devices.inputs);
    let monitors = devices.flat_map(|devices| &devices.monitors);
    let is_chosen = |device: &&DeviceInfo| Some(device.id.as_str()) == chosen;
    inputs
        .chain(monitors.filter(is_chosen))
        .map(|device| DeviceItem { id: device.id.clone(), name: device.name.clone() })
        .collect()
}

/// The microphone as shown.
pub(super) fn microphone(state: &MicState) -> MicrophoneState {
    match state {
        MicState::Closed => MicrophoneState::Resting,
        MicState::Opening => MicrophoneState::Opening,
        MicState::Ready { name, .. } => MicrophoneState::Ready { name: name.clone() },
        MicState::Missing(reason) => MicrophoneState::Missing { reason: reason.clone() },
    }
}

/// Where the user goes next, if not on in Prepare.
pub(super) enum Leave {
    /// Into the room.
    Room,
    /// To the placeholders.
    Placeholders,
    /// To the role guide.
    Guide,
    /// To the pacings.
    Pacings,
}

/// Does what the user wants.
pub(super) fn apply(
    intents: Vec<PrepareIntent>,
    rehearsal: &Rehearsal,
    desk: &mut Desk,
) -> Option<Leave> {
    let mut leave = None;
    for intent in intents {
        match intent {
            PrepareIntent::Begin(order) => {
                if begin(order, rehearsal, desk) {
                    leave = Some(Leave::Room);
                }
            }
            PrepareIntent::BankChosen(id) => desk.change(|settings| settings.bank = id),
            PrepareIntent::PacingChosen(name) => desk.change(|settings| settings.pacing = name),
            PrepareIntent::PersonaChosen(id) => {
                desk.change(|settings| settings.voice.persona = interviewer(&id));
            }
            PrepareIntent::PreviewVoice => preview(rehearsal, desk),
            PrepareIntent::StopPreview => {
                rehearsal.send(Command::StopPlayback);
            }
            PrepareIntent::StopCheck => {
                rehearsal.send(Command::StopCheck);
            }
            PrepareIntent::MicrophoneChosen(id) => {
                desk.change(|settings| settings.microphone = id);
                rehearsal.send(Command::OpenMicrophone(desk.microphone()));
            }
            PrepareIntent::RefreshMicrophones => {
                rehearsal.send(Command::ListDevices);
                rehearsal.send(Command::OpenMicrophone(desk.microphone()));
            }
            PrepareIntent::StartCheck => {
                rehearsal.send(Command::CheckMicrophone(desk.microphone()));
            }
            PrepareIntent::PlayCheck => {
                rehearsal.send(Command::Hear(Heard::Check));
            }
            PrepareIntent::FillPlaceholders => leave = Some(Leave::Placeholders),
            PrepareIntent::ShowGuide => leave = Some(Leave::Guide),
            PrepareIntent::EditPacings => leave = Some(Leave::Pacings),
        }
    }
    leave
}

/// Speaks a sentence that was recorded, in the chosen voice.
pub(super) fn preview(rehearsal: &Rehearsal, desk: &Desk) {
    let entry = desk.library.bank(&desk.settings.bank).or_else(|| desk.library.banks.first());
    let question = entry.and_then(|entry| entry.bank.questions.first());
    let (Some(question), Some(pacing)) = (question, desk.pacing()) else { return };
    rehearsal.send(Command::Hear(Heard::Text {
        parts: vec![question.ask.clone()],
        persona: desk.persona(),
        speed: pacing.speech,
    }));
}

fn begin(order: BeginOrder, rehearsal: &Rehearsal, desk: &mut Desk) -> bool {
    let Some(pacing) = desk.library.pacing(&order.pacing).cloned() else { return false };
    desk.change(|settings| {
        settings.bank.clone_from(&order.bank);
        settings.pacing.clone_from(&order.pacing);
    });
    rehearsal.send(Command::Begin(Box::new(SessionChoice {
        bank: order.bank,
        pacing,
        selection: order.selection,
        seed: None,
        persona: desk.persona(),
        microphone: desk.microphone(),
        speaker: desk.speaker(),
    })))
}
