//! What Settings shows, what it keeps while something is typed, and what it asks for.

use super::{PacingDraft, RecordingsIntent, RecordingsModel};
use crate::analysis::Thresholds;
use crate::interview::Pacing;
use crate::ui::prepare::{DeviceItem, MicCheck, MicrophoneState, PersonaItem};
use crate::ui::theme::Look;
use crate::units::Dbfs;

/// All that the screen shows but does not own.
#[derive(Debug, Clone, Default)]
pub struct SettingsModel {
    /// Microphones, without the system's default.
    pub microphones: Vec<DeviceItem>,
    /// The chosen one's id; `None` for the system's default.
    pub microphone_chosen: Option<String>,
    /// Whether it hears.
    pub microphone: MicrophoneState,
    /// Its peak level in the last moment; `None` while it is not open.
    pub level: Option<Dbfs>,
    /// The say-and-hear-yourself check.
    pub check: MicCheck,
    /// Loudspeakers, without the system's default.
    pub speakers: Vec<DeviceItem>,
    /// The chosen one's id; `None` for the system's default.
    pub speaker_chosen: Option<String>,
    /// The test sound.
    pub sound_test: SoundTest,
    /// The interviewer's voice.
    pub voice: VoiceSettings,
    /// Presets first, then the user's own.
    pub pacings: Vec<PacingEntry>,
    /// How long recordings are kept, and how much room they take.
    pub recordings: RecordingsModel,
    /// Where the files are.
    pub folders: Vec<FolderItem>,
    /// Light, dark, or as the system has it.
    pub look: Look,
    /// Size of everything, per cent: 80–200.
    pub scale_percent: u16,
    /// Model answers stay locked until a first take.
    pub cold_first: bool,
    /// How far playback goes back after a pause, seconds: 0–10.
    pub rewind_secs: f64,
    /// Silence between question, take and model answer when all are heard, seconds: 0–10.
    pub gap_secs: f64,
    /// Long silences in a take are passed over.
    pub skip_silences: bool,
    /// Voices are brought to the same loudness.
    pub match_levels: bool,
    /// What counts as what when a take is measured.
    pub thresholds: Thresholds,
}

/// The test sound.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum SoundTest {
    /// Not played.
    #[default]
    Idle,
    /// Playing.
    Playing,
    /// It could not be played. Says what to do.
    Failed(String),
}

/// The interviewer's voice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VoiceSettings {
    /// The order the user chose.
    pub engine: EngineChoice,
    /// What each engine is good for on this machine, in the order they are tried.
    pub engines: Vec<EngineItem>,
    /// Interviewers that can be chosen.
    pub personas: Vec<PersonaItem>,
    /// The chosen one's id.
    pub persona: String,
    /// Voices of the system's engine.
    pub system_voices: Vec<DeviceItem>,
    /// The chosen one's id; `None` for the engine's default.
    pub system_voice: Option<String>,
    /// Whether the system's voices are still being listed.
    pub listing: bool,
    /// Whether a sample is being spoken now.
    pub previewing: bool,
}

/// Which engine is tried first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum EngineChoice {
    /// The best that works, text by text.
    #[default]
    Automatic,
    /// The recorded voice.
    Pack,
    /// The system's voice.
    System,
    /// The small one built in.
    BuiltIn,
    /// None: questions are shown.
    Silent,
}

impl EngineChoice {
    /// All, in the order shown.
    pub const ALL: [Self; 5] =
        [Self::Automatic, Self::Pack, Self::System, Self::BuiltIn, Self::Silent];

    /// What people read.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Automatic => "Automatic: the best that works",
            Self::Pack => "Recorded voice first",
            Self::System => "System voice first",
            Self::BuiltIn => "Built-in voice first",
            Self::Silent => "Silent: show the questions",
        }
    }
}

/// An engine on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineItem {
    /// What people read.
    pub name: String,
    /// What it speaks, or why it doesn't and what to do.
    pub line: String,
    /// Whether it works.
    pub works: bool,
}

