//! Rows 7a and 7b: seeking in an hour-long take, and speech at 1.5 times its speed; beside ffmpeg, sox and mpv.
//!
//! `cargo bench --bench listening`. Needs no sound card: the loudspeaker is the tests' own, with a period
//! of one millisecond. Peers that are not installed are left out.

#[path = "../tests/common/mod.rs"]
mod common;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::fake_card::{Card, Spec};
use greenroom::audio::wav::{WavStream, write_clip};
use greenroom::audio::{Clip, PlayId, PlayOptions, Player, SpeakerSink, resample, stretch};
use greenroom::bank;
use greenroom::interview::Phrases;
use greenroom::rehearsal::shipped_texts;
use greenroom::units::SampleRate;
use greenroom::voice::pack::Pack;

/// Random places that are gone to.
const SEEKS: u64 = 40;

/// Runs of everything in row 7b; the median is told.
const RUNS: usize = 5;

/// Speech of row 7b, in seconds.
const SPEECH_SECS: usize = 300;

const HOUR_FRAMES: u64 = 3_600 * 48_000;

fn main() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder on disk");
    println!(
        "load average {}",
        std::fs::read_to_string("/proc/loadavg").unwrap_or_default().trim()
    );
    let hour = hour(folder.path());
    seek_in(&hour);
    let speech = speech(folder.path());
    fast_speech(&speech);
}

/// An hour of a rising line: a sample says where in the file it is.
fn hour(folder: &Path) -> PathBuf {
    let path = folder.join("hour48.wav");
    let data_bytes = u32::try_from(HOUR_FRAMES * 2).expect("it fits");
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((data_bytes + 36).to_le_bytes());
    bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    bytes.extend(48_000_u32.to_le_bytes());
    bytes.extend(96_000_u32.to_le_bytes());
    bytes.extend(b"\x02\0\x10\0data");
    bytes.extend(data_bytes.to_le_bytes());
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).expect("created"));
    file.write_all(&bytes).expect("written");
    for frame in 0..HOUR_FRAMES {
        let value = (height(frame) * 32_768.0) as i16;
        file.write_all(&value.to_le_bytes()).expect("written");
    }
    file.flush().expect("written");
    path
}

fn height(frame: u64) -> f64 {
    0.1 + 0.8 * frame as f64 / HOUR_FRAMES as f64
}

fn seek_in(hour: &Path) {
    println!("\nrow 7a: a 60-minute take, 48 kHz, 16 bits, 345.6 MB; ms: median [least to most]");
    let card = Card::new(Spec { block: 48, latency: Duration::ZERO, ..Spec::default() });
    let player = Player::start(SpeakerSink::Host(card.factory()), |_| {});
    let last = || card.events.heard.lock().expect("no panic").last().copied().unwrap_or(0.0);
    // The stream is opened by a short sound, as in use; then the take.
    let blip = Clip { samples: vec![0.01; 4_800].into(), rate: SampleRate::HZ_48000 };
    player.play(PlayId(1), blip, PlayOptions::default());
    until(|| last() > 0.0);
    until(|| last() == 0.0);
    let before = resident_kb();
    let began = Instant::now();
    player.play(PlayId(2), WavStream::open(hour).expect("a take"), PlayOptions::default());
    until(|| last() > 0.05);
    println!("opened → first frame at the device {:.2}", millis(began.elapsed()));
    for stretch in [1.0, 1.5] {
        player.change(PlayId(2), PlayOptions { stretch, ..PlayOptions::default() });
        std::thread::sleep(Duration::from_millis(500));
        let (mut changed, mut full) = (Vec::new(), Vec::new());
        for n in 0..SEEKS {
            std::thread::sleep(Duration::from_millis(50));
            let frame = 480_000 + (n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20) % 160_000_000;
            let (old, target) = (last(), height(frame));
            let began = Instant::now();
            player.seek(Duration::from_secs_f64(frame as f64 / 48_000.0));
            until(|| (last() - old).abs() > 0.01 * old);
            changed.push(millis(began.elapsed()));
            until(|| (last() - target).abs() < 0.000_3);
            full.push(millis(began.elapsed()));
        }
        println!(
            "seek, at {stretch} × speed → the device is given another sound {}",
            spread(&mut changed)
        );
        println!("… → and that at its full level, faded in over 5 ms {}", spread(&mut full));
    }
    println!("memory grown by {} kB", resident_kb().saturating_sub(before));
    player.stop();
    if let Some(told) =
        told_by(Command::new("benches/mpv_seek.py").arg(hour).arg(SEEKS.to_string()))
    {
        println!("mpv, exact seek → its event: median, least, most {}", told.trim());
    }
}

/// Waits without sleeping: a tenth of a millisecond counts.
fn until(is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(10), "it never came");
        std::thread::yield_now();
    }
}

