//! One answer is one take, also where an older version has cut it into files of its own at each pause and
//! repeat: these are shown, heard and measured as the one answer that they are.
//!
//! Nothing in the session is changed: what is known of the parts is put together in memory, and a list of their
//! files in the cache stands for the sound. Ratings and notes go beside the first of them.

use std::path::PathBuf;

use jiff::Timestamp;
use serde::Deserialize as _;

use super::measuring::OVERVIEW_FORM;
use crate::analysis::Measures;
use crate::audio::wav::{self, LIST_ENDING, list_of};
use crate::store::{
    CacheKey, GapRecord, JointRecord, MarkRecord, PacingChange, Session, Store, Take, TakePart,
    TakeRecord,
};
use crate::units::{Frames, SampleRate};

/// A question that was repeated was so within this of the end of its part, in seconds.
const AT_THE_END_SECS: f64 = 1.0;

/// Measures that were taken of a sound of another length than by this, in seconds, are of a part of it.
const SAME_LENGTH_SECS: f64 = 0.05;

/// The session with each answer as one take, which names the other files that it goes on in.
#[must_use]
pub fn whole_answers(session: &Session) -> Session {
    let is_part = |take: &Take| matches!(take.record.part, TakePart::Continued(_));
    let mut whole: Vec<(Take, Vec<Take>)> = Vec::new();
    whole.extend(
        session.takes.iter().filter(|take| !is_part(take)).map(|take| (take.clone(), Vec::new())),
    );
    let mut parts: Vec<&Take> = session.takes.iter().filter(|take| is_part(take)).collect();
    parts.sort_by_key(|take| (began(&take.record), piece(&take.record)));
    for part in parts {
        match head_of(&whole, part).and_then(|at| whole.get_mut(at)) {
            Some((_, rest)) => rest.push(part.clone()),
            None => whole.push((orphan(part), Vec::new())),
        }
    }
    let takes = whole.into_iter().map(|(first, rest)| joined(first, &rest)).collect();
    let mut session = Session { takes, ..session.clone() };
    // An answer of which the first part is missing stands where its question's takes do.
    session.takes.sort_by_key(|take| (take.record.position, take.record.take));
    session
}

fn piece(record: &TakeRecord) -> u32 {
    match record.part {
        TakePart::Continued(piece) => piece,
        _ => 0,
    }
}

fn began(record: &TakeRecord) -> Option<Timestamp> {
    record.began.parse().ok()
}

/// The take that goes on in this part: of the same question and number, with the same words, the last that
/// began before it.
fn head_of(whole: &[(Take, Vec<Take>)], part: &Take) -> Option<usize> {
    let (of, at) = (&part.record, began(&part.record));
    let same = |record: &TakeRecord| {
        record.position == of.position
            && record.take == of.take
            && record.question_id == of.question_id
    };
    let words = |record: &TakeRecord| {
        of.asked.is_empty() || record.asked.is_empty() || record.asked == of.asked
    };
    let before = |record: &TakeRecord| match (began(record), at) {
        (Some(first), Some(at)) => first <= at,
        _ => true,
    };
    let all = whole.iter().enumerate().filter(|(_, (take, _))| same(&take.record));
    let fits =
        |(_, (take, _)): &(usize, &(Take, Vec<Take>))| words(&take.record) && before(&take.record);
    all.filter(fits).max_by_key(|(_, (take, _))| began(&take.record)).map(|(at, _)| at)
}

/// A part whose beginning is not there.
fn orphan(part: &Take) -> Take {
    let mut take = part.clone();
    take.record.part = TakePart::Answer;
    let problem = "The first part of this answer is missing; what is there is shown.".to_owned();
    take.problem = Some(take.problem.map_or(problem.clone(), |other| format!("{problem} {other}")));
    take
}

