//! What is typed is no command, with a keyboard of its own for the window.

use std::time::Duration;

use super::SOON;
use crate::e2e::window::{Start, Window};
use crate::e2e::{devices, keys, pacings, session};

/// Something that follows when the interviewer has asked a question.
const AFTER_QUESTION: Duration = Duration::from_secs(60);

/// A sentence with every letter that is a key of an interview.
const SENTENCE: &str = "my quiet plan was not one of skips and repeats so i ran on ";

#[test]
#[ignore = "needs the virtual devices of script/e2e"]
fn notes_typed_over_the_end_of_the_time_to_think_press_nothing() {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the test");
    let data = folder.path().join("data");
    pacings::write(&data);
    let mut window = Window::open(&Start { pacing: pacings::ONE_WAY, ..Start::usual(&data) });
    keys::focus("Greenroom", SOON);
    keys::press(&["ctrl+Return"]);
    let notes = window.control("Notes for this answer", AFTER_QUESTION);
    println!("{notes:?}");
    // Two seconds to think, then into the answer, which ends by itself after twelve.
    keys::type_text(SENTENCE, Duration::from_millis(110));
    window.control("I’m done", SOON);
    let takes: Vec<String> = session::all_files(&data)
        .iter()
        .filter_map(|path| path.file_name()?.to_str().map(str::to_owned))
        .filter(|name| name.contains(".take"))
        .collect();
    println!("{takes:?}");
    assert!(takes.iter().any(|name| name.ends_with(".wav.part")), "it is still recorded");
    assert!(takes.iter().all(|name| name.starts_with("01-")), "no other question was begun");
}