/// A pacing in the list.
#[derive(Debug, Clone, PartialEq)]
pub struct PacingEntry {
    /// The pacing.
    pub pacing: Pacing,
    /// The user's own: it can be changed and deleted.
    pub own: bool,
}

/// A folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderItem {
    /// Which.
    pub kind: FolderKind,
    /// Where.
    pub path: String,
    /// How much is in it, if known: "1.2 GB".
    pub holds: Option<String>,
}

/// What a folder is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FolderKind {
    /// The user's own: recordings, banks, pacings, profile.
    Data,
    /// Things that can be made again.
    Cache,
}

/// A page of Settings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SettingsPage {
    /// Microphone and loudspeaker.
    #[default]
    Sound,
    /// The interviewer's voice.
    Voice,
    /// The pacings.
    Pacing,
    /// How takes are listened to and measured.
    Listening,
    /// How it looks.
    Look,
    /// How long recordings are kept.
    Recordings,
    /// Where the files are.
    Folders,
}

impl SettingsPage {
    /// All, in the order shown.
    pub const ALL: [Self; 7] = [
        Self::Sound,
        Self::Voice,
        Self::Pacing,
        Self::Listening,
        Self::Look,
        Self::Recordings,
        Self::Folders,
    ];

    /// What people read.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Sound => "Sound",
            Self::Voice => "Voice",
            Self::Pacing => "Pacing",
            Self::Listening => "Listening",
            Self::Look => "Look",
            Self::Recordings => "Recordings",
            Self::Folders => "Folders",
        }
    }
}

/// What is being looked at and typed.
#[derive(Debug, Clone, Default)]
pub struct SettingsState {
    /// The page shown.
    pub page: SettingsPage,
    /// The pacing being edited.
    pub draft: Option<PacingDraft>,
    /// The pacing that is to be deleted, until that is confirmed.
    pub deleting: Option<String>,
    /// Whether it was asked to empty Greenroom's own wastebasket, until that is confirmed.
    pub emptying: bool,
}

/// What the user wants changed or done.
#[derive(Debug, Clone, PartialEq)]
pub enum SettingsIntent {
    /// Open this microphone; `None` is the system's default.
    MicrophoneChosen(Option<String>),
    /// Use this loudspeaker; `None` is the system's default.
    SpeakerChosen(Option<String>),
    /// List the devices again.
    RefreshDevices,
    /// Record three seconds.
    StartCheck,
    /// Play what the check recorded.
    PlayCheck,
    /// Stop recording or playing it.
    StopCheck,
    /// Play the test sound.
    TestSound,
    /// Which engine is tried first.
    EngineChosen(EngineChoice),
    /// Another interviewer (id).
    PersonaChosen(String),
    /// Another voice of the system's (id); `None` is its default.
    SystemVoiceChosen(Option<String>),
    /// Speak a sentence.
    PreviewVoice,
    /// Stop speaking it.
    StopPreview,
    /// Keep this pacing as one of the user's own, in place of the one named, if any.
    SavePacing {
        /// The own pacing it replaces, by its name before.
        replaces: Option<String>,
        /// The pacing, checked.
        pacing: Box<Pacing>,
    },
    /// Delete this pacing of the user's own (name).
    DeletePacing(String),
    /// Show this folder in the system's file manager.
    OpenFolder(FolderKind),
    /// Light, dark, or as the system has it.
    LookChosen(Look),
    /// Size of everything, per cent.
    ScaleChosen(u16),
    /// How takes are listened to and measured.
    Listening(ListeningIntent),
    /// How long recordings are kept.
    Recordings(RecordingsIntent),
}

/// What the user wants changed in how takes are listened to and measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ListeningIntent {
    /// Whether model answers stay locked until a first take.
    ColdFirst(bool),
    /// How far playback goes back after a pause, seconds.
    RewindSecs(f64),
    /// Silence between voices heard one after the other, seconds.
    GapSecs(f64),
    /// Whether long silences in a take are passed over.
    SkipSilences(bool),
    /// Whether voices are brought to the same loudness.
    MatchLevels(bool),
    /// What counts as what from now on.
    Thresholds(Thresholds),
}
