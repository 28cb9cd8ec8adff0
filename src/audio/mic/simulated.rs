//! A microphone made of memory, for the demonstration and for tests without a sound card.
//!
//! Its blocks go through the same callback, ring and thread as a device's.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::audio::api::Clip;
use crate::audio::devices::{Direction, OpenError};
use crate::audio::mic::capture::{CaptureCallback, capture};
use crate::audio::mic::open::Opened;
use crate::audio::resample::resample;
use crate::audio::shape::StreamShape;
use crate::audio::simulation::Simulation;
use crate::units::SampleRate;

/// Length of a block in sound, and the shortest in real time: a fast simulation makes larger ones.
const BLOCK: Duration = Duration::from_millis(10);
const SHORTEST_BLOCK: Duration = Duration::from_millis(2);

/// Wall time that the recorder may be behind; then simulated time stands still, as no real one does, and nothing
/// is lost for want of a quick machine.
const AHEAD: Duration = Duration::from_millis(500);

/// How often it looks whether the recorder has caught up.
const LOOK: Duration = Duration::from_millis(2);

/// Amplitude of the noise between words, −76 dBFS: a quiet room. Nothing real is ever all zeros.
const ROOM_NOISE: f32 = 0.000_16;

type Words = Arc<Mutex<VecDeque<(Arc<[f32]>, usize)>>>;

/// The microphone.
#[derive(Debug, Clone)]
pub struct SimulatedMic {
    rate: SampleRate,
    speed: f64,
    words: Words,
}

/// Who speaks into it.
#[derive(Debug, Clone)]
pub struct SimulatedCandidate {
    rate: SampleRate,
    words: Words,
}

fn lock(words: &Words) -> MutexGuard<'_, VecDeque<(Arc<[f32]>, usize)>> {
    words.lock().unwrap_or_else(PoisonError::into_inner)
}

impl SimulatedMic {
    /// A microphone of this rate whose time runs `speed_factor` (0.1…100) times as fast as ours.
    #[must_use]
    pub fn new(rate: SampleRate, speed_factor: f64) -> (Self, SimulatedCandidate) {
        let words = Words::default();
        let speed = if speed_factor.is_finite() { speed_factor.clamp(0.1, 100.0) } else { 1.0 };
        let candidate = SimulatedCandidate { rate, words: Arc::clone(&words) };
        (Self { rate, speed, words }, candidate)
    }

    pub(super) fn open(self) -> Result<(Simulation, Opened), OpenError> {
        let shape = StreamShape {
            rate: self.rate,
            channels: 1,
            format: cpal::SampleFormat::F32,
            speed: self.speed,
        };
        let (callback, mut end) = capture(shape);
        end.is_simulated = true;
        let words = self.words;
        let running =
            Simulation::spawn("simulated-mic", move |stop| run(callback, shape, &words, stop))
                .map_err(|error| OpenError::Other(Direction::Input, error.to_string()))?;
        let (name, presence) = ("Simulated candidate".into(), Arc::default());
        Ok((running, Opened { name, id: None, end, presence }))
    }
}

impl SimulatedCandidate {
    /// Speaks, after whatever is still being said. Sound of another rate is converted first.
    pub fn say(&self, clip: Clip) {
        let samples = if clip.rate == self.rate {
            clip.samples
        } else {
            resample(&clip.samples, clip.rate, self.rate).into()
        };
        lock(&self.words).push_back((samples, 0));
    }

    /// Stops speaking at once.
    pub fn hush(&self) {
        lock(&self.words).clear();
    }

    /// Whether something is still to be said.
    #[must_use]
    pub fn is_speaking(&self) -> bool {
        !lock(&self.words).is_empty()
    }
}

fn run(mut callback: CaptureCallback, shape: StreamShape, words: &Words, stop: &AtomicBool) {
    let span = BLOCK.div_f64(shape.speed).max(SHORTEST_BLOCK);
    let mut block = vec![0.0_f32; shape.frames_in(span).max(1)];
    // What the block lasts exactly, so that frames and time don't drift apart.
    let span = Duration::from_secs_f64(block.len() as f64 / shape.frames_per_sec());
    let ahead = shape.frames_in(AHEAD).max(2 * block.len());
    let mut noise = 1_u32;
    let mut due = Instant::now() + span;
    while !stop.load(Ordering::Acquire) {
        let now = Instant::now();
        if now < due {
            std::thread::park_timeout(due - now);
            continue;
        }
        if callback.unread() + block.len() > ahead {
            std::thread::park_timeout(LOOK);
            due = Instant::now() + span;
            callback.stood_still();
            continue;
        }
        speak(&mut lock(words), &mut block, &mut noise);
        callback.process_block(&block, due, span);
        due += span;
    }
}

/// Fills a block with what is being said, over the noise of the room.
fn speak(words: &mut VecDeque<(Arc<[f32]>, usize)>, block: &mut [f32], noise: &mut u32) {
    for sample in block {
        // Marsaglia's xorshift32 (2003).
        *noise ^= *noise << 13;
        *noise ^= *noise >> 17;
        *noise ^= *noise << 5;
        let hiss = (*noise as f32 / u32::MAX as f32 - 0.5) * 2.0 * ROOM_NOISE;
        let mut word = None;
        while let Some((samples, said)) = words.front_mut() {
            word = samples.get(*said).copied();
            *said += 1;
            if word.is_some() && *said < samples.len() {
                break;
            }
            words.pop_front();
            if word.is_some() {
                break;
            }
        }
        *sample = word.unwrap_or(hiss);
    }
}
