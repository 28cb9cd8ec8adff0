//! What the listener does, undone and done again.

use super::*;
use crate::store::{Folders, Store, TakePart};

pub(in crate::app) fn record() -> TakeRecord {
    let mark = |at_secs, what: &str| MarkRecord { at_secs, what: what.into(), text: String::new() };
    TakeRecord {
        asked: "Why?".into(),
        ended_by: "finished".into(),
        rate_hz: 48_000,
        frames: 48_000 * 60,
        peak_dbfs: -6.0,
        // The recorder's own.
        marks: vec![mark(2.0, "question-shown"), mark(50.0, "hold-began")],
        ..TakeRecord::new("first", TakePart::Answer, 1)
    }
}

/// A take and what was done to it.
struct Bench {
    record: TakeRecord,
    history: History,
}

impl Bench {
    fn new() -> Self {
        Self { record: record(), history: History::default() }
    }

    fn act(&mut self, intent: ReviewIntent) -> bool {
        let edit = self.history.act(intent, Path::new("take.json"), &self.record);
        self.apply(edit)
    }

    fn mark(&mut self, change: MarkChange) -> bool {
        self.act(ReviewIntent::Mark { take: 0, change })
    }

    fn undo(&mut self) -> bool {
        let edit = self.history.undo();
        self.apply(edit)
    }

    fn redo(&mut self) -> bool {
        let edit = self.history.redo();
        self.apply(edit)
    }

    fn apply(&mut self, edit: Option<Edit>) -> bool {
        edit.inspect(|edit| edit.apply(&mut self.record)).is_some()
    }

    fn marked(&self) -> Marked {
        marked(&self.record, StarOffer::Open)
    }
}

fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

fn note(text: &str) -> ReviewIntent {
    ReviewIntent::Note { take: 0, text: text.into() }
}

fn moment(at: u64, text: &str) -> MarkChange {
    MarkChange::Note { at: secs(at), text: text.into() }
}

#[test]
fn everything_done_to_a_take_is_undone_step_by_step_and_done_again() {
    let mut bench = Bench::new();
    let untouched = bench.record.clone();
    let mut states = vec![untouched.clone()];
    let acts: [ReviewIntent; 7] = [
        ReviewIntent::Rate { take: 0, rating: Some(4) },
        ReviewIntent::TickPoint { take: 0, point: 1, ticked: true },
        note("slower"),
        ReviewIntent::Mark { take: 0, change: MarkChange::AddFiller(secs(7)) },
        ReviewIntent::Mark { take: 0, change: MarkChange::BeginPart(StarPart::Action, secs(9)) },
        ReviewIntent::Mark { take: 0, change: moment(12, "good") },
        ReviewIntent::Mark { take: 0, change: MarkChange::RemoveFiller(secs(7)) },
    ];
    for act in acts {
        assert!(bench.act(act));
        states.push(bench.record.clone());
    }
    for state in states.iter().rev().skip(1) {
        assert!(bench.undo());
        assert_eq!(bench.record, *state);
    }
    assert!(!bench.undo(), "nothing is left to undo");
    for state in states.iter().skip(1) {
        assert!(bench.redo());
        assert_eq!(bench.record, *state);
    }
    assert!(!bench.redo());
}

#[test]
fn the_recorders_marks_are_never_touched() {
    let mut bench = Bench::new();
    let recorders = |record: &TakeRecord| -> Vec<MarkRecord> {
        record.marks.iter().filter(|mark| !is_listeners(mark)).cloned().collect()
    };
    let before = recorders(&bench.record);
    bench.mark(MarkChange::AddFiller(secs(2)));
    bench.mark(MarkChange::RemoveFiller(secs(50)));
    bench.mark(moment(2, "here"));
    bench.undo();
    bench.undo();
    assert_eq!(recorders(&bench.record), before);
}

#[test]
fn undoing_leaves_alone_what_it_did_not_change() {
    let mut bench = Bench::new();
    bench.act(ReviewIntent::Rate { take: 0, rating: Some(2) });
    // Meanwhile, from elsewhere: measures, and the notes of another window.
    bench.record.measures = Some(serde_json::json!({ "version": 1 }));
    bench.record.notes = "from elsewhere".into();
    bench.undo();
    assert_eq!(bench.record.rating, None);
    assert_eq!(bench.record.notes, "from elsewhere");
    assert!(bench.record.measures.is_some());
}

#[test]
fn typing_in_a_note_is_one_step_until_it_ends() {
    let mut bench = Bench::new();
    for text in ["s", "sl", "slow"] {
        bench.act(note(text));
    }
    bench.history.settle();
    bench.act(note("slower"));
    bench.undo();
    assert_eq!(bench.record.notes, "slow");
    bench.undo();
    assert_eq!(bench.record.notes, "");
    for text in ["g", "go", "good"] {
        bench.mark(moment(12, text));
    }
    bench.undo();
    assert!(bench.marked().moments.is_empty(), "a note at a time, from its first letter on");
}

