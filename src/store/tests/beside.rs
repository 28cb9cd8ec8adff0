//! What other programs leave among sessions and takes: copies, companions, links, moved parts, odd dates.

use super::*;

/// A session with two takes, rated 4 and not at all; its folder.
fn recorded(store: &Store, time: &str) -> PathBuf {
    let began = at(time).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
    let record = SessionRecord { began: began.clone(), ..session_record() };
    let session = begun(store, &record, &at(time));
    for (position, id) in ["experience", "motivation"].into_iter().enumerate() {
        let rating = (position == 0).then_some(4);
        let take = TakeRecord { began: began.clone(), rating, ..take_record(position, id) };
        let paths = record_take(&session, &take);
        fs::write(paths.wav, format!("sound of {id} {time}")).unwrap();
    }
    session.path().to_owned()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// Names, bytes and times of everything below a folder: reading must change none of it.
fn state(folder: &Path) -> Vec<(PathBuf, Vec<u8>, std::time::SystemTime)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let about = entry.metadata().unwrap();
            let path = entry.path();
            if about.is_dir() {
                folders.push(path.clone());
            }
            let bytes = if about.is_file() { fs::read(&path).unwrap() } else { Vec::new() };
            found.push((path, bytes, about.modified().unwrap()));
        }
    }
    found.sort();
    found
}

const COPIES: [&str; 9] = [
    "01-experience.take1.sync-conflict-20261201-034500-ABCDEFG",
    "01-experience.take1 (Ada's conflicted copy 2026-12-01)",
    "01-experience.take1 (conflicted copy 2026-12-01 034500)",
    "01-experience.take1-DESKTOP-4F2",
    "01-experience.take1 2",
    "01-experience.take1 (1)",
    "01-experience.take1 - Copy",
    "01-experience.take1 (copy)",
    "Kopie von 01-experience.take1",
];

#[test]
fn a_take_is_listed_once_however_its_copies_are_called() {
    for name in COPIES {
        for endings in [&["wav", "json"][..], &["wav"], &["json"]] {
            let (_folder, store) = fresh();
            let session = recorded(&store, "2026-11-23T14:05:11");
            for ending in endings {
                let own = session.join(format!("01-experience.take1.{ending}"));
                fs::copy(own, session.join(format!("{name}.{ending}"))).unwrap();
            }
            let before = state(store.folders().sessions().as_path());
            let loaded = store.load_session(&session).unwrap();
            assert_eq!(loaded.takes.len(), 2, "{name} {endings:?}");
            assert_eq!(store.list_sessions()[0].takes, 2, "{name} {endings:?}");
            let said = &loaded.takes[0].beside;
            assert_eq!(said.len(), 1, "{name} {endings:?}: {said:?}");
            assert!(said[0].starts_with("A copy of it lies beside it: "), "{said:?}");
            assert!(said[0].contains(name), "{said:?}");
            assert_eq!(loaded.takes[0].record.rating, Some(4));
            assert_eq!(state(store.folders().sessions().as_path()), before);
        }
    }
}

#[test]
fn of_a_copy_with_another_rating_the_takes_own_name_counts() {
    let (_folder, store) = fresh();
    let session = recorded(&store, "2026-11-23T14:05:11");
    let mut other = json_in(&session.join("01-experience.take1.json"));
    other["rating"] = json!(1);
    let name = format!("{}.json", COPIES[0]);
    fs::write(session.join(&name), other.to_string()).unwrap();
    let take = store.load_session(&session).unwrap().takes.remove(0);
    assert_eq!(take.record.rating, Some(4));
    let said = format!("A copy of it rated 1 lies beside it and does not count: {name}");
    assert_eq!(take.beside, [said]);
}

