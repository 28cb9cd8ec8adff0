//! No network, nobody else may read, no answer in a log.
//!
//! Two whole rehearsals, in the terminal and in the window, in a network namespace without interfaces, with
//! everybody allowed to read what is written without care (`umask 000`), all that can be logged logged, and
//! every call traced that opens a socket, a file or a folder. The window is the shipped one: driven by keys, not
//! by inspection.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::e2e::devices::{self, Ended};
use crate::e2e::program::{GREENROOM, Rehearsal};
use crate::e2e::{keys, pacings, session};
use crate::table::Row;

/// Traced programs on a busy machine are slow.
const PATIENCE: Duration = Duration::from_secs(120);

/// Words of the user's in a model answer, a question, a value for a blank, and a note: in no log and no report.
const WORDS: [&str; 4] = ["zwielichtantwort", "quittenfrage", "nebelname", "distelnotiz"];

fn bank() -> String {
    let [answer, question, ..] = WORDS;
    format!(
        r#"
id = "mine"
title = "Mine"

[role]
name = "tester"

[[question]]
id = "one"
ask = "What is {question} to you, [Name]?"
kind = "story"
model_answer = """
I once had {answer}, and [Name] knew."""
placeholders = [{{ name = "Name", label = "a name" }}]
"#
    )
}

/// A data folder with words in it that are nobody's business.
fn prepare(data: &Path, engine: &str) {
    pacings::write(data);
    std::fs::create_dir_all(data.join("banks")).expect("made");
    std::fs::write(data.join("banks/mine.toml"), bank()).expect("written");
    let words =
        format!("schema = 2\n[banks.mine]\nName = \"{}\"\n\"q/one/Name\" = \"{0}\"\n", WORDS[2]);
    std::fs::write(data.join("profile.toml"), words).expect("written");
    let settings = format!(
        "schema = 1\nbank = \"mine\"\npacing = \"{}\"\nfirst_start_done = true\nwindow = [1280.0, 800.0]\n\
         [voice]\nengine = \"{engine}\"\n",
        pacings::QUICK
    );
    std::fs::write(data.join("settings.toml"), settings).expect("written");
    earlier_session(data);
}

/// A session of last week's, with a note in it: the window looks back at it.
fn earlier_session(data: &Path) {
    use greenroom::store::{Folders, SessionRecord, Store, TakePart, TakeRecord};
    let (store, _notices) = Store::open(Folders::at(data));
    let now = jiff::ZonedDateTime::now();
    let session = store.begin_session(&SessionRecord::new("mine"), &now).expect("it begins");
    let paths = session.take_paths(0, "one", TakePart::Answer, 1);
    let sound = crate::e2e::sound::Sound { rate_hz: 48_000, samples: vec![100; 48_000] };
    sound.write(&paths.wav);
    let mut record = TakeRecord::new("one", TakePart::Answer, 1);
    record.notes = WORDS[3].to_owned();
    session.save_take(&paths, &record).expect("saved");
}

/// The program inside all that watches it.
fn watched(data: &Path, trace: &Path) -> Command {
    let mut program = Command::new("unshare");
    program
        .args(["-rn", "strace", "-f", "-qq", "-s", "200", "-o"])
        .arg(trace)
        .args(["-e", "trace=%process,socket,connect,sendto,openat,open,creat,mkdir,mkdirat"])
        .args(["sh", "-c", "umask 000 && exec \"$0\" \"$@\"", GREENROOM])
        .env("GREENROOM_DATA", data)
        .env("GREENROOM_CACHE", data.join("cache"))
        .env("GREENROOM_LOG", "trace")
        .env("RUST_BACKTRACE", "1");
    program
}

