//! From an article to a rehearsal in the real window, on virtual devices. Run by script/e2e.

mod e2e;

use std::time::Duration;

use e2e::session::SessionFiles;
use e2e::window::{Start, Window};
use e2e::{devices, importing, pacings, program};

/// Something that follows at once.
const SOON: Duration = Duration::from_secs(10);

/// Something that follows when the interviewer has said a few sentences; any voice may have to say it.
const AFTER_SPEECH: Duration = Duration::from_secs(60);

#[test]
#[ignore = "needs the virtual devices of script/e2e"]
fn an_article_that_is_pasted_becomes_a_rehearsal_with_a_take() {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the test");
    let file = folder.path().join("answer.wav");
    program::spoken_answer(&folder.path().join("speech")).between(0.0, 5.0).write(&file);
    let data = folder.path().join("data");
    pacings::write(&data);
    let mut window = Window::open(&Start { pacing: pacings::OPEN_END, ..Start::usual(&data) });
    importing::open(&mut window);
    importing::paste(&mut window);
    window.click(importing::KEEP);
    window.click("Rehearse it");
    window.wait_for_words("5 questions", SOON);
    window.click("Begin");
    window.wait_for_words("Question 1 of 5", AFTER_SPEECH);
    window.control("I’m done", AFTER_SPEECH);
    let mut spoken = devices::speak(&file);
    assert!(spoken.0.wait().expect("paplay ends").success());
    std::thread::sleep(Duration::from_millis(500));
    window.click("I’m done");
    window.wait_for_words("Question 2 of 5", AFTER_SPEECH);
    let session = SessionFiles::only(&data);
    let take = session.takes.first().expect("a take");
    take.assert_whole();
    let name = take.wav.display().to_string();
    assert!(name.contains("museum"), "under the imported bank: {name}");
    assert!(take.record.to_string().contains("Tell me about yourself."), "{}", take.record);
    let kept = std::fs::read_dir(data.join("banks")).expect("banks").flatten();
    assert_eq!(kept.filter(|one| one.path().extension().is_some()).count(), 1);
}

#[test]
#[ignore = "needs the virtual devices of script/e2e"]
fn what_is_copied_can_be_pasted_through_the_systems_clipboard() {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the test");
    let mut window = Window::open(&Start::usual(&folder.path().join("data")));
    importing::open(&mut window);
    importing::paste(&mut window);
    importing::left_out(&mut window);
    window.click("Copy them");
    window.click("Back");
    window.click("Clear");
    window.click("Paste");
    // It is read at once; whatever it is taken for, it is there.
    window.wait_for_words("Guides for newcomers", SOON);
}

#[test]
#[ignore = "needs the virtual devices of script/e2e"]
fn a_desktop_without_file_dialog_is_told_of() {
    devices::require();
    let programs = std::env::var_os("PATH").unwrap_or_default();
    if std::env::split_paths(&programs).any(|folder| folder.join("zenity").exists()) {
        return println!("there is one: it would open");
    }
    let folder = tempfile::tempdir().expect("a folder for the test");
    let mut window = Window::open(&Start::usual(&folder.path().join("data")));
    importing::open(&mut window);
    window.click("Open a file…");
    window.wait_for_words("There is no file dialog on this desktop", SOON);
    window.control("Open a file…", SOON);
}