#[test]
fn a_name_alone_makes_nothing_a_copy() {
    let (_folder, store) = fresh();
    let session = recorded(&store, "2026-11-23T14:05:11");
    // Another moment by its notes, and other sound without notes.
    let mut other = json_in(&session.join("01-experience.take1.json"));
    other["began"] = json!("2026-11-23T14:20:00+01:00");
    fs::write(session.join("01-experience.take1 (1).json"), other.to_string()).unwrap();
    fs::write(session.join("01-experience.take1 (1).wav"), "another").unwrap();
    fs::write(session.join("01-experience.take1 (2).wav"), "a third").unwrap();
    let loaded = store.load_session(&session).unwrap();
    assert_eq!(loaded.takes.len(), 4);
    assert!(loaded.takes.iter().all(|take| take.beside.is_empty()));
    // And the same sound is a copy whatever its name.
    fs::copy(session.join("01-experience.take1 (2).wav"), session.join("mine.wav")).unwrap();
    assert_eq!(store.load_session(&session).unwrap().takes.len(), 4);
}

#[test]
fn companions_backups_and_unfinished_transfers_are_no_takes() {
    let (_folder, store) = fresh();
    let session = recorded(&store, "2026-11-23T14:05:11");
    for name in [
        "._01-experience.take1.wav",
        "._01-experience.take1.json",
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        ".nfs000000001",
        ".fuse_hidden00000001.wav",
        ".goutputstream-ABC.json",
        ".~lock.session.json#",
        "01-experience.take1.json~",
        "01-experience.take1.json.bak",
        ".01-experience.take1.json.swp",
        "01-experience.take1.json.orig",
        "01-experience.take3.wav.crdownload",
        "x.part",
        "y.tmp",
        ".01-experience.take1.wav.Xq3bTz",
        "package.json",
        "notes.txt",
    ] {
        fs::write(session.join(name), "other bytes").unwrap();
    }
    let loaded = store.load_session(&session).unwrap();
    assert_eq!(loaded.takes.len(), 2);
    assert!(loaded.takes.iter().all(|take| take.beside.is_empty() && take.problem.is_none()));
    let listed = store.list_sessions();
    assert_eq!((listed.len(), listed[0].takes), (1, 2));
}

#[test]
fn copies_of_the_sessions_own_file_are_no_takes_and_are_named_once() {
    let (_folder, store) = fresh();
    let session = recorded(&store, "2026-11-23T14:05:11");
    for name in ["session.sync-conflict-20261201-034500-ABCDEFG.json", "session (1).json"] {
        fs::copy(session.join("session.json"), session.join(name)).unwrap();
    }
    let loaded = store.load_session(&session).unwrap();
    assert_eq!((loaded.takes.len(), loaded.beside.len()), (2, 1), "{:?}", loaded.beside);
    assert!(loaded.beside[0].starts_with("2 copies of its session.json"), "{:?}", loaded.beside);
    assert_eq!(store.list_sessions()[0].beside, loaded.beside);
}

#[test]
fn a_session_is_listed_once_with_its_copies_named() {
    let (_folder, store) = fresh();
    let session = recorded(&store, "2026-11-23T14:05:11");
    let sessions = store.folders().sessions();
    let name = session.file_name().unwrap().to_str().unwrap().to_owned();
    let copies =
        [format!("{name} (copy)"), format!("{name}.sync-conflict-20261201-034500-ABCDEFG")];
    for copied in &copies {
        copy(&session, &sessions.join(copied));
    }
    copy(&session, &sessions.join("backup").join(&name));
    // Rated on another computer.
    let rated = sessions.join(&copies[1]).join("01-experience.take1.json");
    let mut other = json_in(&rated);
    other["rating"] = json!(2);
    fs::write(&rated, other.to_string()).unwrap();
    let listed = store.list_sessions();
    assert_eq!(listed.len(), 1, "{listed:?}");
    assert_eq!((&listed[0].path, listed[0].takes), (&session, 2));
    assert_eq!(listed[0].beside.len(), 2, "{:?}", listed[0].beside);
    assert!(listed[0].beside[0].starts_with("2 copies of it lie beside it: "));
    assert!(listed[0].beside[1].contains("other notes or ratings, which do not count"));
    assert_eq!(
        store.takes_of("patient-relations-officer", "experience", Path::new(""), 9).len(),
        1
    );
    // A copy with something of its own is listed with that.
    let more = sessions.join(&copies[0]).join("03-strengths.take1.wav");
    fs::write(more, "its own").unwrap();
    let listed = store.list_sessions();
    let takes: Vec<_> = listed.iter().map(|session| session.takes).collect();
    assert_eq!(takes.iter().sum::<usize>(), 3, "{listed:?}");
}

