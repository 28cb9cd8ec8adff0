//! From many channels to one: the one that is spoken into, kept until another is.
//!
//! Not the mean: on an interface with eight inputs and one microphone that costs 18 dB. Not the first
//! channel: that is silence when the microphone sits in the fifth socket. Until somebody speaks it is the
//! loudest. From then on it is whichever speaks: what hums or hisses is as loud in every moment, so each
//! channel's own floor is known and only what stands out of it counts. An open input that hisses louder
//! than the room does not take the microphone's place in a silence, nor does a click.

use crate::units::SampleRate;

/// Time constant of the running energies, in seconds: longer than a syllable, shorter than a sentence.
const ENERGY_SECS: f64 = 0.5;

/// How much louder (in energy) another channel must be before it takes over: 6 dB.
const TAKE_OVER: f64 = 4.0;

/// How far sound must stand out of its channel's floor (in energy): 6 dB. Noise in blocks of 10 ms
/// varies by 1–2 dB.
const STANDS_OUT: f64 = 4.0;

/// Time constant with which a floor rises, in seconds: no vowel is held so long. It falls at once.
const FLOOR_SECS: f64 = 3.0;

/// So much sound that stands out, in seconds, is more than a click or a key, and enough to turn to when
/// nobody has spoken yet.
const ONSET_SECS: f64 = 0.05;

/// So much of it is somebody speaking.
const VOICE_SECS: f64 = 0.25;

/// Silence takes away from that so much more slowly than sound adds to it.
const VOICE_LASTS: f64 = 4.0;

/// Blocks per second in which energies are compared: 10 ms each.
const BLOCKS_PER_SEC: u32 = 100;

/// What is known of a channel. All energies are mean squares.
#[derive(Debug, Clone, Default)]
struct Channel {
    /// Squares of the block so far.
    squares: f64,
    /// Of the last block.
    now: f64,
    /// Running.
    energy: f64,
    /// What it has in every moment; `None` before the first block.
    floor: Option<f64>,
    /// How far the last block stands out of the floor.
    out_now: f64,
    /// The same, running.
    out: f64,
    /// How long it has stood out lately, seconds.
    speaks_secs: f64,
}

impl Channel {
    /// A block of this many frames and seconds is whole; `keep` is what is kept of running energies.
    fn end_block(&mut self, frames: f64, secs: f64, keep: f64) {
        self.now = std::mem::take(&mut self.squares) / frames;
        let floor = self.floor.unwrap_or(self.now);
        self.out_now = (self.now - STANDS_OUT * floor).max(0.0);
        self.energy = self.energy * keep + (1.0 - keep) * self.now;
        self.out = self.out * keep + (1.0 - keep) * self.out_now;
        let change = if self.out_now > 0.0 { secs } else { -secs / VOICE_LASTS };
        self.speaks_secs = (self.speaks_secs + change).clamp(0.0, 2.0 * VOICE_SECS);
        let risen = floor + (self.now - floor) * (1.0 - (-secs / FLOOR_SECS).exp());
        self.floor = Some(risen.min(self.now));
    }
}

/// Chooses and copies one channel.
#[derive(Debug)]
pub(super) struct SpokenChannel {
    channels: Vec<Channel>,
    chosen: usize,
    has_chosen: bool,
    /// Whether somebody has spoken into the chosen one.
    is_spoken_into: bool,
    /// Frames of a block, and of the present one so far.
    block_frames: usize,
    heard_frames: usize,
    /// The channel that is faded out, and frames until it is gone.
    fading: (usize, usize),
    rate: f64,
}

impl SpokenChannel {
    pub(super) fn new(channels: u16, rate: SampleRate) -> Self {
        Self {
            channels: vec![Channel::default(); usize::from(channels.max(1))],
            chosen: 0,
            has_chosen: false,
            is_spoken_into: false,
            block_frames: (rate.hz() / BLOCKS_PER_SEC).max(1) as usize,
            heard_frames: 0,
            fading: (0, 0),
            rate: f64::from(rate.hz()),
        }
    }

