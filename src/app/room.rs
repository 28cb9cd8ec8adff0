//! The room's model from what the director shows, and its intents to the director.

use std::time::{Duration, Instant};

use crate::audio::{DeviceInfo, DeviceRef};
use crate::interview::{Action, StageView, Trouble};
use crate::rehearsal::{Command, Live, MicState, Notice, Rehearsal, Snapshot};
use crate::ui::room::{OtherMicrophone, RoomIntent, RoomModel};

use super::desk::Desk;
use super::health;
use super::told::Told;

/// What the room shows, `told` what it has said so far; `None` without an interview.
pub(super) fn model(snapshot: &Snapshot, desk: &Desk, told: &mut Told) -> Option<RoomModel> {
    let live = snapshot.live.as_ref()?;
    let mut view = live.view.clone();
    if live.silent_text.is_some() {
        // Nobody can speak: what would be heard has to be read, whatever the pacing.
        view.question_text.clone_from(&live.silent_text);
    }
    let entry = desk.library.bank(&desk.settings.bank);
    let your_questions = entry.map_or_else(Vec::new, |entry| {
        let yours = entry.bank.your_questions.iter();
        yours.map(|question| (question.id.clone(), question.ask.clone())).collect()
    });
    Some(RoomModel {
        strip: view.pacing.strip(Some(view.band)),
        view,
        level: snapshot.level,
        voice_level: snapshot.voice_level,
        speaking: live.speaking,
        device_line: device_line(&snapshot.microphone),
        last_microphone: live.microphone.clone(),
        microphones: microphones(snapshot, live),
        pacings: desk.library.pacings.iter().map(|pacing| pacing.name.clone()).collect(),
        your_questions,
        notice: notice(snapshot, live)
            .filter(|one| explains(live) || told.left(one.id, Instant::now()).is_some())
            .map(|one| one.text.clone()),
        recording_health: recording_health(live),
    })
}

/// What there is to go on with; shown only where a microphone is missing.
fn microphones(snapshot: &Snapshot, live: &Live) -> Vec<OtherMicrophone> {
    let is_wanted = live.view.stage == StageView::Broken(Trouble::Microphone);
    let devices = snapshot.devices.iter().filter(|_| is_wanted);
    let inputs = devices.flat_map(|devices| &devices.inputs);
    let other = |device: &DeviceInfo| OtherMicrophone {
        id: device.id.clone(),
        name: device.name.clone(),
        is_default: device.is_default,
    };
    inputs.map(other).collect()
}

fn device_line(microphone: &MicState) -> String {
    match microphone {
        MicState::Ready { name, .. } => name.clone(),
        MicState::Opening => "Opening the microphone…".to_owned(),
        MicState::Closed => "No microphone in use".to_owned(),
        // Why is told once, as a notice.
        MicState::Missing(_) => "No microphone".to_owned(),
    }
}

/// The latest sentence; while recording the room keeps it to itself.
fn notice<'a>(snapshot: &'a Snapshot, live: &Live) -> Option<&'a Notice> {
    let quiet = matches!(live.view.stage, StageView::Answering { .. } | StageView::Holding { .. });
    snapshot.notices.last().filter(|_| !quiet)
}

/// Whether the sentence says why the interview stands still: then it stays as long.
fn explains(live: &Live) -> bool {
    matches!(live.view.stage, StageView::Broken(_) | StageView::SaveFailed)
}

/// How much longer that sentence is shown; `None` if there is none.
pub(super) fn notice_left(snapshot: &Snapshot, told: &mut Told) -> Option<Duration> {
    let notice = notice(snapshot, snapshot.live.as_ref()?)?;
    told.left(notice.id, Instant::now())
}

fn recording_health(live: &Live) -> Vec<String> {
    let ailments = live.last_take.iter().flat_map(health::of_summary);
    ailments.map(|ailment| ailment.sentence().to_owned()).collect()
}

/// Where the user goes next, if not on in the room.
pub(super) enum Leave {
    /// To the review.
    Review,
    /// To the devices.
    Devices,
    /// To the folders.
    Folders,
    /// Nowhere: all keys are shown above the room.
    Keys,
}

/// Passes intents on.
pub(super) fn apply(intents: Vec<RoomIntent>, rehearsal: &Rehearsal, desk: &Desk) -> Option<Leave> {
    let mut leave = None;
    for intent in intents {
        match intent {
            RoomIntent::Do(action) => {
                rehearsal.send(Command::Do(action));
            }
            RoomIntent::SwitchPacing(nth) => {
                if let Some(pacing) = desk.library.pacings.get(nth) {
                    let switch = Action::SwitchPacing(Box::new(pacing.clone()));
                    rehearsal.send(Command::Do(switch));
                }
            }
            RoomIntent::UseMicrophone(id) => {
                rehearsal.send(Command::OpenMicrophone(DeviceRef::Id(id)));
            }
            RoomIntent::ChooseMicrophone => leave = Some(Leave::Devices),
            RoomIntent::ChooseFolder => leave = Some(Leave::Folders),
            RoomIntent::LeaveToReview => leave = Some(Leave::Review),
            RoomIntent::ShowKeys => leave = Some(Leave::Keys),
        }
    }
    leave
}
