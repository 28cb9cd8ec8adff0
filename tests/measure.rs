//! `greenroom measure` and `greenroom session show`, as they are run: files of every format, and bad ones.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use greenroom::store::{GapRecord, TakePart, TakeRecord};
use serde_json::Value;

/// Two seconds of a voice-like tone between silences, amplitude 0.25.
const SECS: f64 = 4.0;

fn greenroom(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_greenroom"))
        .args(arguments)
        .env("GREENROOM_DATA", folder.join("data"))
        .env("GREENROOM_CACHE", folder.join("cache"))
        .output()
        .expect("the program runs")
}

fn said(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

fn report(folder: &Path, file: &Path, extra: &[&str]) -> Value {
    let mut arguments = vec!["measure", file.to_str().expect("a name"), "--json"];
    arguments.extend(extra);
    let output = greenroom(folder, &arguments);
    let (out, errors) = said(&output);
    assert!(output.status.success(), "{}: {errors}", file.display());
    serde_json::from_str(&out).expect("JSON")
}

/// A measure's value in a report.
fn value(report: &Value, id: &str) -> Option<f64> {
    let all = report["measures"].as_array().expect("measures");
    let found = all.iter().find(|one| one["id"] == id).unwrap_or_else(|| panic!("{id}: {report}"));
    let (value, why) = (&found["value"], &found["not_assessed"]);
    assert_ne!(value.is_null(), why.is_null(), "a value or a reason: {found}");
    value.as_f64()
}

fn sample(at: f64) -> f64 {
    let sounds = (1.0..3.0).contains(&at);
    let tone: f64 = (1..8).map(|n| (at * 140.0 * f64::from(n) * std::f64::consts::TAU).sin()).sum();
    if sounds { 0.05 * tone * (at * 4.0 * std::f64::consts::PI).sin().abs() } else { 0.0 }
}

struct Format {
    rate: u32,
    channels: u16,
    bits: u16,
    float: bool,
}

/// A file of this format; with two channels the first is silent.
fn write(folder: &Path, format: &Format) -> PathBuf {
    let Format { rate, channels, bits, float } = *format;
    let sample_format = if float { hound::SampleFormat::Float } else { hound::SampleFormat::Int };
    let spec = hound::WavSpec { channels, sample_rate: rate, bits_per_sample: bits, sample_format };
    let kind = if float { "float" } else { "int" };
    let path = folder.join(format!("{rate}-{channels}-{bits}-{kind}.wav"));
    let mut writer = hound::WavWriter::create(&path, spec).expect("created");
    let full = 2.0_f64.powi(i32::from(bits) - 1);
    for frame in 0..(SECS * f64::from(rate)) as u32 {
        let sound = sample(f64::from(frame) / f64::from(rate));
        for channel in 0..channels {
            let sound = if channel + 1 == channels { sound } else { 0.0 };
            if float {
                writer.write_sample(sound as f32).expect("written");
            } else {
                writer.write_sample((sound * full) as i32).expect("written");
            }
        }
    }
    writer.finalize().expect("finished");
    path
}

#[test]
fn every_format_gives_the_same_measures() {
    let folder = tempfile::tempdir().expect("a folder");
    let formats = [
        Format { rate: 48_000, channels: 1, bits: 16, float: false },
        Format { rate: 48_000, channels: 1, bits: 24, float: false },
        Format { rate: 44_100, channels: 2, bits: 32, float: false },
        Format { rate: 16_000, channels: 1, bits: 32, float: true },
        Format { rate: 96_000, channels: 2, bits: 24, float: false },
        Format { rate: 192_000, channels: 1, bits: 16, float: false },
        Format { rate: 22_050, channels: 2, bits: 8, float: false },
        Format { rate: 8_000, channels: 1, bits: 16, float: false },
    ];
    let mut first: Option<Value> = None;
    for format in &formats {
        let file = write(folder.path(), format);
        let report = report(folder.path(), &file, &[]);
        assert_eq!(report["rate_hz"], format.rate);
        assert_eq!(report["channels"], format.channels);
        let length = value(&report, "length").expect("it has a length");
        assert!((length - SECS).abs() < 0.001, "{length} s: {}", file.display());
        let first = first.get_or_insert_with(|| report.clone());
        for id in ["peak", "loudness"] {
            let (this, that) = (value(&report, id), value(first, id));
            let differ = this.zip(that).map(|(this, that)| (this - that).abs());
            assert!(
                differ.is_some_and(|db| db < 0.7),
                "{id} {this:?} {that:?}: {}",
                file.display()
            );
        }
        assert_eq!(value(&report, "clipped"), Some(0.0), "{}", file.display());
    }
}

/// A file of floats, one channel or two.
fn floats(folder: &Path, name: &str, channels: u16, samples: &[f64]) -> PathBuf {
    let path = folder.join(name);
    let sample_format = hound::SampleFormat::Float;
    let spec = hound::WavSpec { channels, sample_rate: 16_000, bits_per_sample: 32, sample_format };
    let mut writer = hound::WavWriter::create(&path, spec).expect("created");
    samples.iter().for_each(|sample| writer.write_sample(*sample as f32).expect("written"));
    writer.finalize().expect("finished");
    path
}

#[test]
fn floats_beyond_full_scale_are_as_loud_as_they_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let plain: Vec<f64> = (0..64_000).map(|n| sample(f64::from(n) / 16_000.0)).collect();
    let loud: Vec<f64> = plain.iter().map(|sample| 8.0 * sample).collect();
    let plain = report(folder.path(), &floats(folder.path(), "plain.wav", 1, &plain), &[]);
    let file = floats(folder.path(), "loud.wav", 1, &loud);
    let found = report(folder.path(), &file, &[]);
    for id in ["peak", "loudness"] {
        let both = value(&found, id).zip(value(&plain, id));
        let risen = both.map(|(loud, plain)| loud - plain);
        assert!(risen.is_some_and(|db| (db - 18.062).abs() < 0.05), "{id} rose by {risen:?} dB");
    }
    let peak = value(&found, "peak").expect("assessed");
    assert!(peak > 0.5, "{peak} dBFS");
    let (out, _errors) =
        said(&greenroom(folder.path(), &["measure", file.to_str().expect("a name")]));
    assert!(out.contains(&format!("+{peak:.1} dBFS")), "{out}");
}

