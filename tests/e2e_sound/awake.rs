//! The computer does not sleep while somebody rehearses, and may while the interview is paused: asked of a
//! stand-in for logind on a bus of the test's own. Run by script/e2e.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::e2e::bus::{Bus, SilentBus};
use crate::e2e::devices;
use crate::e2e::pacings;
use crate::e2e::program::{GREENROOM, Rehearsal};
use crate::e2e::session::SessionFiles;
use crate::{TO_THE_ANSWER, TO_THE_END, data_folder};

/// Long enough to be meant.
const AN_ANSWER: Duration = Duration::from_secs(3);

/// The program with these buses.
fn program(system: &str, session: &str) -> Command {
    let mut command = Command::new(GREENROOM);
    command.env("DBUS_SYSTEM_BUS_ADDRESS", system).env("DBUS_SESSION_BUS_ADDRESS", session);
    command
}

#[test]
#[ignore = "needs the virtual devices of script/e2e"]
fn sleep_is_held_off_once_while_an_interview_runs_and_not_while_it_is_paused() {
    devices::require();
    let folder = data_folder();
    let bus = Bus::start();
    // The desktop's own services are not asked where logind agrees.
    let program = program(&bus.address, "unix:path=/nowhere");
    let mut rehearsal = Rehearsal::start_by(program, folder.path(), pacings::QUICK, 1);
    rehearsal.wait_for("Recording your answer", TO_THE_ANSWER);
    bus.wait_until_held(1, "while an answer is recorded");
    assert_eq!(bus.asked().len(), 1, "from the greeting on: {:?}", bus.asked());
    rehearsal.press('p');
    rehearsal.wait_for("aused", TO_THE_END);
    bus.wait_until_held(0, "while it is paused");
    rehearsal.press('p');
    rehearsal.wait_for("Recording your answer", TO_THE_ANSWER);
    bus.wait_until_held(1, "after the pause");
    std::thread::sleep(AN_ANSWER);
    rehearsal.press(' ');
    rehearsal.wait_for("Saved.", TO_THE_END);
    rehearsal.press('e');
    rehearsal.end(TO_THE_END);
    bus.wait_until_held(0, "after the end");
    let asked = bus.asked();
    assert_eq!(asked.len(), 2, "{asked:?}");
    for [what, who, why, mode] in asked {
        assert_eq!((what.as_str(), mode.as_str()), ("sleep", "block"), "not the screen's lock");
        assert_eq!(who, "Greenroom");
        assert!(!why.is_empty());
    }
}

#[test]
#[ignore = "needs the virtual devices of script/e2e"]
fn without_a_bus_and_with_one_that_never_answers_an_interview_is_as_ever() {
    devices::require();
    let silent = SilentBus::start();
    for address in ["unix:path=/nowhere", silent.address.as_str()] {
        let folder = data_folder();
        let begun = Instant::now();
        let program = program(address, address);
        let mut rehearsal = Rehearsal::start_by(program, folder.path(), pacings::QUICK, 1);
        rehearsal.wait_for("Recording your answer", TO_THE_ANSWER);
        std::thread::sleep(AN_ANSWER);
        rehearsal.press(' ');
        rehearsal.wait_for("Saved.", TO_THE_END);
        rehearsal.press('e');
        let ends = Instant::now();
        rehearsal.end(TO_THE_END);
        println!("{address}: {:?}, ended in {:?}", begun.elapsed(), ends.elapsed());
        assert!(ends.elapsed() < Duration::from_secs(15), "ended in {:?}", ends.elapsed());
        let session = SessionFiles::only(folder.path());
        assert_eq!(session.takes.len(), 1);
        session.takes[0].assert_whole();
    }
}
