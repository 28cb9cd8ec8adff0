//! Microphones and loudspeakers that are missing, lost, muted.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use greenroom::analysis::{Gap, Measures, MicCheck, Signal};
use greenroom::audio::{DeviceRef, MicSource, SpeakerSink};
use greenroom::interview::{Action, Allowance, DeviceChoice, Pacing, StageView, Trouble};
use greenroom::rehearsal::{Command, MicFault, Snapshot};
use greenroom::store::TakePart;
use greenroom::voice::{EngineKind, VoiceConfig};
use serde::Deserialize as _;

use crate::common::fake_card::{Card, Spec};
use crate::{Room, assert_whole, plain};

const MS: Duration = Duration::from_millis(1);

fn broken(trouble: Trouble) -> impl Fn(StageView) -> bool {
    move |stage| stage == StageView::Broken(trouble)
}

#[test]
fn without_a_microphone_the_interview_goes_on_unrecorded_and_says_why() {
    let room = Room::open(MicSource::None, SpeakerSink::None);
    room.begin(plain(), 1);
    room.until_stage("the choice", broken(Trouble::Microphone));
    room.until_notice("No microphone was found");
    room.does(Action::Choose(DeviceChoice::GoOnWithout));
    room.until_answered(Duration::from_secs(1));
    room.does(Action::Finish);
    room.until_stage("your turn", |stage| stage == StageView::YourTurn { asking: None });
    let session = room.session(&room.end());
    assert_eq!(session.takes.len(), 0, "{:#?}", session.takes);
    assert!(session.record.ended.is_some());
}

/// A take that was cut off once and went on: one file, the gap noted, all of it there.
fn assert_went_on(room: &Room) {
    let session = room.session(&room.end());
    let takes: Vec<_> = session
        .takes
        .iter()
        .map(|take| (take.record.part, take.record.ended_by.as_str(), take.record.position))
        .collect();
    assert_eq!(takes, [(TakePart::Answer, "finished", 0)]);
    let take = &session.takes[0];
    assert!(assert_whole(take).len() > 20_000);
    assert_eq!(take.record.device.name, "Fake sound card");
    let gaps = &take.record.gaps;
    assert!(gaps.len() == 1 && gaps[0].at_frame > 0 && gaps[0].missing_secs > 0.0, "{gaps:?}");
    assert!(gaps[0].at_frame < take.record.frames, "{gaps:?}");
    let marks = &take.record.marks;
    assert!(marks.iter().any(|mark| mark.what == "gap"), "{marks:?}");
    // What is measured knows of it too.
    let kept = take.record.measures.as_ref().expect("measured");
    let known = Measures::deserialize(kept).expect("as this version writes them").gaps;
    let at_secs = gaps[0].at_frame as f64 / f64::from(take.record.rate_hz);
    let is_it = |gap: &Gap| (gap.at_secs - at_secs).abs() < 1e-6 && gap.missing_secs > 0.0;
    assert!(known.len() == 1 && is_it(&known[0]), "{known:?} for {gaps:?}");
}

#[test]
fn a_microphone_pulled_out_in_mid_answer_goes_on_in_the_same_take_when_it_is_back() {
    let (room, card) = Room::with_card();
    room.begin(plain(), 1);
    room.until_answered(500 * MS);
    card.events.is_unplugged.store(true, Ordering::Release);
    room.until_stage("the choice", broken(Trouble::Microphone));
    // Still gone: trying again says so.
    room.does(Action::Choose(DeviceChoice::TryAgain));
    room.until("the failure", |snapshot| (snapshot.notices.len() >= 2).then_some(()));
    card.events.is_unplugged.store(false, Ordering::Release);
    room.until_answered(1_000 * MS);
    room.does(Action::Finish);
    assert_went_on(&room);
}

#[test]
fn another_microphone_chosen_in_mid_answer_goes_on_in_the_same_take() {
    let (room, _card) = Room::with_card();
    room.begin(plain(), 1);
    room.until_answered(300 * MS);
    room.send(Command::OpenMicrophone(DeviceRef::Default));
    room.until_answered(800 * MS);
    room.does(Action::Finish);
    assert_went_on(&room);
}

