//! Takes are measured while they are recorded, and afterwards where that was not possible.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use greenroom::analysis::{Gap, MeasureId, Measures};
use greenroom::audio::{Clip, MicSource, SimulatedMic, SpeakerSink, wav};
use greenroom::interview::{Action, AnswerBand, Pacing, StageView};
use greenroom::rehearsal::measuring::cached_overview;
use greenroom::rehearsal::{Analyst, News, Wanted, recover};
use greenroom::store::{Folders, GapRecord, MarkRecord, Session, Store, Take};
use greenroom::units::SampleRate;
use serde::Deserialize as _;

use crate::{Room, assert_whole, length, plain};

const MS: Duration = Duration::from_millis(1);

fn simulated() -> Room {
    let (simulated, mouth) = SimulatedMic::new(SampleRate::HZ_48000, 1.0);
    let samples: Vec<f32> = (0..48_000 * 20).map(|n| 0.2 * (n as f32 * 0.03).sin()).collect();
    mouth.say(Clip { samples: samples.into(), rate: SampleRate::HZ_48000 });
    Room::open(MicSource::Simulated(simulated), SpeakerSink::None)
}

fn measures(take: &Take) -> Measures {
    let kept = take.record.measures.as_ref().expect("measured");
    Measures::deserialize(kept).expect("as this version writes them")
}

fn assert_measured(room: &Room, take: &Take) {
    assert_whole(take);
    let measured = measures(take).value(MeasureId::Length).expect("known").expect("assessed");
    assert!((measured - length(take)).abs() < 1e-9, "{measured} s of {} s", length(take));
    let overview = cached_overview(&room.store, &take.wav).expect("drawn");
    assert_eq!(overview.is_empty(), take.record.frames == 0);
}

#[test]
fn after_an_interview_every_take_is_measured_and_its_overview_drawn() {
    let room = simulated();
    let band = greenroom::bank::Band::secs(11, 22);
    room.begin(Pacing { answer: AnswerBand::Fixed(band), ..plain() }, 2);
    room.until_answered(300 * MS);
    room.does(Action::Pause);
    room.until_stage("the pause", |stage| stage == StageView::Paused);
    room.does(Action::Resume);
    room.until_answered(500 * MS);
    room.does(Action::SwitchPacing(Box::new(plain())));
    room.until_answered(700 * MS);
    room.does(Action::Finish);
    room.until_live("the second question", |live| (live.takes_saved == 1).then_some(()));
    room.until_answered(600 * MS);
    // Whoever sees the end finds everything there.
    let session = room.session(&room.end());
    assert_eq!(session.takes.len(), 2, "a pause makes no other one");
    let joints = |measures: &serde_json::Value| measures["gaps"][0]["is_joint"] == true;
    assert!(
        session.takes[0].record.measures.as_ref().is_some_and(joints),
        "it is measured with it"
    );
    session.takes.iter().for_each(|take| assert_measured(&room, take));
    let band = |nth: usize| {
        let take: &Take = &session.takes[nth];
        take.record.measures.as_ref().expect("measured")["band_secs"].clone()
    };
    let first = session.takes[0].record.pacings[0].band_secs;
    assert_eq!(serde_json::json!(first), serde_json::json!([11.0, 22.0]));
    assert_ne!(band(0), serde_json::json!(first), "the band in force at the end");
    for (nth, take) in session.takes.iter().enumerate() {
        let aimed_for = take.record.pacings.last().expect("one at least").band_secs;
        assert_eq!(serde_json::json!(aimed_for), band(nth), "it is written down with the take");
    }
}

/// Asks for what is missing of a session and waits until all of it is known.
fn know(analyst: &Analyst, session: &Session) -> Vec<News> {
    analyst.look_at(Wanted::of(session, None));
    until_known(analyst, session.takes.len())
}

fn until_known(analyst: &Analyst, count: usize) -> Vec<News> {
    let begun = Instant::now();
    let mut known = Vec::new();
    while known.len() < count {
        let which = || known.iter().map(News::wav).collect::<Vec<_>>();
        assert!(!crate::in_vain(begun), "only {:?}", which());
        let news = analyst.news().into_iter();
        known.extend(news.filter(|news| !matches!(news, News::Progress(..))));
        std::thread::sleep(2 * MS);
    }
    known
}

