#![allow(unsafe_code)] // The engine is C: each call says why its conditions are met.
//! SVOX Pico behind a safe constructor: text and mark-up in, 16-bit samples out. Nothing else.

use std::ffi::{CStr, CString, c_char};
use std::path::Path;
use std::ptr;

use ttspico_sys as c;

/// The memory Pico works in, in bytes. It uses less than two megabytes and takes none besides; pages that are
/// never touched cost nothing.
const MEMORY_BYTES: usize = 40 * 1024 * 1024;
/// Pico copies paths into buffers of a fixed size; longer ones are refused here, in bytes.
const MAX_PATH_BYTES: usize = 200;
/// Samples per step; any size below 2¹⁴ does.
const STEP_SAMPLES: usize = 1024;
/// What Pico calls the voice that is made of the two files.
const VOICE: &CStr = c"Greenroom";

/// An engine with its voice loaded. Its handles are not `Send`, on purpose: it stays on the thread that made it.
#[derive(Debug)]
pub(super) struct Pico {
    /// Null until it is made, as what follows.
    system: c::pico_System,
    engine: c::pico_Engine,
    resources: Vec<c::pico_Resource>,
    /// What all of the above points into. Zeroed, since Pico reads some of its memory before it has written it:
    /// in memory that was used before, it leaves out parts of sentences (seen; reproducible with
    /// `MALLOC_PERTURB_=90`). In words of eight bytes, as it wants them aligned.
    memory: Vec<u64>,
}

/// The rate of what it gives, in hertz.
pub(super) const RATE_HZ: u32 = 16_000;

impl Pico {
    /// Loads the two files of a voice: text analysis, then signal generation.
    pub fn load(analysis: &Path, signal: &Path) -> Result<Self, String> {
        let mut pico = Self {
            system: ptr::null_mut(),
            engine: ptr::null_mut(),
            resources: Vec::new(),
            memory: vec![0; MEMORY_BYTES / size_of::<u64>()],
        };
        // SAFETY: the memory is as large as said, and stays where it is until the system has been terminated.
        let made = unsafe {
            c::pico_initialize(
                pico.memory.as_mut_ptr().cast(),
                MEMORY_BYTES as c::pico_Uint32,
                &raw mut pico.system,
            )
        };
        pico.check(made)?;
        // SAFETY: the system has been made; the name ends with a NUL.
        let named = unsafe { c::pico_createVoiceDefinition(pico.system, VOICE.as_ptr().cast()) };
        pico.check(named)?;
        for file in [analysis, signal] {
            pico.add(file)?;
        }
        // SAFETY: both kinds of resources that an engine needs have been loaded and added to the voice, just
        // above; any failure has returned.
        let begun =
            unsafe { c::pico_newEngine(pico.system, VOICE.as_ptr().cast(), &raw mut pico.engine) };
        pico.check(begun)?;
        Ok(pico)
    }

