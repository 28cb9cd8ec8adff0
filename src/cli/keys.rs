//! Keys for the terminal rehearsal: single keys at a terminal, one letter a line from a pipe.

use std::io::{BufRead as _, Write as _};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use anyhow::Context as _;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

use crate::store;

/// What can be pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Key {
    /// The next natural thing.
    Next,
    /// Hear the question again.
    Repeat,
    /// See the question.
    ShowQuestion,
    /// Another take.
    Retake,
    /// This answer again, which nobody heard.
    BeginAgain,
    /// The next question.
    Skip,
    /// Undo a skip, or an answer that was ended by mistake.
    TakeBack,
    /// Pause, or go on.
    Pause,
    /// End the interview.
    End,
    /// Ask a question of one's own.
    Ask,
    /// Try the lost device again.
    TryAgain,
    /// Go on without it.
    GoOnWithout,
    /// Write what can't be written to this folder.
    SaveIn(PathBuf),
    /// The pacing of this number, from 1.
    Pacing(usize),
}

/// The line of keys.
pub(super) const HELP: &str = "Space: next   r: repeat   q: show the question   n: again   b: begin afresh   s: skip   \
                               u: undo   p: pause   1-8: pacing   e: end";

/// Keys as they come; dropping it gives the terminal back.
pub(super) struct Terminal {
    /// The keys.
    pub keys: Receiver<Key>,
    /// Whether the terminal is read key by key.
    pub raw: bool,
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if self.raw && disable_raw_mode().is_err() {
            complain!("the terminal could not be set back; `reset` does it.");
        }
    }
}

/// Starts listening, on a thread that ends with the program: reading a key can't be interrupted.
pub(super) fn listen() -> anyhow::Result<Terminal> {
    let raw = super::rehearse::at_a_terminal();
    let (tell, keys) = sync_channel(64);
    if raw {
        enable_raw_mode().context("The terminal can't be read key by key")?;
    }
    std::thread::Builder::new()
        .name("keys".to_owned())
        .spawn(move || if raw { from_terminal(&tell) } else { from_lines(&tell) })
        .context("Keys can't be read")?;
    Ok(Terminal { keys, raw })
}

fn from_lines(tell: &SyncSender<Key>) {
    for line in std::io::stdin().lock().lines() {
        let Ok(line) = line else { return };
        if let Some(key) = key_of_line(line.trim())
            && tell.send(key).is_err()
        {
            return;
        }
    }
}

fn from_terminal(tell: &SyncSender<Key>) {
    // The folder that is being typed.
    let mut folder: Option<String> = None;
    while let Ok(event) = read() {
        let Event::Key(KeyEvent { code, kind: KeyEventKind::Press, modifiers, .. }) = event else {
            continue;
        };
        if let Some(typed) = folder.take() {
            folder = type_folder(typed, code, tell);
            continue;
        }
        let key = match code {
            KeyCode::Char('f') if modifiers.is_empty() => {
                show("Folder for the recording (Enter: take it, Esc: don't): ");
                folder = Some(String::new());
                None
            }
            KeyCode::Char('c') if modifiers.contains(KeyModifiers::CONTROL) => Some(Key::End),
            KeyCode::Char(letter) => key_for(letter),
            KeyCode::Enter => Some(Key::Next),
            KeyCode::Esc => Some(Key::End),
            _ => None,
        };
        if key.is_some_and(|key| tell.send(key).is_err()) {
            return;
        }
    }
}

/// Takes another key of a folder's path; gives it back until it is done.
fn type_folder(mut typed: String, code: KeyCode, tell: &SyncSender<Key>) -> Option<String> {
    match code {
        KeyCode::Esc => {
            show("\r\n");
            return None;
        }
        KeyCode::Enter => {
            show("\r\n");
            if !typed.trim().is_empty() {
                // Nobody is left to be told when the interview is over.
                let _over = tell.send(Key::SaveIn(store::typed_path(&typed)));
            }
            return None;
        }
        KeyCode::Backspace if typed.pop().is_some() => show("\u{8} \u{8}"),
        KeyCode::Char(letter) => {
            typed.push(letter);
            show(&letter.to_string());
        }
        _ => {}
    }
    Some(typed)
}

/// What is typed is seen; an output that is gone is no error.
fn show(text: &str) {
    let mut out = std::io::stdout().lock();
    let _gone = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// A key from a pipe: a letter, or `f` and a folder.
fn key_of_line(line: &str) -> Option<Key> {
    match line.strip_prefix("f ") {
        Some(folder) => Some(Key::SaveIn(store::typed_path(folder))),
        None => key_for(line.chars().next().unwrap_or(' ')),
    }
}

/// The letter or digit that an American keyboard has where other ones have these signs: a terminal tells no places.
/// French and Czech digits, Russian, Ukrainian, Greek, Hebrew and Arabic letters; of several at one place each.
const PLACES: [(char, &str); 19] = [
    ('1', "&"),
    ('2', "éě"),
    ('3', "\"š"),
    ('4', "'č"),
    ('5', "(ř"),
    ('6', "-ž"),
    ('7', "èý"),
    ('8', "_á"),
    ('r', "кρרق"),
    ('q', "й/;ض"),
    ('n', "тνמى"),
    ('b', "иβנ"),
    ('s', "ыіσדس"),
    ('u', "гθוع"),
    ('p', "зπפح"),
    ('e', "уεקث"),
    ('a', "фαשش"),
    ('t', "еτאف"),
    ('w', "цςص"),
];

fn key_for(letter: char) -> Option<Key> {
    let letter = letter.to_lowercase().next().unwrap_or(letter);
    let place = PLACES.iter().find(|(_, there)| there.contains(letter)).map(|(here, _)| *here);
    Some(match place.unwrap_or(letter) {
        ' ' | '.' => Key::Next,
        'r' => Key::Repeat,
        'q' => Key::ShowQuestion,
        'n' => Key::Retake,
        'b' => Key::BeginAgain,
        's' => Key::Skip,
        'u' => Key::TakeBack,
        'p' => Key::Pause,
        'e' => Key::End,
        'a' => Key::Ask,
        't' => Key::TryAgain,
        'w' => Key::GoOnWithout,
        digit @ '1'..='8' => Key::Pacing(usize::try_from(digit.to_digit(10)?).ok()?),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_line_is_the_next_natural_thing_and_an_unknown_letter_nothing() {
        assert_eq!(key_for(' '), Some(Key::Next));
        assert_eq!(key_for('R'), Some(Key::Repeat));
        assert_eq!(key_for('3'), Some(Key::Pacing(3)));
        assert_eq!(key_for('9'), None);
        assert_eq!(key_for('Ы'), Some(Key::Skip), "Russian S");
        assert_eq!(key_for('σ'), Some(Key::Skip), "Greek S");
        assert_eq!(key_for('-'), Some(Key::Pacing(6)), "French 6");
        assert_eq!(key_for('ě'), Some(Key::Pacing(2)), "Czech 2");
        assert_eq!(key_of_line(""), Some(Key::Next));
        assert_eq!(key_of_line("f /media/stick"), Some(Key::SaveIn("/media/stick".into())));
    }
}
