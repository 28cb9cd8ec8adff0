//! The loudspeaker stays open from an interview's first word to its last, as the sound server sees it, also where
//! another one becomes the default meanwhile. Run by script/e2e.

use std::time::{Duration, Instant};

use crate::e2e::devices::{self, Streams, pactl};
use crate::e2e::pacings;
use crate::e2e::program::Rehearsal;
use crate::{TO_THE_ANSWER, TO_THE_END, data_folder};

/// Longer than a loudspeaker without sound is kept open.
const AN_ANSWER: Duration = Duration::from_secs(5);

#[test]
#[ignore = "needs the virtual devices of script/e2e"]
fn an_interview_has_one_stream_to_the_loudspeaker() {
    devices::require();
    let folder = data_folder();
    let streams = Streams::watch();
    let mut rehearsal = Rehearsal::start(folder.path(), pacings::QUICK, 2);
    for _ in 1..=2 {
        rehearsal.wait_for("Recording your answer", TO_THE_ANSWER);
        std::thread::sleep(AN_ANSWER);
        rehearsal.press(' ');
        rehearsal.wait_for("Saved.", TO_THE_END);
    }
    assert_eq!(streams.came_and_went(), (1, 0), "two questions, one stream");
    rehearsal.press('e');
    rehearsal.end(TO_THE_END);
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(streams.came_and_went(), (0, 1), "and it is let go");
}

/// The number of a loudspeaker.
fn sink(name: &str) -> String {
    let all = pactl(&["list", "short", "sinks"]);
    let line = all.lines().find(|line| line.split('\t').nth(1) == Some(name));
    let number = line.and_then(|line| line.split('\t').next()).expect("it is there");
    number.to_owned()
}

/// Waits until the only stream plays there.
fn wait_for_stream_at(sink: &str, when: &str) {
    let begun = Instant::now();
    loop {
        let all = pactl(&["list", "short", "sink-inputs"]);
        let at: Vec<_> = all.lines().filter_map(|line| line.split('\t').nth(1)).collect();
        if at == [sink] {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "{when}: at {at:?}, not {sink}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
#[ignore = "needs the virtual devices of script/e2e"]
fn the_stream_follows_the_default_loudspeaker_and_outlives_it() {
    devices::require();
    let folder = data_folder();
    let module = pactl(&["load-module", "module-null-sink", "sink_name=other", "norewinds=1"]);
    let (first, other) = (sink("speaker"), sink("other"));
    let mut rehearsal = Rehearsal::start(folder.path(), pacings::QUICK, 2);
    rehearsal.wait_for("Recording your answer", TO_THE_ANSWER);
    wait_for_stream_at(&first, "at first");
    pactl(&["set-default-sink", "other"]);
    wait_for_stream_at(&other, "after another became the default");
    std::thread::sleep(AN_ANSWER);
    rehearsal.press(' ');
    rehearsal.wait_for("Question 2 of 2", TO_THE_ANSWER);
    pactl(&["unload-module", module.trim()]);
    wait_for_stream_at(&first, "after that one was pulled out in mid-question");
    rehearsal.wait_for("Recording your answer", TO_THE_ANSWER);
    std::thread::sleep(AN_ANSWER);
    rehearsal.press(' ');
    rehearsal.wait_for("Saved.", TO_THE_END);
    rehearsal.press('e');
    rehearsal.end(TO_THE_END);
    pactl(&["set-default-sink", "speaker"]);
}
