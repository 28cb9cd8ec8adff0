//! The files of a session's folder, each where it belongs: takes, and what other programs left beside them.
//!
//! A name of Greenroom's own is a take. What has another name is a copy if its content says so: notes of the
//! same moment, question and take, or the same sound. A copy is never listed as a take, only named beside the one
//! that counts; a name alone makes nothing a copy, and what is no copy is a take of its own. Hidden files, and
//! endings that Greenroom does not give, are somebody else's. Links are never followed. Reads only, and reads no
//! file whose name says enough.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::copies::{Compared, compare};
use super::form::read_json;
use super::session_folder::{SESSION_FILE, paths_in};
use super::{SessionRecord, TakePart, TakeRecord, files, names};

/// What has a name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum There {
    #[default]
    Nothing,
    File(PathBuf),
    /// A link, wherever it leads.
    Link(PathBuf),
    /// Only a syncing program's note that the file is not on this computer.
    Away,
}

impl There {
    pub(super) fn is_file(&self) -> bool {
        matches!(self, Self::File(_))
    }

    /// Its path, of a file or a link.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) | Self::Link(path) => Some(path),
            Self::Nothing | Self::Away => None,
        }
    }

    fn name(&self) -> Option<String> {
        Some(self.path()?.file_name()?.to_string_lossy().into_owned())
    }
}

/// A take's files.
#[derive(Debug, Clone, Default)]
pub(super) struct TakeFiles {
    pub(super) stem: String,
    pub(super) wav: There,
    pub(super) notes: There,
    /// Its notes under another name, where there are none under its own.
    pub(super) stand_in: Option<PathBuf>,
    pub(super) copies: Vec<Copied>,
}

/// A copy of a take that lies beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Copied {
    pub(super) name: String,
    kind: CopyKind,
}

/// What is to be known of a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum CopyKind {
    Same,
    /// Its notes say something else; with its rating, if that is another one.
    OtherNotes(Option<u8>),
    OtherSound,
    Longer,
}

/// All there is in a session's folder.
#[derive(Debug, Clone, Default)]
pub(super) struct SessionFiles {
    pub(super) takes: Vec<TakeFiles>,
    /// Copies of the session's own file, by name.
    pub(super) copies: Vec<String>,
}

/// What tells a take from all others: when it began, its question, its part, its number.
type Identity = (String, String, TakePart, u32);

/// Looks through a session's folder.
pub(super) fn gather(folder: &Path) -> SessionFiles {
    let mut own = Vec::new();
    let mut numbered = Vec::new();
    let mut others = Vec::new();
    for files in entries(folder) {
        if names::parse_take(&files.stem).is_none() {
            others.push(files);
        } else if names::unnumbered(&files.stem).is_some() {
            numbered.push(files);
        } else {
            own.push(files);
        }
    }
    let mut gathering = Gathering { found: SessionFiles { takes: own, ..SessionFiles::default() } };
    for files in numbered {
        gathering.place_numbered(files);
    }
    for files in others {
        gathering.place_other(files);
    }
    gathering.found
}

/// The files of takes by the stems of their names.
fn entries(folder: &Path) -> Vec<TakeFiles> {
    let mut stems: BTreeMap<String, TakeFiles> = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        let away = name.strip_prefix('.').and_then(|name| name.strip_suffix(".icloud"));
        let Some((stem, ending)) = away.unwrap_or(name).rsplit_once('.') else { continue };
        let is_ours = !stem.is_empty() && !stem.starts_with('.') && !stem.contains(".unreadable-");
        let is_sound = ending.eq_ignore_ascii_case("wav");
        let is_notes = ending.eq_ignore_ascii_case("json");
        if !is_ours || name == SESSION_FILE || !(is_sound || is_notes) {
            continue;
        }
        let there = match entry.file_type() {
            _ if away.is_some() => There::Away,
            Ok(kind) if kind.is_file() => There::File(entry.path()),
            Ok(kind) if kind.is_symlink() => There::Link(entry.path()),
            _ => continue,
        };
        let files = stems.entry(stem.to_owned()).or_default();
        stem.clone_into(&mut files.stem);
        let place = if is_sound { &mut files.wav } else { &mut files.notes };
        // A note that a file is away says nothing where it is there, and a name as we write it comes first.
        let is_better = matches!(place, There::Nothing | There::Away);
        if is_better || matches!(ending, "wav" | "json") && !matches!(there, There::Away) {
            *place = there;
        }
    }
    stems.into_values().collect()
}

struct Gathering {
    found: SessionFiles,
}

/// What notes under a strange name are about.
enum Notes {
    Session,
    Take(Box<TakeRecord>),
    Other,
}

fn read_notes(path: &Path) -> Notes {
    if let Ok(Some(read)) = read_json::<TakeRecord>(path) {
        return Notes::Take(Box::new(read.value));
    }
    match read_json::<SessionRecord>(path) {
        Ok(Some(_)) => Notes::Session,
        _ => Notes::Other,
    }
}

