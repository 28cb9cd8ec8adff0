//! Pictures of every screen, light and dark, in two sizes, of the real window on virtual devices. Run by
//! script/pictures, which says where they go (`PICTURES`).

mod e2e;

use std::path::{Path, PathBuf};
use std::time::Duration;

use e2e::window::{Start, Window};
use e2e::{devices, importing, program};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use greenroom::store::{Folders, SessionRecord, Store, TakePart, TakeRecord};

/// Something that follows at once.
const SOON: Duration = Duration::from_secs(10);

/// Something that follows when the interviewer has said a few sentences.
const AFTER_SPEECH: Duration = Duration::from_secs(60);

/// Width and height of the pictures, points: a usual window, and the smallest that every screen is made for.
const SIZES: [(u32, u32); 2] = [(1280, 800), (900, 600)];

/// How long a window takes to have its new size, and what moves to come to rest.
const REST: Duration = Duration::from_millis(700);

/// Where pictures go, and of which look.
struct Album {
    folder: PathBuf,
    look: &'static str,
}

impl Album {
    fn of(look: &'static str) -> Self {
        let folder = std::env::var_os("PICTURES").expect("script/pictures says where they go");
        Self { folder: folder.into(), look }
    }

    /// Takes a picture in each size.
    fn take(&self, window: &mut Window, screen: &str) {
        for (width, height) in SIZES {
            window.resize(width, height);
            window.pointer_away();
            std::thread::sleep(REST);
            let name = format!("{screen}-{}-{width}x{height}.png", self.look);
            let picture = window.picture();
            assert_eq!(size_of(&picture), (width, height), "{name}");
            std::fs::write(self.folder.join(&name), picture).expect("a picture can be kept");
        }
        let (width, height) = SIZES[0];
        window.resize(width, height);
    }
}

/// Width and height in the head of a PNG file.
fn size_of(png: &[u8]) -> (u32, u32) {
    let number =
        |at: usize| png[at..at + 4].iter().fold(0, |number, byte| number << 8 | u32::from(*byte));
    (number(16), number(20))
}

#[test]
#[ignore = "needs the virtual devices; run by script/pictures"]
fn every_screen_in_light() {
    every_screen("light");
}

#[test]
#[ignore = "needs the virtual devices; run by script/pictures"]
fn every_screen_in_dark() {
    every_screen("dark");
}

#[test]
#[ignore = "needs the virtual devices; run by script/pictures"]
fn listening_in_light() {
    listening("light");
}

#[test]
#[ignore = "needs the virtual devices; run by script/pictures"]
fn listening_in_dark() {
    listening("dark");
}

#[test]
#[ignore = "needs the virtual devices; run by script/pictures"]
fn importing_in_light() {
    importing("light");
}

#[test]
#[ignore = "needs the virtual devices; run by script/pictures"]
fn importing_in_dark() {
    importing("dark");
}

/// An article from where it is pasted to the bank it becomes, and a bank that is given away.
fn importing(look: &'static str) {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the pictures");
    let album = Album::of(look);
    let data = folder.path().join("data");
    let mut window = Window::open(&Start { look, ..Start::usual(&data) });
    importing::open(&mut window);
    album.take(&mut window, "import");
    importing::paste(&mut window);
    album.take(&mut window, "import-preview");
    importing::left_out(&mut window);
    album.take(&mut window, "import-left-out");
    window.click("List: Questions (5)");
    window.click(importing::KEEP);
    window.control("Rehearse it", SOON);
    album.take(&mut window, "import-kept");
    window.click("Dismiss");
    window.click("Export…");
    window.control("Export", SOON);
    // The suggested folder is that of the machine that the picture is taken on.
    let path = window.wait("path", SOON, |thing| thing.name == "Path of the file");
    window.click_at(path.middle);
    window.press(Key::A, Modifiers::COMMAND);
    window.type_text("~/Documents/museum-prep-sheet.html");
    window.wait("path", SOON, |thing| thing.name == "Path of the file");
    album.take(&mut window, "export");
}

