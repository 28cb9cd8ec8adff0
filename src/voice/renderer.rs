//! What an engine that gives samples must do, and a scripted twin of it for tests.

use std::path::Path;
use std::sync::Arc;

use super::Persona;
use crate::units::{SampleRate, Wpm};

/// A text to be turned into samples.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RenderJob {
    /// Prepared for the ear.
    pub ear: String,
    /// Who speaks.
    pub persona: Persona,
    /// How fast.
    pub speed: Wpm,
}

/// Mono samples in −1…1 and their rate.
#[derive(Debug, Clone)]
pub(super) struct Clip {
    /// The samples.
    pub samples: Arc<[f32]>,
    /// Their rate.
    pub rate: SampleRate,
}

/// Why there are none.
#[derive(Debug, thiserror::Error)]
pub(super) enum RenderFault {
    /// Its data could not be put where the engine reads it.
    #[error("the built-in voice could not unpack its data")]
    Data(#[from] std::io::Error),
    /// The engine said no.
    #[error("the built-in voice failed: {0}")]
    Engine(String),
    /// Nobody wants it any more.
    #[error("cancelled")]
    Cancelled,
}

/// An engine that gives samples. Lives on a thread of its own, is made there, and may be slow.
pub(super) trait Renderer {
    /// Renders `job`, looking at `cancelled` every now and then.
    fn render(
        &mut self,
        job: &RenderJob,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<Clip, RenderFault>;
}

/// Makes a renderer, given the cache folder.
pub(super) type MakeRenderer =
    Arc<dyn Fn(&Path) -> Result<Box<dyn Renderer>, RenderFault> + Send + Sync>;

#[cfg(test)]
pub(super) mod scripted {
    //! A renderer that does as the test says.

    use std::time::Duration;

    use super::*;

    /// What the scripted renderer does with every job.
    #[derive(Debug, Clone, Copy)]
    pub enum Script {
        /// One sample per character of the text.
        Speaks,
        /// Fails.
        Fails,
        /// Panics, as an assertion in a library may.
        Panics,
        /// Ignores cancellation and takes this long.
        Takes(Duration),
    }

    impl Renderer for Script {
        fn render(&mut self, job: &RenderJob, _: &dyn Fn() -> bool) -> Result<Clip, RenderFault> {
            match *self {
                Self::Speaks => {}
                Self::Fails => return Err(RenderFault::Engine("as scripted".into())),
                Self::Panics => panic!("as scripted"),
                Self::Takes(time) => std::thread::sleep(time),
            }
            Ok(Clip { samples: vec![0.1; job.ear.len()].into(), rate: SampleRate::HZ_48000 })
        }
    }

    /// A factory of it.
    pub fn maker(script: Script) -> MakeRenderer {
        Arc::new(move |_| Ok(Box::new(script)))
    }
}
