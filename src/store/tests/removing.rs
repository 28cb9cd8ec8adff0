//! Removing and putting back: nothing is ever lost.

use std::collections::BTreeMap;
use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::store::removing::remove_cut_off;

/// A session with takes of so many questions; its recordings.
fn recorded(store: &Store, time: &str, takes: usize) -> (PathBuf, Vec<TakePaths>) {
    let record = SessionRecord { began: time.to_owned(), ..session_record() };
    let session = begun(store, &record, &format!("{time}[UTC]").parse().unwrap());
    let take = |nth: usize| {
        let record = TakeRecord { began: time.to_owned(), ..take_record(nth, "experience") };
        let paths = session.take_paths(nth, "experience", TakePart::Answer, 1);
        fs::write(&paths.wav, format!("sound {nth} of {time}")).unwrap();
        session.save_take(&paths, &record).unwrap();
        paths
    };
    let takes = (0..takes).map(take).collect();
    (session.path().to_owned(), takes)
}

/// What every file below holds, by its path from there.
fn files_below(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap().flatten() {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                let path = entry.path().strip_prefix(folder).unwrap().to_owned();
                all.insert(path, fs::read(entry.path()).unwrap());
            }
        }
    }
    all
}

fn sessions_of(store: &Store) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = files_below(&store.folders().sessions());
    all.retain(|path, _| !path.ends_with(".lock"));
    all
}

#[test]
fn takes_and_sessions_come_back_to_the_byte() {
    let (_folder, store) = fresh();
    let (session, takes) = recorded(&store, "2026-11-20T09:00:00+00:00", 2);
    let (other, _) = recorded(&store, "2026-11-21T09:00:00+00:00", 1);
    fs::write(session.join("01-experience.take1.unreadable-1.json"), "{").unwrap();
    fs::write(session.join("my own list.txt"), "mine").unwrap();
    let before = sessions_of(&store);

    let take = Removal::Takes(vec![takes[0].sidecar.clone()]);
    let contents = store.weigh(&take).unwrap();
    assert_eq!((contents.recordings, contents.foreign.len()), (1, 0));
    let removed_take = store.remove(&take, Basket::Own).unwrap();
    assert_eq!((removed_take.contents.recordings, &removed_take.problem), (1, &None));
    assert_eq!(store.load_session(&session).unwrap().takes.len(), 1);
    assert!(!session.join("01-experience.take1.unreadable-1.json").exists());
    let held = store.holdings();
    assert_eq!((held.removed, held.removed_bytes), (1, contents.bytes));

    let whole = Removal::Session(session.clone());
    assert_eq!(store.weigh(&whole).unwrap().foreign, ["my own list.txt"]);
    let removed = store.remove(&whole, Basket::Own).unwrap();
    assert_eq!(store.list_sessions().len(), 1);
    assert_eq!(store.list_sessions()[0].path, other);
    assert_eq!(removed.basket, Basket::Own);

    store.bring_back(&removed).unwrap();
    store.bring_back(&removed_take).unwrap();
    assert_eq!(sessions_of(&store), before);
    assert_eq!(store.holdings().removed_bytes, 0);
    assert_eq!(fs::read_dir(store.folders().wastebasket()).unwrap().count(), 0, "no empty folders");
}

#[test]
fn a_take_brought_back_before_its_session_is_there_again_with_it() {
    let (_folder, store) = fresh();
    let (session, takes) = recorded(&store, "2026-11-20T09:00:00+00:00", 2);
    let before = sessions_of(&store);
    let take = Removal::Takes(vec![takes[1].sidecar.clone()]);
    let take = store.remove(&take, Basket::Own).unwrap();
    let whole = store.remove(&Removal::Session(session), Basket::Own).unwrap();
    store.bring_back(&take).unwrap();
    store.bring_back(&whole).unwrap();
    assert_eq!(sessions_of(&store), before);
}

#[test]
fn nothing_is_put_back_in_the_place_of_another_file() {
    let (_folder, store) = fresh();
    let (_, takes) = recorded(&store, "2026-11-20T09:00:00+00:00", 1);
    let removal = Removal::Takes(vec![takes[0].sidecar.clone()]);
    let removed = store.remove(&removal, Basket::Own).unwrap();
    fs::write(&takes[0].wav, "another").unwrap();
    let problem = store.bring_back(&removed).unwrap_err();
    assert!(matches!(problem, StoreError::AlreadyThere { .. }), "{problem}");
    assert_eq!(fs::read(&takes[0].wav).unwrap(), b"another");
    assert_eq!(store.holdings().removed, 1, "it is still in the wastebasket");
    assert!(takes[0].sidecar.exists(), "what can be put back is");
    let gone = store.bring_back(&removed).unwrap_err();
    assert!(matches!(gone, StoreError::NotInBasket { .. } | StoreError::AlreadyThere { .. }));
}

