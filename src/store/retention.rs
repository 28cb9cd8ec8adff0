//! Which recordings are older than the user wants to keep them: looked up here, removed by nobody here.
//!
//! In doubt a recording stays. It is due only if the session says that it is old enough *and* its file does;
//! never in the newest session, never starred, never if its notes can't be read or are a newer Greenroom's,
//! and never a second time: what was put back stays.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::{SignedDuration, Timestamp};

use super::{Keep, RecordingSettings, SessionSummary, Take, names, sessions};

/// Recordings that are due.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Due {
    /// Their WAVs.
    pub wavs: Vec<PathBuf>,
    /// Bytes in them.
    pub bytes: u64,
    /// The sessions they are of, newest first.
    pub sessions: Vec<DueSession>,
    /// Why the user is to be asked first, whatever was agreed before.
    pub doubt: Option<Doubt>,
}

/// A session some of whose recordings are due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueSession {
    /// When it began, as written there.
    pub began: String,
    /// The bank's title.
    pub bank_title: String,
    /// How many recordings.
    pub recordings: usize,
    /// Bytes in them.
    pub bytes: u64,
}

/// Something that looks like a wrong clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// More than half of all recordings are due at once.
    MoreThanHalf,
    /// The clock is before the newest session.
    ClockIsBehind,
}

/// What is due by these settings at this time.
pub(super) fn due(folder: &Path, settings: &RecordingSettings, now: Timestamp) -> Due {
    let mut due = Due::default();
    if settings.keep == Keep::Forever {
        return due;
    }
    let all = sessions::list(folder);
    let least = SignedDuration::from_hours(24 * i64::from(settings.days.max(1)));
    let recordings: usize = all.iter().map(|session| session.takes).sum();
    let newest = all.iter().filter_map(sessions::began).max();
    for session in &all {
        let began = sessions::began(session);
        let is_old = began.is_some_and(|began| now.duration_since(began) >= least);
        if is_old && began != newest && session.problem.is_none() {
            add(&mut due, folder, session, settings.keep, |wav| is_old_file(wav, least, now));
        }
    }
    due.doubt = if newest.is_some_and(|newest| newest > now) {
        Some(Doubt::ClockIsBehind)
    } else {
        (due.wavs.len() * 2 > recordings).then_some(Doubt::MoreThanHalf)
    };
    due
}

fn add(
    due: &mut Due,
    folder: &Path,
    summary: &SessionSummary,
    keep: Keep,
    is_old: impl Fn(&Path) -> bool,
) {
    let Ok(session) = sessions::load(folder, &summary.path) else { return };
    let has_star = session.takes.iter().any(|take| take.record.starred || is_unclear(take));
    if keep == Keep::Days && has_star {
        return;
    }
    let mut one = DueSession {
        began: session.record.began,
        bank_title: session.record.bank_title,
        recordings: 0,
        bytes: 0,
    };
    for take in session.takes {
        let may_go = !take.record.starred && !is_unclear(&take) && !was_put_back(&take);
        let Ok(about) = fs::symlink_metadata(&take.wav) else { continue };
        if may_go && about.is_file() && is_old(&take.wav) {
            one.recordings += 1;
            one.bytes += about.len();
            due.wavs.push(take.wav);
        }
    }
    if one.recordings > 0 {
        due.bytes += one.bytes;
        due.sessions.push(one);
    }
}

/// Whether it is not known if it has a star, or whether it is Greenroom's at all.
fn is_unclear(take: &Take) -> bool {
    let stem = take.wav.file_stem().unwrap_or_default().to_string_lossy();
    let has_sound = fs::symlink_metadata(&take.wav).is_ok();
    has_sound && (take.problem.is_some() || names::parse_take(&stem).is_none())
}

fn was_put_back(take: &Take) -> bool {
    take.record.sound_removed.is_some()
}

/// Whether the file was written so long ago, by its own time.
fn is_old_file(wav: &Path, least: SignedDuration, now: Timestamp) -> bool {
    let written = fs::symlink_metadata(wav).and_then(|about| about.modified()).ok();
    let written = written.and_then(|at| at.duration_since(SystemTime::UNIX_EPOCH).ok());
    let written =
        written.and_then(|since| Timestamp::from_second(since.as_secs().try_into().ok()?).ok());
    written.is_some_and(|written| now.duration_since(written) >= least)
}
