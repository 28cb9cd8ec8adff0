//! The desktop's wastebasket: the one other programs show, empty and restore from.
//!
//! Used where it can also be read, so that what was put in can be taken back; elsewhere Greenroom's own is.

#[cfg(any(windows, all(unix, not(target_os = "macos"))))]
pub(super) use known::{IS_KNOWN, Opened, Ticket, note, take_back};
#[cfg(not(any(windows, all(unix, not(target_os = "macos")))))]
pub(super) use unknown::{IS_KNOWN, Opened, Ticket, note, take_back};

#[cfg(any(windows, all(unix, not(target_os = "macos"))))]
mod known {
    use std::ffi::OsString;
    use std::fs;
    use std::path::{Path, PathBuf};

    use crate::store::{StoreError, files};

    /// Whether there may be one that gives back.
    pub(in crate::store::removing) const IS_KNOWN: bool = true;

    /// What a thing in the wastebasket is known by.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(in crate::store::removing) struct Ticket {
        /// Where the wastebasket says it came from.
        original: PathBuf,
        /// Things of the same origin that were in there before.
        before: Vec<OsString>,
        /// What the wastebasket calls it; `None` until [`note`] has found out.
        id: Option<OsString>,
    }

    /// It, with what was in there before.
    #[derive(Debug)]
    pub(in crate::store::removing) struct Opened {
        before: Vec<trash::TrashItem>,
    }

    impl Opened {
        /// Looks into it, or says why that can't be done.
        pub(in crate::store::removing) fn new() -> Result<Self, String> {
            make_private();
            Ok(Self { before: items()? })
        }

        /// Puts a file or folder into it, whole, or says why not.
        pub(in crate::store::removing) fn put(&self, from: &Path) -> Result<Ticket, String> {
            let folder = fs::canonicalize(files::folder_of(from)).map_err(|why| why.to_string())?;
            let original = folder.join(from.file_name().unwrap_or_default());
            let before = found_in(&self.before, &original);
            trash::delete(from).map_err(|why| why.to_string())?;
            Ok(Ticket { original, before, id: None })
        }
    }

    /// A wastebasket that is made by us is its owner's alone.
    fn make_private() {
        use etcetera::BaseStrategy as _;
        if cfg!(windows) {
            return;
        }
        let Ok(home) = etcetera::choose_base_strategy() else { return };
        for part in ["files", "info"] {
            if let Err(why) = files::make_folders(&home.data_dir().join("Trash").join(part)) {
                log::debug!("the desktop's wastebasket could not be made ({why})");
            }
        }
    }

    fn items() -> Result<Vec<trash::TrashItem>, String> {
        trash::os_limited::list().map_err(|why| why.to_string())
    }

    /// What of this origin is in there.
    fn found_in(items: &[trash::TrashItem], original: &Path) -> Vec<OsString> {
        let same = items.iter().filter(|item| item.original_path() == original);
        same.map(|item| item.id.clone()).collect()
    }

    /// Finds out what the wastebasket calls what was put in, and writes down the day where it does not.
    pub(in crate::store::removing) fn note<'a>(
        tickets: impl Iterator<Item = (&'a Path, &'a mut Ticket)>,
    ) {
        let mut tickets = tickets.peekable();
        if tickets.peek().is_none() {
            return;
        }
        let all = items().unwrap_or_default();
        for (from, ticket) in tickets {
            let found = found_in(&all, &ticket.original);
            ticket.id = found.into_iter().find(|id| !ticket.before.contains(id));
            match &ticket.id {
                Some(id) => note_day(Path::new(id)),
                None => log::warn!("not found in the wastebasket again: {}", from.display()),
            }
        }
    }

    /// The desktops' agreement wants the day of deletion in the description of what is in there, and what
    /// empties it by age goes by that.
    #[cfg(unix)]
    fn note_day(description: &Path) {
        use std::io::Write as _;
        let now = jiff::ZonedDateTime::now().strftime("%Y-%m-%dT%H:%M:%S").to_string();
        let noted = fs::read_to_string(description).and_then(|text| {
            if text.contains("\nDeletionDate=") {
                return Ok(());
            }
            let mut file = fs::OpenOptions::new().append(true).open(description)?;
            writeln!(file, "DeletionDate={now}")
        });
        if let Err(why) = noted {
            log::debug!("the day of deletion could not be noted ({why})");
        }
    }

    #[cfg(not(unix))]
    fn note_day(_description: &Path) {}

    /// Takes it out and puts it where it was; never in the place of something else.
    pub(in crate::store::removing) fn take_back(
        ticket: &Ticket,
        to: &Path,
    ) -> Result<(), StoreError> {
        let missing = || StoreError::NotInBasket { path: to.to_owned() };
        let id = ticket.id.as_ref().ok_or_else(missing)?;
        let all = items().unwrap_or_default();
        let item = all.into_iter().find(|item| item.id == *id).ok_or_else(missing)?;
        move_out(item, to)
    }

    /// On these desktops it is a file like any other, with its description beside it: moved by us, so that a
    /// program that is killed here leaves no empty file in its place.
    #[cfg(unix)]
    fn move_out(item: trash::TrashItem, to: &Path) -> Result<(), StoreError> {
        use crate::store::removing::moves::move_back;
        let missing = || StoreError::NotInBasket { path: to.to_owned() };
        let description = PathBuf::from(item.id);
        let basket = description.parent().and_then(Path::parent).ok_or_else(missing)?;
        let name = description.file_stem().ok_or_else(missing)?;
        move_back(&basket.join("files").join(name), to)?;
        if let Err(why) = fs::remove_file(&description) {
            log::debug!("a description without its file is left in the wastebasket ({why})");
        }
        Ok(())
    }

    #[cfg(not(unix))]
    fn move_out(item: trash::TrashItem, to: &Path) -> Result<(), StoreError> {
        trash::os_limited::restore_all([item]).map_err(|why| match why {
            trash::Error::RestoreCollision { .. } => {
                StoreError::AlreadyThere { path: to.to_owned() }
            }
            other => StoreError::Write {
                source: std::io::Error::other(other.to_string()),
                path: to.to_owned(),
            },
        })
    }
}

#[cfg(not(any(windows, all(unix, not(target_os = "macos")))))]
mod unknown {
    use std::path::Path;

    use crate::store::StoreError;

    /// Whether there may be one that gives back.
    pub(in crate::store::removing) const IS_KNOWN: bool = false;

    /// There are none.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(in crate::store::removing) struct Ticket {}

    /// Never opened.
    #[derive(Debug)]
    pub(in crate::store::removing) struct Opened {}

    impl Opened {
        pub(in crate::store::removing) fn new() -> Result<Self, String> {
            Err("this system's wastebasket gives nothing back".to_owned())
        }

        pub(in crate::store::removing) fn put(&self, _from: &Path) -> Result<Ticket, String> {
            Err("this system's wastebasket gives nothing back".to_owned())
        }
    }

    pub(in crate::store::removing) fn note<'a>(
        _tickets: impl Iterator<Item = (&'a Path, &'a mut Ticket)>,
    ) {
    }

    pub(in crate::store::removing) fn take_back(
        _ticket: &Ticket,
        to: &Path,
    ) -> Result<(), StoreError> {
        Err(StoreError::NotInBasket { path: to.to_owned() })
    }
}
