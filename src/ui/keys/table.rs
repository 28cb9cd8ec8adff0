//! All keys, each with its place and what it does: the one list that everything else is made from.

use egui::Key;

use super::chord::{Chord, Held};
use super::{BankKey, Command, ListenerKey, ReviewKey, RoomKey};

/// Where a key works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On every screen.
    Everywhere,
    /// Where an interview is prepared.
    Prepare,
    /// On the page of the questions.
    Questions,
    /// In the list of the questions, while it or nothing has the focus.
    QuestionList,
    /// While questions are imported.
    Import,
    /// In an interview.
    Room,
    /// In the review.
    Review,
    /// In the settings.
    Settings,
}

impl Place {
    /// What people read.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Everywhere => "Everywhere",
            Self::Prepare => "Prepare",
            Self::Questions => "Questions",
            Self::QuestionList => "List of questions",
            Self::Import => "Import",
            Self::Room => "During an interview",
            Self::Review => "Review",
            Self::Settings => "Settings",
        }
    }
}

/// One line of the list.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Where it works.
    pub place: Place,
    /// What is printed on the keys.
    pub cap: &'static str,
    /// What they do.
    pub does: &'static str,
    /// The keys themselves. None where the toolkit brings them.
    pub keys: &'static [(Chord, Command)],
}

/// The keys of a place.
pub(super) fn chords(place: Place) -> Vec<(Chord, Command)> {
    TABLE
        .iter()
        .filter(|entry| entry.place == place)
        .flat_map(|entry| entry.keys)
        .copied()
        .collect()
}

/// The lines of these places, in the order of the list.
pub fn shown(places: &[Place]) -> impl Iterator<Item = &'static Entry> {
    TABLE.iter().filter(move |entry| places.contains(&entry.place))
}

/// The list as the README has it.
#[must_use]
pub fn readme_table() -> String {
    let mut table = "| where | key | what |\n|---|---|---|\n".to_owned();
    for Entry { place, cap, does, .. } in TABLE {
        table.push_str(&format!("| {} | {cap} | {does} |\n", place.name()));
    }
    table
}

const fn line(
    place: Place,
    cap: &'static str,
    does: &'static str,
    keys: &'static [(Chord, Command)],
) -> Entry {
    Entry { place, cap, does, keys }
}

type Meant = (Chord, Command);

const fn plain(key: Key, command: Command) -> Meant {
    (Chord::plain(key), command)
}

const fn with(held: Held, key: Key, command: Command) -> Meant {
    (Chord::with(held, key), command)
}

const fn room(key: Key, command: RoomKey) -> Meant {
    plain(key, Command::Room(command))
}

const fn pacing(key: Key, nth: usize) -> Meant {
    with(Held::Ctrl, key, Command::Room(RoomKey::Pacing(nth)))
}

const fn review(key: Key, command: ReviewKey) -> Meant {
    plain(key, Command::Review(command))
}

const fn rate(key: Key, rating: u8) -> Meant {
    with(Held::Ctrl, key, Command::Review(ReviewKey::Rate(rating)))
}

const fn sign(key: Key, command: ReviewKey) -> Meant {
    (Chord::with(Held::AsNeeded, key).again(), Command::Review(command))
}

const fn listen(held: Held, key: Key, command: ListenerKey) -> Meant {
    with(held, key, Command::Review(ReviewKey::Listener(command)))
}

const fn seek(held: Held, key: Key, secs: i64) -> Meant {
    (Chord::with(held, key).again(), Command::Review(ReviewKey::SeekBy(secs)))
}

const fn bank(held: Held, key: Key, command: BankKey) -> Meant {
    with(held, key, Command::Bank(command))
}

const fn row(key: Key, by: i64) -> Meant {
    (Chord::plain(key).again(), Command::Bank(BankKey::Row(by)))
}

const fn page(key: Key, by: i64) -> Meant {
    (Chord::with(Held::Ctrl, key).again(), Command::Page(by))
}

use Place::{Everywhere, Import, Prepare, QuestionList, Questions, Review, Room, Settings};

