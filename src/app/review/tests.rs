//! What is heard in the review, through a director whose loudspeaker is simulated.

mod files;
mod removing;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::*;
use crate::app::testing;
use crate::audio::{Clip, wav};
use crate::store::{Folders, MarkRecord, SessionRecord, Store, TakeRecord};
use crate::ui::review::Repeat;
use crate::units::SampleRate;
use crate::voice::EngineKind;

/// Longer than anything may take, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

const BANK: &str = "patient-relations-officer";

/// Review looking at one session: the bank's first question with takes as long as asked for, seconds.
struct Bench {
    review: ReviewDesk,
    desk: Desk,
    rehearsal: Rehearsal,
    question: String,
    _folder: tempfile::TempDir,
}

fn record(question: &str, number: u32, secs: u64) -> TakeRecord {
    TakeRecord {
        asked: "Why?".into(),
        began: "2026-11-20T09:00:00+01:00".into(),
        ended_by: "finished".into(),
        rate_hz: 8_000,
        frames: secs * 8_000,
        peak_dbfs: -6.0,
        ..TakeRecord::new(question, TakePart::Answer, number)
    }
}

impl Bench {
    /// A loudspeaker that plays so many times faster than the clock on the wall.
    fn open(speed: f64, takes: &[u64]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (store, _notices) = Store::open(Folders::at(folder.path()));
        let rehearsal = testing::director(&store, EngineKind::BuiltIn, speed);
        let library = rehearsal.library();
        let question = library.bank(BANK).unwrap().bank.questions[0].id.clone();
        let path = recorded(&store, &question, takes);
        let session = store.load_session(&path).unwrap();
        let desk = testing::desk(store, &rehearsal);
        let mut review = ReviewDesk::default();
        assert!(review.opened(session, &desk));
        Self { review, desk, rehearsal, question, _folder: folder }
    }

    fn wants(&mut self, intent: ReviewIntent) {
        self.review.apply(vec![intent], &self.rehearsal, &mut self.desk);
    }

    fn plays(&mut self, what: Heard) {
        let question = self.question.clone();
        self.wants(ReviewIntent::Play { what, question });
    }

