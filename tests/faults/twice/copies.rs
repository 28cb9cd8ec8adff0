//! Many copies of the program on one folder.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use super::{PATIENCE, signal};
use crate::e2e::pacings;
use crate::e2e::program::{GREENROOM, Rehearsal};
use crate::e2e::session;
use crate::e2e::sound::{RATE, Sound};
use crate::e2e::window::{Start, Window};
use crate::private_server::Server;
use crate::stream::Stream;
use crate::table::Row;
use crate::{recovered, sessions_in_order, times};

/// Copies that record from one sound server, which serves 64 connections at most.
const ON_ONE_SERVER: usize = 12;

/// Copies that record at once: without optimising each takes an eighth of a processor.
const AT_ONCE: usize = if cfg!(debug_assertions) { 8 } else { 50 };

/// Many copies on one folder, a window among them; as many as can record begin at once, and one of these is killed.
pub fn copies(data: &Path) {
    pacings::write_with_voice(data, "silent");
    let all = times(8, 50);
    let servers: Vec<(Server, Stream)> = (0..all.min(AT_ONCE).div_ceil(ON_ONE_SERVER))
        .map(|nth| {
            let folder = data.with_file_name(format!("server-{nth}"));
            std::fs::create_dir(&folder).expect("made");
            let server = Server::start(&folder);
            let address = server.address();
            let stream = Stream::begin_on(&folder, 400.0, "mic_in.monitor", Some(address.as_str()));
            (server, stream)
        })
        .collect();
    let mut window = Window::open(&Start::usual(data));
    // A window's own settings were written.
    pacings::write_with_voice(data, "silent");
    let waves: Vec<usize> = (0..all).step_by(AT_ONCE).map(|done| AT_ONCE.min(all - done)).collect();
    for count in &waves {
        begin_together(data, *count, &servers);
    }
    assert!(window.is_open(), "the window is still there");
    let (store, count) = recovered(data);
    assert_eq!(count, 0, "nothing is left to recover");
    let sessions = sessions_in_order(&store);
    let takes = sessions.iter().map(|session| session.takes.len()).collect::<Vec<_>>();
    // A sound server with so many listeners may leave something out; but each take is what was sent.
    let sent = sessions
        .iter()
        .flat_map(|session| &session.takes)
        .map(|take| Sound::read(&take.wav).samples)
        .all(|sound| servers.iter().any(|(_, stream)| stream.unbroken_to(&sound).is_some()));
    Row {
        fault: "copies at once on one folder, one killed, and a window",
        times: all,
        lost_ms: Vec::new(),
        unreadable: 0,
        also: format!(
            "{} sessions, each with its take, {} at once; {} killed, recovered while the others recorded",
            takes.len(),
            all.min(AT_ONCE),
            waves.len()
        ),
        passed: takes.len() == all && takes.iter().all(|count| *count == 1) && sent,
    }
    .report();
}

/// So many copies that begin at the same time, record at the same time, and end, but for one that is killed.
fn begin_together(data: &Path, count: usize, servers: &[(Server, Stream)]) {
    let mut copies: Vec<Rehearsal> = (0..count)
        .map(|nth| {
            let mut program = Command::new(GREENROOM);
            program.env("PULSE_SERVER", servers[nth / ON_ONE_SERVER].0.address());
            Rehearsal::start_by(program, data, pacings::QUICK, 1)
        })
        .collect();
    for copy in &mut copies {
        copy.wait_for("Recording your answer", PATIENCE);
    }
    until_all_have_sound(data, &mut copies);
    let killed = copies.pop().expect("there are some");
    signal("-KILL", killed.pid());
    let (status, _said) = killed.ended(PATIENCE);
    assert_eq!(status.code(), None, "killed");
    // While all others record.
    let (_store, count) = recovered(data);
    assert_eq!(count, 1, "that of the killed one, and no other");
    for copy in &mut copies {
        save(copy);
        copy.press('e');
    }
    for copy in copies {
        let (status, said) = copy.ended(PATIENCE);
        assert!(status.success(), "{said}");
    }
}

/// Waits until half a second of each answer is in its file: what is begun on a busy disk may take a while to come
/// there.
fn until_all_have_sound(data: &Path, copies: &mut [Rehearsal]) {
    let half_a_second = u64::from(RATE);
    let has_sound = |file: &&PathBuf| {
        let is_part = file.extension().is_some_and(|end| end == "part");
        is_part && file.metadata().expect("known").len() > half_a_second
    };
    let begun = Instant::now();
    loop {
        let count = session::all_files(data).iter().filter(has_sound).count();
        if count >= copies.len() {
            return;
        }
        if begun.elapsed() > PATIENCE {
            let said: Vec<String> = copies.iter_mut().map(Rehearsal::said).collect();
            panic!("{count} of {} have sound:\n{}", copies.len(), said.join("\n---\n"));
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Ends the answer and has it saved. So many copies may keep a machine so busy that the disk seems to stand still: then
/// a copy keeps its take in memory, and is told to try again.
fn save(copy: &mut Rehearsal) {
    const KEPT: &str = "kept in memory. t: try again";
    copy.press(' ');
    let begun = Instant::now();
    while copy.wait_for_one_of(&["Saved", KEPT], PATIENCE).contains(KEPT) {
        assert!(begun.elapsed() < PATIENCE, "it is not saved:\n{}", copy.said());
        copy.press('t');
    }
}
