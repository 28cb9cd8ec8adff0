//! What the user owns and chose, as the window holds it.

use std::sync::Arc;

use crate::audio::DeviceRef;
use crate::interview::Pacing;
use crate::rehearsal::{Analyst, Library, outfit};
use crate::store::{Basket, Due, Holdings, Profile, RecordingSettings, Settings, Store};
use crate::voice::{Persona, VoiceConfig};

use super::librarian::{Job, Librarian};
use super::practised::Practised;
use super::words::Reused;

/// Settings, the user's words for placeholders, and what there is to rehearse with.
pub(super) struct Desk {
    /// Where it is kept.
    pub store: Store,
    /// What was chosen.
    pub settings: Settings,
    /// The user's words for placeholders.
    pub profile: Profile,
    /// Goes up with each change of these words.
    pub revision: u64,
    /// Words that were just given to placeholders with the same label, too.
    pub reused: Option<Reused>,
    /// Whether the recorded voices are there; known before any voice is asked.
    pub has_pack: bool,
    /// Banks and pacings.
    pub library: Arc<Library>,
    /// What was practised.
    pub practised: Practised,
    /// Empty placeholders as last counted, and of what.
    empty_slots: Option<(Arc<Library>, u64, String, usize)>,
    /// What is on the disk, once counted.
    pub holdings: Option<Holdings>,
    /// How long recordings would be kept, with those that are due then: shown before it is agreed to.
    pub due: Option<(RecordingSettings, Due)>,
    /// Where removed things go.
    pub basket: Basket,
    /// Reads and writes off this thread.
    pub librarian: Librarian,
    /// Measures and draws recordings that are not known yet.
    pub analyst: Analyst,
}

impl Desk {
    /// What is kept in `store`, as it is now.
    pub(super) fn new(
        store: Store,
        library: Arc<Library>,
        librarian: Librarian,
        analyst: Analyst,
    ) -> Self {
        let settings = store.settings();
        Self {
            has_pack: outfit::voice(&settings, store.folders()).pack_dir.is_some(),
            profile: store.profile(),
            revision: 0,
            reused: None,
            library,
            practised: Practised::new(store.returns()),
            empty_slots: None,
            holdings: None,
            due: None,
            basket: Basket::usual(),
            librarian,
            analyst,
            settings,
            store,
        }
    }

    /// Changes the settings and has them saved.
    pub(super) fn change(&mut self, change: impl FnOnce(&mut Settings)) {
        let before = self.settings.clone();
        change(&mut self.settings);
        if self.settings != before {
            self.librarian.ask(Job::SaveSettings(Box::new(self.settings.clone())));
        }
    }

    /// Has read again what was practised: after an interview, after a rating.
    pub(super) fn read_history(&mut self) {
        self.practised.ask(&self.librarian);
    }

    /// Who asks.
    pub(super) fn persona(&self) -> Persona {
        outfit::persona(self.settings.voice.persona)
    }

    /// The voices the settings ask for.
    pub(super) fn voice(&self) -> VoiceConfig {
        outfit::voice(&self.settings, self.store.folders())
    }

    /// The chosen microphone.
    pub(super) fn microphone(&self) -> DeviceRef {
        outfit::device(self.settings.microphone.as_deref())
    }

    /// The chosen loudspeaker.
    pub(super) fn speaker(&self) -> DeviceRef {
        outfit::device(self.settings.speaker.as_deref())
    }

    /// The chosen pacing, or the first there is.
    pub(super) fn pacing(&self) -> Option<&Pacing> {
        self.library.pacing(&self.settings.pacing).or_else(|| self.library.pacings.first())
    }

    /// Placeholders of a bank that are still empty; counted anew if anything changed.
    pub(super) fn empty_slots(&mut self, bank: &str) -> usize {
        if let Some((library, revision, of, count)) = &self.empty_slots
            && Arc::ptr_eq(library, &self.library)
            && (*revision, of.as_str()) == (self.revision, bank)
        {
            return *count;
        }
        let count = self.count_empty(bank);
        let library = Arc::clone(&self.library);
        self.empty_slots = Some((library, self.revision, bank.to_owned(), count));
        count
    }

    fn count_empty(&self, bank: &str) -> usize {
        self.library.bank(bank).map_or(0, |entry| {
            let blanks = entry.bank.questions.iter().flat_map(|question| &question.placeholders);
            blanks.filter(|one| self.profile.value(bank, &one.key()).is_none()).count()
        })
    }
}
