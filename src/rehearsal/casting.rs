//! Who plays in an interview: from what was chosen to what it is run with.

use std::time::Duration;

use jiff::ZonedDateTime;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

use crate::bank::{Kind, Question};
use crate::interview::{Interview, Pacing, Plan, Stop};
use crate::rehearsal::along::Ear;
use crate::rehearsal::command::SessionChoice;
use crate::rehearsal::library::Library;
use crate::rehearsal::records::stamp;
use crate::rehearsal::running::Cast;
use crate::rehearsal::scribe::Scribe;
use crate::store::{SessionRecord, Store};

/// What a second of a recording takes at the rate of most microphones, bytes: 48,000 frames of two bytes each.
pub const BYTES_A_SECOND: u64 = 48_000 * 2;

/// Answers get longer than planned, and are given again.
const ROOM_FACTOR: u32 = 2;

/// An interview that the disk would not hold is not begun: it would be told in the middle of an answer.
fn check_room(plan: &Plan, pacing: &Pacing, store: &Store) -> Result<(), String> {
    // Where the system doesn't say, a full disk is found when it is.
    let Some(free) = store.folders().free_bytes() else { return Ok(()) };
    match refusal(free, expected(plan, pacing)) {
        Some(refusal) => Err(format!("{refusal}: {}", store.folders().data.display())),
        None => Ok(()),
    }
}

/// Why so many free bytes are too few for an interview in which so much is recorded.
fn refusal(free: u64, expected: Duration) -> Option<String> {
    let holds = Duration::from_secs(free / BYTES_A_SECOND);
    (holds < expected * ROOM_FACTOR).then(|| {
        format!(
            "The disk has room for {} minutes of recording; an interview of {} minutes is begun when there \
             is room for twice as much. Make room, or choose fewer questions",
            holds.as_secs() / 60,
            expected.as_secs().div_ceil(60),
        )
    })
}

/// How much is recorded if every answer is as long as it should be at most.
fn expected(plan: &Plan, pacing: &Pacing) -> Duration {
    let limit = match pacing.stop {
        Stop::Hard { at, .. } => at,
        Stop::Off | Stop::Soft { .. } => Duration::MAX,
    };
    let answer = |question: &Question| {
        let follow_ups = question.probes.len().min(usize::try_from(pacing.probes).unwrap_or(0));
        let follow_ups = Kind::Fact.band().max * u32::try_from(follow_ups).unwrap_or(u32::MAX);
        pacing.answer.over(question.band()).max.min(limit) + pacing.hold + follow_ups
    };
    plan.questions.iter().map(answer).sum()
}

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
    check_room(&plan, &choice.pacing, store)?;
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
        elsewhere: Vec::new(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interview_is_begun_with_room_for_twice_its_length_and_not_with_less() {
        let expected = Duration::from_secs(10 * 60);
        let enough = 2 * 600 * BYTES_A_SECOND;
        assert_eq!(refusal(enough, expected), None);
        let refusal = refusal(enough - BYTES_A_SECOND, expected).expect("too little");
        assert!(refusal.contains("19 minutes") && refusal.contains("10 minutes"), "{refusal}");
    }
}
