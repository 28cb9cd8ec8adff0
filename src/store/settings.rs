//! What the user chose: `settings.toml`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, Serializer};
use toml::{Table, Value};

use super::form::Steps;
use super::kept::TomlForm;

/// More questions are never chosen.
const MOST_QUESTIONS: usize = 10_000;

/// Nobody means a longer time by a number of days.
const MOST_DAYS: u32 = 3_650;

/// What the user chose. Every field may be missing from the file; unknown ones survive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Version of this form.
    pub schema: u32,
    /// The microphone by its stable id; `None` for the system's default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub microphone: Option<String>,
    /// The loudspeaker by its stable id; `None` for the system's default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// The interviewer's voice.
    pub voice: VoiceSettings,
    /// Light or dark.
    pub look: Look,
    /// Size of everything in the window: 0.8–2.0, 1 is the system's.
    #[serde(serialize_with = "as_people_write")]
    pub scale: f32,
    /// Name of the pacing chosen last.
    pub pacing: String,
    /// Id of the bank chosen last.
    pub bank: String,
    /// Which questions were chosen last.
    pub choosing: ChoosingSettings,
    /// Whether a model answer stays locked until its question has a first take.
    pub cold_first: bool,
    /// How far playing goes back when it goes on after a pause, seconds: 0–10.
    #[serde(serialize_with = "as_people_write")]
    pub rewind_secs: f32,
    /// How takes are listened to.
    pub listening: ListeningSettings,
    /// What counts as what when a take is measured.
    pub measures: MeasureSettings,
    /// How long recordings are kept.
    pub recordings: RecordingSettings,
    /// Width and height of the window when it was closed, in whole points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window: Option<[f32; 2]>,
    /// Whether the first start's three steps are done or were skipped.
    pub first_start_done: bool,
    /// Fields of other versions.
    #[serde(flatten)]
    pub other: BTreeMap<String, Value>,
}

/// The interviewer's voice.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct VoiceSettings {
    /// Which engine speaks.
    pub engine: EnginePreference,
    /// Which interviewer.
    pub persona: Interviewer,
    /// Name of the system's voice; `None` for the system's default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system_voice: Option<String>,
    /// Fields of other versions.
    #[serde(flatten)]
    pub other: BTreeMap<String, Value>,
}

/// Which questions were chosen last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChoosingSettings {
    /// A word: `all`, `random`, `kind:story`, `ability:Empathy`, `weak`, `new`, `due` or `picked`.
    pub which: String,
    /// How many, for `random`: 1 to 10,000.
    pub number: usize,
    /// How many at most, for the others: 1 to 10,000; absent for all that fit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<usize>,
    /// Ids of the questions picked.
    pub picked: Vec<String>,
    /// Fields of other versions.
    #[serde(flatten)]
    pub other: BTreeMap<String, Value>,
}

impl Default for ChoosingSettings {
    fn default() -> Self {
        Self {
            which: "all".to_owned(),
            number: 5,
            most: None,
            picked: Vec::new(),
            other: BTreeMap::new(),
        }
    }
}

/// How takes are listened to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListeningSettings {
    /// Speed of takes, their pitch kept: 0.5–2, 1 is as spoken.
    #[serde(serialize_with = "as_people_write")]
    pub speed: f32,
    /// Silence between question, take and model answer when all are heard, seconds: 0–10.
    #[serde(serialize_with = "as_people_write")]
    pub gap_secs: f32,
    /// Whether long silences in a take are passed over.
    pub skip_silences: bool,
    /// Whether voices are brought to the same loudness.
    pub match_levels: bool,
    /// Fields of other versions.
    #[serde(flatten)]
    pub other: BTreeMap<String, Value>,
}

impl Default for ListeningSettings {
    fn default() -> Self {
        Self {
            speed: 1.0,
            gap_secs: 1.0,
            skip_silences: false,
            match_levels: true,
            other: BTreeMap::new(),
        }
    }
}

/// What counts as what when a take is measured; the meaning of each is in `analysis::Thresholds`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MeasureSettings {
    /// A stop of at least so many seconds is a pause: 0.4–1.2.
    #[serde(serialize_with = "as_people_write")]
    pub pause_secs: f32,
    /// A pause of at least so many seconds is listed: 0.6–10.
    #[serde(serialize_with = "as_people_write")]
    pub listed_secs: f32,
    /// A pause of at least so many seconds is highlighted: 1–20.
    #[serde(serialize_with = "as_people_write")]
    pub highlighted_secs: f32,
    /// Speech after a stop of at least so many seconds past the band is run-on: 0.6–5.
    #[serde(serialize_with = "as_people_write")]
    pub run_on_secs: f32,
    /// The voice-activity detector's score from which a frame is speech: 0.1–0.9.
    #[serde(serialize_with = "as_people_write")]
    pub speech_score: f32,
    /// Fields of other versions.
    #[serde(flatten)]
    pub other: BTreeMap<String, Value>,
}

impl Default for MeasureSettings {
    fn default() -> Self {
        Self {
            pause_secs: 0.6,
            listed_secs: 2.0,
            highlighted_secs: 4.0,
            run_on_secs: 1.5,
            speech_score: 0.5,
            other: BTreeMap::new(),
        }
    }
}

/// How long recordings are kept. Their notes and figures always stay.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RecordingSettings {
    /// What happens to those older than that.
    pub keep: Keep,
    /// For so many days: 1–3650.
    pub days: u32,
    /// Fields of other versions.
    #[serde(flatten)]
    pub other: BTreeMap<String, Value>,
}

