//! The system voice: helpers that work, die, hang, flood or are not there.

use super::EngineKind::{BuiltIn, System};
use super::*;

const NO_ANSWER: &str =
    "The computer's own voice did not answer; the built-in voice speaks instead.";

fn script(name: &str) -> Option<PathBuf> {
    Some(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/voice/testdata").join(name))
}

fn bench(name: &str) -> Bench {
    Bench::new(&[System, BuiltIn], script(name), Script::Speaks)
}

#[test]
fn a_helper_reports_begin_and_end() {
    let bench = bench("speaks.sh");
    for id in 1..=3 {
        bench.say(id, "Hello.");
        assert_eq!(bench.told(5), Some(Told::Began(id)));
        assert_eq!(bench.told(5), Some(Told::Ended(id, false)));
    }
}

#[test]
fn what_is_prepared_is_rendered_or_handed_back_but_never_heard() {
    let bench = bench("speaks.sh");
    bench.voice.prepare(request(1, &["Hello."]));
    assert_eq!(bench.told(5), Some(Told::NotRendered(1)));
    assert_eq!(bench.all(200), []);
    bench.say(1, "Hello.");
    assert_eq!(bench.told(5), Some(Told::Began(1)));
    let bench = Bench::new(&[System, BuiltIn], None, Script::Speaks);
    bench.voice.prepare(request(2, &["Hello."]));
    let rendered = std::iter::from_fn(|| bench.told(5)).find(|t| !matches!(t, Told::Notice(_)));
    assert_eq!(rendered, Some(Told::Rendered(2, BuiltIn)));
    bench.voice.prepare(request(3, &[""]));
    assert_eq!(bench.told(5), Some(Told::NotRendered(3)));
}

#[test]
fn a_stopped_or_replaced_utterance_of_the_helper_tells_nothing_more() {
    let bench = bench("speaks.sh");
    bench.say(1, "Hello.");
    assert_eq!(bench.told(5), Some(Told::Began(1)));
    bench.voice.stop();
    assert_eq!(bench.all(500), []);
    bench.say(2, "Hello.");
    assert_eq!(bench.told(5), Some(Told::Began(2)));
    bench.say(3, "Hello.");
    assert_eq!(bench.told(5), Some(Told::Began(3)));
    assert_eq!(bench.told(5), Some(Told::Ended(3, false)));
}

#[test]
fn a_wedged_helper_costs_two_time_limits_and_never_a_hang() {
    let bench = bench("wedged.sh");
    let start = Instant::now();
    bench.say(1, "Hello.");
    assert_eq!(bench.told(10), notice(NO_ANSWER));
    assert_eq!(bench.told(1), Some(Told::Rendered(1, BuiltIn)));
    let secs = start.elapsed().as_secs_f32();
    assert!((6.0..8.0).contains(&secs), "{secs} s");
    bench.say(2, "Hello.");
    assert_eq!(bench.told(1), Some(Told::Rendered(2, BuiltIn)), "it is not tried again");
}

#[test]
fn a_wedged_helper_can_be_stopped_at_once() {
    let bench = bench("wedged.sh");
    bench.say(1, "Hello.");
    std::thread::sleep(Duration::from_millis(100));
    let start = Instant::now();
    bench.voice.stop();
    drop(bench);
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
}

#[test]
fn a_helper_that_never_begins_is_replaced_by_the_next_engine() {
    let bench = bench("mute.sh");
    bench.say(1, "Hello.");
    assert_eq!(bench.told(10), notice(NO_ANSWER));
    assert_eq!(bench.told(1), Some(Told::Rendered(1, BuiltIn)));
}

#[test]
fn an_end_that_never_comes_is_estimated() {
    let bench = bench("endless.sh");
    bench.say(1, "Hello.");
    assert_eq!(bench.told(5), Some(Told::Began(1)));
    assert_eq!(bench.told(10), Some(Told::Ended(1, true)));
}

#[test]
fn a_helper_killed_in_mid_sentence_is_replaced() {
    let bench = bench("killed.sh");
    bench.say(1, "Hello.");
    assert_eq!(bench.told(5), Some(Told::Began(1)));
    assert_eq!(bench.told(5), notice(NO_ANSWER));
    assert_eq!(bench.told(5), Some(Told::Rendered(1, BuiltIn)));
    bench.say(2, "Hello.");
    assert_eq!(bench.told(5), Some(Told::Began(2)), "it gets a second chance");
    assert_eq!(bench.told(5), Some(Told::Rendered(2, BuiltIn)));
    bench.say(3, "Hello.");
    assert_eq!(bench.told(1), Some(Told::Rendered(3, BuiltIn)), "and no third");
}

#[test]
fn a_flooding_helper_is_replaced_and_does_not_keep_the_voice_from_stopping() {
    let bench = bench("floods.sh");
    bench.say(1, "Hello.");
    assert_eq!(bench.told(10), notice(NO_ANSWER));
    assert_eq!(bench.told(1), Some(Told::Rendered(1, BuiltIn)));
    let start = Instant::now();
    drop(bench);
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
}

#[test]
fn a_missing_helper_or_service_is_told_once_and_costs_no_time() {
    for (helper, why) in [
        (None, "The part of Greenroom that uses the computer's own voice could not be started"),
        (
            script("not-there"),
            "The part of Greenroom that uses the computer's own voice could not be started",
        ),
        (script("no-service.sh"), "This computer has no speech service that answers"),
    ] {
        let bench = Bench::new(&[System, BuiltIn], helper, Script::Speaks);
        bench.say(1, "Hello.");
        assert_eq!(bench.told(2), notice(&format!("{why}; the built-in voice speaks instead.")));
        assert_eq!(bench.told(2), Some(Told::Rendered(1, BuiltIn)));
        bench.say(2, "Hello.");
        assert_eq!(bench.told(2), Some(Told::Rendered(2, BuiltIn)));
    }
}

#[test]
fn another_helper_in_mid_sentence_says_the_whole_again() {
    let bench = bench("endless.sh");
    bench.say(1, "Hello.");
    assert_eq!(bench.told(5), Some(Told::Began(1)));
    let config = VoiceConfig {
        order: vec![System],
        helper: script("speaks.sh"),
        pack_dir: None,
        cache_dir: PathBuf::new(),
        system_voice: Some("Test".into()),
    };
    bench.voice.configure(config);
    assert_eq!(bench.told(5), Some(Told::Began(1)));
    assert_eq!(bench.told(5), Some(Told::Ended(1, false)));
}

/// The entry of the system voice in a probe's report, and how long it took.
fn probed(name: &str) -> (EngineReport, Duration) {
    let bench = bench(name);
    let (sender, reports) = sync_channel(2);
    let (first, second) = (sender.clone(), sender);
    let start = Instant::now();
    bench.voice.probe(move |report| first.send(report).unwrap());
    bench.voice.probe(move |report| second.send(report).unwrap());
    assert!(start.elapsed() < Duration::from_millis(500), "{:?}", start.elapsed());
    let report = reports.recv_timeout(Duration::from_secs(15)).unwrap();
    assert_eq!(
        reports.recv_timeout(Duration::from_secs(15)).unwrap(),
        report,
        "all who ask are told"
    );
    assert!(report.engines.iter().any(|e| e.kind == BuiltIn && e.works), "{report:?}");
    (report.engines.into_iter().find(|e| e.kind == System).unwrap(), start.elapsed())
}

#[test]
fn a_probe_names_the_voices() {
    let (system, _) = probed("speaks.sh");
    assert!(system.works, "{system:?}");
    assert_eq!(system.voices, [VoiceName { name: "Test".into(), language: "en-GB".into() }]);
}

#[test]
fn a_probe_of_a_wedged_helper_ends() {
    let (system, took) = probed("wedged.sh");
    assert!(!system.works && system.voices.is_empty(), "{system:?}");
    assert!(took < Duration::from_secs(6), "{took:?}");
    let (system, _) = probed("no-service.sh");
    assert!(system.about.starts_with("This computer has no speech service"), "{}", system.about);
}
