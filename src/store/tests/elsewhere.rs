//! Recordings in a folder that was chosen because their own could not be written, when the program was killed.

use super::*;

const RATE_HZ: u32 = 48_000;

/// A recording with these samples, as the recorder lays it out.
fn wav(samples: &[u8]) -> Vec<u8> {
    let mut bytes = vec![b'h'; 44];
    bytes[4..8].copy_from_slice(&(36 + samples.len() as u32).to_le_bytes());
    bytes[40..44].copy_from_slice(&(samples.len() as u32).to_le_bytes());
    bytes.extend_from_slice(samples);
    bytes
}

/// A session whose take went to a chosen folder in the middle, and whose program is gone.
struct Away {
    folder: TempDir,
    chosen: TempDir,
    /// Its places at home.
    home: TakePaths,
    /// Its places in the chosen folder.
    there: TakePaths,
}

impl Away {
    fn new() -> Self {
        let ((folder, store), chosen) = (fresh(), tempfile::tempdir().unwrap());
        let session = begun(&store, &session_record(), &now());
        let record = TakeRecord { rate_hz: 0, marks: Vec::new(), ..take_record(0, "experience") };
        let home = session.take_paths(0, "experience", TakePart::Answer, 1);
        session.note_take_begun(&home, &record).unwrap();
        let there = session.place_in(&home, chosen.path()).unwrap();
        session.save_record(&noting(&there)).unwrap();
        fs::write(there.part(), wav(b"123456")).unwrap();
        Self { folder, chosen, home, there }
    }

    fn session(&self) -> &Path {
        self.home.wav.parent().unwrap()
    }

    /// What a start does, the headers taken for right; how many came home, and what is away.
    fn start(&self) -> (usize, Vec<PathBuf>) {
        let store = reopen(self.folder.path());
        for part in store.parts_left() {
            let bytes = fs::metadata(&part.part).unwrap().len() - 44;
            store.adopt_part(&part, RATE_HZ, bytes / 2).unwrap();
        }
        let Homecoming { brought, away } = store.bring_home();
        (brought.len(), away)
    }

    fn only_take(&self) -> Take {
        let takes = reopen(self.folder.path()).load_session(self.session()).unwrap().takes;
        let [take] = takes.as_slice() else { panic!("one take: {takes:?}") };
        assert_eq!(take.problem, None);
        take.clone()
    }
}

fn noting(there: &TakePaths) -> SessionRecord {
    SessionRecord { elsewhere: vec![there.wav.to_str().unwrap().to_owned()], ..session_record() }
}

#[test]
fn what_was_cut_off_in_a_chosen_folder_comes_home_once_and_leaves_nothing_there() {
    let away = Away::new();
    assert_eq!(away.start(), (1, Vec::new()));
    let take = away.only_take();
    assert_eq!(take.wav, away.home.wav);
    assert_eq!(fs::read(&take.wav).unwrap(), wav(b"123456"));
    let known = (take.record.ended_by.as_str(), take.record.frames, take.record.asked.as_str());
    // Its question's words are those noted at home when it began.
    assert_eq!(known, (TakeRecord::RECOVERED, 3, "Tell me about your experience."));
    assert_eq!(names_in(away.chosen.path()), [""; 0]);
    assert_eq!(away.start(), (0, Vec::new()));
    let record = json_in(&away.session().join("session.json"));
    assert_eq!(record.get("elsewhere"), None, "nothing is elsewhere");
}

