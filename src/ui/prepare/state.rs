//! What the user chose on Prepare, and what is to be done about it.

use std::collections::BTreeSet;

use super::{BankItem, PacingItem, PrepareModel, QuestionItem};

/// How many questions "some" means until the user says otherwise.
const SOME: usize = 5;

/// Which of the bank's questions are asked.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    #[default]
    All,
    /// A number of them; the pacing's order decides which.
    Some,
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
    /// Ids of those ticked, for [`Which::Picked`].
    pub picked: BTreeSet<String>,
    /// The chosen pacing's name.
    pub pacing: String,
    /// Whether the window with the list to tick is open.
    pub picker_open: bool,
    /// What is typed there to find questions.
    pub filter: String,
}

impl Default for PrepareState {
    fn default() -> Self {
        Self {
            bank: String::new(),
            which: Which::default(),
            number: SOME,
            picked: BTreeSet::new(),
            pacing: String::new(),
            picker_open: false,
            filter: String::new(),
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
        let ids: BTreeSet<&String> = bank.questions.iter().map(|one| &one.id).collect();
        self.picked.retain(|id| ids.contains(id));
        self.number = self.number.clamp(1, bank.questions.len().max(1));
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

    /// How many questions will be asked.
    #[must_use]
    pub fn count(&self, bank: &BankItem) -> usize {
        match self.which {
            Which::All => bank.questions.len(),
            Which::Some => self.number.min(bank.questions.len()),
            Which::Picked => self.picked.len(),
        }
    }

    /// What Begin asks for; `None` while nothing is chosen.
    #[must_use]
    pub fn order(&self, model: &PrepareModel) -> Option<BeginOrder> {
        let bank = self.bank(model)?;
        let ticked =
            |one: &&QuestionItem| self.which != Which::Picked || self.picked.contains(&one.id);
        let questions: Vec<String> =
            bank.questions.iter().filter(ticked).map(|one| one.id.clone()).collect();
        let pacing = self.pacing(model)?.name.clone();
        let count = self.count(bank);
        (count > 0).then(|| BeginOrder { bank: bank.id.clone(), questions, count, pacing })
    }
}

/// The interview that is to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BeginOrder {
    /// Id of the bank.
    pub bank: String,
    /// Ids of the questions to draw from, in the bank's order.
    pub questions: Vec<String>,
    /// How many of them are asked: 1 to their number. The pacing's order says which.
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