#[test]
#[ignore = "needs the virtual devices of script/faults"]
fn a_rehearsal_needs_no_network_shows_nothing_to_others_and_logs_no_words() {
    devices::require();
    let folder = tempfile::tempdir().expect("a folder for the test");
    let (terminal, window) = (folder.path().join("terminal"), folder.path().join("window"));
    let mut found: Vec<Found> = Vec::new();
    std::thread::scope(|scope| {
        let in_terminal = scope.spawn(|| in_terminal(&terminal));
        let in_window = scope.spawn(|| in_window(&window));
        found.push(in_terminal.join().expect("a rehearsal in the terminal"));
        found.push(in_window.join().expect("a rehearsal in the window"));
    });
    let services: BTreeSet<&str> =
        found.iter().flat_map(|found| &found.services).map(String::as_str).collect();
    let services: Vec<&str> = services.into_iter().collect();
    let sum = |of: fn(&Found) -> usize| found.iter().map(of).sum::<usize>();
    Row {
        fault: "a whole rehearsal without any network interface, in the terminal and in the window, traced",
        times: found.len(),
        lost_ms: Vec::new(),
        unreadable: 0,
        also: format!(
            "0 sockets of the internet's families by Greenroom's programs; {} local ones (sound, display, \
             speech); programs of the system's speech service that looked for engines at this machine's own \
             address: {}",
            sum(|found| found.local_sockets),
            if services.is_empty() { "none".to_owned() } else { services.join(", ") },
        ),
        passed: found.iter().all(|found| found.internet.is_empty()),
    }
    .report();
    let open: Vec<&String> = found.iter().flat_map(|found| &found.open_to_others).collect();
    Row {
        fault: "umask 000 during a whole rehearsal",
        times: sum(|found| found.files),
        lost_ms: Vec::new(),
        unreadable: 0,
        also: format!(
            "{} files made with 0600, {} folders with 0700, from the first moment on",
            sum(|found| found.files),
            sum(|found| found.folders)
        ),
        passed: open.is_empty(),
    }
    .report();
    let logged = sum(|found| found.log_lines);
    Row {
        fault: "all that can be logged logged: the user's words in it (a question, an answer, a name, a note)",
        times: WORDS.len(),
        lost_ms: Vec::new(),
        unreadable: 0,
        also: format!("none in {logged} lines of log, nor in a report"),
        passed: logged > 0 && found.iter().all(|found| found.words.is_empty()),
    }
    .report();
}

/// What the watchers saw.
struct Found {
    /// Calls of Greenroom's own programs.
    internet: Vec<String>,
    /// Programs of the system's speech service that look for engines on this machine's own address.
    services: BTreeSet<String>,
    local_sockets: usize,
    open_to_others: Vec<String>,
    files: usize,
    folders: usize,
    log_lines: usize,
    words: Vec<String>,
}

impl Found {
    fn read(data: &Path, trace: &Path, log: &Path) -> Self {
        let trace = std::fs::read_to_string(trace).expect("the trace can be read");
        assert!(trace.contains("execve") || trace.contains("openat("), "something was traced");
        let is_call = |line: &&str, name: &str| line.contains(&format!(" {name}("));
        let (internet, services) = internet_sockets(&trace);
        let local_sockets = trace
            .lines()
            .filter(|line| is_call(line, "socket") && line.contains("AF_UNIX"))
            .count();
        let own = data.to_str().expect("a name");
        let made =
            |line: &&str| line.contains(own) && !line.contains("= -1") && line.contains("O_CREAT");
        let files: Vec<&str> = trace.lines().filter(made).collect();
        let folders: Vec<&str> = trace
            .lines()
            .filter(|line| {
                line.contains(own) && (is_call(line, "mkdir") || is_call(line, "mkdirat"))
            })
            .collect();
        let open_files = files.iter().filter(|line| !line.contains(", 0600"));
        let open_folders = folders.iter().filter(|line| !line.contains(", 0700"));
        let open_to_others: Vec<String> =
            open_files.chain(open_folders).map(|line| (*line).to_owned()).collect();
        assert!(open_to_others.is_empty(), "{open_to_others:#?}");
        assert!(internet.is_empty(), "{internet:#?}");
        let mut open = Vec::new();
        open_now(data, &mut open);
        assert!(open.is_empty(), "{open:?}");
        let logged = String::from_utf8_lossy(&std::fs::read(log).expect("the log")).into_owned();
        let mut reports = String::new();
        for report in std::fs::read_dir(data.join("reports")).into_iter().flatten().flatten() {
            reports += &std::fs::read_to_string(report.path()).expect("a report");
        }
        let words: Vec<String> = WORDS
            .iter()
            .filter(|word| {
                let all = (logged.clone() + &reports).to_lowercase();
                all.contains(*word)
            })
            .map(|word| (*word).to_owned())
            .collect();
        assert!(
            words.is_empty(),
            "{words:?} in {:#?}",
            logged
                .lines()
                .filter(|line| { words.iter().any(|word| line.to_lowercase().contains(word)) })
                .take(5)
                .collect::<Vec<_>>()
        );
        Self {
            internet,
            services,
            local_sockets,
            open_to_others,
            files: files.len(),
            folders: folders.len(),
            log_lines: logged.lines().count(),
            words,
        }
    }
}