#[test]
fn typing_elsewhere_is_another_step() {
    let mut bench = Bench::new();
    bench.mark(moment(5, "one"));
    bench.mark(moment(9, "two"));
    bench.undo();
    assert_eq!(bench.marked().moments, [Moment { at: secs(5), text: "one".into() }]);
}

#[test]
fn what_is_typed_and_taken_back_again_is_no_step() {
    let mut bench = Bench::new();
    bench.mark(moment(5, "o"));
    bench.mark(moment(5, ""));
    assert_eq!(bench.history.undoable(), None);
}

#[test]
fn something_new_ends_what_could_be_done_again() {
    let mut bench = Bench::new();
    bench.mark(MarkChange::AddFiller(secs(1)));
    bench.undo();
    assert!(bench.history.redoable().is_some());
    bench.mark(MarkChange::AddFiller(secs(3)));
    assert!(bench.history.redoable().is_none());
}

#[test]
fn what_changes_nothing_is_no_step() {
    let mut bench = Bench::new();
    assert!(!bench.mark(MarkChange::RemoveFiller(secs(1))));
    assert!(!bench.act(ReviewIntent::Rate { take: 0, rating: None }));
    assert!(bench.mark(MarkChange::AddFiller(secs(1))));
    assert!(!bench.mark(MarkChange::AddFiller(secs(1))), "a filler is there once");
    assert_eq!(bench.history.undoable().map(|(what, _)| what), Some("filler"));
}

#[test]
fn a_part_begins_in_one_place() {
    let mut bench = Bench::new();
    bench.mark(MarkChange::BeginPart(StarPart::Task, secs(8)));
    bench.mark(MarkChange::BeginPart(StarPart::Task, secs(11)));
    assert_eq!(bench.marked().part(StarPart::Task), Some(secs(11)));
    assert_eq!(bench.record.marks.iter().filter(|mark| mark.what == "task").count(), 1);
    bench.mark(MarkChange::RemovePart(StarPart::Task));
    assert!(!bench.marked().has_parts());
}

#[test]
fn marks_keep_the_order_of_time_and_survive_the_way_to_disk() {
    let mut bench = Bench::new();
    for millis in [58_123, 290, 12_345, 3_007] {
        bench.mark(MarkChange::AddFiller(Duration::from_millis(millis)));
    }
    let text = serde_json::to_string(&bench.record).expect("plain values");
    let mut read: TakeRecord = serde_json::from_str(&text).expect("what was written");
    let times = [290, 3_007, 12_345, 58_123].map(Duration::from_millis);
    assert_eq!(marked(&read, StarOffer::None).fillers, times);
    let at: Vec<f64> = read.marks.iter().map(|mark| mark.at_secs).collect();
    assert!(at.is_sorted(), "{at:?}");
    // Undone in a record that was read again.
    let undone = bench.history.undo().expect("the newest filler");
    undone.apply(&mut read);
    assert_eq!(marked(&read, StarOffer::None).fillers.len(), 3);
}

#[test]
fn the_steps_kept_are_bounded() {
    let mut bench = Bench::new();
    for nth in 0..u64::try_from(MOST_STEPS).unwrap() + 50 {
        bench.mark(MarkChange::AddFiller(secs(nth)));
    }
    let mut undone = 0;
    while bench.undo() {
        undone += 1;
    }
    assert_eq!(undone, MOST_STEPS);
}

#[test]
fn each_step_is_in_the_takes_notes_on_disk_and_goes_on_from_there() {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("cache");
    let (store, _) = Store::open(Folders { data: folder.path().join("data"), cache });
    let sidecar = folder.path().join("01-first.take1.json");
    std::fs::write(sidecar.with_extension("wav"), "sound").unwrap();
    std::fs::write(&sidecar, serde_json::to_vec(&record()).unwrap()).unwrap();
    let mut history = History::default();
    let mut act = |change| {
        let record = store.update_take(&sidecar, |_| {}).unwrap();
        let edit = history.act(ReviewIntent::Mark { take: 0, change }, &sidecar, &record).unwrap();
        store.update_take(&sidecar, |record| edit.apply(record)).unwrap()
    };
    act(MarkChange::AddFiller(Duration::from_millis(7_290)));
    act(MarkChange::BeginPart(StarPart::Task, secs(9)));
    let last = act(moment(12, "good, ünd short"));
    // Nothing is kept anywhere else: what a crash leaves is what is read.
    let (store, _) = Store::open(store.folders().clone());
    let read = store.update_take(&sidecar, |_| {}).unwrap();
    assert_eq!(read, last);
    let found = marked(&read, StarOffer::Open);
    assert_eq!(found.fillers, [Duration::from_millis(7_290)]);
    assert_eq!(found.part(StarPart::Task), Some(secs(9)));
    assert_eq!(found.moments, [Moment { at: secs(12), text: "good, ünd short".into() }]);
    assert_eq!(read.marks.len(), 5, "with the recorder's two");
}
