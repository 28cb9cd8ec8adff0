//! `greenroom session remove`: into the wastebasket, after asking.

use std::io::IsTerminal as _;
use std::path::Path;

use anyhow::{Context as _, bail};

use crate::cli::session::weight;
use crate::cli::text;
use crate::store::{Basket, Removal, Store};

/// So many foreign files are named.
const NAMED: usize = 10;

pub(super) fn run(store: &Store, session: &Path, is_agreed: bool) -> anyhow::Result<()> {
    // By its name among ours alone: a path could lead anywhere.
    let mut sessions = store.list_sessions().into_iter();
    let found = sessions.find(|have| have.path.file_name() == Some(session.as_os_str()));
    let found = found.with_context(|| {
        format!(
            "There is no session of this name; `greenroom sessions` shows them: {}",
            session.display()
        )
    })?;
    let removal = Removal::Session(found.path);
    let contents = store.weigh(&removal)?;
    say!("{}  {}", weight(contents.recordings, contents.bytes), found.record.bank_title)?;
    for name in contents.foreign.iter().take(NAMED) {
        say!("  with it goes a file that is not Greenroom's: {name}")?;
    }
    if contents.foreign.len() > NAMED {
        say!("  and {} more", contents.foreign.len() - NAMED)?;
    }
    for name in &found.copies {
        say!("  a copy of it stays: {name}")?;
    }
    if !is_agreed && !ask()? {
        say!("Nothing was removed.")?;
        return Ok(());
    }
    let removed = store.remove(&removal, Basket::Desktop)?;
    match removed.basket {
        Basket::Desktop => say!("It is in your desktop's wastebasket."),
        Basket::Own => say!(
            "It is in Greenroom's own wastebasket, since the desktop's did not take it: {}",
            store.folders().wastebasket().display()
        ),
    }
}

/// Asks on the terminal; only a clear yes counts.
fn ask() -> anyhow::Result<bool> {
    if !std::io::stdin().is_terminal() {
        bail!(
            "Nothing was removed: nobody can be asked here. Add --yes to remove it without asking."
        );
    }
    text::write("Move it to the wastebasket? [y/N] ")?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}
