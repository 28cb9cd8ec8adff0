//! What Review and the terminal say of recordings that other programs touched, or that went wrong.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::*;
use crate::app::librarian::Done;
use crate::cli::session_lines;
use crate::rehearsal::takes;
use crate::ui::review::{ReviewState, review_ui};
use crate::ui::theme;

const RATE_HZ: u32 = 8_000;

/// Longer than a few seconds of sound take to be measured, on a busy machine and unoptimised.
const MEASURED: Duration = Duration::from_secs(180);

/// A take's sound: a voice-like tone between silences, as loud as this.
fn sound(secs: u32, amplitude: f32) -> Clip {
    let sample = |n: u32| {
        let at = n as f32 / RATE_HZ as f32;
        let is_loud = at > 1.0 && at < secs as f32 - 1.0;
        if is_loud { amplitude * (at * 140.0 * std::f32::consts::TAU).sin() } else { 0.0 }
    };
    let samples: Vec<f32> = (0..secs * RATE_HZ).map(sample).collect();
    Clip { samples: samples.into(), rate: SampleRate::new(RATE_HZ).unwrap() }
}

impl Bench {
    /// Takes as they are recorded, each of so many seconds, with a note at this moment.
    fn recorded(secs: u32, note_at: f64) -> Self {
        let mut bench = Self::open(8.0, &[secs.into()]);
        let take = bench.review.session.as_ref().unwrap().takes[0].clone();
        // What is known of it so far is of other sound.
        let begun = Instant::now();
        while bench.shown().measures.is_none() {
            let told = bench.review.learn(bench.desk.analyst.news(), &bench.desk);
            assert!(told.is_empty() && begun.elapsed() < MEASURED, "{told:?}");
            std::thread::sleep(Duration::from_millis(2));
        }
        wav::write_clip(&take.wav, &sound(secs, 0.5)).unwrap();
        let note = MarkRecord { at_secs: note_at, what: "note".into(), text: "late".into() };
        let noted = |record: &mut TakeRecord| {
            record.measures = None;
            record.marks.push(note);
        };
        bench.desk.store.update_take(&take.sidecar, noted).unwrap();
        bench.look();
        bench
    }

