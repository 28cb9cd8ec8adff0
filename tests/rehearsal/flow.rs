//! Interviews that go as they should: switching, pausing, one after the other.

use std::time::Duration;

use greenroom::audio::{MicSource, SimulatedMic, SpeakerSink};
use greenroom::interview::{Action, Allowance, Pacing, StageView, Stop, Think};
use greenroom::rehearsal::Command;
use greenroom::store::TakePart;
use greenroom::units::SampleRate;
use greenroom::voice::{EngineKind, VoiceConfig};

use crate::{Room, assert_whole, hard, length, plain};

const MS: Duration = Duration::from_millis(1);

#[test]
fn switching_the_pacing_in_mid_answer_keeps_the_recording_whole_and_is_written_in_the_take() {
    let (room, _card) = Room::with_card();
    room.begin(hard(2_000), 1);
    room.until_answered(900 * MS);
    let longer = Pacing { name: "Longer".to_owned(), ..plain() };
    room.does(Action::SwitchPacing(Box::new(longer)));
    room.until_live("the switch", |live| live.view.stops_at.is_none().then_some(()));
    room.until_answered(3_000 * MS);
    room.does(Action::Finish);
    let session = room.session(&room.end());

    assert_eq!(session.takes.len(), 1, "one file: {:#?}", session.takes);
    let take = &session.takes[0];
    assert_whole(take);
    assert!(length(take) > 3.0, "it goes on past the old limit: {} s", length(take));
    assert_eq!(take.record.ended_by, "finished");
    let names: Vec<_> = take.record.pacings.iter().map(|p| p.pacing["name"].clone()).collect();
    assert_eq!(names, ["Plain", "Longer"]);
    assert_eq!(take.record.pacings[0].at_secs, 0.0);
    let at = take.record.pacings[1].at_secs;
    assert!((0.9..2.0).contains(&at), "switched at {at} s");
}

#[test]
fn an_answer_switched_to_a_hard_stop_ends_there_to_the_frame() {
    // Ten times as fast, or the test would last as long as the answer.
    let (simulated, _mouth) = SimulatedMic::new(SampleRate::HZ_48000, 10.0);
    let room = Room::open(MicSource::Simulated(simulated), SpeakerSink::None);
    room.begin(plain(), 1);
    room.until_answered(200 * MS);
    // The least time after a switch is ten seconds.
    room.does(Action::SwitchPacing(Box::new(hard(1_000))));
    let stops = room.until_live("the switch", |live| live.view.stops_at);
    room.until_stage("your turn", |stage| stage == StageView::YourTurn { asking: None });
    let session = room.session(&room.end());
    assert_eq!(session.takes.len(), 1);
    assert_whole(&session.takes[0]);
    assert_eq!(session.takes[0].record.ended_by, "time-up");
    let over = length(&session.takes[0]) - stops.as_secs_f64();
    assert!((-0.5..0.3).contains(&over), "{over} s past its end");
}

#[test]
fn a_pause_and_a_repeat_are_joints_in_one_take_that_holds_neither() {
    let (room, _card) = Room::with_card();
    room.begin(plain(), 1);
    room.until_answered(600 * MS);
    room.does(Action::Pause);
    room.until_stage("the pause", |stage| stage == StageView::Paused);
    std::thread::sleep(1_500 * MS);
    room.does(Action::Resume);
    room.until_answered(1_200 * MS);
    room.does(Action::Repeat);
    room.until_stage("the question again", |stage| stage == StageView::Asking);
    room.until_answered(1_800 * MS);
    room.does(Action::Finish);
    let session = room.session(&room.end());

    assert_eq!(session.takes.len(), 1, "one file: {:#?}", session.takes);
    let take = &session.takes[0];
    assert_whole(take);
    assert_eq!((take.record.part, take.record.ended_by.as_str()), (TakePart::Answer, "finished"));
    assert!(take.record.gaps.is_empty(), "nothing is missing: {:?}", take.record.gaps);
    let rate = f64::from(take.record.rate_hz);
    let joints: Vec<_> = take
        .record
        .joints
        .iter()
        .map(|one| (one.why.as_str(), one.at_frame as f64 / rate))
        .collect();
    assert!(
        matches!(joints[..], [("paused", first), ("question-heard", second)]
            if (0.5..1.1).contains(&first) && (1.1..1.8).contains(&second)),
        "{joints:?}"
    );
    let lasted = take.record.joints[0].lasted_secs;
    assert!((1.2..4.0).contains(&lasted), "paused for {lasted} s");
    assert!((1.7..2.8).contains(&length(take)), "without what lies between: {} s", length(take));
}

