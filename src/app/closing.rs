//! Closing the window while an interview runs, or its recordings are on their way to disk.

use std::time::{Duration, Instant};

use egui::{Context, Ui, ViewportCommand};

use crate::interview::StageView;
use crate::rehearsal::{Command, Live, Rehearsal, Snapshot};
use crate::ui::closing::{ClosingIntent, closing_ui, saving_ui};

/// Saving that takes longer is shown.
const SHOWN_AFTER: Duration = Duration::from_millis(500);

/// How often it looks whether all is saved.
const LOOK: Duration = Duration::from_millis(50);

/// How far the closing is.
#[derive(Debug, Default)]
pub(super) struct Closing(Step);

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Step {
    #[default]
    No,
    /// The user is being asked.
    Asked,
    /// Yes: what was recorded is being saved since.
    Leaving(Instant),
    /// Nothing holds it any more.
    Free,
}

impl Closing {
    /// Holds the window where it was asked to close too soon; `live` is the interview that runs.
    pub(super) fn mind(&mut self, ctx: &Context, live: Option<&Live>) {
        let is_asked_for = ctx.input(|input| input.viewport().close_requested());
        if is_asked_for && self.0 != Step::Free && live.is_some() {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            if self.0 == Step::No {
                self.0 = Step::Asked;
            }
        }
    }

    /// Nothing holds the window any more: the system orders it to close.
    pub(super) fn let_go(&mut self) {
        self.0 = Step::Free;
    }

    /// Asks, or shows what is waited for.
    pub(super) fn ui(&mut self, ui: &Ui, snapshot: &Snapshot, rehearsal: &Rehearsal) {
        match self.0 {
            Step::No | Step::Free => {}
            Step::Asked => self.ask(ui, snapshot, rehearsal),
            Step::Leaving(_) if rehearsal.is_gone() => self.close(ui),
            Step::Leaving(since) => {
                ui.ctx().request_repaint_after(LOOK);
                if since.elapsed() > SHOWN_AFTER && self.show(ui, snapshot) {
                    rehearsal.wait_no_longer();
                    self.close(ui);
                }
            }
        }
    }

    fn ask(&mut self, ui: &Ui, snapshot: &Snapshot, rehearsal: &Rehearsal) {
        let stage = snapshot.live.as_ref().map(|live| live.view.stage);
        let Some(intent) = closing_ui(ui, stage == Some(StageView::Storing)) else { return };
        match intent {
            ClosingIntent::Stay => self.0 = Step::No,
            ClosingIntent::GoOnInBackground => {
                self.0 = Step::No;
                ui.ctx().send_viewport_cmd(ViewportCommand::Minimized(true));
            }
            ClosingIntent::EndAndClose => {
                // Ends the interview; the window stays until its takes are saved.
                self.0 = Step::Leaving(Instant::now());
                rehearsal.send(Command::Quit);
                ui.ctx().request_repaint();
            }
        }
    }

    /// Whether it is to be waited for no longer.
    fn show(&self, ui: &Ui, snapshot: &Snapshot) -> bool {
        let live = snapshot.live.as_ref();
        let slow = live.and_then(|live| live.slow.as_deref()).unwrap_or("That takes a moment.");
        let late = live.map_or(&[][..], |live| &live.pending.late);
        saving_ui(ui, slow, late)
    }

    fn close(&mut self, ui: &Ui) {
        self.0 = Step::Free;
        ui.ctx().send_viewport_cmd(ViewportCommand::Close);
    }
}