    /// Opens the session again, as the window does, and waits until its take is measured or can't be.
    fn look(&mut self) {
        let path = self.review.session.as_ref().unwrap().path.clone();
        self.review.open(Some(path), &self.desk);
        let begun = Instant::now();
        let mut is_open = false;
        let is_known = |take: &crate::ui::review::ReviewTake| {
            !take.has_sound || take.measures.is_some() && take.overview.is_some()
        };
        while !is_open || !self.review.model.questions[0].takes.iter().all(is_known) {
            let done: Vec<Done> = self.desk.librarian.done().collect();
            for one in done {
                match one {
                    Done::Sessions(list) => self.review.listed(list, &self.desk),
                    Done::Session(session) => {
                        is_open = true;
                        let _another = self.review.opened(*session, &self.desk);
                    }
                    _ => {}
                }
            }
            let told = self.review.learn(self.desk.analyst.news(), &self.desk);
            assert!(told.is_empty(), "{told:?}");
            assert!(begun.elapsed() < MEASURED, "{:?}", self.review.model.questions[0].takes);
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    fn wav(&self) -> PathBuf {
        self.review.session.as_ref().unwrap().takes[0].wav.clone()
    }

    fn sidecar(&self) -> serde_json::Value {
        let text = std::fs::read(self.wav().with_extension("json")).unwrap();
        serde_json::from_slice(&text).unwrap()
    }

    fn shown(&self) -> &crate::ui::review::ReviewTake {
        &self.review.model.questions[0].takes[0]
    }

    /// The page as it is drawn.
    fn page(&self) -> Harness<'static, (ReviewModel, ReviewState)> {
        let state = (self.review.model.clone(), ReviewState::default());
        let mut harness = Harness::builder()
            .with_size([1180.0, 760.0])
            .with_context_setup(theme::install)
            .build_ui_state(
                |ui, (model, state): &mut (ReviewModel, ReviewState)| {
                    drop(review_ui(ui, model, state));
                },
                state,
            );
        harness.run();
        harness
    }

    /// The session as the terminal shows it.
    fn terminal(&self) -> Vec<String> {
        let path = self.review.session.as_ref().unwrap().path.clone();
        session_lines(&takes::open(&self.desk.store, &path).unwrap())
    }

    /// That both say the same of the first take, and that these are in it.
    fn both_say(&self, remarks: &[&str]) {
        let lines = self.terminal();
        let page = self.page();
        for remark in remarks {
            assert!(
                self.shown().health.iter().any(|one| one == remark),
                "{:?}",
                self.shown().health
            );
            page.get_by_label(remark);
        }
        for remark in &self.shown().health {
            assert!(lines.contains(&format!("      {remark}")), "{remark}: {lines:?}");
        }
        let ended = format!("({})", self.shown().ended);
        assert!(lines.iter().any(|line| line.ends_with(&ended)), "{ended}: {lines:?}");
    }
}

/// Writes another recording over this one as programs do it: beside it first, so that nobody reads half of it.
fn replace(wav: &std::path::Path, clip: &Clip) {
    let folder = tempfile::tempdir_in(wav.ancestors().nth(3).unwrap()).unwrap();
    let fresh = folder.path().join("fresh.wav");
    wav::write_clip(&fresh, clip).unwrap();
    std::fs::rename(fresh, wav).unwrap();
}

#[test]
fn a_take_that_was_cut_is_shown_and_measured_as_it_is_now() {
    let mut bench = Bench::recorded(9, 8.0);
    assert_eq!(bench.shown().health, [""; 0]);
    assert_eq!(bench.shown().length, Duration::from_secs(9));
    let before = bench.sidecar();

    replace(&bench.wav(), &sound(5, 0.5));
    bench.look();
    bench.both_say(&["Changed since it was recorded, when it was 0:09 long"]);
    let shown = bench.shown();
    assert_eq!(shown.length, Duration::from_secs(5));
    assert_eq!(shown.overview.as_ref().unwrap().samples(), u64::from(5 * RATE_HZ));
    assert_eq!(shown.measures.as_ref().unwrap().length_secs(), 5.0);
    assert!(shown.marks.is_empty() && shown.marked.moments.is_empty(), "{:?}", shown.marks);
    let behind = shown.advice.iter().filter_map(|one| one.moment);
    assert!(behind.into_iter().all(|(_, to)| to <= Duration::from_secs(5)));
    assert_eq!(bench.sidecar(), before, "looking changes nothing that was noted");
    let lines = bench.terminal();
    assert!(lines.iter().any(|line| line.contains("Take 1  0:05")), "{lines:?}");

    // It plays what is there.
    bench.wants(ReviewIntent::Seek { take: 0, to: Duration::from_secs(4) });
    bench.plays(Heard::Take(0));
    bench.until_heard(Heard::Take(0));
    bench.until_silence();
}

#[test]
fn a_take_made_louder_or_with_words_taken_out_is_measured_anew() {
    let muted = |mut clip: Clip| {
        let samples = clip.samples.iter().enumerate();
        let is_out = |n: usize| (3 * 8_000..6 * 8_000).contains(&n);
        clip.samples = samples.map(|(n, one)| if is_out(n) { 0.0 } else { *one }).collect();
        clip
    };
    for (what, changed) in [("louder", sound(9, 0.9)), ("muted in it", muted(sound(9, 0.5)))] {
        let mut bench = Bench::recorded(9, 2.0);
        // The recorder noted how loud it was.
        let noted = |record: &mut TakeRecord| record.peak_dbfs = -6.0206;
        bench.desk.store.update_take(&bench.wav().with_extension("json"), noted).unwrap();
        bench.look();
        assert_eq!(bench.shown().health, [""; 0], "{what}");
        let before = bench.shown().measures.clone();
        let noted = bench.sidecar();
        replace(&bench.wav(), &changed);
        bench.look();
        bench.both_say(&["Changed since it was recorded"]);
        assert_ne!(bench.shown().measures, before, "{what}");
        assert_eq!(bench.shown().marks.len(), 1, "{what}: what was noted is still there");
        assert_eq!(bench.sidecar(), noted, "{what}");
        // And the next time, when all is in the cache.
        bench.look();
        bench.both_say(&["Changed since it was recorded"]);
        assert_ne!(bench.shown().measures, before, "{what}");
    }
}

#[test]
fn a_take_that_can_not_be_read_says_so_and_keeps_its_notes() {
    let mut bench = Bench::recorded(6, 2.0);
    std::fs::write(bench.wav(), "RIFF and then nothing").unwrap();
    bench.look();
    let said = bench.shown().health.clone();
    assert!(said.iter().any(|one| one.starts_with("Its recording can't be played")), "{said:?}");
    assert!(!bench.shown().has_sound);
    assert_eq!(bench.shown().marks.len(), 1);
    bench.both_say(&[]);
}

#[test]
fn nobody_says_of_a_recovered_take_that_nothing_was_heard() {
    let mut bench = Bench::recorded(6, 2.0);
    let floor = |record: &mut TakeRecord| {
        record.peak_dbfs = crate::units::Dbfs::FLOOR.0;
        record.ended_by = TakeRecord::RECOVERED.to_owned();
    };
    bench.desk.store.update_take(&bench.wav().with_extension("json"), floor).unwrap();
    bench.look();
    assert_eq!(
        (bench.shown().health.len(), bench.shown().ended.as_str()),
        (0, "It was cut off and recovered")
    );
    bench.both_say(&[]);
    let lines = bench.terminal().join("\n");
    assert!(!lines.contains("nothing was heard"), "{lines}");
}

#[test]
fn how_a_take_ended_is_said_in_the_same_words() {
    let mut bench = Bench::recorded(6, 2.0);
    for word in
        ["finished", "time-up", "microphone-lost", "ended-early", "recovered", "never heard of"]
    {
        let ended = |record: &mut TakeRecord| record.ended_by = word.to_owned();
        bench.desk.store.update_take(&bench.wav().with_extension("json"), ended).unwrap();
        bench.look();
        bench.both_say(&[]);
        assert!(!bench.terminal().join("").contains(&format!("({word})")), "{word}");
    }
}

#[test]
fn a_copy_beside_a_take_is_named_once_and_both_say_it() {
    let mut bench = Bench::recorded(6, 2.0);
    let copied = bench.wav().with_file_name("a copy.wav");
    std::fs::copy(bench.wav(), &copied).unwrap();
    bench.look();
    assert_eq!(bench.review.model.questions.len(), 1);
    assert_eq!(bench.review.model.questions[0].takes.len(), 1);
    bench.both_say(&["A copy of it lies beside it: a copy.wav"]);
}

#[test]
fn what_the_plan_has_not_is_shown_behind_it() {
    let mut bench = Bench::recorded(6, 2.0);
    let other = bench.wav().with_file_name("from my phone.wav");
    wav::write_clip(&other, &sound(4, 0.3)).unwrap();
    bench.look();
    let shown = bench.review.model.questions.last().unwrap();
    assert_eq!(shown.ask, "A recording of another name: from my phone");
    assert_eq!(shown.takes[0].length, Duration::from_secs(4));
    assert!(bench.terminal().iter().any(|line| line.contains("from my phone  Take 1  0:04")));
}
