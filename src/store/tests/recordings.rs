//! Sessions, takes, and recordings that were cut off.

use super::*;
use proptest::prelude::*;

#[test]
fn a_session_comes_back_as_it_was_recorded() {
    let (_folder, store) = fresh();
    let session = begun(&store, &session_record(), &now());
    assert!(session.path().ends_with("sessions/2026-11-23T140511-patient-relations-officer"));
    let second = record_take(&session, &take_record(1, "motivation"));
    let first = record_take(&session, &take_record(0, "experience"));
    let ended =
        SessionRecord { ended: Some("2026-11-23T14:30:00+01:00".to_owned()), ..session_record() };
    session.save_record(&ended).unwrap();

    let loaded = store.load_session(session.path()).unwrap();
    assert_eq!((&loaded.record, &loaded.problem), (&ended, &None));
    let wavs: Vec<_> = loaded.takes.iter().map(|take| &take.wav).collect();
    assert_eq!(wavs, [&first.wav, &second.wav], "in the order of the plan");
    assert!(loaded.takes.iter().all(|take| take.problem.is_none()));
    let expected =
        TakeRecord { file: "01-experience.take1.wav".to_owned(), ..take_record(0, "experience") };
    assert_eq!(loaded.takes[0].record, expected);
    assert_eq!(loaded.takes[0].sidecar, first.sidecar);
}

#[test]
fn takes_of_a_question_stand_in_the_order_they_were_given() {
    let (_folder, store) = fresh();
    let session = begun(&store, &session_record(), &now());
    let parts = [
        (2, TakePart::Answer),
        (1, TakePart::Probe(1)),
        (1, TakePart::Continued(1)),
        (1, TakePart::Probe(0)),
        (1, TakePart::Answer),
    ];
    for (take, part) in parts {
        record_take(&session, &TakeRecord { take, part, ..take_record(0, "experience") });
    }
    record_take(&session, &TakeRecord { part: TakePart::YourQuestion, ..take_record(20, "own") });
    let loaded = store.load_session(session.path()).unwrap();
    let files: Vec<_> = loaded.takes.iter().map(|take| take.record.file.as_str()).collect();
    assert_eq!(
        files,
        [
            "01-experience.take1.wav",
            "01-experience.take1.part2.wav",
            "01-experience.probe1.take1.wav",
            "01-experience.probe2.take1.wav",
            "01-experience.take2.wav",
            "21-your-question.own.take1.wav",
        ]
    );
}

#[test]
fn sessions_of_one_second_get_folders_of_their_own_and_the_newest_is_first() {
    let (_folder, store) = fresh();
    let begin = |time: &str| {
        let began = at(time).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
        let record = SessionRecord { began, ..session_record() };
        begun(&store, &record, &at(time)).path().to_owned()
    };
    let same = [begin("2026-11-23T14:05:11"), begin("2026-11-23T14:05:11")];
    assert_ne!(same[0], same[1]);
    assert!(same[1].to_str().unwrap().ends_with("officer-2"));
    let newest = begin("2026-11-24T09:00:00");
    let oldest = begin("2025-01-01T00:00:00");
    let listed: Vec<_> = store.list_sessions().into_iter().map(|session| session.path).collect();
    assert_eq!(listed, [newest, same[1].clone(), same[0].clone(), oldest]);
}

#[test]
fn folders_of_others_are_not_listed() {
    let (_folder, store) = fresh();
    let sessions = store.folders().sessions();
    fs::create_dir(sessions.join("holiday pictures")).unwrap();
    fs::create_dir(sessions.join(".stfolder")).unwrap();
    fs::write(sessions.join(".stfolder/session.json"), "{}").unwrap();
    fs::write(sessions.join("2026-01-01T000000-file"), "").unwrap();
    assert_eq!(store.list_sessions(), []);
}

