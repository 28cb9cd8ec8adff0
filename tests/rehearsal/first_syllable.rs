//! Interviews through a loudspeaker that sleeps: mute for the first 800 ms after it was opened (a fake one).

use std::sync::atomic::Ordering;
use std::time::Duration;

use greenroom::audio::{MicSource, SpeakerSink};
use greenroom::interview::{Action, StageView};
use greenroom::rehearsal::{Command, Heard};
use greenroom::units::Wpm;
use greenroom::voice::{EngineKind, Persona, VoiceConfig};

use crate::common::fake_card::{Card, Spec};
use crate::{Room, assert_whole, plain};

const MS: Duration = Duration::from_millis(1);

fn sleepy_room() -> (Room, Card) {
    let mic = Card::new(Spec::default());
    let out = Card::new(Spec { asleep: 800 * MS, ..Spec::default() });
    let sink = SpeakerSink::Host(out.factory());
    let room = Room::open(MicSource::Host(mic.factory()), sink);
    let voice = VoiceConfig {
        order: vec![EngineKind::BuiltIn],
        pack_dir: None,
        helper: None,
        cache_dir: room.folder.path().join("cache"),
        system_voice: None,
    };
    room.send(Command::UseVoice(Box::new(voice)));
    (room, out)
}

fn opened(card: &Card) -> usize {
    card.events.outputs_opened.load(Ordering::SeqCst)
}

/// Nothing that is not silence was given to the device while it slept.
fn assert_nothing_lost(card: &Card) {
    assert!(card.heard().iter().any(|sample| *sample != 0.0), "something was heard");
    assert_eq!(card.events.lost_asleep.load(Ordering::SeqCst), 0, "samples lost at a beginning");
}

#[test]
fn every_word_of_an_interview_is_heard_and_its_loudspeaker_is_opened_once() {
    let (room, out) = sleepy_room();
    room.begin(plain(), 2);
    for _ in 0..2 {
        room.until_stage("a question", |stage| stage == StageView::Asking);
        // Longer than a loudspeaker without sound is kept open otherwise.
        room.until_answered(3_800 * MS);
        room.does(Action::Finish);
    }
    room.until_stage("your turn", |stage| matches!(stage, StageView::YourTurn { .. }));
    assert_eq!(opened(&out), 1, "one stream from the greeting on");
    assert_nothing_lost(&out);
    let session = room.session(&room.end());
    assert_eq!(session.takes.len(), 2);
    session.takes.iter().for_each(|take| drop(assert_whole(take)));
    room.until("it is let go of", |_| {
        (out.events.open_streams.load(Ordering::SeqCst) == 0).then_some(())
    });
}

#[test]
fn a_pause_lets_the_loudspeaker_go_and_what_follows_is_whole_again() {
    let (room, out) = sleepy_room();
    room.begin(plain(), 1);
    room.until_answered(200 * MS);
    room.does(Action::Pause);
    room.until("it is let go of", |_| {
        (out.events.open_streams.load(Ordering::SeqCst) == 0).then_some(())
    });
    room.does(Action::Resume);
    room.until_answered(200 * MS);
    room.does(Action::Finish);
    room.until_stage("your turn", |stage| matches!(stage, StageView::YourTurn { .. }));
    assert_eq!(opened(&out), 2);
    assert_nothing_lost(&out);
    room.end();
}

#[test]
fn what_is_heard_outside_an_interview_is_whole_too() {
    let (room, out) = sleepy_room();
    let parts = vec!["Tell me about a conflict.".to_owned()];
    let text = Heard::Text { parts, persona: Persona::InterviewerA, speed: Wpm(165) };
    room.send(Command::Hear(text));
    room.until("it is heard", |_| out.heard().iter().any(|x| *x != 0.0).then_some(()));
    room.until("its end", |snapshot| snapshot.playback.what.is_none().then_some(()));
    assert_nothing_lost(&out);
}