/// All keys.
pub const TABLE: &[Entry] = &[
    line(
        Room,
        "Space",
        "Next step: I’m ready, I’m done, go on",
        &[room(Key::Space, RoomKey::Next)],
    ),
    line(
        Room,
        "Ctrl+Enter",
        "I’m ready, out of the notes too; Space while they are empty",
        &[with(Held::Ctrl, Key::Enter, Command::Room(RoomKey::Ready))],
    ),
    line(Room, "R", "Repeat the question", &[room(Key::R, RoomKey::Repeat)]),
    line(Room, "Q", "Show the question", &[room(Key::Q, RoomKey::ShowQuestion)]),
    line(Room, "N", "Another take (this one is kept)", &[room(Key::N, RoomKey::Retake)]),
    line(
        Room,
        "B",
        "Begin this answer again, if nobody was heard (uses no take)",
        &[room(Key::B, RoomKey::BeginAgain)],
    ),
    line(Room, "S", "Skip the question (asks once)", &[room(Key::S, RoomKey::Skip)]),
    line(
        Room,
        "Ctrl+Z",
        "Undo a skip, or an answer ended by mistake",
        &[with(Held::Ctrl, Key::Z, Command::Room(RoomKey::TakeBack))],
    ),
    line(Room, "P", "Pause", &[room(Key::P, RoomKey::Pause)]),
    line(
        Room,
        "Ctrl+1…8",
        "Switch the pacing at once",
        &[
            pacing(Key::Num1, 0),
            pacing(Key::Num2, 1),
            pacing(Key::Num3, 2),
            pacing(Key::Num4, 3),
            pacing(Key::Num5, 4),
            pacing(Key::Num6, 5),
            pacing(Key::Num7, 6),
            pacing(Key::Num8, 7),
        ],
    ),
    line(
        Room,
        "Esc",
        "Leave the notes; end the interview (asks first)",
        &[room(Key::Escape, RoomKey::End)],
    ),
    line(Prepare, "Ctrl+Enter", "Begin", &[with(Held::Ctrl, Key::Enter, Command::GoOn)]),
    line(
        QuestionList,
        "↑ ↓",
        "The question before and after",
        &[row(Key::ArrowUp, -1), row(Key::ArrowDown, 1)],
    ),
    line(
        QuestionList,
        "PgUp, PgDn, Home, End",
        "Ten questions on, the first or the last",
        &[
            row(Key::PageUp, -10),
            row(Key::PageDown, 10),
            row(Key::Home, i64::MIN),
            row(Key::End, i64::MAX),
        ],
    ),
    line(
        QuestionList,
        "Enter",
        "Edit the question",
        &[bank(Held::Nothing, Key::Enter, BankKey::Edit)],
    ),
    line(
        QuestionList,
        "Delete",
        "Delete the question (can be undone)",
        &[bank(Held::Nothing, Key::Delete, BankKey::Delete)],
    ),
    line(
        Questions,
        "Ctrl+Enter",
        "Edit the next question",
        &[bank(Held::Ctrl, Key::Enter, BankKey::EditNext)],
    ),
    line(Questions, "Ctrl+N", "New question", &[bank(Held::Ctrl, Key::N, BankKey::New)]),
    line(
        Questions,
        "Ctrl+D",
        "Duplicate the question",
        &[bank(Held::Ctrl, Key::D, BankKey::Duplicate)],
    ),
    line(
        Questions,
        "Alt+↑ ↓",
        "Move the question up or down",
        &[
            bank(Held::Alt, Key::ArrowUp, BankKey::Move(-1)),
            bank(Held::Alt, Key::ArrowDown, BankKey::Move(1)),
        ],
    ),
    line(Questions, "Ctrl+Z", "Undo", &[bank(Held::Ctrl, Key::Z, BankKey::Undo)]),
    line(
        Questions,
        "Ctrl+Shift+Z, Ctrl+Y",
        "Redo",
        &[bank(Held::CtrlShift, Key::Z, BankKey::Redo), bank(Held::Ctrl, Key::Y, BankKey::Redo)],
    ),
    line(Questions, "Ctrl+F", "Search all banks", &[bank(Held::Ctrl, Key::F, BankKey::Search)]),
    line(
        Questions,
        "Ctrl+G",
        "Show or hide the role guide beside them",
        &[bank(Held::Ctrl, Key::G, BankKey::Guide)],
    ),
    line(Import, "Ctrl+Enter", "Read it; save it", &[with(Held::Ctrl, Key::Enter, Command::GoOn)]),
    line(Review, "Space", "Play or pause", &[review(Key::Space, ReviewKey::PlayPause)]),
    line(
        Review,
        "← →",
        "5 seconds back and on; with Shift, 1",
        &[
            seek(Held::Nothing, Key::ArrowLeft, -5),
            seek(Held::Nothing, Key::ArrowRight, 5),
            seek(Held::Shift, Key::ArrowLeft, -1),
            seek(Held::Shift, Key::ArrowRight, 1),
        ],
    ),
    line(
        Review,
        "↑ ↓",
        "The take before and after",
        &[
            (Chord::plain(Key::ArrowUp).again(), Command::Review(ReviewKey::Step(-1))),
            (Chord::plain(Key::ArrowDown).again(), Command::Review(ReviewKey::Step(1))),
        ],
    ),
    line(
        Review,
        "Ctrl+1…5",
        "Rate the take",
        &[
            rate(Key::Num1, 1),
            rate(Key::Num2, 2),
            rate(Key::Num3, 3),
            rate(Key::Num4, 4),
            rate(Key::Num5, 5),
        ],
    ),
    line(Review, "S", "Star the take, or remove its star", &[review(Key::S, ReviewKey::Star)]),
    line(
        Review,
        "Delete",
        "Delete the take (asks first, can be undone)",
        &[review(Key::Delete, ReviewKey::Remove)],
    ),
    line(
        Review,
        "A",
        "Play question, take and model answer",
        &[review(Key::A, ReviewKey::HearAll)],
    ),
    line(Review, "P", "Play the session", &[review(Key::P, ReviewKey::PlaySession)]),
    line(
        Review,
        "M",
        "Switch between your take and the model answer",
        &[review(Key::M, ReviewKey::Flip)],
    ),
    line(
        Review,
        "[ ]",
        "Slower or faster",
        &[
            sign(Key::OpenBracket, ReviewKey::Speed(-1)),
            sign(Key::CloseBracket, ReviewKey::Speed(1)),
        ],
    ),
    line(Review, "L", "Loop the selection, or 5 seconds", &[review(Key::L, ReviewKey::Loop)]),
    line(
        Review,
        "− +",
        "Zoom the waveform; Ctrl+wheel too",
        &[
            sign(Key::Minus, ReviewKey::Zoom(-1)),
            sign(Key::Plus, ReviewKey::Zoom(1)),
            sign(Key::Equals, ReviewKey::Zoom(1)),
        ],
    ),
    line(Review, "0", "Fit the waveform to the window", &[review(Key::Num0, ReviewKey::Fit)]),
    line(Review, "C", "Compare takes", &[review(Key::C, ReviewKey::Compare)]),
    line(Review, "O", "Play how each take begins", &[review(Key::O, ReviewKey::Openings)]),
    line(Review, "Esc", "End the loop or the comparison", &[review(Key::Escape, ReviewKey::Leave)]),
    line(
        Review,
        "F",
        "Mark a filler word here",
        &[listen(Held::Nothing, Key::F, ListenerKey::Filler)],
    ),
    line(
        Review,
        "1…4",
        "Mark where the situation, task, action or result begins",
        &[
            listen(Held::Nothing, Key::Num1, ListenerKey::BeginPart(0)),
            listen(Held::Nothing, Key::Num2, ListenerKey::BeginPart(1)),
            listen(Held::Nothing, Key::Num3, ListenerKey::BeginPart(2)),
            listen(Held::Nothing, Key::Num4, ListenerKey::BeginPart(3)),
        ],
    ),
    line(
        Review,
        "Shift+1…4",
        "Remove that mark",
        &[
            listen(Held::Shift, Key::Num1, ListenerKey::RemovePart(0)),
            listen(Held::Shift, Key::Num2, ListenerKey::RemovePart(1)),
            listen(Held::Shift, Key::Num3, ListenerKey::RemovePart(2)),
            listen(Held::Shift, Key::Num4, ListenerKey::RemovePart(3)),
        ],
    ),
    line(Review, "T", "Add a note here", &[listen(Held::Nothing, Key::T, ListenerKey::Moment)]),
    line(Review, "Ctrl+Z", "Undo", &[listen(Held::Ctrl, Key::Z, ListenerKey::Undo)]),
    line(
        Review,
        "Ctrl+Shift+Z, Ctrl+Y",
        "Redo",
        &[
            listen(Held::CtrlShift, Key::Z, ListenerKey::Redo),
            listen(Held::Ctrl, Key::Y, ListenerKey::Redo),
        ],
    ),
    line(
        Review,
        "Ctrl+PgUp, PgDn",
        "Notes, Measures or Progress",
        &[
            listen(Held::Ctrl, Key::PageUp, ListenerKey::Page(-1)),
            listen(Held::Ctrl, Key::PageDown, ListenerKey::Page(1)),
        ],
    ),
    line(
        Settings,
        "Ctrl+PgUp, PgDn",
        "The page before and after",
        &[page(Key::PageUp, -1), page(Key::PageDown, 1)],
    ),
    line(
        Everywhere,
        "Alt+1…4",
        "Prepare, Questions, Review, Settings",
        &[
            with(Held::Alt, Key::Num1, Command::Screen(0)),
            with(Held::Alt, Key::Num2, Command::Screen(1)),
            with(Held::Alt, Key::Num3, Command::Screen(2)),
            with(Held::Alt, Key::Num4, Command::Screen(3)),
        ],
    ),
    line(
        Everywhere,
        "? or F1",
        "Show these keys; F1 while typing too",
        &[with(Held::AsNeeded, Key::Questionmark, Command::Sheet), plain(Key::F1, Command::Sheet)],
    ),
    line(Everywhere, "Tab, Shift+Tab", "The control after and before", &[]),
    line(Everywhere, "Space or Enter", "Press the control with the focus", &[]),
];
