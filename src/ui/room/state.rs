//! What only the room knows: notes, what was asked once, how new the stage is.

use std::collections::BTreeMap;
use std::mem::Discriminant;
use std::time::Duration;

use egui::{Context, Id};

use crate::interview::{Action, Part, StageView, View};
use crate::ui::keys;
use crate::ui::room::RoomIntent;
use crate::ui::room::commands::Deed;

/// How long a question whether to skip waits for its second key, seconds.
const ASKED_FOR: f64 = 3.0;

/// What only the screen knows; a new one for each interview.
#[derive(Debug, Default)]
pub struct RoomState {
    /// Notes while thinking, for each question and follow-up.
    notes: BTreeMap<(usize, Part), String>,
    /// The stage that was shown last.
    stage: Option<Shown>,
    /// The notes are to have the focus as soon as they are there.
    pub(super) focus_notes: bool,
    pub(super) asks_to_end: bool,
    /// The folder typed so far, while it is asked for.
    pub(super) folder: Option<String>,
    /// When something was asked once that is done at the second time.
    asked: Option<f64>,
}

/// A stage, without the time in it, and what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shown {
    stage: Discriminant<StageView>,
    asking: bool,
    position: usize,
    part: Part,
}

impl Shown {
    fn of(view: &View) -> Self {
        Self {
            stage: std::mem::discriminant(&view.stage),
            asking: matches!(view.stage, StageView::YourTurn { asking: Some(_) }),
            position: view.position,
            part: view.part,
        }
    }
}

impl RoomState {
    /// Sees where the interview is.
    pub(super) fn follow(&mut self, ctx: &Context, view: &View) {
        let now = Shown::of(view);
        let before = self.stage.replace(now);
        if before != Some(now) {
            self.asked = None;
            self.focus_notes = matches!(view.stage, StageView::Thinking { .. });
            if before.is_some() {
                keys::settle(ctx);
            }
        }
        if view.stage == StageView::Finished {
            self.asks_to_end = false;
            self.notes.clear();
        }
        let time = ctx.input(|input| input.time);
        if let Some(left) = self.asked.map(|at| at + ASKED_FOR - time) {
            if left > 0.0 {
                ctx.request_repaint_after(Duration::from_secs_f64(left));
            } else {
                self.asked = None;
            }
        }
    }

    /// The notes for the question at hand.
    pub(super) fn notes(&mut self, view: &View) -> &mut String {
        self.notes.entry((view.position, view.part)).or_default()
    }

    /// Whether something was asked that is done at the second time.
    pub(super) fn is_asked(&self) -> bool {
        self.asked.is_some()
    }

    /// Nobody asks any more: something else was pressed.
    pub(super) fn forget_asking(&mut self) {
        self.asked = None;
    }

    /// Whether a text is typed into the notes, so that Space is a part of it.
    pub(super) fn is_noting(&self, ctx: &Context) -> bool {
        let there = self.stage.and_then(|now| self.notes.get(&(now.position, now.part)));
        there.is_some_and(|text| !text.trim().is_empty())
            && ctx.memory(|memory| memory.has_focus(notes_id()))
    }

    /// Does what a key or a button stands for.
    pub(super) fn apply(
        &mut self,
        ctx: &Context,
        view: &View,
        deed: &Deed,
        intents: &mut Vec<RoomIntent>,
    ) {
        let asked = self.asked.take();
        match deed {
            Deed::Want(RoomIntent::Do(Action::Finish)) if has_just_begun(ctx, view) => {}
            Deed::Want(intent) => intents.push(intent.clone()),
            Deed::Twice(intent, _) if asked.is_some() => intents.push(intent.clone()),
            Deed::Twice(..) => {
                self.asked = Some(ctx.input(|input| input.time));
                ctx.request_repaint_after(Duration::from_secs_f64(ASKED_FOR));
            }
            Deed::AskToEnd => self.asks_to_end = true,
            Deed::AskForFolder => self.folder = Some(String::new()),
            Deed::Rest => {}
        }
    }
}

/// The field of the notes.
pub(super) fn notes_id() -> Id {
    Id::unique("room scratchpad")
}

/// Whether the answer has only just begun, by its own time or by the window's: then nobody has answered yet, and
/// what began it was pressed twice, by a key, a held key or a click.
fn has_just_begun(ctx: &Context, view: &View) -> bool {
    let (StageView::Answering { elapsed, .. } | StageView::YourTurn { asking: Some(elapsed) }) =
        view.stage
    else {
        return false;
    };
    elapsed.as_secs_f64() < keys::SETTLE || keys::settles(ctx)
}
