//! What was practised and when it returns, as the window last read it.

use std::sync::Arc;

use jiff::ZonedDateTime;
use jiff::civil::Date;

use crate::interview::choosing::{Standing, Wanted};
use crate::rehearsal::{self, History, Library};
use crate::store::ReturnRecords;
use crate::ui::prepare::BankItem;

use super::librarian::{Job, Librarian};

/// The history, and whether a newer one is on its way.
#[derive(Default)]
pub(super) struct Practised {
    /// As last read; not whole until it was read once.
    pub history: Arc<History>,
    /// The days that the user put over those of the history.
    returns: ReturnRecords,
    /// Days that wait for the newer history: an answer may have been rated just before.
    wishes: Vec<Wish>,
    /// It is being read.
    is_asked: bool,
    /// Something changed meanwhile.
    is_stale: bool,
    /// Banks as lists show them, and what that was made of.
    items: Arc<Vec<BankItem>>,
    made_of: Option<(Arc<Library>, Arc<History>)>,
}

/// A day that the user wants for a question; `None` for the one its ratings give.
struct Wish {
    bank: String,
    question: String,
    wanted: Option<Wanted>,
}

impl Practised {
    /// Nothing read yet but the days that the user chose.
    pub(super) fn new(returns: ReturnRecords) -> Self {
        Self { returns, ..Self::default() }
    }

    /// Has it read again: something changed on disk, or may have.
    pub(super) fn ask(&mut self, librarian: &Librarian) {
        self.is_stale = self.is_asked;
        if !self.is_asked {
            self.is_asked = true;
            librarian.ask(Job::ReadHistory(Arc::clone(&self.history)));
        }
    }

    /// It was read, or a part of it: the rest is asked for.
    pub(super) fn read(&mut self, history: Arc<History>, librarian: &Librarian) {
        if !history.is_whole() {
            return librarian.ask(Job::ReadHistory(history));
        }
        self.history = history;
        self.is_asked = false;
        if self.is_stale {
            return self.ask(librarian);
        }
        self.fulfil(librarian);
    }

    /// Puts a day over the one a question returns on; `None` takes it away.
    pub(super) fn put_over(
        &mut self,
        bank: &str,
        question: &str,
        wanted: Option<Wanted>,
        librarian: &Librarian,
    ) {
        let (bank, question) = (bank.to_owned(), question.to_owned());
        self.wishes.push(Wish { bank, question, wanted });
        if self.is_asked { self.is_stale = true } else { self.fulfil(librarian) }
    }

    fn fulfil(&mut self, librarian: &Librarian) {
        if self.wishes.is_empty() {
            return;
        }
        for Wish { bank, question, wanted } in std::mem::take(&mut self.wishes) {
            rehearsal::put_over(&mut self.returns, &self.history, (&bank, &question), wanted);
        }
        self.made_of = None;
        librarian.ask(Job::SaveReturns(self.returns.clone()));
    }

    /// Where a question stands.
    pub(super) fn standing(&self, bank: &str, question: &str) -> Standing {
        rehearsal::standing(&self.history, &self.returns, bank, question)
    }

    /// The banks as lists show them, made anew if anything changed.
    pub(super) fn items(&mut self, library: &Arc<Library>) -> Arc<Vec<BankItem>> {
        let is_same = self.made_of.as_ref().is_some_and(|(of, history)| {
            Arc::ptr_eq(of, library) && Arc::ptr_eq(history, &self.history)
        });
        if !is_same {
            let banks = library.banks.iter().map(|entry| &entry.bank);
            let items = banks
                .map(|bank| BankItem::new(bank, |question| self.standing(&bank.id, &question.id)));
            self.items = Arc::new(items.collect());
            self.made_of = Some((Arc::clone(library), Arc::clone(&self.history)));
        }
        Arc::clone(&self.items)
    }
}

/// Today, where the user is.
pub(super) fn today() -> Date {
    ZonedDateTime::now().date()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::super::librarian::Done;
    use super::*;
    use crate::interview::choosing::Return;
    use crate::store::{Folders, SessionRecord, Store, TakePart, TakeRecord};

    /// Hands on what the librarian did until nothing is on its way.
    fn settle(practised: &mut Practised, librarian: &Librarian) {
        let begun = Instant::now();
        while practised.is_asked {
            for done in librarian.done() {
                if let Done::History(history) = done {
                    practised.read(history, librarian);
                }
            }
            assert!(begun.elapsed() < Duration::from_secs(30));
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    #[test]
    fn a_day_chosen_right_after_a_rating_is_put_over_that_rating() {
        let folder = tempfile::tempdir().unwrap();
        let (store, _) = Store::open(Folders::at(folder.path()));
        let began = "2026-11-20T09:00:00+01:00";
        let now: ZonedDateTime = format!("{began}[Europe/Berlin]").parse().unwrap();
        let record = SessionRecord { began: began.into(), ..SessionRecord::new("bank") };
        let session = store.begin_session(&record, &now).unwrap();
        session.save_record(&record).unwrap();
        let take =
            TakeRecord { began: began.into(), ..TakeRecord::new("stress", TakePart::Answer, 1) };
        let paths = session.take_paths(0, "stress", TakePart::Answer, 1);
        std::fs::write(&paths.wav, "sound").unwrap();
        session.save_take(&paths, &take).unwrap();

        let librarian = Librarian::start(store.clone(), || {}).unwrap();
        let mut practised = Practised::new(store.returns());
        practised.ask(&librarian);
        settle(&mut practised, &librarian);
        assert_eq!(practised.standing("bank", "stress").times, 1);

        let rate = |record: &mut TakeRecord| record.rating = Some(4);
        librarian.ask(Job::ChangeTake(paths.sidecar, Box::new(rate)));
        practised.ask(&librarian);
        practised.put_over("bank", "stress", Some(Wanted::Never), &librarian);
        settle(&mut practised, &librarian);
        assert_eq!(practised.standing("bank", "stress").returns, Return::Never);
        drop(librarian);
        assert_eq!(store.returns()["bank"]["stress"].rating, 4);
    }
}
