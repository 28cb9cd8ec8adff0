//! Measures takes while they are recorded, so that at their end everything is known.
//!
//! ```text
//! microphone's thread ─blocks, never waiting─▶ analyst of takes ─▶ measures to the scribe, overview to the cache
//! ```
//! What was not heard whole, to the frame (a full channel, frames taken off the end again), is measured from
//! its file instead, unless it is long: that is left to [`super::analyst`].

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;

use super::measuring::{BandSecs, cache_overview, gaps_of_summary, kept_form, measure_file};
use super::{outfit, takes};
use crate::analysis::{Analyser, Analysis, Gap};
use crate::audio::{TakeBlock, TakeHandle, TakeSummary};
use crate::panics::caught;
use crate::store::Store;
use crate::units::{Dbfs, Frames, SampleRate};

/// Blocks that can wait: ten seconds of them, many times what the analyst was ever behind.
const WAITING: usize = 512;

/// Takes listened to at once: one is recorded while others are being saved.
const MOST_TAKES: usize = 4;

/// Longer ones are not measured from their files here: the next take is being recorded meanwhile.
const FROM_FILE_AT_MOST: Duration = Duration::from_secs(5 * 60);

/// What a 16-bit sample of the file is divided by.
const FULL_SCALE: f32 = 32_768.0;

/// The amplitude of the greatest 16-bit sample: from there on it counts as clipped.
const CLIPS_AT: f32 = 32_767.0 / 32_768.0;

enum Said {
    Block { take: TakeHandle, rate: SampleRate, first: Frames, samples: Vec<i16> },
    Saved(Box<Saved>),
    End,
}

struct Saved {
    take: TakeHandle,
    wav: PathBuf,
    rate: SampleRate,
    frames: Frames,
    band: Option<BandSecs>,
    gaps: Vec<Gap>,
    peak: Dbfs,
    clipped: u64,
    known: Box<dyn FnOnce(Value) + Send>,
}

/// Owner of the thread; dropping it ends it.
pub(super) struct TakeAnalyst {
    ear: Ear,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// What the thread is spoken to by, and what it says of the take that is recorded.
#[derive(Clone)]
pub(super) struct Ear {
    said: SyncSender<Said>,
    voice: Arc<Mutex<Voiced>>,
}

/// Whether a voice is in the take that was listened to last.
#[derive(Debug, Clone, Copy, Default)]
struct Voiced {
    take: Option<TakeHandle>,
    /// How far it was listened to.
    length: Duration,
    /// `None` where something of it was not heard.
    has_voice: Option<bool>,
}

/// How far the thread may be behind what is recorded and still be believed that there is no voice yet.
const BEHIND: Duration = Duration::from_millis(1_500);

/// Between two looks for a voice, in what is heard.
const VOICE_LOOK: Duration = Duration::from_millis(250);

impl TakeAnalyst {
    /// Starts the thread. Where the system has none left nothing is measured yet.
    pub(super) fn start(store: Store) -> Self {
        let (said, heard) = sync_channel(WAITING);
        let stop = Arc::new(AtomicBool::new(false));
        let stops = Arc::clone(&stop);
        let voice = Arc::<Mutex<Voiced>>::default();
        let tells = Arc::clone(&voice);
        let thread = std::thread::Builder::new()
            .name("take analyst".to_owned())
            .spawn(move || Listener { store, stops, voice: tells, takes: Vec::new() }.run(&heard))
            .map_err(|problem| log::warn!("takes are measured later: {problem}"))
            .ok();
        Self { ear: Ear { said, voice }, stop, thread }
    }

    pub(super) fn ear(&self) -> Ear {
        self.ear.clone()
    }
}

impl Drop for TakeAnalyst {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        let Some(thread) = self.thread.take() else { return };
        // Blocks that wait are passed over quickly now. An end means that the thread is gone already.
        let _gone = self.ear.said.send(Said::End);
        if thread.join().is_err() {
            log::error!("the thread that measures takes ended in a panic");
        }
    }
}

impl Ear {
    /// A stretch of a take; never waits.
    pub(super) fn hear(&self, block: TakeBlock<'_>) {
        let TakeBlock { take, rate, first, samples } = block;
        let block = Said::Block { take, rate, first, samples: samples.to_vec() };
        if let Err(TrySendError::Full(_)) = self.said.try_send(block) {
            log::debug!("a stretch of a take was not heard");
        }
    }

    /// Whether a voice was found in this take, of which so much is recorded; `None` while that is not known.
    pub(super) fn voice(&self, take: TakeHandle, recorded: Duration) -> Option<bool> {
        let voiced = *self.voice.lock().unwrap_or_else(PoisonError::into_inner);
        let is_near = voiced.length.saturating_add(BEHIND) >= recorded;
        let known = voiced.has_voice.filter(|has_voice| *has_voice || is_near);
        known.filter(|_| voiced.take == Some(take))
    }

