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

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use egui::{DroppedFile, RawInput};

    use super::*;

    #[derive(Debug)]
    struct File(PathBuf);

    impl DroppedFile for File {
        fn path(&self) -> &Path {
            &self.0
        }

        fn bytes(&self) -> Result<Vec<u8>, String> {
            Err("nobody reads it on this thread".to_owned())
        }
    }

    fn after_dropping(paths: &[&str]) -> Option<(PathBuf, usize)> {
        let file = |path: &&str| Arc::new(File(PathBuf::from(path))) as egui::DroppedFileHandle;
        let dropped_files = paths.iter().map(file).collect();
        let ctx = Context::default();
        ctx.begin_pass(RawInput { dropped_files, ..RawInput::default() });
        let found = dropped(&ctx);
        // Nothing is drawn with them.
        ctx.end_pass().textures_delta.clear();
        found
    }

    #[test]
    fn the_first_of_several_files_is_taken_and_the_others_counted() {
        assert_eq!(after_dropping(&[]), None);
        assert_eq!(after_dropping(&["/a.txt"]), Some(("/a.txt".into(), 0)));
        assert_eq!(after_dropping(&["/a.txt", "/b.txt"]), Some(("/a.txt".into(), 1)));
    }
}
