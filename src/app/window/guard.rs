//! The window under guard: a page that panics is replaced by one that says so, and everything else goes on.
//!
//! Director, microphone and librarian have threads of their own and notice nothing of it. While the page of
//! the failure is shown nothing of the window proper runs; closing it ends an interview in good order.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use egui::{Context, Ui, ViewportCommand};

use super::{Closing, Views, Window};
use crate::app::prepare;
use crate::panics::caught;
use crate::store;
use crate::ui::frame::Screen;
use crate::ui::stopped::{StoppedIntent, StoppedModel, stopped_ui};
use crate::ui::widgets::NoticeKind;

/// The window, and what is shown in its place.
pub(in crate::app) struct Guarded {
    window: Window,
    /// What failed, until the user chose how to go on.
    stopped: Option<StoppedModel>,
    /// The system orders the program to end.
    ordered: Arc<AtomicBool>,
}

impl Guarded {
    /// Guards this window. `ordered` becomes true when it is to close without asking.
    pub(in crate::app) fn new(window: Window, ordered: Arc<AtomicBool>) -> Self {
        Self { window, stopped: None, ordered }
    }

    /// Does a part of the window's work, unless an earlier one failed.
    fn attend(&mut self, ctx: &Context, part: impl FnOnce(&mut Window)) {
        if self.stopped.is_some() || caught(|| part(&mut self.window)).is_some() {
            return;
        }
        let report = store::stumbles().pop().and_then(|stumble| stumble.report);
        self.stopped = Some(StoppedModel {
            interview_runs: self.window.running(&self.window.rehearsal.snapshot()).is_some(),
            report: report.map(|path| path.display().to_string()),
        });
        // Nothing of a page that was drawn half.
        ctx.request_discard("a page failed");
        ctx.request_repaint();
    }

    fn stopped_ui(&mut self, ui: &mut Ui) {
        let Some(model) = &self.stopped else { return };
        let Some(intent) = stopped_ui(ui, model) else { return };
        self.stopped = None;
        ui.ctx().request_repaint();
        let back = intent == StoppedIntent::BackToPrepare;
        self.attend(&ui.ctx().clone(), |window| window.start_over(back));
    }
}

impl Window {
    /// The pages forget what they remembered: it may be what one of them stumbled over.
    fn start_over(&mut self, back: bool) {
        self.views = Views { searched: self.views.searched, ..Views::default() };
        prepare::recall(&mut self.views.prepare, &self.desk.settings);
        self.closing = Closing::default();
        if back {
            self.go(Screen::Prepare);
        }
    }

    /// Tells of panics elsewhere.
    fn tell_of_stumbles(&mut self) {
        for stumble in store::stumbles() {
            self.notices.add(NoticeKind::Problem, stumble.sentence());
        }
    }
}

impl eframe::App for Guarded {
    fn logic(&mut self, ctx: &Context, frame: &mut eframe::Frame) {
        if self.ordered.load(Ordering::Relaxed) {
            self.window.closing.let_go();
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
        self.attend(ctx, |window| {
            window.tell_of_stumbles();
            window.logic(ctx, frame);
        });
    }

    fn ui(&mut self, ui: &mut Ui, frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        self.attend(&ctx, |window| window.ui(ui, frame));
        self.stopped_ui(ui);
    }

    fn on_exit(&mut self, graphics: Option<&eframe::glow::Context>) {
        // Whatever fails: what is dropped afterwards ends the interview and saves its take.
        let _left = caught(|| self.window.on_exit(graphics));
    }
}
