//! `greenroom session list`, `greenroom sessions` and `greenroom session show`.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::Deserialize as _;
use serde_json::{Value, json};

use crate::analysis::Measures;
use crate::cli::args::{SessionArgs, SessionOrder, SessionsArgs};
use crate::cli::measure;
use crate::cli::text::{clock, print_json};
use crate::cli::{open_store, session_remove};
use crate::rehearsal::{take_titles, takes, whole_answers, with_sound};
use crate::store::{JointRecord, Session, SoundNow, Store, Take, TakeRecord};
use crate::units::{Frames, SampleRate, bytes_text};

pub(super) fn run(args: &SessionArgs) -> anyhow::Result<()> {
    let store = open_store(args.out.as_deref())?;
    match &args.order {
        SessionOrder::List(json) => list(&store, json.json),
        SessionOrder::Show { session, json } => {
            let folder = find(&store, session.as_deref())?;
            show(&store, &folder, *json)
        }
        SessionOrder::Remove { session, yes } => session_remove::run(&store, session, *yes),
    }
}

/// `greenroom sessions`.
pub(super) fn list_all(args: &SessionsArgs) -> anyhow::Result<()> {
    list(&open_store(args.out.as_deref())?, args.json)
}

fn list(store: &Store, as_json: bool) -> anyhow::Result<()> {
    let sessions = store.list_sessions();
    if as_json {
        let rows = sessions.iter().map(|session| {
            json!({
                "folder": session.path,
                "began": session.record.began,
                "bank": session.record.bank_title,
                "takes": session.takes,
                "bytes": session.bytes,
                "problem": session.problem,
                "beside": session.beside,
                "copies": session.copies,
                "link": session.leads_out,
            })
        });
        return print_json(&json!({ "sessions": rows.collect::<Vec<_>>() }));
    }
    if sessions.is_empty() {
        say!("No session yet. `greenroom rehearse` begins one.")?;
    }
    let bytes = sessions.iter().map(|session| session.bytes).sum();
    let (takes, count) = (sessions.iter().map(|session| session.takes).sum(), sessions.len());
    for session in sessions {
        let name = session.path.file_name().unwrap_or_default().to_string_lossy();
        let weight = weight(session.takes, session.bytes);
        say!("{name}  {weight}  {}", session.record.bank_title)?;
        for sentence in session.problem.iter().chain(&session.beside) {
            say!("  {sentence}")?;
        }
    }
    if count > 1 {
        say!("{count} sessions  {}", weight(takes, bytes))?;
    }
    Ok(())
}

/// "8 takes  45 MB".
pub(super) fn weight(takes: usize, bytes: u64) -> String {
    let noun = if takes == 1 { "take" } else { "takes" };
    format!("{takes} {noun}  {}", bytes_text(bytes))
}

/// The folder meant: the newest, one named, or one given as a path.
fn find(store: &Store, session: Option<&Path>) -> anyhow::Result<PathBuf> {
    let Some(wanted) = session else {
        let newest = store.list_sessions().into_iter().find(|session| !session.leads_out);
        return Ok(newest
            .context("There is no session yet; `greenroom rehearse` begins one.")?
            .path);
    };
    let sessions = store.list_sessions();
    let named = sessions.iter().find(|have| have.path.file_name() == Some(wanted.as_os_str()));
    // A copy is not listed, and can be looked at all the same.
    let copy =
        sessions.iter().find(|one| one.copies.iter().any(|copy| wanted.as_os_str() == &**copy));
    let copy = copy.map(|one| one.path.with_file_name(wanted)).filter(|path| path.is_dir());
    Ok(named.map(|session| session.path.clone()).or(copy).unwrap_or_else(|| wanted.to_owned()))
}

fn show(store: &Store, folder: &Path, as_json: bool) -> anyhow::Result<()> {
    let mut session = with_sound(store, whole_answers(&takes::open(store, folder)?));
    session.takes.iter_mut().for_each(|take| takes::measure(store, take));
    // What lies beside its folder only a list of all sessions tells.
    let listed = store.list_sessions().into_iter().find(|one| one.path == session.path);
    session.beside = listed.map_or(session.beside, |listed| listed.beside);
    if as_json {
        return print_json(&report(&session));
    }
    print(&session)
}

/// A session as people read it.
pub(super) fn print(session: &Session) -> anyhow::Result<()> {
    lines(session).iter().try_for_each(|line| say!("{line}"))
}

