//! Sessions that are there twice: as backups, syncing programs and people copy folders.
//!
//! Two folders are one session if they say that they began at the same moment with the same bank, order and draw.
//! The folder with the session's own name counts, else the one that changed last. A copy with
//! nothing of its own is not listed, only named beside the session; one with takes that the session has not stays
//! in the list with those. Nothing is changed.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use super::session_files::{self, TakeFiles, listed};
use super::session_folder::SESSION_FILE;
use super::{SessionRecord, SessionSummary, names};

/// How well a folder fits its session if it is not the session's own; see [`fit`].
pub(super) const STRANGE: u8 = 2;

/// How well a folder fits its session: 0 if it has the session's own name right among the sessions, 1 with a number
/// behind it, more for another name or place.
pub(super) fn fit(sessions: &Path, folder: &Path, record: &SessionRecord) -> u8 {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let fit = names::fit_of_folder(&name, &record.began, &record.bank_id);
    if folder.parent() == Some(sessions) { fit } else { fit + STRANGE }
}

/// What tells a session from all others. One whose own file is lost has its folder's time.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Identity {
    Noted { began: String, bank: String, seed: u64, plan: Vec<String> },
    Unknown,
}

fn identity(session: &SessionSummary) -> Identity {
    let record = &session.record;
    if record.began.is_empty() || record.plan.is_empty() {
        return Identity::Unknown;
    }
    Identity::Noted {
        began: record.began.clone(),
        bank: record.bank_id.clone(),
        seed: record.seed,
        plan: record.plan.clone(),
    }
}

/// Leaves of sessions that are there twice the one that counts.
pub(super) fn fold(sessions: &Path, found: Vec<SessionSummary>) -> Vec<SessionSummary> {
    let mut groups: BTreeMap<Identity, Vec<SessionSummary>> = BTreeMap::new();
    for session in found {
        groups.entry(identity(&session)).or_default().push(session);
    }
    let mut left = groups.remove(&Identity::Unknown).unwrap_or_default();
    let mut known = Vec::new();
    for mut group in groups.into_values() {
        group.sort_by_cached_key(|one| {
            let newest = Reverse(changed(&one.path));
            (fit(sessions, &one.path, &one.record), newest, one.path.clone())
        });
        let mut group = group.into_iter();
        let Some(first) = group.next() else { continue };
        fold_into(sessions, first, group.collect(), &mut known);
    }
    // A copy whose own file was not copied along has the session's time in its name, and its takes.
    left.retain(|session| !is_part_of_another(session, &mut known));
    known.append(&mut left);
    known
}

fn changed(folder: &Path) -> Option<SystemTime> {
    fs::metadata(folder).and_then(|about| about.modified()).ok()
}

/// Adds a session to the list, and of its copies those that have something of their own.
fn fold_into(
    sessions: &Path,
    mut first: SessionSummary,
    others: Vec<SessionSummary>,
    list: &mut Vec<SessionSummary>,
) {
    if others.is_empty() {
        return list.push(first);
    }
    let own = session_files::gather(&first.path).takes;
    let (mut same, mut noted) = (Vec::new(), Vec::new());
    let mut apart = Vec::new();
    for mut other in others {
        // Two sessions may begin within one second: a name that Greenroom gives is no copy's.
        if fit(sessions, &other.path, &other.record) < STRANGE {
            apart.push(other);
            continue;
        }
        let theirs = session_files::gather(&other.path).takes;
        let known = |take: &&TakeFiles| own.iter().any(|one| is_same(one, take));
        let is_ours = |take: &&TakeFiles| !known(take);
        let left = theirs.iter().filter(is_ours).filter(|take| take.wav.is_file()).count();
        let has_all = theirs.iter().all(|take| known(&take));
        let name = name_of(&other.path);
        if has_all && !theirs.is_empty() {
            let differ = |one: &TakeFiles, take: &TakeFiles| {
                one.stem == take.stem && session_files::says_other_things(one, take)
            };
            let is_noted = theirs.iter().any(|take| own.iter().any(|one| differ(one, take)));
            if is_noted { noted.push(name) } else { same.push(name) }
        } else {
            other.takes = left;
            other.beside.push(format!(
                "It is a copy of another session; what both have counts there: {}",
                name_of(&first.path)
            ));
            apart.push(other);
        }
    }
    first.beside.extend(sentence(&same, ""));
    first.beside.extend(sentence(&noted, " with other notes or ratings, which do not count,"));
    first.copies = same.into_iter().chain(noted).collect();
    list.push(first);
    list.append(&mut apart);
}

fn name_of(folder: &Path) -> String {
    let below = folder.file_name().unwrap_or_default();
    below.to_string_lossy().into_owned()
}

/// Whether a copy's take is this one: of the same name, and as long or of the same moment by its notes.
fn is_same(own: &TakeFiles, theirs: &TakeFiles) -> bool {
    let is_same_moment = || session_files::is_of_same_moment(own, theirs);
    own.stem == theirs.stem && (length(own) == length(theirs) || is_same_moment())
}

fn length(take: &TakeFiles) -> Option<u64> {
    Some(fs::symlink_metadata(take.wav.path()?).ok()?.len())
}

fn sentence(names: &[String], what: &str) -> Option<String> {
    let listed = listed(names);
    match names.len() {
        0 => None,
        1 => Some(format!("A copy of it{what} lies beside it: {listed}")),
        some => Some(format!("{some} copies of it{what} lie beside it: {listed}")),
    }
}

/// Whether all takes of a session whose own file is lost are in another one that began when its name says.
fn is_part_of_another(session: &SessionSummary, known: &mut [SessionSummary]) -> bool {
    if session.path.join(SESSION_FILE).exists() {
        return false;
    }
    let name = name_of(&session.path);
    let Some(time) = names::time_of_folder(&name) else { return false };
    let is_of_time =
        |one: &SessionSummary| names::time_of_folder(&name_of(&one.path)) == Some(time);
    let theirs = session_files::gather(&session.path).takes;
    for one in known.iter_mut().filter(|one| is_of_time(one)) {
        let own = session_files::gather(&one.path).takes;
        let is_known = |take: &TakeFiles| own.iter().any(|own| is_same(own, take));
        if !theirs.is_empty() && theirs.iter().all(is_known) {
            one.beside.extend(sentence(std::slice::from_ref(&name), ""));
            one.copies.push(name);
            return true;
        }
    }
    false
}
