//! The page "Questions": the banks as they are being edited, when they are saved, and what is done about intents.

mod banks;
mod editing;
mod finding;

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::bank::{Bank, Copied, Edit, Question, spoken_answer};
use crate::rehearsal::{Command, Heard, Rehearsal, Snapshot};
use crate::ui::questions::{BankChoice, BankIntent, BankModel, Said};
use crate::voice::Persona;

use super::super::desk::Desk;
use super::super::librarian::Job;
use super::super::review::ANSWER_SPEED;
use banks::Banks;
use editing::Editing;
use finding::Finder;

pub(in crate::app) use editing::{Keeping, KeptBeside, keep};

/// How long after the last change a bank is saved.
const SAVE_AFTER: Duration = Duration::from_millis(500);

/// After a pause this long, what is typed is undone by itself.
const RUN_ENDS_AFTER: Duration = Duration::from_secs(2);

/// The banks being edited.
#[derive(Default)]
pub(super) struct BankDesk {
    banks: Banks,
    finder: Finder,
    said: Option<Said>,
    show: (u64, Option<String>),
    /// Whose words are shown, and of which revision.
    words_of: Option<(String, u64)>,
    /// What the director was asked to play.
    hearing: Option<Heard>,
    /// Whether it was seen playing yet: the director needs a moment.
    began: bool,
}

impl BankDesk {
    /// Brings the page up to date.
    pub(super) fn follow(
        &mut self,
        model: &mut BankModel,
        bank: &mut String,
        snapshot: &Snapshot,
        desk: &Desk,
    ) {
        // Let go of first, so that it is not copied when it changes.
        model.bank = None;
        self.banks.follow(bank, desk);
        model.banks = self.banks.choices(desk);
        if let Some(editing) = self.banks.get(bank) {
            model.origin = editing.origin;
            model.turns = editing.turns();
            model.undo = editing.editor.undo_name();
            model.redo = editing.editor.redo_name();
            model.bank = Some(Arc::clone(editing.editor.bank()));
        } else {
            (model.undo, model.redo) = (None, None);
        }
        if !self.words_of.as_ref().is_some_and(|(of, words)| of == bank && *words == desk.revision)
        {
            model.values = Arc::new(desk.profile.of(bank));
            self.words_of = Some((bank.clone(), desk.revision));
        }
        model.found = self.finder.find(bank, &self.banks, desk);
        model.hearing = self.follow_hearing(snapshot);
        model.said.clone_from(&self.said);
        model.show.clone_from(&self.show);
    }

    /// The screen is entered, wanting this bank.
    pub(super) fn enter(&mut self, bank: &mut String, desk: &Desk) {
        self.said = None;
        self.hearing = None;
        self.banks.enter(bank, desk);
        self.show(None);
    }

    /// A bank could not be saved: it is tried again with the next change, or when the screen is left.
    pub(super) fn not_kept(&mut self, bank: &str) {
        self.banks.not_kept(bank);
    }

    /// Saves what was not touched for a moment; gives how long until the next look.
    pub(super) fn save_in_time(&mut self, desk: &Desk) -> Option<Duration> {
        self.banks.save(desk, Instant::now(), SAVE_AFTER)
    }

    /// Saves everything now.
    pub(super) fn save_all(&mut self, desk: &Desk) {
        self.banks.save(desk, Instant::now(), Duration::ZERO);
    }

    /// Another program's change was there: the user's own state was kept as another bank.
    pub(super) fn kept_beside(&mut self, kept: KeptBeside, bank: &mut String) {
        let KeptBeside { id, new_id, title } = kept;
        self.banks.kept_beside(&id, &new_id, &title);
        self.say(format!(
            "This bank was changed by another program meanwhile. That change stays in it; yours is kept as “{title}”."
        ));
        if *bank == id {
            *bank = new_id;
        }
    }

    /// A bank as it is being edited; `None` if it was not opened.
    pub(super) fn bank(&self, id: &str) -> Option<Arc<Bank>> {
        self.banks.get(id).map(|one| Arc::clone(one.editor.bank()))
    }

    /// Carries out one edit of a bank and has it saved.
    pub(super) fn edit(&mut self, bank: &str, edit: Edit, desk: &mut Desk) {
        let Some(editing) = self.banks.get_mut(bank, desk) else { return };
        let deletes = matches!(edit, Edit::Delete(_) | Edit::Merge { .. });
        let shows = !matches!(edit, Edit::Question { .. });
        match editing.edit(edit, Instant::now(), RUN_ENDS_AFTER) {
            Ok(outcome) => {
                for (from, to) in outcome.carried {
                    desk.carry((bank, &from), (bank, &to));
                }
                if shows {
                    self.said = outcome.said.map(|text| Said {
                        text,
                        action: deletes.then_some(("Undo", BankIntent::Undo)),
                    });
                    self.show(outcome.show);
                }
            }
            // Said beside the field, where it is typed.
            Err(crate::bank::Refusal::NoWords) => {}
            Err(refusal) => self.say(refusal.to_string()),
        }
    }

    fn say(&mut self, text: String) {
        self.said = Some(Said { text, action: None });
    }

    /// All banks as they are being edited.
    pub(super) fn all<'a>(&'a self, desk: &'a Desk) -> impl Iterator<Item = &'a Bank> {
        self.banks.all(desk)
    }

    /// The banks to choose from: another list as soon as any bank changes.
    pub(super) fn choices(&mut self, desk: &Desk) -> Arc<[BankChoice]> {
        self.banks.choices(desk)
    }

    /// Has the page go to this question.
    pub(super) fn show(&mut self, question: Option<String>) {
        self.show = (self.show.0 + 1, question);
    }