    /// Looks again and again until there is something to be seen.
    fn until(&mut self, what: &str, is: impl Fn(&ReviewModel) -> bool) {
        let begun = Instant::now();
        loop {
            self.review.follow(&self.rehearsal.snapshot(), &self.rehearsal, &self.desk);
            if is(&self.review.model) {
                return;
            }
            let model = &self.review.model;
            assert!(
                begun.elapsed() < PATIENCE,
                "waited in vain for {what}: {:?} {:?}",
                model.playback,
                model.listening
            );
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    fn until_heard(&mut self, what: Heard) {
        self.until(&format!("{what:?}"), |model| {
            model.playback.what == Some(what) && !model.playback.position.is_zero()
        });
    }

    fn until_silence(&mut self) {
        self.until("silence", |model| model.playback.what.is_none());
    }

    fn position(&self) -> f64 {
        self.review.model.playback.position.as_secs_f64()
    }

    fn left_at(&self, take: usize) -> Option<f64> {
        self.review.session.as_ref().unwrap().takes[take].record.position_secs
    }
}

/// A session in the store; its folder.
fn recorded(store: &Store, question: &str, takes: &[u64]) -> PathBuf {
    let began = "2026-11-20T09:00:00+01:00";
    let now: jiff::ZonedDateTime = format!("{began}[Europe/Berlin]").parse().unwrap();
    let record_of_session = SessionRecord {
        schema: SessionRecord::SCHEMA,
        began: began.into(),
        ended: None,
        bank_id: BANK.into(),
        bank_title: "A bank".into(),
        bank_hash: String::new(),
        plan: vec![question.to_owned()],
        seed: 0,
        pacings: Vec::new(),
        app_version: String::new(),
        elsewhere: Vec::new(),
        other: BTreeMap::new(),
    };
    let folder = store.begin_session(&record_of_session, &now).unwrap();
    folder.save_record(&record_of_session).unwrap();
    for (number, secs) in (1..).zip(takes) {
        let record = record(question, number, *secs);
        let paths = folder.take_paths(0, question, record.part, number);
        let samples = vec![0.1; usize::try_from(record.frames).unwrap()];
        let rate = SampleRate::new(record.rate_hz).unwrap();
        wav::write_clip(&paths.wav, &Clip { samples: samples.into(), rate }).unwrap();
        let name = paths.wav.file_name().unwrap().to_string_lossy().into_owned();
        folder.save_take(&paths, &TakeRecord { file: name, ..record }).unwrap();
    }
    folder.path().to_owned()
}

#[test]
fn listening_goes_on_where_it_was_left_a_little_earlier() {
    let mut bench = Bench::open(8.0, &[600]);
    bench.plays(Heard::Take(0));
    bench.until("ten seconds", |model| model.playback.position > Duration::from_secs(10));
    let stopped = bench.position();
    bench.wants(ReviewIntent::Stop);
    let left = bench.left_at(0).expect("it is kept");
    assert!((left - stopped).abs() <= 0.05, "{left} {stopped}");
    bench.until_silence();
    let shown = bench.review.model.questions[0].takes[0].left_at;
    assert_eq!(shown, Some(Duration::from_secs_f64(left)));
    bench.plays(Heard::Take(0));
    bench.until_heard(Heard::Take(0));
    // Two seconds earlier, and as much on as the machine was slow.
    assert!(bench.position() >= left - 2.05, "{} after {left}", bench.position());
}

#[test]
fn what_was_heard_to_its_end_begins_at_its_beginning() {
    let mut bench = Bench::open(2.0, &[3]);
    bench.wants(ReviewIntent::Seek { take: 0, to: Duration::from_secs(1) });
    bench.until("the playhead", |model| model.playback.paused);
    bench.wants(ReviewIntent::Stop);
    assert_eq!(bench.left_at(0), Some(1.0));
    bench.plays(Heard::Take(0));
    bench.until_heard(Heard::Take(0));
    bench.until_silence();
    assert_eq!(bench.left_at(0), None);
}

#[test]
fn a_pause_and_leaving_keep_the_place_on_disk() {
    let mut bench = Bench::open(8.0, &[600, 3]);
    bench.plays(Heard::Take(0));
    bench.until_heard(Heard::Take(0));
    bench.wants(ReviewIntent::Pause);
    let paused = bench.left_at(0).expect("it is kept");
    bench.until("the pause", |model| model.playback.paused);
    bench.wants(ReviewIntent::Resume);
    bench.until("more", |model| {
        !model.playback.paused && model.playback.position.as_secs_f64() > paused + 1.0
    });
    bench.review.leave(&bench.rehearsal, &bench.desk);
    let left = bench.left_at(0).expect("it is kept");
    assert!(left > paused);
    // Closing waits until all is written.
    let Bench { desk, review, .. } = bench;
    let (store, path) = (desk.store.clone(), review.session.as_ref().unwrap().path.clone());
    drop(desk);
    assert_eq!(store.load_session(&path).unwrap().takes[0].record.position_secs, Some(left));
}

#[test]
fn a_session_plays_through_and_the_screen_is_told_where_it_is() {
    let mut bench = Bench::open(4.0, &[4, 5]);
    bench.wants(ReviewIntent::PlaySession);
    for what in [Heard::Question, Heard::Take(1), Heard::Model] {
        bench.until(&format!("{what:?}"), |model| model.playback.what == Some(what));
        let through = bench.review.model.listening.through.expect("it plays through");
        assert_eq!((through.question, through.take), (0, 1), "the latest where none is rated");
    }
    bench.wants(ReviewIntent::Stop);
    bench.until("the end", |model| {
        model.playback.what.is_none() && model.listening.through.is_none()
    });
}

#[test]
fn openings_are_eight_seconds_of_each_take_and_leave_no_trace() {
    let mut bench = Bench::open(4.0, &[30, 30]);
    let question = bench.question.clone();
    bench.wants(ReviewIntent::PlayOpenings { question });
    bench.until_heard(Heard::Take(0));
    bench.until_heard(Heard::Take(1));
    bench.until("eight seconds", |model| {
        assert!(model.playback.position < Duration::from_millis(8_500));
        model.playback.what.is_none()
    });
    assert_eq!((bench.left_at(0), bench.left_at(1)), (None, None));
}

#[test]
fn flipping_goes_to_the_same_part_of_the_model_answer_and_back() {
    let mut bench = Bench::open(1.0, &[600]);
    let session = bench.review.session.as_mut().unwrap();
    session.takes[0].record.marks =
        vec![MarkRecord { at_secs: 300.0, what: "action".into(), text: String::new() }];
    bench.review.rebuild(&bench.desk);
    bench.wants(ReviewIntent::Seek { take: 0, to: Duration::from_secs(300) });
    bench.until("the playhead", |model| model.playback.paused);
    let question = bench.question.clone();
    bench.wants(ReviewIntent::Flip { take: 0, question: question.clone() });
    assert_eq!(bench.left_at(0), Some(300.0), "the take waits where it was");
    bench.until("the model answer", |model| model.playback.what == Some(Heard::Model));
    bench.wants(ReviewIntent::Flip { take: 0, question });
    bench.until_heard(Heard::Take(0));
}

#[test]
fn a_loop_ends_when_a_list_is_heard() {
    let mut bench = Bench::open(1.0, &[600]);
    let seconds = Duration::from_secs;
    let repeat = Repeat { take: 0, from: seconds(10), to: seconds(12) };
    bench.wants(ReviewIntent::Repeat(Some(repeat)));
    bench.wants(ReviewIntent::Seek { take: 0, to: seconds(10) });
    bench.until("the loop", |model| model.listening.repeat == Some(repeat));
    bench.wants(ReviewIntent::Resume);
    bench.until_heard(Heard::Take(0));
    assert_eq!(bench.review.model.listening.repeat, Some(repeat), "it goes on");
    let question = bench.question.clone();
    bench.wants(ReviewIntent::PlayAll { take: 0, question });
    bench.until("all three", |model| model.listening.repeat.is_none());
}

#[test]
fn speed_and_silences_are_kept_as_settings() {
    let mut bench = Bench::open(1.0, &[3]);
    bench.wants(ReviewIntent::SetSpeed(150));
    bench.wants(ReviewIntent::SkipSilences(true));
    let listening = &bench.desk.settings.listening;
    assert!((listening.speed - 1.5).abs() < f32::EPSILON && listening.skip_silences);
    bench.until("the screen", |model| {
        model.listening.speed_percent == 150 && model.listening.skip_silences
    });
}