#[test]
#[ignore = "needs the virtual devices; run by script/pictures"]
fn what_is_asked_in_light() {
    what_is_asked("light");
}

#[test]
#[ignore = "needs the virtual devices; run by script/pictures"]
fn what_is_asked_in_dark() {
    what_is_asked("dark");
}

/// Blanks of which some are filled, the role, and the grid with ratings of earlier takes.
fn what_is_asked(look: &'static str) {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the pictures");
    let album = Album::of(look);
    let data = folder.path().join("data");
    practised(&data);
    let mut window = Window::open(&Start { look, ..Start::usual(&data) });
    window.control("Begin", SOON);
    window.click("Role guide…");
    album.take(&mut window, "questions-guide");
    for (page, name) in [("Blanks", "blanks"), ("Coverage", "coverage")] {
        window.click(&format!("Page: {page}"));
        if name == "coverage" {
            window.wait_for_words("best rating 4", SOON);
        }
        album.take(&mut window, &format!("questions-{name}"));
    }
}

/// A profile with a few words, and a session whose takes are rated.
fn practised(data: &Path) {
    let (store, _notices) = Store::open(Folders::at(data));
    let bank = "patient-relations-officer";
    let mut words = store.profile();
    words.set(bank, "experience/Number/1", "seven");
    words.set(bank, "experience/Previous Company/1", "St. Anne’s Hospital");
    store.save_profile(&words).expect("words can be kept");
    let record = SessionRecord::new(bank);
    let now = "2026-11-20T09:00:00[UTC]".parse().expect("a time");
    let session = store.begin_session(&record, &now).expect("a session");
    session.save_record(&record).expect("its record can be kept");
    let rated = ["experience", "difficult-family", "investigate", "conflict", "culture", "trust"];
    for (place, (question, rating)) in rated.iter().zip([4, 3, 5, 4, 2, 4]).enumerate() {
        let paths = session.take_paths(place, question, TakePart::Answer, 1);
        std::fs::write(&paths.wav, "").expect("a recording can be kept");
        let take = TakeRecord {
            began: "2026-11-20T09:00:00+00:00".to_owned(),
            rating: Some(rating),
            ..TakeRecord::new(*question, TakePart::Answer, 1)
        };
        session.save_take(&paths, &take).expect("its notes can be kept");
    }
}

#[test]
#[ignore = "needs the virtual devices; run by script/pictures"]
fn questions_in_light() {
    questions("light");
}

#[test]
#[ignore = "needs the virtual devices; run by script/pictures"]
fn questions_in_dark() {
    questions("dark");
}

/// The questions of a bank: one of them, what is found in all banks, and the bank as a whole.
fn questions(look: &'static str) {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the pictures");
    let album = Album::of(look);
    let data = folder.path().join("data");
    let mut window = Window::open(&Start { look, ..Start::usual(&data) });
    window.control("Begin", SOON);
    window.press(Key::Num2, Modifiers::ALT);
    window.control("Hear the model answer", SOON);
    album.take(&mut window, "questions");
    window.click("Role guide beside");
    window.control("Hear: The work", SOON);
    album.take(&mut window, "questions-guide-beside");
    window.click("Role guide beside");
    window.control("Hear the model answer", SOON);
    window.click("Title, role, what you ask back");
    album.take(&mut window, "questions-role");
    window.press(Key::F, Modifiers::COMMAND);
    window.type_text("patient calm");
    window.wait_for_words("found", SOON);
    album.take(&mut window, "questions-search");
}