#[test]
fn unknown_fields_of_sessions_and_takes_survive() {
    let (_folder, store) = fresh();
    let session = begun(&store, &session_record(), &now());
    let paths = record_take(&session, &take_record(0, "experience"));
    let mut take = json_in(&paths.sidecar);
    take["measures"] = json!({"version": 3, "pauses": [1.5, 2.5]});
    fs::write(&paths.sidecar, take.to_string()).unwrap();

    let changed = store.update_take(&paths.sidecar, |take| take.rating = Some(4)).unwrap();
    assert_eq!(changed.rating, Some(4));
    let saved = json_in(&paths.sidecar);
    assert_eq!(saved["measures"], take["measures"]);
    assert_eq!(saved["rating"], 4);
    assert_eq!(saved["asked"], take["asked"]);

    let own = session.path().join("session.json");
    let mut record = json_in(&own);
    record["place"] = json!("kitchen");
    fs::write(&own, record.to_string()).unwrap();
    let loaded = store.load_session(session.path()).unwrap().record;
    session.save_record(&SessionRecord { ended: Some("later".to_owned()), ..loaded }).unwrap();
    assert_eq!(json_in(&own)["place"], "kitchen");
    assert_eq!(json_in(&own)["seed"], u64::MAX);
}

#[test]
fn a_session_whose_own_file_is_lost_still_lists_its_takes() {
    let (_folder, store) = fresh();
    let session = begun(&store, &session_record(), &now());
    record_take(&session, &take_record(0, "experience"));
    let own = session.path().join("session.json");
    for damage in [Some("{\"schema\": 1"), Some("[]"), None] {
        match damage {
            Some(text) => fs::write(&own, text).unwrap(),
            None => fs::remove_file(&own).unwrap(),
        }
        let loaded = store.load_session(session.path()).unwrap();
        assert!(loaded.problem.is_some());
        assert_eq!(loaded.record.bank_id, "patient-relations-officer");
        assert_eq!(loaded.record.plan, ["experience"]);
        assert_eq!(loaded.takes.len(), 1);
        let listed = store.list_sessions();
        assert_eq!((listed.len(), listed[0].takes), (1, 1));
        assert!(listed[0].problem.is_some());
        assert_eq!(fs::read_to_string(&own).ok().as_deref(), damage, "reading changes nothing");
    }
}

#[test]
fn a_take_whose_notes_are_damaged_still_plays_and_can_be_rated() {
    let (_folder, store) = fresh();
    let session = begun(&store, &session_record(), &now());
    let record = TakeRecord { part: TakePart::Probe(0), ..take_record(1, "motivation") };
    let paths = record_take(&session, &record);
    fs::write(&paths.sidecar, "{ \"schema\": 1, \"file\": ").unwrap();

    let take = store.load_session(session.path()).unwrap().takes.remove(0);
    assert!(take.problem.is_some_and(|problem| problem.contains("damaged")));
    assert_eq!((take.record.position, take.record.part), (1, TakePart::Probe(0)));
    assert_eq!(take.record.question_id, "motivation");

    let rated = store.update_take(&paths.sidecar, |take| take.rating = Some(2)).unwrap();
    assert_eq!((rated.rating, rated.position), (Some(2), 1));
    let aside = session.path().join("02-motivation.probe1.take1.unreadable-1.json");
    assert_eq!(fs::read_to_string(aside).unwrap(), "{ \"schema\": 1, \"file\": ");
    assert_eq!(store.load_session(session.path()).unwrap().takes.len(), 1);
}

#[test]
fn a_sidecar_can_not_lead_to_another_file() {
    let (_folder, store) = fresh();
    let session = begun(&store, &session_record(), &now());
    let paths = record_take(&session, &take_record(0, "experience"));
    let mut hostile = json_in(&paths.sidecar);
    hostile["file"] = json!("../../../etc/passwd");
    fs::write(&paths.sidecar, hostile.to_string()).unwrap();
    let take = store.load_session(session.path()).unwrap().takes.remove(0);
    assert_eq!((take.wav, take.record.file.as_str()), (paths.wav, "01-experience.take1.wav"));
}