/// Five minutes of the recorded voices at 48 kHz.
fn speech(folder: &Path) -> PathBuf {
    let pack = Pack::open(Path::new("assets/voice")).expect("the pack can be read");
    let (_, text) = bank::built_in().first().expect("a bank ships");
    let bank = bank::read(text, "built in").bank.expect("it can be read");
    let mut speech = Vec::new();
    for text in shipped_texts(&bank, &Phrases::built_in()) {
        let (samples, rate) = pack.clip(text.persona, &text.text).expect("it can be played");
        speech.extend(resample(&samples, rate, SampleRate::HZ_48000));
    }
    speech.truncate(SPEECH_SECS * 48_000);
    assert_eq!(speech.len(), SPEECH_SECS * 48_000, "not enough was recorded");
    let path = folder.join("speech300.wav");
    let clip = Clip { samples: speech.into(), rate: SampleRate::HZ_48000 };
    write_clip(&path, &clip).expect("written");
    path
}

fn fast_speech(wav: &Path) {
    println!(
        "\nrow 7b: 300 s of speech, 48 kHz, at 1.5 × speed, pitch kept; CPU s: median [least to most]"
    );
    let ours = || {
        let before = thread_cpu();
        let mut samples = Vec::new();
        WavStream::open(wav).expect("a file").read(usize::MAX, &mut samples).expect("readable");
        let out = stretch(&samples, SampleRate::HZ_48000, 1.5);
        assert_eq!(out.len(), 200 * 48_000);
        thread_cpu() - before
    };
    let file = wav.display().to_string();
    let ffmpeg = ["-v", "error", "-i", &file, "-filter:a", "atempo=1.5", "-f", "null", "-"];
    let sox = [file.as_str(), "-n", "tempo", "-s", "1.5"];
    let mpv = |speed| {
        [
            "--no-config",
            "--no-video",
            "--really-quiet",
            "--ao=pcm",
            "--ao-pcm-file=/dev/null",
            speed,
            &file,
        ]
    };
    let mut rows: [(&str, Vec<f64>); 5] = [
        "Greenroom, file read and stretched",
        "ffmpeg atempo",
        "sox tempo -s",
        "mpv at 1",
        "mpv at 1.5",
    ]
    .map(|name| (name, Vec::new()));
    // One after the other, so that a busy moment falls on all.
    for _ in 0..RUNS {
        rows[0].1.push(ours());
        rows[1].1.extend(cpu_of(Command::new("ffmpeg").args(ffmpeg)));
        rows[2].1.extend(cpu_of(Command::new("sox").args(sox)));
        rows[3].1.extend(cpu_of(Command::new("mpv").args(mpv("--speed=1"))));
        rows[4].1.extend(cpu_of(Command::new("mpv").args(mpv("--speed=1.5"))));
    }
    for (name, seconds) in &mut rows {
        println!("{name} {}", spread(seconds));
    }
    for stretch in [1.0, 1.5] {
        let percent = live(wav, stretch);
        println!(
            "Greenroom's player, all of it, live at {stretch} × speed: {percent:.2} % of a core"
        );
    }
}

/// What playing costs of a core, from the file to a simulated device that runs 20 times as fast.
fn live(wav: &Path, stretch: f32) -> f64 {
    const FASTER: f64 = 20.0;
    let player = Player::start(SpeakerSink::Simulated { speed: FASTER }, |_| {});
    let options = PlayOptions { stretch, ..PlayOptions::default() };
    player.play(PlayId(1), WavStream::open(wav).expect("a file"), options);
    until(|| player.status().position > Duration::from_secs(5));
    let (before, began) = (process_cpu(), Instant::now());
    std::thread::sleep(Duration::from_secs(6));
    100.0 * (process_cpu() - before) / began.elapsed().as_secs_f64() / FASTER
}

/// CPU seconds of a program, or nothing when it isn't there or fails.
fn cpu_of(command: &mut Command) -> Option<f64> {
    let before = children_cpu();
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.ok()?.success().then(|| children_cpu() - before)
}

fn told_by(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn spread(values: &mut [f64]) -> String {
    values.sort_by(f64::total_cmp);
    match (values.first(), values.get(values.len() / 2), values.last()) {
        (Some(least), Some(median), Some(most)) => format!("{median:.3} [{least:.3} to {most:.3}]"),
        _ => "not measured".to_owned(),
    }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// CPU seconds of this thread.
fn thread_cpu() -> f64 {
    let line = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    line.split_whitespace().next().expect("a number").parse::<f64>().expect("a number") / 1e9
}

/// Fields of `/proc/self/stat` from the 14th on, in seconds: user and system time, then the same of children.
fn stat_secs(field: usize) -> f64 {
    let line = std::fs::read_to_string("/proc/self/stat").expect("Linux");
    let (_, rest) = line.rsplit_once(')').expect("a name in brackets");
    let ticks = rest.split_whitespace().nth(field - 3).expect("a field");
    ticks.parse::<f64>().expect("a number") / 100.0
}

fn process_cpu() -> f64 {
    stat_secs(14) + stat_secs(15)
}

fn children_cpu() -> f64 {
    stat_secs(16) + stat_secs(17)
}

fn resident_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("it is told");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}
