//! Endless noise into the virtual microphone of which each sample's place is known, and a witness that
//! knows when each sample could be had.

use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::e2e::devices::Ended;
use crate::e2e::sound::RATE;

/// Samples that name a place.
const KEY: usize = 4;

/// Every so many samples a place is known by its key.
const STRIDE: usize = 64;

/// Noise on its way into the microphone.
pub struct Stream {
    samples: Vec<i16>,
    places: HashMap<[i16; KEY], usize>,
    _player: Ended,
    _witness: Ended,
    /// When sample 0 could have been had at the earliest, as the witness knows by now.
    zero: Arc<Mutex<Option<Instant>>>,
    /// When sound was missing to the witness, too.
    torn: Arc<Mutex<Vec<Instant>>>,
}

impl Stream {
    /// Begins to play `secs` seconds of noise.
    pub fn begin(folder: &Path, secs: f64) -> Self {
        Self::begin_on(folder, secs, "mic", None)
    }

    /// The same on another sound server, the witness at this source.
    pub fn begin_on(folder: &Path, secs: f64, source: &str, server: Option<&str>) -> Self {
        let on_server = |program: &str| {
            let mut command = Command::new(program);
            command.envs(server.map(|address| ("PULSE_SERVER", address)));
            command
        };
        let samples = quick_noise((secs * f64::from(RATE)) as usize);
        let file = folder.join("stream.raw");
        let bytes: Vec<u8> = samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
        std::fs::write(&file, bytes).expect("the noise can be written");
        let mut places = HashMap::new();
        for (index, chunk) in samples.chunks(STRIDE).enumerate() {
            if let Some(key) = chunk.first_chunk::<KEY>() {
                places.insert(*key, index * STRIDE);
            }
        }
        let mut witness = on_server("parec")
            .args([&format!("--device={source}"), "--raw", "--channels=1", "--format=s16le"])
            .arg("--latency-msec=5")
            .arg(format!("--rate={RATE}"))
            .stdout(Stdio::piped())
            .spawn()
            .expect("parec starts");
        let out = witness.stdout.take().expect("its output is ours");
        let player = on_server("paplay")
            .args(["--device=mic_in", "--latency-msec=1000", "--raw", "--channels=1"])
            .args(["--format=s16le", &format!("--rate={RATE}")])
            .arg(&file)
            .spawn();
        let player = Ended(player.expect("paplay starts"));
        let (zero, torn) = (Arc::new(Mutex::new(None)), Arc::default());
        let watch =
            Watch { places: places.clone(), zero: Arc::clone(&zero), torn: Arc::clone(&torn) };
        std::thread::spawn(move || watch.run(out));
        let stream =
            Self { samples, places, _player: player, _witness: Ended(witness), zero, torn };
        let begun = Instant::now();
        while stream.zero().is_none() {
            assert!(begun.elapsed() < Duration::from_secs(10), "the witness hears nothing");
            std::thread::sleep(Duration::from_millis(20));
        }
        // Its best block comes after a while.
        std::thread::sleep(Duration::from_secs(2));
        stream
    }

    fn zero(&self) -> Option<Instant> {
        *self.zero.lock().expect("no panic")
    }

    /// Whether the witness, which only waits for sound, has lost some between these moments: the server or the
    /// machine did, then, and what a recorder beside it lacks says nothing about that recorder.
    pub fn was_torn(&self, from: Instant, to: Instant) -> bool {
        // It is noticed when what follows is heard.
        let until = to + Duration::from_secs(1);
        std::thread::sleep(until.saturating_duration_since(Instant::now()));
        self.torn.lock().expect("no panic").iter().any(|at| (from..=until).contains(at))
    }

    /// How many samples had been sent by then.
    pub fn sent_by(&self, when: Instant) -> f64 {
        let zero = self.zero().expect("the witness has heard");
        when.saturating_duration_since(zero).as_secs_f64() * f64::from(RATE)
    }

