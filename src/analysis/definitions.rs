//! What people read about each measure. What is written here is what [`super::summary`] computes.

use super::measure::{Definition, MeasureId};

impl MeasureId {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 13] = [
        Self::Length,
        Self::FirstWord,
        Self::TalkShare,
        Self::Pauses,
        Self::LongestPause,
        Self::RunOn,
        Self::Loudness,
        Self::Peak,
        Self::Clipped,
        Self::SignalToNoise,
        Self::PitchMedian,
        Self::PitchRange,
        Self::TrailingOff,
    ];

    /// What it is, how it is computed, where that comes from, and when it is not assessed.
    #[must_use]
    pub const fn definition(self) -> &'static Definition {
        match self {
            Self::Length => &LENGTH,
            Self::FirstWord => &FIRST_WORD,
            Self::TalkShare => &TALK_SHARE,
            Self::Pauses => &PAUSES,
            Self::LongestPause => &LONGEST_PAUSE,
            Self::RunOn => &RUN_ON,
            Self::Loudness => &LOUDNESS,
            Self::Peak => &PEAK,
            Self::Clipped => &CLIPPED,
            Self::SignalToNoise => &SIGNAL_TO_NOISE,
            Self::PitchMedian => &PITCH_MEDIAN,
            Self::PitchRange => &PITCH_RANGE,
            Self::TrailingOff => &TRAILING_OFF,
        }
    }
}

const LENGTH: Definition = Definition {
    name: "Length",
    unit: "s",
    decimals: 0,
    definition: "How long the recording lasts, from its first sample to its last. What is missing where it was \
                 interrupted is not counted.",
    formula: "Samples ÷ sample rate.",
    source: "Counted. The bands for each kind of question are in the pacing; most advice is 60 to 120 seconds, \
             at most two minutes.",
    not_assessed: "Always assessed.",
};

const FIRST_WORD: Definition = Definition {
    name: "Time to first word",
    unit: "s",
    decimals: 1,
    definition: "From the start of the recording to the first speech. The recording starts when the \
                 question has ended or you said that you are ready.",
    formula: "Beginning of the first stretch of speech. Speech is where the voice detector (earshot) hears a \
              voice, faint ones raised for it by up to 40 dB, and the whole stretch moves as speech does: \
              tones, tunes, hum, knocks and coughs are left out by how sure the detector is, how still the \
              pitch stands and how little level, colour and shape change. The beginning is where the level in \
              one of five bands first stands out of the noise by three and a half times the noise's sway; \
              digital zeros are no noise.",
    source: "Levinson and Torreira 2015: finding words takes from 0.6 s, a phrase about 1.5 s. Ziano and Wang: \
             delays are judged from 2 s on. Shown as it is from 0.5 to 4 s, with a note from 6 s on.",
    not_assessed: "Where no speech was found, or the recording was interrupted or lost before it: there may \
                   have been some in what is missing. Nor where the recording peaks below −35 dBFS, or where \
                   other sound fills every stop, so that speech can't be told from it.",
};

const TALK_SHARE: Definition = Definition {
    name: "Talking, first to last word",
    unit: "%",
    decimals: 0,
    definition: "How much of the time from your first to your last word you spoke, as far as it was recorded. The \
                 rest is pauses.",
    formula: "100 × speech ÷ (end of the last speech − beginning of the first); stops shorter than a pause \
              count as speech. Where the recording was interrupted in a stop, each part of it that is long \
              enough for a pause counts as one, and a shorter part as neither.",
    source: "Our definition; the share depends on the shortest pause (0.6 s, a setting), so compare it only \
             between takes measured with the same one.",
    not_assessed: "With less than one second of speech, where the recording peaks below −35 dBFS, or where \
                   other sound fills every stop: less than half a second without speech beside more than ten \
                   seconds of it, or beside speech without dips.",
};

const PAUSES: Definition = Definition {
    name: "Pauses",
    unit: "",
    decimals: 0,
    definition: "How many times you stopped for a while between your first and your last word. Pauses are not \
                 mistakes: those between thoughts help, those within a sentence sound searching.",
    formula: "Stops of speech of at least 0.6 s (a setting). A stop in which the recording was interrupted counts \
              once, if one part of it is that long. Digital zeros right beside speech, in a recording that has \
              a room's sound elsewhere, count as an interruption. “At least” where a pause may lie in what is \
              missing.",
    source: "0.6 s: the most natural pause at punctuation (Frontiers in Psychology 2022, 778018). Kahng: pauses \
             within clauses hurt fluency, pauses between clauses do not.",
    not_assessed: "Where no speech was found, or no pause was heard and one may lie in what is missing of an \
                   interrupted recording. Nor where the recording peaks below −35 dBFS, or where other sound \
                   fills every stop.",
};

const LONGEST_PAUSE: Definition = Definition {
    name: "Longest pause",
    unit: "s",
    decimals: 1,
    definition: "The longest of the pauses; 0 without any.",
    formula: "Greatest length among the pauses. From 2 s on a pause is listed, from 4 s on highlighted \
              (settings). A pause in which the recording was interrupted is as long as its longest part. “At \
              least” where a longer one may lie in what is missing.",
    source: "Advice disagrees: some call 3 to 6 s fine, some 3 to 5 s uneasy. The limits are the lenient ones.",
    not_assessed: "Where no speech was found, or no pause was heard and one may lie in what is missing of an \
                   interrupted recording. Nor where the recording peaks below −35 dBFS, or where other sound \
                   fills every stop.",
};

