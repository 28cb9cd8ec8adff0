//! Interviews that end in the middle of an answer.

use std::time::{Duration, Instant};

use crate::{Room, assert_whole, plain};

const MS: Duration = Duration::from_millis(1);

#[test]
fn ending_early_in_mid_answer_keeps_the_take() {
    let (room, _card) = Room::with_card();
    room.begin(plain(), 3);
    room.until_answered(400 * MS);
    let session = room.session(&room.end());
    assert_eq!(session.takes.len(), 1);
    assert!(assert_whole(&session.takes[0]).len() > 15_000);
    assert_eq!(session.takes[0].record.ended_by, "ended-early");
    assert_eq!(session.record.plan.len(), 3);
}

#[test]
fn quitting_in_mid_answer_keeps_the_take_with_header_and_notes() {
    let (mut room, _card) = Room::with_card();
    room.begin(plain(), 2);
    room.until_answered(400 * MS);
    let folder = room.until_live("the folder", |live| Some(live.folder.clone()));
    let sync = crate::busy_disk::sync_takes(&folder);
    let asked = Instant::now();
    room.leave();
    // Some syncs have to wait for each other.
    assert!(asked.elapsed() < Duration::from_secs(5) + 20 * sync, "{:?}", asked.elapsed());
    let session = room.session(&folder);
    assert_eq!(session.takes.len(), 1);
    assert!(assert_whole(&session.takes[0]).len() > 15_000);
    assert_eq!(session.takes[0].record.ended_by, "ended-early");
    assert!(session.record.ended.is_some(), "the session is closed too");
}

#[test]
fn quitting_while_nothing_runs_is_quick() {
    let (mut room, _card) = Room::with_card();
    let asked = Instant::now();
    room.leave();
    assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
}