#[test]
fn a_microphone_that_goes_and_comes_in_a_pause_records_nothing_of_it() {
    let (room, card) = Room::with_card();
    room.begin(plain(), 1);
    room.until_answered(500 * MS);
    room.does(Action::Pause);
    room.until_stage("the pause", |stage| stage == StageView::Paused);
    card.events.is_unplugged.store(true, Ordering::Release);
    room.until_notice("microphone");
    card.events.is_unplugged.store(false, Ordering::Release);
    std::thread::sleep(2_500 * MS);
    room.does(Action::Resume);
    room.until_answered(1_000 * MS);
    room.does(Action::Finish);
    let session = room.session(&room.end());
    assert_eq!(session.takes.len(), 1);
    let take = &session.takes[0];
    assert_whole(take);
    assert!(take.record.gaps.is_empty(), "{:?}", take.record.gaps);
    let [joint] = take.record.joints.as_slice() else { panic!("{:?}", take.record.joints) };
    assert_eq!(joint.why, "paused");
    assert!(
        joint.lasted_secs > 2.5 && crate::length(take) < 2.2,
        "{joint:?}, {} s",
        crate::length(take)
    );
}

#[test]
fn an_answer_that_is_not_waited_for_is_kept_and_nothing_more_is_recorded() {
    let (room, card) = Room::with_card();
    room.begin(plain(), 1);
    room.until_answered(500 * MS);
    card.events.is_unplugged.store(true, Ordering::Release);
    room.until_stage("the choice", broken(Trouble::Microphone));
    room.does(Action::Choose(DeviceChoice::GoOnWithout));
    room.until_answered(1_000 * MS);
    // It comes back: nobody has asked for it.
    card.events.is_unplugged.store(false, Ordering::Release);
    room.until_answered(60_000 * MS);
    room.does(Action::Finish);
    let session = room.session(&room.end());
    let ends: Vec<_> = session.takes.iter().map(|take| take.record.ended_by.as_str()).collect();
    assert_eq!(ends, ["microphone-lost"]);
    assert_whole(&session.takes[0]);
}

#[test]
fn an_interview_that_is_left_while_its_microphone_is_gone_keeps_the_take() {
    let (mut room, card) = Room::with_card();
    room.begin(plain(), 1);
    room.until_answered(500 * MS);
    card.events.is_unplugged.store(true, Ordering::Release);
    room.until_stage("the choice", broken(Trouble::Microphone));
    let folder = room.until_live("the folder", |live| Some(live.folder.clone()));
    room.leave();
    let session = room.session(&folder);
    let ends: Vec<_> = session.takes.iter().map(|take| take.record.ended_by.as_str()).collect();
    assert_eq!(ends, ["microphone-lost"]);
    assert_whole(&session.takes[0]);
}

#[test]
fn a_microphone_that_gives_zeros_is_told_of_at_once_and_in_the_take() {
    let card = Card::new(Spec { sound: Arc::new(|_, _| 0.0), ..Spec::default() });
    let room = Room::open(MicSource::Host(card.factory()), SpeakerSink::None);
    room.begin(plain(), 1);
    room.until_live("the fault", |live| (live.fault == Some(MicFault::Silent)).then_some(()));
    room.until_stage("an answer that goes on", |s| matches!(s, StageView::Answering { .. }));
    room.does(Action::Finish);
    room.until_live("its end", |live| live.fault.is_none().then_some(()));
    let session = room.session(&room.end());
    let marks = &session.takes[0].record.marks;
    assert!(marks.iter().any(|mark| mark.what == "nothing-heard"), "{marks:?}");
    assert_eq!(room.rehearsal().snapshot().notices, [], "nothing of it stays");
}

#[test]
fn a_microphone_that_is_switched_on_is_told_no_more_and_the_answer_begins_again() {
    let is_on = Arc::new(AtomicBool::new(false));
    let switch = Arc::clone(&is_on);
    let sound = move |n: u64, _| {
        if switch.load(Ordering::Acquire) { 0.3 * (n as f64 * 0.05).sin() } else { 0.0 }
    };
    let card = Card::new(Spec { sound: Arc::new(sound), ..Spec::default() });
    let room = Room::open(MicSource::Host(card.factory()), SpeakerSink::None);
    room.begin(Pacing { takes: Allowance::Times(1), ..plain() }, 1);
    room.until_live("the fault", |live| (live.fault == Some(MicFault::Silent)).then_some(()));
    // Begun again too soon: that is told as well, after as long.
    room.does(Action::BeginAgain);
    room.until_live("another take", |live| (live.view.take == 2).then_some(()));
    assert_eq!(room.until_live("a view", |live| Some(live.fault)), None, "not judged yet");
    room.until_live("the fault", |live| (live.fault == Some(MicFault::Silent)).then_some(()));
    is_on.store(true, Ordering::Release);
    room.until_live("its end", |live| live.fault.is_none().then_some(()));
    room.until_live("the way back", |live| live.view.may_begin_again.then_some(()));
    room.does(Action::BeginAgain);
    room.until_live("another take", |live| (live.view.take == 3).then_some(()));
    room.until_answered(500 * MS);
    room.does(Action::Finish);
    let session = room.session(&room.end());
    let ends: Vec<_> = session.takes.iter().map(|take| take.record.ended_by.as_str()).collect();
    assert_eq!(ends, ["retaken", "retaken", "finished"]);
    session.takes.iter().for_each(|take| drop(assert_whole(take)));
}