    /// Loads one file into the voice.
    fn add(&mut self, file: &Path) -> Result<(), String> {
        let path = file
            .to_str()
            .filter(|path| path.len() <= MAX_PATH_BYTES)
            .and_then(|path| CString::new(path).ok())
            .ok_or("its folder has a name that Pico can't read")?;
        let mut resource = ptr::null_mut();
        // SAFETY: the system has been made; the path ends with a NUL and is no longer than Pico's buffers.
        let loaded =
            unsafe { c::pico_loadResource(self.system, path.as_ptr().cast(), &raw mut resource) };
        self.check(loaded)?;
        self.resources.push(resource);
        let mut name: [c_char; c::PICO_RETSTRINGSIZE] = [0; _];
        // SAFETY: the resource has been loaded; there is room for its name, which is shorter than any message.
        let named = unsafe { c::pico_getResourceName(self.system, resource, name.as_mut_ptr()) };
        self.check(named)?;
        // SAFETY: the voice has been defined and the resource loaded; both names end with a NUL.
        let added = unsafe {
            c::pico_addResourceToVoiceDefinition(
                self.system,
                VOICE.as_ptr().cast(),
                name.as_ptr().cast(),
            )
        };
        self.check(added)
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
            let taken = self.put(rest)?;
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
            self.reset();
        }
        Ok(samples)
    }

    /// Hands over text, as far as there is room. How many bytes were taken.
    fn put(&mut self, text: &[u8]) -> Result<usize, String> {
        let count = i16::try_from(text.len()).unwrap_or(i16::MAX);
        let mut taken = 0;
        // SAFETY: the engine has been made; there are so many bytes.
        let put = unsafe { c::pico_putTextUtf8(self.engine, text.as_ptr(), count, &raw mut taken) };
        if put != c::PICO_OK {
            return Err(self.failed(put));
        }
        Ok(usize::try_from(taken).unwrap_or(0))
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
            let (mut bytes, mut kind) = (0, c::PICO_DATA_PCM_16BIT);
            // SAFETY: the engine has been made; there is room for so many bytes.
            let state = unsafe {
                c::pico_getData(
                    self.engine,
                    step.as_mut_ptr().cast(),
                    size_of_val(&step) as i16,
                    &raw mut bytes,
                    &raw mut kind,
                )
            };
            if !matches!(state, c::PICO_STEP_BUSY | c::PICO_STEP_IDLE) {
                return Err(self.failed(state));
            }
            let count = usize::try_from(bytes).unwrap_or(0) / size_of::<i16>();
            samples.extend_from_slice(step.get(..count).unwrap_or_default());
            if state == c::PICO_STEP_IDLE {
                break;
            }
        }
        Ok(())
    }

    /// The engine's words, after it has been made usable again.
    fn failed(&mut self, status: c::pico_Status) -> String {
        let mut text = [0; c::PICO_RETSTRINGSIZE];
        // SAFETY: the engine has been made; there is as much room as messages may take.
        unsafe { c::pico_getEngineStatusMessage(self.engine, status, text.as_mut_ptr()) };
        self.reset();
        message(&text, status)
    }

    /// Forgets all text and sound inside.
    fn reset(&mut self) {
        // SAFETY: the engine has been made.
        let done = unsafe { c::pico_resetEngine(self.engine, c::PICO_RESET_FULL as c::pico_Int32) };
        if done != c::PICO_OK {
            log::warn!("the built-in voice can't be reset (error {done})");
        }
    }

    /// The system's words about a failure; warnings are none.
    fn check(&self, status: c::pico_Status) -> Result<(), String> {
        if status == c::PICO_OK {
            return Ok(());
        }
        let mut text = [0; c::PICO_RETSTRINGSIZE];
        // SAFETY: a system that is not there is answered with an error; there is as much room as messages take.
        unsafe { c::pico_getSystemStatusMessage(self.system, status, text.as_mut_ptr()) };
        Err(message(&text, status))
    }
}

/// What Pico has written there.
fn message(text: &[c_char], status: c::pico_Status) -> String {
    let bytes: Vec<u8> = text.iter().map(|byte| byte.cast_unsigned()).collect();
    let text = CStr::from_bytes_until_nul(&bytes).unwrap_or_default();
    format!("{} (error {status})", text.to_string_lossy())
}

/// In this order: Pico keeps the files open of resources that an engine still holds, for good.
impl Drop for Pico {
    fn drop(&mut self) {
        if self.system.is_null() {
            return;
        }
        if !self.engine.is_null() {
            // SAFETY: it was made in this system and is not used after this.
            unsafe { c::pico_disposeEngine(self.system, &raw mut self.engine) };
        }
        for resource in &mut self.resources {
            // SAFETY: it was loaded in this system, by nobody held any more, and is not used after this.
            unsafe { c::pico_unloadResource(self.system, &raw mut *resource) };
        }
        // SAFETY: nothing of it is used after this; its memory is still there.
        unsafe { c::pico_terminate(&raw mut self.system) };
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_os = "linux")]
    #[test]
    fn nothing_is_left_open() {
        use super::*;
        let data = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/pico"));
        let (analysis, signal) = (data.join("en-GB_ta.bin"), data.join("en-GB_kh0_sg.bin"));
        // Other tests open files meanwhile, so only these are counted.
        let open = || {
            let all = std::fs::read_dir("/proc/self/fd").unwrap().flatten();
            let targets = all.filter_map(|one| std::fs::read_link(one.path()).ok());
            targets.filter(|path| *path == analysis || *path == signal).count()
        };
        let mut pico = Pico::load(&analysis, &signal).unwrap();
        assert_eq!(open(), 2);
        assert!(!pico.speak("Thank you.", usize::MAX, &|| true).unwrap().is_empty());
        drop(pico);
        assert!(Pico::load(&analysis, Path::new("/nowhere")).is_err());
        assert_eq!(open(), 0);
    }
}
