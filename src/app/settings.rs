//! Settings' model from what was chosen, and its intents.

use crate::audio::DeviceInfo;
use crate::interview::{Pacing, write_pacings};
use crate::rehearsal::{Command, Heard, Rehearsal, Snapshot, outfit};
use crate::store::{self, EnginePreference, Settings};
use crate::ui::prepare::DeviceItem;
use crate::ui::settings::{
    EngineChoice, EngineItem, FolderItem, FolderKind, ListeningIntent, PacingEntry, SettingsIntent,
    SettingsModel, SoundTest, VoiceSettings,
};
use crate::ui::theme::Look;
use crate::units::bytes_text;
use crate::voice::EngineKind;

use super::desk::Desk;
use super::librarian::Job;
use super::prepare::{interviewer, interviewer_id, microphone, microphones, personas, preview};
use super::recordings;

/// What Settings shows.
pub(super) fn model(snapshot: &Snapshot, desk: &Desk) -> SettingsModel {
    let settings = &desk.settings;
    let prepared = microphone(&snapshot.microphone);
    SettingsModel {
        microphones: microphones(snapshot, settings.microphone.as_deref()),
        microphone_chosen: settings.microphone.clone(),
        level: is_open(snapshot).then_some(snapshot.level),
        microphone: prepared,
        check: snapshot.check.clone(),
        speakers: speakers(snapshot),
        speaker_chosen: settings.speaker.clone(),
        sound_test: match snapshot.playback.what {
            Some(Heard::Chime) => SoundTest::Playing,
            _ => SoundTest::Idle,
        },
        voice: voice(snapshot, desk),
        pacings: pacings(desk),
        recordings: recordings::model(desk),
        folders: folders(desk),
        look: look(settings.look),
        scale_percent: percent(settings.scale),
        cold_first: settings.cold_first,
        rewind_secs: f64::from(settings.rewind_secs),
        gap_secs: f64::from(settings.listening.gap_secs),
        skip_silences: settings.listening.skip_silences,
        match_levels: settings.listening.match_levels,
        thresholds: outfit::thresholds(&settings.measures),
    }
}

fn is_open(snapshot: &Snapshot) -> bool {
    matches!(snapshot.microphone, crate::rehearsal::MicState::Ready { .. })
}

/// Loudspeakers that can be chosen.
pub(super) fn speakers(snapshot: &Snapshot) -> Vec<DeviceItem> {
    snapshot.devices.as_deref().map_or_else(Vec::new, |devices| items(&devices.outputs))
}

fn items(devices: &[DeviceInfo]) -> Vec<DeviceItem> {
    let item =
        |device: &DeviceInfo| DeviceItem { id: device.id.clone(), name: device.name.clone() };
    devices.iter().map(item).collect()
}

fn voice(snapshot: &Snapshot, desk: &Desk) -> VoiceSettings {
    let report = snapshot.voices.as_deref();
    let engines = report.map_or(&[][..], |report| &report.engines);
    let system = engines.iter().find(|engine| engine.kind == EngineKind::System);
    VoiceSettings {
        engine: engine_choice(desk.settings.voice.engine),
        engines: engines
            .iter()
            .map(|engine| EngineItem {
                name: engine_name(engine.kind).to_owned(),
                line: engine.about.clone(),
                works: engine.works,
            })
            .collect(),
        personas: personas(),
        persona: interviewer_id(desk.settings.voice.persona).to_owned(),
        system_voices: system.map_or_else(Vec::new, |engine| {
            let item = |voice: &crate::voice::VoiceName| DeviceItem {
                id: voice.name.clone(),
                name: format!("{} ({})", voice.name, voice.language),
            };
            engine.voices.iter().map(item).collect()
        }),
        system_voice: desk.settings.voice.system_voice.clone(),
        listing: report.is_none(),
        previewing: matches!(snapshot.playback.what, Some(Heard::Text { .. })),
    }
}

fn engine_name(kind: EngineKind) -> &'static str {
    match kind {
        EngineKind::Pack => "Recorded voice",
        EngineKind::System => "System voice",
        EngineKind::BuiltIn => "Built-in voice",
        EngineKind::Silent => "Silent",
    }
}

fn engine_choice(preference: EnginePreference) -> EngineChoice {
    match preference {
        EnginePreference::Auto => EngineChoice::Automatic,
        EnginePreference::Pack => EngineChoice::Pack,
        EnginePreference::System => EngineChoice::System,
        EnginePreference::BuiltIn => EngineChoice::BuiltIn,
        EnginePreference::Silent => EngineChoice::Silent,
    }
}

fn engine_preference(choice: EngineChoice) -> EnginePreference {
    match choice {
        EngineChoice::Automatic => EnginePreference::Auto,
        EngineChoice::Pack => EnginePreference::Pack,
        EngineChoice::System => EnginePreference::System,
        EngineChoice::BuiltIn => EnginePreference::BuiltIn,
        EngineChoice::Silent => EnginePreference::Silent,
    }
}

fn pacings(desk: &Desk) -> Vec<PacingEntry> {
    let presets = desk.library.presets;
    let all = desk.library.pacings.iter().enumerate();
    all.map(|(nth, pacing)| PacingEntry { pacing: pacing.clone(), own: nth >= presets }).collect()
}

