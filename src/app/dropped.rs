//! Files that are dropped on the window.

use std::path::PathBuf;

use egui::Context;

/// The file that was dropped in this frame, and how many came with it, if any did.
pub(super) fn dropped(ctx: &Context) -> Option<(PathBuf, usize)> {
    ctx.input(|input| {
        let files = &input.raw.dropped_files;
        let first = files.first()?.path().to_owned();
        Some((first, files.len().saturating_sub(1)))
    })
}
