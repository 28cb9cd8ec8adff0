//! Removing takes and sessions, and putting them back: asked about first, done by the librarian.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::desk::Desk;
use crate::app::librarian::Job;
use crate::interview::StageView;
use crate::rehearsal::Rehearsal;
use crate::store::{Basket, Contents, Removal, Removed, SessionSummary};
use crate::ui::review::{RemovalQuestion, RemovalScope, ReviewQuestion};
use crate::units::bytes_text;

use super::{ReviewDesk, minute_text};

/// What was removed since the program began, and what is asked about now.
#[derive(Debug, Default)]
pub(super) struct Removals {
    /// What is being weighed, or asked about.
    asked: Option<Asked>,
    /// The newest last, each with how many steps of the listener's came before it.
    done: Vec<(Arc<Removed>, usize)>,
    /// Why something is not removed, to be told.
    refusal: Option<String>,
}

#[derive(Debug)]
struct Asked {
    removal: Removal,
    /// What it will be called; its weight comes later.
    question: RemovalQuestion,
}

impl Removals {
    /// Another session is looked at: all that was removed was removed before any step in this one.
    pub(super) fn came_before(&mut self) {
        self.done.iter_mut().for_each(|(_, depth)| *depth = 0);
    }

    /// Has told why something is not done.
    pub(super) fn refuse(&mut self, why: Option<String>) {
        self.refusal = why;
    }

    /// Whether the last thing done is a removal, after so many steps that can be undone.
    pub(super) fn is_newest(&self, depth: usize) -> bool {
        self.done.last().is_some_and(|(_, before)| depth <= *before)
    }
}

impl ReviewDesk {
    /// Has weighed what is to be removed, and asks then.
    pub(super) fn ask_removal(&mut self, scope: &RemovalScope, rehearsal: &Rehearsal, desk: &Desk) {
        let Some((removal, question)) = self.removal(scope) else { return };
        let snapshot = rehearsal.snapshot();
        let live = snapshot.live.as_ref().filter(|live| live.view.stage != StageView::Finished);
        if let (Some(live), Some(session)) = (live, &self.session)
            && live.folder == session.path
        {
            let sentence = "This session is being rehearsed. End the interview first.";
            self.removals.refusal = Some(sentence.to_owned());
            return;
        }
        self.removals.asked = Some(Asked { removal: removal.clone(), question });
        desk.librarian.ask(Job::Weigh(removal));
    }

    /// Files of what is meant, and how it is asked about.
    fn removal(&self, scope: &RemovalScope) -> Option<(Removal, RemovalQuestion)> {
        let session = self.session.as_ref()?;
        let takes_of = |question: &ReviewQuestion| -> Vec<usize> {
            question.takes.iter().map(|take| take.key).collect()
        };
        let (title, about, keys) = match scope {
            RemovalScope::Take(key) => {
                let shown = self.shown_take(*key)?;
                let of = self.model.questions.iter().find(|one| takes_of(one).contains(key))?;
                let about = format!("{} of “{}”", shown.title, of.ask);
                ("Delete this take?", about, vec![*key])
            }
            RemovalScope::Question(id) => {
                let of = self.model.questions.iter().find(|one| one.id == *id)?;
                let about = format!("All takes of “{}”", of.ask);
                ("Delete all takes of this question?", about, takes_of(of))
            }
            RemovalScope::Session => {
                let minute = minute_text(&session.record.began);
                let about = format!("{}, {minute}", session.record.bank_title);
                ("Delete this session?", about, (0..session.takes.len()).collect())
            }
        };
        let takes = || keys.iter().filter_map(|key| session.takes.get(*key));
        let removal = match scope {
            RemovalScope::Session => Removal::Session(session.path.clone()),
            _ => Removal::Takes(takes().flat_map(files_of).collect()),
        };
        let copies = match scope {
            RemovalScope::Session => self.copies_of_session(),
            _ => takes().flat_map(|take| take.copies.clone()).collect(),
        };
        let starred = takes().filter(|take| take.record.starred).count();
        let rated = takes().filter(|take| take.record.rating.is_some()).count();
        let question = RemovalQuestion {
            title: title.to_owned(),
            weight: about,
            consequences: consequences(starred, rated, takes().count())
                .into_iter()
                .chain(staying(&copies))
                .collect(),
            foreign: Vec::new(),
            has_desktop: Basket::usual() == Basket::Desktop,
        };
        Some((removal, question))
    }

    /// The folders that are copies of the session at hand.
    fn copies_of_session(&self) -> Vec<String> {
        let session = self.session.as_ref();
        let listed = self.sessions.iter().find(|one| session.is_some_and(|it| it.path == one.path));
        listed.map(|one| one.copies.clone()).unwrap_or_default()
    }

    /// It was weighed: asks, or says why not.
    pub(in crate::app) fn weighed(
        &mut self,
        removal: &Removal,
        weight: Result<Contents, String>,
    ) -> Option<String> {
        let asked = self.removals.asked.as_mut().filter(|asked| asked.removal == *removal)?;
        match weight {
            Ok(contents) => {
                let weight = weight_text(contents.recordings, contents.bytes);
                asked.question.weight = format!("{}: {weight}.", asked.question.weight);
                asked.question.foreign = contents.foreign;
                self.model.removal = Some(asked.question.clone());
                None
            }
            Err(sentence) => {
                self.removals.asked = None;
                Some(sentence)
            }
        }
    }

    pub(super) fn cancel_removal(&mut self) {
        self.removals.asked = None;
        self.model.removal = None;
    }