#[test]
fn sessions_of_other_names_and_places_are_listed() {
    let (_folder, store) = fresh();
    let sessions = store.folders().sessions();
    let first = recorded(&store, "2026-11-23T14:05:11");
    fs::rename(&first, sessions.join("my best one")).unwrap();
    let second = recorded(&store, "2026-11-24T09:00:00");
    fs::create_dir(sessions.join("2026")).unwrap();
    fs::rename(&second, sessions.join("2026").join(second.file_name().unwrap())).unwrap();
    let names: Vec<_> = store
        .list_sessions()
        .into_iter()
        .map(|session| (session.path.strip_prefix(&sessions).unwrap().to_owned(), session.takes))
        .collect();
    let nested = Path::new("2026").join(second.file_name().unwrap());
    assert_eq!(names, [(nested, 2), (PathBuf::from("my best one"), 2)]);
    // What was deleted on a file server, and thumbnails, are not.
    for others in ["#recycle", "@eaDir", "$RECYCLE.BIN", ".stversions", "lost+found"] {
        copy(&sessions.join("my best one"), &sessions.join(others).join("2026-01-01T000000-x"));
    }
    assert_eq!(store.list_sessions().len(), 2);
}

#[test]
fn parts_that_were_moved_are_each_found_once() {
    let (_folder, store) = fresh();
    let first = recorded(&store, "2026-11-23T14:05:11");
    let second = recorded(&store, "2026-11-24T09:00:00");
    // A take goes into another session, beside one of the same name.
    for ending in ["wav", "json"] {
        let from = first.join(format!("01-experience.take1.{ending}"));
        fs::rename(from, second.join(format!("01-experience.take1 (1).{ending}"))).unwrap();
    }
    // Notes get another name than their recording.
    let notes = first.join("02-motivation.take1.json");
    fs::rename(&notes, first.join("02-motivation.take1 (1).json")).unwrap();
    let loaded = store.load_session(&first).unwrap();
    assert_eq!(loaded.takes.len(), 1);
    assert_eq!(loaded.takes[0].record.asked, "Tell me about your experience.");
    assert!(
        loaded.takes[0].has_sound && loaded.takes[0].beside[0].contains("motivation.take1 (1)")
    );
    let loaded = store.load_session(&second).unwrap();
    assert_eq!(loaded.takes.len(), 3);
    let moved: Vec<_> = loaded.takes.iter().filter(|take| !take.beside.is_empty()).collect();
    assert_eq!(moved.len(), 1);
    assert_eq!(moved[0].beside, ["It was recorded in another session: 2026-11-23 14:05"]);
    // Rating it keeps what was noted.
    let rated = store.update_take(&notes, |take| take.rating = Some(5)).unwrap();
    assert_eq!((rated.rating, rated.asked.as_str()), (Some(5), "Tell me about your experience."));
    assert_eq!(store.load_session(&first).unwrap().takes.len(), 1);
}

