//! Every format, rate and number of channels, through the real capture.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use cpal::SampleFormat;
use greenroom::audio::TakeHandle;

use crate::common::fake_card::{Card, FORMATS, Spec, noise};
use crate::e2e::devices::{self, Ended};
use crate::e2e::program;
use crate::e2e::sound::{RATE, Sound};
use crate::recorder::Recorder;
use crate::table::Row;
use crate::times;
use crate::tone::{self, Tone};

const RATES: [u32; 10] =
    [8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000];

/// What the candidate says, hertz and amplitude.
const TONE_HZ: f64 = 997.0;
const TONE: f64 = 0.5;

/// Amplitude of what the other channels hiss.
const HISS: f64 = 0.001;

/// Length of a recording, and of what is looked at in it: it may begin before the channel was chosen, or
/// while it fades in.
const LASTS: Duration = Duration::from_millis(120);
const LOOKED_AT: Duration = Duration::from_millis(100);

/// The sizes of a device's blocks, in turn.
const BLOCKS: [&[u32]; 7] =
    [&[480], &[63], &[1], &[4_097], &[441], &[1, 4_097, 2, 63, 997], &[256, 1_024]];

/// How far a recording may be off, and how much worse than its format it may sound.
const OFF_AT_MOST: f64 = 0.001;
const WORSE_AT_MOST_DB: f64 = 3.0;

/// The bits of a recording from this format: takes have 16.
fn bits(format: SampleFormat) -> i32 {
    if matches!(format, SampleFormat::I8 | SampleFormat::U8) { 8 } else { 16 }
}

/// The tone as a device of this format would give it, in 16 bits where the card takes no more.
fn said(format: SampleFormat, rate: u32, frame: u64) -> f64 {
    let value = TONE * (std::f64::consts::TAU * TONE_HZ * frame as f64 / f64::from(rate)).sin();
    match format {
        SampleFormat::I24 | SampleFormat::I32 | SampleFormat::F32 | SampleFormat::F64 => value,
        _ => {
            let steps = 2_f64.powi(bits(format) - 1);
            (value * steps).round() / steps
        }
    }
}

/// One way to make a sound card.
#[derive(Debug, Clone, Copy)]
struct Made {
    format: SampleFormat,
    channels: u16,
    /// The channel that is spoken into.
    spoken: u16,
    rate: u32,
    blocks: &'static [u32],
}

/// All of them; in CI a fourth, among which each format meets each rate and each number of channels, and
/// each rate each number of channels.
fn all_made() -> Vec<Made> {
    let share = times(4, 1);
    let mut all = Vec::new();
    for (f, format) in FORMATS.into_iter().enumerate() {
        for channels in 1..=8_u16 {
            for (r, rate) in RATES.into_iter().enumerate() {
                if (f + usize::from(channels) + r).is_multiple_of(share) {
                    let nth = all.len();
                    // The fifth of eight every time, elsewhere one after the other.
                    let spoken = if channels == 8 { 4 } else { nth as u16 % channels };
                    let blocks = BLOCKS[nth % BLOCKS.len()];
                    // 192,000 blocks a second are more than this machine can make.
                    let blocks = if rate > 48_000 && blocks == [1] { &[5] } else { blocks };
                    all.push(Made { format, channels, spoken, rate, blocks });
                }
            }
        }
    }
    all
}

fn recorded(made: Made, folder: &Path, nth: usize) -> Tone {
    let Made { format, channels, spoken, rate, blocks } = made;
    // A second of it: both are whole numbers.
    let tone: Vec<f64> = (0..u64::from(rate)).map(|frame| said(format, rate, frame)).collect();
    let sound = Arc::new(move |frame, channel| {
        if channel == spoken {
            tone[frame as usize % tone.len()]
        } else {
            HISS * f64::from(noise(frame * 8 + u64::from(channel))) / 32_768.0
        }
    });
    let card = Card::new(Spec { format, rate, channels, blocks, sound, ..Spec::default() });
    let recorder = Recorder::open(&card).expect("it opens");
    let path = folder.join(format!("{nth}.wav"));
    recorder.start(1, &path, LASTS);
    let summary = recorder.saved(1);
    drop(recorder);
    assert_eq!((summary.dropped_frames, summary.gaps.len()), (0, 0), "{made:?}");
    let sound = Sound::read(&path);
    std::fs::remove_file(&path).expect("it can be removed");
    assert_eq!(sound.rate_hz, rate, "the header tells the real rate");
    let expected = LASTS.as_secs_f64() * f64::from(rate);
    assert!((sound.samples.len() as f64 - expected).abs() <= 1.0, "{made:?}");
    let looked_at = (LOOKED_AT.as_secs_f64() * f64::from(rate)) as usize;
    let heard = &sound.samples[sound.samples.len() - looked_at..];
    let found = tone::fit(heard, sound.rate_hz, TONE_HZ);
    let is_right = (found.hz / TONE_HZ - 1.0).abs() < OFF_AT_MOST
        && found.snr_db > tone::best_snr_db(TONE, bits(format)) - WORSE_AT_MOST_DB;
    assert!(is_right, "{made:?}: {found:?}");
    found
}