/// All that is known of the parts of an answer, as of one take.
fn joined(mut take: Take, rest: &[Take]) -> Take {
    if rest.is_empty() {
        return take;
    }
    let mut frames = frames_of(&take);
    let mut missing = take.has_sound && frames == 0;
    let rate = rest.iter().chain([&take]).find_map(|one| SampleRate::new(one.record.rate_hz));
    if let Some(rate) = rate {
        take.record.rate_hz = rate.hz();
    }
    let mut before = take.clone();
    for part in rest {
        let part_frames = in_rate(frames_of(part), &part.record, take.record.rate_hz);
        missing |= part_frames == 0;
        append(&mut take.record, &before, part, frames, part_frames > 0);
        frames += part_frames;
        take.has_sound |= part.has_sound;
        take.more.push(part.sidecar.clone());
        before = part.clone();
    }
    take.record.frames = frames;
    take.record.ended_by.clone_from(&before.record.ended_by);
    if missing || !rest.iter().all(|part| part.has_sound) {
        let words = "A part of this answer is missing or can't be read; what is there is shown.";
        take.problem = Some(words.to_owned());
    }
    // Those that its first part was given are not the whole's.
    let length = SampleRate::new(take.record.rate_hz).map(|rate| Frames(frames).duration(rate));
    let length = length.unwrap_or_default().as_secs_f64();
    take.record.measures.take_if(|kept| {
        let measures = Measures::deserialize(&*kept).ok();
        measures.is_none_or(|it| (it.length_secs() - length).abs() > SAME_LENGTH_SECS)
    });
    take
}

/// The frames of its file, whatever its notes say; 0 where there is none that can be read.
fn frames_of(take: &Take) -> u64 {
    let info = take.has_sound.then(|| wav::info(&take.wav).ok()).flatten();
    info.map_or(0, |info| info.frames.0)
}

fn in_rate(frames: u64, record: &TakeRecord, rate_hz: u32) -> u64 {
    if record.rate_hz == rate_hz || record.rate_hz == 0 {
        return frames;
    }
    (frames as f64 * f64::from(rate_hz) / f64::from(record.rate_hz)).round() as u64
}

/// Adds what is known of the next part to the whole, which has so many frames by now.
fn append(whole: &mut TakeRecord, before: &Take, part: &Take, frames: u64, is_there: bool) {
    let record = &part.record;
    let rate = f64::from(whole.rate_hz.max(1));
    let at_secs = frames as f64 / rate;
    if is_there && frames > 0 {
        note_joint(whole, &before.record, record, frames);
    }
    let shifted = |at_frame: u64| frames + in_rate(at_frame, record, whole.rate_hz);
    let gaps: Vec<GapRecord> = record
        .gaps
        .iter()
        .map(|it| GapRecord { at_frame: shifted(it.at_frame), ..it.clone() })
        .collect();
    let joints: Vec<JointRecord> = record
        .joints
        .iter()
        .map(|it| JointRecord { at_frame: shifted(it.at_frame), ..it.clone() })
        .collect();
    whole.gaps.extend(gaps);
    whole.joints.extend(joints);
    let marks = record.marks.iter();
    whole.marks.extend(marks.map(|it| MarkRecord { at_secs: it.at_secs + at_secs, ..it.clone() }));
    for change in &record.pacings {
        let is_same = whole.pacings.last().is_some_and(|last| last.pacing == change.pacing);
        if !is_same {
            whole
                .pacings
                .push(PacingChange { at_secs: change.at_secs + at_secs, ..change.clone() });
        }
    }
    whole.dropped_frames += record.dropped_frames;
    whole.clipped_samples += record.clipped_samples;
    whole.peak_dbfs = whole.peak_dbfs.max(record.peak_dbfs);
    whole.rating = whole.rating.or(record.rating);
    whole.starred |= record.starred;
    let points = record.points.iter().filter(|point| !whole.points.contains(point));
    let points: Vec<usize> = points.copied().collect();
    whole.points.extend(points);
    if !record.notes.is_empty() && !whole.notes.contains(&record.notes) {
        let between = if whole.notes.is_empty() { "" } else { "\n" };
        whole.notes = format!("{}{between}{}", whole.notes, record.notes);
    }
}

/// What lies between two parts.
fn note_joint(whole: &mut TakeRecord, before: &TakeRecord, part: &TakeRecord, frames: u64) {
    let length = |record: &TakeRecord| {
        SampleRate::new(record.rate_hz).map(|rate| Frames(record.frames).duration(rate))
    };
    let lasted = || {
        let since = began(part)?.duration_since(began(before)?).as_secs_f64();
        Some(since - length(before)?.as_secs_f64()).filter(|secs| *secs > 0.0)
    };
    let lasted_secs = lasted().unwrap_or(0.0);
    if before.ended_by == "paused" {
        let why =
            if was_repeated(before) { JointRecord::QUESTION_HEARD } else { JointRecord::PAUSED };
        let why = why.to_owned();
        whole.joints.push(JointRecord { at_frame: frames, lasted_secs, why });
    } else {
        whole.gaps.push(GapRecord { at_frame: frames, missing_secs: lasted_secs });
    }
}

