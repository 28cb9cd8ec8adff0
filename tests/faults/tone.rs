//! A tone found in a recording: its exact pitch, and how far everything else lies below it.

use std::f64::consts::TAU;

/// What a tone was found to be.
#[derive(Debug, Clone, Copy)]
pub struct Tone {
    /// Its frequency, hertz.
    pub hz: f64,
    /// Its power over that of everything that is not the tone, decibels.
    pub snr_db: f64,
}

/// The ratio to be had at best: a tone of this amplitude, rounded to so many bits.
pub fn best_snr_db(amplitude: f64, bits: i32) -> f64 {
    let step = 2_f64.powi(1 - bits);
    10.0 * (amplitude * amplitude / 2.0 / (step * step / 12.0)).log10()
}

/// Fits a sine wave of about `near_hz` to the samples, its frequency too (four parameters, by least
/// squares, as in IEEE 1057). One sample too many or too few in the middle, and nothing fits.
pub fn fit(samples: &[i16], rate_hz: u32, near_hz: f64) -> Tone {
    let sound: Vec<f64> = samples.iter().map(|sample| f64::from(*sample) / 32_768.0).collect();
    // Times from the middle on: so the frequency is nearly independent of the phase.
    let middle = sound.len() as f64 / 2.0;
    let mut turn = TAU * near_hz / f64::from(rate_hz);
    let mut wave = [0.0; 4];
    for _ in 0..8 {
        let mut equations = [[0.0; 5]; 4];
        for (n, sample) in sound.iter().enumerate() {
            let at = n as f64 - middle;
            let (sin, cos) = (turn * at).sin_cos();
            let along = at * (wave[1] * cos - wave[0] * sin);
            let row = [cos, sin, 1.0, along, *sample];
            for (k, equation) in equations.iter_mut().enumerate() {
                for (sum, value) in equation.iter_mut().zip(row) {
                    *sum += row[k] * value;
                }
            }
        }
        // The first time nothing is known of the wave, and so nothing of its frequency.
        let known = if wave == [0.0; 4] { 3 } else { 4 };
        wave = solve(equations, known);
        turn += wave[3];
    }
    let mut rest = 0.0;
    for (n, sample) in sound.iter().enumerate() {
        let (sin, cos) = (turn * (n as f64 - middle)).sin_cos();
        rest += (sample - wave[0] * cos - wave[1] * sin - wave[2]).powi(2);
    }
    let power = (wave[0].powi(2) + wave[1].powi(2)) / 2.0;
    let snr_db = 10.0 * (power / (rest / sound.len() as f64).max(1e-20)).log10();
    Tone { hz: turn / TAU * f64::from(rate_hz), snr_db }
}

/// Solves the first `known` of the equations (Gauss and Jordan); the other unknowns are zero.
fn solve(mut equations: [[f64; 5]; 4], known: usize) -> [f64; 4] {
    for k in 0..known {
        let pivot = equations[k];
        for (other, equation) in equations.iter_mut().enumerate().take(known) {
            if other != k {
                let factor = equation[k] / pivot[k];
                for (value, from) in equation.iter_mut().zip(pivot) {
                    *value -= factor * from;
                }
            }
        }
    }
    let mut solution = [0.0; 4];
    for (k, value) in solution.iter_mut().enumerate().take(known) {
        *value = equations[k][4] / equations[k][k];
    }
    solution
}

#[test]
fn a_tone_is_found_and_a_missing_sample_spoils_it() {
    let wave = |n: usize| ((0.13 * n as f64 + 0.4).sin() * 16_384.0).round() as i16;
    let mut samples: Vec<i16> = (0..4_800).map(wave).collect();
    let found = fit(&samples, 48_000, 997.0);
    assert!((found.hz - 0.13 / TAU * 48_000.0).abs() < 0.01, "{found:?}");
    assert!((found.snr_db - best_snr_db(0.5, 16)).abs() < 1.0, "{found:?}");
    samples.remove(2_000);
    let found = fit(&samples, 48_000, 997.0);
    assert!(found.snr_db < 30.0, "{found:?}");
}
