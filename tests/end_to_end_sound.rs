//! The program on virtual devices: what is spoken into the microphone is in the takes, whole, and
//! nothing else is. Run by script/e2e.

#[cfg(all(unix, not(target_os = "macos")))]
#[path = "e2e_sound/awake.rs"]
mod awake;
#[path = "common/busy_disk.rs"]
mod busy_disk;
mod e2e;
#[path = "e2e_sound/one_stream.rs"]
mod one_stream;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use e2e::compare::{Found, find, follow};
use e2e::devices::{self, SameRoom, Witness};
use e2e::pacings;
use e2e::program::{self, Rehearsal};
use e2e::session::{SessionFiles, TakeFiles};
use e2e::sound::{Sound, noise};
use greenroom::audio::resample;
use greenroom::bank::{self, Values};
use greenroom::units::SampleRate;
use greenroom::voice::Persona;
use greenroom::voice::pack::{self, Pack};

/// An answer begins within this time: hello, the question and two seconds to think.
const TO_THE_ANSWER: Duration = Duration::from_secs(60);

/// An answer, its saving and the way to the next.
const TO_THE_END: Duration = Duration::from_secs(40);

/// A folder of the test's own, with the test's pacings in it.
fn data_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    pacings::write(folder.path());
    folder
}

/// `secs` seconds of speech, the same every time: the first model answer, as the demonstration speaks it.
fn speech(folder: &Path, secs: f64) -> (Sound, PathBuf) {
    let whole = program::spoken_answer(&folder.join("speech"));
    let (first, _) = whole.sounding(300).expect("the demonstration speaks");
    let from = first as f64 / f64::from(whole.rate_hz);
    let sound = whole.between(from, from + secs);
    assert!(sound.secs() > secs - 0.1, "{} s of speech", sound.secs());
    let file = sound.write(&folder.join("speech.wav"));
    (sound, file)
}

#[test]
#[ignore = "needs the virtual devices of script/e2e"]
fn both_takes_hold_what_was_spoken_and_nothing_of_the_interviewer() {
    devices::require();
    let folder = data_folder();
    let (sound, file) = speech(folder.path(), 8.0);
    let _room = SameRoom::build();
    let at_the_speaker = Witness::at_the_speaker(folder.path().join("speaker.wav"));
    let at_the_microphone = Witness::at_the_microphone(folder.path().join("microphone.wav"));
    let mut rehearsal = Rehearsal::start(folder.path(), pacings::ONE_WAY, 2);
    let mut questions = Vec::new();
    for number in 1..=2 {
        rehearsal.wait_for(&format!("Question {number} of 2"), TO_THE_ANSWER);
        let asked = Instant::now();
        rehearsal.wait_for("Think.", TO_THE_ANSWER);
        questions.push((asked, Instant::now()));
        rehearsal.wait_for("Recording your answer", TO_THE_ANSWER);
        let spoken = devices::speak(&file);
        rehearsal.wait_for("Saved.", TO_THE_END);
        drop(spoken);
    }
    rehearsal.press('e');
    rehearsal.end(TO_THE_END);
    let began = at_the_speaker.since;
    let heard = at_the_speaker.heard();
    let at_the_microphone = at_the_microphone.heard();
    let session = SessionFiles::only(folder.path());
    assert_eq!(session.takes.len(), 2, "one take of each question");
    for take in &session.takes {
        take.assert_whole();
        let take_sound = take.sound();
        let found = find(&sound.floats(), &take_sound.floats());
        println!("{}: speech {found:?}, {:.2} s", take.wav.display(), take_sound.secs());
        assert!(found.score >= 0.9, "the speech is in the take: {found:?}");
        assert!(found.at >= 0, "from its first syllable on: {found:?}");
        assert_eq!(take.record["ended_by"], "time-up");
        assert!((take_sound.secs() - 12.0).abs() < 0.05, "{} s", take_sound.secs());
    }
    for (from, to) in questions {
        let secs = |at: Instant| at.duration_since(began).as_secs_f64();
        let question = heard.between(secs(from) - 0.2, secs(to) + 0.2);
        assert!(question.rms_dbfs() > -45.0, "the question was heard: {}", question.rms_dbfs());
        // The witness shows that the microphone did hear the interviewer: the takes' silence is the cut.
        let around = at_the_microphone.between(secs(from) - 3.0, secs(to) + 3.0);
        let witnessed = best_word(&question, &around);
        println!("the microphone heard the interviewer: {witnessed:?}");
        assert!(witnessed.score > 0.9, "loudspeaker and microphone share a room: {witnessed:?}");
        for take in &session.takes {
            let leaked = find(&question.floats(), &take.sound().floats());
            println!("{}: interviewer {leaked:?}", take.wav.display());
            assert!(leaked.score < 0.2, "the interviewer is in the take: {leaked:?}");
        }
    }
}

