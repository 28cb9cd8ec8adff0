//! Sounds of a room that are no speech, made from numbers: the same at every run.

use super::truth::Dice;

/// What makes a sound that is not somebody speaking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sound {
    /// Knuckles on a table or a door, two to four in a row.
    Knocks,
    /// A door that falls shut: latch, thump and rattle.
    Door,
    /// Loud keys, some five a second, pressed and let go.
    Keys,
    /// Hands, two to four times.
    Claps,
    /// A burst of air, a rush, and a little voice at its end.
    Cough,
    /// Beeps of one pitch.
    Beeps,
    /// Two tones in turn.
    Siren,
    /// A telephone's ring.
    Ring,
    /// Chords and a tune of plucked strings.
    Music,
    /// Mains hum with overtones, without any rush.
    Hum,
    /// A pen that falls and rolls.
    Rattle,
}

pub const SOUNDS: [Sound; 11] = [
    Sound::Knocks,
    Sound::Door,
    Sound::Keys,
    Sound::Claps,
    Sound::Cough,
    Sound::Beeps,
    Sound::Siren,
    Sound::Ring,
    Sound::Music,
    Sound::Hum,
    Sound::Rattle,
];

impl Sound {
    /// Made anew for each seed; loudest sample 1, a second or a few long.
    pub fn made(self, rate: u32, seed: u64) -> Vec<f32> {
        let mut bench = Bench { hz: rate as f32, dice: Dice::new(seed + 77), out: Vec::new() };
        match self {
            Self::Knocks => bench.knocks(),
            Self::Door => bench.door(),
            Self::Keys => bench.keys(),
            Self::Claps => bench.claps(),
            Self::Cough => bench.coughs(),
            Self::Beeps => bench.beeps(),
            Self::Siren => bench.siren(),
            Self::Ring => bench.ring(),
            Self::Music => bench.music(),
            Self::Hum => bench.hum(),
            Self::Rattle => bench.rattle(),
        }
        let peak = bench.out.iter().fold(1e-9_f32, |peak, sample| peak.max(sample.abs()));
        bench.out.iter().map(|sample| sample / peak).collect()
    }
}

struct Bench {
    hz: f32,
    dice: Dice,
    out: Vec<f32>,
}

impl Bench {
    /// A number between two.
    fn between(&mut self, from: f32, to: f32) -> f32 {
        from + (to - from) * (0.5 + 0.5 * self.dice.next())
    }

    /// Adds a sound from a moment on; `wave` is given the time since then, in seconds, and white noise.
    fn add(&mut self, at: f32, secs: f32, mut wave: impl FnMut(f32, f32) -> f32) {
        let (from, len) = ((at * self.hz) as usize, (secs * self.hz) as usize);
        self.out.resize(self.out.len().max(from + len), 0.0);
        for n in 0..len {
            let noise = self.dice.next();
            self.out[from + n] += wave(n as f32 / self.hz, noise);
        }
    }

    /// Noise between two corners, dying away.
    fn burst(&mut self, at: f32, decay: f32, low_hz: f32, high_hz: f32, level: f32) {
        let k = |hz: f32, rate: f32| (std::f32::consts::TAU * hz / rate).min(1.0);
        let (high, low) = (k(high_hz, self.hz), k(low_hz, self.hz));
        let (mut a, mut b, mut under) = (0.0, 0.0, 0.0);
        self.add(at, decay * 7.0, |t, noise| {
            a += high * (noise - a);
            b += high * (a - b);
            under += low * (b - under);
            level * (b - under) * (t / 0.001).min(1.0) * (-t / decay).exp()
        });
    }

    /// A struck body's mode.
    fn mode(&mut self, at: f32, hz: f32, decay: f32, level: f32) {
        self.add(at, decay * 7.0, |t, _| {
            level * (std::f32::consts::TAU * hz * t).sin() * (-t / decay).exp()
        });
    }

    fn knocks(&mut self) {
        let (count, gap) = (2 + (self.between(0.0, 2.99) as usize), self.between(0.15, 0.3));
        let body = self.between(110.0, 420.0);
        for nth in 0..count {
            let at = nth as f32 * gap;
            for (times, level) in [(1.0, 1.0), (1.62, 0.6), (2.4, 0.4), (3.9, 0.2)] {
                let decay = self.between(0.012, 0.05);
                self.mode(at, body * times, decay, level);
            }
            self.burst(at, 0.006, 300.0, 4_000.0, 1.5);
        }
    }

    fn door(&mut self) {
        self.burst(0.0, 0.01, 800.0, 6_000.0, 0.5);
        let at = self.between(0.05, 0.12);
        for _ in 0..3 {
            let (hz, decay) = (self.between(50.0, 180.0), self.between(0.06, 0.2));
            self.mode(at, hz, decay, 0.6);
        }
        let decay = self.between(0.06, 0.2);
        self.burst(at, decay, 80.0, 1_200.0, 3.0);
        for nth in 1..4 {
            let rattle = at + nth as f32 * self.between(0.03, 0.05);
            self.burst(rattle, 0.01, 500.0, 3_000.0, 0.5);
        }
    }

