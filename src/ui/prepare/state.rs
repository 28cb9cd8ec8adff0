//! What the user chose on Prepare, and what is to be done about it.

use std::collections::{BTreeSet, HashSet};

use super::picker::Found;
use super::{BankItem, PacingItem, PrepareModel, QuestionItem};
use crate::bank::Kind;
use crate::interview::Selection;
use crate::interview::choosing::{Choice, Choosing, Chosen, Nothing};

/// How many questions "a number" means until the user says otherwise.
const SOME: usize = 5;

/// Which of the bank's questions are asked.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Which {
    /// All of them.
    #[default]
    All,
    /// A number of them, drawn at random.
    Some,
    /// Those of a kind.
    Kind,
    /// Those that show an ability.
    Ability,
    /// Those rated low or not yet.
    Weak,
    /// Those never practised.
    New,
    /// Those that are due.
    Due,
    /// Those ticked.
    Picked,
}

/// The user's choices. Kept by the app from one frame to the next, and on disk if it likes.
#[derive(Debug, Clone)]
pub struct PrepareState {
    /// The chosen bank's id.
    pub bank: String,
    /// Which questions.
    pub which: Which,
    /// How many, for [`Which::Some`]: 1 to the bank's number.
    pub number: usize,
    /// How many at most, for the choices between all and picked; `None` for all that fit.
    pub most: Option<usize>,
    /// The kind, for [`Which::Kind`].
    pub kind: Kind,
    /// The ability's name, for [`Which::Ability`].
    pub ability: String,
    /// Ids of those ticked, for [`Which::Picked`].
    pub picked: BTreeSet<String>,
    /// The chosen pacing's name.
    pub pacing: String,
    /// Whether the window with the list to tick is open.
    pub picker_open: bool,
    /// What is typed there to find questions.
    pub filter: String,
    /// What was found by it.
    pub(super) found: Found,
}

impl Default for PrepareState {
    fn default() -> Self {
        Self {
            bank: String::new(),
            which: Which::default(),
            number: SOME,
            most: None,
            kind: Kind::Story,
            ability: String::new(),
            picked: BTreeSet::new(),
            pacing: String::new(),
            picker_open: false,
            filter: String::new(),
            found: Found::default(),
        }
    }
}

impl PrepareState {
    /// Makes the choices fit what there is: what is gone is replaced by the first of its kind.
    pub fn settle(&mut self, model: &PrepareModel) {
        if self.bank(model).is_none() {
            self.bank = model.banks.first().map(|bank| bank.id.clone()).unwrap_or_default();
        }
        if self.pacing(model).is_none() {
            self.pacing = model.pacings.first().map(|one| one.name.clone()).unwrap_or_default();
        }
        let Some(bank) = self.bank(model) else { return };
        if !self.picked.is_empty() {
            let ids: HashSet<&String> = bank.questions.iter().map(|one| &one.id).collect();
            self.picked.retain(|id| ids.contains(id));
        }
        self.number = self.number.clamp(1, bank.questions.len().max(1));
        let mut kinds = bank.questions.iter().map(|one| one.kind);
        if !kinds.clone().any(|kind| kind == self.kind) {
            self.kind = kinds.next().unwrap_or(self.kind);
        }
        let mut shown = bank.questions.iter().flat_map(|one| &one.abilities);
        if !shown.clone().any(|one| *one == self.ability) {
            self.ability = shown.next().cloned().unwrap_or_default();
        }
        if self.which == Which::Ability && self.ability.is_empty() {
            // Chosen for another bank; this one names none.
            self.which = Which::All;
        }
    }

    /// Chooses this question of this bank, and no other.
    pub fn pick(&mut self, bank: &str, question: String) {
        bank.clone_into(&mut self.bank);
        self.which = Which::Picked;
        self.picked = BTreeSet::from([question]);
    }