#[test]
fn what_the_failing_disk_still_took_gives_way_to_the_whole_and_keeps_its_notes() {
    let away = Away::new();
    fs::write(away.home.part(), wav(b"1234")).unwrap();
    let place = away.there.wav.parent().unwrap().to_owned();
    let pulled_out = away.chosen.path().with_extension("pulled-out");
    fs::rename(away.chosen.path(), &pulled_out).unwrap();
    assert_eq!(away.start(), (0, vec![away.there.wav.clone()]), "it is told, and missed");
    assert_eq!(away.only_take().record.frames, 2);
    let store = reopen(away.folder.path());
    store.update_take(&away.home.sidecar, |take| take.rating = Some(4)).unwrap();
    drop(store);
    assert_eq!(away.start().1.len(), 1, "it is told again");

    fs::rename(&pulled_out, away.chosen.path()).unwrap();
    assert_eq!(away.start(), (1, Vec::new()));
    let take = away.only_take();
    assert_eq!((take.record.frames, take.record.rating), (3, Some(4)));
    assert_eq!(fs::read(&take.wav).unwrap(), wav(b"123456"));
    assert!(!place.exists());
}

#[test]
fn one_that_grew_at_home_just_before_the_power_failed_has_the_right_length_afterwards() {
    let away = Away::new();
    fs::write(away.home.part(), wav(b"1234")).unwrap();
    let store = reopen(away.folder.path());
    for part in store.parts_left() {
        let bytes = fs::metadata(&part.part).unwrap().len() - 44;
        store.adopt_part(&part, RATE_HZ, bytes / 2).unwrap();
    }
    drop(store);
    fs::copy(&away.there.wav, &away.home.wav).unwrap();
    assert_eq!(away.start(), (1, Vec::new()));
    assert_eq!(away.only_take().record.frames, 3);
}

#[test]
fn one_cut_off_before_all_was_copied_adds_nothing() {
    let away = Away::new();
    fs::write(away.home.part(), wav(b"12345678")).unwrap();
    assert_eq!(away.start(), (1, Vec::new()));
    assert_eq!(fs::read(&away.only_take().wav).unwrap(), wav(b"12345678"));
    assert_eq!(names_in(away.chosen.path()), [""; 0]);
}

#[test]
fn another_sound_of_the_same_name_is_kept_beside_it() {
    let away = Away::new();
    fs::write(away.home.part(), wav(b"abcd")).unwrap();
    assert_eq!(away.start(), (1, Vec::new()));
    let sounds = reopen(away.folder.path()).load_session(away.session()).unwrap().takes;
    assert_eq!(sounds.len(), 2);
}

