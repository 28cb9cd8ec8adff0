//! The table against itself, the README and keyboards of many countries.

use egui::{Key, Modifiers};

use super::chord::{Chord, Held, Press};
use super::table::{TABLE, chords};
use super::{Command, ListenerKey, Place, ReviewKey, RoomKey};

fn pressed(key: Key, place: Key, modifiers: Modifiers) -> Press {
    Press { key, physical: Some(place), modifiers, repeat: false }
}

fn meaning(at: Place, key: Key, place: Key, modifiers: Modifiers, latin: bool) -> Option<Command> {
    pressed(key, place, modifiers).meaning(&chords(at), latin)
}

/// The chord that a printed key stands for; what was held with the one before counts on.
fn chord_of(printed: &str, held: &mut String) -> (Held, Key) {
    let (with, name) = printed
        .rsplit_once('+')
        .filter(|(with, _)| !with.is_empty())
        .map_or_else(|| (held.clone(), printed), |(with, name)| (with.to_owned(), name));
    held.clone_from(&with);
    let with = match with.as_str() {
        "" => Held::Nothing,
        "Shift" => Held::Shift,
        "Ctrl" => Held::Ctrl,
        "Ctrl+Shift" => Held::CtrlShift,
        "Alt" => Held::Alt,
        other => panic!("{other} is held"),
    };
    let key = match name {
        "↑" => Key::ArrowUp,
        "↓" => Key::ArrowDown,
        "←" => Key::ArrowLeft,
        "→" => Key::ArrowRight,
        "PgUp" => Key::PageUp,
        "PgDn" => Key::PageDown,
        "Esc" => Key::Escape,
        "−" => Key::Minus,
        other => Key::from_name(other).unwrap_or_else(|| panic!("no key {other}")),
    };
    (with, key)
}

/// All chords printed in a cap such as `Ctrl+1…8` or `↑ ↓`.
fn printed(cap: &str) -> Vec<(Held, Key)> {
    let mut held = String::new();
    let mut all = Vec::new();
    for token in cap.split([',', ' ']).filter(|token| !token.is_empty() && *token != "or") {
        let Some((from, to)) = token.split_once('…') else {
            all.push(chord_of(token, &mut held));
            continue;
        };
        let (with, from) = from.rsplit_once('+').unwrap_or(("", from));
        let numbers = from.parse::<u8>().expect("a digit")..=to.parse().expect("a digit");
        for number in numbers {
            let one = if with.is_empty() { number.to_string() } else { format!("{with}+{number}") };
            all.push(chord_of(&one, &mut held));
        }
    }
    all
}

#[test]
fn what_is_printed_is_what_works() {
    for entry in TABLE.iter().filter(|entry| !entry.keys.is_empty()) {
        for (held, key) in printed(entry.cap) {
            let works = entry.keys.iter().any(|(chord, _)| {
                chord.key == key && (chord.held == held || chord.held == Held::AsNeeded)
            });
            assert!(
                works,
                "{:?} of “{}” at {:?} does nothing",
                (held, key),
                entry.cap,
                entry.place
            );
        }
        assert!(!entry.does.ends_with('.'), "{}", entry.does);
    }
}

#[test]
fn no_key_means_two_things_at_one_place() {
    let together = [
        &[Place::Questions, Place::QuestionList][..],
        &[Place::Room],
        &[Place::Review],
        &[Place::Settings],
    ];
    for places in together {
        let here = |entry: &&super::Entry| {
            places.contains(&entry.place) || entry.place == Place::Everywhere
        };
        let all: Vec<Chord> = TABLE
            .iter()
            .filter(here)
            .flat_map(|entry| entry.keys)
            .map(|(chord, _)| *chord)
            .collect();
        for (nth, one) in all.iter().enumerate() {
            let twins =
                all.iter().skip(nth + 1).filter(|two| (two.held, two.key) == (one.held, one.key));
            assert_eq!(twins.count(), 0, "{one:?} at {places:?}");
        }
    }
}

