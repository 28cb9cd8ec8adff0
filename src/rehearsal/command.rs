//! What the director is told and what it shows.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::analysis::MicCheck;
use crate::audio::{DeviceList, DeviceRef, MicSource, SpeakerSink, TakeSummary};
use crate::interview::{Action, Pacing, Selection, View};
use crate::power::Power;
use crate::rehearsal::hearing::MicFault;
use crate::units::{Dbfs, SampleRate, Wpm};
use crate::voice::{Persona, VoiceConfig, VoiceReport};

/// The devices and voice a director works with, chosen once at start.
#[derive(Debug, Clone)]
pub struct Outfit {
    /// Where sound comes from.
    pub microphone: MicSource,
    /// Where sound goes.
    pub speaker: SpeakerSink,
    /// Who speaks.
    pub voice: VoiceConfig,
    /// How much faster than the clock on the wall time passes: 1 but in a fast demonstration, whose
    /// simulated devices run at the same speed.
    pub speed: f64,
}

impl Outfit {
    /// Who is kept awake: the computer, where somebody really speaks into a microphone.
    pub(super) fn power(&self) -> Power {
        match self.microphone {
            MicSource::System => Power::System,
            MicSource::Host(_) | MicSource::Simulated(_) | MicSource::None => Power::None,
        }
    }
}

/// An interview to be run.
#[derive(Debug, Clone)]
pub struct SessionChoice {
    /// Id of the bank.
    pub bank: String,
    /// The pacing to begin with.
    pub pacing: Pacing,
    /// Which questions.
    pub selection: Selection,
    /// What chance is drawn from; `None` for a new seed.
    pub seed: Option<u64>,
    /// Who asks.
    pub persona: Persona,
    /// The microphone.
    pub microphone: DeviceRef,
    /// The loudspeaker.
    pub speaker: DeviceRef,
}

/// What the director is told.
#[derive(Debug)]
pub enum Command {
    /// Start an interview.
    Begin(Box<SessionChoice>),
    /// Something for the running interview.
    Do(Action),
    /// Write what can't be written in its session to this folder, from now on.
    SaveIn(PathBuf),
    /// Open the microphone for its level, or another one. In the middle of an answer it goes on with the
    /// new one, in the same take.
    OpenMicrophone(DeviceRef),
    /// Let go of the microphone; refused while an interview records.
    CloseMicrophone,
    /// Use this loudspeaker from now on.
    UseSpeaker(DeviceRef),
    /// Something is likely to be heard within half a minute: the loudspeaker is awake by then.
    ExpectToHear,
    /// Use these voices from now on.
    UseVoice(Box<VoiceConfig>),
    /// Record three seconds from this microphone, judge them, play them, keep them for listening.
    CheckMicrophone(DeviceRef),
    /// End that at once, whether it records or plays.
    StopCheck,
    /// Hear something; replaces what plays.
    Hear(Heard),
    /// Hear a recording from this time on.
    HearFrom(Heard, Duration),
    /// Hear these one after the other. What can't be read is told of, and the list goes on with the rest.
    HearAll(HearList),
    /// How takes are heard from now on; what plays changes at once. What is repeated and passed over is
    /// meant for the take that is heard, or else for the next one: in a list, those behind it are heard
    /// whole until told again. The first take of a new list gets it again. The microphone check is heard as
    /// it is, whatever was wished for takes.
    ListenWith(Listen),
    /// Pause or go on with what is heard; like seeking, it never touches a running interview.
    PausePlayback(bool),
    /// Go to this time of it.
    Seek(Duration),
    /// Hear no more.
    StopPlayback,
    /// Look for devices again.
    ListDevices,
    /// Find out which voices work.
    ProbeVoices,
    /// Read banks and pacings again.
    Reload,
    /// Hide a notice.
    Dismiss(u64),
    /// End the thread; a running take is finished first.
    Quit,
}

/// Things to be heard one after the other.
#[derive(Debug, Clone, PartialEq)]
pub struct HearList {
    /// In order.
    pub items: Vec<HearItem>,
    /// Silence between two of them; none means that they follow without a gap.
    pub gap: Duration,
}

/// One of them.
#[derive(Debug, Clone, PartialEq)]
pub struct HearItem {
    /// What.
    pub what: Heard,
    /// Where in it to begin.
    pub from: Place,
    /// Where to end, in its own time; `None` for its end.
    pub until: Option<Duration>,
    /// Its integrated loudness in LUFS, if known already; else it is measured before it is played.
    pub loudness_lufs: Option<f64>,
}

impl From<Heard> for HearItem {
    fn from(what: Heard) -> Self {
        Self { what, from: Place::START, until: None, loudness_lufs: None }
    }
}

/// A place in a sound.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Place {
    /// At this time.
    At(Duration),
    /// So far on the way from its beginning (0) to its end (1), for a sound whose length is not known yet.
    Share(f64),
}

