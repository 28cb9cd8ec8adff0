//! From settings to devices and voices.

use crate::analysis::Thresholds;
use crate::audio::{DeviceRef, MicSource, SpeakerSink};
use crate::rehearsal::Outfit;
use crate::store::{EnginePreference, Folders, Interviewer, MeasureSettings, Settings};
use crate::voice::{EngineKind, Persona, VoiceConfig};

/// The real devices, with the voices the settings ask for.
pub fn real(settings: &Settings, folders: &Folders) -> Outfit {
    Outfit {
        microphone: MicSource::System,
        speaker: SpeakerSink::System,
        voice: voice(settings, folders),
        speed: 1.0,
    }
}

/// Whether a window can be opened here.
///
/// # Errors
/// A sentence that says what to do instead.
pub fn display() -> Result<(), String> {
    let there = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let needs_one = cfg!(all(unix, not(target_os = "macos")));
    if needs_one && !there("DISPLAY") && !there("WAYLAND_DISPLAY") {
        return Err("There is no display here. `greenroom rehearse` runs the same interview in a \
                    terminal, and `greenroom demo` shows one without any device."
            .to_owned());
    }
    Ok(())
}

/// The voices the settings ask for, best first; silence is always the last resort.
pub fn voice(settings: &Settings, folders: &Folders) -> VoiceConfig {
    let order = match settings.voice.engine {
        EnginePreference::System => vec![EngineKind::System, EngineKind::BuiltIn],
        EnginePreference::BuiltIn => vec![EngineKind::BuiltIn],
        EnginePreference::Silent => Vec::new(),
        EnginePreference::Auto | EnginePreference::Pack => {
            vec![EngineKind::Pack, EngineKind::System, EngineKind::BuiltIn]
        }
    };
    VoiceConfig {
        order,
        system_voice: settings.voice.system_voice.clone(),
        ..VoiceConfig::installed(folders.cache.clone())
    }
}

/// Who asks, as the settings have it.
pub fn persona(interviewer: Interviewer) -> Persona {
    match interviewer {
        Interviewer::A => Persona::InterviewerA,
        Interviewer::B => Persona::InterviewerB,
    }
}

/// What counts as what in a take, as the settings have it.
pub fn thresholds(settings: &MeasureSettings) -> Thresholds {
    Thresholds {
        pause_secs: as_written(settings.pause_secs),
        listed_secs: as_written(settings.listed_secs),
        highlighted_secs: as_written(settings.highlighted_secs),
        run_on_secs: as_written(settings.run_on_secs),
        speech_score: as_written(settings.speech_score),
    }
}

/// Keeps what is to count as what.
pub fn set_thresholds(settings: &mut MeasureSettings, chosen: &Thresholds) {
    settings.pause_secs = chosen.pause_secs as f32;
    settings.listed_secs = chosen.listed_secs as f32;
    settings.highlighted_secs = chosen.highlighted_secs as f32;
    settings.run_on_secs = chosen.run_on_secs as f32;
    settings.speech_score = chosen.speech_score as f32;
}

/// 0.6 rather than 0.60000002384…, which is the nearest a small float comes to it.
fn as_written(value: f32) -> f64 {
    value.to_string().parse().unwrap_or_else(|_never| f64::from(value))
}

/// A device by its id, or the system's default.
pub fn device(id: Option<&str>) -> DeviceRef {
    id.map_or(DeviceRef::Default, |id| DeviceRef::Id(id.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_settings_are_the_usual_thresholds_and_come_back_as_chosen() {
        let mut settings = MeasureSettings::default();
        assert_eq!(thresholds(&settings), Thresholds::default());
        let chosen = Thresholds { pause_secs: 0.7, speech_score: 0.3, ..Thresholds::default() };
        set_thresholds(&mut settings, &chosen);
        assert_eq!(thresholds(&settings), chosen);
    }
}