#[test]
#[ignore = "takes a while; run by script/faults"]
fn every_format_rate_and_number_of_channels_is_recorded_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let all = all_made();
    let next = AtomicUsize::new(0);
    let worst = Mutex::new((0.0_f64, f64::INFINITY));
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                loop {
                    let nth = next.fetch_add(1, Ordering::Relaxed);
                    let Some(made) = all.get(nth) else { return };
                    let found = recorded(*made, folder.path(), nth);
                    let off = (found.hz / TONE_HZ - 1.0).abs();
                    let margin = found.snr_db - tone::best_snr_db(TONE, bits(made.format));
                    let mut worst = worst.lock().expect("no panic");
                    *worst = (worst.0.max(off), worst.1.min(margin));
                }
            });
        }
    });
    let (off, margin) = worst.into_inner().expect("no panic");
    Row {
        fault: "12 sample formats, 1 to 8 channels, 8 to 192 kHz, blocks of 1 to 4,097 frames",
        times: all.len(),
        lost_ms: Vec::new(),
        unreadable: 0,
        also: format!(
            "a fake sound card; pitch at most {:.4} % off, length exact, noise at worst {:.1} dB above \
             what the format must have; found on every channel, the fifth of eight too",
            100.0 * off,
            -margin
        ),
        passed: true,
    }
    .report();
}

#[test]
#[ignore = "run by script/faults"]
fn one_bit_sound_is_refused_with_a_sentence() {
    let formats = [SampleFormat::DsdU8, SampleFormat::DsdU16, SampleFormat::DsdU32];
    for format in formats {
        let card = Card::new(Spec { format, ..Spec::default() });
        let why = Recorder::open(&card).err().expect("it is refused");
        assert!(why.contains("a form of sound that Greenroom doesn't know"), "{why}");
        assert!(why.ends_with("Choose another"), "{why}");
    }
    Row {
        fault: "a device that offers one-bit sound only",
        times: formats.len(),
        lost_ms: Vec::new(),
        unreadable: 0,
        also: "a fake sound card; refused with what to do".to_owned(),
        passed: true,
    }
    .report();
}

/// Silence before, between and after what is said, seconds.
const SILENCES: [usize; 3] = [3, 8, 2];

/// A syllable's rise; what comes before may still be the other channel's.
const FOUND_WITHIN_MS: f64 = 100.0;

