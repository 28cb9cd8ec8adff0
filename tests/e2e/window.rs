//! The real window, read and driven from outside by accessible names.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use egui::accesskit::{Node, NodeId, Role, Toggled};
use egui::{Event, Key, Modifiers, PointerButton, Pos2};
use egui_inspection::protocol::{Request, Response, read_handshake, read_message, write_message};

use super::devices::Ended;
use super::program::GREENROOM;

/// The program's window under inspection.
pub struct Window {
    program: Ended,
    line: TcpStream,
}

/// What the user had chosen when the window opens.
pub struct Start<'a> {
    /// The data folder.
    pub data: &'a Path,
    /// Width and height, points.
    pub size: [u32; 2],
    /// `light` or `dark`.
    pub look: &'a str,
    /// The pacing chosen last.
    pub pacing: &'a str,
    /// Whether the three steps of the first start are done.
    pub first_start_done: bool,
    /// More lines of the settings.
    pub more: &'a str,
    /// More of the program's environment.
    pub environment: &'a [(&'a str, &'a str)],
}

impl<'a> Start<'a> {
    /// Everything as usual, with files in `data`.
    pub fn usual(data: &'a Path) -> Self {
        Self {
            data,
            size: [1280, 800],
            look: "light",
            pacing: "Friendly live",
            first_start_done: true,
            more: "",
            environment: &[],
        }
    }

    /// Writes it as the settings of the last time.
    fn write(&self) {
        let [width, height] = self.size;
        let text = format!(
            "schema = 1\nlook = \"{}\"\npacing = \"{}\"\nfirst_start_done = {}\nwindow = [{width}.0, {height}.0]\n{}",
            self.look, self.pacing, self.first_start_done, self.more,
        );
        std::fs::create_dir_all(self.data).expect("the data folder can be made");
        std::fs::write(self.data.join("settings.toml"), text).expect("settings can be written");
    }
}

/// The home of the desktop's wastebasket, and of whatever else programs share, beside the data folder.
pub fn share(data: &Path) -> PathBuf {
    data.with_extension("share")
}

/// One thing in the window.
#[derive(Debug, Clone)]
pub struct Thing {
    /// What it is.
    pub role: Role,
    /// Its name, or its text.
    pub name: String,
    /// Its value, if it has one.
    pub value: String,
    /// Its middle.
    pub middle: Pos2,
    /// Its size.
    pub size: egui::Vec2,
    /// Greyed out.
    pub disabled: bool,
    /// Chosen or ticked.
    pub on: bool,
}

impl Window {
    /// Opens the window and waits until it answers.
    pub fn open(start: &Start<'_>) -> Self {
        start.write();
        let address = free_address();
        let child = Command::new(GREENROOM)
            .env("EGUI_INSPECTION", &address)
            .env("GREENROOM_DATA", start.data)
            .env("GREENROOM_CACHE", start.data.join("cache"))
            // What a test deletes is not for the wastebasket of whoever runs it.
            .env("XDG_DATA_HOME", share(start.data))
            .envs(start.environment.iter().copied())
            .spawn()
            .expect("the program starts");
        let program = Ended(child);
        let line = connect(&address, Duration::from_secs(30));
        line.set_read_timeout(Some(Duration::from_secs(25))).expect("a limit can be set");
        Self { program, line }
    }

    fn call(&mut self, request: Request) -> Response {
        write_message(&mut self.line, &request).expect("the window listens");
        match read_message(&mut self.line).expect("the window answers") {
            Response::Error { message } => panic!("{request:?}: {message}"),
            response => response,
        }
    }

    /// Everything that has a name, a text or a value.
    pub fn things(&mut self) -> Vec<Thing> {
        let Response::Tree { accesskit: Some(tree), .. } = self.call(Request::GetTree) else {
            return Vec::new();
        };
        tree.nodes.iter().filter_map(Thing::of).collect()
    }

    /// What has the keyboard.
    pub fn focused(&mut self) -> Option<Thing> {
        let Response::Tree { accesskit: Some(tree), .. } = self.call(Request::GetTree) else {
            return None;
        };
        tree.nodes.iter().find(|(id, _)| *id == tree.focus).and_then(Thing::of)
    }

