//! The built-in voice: SVOX Pico with its data inside the program, so that any text is spoken anywhere.
//!
//! Old and small: it gets only text prepared for the ear, escapes nothing because nothing needs it
//! ([`ear`](super::ear) leaves no mark-up), and stands on a thread of its own ([`rendering`](super::rendering)).

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Persona;
use super::pico_engine::{Pico, RATE_HZ};
use super::rate;
use super::renderer::{Clip, MakeRenderer, RenderFault, RenderJob, Renderer};
use crate::units::SampleRate;

/// Text analysis and signal generation of the British voice: name, content.
const DATA: [(&str, &[u8]); 2] = [
    ("en-GB_ta.bin", include_bytes!("../../assets/pico/en-GB_ta.bin")),
    ("en-GB_kh0_sg.bin", include_bytes!("../../assets/pico/en-GB_kh0_sg.bin")),
];

/// Percent of full volume: at 100 it clips (measured).
const VOLUME: u32 = 70;
/// Factor that brings it to the loudness of the recorded voices: −12.2 to −19 dBFS, RMS while it speaks.
const LEVEL: f32 = 0.45;
/// Words per minute measured at Pico's speeds in percent, the mean over three questions and an answer.
const MEASURED: [(f32, f32); 8] = [
    (76.0, 40.0),
    (93.0, 50.0),
    (126.0, 70.0),
    (157.0, 90.0),
    (171.0, 100.0),
    (199.0, 120.0),
    (250.0, 160.0),
    (295.0, 200.0),
];
/// Speeds at which it stays intelligible, in percent of its natural one.
const SPEEDS: std::ops::RangeInclusive<f32> = 40.0..=220.0;
/// The longest speech that is rendered, in seconds.
const MAX_SECS: usize = 300;

/// Makes the built-in renderer.
pub(super) fn maker() -> MakeRenderer {
    Arc::new(|cache_dir| Ok(Box::new(BuiltIn::load(cache_dir)?)))
}

/// The engine with its data on disk, where it wants to read it.
struct BuiltIn {
    pico: Pico,
    rate: SampleRate,
    /// Where the data went if the cache folder could not take it; removed with this.
    _private_dir: Option<tempfile::TempDir>,
}

impl BuiltIn {
    /// Unpacks the data if need be and loads it.
    fn load(cache_dir: &Path) -> Result<Self, RenderFault> {
        let rate = SampleRate::new(RATE_HZ).ok_or_else(|| RenderFault::Engine("no rate".into()))?;
        let cached = unpack(&cache_dir.join("pico"))
            .map_err(RenderFault::from)
            .and_then(|files| load(&files));
        let cached = match cached {
            Ok(pico) => return Ok(Self { pico, rate, _private_dir: None }),
            Err(error) => error,
        };
        log::warn!(
            "the built-in voice can't use the cache folder, a temporary one is used: {cached}"
        );
        let private = tempfile::Builder::new().prefix("greenroom-voice-").tempdir()?;
        let pico = load(&unpack(private.path())?)?;
        Ok(Self { pico, rate, _private_dir: Some(private) })
    }
}

