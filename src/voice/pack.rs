//! The voice pack: what ships, spoken beforehand, one Ogg Vorbis file per persona and text.
//!
//! A file is named by the hash of the *displayed* text, so that an edited text finds no recording and is
//! spoken by another engine instead of stale. The pack is read-only here; `script/voice-pack` makes it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::{Persona, vorbis};
use crate::units::{SampleRate, Wpm};

/// Environment variable that names the pack's folder.
pub const PACK_VARIABLE: &str = "GREENROOM_VOICE_PACK";
/// The form of pack this program reads.
const FORM: u32 = 1;
/// The manifest, and the sign that a folder is a pack.
const MANIFEST: &str = "pack.toml";
/// Larger files are not read, in bytes. The longest of ours are a tenth of it.
const MAX_FILE_BYTES: u64 = 4 * 1024 * 1024;
/// Speeds that a person could speak at; others in a manifest are mistakes.
const SPEEDS: std::ops::RangeInclusive<u16> = 60..=400;

/// Why a pack or a clip can't be used.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// No manifest, or it can't be read.
    #[error("The recorded voices can't be read; install Greenroom again: {path}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The manifest is not one.
    #[error("The list of recorded voices is damaged; install Greenroom again: {path}")]
    Damaged {
        /// The manifest.
        path: PathBuf,
        /// What is wrong in it.
        #[source]
        source: Box<toml::de::Error>,
    },
    /// Made for another version.
    #[error(
        "The recorded voices are of form {form}, this Greenroom reads form {FORM}; use those that came with it: {path}"
    )]
    OtherForm {
        /// Its form.
        form: u32,
        /// The manifest.
        path: PathBuf,
    },
    /// This text was not recorded by this persona.
    #[error("This text has no recording")]
    NotRecorded,
    /// The file is not what it should be.
    #[error("A recording is damaged; install Greenroom again: {path}")]
    BadClip {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        source: vorbis::VorbisFault,
    },
}

/// `pack.toml`, as far as it is needed; other keys are for people.
#[derive(Debug, Deserialize)]
struct Manifest {
    form: u32,
    persona: BTreeMap<String, Speaker>,
}

/// One persona's entry.
#[derive(Debug, Clone, Deserialize)]
struct Speaker {
    voice: String,
    natural_wpm: u16,
}

/// An opened pack.
#[derive(Debug, Clone)]
pub struct Pack {
    dir: PathBuf,
    personas: BTreeMap<String, Speaker>,
}

impl Pack {
    /// Reads the manifest in `dir`.
    ///
    /// # Errors
    /// If there is none, or it is damaged or of another form.
    pub fn open(dir: &Path) -> Result<Self, PackError> {
        let path = dir.join(MANIFEST);
        let text = match read_bounded(&path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(source) => return Err(PackError::Unreadable { path, source }),
        };
        match toml::from_str::<Manifest>(&text) {
            Ok(Manifest { form: FORM, persona }) => {
                Ok(Self { dir: dir.to_owned(), personas: persona })
            }
            Ok(Manifest { form, .. }) => Err(PackError::OtherForm { form, path }),
            Err(source) => Err(PackError::Damaged { path, source: Box::new(source) }),
        }
    }

    /// Where it is.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The voices' own names, by persona.
    pub fn voices(&self) -> impl Iterator<Item = (&str, &str)> {
        self.personas.iter().map(|(persona, speaker)| (persona.as_str(), speaker.voice.as_str()))
    }

    /// Whether `persona` recorded this very text.
    #[must_use]
    pub fn has(&self, persona: Persona, text: &str) -> bool {
        self.personas.contains_key(folder(persona)) && self.path(persona, text).is_file()
    }

    /// How fast the persona's recordings speak as they are.
    #[must_use]
    pub fn natural_speed(&self, persona: Persona) -> Option<Wpm> {
        let wpm = self.personas.get(folder(persona))?.natural_wpm;
        SPEEDS.contains(&wpm).then_some(Wpm(wpm))
    }

    /// The recording: mono samples in −1…1 and their rate.
    ///
    /// # Errors
    /// If there is none, or it can't be read or decoded.
    pub fn clip(
        &self,
        persona: Persona,
        text: &str,
    ) -> Result<(Arc<[f32]>, SampleRate), PackError> {
        let path = self.path(persona, text);
        let bytes = match read_bounded(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(PackError::NotRecorded);
            }
            Err(source) => return Err(PackError::Unreadable { path, source }),
        };
        match vorbis::decode(bytes) {
            Ok((samples, rate)) => Ok((samples.into(), rate)),
            Err(source) => Err(PackError::BadClip { path, source }),
        }
    }

    /// Where the recording is or would be.
    fn path(&self, persona: Persona, text: &str) -> PathBuf {
        self.dir.join(folder(persona)).join(format!("{}.ogg", key(text)))
    }
}

/// The folder of a persona, also its name in the manifest.
fn folder(persona: Persona) -> &'static str {
    match persona {
        Persona::InterviewerA => "a",
        Persona::InterviewerB => "b",
        Persona::Model => "model",
    }
}

/// The name of a text's recording: the first 16 hexadecimal digits of the SHA-256 of the displayed text,
/// trimmed and with single spaces. (`script/voice-pack/render.py` computes the same.)
#[must_use]
pub fn key(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let digest = Sha256::digest(words.join(" ").as_bytes());
    digest.iter().take(8).fold(String::with_capacity(16), |mut hex, byte| {
        let _always_ok = write!(hex, "{byte:02x}");
        hex
    })
}

/// The pack's folder: where the environment says, beside the program, or in the source tree that the
/// program was built in.
#[must_use]
pub fn find_dir() -> Option<PathBuf> {
    let is_pack = |dir: &PathBuf| dir.join(MANIFEST).is_file();
    if let Some(named) = std::env::var_os(PACK_VARIABLE).filter(|v| !v.is_empty()) {
        // Named on purpose: not found there is not found, so that a mistake shows.
        return Some(PathBuf::from(named)).filter(is_pack);
    }
    let program = std::env::current_exe().ok()?;
    let beside = program.parent()?;
    let installed =
        ["voice", "../share/greenroom/voice", "../Resources/voice"].map(|place| beside.join(place));
    let built = beside.ancestors().map(|dir| dir.join("assets").join("voice"));
    installed.into_iter().chain(built).find(is_pack)
}

/// A whole file, if it is of a sensible size.
fn read_bounded(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            "larger than any recording of ours",
        ));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests;