/// Whether it "paused" because the question was heard again.
#[must_use]
pub fn was_repeated(record: &TakeRecord) -> bool {
    let length = SampleRate::new(record.rate_hz).map(|rate| Frames(record.frames).duration(rate));
    let end_secs = length.unwrap_or_default().as_secs_f64();
    let shown = record.marks.iter().filter(|mark| mark.what == "question-shown");
    shown.into_iter().any(|mark| mark.at_secs >= end_secs - AT_THE_END_SECS)
}

/// The same session with the sound of each answer: a list in the cache stands for one of several files. Where
/// that can't be written its first part is heard, and the take says so.
#[must_use]
pub fn with_sound(store: &Store, mut session: Session) -> Session {
    let folder = store.folders().cache.join("answers");
    for take in session.takes.iter_mut().filter(|take| !take.more.is_empty()) {
        let more = take.more.iter().map(|sidecar| sidecar.with_extension("wav"));
        let files: Vec<PathBuf> =
            [take.wav.clone()].into_iter().chain(more).filter(|file| file.is_file()).collect();
        let stamps: Vec<String> = files
            .iter()
            .map(|file| {
                CacheKey::of_file(file, 0).map(|key| key.name().to_owned()).unwrap_or_default()
            })
            .collect();
        let Some(name) = take.sidecar.file_stem().and_then(|stem| stem.to_str()) else { continue };
        let session_name =
            session.path.file_name().and_then(|name| name.to_str()).unwrap_or("session");
        let list = folder.join(format!("{session_name}.{name}.{LIST_ENDING}"));
        let text = list_of(&files, &stamps);
        let written = if std::fs::read_to_string(&list).is_ok_and(|old| old == text) {
            Ok(())
        } else {
            std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&list, text))
        };
        match written {
            Ok(()) => {
                take.file = CacheKey::of_file(&list, OVERVIEW_FORM);
                take.wav = list;
            }
            Err(problem) => {
                log::warn!("the parts of an answer can't be listed: {problem}");
                let words =
                    "Only the first part of this answer can be heard: the cache can't be written.";
                take.problem = Some(words.to_owned());
            }
        }
    }
    session
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::audio::Clip;
    use crate::audio::wav::{WavStream, write_clip};
    use crate::store::{Folders, SessionRecord};

    const RATE: u32 = 8_000;

    struct Bench {
        _folder: tempfile::TempDir,
        store: Store,
        session: PathBuf,
    }

    /// A part of an answer: what it is, when it began, how long it lasts, how it ended.
    fn part(part: TakePart, minute: u32, secs: u64, ended_by: &str) -> TakeRecord {
        TakeRecord {
            asked: "Why?".to_owned(),
            began: format!("2026-11-23T14:{minute:02}:00+00:00"),
            ended_by: ended_by.to_owned(),
            rate_hz: RATE,
            frames: secs * u64::from(RATE),
            ..TakeRecord::new("why", part, 1)
        }
    }

    fn mark(at_secs: f64, what: &str) -> MarkRecord {
        MarkRecord { at_secs, what: what.to_owned(), text: String::new() }
    }

    fn bench(takes: &[TakeRecord]) -> Bench {
        let folder = tempfile::tempdir().expect("a folder");
        let (store, _notices) = Store::open(Folders::at(folder.path()));
        let now = "2026-11-23T14:00:00+00:00[UTC]".parse().expect("a time");
        let record = SessionRecord { plan: vec!["why".into()], ..SessionRecord::new("bank") };
        let session = store.begin_session(&record, &now).expect("made");
        for take in takes {
            let paths = session.take_paths(take.position, &take.question_id, take.part, take.take);
            let samples = vec![0.25; usize::try_from(take.frames).expect("few")].into();
            let rate = SampleRate::new(RATE).expect("not zero");
            write_clip(&paths.wav, &Clip { samples, rate }).expect("written");
            session.save_take(&paths, take).expect("saved");
        }
        let session = session.path().to_owned();
        Bench { _folder: folder, store, session }
    }

    fn whole(bench: &Bench) -> Session {
        whole_answers(&bench.store.load_session(&bench.session).expect("readable"))
    }

    fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
        let entries = std::fs::read_dir(folder).expect("there").flatten();
        let mut all: Vec<_> =
            entries.map(|it| (it.path(), std::fs::read(it.path()).expect("readable"))).collect();
        all.sort();
        all
    }

    #[test]
    fn parts_of_one_answer_are_one_take_with_joints_and_nothing_is_rewritten() {
        let shown = vec![mark(2.9, "question-shown")];
        let first =
            TakeRecord { marks: shown, rating: Some(4), ..part(TakePart::Answer, 0, 3, "paused") };
        let second = TakeRecord {
            notes: "mine".into(),
            marks: vec![mark(0.5, "filler")],
            ..part(TakePart::Continued(1), 1, 2, "paused")
        };
        let probe = TakeRecord { asked: "And?".into(), ..part(TakePart::Probe(1), 3, 1, "paused") };
        let third = part(TakePart::Continued(2), 2, 1, "finished");
        let of_probe =
            TakeRecord { asked: "And?".into(), ..part(TakePart::Continued(3), 4, 2, "finished") };
        let bench = bench(&[first, second, third, probe, of_probe]);
        let before = files(&bench.session);
        let session = with_sound(&bench.store, whole(&bench));
        assert_eq!(files(&bench.session), before);

        let [answer, follow_up] = session.takes.as_slice() else { panic!("{:#?}", session.takes) };
        let record = &answer.record;
        assert_eq!((record.part, record.ended_by.as_str()), (TakePart::Answer, "finished"));
        assert_eq!(record.frames, 6 * u64::from(RATE));
        let joints: Vec<_> = record
            .joints
            .iter()
            .map(|it| (it.at_frame / u64::from(RATE), it.why.as_str(), it.lasted_secs))
            .collect();
        assert_eq!(joints, [(3, "question-heard", 57.0), (5, "paused", 58.0)]);
        assert_eq!((record.rating, record.notes.as_str(), answer.more.len()), (Some(4), "mine", 2));
        assert!(record.marks.contains(&mark(3.5, "filler")), "{:?}", record.marks);
        assert_eq!(
            (follow_up.record.part, follow_up.record.frames),
            (TakePart::Probe(1), 3 * u64::from(RATE))
        );
        let heard = WavStream::open(&answer.wav).expect("all of it");
        assert_eq!(heard.info().frames.0, 6 * u64::from(RATE));
        assert_eq!(answer.problem, None);
    }

    #[test]
    fn what_is_there_of_an_answer_is_shown_and_what_is_missing_said() {
        let parts = || {
            [
                part(TakePart::Answer, 0, 3, "paused"),
                part(TakePart::Continued(1), 1, 2, "paused"),
                part(TakePart::Continued(2), 2, 1, "finished"),
            ]
        };
        let gone = bench(&parts());
        std::fs::remove_file(gone.session.join("01-why.take1.part2.wav")).expect("was there");
        let session = with_sound(&gone.store, whole(&gone));
        let take = &session.takes[0];
        assert_eq!((session.takes.len(), take.record.frames), (1, 4 * u64::from(RATE)));
        assert!(take.problem.as_deref().is_some_and(|it| it.contains("is missing")), "{take:?}");
        assert_eq!(
            WavStream::open(&take.wav).expect("the rest").info().frames.0,
            4 * u64::from(RATE)
        );

        let damaged = bench(&parts());
        std::fs::write(damaged.session.join("01-why.take1.part3.wav"), "noise").expect("written");
        let session = with_sound(&damaged.store, whole(&damaged));
        assert_eq!(session.takes[0].record.frames, 5 * u64::from(RATE));
        assert!(session.takes[0].problem.is_some());

        let headless = bench(&parts());
        for name in ["01-why.take1.wav", "01-why.take1.json"] {
            std::fs::remove_file(headless.session.join(name)).expect("was there");
        }
        let session = with_sound(&headless.store, whole(&headless));
        assert_eq!((session.takes.len(), session.takes[0].record.frames), (1, 3 * u64::from(RATE)));
        assert!(session.takes[0].problem.as_deref().is_some_and(|it| it.contains("first part")));
    }

    #[test]
    fn measures_of_its_first_part_are_not_taken_for_the_whole_s() {
        let kept = |secs: f64| {
            Some(serde_json::json!({
                "version": Measures::VERSION, "thresholds": crate::analysis::Thresholds::default(),
                "values": { "length": secs }, "speech": [], "pauses": [], "run_on": null,
                "trails_off_at": null,
            }))
        };
        for (secs, is_kept) in [(3.0, false), (5.0, true)] {
            let first =
                TakeRecord { measures: kept(secs), ..part(TakePart::Answer, 0, 3, "paused") };
            let bench = bench(&[first, part(TakePart::Continued(1), 1, 2, "finished")]);
            assert_eq!(whole(&bench).takes[0].record.measures.is_some(), is_kept, "{secs} s");
        }
    }
}
