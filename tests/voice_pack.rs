//! The recorded voices hold every text that ships, so that an edited text can't be spoken stale.

use std::collections::BTreeSet;
use std::path::Path;

use greenroom::bank;
use greenroom::interview::Phrases;
use greenroom::rehearsal::{ShippedText, shipped_texts};
use greenroom::voice::pack::Pack;

/// What the recordings may weigh in all, in bytes.
const MOST_BYTES: u64 = 10 * 1000 * 1000;

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/voice"))
}

/// What is spoken of all the banks that ship, each text once for each who says it.
fn all_texts() -> BTreeSet<ShippedText> {
    let phrases = Phrases::built_in();
    let banks = bank::built_in().iter().map(|(id, text)| {
        let reading = bank::read(text, id);
        reading.bank.expect("a built-in bank can be read")
    });
    banks.flat_map(|bank| shipped_texts(&bank, &phrases)).collect()
}

/// The level of the stretches in which somebody speaks, in dBFS: root mean square over the 10 ms that peak
/// above -40 dBFS, as `script/voice-pack` levels them.
fn speech_dbfs(samples: &[f32], hz: u32) -> f64 {
    let spoken = samples
        .chunks_exact(hz as usize / 100)
        .filter(|frame| frame.iter().any(|sample| sample.abs() > 0.01));
    let (mut sum, mut count) = (0.0, 0.0);
    for sample in spoken.flatten() {
        sum += f64::from(*sample).powi(2);
        count += 1.0;
    }
    10.0 * (sum / f64::max(count, 1.0)).log10()
}

#[test]
fn every_shipped_text_was_recorded() {
    let pack = Pack::open(folder()).expect("the pack can be read");
    let texts = all_texts();
    assert!(texts.len() > 400, "only {} texts were looked for", texts.len());
    let lacking: Vec<String> = texts
        .iter()
        .filter(|shipped| !pack.has(shipped.persona, &shipped.text))
        .map(|shipped| format!("{:?}: {}", shipped.persona, shipped.text))
        .collect();
    assert!(
        lacking.is_empty(),
        "{} texts have no recording; script/voice-pack makes them:\n{}",
        lacking.len(),
        lacking.join("\n"),
    );
}

#[test]
fn every_recording_can_be_played_at_the_common_level_and_has_the_length_of_speech() {
    let pack = Pack::open(folder()).expect("the pack can be read");
    for shipped in all_texts() {
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
        let level = speech_dbfs(&samples, rate.hz());
        assert!((level + 20.0).abs() < 2.0, "{level:.1} dBFS: {}", shipped.text);
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