#[test]
fn what_the_computer_plays_is_not_taken_for_a_lost_microphone() {
    let monitor = Card::new(Spec { id: "speaker.monitor", name: "Monitor", ..Spec::default() });
    let desk = Card::new(Spec::default());
    // While the microphone is there it is the default; when it is gone, the monitor.
    desk.events.is_unplugged.store(false, Ordering::Release);
    let room = Room::open(MicSource::Host(monitor.factory_with(&desk)), SpeakerSink::None);
    room.begin(plain(), 1);
    room.until_answered(300 * MS);
    desk.events.is_unplugged.store(true, Ordering::Release);
    room.until_stage("the choice", broken(Trouble::Microphone));
    room.send(Command::OpenMicrophone(DeviceRef::Default));
    room.until_notice("No microphone was found");
    assert_eq!(monitor.events.open_streams.load(Ordering::Acquire), 0);
    // The notice goes with its cause.
    desk.events.is_unplugged.store(false, Ordering::Release);
    room.send(Command::OpenMicrophone(DeviceRef::Default));
    room.until_answered(600 * MS);
    room.until("the end of the notice", |snapshot| snapshot.notices.is_empty().then_some(()));
    assert_eq!(monitor.events.open_streams.load(Ordering::Acquire), 0);
}

fn speaking(room: &Room) -> VoiceConfig {
    VoiceConfig {
        order: vec![EngineKind::BuiltIn],
        pack_dir: None,
        helper: None,
        cache_dir: room.folder.path().join("cache"),
        system_voice: None,
    }
}

#[test]
fn without_a_loudspeaker_the_questions_are_shown_for_as_long_as_reading_takes() {
    let card = Card::new(Spec { has_loudspeaker: false, ..Spec::default() });
    let sink = SpeakerSink::Host(card.factory());
    let room = Room::open(MicSource::Host(card.factory()), sink);
    room.send(Command::UseVoice(Box::new(speaking(&room))));
    room.begin(plain(), 1);
    room.until_stage("the choice", broken(Trouble::Speaker));
    room.until_notice("No loudspeaker was found");
    // Trying again goes on, and says it again.
    room.does(Action::Choose(DeviceChoice::TryAgain));
    room.until_stage("it goes on", |stage| stage == StageView::Asking);
    room.until_stage("the choice again", broken(Trouble::Speaker));
    room.does(Action::Choose(DeviceChoice::GoOnWithout));
    let shown = room.until_live("the question", |live| match live.view.stage {
        StageView::Asking => live.view.question_text.clone(),
        _ => None,
    });
    assert!(shown.len() > 10, "{shown}");
    room.until_answered(200 * MS);
    room.does(Action::Finish);
    let session = room.session(&room.end());
    assert_eq!(session.takes.len(), 1);
    assert_whole(&session.takes[0]);
}

#[test]
fn a_question_that_every_voice_failed_to_speak_begins_with_a_chime_and_a_chosen_silence_does_not() {
    for (order, rings) in [(EngineKind::Pack, true), (EngineKind::Silent, false)] {
        let (mic, out) = (Card::new(Spec::default()), Card::new(Spec::default()));
        let sink = SpeakerSink::Host(out.factory());
        let room = Room::open(MicSource::Host(mic.factory()), sink);
        let voice = VoiceConfig { order: vec![order, EngineKind::Silent], ..speaking(&room) };
        room.send(Command::UseVoice(Box::new(voice)));
        room.begin(plain(), 1);
        let shown = room.until_live("the question", |live| live.view.question_text.clone());
        assert!(shown.len() > 10, "{shown}");
        let is_heard = || out.heard().iter().any(|sample| *sample != 0.0);
        if rings {
            room.until("the chime", |_snapshot| is_heard().then_some(()));
        }
        room.until_answered(500 * MS);
        assert_eq!(is_heard(), rings, "{order:?}");
        room.does(Action::Finish);
        assert_whole(&room.session(&room.end()).takes[0]);
    }
}

