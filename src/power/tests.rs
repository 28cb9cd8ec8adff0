//! Taking hold and letting go, with a stand-in for the computer.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::*;

/// Counts what is held.
#[derive(Default)]
struct Counter {
    held: AtomicUsize,
    asked: AtomicUsize,
}

struct Held(Arc<Counter>);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.held.fetch_sub(1, Ordering::SeqCst);
    }
}

fn counted(counter: &Arc<Counter>, hangs: &Arc<AtomicBool>) -> Power {
    let (counter, hangs) = (Arc::clone(counter), Arc::clone(hangs));
    Power::Scripted(Arc::new(move || {
        counter.asked.fetch_add(1, Ordering::SeqCst);
        while hangs.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(1));
        }
        counter.held.fetch_add(1, Ordering::SeqCst);
        Some(Box::new(Held(Arc::clone(&counter))) as Hold)
    }))
}

fn until(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(15), "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn it_holds_once_while_it_is_wanted_and_lets_go() {
    let (counter, hangs) = (Arc::<Counter>::default(), Arc::<AtomicBool>::default());
    let awake = Awake::start(counted(&counter, &hangs));
    let held = || counter.held.load(Ordering::SeqCst);
    for _ in 0..3 {
        awake.want(true);
        awake.want(true);
        until("it holds", || held() == 1);
        awake.want(false);
        until("it lets go", || held() == 0);
    }
    assert_eq!(counter.asked.load(Ordering::SeqCst), 3);
    awake.want(true);
    until("it holds", || held() == 1);
    drop(awake);
    until("the end lets go", || held() == 0);
}

#[test]
fn one_that_never_answers_holds_nothing_up_and_a_late_hold_is_let_go() {
    let (counter, hangs) = (Arc::<Counter>::default(), Arc::new(AtomicBool::new(true)));
    let awake = Awake::start(counted(&counter, &hangs));
    let begun = Instant::now();
    awake.want(true);
    until("it was asked", || counter.asked.load(Ordering::SeqCst) == 1);
    awake.want(false);
    drop(awake);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    hangs.store(false, Ordering::SeqCst);
    until("the answer came", || counter.asked.load(Ordering::SeqCst) == 1);
    until("it is let go", || counter.held.load(Ordering::SeqCst) == 0);
}

#[test]
fn a_refusal_is_no_more_than_that() {
    let awake = Awake::start(Power::Scripted(Arc::new(|| None)));
    awake.want(true);
    awake.want(false);
    drop(awake);
    drop(Awake::start(Power::None));
}