/// A session that was made before: a stretch looped and enlarged, and two takes side by side.
fn listening(look: &'static str) {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the pictures");
    let album = Album::of(look);
    let data = folder.path().join("data");
    let answer = program::spoken_answer(&data);
    // Long enough to be measured before anybody looks.
    assert!(answer.secs() > 10.0, "{} s", answer.secs());
    second_take(&data);
    let mut window = Window::open(&Start { look, ..Start::usual(&data) });
    window.control("Begin", SOON);
    window.press(Key::Num3, Modifiers::ALT);
    window.control("Play", SOON);
    for key in [Key::Plus, Key::ArrowRight, Key::ArrowRight, Key::L] {
        window.press(key, Modifiers::NONE);
    }
    window.control("Part shown", SOON);
    album.take(&mut window, "review-loop");
    window.press(Key::Escape, Modifiers::NONE);
    window.press(Key::C, Modifiers::NONE);
    window.control("Play the right take", SOON);
    album.take(&mut window, "review-compare");
}

/// Puts a second take of its first question into the only session: the same, but shorter.
fn second_take(data: &Path) {
    let sessions = std::fs::read_dir(data.join("sessions")).expect("sessions");
    let session = sessions.flatten().next().expect("a session").path();
    let files = std::fs::read_dir(&session).expect("its files").flatten().map(|file| file.path());
    let names = |path: &PathBuf| path.to_string_lossy().ends_with(".take1.json");
    let first = files.filter(names).min().expect("a take");
    let second = PathBuf::from(first.to_string_lossy().replace(".take1.", ".take2."));
    let text = std::fs::read_to_string(&first).expect("its notes");
    let mut notes: serde_json::Value = serde_json::from_str(&text).expect("notes are JSON");
    let sound = e2e::sound::Sound::read(&first.with_extension("wav"));
    let sound = sound.between(0.0, sound.secs() * 0.6);
    sound.write(&second.with_extension("wav"));
    let name = second.with_extension("wav");
    notes["file"] = name.file_name().expect("a name").to_string_lossy().into();
    notes["take"] = 2.into();
    notes["rating"] = 4.into();
    notes["frames"] = sound.samples.len().into();
    notes.as_object_mut().expect("a table").remove("measures");
    std::fs::write(&second, notes.to_string()).expect("notes can be kept");
}

fn every_screen(look: &'static str) {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the pictures");
    let album = Album::of(look);
    first_start(&album, &folder.path().join("first"));
    let answer = folder.path().join("answer.wav");
    program::spoken_answer(&folder.path().join("speech")).between(0.0, 30.0).write(&answer);
    let data = folder.path().join("data");
    let mut window = Window::open(&Start { look, pacing: "One-way 30/90", ..Start::usual(&data) });
    prepare(&album, &mut window);
    room(&album, &mut window, &answer);
    review(&album, &mut window);
    settings(&album, &mut window);
}

fn first_start(album: &Album, data: &Path) {
    let start = Start { look: album.look, first_start_done: false, ..Start::usual(data) };
    let mut window = Window::open(&start);
    for step in 1..=3 {
        window.wait_for_words(&format!("step {step} of 3"), SOON);
        album.take(&mut window, &format!("first-start-{step}"));
        window.click(if step < 3 { "Next" } else { "Start preparing" });
    }
    window.control("Begin", SOON);
}

fn prepare(album: &Album, window: &mut Window) {
    window.control("Begin", SOON);
    window.click("Which questions");
    window.click("A number at random");
    let number = window.wait("number field", SOON, |thing| {
        thing.role == Role::SpinButton && thing.name == "Number of questions"
    });
    window.click_at(number.middle);
    window.type_text("2");
    window.press(Key::Enter, Modifiers::NONE);
    window.wait_for_words("2 questions · ", SOON);
    // The voices are looked for when the window opens.
    std::thread::sleep(Duration::from_secs(3));
    album.take(window, "prepare");
}

fn room(album: &Album, window: &mut Window, answer: &Path) {
    window.click("Begin");
    window.wait_for_words("Question 1 of 2", AFTER_SPEECH);
    std::thread::sleep(Duration::from_secs(1));
    album.take(window, "room-asking");
    // The countdown, as soon as the question has been asked.
    window.wait("countdown", AFTER_SPEECH, |thing| thing.role == Role::Timer);
    album.take(window, "room-thinking");
    window.click("I’m ready");
    window.control("I’m done", SOON);
    let spoken = devices::speak(answer);
    std::thread::sleep(Duration::from_secs(8));
    album.take(window, "room-answering");
    std::thread::sleep(Duration::from_secs(6));
    window.click("I’m done");
    drop(spoken);
    window.wait_for_words("Question 2 of 2", AFTER_SPEECH);
    window.click("Skip");
    window.click("Skip? S again");
    window.wait_for_words("Your turn", AFTER_SPEECH);
    album.take(window, "room-your-turn");
    window.click("No more questions");
    window.click("No more? S again");
}

