//! The recorded voices hold every text that ships, so that an edited text can't be spoken stale.

use std::path::Path;

use greenroom::bank;
use greenroom::interview::Phrases;
use greenroom::rehearsal::shipped_texts;
use greenroom::voice::pack::Pack;

/// What the recordings may weigh in all, in bytes.
const MOST_BYTES: u64 = 10 * 1000 * 1000;

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/voice"))
}

#[test]
fn every_shipped_text_was_recorded() {
    let pack = Pack::open(folder()).expect("the pack can be read");
    let phrases = Phrases::built_in();
    let mut lacking = Vec::new();
    let mut texts = 0;
    for (id, text) in bank::built_in() {
        let bank = bank::read(text, id).bank.expect("a built-in bank can be read");
        for shipped in shipped_texts(&bank, &phrases) {
            texts += 1;
            if !pack.has(shipped.persona, &shipped.text) {
                lacking.push(format!("{:?}: {}", shipped.persona, shipped.text));
            }
        }
    }
    assert!(texts > 200, "only {texts} texts were looked for");
    assert!(
        lacking.is_empty(),
        "{} texts have no recording; script/voice-pack makes them:\n{}",
        lacking.len(),
        lacking.join("\n"),
    );
}

#[test]
fn every_recording_can_be_played_and_has_the_length_of_speech() {
    let pack = Pack::open(folder()).expect("the pack can be read");
    let (_, text) = bank::built_in().first().expect("a bank ships");
    let bank = bank::read(text, "built in").bank.expect("it can be read");
    for shipped in shipped_texts(&bank, &Phrases::built_in()) {
        let (samples, rate) = pack.clip(shipped.persona, &shipped.text).expect("it can be played");
        let secs = samples.len() as f64 / f64::from(rate.hz());
        let words = shipped.text.split_whitespace().count() as f64;
        // From a slow "Thank you." to the briskest sentence.
        assert!(
            secs > 0.25 && (words / secs) < 6.0 && (words / secs) > 0.5,
            "{words} words in {secs:.2} s: {}",
            shipped.text,
        );
        let peak = samples.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
        assert!(peak > 0.05 && peak <= 1.0, "peak {peak}: {}", shipped.text);
    }
}

#[test]
fn the_recordings_weigh_at_most_ten_megabytes() {
    fn weight(folder: &Path) -> u64 {
        std::fs::read_dir(folder)
            .expect("the folder can be read")
            .map(|entry| {
                let entry = entry.expect("an entry");
                if entry.path().is_dir() {
                    weight(&entry.path())
                } else {
                    entry.metadata().expect("its size").len()
                }
            })
            .sum()
    }
    let bytes = weight(folder());
    assert!(bytes < MOST_BYTES, "{bytes} bytes");
}
