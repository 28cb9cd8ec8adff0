//! Pack, built-in voice and silence.

use std::fs;

use super::EngineKind::{BuiltIn, Pack, Silent};
use super::*;

#[test]
fn silence_lasts_as_long_as_reading_would() {
    let bench = Bench::new(&[Silent], None, Script::Speaks);
    bench.say(1, "One two three four five.");
    assert_eq!(bench.told(5), Some(Told::Silent(1, Duration::from_secs(2))));
    bench.voice.say(request(2, &["\u{200b}", " "]));
    assert_eq!(bench.told(5), Some(Told::Silent(2, Duration::ZERO)));
}

#[test]
fn a_renderer_that_fails_or_panics_ends_in_silence_and_is_told_once() {
    for script in [Script::Fails, Script::Panics] {
        let bench = Bench::new(&[BuiltIn], None, script);
        bench.say(1, "Hello.");
        assert_eq!(
            bench.told(5),
            notice("The built-in voice failed; what would be said is shown instead.")
        );
        assert!(matches!(bench.told(5), Some(Told::Silent(1, _))), "{script:?}");
        bench.say(2, "Hello.");
        assert!(matches!(bench.told(5), Some(Told::Silent(2, _))), "{script:?}");
    }
}

#[test]
fn a_renderer_that_hangs_ends_in_silence() {
    let bench = Bench::new(&[BuiltIn], None, Script::Takes(Duration::from_secs(20)));
    for id in 1..=2 {
        let start = Instant::now();
        bench.say(id, "Hello.");
        let last = std::iter::from_fn(|| bench.told(5)).find(|t| !matches!(t, Told::Notice(_)));
        assert!(matches!(last, Some(Told::Silent(..))), "{last:?}");
        assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    }
    let start = Instant::now();
    bench.say(3, "Hello.");
    assert!(matches!(bench.told(1), Some(Told::Silent(3, _))));
    assert!(
        start.elapsed() < Duration::from_secs(1),
        "given up, it costs no time: {:?}",
        start.elapsed()
    );
}

#[test]
fn stopping_is_immediate_and_nothing_is_told_afterwards() {
    let takes = Duration::from_secs(2);
    let bench = Bench::new(&[BuiltIn], None, Script::Takes(takes));
    bench.say(1, "Hello.");
    std::thread::sleep(Duration::from_millis(50));
    let start = Instant::now();
    bench.voice.stop();
    // Far from what the engine takes, which ignores being stopped: nobody waited for it.
    assert!(start.elapsed() < takes / 2, "{:?}", start.elapsed());
    assert_eq!(bench.all(2_500), []);
    bench.say(2, "Hello.");
    assert_eq!(bench.told(20), Some(Told::Rendered(2, BuiltIn)));
}

#[test]
fn of_many_requests_only_the_last_is_said() {
    let bench = Bench::new(&[BuiltIn], None, Script::Speaks);
    for id in 0..2_000 {
        bench.say(id, "Hello.");
    }
    // However late a busy machine's thread comes to look, nothing falls silent on the way.
    let last = Told::Rendered(1_999, BuiltIn);
    let rendered = |told: &Told| matches!(told, Told::Rendered(_, BuiltIn));
    let told = std::iter::from_fn(|| bench.told(20)).take_while(rendered).find(|it| *it == last);
    assert_eq!(told, Some(last));
    bench.voice.stop();
    assert_eq!(bench.all(200), []);
}

#[test]
fn a_burst_while_one_is_being_rendered_ends_with_the_last_and_not_in_silence() {
    let bench = Bench::new(&[BuiltIn], None, Script::Takes(Duration::from_millis(200)));
    for id in 0..30 {
        bench.say(id, "Hello.");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(bench.told(20), Some(Told::Rendered(29, BuiltIn)));
}

/// A pack in which the first interviewer says two things.
fn small_pack() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let clip = include_bytes!("../testdata/clip.ogg");
    fs::write(
        dir.path().join("pack.toml"),
        "form = 1\n[persona.a]\nvoice = \"x\"\nnatural_wpm = 200\n",
    )
    .unwrap();
    fs::create_dir(dir.path().join("a")).unwrap();
    for text in ["Thank you.", "Good."] {
        fs::write(dir.path().join("a").join(format!("{}.ogg", pack::key(text))), clip).unwrap();
    }
    dir
}

