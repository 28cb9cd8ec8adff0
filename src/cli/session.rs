//! `greenroom session list`, `greenroom sessions` and `greenroom session show`.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::Deserialize as _;
use serde_json::{Value, json};

use crate::analysis::Measures;
use crate::audio::wav;
use crate::cli::args::{SessionArgs, SessionOrder, SessionsArgs};
use crate::cli::measure;
use crate::cli::text::{clock, print_json};
use crate::cli::{open_store, session_remove};
use crate::rehearsal::part_title;
use crate::store::{Session, Store, Take};
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
        if let Some(problem) = session.problem {
            say!("  {problem}")?;
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
        let newest = store.list_sessions().into_iter().next();
        return Ok(newest
            .context("There is no session yet; `greenroom rehearse` begins one.")?
            .path);
    };
    let named = store
        .list_sessions()
        .into_iter()
        .find(|have| have.path.file_name() == Some(wanted.as_os_str()));
    Ok(named.map_or_else(|| wanted.to_owned(), |session| session.path))
}

fn show(store: &Store, folder: &Path, as_json: bool) -> anyhow::Result<()> {
    let session = store.load_session(folder)?;
    if as_json {
        return print_json(&report(&session));
    }
    print(&session)?;
    Ok(())
}

/// A session as people read it.
pub(super) fn print(session: &Session) -> anyhow::Result<()> {
    say!("{}, {}", session.record.bank_title, session.record.began)?;
    for take in &session.takes {
        say!("{}", line(take))?;
        let record = &take.record;
        // Without notes nothing is known of these.
        let warnings = if record.rate_hz == 0 {
            Vec::new()
        } else {
            warnings(record.dropped_frames, record.clipped_samples, record.peak_dbfs)
        };
        for warning in warnings {
            say!("      {warning}")?;
        }
        if let Some(measures) = measures(take) {
            say!("      {}", measure::line(&measures))?;
        }
        if let Some(problem) = &take.problem {
            say!("      {problem}")?;
        }
    }
    say!("  in {}", session.path.display())
}

/// A take in a line. What its notes don't say is taken from its name and its file.
fn line(take: &Take) -> String {
    let record = &take.record;
    let known = SampleRate::new(record.rate_hz).map(|rate| Frames(record.frames).duration(rate));
    let read = || wav::info(&take.wav).ok().map(|info| info.frames.duration(info.rate));
    let length =
        known.filter(|length| !length.is_zero()).or_else(read).map_or("?".to_owned(), clock);
    // A recording of another name than ours has no place in the plan.
    let place = record.position.checked_add(1).map_or("-".to_owned(), |nth| nth.to_string());
    let asked = if record.asked.is_empty() { &record.question_id } else { &record.asked };
    let part = part_title(record.part, record.take);
    format!("  {place} {asked}  {part}  {length} ({})", record.ended_by)
}

/// What was measured in a take. What was not is measured when the take is looked at in Review.
fn measures(take: &Take) -> Option<Measures> {
    Measures::deserialize(take.record.measures.as_ref()?).ok()
}

/// What was wrong with a recording, plainly.
fn warnings(dropped: u64, clipped: u64, peak_dbfs: f32) -> Vec<String> {
    let mut all = Vec::new();
    if dropped > 0 {
        all.push(format!("{dropped} frames were lost"));
    }
    if clipped > 0 {
        all.push(format!("{clipped} samples were clipped"));
    }
    if peak_dbfs <= -80.0 {
        all.push("nothing was heard: the microphone was muted or dead".to_owned());
    }
    all
}

/// A session as programs read it.
pub(super) fn report(session: &Session) -> Value {
    let takes: Vec<Value> = session
        .takes
        .iter()
        .map(|take| {
            let mut value = serde_json::to_value(&take.record).unwrap_or(Value::Null);
            if let Some(fields) = value.as_object_mut() {
                fields.insert("wav".to_owned(), json!(take.wav));
                fields.insert("problem".to_owned(), json!(take.problem));
                // In the form of `greenroom measure --json`.
                let measured = measures(take).map(|measures| measure::fields(&measures));
                fields.insert("measures".to_owned(), json!(measured));
            }
            value
        })
        .collect();
    json!({ "folder": session.path, "session": session.record, "takes": takes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::Clip;
    use crate::store::Folders;

    #[test]
    fn recordings_without_notes_are_listed_with_the_length_of_their_files() {
        let folder = tempfile::tempdir().expect("a folder");
        let (store, _notices) = Store::open(Folders::at(folder.path()));
        let session = store.folders().sessions().join("2026-11-23T140511-mine");
        std::fs::create_dir_all(&session).expect("made");
        let clip = Clip { samples: vec![0.1; 96_000].into(), rate: SampleRate::HZ_48000 };
        for name in ["02-experience.take1.wav", "from elsewhere.wav"] {
            wav::write_clip(&session.join(name), &clip).expect("written");
        }
        let session = store.load_session(&session).expect("readable");
        let lines: Vec<String> = session.takes.iter().map(line).collect();
        assert!(lines[0].starts_with("  2 experience  Take 1  0:02"), "{lines:?}");
        assert!(lines[1].starts_with("  - from elsewhere  Take 1  0:02"), "{lines:?}");
        print(&session).expect("printed");
    }
}