    fn keys(&mut self) {
        let mut at = 0.0;
        while at < 2.5 {
            let (hz, press) = (self.between(900.0, 2_200.0), self.between(0.6, 1.0));
            self.burst(at, 0.004, 1_000.0, 7_000.0, 2.0 * press);
            self.mode(at, hz, 0.006, 0.5 * press);
            self.mode(at, hz / 7.0, 0.012, 0.4 * press);
            let up = at + self.between(0.06, 0.11);
            self.burst(up, 0.003, 1_500.0, 8_000.0, press);
            at += self.between(0.1, 0.32);
        }
    }

    fn claps(&mut self) {
        let (count, gap) = (2 + (self.between(0.0, 2.99) as usize), self.between(0.3, 0.6));
        for nth in 0..count {
            let at = nth as f32 * gap;
            self.burst(at, 0.008, 700.0, 3_000.0, 3.0);
            self.burst(at, 0.07, 400.0, 4_000.0, 0.3);
        }
    }

    fn coughs(&mut self) {
        let count = 1 + (self.between(0.0, 2.99) as usize);
        for nth in 0..count {
            let at = nth as f32 * self.between(0.45, 0.6);
            self.burst(at, 0.02, 400.0, 6_000.0, 3.0);
            let decay = self.between(0.05, 0.09);
            self.burst(at + 0.01, decay, 300.0, 2_500.0, 2.5);
            let (hz, from) = (self.between(160.0, 320.0), at + self.between(0.12, 0.18));
            let level = self.between(0.02, 0.12);
            self.add(from, 0.12, |t, _| {
                let wave: f32 =
                    (1..8).map(|n| (std::f32::consts::TAU * hz * n as f32 * t).sin()).sum();
                level * wave * (std::f32::consts::PI * t / 0.12).sin()
            });
        }
    }

    fn beeps(&mut self) {
        let (hz, on) = (self.between(450.0, 3_200.0), self.between(0.08, 0.5));
        for nth in 0..4 {
            self.tone(nth as f32 * on * 2.0, on, &[(hz, 1.0), (hz * 3.0, 0.3)]);
        }
    }

    fn siren(&mut self) {
        let (low, high) = (self.between(400.0, 700.0), self.between(800.0, 1_300.0));
        for nth in 0..6 {
            let hz = if nth % 2 == 0 { low } else { high };
            self.tone(nth as f32 * 0.5, 0.5, &[(hz, 1.0), (hz * 2.0, 0.4), (hz * 3.0, 0.2)]);
        }
    }

    fn ring(&mut self) {
        let (a, b) = (self.between(420.0, 460.0), self.between(470.0, 520.0));
        for nth in 0..2 {
            self.tone(nth as f32 * 1.6, 1.0, &[(a, 1.0), (b, 1.0)]);
        }
    }

    fn tone(&mut self, at: f32, secs: f32, partials: &[(f32, f32)]) {
        self.add(at, secs, |t, _| {
            let wave: f32 = partials
                .iter()
                .map(|(hz, level)| level * (std::f32::consts::TAU * hz * t).sin())
                .sum();
            wave * (t / 0.005).min(1.0) * ((secs - t) / 0.005).min(1.0)
        });
    }

    /// A string: overtones that die away, the higher the faster.
    fn string(&mut self, at: f32, hz: f32, level: f32) {
        let secs = 1.2;
        self.add(at, secs, |t, _| {
            let wave: f32 = (1..10)
                .map(|n| {
                    let n = n as f32;
                    (std::f32::consts::TAU * hz * n * t).sin() / n * (-t * (1.5 + n)).exp()
                })
                .sum();
            level * wave * ((secs - t) / 0.02).min(1.0)
        });
    }

    fn music(&mut self) {
        let key = self.between(98.0, 196.0);
        let step = |semitones: f32| key * (semitones / 12.0).exp2();
        let beat = self.between(0.22, 0.45);
        for bar in 0..3 {
            let root = [0.0, 5.0, 7.0][bar];
            let at = bar as f32 * beat * 4.0;
            for semitones in [0.0, 4.0, 7.0] {
                self.string(at, step(root + semitones), 0.5);
            }
            for nth in 0..4 {
                let note = [12.0, 14.0, 16.0, 19.0, 21.0, 24.0][self.between(0.0, 5.99) as usize];
                self.string(at + nth as f32 * beat, step(root + note), 0.8);
            }
        }
    }

    fn hum(&mut self) {
        let mains = if self.between(0.0, 1.0) < 0.5 { 50.0 } else { 60.0 };
        let partials: Vec<(f32, f32)> = (1..14)
            .map(|n| (mains * n as f32, self.between(0.1, 1.0) / (n as f32).sqrt()))
            .collect();
        self.tone(0.0, 6.0, &partials);
    }

    fn rattle(&mut self) {
        let (mut at, mut gap) = (0.0, self.between(0.1, 0.16));
        let mut level = 1.0;
        while gap > 0.015 {
            self.burst(at, 0.006, 1_200.0, 7_000.0, level);
            self.mode(at, 1_900.0, 0.015, 0.3 * level);
            at += gap;
            (gap, level) = (gap * 0.85, level * 0.9);
        }
    }
}