fn folders(desk: &Desk) -> Vec<FolderItem> {
    let folders = desk.store.folders();
    let item = |kind, path: &std::path::Path, holds: Option<u64>| FolderItem {
        kind,
        path: path.display().to_string(),
        holds: holds.map(bytes_text),
    };
    vec![
        item(FolderKind::Data, &folders.data, desk.holdings.map(|all| all.data_bytes)),
        item(FolderKind::Cache, &folders.cache, desk.holdings.map(|all| all.cache_bytes)),
    ]
}

/// The look as the views name it.
pub(super) fn look(look: store::Look) -> Look {
    match look {
        store::Look::System => Look::System,
        store::Look::Light => Look::Light,
        store::Look::Dark => Look::Dark,
    }
}

fn percent(scale: f32) -> u16 {
    // Within 80…200 by the settings' own check.
    (scale * 100.0).round().clamp(80.0, 200.0) as u16
}

/// Does what the user wants.
pub(super) fn apply(intents: Vec<SettingsIntent>, rehearsal: &Rehearsal, desk: &mut Desk) {
    for intent in intents {
        apply_one(intent, rehearsal, desk);
    }
}

fn apply_one(intent: SettingsIntent, rehearsal: &Rehearsal, desk: &mut Desk) {
    match intent {
        SettingsIntent::MicrophoneChosen(id) => {
            desk.change(|settings| settings.microphone = id);
            rehearsal.send(Command::OpenMicrophone(desk.microphone()));
        }
        SettingsIntent::SpeakerChosen(id) => {
            desk.change(|settings| settings.speaker = id);
            rehearsal.send(Command::UseSpeaker(desk.speaker()));
        }
        SettingsIntent::RefreshDevices => {
            rehearsal.send(Command::ListDevices);
        }
        SettingsIntent::StartCheck => {
            rehearsal.send(Command::CheckMicrophone(desk.microphone()));
        }
        SettingsIntent::PlayCheck => {
            rehearsal.send(Command::Hear(Heard::Check));
        }
        SettingsIntent::StopCheck => {
            rehearsal.send(Command::StopCheck);
        }
        SettingsIntent::StopPreview => {
            rehearsal.send(Command::StopPlayback);
        }
        SettingsIntent::TestSound => {
            rehearsal.send(Command::Hear(Heard::Chime));
        }
        SettingsIntent::EngineChosen(choice) => {
            desk.change(|settings| settings.voice.engine = engine_preference(choice));
            rehearsal.send(Command::UseVoice(Box::new(desk.voice())));
        }
        SettingsIntent::PersonaChosen(id) => {
            desk.change(|settings| settings.voice.persona = interviewer(&id));
        }
        SettingsIntent::SystemVoiceChosen(id) => {
            desk.change(|settings| settings.voice.system_voice = id);
            rehearsal.send(Command::UseVoice(Box::new(desk.voice())));
        }
        SettingsIntent::PreviewVoice => preview(rehearsal, desk),
        SettingsIntent::SavePacing { replaces, pacing } => {
            save_pacings(desk, replaces.as_deref(), Some(*pacing));
        }
        SettingsIntent::DeletePacing(name) => save_pacings(desk, Some(&name), None),
        SettingsIntent::OpenFolder(kind) => {
            let folders = desk.store.folders();
            let folder = match kind {
                FolderKind::Data => folders.data.clone(),
                FolderKind::Cache => folders.cache.clone(),
            };
            desk.librarian.ask(Job::ShowFolder(folder));
        }
        SettingsIntent::LookChosen(chosen) => desk.change(|settings| {
            settings.look = match chosen {
                Look::System => store::Look::System,
                Look::Light => store::Look::Light,
                Look::Dark => store::Look::Dark,
            };
        }),
        SettingsIntent::ScaleChosen(percent) => {
            desk.change(|settings| settings.scale = f32::from(percent) / 100.0);
        }
        SettingsIntent::Recordings(intent) => recordings::apply(intent, desk),
        SettingsIntent::Listening(intent) => desk.change(|settings| listen(intent, settings)),
    }
}

/// Changes how takes are listened to and measured.
fn listen(intent: ListeningIntent, settings: &mut Settings) {
    match intent {
        ListeningIntent::ColdFirst(on) => settings.cold_first = on,
        ListeningIntent::RewindSecs(secs) => settings.rewind_secs = secs as f32,
        ListeningIntent::GapSecs(secs) => settings.listening.gap_secs = secs as f32,
        ListeningIntent::SkipSilences(on) => settings.listening.skip_silences = on,
        ListeningIntent::MatchLevels(on) => settings.listening.match_levels = on,
        ListeningIntent::Thresholds(chosen) => {
            outfit::set_thresholds(&mut settings.measures, &chosen);
        }
    }
}

/// Puts a pacing in place of another of the user's own, or at the end, or takes one away.
fn save_pacings(desk: &mut Desk, replaces: Option<&str>, pacing: Option<Pacing>) {
    let mut own: Vec<Pacing> =
        desk.library.pacings.iter().skip(desk.library.presets).cloned().collect();
    let place = own.iter().position(|have| Some(have.name.as_str()) == replaces);
    match (place, pacing) {
        (Some(place), Some(pacing)) => {
            if let Some(slot) = own.get_mut(place) {
                *slot = pacing;
            }
        }
        (Some(place), None) => {
            own.remove(place);
        }
        (None, Some(pacing)) => own.push(pacing),
        (None, None) => {}
    }
    desk.librarian.ask(Job::SavePacings(write_pacings(&own)));
}