    /// The place after the last sample of the beginning of a recording that is as it was sent: where a gap
    /// begins, if there is one.
    pub fn unbroken_to(&self, recording: &[i16]) -> Option<usize> {
        let first = recording.iter().position(|sample| *sample != 0)?;
        let recording = &recording[first..];
        let (at, place) = place_in(&self.places, recording)?;
        let begin = place.checked_sub(at)?;
        let sent = self.samples.get(begin..)?;
        let same = recording.iter().zip(sent).take_while(|(one, other)| one == other).count();
        Some(begin + same)
    }

    /// How many samples that were sent between a recording's first and its last are not in it.
    pub fn missing(&self, recording: &[i16]) -> Option<usize> {
        let first = recording.iter().position(|sample| *sample != 0)?;
        let recording = &recording[first..];
        let (at, place) = place_in(&self.places, recording)?;
        let begin = place.checked_sub(at)?;
        let tail = recording.len().saturating_sub(4 * STRIDE + KEY);
        let (at, place) = place_in(&self.places, &recording[tail..])?;
        place.checked_sub(begin + tail + at)
    }

    /// Whether a recording's first sound and its last were sent, whatever the player or the server left out or put
    /// in between.
    pub fn has_sent_both_ends(&self, recording: &[i16]) -> bool {
        let first = recording.iter().position(|sample| *sample != 0).unwrap_or(0);
        let tail = recording.len().saturating_sub(4 * STRIDE + KEY);
        [first, tail].iter().all(|from| place_in(&self.places, &recording[*from..]).is_some())
    }

    /// Follows a recording to its end: the place after its last sample, if from its first sample that sounds
    /// to its last none is lost, none inserted and none changed.
    pub fn end_of(&self, recording: &[i16]) -> Option<usize> {
        let first = recording.iter().position(|sample| *sample != 0)?;
        let recording = &recording[first..];
        let (at, place) = place_in(&self.places, recording)?;
        let begin = place.checked_sub(at)?;
        let sent = self.samples.get(begin..begin + recording.len())?;
        (sent == recording).then_some(begin + recording.len())
    }
}

/// White noise, the same every time (Marsaglia's xorshift, 64 bits): a quarter of an hour in a moment.
fn quick_noise(count: usize) -> Vec<i16> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        // A quarter of full scale: nothing clips on the way.
        (state >> 48) as i16 / 4
    };
    (0..count).map(|_| next()).collect()
}

/// A place in the recording and the stream's place there.
fn place_in(places: &HashMap<[i16; KEY], usize>, recording: &[i16]) -> Option<(usize, usize)> {
    let windows = recording.windows(KEY).enumerate().take(4 * STRIDE);
    windows.filter_map(|(at, key)| Some((at, *places.get(key.first_chunk()?)?))).next()
}

/// Reads what the microphone hears and notes when.
struct Watch {
    places: HashMap<[i16; KEY], usize>,
    zero: Arc<Mutex<Option<Instant>>>,
    torn: Arc<Mutex<Vec<Instant>>>,
}

impl Watch {
    fn run(self, mut from: impl std::io::Read) {
        let mut bytes = [0_u8; 4096];
        let mut held: Vec<u8> = Vec::new();
        // The place of the next sample, once known.
        let mut next: Option<usize> = None;
        while let Ok(count) = from.read(&mut bytes) {
            if count == 0 {
                return;
            }
            let now = Instant::now();
            held.extend_from_slice(&bytes[..count]);
            let samples: Vec<i16> =
                held.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect();
            if samples.len() < 4 * STRIDE {
                continue;
            }
            // Silence may come before its first sample.
            let found = place_in(&self.places, &samples);
            let follows = found.map(|(at, place)| place + samples.len() - at);
            let expected = next.map(|place| place + samples.len());
            if expected.is_some() && follows != expected {
                self.torn.lock().expect("no panic").push(now);
            }
            // What is missing is not waited for, or all that follows would seem to come too early.
            next = follows.or(expected);
            held.drain(..samples.len() * 2);
            let Some(place) = next else { continue };
            let age = Duration::from_secs_f64(place as f64 / f64::from(RATE));
            let zero = now.checked_sub(age);
            let mut best = self.zero.lock().expect("no panic");
            *best = match (*best, zero) {
                (Some(best), Some(zero)) => Some(best.min(zero)),
                (best, zero) => best.or(zero),
            };
        }
    }
}