impl Default for RecordingSettings {
    fn default() -> Self {
        Self { keep: Keep::Forever, days: 90, other: BTreeMap::new() }
    }
}

/// Which recordings are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Keep {
    /// All of them.
    #[default]
    Forever,
    /// Older ones where their session has a starred take; the others go to the wastebasket.
    Days,
    /// Of older ones the starred takes alone.
    OnlyStarred,
}

/// Which engine speaks; the others stand in for it where it can't.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EnginePreference {
    /// The best that works: recorded, the system's, built in, silent.
    #[default]
    Auto,
    /// Recorded beforehand.
    Pack,
    /// The computer's own voices.
    System,
    /// The small one built into Greenroom.
    BuiltIn,
    /// None: questions are shown.
    Silent,
}

/// Which of the two interviewers speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Interviewer {
    /// The first.
    #[default]
    A,
    /// The second.
    B,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Look {
    /// As the system has it.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            schema: Self::SCHEMA,
            microphone: None,
            speaker: None,
            voice: VoiceSettings::default(),
            look: Look::System,
            scale: 1.0,
            pacing: "Friendly live".to_owned(),
            bank: "patient-relations-officer".to_owned(),
            choosing: ChoosingSettings::default(),
            cold_first: true,
            rewind_secs: 2.0,
            listening: ListeningSettings::default(),
            measures: MeasureSettings::default(),
            recordings: RecordingSettings::default(),
            window: None,
            first_start_done: false,
            other: BTreeMap::new(),
        }
    }
}

impl TomlForm for Settings {
    const SCHEMA: u32 = 1;
    const STEPS: Steps<Table> = &[];
    const WHAT: &'static str = "settings";

    fn put_right(&mut self) {
        let usual = Self::default();
        self.schema = Self::SCHEMA;
        self.scale = within(self.scale, 0.8, 2.0, usual.scale);
        self.rewind_secs = within(self.rewind_secs, 0.0, 10.0, usual.rewind_secs);
        self.choosing.put_right();
        self.listening.put_right();
        self.measures.put_right();
        self.recordings.put_right();
        // A window of 16,384 points is larger than any screen; one of 200 can still be enlarged.
        self.window = self
            .window
            .filter(|size| size.iter().all(|side| (200.0..=16_384.0).contains(side)))
            .map(|size| size.map(f32::round));
    }
}

impl ChoosingSettings {
    fn put_right(&mut self) {
        self.number = self.number.clamp(1, MOST_QUESTIONS);
        self.most = self.most.map(|most| most.clamp(1, MOST_QUESTIONS));
    }
}

impl ListeningSettings {
    fn put_right(&mut self) {
        let usual = Self::default();
        self.speed = within(self.speed, 0.5, 2.0, usual.speed);
        self.gap_secs = within(self.gap_secs, 0.0, 10.0, usual.gap_secs);
    }
}

impl RecordingSettings {
    fn put_right(&mut self) {
        self.days = self.days.clamp(1, MOST_DAYS);
    }
}

impl MeasureSettings {
    fn put_right(&mut self) {
        let usual = Self::default();
        self.pause_secs = within(self.pause_secs, 0.4, 1.2, usual.pause_secs);
        self.listed_secs = within(self.listed_secs, 0.6, 10.0, usual.listed_secs);
        self.highlighted_secs = within(self.highlighted_secs, 1.0, 20.0, usual.highlighted_secs);
        self.run_on_secs = within(self.run_on_secs, 0.6, 5.0, usual.run_on_secs);
        self.speech_score = within(self.speech_score, 0.1, 0.9, usual.speech_score);
    }
}

/// `value` brought into its range, or `usual` if it is no number.
fn within(value: f32, least: f32, most: f32, usual: f32) -> f32 {
    if value.is_nan() { usual } else { value.clamp(least, most) }
}

/// 1.1 rather than 1.100000023841858, which is what it is in binary.
fn as_people_write<S: Serializer>(value: &f32, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_f64(value.to_string().parse().unwrap_or_else(|_never| f64::from(*value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_the_file_are_the_documented_ones() {
        let settings = Settings {
            voice: VoiceSettings {
                engine: EnginePreference::BuiltIn,
                persona: Interviewer::B,
                ..VoiceSettings::default()
            },
            look: Look::Dark,
            scale: 1.1,
            ..Settings::default()
        };
        let text = toml::to_string(&settings).unwrap();
        for line in [
            "schema = 1",
            "scale = 1.1",
            "look = \"dark\"",
            "engine = \"built-in\"",
            "persona = \"b\"",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} in:\n{text}");
        }
    }

    #[test]
    fn numbers_out_of_range_are_brought_back() {
        let mut settings = Settings {
            scale: 40.0,
            rewind_secs: -1.0,
            listening: ListeningSettings { speed: 9.0, ..ListeningSettings::default() },
            measures: MeasureSettings { pause_secs: f32::NAN, ..MeasureSettings::default() },
            window: Some([f32::INFINITY, 600.0]),
            ..Settings::default()
        };
        settings.put_right();
        assert_eq!((settings.scale, settings.rewind_secs, settings.window), (2.0, 0.0, None));
        assert_eq!((settings.listening.speed, settings.measures.pause_secs), (2.0, 0.6));
        settings.scale = f32::NAN;
        settings.window = Some([900.2, 600.0]);
        settings.put_right();
        assert_eq!((settings.scale, settings.window), (1.0, Some([900.0, 600.0])));
    }
}