#[test]
fn digits_count_by_their_place_on_every_layout() {
    let none = Modifiers::NONE;
    let part = |nth| Some(Command::Review(ReviewKey::Listener(ListenerKey::BeginPart(nth))));
    let remove = |nth| Some(Command::Review(ReviewKey::Listener(ListenerKey::RemovePart(nth))));
    // French 4 is “'”, Czech 1 is “+”, which else enlarges the waveform; with Shift they are digits.
    assert_eq!(meaning(Place::Review, Key::Quote, Key::Num4, none, true), part(3));
    assert_eq!(meaning(Place::Review, Key::Plus, Key::Num1, none, true), part(0));
    assert_eq!(meaning(Place::Review, Key::Num1, Key::Num1, Modifiers::SHIFT, true), remove(0));
    assert_eq!(
        meaning(Place::Review, Key::Exclamationmark, Key::Num1, Modifiers::SHIFT, true),
        remove(0)
    );
    // French 6 is “−”, and 6 means nothing there; a real minus is one.
    let out = Some(Command::Review(ReviewKey::Zoom(-1)));
    assert_eq!(meaning(Place::Review, Key::Minus, Key::Num6, none, true), out);
    assert_eq!(meaning(Place::Review, Key::Minus, Key::Slash, none, true), out);
    // German “[” needs Alt Gr with 8, which Windows calls Ctrl and Alt.
    let slower = Some(Command::Review(ReviewKey::Speed(-1)));
    let alt_gr = Modifiers::CTRL | Modifiers::COMMAND | Modifiers::ALT;
    for held in [none, alt_gr] {
        assert_eq!(meaning(Place::Review, Key::OpenBracket, Key::Num8, held, true), slower);
    }
    // Alt Gr is no Ctrl.
    assert_eq!(meaning(Place::Room, Key::Num6, Key::Num6, alt_gr, true), None);
    let screen = Some(Command::Screen(3));
    assert_eq!(meaning(Place::Everywhere, Key::Quote, Key::Num4, Modifiers::ALT, true), screen);
}

#[test]
fn letters_count_by_what_they_are_and_only_else_by_their_place() {
    let none = Modifiers::NONE;
    let room = |key, place, latin| meaning(Place::Room, key, place, none, latin);
    // Dvorak: S lies at the semicolon, O at S, the apostrophe at Q.
    assert_eq!(room(Key::S, Key::Semicolon, true), Some(Command::Room(RoomKey::Skip)));
    assert_eq!(room(Key::O, Key::S, true), None);
    assert_eq!(room(Key::Quote, Key::Q, true), None);
    // Hebrew has a slash at Q, Greek a semicolon. Cyrillic letters come as their places already.
    assert_eq!(room(Key::Slash, Key::Q, false), Some(Command::Room(RoomKey::ShowQuestion)));
    assert_eq!(room(Key::Semicolon, Key::Q, false), Some(Command::Room(RoomKey::ShowQuestion)));
    assert_eq!(room(Key::S, Key::S, false), Some(Command::Room(RoomKey::Skip)));
    // French: M lies at the semicolon, a comma at M.
    let flip = Some(Command::Review(ReviewKey::Flip));
    assert_eq!(meaning(Place::Review, Key::M, Key::Semicolon, none, true), flip);
    assert_eq!(meaning(Place::Review, Key::Comma, Key::M, none, true), None);
}

#[test]
fn a_held_key_acts_again_only_where_that_is_wanted() {
    let held = |key| Press { repeat: true, ..pressed(key, key, Modifiers::NONE) };
    assert_eq!(held(Key::Space).meaning(&chords(Place::Room), true), None);
    assert_eq!(held(Key::Delete).meaning(&chords(Place::Review), true), None);
    let seek = Some(Command::Review(ReviewKey::SeekBy(5)));
    assert_eq!(held(Key::ArrowRight).meaning(&chords(Place::Review), true), seek);
}

#[test]
fn the_readme_lists_the_same_keys() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).expect("it is in the repository");
    let (_, rest) = readme.split_once("\n## Keys\n").expect("has the heading");
    let section = rest.split("\n## ").next().unwrap_or(rest);
    let table: String = section
        .lines()
        .filter(|line| line.starts_with('|'))
        .map(|line| format!("{line}\n"))
        .collect();
    assert_eq!(table, super::readme_table());
}
