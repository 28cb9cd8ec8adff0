//! `greenroom voice-texts`: what the voice pack has to hold, for the script that makes it.

use serde_json::json;

use crate::bank;
use crate::cli::args::VoiceTexts;
use crate::interview::Phrases;
use crate::rehearsal::{ShippedText, shipped_texts};
use crate::voice::{Persona, ear, pack::Pack};

pub(super) fn run(args: &VoiceTexts) -> anyhow::Result<()> {
    let pack = match &args.lacking {
        Some(dir) => Some(Pack::open(dir)?),
        None => None,
    };
    for ShippedText { persona, text } in all_texts() {
        if pack.as_ref().is_some_and(|pack| pack.has(persona, &text)) {
            continue;
        }
        let line = json!({ "persona": word(persona), "text": text, "ear": ear::prepare(&text) });
        say!("{line}")?;
    }
    Ok(())
}

/// The texts of every built-in bank.
fn all_texts() -> Vec<ShippedText> {
    let phrases = Phrases::built_in();
    bank::built_in()
        .iter()
        .filter_map(|(id, text)| bank::read(text, id).bank)
        .flat_map(|bank| shipped_texts(&bank, &phrases))
        .collect()
}

/// The persona's folder in the pack.
fn word(persona: Persona) -> &'static str {
    match persona {
        Persona::InterviewerA => "a",
        Persona::InterviewerB => "b",
        Persona::Model => "model",
    }
}
