//! Every key of every screen: one table, one reader, one guard.
//!
//! - `table` is the list of all shortcuts with what they do. The screens are driven by it, and the sheet of keys
//!   and the README's table are made from it.
//! - `chord` says which press of a key is meant, on whatever keyboard layout.
//! - `keyboard` sees each key before any widget does: what is typed is never a command, and what is a command
//!   is never typed.
//! - `reading` gives a screen the commands that were pressed.
//!
//! # What is typed is never a command
//!
//! - While a text field has the focus, only keys that type nothing are commands ([`Command::works_in_fields`]).
//! - When a field that had the focus vanishes, the keyboard is deaf to everything that may be typing for
//!   [`DEAF`], and each key that is ignored renews it: whoever types on, however long, presses nothing.
//! - For [`SETTLE`] after the stage of an interview changed, letters, digits and Space are not taken: they were
//!   meant for the stage before. So a key that is tapped twice does not act twice, either.
//! - A field that is left on purpose (Esc, Tab, Enter, a click) makes nothing deaf.

mod chord;
mod command;
mod keyboard;
mod reading;
mod table;
#[cfg(test)]
mod tests;

pub use chord::Held;
pub use command::{BankKey, Command, ListenerKey, ReviewKey, RoomKey};
pub use keyboard::{DEAF, SETTLE, install, settle, settles};
pub use reading::{
    another, escaped, is_asked_elsewhere, pressed, pressed_in_dialog, pressed_of, taken,
};
pub use table::{Entry, Place, TABLE, readme_table, shown};