#[test]
fn takes_and_sessions_of_a_newer_greenroom_are_never_changed() {
    let (_folder, store) = fresh();
    let session = begun(&store, &session_record(), &now());
    let paths = record_take(&session, &take_record(0, "experience"));
    let mut newer = json_in(&paths.sidecar);
    newer["schema"] = json!(2);
    fs::write(&paths.sidecar, newer.to_string()).unwrap();
    let refused = store.update_take(&paths.sidecar, |take| take.rating = Some(5));
    assert!(matches!(refused, Err(StoreError::Newer { found: 2, .. })));
    let take = store.load_session(session.path()).unwrap().takes.remove(0);
    assert!(take.problem.is_some());
    assert_eq!(take.record.asked, "Tell me about your experience.");

    // One whose form has changed past understanding.
    fs::write(&paths.sidecar, "{\"schema\": 9}").unwrap();
    assert!(matches!(store.update_take(&paths.sidecar, |_| ()), Err(StoreError::Newer { .. })));
    assert_eq!(fs::read_to_string(&paths.sidecar).unwrap(), "{\"schema\": 9}");
    assert_eq!(store.load_session(session.path()).unwrap().takes.len(), 1);
}

#[test]
fn numbers_that_json_can_not_hold_don_t_spoil_a_sidecar() {
    let (_folder, store) = fresh();
    let session = begun(&store, &session_record(), &now());
    let mut record = take_record(0, "experience");
    record.peak_dbfs = f32::NEG_INFINITY;
    record.marks[0].at_secs = f64::NAN;
    record.gaps[0].missing_secs = f64::INFINITY;
    record.pacings[0].at_secs = f64::NAN;
    record_take(&session, &record);
    let take = store.load_session(session.path()).unwrap().takes.remove(0);
    assert_eq!(take.problem, None);
    assert_eq!(take.record.peak_dbfs, -96.0);
}

#[test]
fn a_cut_off_recording_is_filed_in_its_place() {
    let (_folder, store) = fresh();
    let session = begun(&store, &session_record(), &now());
    let paths = session.take_paths(0, "experience", TakePart::Answer, 1);
    session.note_take_begun(&paths, &take_record(0, "experience")).unwrap();
    fs::write(paths.part(), "sound").unwrap();
    let folder = session.path().to_owned();
    assert_eq!(store.parts_left(), [], "somebody is recording");
    assert_eq!(store.load_session(&folder).unwrap().takes, [], "not a take yet");

    drop(session);
    let parts = store.parts_left();
    assert_eq!(parts.len(), 1);
    assert_eq!(parts[0].part, paths.part());
    assert_eq!(parts[0].record.as_ref().unwrap().asked, "Tell me about your experience.");
    let record = store.adopt_part(&parts[0], 44_100, 12_345).unwrap();
    assert_eq!(
        (record.ended_by.as_str(), record.rate_hz, record.frames),
        ("recovered", 44_100, 12_345)
    );
    assert_eq!(fs::read_to_string(&paths.wav).unwrap(), "sound");
    assert_eq!(store.parts_left(), []);
    let take = store.load_session(&folder).unwrap().takes.remove(0);
    assert_eq!((take.record, take.problem), (record, None));
}

#[test]
fn a_cut_off_recording_never_replaces_a_finished_one() {
    let (_folder, store) = fresh();
    let session = begun(&store, &session_record(), &now());
    let paths = record_take(&session, &take_record(0, "experience"));
    fs::write(paths.part(), "other sound").unwrap();
    let folder = session.path().to_owned();
    drop(session);
    let record = store.adopt_part(&store.parts_left()[0], 48_000, 5).unwrap();
    assert_eq!(record.file, "01-experience.take1-2.wav");
    assert_eq!(fs::read_to_string(&paths.wav).unwrap(), "sound");
    assert_eq!(fs::read_to_string(folder.join(&record.file)).unwrap(), "other sound");
    let loaded = store.load_session(&folder).unwrap();
    let lengths: Vec<_> = loaded.takes.iter().map(|take| take.record.frames).collect();
    assert_eq!(lengths, [96_000, 5]);
}