#[test]
fn clipped_samples_are_as_many_in_every_format() {
    let folder = tempfile::tempdir().expect("a folder");
    let in_16_bits = |n: u32| (sample(f64::from(n) / 16_000.0) * 6.0 * 32_768.0).round() as i32;
    let samples: Vec<i32> = (0..64_000).map(|n| in_16_bits(n).clamp(-32_768, 32_767)).collect();
    let known = samples.iter().filter(|sample| sample.abs() >= 32_767).count() as f64;
    assert!(known > 20.0, "{known}");
    for (bits, shift) in [(16, 0), (24, 8), (32, 16)] {
        let path = folder.path().join(format!("{bits}.wav"));
        let sample_format = hound::SampleFormat::Int;
        let spec = hound::WavSpec {
            channels: 1,
            sample_rate: 16_000,
            bits_per_sample: bits,
            sample_format,
        };
        let mut writer = hound::WavWriter::create(&path, spec).expect("created");
        samples.iter().for_each(|sample| writer.write_sample(sample << shift).expect("written"));
        writer.finalize().expect("finished");
        let found = report(folder.path(), &path, &[]);
        assert_eq!(value(&found, "clipped"), Some(known), "{bits} bits");
    }
    let samples: Vec<f64> = samples.iter().map(|sample| f64::from(*sample) / 32_768.0).collect();
    let found = report(folder.path(), &floats(folder.path(), "float.wav", 1, &samples), &[]);
    assert_eq!(value(&found, "clipped"), Some(known), "floats");
}