    /// Appends one sample per frame of `interleaved` to `mono`. Only whole frames are taken.
    pub(super) fn take(&mut self, interleaved: &[f32], mono: &mut Vec<f32>) {
        let channels = self.channels.len();
        if channels == 1 {
            mono.extend_from_slice(interleaved);
            return;
        }
        let mut rest = interleaved;
        while rest.len() >= channels {
            let frames = (rest.len() / channels).min(self.block_frames - self.heard_frames);
            let (part, after) = rest.split_at(frames * channels);
            rest = after;
            self.listen(part, frames);
            // Before it is copied: a choice holds from the beginning of what it was made for.
            self.copy(part, mono);
        }
    }

    /// Hears a block or a part of one, and chooses when it is whole.
    fn listen(&mut self, part: &[f32], frames: usize) {
        let channels = self.channels.len();
        for (nth, channel) in self.channels.iter_mut().enumerate() {
            let samples = part.iter().skip(nth).step_by(channels);
            channel.squares +=
                samples.map(|sample| f64::from(*sample) * f64::from(*sample)).sum::<f64>();
        }
        self.heard_frames += frames;
        if self.heard_frames < self.block_frames {
            return;
        }
        self.heard_frames = 0;
        let frames = self.block_frames as f64;
        let secs = frames / self.rate;
        let keep = (-secs / ENERGY_SECS).exp();
        for channel in &mut self.channels {
            channel.end_block(frames, secs, keep);
        }
        if let Some(other) = self.choose() {
            self.fading = (std::mem::replace(&mut self.chosen, other), self.block_frames);
            self.is_spoken_into = false;
        }
        let current = self.channels.get(self.chosen);
        self.is_spoken_into |= current.is_some_and(|channel| channel.speaks_secs >= VOICE_SECS);
        self.has_chosen |= current.is_some_and(|channel| channel.energy > 0.0);
    }

    /// The channel to change to.
    fn choose(&self) -> Option<usize> {
        let current = self.channels.get(self.chosen)?;
        let others = || self.channels.iter().enumerate();
        // Who has spoken loses the place to a speaker only.
        let long_enough = if self.is_spoken_into { VOICE_SECS } else { ONSET_SECS };
        let speaker = others()
            .filter(|(_, other)| {
                let alone = other.speaks_secs >= VOICE_SECS && current.speaks_secs < VOICE_SECS;
                other.speaks_secs >= long_enough
                    && (alone || other.out > current.out * TAKE_OVER)
                    && other.out_now > current.now
            })
            .max_by(|(_, a), (_, b)| a.out.total_cmp(&b.out));
        let loudest = others()
            .filter(|(_, other)| {
                // The very first choice has nothing to be loyal to.
                let times = if self.has_chosen { TAKE_OVER } else { 1.0 };
                !self.is_spoken_into && other.energy > current.energy * times
            })
            .max_by(|(_, a), (_, b)| a.energy.total_cmp(&b.energy));
        speaker.or(loudest).map(|(other, _)| other)
    }

    /// Copies the chosen channel, fading over from the one before, so that the change doesn't click.
    fn copy(&mut self, part: &[f32], mono: &mut Vec<f32>) {
        let (before, length) = (self.fading.0, self.block_frames as f32);
        for frame in part.chunks_exact(self.channels.len()) {
            let new = frame.get(self.chosen).copied().unwrap_or(0.0);
            if self.fading.1 == 0 {
                mono.push(new);
                continue;
            }
            self.fading.1 -= 1;
            let old = frame.get(before).copied().unwrap_or(0.0);
            mono.push(old + (new - old) * (1.0 - self.fading.1 as f32 / length));
        }
    }
}

/// Finds the channel of a whole sound that somebody speaks into, by what the recorder goes by: what stands out
/// of each channel's own floor, however loud another hums.
#[derive(Debug)]
pub(super) struct ChannelSurvey {
    chooser: SpokenChannel,
    /// For each channel how far it stood out, all blocks together, and a trifle for its mere loudness.
    votes: Vec<f64>,
    /// Thrown away.
    mono: Vec<f32>,
}