#[test]
fn a_cut_off_recording_without_notes_is_filed_by_its_name() {
    let (_folder, store) = fresh();
    let session = begun(&store, &session_record(), &now());
    let paths = session.take_paths(3, "teamwork", TakePart::Continued(1), 2);
    fs::write(paths.part(), "sound").unwrap();
    drop(session);
    let parts = store.parts_left();
    assert_eq!(parts[0].record, None);
    let record = store.adopt_part(&parts[0], 48_000, 5).unwrap();
    assert_eq!((record.position, record.question_id.as_str()), (3, "teamwork"));
    assert_eq!((record.part, record.take), (TakePart::Continued(1), 2));
}

#[test]
fn damaged_notes_of_a_cut_off_recording_are_set_aside_not_lost() {
    let (_folder, store) = fresh();
    let session = begun(&store, &session_record(), &now());
    let paths = session.take_paths(0, "experience", TakePart::Answer, 1);
    fs::write(&paths.sidecar, "{ torn").unwrap();
    fs::write(paths.part(), "sound").unwrap();
    let aside = session.path().join("01-experience.take1.unreadable-1.json");
    drop(session);
    store.adopt_part(&store.parts_left()[0], 48_000, 5).unwrap();
    assert_eq!(fs::read_to_string(aside).unwrap(), "{ torn");
    assert_eq!(json_in(&paths.sidecar)["question_id"], "experience");
}

#[test]
fn nothing_is_recovered_in_sessions_of_a_newer_greenroom() {
    for in_session in [true, false] {
        let (_folder, store) = fresh();
        let session = begun(&store, &session_record(), &now());
        let paths = session.take_paths(0, "experience", TakePart::Answer, 1);
        session.note_take_begun(&paths, &take_record(0, "experience")).unwrap();
        fs::write(paths.part(), "sound").unwrap();
        let newer =
            if in_session { session.path().join("session.json") } else { paths.sidecar.clone() };
        let mut json = json_in(&newer);
        json["schema"] = json!(2);
        fs::write(&newer, json.to_string()).unwrap();
        drop(session);
        let refused = store.adopt_part(&store.parts_left()[0], 48_000, 5);
        assert!(matches!(refused, Err(StoreError::Newer { found: 2, .. })), "{refused:?}");
        assert!(paths.part().exists() && !paths.wav.exists());
        assert_eq!(json_in(&newer), json);
    }
}

#[test]
fn an_empty_recording_is_put_out_of_the_way_and_not_deleted() {
    let (_folder, store) = fresh();
    let session = begun(&store, &session_record(), &now());
    let paths = session.take_paths(0, "experience", TakePart::Answer, 1);
    session.note_take_begun(&paths, &take_record(0, "experience")).unwrap();
    fs::write(paths.part(), "").unwrap();
    let folder = session.path().to_owned();
    drop(session);
    store.set_aside_part(&store.parts_left()[0]).unwrap();
    assert_eq!(store.parts_left(), []);
    assert_eq!(store.load_session(&folder).unwrap().takes, []);
    assert_eq!(
        names_in(&folder),
        [
            ".lock",
            "01-experience.take1.json.empty",
            "01-experience.take1.wav.part.empty",
            "session.json",
        ]
    );
}

#[test]
fn names_are_given_out_once() {
    let (_folder, store) = fresh();
    let session = begun(&store, &session_record(), &now());
    let first = session.take_paths(0, "experience", TakePart::Answer, 1);
    let second = session.take_paths(0, "experience", TakePart::Answer, 1);
    assert!(second.wav.ends_with("01-experience.take1-2.wav"));
    assert_ne!(first, second);
    fs::write(session.path().join("01-experience.take1-3.wav.part"), "").unwrap();
    let third = session.take_paths(0, "experience", TakePart::Answer, 1);
    assert!(third.wav.ends_with("01-experience.take1-4.wav"));
}