    /// A take is on disk. `known` is called with its measures, as its sidecar keeps them, or dropped.
    pub(super) fn saved(
        &self,
        take: TakeHandle,
        summary: &TakeSummary,
        band: Option<BandSecs>,
        known: impl FnOnce(Value) + Send + 'static,
    ) {
        let saved = Saved {
            take,
            wav: summary.path.clone(),
            rate: summary.rate,
            frames: summary.frames,
            band,
            gaps: gaps_of_summary(summary),
            peak: summary.peak,
            clipped: summary.clipped_samples,
            known: Box::new(known),
        };
        if self.said.try_send(Said::Saved(Box::new(saved))).is_err() {
            log::debug!("a take is measured later");
        }
    }
}

/// A take as far as it was heard.
struct Heard {
    take: TakeHandle,
    rate: SampleRate,
    frames: u64,
    is_whole: bool,
    analyser: Analyser,
    /// A voice was found, and up to where was looked for one.
    has_voice: bool,
    looked: Duration,
}

impl Heard {
    /// Looks for a voice, now and then.
    fn voiced(&mut self) -> Voiced {
        let length = Frames(self.frames).duration(self.rate);
        if !self.has_voice && self.is_whole && length.saturating_sub(self.looked) >= VOICE_LOOK {
            self.has_voice = self.analyser.has_voice();
            self.looked = length;
        }
        let has_voice = (self.is_whole || self.has_voice).then_some(self.has_voice);
        Voiced { take: Some(self.take), length: self.looked, has_voice }
    }
}

struct Listener {
    store: Store,
    stops: Arc<AtomicBool>,
    voice: Arc<Mutex<Voiced>>,
    takes: Vec<Heard>,
}

impl Listener {
    fn run(mut self, heard: &Receiver<Said>) {
        while let Ok(said) = heard.recv() {
            match said {
                Said::End => return,
                _ if self.stops.load(Ordering::Acquire) => {}
                said => {
                    if caught(|| self.learn(said)).is_none() {
                        // Half counted: what is said to be saved next is measured from its file.
                        self.takes.clear();
                    }
                }
            }
        }
    }

    fn learn(&mut self, said: Said) {
        crate::panics::point("take analyst");
        match said {
            Said::End => {}
            Said::Block { take, rate, first, samples } => self.block(take, rate, first, &samples),
            Said::Saved(saved) => self.saved(*saved),
        }
    }

    fn block(&mut self, take: TakeHandle, rate: SampleRate, first: Frames, samples: &[i16]) {
        if !self.takes.iter().any(|heard| heard.take == take) {
            if self.takes.len() >= MOST_TAKES {
                // Takes that are nobody's, such as the microphone check's, are never said to be saved.
                self.takes.remove(0);
            }
            let thresholds = outfit::thresholds(&self.store.settings().measures);
            let analyser = Analyser::new(rate, thresholds, CLIPS_AT);
            let (has_voice, looked) = (false, Duration::ZERO);
            self.takes.push(Heard {
                take,
                rate,
                frames: 0,
                is_whole: true,
                analyser,
                has_voice,
                looked,
            });
        }
        let Some(heard) = self.takes.iter_mut().find(|heard| heard.take == take) else { return };
        heard.is_whole &= first == Frames(heard.frames) && rate == heard.rate;
        heard.frames += samples.len() as u64;
        if heard.is_whole {
            let samples: Vec<f32> =
                samples.iter().map(|sample| f32::from(*sample) / FULL_SCALE).collect();
            heard.analyser.push(&samples);
        }
        *self.voice.lock().unwrap_or_else(PoisonError::into_inner) = heard.voiced();
    }

    fn saved(&mut self, saved: Saved) {
        let at = self.takes.iter().position(|heard| heard.take == saved.take);
        let heard = at.map(|at| self.takes.remove(at));
        let heard = heard.filter(|heard| {
            heard.is_whole && heard.frames == saved.frames.0 && heard.rate == saved.rate
        });
        let analysis = match heard {
            Some(heard) => Some(heard.analyser.finish(saved.band, &saved.gaps)),
            None => {
                log::debug!("a take is measured from its file");
                self.measure_its_file(&saved)
            }
        };
        let Some(Analysis { overview, measures }) = analysis else { return };
        // First, so that whoever finds the measures finds this too.
        cache_overview(&self.store, &saved.wav, &overview);
        takes::keep_scan(&self.store, &saved.wav, saved.peak, saved.clipped);
        if let Some(value) = kept_form(&measures, saved.band) {
            (saved.known)(value);
        }
    }