/// Calls with an address of the internet's families, by Greenroom's own programs, and the names of others (of
/// the speech service that the system starts) that made some. Those must be about this machine alone.
fn internet_sockets(trace: &str) -> (Vec<String>, BTreeSet<String>) {
    let mut parents = BTreeMap::new();
    for line in trace.lines().filter(|line| line.contains("clone") || line.contains("fork")) {
        let child = line.rsplit("= ").next().and_then(|last| last.trim().parse::<u32>().ok());
        if let (Some(child), Some(parent)) = (child, pid_of(line)) {
            parents.insert(child, parent);
        }
    }
    let mut programs: BTreeMap<u32, String> = BTreeMap::new();
    let (mut own, mut services) = (Vec::new(), BTreeSet::new());
    for line in trace.lines() {
        let Some(pid) = pid_of(line) else { continue };
        if let Some((_, rest)) = line.split_once("execve(\"") {
            if !line.contains("= -1") {
                programs.insert(pid, rest.split('"').next().unwrap_or_default().to_owned());
            }
        } else if line.contains("AF_INET") {
            let mut at = Some(pid);
            let program = loop {
                let Some(pid) = at else { break None };
                if let Some(program) = programs.get(&pid) {
                    break Some(program.clone());
                }
                at = parents.get(&pid).copied();
            };
            let program = program.unwrap_or_default();
            let name = program.rsplit('/').next().unwrap_or_default().to_owned();
            let is_ours = program.is_empty() || name.starts_with("greenroom");
            let is_here = line.contains("127.0.0.1") || line.contains("\"::1\"");
            if is_ours || (line.contains("connect(") && !is_here) {
                own.push(format!("{name}: {line}"));
            } else {
                services.insert(name);
            }
        }
    }
    (own, services)
}

fn pid_of(line: &str) -> Option<u32> {
    line.split_whitespace().next()?.parse().ok()
}

/// Everything in a folder that others may look at now, but what the test itself has put there.
fn open_now(folder: &Path, open: &mut Vec<PathBuf>) {
    use std::os::unix::fs::PermissionsExt as _;
    const TEST_S_OWN: [&str; 8] = [
        "banks",
        "settings.toml",
        "pacings.toml",
        "mine.toml",
        "profile.toml",
        "order",
        "trace",
        "log",
    ];
    for entry in std::fs::read_dir(folder).expect("it can be listed").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let about = entry.metadata().expect("known");
        let is_open = about.permissions().mode() & 0o077 != 0;
        if is_open && !TEST_S_OWN.contains(&name.as_str()) && !name.contains("one.take1.wav") {
            open.push(entry.path());
        }
        if about.is_dir() {
            open_now(&entry.path(), open);
        }
    }
}