#[test]
fn an_answer_that_waits_ends_whole_whatever_ends_it() {
    let (room, _card) = Room::with_card();
    room.begin(Pacing { takes: Allowance::Unlimited, ..plain() }, 1);
    room.until_answered(400 * MS);
    room.does(Action::Pause);
    room.until_stage("the pause", |stage| stage == StageView::Paused);
    room.does(Action::Retake);
    room.until_answered(500 * MS);
    room.does(Action::Pause);
    room.until_stage("the pause", |stage| stage == StageView::Paused);
    let session = room.session(&room.end());
    let ends: Vec<_> = session
        .takes
        .iter()
        .map(|take| (take.record.take, take.record.ended_by.as_str()))
        .collect();
    assert_eq!(ends, [(1, "retaken"), (2, "ended-early")]);
    for take in &session.takes {
        assert_whole(take);
        assert!(take.record.joints.is_empty(), "nothing came after the pause");
    }
}

#[test]
fn two_interviews_run_one_after_the_other_and_not_at_once() {
    let (room, _card) = Room::with_card();
    room.begin(plain(), 1);
    room.until_answered(100 * MS);
    room.begin(plain(), 1);
    room.until_notice("already running");
    room.until("the refusal", |snapshot| snapshot.refused.clone());
    let first = room.end();
    // Until the first is off the stage, a second is refused: try as a person would.
    let second = loop {
        room.begin(plain(), 1);
        let begun = room.until("an answer", |snapshot| {
            let live = snapshot.live.as_ref()?;
            let begun = live.folder != first;
            (begun || snapshot.refused.is_some()).then(|| begun.then(|| live.folder.clone()))
        });
        if let Some(folder) = begun {
            break folder;
        }
    };
    room.until_answered(100 * MS);
    assert_eq!(room.end(), second);
    for folder in [first, second] {
        let session = room.session(&folder);
        assert_eq!(session.takes.len(), 1);
        assert_whole(&session.takes[0]);
        assert!(session.record.ended.is_some());
    }
}

#[test]
fn a_question_that_nobody_speaks_is_shown_and_stays_in_sight() {
    let (room, _card) = Room::with_card();
    let hidden = greenroom::interview::QuestionText::OnRequest;
    room.begin(Pacing { question_text: hidden, think: Think::Unlimited, ..plain() }, 1);
    let asked = room.until_live("thinking", |live| match live.view.stage {
        StageView::Thinking { .. } => Some(live.view.question_text.clone()),
        _ => None,
    });
    assert!(asked.is_some_and(|words| words.len() > 10));
    room.end();
}

#[test]
fn a_chime_sounds_in_an_answer_and_its_time_is_written_down() {
    let (room, _card) = Room::with_card();
    let band = greenroom::bank::Band { min: 400 * MS, max: 800 * MS };
    let answer = greenroom::interview::AnswerBand::Fixed(band);
    room.begin(Pacing { chime: true, answer, ..plain() }, 1);
    room.until_answered(1_000 * MS);
    room.does(Action::Finish);
    let session = room.session(&room.end());
    let chimes: Vec<f64> = session.takes[0]
        .record
        .marks
        .iter()
        .filter(|mark| mark.what == "chime")
        .map(|mark| mark.at_secs)
        .collect();
    assert_eq!(chimes.len(), 3, "green, amber, red: {chimes:?}");
    assert!((0.4..0.7).contains(&chimes[0]), "{chimes:?}");
}

