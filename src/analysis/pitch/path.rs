//! The cheapest path through the candidates of all frames (Viterbi).

use super::{Frame, KEPT};

/// A window is voiced from this strength on. Praat takes 0.45, of the whole band; below 1.5 kHz noise is
/// more like itself, and with 0.55 the voiced windows are those that Praat finds (`benches/reference.py`).
const VOICED_FROM: f32 = 0.55;

/// A window this much quieter than the loudest is silent (Praat's default).
const SILENT_BELOW: f32 = 0.03;

/// What a jump of an octave from one frame to the next costs (Praat's default for 10 ms) …
const JUMP_COST: f32 = 0.35 * PER_FRAME;

/// … and what the change between voiced and unvoiced does.
const CHANGE_COST: f32 = 0.14 * PER_FRAME;

/// Our frames are 16 ms long.
const PER_FRAME: f32 = 10.0 / 16.0;

/// The candidates and, behind them, that there is no pitch.
const CHOICES: usize = KEPT + 1;

/// What is kept of one frame on the way.
#[derive(Debug, Clone, Copy, Default)]
struct Step {
    /// From which choice of the frame before the best path comes.
    from: [u8; CHOICES],
}

/// The pitch of each frame, hertz.
pub(super) fn cheapest(frames: &[Frame]) -> Vec<Option<f32>> {
    let loudest = frames.iter().map(|frame| frame.peak).fold(1e-6, f32::max);
    let mut steps: Vec<Step> = Vec::with_capacity(frames.len());
    let mut scores = [0.0; CHOICES];
    let mut last = [0.0; CHOICES];
    for frame in frames {
        let pitches = pitches_of(frame);
        let mut step = Step::default();
        let mut next = [f32::NEG_INFINITY; CHOICES];
        for (choice, ((next, from), hz)) in
            next.iter_mut().zip(&mut step.from).zip(pitches).enumerate()
        {
            let Some(strength) = strength(frame, choice, loudest) else { continue };
            for (before, (score, hz_before)) in scores.iter().zip(last).enumerate() {
                let score = score + strength - change(hz_before, hz);
                if score > *next {
                    (*next, *from) = (score, before as u8);
                }
            }
        }
        // Kept small, however long the sound.
        let best = next.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        scores = next.map(|score| score - best);
        last = pitches;
        steps.push(step);
    }
    walk_back(frames, &steps, &scores)
}

/// The hertz of each choice; zero for none.
fn pitches_of(frame: &Frame) -> [f32; CHOICES] {
    let mut pitches = [0.0; CHOICES];
    for (pitch, candidate) in pitches.iter_mut().zip(frame.candidates) {
        *pitch = candidate.hz;
    }
    pitches
}

/// How good a choice is by itself; `None` for a candidate that is none.
fn strength(frame: &Frame, choice: usize, loudest: f32) -> Option<f32> {
    match frame.candidates.get(choice) {
        Some(candidate) => (candidate.hz > 0.0).then_some(candidate.strength),
        None => {
            let silence = 2.0 - frame.peak / loudest * (1.0 + VOICED_FROM) / SILENT_BELOW;
            Some(VOICED_FROM + silence.max(0.0))
        }
    }
}

fn change(from: f32, to: f32) -> f32 {
    match (from > 0.0, to > 0.0) {
        (true, true) => JUMP_COST * (to / from).log2().abs(),
        (false, false) => 0.0,
        _ => CHANGE_COST,
    }
}

fn walk_back(frames: &[Frame], steps: &[Step], scores: &[f32; CHOICES]) -> Vec<Option<f32>> {
    let best = scores.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
    let mut choice = best.map_or(KEPT, |(choice, _)| choice);
    let mut pitches = vec![None; frames.len()];
    for ((pitch, frame), step) in pitches.iter_mut().zip(frames).zip(steps).rev() {
        *pitch = frame.candidates.get(choice).map(|candidate| candidate.hz).filter(|hz| *hz > 0.0);
        choice = step.from.get(choice).map_or(KEPT, |from| usize::from(*from));
    }
    pitches
}
