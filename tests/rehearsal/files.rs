//! Disks that fail, and what a killed process leaves behind.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use greenroom::interview::{Action, DeviceChoice, StageView};
use greenroom::rehearsal::{Command, recover};
use greenroom::store::{Folders, Store};

use crate::{PATIENCE, Room, assert_whole, plain};

const MS: Duration = Duration::from_millis(1);

fn session_folder(room: &Room) -> PathBuf {
    room.until_live("the session", |live| Some(live.folder.clone()))
}

fn recordings(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path());
    paths.filter(|path| path.extension().is_some_and(|ending| ending == "wav")).collect()
}

#[test]
fn a_session_folder_deleted_in_mid_answer_is_made_again_and_nothing_is_lost() {
    let (room, _card) = Room::with_card();
    room.begin(plain(), 1);
    let folder = session_folder(&room);
    room.until_answered(500 * MS);
    fs::remove_dir_all(&folder).expect("removed");
    room.until_answered(900 * MS);
    room.does(Action::Finish);
    room.until_stage("the choice", |stage| stage == StageView::SaveFailed);
    room.until_notice("kept in memory");
    room.does(Action::Choose(DeviceChoice::TryAgain));
    room.until_stage("your turn", |stage| stage == StageView::YourTurn { asking: None });
    let session = room.session(&room.end());
    assert_eq!(session.takes.len(), 1);
    assert!(assert_whole(&session.takes[0]).len() > 40_000);
}

#[test]
fn with_a_file_in_the_folders_place_the_take_is_rescued_beside_it_and_the_place_is_told() {
    let (room, _card) = Room::with_card();
    room.begin(plain(), 1);
    let folder = session_folder(&room);
    room.until_answered(500 * MS);
    fs::remove_dir_all(&folder).expect("removed");
    fs::write(&folder, "in the way").expect("written");
    room.does(Action::Finish);
    room.until_stage("the choice", |stage| stage == StageView::SaveFailed);
    room.does(Action::Choose(DeviceChoice::TryAgain));
    let told = room.until_notice("brought home");
    let rescued = PathBuf::from(format!("{}-rescued", folder.display()));
    assert!(told.contains(&rescued.display().to_string()), "{told}");
    room.end();
    let session = room.session(&rescued);
    assert_eq!(session.takes.len(), 1);
    assert!(assert_whole(&session.takes[0]).len() > 20_000);
}

#[test]
fn a_take_kept_in_memory_finds_a_place_at_the_end() {
    let (room, _card) = Room::with_card();
    room.begin(plain(), 1);
    let folder = session_folder(&room);
    room.until_answered(300 * MS);
    fs::remove_dir_all(&folder).expect("removed");
    room.does(Action::Finish);
    room.until_stage("the choice", |stage| stage == StageView::SaveFailed);
    room.does(Action::Choose(DeviceChoice::GoOnWithout));
    room.until_stage("your turn", |stage| stage == StageView::YourTurn { asking: None });
    room.end();
    room.until("the rescue", |_| recordings(&folder).into_iter().next());
    // And another interview can begin.
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        room.begin(plain(), 1);
        let other = room.until("the second", |snapshot| {
            let live = snapshot.live.as_ref()?;
            let is_new = live.folder != folder;
            (is_new || snapshot.refused.is_some()).then_some(is_new)
        });
        if other {
            return;
        }
        std::thread::sleep(20 * MS);
    }
    panic!("no second interview");
}

#[test]
fn a_take_that_never_began_leaves_no_notes_behind() {
    let (room, card) = Room::with_card();
    room.begin(plain(), 1);
    room.until_answered(100 * MS);
    // The microphone is lost, and asked for again while it is being opened.
    card.events.is_unplugged.store(true, std::sync::atomic::Ordering::Release);
    room.until_stage("the choice", |stage| matches!(stage, StageView::Broken(_)));
    room.does(Action::Choose(DeviceChoice::GoOnWithout));
    room.does(Action::Finish);
    room.until_stage("your turn", |stage| stage == StageView::YourTurn { asking: None });
    let folder = room.end();
    let sidecars = fs::read_dir(&folder).expect("there").flatten().filter(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        name.ends_with(".json") && name != "session.json"
    });
    assert_eq!(sidecars.count(), recordings(&folder).len(), "one note for each recording");
}

#[test]
fn what_a_killed_process_leaves_is_recovered_into_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    // It is killed in the middle of an answer, whichever it has come to.
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_greenroom"))
        .args([
            "demo",
            "--fast",
            "--json",
            "--questions",
            "4",
            "--pacing",
            "One-way 30/180",
            "--out",
        ])
        .arg(folder.path())
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("the program runs");
    let part = wait_for_part(folder.path());
    child.kill().expect("killed");
    child.wait().expect("dead");
    assert!(part.exists(), "{}", part.display());

    let (store, _notices) = Store::open(Folders::at(folder.path()));
    let recovered = recover(&store);
    assert_eq!(recovered.len(), 1, "{recovered:?}");
    assert!(recovered[0].sentence.starts_with("Recovered"), "{recovered:?}");
    let summary = store.list_sessions().into_iter().next().expect("the session");
    let session = store.load_session(&summary.path).expect("readable");
    let take = session.takes.last().expect("a take");
    assert!(assert_whole(take).len() > 48_000, "a second of it");
    assert_eq!(take.record.ended_by, "recovered");
    assert_eq!(session.record.plan.get(take.record.position), Some(&take.record.question_id));
    assert!(take.record.asked.len() > 10, "the words as asked: {:?}", take.record.asked);
    assert!(recover(&store).is_empty(), "once");
}

/// The first recording in progress that has a second of sound, and its notes: those are written by another
/// thread, which a busy machine may keep waiting.
fn wait_for_part(folder: &Path) -> PathBuf {
    let begun = Instant::now();
    loop {
        let sessions = fs::read_dir(folder.join("sessions")).into_iter().flatten().flatten();
        let files = sessions.flat_map(|session| fs::read_dir(session.path()).into_iter().flatten());
        let part = files.flatten().map(|file| file.path()).find(|path| {
            let is_part = path.extension().is_some_and(|ending| ending == "part");
            let sidecar = path.with_extension("").with_extension("json");
            is_part && sidecar.exists() && fs::metadata(path).is_ok_and(|data| data.len() > 120_000)
        });
        match part {
            Some(part) => return part,
            None => assert!(begun.elapsed() < 4 * PATIENCE, "nothing is recorded"),
        }
        std::thread::sleep(20 * MS);
    }
}

#[test]
fn a_users_bank_takes_the_place_of_the_built_in_one_and_a_broken_one_is_told_of() {
    let (room, _card) = Room::with_card();
    let banks = room.folder.path().join("banks");
    let own = concat!(
        "id = \"patient-relations-officer\"\ntitle = \"Mine\"\nlanguage = \"en\"\n",
        "[[question]]\nid = \"only\"\nask = \"Why this and nothing else?\"\nkind = \"opener\"\n",
        "model_answer = \"Because.\"\n",
    );
    fs::write(banks.join("own.toml"), own).expect("written");
    fs::write(banks.join("broken.toml"), "id = ").expect("written");
    room.send(Command::Reload);
    room.until_notice("broken.toml");
    let library = room.rehearsal().library();
    let entry = library.bank(crate::BANK).expect("there");
    assert_eq!((entry.bank.title.as_str(), entry.bank.questions.len()), ("Mine", 1));
    assert!(entry.file.as_ref().is_some_and(|file| file.ends_with("own.toml")));
}
