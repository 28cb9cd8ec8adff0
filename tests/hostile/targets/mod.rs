//! What must hold whatever bytes are read: bodies of the programs in `fuzz/`, and of the tests that change
//! bytes at random (`tests/hostile`, `tests/faults/hostile.rs`).
//!
//! Each takes any bytes, and panics where a rule is broken.

#![allow(dead_code, reason = "each program uses a part of it")]

mod bank;
mod folder;
mod import;
mod session;
mod settings;
mod speech;
mod wav;

pub use bank::bank;
#[allow(unused_imports, reason = "each program uses a part of it")]
pub use folder::tree;
pub use import::import;
pub use session::session;
pub use settings::settings;
pub use speech::speech;
pub use wav::wav;

/// A rule, given any bytes.
pub type Target = fn(&[u8]);

/// All of them by the names of their seeds' folders.
pub const ALL: [(&str, Target); 6] = [
    ("wav", wav),
    ("bank", bank),
    ("session", session),
    ("settings", settings),
    ("import", import),
    ("speech", speech),
];

/// The first part of some bytes, up to a separator that mutations seldom make, and the rest.
fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    const BETWEEN: &[u8] = b"\n--8<--\n";
    match bytes.windows(BETWEEN.len()).position(|at| at == BETWEEN) {
        Some(at) => (&bytes[..at], &bytes[at + BETWEEN.len()..]),
        None => (bytes, b""),
    }
}
