//! How slow the disk is just now: what waits for it is given its time, and what was waited for is said.

use std::path::Path;
use std::time::{Duration, Instant};

/// What it takes to sync a small file and its folder in `folder` now.
pub fn sync_takes(folder: &Path) -> Duration {
    let begun = Instant::now();
    let path = folder.join(".how-slow");
    let synced = std::fs::write(&path, "x").and_then(|()| std::fs::File::open(&path)?.sync_all());
    synced.expect("a file can be synced");
    std::fs::File::open(folder).and_then(|folder| folder.sync_all()).ok();
    std::fs::remove_file(&path).expect("removed");
    let took = begun.elapsed();
    if took > Duration::from_millis(100) {
        println!("the disk is busy: a sync takes {:.2} s", took.as_secs_f64());
    }
    took
}