/// The best of nine words of `question` in `whole`. Both are recordings by the sound server's own tools, which
/// lose a moment where the machine stands still: one word may be torn, not all of them.
fn best_word(question: &Sound, whole: &Sound) -> Found {
    let whole = whole.floats();
    let found = (1..10).map(|tenth| {
        let middle = question.secs() * f64::from(tenth) / 10.0;
        find(&question.between(middle - 0.3, middle + 0.3).floats(), &whole)
    });
    found.max_by(|a, b| a.score.total_cmp(&b.score)).expect("nine words")
}

#[test]
#[ignore = "needs the virtual devices of script/e2e"]
fn a_take_that_begins_at_once_has_no_end_of_the_question_in_it() {
    devices::require();
    let folder = data_folder();
    let _room = SameRoom::build();
    let at_the_microphone = Witness::at_the_microphone(folder.path().join("microphone.wav"));
    let mut rehearsal = Rehearsal::start(folder.path(), pacings::OPEN_END, 1);
    rehearsal.wait_for("Recording your answer", TO_THE_ANSWER);
    std::thread::sleep(Duration::from_secs(2));
    rehearsal.press(' ');
    rehearsal.wait_for("Saved.", TO_THE_ANSWER);
    let witness = at_the_microphone.heard();
    rehearsal.press('e');
    rehearsal.end(TO_THE_END);
    assert!(witness.rms_dbfs() > -45.0, "the microphone heard the interviewer");
    let take = SessionFiles::only(folder.path()).takes.remove(0);
    take.assert_whole();
    let sound = take.sound();
    let (first, last) = sound.sounding(33).unwrap_or_default();
    println!("{:.2} s, {:.1} dBFS, sound at {first}..{last}", sound.secs(), sound.rms_dbfs());
    // 33 of 32,768 is −60 dBFS: what a voice fades out to.
    assert!(sound.peak() <= 33, "a silent answer is silent: sound at {first}..{last}");
    assert!((1.5..4.0).contains(&sound.secs()), "{} s", sound.secs());
}

#[test]
#[ignore = "needs the virtual devices of script/e2e"]
fn a_switch_of_pacing_leaves_the_recording_whole_and_is_written_in_the_take() {
    devices::require();
    let folder = data_folder();
    let sent = noise(30.0);
    let file = sent.write(&folder.path().join("noise.wav"));
    let mut rehearsal = Rehearsal::start(folder.path(), pacings::OPEN_END, 1);
    rehearsal.wait_for("Recording your answer", TO_THE_ANSWER);
    let begun = Instant::now();
    let spoken = devices::speak(&file);
    std::thread::sleep(Duration::from_secs(5));
    let switched = begun.elapsed().as_secs_f64();
    // The sixth preset, "One-way 30/180".
    rehearsal.press('6');
    std::thread::sleep(Duration::from_secs(5));
    rehearsal.press(' ');
    rehearsal.wait_for("Saved.", TO_THE_END);
    drop(spoken);
    rehearsal.press('e');
    rehearsal.end(TO_THE_END);
    let take = SessionFiles::only(folder.path()).takes.remove(0);
    take.assert_whole();
    let entries = take.record["pacings"].as_array().expect("the take's pacings");
    let names: Vec<_> = entries.iter().map(|entry| entry["pacing"]["name"].clone()).collect();
    assert_eq!(names, [pacings::OPEN_END, "One-way 30/180"], "{entries:?}");
    assert_eq!(entries[0]["at_secs"].as_f64(), Some(0.0));
    let at = entries[1]["at_secs"].as_f64().expect("when it was switched");
    println!("switched at {switched:.2} s, written {at:.2} s");
    assert!((at - switched).abs() < 1.5, "switched at {switched} s, written {at} s");
    assert_follows(&sent, &take.sound());
}

/// Every sample of the take, from the first that sounds to the last, is the one that was sent.
fn assert_follows(sent: &Sound, take: &Sound) {
    let passage = follow(&sent.samples, &take.samples).expect("the noise is in the take");
    println!("{:.2} s: {passage:?}", take.secs());
    assert_eq!(passage.after, 0, "lost or inserted samples: {passage:?}");
    assert!(passage.unbroken as f64 > 8.0 * f64::from(take.rate_hz), "{passage:?}");
}

