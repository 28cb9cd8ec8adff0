//! The director: runs an interview against voice, audio and store, on its own thread.
//!
//! Window, terminal and tests are served alike: they send [`Command`]s and read the latest
//! [`Snapshot`]. A window that is hidden or gone changes nothing: the interview goes on here.
//! What is decided is decided in [`crate::interview`]; here it is only carried out.

mod along;
mod analyst;
mod banks;
mod candidate;
mod casting;
mod checking;
mod command;
mod devices;
mod director;
mod handle;
mod hearing;
mod history;
mod library;
mod listening;
pub mod measuring;
pub mod outfit;
mod records;
mod recovery;
mod returning;
mod running;
mod scribe;
mod shipped;
mod snapshot;
pub mod takes;
mod taking;
mod wakeful;
mod whole;

pub use analyst::{Analyst, News, Wanted};
pub use banks::{KeptBank, add_to_bank, bank_now, keep_new_bank, read_import, readable_bank};
pub use candidate::{CandidateReport, Patience, SimulatedSetup, run_simulated};
pub use casting::BYTES_A_SECOND;
pub use command::{
    Cause, Command, HearItem, HearList, Heard, Listen, Live, MicState, Notice, Outfit, Pending,
    Place, Playback, SessionChoice, Snapshot,
};
pub use handle::Rehearsal;
pub use hearing::MicFault;
pub use history::{History, Practised};
pub use library::{BankEntry, Library};
pub use records::{stamp, take_part, take_titles};
pub use recovery::{Recovered, recover};
pub use returning::{put_over, standing};
pub use shipped::{ShippedText, shipped_texts};
pub use whole::{was_repeated, whole_answers, with_sound};