    /// Does what the user wants.
    pub(super) fn apply(
        &mut self,
        intent: BankIntent,
        bank: &mut String,
        rehearsal: &Rehearsal,
        desk: &mut Desk,
    ) {
        match intent {
            BankIntent::Choose(id) => self.choose(id, bank),
            BankIntent::New
            | BankIntent::DuplicateBank
            | BankIntent::DeleteBank
            | BankIntent::Original
            | BankIntent::BringBack(_) => self.change_banks(intent, bank, desk),
            BankIntent::Search(words) => self.finder.look_for(words),
            BankIntent::Go { bank: to, question } => {
                if to != *bank {
                    self.choose(to, bank);
                }
                self.show(Some(question));
            }
            BankIntent::Edit(edit) => self.edit(bank, edit, desk),
            BankIntent::TypingEnded => {
                if let Some(editing) = self.banks.get_mut(bank, desk) {
                    editing.editor.end_run();
                }
            }
            BankIntent::Undo | BankIntent::Redo => {
                self.turn(intent == BankIntent::Undo, bank, desk)
            }
            BankIntent::CopyTo { question, bank: to, add_names } => {
                self.copy(&question, bank, &to, add_names, desk);
            }
            BankIntent::Hear(question) => self.hear(&question, bank, rehearsal, desk),
            BankIntent::StopHearing => {
                self.hearing = None;
                rehearsal.send(Command::StopPlayback);
            }
            BankIntent::Read => self.said = None,
            // Answered elsewhere: by dialogs of their own, and by the guide's page.
            BankIntent::Import | BankIntent::Export | BankIntent::Guide(_) => {}
        }
    }

    /// Does what is wanted with a bank as a whole.
    fn change_banks(&mut self, intent: BankIntent, bank: &mut String, desk: &mut Desk) {
        match intent {
            BankIntent::New => {
                let id = self.banks.begin_new(desk);
                self.choose(id, bank);
            }
            BankIntent::DuplicateBank => {
                if let Some(id) = self.banks.duplicate(bank, desk) {
                    desk.copy_words(bank, &id);
                    self.choose(id, bank);
                    self.say("This is a copy of your own. Give it a title of its own.".to_owned());
                }
            }
            BankIntent::BringBack(id) => {
                self.banks.forget(&id);
                desk.librarian.ask(Job::BringBackBank(id.clone()));
                self.choose(id, bank);
            }
            _ => self.remove(intent == BankIntent::Original, bank, desk),
        }
    }

    fn choose(&mut self, id: String, bank: &mut String) {
        *bank = id;
        self.said = None;
        self.show(None);
    }

    fn turn(&mut self, back: bool, bank: &str, desk: &Desk) {
        let Some(editing) = self.banks.get_mut(bank, desk) else { return };
        let shown = editing.turn(back, Instant::now());
        self.said = None;
        self.show(shown);
    }

    /// Moves a bank to the earlier ones: the user's own, or the user's state of one that comes with Greenroom.
    fn remove(&mut self, original: bool, bank: &mut String, desk: &Desk) {
        let id = bank.clone();
        let Some(title) = self.bank(&id).map(|bank| bank.title.clone()) else { return };
        self.banks.remove(&id, desk);
        if !original && let Some(other) = self.banks.choices(desk).first() {
            self.choose(other.id.clone(), bank);
        }
        let text = match original {
            true => "This is the original again.".to_owned(),
            false => format!("“{title}” was deleted. Its recordings stay."),
        };
        let label = if original { "Bring my changes back" } else { "Bring it back" };
        self.said = Some(Said { text, action: Some((label, BankIntent::BringBack(id))) });
    }

    fn copy(&mut self, question: &str, from: &str, to: &str, add_names: bool, desk: &mut Desk) {
        let Some(source) = self.bank(from) else { return };
        let Some(question) = source.question(question).cloned() else { return };
        let copied =
            Copied { questions: vec![question], role: source.role.clone(), after: None, add_names };
        let Some(other) = self.banks.get_mut(to, desk) else { return };
        let title = other.editor.bank().title.clone();
        let now = Instant::now();
        let edited = other.edit(Edit::Copy(Box::new(copied)), now, RUN_ENDS_AFTER);
        match edited {
            Ok(outcome) => {
                for (old, new) in outcome.carried {
                    desk.carry((from, &old), (to, &new));
                }
                let more = outcome.said.map(|said| format!(" {said}")).unwrap_or_default();
                let there = outcome
                    .show
                    .map(|question| ("Go there", BankIntent::Go { bank: to.to_owned(), question }));
                let text = format!("Copied to the end of “{title}”.{more}");
                self.said = Some(Said { text, action: there });
            }
            Err(refusal) => self.say(refusal.to_string()),
        }
    }

    fn hear(&mut self, question: &str, bank: &str, rehearsal: &Rehearsal, desk: &Desk) {
        let Some(edited) = self.bank(bank) else { return };
        let Some(question) = edited.question(question) else { return };
        let heard = answer_heard(question, bank, desk);
        self.began = false;
        if rehearsal.send(Command::Hear(heard.clone())) {
            self.hearing = Some(heard);
        }
    }

    /// Whether what was asked for is heard, or about to be.
    fn follow_hearing(&mut self, snapshot: &Snapshot) -> bool {
        let plays = self.hearing.is_some() && snapshot.playback.what == self.hearing;
        if self.began && !plays {
            self.hearing = None;
        }
        self.began = plays;
        self.hearing.is_some()
    }
}

/// A model answer as it is heard: with the user's words in it, in the voice that never asks.
fn answer_heard(question: &Question, bank: &str, desk: &Desk) -> Heard {
    Heard::Text {
        parts: vec![spoken_answer(question, &desk.profile.of(bank))],
        persona: Persona::Model,
        speed: ANSWER_SPEED,
    }
}

#[cfg(test)]
mod tests;
