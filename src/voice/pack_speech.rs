//! A whole request spoken from the pack: its parts joined, and how much faster they are to be played.

use super::pack::{Pack, PackError};
use super::renderer::Clip;
use super::{SpeakRequest, ear};
use crate::units::Wpm;

/// Silence between two parts, in milliseconds: what speakers leave between sentences.
const PAUSE_MILLIS: usize = 350;
/// Speeds at which stretched speech still sounds like a person, relative to the recording.
const STRETCH: std::ops::RangeInclusive<f32> = 0.6..=1.6;
/// The speed of recordings whose pack doesn't say.
const UNKNOWN: Wpm = Wpm(175);

/// The samples and their stretch; [`PackError::NotRecorded`] unless every part is there.
pub(super) fn joined(pack: &Pack, request: &SpeakRequest) -> Result<(Clip, f32), PackError> {
    let spoken: Vec<&String> =
        request.parts.iter().filter(|part| !ear::prepare(part).is_empty()).collect();
    if !spoken.iter().all(|part| pack.has(request.persona, part)) {
        return Err(PackError::NotRecorded);
    }
    let mut samples = Vec::new();
    let mut rate = None;
    for part in spoken {
        let (clip, clip_rate) = pack.clip(request.persona, part)?;
        if *rate.get_or_insert(clip_rate) != clip_rate {
            return Err(PackError::NotRecorded); // not one voice: leave it to another engine
        }
        if !samples.is_empty() {
            samples.resize(samples.len() + clip_rate.hz() as usize * PAUSE_MILLIS / 1_000, 0.0);
        }
        samples.extend_from_slice(&clip);
    }
    let natural = pack.natural_speed(request.persona).unwrap_or(UNKNOWN);
    let stretch =
        (f32::from(request.speed.0) / f32::from(natural.0)).clamp(*STRETCH.start(), *STRETCH.end());
    let rate = rate.ok_or(PackError::NotRecorded)?;
    Ok((Clip { samples: samples.into(), rate }, stretch))
}
