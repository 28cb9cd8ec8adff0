//! Settings' page of recordings: how long they are kept, and how much room they take.

use crate::rehearsal::BYTES_A_SECOND;
use crate::store::{Doubt, Due, Holdings, Keep, RecordingSettings};
use crate::ui::settings::{DueQuestion, KeepChoice, RecordingsIntent, RecordingsModel};
use crate::units::bytes_text;

use super::desk::Desk;
use super::librarian::Job;
use super::review::{minute_text, recordings_text, weight_text};

/// What an hour of a recording takes, bytes.
const BYTES_AN_HOUR: u64 = BYTES_A_SECOND * 3_600;

/// What the page shows.
pub(super) fn model(desk: &Desk) -> RecordingsModel {
    let settings = &desk.settings.recordings;
    let holdings = desk.holdings.as_ref();
    RecordingsModel {
        holds: holdings.map(holds),
        keep: choice(settings.keep),
        days: settings.days,
        due: desk.due.as_ref().map(|(_, due)| question(due)),
        removed: holdings
            .filter(|all| all.removed_bytes > 0)
            .map(|all| weight_text(all.removed, all.removed_bytes)),
        cache: holdings.map(|all| bytes_text(all.cache_bytes)),
    }
}

/// "312 MB in 41 recordings; room for about 90 hours".
pub(super) fn holds(all: &Holdings) -> String {
    let holds =
        format!("{} in {}", bytes_text(all.recording_bytes), recordings_text(all.recordings));
    match all.free_bytes.map(|free| free / BYTES_AN_HOUR) {
        None => holds,
        Some(0) => format!("{holds}; room for less than an hour"),
        Some(1) => format!("{holds}; room for about an hour"),
        Some(hours) => format!("{holds}; room for about {hours} hours"),
    }
}

fn question(due: &Due) -> DueQuestion {
    let line = |session: &crate::store::DueSession| {
        let minute = minute_text(&session.began);
        let weight = weight_text(session.recordings, session.bytes);
        format!("{minute} · {} · {weight}", session.bank_title)
    };
    DueQuestion {
        weight: weight_text(due.wavs.len(), due.bytes),
        doubt: due.doubt.map(|doubt| {
            match doubt {
                Doubt::MoreThanHalf => "That is more than half of all recordings.",
                Doubt::ClockIsBehind => {
                    "The clock is before your newest session: look whether it is right."
                }
            }
            .to_owned()
        }),
        sessions: due.sessions.iter().map(line).collect(),
    }
}

fn choice(keep: Keep) -> KeepChoice {
    match keep {
        Keep::Forever => KeepChoice::Forever,
        Keep::Days => KeepChoice::Days,
        Keep::OnlyStarred => KeepChoice::OnlyStarred,
    }
}

fn keep(choice: KeepChoice) -> Keep {
    match choice {
        KeepChoice::Forever => Keep::Forever,
        KeepChoice::Days => Keep::Days,
        KeepChoice::OnlyStarred => Keep::OnlyStarred,
    }
}

/// Does what the user wants.
pub(super) fn apply(intent: RecordingsIntent, desk: &mut Desk) {
    match intent {
        RecordingsIntent::Keep(KeepChoice::Forever, _) => {
            desk.due = None;
            desk.change(|settings| settings.recordings.keep = Keep::Forever);
        }
        RecordingsIntent::Keep(choice, days) => {
            let before = desk.settings.recordings.clone();
            let wanted = RecordingSettings { keep: keep(choice), days, ..before };
            desk.librarian.ask(Job::FindDue(wanted));
        }
        RecordingsIntent::LookForDue => {
            desk.librarian.ask(Job::FindDue(desk.settings.recordings.clone()));
        }
        RecordingsIntent::LeaveDue => desk.due = None,
        RecordingsIntent::MoveDue => {
            let Some((settings, _)) = desk.due.take() else { return };
            desk.change(|all| all.recordings = settings.clone());
            let basket = desk.basket;
            desk.librarian.ask(Job::RemoveDue { settings, is_seen: true, basket });
        }
        RecordingsIntent::PutAllBack => desk.librarian.ask(Job::PutAllBack),
        RecordingsIntent::EmptyWastebasket => desk.librarian.ask(Job::EmptyWastebasket),
        RecordingsIntent::ClearCache => desk.librarian.ask(Job::ClearCache),
    }
}