#[test]
fn of_two_channels_the_one_that_is_spoken_into_is_measured_however_loud_the_other_hums() {
    let folder = tempfile::tempdir().expect("a folder");
    let both = (0..64_000).flat_map(|n| {
        let at = f64::from(n) / 16_000.0;
        [0.5 * (at * 50.0 * std::f64::consts::TAU).sin(), 0.5 * sample(at)]
    });
    let both: Vec<f64> = both.collect();
    let voice: Vec<f64> = both.iter().skip(1).step_by(2).copied().collect();
    let alone = report(folder.path(), &floats(folder.path(), "alone.wav", 1, &voice), &[]);
    let found = report(folder.path(), &floats(folder.path(), "both.wav", 2, &both), &[]);
    for id in ["peak", "loudness", "first-word", "pitch-median"] {
        assert_eq!(value(&found, id), value(&alone, id), "{id}");
    }
}

#[test]
fn measures_are_written_with_their_units_or_the_reason_why_there_are_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = write(folder.path(), &Format { rate: 16_000, channels: 2, bits: 16, float: false });
    let file = file.to_str().expect("a name");
    let (out, errors) = said(&greenroom(folder.path(), &["measure", file]));
    assert_eq!(errors, "");
    assert!(
        out.starts_with("4.00 s, 16000 Hz, stereo, the channel that is spoken into\n"),
        "{out}"
    );
    assert!(out.contains("LUFS") && out.contains("there is no target length"), "{out}");
    let band = ["measure", file, "--min", "1", "--max", "2.5"];
    let (out, _errors) = said(&greenroom(folder.path(), &band));
    assert!(!out.contains("there is no target length"), "{out}");
}

#[test]
fn a_take_is_measured_with_its_interruptions_and_nobody_elses() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = write(folder.path(), &Format { rate: 16_000, channels: 1, bits: 16, float: false });
    let name = file.file_name().and_then(|name| name.to_str()).expect("a name");
    let notes = |file: &str| {
        let mut record = TakeRecord::new("why", TakePart::Answer, 1);
        record.file = file.to_owned();
        record.rate_hz = 16_000;
        record.gaps = vec![GapRecord { at_frame: 24_000, missing_secs: 2.5 }];
        serde_json::to_vec(&record).expect("plain values")
    };
    let sidecar = file.with_extension("json");
    std::fs::write(&sidecar, notes(name)).expect("written");
    let found = report(folder.path(), &file, &[]);
    assert_eq!(found["gaps"], serde_json::json!([{"at_secs": 1.5, "missing_secs": 2.5}]));
    let (out, _errors) =
        said(&greenroom(folder.path(), &["measure", file.to_str().expect("a name")]));
    assert!(out.contains("Interrupted at 0:01.5: about 2.5 s are missing"), "{out}");
    std::fs::write(&sidecar, notes("another.wav")).expect("written");
    assert_eq!(report(folder.path(), &file, &[])["gaps"], serde_json::json!([]));
}

#[test]
fn the_band_is_what_the_answer_is_measured_against() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = write(folder.path(), &Format { rate: 16_000, channels: 1, bits: 16, float: false });
    let report = report(folder.path(), &file, &["--min", "1", "--max", "2"]);
    assert_eq!(report["band_secs"], serde_json::json!([1.0, 2.0]));
    let file = file.to_str().expect("a name");
    for wrong in
        [&["--min", "1"][..], &["--max", "-2", "--min", "1"], &["--max", "x", "--min", "1"]]
    {
        let arguments = [&["measure", file], wrong].concat();
        assert_eq!(greenroom(folder.path(), &arguments).status.code(), Some(2), "{wrong:?}");
    }
    let turned = greenroom(folder.path(), &["measure", file, "--min", "3", "--max", "2"]);
    assert_eq!(turned.status.code(), Some(1));
}