#[cfg(unix)]
#[test]
fn everything_belongs_to_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let root = tempfile::tempdir().unwrap();
    let (store, _) = Store::open(Folders::at(root.path().join("greenroom")));
    store.save_settings(&Settings::default()).unwrap();
    store.save_profile(&Profile::default()).unwrap();
    store.save_own_pacings("").unwrap();
    let session = begun(&store, &session_record(), &now());
    let paths = session.take_paths(0, "experience", TakePart::Answer, 1);
    session.note_take_begun(&paths, &take_record(0, "experience")).unwrap();

    let mut folders = vec![root.path().join("greenroom")];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            seen += 1;
            if path.is_dir() {
                folders.push(path);
            } else {
                let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
                assert_eq!(mode, 0o600, "{}", path.display());
            }
        }
    }
    assert!(seen >= 10, "{seen} files and folders");
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_are_not_followed() {
    use std::os::unix::fs::symlink;
    let (_folder, store) = fresh();
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("01-x.take1.wav"), "secret").unwrap();
    fs::write(outside.path().join("01-x.take1.wav.part"), "secret").unwrap();
    let link = store.folders().sessions().join("2026-01-01T000000-link");
    symlink(outside.path(), &link).unwrap();
    let listed = store.list_sessions();
    let said: Vec<_> = listed.iter().map(|one| (one.takes, one.bytes, one.leads_out)).collect();
    assert_eq!(said, [(0, 0, true)], "it is named, and nothing of it is read");
    assert!(listed[0].problem.as_ref().is_some_and(|why| why.contains("is not opened")));
    assert_eq!(store.parts_left(), []);
    assert!(matches!(store.load_session(&link), Err(StoreError::LeadsOut { .. })));

    let session = begun(&store, &session_record(), &now());
    symlink(outside.path().join("01-x.take1.wav"), session.path().join("01-x.take1.wav")).unwrap();
    let take = store.load_session(session.path()).unwrap().takes.remove(0);
    assert!(!take.has_sound && take.record.frames == 0);
    assert!(take.problem.is_some_and(|why| why.contains("a link to another place")));
}

fn any_part() -> impl Strategy<Value = TakePart> {
    prop_oneof![
        Just(TakePart::Answer),
        Just(TakePart::YourQuestion),
        (0..3_usize).prop_map(TakePart::Probe),
        (0..3_u32).prop_map(TakePart::Continued),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn takes_never_share_a_file_and_never_leave_the_folder(
        asked in prop::collection::vec((0..3_usize, "(a|A|../|.{0,12})", any_part(), 0..3_u32), 1..40),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let (store, _) = Store::open(Folders::at(folder.path()));
        let session = begun(&store, &session_record(), &now());
        let mut files = std::collections::BTreeSet::new();
        for (position, id, part, take) in asked {
            let paths = session.take_paths(position, &id, part, take);
            for path in [paths.part(), paths.wav, paths.sidecar] {
                prop_assert_eq!(path.parent(), Some(session.path()));
                // Some file systems take "A" and "a" for the same.
                let name = path.file_name().unwrap().to_str().unwrap().to_lowercase();
                prop_assert!(files.insert(name), "{}", path.display());
            }
        }
    }

    #[test]
    fn no_damage_to_a_folder_breaks_reading_it(
        damage in prop::collection::vec((0..4_usize, 0..2000_usize, any::<u8>(), any::<bool>()), 1..20),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let (store, _) = Store::open(Folders::at(folder.path()));
        store.save_settings(&Settings::default()).unwrap();
        let mut profile = Profile::default();
        profile.set("bank", "a/b/1", "c");
        store.save_profile(&profile).unwrap();
        let session = begun(&store, &session_record(), &now());
        let paths = record_take(&session, &take_record(0, "experience"));
        let path = session.path().to_owned();
        drop((session, store));

        let files = [
            folder.path().join("settings.toml"),
            folder.path().join("profile.toml"),
            path.join("session.json"),
            paths.sidecar.clone(),
        ];
        for (file, place, byte, cut) in damage {
            let mut bytes = fs::read(&files[file]).unwrap();
            let place = place % (bytes.len() + 1);
            if cut { bytes.truncate(place) } else { bytes.insert(place, byte) }
            fs::write(&files[file], bytes).unwrap();
        }
        let (store, _notices) = Store::open(Folders::at(folder.path()));
        prop_assert_eq!(store.list_sessions().len(), 1);
        let loaded = store.load_session(&path).unwrap();
        prop_assert_eq!(loaded.takes.len(), 1);
        prop_assert_eq!(&loaded.takes[0].wav, &paths.wav);
    }
}