fn review(album: &Album, window: &mut Window) {
    window.control("Play", AFTER_SPEECH);
    window.click("Play");
    // Marked as one listens.
    for key in [Key::Num1, Key::F, Key::Num2, Key::Num3, Key::Num4] {
        std::thread::sleep(Duration::from_secs(1));
        window.press(key, Modifiers::NONE);
    }
    window.click("Pause");
    window.press(Key::Num4, Modifiers::COMMAND);
    album.take(window, "review");
    for (page, name) in [("Measures", "review-measures"), ("Progress", "review-progress")] {
        window.click(&format!("Beside the take: {page}"));
        album.take(window, name);
    }
}

#[test]
#[ignore = "needs the virtual devices; run by script/pictures"]
fn deleting_in_light() {
    deleting("light");
}

#[test]
#[ignore = "needs the virtual devices; run by script/pictures"]
fn deleting_in_dark() {
    deleting("dark");
}

/// A starred take, what is asked before one is deleted, the way back, and how long recordings are kept.
fn deleting(look: &'static str) {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the pictures");
    let album = Album::of(look);
    let data = folder.path().join("data");
    let place = data.display().to_string();
    let demo = ["demo", "--fast", "--questions", "3", "--seed", "3", "--out", &place, "--json"];
    program::json(&demo, Duration::from_secs(120));
    let mut window = Window::open(&Start { look, ..Start::usual(&data) });
    window.control("Begin", SOON);
    window.press(Key::Num3, Modifiers::ALT);
    window.control("Play", SOON);
    window.press(Key::S, Modifiers::NONE);
    window.control("Starred", SOON);
    window.press(Key::Delete, Modifiers::NONE);
    window.control("Move to the wastebasket", SOON);
    album.take(&mut window, "review-delete");
    window.click("Move to the wastebasket");
    window.control("Undo", SOON);
    album.take(&mut window, "review-deleted");
    window.press(Key::Num4, Modifiers::ALT);
    window.click("Recordings");
    window.wait_for_words("recordings; room", SOON);
    window.click("Keep recordings");
    window.click("For a time; starred takes forever");
    window.control("Older means", SOON);
    album.take(&mut window, "settings-recordings");
}

fn settings(album: &Album, window: &mut Window) {
    window.click("Settings");
    // Not the folders: their names are those of the machine that the picture is taken on.
    let pages = ["Sound", "Voice", "Pacing", "Listening", "Look"];
    for page in pages {
        window.click(page);
        std::thread::sleep(Duration::from_secs(1));
        let name = page.to_lowercase().replace(' ', "-");
        album.take(window, &format!("settings-{name}"));
    }
}

#[test]
#[ignore = "needs the virtual devices; run by script/pictures"]
fn choosing_in_light() {
    choosing("light");
}

#[test]
#[ignore = "needs the virtual devices; run by script/pictures"]
fn choosing_in_dark() {
    choosing("dark");
}