impl ChannelSurvey {
    /// What loudness counts beside speech.
    const TRIFLE: f64 = 1e-9;

    pub(super) fn new(channels: u16, rate: SampleRate) -> Self {
        let chooser = SpokenChannel::new(channels, rate);
        let votes = vec![0.0; chooser.channels.len()];
        Self { chooser, votes, mono: Vec::new() }
    }

    /// Hears the next whole frames.
    pub(super) fn hear(&mut self, interleaved: &[f32]) {
        let block = self.chooser.block_frames * self.chooser.channels.len();
        for part in interleaved.chunks(block) {
            self.mono.clear();
            self.chooser.take(part, &mut self.mono);
            for (votes, channel) in self.votes.iter_mut().zip(&self.chooser.channels) {
                *votes += channel.out_now + Self::TRIFLE * channel.now;
            }
        }
    }

    /// The channel, counted from 0; the first of equals.
    pub(super) fn spoken_into(&self) -> usize {
        let all = self.votes.iter().enumerate();
        let best = all.max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
        best.map_or(0, |(channel, _)| channel)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: SampleRate = SampleRate::HZ_48000;

    /// Frames of sine waves, one amplitude per channel.
    fn sound(amplitudes: &[f32], frames: usize) -> Vec<f32> {
        (0..frames)
            .flat_map(|n| {
                let wave = (n as f32 * 0.05).sin();
                amplitudes.iter().map(move |amplitude| amplitude * wave)
            })
            .collect()
    }

    fn taken(chooser: &mut SpokenChannel, interleaved: &[f32]) -> Vec<f32> {
        let mut mono = Vec::new();
        chooser.take(interleaved, &mut mono);
        mono
    }

    #[test]
    fn a_microphone_in_the_fifth_of_eight_sockets_is_heard_at_full_level() {
        let mut chooser = SpokenChannel::new(8, RATE);
        let input = sound(&[0.0, 0.001, 0.0, 0.0, 0.5, 0.001, 0.0, 0.0], 4_800);
        let expected: Vec<f32> = input.chunks(8).map(|frame| frame[4]).collect();
        let mono = taken(&mut chooser, &input);
        // The first block fades in: the choice has only just been made.
        assert_eq!(mono[480..], expected[480..]);
    }

    #[test]
    fn equally_loud_channels_do_not_alternate() {
        let mut chooser = SpokenChannel::new(2, RATE);
        let _ = taken(&mut chooser, &sound(&[0.30, 0.29], 4_800));
        let input = sound(&[0.25, 0.40], 48_000);
        let left: Vec<f32> = input.chunks(2).map(|frame| frame[0]).collect();
        assert_eq!(taken(&mut chooser, &input), left);
    }

    #[test]
    fn a_click_on_another_channel_does_not_take_the_voice_away() {
        let mut chooser = SpokenChannel::new(2, RATE);
        let _ = taken(&mut chooser, &sound(&[0.2, 0.0], 48_000));
        let _ = taken(&mut chooser, &sound(&[0.2, 0.9], 240));
        let input = sound(&[0.2, 0.0], 4_800);
        let left: Vec<f32> = input.chunks(2).map(|frame| frame[0]).collect();
        assert_eq!(taken(&mut chooser, &input), left);
    }

    #[test]
    fn another_microphone_takes_over_within_a_second_without_a_click() {
        let mut chooser = SpokenChannel::new(2, RATE);
        let _ = taken(&mut chooser, &sound(&[0.2, 0.0], 96_000));
        let input = sound(&[0.01, 0.3], 96_000);
        let mono = taken(&mut chooser, &input);
        let right: Vec<f32> = input.chunks(2).map(|frame| frame[1]).collect();
        assert_eq!(mono[48_000..], right[48_000..]);
        let steepest = mono.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f32::max);
        assert!(steepest < 0.03, "a step of {steepest}");
    }

    #[test]
    fn one_channel_is_copied() {
        let input = sound(&[0.7], 777);
        assert_eq!(taken(&mut SpokenChannel::new(1, RATE), &input), input);
    }