fn in_terminal(data: &Path) -> Found {
    prepare(data, "system");
    let (trace, log) = (data.join("trace"), data.join("log"));
    let mut program = watched(data, &trace);
    // So that there is a report to be looked at.
    let order = data.join("order");
    program.env("GREENROOM_PANIC", &order);
    program.stderr(std::fs::File::create(&log).expect("made"));
    let mut rehearsal = Rehearsal::start_by(program, data, pacings::QUICK, 1);
    rehearsal.wait_for("Recording your answer", PATIENCE);
    std::fs::write(&order, "take analyst").expect("written");
    std::thread::sleep(Duration::from_secs(1));
    rehearsal.press(' ');
    rehearsal.wait_for("Saved", PATIENCE);
    rehearsal.press('e');
    rehearsal.end(PATIENCE);
    assert!(data.join("reports").exists(), "there is a report");
    Found::read(data, &trace, &log)
}

fn in_window(data: &Path) -> Found {
    prepare(data, "built-in");
    let (trace, log) = (data.join("trace"), data.join("log"));
    let mut program = watched(data, &trace);
    program.stdin(Stdio::null()).stdout(Stdio::null());
    program.stderr(std::fs::File::create(&log).expect("made"));
    let mut window = Ended(program.spawn().expect("unshare and strace are installed"));
    keys::focus("Greenroom", PATIENCE);
    let ending = |end: &'static str| move |path: &PathBuf| path.to_string_lossy().ends_with(end);
    let shows = |page: &str| {
        let log = std::fs::read(&log).unwrap_or_default();
        let log = String::from_utf8_lossy(&log).into_owned();
        log.lines()
            .rfind(|line| line.contains("a frame of"))
            .is_some_and(|line| line.ends_with(page))
    };
    until("Prepare", &mut window, || shows("Prepare"));
    // Looks back at the earlier session, and its note.
    press_until("Review", &mut window, "alt+3", || shows("Review"));
    std::thread::sleep(Duration::from_secs(2));
    press_until("Prepare", &mut window, "alt+1", || shows("Prepare"));
    press_until("the room", &mut window, "ctrl+Return", || shows("Room"));
    until("a recording", &mut window, || files(data).iter().any(ending(".wav.part")));
    std::thread::sleep(Duration::from_secs(1));
    keys::press(&["space"]);
    until("a take", &mut window, || {
        files(data).iter().filter(|path| ending(".wav")(path)).count() > 1
    });
    keys::press(&["Escape"]);
    std::thread::sleep(Duration::from_secs(1));
    let pid = child_of(window.0.id());
    let sent = Command::new("kill").args(["-TERM", &pid]).status();
    assert!(sent.is_ok_and(|status| status.success()), "the window is still there");
    until("its end", &mut window, || !Path::new("/proc").join(&pid).exists());
    let _status = window.0.wait();
    Found::read(data, &trace, &log)
}

/// All files of all sessions.
fn files(data: &Path) -> Vec<PathBuf> {
    let folders = session::folders(&data.join("sessions"));
    let all = folders.iter().flat_map(|one| std::fs::read_dir(one).into_iter().flatten().flatten());
    all.map(|entry| entry.path()).collect()
}

fn until(what: &str, window: &mut Ended, mut is_there: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_there() {
        assert!(begun.elapsed() < PATIENCE, "{what} does not come");
        assert!(matches!(window.0.try_wait(), Ok(None)) || what == "its end", "the window is gone");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Presses a key until it has been understood: nothing tells when a window begins to listen.
fn press_until(what: &str, window: &mut Ended, key: &str, is_there: impl Fn() -> bool) {
    let begun = Instant::now();
    until(what, window, || {
        keys::press(&[key]);
        let pressed = Instant::now();
        while !is_there() && pressed.elapsed() < Duration::from_secs(4) {
            std::thread::sleep(Duration::from_millis(50));
        }
        is_there() || begun.elapsed() > PATIENCE
    });
}

/// The process that strace, which became of `parent`, has started.
fn child_of(parent: u32) -> String {
    let children = std::fs::read_to_string(format!("/proc/{parent}/task/{parent}/children"));
    let children = children.expect("it has children");
    children.split_whitespace().next().expect("a child").to_owned()
}
