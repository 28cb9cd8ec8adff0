//! Takes and sessions that are deleted, and come back.

use std::sync::Arc;

use super::*;
use crate::app::librarian::Done;
use crate::app::review::removed_sentence;
use crate::store::{Basket, Removal, Removed};
use crate::ui::review::RemovalScope;

/// What the window would tell.
#[derive(Default)]
struct Told {
    problems: Vec<String>,
    removed: Vec<Arc<Removed>>,
    brought_back: usize,
}

impl Bench {
    /// Passes on what the librarian did, as the window does, until there is something to be seen.
    fn receive_until(&mut self, told: &mut Told, what: &str, is: impl Fn(&Self, &Told) -> bool) {
        let begun = Instant::now();
        while !is(self, told) {
            assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}: {:?}", told.problems);
            let done: Vec<Done> = self.desk.librarian.done().collect();
            for one in done {
                self.receive(one, told);
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    fn receive(&mut self, one: Done, told: &mut Told) {
        match one {
            Done::Sessions(sessions) => self.review.listed(sessions, &self.desk),
            Done::Session(session) => drop(self.review.opened(*session, &self.desk)),
            Done::Weighed(removal, weight) => {
                told.problems.extend(self.review.weighed(&removal, weight));
            }
            Done::Removed(removed) => {
                told.removed.push(Arc::clone(&removed));
                self.review.removed(removed, &self.desk);
            }
            Done::BroughtBack(removed, problem) => {
                told.problems.extend(problem);
                told.brought_back += 1;
                self.review.brought_back(&removed, &self.desk);
            }
            Done::Problem(sentence) => told.problems.push(sentence),
            _ => {}
        }
    }

    fn deletes(&mut self, told: &mut Told, scope: RemovalScope) {
        let before = told.removed.len();
        self.wants(ReviewIntent::AskRemoval(scope));
        self.receive_until(told, "the question", |bench, _| bench.review.model.removal.is_some());
        self.wants(ReviewIntent::ConfirmRemoval);
        self.receive_until(told, "the removal", |_, told| told.removed.len() > before);
    }

    fn takes(&self) -> usize {
        self.review.model.questions.iter().map(|question| question.takes.len()).sum()
    }

    fn until_takes(&mut self, told: &mut Told, takes: usize) {
        self.receive_until(told, "the takes that are left", |bench, _| bench.takes() == takes);
    }
}

#[test]
fn a_deleted_take_is_asked_about_gone_and_put_back_by_undo() {
    let mut bench = Bench::open(1.0, &[2, 3, 4]);
    let mut told = Told::default();
    bench.wants(ReviewIntent::Star { take: 1, starred: true });
    bench.wants(ReviewIntent::AskRemoval(RemovalScope::Take(1)));
    bench.receive_until(&mut told, "the question", |bench, _| bench.review.model.removal.is_some());
    let asked = bench.review.model.removal.clone().unwrap();
    assert_eq!(asked.title, "Delete this take?");
    assert!(asked.weight.starts_with("Take 2 of “Why?”: 1 recording, "), "{}", asked.weight);
    assert_eq!(asked.consequences[0], "It is starred.");
    bench.wants(ReviewIntent::CancelRemoval);
    assert!(bench.review.model.removal.is_none());
    bench.wants(ReviewIntent::ConfirmRemoval);
    assert_eq!(bench.takes(), 3, "what was called off does not happen");

    bench.deletes(&mut told, RemovalScope::Take(1));
    bench.until_takes(&mut told, 2);
    assert_eq!(told.removed[0].contents.recordings, 1);
    let sentence = removed_sentence(&told.removed[0]);
    assert!(sentence.contains("Greenroom's own wastebasket"), "{sentence}");
    let undo = bench.review.model.listener.undo.clone().unwrap();
    assert_eq!((undo.what.as_str(), undo.take), ("deletion", None));
    bench.wants(ReviewIntent::Undo);
    bench.until_takes(&mut told, 3);
    let takes = &bench.review.model.questions[0].takes;
    assert!(takes[1].starred && takes[1].length == Duration::from_secs(3));
    // Before it the star was given: that is what is undone next.
    assert_eq!(bench.review.model.listener.undo.as_ref().unwrap().what, "star");
    assert_eq!(told.problems, [""; 0]);
}

#[test]
fn what_was_done_after_a_deletion_is_undone_before_it() {
    let mut bench = Bench::open(1.0, &[2, 3]);
    let mut told = Told::default();
    bench.deletes(&mut told, RemovalScope::Take(0));
    bench.until_takes(&mut told, 1);
    bench.wants(ReviewIntent::Rate { take: 0, rating: Some(4) });
    assert_eq!(bench.review.model.listener.undo.as_ref().unwrap().what, "rating");
    bench.wants(ReviewIntent::Undo);
    assert_eq!(bench.review.model.questions[0].takes[0].rating, None);
    bench.wants(ReviewIntent::Undo);
    bench.until_takes(&mut told, 2);
}

#[test]
fn a_deleted_session_makes_room_for_the_next_and_comes_back_as_it_was() {
    let mut bench = Bench::open(1.0, &[2, 3]);
    let store = bench.desk.store.clone();
    let other = recorded(&store, &bench.question, &[5]);
    let path = bench.review.session.as_ref().unwrap().path.clone();
    std::fs::write(path.join("plan.odt"), "mine").unwrap();
    let mut told = Told::default();
    bench.review.open(Some(path.clone()), &bench.desk);
    bench.receive_until(&mut told, "the list", |bench, _| bench.review.model.sessions.len() == 2);
    bench.receive_until(&mut told, "the session", |bench, _| bench.takes() == 2);

    bench.wants(ReviewIntent::AskRemoval(RemovalScope::Session));
    bench.receive_until(&mut told, "the question", |bench, _| bench.review.model.removal.is_some());
    assert_eq!(bench.review.model.removal.as_ref().unwrap().foreign, ["plan.odt"]);
    bench.wants(ReviewIntent::ConfirmRemoval);
    bench.until_takes(&mut told, 1);
    assert_eq!(bench.review.session.as_ref().unwrap().path, other);
    assert!(!path.exists());

    bench.wants(ReviewIntent::Undo);
    bench.until_takes(&mut told, 2);
    assert_eq!(bench.review.session.as_ref().unwrap().path, path);
    assert_eq!(std::fs::read(path.join("plan.odt")).unwrap(), b"mine");
    assert_eq!((told.brought_back, told.problems.len()), (1, 0));
}

#[test]
fn the_last_session_deleted_leaves_an_empty_review() {
    let mut bench = Bench::open(1.0, &[2]);
    let mut told = Told::default();
    bench.deletes(&mut told, RemovalScope::Session);
    bench.receive_until(&mut told, "nothing", |bench, _| bench.review.model.questions.is_empty());
    assert_eq!(bench.review.model.session, None);
    bench.review.bring_back(&told.removed[0].clone(), &bench.rehearsal, &bench.desk);
    bench.until_takes(&mut told, 1);
    assert_eq!(told.problems, [""; 0]);
}

#[test]
fn what_is_heard_of_a_take_stops_before_it_goes() {
    let mut bench = Bench::open(8.0, &[600, 2]);
    let mut told = Told::default();
    bench.plays(Heard::Take(0));
    bench.until_heard(Heard::Take(0));
    bench.deletes(&mut told, RemovalScope::Take(0));
    bench.until_silence();
    bench.until_takes(&mut told, 1);
    assert_eq!(told.problems, [""; 0], "the place where it was left was kept before it went");
}

#[test]
fn a_session_that_another_copy_works_in_is_not_asked_about() {
    let mut bench = Bench::open(1.0, &[2]);
    let path = bench.review.session.as_ref().unwrap().path.clone();
    let held = std::fs::File::options().append(true).open(path.join(".lock")).unwrap();
    held.try_lock().unwrap();
    let mut told = Told::default();
    for scope in [RemovalScope::Session, RemovalScope::Take(0)] {
        bench.wants(ReviewIntent::AskRemoval(scope));
        bench.receive_until(&mut told, "a refusal", |_, told| !told.problems.is_empty());
        let problem = told.problems.remove(0);
        assert!(problem.starts_with("Another running copy of Greenroom is at work"), "{problem}");
        assert!(bench.review.model.removal.is_none());
    }
}

#[test]
fn a_recording_removed_by_its_age_is_shown_with_its_figures_and_is_not_heard() {
    let mut bench = Bench::open(1.0, &[2, 3]);
    let session = bench.review.session.clone().unwrap();
    let sound = Removal::Sound {
        wavs: vec![session.takes[0].wav.clone()],
        on: "2026-11-24T09:00:00+01:00".into(),
    };
    bench.desk.store.remove(&sound, Basket::Own).unwrap();
    let session = bench.desk.store.load_session(&session.path).unwrap();
    assert!(!bench.review.opened(session, &bench.desk));
    let take = &bench.review.model.questions[0].takes[0];
    assert_eq!((take.has_sound, take.length), (false, Duration::from_secs(2)));
    assert!(
        take.health.iter().any(|one| one.contains("removed on 2026-11-24")),
        "{:?}",
        take.health
    );
    assert!(bench.review.sound(Heard::Take(0), "", &bench.desk).is_none());
    assert!(bench.desk.analyst.news().is_empty(), "nothing to measure, nothing to complain about");
}