#[test]
#[ignore = "run by script/faults"]
fn a_channel_of_noise_is_not_taken_for_the_voice() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let speech = program::spoken_answer(&folder.path().join("speech"));
    let (first, last) = speech.sounding(300).expect("it speaks");
    let second = speech.rate_hz as usize;
    let words = &speech.samples[first..last.min(first + 6 * second)];
    let mut said = Vec::new();
    for (nth, secs) in SILENCES.into_iter().enumerate() {
        // A quiet room: −80 dBFS.
        said.extend((0..secs * second).map(|n| noise(n as u64) / 8_192));
        if nth + 1 < SILENCES.len() {
            said.extend_from_slice(words);
        }
    }
    let begins = SILENCES[0] * second;
    let said = Arc::new(said);
    let heard = Arc::clone(&said);
    let rate = speech.rate_hz;
    let sound = Arc::new(move |frame: u64, channel: u16| match channel {
        // A mains hum, and an open input that hisses: −33 and −40 dBFS, far above the room.
        0 => 0.03 * (std::f64::consts::TAU * 50.0 * frame as f64 / f64::from(rate)).sin(),
        1 => 0.017 * f64::from(noise(frame)) / 32_768.0,
        2 => f64::from(heard.get(frame as usize).copied().unwrap_or(0)) / 32_768.0,
        _ => 0.0,
    });
    let speed = 6.0;
    let card = Card::new(Spec { channels: 4, rate, block: 4_800, speed, sound, ..Spec::default() });
    let recorder = Recorder::open(&card).expect("it opens");
    let path = folder.path().join("take.wav");
    recorder.start(
        1,
        &path,
        Duration::from_secs_f64((said.len() - 2 * second) as f64 / f64::from(rate)),
    );
    let recording = Sound::read(&recorder.saved(1).path).samples;
    // Where it lies in what was said: the end of it is told by the words.
    let after = begins + words.len() / 2;
    let piece = &said[after..after + 64];
    let at = recording.windows(64).position(|window| window == piece).expect("the words");
    let shift = after - at;
    let wrong = recording.iter().zip(&said[shift..]).rposition(|(a, b)| a != b).unwrap_or(0);
    let found_after = (wrong + shift).saturating_sub(begins) as f64 / second as f64 * 1_000.0;
    Row {
        fault: "channels that hum and hiss louder than the speaker's room",
        times: 1,
        lost_ms: vec![found_after],
        unreadable: 0,
        also: "a fake sound card; the voice's channel is kept through eight seconds of silence"
            .to_owned(),
        passed: found_after <= FOUND_WITHIN_MS,
    }
    .report();
}

#[test]
#[ignore = "run by script/faults"]
fn a_card_that_runs_fast_or_slow_loses_nothing() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let secs = times(4, 120) as u64;
    let drifts = [500.0, -500.0];
    let off = drifts.map(|ppm| {
        let path = folder.path().join(format!("{ppm}.wav"));
        std::thread::spawn(move || drifting(ppm, &path, Duration::from_secs(secs)))
    });
    let off: Vec<f64> = off.into_iter().map(|thread| thread.join().expect("recorded")).collect();
    Row {
        fault: "a sound card's clock 500 ppm fast or slow",
        times: drifts.len(),
        lost_ms: Vec::new(),
        unreadable: 0,
        also: format!(
            "a fake sound card, {secs} s; every sample there in order, ends {:.0} and {:.0} ms off",
            off[0], off[1]
        ),
        passed: off.iter().all(|ms| ms.abs() < 30.0),
    }
    .report();
}

/// How far from the order to finish such a card's take ends, milliseconds.
fn drifting(ppm: f64, path: &Path, length: Duration) -> f64 {
    let card = Card::new(Spec { speed: 1.0 + ppm / 1e6, ..Spec::default() });
    let recorder = Recorder::open(&card).expect("it opens");
    recorder.start(1, path, 2 * length);
    std::thread::sleep(length);
    let end = Instant::now();
    recorder.mic.finish_take(TakeHandle(1));
    let summary = recorder.saved(1);
    assert_eq!((summary.dropped_frames, summary.gaps.len()), (0, 0));
    let sound = Sound::read(path);
    assert_eq!(sound.samples.len() as u64, summary.frames.0);
    let begin = (0..480_000)
        .find(|frame| sound.samples.iter().take(8).zip(*frame..).all(|(got, at)| *got == noise(at)))
        .expect("it begins with what was said");
    assert!(sound.samples.iter().zip(begin..).all(|(got, at)| *got == noise(at)), "in order");
    let last = begin + summary.frames.0;
    (last as f64 - card.frame_at(end)) / f64::from(RATE) * 1_000.0
}

/// How the sound server names the channels of a card with eight.
const EIGHT: &str =
    "front-left,front-right,rear-left,rear-right,front-center,lfe,side-left,side-right";

/// The names of so many channels.
fn channel_map(channels: usize) -> String {
    match channels {
        1 => "mono".to_owned(),
        2 => "front-left,front-right".to_owned(),
        _ => EIGHT.to_owned(),
    }
}

/// A device of the sound server that is made for a test.
struct Sink(String);