fn identity(record: &TakeRecord) -> Option<Identity> {
    let TakeRecord { began, question_id, part, take, .. } = record;
    (!began.is_empty()).then(|| (began.clone(), question_id.clone(), *part, *take))
}

fn record_of(take: &TakeFiles) -> Option<TakeRecord> {
    let There::File(path) = &take.notes else { return None };
    match read_notes(path) {
        Notes::Take(record) => Some(*record),
        _ => None,
    }
}

/// Whether the notes of two takes are about one recording.
pub(super) fn is_of_same_moment(one: &TakeFiles, other: &TakeFiles) -> bool {
    let moment = |take: &TakeFiles| record_of(take).as_ref().and_then(identity);
    moment(one).is_some_and(|one| moment(other) == Some(one))
}

/// Whether a listener noted one thing in one place and another in the other.
pub(super) fn says_other_things(one: &TakeFiles, other: &TakeFiles) -> bool {
    let (Some(one), Some(other)) = (record_of(one), record_of(other)) else { return false };
    kind_of(&one, &other, None) != CopyKind::Same
}

impl Gathering {
    /// A name that Greenroom gives where another one is taken. It counts unless notes and sound are another's.
    fn place_numbered(&mut self, files: TakeFiles) {
        let base = names::unnumbered(&files.stem);
        let same = base.and_then(|base| self.found.takes.iter().position(|take| take.stem == base));
        let copied = same.and_then(|at| Some((at, self.found.takes.get(at)?)));
        if let Some((at, take)) = copied
            && let (There::File(notes), There::File(own)) = (&files.notes, &take.notes)
            && let (Notes::Take(theirs), Notes::Take(ours)) = (read_notes(notes), read_notes(own))
            && identity(&theirs).is_some_and(|theirs| identity(&ours) == Some(theirs))
            && is_same_sound(&files.wav, &take.wav)
        {
            let kind = kind_of(&ours, &theirs, None);
            return self.copied(at, &files, kind);
        }
        self.found.takes.push(files);
    }

    /// A name that Greenroom does not give.
    fn place_other(&mut self, files: TakeFiles) {
        let notes = match &files.notes {
            There::File(path) => read_notes(path),
            _ => Notes::Other,
        };
        match notes {
            Notes::Session => {
                self.found.copies.extend(files.notes.name());
                if files.wav != There::Nothing {
                    self.place_sound(TakeFiles { notes: There::Nothing, ..files });
                }
            }
            Notes::Take(record) => self.place_notes(files, &record),
            Notes::Other if files.wav != There::Nothing => self.place_sound(files),
            Notes::Other => {
                // Notes that can't be read, beside a take of nearly that name; else they are not Greenroom's.
                let at = self
                    .found
                    .takes
                    .iter()
                    .position(|take| names::is_beside(&files.stem, &take.stem));
                if let Some(at) = at {
                    self.copied(at, &files, CopyKind::Same);
                }
            }
        }
    }

    fn place_notes(&mut self, files: TakeFiles, record: &TakeRecord) {
        if let Some((at, ours)) = self.take_of(record) {
            let sound = match (&files.wav, self.found.takes.get(at).map(|take| &take.wav)) {
                (There::File(theirs), Some(There::File(own))) => Some(compare(theirs, own)),
                _ => None,
            };
            let kind = kind_of(&ours, record, sound);
            return self.copied(at, &files, kind);
        }
        let of_it = |take: &TakeFiles| {
            take.notes == There::Nothing
                && take.stand_in.is_none()
                && take.wav.name().is_some_and(|name| name == record.file)
        };
        if files.wav == There::Nothing
            && let Some(take) = self.found.takes.iter_mut().find(|take| of_it(take))
        {
            take.stand_in = files.notes.path().map(Path::to_owned);
            return;
        }
        if identity(record).is_none() && files.wav != There::Nothing {
            return self.place_sound(files);
        }
        self.found.takes.push(files);
    }

    /// A recording that nothing tells of but, perhaps, its sound.
    fn place_sound(&mut self, files: TakeFiles) {
        let takes = self.found.takes.iter().enumerate();
        let same = takes.filter_map(|(at, take)| {
            let (There::File(theirs), There::File(own)) = (&files.wav, &take.wav) else {
                return None;
            };
            let is_near = names::is_beside(&files.stem, &take.stem);
            let length = |path: &Path| fs::metadata(path).map(|about| about.len()).ok();
            // Of another name only the same sound to the byte is a copy.
            let is_worth_reading = is_near || length(theirs) == length(own);
            let compared =
                if is_worth_reading { compare(theirs, own) } else { Compared::Different };
            match compared {
                Compared::Same => Some((at, CopyKind::Same)),
                Compared::Shorter if is_near => Some((at, CopyKind::OtherSound)),
                Compared::Longer if is_near => Some((at, CopyKind::Longer)),
                _ => None,
            }
        });
        match same.min_by_key(|(_, kind)| *kind) {
            Some((at, kind)) => self.copied(at, &files, kind),
            None => self.found.takes.push(files),
        }
    }

