//! Who plays in an interview: from what was chosen to what it is run with.

use jiff::ZonedDateTime;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

use crate::interview::{Interview, Plan};
use crate::rehearsal::along::Ear;
use crate::rehearsal::command::SessionChoice;
use crate::rehearsal::library::Library;
use crate::rehearsal::records::stamp;
use crate::rehearsal::running::Cast;
use crate::rehearsal::scribe::Scribe;
use crate::store::{SessionRecord, Store};

/// Draws the questions, makes the session's folder, or says in a sentence why there is no interview.
pub(super) fn cast(
    choice: &SessionChoice,
    library: &Library,
    store: &Store,
    ear: Ear,
    speed: f64,
) -> Result<Cast, String> {
    let entry = library.bank(&choice.bank).ok_or_else(|| {
        format!("There is no bank “{}”; `greenroom bank list` shows them.", choice.bank)
    })?;
    let seed = choice.seed.unwrap_or_else(rand::random);
    let mut rng = StdRng::seed_from_u64(seed);
    let plan = Plan::draw(&entry.bank, &choice.selection, choice.pacing.order, &mut rng)
        .map_err(|problem| problem.to_string())?;
    let now = ZonedDateTime::now();
    let record = SessionRecord {
        schema: SessionRecord::SCHEMA,
        began: stamp(&now),
        ended: None,
        bank_id: entry.bank.id.clone(),
        bank_title: entry.bank.title.clone(),
        bank_hash: entry.hash.clone(),
        plan: plan.questions.iter().map(|question| question.id.clone()).collect(),
        seed,
        pacings: Vec::new(),
        app_version: env!("CARGO_PKG_VERSION").to_owned(),
        other: std::collections::BTreeMap::new(),
    };
    let session = store.begin_session(&record, &now).map_err(|problem| problem.to_string())?;
    let interview = Interview::new(plan, choice.pacing.clone(), &library.phrases, &mut rng);
    Ok(Cast {
        interview,
        scribe: Scribe::start(session, store),
        bank: entry.bank.clone(),
        ear,
        record,
        persona: choice.persona,
        microphone: choice.microphone.clone(),
        speaker: choice.speaker.clone(),
        speed,
    })
}