impl Sink {
    fn load(name: &str, rate: u32, channels: usize, format: &str) -> Self {
        let out = Command::new("pactl")
            .args(["load-module", "module-null-sink", "norewinds=1"])
            .args([format!("sink_name={name}"), format!("rate={rate}")])
            .args([format!("channels={channels}"), format!("format={format}")])
            .arg(format!("channel_map={}", channel_map(channels)))
            .output()
            .expect("pactl starts");
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        Self(String::from_utf8_lossy(&out.stdout).trim().to_owned())
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        let _gone = Command::new("pactl").args(["unload-module", &self.0]).status();
    }
}

#[test]
#[ignore = "needs the virtual devices of script/faults"]
fn devices_of_other_rates_channels_and_formats_are_recorded_as_they_are() {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the test");
    let made = [
        ("phone", 8_000, 1, "u8", 8),
        ("headset", 16_000, 1, "s16le", 16),
        ("camera", 44_100, 2, "s24le", 16),
        ("interface", 96_000, 8, "float32le", 16),
    ];
    let found = made.map(|(name, rate, channels, format, bits)| {
        let folder = folder.path().to_owned();
        std::thread::spawn(move || {
            let _sink = Sink::load(name, rate, channels, format);
            let found = through_the_server(&folder, name, rate, channels, format);
            let off = (found.hz / TONE_HZ - 1.0).abs();
            let margin = found.snr_db - tone::best_snr_db(TONE, bits);
            println!("{name}: {found:?}, {margin:.1} dB above the format's best");
            (off, margin)
        })
    });
    let found = found.map(|thread| thread.join().expect("recorded"));
    let off = found.iter().map(|(off, _)| *off).fold(0.0, f64::max);
    let margin = found.iter().map(|(_, margin)| *margin).fold(f64::INFINITY, f64::min);
    Row {
        fault: "devices of the sound server: 8 kHz 8-bit mono to 96 kHz float on 8 channels",
        times: found.len(),
        lost_ms: Vec::new(),
        unreadable: 0,
        also: format!(
            "`greenroom mic`; pitch at most {:.4} % off, noise at worst {:.1} dB above the format's",
            100.0 * off,
            -margin
        ),
        passed: off < OFF_AT_MOST && margin > -WORSE_AT_MOST_DB,
    }
    .report();
}

/// Plays the tone into the fifth channel, or the last, and records with the real program.
fn through_the_server(folder: &Path, name: &str, rate: u32, channels: usize, format: &str) -> Tone {
    let raw = folder.join(format!("{name}.raw"));
    let mut bytes = Vec::new();
    for frame in 0..u64::from(rate) * 8 {
        for channel in 0..channels {
            let spoken = channel == 4.min(channels - 1);
            let value = if spoken {
                TONE * (std::f64::consts::TAU * TONE_HZ * frame as f64 / f64::from(rate)).sin()
            } else {
                HISS * f64::from(noise(frame * 8 + channel as u64)) / 32_768.0
            };
            match format {
                "u8" => bytes.push((value * 128.0 + 128.0).round() as u8),
                "s16le" => bytes.extend(((value * 32_768.0).round() as i16).to_le_bytes()),
                "s24le" => bytes.extend(&((value * 8_388_608.0).round() as i32).to_le_bytes()[..3]),
                _ => bytes.extend((value as f32).to_le_bytes()),
            }
        }
    }
    std::fs::write(&raw, bytes).expect("the tone can be written");
    let player = Command::new("paplay")
        .args([&format!("--device={name}"), "--latency-msec=1000", "--raw"])
        .args([format!("--rate={rate}"), format!("--channels={channels}")])
        .arg(format!("--format={format}"))
        .arg(format!("--channel-map={}", channel_map(channels)))
        .arg(&raw)
        .stderr(Stdio::null())
        .spawn();
    let _player = Ended(player.expect("paplay starts"));
    std::thread::sleep(Duration::from_millis(1_500));
    let wav = folder.join(format!("{name}.wav"));
    let (file, id) = (wav.to_string_lossy(), format!("pulseaudio:{name}.monitor"));
    let arguments = ["mic", "--record", &file, "--seconds", "2", "--microphone", &id, "--json"];
    let report = program::json(&arguments, Duration::from_secs(30));
    assert_eq!(report["rate_hz"], rate, "{report}");
    assert_eq!(report["dropped_frames"], 0, "{report}");
    let sound = Sound::read(&wav);
    assert_eq!((sound.rate_hz, sound.samples.len()), (rate, 2 * rate as usize));
    tone::fit(&sound.samples, sound.rate_hz, TONE_HZ)
}