    /// All the words in the window, for messages and for looking.
    pub fn words(&mut self) -> String {
        let lines = self
            .things()
            .into_iter()
            .map(|thing| format!("{:?} “{}” {}", thing.role, thing.name, thing.value));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The thing that `wanted` accepts, as soon as there is one.
    pub fn wait(
        &mut self,
        what: &str,
        patience: Duration,
        wanted: impl Fn(&Thing) -> bool,
    ) -> Thing {
        let begun = Instant::now();
        loop {
            if let Some(thing) = self.things().into_iter().find(|thing| wanted(thing)) {
                return thing;
            }
            if begun.elapsed() > patience {
                panic!("no {what} within {patience:?}; there is\n{}", self.words());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// The control of this name, as soon as it is there and can be used.
    pub fn control(&mut self, name: &str, patience: Duration) -> Thing {
        let usable = |thing: &Thing| thing.is_control() && thing.name == name && !thing.disabled;
        self.wait(&format!("control “{name}”"), patience, usable)
    }

    /// Waits until these words are anywhere in the window.
    pub fn wait_for_words(&mut self, words: &str, patience: Duration) -> Thing {
        self.wait(&format!("“{words}”"), patience, |thing| {
            thing.name.contains(words) || thing.value.contains(words)
        })
    }

    /// Clicks the control of this name, once it has come to rest.
    pub fn click(&mut self, name: &str) {
        let mut thing = self.control(name, Duration::from_secs(10));
        for _ in 0..20 {
            let before = thing.middle;
            std::thread::sleep(Duration::from_millis(100));
            thing = self.control(name, Duration::from_secs(10));
            if thing.middle == before {
                break;
            }
        }
        self.click_at(thing.middle);
    }

    /// Clicks there.
    pub fn click_at(&mut self, pos: Pos2) {
        let button = |pressed| Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        self.events(vec![Event::PointerMoved(pos)]);
        // In one go: the display's own pointer must not move in between.
        self.events(vec![Event::PointerMoved(pos), button(true), button(false)]);
    }

    /// Gives the window another size, points.
    pub fn resize(&mut self, width: u32, height: u32) {
        self.call(Request::Resize { width, height });
    }

    /// Takes the pointer out of the window, so that nothing looks hovered.
    pub fn pointer_away(&mut self) {
        self.events(vec![Event::PointerGone]);
    }

    /// Presses and releases a key.
    pub fn press(&mut self, key: Key, modifiers: Modifiers) {
        for pressed in [true, false] {
            let event = Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
            self.events(vec![event]);
        }
    }

    /// Presses a key that types this, as a keyboard does: the key and its text in one go.
    pub fn type_key(&mut self, key: Key, text: &str) {
        let event = |pressed| Event::Key {
            key,
            physical_key: None,
            pressed,
            repeat: false,
            modifiers: Modifiers::NONE,
        };
        self.events(vec![event(true), Event::Text(text.to_owned()), event(false)]);
    }

    /// Types text into what has the keyboard.
    pub fn type_text(&mut self, text: &str) {
        self.events(vec![Event::Text(text.to_owned())]);
    }

    /// Pastes text into what has the keyboard, or into the screen.
    pub fn paste(&mut self, text: &str) {
        self.events(vec![Event::Paste(text.to_owned())]);
    }

    fn events(&mut self, events: Vec<Event>) {
        self.call(Request::ApplyEvents { events });
    }

    /// A picture of the window, as PNG.
    pub fn picture(&mut self) -> Vec<u8> {
        match self.call(Request::GetScreenshot { pixels_per_point: None }) {
            Response::Screenshot(png) => png.bytes,
            other => panic!("no picture: {other:?}"),
        }
    }

    /// The process.
    pub fn pid(&self) -> u32 {
        self.program.0.id()
    }

    /// Waits for the end of the program.
    pub fn ended(mut self, patience: Duration) -> std::process::ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.program.0.try_wait().expect("it can be waited for") {
                return status;
            }
            assert!(begun.elapsed() < patience, "it goes on");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Whether the program is still there.
    pub fn is_open(&mut self) -> bool {
        matches!(self.program.0.try_wait(), Ok(None))
    }
}

impl Thing {
    fn of((_, node): &(NodeId, Node)) -> Option<Self> {
        let bounds = node.bounds()?;
        let name = node.label().unwrap_or_default().to_owned();
        let value = node.value().unwrap_or_default().to_owned();
        let middle = Pos2::new(
            ((bounds.x0 + bounds.x1) / 2.0) as f32,
            ((bounds.y0 + bounds.y1) / 2.0) as f32,
        );
        let size = egui::vec2((bounds.x1 - bounds.x0) as f32, (bounds.y1 - bounds.y0) as f32);
        let on = node.is_selected() == Some(true) || node.toggled() == Some(Toggled::True);
        let said = !name.is_empty() || !value.is_empty();
        said.then(|| Self {
            role: node.role(),
            name,
            value,
            middle,
            size,
            disabled: node.is_disabled(),
            on,
        })
    }

    /// Whether a person can do something with it.
    pub fn is_control(&self) -> bool {
        !matches!(
            self.role,
            Role::Label | Role::Window | Role::GenericContainer | Role::Unknown | Role::TextRun
        )
    }
}

/// A loopback address that was free a moment ago.
fn free_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").to_string()
}

fn connect(address: &str, patience: Duration) -> TcpStream {
    let begun = Instant::now();
    loop {
        // One that is about to open may take a line and let it fall again.
        if let Ok(mut line) = TcpStream::connect(address)
            && read_handshake(&mut line).is_ok()
        {
            return line;
        }
        assert!(begun.elapsed() < patience, "no window within {patience:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
