//! The page "Role guide": its model, and its intents.

use crate::bank::{Bank, NamedText};
use crate::rehearsal::{Command, Heard, Rehearsal, Snapshot};
use crate::ui::questions::{AskBack, GuideIntent, GuideModel, GuidePart, GuideSection, star_part};
use crate::units::Wpm;
use crate::voice::Persona;

/// How fast the guide is read: the speed of the recorded model voice.
const SPEED: Wpm = Wpm(160);

/// What it shows of a bank.
pub(super) fn model(bank: &Bank) -> GuideModel {
    GuideModel {
        role: bank.title.clone(),
        parts: parts(bank).into_iter().filter(|part| !part.is_empty()).collect(),
    }
}

fn parts(bank: &Bank) -> Vec<GuidePart> {
    let role = &bank.role;
    let text = |section, paragraphs: &Vec<String>| GuidePart {
        paragraphs: paragraphs.clone(),
        ..GuidePart::new(section)
    };
    let named = |section, texts: &[NamedText]| GuidePart {
        named: texts.iter().map(|one| (one.name.clone(), one.text.clone())).collect(),
        ..GuidePart::new(section)
    };
    let ask_back = bank.your_questions.iter();
    vec![
        text(GuideSection::Mindset, &role.mindset),
        text(GuideSection::Duties, &role.duties),
        named(GuideSection::Tasks, &role.tasks),
        named(GuideSection::Abilities, &role.abilities),
        text(GuideSection::Skills, &role.skills),
        star_part(),
        text(GuideSection::Showcasing, &role.showcasing),
        GuidePart {
            ask_back: ask_back
                .map(|one| AskBack { ask: one.ask.clone(), about: one.about.clone() })
                .collect(),
            ..text(GuideSection::AskingBack, &role.advice)
        },
    ]
}

/// Shows which part is being read.
pub(super) fn follow(model: &mut GuideModel, snapshot: &Snapshot) {
    let heard = match &snapshot.playback.what {
        Some(Heard::Text { parts, persona: Persona::Model, .. }) => Some(parts),
        _ => None,
    };
    for part in &mut model.parts {
        part.playing = heard.is_some_and(|heard| *heard == part.spoken());
    }
}

/// Does what the user wants.
pub(super) fn apply(intent: GuideIntent, model: &GuideModel, rehearsal: &Rehearsal) {
    match intent {
        GuideIntent::Hear(section) => {
            let part = model.parts.iter().find(|part| part.section == section);
            let Some(part) = part else { return };
            let parts = part.spoken();
            rehearsal.send(Command::Hear(Heard::Text {
                parts,
                persona: Persona::Model,
                speed: SPEED,
            }));
        }
        GuideIntent::Stop => {
            rehearsal.send(Command::StopPlayback);
        }
    }
}
