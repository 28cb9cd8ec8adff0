//! Files the user owns: settings, profile, pacings, banks, sessions and takes.
//!
//! Plain files, written to a temporary name, synced and renamed; what can't be read is set aside and
//! reported, never overwritten. Knows nothing of devices, voices or windows.

mod records;

pub use records::{
    DeviceRecord, GapRecord, MarkRecord, PacingChange, SessionRecord, TakePart, TakeRecord,
};