#[test]
fn a_loudspeaker_lost_in_mid_question_can_be_had_again() {
    let (mic, out) = (Card::new(Spec::default()), Card::new(Spec::default()));
    let sink = SpeakerSink::Host(out.factory());
    let room = Room::open(MicSource::Host(mic.factory()), sink);
    room.send(Command::UseVoice(Box::new(speaking(&room))));
    room.begin(plain(), 1);
    room.until_live("the voice", |live| live.speaking.then_some(()));
    room.until("sound", |_| out.heard().iter().any(|x| *x != 0.0).then_some(()));
    out.events.is_unplugged.store(true, Ordering::Release);
    room.until_stage("the choice", broken(Trouble::Speaker));
    out.events.is_unplugged.store(false, Ordering::Release);
    room.does(Action::Choose(DeviceChoice::TryAgain));
    room.until_answered(100 * MS);
    let session = room.session(&room.end());
    assert_eq!(session.takes.len(), 1);
}

fn heard(sound: impl Fn(u64, u16) -> f64 + Send + Sync + 'static) -> Signal {
    let card = Card::new(Spec { sound: Arc::new(sound), ..Spec::default() });
    let room = Room::open(MicSource::Host(card.factory()), SpeakerSink::None);
    room.send(Command::CheckMicrophone(DeviceRef::Default));
    room.until("the verdict", |snapshot| match &snapshot.check {
        MicCheck::Heard(result) => Some(result.signal()),
        _ => None,
    })
}

#[test]
fn the_microphone_check_tells_a_good_one_from_a_dead_one_and_none() {
    assert_eq!(heard(|n, _| 0.3 * (n as f64 * 0.05).sin()), Signal::Good);
    assert_eq!(heard(|_, _| 0.0), Signal::Dead);
    let room = Room::open(MicSource::None, SpeakerSink::None);
    room.send(Command::CheckMicrophone(DeviceRef::Default));
    let why = room.until("the verdict", |snapshot| match &snapshot.check {
        MicCheck::Failed(why) => Some(why.clone()),
        _ => None,
    });
    assert!(why.contains("No microphone"), "{why}");
}

#[test]
fn the_check_counts_down_plays_by_itself_and_stops_when_told() {
    let sound = Arc::new(|n: u64, _| 0.3 * (n as f64 * 0.05).sin());
    let card = Card::new(Spec { sound, ..Spec::default() });
    let source = MicSource::Host(card.factory());
    let room = Room::open(source, SpeakerSink::Host(card.factory()));
    let begin = || room.send(Command::CheckMicrophone(DeviceRef::Default));
    let left = |secs: u64| {
        room.until("the countdown", |snapshot| match snapshot.check {
            MicCheck::Listening { left } => {
                (left.as_secs_f32().ceil() as u64 == secs).then_some(())
            }
            _ => None,
        });
    };
    begin();
    (1..=3).rev().for_each(left);
    room.until("the playing", |snapshot| {
        matches!(snapshot.check, MicCheck::Playing(_)).then_some(())
    });
    room.send(Command::StopCheck);
    room.until("the verdict", |snapshot| {
        matches!(snapshot.check, MicCheck::Heard(_)).then_some(())
    });
    begin();
    left(2);
    room.send(Command::StopCheck);
    let is_idle = |snapshot: &Snapshot| (snapshot.check == MicCheck::Idle).then_some(());
    room.until("the end", is_idle);
    // Nothing comes of it afterwards.
    std::thread::sleep(Duration::from_millis(500));
    let snapshot = room.rehearsal().snapshot();
    assert_eq!((&snapshot.check, snapshot.playback.what.as_ref()), (&MicCheck::Idle, None));
}

#[test]
fn a_microphone_that_does_not_open_is_no_failed_check() {
    let room = Room::open(MicSource::None, SpeakerSink::None);
    room.send(Command::OpenMicrophone(DeviceRef::Default));
    room.until("the failure", |snapshot| match &snapshot.microphone {
        greenroom::rehearsal::MicState::Missing(why) => Some(why.clone()),
        _ => None,
    });
    assert_eq!(room.rehearsal().snapshot().check, MicCheck::Idle);
}
