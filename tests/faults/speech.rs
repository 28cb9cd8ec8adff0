//! Texts that try to be orders or mark-up for a speech engine, and an engine that fails in every way: a fake
//! `greenroom-voice` beside the real program.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use greenroom::units::Wpm;
use greenroom::voice::{
    EngineKind, Persona, SpeakRequest, UtteranceId, Voice, VoiceConfig, VoiceEvent, ear,
};
use serde_json::Value;

use crate::e2e::program::{GREENROOM, Rehearsal};
use crate::e2e::session::SessionFiles;
use crate::e2e::{devices, pacings};
use crate::stall::Stalls;
use crate::table::Row;
use crate::times;

/// The answer of a fake to every order; `$id` is the utterance's.
const HELLO: &str = r#"'"hello"') echo '{"ready":{"version":1,"engine":"a fake"}}' ;;"#;

/// How the fake engine fails.
struct Fake {
    /// In a word.
    what: &'static str,
    /// What it does at an order to say something, in shell.
    says: &'static str,
    /// Whether it answers hello.
    greets: bool,
    /// Whether it is told that another voice steps in.
    is_told: bool,
}

const FAKES: [Fake; 6] = [
    Fake { what: "hangs", says: "", greets: false, is_told: true },
    Fake { what: "crashes", says: "kill -SEGV $$", greets: true, is_told: true },
    Fake {
        what: "crashes in mid-sentence",
        says: r#"echo "{\"begun\":{\"id\":$id}}"; sleep 0.3; kill -SEGV $$"#,
        greets: true,
        is_told: true,
    },
    Fake {
        what: "never ends",
        says: r#"echo "{\"begun\":{\"id\":$id}}""#,
        greets: true,
        is_told: false,
    },
    Fake {
        what: "floods",
        says: r#"exec yes "{\"begun\":{\"id\":9$id}}""#,
        greets: true,
        is_told: true,
    },
    Fake {
        what: "writes a line without end",
        says: "exec cat /dev/zero",
        greets: true,
        is_told: true,
    },
];

/// The real program in a folder of its own, with this engine beside it (none: it is missing).
fn beside(folder: &Path, engine: Option<&str>) -> PathBuf {
    // Two folders down: the program looks one up as well.
    let place = folder.join("programs/here");
    std::fs::create_dir_all(&place).expect("it can be made");
    let program = place.join("greenroom");
    std::fs::hard_link(GREENROOM, &program)
        .or_else(|_other_disk| std::fs::copy(GREENROOM, &program).map(drop))
        .expect("the program can be put there");
    if let Some(script) = engine {
        use std::os::unix::fs::PermissionsExt as _;
        let helper = place.join("greenroom-voice");
        std::fs::write(&helper, script).expect("it can be written");
        std::fs::set_permissions(&helper, std::fs::Permissions::from_mode(0o700)).expect("ours");
    }
    program
}