#[test]
fn nothing_else_in_the_chosen_folder_is_touched_and_no_link_followed() {
    let away = Away::new();
    let place = away.there.wav.parent().unwrap();
    let theirs = ["01-experience.txt", "02-motivation.take1.wav", "holiday.wav"];
    theirs.iter().for_each(|name| fs::write(place.join(name), "theirs").unwrap());
    #[cfg(unix)]
    {
        let target = away.chosen.path().join("target");
        fs::write(&target, wav(b"secret")).unwrap();
        std::os::unix::fs::symlink(&target, place.join("01-experience.take1-2.wav")).unwrap();
        std::os::unix::fs::symlink(&target, place.join("01-experience.take1-3.wav.part")).unwrap();
    }
    assert_eq!(away.start(), (1, Vec::new()));
    assert_eq!(away.only_take().record.frames, 3);
    for name in theirs {
        assert_eq!(fs::read_to_string(place.join(name)).unwrap(), "theirs");
    }
    #[cfg(unix)]
    assert_eq!(names_in(place).len(), theirs.len() + 2);
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_the_session_s_folder_is_neither_chosen_nor_read() {
    let away = Away::new();
    let place = away.there.wav.parent().unwrap();
    let target = away.chosen.path().join("target");
    fs::rename(place, &target).unwrap();
    std::os::unix::fs::symlink(&target, place).unwrap();
    assert_eq!(away.start(), (0, vec![away.there.wav.clone()]));
    assert_eq!(names_in(&target), ["01-experience.take1.wav.part"]);

    let store = reopen(away.folder.path());
    let session = begun(&store, &session_record(), &at("2026-11-24T09:00:00"));
    let paths = session.take_paths(0, "experience", TakePart::Answer, 1);
    let own = away.chosen.path().join(session.path().file_name().unwrap());
    std::os::unix::fs::symlink(&target, own).unwrap();
    assert!(session.place_in(&paths, away.chosen.path()).is_err());
}

#[test]
fn a_place_that_is_empty_is_asked_for_no_more() {
    let away = Away::new();
    fs::remove_file(away.there.part()).unwrap();
    assert_eq!(away.start(), (0, Vec::new()));
    assert_eq!(json_in(&away.session().join("session.json")).get("elsewhere"), None);
}

#[test]
fn a_second_copy_leaves_what_is_being_recorded_there_alone() {
    let ((folder, store), chosen) = (fresh(), tempfile::tempdir().unwrap());
    let session = begun(&store, &session_record(), &now());
    let home = session.take_paths(0, "experience", TakePart::Answer, 1);
    let there = session.place_in(&home, chosen.path()).unwrap();
    session.save_record(&noting(&there)).unwrap();
    fs::write(there.part(), wav(b"1234")).unwrap();
    let (second, _) = Store::open(Folders::at(folder.path()));
    assert_eq!(second.parts_left(), []);
    // Also when the session's own folder, and its lock, are gone.
    fs::remove_dir_all(session.path()).unwrap();
    assert!(session.save_record(&noting(&there)).is_err());
    assert_eq!(second.parts_left(), []);
    assert_eq!(second.bring_home().brought, []);
    assert!(there.part().exists());
}

/// The session's own file can't be written any more, and a recording goes elsewhere: where it is noted.
fn noted_without_its_folder(prepare: impl Fn(&Path)) {
    let away = Away::new();
    let store = reopen(away.folder.path());
    prepare(away.folder.path());
    let session = begun(&store, &session_record(), &at("2026-11-24T09:00:00"));
    let home = session.take_paths(1, "motivation", TakePart::Answer, 1);
    let there = session.place_in(&home, away.chosen.path()).unwrap();
    fs::remove_dir_all(session.path()).unwrap();
    let record = noting(&there);
    assert!(session.save_record(&record).is_err());
    fs::write(there.part(), wav(b"123456")).unwrap();
    let name = session.path().file_name().unwrap().to_owned();
    drop((session, store));

    // The other one, too, is still there.
    assert_eq!(away.start(), (2, Vec::new()));
    let session = away.folder.path().join("sessions").join(name);
    let takes = reopen(away.folder.path()).load_session(&session).unwrap();
    assert_eq!(takes.problem, None, "its own file is there again");
    assert_eq!(takes.record.bank_title, record.bank_title);
    let there: Vec<_> = takes.takes.iter().map(|take| take.record.question_id.as_str()).collect();
    assert_eq!(there, ["motivation"]);
    let spares = Folders::at(away.folder.path()).spares();
    assert!(spares.iter().all(|spare| !spare.is_dir()), "the note is gone");
    assert_eq!(away.start(), (0, Vec::new()));
}

#[test]
fn where_its_own_file_can_not_be_written_the_data_folder_has_the_note() {
    noted_without_its_folder(|_| {});
}

#[test]
fn where_the_data_folder_can_not_be_written_either_the_cache_has_it() {
    // A file where the folder would be.
    noted_without_its_folder(|data| fs::write(data.join("elsewhere"), "").unwrap());
}

#[test]
fn a_note_kept_for_a_while_goes_when_the_session_s_own_file_can_be_written_again() {
    let ((folder, store), chosen) = (fresh(), tempfile::tempdir().unwrap());
    let session = begun(&store, &session_record(), &now());
    let home = session.take_paths(0, "experience", TakePart::Answer, 1);
    let there = session.place_in(&home, chosen.path()).unwrap();
    let aside = session.path().with_extension("aside");
    fs::rename(session.path(), &aside).unwrap();
    assert!(session.save_record(&noting(&there)).is_err());
    let [spare, _] = Folders::at(folder.path()).spares();
    assert_eq!(names_in(&spare).len(), 1);
    fs::rename(&aside, session.path()).unwrap();
    session.save_record(&noting(&there)).unwrap();
    assert!(!spare.exists());
}
