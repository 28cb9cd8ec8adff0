//! Notes on a take, typed letter by letter in the real window, as its files show it. Run by script/e2e.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use egui::{Key, Modifiers};

use crate::e2e::session::SessionFiles;
use crate::e2e::window::Window;
use crate::e2e::{devices, program};
use crate::{SOON, review, until_on_disk};

/// Counts how often a file is replaced by another: every writing is a new file.
struct Replacements {
    is_over: Arc<AtomicBool>,
    counter: std::thread::JoinHandle<usize>,
}

impl Replacements {
    fn of(path: PathBuf) -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let over = Arc::clone(&is_over);
        let counter = std::thread::spawn(move || {
            let now = || std::fs::metadata(&path).map(|about| (about.ino(), about.mtime_nsec()));
            let (mut last, mut count) = (now().expect("it is there"), 0);
            while !over.load(Ordering::Acquire) {
                if let Ok(seen) = now()
                    && seen != last
                {
                    (last, count) = (seen, count + 1);
                }
                std::thread::sleep(Duration::from_millis(1));
            }
            count
        });
        Self { is_over, counter }
    }

    fn count(self) -> usize {
        self.is_over.store(true, Ordering::Release);
        self.counter.join().expect("it counts")
    }
}

fn sidecar(data: &Path) -> PathBuf {
    SessionFiles::only(data).takes[0].wav.with_extension("json")
}

/// The note's field gets the keyboard.
fn write_a_note(window: &mut Window) {
    let field = window.wait("the field for notes", SOON, |thing| {
        thing.is_control() && thing.name == "Notes on this take"
    });
    window.click_at(field.middle);
    let has_it = |window: &mut Window| window.focused().is_some_and(|it| it.name == field.name);
    let begun = Instant::now();
    while !has_it(window) {
        assert!(begun.elapsed() < SOON, "the field has no keyboard:\n{}", window.words());
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
#[ignore = "needs the virtual devices of script/e2e"]
fn a_hundred_letters_of_a_note_are_a_few_writings_and_none_of_them_is_lost() {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the test");
    let data = folder.path().join("data");
    program::spoken_answer(&data);
    let mut window = review(&data);
    write_a_note(&mut window);
    let writings = Replacements::of(sidecar(&data));
    let begun = Instant::now();
    let text: String = ('a'..='j').cycle().take(100).collect();
    for letter in text.chars() {
        window.type_key(Key::A, &letter.to_string());
    }
    let typed = begun.elapsed();
    // At rest it is all there within a second, with nothing left or closed.
    until_on_disk(&data, &text);
    let written = begun.elapsed() - typed;
    let writings = writings.count();
    println!("{writings} writings in {typed:?}; all on disk {written:?} after the last letter");
    assert!((writings as f64) <= (typed + written).as_secs_f64() * 2.0 + 1.0, "{writings}");
    assert!(written < Duration::from_secs(3), "{written:?}");
    // And when it is left at once.
    window.type_text("!?");
    window.press(Key::Num1, Modifiers::ALT);
    until_on_disk(&data, &format!("{text}!?"));
    drop(window);
    let mut window = review(&data);
    window.wait_for_words(&format!("{text}!?"), SOON);
}

/// Sleep is held off while a take is played in Review, and neither before nor after it.
#[cfg(not(target_os = "macos"))]
#[test]
#[ignore = "needs the virtual devices of script/e2e"]
fn the_computer_is_kept_awake_while_something_is_heard_and_not_by_a_window_at_rest() {
    use crate::e2e::bus::Bus;
    use crate::e2e::window::Start;
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the test");
    let data = folder.path().join("data");
    program::spoken_answer(&data);
    let bus = Bus::start();
    let environment = [("DBUS_SYSTEM_BUS_ADDRESS", bus.address.as_str())];
    let mut window = Window::open(&Start { environment: &environment, ..Start::usual(&data) });
    window.control("Begin", SOON);
    std::thread::sleep(Duration::from_secs(2));
    window.press(Key::Num3, Modifiers::ALT);
    window.control("Play", SOON);
    std::thread::sleep(Duration::from_secs(1));
    assert!(bus.asked().is_empty(), "nothing is recorded or played: {:?}", bus.asked());
    window.click("Play");
    bus.wait_until_held(1, "while a take is heard");
    window.click("Pause");
    bus.wait_until_held(0, "while it is paused");
    window.click("Play");
    bus.wait_until_held(1, "after the pause");
    window.press(Key::Num1, Modifiers::ALT);
    bus.wait_until_held(0, "after Review was left");
}