#[test]
fn a_session_that_somebody_works_in_is_not_removed() {
    let (_folder, store) = fresh();
    let session = begun(&store, &session_record(), &now());
    let paths = record_take(&session, &take_record(0, "experience"));
    let before = files_below(&store.folders().sessions());
    for removal in [
        Removal::Session(session.path().to_owned()),
        Removal::Takes(vec![paths.sidecar.clone()]),
        Removal::Sound { wavs: vec![paths.wav.clone()], on: "2026-11-24T09:00:00Z".to_owned() },
    ] {
        let problem = store.remove(&removal, Basket::Own).unwrap_err();
        assert!(matches!(problem, StoreError::Held { .. }), "{problem}");
    }
    assert_eq!(files_below(&store.folders().sessions()), before);
    drop(session);
    store.remove(&Removal::Takes(vec![paths.sidecar]), Basket::Own).unwrap();
}

#[test]
fn what_lies_elsewhere_is_never_removed() {
    let (folder, store) = fresh();
    let elsewhere = folder.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("01-x.take1.wav"), "sound").unwrap();
    fs::write(elsewhere.join("01-x.take1.json"), "{}").unwrap();
    let sessions = store.folders().sessions();
    let mut wrong = vec![
        elsewhere.clone(),
        sessions.clone(),
        sessions.join("../elsewhere"),
        sessions.join("no such session"),
        sessions.join(".wastebasket"),
    ];
    if cfg!(unix) {
        #[cfg(unix)]
        std::os::unix::fs::symlink(&elsewhere, sessions.join("2026-11-20T090000-linked")).unwrap();
        wrong.push(sessions.join("2026-11-20T090000-linked"));
    }
    for path in wrong {
        assert!(store.remove(&Removal::Session(path.clone()), Basket::Own).is_err(), "{path:?}");
        let take = Removal::Takes(vec![path.join("01-x.take1.json")]);
        let removed = store.remove(&take, Basket::Own);
        assert!(removed.is_err() || removed.is_ok_and(|one| one.contents.recordings == 0));
    }
    assert_eq!(files_below(&elsewhere).len(), 2);
}

#[cfg(unix)]
#[test]
fn a_link_among_the_takes_stays_and_so_does_what_it_leads_to() {
    let (folder, store) = fresh();
    let (session, _) = recorded(&store, "2026-11-20T09:00:00+00:00", 1);
    let mine = folder.path().join("mine.wav");
    fs::write(&mine, "mine").unwrap();
    let link = session.join("02-x.take1.wav");
    std::os::unix::fs::symlink(&mine, &link).unwrap();
    let take = Removal::Takes(vec![link.with_extension("json")]);
    assert_eq!(store.remove(&take, Basket::Own).unwrap().contents.recordings, 0);
    assert!(fs::symlink_metadata(&link).is_ok());
    // With its session the link goes, and only the link.
    store.remove(&Removal::Session(session), Basket::Own).unwrap();
    assert_eq!(fs::read(&mine).unwrap(), b"mine");
    store.empty_wastebasket().unwrap();
    assert_eq!(fs::read(&mine).unwrap(), b"mine", "emptying follows no link either");
}

#[test]
fn a_recording_removed_alone_leaves_its_figures_and_says_when() {
    let (_folder, store) = fresh();
    let (session, takes) = recorded(&store, "2026-11-20T09:00:00+00:00", 2);
    store.update_take(&takes[0].sidecar, |take| take.rating = Some(4)).unwrap();
    let sound = Removal::Sound {
        wavs: vec![takes[0].wav.clone()],
        on: "2026-11-24T09:00:00+01:00".to_owned(),
    };
    let removed = store.remove(&sound, Basket::Own).unwrap();
    let loaded = store.load_session(&session).unwrap();
    assert_eq!(loaded.takes[0].record.rating, Some(4));
    let problem = loaded.takes[0].problem.as_deref().unwrap();
    assert_eq!(problem, "Its recording was removed on 2026-11-24; notes and figures stay.");
    assert_eq!(store.list_sessions()[0].takes, 1);
    store.bring_back(&removed).unwrap();
    assert_eq!(store.load_session(&session).unwrap().takes[0].problem, None);
    assert_eq!(store.list_sessions()[0].takes, 2);
}

