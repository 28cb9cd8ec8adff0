//! Made-up data for the screens.
#![allow(dead_code, reason = "each test program uses a part of it")]

use std::sync::Arc;
use std::time::Duration;

use greenroom::bank::{Band, Kind};
use greenroom::interview::choosing::{Rating, Return, Standing};
use greenroom::interview::{
    Allowance, AnswerBand, Clock, Order, Pacing, QuestionText, Stop, Think,
};
use greenroom::ui::prepare::{
    BankItem, DeviceItem, MicCheck, MicrophoneState, PacingItem, PersonaItem, PrepareModel,
    QuestionItem, VoiceItem,
};
use greenroom::ui::settings::{
    EngineItem, FolderItem, FolderKind, PacingEntry, RecordingsModel, SettingsModel, VoiceSettings,
};
use greenroom::units::{Dbfs, Wpm};
use jiff::Span;
use jiff::civil::{Date, date};

/// A bank with twenty questions of four kinds.
pub fn bank() -> BankItem {
    let asks = [
        (
            "Can you tell me about your experience in customer service or patient relations?",
            Kind::Opener,
        ),
        ("Why do you want to work in this role, and why here?", Kind::Motivation),
        (
            "Describe a time you dealt with a difficult patient or family. What did you do?",
            Kind::Story,
        ),
        ("How do you keep calm when several people need you at once?", Kind::Process),
    ];
    let questions = (0..20)
        .map(|index| {
            let (ask, kind) = asks[index % asks.len()];
            QuestionItem {
                id: format!("question-{}", index + 1),
                ask: format!("{ask} ({})", index + 1),
                kind,
                band: kind.band(),
                abilities: shown(kind),
                standing: Standing::default(),
            }
        })
        .collect();
    BankItem {
        id: "patient-relations-officer".to_owned(),
        title: "Patient relations officer".to_owned(),
        role_name: "patient relations officer".to_owned(),
        mindset: vec![
            "They want to hear that people calm down when you talk to them: that you listen first, \
             take a complaint seriously without taking sides, and follow it to its end. Stories with \
             a beginning and an outcome convince them, general statements don't."
                .to_owned(),
            "They also listen for how you look after yourself in a demanding job.".to_owned(),
        ],
        questions,
    }
}

/// What a good answer of this kind shows.
fn shown(kind: Kind) -> Vec<String> {
    let abilities: &[&str] = match kind {
        Kind::Story => &["Empathy", "Conflict resolution"],
        Kind::Process => &["Composure"],
        _ => &[],
    };
    abilities.iter().map(|&name| name.to_owned()).collect()
}

/// Today, in the screens.
pub const TODAY: Date = date(2026, 11, 24);

/// Practised so many days ago, rated, and due in so many days.
pub fn rated(stars: u8, days_ago: i64, due_in: i64) -> Standing {
    let day = |days| TODAY.saturating_add(Span::new().days(days));
    Standing {
        times: 1,
        last_day: Some(day(-days_ago)),
        rating: Rating::new(stars),
        returns: Return::On { day: day(due_in), is_chosen: false },
    }
}

/// Pacings with strips of different length.
pub fn pacings() -> Vec<PacingItem> {
    let strip = |parts: &[&str]| parts.iter().map(|part| (*part).to_owned()).collect();
    vec![
        PacingItem {
            name: "Neutral panel".to_owned(),
            about: "Three people, a clock on the wall, a polite silence after each answer."
                .to_owned(),
            strip: strip(&[
                "read 165 wpm",
                "think 0 s",
                "aim by question",
                "moves on 30 s past the aim",
                "silence 3 s",
                "repeats 1",
                "shuffled",
            ]),
            ..PacingItem::default()
        },
        PacingItem {
            name: "Warm-up".to_owned(),
            about: "As long as you like, as often as you like.".to_owned(),
            strip: strip(&["read 140 wpm", "think as long as you like", "aim 45–120 s"]),
            ..PacingItem::default()
        },
    ]
}

/// A machine on which everything works.
pub fn prepare() -> PrepareModel {
    PrepareModel {
        banks: Arc::new(vec![
            bank(),
            BankItem { id: "own".into(), title: "My own questions".into(), ..bank() },
        ]),
        today: TODAY,
        is_reading: false,
        pacings: pacings(),
        voice: VoiceItem {
            engine_line: "Recorded voice, natural. Your own words: the system's voice.".to_owned(),
            personas: vec![
                PersonaItem { id: "a".into(), name: "Heart".into() },
                PersonaItem { id: "b".into(), name: "Michael".into() },
            ],
            persona: "a".to_owned(),
            previewing: false,
        },
        microphones: vec![
            DeviceItem { id: "usb".into(), name: "USB headset".into() },
            DeviceItem { id: "built-in".into(), name: "Built-in analogue stereo".into() },
        ],
        microphone_chosen: None,
        microphone: MicrophoneState::Ready { name: "USB headset".to_owned() },
        level: Some(Dbfs(-18.0)),
        check: MicCheck::Idle,
        empty_slots: 6,
        not_yet: None,
    }
}

/// A pacing to edit.
pub fn pacing(name: &str) -> Pacing {
    Pacing {
        name: name.to_owned(),
        about: "Three people, a clock on the wall, a polite silence after each answer.".to_owned(),
        speech: Wpm(165),
        think: Think::For(Duration::from_secs(30)),
        answer: AnswerBand::Fixed(Band::secs(60, 120)),
        follow_up: None,
        stop: Stop::Hard { at: Duration::from_secs(180), warn: Duration::from_secs(10) },
        hold: Duration::from_secs(3),
        between: Duration::from_secs(1),
        repeats: Allowance::Times(1),
        takes: Allowance::Times(1),
        order: Order::Shuffled,
        question_text: QuestionText::OnRequest,
        probes: 1,
        clock: Clock::Shown,
        silence_ends: None,
        chime: false,
    }
}

/// Settings of a machine on which everything works.
pub fn settings() -> SettingsModel {
    let prepare = prepare();
    SettingsModel {
        microphones: prepare.microphones,
        microphone: prepare.microphone,
        level: prepare.level,
        speakers: vec![DeviceItem { id: "usb".into(), name: "USB headset".into() }],
        voice: VoiceSettings {
            engines: vec![
                EngineItem {
                    name: "Recorded voice".into(),
                    line: "Speaks every question that ships with Greenroom.".into(),
                    works: true,
                },
                EngineItem {
                    name: "System voice".into(),
                    line: "No speech service found. Install speech-dispatcher to use it.".into(),
                    works: false,
                },
            ],
            personas: prepare.voice.personas,
            persona: prepare.voice.persona,
            ..VoiceSettings::default()
        },
        pacings: vec![
            PacingEntry { pacing: pacing("Neutral panel"), own: false },
            PacingEntry { pacing: pacing("Warm-up"), own: false },
            PacingEntry { pacing: pacing("Mondays"), own: true },
        ],
        recordings: RecordingsModel {
            holds: Some("312 MB in 41 recordings; room for about 90 hours".into()),
            days: 90,
            cache: Some("12 MB".into()),
            ..RecordingsModel::default()
        },
        folders: vec![
            FolderItem {
                kind: FolderKind::Data,
                path: "~/.local/share/greenroom".into(),
                holds: Some("1.2 GB".into()),
            },
            FolderItem { kind: FolderKind::Cache, path: "~/.cache/greenroom".into(), holds: None },
        ],
        scale_percent: 100,
        cold_first: true,
        rewind_secs: 1.5,
        gap_secs: 1.0,
        match_levels: true,
        ..SettingsModel::default()
    }
}