/// A file with a header of this rate and so many channels, and a little sound.
fn odd(folder: &Path, name: &str, rate: u32, channels: u16, frames: u32) -> PathBuf {
    let path = folder.join(name);
    let spec = hound::WavSpec {
        channels,
        sample_rate: rate,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(&path, spec).expect("created");
    for _ in 0..frames * u32::from(channels) {
        writer.write_sample(100_i16).expect("written");
    }
    writer.finalize().expect("finished");
    path
}

#[test]
fn bad_files_are_answered_with_one_clear_sentence_and_exit_code_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = folder.path().join("letter.wav");
    std::fs::write(&text, "Dear sir or madam, this is no sound at all.").expect("written");
    let nothing = folder.path().join("nothing.wav");
    std::fs::write(&nothing, "").expect("written");
    let whole = write(folder.path(), &Format { rate: 8_000, channels: 1, bits: 16, float: false });
    let cut = folder.path().join("cut.wav");
    let head = std::fs::read(&whole).expect("there");
    std::fs::write(&cut, &head[..30]).expect("written");
    let bad = [
        (text, "can read"),
        (nothing, ""),
        (cut, "can read"),
        (folder.path().join("not there.wav"), "can't be used"),
        (folder.path().to_owned(), ""),
        (odd(folder.path(), "slow.wav", 4_000, 1, 100), "8,000 to 192,000 Hz"),
        (odd(folder.path(), "fast.wav", 384_000, 1, 100), "8,000 to 192,000 Hz"),
        (odd(folder.path(), "surround.wav", 48_000, 6, 100), "one or two channels"),
        (odd(folder.path(), "empty.wav", 48_000, 1, 0), "no sound"),
    ];
    for (file, words) in bad {
        let name = file.to_str().expect("a name");
        let output = greenroom(folder.path(), &["measure", name]);
        let (out, errors) = said(&output);
        assert_eq!(output.status.code(), Some(1), "{name}: {errors}");
        assert_eq!(out, "", "{name}");
        assert!(errors.starts_with("greenroom: ") && errors.contains(words), "{name}: {errors}");
        assert_eq!(errors.trim_end().lines().count(), 1, "{errors}");
        assert!(errors.trim_end().ends_with(name), "the path comes last: {errors}");
    }
}

#[test]
fn a_file_that_ends_before_its_header_says_so_is_measured_to_its_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let whole = write(folder.path(), &Format { rate: 8_000, channels: 1, bits: 16, float: false });
    let bytes = std::fs::read(&whole).expect("there");
    let cut = folder.path().join("cut.wav");
    std::fs::write(&cut, &bytes[..bytes.len() - 16_000]).expect("written");
    assert_eq!(value(&report(folder.path(), &cut, &[]), "length"), Some(SECS - 1.0));
}

#[test]
fn a_session_is_shown_with_what_was_measured_in_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let out = out.to_str().expect("a name");
    let demo = ["demo", "--fast", "--json", "--questions", "1", "--pacing", "One-way 30/90"];
    let output = greenroom(folder.path(), &[&demo[..], &["--out", out]].concat());
    assert!(output.status.success(), "{:?}", said(&output));
    // A take whose measures were not ready in time on a slow machine is measured here.
    let sessions = Path::new(out).join("sessions");
    let session = std::fs::read_dir(sessions).expect("there").flatten().next().expect("one").path();
    let store = greenroom::store::Store::open(greenroom::store::Folders::at(out)).0;
    let loaded = store.load_session(&session).expect("readable");
    let analyst = greenroom::rehearsal::Analyst::start(store, || false, || {}).expect("a thread");
    analyst.look_at(greenroom::rehearsal::Wanted::of(&loaded, None));
    let mut known = 0;
    while known < loaded.takes.len() {
        let news = analyst.news().into_iter();
        known +=
            news.filter(|news| !matches!(news, greenroom::rehearsal::News::Progress(..))).count();
        std::thread::sleep(std::time::Duration::from_millis(5));
    }

    let shown = greenroom(folder.path(), &["session", "--out", out, "show"]);
    let (text, errors) = said(&shown);
    assert!(shown.status.success(), "{errors}");
    assert!(text.contains("LUFS"), "{text}");
    let shown = greenroom(folder.path(), &["session", "--out", out, "show", "--json"]);
    let shown: Value = serde_json::from_str(&said(&shown).0).expect("JSON");
    let take = &shown["takes"][0];
    let length =
        take["frames"].as_f64().expect("frames") / take["rate_hz"].as_f64().expect("a rate");
    let measured = value(&take["measures"], "length").expect("assessed");
    assert!((measured - length).abs() < 1e-6, "{measured} s of {length} s");
}