impl Place {
    /// The beginning.
    pub const START: Self = Self::At(Duration::ZERO);
}

/// How takes are heard outside an interview.
#[derive(Debug, Clone, PartialEq)]
pub struct Listen {
    /// Speed of takes, the pitch kept: 0.5–2. (Texts are spoken at their own.)
    pub speed: f32,
    /// Whether voices, takes and rendered texts alike, are brought to the same loudness: −23 LUFS.
    pub match_levels: bool,
    /// Repeat this stretch of the take at hand until told otherwise; less than 20 ms is ignored.
    pub repeat: Option<(Duration, Duration)>,
    /// Stretches of the take at hand that are passed over, in order of time; none overlap.
    pub skip: Arc<[(Duration, Duration)]>,
}

impl Default for Listen {
    fn default() -> Self {
        Self { speed: 1.0, match_levels: false, repeat: None, skip: Arc::from([]) }
    }
}

/// Something to be heard outside an interview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// A text, spoken.
    Text {
        /// Parts spoken one after the other.
        parts: Vec<String>,
        /// Who.
        persona: Persona,
        /// How fast.
        speed: Wpm,
    },
    /// A recording.
    Take(PathBuf),
    /// What the microphone check recorded.
    Check,
    /// A soft chime, to hear whether the loudspeaker works.
    Chime,
}

/// What the director shows: the latest wins.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// The running interview, also just after its end.
    pub live: Option<Live>,
    /// The microphone.
    pub microphone: MicState,
    /// Its level.
    pub level: Dbfs,
    /// The level of what the loudspeaker plays.
    pub voice_level: Dbfs,
    /// What is heard outside an interview.
    pub playback: Playback,
    /// The microphone check.
    pub check: MicCheck,
    /// Devices found when last looked.
    pub devices: Option<Arc<DeviceList>>,
    /// Voices found when last looked.
    pub voices: Option<Arc<VoiceReport>>,
    /// Why the last [`Command::Begin`] began nothing; `None` once one did.
    pub refused: Option<String>,
    /// What the user should know, oldest first.
    pub notices: Vec<Notice>,
}

/// A running interview.
#[derive(Debug, Clone, PartialEq)]
pub struct Live {
    /// What the machine shows.
    pub view: View,
    /// Where it is kept.
    pub folder: PathBuf,
    /// Takes on disk so far.
    pub takes_saved: u32,
    /// What the recorder says about the newest of them.
    pub last_take: Option<TakeSummary>,
    /// Whether the interviewer is saying something, or is about to.
    pub speaking: bool,
    /// Nobody speaks: this is to be read instead.
    pub silent_text: Option<String>,
    /// Name of the microphone that was ready last; empty before any.
    pub microphone: String,
    /// What is wrong with the microphone, while an answer is recorded.
    pub fault: Option<MicFault>,
    /// Something that was recorded can't be written, and is kept in memory.
    pub unwritten: bool,
    /// What is on its way to disk takes long: how far it is, as a sentence.
    pub slow: Option<String>,
    /// What is not on disk yet.
    pub pending: Pending,
    /// Once the interview is over and nothing is waited for any more: what did not get to disk.
    pub unsaved: Option<Pending>,
}

/// What is not on disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pending {
    /// Names of recordings that are being saved, however long that takes. What is there of them the next start
    /// puts into its place.
    pub late: Vec<String>,
    /// Names of recordings that the disk refuses.
    pub failed: Vec<String>,
    /// Whether there are notes besides.
    pub notes: bool,
}

impl Pending {
    /// Whether every recording is on disk.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.late.is_empty() && self.failed.is_empty()
    }
}

/// A sentence for the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its number.
    pub id: u64,
    /// What happened and what to do.
    pub text: String,
    /// With what it goes away.
    pub cause: Cause,
}

/// What a sentence for the user is about: it goes when that goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Something that happened: it stays until it is dismissed.
    Lasting,
    /// There is no microphone.
    Microphone,
    /// The loudspeaker does not play.
    Speaker,
    /// Something that was recorded is not on disk.
    Disk,
    /// Something that was wanted and can't be: true for a moment.
    Moment,
}

/// The microphone as shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MicState {
    /// Not in use.
    Closed,
    /// Being opened.
    Opening,
    /// Frames are coming.
    Ready {
        /// Its name.
        name: String,
        /// Its rate.
        rate: SampleRate,
        /// Its channels.
        channels: u16,
        /// Its sample format.
        format: String,
    },
    /// It can't be used; says why and what to do.
    Missing(String),
}

/// What is heard outside an interview.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Playback {
    /// What.
    pub what: Option<Heard>,
    /// Place in a list heard one after the other.
    pub place: usize,
    /// Where in it, in its own time. In the gap behind it, its end.
    pub position: Duration,
    /// How long it is; zero until known.
    pub length: Duration,
    /// Whether it is paused.
    pub paused: bool,
}