/// The microphone hears the loudspeaker, as on a desk without headphones.
#[test]
fn a_take_never_holds_the_interviewer_however_late_the_loudspeaker_is() {
    use crate::common::fake_card::{Card, Spec};
    let latency = 400 * MS;
    let card = Card::new(Spec { latency, ..Spec::default() });
    let (simulated, _mouth) = SimulatedMic::new(SampleRate::HZ_48000, 1.0);
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::open_in(
        folder,
        MicSource::Simulated(simulated),
        SpeakerSink::Host(card.factory()),
        1.0,
        || {},
    );
    let cache_dir = room.folder.path().join("cache");
    let voice = VoiceConfig {
        order: vec![EngineKind::BuiltIn],
        pack_dir: None,
        helper: None,
        cache_dir,
        system_voice: None,
    };
    room.send(Command::UseVoice(Box::new(voice)));
    room.begin(plain(), 1);
    room.until_live("the question", |live| {
        (live.view.stage == StageView::Asking && live.speaking).then_some(())
    });
    // The greeting is over; the question is cut short while it sounds.
    let before = card.heard().len();
    room.until("the question's sound", |_| {
        card.heard().iter().skip(before + 24_000).any(|x| *x != 0.0).then_some(())
    });
    let cut = std::time::Instant::now();
    room.does(Action::Ready);
    let begun = room.until("frames", |_| {
        room.until_answered(50 * MS);
        Some(std::time::Instant::now())
    });
    // What the device had taken was heard for as long as its latency says.
    assert!(begun - cut >= latency, "recording {:?} after the key", begun - cut);
    room.leave();
}

#[test]
fn a_soft_stop_moves_on_and_the_recorder_leaves_it_to_the_interviewer() {
    let (room, _card) = Room::with_card();
    let band = greenroom::bank::Band { min: 200 * MS, max: 400 * MS };
    let answer = greenroom::interview::AnswerBand::Fixed(band);
    let stop = Stop::Soft { grace: 300 * MS };
    room.begin(Pacing { answer, stop, ..plain() }, 1);
    room.until_stage("your turn", |stage| stage == StageView::YourTurn { asking: None });
    let session = room.session(&room.end());
    assert_eq!(session.takes.len(), 1);
    assert_eq!(session.takes[0].record.ended_by, "moved-on");
    assert!((0.7..1.5).contains(&length(&session.takes[0])));
}

#[test]
fn a_computer_that_slept_has_not_used_up_the_time_to_think() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    // The director stands still for as long as somebody keeps it from going on.
    let sleeps = Arc::new(AtomicBool::new(false));
    let asleep = Arc::clone(&sleeps);
    let (simulated, _mouth) = SimulatedMic::new(SampleRate::HZ_48000, 1.0);
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::open_in(
        folder,
        MicSource::Simulated(simulated),
        SpeakerSink::None,
        10.0,
        move || {
            while asleep.load(Ordering::Acquire) {
                std::thread::sleep(5 * MS);
            }
        },
    );
    let left = |live: &greenroom::rehearsal::Live| match live.view.stage {
        StageView::Thinking { left } => left,
        _ => None,
    };
    room.begin(Pacing { think: Think::For(Duration::from_secs(40)), ..plain() }, 1);
    let before = room.until_live("thinking", left);
    sleeps.store(true, Ordering::Release);
    // Ten times as fast: forty seconds of the interview's time and more.
    std::thread::sleep(Duration::from_millis(4_500));
    sleeps.store(false, Ordering::Release);
    std::thread::sleep(200 * MS);
    let after = room.until_live("still thinking", left);
    assert!(before - after < Duration::from_secs(25), "{before:?}, then {after:?}");
}
