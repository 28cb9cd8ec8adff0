//! Files the user owns: settings, profile, pacings, banks, sessions and takes.
//!
//! Plain files, written to a temporary name, synced and renamed; what can't be read is set aside and
//! reported, never overwritten. Folders are made for their owner alone (0700), files too (0600).
//! Files of a newer Greenroom are read as far as they are understood, and never changed.
//!
//! Knows nothing of devices, voices or windows; reads no sound (a take's length is told by its
//! recorder), keeps no index and no database: the folder may be copied, synced and tidied with
//! ordinary tools while Greenroom is closed. Two running copies don't harm each other: one writer
//! per session folder, by a file lock of the operating system.

mod records;

mod copies;
mod error;
mod files;
mod folders;
mod form;
mod names;

mod kept;
mod profile;
mod returns;
mod settings;

mod banks;
mod cache;
mod homecoming;
mod lock;
mod places;
mod recovery;
mod reports;
mod rescue;
mod session_copies;
mod session_files;
mod session_folder;
mod sessions;
mod strays;
mod whereabouts;

mod removing;
mod retention;
mod tidying;

mod open;
mod outside;

#[cfg(test)]
mod tests;

pub use cache::{Cache, CacheKey};
pub use error::StoreError;
pub use folders::Folders;
pub use homecoming::{BroughtHome, Homecoming};
pub use open::{Notice, NoticeKind, Store};
pub use outside::{documents_folder, read_outside, read_text_outside, typed_path, write_outside};
pub use profile::Profile;
pub use records::{
    DeviceRecord, GapRecord, JointRecord, MarkRecord, PacingChange, SessionRecord, TakePart,
    TakeRecord,
};
pub use recovery::PartFile;
pub use removing::{Basket, Contents, Removal, Removed};
pub use reports::{Stumble, report_panics, stumbles, wake_on_panic};
pub use retention::{Doubt, Due, DueSession};
pub use returns::{ReturnRecord, ReturnRecords};
pub use session_folder::{SessionFolder, TakePaths};
pub use sessions::{Session, SessionSummary, SoundNow, Take};
pub use settings::{
    ChoosingSettings, EnginePreference, Interviewer, Keep, ListeningSettings, Look,
    MeasureSettings, RecordingSettings, Settings, VoiceSettings,
};
pub use tidying::Holdings;