/// Which questions are asked, after interviews that were rated weeks ago.
fn choosing(look: &'static str) {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the pictures");
    let album = Album::of(look);
    let data = folder.path().join("data");
    let place = data.display().to_string();
    let demo = ["demo", "--fast", "--questions", "8", "--seed", "3", "--out", &place, "--json"];
    program::json(&demo, Duration::from_secs(120));
    rate_in_turn(&data);
    let mut window = Window::open(&Start { look, ..Start::usual(&data) });
    window.control("Begin", SOON);
    std::thread::sleep(Duration::from_secs(3));
    let mut chosen = |line: &str, name: &str| {
        window.click("Which questions");
        let line = window.wait(line, SOON, |thing| thing.name.starts_with(line));
        window.click_at(line.middle);
        album.take(&mut window, name);
    };
    chosen("By kind", "prepare-by-kind");
    chosen("By ability", "prepare-by-ability");
    chosen("Weak first", "prepare-weak");
    chosen("Due", "prepare-due");
    chosen("Picked", "prepare-picked");
    window.press(Key::Escape, Modifiers::NONE);
    window.click("Review");
    window.control("Play", SOON);
    window.click("When it returns");
    album.take(&mut window, "review-returns");
}

/// Rates the answers of the only session 1 to 5 and again.
fn rate_in_turn(data: &Path) {
    let sessions = std::fs::read_dir(data.join("sessions")).expect("sessions");
    let session = sessions.flatten().next().expect("a session").path();
    let files = std::fs::read_dir(&session).expect("its files").flatten().map(|file| file.path());
    let mut all: Vec<_> =
        files.filter(|path| path.to_string_lossy().ends_with(".take1.json")).collect();
    all.sort();
    for (nth, path) in all.into_iter().enumerate() {
        let text = std::fs::read_to_string(&path).expect("its notes");
        let mut notes: serde_json::Value = serde_json::from_str(&text).expect("notes are JSON");
        notes["rating"] = (nth % 5 + 1).into();
        let days = i64::try_from(nth).expect("a few").saturating_add(1);
        let began = jiff::ZonedDateTime::now().saturating_add(jiff::Span::new().days(-days));
        notes["began"] = began.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string().into();
        std::fs::write(&path, notes.to_string()).expect("notes can be kept");
    }
}

#[test]
#[ignore = "needs the virtual devices; run by script/pictures"]
fn troubles_in_light() {
    troubles("light");
}

#[test]
#[ignore = "needs the virtual devices; run by script/pictures"]
fn troubles_in_dark() {
    troubles("dark");
}

/// An answer whose microphone is lost, whose folder is gone, and whose page fails.
fn troubles(look: &'static str) {
    devices::require();
    // A page that failed shows where its report is: the same in every picture.
    let folder = tempfile::Builder::new().prefix("greenroom-pictures").rand_bytes(0).tempdir();
    let folder = folder.expect("a folder for the pictures");
    let album = Album::of(look);
    let data = folder.path().join("data");
    let answer = folder.path().join("answer.wav");
    program::spoken_answer(&folder.path().join("speech")).between(0.0, 30.0).write(&answer);
    let order = folder.path().join("panic");
    let environment = [("GREENROOM_PANIC", order.to_str().expect("a plain path"))];
    let pacing = "One-way 30/90";
    let start = Start { look, pacing, environment: &environment, ..Start::usual(&data) };
    let mut window = Window::open(&start);
    window.control("Begin", SOON);
    window.click("Begin");
    window.control("I’m ready", AFTER_SPEECH);
    window.click("I’m ready");
    window.control("I’m done", SOON);
    let spoken = devices::speak(&answer);
    std::thread::sleep(Duration::from_secs(3));
    devices::plug_in("headset", "Headset");
    devices::pull_out("mic");
    window.control("Try again", SOON);
    album.take(&mut window, "room-no-microphone");
    devices::plug_in("mic", "Microphone");
    devices::make_default("mic");
    devices::pull_out("headset");
    // It goes on by itself.
    window.control("I’m done", AFTER_SPEECH);
    let sessions = std::fs::read_dir(data.join("sessions")).expect("sessions");
    let session = sessions.flatten().next().expect("a session").path();
    std::fs::remove_dir_all(session).expect("its folder can be removed");
    window.control("Choose another folder…", SOON);
    album.take(&mut window, "room-no-folder");
    std::fs::write(&order, "view").expect("a panic can be asked for");
    window.pointer_away();
    window.wait_for_words("This page stopped unexpectedly", SOON);
    album.take(&mut window, "stopped");
    drop((spoken, window));
}