    /// White noise of this loudest amplitude, the same every time.
    fn hiss(seed: u32, amplitude: f32, frames: usize) -> Vec<f32> {
        let mut bits = seed;
        let mut next = || {
            bits = bits.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((bits >> 8) as f32 / 8_388_608.0 - 1.0) * amplitude
        };
        (0..frames).map(|_| next()).collect()
    }

    /// Syllables of a fifth of a second with a dip between them, in phrases with silences of three
    /// seconds, over the hiss of a quiet room. Begins with a silence.
    fn speech(secs: usize) -> Vec<f32> {
        let mut sound = hiss(7, 0.001, secs * 48_000);
        for (n, sample) in sound.iter_mut().enumerate() {
            let time = n as f32 / 48_000.0;
            if time % 5.0 >= 3.0 {
                let syllable = (time * 5.0 * std::f32::consts::PI).sin().powi(2);
                *sample += 0.15 * syllable * (time * 200.0 * std::f32::consts::TAU).sin();
            }
        }
        sound
    }

    fn together(channels: &[&[f32]]) -> Vec<f32> {
        let frames = channels[0].len();
        (0..frames).flat_map(|n| channels.iter().map(move |channel| channel[n])).collect()
    }

    #[test]
    fn a_channel_that_hisses_louder_than_the_room_is_left_for_the_voice_and_never_returned_to() {
        let voice = speech(20);
        let loud = hiss(1, 0.05, voice.len());
        let mono = taken(&mut SpokenChannel::new(3, RATE), &together(&[&loud, &loud, &voice]));
        // The first syllable rises out of the room in its first tenth of a second.
        let begin = 3 * 48_000 + 4_800 + 2_400;
        assert_eq!(mono[begin..], voice[begin..]);
    }

    #[test]
    fn of_a_whole_sound_the_channel_that_speaks_is_found_however_loud_another_hums() {
        let voice = speech(20);
        let hum: Vec<f32> = (0..voice.len())
            .map(|n| 0.4 * (n as f32 * 50.0 / 48_000.0 * std::f32::consts::TAU).sin())
            .collect();
        for (channels, spoken) in [([&hum, &voice], 1), ([&voice, &hum], 0)] {
            let mut survey = ChannelSurvey::new(2, RATE);
            together(&[channels[0], channels[1]]).chunks(7_000).for_each(|part| survey.hear(part));
            assert_eq!(survey.spoken_into(), spoken);
        }
        let mut survey = ChannelSurvey::new(2, RATE);
        survey.hear(&together(&[&vec![0.0; hum.len()], &hum]));
        assert_eq!(survey.spoken_into(), 1, "where nobody speaks, the loudest");
    }

    #[test]
    fn keys_struck_on_another_channel_do_not_take_a_silence_away() {
        let voice = speech(20);
        let mut keys = hiss(3, 0.001, voice.len());
        for stroke in keys.chunks_mut(9_600) {
            stroke[..960].fill(0.3);
        }
        let mono = taken(&mut SpokenChannel::new(2, RATE), &together(&[&keys, &voice]));
        let begin = 3 * 48_000 + 24_000;
        assert_eq!(mono[begin..], voice[begin..]);
    }

    #[test]
    fn the_choice_does_not_depend_on_how_sound_is_portioned() {
        let voice = speech(6);
        let loud = hiss(1, 0.05, voice.len());
        let sound = together(&[&loud, &voice]);
        let whole = taken(&mut SpokenChannel::new(2, RATE), &sound);
        let switched = whole.iter().zip(&voice).rposition(|(a, b)| a != b).expect("hiss at first");
        for frames in [1, 7, 63, 480, 997, 4_097] {
            let mut chooser = SpokenChannel::new(2, RATE);
            let mono: Vec<f32> =
                sound.chunks(2 * frames).flat_map(|part| taken(&mut chooser, part)).collect();
            assert_eq!(mono.len(), whole.len());
            // Only where the fade begins depends on it.
            assert_eq!(mono[switched + 480..], whole[switched + 480..], "portions of {frames}");
        }
    }
}