/// Holds the analyst inside the first portion it reads.
#[derive(Default)]
struct Gate {
    is_reached: Arc<AtomicBool>,
    is_open: Arc<AtomicBool>,
}

impl Gate {
    /// What the analyst asks with each portion; no interview runs.
    fn keeper(&self) -> impl Fn() -> bool + Send + 'static {
        let (reached, open) = (Arc::clone(&self.is_reached), Arc::clone(&self.is_open));
        move || {
            reached.store(true, Ordering::Release);
            while !open.load(Ordering::Acquire) {
                std::thread::sleep(MS);
            }
            false
        }
    }

    fn until_reached(&self) {
        while !self.is_reached.load(Ordering::Acquire) {
            std::thread::sleep(MS);
        }
    }

    fn open(&self) {
        self.is_open.store(true, Ordering::Release);
    }
}

/// A session of takes that nobody has measured: noise of these lengths, seconds.
fn unmeasured(folder: &Path, lengths: &[u32]) -> (Store, Session) {
    let (store, _notices) = Store::open(Folders::at(folder));
    let path = store.folders().sessions().join("2026-11-24T090000-mine");
    fs::create_dir_all(&path).expect("made");
    for (nth, secs) in lengths.iter().enumerate() {
        let samples: Vec<f32> =
            (0..8_000 * secs).map(|n| ((n * 7_919) % 2_001) as f32 / 4_000.0 - 0.25).collect();
        let rate = SampleRate::new(8_000).expect("not zero");
        let wav = path.join(format!("{:02}-story.take1.wav", nth + 1));
        wav::write_clip(&wav, &Clip { samples: samples.into(), rate }).expect("written");
        let notes = |record: &mut greenroom::store::TakeRecord| record.notes = "mine".to_owned();
        store.update_take(&wav.with_extension("json"), notes).expect("noted");
    }
    let session = store.load_session(&path).expect("readable");
    (store, session)
}

#[test]
fn what_a_crash_left_is_measured_when_it_is_looked_at_and_marks_made_meanwhile_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, session) = unmeasured(folder.path(), &[1]);
    let wav = &session.takes[0].wav;
    let part = wav.with_extension("wav.part");
    fs::rename(wav, &part).expect("as if it had been cut off");
    assert_eq!(recover(&store).len(), 1);
    let session = store.load_session(&session.path).expect("readable");
    assert_eq!(session.takes[0].record.measures, None);

    // The analyst waits inside the first portion until a mark has been made.
    let gate = Gate::default();
    let analyst = Analyst::start(store.clone(), gate.keeper(), || {}).expect("a thread");
    analyst.look_at(Wanted::of(&session, None));
    gate.until_reached();
    let mark = MarkRecord { at_secs: 0.5, what: "filler".to_owned(), text: String::new() };
    let marks = vec![mark];
    let mine = marks.clone();
    let sidecar = &session.takes[0].sidecar;
    store.update_take(sidecar, |record| record.marks.extend(mine)).expect("marked");
    gate.open();
    let known = until_known(&analyst, 1);
    let session = store.load_session(&session.path).expect("readable");
    let take = &session.takes[0];
    assert_eq!((&take.record.marks, take.record.notes.as_str()), (&marks, "mine"));
    let News::Known(_, overview, value) = &known[0] else { panic!("{known:?}") };
    assert_eq!((value, overview.samples()), (&take.record.measures, 8_000));
    assert_eq!(measures(take).value(MeasureId::Length), Some(Ok(1.0)));
}

