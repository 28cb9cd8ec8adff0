//! Which engines work: asked of engines of its own, so that what is being said goes on.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Builder;
use std::time::{Duration, Instant};

use super::helper::{Heard, Helper};
use super::mailbox::{Mailbox, Report};
use super::pack::Pack;
use super::protocol::{Order, Reply, VERSION};
use super::renderer::RenderJob;
use super::rendering::{self, Rendering};
use super::system::{HELLO, SystemFault};
use super::{EngineKind, EngineReport, Persona, VoiceConfig, VoiceName, VoiceReport, builtin};
use crate::units::Wpm;

/// Time for the list of voices: espeak-ng's takes 4 s.
const VOICES: Duration = Duration::from_secs(8);

/// Time for a speech service that is being started to be there.
const SETTLE: Duration = Duration::from_millis(500);

/// Who wants to know.
type Asker = Box<dyn FnOnce(VoiceReport) + Send>;

/// Asks once for all who ask at the same time.
#[derive(Default)]
pub(super) struct Prober {
    waiting: Arc<Mutex<Vec<Asker>>>,
}

impl Prober {
    /// Starts finding out, or joins in. The thread is not joined: it ends by its own time limits.
    pub fn probe(&self, config: VoiceConfig, asker: Asker) {
        let mut waiting = lock(&self.waiting);
        waiting.push(asker);
        if waiting.len() > 1 {
            return;
        }
        let askers = Arc::clone(&self.waiting);
        let started = Builder::new().name("voice-probe".into()).spawn(move || {
            let report = report(&config);
            let waiting = std::mem::take(&mut *lock(&askers));
            for asker in waiting {
                asker(report.clone());
            }
        });
        if let Err(error) = started {
            log::error!("the voices could not be looked at: {error}");
            waiting.clear();
        }
    }
}

fn lock(waiting: &Mutex<Vec<Asker>>) -> std::sync::MutexGuard<'_, Vec<Asker>> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}

/// All engines, one after the other.
fn report(config: &VoiceConfig) -> VoiceReport {
    let engines = EngineKind::USUAL_ORDER.map(|kind| match kind {
        EngineKind::Pack => pack(config.pack_dir.as_deref()),
        EngineKind::System => system(config.helper.as_ref()),
        EngineKind::BuiltIn => built_in(&config.cache_dir),
        EngineKind::Silent => {
            working(kind, "Nothing is said; the text is shown for as long as reading it takes.")
        }
    });
    VoiceReport { engines: engines.into() }
}

fn working(kind: EngineKind, about: &str) -> EngineReport {
    EngineReport { kind, works: true, about: about.into(), voices: Vec::new() }
}

fn failing(kind: EngineKind, about: String) -> EngineReport {
    EngineReport { kind, works: false, about, voices: Vec::new() }
}

fn pack(dir: Option<&Path>) -> EngineReport {
    let Some(dir) = dir else {
        let about = "The recorded voices are not installed. Install Greenroom again to get them.";
        return failing(EngineKind::Pack, about.into());
    };
    match Pack::open(dir) {
        Err(error) => failing(EngineKind::Pack, format!("{error}.")),
        Ok(pack) => EngineReport {
            voices: pack
                .voices()
                .map(|(_, voice)| VoiceName { name: voice.to_owned(), language: "en".into() })
                .collect(),
            ..working(EngineKind::Pack, "Recorded voices for everything that comes with Greenroom.")
        },
    }
}

fn built_in(cache_dir: &Path) -> EngineReport {
    let mailbox = Arc::new(Mailbox::default());
    let mut engine = Rendering::new(builtin::maker(), Arc::clone(&mailbox));
    let job = RenderJob { ear: "Hello.".into(), persona: Persona::InterviewerA, speed: Wpm(165) };
    let until = Instant::now() + rendering::time_limit(1);
    let begun = engine.begin(job, cache_dir).map_err(|fault| fault.to_string());
    let done = begun.and_then(|_| {
        let answer = mailbox.wait(Some(until)).reports.pop_front();
        match answer {
            Some(Report::Rendered { result, .. }) => {
                result.map(|_| ()).map_err(|fault| fault.to_string())
            }
            _ => Err("it did not answer in time".to_owned()),
        }
    });
    match done {
        Ok(()) => EngineReport {
            voices: vec![VoiceName { name: "Pico".into(), language: "en-GB".into() }],
            ..working(EngineKind::BuiltIn, "A small voice that speaks any text without help.")
        },
        Err(why) => {
            failing(EngineKind::BuiltIn, format!("The built-in voice does not work: {why}."))
        }
    }
}

fn system(program: Option<&PathBuf>) -> EngineReport {
    match voices(program).or_else(|fault| once_more(program, fault)) {
        Ok((engine, voices)) => EngineReport {
            voices,
            ..working(EngineKind::System, &format!("The computer's own voices, through {engine}."))
        },
        Err(fault) => failing(EngineKind::System, format!("{}. {}", fault.sentence(), advice())),
    }
}

/// A service that is just being started by somebody else refuses for a moment.
fn once_more(
    program: Option<&PathBuf>,
    fault: SystemFault,
) -> Result<(String, Vec<VoiceName>), SystemFault> {
    if fault != SystemFault::NoService {
        return Err(fault);
    }
    std::thread::sleep(SETTLE);
    voices(program)
}

/// What to do about a missing speech service.
fn advice() -> &'static str {
    if cfg!(target_os = "linux") {
        "To use it, install speech-dispatcher and speech-dispatcher-espeak-ng."
    } else {
        "To use it, choose a voice in the system's settings for speech."
    }
}

/// Starts a helper of its own and asks it for its service and voices.
fn voices(program: Option<&PathBuf>) -> Result<(String, Vec<VoiceName>), SystemFault> {
    let program = program.ok_or(SystemFault::Missing)?;
    let (sender, replies) = sync_channel(4);
    let heard = move |heard| {
        if let Heard::Said(reply) = heard {
            drop(sender.send(reply)); // nobody listens any more: the pipe's end follows
        }
    };
    let helper = Helper::start(program, heard).map_err(|_not_a_program| SystemFault::Missing)?;
    if !helper.tell(Order::Hello) || !helper.tell(Order::Voices) {
        return Err(SystemFault::NoAnswer);
    }
    let engine = match answer(&replies, HELLO)? {
        Reply::Ready { version: VERSION, engine } => engine,
        Reply::Ready { .. } => return Err(SystemFault::Missing),
        Reply::Failed { .. } => return Err(SystemFault::NoService),
        _ => return Err(SystemFault::NoAnswer),
    };
    match answer(&replies, VOICES) {
        Ok(Reply::Voices(voices)) => Ok((engine, voices)),
        // It speaks, and keeps its voices to itself.
        _ => Ok((engine, Vec::new())),
    }
}

fn answer(replies: &Receiver<Reply>, limit: Duration) -> Result<Reply, SystemFault> {
    replies.recv_timeout(limit).map_err(|_late_or_gone| SystemFault::NoAnswer)
}
