//! When the detector is asked: it costs more than all the rest, so not where levels leave no doubt.
//!
//! A moment near the noise is no speech, whatever the detector would say. In the middle of what is far
//! above the noise and was found to be speech, it is asked again every third of a second. Everywhere
//! else, and in the first seconds, while noise and speech are still unknown, it is asked every time.
//! At first that was a quarter of clean speech and half of noisy one, and edges and pauses came out about the
//! same as when asking always (216 made takes: clean, and four noises at 20 and 10 dB). What was left out
//! since (clear onsets, what is far below the loudest) was compared with that, not with asking always.

use super::Score;
use super::bands::{BANDS, FRAME, Levels, db_of, power_of_db};

/// Always asked for so long, in pairs of frames: 3 s.
const FIRST: u64 = 190;

/// Less than this above the noise, in every band, is not speech, in dB.
const QUIET_DB: f32 = 4.5;

/// At least this far above the noise, in some band, there may be steady speech, in dB …
const STEADY_DB: f32 = 20.0;

/// … if it is no further than this below the loudest of the last seconds, in dB.
const BELOW_LOUDEST_DB: f32 = 30.0;

/// Further than this below the loudest it is no speech, whatever the detector would say: speech is at most
/// 30 dB quieter than its mean, and its loudest moments are less than 12 dB louder than that, in dB.
const FAR_BELOW_LOUDEST_DB: f32 = 42.0;

/// The detector needs some time to be sure after a beginning, in pairs of frames: 96 ms …
const SETTLING: u32 = 6;

/// … and what begins far above the noise fills the 48 ms it looks back over before it is worth asking.
const FILLING: u32 = 3;

/// In steady speech it is asked so many times in a row, as it looks back over 48 ms …
const ASKED_IN_A_ROW: u32 = 3;

/// … and that again after so many pairs of frames: 320 ms, about half the shortest pause.
const ASKED_AGAIN: u32 = 20;

/// Only a detector as sure as this is left alone.
const SURE: f64 = 0.7;

/// How fast the noise's estimate rises where it is quieter than the sound, in dB for each pair of frames:
/// 3 dB a second.
const NOISE_RISES_DB: f32 = 0.05;

/// How much of the way the noise's estimate falls in one pair of frames.
const NOISE_FALLS: f32 = 0.3;

/// The loudest moments of a voice are brought to this level before the detector hears them, in dB: it was
/// trained on voices well recorded, and misses those that a microphone hands over faintly …
const HEARD_AT_DB: f32 = -16.0;

/// … until somebody has spoken they are expected so far above the noise, in dB …
const SPEECH_ABOVE_NOISE_DB: f32 = 34.0;

/// … and nothing is raised by more than this, in dB.
const MOST_GAIN_DB: f32 = 40.0;

/// How fast the loudest is forgotten, in dB for each pair of frames: 3 dB a second.
const LOUDEST_FALLS_DB: f32 = 0.05;

/// Asks the detector, or knows better.
pub(super) struct Asker {
    detector: Box<earshot::Detector>,
    /// Pairs of frames that came.
    seen: u64,
    /// The noise in each band as known so far, in dB.
    noise_db: Option<[f32; BANDS]>,
    /// The loudest of the last seconds, in dB.
    loudest_db: f32,
    /// Pairs of frames since it was last quiet.
    loud_for: u32,
    /// Pairs of frames since the last row of questions began.
    turn: u32,
    /// What the detector said last.
    last: Score,
}

impl std::fmt::Debug for Asker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Asker").field("seen", &self.seen).finish_non_exhaustive()
    }
}

impl Default for Asker {
    fn default() -> Self {
        Self {
            detector: earshot::Detector::default_boxed(),
            seen: 0,
            noise_db: None,
            loudest_db: f32::NEG_INFINITY,
            loud_for: 0,
            turn: 0,
            last: Score::UNASKED,
        }
    }
}

impl Asker {
    /// The detector's score of two frames with their levels, or what is as good.
    pub(super) fn score(&mut self, pair: &[f32; 2 * FRAME], levels: [Levels; 2]) -> Score {
        if levels.iter().all(|levels| levels.is_void()) {
            // Digital zeros are no room: nothing is learnt from them, and nobody speaks in them.
            self.loud_for = 0;
            return Score::UNASKED;
        }
        let (above_noise_db, total_db) = self.weigh(levels);
        self.seen += 1;
        if self.seen > FIRST {
            if above_noise_db < QUIET_DB || total_db < self.loudest_db - FAR_BELOW_LOUDEST_DB {
                self.loud_for = 0;
                return Score::UNASKED;
            }
            self.loud_for += 1;
            let clear = above_noise_db > STEADY_DB && total_db > self.loudest_db - BELOW_LOUDEST_DB;
            if clear && self.loud_for <= FILLING {
                return Score::UNASKED;
            }
            if self.is_left_alone(clear && self.loud_for > SETTLING) {
                return self.last;
            }
        }
        let gain = self.gain();
        // What is louder than full scale is as loud to the detector.
        let score = self.detector.predict_f32(&pair.map(|sample| (gain * sample).clamp(-1.0, 1.0)));
        self.last = Score::new(score);
        self.last
    }

    /// How far the sound stands above the noise, in the band where it does most, and its level, in dB.
    /// Learns the noise on the way.
    fn weigh(&mut self, [first, second]: [Levels; 2]) -> (f32, f32) {
        let powers: [f32; BANDS] =
            std::array::from_fn(|band| (first.power(band) + second.power(band)) / 2.0);
        let levels_db = powers.map(db_of);
        let noise_db = self.noise_db.get_or_insert(levels_db);
        let mut above_db = f32::NEG_INFINITY;
        for (noise_db, level_db) in noise_db.iter_mut().zip(levels_db) {
            if level_db < *noise_db {
                *noise_db += NOISE_FALLS * (level_db - *noise_db);
            } else {
                *noise_db += NOISE_RISES_DB;
            }
            above_db = above_db.max(level_db - *noise_db);
        }
        let total_db = db_of(powers.into_iter().sum());
        self.loudest_db = (self.loudest_db - LOUDEST_FALLS_DB).max(total_db);
        (above_db, total_db)
    }

    /// What a sample is multiplied by for the detector: at least one, and as much as a faint voice wants.
    fn gain(&self) -> f32 {
        let noise: f32 = self.noise_db.iter().flatten().map(|db| power_of_db(*db)).sum();
        let voice_db = self.loudest_db.max(db_of(noise) + SPEECH_ABOVE_NOISE_DB);
        power_of_db((HEARD_AT_DB - voice_db).clamp(0.0, MOST_GAIN_DB)).sqrt()
    }

    fn is_left_alone(&mut self, steady: bool) -> bool {
        if !steady {
            self.turn = 0;
            return false;
        }
        self.turn += 1;
        if self.turn <= ASKED_IN_A_ROW || self.last.value().is_none_or(|score| score < SURE) {
            return false;
        }
        if self.turn <= ASKED_AGAIN {
            return true;
        }
        self.turn = 0;
        false
    }
}
