//! The window: drains what happened, draws, and passes on what the user wants.
//!
//! Nothing slow happens here: sound, voices and the interview live on the director's thread, files on the
//! librarian's. The window may be hidden or closed to the background while an interview runs.

mod closing;
mod cue;
mod desk;
mod dropped;
mod file_dialog;
mod flip;
mod librarian;
mod lists;
#[cfg(test)]
mod measuring_tests;
mod notices;
mod practised;
mod prepare;
mod questions;
mod recordings;
mod review;
mod review_advice;
mod review_marks;
mod review_model;
mod review_past;
mod room;
mod settings;
mod signals;
mod sized;
#[cfg(test)]
mod testing;
mod told;
mod window;
mod words;

use std::panic::{AssertUnwindSafe, catch_unwind};

use anyhow::{anyhow, bail};

use crate::letters;
use crate::rehearsal::outfit;
use crate::store::{self, Folders, Store};
use window::{Guarded, Window};

/// What a window is without size wishes: the smallest every screen is made for.
const SMALLEST: [f32; 2] = [900.0, 600.0];

/// The size at the first start.
const USUAL: [f32; 2] = [1180.0, 760.0];

/// Opens the window and stays until it is closed.
///
/// # Errors
/// When the window can't be opened; says what may be missing.
pub fn run() -> anyhow::Result<()> {
    outfit::display().map_err(|why| anyhow!(why))?;
    let folders = Folders::resolve()?;
    store::report_panics(&folders);
    let (store, notices) = Store::open(folders);
    let outfit = outfit::real(&store.settings(), store.folders());
    let size = store.settings().window.unwrap_or(USUAL);
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Greenroom")
            .with_app_id("greenroom")
            .with_inner_size(size)
            .with_min_inner_size(SMALLEST),
        // `letters` has them, when a text needs them.
        system_font_fallback: false,
        ..Default::default()
    };
    // The windowing library panics, rather than fails, where the keyboard library is missing.
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        eframe::run_native(
            "greenroom",
            options,
            Box::new(|context| {
                let ctx = &context.egui_ctx;
                letters::install(ctx);
                store::wake_on_panic(waker(ctx));
                let ordered = signals::watch(waker(ctx))?;
                Ok(Box::new(Guarded::new(Window::new(ctx, outfit, store, notices)?, ordered)))
            }),
        )
    }));
    match outcome {
        Ok(done) => done.map_err(|problem| {
            let problem = problem.to_string();
            anyhow!("The window could not be opened: {}", without_place(&problem))
        }),
        Err(_) => bail!(
            "The window could not be opened, or failed while it was open; what was recorded is kept. If it \
             never appeared, libxkbcommon-x11 may be missing: script/bootstrap installs it."
        ),
    }
}

/// Has the window look at what is new. The window's own thread needs nobody to wake it, and may hold what
/// waking needs.
fn waker(ctx: &egui::Context) -> impl Fn() + Send + 'static {
    let (ctx, own) = (ctx.clone(), std::thread::current().id());
    move || {
        if std::thread::current().id() != own {
            ctx.request_repaint();
        }
    }
}

/// What the windowing library says, without the line of its own source that it names first.
fn without_place(problem: &str) -> &str {
    problem.rsplit_once(".rs:").map_or(problem, |(_, rest)| {
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':').trim_start()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_somebody_s_source_is_not_told() {
        let said = "winit EventLoopError: os error at a/winit/src/mod.rs:788: No connection to X";
        assert_eq!(without_place(said), "No connection to X");
        assert_eq!(without_place("No window"), "No window");
    }
}