const RUN_ON: Definition = Definition {
    name: "Run-on",
    unit: "s",
    decimals: 0,
    definition: "How long the answer went on after it had stopped past its target length: the part that began \
                 anew when it could have been the end.",
    formula: "From the first speech after a stop of at least 1.5 s (a setting) that ends past the band's upper \
              end, to the end of speech; 0 without such a stop. “At least” where the recording was interrupted \
              behind it.",
    source: "Our definition, on the target lengths of the pacing.",
    not_assessed: "Where the answer has no target length, no speech was found, pauses are not assessed, or the \
                   recording was interrupted where such a stop may have been.",
};

const LOUDNESS: Definition = Definition {
    name: "Loudness",
    unit: "LUFS",
    decimals: 1,
    definition: "How loud the whole recording is to the ear, silence left out. Says more about the distance to \
                 the microphone than about you; what matters is that takes are alike.",
    formula: "Integrated loudness of one channel: K-weighted mean squares of blocks of 400 ms, gated at −70 LUFS \
              and 10 LU below the mean.",
    source: "EBU R 128 and ITU-R BS.1770-4.",
    not_assessed: "Where no 400 ms of the recording reach −70 LUFS.",
};

const PEAK: Definition = Definition {
    name: "Peak",
    unit: "dBFS",
    decimals: 1,
    definition: "The loudest single sample, against the loudest that a file of whole numbers can hold: below \
                 it, or above it in a file of floating-point numbers.",
    formula: "20 × log10 of the greatest amplitude.",
    source: "Counted; not the true peak between samples.",
    not_assessed: "Where every sample is zero.",
};

const CLIPPED: Definition = Definition {
    name: "Clipped samples",
    unit: "",
    decimals: 0,
    definition: "Samples at the end of the scale. More than a few are heard as crackling: turn the microphone \
                 down.",
    formula: "Samples whose amplitude is at least the largest that 16 bits can hold (8 bits in a file of 8), \
              counted as the recorder counts them, whatever the file's format.",
    source: "Counted.",
    not_assessed: "Always assessed.",
};

const SIGNAL_TO_NOISE: Definition = Definition {
    name: "Above the noise",
    unit: "dB",
    decimals: 0,
    definition: "How far your voice stands above the room's noise. Below 15 dB listening is tiring, and other \
                 measures become unsure.",
    formula: "10 × log10 of the mean square during speech, less that of the noise, over that of the noise: what \
              is recorded at least 0.2 s away from any speech, anything that sounded like it, and any interruption. \
              Taken over the whole band but rumble below 90 Hz and a constant offset; digital zeros are left \
              out where there is anything else.",
    source: "The definition of the signal-to-noise ratio; the limits of what is noise are ours.",
    not_assessed: "Where no speech was found, less than half a second without any, or the recording peaks \
                   below −35 dBFS.",
};

const PITCH_MEDIAN: Definition = Definition {
    name: "Pitch",
    unit: "Hz",
    decimals: 0,
    definition: "The middle of your voice's pitch: half of the time it was higher, half lower. It is nobody's \
                 fault or merit; compare your own takes.",
    formula: "Median over the voiced 16 ms of speech, 75 to 600 Hz, by autocorrelation and the cheapest path.",
    source: "Boersma 1993, with Praat's constants but the voicing threshold (0.55).",
    not_assessed: "With less than half a second of voice, with a voice in less than a quarter of the speech (a \
                   whisper has none), less than 6 dB above the noise, below a peak of −35 dBFS, among other \
                   voices, or without speech.",
};

const PITCH_RANGE: Definition = Definition {
    name: "Pitch range",
    unit: "semitones",
    decimals: 1,
    definition: "How far your pitch moves. A small range sounds flat, to yourself most of all.",
    formula: "12 × log2 of the 95th over the 5th percentile of the pitch over voiced speech.",
    source: "Boersma 1993 for the pitch; semitones, so that high and low voices compare.",
    not_assessed: "With less than two seconds of voice, and where the pitch is not assessed.",
};

const TRAILING_OFF: Definition = Definition {
    name: "Trailing off",
    unit: "dB",
    decimals: 1,
    definition: "How much quieter the ends of your phrases are than the rest of them. Every voice falls a little; \
                 an end that is lost takes the point with it.",
    formula: "For each phrase (speech of at least 1.5 s between two pauses) 10 × log10 of the mean square of its \
              speech but the last half second over that of the last half second; the median of the phrases. An \
              end that fades is followed to 40 dB below the speech, or to the noise. The phrase that falls most \
              is pointed out where at least two phrases, and one in three, fall by 10.5 dB or more; one that was \
              interrupted before its end is left out.",
    source: "Our definition. Every voice falls at a thought's end: of 92 natural takes of 23 voices, four of them \
             people and the rest machines, none falls so far so often; with ends faded by 12 dB seven in eight do.",
    not_assessed: "With fewer than three phrases, less than 15 dB above the noise or no noise to compare with, \
                   below a peak of −35 dBFS, or without speech.",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_is_defined_once_in_the_order_it_is_shown() {
        assert!(MeasureId::ALL.is_sorted());
        let mut names: Vec<&str> = MeasureId::ALL.iter().map(|id| id.definition().name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), MeasureId::ALL.len());
    }

    #[test]
    fn every_definition_says_all_there_is_to_say() {
        for id in MeasureId::ALL {
            let text = id.definition();
            for part in [text.definition, text.formula, text.source, text.not_assessed] {
                assert!(part.ends_with('.') && part.len() > 7, "{id:?}: {part}");
                assert!(!part.contains("  "), "{id:?}: {part}");
            }
            assert!(!text.name.ends_with(':') && text.decimals <= 1, "{id:?}");
        }
    }
}
