//! `greenroom doctor`: what works here, and what to do about the rest.

use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use serde_json::json;

use crate::audio::{DeviceInfo, DeviceList, list_devices};
use crate::cli::args::Json;
use crate::cli::mic::devices;
use crate::cli::open_store;
use crate::cli::text::print_json;
use crate::rehearsal::Library;
use crate::rehearsal::outfit;
use crate::store::Folders;
use crate::units::bytes_text;
use crate::voice::{EngineKind, Voice, VoiceReport};

/// How long all engines together may take to say whether they work.
const VOICES: Duration = Duration::from_secs(15);

pub(super) fn run(args: &Json) -> anyhow::Result<()> {
    let store = open_store(None)?;
    let library = Library::load(&store);
    let found = list_devices();
    let chosen = store.settings().microphone;
    let voices = probe_voices(&outfit::voice(&store.settings(), store.folders()));
    let display = outfit::display();
    let folders = store.folders();
    let (data_bytes, cache_bytes) = folders.weights();
    if args.json {
        return print_json(&json!({
            "version": env!("CARGO_PKG_VERSION"),
            "microphones": devices(&found.inputs),
            "loudspeakers": devices(&found.outputs),
            "device_problems": found.problems,
            "voices": voices.as_ref().map(voices_json),
            "display": display.as_ref().map_or_else(Clone::clone, |()| "ok".to_owned()),
            "data_folder": folders.data,
            "data_bytes": data_bytes,
            "cache_folder": folders.cache,
            "cache_bytes": cache_bytes,
            "writable": writable(folders),
            "banks": library.banks.len(),
            "problems": library.problems,
        }));
    }
    say!("Greenroom {}", env!("CARGO_PKG_VERSION"))?;
    tell_devices(&found, chosen.as_deref())?;
    tell_voices(voices.as_ref())?;
    match display {
        Ok(()) => say!("Window         yes")?,
        Err(problem) => say!("Window         no: {problem}")?,
    }
    let state = if writable(folders) { "yes" } else { "can't be written" };
    say!("Your folder    {state}, {}: {}", bytes_text(data_bytes), folders.data.display())?;
    say!("Cache          {}: {}", bytes_text(cache_bytes), folders.cache.display())?;
    say!("Banks          {}", library.banks.len())?;
    for problem in &library.problems {
        say!("  {problem}")?;
    }
    Ok(())
}

fn tell_devices(found: &DeviceList, chosen: Option<&str>) -> anyhow::Result<()> {
    tell_list(
        "Microphones",
        &found.inputs,
        "No microphone was found: plug one in, or look into the system's sound settings",
    )?;
    for monitor in found.monitors.iter().filter(|one| Some(one.id.as_str()) == chosen) {
        say!("{:<14} {}  {}  (chosen in the settings)", "", monitor.name, monitor.id)?;
    }
    tell_list("Loudspeakers", &found.outputs, "none: questions will be shown instead of spoken")?;
    for problem in &found.problems {
        say!("  {problem}")?;
    }
    Ok(())
}

fn tell_list(title: &str, list: &[DeviceInfo], none: &str) -> anyhow::Result<()> {
    if list.is_empty() {
        say!("{title:<14} {none}")?;
    }
    for device in list {
        let default = if device.is_default { "  (default)" } else { "" };
        say!("{title:<14} {}  {}{default}", device.name, device.id)?;
    }
    Ok(())
}

fn tell_voices(report: Option<&VoiceReport>) -> anyhow::Result<()> {
    let Some(report) = report else {
        return say!("Voices         no answer in {} s", VOICES.as_secs());
    };
    for engine in &report.engines {
        let state = if engine.works { "works" } else { "no" };
        say!("Voice          {}: {state}. {}", name(engine.kind), engine.about)?;
    }
    Ok(())
}

fn name(kind: EngineKind) -> &'static str {
    match kind {
        EngineKind::Pack => "recorded (voice pack)",
        EngineKind::System => "the computer's own",
        EngineKind::BuiltIn => "built in",
        EngineKind::Silent => "none",
    }
}

fn voices_json(report: &VoiceReport) -> serde_json::Value {
    report
        .engines
        .iter()
        .map(|engine| {
            json!({
                "engine": name(engine.kind),
                "works": engine.works,
                "about": engine.about,
                "voices": engine.voices.len(),
            })
        })
        .collect()
}

/// Asks every engine; `None` when that takes too long.
fn probe_voices(config: &crate::voice::VoiceConfig) -> Option<VoiceReport> {
    let voice = Voice::start(config.clone(), |_| {});
    let (tell, report) = sync_channel(1);
    voice.probe(move |found| {
        let _gone = tell.send(found);
    });
    report.recv_timeout(VOICES).ok()
}

fn writable(folders: &Folders) -> bool {
    fn try_in(folder: &Path) -> bool {
        tempfile::NamedTempFile::new_in(folder).is_ok()
    }
    try_in(&folders.data) && try_in(&folders.cache)
}
