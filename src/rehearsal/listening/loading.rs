//! What takes a while is done on a thread of its own: opening recordings and measuring how loud they are.

use std::path::{Path, PathBuf};
use std::sync::mpsc::SyncSender;

use crate::audio::wav::{WavError, WavStream};
use crate::audio::{Clip, Sound};
use crate::rehearsal::command::Heard;
use crate::rehearsal::handle::Msg;
use crate::rehearsal::listening::level;

/// Something to be played, as it was found.
#[derive(Debug, Clone)]
pub(in crate::rehearsal) enum Found {
    /// A recording.
    File(PathBuf),
    /// Rendered speech.
    Clip(Clip),
}

impl Found {
    fn open(&self) -> Result<Sound, WavError> {
        match self {
            Self::File(path) => WavStream::open(path).map(Sound::from),
            Self::Clip(clip) => Ok(clip.clone().into()),
        }
    }
}

/// What is known of how loud a sound is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::rehearsal) enum Loudness {
    /// Nobody has looked.
    Unknown,
    /// Somebody is looking, or could not find out.
    Asked,
    /// In LUFS; `None` for silence.
    Known(Option<f64>),
}

/// A sound that is ready to be played.
pub(in crate::rehearsal) struct Loaded {
    pub sound: Sound,
    pub loudness: Loudness,
}

/// Opens a sound, and measures it when that `is_due`; [`Msg::Loaded`] comes of it.
///
/// # Errors
/// When the system has no thread left.
pub(super) fn load(
    tell: &SyncSender<Msg>,
    id: u64,
    what: Found,
    is_due: bool,
) -> std::io::Result<()> {
    let tell = tell.clone();
    spawn(move || {
        let loaded = open_and_measure(&what, is_due).map_err(|problem| problem.to_string());
        let _gone = tell.send(Msg::Loaded(id, loaded));
    })
}

/// Measures a sound that plays already; [`Msg::Measured`] comes of it, or nothing.
///
/// # Errors
/// When the system has no thread left.
pub(super) fn measure(tell: &SyncSender<Msg>, id: u64, what: Found) -> std::io::Result<()> {
    let tell = tell.clone();
    spawn(move || match open_and_measure(&what, true) {
        Ok(loaded) => {
            let _gone = tell.send(Msg::Measured(id, loaded.loudness));
        }
        // It plays all the same, as loud as it is.
        Err(problem) => log::warn!("{problem}"),
    })
}

fn open_and_measure(what: &Found, is_due: bool) -> Result<Loaded, WavError> {
    let mut sound = what.open()?;
    let loudness =
        if is_due { Loudness::Known(level::loudness(&mut sound)?) } else { Loudness::Unknown };
    Ok(Loaded { sound, loudness })
}

fn spawn(work: impl FnOnce() + Send + 'static) -> std::io::Result<()> {
    std::thread::Builder::new().name("take reader".to_owned()).spawn(work).map(drop)
}

/// The recording to be opened for what is heard, if it is one.
pub(super) fn recording(what: &Heard, check: &Path) -> Option<PathBuf> {
    match what {
        Heard::Take(path) => Some(path.clone()),
        Heard::Check => Some(check.to_owned()),
        Heard::Text { .. } | Heard::Chime => None,
    }
}
