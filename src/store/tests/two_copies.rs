//! Two copies of Greenroom at work in one folder.

use super::*;

#[test]
fn the_second_copy_says_so_and_a_later_one_alone_does_not() {
    let (folder, first) = fresh();
    let (second, notices) = Store::open(Folders::at(folder.path()));
    assert_eq!(notices.len(), 1);
    assert_eq!(notices[0].kind, NoticeKind::AnotherCopy);
    drop(first);
    let (third, notices) = Store::open(Folders::at(folder.path()));
    assert_eq!(notices.len(), 1, "the second is still there");
    drop((second, third));
    reopen(folder.path());
}

#[test]
fn two_copies_record_into_folders_of_their_own() {
    let (folder, first) = fresh();
    let (second, _) = Store::open(Folders::at(folder.path()));
    let threads: Vec<_> = [first.clone(), second.clone()]
        .into_iter()
        .map(|store| {
            std::thread::Builder::new()
                .name("copy".to_owned())
                .spawn(move || {
                    let sessions: Vec<_> =
                        (0..10).map(|_| begun(&store, &session_record(), &now())).collect();
                    sessions.iter().for_each(|session| {
                        record_take(session, &take_record(0, "experience"));
                    });
                })
                .unwrap()
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    let sessions = first.list_sessions();
    assert_eq!(sessions.len(), 20);
    assert!(sessions.iter().all(|session| session.takes == 1 && session.problem.is_none()));
}

#[test]
fn a_copy_leaves_the_other_s_running_recording_alone() {
    let (folder, first) = fresh();
    let (second, _) = Store::open(Folders::at(folder.path()));
    let session = begun(&first, &session_record(), &now());
    let paths = session.take_paths(0, "experience", TakePart::Answer, 1);
    fs::write(paths.part(), "sound").unwrap();
    assert_eq!(second.parts_left(), []);
    let part = PartFile {
        part: paths.part(),
        wav: paths.wav.clone(),
        sidecar: paths.sidecar.clone(),
        record: None,
    };
    assert!(matches!(second.adopt_part(&part, 48_000, 1), Err(StoreError::Held { .. })));
    assert!(matches!(second.set_aside_part(&part), Err(StoreError::Held { .. })));
    assert!(paths.part().exists());
}

#[test]
fn what_one_copy_recovered_the_other_can_not_recover_again() {
    let (folder, first) = fresh();
    let (second, _) = Store::open(Folders::at(folder.path()));
    let session = begun(&first, &session_record(), &now());
    let paths = session.take_paths(0, "experience", TakePart::Answer, 1);
    fs::write(paths.part(), "sound").unwrap();
    drop(session);
    let (ours, theirs) = (first.parts_left(), second.parts_left());
    assert_eq!(ours, theirs);
    first.adopt_part(&ours[0], 48_000, 5).unwrap();
    assert!(matches!(second.adopt_part(&theirs[0], 48_000, 9), Err(StoreError::Read { .. })));
    let take = second.load_session(files::folder_of(&paths.wav)).unwrap().takes.remove(0);
    assert_eq!(take.record.frames, 5);
}

#[test]
fn changes_to_one_take_from_many_threads_all_arrive() {
    let (_folder, store) = fresh();
    let session = begun(&store, &session_record(), &now());
    let paths = record_take(&session, &take_record(0, "experience"));
    std::thread::scope(|scope| {
        for point in 0..8 {
            let (store, sidecar) = (store.clone(), paths.sidecar.clone());
            scope.spawn(move || {
                store.update_take(&sidecar, |take| take.points.push(point)).unwrap()
            });
        }
    });
    let mut points = store.load_session(session.path()).unwrap().takes.remove(0).record.points;
    points.sort_unstable();
    assert_eq!(points, [0, 1, 2, 3, 4, 5, 6, 7]);
}