#[cfg(unix)]
#[test]
fn the_wastebasket_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_folder, store) = fresh();
    let (session, _) = recorded(&store, "2026-11-20T09:00:00+00:00", 1);
    store.remove(&Removal::Session(session), Basket::Own).unwrap();
    let basket = store.folders().wastebasket();
    assert_eq!(fs::metadata(basket).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn sound_that_is_back_before_its_session_leaves_no_notes_in_the_way() {
    let (_folder, store) = fresh();
    let (session, takes) = recorded(&store, "2026-11-20T09:00:00+00:00", 2);
    let before = sessions_of(&store);
    let sound =
        Removal::Sound { wavs: vec![takes[0].wav.clone()], on: "2026-11-24T09:00:00Z".to_owned() };
    let first = store.remove(&sound, Basket::Own).unwrap();
    store.remove(&Removal::Session(session), Basket::Own).unwrap();
    store.bring_back(&first).unwrap();
    store.remove(&sound, Basket::Own).unwrap();
    store.put_all_back().unwrap();
    let names = |files: &std::collections::BTreeMap<PathBuf, Vec<u8>>| {
        files.keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(names(&sessions_of(&store)), names(&before));
}

/// What may happen, with numbers that choose among what there is.
#[derive(Debug, Clone)]
enum Deed {
    Session(usize),
    Take(usize),
    Question(usize),
    Sound(usize),
    /// The program is killed after so many files.
    CutOff(Box<Self>, usize),
    Undo,
    UndoAny(usize),
    PutAllBack,
    /// Ended and started again: what could be undone is forgotten.
    Quit,
}

fn deeds() -> impl Strategy<Value = Deed> {
    let removal = prop_oneof![
        (0..8_usize).prop_map(Deed::Session),
        (0..20_usize).prop_map(Deed::Take),
        (0..20_usize).prop_map(Deed::Question),
        (0..20_usize).prop_map(Deed::Sound),
    ];
    let cut_off = (removal.clone(), 0..4_usize);
    prop_oneof![
        4 => removal,
        2 => cut_off.prop_map(|(deed, after)| Deed::CutOff(Box::new(deed), after)),
        2 => Just(Deed::Undo),
        1 => (0..8_usize).prop_map(Deed::UndoAny),
        1 => Just(Deed::PutAllBack),
        1 => Just(Deed::Quit),
    ]
}

fn removal(store: &Store, deed: &Deed) -> Option<Removal> {
    let sessions = store.list_sessions();
    if let Deed::Session(nth) = deed {
        let session = sessions.get(nth % sessions.len().max(1))?;
        return Some(Removal::Session(session.path.clone()));
    }
    let takes: Vec<Take> = sessions
        .iter()
        .flat_map(|session| store.load_session(&session.path).unwrap().takes)
        .collect();
    let take = |nth: usize| takes.get(nth % takes.len().max(1));
    match deed {
        Deed::Take(nth) => Some(Removal::Takes(vec![take(*nth)?.sidecar.clone()])),
        Deed::Question(nth) => {
            let folder = take(*nth)?.sidecar.parent();
            let all = takes.iter().filter(|take| take.sidecar.parent() == folder);
            Some(Removal::Takes(all.map(|take| take.sidecar.clone()).collect()))
        }
        Deed::Sound(nth) => Some(Removal::Sound {
            wavs: vec![take(*nth)?.wav.clone()],
            on: "2026-11-24T09:00:00Z".to_owned(),
        }),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_is_removed_undone_quit_and_killed_no_recording_is_lost(
        deeds in prop::collection::vec(deeds(), 1..12)
    ) {
        let (folder, mut store) = fresh();
        for day in 20..23 {
            recorded(&store, &format!("2026-11-{day}T09:00:00+00:00"), 2);
        }
        let sounds = |store: &Store| {
            let all = files_below(&store.folders().data);
            let mut sounds: Vec<Vec<u8>> = all
                .into_iter()
                .filter(|(path, _)| path.extension().is_some_and(|ending| ending == "wav"))
                .map(|(_, sound)| sound)
                .collect();
            sounds.sort();
            sounds
        };
        let notes = |store: &Store| {
            let all = files_below(&store.folders().data);
            all.keys().filter(|path| path.extension().is_some_and(|it| it == "json")).count()
        };
        let at_first = sessions_of(&store);
        let (all, written) = (sounds(&store), notes(&store));
        let mut undoable: Vec<Removed> = Vec::new();
        for deed in deeds {
            match &deed {
                Deed::CutOff(deed, after) => {
                    if let Some(removal) = removal(&store, deed) {
                        remove_cut_off(store.folders(), &removal, *after);
                    }
                    undoable.clear();
                    store = Store::open(Folders::at(folder.path())).0;
                }
                Deed::Undo => {
                    undoable.pop().map(|one| store.bring_back(&one));
                }
                Deed::UndoAny(nth) if !undoable.is_empty() => {
                    let one = undoable.remove(nth % undoable.len());
                    store.bring_back(&one).ok();
                }
                Deed::PutAllBack => store.put_all_back().unwrap(),
                Deed::Quit => {
                    undoable.clear();
                    store = Store::open(Folders::at(folder.path())).0;
                }
                deed => {
                    let removal = removal(&store, deed);
                    let removed = removal.map(|removal| store.remove(&removal, Basket::Own));
                    undoable.extend(removed.and_then(Result::ok));
                }
            }
            prop_assert_eq!(&sounds(&store), &all, "after {:?}", deed);
            prop_assert_eq!(notes(&store), written, "after {:?}", deed);
        }
        store.put_all_back().unwrap();
        let now = sessions_of(&store);
        prop_assert_eq!(now.keys().collect::<Vec<_>>(), at_first.keys().collect::<Vec<_>>());
        for (path, sound) in at_first.iter().filter(|(path, _)| path.extension().is_some_and(|it| it == "wav")) {
            prop_assert_eq!(&now[path], sound);
        }
    }
}

/// Set for the program that runs [`in_a_desktop`].
#[cfg(all(unix, not(target_os = "macos")))]
const HOME: &str = "GREENROOM_TEST_TRASH";

#[cfg(all(unix, not(target_os = "macos")))]
#[test]
fn the_desktops_wastebasket_takes_and_gives_back() {
    // The wastebasket is found by the environment, which belongs to the whole program: another copy of it.
    let home = tempfile::tempdir().unwrap();
    let run = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store::tests::removing::in_a_desktop", "--ignored", "--nocapture"])
        .env("XDG_DATA_HOME", home.path().join("share"))
        .env(HOME, home.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success() && said.contains("1 passed"), "{said}");
}

#[cfg(all(unix, not(target_os = "macos")))]
#[test]
#[ignore = "run by the test above, in a desktop of its own"]
fn in_a_desktop() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = PathBuf::from(std::env::var_os(HOME).expect("run by the test above"));
    let trash = home.join("share/Trash");
    let store = reopen(&home.join("mine"));
    let (session, takes) = recorded(&store, "2026-11-20T09:00:00+00:00", 2);
    let before = sessions_of(&store);
    for round in 1..=2 {
        let take = Removal::Takes(vec![takes[0].sidecar.clone()]);
        let take = store.remove(&take, Basket::Desktop).unwrap();
        assert_eq!((take.basket, &take.problem), (Basket::Desktop, &None));
        let name = "01-experience.take1.wav";
        assert!(trash.join("files").join(name).exists(), "round {round}");
        let info = fs::read_to_string(trash.join(format!("info/{name}.trashinfo"))).unwrap();
        let from = fs::canonicalize(&session).unwrap().join(name);
        assert!(info.contains(&format!("Path={}", from.display())), "{info}");
        assert!(info.contains("\nDeletionDate=2"), "{info}");
        let whole = store.remove(&Removal::Session(session.clone()), Basket::Desktop).unwrap();
        assert!(store.list_sessions().is_empty());
        assert_eq!(store.holdings().removed, 0, "nothing is in our own");
        store.bring_back(&whole).unwrap();
        store.bring_back(&take).unwrap();
        assert_eq!(sessions_of(&store), before);
        assert!(files_below(&trash).is_empty(), "{:?}", files_below(&trash).keys());
    }
    let mode = fs::metadata(trash.join("files")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);

    // Where it takes nothing, our own does.
    fs::remove_dir_all(&trash).unwrap();
    fs::write(&trash, "no folder").unwrap();
    let removed = store.remove(&Removal::Session(session), Basket::Desktop).unwrap();
    assert_eq!((removed.basket, store.holdings().removed), (Basket::Own, 2));
    store.bring_back(&removed).unwrap();
    assert_eq!(sessions_of(&store), before);

    // Emptied meanwhile: said, not pretended.
    fs::remove_file(&trash).unwrap();
    let take = Removal::Takes(vec![takes[0].sidecar.clone()]);
    let take = store.remove(&take, Basket::Desktop).unwrap();
    fs::remove_dir_all(&trash).unwrap();
    assert!(matches!(store.bring_back(&take).unwrap_err(), StoreError::NotInBasket { .. }));
}