#[cfg(unix)]
#[test]
fn links_are_named_with_the_reason_and_nothing_is_read_or_written_through_them() {
    use std::os::unix::fs::symlink;
    let (_folder, store) = fresh();
    let outside = tempfile::tempdir().unwrap();
    let sessions = store.folders().sessions();
    let session = recorded(&store, "2026-11-23T14:05:11");
    let moved = outside.path().join("moved");
    fs::rename(&session, &moved).unwrap();
    symlink(&moved, &session).unwrap();
    symlink(outside.path().join("gone"), sessions.join("2026-11-22T090000-gone")).unwrap();
    symlink(outside.path(), sessions.join("old ones")).unwrap();
    let listed = store.list_sessions();
    assert_eq!(listed.len(), 3, "{listed:?}");
    assert!(listed.iter().all(|one| one.leads_out && one.takes == 0 && one.problem.is_some()));
    assert_eq!(store.linked_sessions().len(), 3);
    fs::remove_file(&session).unwrap();
    fs::rename(&moved, &session).unwrap();

    let notes = session.join("01-experience.take1.json");
    fs::rename(&notes, outside.path().join("notes.json")).unwrap();
    symlink(outside.path().join("notes.json"), &notes).unwrap();
    let before = state(outside.path());
    let take = store.load_session(&session).unwrap().takes.remove(0);
    assert!(take.has_sound && take.record.rating.is_none());
    assert!(take.problem.is_some_and(|why| why.contains("notes about it are a link")));
    let refused = store.update_take(&notes, |take| take.rating = Some(1));
    assert!(matches!(refused, Err(StoreError::LeadsOut { .. })), "{refused:?}");
    assert_eq!(state(outside.path()), before);
    assert!(fs::symlink_metadata(&notes).unwrap().is_symlink());
}

#[test]
fn what_is_only_in_the_cloud_is_said_to_be() {
    let (_folder, store) = fresh();
    let session = recorded(&store, "2026-11-23T14:05:11");
    fs::remove_file(session.join("01-experience.take1.wav")).unwrap();
    fs::write(session.join(".01-experience.take1.wav.icloud"), "placeholder").unwrap();
    let take = store.load_session(&session).unwrap().takes.remove(0);
    assert!(!take.has_sound && take.record.rating == Some(4));
    assert!(take.problem.is_some_and(|why| why.contains("not on this computer")));
}

#[test]
fn odd_dates_hide_nothing() {
    let (_folder, store) = fresh();
    let sessions = store.folders().sessions();
    let session = recorded(&store, "2026-11-23T14:05:11");
    let own = session.join("01-experience.take1.wav");
    for secs in [0, 4_070_908_800] {
        let time = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(secs);
        fs::File::options().append(true).open(&own).unwrap().set_modified(time).unwrap();
        assert_eq!(store.load_session(&session).unwrap().takes.len(), 2);
    }
    for file in ["session.json", "01-experience.take1.json"] {
        let mut json = json_in(&session.join(file));
        json.as_object_mut().unwrap().remove("began");
        fs::write(session.join(file), json.to_string()).unwrap();
    }
    fs::rename(&session, sessions.join("no date at all")).unwrap();
    let listed = store.list_sessions();
    assert_eq!((listed.len(), listed[0].takes, &listed[0].problem), (1, 2, &None));
    let take = store.load_session(&listed[0].path).unwrap().takes.remove(0);
    assert_eq!((take.record.rating, take.problem), (Some(4), None));
}

#[test]
fn what_belongs_to_a_take_goes_with_it_and_copies_stay() {
    let (_folder, store) = fresh();
    let session = recorded(&store, "2026-11-23T14:05:11");
    let companion = session.join("._01-experience.take1.wav");
    fs::write(&companion, "a Mac's").unwrap();
    let copied = session.join("01-experience.take1 (1).wav");
    fs::copy(session.join("01-experience.take1.wav"), &copied).unwrap();
    let take = store.load_session(&session).unwrap().takes.remove(0);
    assert_eq!(take.copies, ["01-experience.take1 (1).wav"]);
    store.remove(&Removal::Takes(vec![take.sidecar]), Basket::Own).unwrap();
    assert!(copied.exists() && !companion.exists() && !take.wav.exists());
    assert!(!session.join("01-experience.take1.json").exists());
    let left = store.load_session(&session).unwrap().takes;
    assert_eq!(left.len(), 2, "the copy is all there is of it now, and is listed");
}