#[test]
fn recorded_parts_are_joined_with_a_pause_and_played_at_the_speed_asked_for() {
    let dir = small_pack();
    let opened = pack::Pack::open(dir.path()).unwrap();
    let one = opened.clip(Persona::InterviewerA, "Good.").unwrap().0.len();
    let bench =
        Bench::with_pack(&[Pack, BuiltIn], None, Script::Speaks, Some(dir.path().to_owned()));
    bench.voice.say(request(1, &["Thank you.", "", "Good."]));
    let event = bench.events.recv_timeout(Duration::from_secs(5)).unwrap();
    let VoiceEvent::Rendered { samples, rate, stretch, engine: Pack, .. } = event else {
        panic!("{event:?}")
    };
    assert_eq!(samples.len(), 2 * one + rate.hz() as usize * 35 / 100);
    assert!((stretch - 0.75).abs() < 0.001, "{stretch}");
}

#[test]
fn a_request_with_a_part_that_is_not_recorded_goes_whole_to_the_next_engine_without_a_notice() {
    let dir = small_pack();
    let bench =
        Bench::with_pack(&[Pack, BuiltIn], None, Script::Speaks, Some(dir.path().to_owned()));
    bench.voice.say(request(1, &["Thank you.", "Good!"]));
    assert_eq!(bench.told(5), Some(Told::Rendered(1, BuiltIn)));
    let model = SpeakRequest { persona: Persona::Model, ..request(2, &["Good."]) };
    bench.voice.say(model);
    assert_eq!(bench.told(5), Some(Told::Rendered(2, BuiltIn)));
}

#[test]
fn a_missing_or_damaged_pack_is_told_once() {
    let dir = small_pack();
    fs::write(dir.path().join("a").join(format!("{}.ogg", pack::key("Good."))), b"OggS").unwrap();
    for (pack_dir, why) in [
        (None, "The recorded voices are not installed; the built-in voice speaks instead."),
        (
            Some(dir.path().join("nowhere")),
            "The recorded voices can't be read; the built-in voice speaks instead.",
        ),
        (
            Some(dir.path().to_owned()),
            "The recorded voices can't be read; the built-in voice speaks instead.",
        ),
    ] {
        let bench = Bench::with_pack(&[Pack, BuiltIn], None, Script::Speaks, pack_dir);
        bench.say(1, "Good.");
        assert_eq!(bench.told(5), notice(why));
        assert_eq!(bench.told(5), Some(Told::Rendered(1, BuiltIn)));
        bench.say(2, "Good.");
        assert_eq!(bench.told(5), Some(Told::Rendered(2, BuiltIn)));
    }
}

#[test]
fn the_voice_that_is_built_in_speaks() {
    let cache = tempfile::tempdir().unwrap();
    let (sender, events) = sync_channel(4);
    let config = VoiceConfig {
        order: vec![BuiltIn],
        pack_dir: None,
        helper: None,
        cache_dir: cache.path().to_owned(),
        system_voice: None,
    };
    let voice = Voice::start(config, move |event| sender.send(event).unwrap());
    voice.say(request(1, &["Good morning.", "How are you today?"]));
    let event = events.recv_timeout(Duration::from_secs(5)).unwrap();
    let VoiceEvent::Rendered { samples, rate, .. } = event else { panic!("{event:?}") };
    let secs = samples.len() as f32 / rate.hz() as f32;
    assert!((1.5..5.0).contains(&secs), "{secs} s");
}