impl Renderer for BuiltIn {
    fn render(
        &mut self,
        job: &RenderJob,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<Clip, RenderFault> {
        let max = MAX_SECS * RATE_HZ as usize;
        let samples =
            self.pico.speak(&marked_up(job), max, &|| !cancelled()).map_err(RenderFault::Engine)?;
        if cancelled() {
            return Err(RenderFault::Cancelled);
        }
        if samples.is_empty() {
            return Err(RenderFault::Engine("it gave no sound".into()));
        }
        let samples: Vec<f32> = samples.iter().map(|s| LEVEL * f32::from(*s) / 32_768.0).collect();
        Ok(Clip { samples: samples.into(), rate: self.rate })
    }
}

/// The text in Pico's mark-up; the second interviewer is told apart by a lower pitch.
fn marked_up(job: &RenderJob) -> String {
    let speed = rate::between(&MEASURED, f32::from(job.speed.0))
        .clamp(*SPEEDS.start(), *SPEEDS.end())
        .round();
    let pitch = match job.persona {
        Persona::InterviewerA => 100,
        Persona::InterviewerB => 75,
        Persona::Model => 110,
    };
    let text = &job.ear;
    format!(
        "<volume level='{VOLUME}'><pitch level='{pitch}'><speed level='{speed}'>{text}</speed></pitch></volume>"
    )
}

/// Loads the two files.
fn load(files: &[PathBuf; 2]) -> Result<Pico, RenderFault> {
    let [analysis, signal] = files;
    Pico::load(analysis, signal).map_err(RenderFault::Engine)
}

/// Whether a file holds this. Read instead of trusting the size: Pico obeys whatever is in there. What is no
/// file, as a named pipe, might never end.
fn is_there(path: &Path, content: &[u8]) -> bool {
    fs::symlink_metadata(path).is_ok_and(|is| is.is_file() && is.len() == content.len() as u64)
        && fs::read(path).is_ok_and(|there| there == content)
}

/// The data as files in `dir`, written only where they are not there already, whole or not at all. They can be
/// made again, and are looked at before each use: nobody waits for the disk.
fn unpack(dir: &Path) -> io::Result<[PathBuf; 2]> {
    make_folder(dir)?;
    for (name, content) in DATA {
        let path = dir.join(name);
        if is_there(&path, content) {
            continue;
        }
        let mut aside = tempfile::NamedTempFile::new_in(dir)?;
        aside.write_all(content)?;
        aside.persist(&path).map_err(|e| e.error)?;
    }
    Ok(DATA.map(|(name, _)| dir.join(name)))
}

/// For its owner alone, as all of the cache is.
fn make_folder(dir: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(dir)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Wpm;
    use crate::voice::ear;

    fn rendered(text: &str, wpm: u16) -> Vec<f32> {
        let dir = tempfile::tempdir().unwrap();
        let mut engine = BuiltIn::load(dir.path()).unwrap();
        let job =
            RenderJob { ear: ear::prepare(text), persona: Persona::InterviewerA, speed: Wpm(wpm) };
        engine.render(&job, &|| false).unwrap().samples.to_vec()
    }

    fn secs(samples: &[f32]) -> f32 {
        samples.len() as f32 / RATE_HZ as f32
    }

    const QUESTION: &str = "Describe a time you had to deal with a difficult patient or family member. What did you do?";

    #[test]
    fn a_question_lasts_as_long_as_its_speed_says_and_never_clips() {
        for wpm in [110, 140, 165, 190, 220] {
            let samples = rendered(QUESTION, wpm);
            let measured = 60.0 * QUESTION.split(' ').count() as f32 / secs(&samples);
            let peak = samples.iter().fold(0.0_f32, |peak, s| peak.max(s.abs()));
            assert!((measured / f32::from(wpm) - 1.0).abs() < 0.2, "{measured} instead of {wpm}");
            assert!((0.1..0.98 * LEVEL).contains(&peak), "peak {peak} at {wpm}");
        }
    }

    /// Regression: Pico reads memory before it writes it.
    #[test]
    fn memory_that_was_used_before_changes_nothing() {
        let clean = rendered(QUESTION, 220);
        for size in [4 << 20, 16 << 20, 30 << 20] {
            let used: Vec<Vec<u8>> = (0..3).map(|_| vec![0x5a; size]).collect();
            assert_eq!(used.concat().iter().rev().take(3).count(), 3);
            drop(used);
            assert_eq!(rendered(QUESTION, 220).len(), clean.len(), "after blocks of {size} bytes");
        }
    }

    #[test]
    fn mark_up_in_a_text_is_not_obeyed() {
        let plain = secs(&rendered("Please tell me more about that.", 165));
        let hostile =
            secs(&rendered("Please <break time='9s'/> tell me \u{1}more about that.", 165));
        assert!(hostile < plain + 6.0, "{plain} s became {hostile} s");
    }

    #[test]
    fn two_texts_in_a_row_are_two_texts() {
        let dir = tempfile::tempdir().unwrap();
        let mut engine = BuiltIn::load(dir.path()).unwrap();
        let job =
            |ear: &str| RenderJob { ear: ear.into(), persona: Persona::Model, speed: Wpm(165) };
        let calls = std::cell::Cell::new(0);
        let soon = || calls.replace(calls.get() + 1) > 3;
        let cut = engine.render(&job(&"A long text. ".repeat(50)), &soon);
        assert!(matches!(cut, Err(RenderFault::Cancelled)), "{cut:?}");
        let short = engine.render(&job("Thank you."), &|| false).unwrap();
        assert!(secs(&short.samples) < 2.0, "{} s", secs(&short.samples));
    }

    #[test]
    fn damaged_data_in_the_cache_is_written_anew() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("pico")).unwrap();
        fs::write(dir.path().join("pico/en-GB_ta.bin"), b"not it").unwrap();
        BuiltIn::load(dir.path()).unwrap();
        assert_eq!(fs::read(dir.path().join("pico/en-GB_ta.bin")).unwrap(), DATA[0].1);
    }

    #[test]
    fn a_cache_folder_that_cannot_be_used_is_done_without() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        fs::write(&file, b"").unwrap();
        BuiltIn::load(&file).unwrap();
        let long = dir.path().join("n".repeat(120)).join("m".repeat(120));
        BuiltIn::load(&long).unwrap();
    }
}
