//! Letters that the shipped fonts lack: drawn with the system's own fonts, and told of where no font has them.
//!
//! Nothing is looked for until a text needs it: the system's fonts are listed in the background then, and
//! only files of scripts in use are opened (mapped, not copied). Texts in
//! western languages, Cyrillic and Greek cost nothing.
//! Which of several fonts a Chinese character is drawn with goes by the language of the system.
//!
//! Text that runs from right to left is shaped by the toolkit, word by word; it does not yet turn the order of
//! the words on a line.

mod missing;
mod system;
#[cfg(test)]
mod tests;

pub use missing::{Unshown, unshown_sentence};
pub use system::install;