    /// The chosen bank.
    #[must_use]
    pub fn bank<'a>(&self, model: &'a PrepareModel) -> Option<&'a BankItem> {
        model.banks.iter().find(|bank| bank.id == self.bank)
    }

    /// The chosen pacing.
    #[must_use]
    pub fn pacing<'a>(&self, model: &'a PrepareModel) -> Option<&'a PacingItem> {
        model.pacings.iter().find(|one| one.name == self.pacing)
    }

    /// What is chosen, and how many.
    #[must_use]
    pub fn choosing(&self) -> Choosing {
        let most = match self.which {
            Which::All | Which::Picked => None,
            Which::Some => Some(self.number),
            _ => self.most,
        };
        let choice = match self.which {
            Which::All => Choice::All,
            Which::Some => Choice::Random,
            Which::Kind => Choice::Kind(self.kind),
            Which::Ability => Choice::Ability(self.ability.clone()),
            Which::Weak => Choice::Weak,
            Which::New => Choice::New,
            Which::Due => Choice::Due,
            Which::Picked => Choice::Picked(self.picked.clone()),
        };
        Choosing { choice, most }
    }

    /// Takes up a choice, such as that of the last time.
    pub fn choose(&mut self, choosing: Choosing) {
        let Choosing { choice, most } = choosing;
        self.which = match choice {
            Choice::All => Which::All,
            Choice::Random => Which::Some,
            Choice::Kind(kind) => {
                self.kind = kind;
                Which::Kind
            }
            Choice::Ability(name) => {
                self.ability = name;
                Which::Ability
            }
            Choice::Weak => Which::Weak,
            Choice::New => Which::New,
            Choice::Due => Which::Due,
            Choice::Picked(ids) => {
                self.picked = ids;
                Which::Picked
            }
        };
        match self.which {
            Which::Some => self.number = most.unwrap_or(self.number),
            Which::All | Which::Picked => {}
            _ => self.most = most,
        }
    }

    /// What fits the choice now.
    ///
    /// # Errors
    /// Why nothing does, and what to do.
    pub fn chosen<'a>(&self, model: &'a PrepareModel) -> Result<Chosen<'a>, Nothing> {
        let questions = self.bank(model).map_or(&[][..], |bank| &bank.questions);
        self.choosing().choose(questions.iter().map(QuestionItem::candidate), model.today)
    }

    /// What Begin asks for; `None` while nothing is chosen.
    #[must_use]
    pub fn order(&self, model: &PrepareModel) -> Option<BeginOrder> {
        let bank = self.bank(model)?;
        let chosen = self.chosen(model).ok()?;
        Some(BeginOrder {
            bank: bank.id.clone(),
            selection: self.choosing().selection(&chosen),
            count: chosen.count,
            pacing: self.pacing(model)?.name.clone(),
        })
    }
}

/// The interview that is to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BeginOrder {
    /// Id of the bank.
    pub bank: String,
    /// What its plan is drawn from.
    pub selection: Selection,
    /// How many questions that are.
    pub count: usize,
    /// Name of the pacing.
    pub pacing: String,
}

/// What the user wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrepareIntent {
    /// Start the interview.
    Begin(BeginOrder),
    /// Another bank was chosen (id): its empty placeholders are to be counted.
    BankChosen(String),
    /// Another pacing was chosen (name).
    PacingChosen(String),
    /// Another interviewer was chosen (id).
    PersonaChosen(String),
    /// Speak a sentence in the chosen voice.
    PreviewVoice,
    /// Stop speaking it.
    StopPreview,
    /// Open this microphone; `None` is the system's default.
    MicrophoneChosen(Option<String>),
    /// List the devices again.
    RefreshMicrophones,
    /// Record three seconds.
    StartCheck,
    /// Play what the check recorded.
    PlayCheck,
    /// Stop recording or playing it.
    StopCheck,
    /// Show the blanks in the model answers.
    FillPlaceholders,
    /// Show what the role is.
    ShowGuide,
    /// Show the pacings in Settings.
    EditPacings,
}