/// A fake engine as a shell script. It notes its process, its arguments and each order beside itself.
fn script(greets: bool, says: &str) -> String {
    let hello = if greets { HELLO } else { "'\"hello\"') exec sleep 600 ;;" };
    format!(
        r#"#!/bin/sh
# A fake speech engine of the fault bench.
echo "$$" >>"$0.pids"
echo "$#" >>"$0.arguments"
while read -r line; do
    id=${{line#*\"id\":}}
    id=${{id%%,*}}
    printf '%s %s\n' "$(date +%s%N)" "$line" >>"$0.orders"
    case $line in
        {hello}
        '{{"say"'*) {says} ;;
    esac
done
"#
    )
}

/// A fake that speaks without end and notes when each order came, without the time that a shell would take.
const STOPWATCH: &str = r#"#!/usr/bin/env python3
import json, sys, time
with open(sys.argv[0] + '.orders', 'w', buffering=1) as notes:
    for line in sys.stdin:
        notes.write(f'{time.time_ns()} {line}')
        order = json.loads(line)
        if order == 'hello':
            print('{"ready":{"version":1,"engine":"a fake"}}', flush=True)
        elif 'say' in order:
            print(json.dumps({'begun': {'id': order['say']['id']}}), flush=True)
"#;

/// A question that is soon said.
const BANK: &str =
    "id = \"a\"\ntitle = \"A\"\n[[question]]\nid = \"q\"\nask = \"Why?\"\nkind = \"fact\"\n";

fn settings(data: &Path) {
    pacings::write_with_voice(data, "system");
    std::fs::create_dir_all(data.join("banks")).expect("it can be made");
    std::fs::write(data.join("banks/a.toml"), BANK).expect("it can be written");
}

/// The children of a process that have ended and were not waited for, and its threads that talk to the engine.
fn zombies_and_threads(pid: u32) -> (usize, usize) {
    let text = |path: PathBuf| std::fs::read_to_string(path).unwrap_or_default();
    let processes = std::fs::read_dir("/proc").expect("it is there").flatten();
    let zombies = processes.filter(|one| {
        // "123 (name) Z 77 …": state and parent.
        let stat = text(one.path().join("stat"));
        let after = stat.rsplit_once(") ").map(|(_, after)| after.to_owned()).unwrap_or_default();
        after.starts_with(&format!("Z {pid} "))
    });
    let threads = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    let helpers = threads.filter(|one| text(one.path().join("comm")).starts_with("voice-helper"));
    (zombies.count(), helpers.count())
}

/// The engine's processes that still run.
fn left_running(program: &Path) -> Vec<String> {
    let pids = program.with_file_name("greenroom-voice.pids");
    let pids = std::fs::read_to_string(pids).unwrap_or_default();
    let runs = |pid: &&str| Path::new("/proc").join(pid).exists();
    pids.lines().filter(runs).map(str::to_owned).collect()
}

/// One interview of one question with an engine that fails: it goes on, the answer is recorded. How long it
/// took to begin to record, seconds.
fn goes_on(folder: &Path, engine: Option<&str>, is_told: bool, calm: Option<&str>) -> f64 {
    let data = folder.join("data");
    settings(&data);
    let program = beside(folder, engine);
    let mut command = Command::new(&program);
    if let Some(socket) = calm {
        // As on a computer without a speech service: none runs, and none can be started.
        command.env("SPEECHD_ADDRESS", socket).env("PATH", folder);
    }
    let begun = Instant::now();
    let mut rehearsal = Rehearsal::of_bank(&mut command, &data, pacings::OPEN_END, "a");
    rehearsal.wait_for("Recording your answer", Duration::from_secs(90));
    let waited = begun.elapsed().as_secs_f64();
    let said = rehearsal.said();
    assert_eq!(said.contains("speaks instead"), is_told, "{said}");
    std::thread::sleep(Duration::from_millis(300));
    let (zombies, threads) = zombies_and_threads(rehearsal.pid());
    assert_eq!(zombies, 0, "the engine was not waited for");
    assert!(threads <= 2, "{threads} threads talk to the engine");
    rehearsal.press('e');
    rehearsal.end(Duration::from_secs(30));
    assert_eq!(left_running(&program), Vec::<String>::new(), "the engine outlives Greenroom");
    let session = SessionFiles::only(&data);
    assert_eq!(session.takes.len(), 1);
    assert!(!session.takes[0].sound().samples.is_empty());
    waited
}

#[test]
#[ignore = "needs the virtual devices of script/faults"]
fn an_engine_that_fails_is_replaced_and_the_interview_goes_on() {
    devices::require();
    let root = tempfile::tempdir().expect("a folder for the test");
    let waits = std::thread::scope(|scope| {
        let root = root.path();
        let mut all = Vec::new();
        // An end that never comes is waited for three times as long as the text takes.
        let fakes = FAKES.iter().filter(|fake| fake.is_told || times(0, 1) == 1);
        for fake in fakes {
            all.push((
                fake.what,
                scope.spawn(move || {
                    let script = script(fake.greets, fake.says);
                    goes_on(&root.join(fake.what), Some(&script), fake.is_told, None)
                }),
            ));
        }
        all.push((
            "is missing",
            scope.spawn(move || goes_on(&root.join("missing"), None, true, None)),
        ));
        all.push(("has no service", scope.spawn(move || no_service(&root.join("no service")))));
        let waits = all.into_iter().map(|(what, one)| (what, one.join().expect("it goes on")));
        waits.collect::<Vec<_>>()
    });
    let words: Vec<_> = waits.iter().map(|(what, secs)| format!("{what} {secs:.0} s")).collect();
    Row {
        fault: "the speech engine fails (a fake one beside the real program)",
        times: waits.len(),
        lost_ms: Vec::new(),
        unreadable: 0,
        also: format!(
            "another voice speaks and the answer is recorded, counted from the start: {}; no zombie, no thread \
             and no process left",
            words.join(", ")
        ),
        passed: true,
    }
    .report();
}

/// The real engine where no speech service answers.
fn no_service(folder: &Path) -> f64 {
    let real = Path::new(GREENROOM).with_file_name("greenroom-voice");
    let program = beside(folder, Some(""));
    std::fs::remove_file(&program).expect("it is made again");
    let helper = program.with_file_name("greenroom-voice");
    std::fs::copy(real, &helper).expect("the real engine");
    let socket = format!("unix_socket:{}", folder.join("nothing").display());
    goes_on(folder, None, true, Some(&socket))
}

#[test]
#[ignore = "needs the virtual devices of script/faults"]
fn an_engine_that_speaks_is_stopped_at_once() {
    devices::require();
    let root = tempfile::tempdir().expect("a folder for the test");
    let stalls = Stalls::watch();
    let mut all_ms = Vec::new();
    let mut again = 0;
    while all_ms.len() < times(1, 20) && again < 20 {
        let folder = root.path().join(format!("{}-{again}", all_ms.len()));
        let program = beside(&folder, Some(STOPWATCH));
        let data = folder.join("data");
        settings(&data);
        let mut rehearsal =
            Rehearsal::of_bank(&mut Command::new(&program), &data, pacings::OPEN_END, "a");
        let orders = program.with_file_name("greenroom-voice.orders");
        let order = |what: &str| {
            let text = std::fs::read_to_string(&orders).unwrap_or_default();
            let line = text.lines().find(|line| line.contains(what))?.to_owned();
            line.split(' ').next()?.parse::<u128>().ok()
        };
        let until = Instant::now() + Duration::from_secs(60);
        while order("{\"say\"").is_none() {
            assert!(Instant::now() < until, "it is told nothing to say");
            std::thread::sleep(Duration::from_millis(5));
        }
        std::thread::sleep(Duration::from_millis(300));
        let pressed = Instant::now();
        let since = std::time::SystemTime::UNIX_EPOCH.elapsed().expect("after 1970").as_nanos();
        rehearsal.press('e');
        rehearsal.end(Duration::from_secs(30));
        let stopped = order("\"stop\"");
        // Ended before it could note the order: its end is the silence.
        let ms = stopped.map_or(pressed.elapsed().as_secs_f64() * 1_000.0, |at| {
            at.saturating_sub(since) as f64 / 1e6
        });
        if ms > 100.0 && stalls.before(pressed + Duration::from_secs_f64(ms / 1_000.0)) {
            again += 1;
        } else {
            all_ms.push(ms);
        }
    }
    let most = all_ms.iter().copied().fold(0.0, f64::max);
    Row {
        fault: "the interview is ended while the speech engine speaks",
        times: all_ms.len(),
        lost_ms: Vec::new(),
        unreadable: 0,
        also: format!(
            "told to be silent {most:.0} ms after the key at most; {again} more not counted, since the machine \
             itself stood still"
        ),
        passed: !all_ms.is_empty() && most <= 100.0,
    }
    .report();
}

/// Each text with what a person would read of it, written by hand.
const TEXTS: [(&str, &str); 9] = [
    ("Please tell me \u{1}more\u{1b}[2J about that.", "Please tell me more 2 J about that."),
    ("Please\0 tell\u{7} me\u{8}\u{9b} more about that.", "Please tell me more about that."),
    ("Please <break time='9s'/> go on.", "Please break time equals '9s' go on."),
    ("<speak>Please go on.</speak>", "speak Please go on. or speak"),
    ("Please [[slnc 9000]] go on.", "Please slnc 9000 go on."),
    ("Please $(touch canary) `touch canary` go on.", "Please, touch canary, 'touch canary' go on."),
    ("-w/canary Please go on; touch canary", "w or canary Please go on; touch canary"),
    ("Please go on.\r\n.\r\nSTOP ALL\r\n", "Please go on. STOP ALL"),
    ("Please \\pau=9000\\ go {{pitch}} on.", "Please pau equals 9000 go pitch on."),
];

/// How long the built-in voice speaks a text, seconds.
fn spoken_secs(voice: &Voice, heard: &std::sync::mpsc::Receiver<VoiceEvent>, text: &str) -> f64 {
    voice.say(SpeakRequest {
        id: UtteranceId(1),
        parts: vec![text.to_owned()],
        persona: Persona::InterviewerA,
        speed: Wpm(165),
    });
    loop {
        match heard.recv_timeout(Duration::from_secs(120)).expect("the voice answers") {
            VoiceEvent::Rendered { samples, rate, .. } => {
                return samples.len() as f64 / f64::from(rate.hz());
            }
            VoiceEvent::Notice(_) => {}
            other => panic!("it does not speak: {other:?}"),
        }
    }
}

#[test]
#[ignore = "takes a minute; run by script/faults"]
fn texts_are_spoken_and_not_obeyed() {
    let cache = tempfile::tempdir().expect("a folder for the test");
    let (tell, heard) = sync_channel(16);
    let config = VoiceConfig {
        order: vec![EngineKind::BuiltIn],
        pack_dir: None,
        helper: None,
        cache_dir: cache.path().to_owned(),
        system_voice: None,
    };
    let voice = Voice::start(config, move |event| drop(tell.try_send(event)));
    let (mut worst, mut wrong) = (0.0_f64, Vec::new());
    for (text, plain) in TEXTS {
        let cleaned = ear::prepare(text);
        let hostile = spoken_secs(&voice, &heard, text);
        for other in [&cleaned, plain] {
            let expected = spoken_secs(&voice, &heard, other);
            let off = (hostile / expected - 1.0).abs();
            if off > 0.05 {
                wrong.push(format!(
                    "{text:?} ({cleaned:?}): {hostile:.2} s, {other:?}: {expected:.2} s"
                ));
            }
            worst = worst.max(off);
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "longer or shorter than it reads");
    let word = spoken_secs(&voice, &heard, &"x".repeat(1 << 20));
    assert!(word < 30.0, "a word of a megabyte takes {word} s");
    Row {
        fault: "texts that try to be mark-up or orders, spoken",
        times: TEXTS.len() + 1,
        lost_ms: Vec::new(),
        unreadable: 0,
        also: format!(
            "{:.1} % off the length of the plain text at most; a word of a megabyte takes {word:.0} s",
            100.0 * worst
        ),
        passed: true,
    }
    .report();
}

#[test]
#[ignore = "needs the virtual devices of script/faults"]
fn texts_reach_the_engine_as_one_line_and_never_a_command() {
    devices::require();
    let root = tempfile::tempdir().expect("a folder for the test");
    let (data, empty) = (root.path().join("data"), root.path().join("empty"));
    let says = r#"echo "{\"begun\":{\"id\":$id}}"; echo "{\"ended\":{\"id\":$id}}""#;
    let program = beside(root.path(), Some(&script(true, says)));
    settings(&data);
    std::fs::create_dir_all(&empty).expect("it can be made");
    let mut bank = "id = \"a\"\ntitle = \"A\"\n".to_owned();
    for (nth, (text, _)) in TEXTS.iter().enumerate() {
        // A bank refuses a NUL and what a terminal obeys; the rest must be harmless in it.
        let text: String = text.chars().filter(|sign| !sign.is_control()).collect();
        let text = toml::Value::String(text);
        bank.push_str(&format!("[[question]]\nid = \"q{nth}\"\nask = {text}\nkind = \"fact\"\n"));
    }
    std::fs::write(data.join("banks/a.toml"), bank).expect("it can be written");
    let trace = root.path().join("trace");
    let mut command = Command::new("strace");
    command.args(["-f", "-q", "-s", "10000", "-e", "trace=execve", "-o"]).arg(&trace);
    command.arg(&program).current_dir(&empty);
    let mut rehearsal = Rehearsal::of_bank(&mut command, &data, pacings::OPEN_END, "a");
    for _ in 0..TEXTS.len() {
        rehearsal.wait_for("Recording your answer", Duration::from_secs(60));
        rehearsal.press('s');
    }
    rehearsal.press('e');
    rehearsal.end(Duration::from_secs(30));
    let read = |ending: &str| {
        let path = program.with_file_name(format!("greenroom-voice.{ending}"));
        std::fs::read_to_string(path).expect("the fake noted it")
    };
    assert!(read("arguments").lines().all(|count| count == "0"), "it was given arguments");
    let mut said = 0;
    for line in read("orders").lines() {
        let (_, order) = line.split_once(' ').expect("a time and an order");
        let order: Value = serde_json::from_str(order).expect("one order is one line");
        if let Some(text) = order["say"]["text"].as_str() {
            assert_eq!(text, ear::prepare(text), "it is what may be spoken");
            said += 1;
        }
    }
    assert!(said >= TEXTS.len(), "{said} texts were spoken");
    let trace = std::fs::read_to_string(&trace).expect("it was traced");
    let of_greenroom = trace.lines().filter(|line| line.contains("canary"));
    assert_eq!(of_greenroom.count(), 0, "a text became a command");
    let made = std::fs::read_dir(&empty).expect("it is there").count();
    assert_eq!(made + usize::from(Path::new("/canary").exists()), 0, "a file was made");
    Row {
        fault: "texts that try to be commands, given to the speech engine",
        times: said,
        lost_ms: Vec::new(),
        unreadable: 0,
        also:
            "each one line of JSON on its input, no argument, no shell, no file (every exec traced)"
                .to_owned(),
        passed: true,
    }
    .report();
}
