//! Bytes changed at random, and files that mean harm: what is read of them keeps its rules
//! ([`targets`]). The same rules are fuzzed by `script/fuzz`.

mod mutate;
mod targets;

use std::path::Path;
use std::time::{Duration, Instant};

/// How many changed inputs each rule is tried with; each also with every seed cut off at every place.
const CHANGED: usize = 400;

/// The longest that one input may take, whatever it holds.
const LONGEST: Duration = Duration::from_secs(2);

/// The memory that all of it may take, MiB, this test included.
const MOST_MIB: usize = 200;

fn keeps_its_rules(name: &str) {
    let (_, target) = targets::ALL.into_iter().find(|(one, _)| *one == name).expect("a target");
    let seeds = mutate::seeds(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(name));
    assert!(!seeds.is_empty(), "no seeds of {name}");
    let mut tried = 0;
    for bytes in mutate::inputs(&seeds, 1, CHANGED) {
        let begun = Instant::now();
        mutate::told(name, &bytes, || target(&bytes));
        // A machine that stood still does so once.
        if begun.elapsed() > LONGEST {
            let begun = Instant::now();
            target(&bytes);
            assert!(begun.elapsed() < LONGEST, "{name}: {} bytes take too long", bytes.len());
        }
        tried += 1;
    }
    println!("{name}: {tried} inputs");
    if let Some(mib) = mutate::peak_mib() {
        assert!(mib < MOST_MIB, "{name}: {mib} MiB");
    }
}

#[test]
fn sound_files_are_read_and_repaired_by_their_length() {
    keeps_its_rules("wav");
}

#[test]
fn banks_are_read_as_far_as_they_can_be() {
    keeps_its_rules("bank");
}

#[test]
fn damaged_sessions_are_set_aside_and_others_listed() {
    keeps_its_rules("session");
}

#[test]
fn damaged_settings_are_set_aside_and_never_written_over() {
    keeps_its_rules("settings");
}

#[test]
fn what_is_imported_is_a_bank_like_any_other() {
    keeps_its_rules("import");
}

#[test]
fn only_words_reach_a_speech_engine() {
    keeps_its_rules("speech");
}
