//! The room's model from what the director shows, and its intents to the director.

use std::time::{Duration, Instant};

use crate::audio::{DeviceInfo, DeviceRef};
use crate::interview::{Action, StageView, Trouble};
use crate::rehearsal::{Cause, Command, Live, MicState, Notice, Rehearsal, Snapshot, takes};
use crate::store;
use crate::ui::room::{OtherMicrophone, RoomIntent, RoomModel};

use super::desk::Desk;
use super::file_dialog::{Answer, FileDialog, Wanted};
use super::told::Told;

/// What goes on behind the room.
#[derive(Default)]
pub(super) struct RoomDesk {
    /// What it has said so far.
    told: Told,
    /// Another folder is being chosen.
    dialog: Option<FileDialog>,
    /// There is no such dialog here.
    no_dialog: bool,
}

/// How often a dialog is asked whether it was answered.
const DIALOG_LOOK: Duration = Duration::from_millis(200);

impl RoomDesk {
    /// What the room shows; `None` without an interview.
    pub(super) fn model(&mut self, snapshot: &Snapshot, desk: &Desk) -> Option<RoomModel> {
        let hint = "There is no such dialog on this desktop: type the folder.";
        let model = model(snapshot, desk, &mut self.told)?;
        Some(RoomModel { folder_hint: self.no_dialog.then(|| hint.to_owned()), ..model })
    }

    /// When it has to be drawn again though nothing happened.
    pub(super) fn redraw_after(&mut self, snapshot: &Snapshot) -> Option<Duration> {
        let dialog = self.dialog.as_ref().map(|_| DIALOG_LOOK);
        dialog.into_iter().chain(notice_left(snapshot, &mut self.told)).min()
    }

    /// Passes on what was chosen in the desktop's dialog.
    pub(super) fn follow(&mut self, rehearsal: &Rehearsal) {
        let Some(dialog) = &self.dialog else { return };
        match dialog.answer() {
            Answer::Waiting => return,
            Answer::Missing => self.no_dialog = true,
            Answer::Nothing => {}
            Answer::Chosen(folder) => {
                rehearsal.send(Command::SaveIn(folder));
            }
        }
        self.dialog = None;
    }

    /// Passes intents on.
    pub(super) fn apply(
        &mut self,
        intents: Vec<RoomIntent>,
        rehearsal: &Rehearsal,
        desk: &Desk,
    ) -> Option<Leave> {
        let mut leave = None;
        for intent in intents {
            if intent == RoomIntent::BrowseFolder && self.dialog.is_none() {
                self.dialog = FileDialog::open(Wanted::Folder);
                self.no_dialog = self.dialog.is_none();
            }
            leave = apply(intent, rehearsal, desk).or(leave);
        }
        leave
    }
}

fn model(snapshot: &Snapshot, desk: &Desk, told: &mut Told) -> Option<RoomModel> {
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
        refusal: refusal(snapshot, live).map(|one| one.text.clone()),
        fault: live.fault.map(|fault| fault.sentence().to_owned()),
        recording_health: recording_health(live),
        unwritten: live.unwritten,
        slow: live.slow.clone(),
        folder_hint: None,
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

/// The latest sentence; while recording the room keeps it to itself. (What is wrong with the microphone is no
/// notice.)
fn notice<'a>(snapshot: &'a Snapshot, live: &Live) -> Option<&'a Notice> {
    snapshot.notices.last().filter(|notice| !is_quiet(live) && !is_said_anyway(notice, live))
}

fn is_quiet(live: &Live) -> bool {
    matches!(live.view.stage, StageView::Answering { .. } | StageView::Holding { .. })
}

/// Why what was wanted just now is not possible: also while recording, or a key would seem to be dead.
fn refusal<'a>(snapshot: &'a Snapshot, live: &Live) -> Option<&'a Notice> {
    let latest = snapshot.notices.last().filter(|notice| notice.cause == Cause::Moment);
    latest.filter(|_| is_quiet(live))
}

/// Whether the screen says in its title that the microphone is gone, or that there is none.
fn is_said_anyway(notice: &Notice, live: &Live) -> bool {
    let name = live.microphone.as_str();
    let words = if name.is_empty() { "No microphone was found" } else { name };
    live.view.stage == StageView::Broken(Trouble::Microphone)
        && notice.cause == Cause::Microphone
        && notice.text.starts_with(words)
}

/// Whether the sentence says why the interview stands still: then it stays as long.
fn explains(live: &Live) -> bool {
    matches!(live.view.stage, StageView::Broken(_) | StageView::SaveFailed)
}

/// How much longer that sentence is shown; `None` if there is none.
fn notice_left(snapshot: &Snapshot, told: &mut Told) -> Option<Duration> {
    let notice = notice(snapshot, snapshot.live.as_ref()?)?;
    told.left(notice.id, Instant::now())
}

fn recording_health(live: &Live) -> Vec<String> {
    let ailments = live.last_take.iter().flat_map(takes::ailments_of_summary);
    ailments.map(|ailment| ailment.sentence().to_owned()).collect()
}

/// Where the user goes next, if not on in the room.
pub(super) enum Leave {
    /// To the review.
    Review,
    /// To the devices.
    Devices,
    /// Nowhere: all keys are shown above the room.
    Keys,
}

fn apply(intent: RoomIntent, rehearsal: &Rehearsal, desk: &Desk) -> Option<Leave> {
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
        RoomIntent::SaveIn(typed) => {
            rehearsal.send(Command::SaveIn(store::typed_path(&typed)));
        }
        RoomIntent::UseMicrophone(id) => {
            rehearsal.send(Command::OpenMicrophone(DeviceRef::Id(id)));
        }
        // Its dialog is the desk's.
        RoomIntent::BrowseFolder => {}
        RoomIntent::ChooseMicrophone => return Some(Leave::Devices),
        RoomIntent::LeaveToReview => return Some(Leave::Review),
        RoomIntent::ShowKeys => return Some(Leave::Keys),
    }
    None
}
