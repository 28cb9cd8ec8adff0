//! Takes that a crash or a power cut left behind: repaired and put in their place at the next start.

use std::path::PathBuf;

use crate::audio::wav::{self, WavError};
use crate::store::{PartFile, Store};

/// What became of a recording that was cut off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// The take's file now.
    pub file: PathBuf,
    /// A sentence for the user.
    pub sentence: String,
}

/// Repairs every recording that no running Greenroom is writing, and files it as a take; brings home those
/// that a full or broken disk kept from their session's folder.
#[must_use]
pub fn recover(store: &Store) -> Vec<Recovered> {
    let parts = store.parts_left();
    // A disk that failed may have left a take twice, which is seen when their headers are right.
    for part in &parts {
        // What can't be repaired is told of below.
        let _repaired = wav::repair(&part.part);
    }
    store.drop_copies(&parts);
    let left = parts.iter().filter(|part| part.part.exists());
    let mut recovered: Vec<Recovered> = left.map(|part| recover_one(store, part)).collect();
    let homecoming = store.bring_home();
    recovered.extend(homecoming.brought.into_iter().map(|brought| Recovered {
        sentence: format!(
            "A recording that had to be kept elsewhere was brought home to its session: {}",
            brought.from.display()
        ),
        file: brought.wav,
    }));
    recovered.extend(homecoming.away.into_iter().map(|file| Recovered {
        sentence: format!(
            "A recording is in a folder that is not there now. If it is on a disk of its own, connect that and \
             start Greenroom again: {}",
            file.display()
        ),
        file,
    }));
    recovered
}

fn recover_one(store: &Store, part: &PartFile) -> Recovered {
    let name = part.wav.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let name = name.unwrap_or_default();
    let kept = |sentence| Recovered { file: part.part.clone(), sentence };
    let repaired = match wav::repair(&part.part) {
        Ok(repaired) => repaired,
        // Killed between making the file and the first frames. Left there, it would be told of at every start.
        Err(WavError::Empty { .. }) => {
            return match store.set_aside_part(part) {
                Ok(()) => {
                    kept(format!("A recording of “{name}” was cut off before any sound came."))
                }
                Err(problem) => kept(problem.to_string()),
            };
        }
        Err(problem) => {
            return kept(format!(
                "A cut-off recording could not be repaired and was left: {problem}"
            ));
        }
    };
    match store.adopt_part(part, repaired.rate.hz(), repaired.frames.0) {
        Ok(_) => {
            let secs = repaired.frames.duration(repaired.rate).as_secs_f64();
            let sentence = format!(
                "Recovered {secs:.0} s of “{name}” that had been cut off; it is in its session."
            );
            Recovered { file: part.wav.clone(), sentence }
        }
        Err(problem) => kept(problem.to_string()),
    }
}