    /// The take that these notes are about, with its own.
    fn take_of(&self, record: &TakeRecord) -> Option<(usize, TakeRecord)> {
        let wanted = identity(record)?;
        self.found.takes.iter().enumerate().find_map(|(at, take)| {
            let path = match (&take.notes, &take.stand_in) {
                (There::File(path), _) | (There::Nothing, Some(path)) => path,
                _ => return None,
            };
            let Notes::Take(own) = read_notes(path) else { return None };
            (identity(&own).as_ref() == Some(&wanted)).then_some((at, *own))
        })
    }

    fn copied(&mut self, at: usize, files: &TakeFiles, kind: CopyKind) {
        let name = files.wav.name().or_else(|| files.notes.name());
        if let (Some(take), Some(name)) = (self.found.takes.get_mut(at), name) {
            take.copies.push(Copied { name, kind });
        }
    }
}

fn is_same_sound(theirs: &There, own: &There) -> bool {
    match (theirs, own) {
        (There::File(theirs), There::File(own)) => compare(theirs, own) == Compared::Same,
        (There::Nothing, _) => true,
        _ => false,
    }
}

fn kind_of(own: &TakeRecord, theirs: &TakeRecord, sound: Option<Compared>) -> CopyKind {
    let said = |record: &TakeRecord| {
        let TakeRecord { rating, starred, notes, points, marks, .. } = record.clone();
        (rating, starred, notes, points, marks)
    };
    match sound {
        Some(Compared::Longer) => CopyKind::Longer,
        Some(Compared::Shorter | Compared::Different) => CopyKind::OtherSound,
        _ if said(own) != said(theirs) => {
            CopyKind::OtherNotes(theirs.rating.filter(|_| own.rating != theirs.rating))
        }
        _ => CopyKind::Same,
    }
}

/// Sentences about what lies beside a take, without a full stop.
pub(super) fn sentences(take: &TakeFiles) -> Vec<String> {
    let mut kinds: BTreeMap<CopyKind, Vec<&str>> = BTreeMap::new();
    for copy in &take.copies {
        kinds.entry(copy.kind).or_default().push(&copy.name);
    }
    let mut all: Vec<String> =
        kinds.into_iter().map(|(kind, names)| sentence(kind, &names)).collect();
    let stand_in = take.stand_in.as_ref().and_then(|path| path.file_name());
    if let Some(name) = stand_in {
        all.push(format!("Its notes are in a file of another name: {}", name.to_string_lossy()));
    }
    all
}

fn sentence(kind: CopyKind, names: &[&str]) -> String {
    let one = names.len() == 1;
    let lies = if one { "lies" } else { "lie" };
    let copies = match (kind, one) {
        (CopyKind::Longer, true) => "A longer copy of it".to_owned(),
        (CopyKind::Longer, false) => format!("{} longer copies of it", names.len()),
        (_, true) => "A copy of it".to_owned(),
        (_, false) => format!("{} copies of it", names.len()),
    };
    let what = match kind {
        CopyKind::Same | CopyKind::Longer => String::new(),
        CopyKind::OtherNotes(Some(rating)) => format!(" rated {rating}"),
        CopyKind::OtherNotes(None) => " with other notes".to_owned(),
        CopyKind::OtherSound => " with other sound".to_owned(),
    };
    // What counts is the take under its own name.
    let not = match kind {
        CopyKind::OtherNotes(_) if one => " and does not count",
        CopyKind::OtherNotes(_) => " and do not count",
        _ => "",
    };
    format!("{copies}{what} {lies} beside it{not}: {}", listed(names))
}

/// "a, b, c and 4 more".
pub(super) fn listed<N: AsRef<str>>(names: &[N]) -> String {
    const MOST: usize = 3;
    let shown: Vec<&str> = names.iter().take(MOST).map(AsRef::as_ref).collect();
    match names.len().saturating_sub(MOST) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Whether there are files of a take of Greenroom's in a folder.
pub(super) fn has_takes(folder: &Path) -> bool {
    entries(folder).iter().any(|files| names::parse_take(&files.stem).is_some())
}

/// The files of one take in its folder, by its stem.
pub(super) fn files_of(folder: &Path, stem: &str) -> TakeFiles {
    let found = gather(folder).takes.into_iter().find(|take| take.stem == stem);
    found.unwrap_or_else(|| TakeFiles { stem: stem.to_owned(), ..TakeFiles::default() })
}

/// A take of which both files are taken to be there under their usual names.
pub(super) fn usual(folder: &Path, stem: &str) -> TakeFiles {
    let paths = paths_in(folder, stem);
    let there = |path: PathBuf| {
        if files::is_plain_file(&path) { There::File(path) } else { There::Nothing }
    };
    let (wav, notes) = (there(paths.wav), there(paths.sidecar));
    TakeFiles { stem: stem.to_owned(), wav, notes, ..TakeFiles::default() }
}
