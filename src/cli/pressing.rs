//! What keeps a key at the terminal from doing what nobody meant.
//!
//! An answer is not ended by the second of two quick presses that began it. At a terminal a skip is asked once; from
//! a pipe, one letter a line, it is done at once: a line is written on purpose, and nobody is there to be asked.

use std::mem::{Discriminant, discriminant};
use std::time::{Duration, Instant};

use crate::cli::keys::Key;
use crate::interview::{Action, StageView, Undoable, View};

/// As long as the window waits for the second of two presses that are one.
const TWICE: Duration = Duration::from_millis(700);

/// How long it is asked whether to skip.
const ASKED_FOR: Duration = Duration::from_secs(3);

/// What is done with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Press {
    /// What it says.
    Do,
    /// Nothing: it came too soon.
    Ignore,
    /// The user is asked to press it again.
    Ask,
}

/// What was pressed before.
#[derive(Debug)]
pub(super) struct Pressing {
    /// A person presses the keys one by one.
    by_hand: bool,
    stage: Option<(Discriminant<StageView>, Instant)>,
    asked: Option<Instant>,
    undo: Option<Undoable>,
}

impl Pressing {
    /// Nothing was pressed yet; `by_hand` says that somebody can be asked.
    pub(super) const fn new(by_hand: bool) -> Self {
        Self { by_hand, stage: None, asked: None, undo: None }
    }

    /// Sees where the interview is. Gives a line to say when something can be taken back.
    pub(super) fn follow(&mut self, view: &View, now: Instant) -> Option<&'static str> {
        let stage = discriminant(&view.stage);
        if self.stage.is_none_or(|(before, _)| before != stage) {
            // What it begins with was not pressed.
            let since =
                if self.stage.is_some() { now } else { now.checked_sub(TWICE).unwrap_or(now) };
            self.stage = Some((stage, since));
        }
        let before = std::mem::replace(&mut self.undo, view.undo);
        match view.undo.filter(|_| before.is_none())? {
            Undoable::Skip => Some("Skipped   u: undo the skip"),
            Undoable::Answer => Some("That was short   u: continue answering"),
            Undoable::Turn => Some("No more questions   u: back to your questions"),
        }
    }

    /// Whether this key does what it means now.
    pub(super) fn press(&mut self, key: &Key, action: &Action, view: &View, now: Instant) -> Press {
        let asked = self.asked.take().filter(|at| now.saturating_duration_since(*at) < ASKED_FOR);
        let is_new =
            self.stage.is_some_and(|(_, since)| now.saturating_duration_since(since) < TWICE);
        let begun = match view.stage {
            StageView::Answering { elapsed, .. }
            | StageView::YourTurn { asking: Some(elapsed) } => is_new || elapsed < TWICE,
            _ => is_new && self.by_hand,
        };
        if begun && matches!(action, Action::Finish | Action::Ready) {
            return Press::Ignore;
        }
        let loses = matches!(
            view.stage,
            StageView::Asking
                | StageView::Thinking { .. }
                | StageView::Answering { .. }
                | StageView::Holding { .. }
                | StageView::YourTurn { .. }
        );
        if *key == Key::Skip && self.by_hand && loses && asked.is_none() {
            self.asked = Some(now);
            return Press::Ask;
        }
        Press::Do
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interview::Light;

    fn view(stage: StageView) -> View {
        crate::cli::rehearse::tests::view(stage, None)
    }

    fn answering(millis: u64) -> View {
        let elapsed = Duration::from_millis(millis);
        view(StageView::Answering { elapsed, light: Light::Off, warning: None })
    }

    #[test]
    fn two_quick_presses_do_not_begin_and_end_an_answer() {
        for by_hand in [true, false] {
            let (mut keys, begun) = (Pressing::new(by_hand), Instant::now());
            keys.follow(&view(StageView::Thinking { left: None }), begun);
            let later = |millis| begun + Duration::from_millis(millis);
            let press = |keys: &mut Pressing, action, view: &View, at| {
                keys.press(&Key::Next, &action, view, at)
            };
            let thinking = view(StageView::Thinking { left: None });
            assert_eq!(press(&mut keys, Action::Ready, &thinking, later(10)), Press::Do);
            keys.follow(&answering(0), later(40));
            assert_eq!(
                press(&mut keys, Action::Finish, &answering(200), later(240)),
                Press::Ignore
            );
            assert_eq!(
                press(&mut keys, Action::Finish, &answering(40_000), later(500)),
                Press::Ignore
            );
            assert_eq!(press(&mut keys, Action::Finish, &answering(900), later(900)), Press::Do);
        }
    }

    #[test]
    fn a_person_is_asked_once_before_a_skip_and_a_pipe_is_not() {
        let (mut keys, now) = (Pressing::new(true), Instant::now());
        let skip =
            |keys: &mut Pressing, at| keys.press(&Key::Skip, &Action::Skip, &answering(5_000), at);
        assert_eq!(skip(&mut keys, now), Press::Ask);
        assert_eq!(skip(&mut keys, now), Press::Do);
        assert_eq!(skip(&mut keys, now), Press::Ask);
        keys.press(&Key::Repeat, &Action::Repeat, &answering(5_000), now);
        assert_eq!(skip(&mut keys, now), Press::Ask, "another key was pressed");
        assert_eq!(skip(&mut keys, now + ASKED_FOR), Press::Ask, "some seconds passed");
        let between = view(StageView::Between);
        let mut fresh = Pressing::new(true);
        assert_eq!(fresh.press(&Key::Skip, &Action::Skip, &between, now), Press::Do);
        assert_eq!(skip(&mut Pressing::new(false), now), Press::Do);
    }
}
