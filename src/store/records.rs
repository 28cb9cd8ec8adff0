//! What `session.json` and a take's sidecar hold. Unknown fields survive a round trip.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::units::Dbfs;

/// One interview: `session.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SessionRecord {
    /// Version of this form; see [`SessionRecord::SCHEMA`].
    pub schema: u32,
    /// When it began: RFC 3339 with the local offset. Empty where nobody noted it.
    #[serde(default)]
    pub began: String,
    /// When it ended, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<String>,
    /// Id of the bank.
    pub bank_id: String,
    /// Title of the bank.
    pub bank_title: String,
    /// SHA-256 of the bank's text, in hexadecimal.
    pub bank_hash: String,
    /// Question ids in the order drawn.
    pub plan: Vec<String>,
    /// What the draw was made with; the plan above is what counts.
    pub seed: u64,
    /// Pacings used, in order of time.
    pub pacings: Vec<PacingChange>,
    /// Version of Greenroom that wrote it.
    pub app_version: String,
    /// Recordings of this session that could not be kept in its folder: their paths, noted before they are
    /// written there. Brought home at a later start, when there is room.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elsewhere: Vec<String>,
    /// Fields of other versions.
    #[serde(flatten)]
    pub other: BTreeMap<String, Value>,
}

impl SessionRecord {
    /// A session of which nothing is known but its bank.
    #[must_use]
    pub fn new(bank_id: impl Into<String>) -> Self {
        Self {
            schema: Self::SCHEMA,
            began: String::new(),
            ended: None,
            bank_id: bank_id.into(),
            bank_title: String::new(),
            bank_hash: String::new(),
            plan: Vec::new(),
            seed: 0,
            pacings: Vec::new(),
            app_version: String::new(),
            elsewhere: Vec::new(),
            other: BTreeMap::new(),
        }
    }

    /// The form written by this version; newer ones are opened read-only.
    pub const SCHEMA: u32 = 1;
}

/// A pacing and when it came into force.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PacingChange {
    /// Seconds since the interview began, or since the take's start in a take.
    pub at_secs: f64,
    /// The pacing whole, in the form of `pacings.toml`.
    pub pacing: Value,
    /// What the take's answer aimed for then, seconds: at least, at most. Absent in a session, and in takes of
    /// versions before it was written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub band_secs: Option<[f64; 2]>,
}

/// One take: the sidecar beside its WAV.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TakeRecord {
    /// Version of this form; see [`TakeRecord::SCHEMA`].
    pub schema: u32,
    /// The WAV's file name, in the same folder.
    pub file: String,
    /// Position in the plan, from 0.
    pub position: usize,
    /// The question's id.
    pub question_id: String,
    /// The words as asked.
    pub asked: String,
    /// What part of the talk about the question it is.
    pub part: TakePart,
    /// Which take, from 1.
    pub take: u32,
    /// When it began: RFC 3339 with the local offset. Empty where nobody noted it.
    #[serde(default)]
    pub began: String,
    /// Pacings in force, the first at 0.
    pub pacings: Vec<PacingChange>,
    /// How it ended, a word: `finished`, `time-up`, …; `recovered` after a crash.
    pub ended_by: String,
    /// The microphone.
    pub device: DeviceRecord,
    /// Frames per second.
    pub rate_hz: u32,
    /// Length, equal to the file's.
    pub frames: u64,
    /// Frames lost on the way to disk.
    pub dropped_frames: u64,
    /// The most frames that ever waited on that way; absent where nobody counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ring_high_water_frames: Option<u64>,
    /// Samples at full scale.
    pub clipped_samples: u64,
    /// Loudest sample.
    pub peak_dbfs: f32,
    /// Interruptions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<GapRecord>,
    /// Where it was suspended and went on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joints: Vec<JointRecord>,
    /// Things noted while it ran or while it was listened to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<MarkRecord>,
    /// 1–5 on the user's own scale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<u8>,
    /// The user's star: it is kept when older recordings are removed.
    #[serde(default, skip_serializing_if = "is_not")]
    pub starred: bool,
    /// When its sound was removed while its notes stay, RFC 3339 with the local offset. About a recording
    /// that is there it says that it was put back, so that it is not removed by its age again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sound_removed: Option<String>,
    /// The user's notes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// Points of the model answer ticked by the listener (indices).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<usize>,
    /// Where listening to it was left, seconds; absent at its beginning or end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position_secs: Option<f64>,
    /// What was measured in it, with its version; absent until computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measures: Option<Value>,
    /// Fields of other versions.
    #[serde(flatten)]
    pub other: BTreeMap<String, Value>,
}

impl TakeRecord {
    /// A take of which nothing is known but whose it is.
    #[must_use]
    pub fn new(question_id: impl Into<String>, part: TakePart, take: u32) -> Self {
        Self {
            schema: Self::SCHEMA,
            file: String::new(),
            position: 0,
            question_id: question_id.into(),
            asked: String::new(),
            part,
            take,
            began: String::new(),
            pacings: Vec::new(),
            ended_by: Self::UNKNOWN.to_owned(),
            device: DeviceRecord::default(),
            rate_hz: 0,
            frames: 0,
            dropped_frames: 0,
            ring_high_water_frames: None,
            clipped_samples: 0,
            peak_dbfs: Dbfs::FLOOR.0,
            gaps: Vec::new(),
            joints: Vec::new(),
            marks: Vec::new(),
            rating: None,
            starred: false,
            sound_removed: None,
            notes: String::new(),
            points: Vec::new(),
            position_secs: None,
            measures: None,
            other: BTreeMap::new(),
        }
    }

    /// The form written by this version.
    pub const SCHEMA: u32 = 1;
    /// How a take "ended" that is still being recorded.
    pub const RECORDING: &str = "recording";
    /// How a take ended that was cut off and found again.
    pub const RECOVERED: &str = "recovered";
    /// How a take ended whose notes are lost.
    pub const UNKNOWN: &str = "unknown";
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_not(flag: &bool) -> bool {
    !*flag
}

/// What part of the talk about a question a take is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TakePart {
    /// The answer.
    Answer,
    /// The answer to a follow-up (index).
    Probe(usize),
    /// The answer went on after an interruption: piece number, from 1.
    Continued(u32),
    /// The candidate's own question.
    YourQuestion,
}

/// The microphone of a take.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRecord {
    /// Its name.
    pub name: String,
    /// Its channels.
    pub channels: u16,
    /// Its sample format.
    pub format: String,
}

/// An interruption of a take.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GapRecord {
    /// Frame at which it happened.
    pub at_frame: u64,
    /// Estimated time missing, seconds.
    pub missing_secs: f64,
}

/// Where a take was suspended and went on: what lies between is no part of the answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JointRecord {
    /// Frame at which it happened.
    pub at_frame: u64,
    /// About how long it was suspended, seconds; 0 where nobody knows.
    #[serde(default)]
    pub lasted_secs: f64,
    /// Why, a word: [`JointRecord::QUESTION_HEARD`], [`JointRecord::PAUSED`], …
    #[serde(default)]
    pub why: String,
}

impl JointRecord {
    /// The question was heard again.
    pub const QUESTION_HEARD: &str = "question-heard";
    /// The candidate paused.
    pub const PAUSED: &str = "paused";
}

/// Something worth knowing at a time of a take.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MarkRecord {
    /// Seconds from the take's start.
    pub at_secs: f64,
    /// A word: `hold-began`, `spoke-in-hold`, `question-shown`, `gap`, `note`, …
    pub what: String,
    /// More, if any.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}