    /// The user wants it. What is heard of it stops first, and what is kept of that is written first.
    pub(super) fn confirm_removal(&mut self, rehearsal: &Rehearsal, desk: &Desk) {
        self.model.removal = None;
        let Some(asked) = self.removals.asked.take() else { return };
        self.stop(rehearsal, desk);
        desk.librarian.ask(Job::Remove(asked.removal, desk.basket));
    }

    /// It is done.
    pub(in crate::app) fn removed(&mut self, removed: Arc<Removed>, desk: &Desk) {
        self.removals.done.push((removed, self.history.depth()));
        self.history.something_else();
        self.list_again(desk);
    }

    /// Takes the last removal back.
    pub(super) fn undo_removal(&mut self, rehearsal: &Rehearsal, desk: &Desk) {
        if let Some((removed, _)) = self.removals.done.last() {
            self.bring_back(&Arc::clone(removed), rehearsal, desk);
        }
    }

    /// Takes this removal back.
    pub(in crate::app) fn bring_back(
        &mut self,
        removed: &Arc<Removed>,
        rehearsal: &Rehearsal,
        desk: &Desk,
    ) {
        self.stop(rehearsal, desk);
        self.removals.done.retain(|(done, _)| !Arc::ptr_eq(done, removed));
        self.rebuild(desk);
        desk.librarian.ask(Job::BringBack(Arc::clone(removed)));
    }

    /// It is back: its session is looked at.
    pub(in crate::app) fn brought_back(&mut self, removed: &Removed, desk: &Desk) {
        match &removed.what {
            Removal::Session(folder) => self.wanted = Some(folder.clone()),
            Removal::Takes(sidecars) => {
                let folder = sidecars.first().and_then(|sidecar| sidecar.parent());
                self.wanted = folder.map(Path::to_owned);
            }
            Removal::Sound { .. } => {}
        }
        self.list_again(desk);
    }

    /// Files in sessions are others now: looked at again if any was looked at.
    pub(in crate::app) fn list_again(&self, desk: &Desk) {
        if self.session.is_some() || self.wanted.is_some() {
            desk.librarian.ask(Job::ListSessions);
        }
    }

    /// Why something is not removed, to be told once.
    pub(in crate::app) fn refusal(&mut self) -> Option<String> {
        self.removals.refusal.take()
    }

    /// The takes at hand, by where their notes are kept.
    pub(in crate::app) fn takes_at_hand(&self) -> Vec<PathBuf> {
        let takes = self.session.iter().flat_map(|session| &session.takes);
        takes.flat_map(files_of).collect()
    }

    /// A session that is not in the list any more is not looked at; the one in its place is.
    pub(super) fn let_go_of_removed(&mut self, sessions: &[SessionSummary]) {
        let is_listed = |path: &PathBuf| sessions.iter().any(|one| one.path == *path);
        let Some(shown) = self.session.as_ref().map(|session| session.path.clone()) else { return };
        if is_listed(&shown) {
            return;
        }
        let place = self.sessions.iter().position(|one| one.path == shown).unwrap_or(0);
        self.session = None;
        self.hearing.clear();
        if self.wanted.as_ref().is_none_or(|wanted| *wanted == shown) {
            let next = sessions.get(place.min(sessions.len().saturating_sub(1)));
            self.wanted = next.map(|session| session.path.clone());
        }
    }
}

/// That copies are not removed with it.
fn staying(copies: &[String]) -> Option<String> {
    match copies {
        [] => None,
        [one] => Some(format!("A copy of it stays and will count then: {one}.")),
        some => Some(format!("{} copies of it stay, and one will count then.", some.len())),
    }
}

fn consequences(starred: usize, rated: usize, takes: usize) -> Vec<String> {
    let mut all = Vec::new();
    match (starred, takes) {
        (0, _) => {}
        (_, 1) => all.push("It is starred.".to_owned()),
        (starred, _) => all.push(format!("{starred} of them starred.")),
    }
    all.push(
        match (rated, takes) {
            (0, _) => "What you noted about it goes along.",
            (_, 1) => {
                "Its rating and notes go along: when the question returns is reckoned without it."
            }
            _ => {
                "Ratings and notes go along: when these questions return is reckoned without them."
            }
        }
        .to_owned(),
    );
    all
}

/// "3 recordings, 12 MB".
pub(in crate::app) fn weight_text(recordings: usize, bytes: u64) -> String {
    format!("{}, {}", recordings_text(recordings), bytes_text(bytes))
}

/// "3 recordings".
pub(in crate::app) fn recordings_text(recordings: usize) -> String {
    if recordings == 1 { "1 recording".to_owned() } else { format!("{recordings} recordings") }
}

/// What was removed, and where it is now, in a sentence.
pub(in crate::app) fn removed_sentence(removed: &Removed) -> String {
    let what = match &removed.what {
        Removal::Session(_) => "The session",
        Removal::Takes(_) => "What you deleted",
        Removal::Sound { .. } => "What was older than you keep it",
    };
    let weight = weight_text(removed.contents.recordings, removed.contents.bytes);
    let place = match removed.basket {
        Basket::Desktop => "in your desktop's wastebasket",
        Basket::Own => {
            "in Greenroom's own wastebasket, since the desktop's did not take it (Settings, Recordings)"
        }
    };
    let rest = removed.problem.as_ref().map(|why| format!(" Not all of it could be moved: {why}"));
    format!("{what} ({weight}) is {place}.{}", rest.unwrap_or_default())
}

/// Where the notes of a take are kept, and those of the files that it goes on in.
fn files_of(take: &crate::store::Take) -> impl Iterator<Item = PathBuf> {
    [take.sidecar.clone()].into_iter().chain(take.more.clone())
}
