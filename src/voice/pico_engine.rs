#![allow(unsafe_code)] // The engine's one constructor is `unsafe`; its condition is met right above the call.
//! SVOX Pico behind a safe constructor: text and mark-up in, 16-bit samples out. Nothing else.

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

use ttspico::{Engine, EngineStatus, PicoError, System, Voice};

/// The memory Pico works in, in bytes. It uses less than two megabytes and reads some of them before it has
/// written them: in memory that was used before, it leaves out parts of sentences (seen; reproducible with
/// `MALLOC_PERTURB_=90`). Blocks of this size come fresh from the system everywhere, so they are zero, and
/// the pages that are never touched cost nothing. (glibc reuses memory for blocks of up to 32 MiB.)
const MEMORY_BYTES: usize = 40 * 1024 * 1024;
/// Pico copies paths into buffers of a fixed size; longer ones are refused here, in bytes.
const MAX_PATH_BYTES: usize = 200;
/// Samples per step; any size does.
const STEP_SAMPLES: usize = 1024;

/// An engine with its voice loaded. Not `Send` on purpose: it stays on the thread that made it.
#[derive(Debug)]
pub(super) struct Pico {
    engine: Engine,
    _stays_here: std::marker::PhantomData<Rc<()>>,
}

/// The rate of what it gives, in hertz.
pub(super) const RATE_HZ: u32 = 16_000;

impl Pico {
    /// Loads the two files of a voice: text analysis, then signal generation.
    pub fn load(analysis: &Path, signal: &Path) -> Result<Self, String> {
        let system = System::new(MEMORY_BYTES).map_err(|e| e.to_string())?;
        let voice =
            System::create_voice(Rc::clone(&system), "Greenroom").map_err(|e| e.to_string())?;
        for file in [analysis, signal] {
            add(&system, &voice, file)?;
        }
        // SAFETY: `create_engine` asks that a text-analysis and a signal-generation resource have been loaded
        // and added to the voice. Both were, just above; any failure has returned.
        let engine = unsafe { Voice::create_engine(voice) }.map_err(|e| e.to_string())?;
        Ok(Self { engine, _stays_here: std::marker::PhantomData })
    }

    /// Speaks `text`, mark-up included. Ends early when `go_on` says so or at `max_samples`.
    pub fn speak(
        &mut self,
        text: &str,
        max_samples: usize,
        go_on: &dyn Fn() -> bool,
    ) -> Result<Vec<i16>, String> {
        let mut input = text.as_bytes().to_vec();
        input.push(0); // "that was all: speak"
        let mut rest = input.as_slice();
        let mut samples = Vec::new();
        while !rest.is_empty() {
            let taken = self.engine.put_text(rest).map_err(|e| self.failed(&e))?;
            rest = rest.get(taken..).unwrap_or_default();
            let before = samples.len();
            self.drain(&mut samples, max_samples, go_on)?;
            if taken == 0 && samples.len() == before {
                return Err("it takes no more text".to_owned());
            }
            if samples.len() >= max_samples || !go_on() {
                break;
            }
        }
        if !rest.is_empty() || samples.len() >= max_samples {
            // Cut short: what is still inside must not be spoken before the next text.
            drop(self.engine.reset(ttspico::EngineResetMode::Full));
        }
        Ok(samples)
    }

    /// Takes samples until the engine is idle.
    fn drain(
        &mut self,
        samples: &mut Vec<i16>,
        max: usize,
        go_on: &dyn Fn() -> bool,
    ) -> Result<(), String> {
        let mut step = [0_i16; STEP_SAMPLES];
        while samples.len() < max && go_on() {
            let (count, status) =
                self.engine.get_data(&mut step[..]).map_err(|e| self.failed(&e))?;
            samples.extend_from_slice(step.get(..count).unwrap_or_default());
            if status == EngineStatus::Idle {
                break;
            }
        }
        Ok(())
    }

    /// The engine's words, after it has been made usable again.
    fn failed(&mut self, error: &PicoError) -> String {
        drop(self.engine.reset(ttspico::EngineResetMode::Full));
        error.to_string()
    }
}

/// Loads one file into a voice.
fn add(
    system: &Rc<RefCell<System>>,
    voice: &Rc<RefCell<Voice>>,
    file: &Path,
) -> Result<(), String> {
    let path = file
        .to_str()
        .filter(|p| p.len() <= MAX_PATH_BYTES)
        .ok_or("its folder has a name that Pico can't read")?;
    let resource = System::load_resource(Rc::clone(system), path).map_err(|e| e.to_string())?;
    voice.borrow_mut().add_resource(resource).map_err(|e| e.to_string())
}