/// The same, line by line.
pub(crate) fn lines(session: &Session) -> Vec<String> {
    let session = &whole_answers(session);
    let mut lines = vec![format!("{}, {}", session.record.bank_title, session.record.began)];
    lines.extend(session.problem.iter().chain(&session.beside).map(|text| format!("  {text}")));
    let records: Vec<&TakeRecord> = session.takes.iter().map(|take| &take.record).collect();
    for (take, title) in session.takes.iter().zip(take_titles(&records)) {
        lines.push(line(take, &title));
        lines.extend(joints(&take.record).map(|joint| format!("      {joint}")));
        lines.extend(takes::remarks(take).iter().map(|remark| format!("      {remark}")));
        let measured = measures(take).map(|measures| measure::line(&measures));
        lines.extend(measured.map(|measures| format!("      {measures}")));
    }
    lines.push(format!("  in {}", session.path.display()));
    lines
}

/// A take in a line.
fn line(take: &Take, title: &str) -> String {
    let record = &take.record;
    let known = SampleRate::new(record.rate_hz).map(|rate| Frames(record.frames).duration(rate));
    let length = known.filter(|length| !length.is_zero()).map_or("?".to_owned(), clock);
    // A recording of another name than ours has no place in the plan.
    let place = record.position.checked_add(1).map_or("-".to_owned(), |nth| nth.to_string());
    let asked = if record.asked.is_empty() { &record.question_id } else { &record.asked };
    format!("  {place} {asked}  {title}  {length} ({})", takes::ended(record))
}

/// Where an answer was suspended and went on, each a line.
fn joints(record: &TakeRecord) -> impl Iterator<Item = String> {
    let rate = SampleRate::new(record.rate_hz);
    record.joints.iter().filter_map(move |joint| {
        let word = match joint.why.as_str() {
            JointRecord::QUESTION_HEARD => "question heard again",
            JointRecord::PAUSED => "paused",
            _ => "interrupted",
        };
        Some(format!("{word} at {}", clock(Frames(joint.at_frame).duration(rate?))))
    })
}

/// What was measured in a take. What was not is measured when the take is looked at in Review.
fn measures(take: &Take) -> Option<Measures> {
    Measures::deserialize(take.record.measures.as_ref()?).ok()
}

/// A session as programs read it.
pub(super) fn report(session: &Session) -> Value {
    let session = &whole_answers(session);
    let takes: Vec<Value> = session
        .takes
        .iter()
        .map(|take| {
            let mut value = serde_json::to_value(&take.record).unwrap_or(Value::Null);
            if let Some(fields) = value.as_object_mut() {
                // Several files are one sound to Greenroom alone.
                let is_one = take.more.is_empty();
                let first = || take.sidecar.with_extension("wav");
                let wav = if is_one { take.wav.clone() } else { first() };
                fields.insert("wav".to_owned(), json!(wav));
                let before = match take.sound {
                    SoundNow::Changed { rate_hz, frames } => {
                        Some(json!({ "rate_hz": rate_hz, "frames": frames }))
                    }
                    _ => None,
                };
                fields.insert("changed".to_owned(), json!(take.sound.is_changed()));
                fields.insert("as_recorded".to_owned(), json!(before));
                fields.insert("copies".to_owned(), json!(take.copies));
                fields.insert("problem".to_owned(), json!(take.problem));
                fields.insert("ended".to_owned(), json!(takes::ended(&take.record)));
                fields.insert("remarks".to_owned(), json!(takes::remarks(take)));
                if !take.more.is_empty() {
                    // The other files of an answer that an older version has cut into parts.
                    let more = take.more.iter().map(|sidecar| sidecar.with_extension("wav"));
                    fields.insert("more".to_owned(), json!(more.collect::<Vec<_>>()));
                }
                // In the form of `greenroom measure --json`.
                let measured = measures(take).map(|measures| measure::fields(&measures));
                fields.insert("measures".to_owned(), json!(measured));
            }
            value
        })
        .collect();
    json!({
        "folder": session.path,
        "session": session.record,
        "problem": session.problem,
        "beside": session.beside,
        "takes": takes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::{Clip, wav};
    use crate::store::Folders;

    #[test]
    fn recordings_without_notes_are_listed_with_the_length_of_their_files() {
        let folder = tempfile::tempdir().expect("a folder");
        let (store, _notices) = Store::open(Folders::at(folder.path()));
        let session = store.folders().sessions().join("2026-11-23T140511-mine");
        std::fs::create_dir_all(&session).expect("made");
        for (name, amplitude) in [("02-experience.take1.wav", 0.1), ("from elsewhere.wav", 0.2)] {
            let samples = vec![amplitude; 96_000].into();
            let clip = Clip { samples, rate: SampleRate::HZ_48000 };
            wav::write_clip(&session.join(name), &clip).expect("written");
        }
        let session = takes::open(&store, &session).expect("readable");
        let lines: Vec<String> = session.takes.iter().map(|take| line(take, "Take 1")).collect();
        assert!(lines[0].starts_with("  2 experience  Take 1  0:02"), "{lines:?}");
        assert!(lines[1].starts_with("  - from elsewhere  Take 1  0:02"), "{lines:?}");
        print(&session).expect("printed");
    }
}