    fn measure_its_file(&self, saved: &Saved) -> Option<Analysis> {
        if saved.frames.duration(saved.rate) > FROM_FILE_AT_MOST {
            return None;
        }
        let thresholds = outfit::thresholds(&self.store.settings().measures);
        let going = |_share: f32| !self.stops.load(Ordering::Acquire);
        measure_file(&saved.wav, thresholds, saved.band, &saved.gaps, going).unwrap_or_else(
            |problem| {
                log::warn!("a take could not be measured: {problem}");
                None
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{MeasureId, Measures};
    use crate::audio::{Clip, wav};
    use crate::store::Folders;
    use crate::units::Dbfs;
    use serde::Deserialize as _;

    const TAKE: TakeHandle = TakeHandle(3);

    struct Room {
        folder: tempfile::TempDir,
        store: Store,
        analyst: TakeAnalyst,
    }

    impl Room {
        fn new() -> Self {
            let folder = tempfile::tempdir().expect("a folder");
            let (store, _notices) = Store::open(Folders::at(folder.path()));
            Self { analyst: TakeAnalyst::start(store.clone()), store, folder }
        }

        fn hear(&self, first: u64, samples: &[i16]) {
            let rate = SampleRate::HZ_48000;
            self.analyst.ear().hear(TakeBlock { take: TAKE, rate, first: Frames(first), samples });
        }

        /// A file of so many samples, and what was measured of it.
        fn saved(&self, samples: &[i16]) -> Measures {
            let path = self.folder.path().join("take.wav");
            let samples: Vec<f32> = samples.iter().map(|s| f32::from(*s) / FULL_SCALE).collect();
            let frames = Frames(samples.len() as u64);
            let clip = Clip { samples: samples.into(), rate: SampleRate::HZ_48000 };
            wav::write_clip(&path, &clip).expect("written");
            let summary = TakeSummary {
                path: path.clone(),
                rate: SampleRate::HZ_48000,
                frames,
                dropped_frames: 0,
                ring_high_water: Frames(0),
                ring_capacity: Frames(0),
                clipped_samples: 0,
                peak: Dbfs(0.0),
                gaps: Vec::new(),
                joints: Vec::new(),
            };
            let value = told(self, &summary, Some((60.0, 90.0))).expect("measured");
            assert!(super::super::measuring::cached_overview(&self.store, &path).is_some());
            assert_eq!(value["band_secs"], serde_json::json!([60.0, 90.0]));
            Measures::deserialize(&value).expect("whole")
        }
    }

    /// What comes of a take of this name, if anything does.
    fn told(room: &Room, summary: &TakeSummary, band: Option<BandSecs>) -> Option<Value> {
        let (tell, come) = sync_channel(1);
        room.analyst.ear().saved(TAKE, summary, band, move |value| {
            tell.send(value).expect("somebody waits");
        });
        come.recv_timeout(Duration::from_secs(30)).ok()
    }

    fn noise(len: usize) -> Vec<i16> {
        (0..len).map(|n| ((n * 7_919) % 20_001) as i16 - 10_000).collect()
    }

    fn length(measures: &Measures) -> f64 {
        measures.value(MeasureId::Length).expect("known").expect("assessed")
    }

    #[test]
    fn a_take_that_was_heard_whole_is_measured_as_its_file_is() {
        let sound = noise(96_000);
        let along = Room::new();
        for (nth, block) in sound.chunks(960).enumerate() {
            along.hear(960 * nth as u64, block);
        }
        let from_file = Room::new().saved(&sound);
        assert_eq!(along.saved(&sound), from_file);
        assert_eq!(length(&from_file), 2.0);
    }

    #[test]
    fn a_take_with_a_stretch_unheard_or_frames_taken_off_is_measured_from_its_file() {
        let room = Room::new();
        room.hear(0, &noise(4_800));
        room.hear(9_600, &noise(4_800));
        assert_eq!(length(&room.saved(&noise(14_400))), 0.3);
        room.hear(0, &noise(4_800));
        assert_eq!(length(&room.saved(&noise(2_400))), 0.05);
    }

    #[test]
    fn what_was_heard_whole_needs_no_file() {
        let room = Room::new();
        room.hear(0, &noise(4_800));
        let summary = TakeSummary {
            path: room.folder.path().join("not there.wav"),
            rate: SampleRate::HZ_48000,
            frames: Frames(4_800),
            dropped_frames: 0,
            ring_high_water: Frames(0),
            ring_capacity: Frames(0),
            clipped_samples: 0,
            peak: Dbfs(0.0),
            gaps: Vec::new(),
            joints: Vec::new(),
        };
        assert!(told(&room, &summary, None).is_some());
        assert!(told(&room, &summary, None).is_none(), "it is forgotten now");
    }

    #[test]
    fn takes_that_nobody_saves_are_forgotten() {
        let room = Room::new();
        for take in 10..40 {
            let (rate, first) = (SampleRate::HZ_48000, Frames(0));
            let block = TakeBlock { take: TakeHandle(take), rate, first, samples: &[1, 2, 3] };
            room.analyst.ear().hear(block);
        }
        room.hear(0, &noise(480));
        assert_eq!(length(&room.saved(&noise(480))), 0.01);
    }
}
