//! Reading sessions and filing what was cut off.

use std::path::{Path, PathBuf};

use greenroom::analysis::Thresholds;
use greenroom::rehearsal::{self, History, measuring};
use greenroom::store::{Folders, Session, Store};

use super::folder::{folder, tree};
use super::split;

/// A session of any content, notes of any content: it is listed beside others, nothing is changed by reading,
/// what can't be read is set aside and never written over, and nothing outside the folder is touched.
pub fn session(bytes: &[u8]) {
    let root = folder();
    let (own, notes) = split(bytes);
    let mine = build(root.path(), own, notes);
    let before = tree(root.path());
    let (store, _notices) = Store::open(Folders::at(root.path().join("data")));
    let listed = store.list_sessions();
    assert_eq!(listed.len(), 2, "each is listed");
    let other = listed.iter().find(|one| one.path.ends_with(OTHER)).expect("the other is listed");
    assert_eq!((other.problem.as_deref(), other.takes), (None, 1));
    let session = store.load_session(&mine).expect("a folder can be read");
    look_at(&session, &mine);
    history(&store);
    for (path, content) in &before {
        assert_eq!(std::fs::read(path).ok().as_ref(), Some(content), "{} changed", path.display());
    }
    note(&store, &mine, notes, session.takes.iter().any(|take| take.problem.is_some()));
    let recovered = rehearsal::recover(&store);
    assert_eq!(recovered.len(), 1, "{recovered:?}");
    let after = tree(root.path());
    for (path, content) in before {
        let kept = after.values().any(|now| *now == content);
        let ours = path.starts_with(&mine);
        assert!(after.get(&path) == Some(&content) || ours, "{} changed", path.display());
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        assert!(kept || !name.ends_with(".wav"), "a recording is lost: {name}");
        assert!(kept || name != "session.json", "the session's file is lost");
    }
    let now = store.load_session(&mine).expect("as before");
    look_at(&now, &mine);
}

const OTHER: &str = "2026-01-02T000000-other";

/// A session with one recording and one that was cut off, another session, and what lies outside.
fn build(root: &Path, own: &[u8], notes: &[u8]) -> PathBuf {
    let sessions = root.join("data/sessions");
    let (mine, other) = (sessions.join("2026-01-01T000000-mine"), sessions.join(OTHER));
    let write = |path: PathBuf, content: &[u8]| {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        std::fs::write(path, content).expect("it can be written");
    };
    let sound = include_bytes!("../../../fuzz/seeds/wav/take");
    write(mine.join("session.json"), own);
    write(mine.join("01-why.take1.json"), notes);
    write(mine.join("01-why.take1.wav"), sound);
    write(mine.join("02-how.take1.json"), notes);
    write(mine.join("02-how.take1.wav.part"), &sound[..sound.len() - 1]);
    write(other.join("session.json"), include_bytes!("healthy/session.json"));
    write(other.join("01-why.take1.json"), include_bytes!("healthy/take.json"));
    write(other.join("01-why.take1.wav"), sound);
    write(root.join("x.wav"), sound);
    write(root.join("x.json"), b"{}");
    mine
}

fn look_at(session: &Session, folder: &Path) {
    assert!(!session.takes.is_empty(), "what has a recording is a take");
    for take in &session.takes {
        for file in [&take.wav, &take.sidecar] {
            assert_eq!(file.parent(), Some(folder), "{}", file.display());
        }
        let name = take.wav.file_name().map(|name| name.to_string_lossy().into_owned());
        assert_eq!(Some(&take.record.file), name.as_ref(), "its notes name another file");
        let _title = rehearsal::take_titles(&[&take.record]);
        let band = measuring::band_of(&take.record, None);
        let kept = take.record.measures.as_ref();
        let gaps = measuring::gaps_of(&take.record);
        let _current =
            kept.map(|kept| measuring::is_current(kept, &Thresholds::default(), band, &gaps));
    }
}

fn history(store: &Store) {
    let history = History::read_whole(store);
    let _practised = history.of("mine", "why");
}

/// Something is noted at the take: what was there can be read, or is kept beside.
fn note(store: &Store, mine: &Path, notes: &[u8], damaged: bool) {
    let sidecar = mine.join("01-why.take1.json");
    let noted = store.update_take(&sidecar, |record| record.notes.push_str("Better."));
    let content = std::fs::read(&sidecar).ok();
    match noted {
        Ok(record) => {
            assert!(record.notes.ends_with("Better."));
            let aside = mine.join("01-why.take1.unreadable-1.json");
            assert!(!damaged || std::fs::read(aside).is_ok_and(|kept| kept == notes), "lost");
            let again = store.load_session(mine).expect("as before");
            let take = again.takes.iter().find(|take| take.sidecar == sidecar);
            let take = take.expect("it is there");
            // Numbers may have been brought into the range that a file can hold.
            assert_eq!((&take.record.notes, &take.problem), (&record.notes, &None));
        }
        Err(_) => assert_eq!(content.as_deref(), Some(notes), "refused and yet changed"),
    }
}