#[test]
fn only_what_is_missing_is_made_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, session) = unmeasured(folder.path(), &[1, 2]);
    // Asked once for each portion that is read.
    let portions = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&portions);
    let read = move || {
        *counted.lock().expect("not poisoned") += 1;
        false
    };
    let analyst = Analyst::start(store.clone(), read, || {}).expect("a thread");
    let read = || std::mem::take(&mut *portions.lock().expect("not poisoned"));
    let again = || store.load_session(&session.path).expect("readable");

    know(&analyst, &session);
    assert!(read() > 0);
    let known = know(&analyst, &again());
    assert!(matches!(&known[..], [News::Known(..), News::Known(..)]), "{known:?}");
    assert_eq!(read(), 0, "all is known");

    let damaged = fs::read_dir(store.overviews().folder()).expect("there").flatten();
    damaged.for_each(|file| fs::write(file.path(), "damaged").expect("written"));
    let before = fs::read(&session.takes[0].sidecar).expect("there");
    know(&analyst, &again());
    assert!(read() > 0, "overviews are drawn again");
    assert_eq!(fs::read(&session.takes[0].sidecar).expect("there"), before, "nothing is written");

    let mut settings = store.settings();
    settings.measures.pause_secs = 1.0;
    store.save_settings(&settings).expect("saved");
    know(&analyst, &again());
    assert!(read() > 0, "other thresholds, other measures");
    assert_eq!(measures(&again().takes[1]).thresholds.pause_secs, 1.0);

    let interrupted = |record: &mut greenroom::store::TakeRecord| {
        record.rate_hz = 8_000;
        record.gaps = vec![GapRecord { at_frame: 4_000, missing_secs: 2.5 }];
    };
    store.update_take(&session.takes[1].sidecar, interrupted).expect("changed");
    know(&analyst, &again());
    assert!(read() > 0, "an interruption that was not known");
    let gap = Gap::lost(0.5, 2.5);
    assert_eq!(measures(&again().takes[1]).gaps, [gap]);
    know(&analyst, &again());
    assert_eq!(read(), 0, "now it is");

    let older = |record: &mut greenroom::store::TakeRecord| {
        record.measures.as_mut().expect("measured")["version"] = 0.into();
    };
    store.update_take(&session.takes[1].sidecar, older).expect("changed");
    know(&analyst, &again());
    assert!(read() > 0, "an older version is measured again");
    assert_eq!(measures(&again().takes[1]).version, Measures::VERSION);

    let newer = |record: &mut greenroom::store::TakeRecord| {
        record.measures = Some(serde_json::json!({ "version": 1_000, "unheard": "of" }));
    };
    store.update_take(&session.takes[1].sidecar, newer).expect("changed");
    let known = know(&analyst, &again());
    let shown = known.iter().find(|news| *news.wav() == session.takes[1].wav);
    assert!(
        matches!(shown, Some(News::Known(_, _, Some(own))) if own["version"] == Measures::VERSION),
        "{shown:?}"
    );
    let kept = again().takes[1].record.measures.clone();
    assert_eq!(kept.expect("there")["unheard"], "of", "a newer version's are left alone");
}

#[test]
fn what_is_looked_at_last_comes_first_and_what_was_put_off_is_not_forgotten() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, mut session) = unmeasured(folder.path(), &[1, 1, 1]);
    // It stands still inside the first until the last is looked at.
    let gate = Gate::default();
    let analyst = Analyst::start(store, gate.keeper(), || {}).expect("a thread");
    let last = session.takes.pop().expect("three");
    analyst.look_at(Wanted::of(&session, None));
    gate.until_reached();
    let only = Session { takes: vec![last.clone()], ..session.clone() };
    analyst.look_at(Wanted::of(&only, None));
    gate.open();
    let order: Vec<_> = until_known(&analyst, 3).iter().map(|news| news.wav().clone()).collect();
    let place = |take: &Take| order.iter().position(|wav| *wav == take.wav).expect("known");
    assert!(place(&last) < place(&session.takes[0]), "{order:?}");
}

#[test]
fn a_recording_that_can_not_be_read_is_told_of_and_leaving_does_not_wait_for_the_rest() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, session) = unmeasured(folder.path(), &[1, 60]);
    fs::write(&session.takes[0].wav, "no sound").expect("written");
    let analyst = Analyst::start(store.clone(), || true, || {}).expect("a thread");
    analyst.look_at(Wanted::of(&session, None));
    let news = until_known(&analyst, 1);
    assert!(matches!(&news[..], [News::Failed(_, why)] if why.contains("01-story")), "{news:?}");
    drop(analyst);
    let session = store.load_session(&session.path).expect("readable");
    assert_eq!(session.takes[1].record.measures, None, "put off for good");
}