#[test]
#[ignore = "takes as long as an interview; run by script/e2e beside the others"]
fn the_demonstration_takes_no_longer_than_the_interview_and_fast_is_much_less() {
    let folder = data_folder();
    let sync = busy_disk::sync_takes(folder.path());
    let run = |name: &str, fast: &[&str]| {
        let data = folder.path().join(name);
        let out = data.to_string_lossy().into_owned();
        let mut arguments =
            vec!["demo", "--questions", "3", "--seed", "7", "--json", "--out", &out];
        arguments.extend(fast);
        let report = program::json(&arguments, Duration::from_secs(400));
        (report["wall_secs"].as_f64().expect("how long it took"), SessionFiles::only(&data))
    };
    let (fast_secs, fast) = run("fast", &["--fast"]);
    let (real_secs, real) = run("real", &[]);
    for session in [&fast, &real] {
        let answers = session.takes.iter().filter(|take| take.record["part"] == "answer");
        assert_eq!(answers.count(), 3, "three answers");
        session.takes.iter().for_each(TakeFiles::assert_whole);
    }
    let simulated = interview_secs(&real);
    println!("in real time {real_secs:.1} s of {simulated:.1} s, fast {fast_secs:.1} s");
    // The disk's time is no faster for it: three questions have some thirty syncs that wait for each other.
    let disk = 30.0 * sync.max(busy_disk::sync_takes(folder.path())).as_secs_f64();
    assert!(real_secs <= simulated + disk, "{real_secs} s for {simulated} s of interview");
    assert!(fast_secs <= simulated / 5.0 + disk, "{fast_secs} s for {simulated} s of interview");
    assert_speaks_the_model_answer(&real.takes[0]);
    // Time passes differently, but the same is said.
    let pairs = real.takes.iter().zip(&fast.takes);
    for (slow, quick) in pairs.filter(|(take, _)| take.record["part"] == "answer") {
        let (slow, quick) = (said_secs(&slow.sound()), said_secs(&quick.sound()));
        println!("said in {slow:.3} s, fast {quick:.3} s");
        assert!((slow - quick).abs() < 0.001, "{slow} s and {quick} s");
    }
}

/// From the first sound to the last. The silence around it is not the candidate's: where the machine stands
/// still for a quarter of a second, ten pass in a fast interview before the answer is ended.
fn said_secs(take: &Sound) -> f64 {
    // Above the noise of the simulated room, below any word.
    let (first, last) = take.sounding(60).expect("something was said");
    (last - first) as f64 / f64::from(take.rate_hz)
}

/// The take is the recorded model answer, spoken once, with little before and after it.
fn assert_speaks_the_model_answer(take: &TakeFiles) {
    let (name, text) = bank::built_in().first().expect("a bank ships");
    let bank = bank::read(text, name).bank.expect("it can be read");
    let asked = take.record["question_id"].as_str().expect("what was asked");
    let question = bank.questions.iter().find(|question| question.id == asked);
    let answer = bank::spoken_answer(question.expect("one of the bank's"), &Values::new());
    let pack = Pack::open(&pack::find_dir().expect("the voice pack")).expect("it can be read");
    let (clip, rate) = pack.clip(Persona::Model, &answer).expect("the answer is recorded");
    let clip = resample(&clip, rate, SampleRate::HZ_48000);
    let sound = take.sound();
    let found = find(&clip, &sound.floats());
    let ratio = sound.samples.len() as f64 / clip.len() as f64;
    println!(
        "first answer: {found:?}, {ratio:.3} of the clip's length, {:.1} dBFS",
        sound.rms_dbfs()
    );
    assert!(found.score >= 0.9, "the first answer is the model answer: {found:?}");
    assert!((0.9..1.1).contains(&ratio), "{} s", sound.secs());
    assert!(sound.rms_dbfs() > -40.0, "it is speech: {} dBFS", sound.rms_dbfs());
}

/// What this interview lasts at most, from what was said and recorded: the takes; each question at 100
/// words a minute, slower than any pacing reads; and half a minute for hello, goodbye and the moves between.
fn interview_secs(session: &SessionFiles) -> f64 {
    let each = session.takes.iter().map(|take| {
        let words = take.record["asked"].as_str().unwrap_or_default().split_whitespace().count();
        take.sound().secs() + words as f64 * 0.6
    });
    each.sum::<f64>() + 30.0
}

#[test]
fn a_sound_is_found_where_it_is_at_any_loudness() {
    let part = noise(0.5).floats();
    let mut whole = vec![0.0; 9_600];
    whole.extend(part.iter().map(|sample| sample * 0.1));
    whole.extend(vec![0.0; 4_800]);
    let found = find(&part, &whole);
    assert_eq!(found.at, 9_600);
    assert!(found.score > 0.999, "{found:?}");
}

#[test]
fn a_sound_is_not_found_in_another_or_in_silence() {
    let all = noise(4.0).floats();
    let (one, other) = all.split_at(all.len() / 2);
    let found = find(one, other);
    assert!(found.score < 0.2, "{found:?}");
    assert!(find(one, &vec![0.0; 48_000]).score.abs() < 1e-6);
}

#[test]
fn a_single_lost_sample_breaks_the_passage() {
    let sent = noise(1.0);
    let mut heard = vec![0; 100];
    heard.extend(&sent.samples[..40_000]);
    let whole = follow(&sent.samples, &heard).expect("it is there");
    assert_eq!((whole.begins, whole.unbroken, whole.after), (100, 40_000, 0));
    heard.remove(20_000);
    let torn = follow(&sent.samples, &heard).expect("it is there");
    assert_eq!((torn.unbroken, torn.after), (19_900, 20_099));
}
