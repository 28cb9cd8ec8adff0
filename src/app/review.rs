//! The review: which session is looked at, and what is heard of it.

mod hearing;
mod removing;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::analysis::Overview;
use crate::bank::spoken_answer;
use crate::interview::Pacing;
use crate::interview::choosing::Return;
use crate::rehearsal::{self, Command, News, Place, Rehearsal, Snapshot, Wanted, takes};
use crate::store::{Session, SessionSummary, TakePart, TakeRecord};
use crate::ui::review::{
    Heard, ListenerModel, Past, Returns, ReviewIntent, ReviewModel, SessionEntry, StepName,
};
use crate::units::{Wpm, bytes_text};
use crate::voice::Persona;
use hearing::Hearing;
use removing::Removals;

pub(super) use removing::{recordings_text, removed_sentence, weight_text};

use super::desk::Desk;
use super::librarian::Job;
use super::lists::{self, Piece};
use super::practised::today;
use super::review_marks::{Edit, History, marked};
use super::review_model::{Around, questions};
use super::review_past::Elsewhere;

/// How fast a question is read where its session does not say.
const USUAL_SPEED: Wpm = Wpm(165);

/// The speed of the recorded model voice: answers are heard as they were spoken.
pub(super) const ANSWER_SPEED: Wpm = Wpm(160);

/// After so long without another letter the model is made again: advice may follow from what was typed.
const TYPING: Duration = Duration::from_millis(500);

/// How often the director is told that something will be heard soon, while somebody uses the window.
const EXPECTING: Duration = Duration::from_secs(10);

/// What is looked at, and its model.
#[derive(Default)]
pub(super) struct ReviewDesk {
    sessions: Vec<SessionSummary>,
    session: Option<Session>,
    /// The folder asked for and not read yet.
    wanted: Option<PathBuf>,
    overviews: BTreeMap<PathBuf, Arc<Overview>>,
    /// How far measuring a recording has come, 0–1.
    measuring: BTreeMap<PathBuf, f32>,
    shown_anyway: BTreeSet<String>,
    hearing: Hearing,
    history: History,
    removals: Removals,
    /// A question's takes in other sessions, as last read.
    elsewhere: Option<Elsewhere>,
    /// When a letter was typed that only its own field of the model knows of.
    typed: Option<Instant>,
    /// When the loudspeaker was last said to be wanted soon.
    expected: Option<Instant>,
    /// What the views read.
    pub model: ReviewModel,
}

/// Where the user goes next, if not on in Review.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Leave {
    /// To this question of this bank, to write a model answer.
    Write {
        /// The bank's id.
        bank: String,
        /// The question's id.
        question: String,
    },
}

impl ReviewDesk {
    /// Looks at this session, or at the newest there is.
    pub(super) fn open(&mut self, folder: Option<PathBuf>, desk: &Desk) {
        self.wanted = folder;
        desk.librarian.ask(Job::ListSessions);
    }

    /// The list of sessions was read.
    pub(super) fn listed(&mut self, sessions: Vec<SessionSummary>, desk: &Desk) {
        self.let_go_of_removed(&sessions);
        let shown = self.session.as_ref().map(|session| session.path.clone());
        let newest =
            || sessions.iter().find(|session| !session.leads_out).map(|one| one.path.clone());
        // What is wanted stays so until it is read: another list may come before.
        if let Some(folder) = self.wanted.clone().or(shown).or_else(newest) {
            desk.librarian.ask(Job::OpenSession(folder));
        }
        self.sessions = sessions;
        self.rebuild(desk);
    }

    /// A session was read: what is not known of its recordings is found out next. Gives whether it is another one than
    /// before, so that nothing chosen or typed in that one is taken for this one's.
    #[must_use]
    pub(super) fn opened(&mut self, session: Session, desk: &Desk) -> bool {
        if self.wanted.as_ref().is_some_and(|wanted| *wanted != session.path) {
            return false; // asked for before something else was wanted
        }
        self.wanted = None;
        let is_another = self.session.as_ref().is_none_or(|before| before.path != session.path);
        let bank = desk.library.bank(&session.record.bank_id);
        desk.analyst.look_at(Wanted::of(&session, bank.map(|entry| &entry.bank)));
        self.measuring.clear();
        if is_another {
            self.shown_anyway.clear();
            // What is shown no more is in the cache.
            self.overviews.retain(|wav, _| session.takes.iter().any(|take| take.wav == *wav));
            self.history = History::default();
            self.removals.came_before();
            self.elsewhere = None;
        }
        self.forget_changed(&session);
        self.hearing.clear();
        self.session = Some(session);
        self.rebuild(desk);
        is_another
    }

    /// Lets go of the shapes of files that are in another state than when they were last looked at.
    fn forget_changed(&mut self, session: &Session) {
        let before = self.session.iter().flat_map(|session| &session.takes);
        for old in before {
            let now = session.takes.iter().find(|take| take.wav == old.wav);
            if now.is_none_or(|now| now.file != old.file) {
                self.overviews.remove(&old.wav);
            }
        }
    }

    /// More is known of recordings. Gives what is to be told, a sentence each.
    #[must_use]
    pub(super) fn learn(&mut self, news: Vec<News>, desk: &Desk) -> Vec<String> {
        let mut sentences = Vec::new();
        let is_any = !news.is_empty();
        for one in news {
            self.measuring.remove(one.wav());
            match one {
                News::Progress(wav, share) => drop(self.measuring.insert(wav, share)),
                News::Known(wav, overview, measures) => {
                    let mut takes = self.session.iter_mut().flat_map(|session| &mut session.takes);
                    if let Some(take) = takes.find(|take| take.wav == wav) {
                        if measures.as_ref().is_some_and(takes::is_of_changed) {
                            takes::mark_changed(take);
                        }
                        take.record.measures = measures;
                        self.overviews.insert(wav, overview);
                    }
                }
                News::Failed(_, sentence) => sentences.push(sentence),
            }
        }
        if is_any {
            self.rebuild(desk);
        }
        sentences
    }

    /// Makes the model again from what is known.
    pub(super) fn rebuild(&mut self, desk: &Desk) {
        self.typed = None;
        let entries = self.sessions.iter().enumerate();
        self.model.sessions =
            entries.map(|(key, session)| SessionEntry { key, label: label(session) }).collect();
        self.model.listener = self.listener(desk);
        let Some(session) = &self.session else {
            self.model.session = None;
            self.model.notice = None;
            return self.model.questions.clear();
        };
        self.model.session = self.sessions.iter().position(|one| one.path == session.path);
        self.model.notice = self.notice(session);
        let entry = desk.library.bank(&session.record.bank_id);
        let words = desk.profile.of(&session.record.bank_id);
        self.model.questions = questions(
            session,
            &Around {
                bank: entry.map(|entry| &entry.bank),
                words: &words,
                overviews: &self.overviews,
                measuring: &self.measuring,
                cold_first: desk.settings.cold_first,
                shown_anyway: &self.shown_anyway,
            },
        );
    }

    /// What is to be known of the session's files.
    fn notice(&self, session: &Session) -> Option<String> {
        let listed = self.sessions.iter().find(|one| one.path == session.path);
        let beside = listed.map_or(&session.beside, |listed| &listed.beside);
        let all: Vec<&str> =
            session.problem.iter().chain(beside).map(|text| text.trim_end_matches('.')).collect();
        (!all.is_empty()).then(|| all.join(". "))
    }

    /// Shows where the playing is.
    pub(super) fn follow(&mut self, snapshot: &Snapshot, rehearsal: &Rehearsal, desk: &Desk) {
        if self.typed.is_some_and(|at| at.elapsed() >= TYPING) {
            self.rebuild(desk);
        }
        self.follow_playback(snapshot, rehearsal, desk);
    }

    /// Somebody who looks at takes is likely to press Play: by then the loudspeaker is awake. `touched`: when the
    /// window was last used.
    pub(super) fn expect(&mut self, touched: Instant, rehearsal: &Rehearsal) {
        let is_at_hand = self.session.as_ref().is_some_and(|session| !session.takes.is_empty());
        let is_known = self.expected.is_some_and(|at| at.elapsed() < EXPECTING);
        if is_at_hand && !is_known && touched.elapsed() < EXPECTING {
            self.expected = Some(Instant::now());
            rehearsal.send(Command::ExpectToHear);
        }
    }

    /// Something else is looked at: nothing is heard any more.
    pub(super) fn leave(&mut self, rehearsal: &Rehearsal, desk: &Desk) {
        self.stop(rehearsal, desk);
    }

    /// Does what the user wants.
    pub(super) fn apply(
        &mut self,
        intents: Vec<ReviewIntent>,
        rehearsal: &Rehearsal,
        desk: &mut Desk,
    ) -> Option<Leave> {
        let mut leave = None;
        for intent in intents {
            if let ReviewIntent::WriteAnswer { question } = intent {
                let session = self.session.as_ref();
                let bank = session.map(|session| session.record.bank_id.clone());
                leave = bank.map(|bank| Leave::Write { bank, question });
            } else {
                self.apply_one(intent, rehearsal, desk);
            }
        }
        leave
    }

    fn apply_one(&mut self, intent: ReviewIntent, rehearsal: &Rehearsal, desk: &mut Desk) {
        match intent {
            ReviewIntent::ChooseSession(key) => {
                self.stop(rehearsal, desk);
                if let Some(session) = self.sessions.get(key).filter(|one| one.leads_out) {
                    // Nothing is opened; the reason is told.
                    self.removals.refuse(session.problem.clone());
                } else if let Some(session) = self.sessions.get(key) {
                    self.wanted = Some(session.path.clone());
                    desk.librarian.ask(Job::OpenSession(session.path.clone()));
                }
            }
            ReviewIntent::FillSlot { key, value } => {
                let Some(session) = &self.session else { return };
                desk.fill(&session.record.bank_id, key, &value);
                self.rebuild(desk);
            }
            ReviewIntent::ShowAnyway { question } => {
                self.shown_anyway.insert(question);
                self.rebuild(desk);
            }
            ReviewIntent::Return { question, wanted } => {
                let bank = self.session.as_ref().map(|session| session.record.bank_id.clone());
                let bank = bank.unwrap_or_default();
                desk.practised.put_over(&bank, &question, wanted, &desk.librarian);
                self.rebuild(desk);
            }
            ReviewIntent::LookBack { question } => self.look_back(question, desk),
            ReviewIntent::AskRemoval(scope) => self.ask_removal(&scope, rehearsal, desk),
            ReviewIntent::ConfirmRemoval => self.confirm_removal(rehearsal, desk),
            ReviewIntent::CancelRemoval => self.cancel_removal(),
            ReviewIntent::Undo if self.removals.is_newest(self.history.depth()) => {
                self.undo_removal(rehearsal, desk);
            }
            intent @ (ReviewIntent::Rate { .. } | ReviewIntent::Undo | ReviewIntent::Redo) => {
                self.listener_did(intent, desk);
                // After the change: the librarian does one thing after the other.
                desk.read_history();
            }
            intent @ (ReviewIntent::Note { .. }
            | ReviewIntent::Star { .. }
            | ReviewIntent::TickPoint { .. }
            | ReviewIntent::Mark { .. }
            | ReviewIntent::TypingEnded) => self.listener_did(intent, desk),
            other => self.apply_heard(other, rehearsal, desk),
        }
    }

    /// What is heard, and how.
    fn apply_heard(&mut self, intent: ReviewIntent, rehearsal: &Rehearsal, desk: &mut Desk) {
        match intent {
            ReviewIntent::Play { what, question } => self.play(what, &question, rehearsal, desk),
            ReviewIntent::PlayAll { take, question } => {
                let is_follow_up = self.follow_up(take).is_some();
                self.start(lists::all_three(&question, take, is_follow_up), rehearsal, desk);
            }
            ReviewIntent::PlaySession => {
                let takes = self.session.as_ref().map_or(&[][..], |session| &session.takes);
                let list = lists::session(&self.model.questions, takes);
                self.start(list, rehearsal, desk);
            }
            ReviewIntent::PlayOpenings { question } => {
                let asked = self.model.questions.iter().find(|one| one.id == question);
                self.start(asked.map(lists::openings).unwrap_or_default(), rehearsal, desk);
            }
            ReviewIntent::HearMoment { take, from, to } => {
                let piece = Piece::new(Heard::Take(take), "").from(Place::At(from)).until(to);
                self.start(vec![piece], rehearsal, desk);
            }
            ReviewIntent::Flip { take, question } => self.flip(take, &question, rehearsal, desk),
            ReviewIntent::Repeat(repeat) => self.repeat(repeat, rehearsal, desk),
            ReviewIntent::SetSpeed(percent) => {
                desk.change(|settings| settings.listening.speed = percent as f32 / 100.0);
                self.tell(rehearsal, desk);
            }
            ReviewIntent::SkipSilences(skip) => {
                desk.change(|settings| settings.listening.skip_silences = skip);
                self.tell(rehearsal, desk);
            }
            ReviewIntent::Stop => self.stop(rehearsal, desk),
            ReviewIntent::Pause => self.pause(rehearsal, desk),
            ReviewIntent::Resume => self.resume(rehearsal, desk),
            ReviewIntent::Seek { take, to } => self.seek(take, to, rehearsal, desk),
            other => log::error!("nothing is heard of {other:?}"),
        }
    }

    /// What the listener did to a take, or takes back.
    fn listener_did(&mut self, intent: ReviewIntent, desk: &Desk) {
        let edit = match intent {
            ReviewIntent::Rate { take, .. }
            | ReviewIntent::Star { take, .. }
            | ReviewIntent::Note { take, .. }
            | ReviewIntent::TickPoint { take, .. }
            | ReviewIntent::Mark { take, .. } => {
                let takes = self.session.as_ref().map_or(&[][..], |session| &session.takes);
                let Some(one) = takes.get(take) else { return };
                self.history.act(intent, &one.sidecar, &one.record)
            }
            ReviewIntent::Undo => self.history.undo(),
            ReviewIntent::Redo => self.history.redo(),
            // That typing has ended; nothing else comes here.
            _ => {
                self.history.settle();
                if self.typed.is_some() {
                    self.rebuild(desk);
                }
                None
            }
        };
        match edit {
            Some(edit) if self.history.is_typing() => self.type_in(edit, desk),
            edit => self.carry_out(edit, desk),
        }
    }

    /// A letter was typed: only its field is changed in the model, and the disk hears of it soon.
    fn type_in(&mut self, edit: Edit, desk: &Desk) {
        let Some(key) = self.place_of(&edit.sidecar) else { return };
        let takes = self.session.as_mut().map(|session| &mut session.takes);
        let Some(take) = takes.and_then(|takes| takes.get_mut(key)) else { return };
        edit.apply(&mut take.record);
        let mut shown = self.model.questions.iter_mut().flat_map(|one| &mut one.takes);
        let shown = shown.find(|shown| shown.key == key);
        let is_shown = shown.is_some();
        if let Some(shown) = shown {
            shown.notes.clone_from(&take.record.notes);
            shown.marked = marked(&take.record, shown.marked.star);
        }
        let sidecar = edit.sidecar.clone();
        let change = move |record: &mut TakeRecord| edit.apply(record);
        desk.librarian.ask(Job::TypeInTake(sidecar, Box::new(change)));
        if is_shown {
            let listener = self.steps();
            (self.model.listener.undo, self.model.listener.redo) = listener;
            self.typed = Some(Instant::now());
        } else {
            self.rebuild(desk);
        }
    }

    /// Changes a take here and on disk.
    fn change(
        &mut self,
        take: usize,
        desk: &Desk,
        change: impl FnOnce(&mut TakeRecord) + Clone + Send + 'static,
    ) {
        let takes = self.session.as_mut().map(|session| &mut session.takes);
        let Some(take) = takes.and_then(|takes| takes.get_mut(take)) else { return };
        change.clone()(&mut take.record);
        desk.librarian.ask(Job::ChangeTake(take.sidecar.clone(), Box::new(change)));
        self.rebuild(desk);
    }

    /// Carries out what the listener did, here and on disk.
    fn carry_out(&mut self, edit: Option<Edit>, desk: &Desk) {
        let Some(edit) = edit else { return };
        if let Some(take) = self.place_of(&edit.sidecar) {
            self.change(take, desk, move |record| edit.apply(record));
        }
    }

    /// Asks for the question's takes in other sessions.
    fn look_back(&mut self, question: String, desk: &Desk) {
        let Some(session) = &self.session else { return };
        let (bank, except) = (session.record.bank_id.clone(), session.path.clone());
        desk.librarian.ask(Job::LookBack { bank, question, except });
    }

    /// A question's takes in other sessions were read.
    pub(super) fn looked_back(&mut self, elsewhere: Elsewhere, desk: &Desk) {
        self.elsewhere = Some(elsewhere);
        self.rebuild(desk);
    }

    /// The key of the take that is kept there.
    fn place_of(&self, sidecar: &Path) -> Option<usize> {
        self.session.as_ref()?.takes.iter().position(|take| take.sidecar == sidecar)
    }

    /// What can be undone and done again.
    fn listener(&self, desk: &Desk) -> ListenerModel {
        let (undo, redo) = self.steps();
        ListenerModel { undo, redo, past: self.past(), returns: self.returns(desk) }
    }

    /// What would be undone and done again next.
    fn steps(&self) -> (Option<StepName>, Option<StepName>) {
        let named = |(what, sidecar): (&str, &Path)| {
            Some(StepName { what: what.to_owned(), take: Some(self.place_of(sidecar)?) })
        };
        let deletion = self.removals.is_newest(self.history.depth());
        let deletion = deletion.then(|| StepName { what: "deletion".to_owned(), take: None });
        let undo = deletion.or_else(|| self.history.undoable().and_then(named));
        (undo, self.history.redoable().and_then(named))
    }

    /// When the session's questions return.
    fn returns(&self, desk: &Desk) -> Returns {
        let returns = |id: &String| {
            let session = self.session.as_ref()?;
            let returns = desk.practised.standing(&session.record.bank_id, id).returns;
            (returns != Return::NotRated).then(|| (id.clone(), returns))
        };
        let plan = self.session.iter().flat_map(|session| &session.record.plan);
        Returns { today: today(), of: plan.filter_map(returns).collect() }
    }

    /// The takes of the question last looked back at, with this session's.
    fn past(&self) -> Option<Past> {
        self.elsewhere.as_ref()?.with(self.session.as_ref()?)
    }

    /// What the director plays for it.
    fn sound(&self, what: Heard, question: &str, desk: &Desk) -> Option<rehearsal::Heard> {
        let text = |text: String, persona, speed| rehearsal::Heard::Text {
            parts: vec![text],
            persona,
            speed,
        };
        match what {
            Heard::Take(take) => self.take_wav(take).map(rehearsal::Heard::Take),
            Heard::Question => {
                let shown = self.model.questions.iter().find(|one| one.id == question)?;
                Some(text(shown.ask.clone(), desk.persona(), self.speed()))
            }
            Heard::FollowUp(take) => {
                Some(text(self.follow_up(take)?.to_owned(), desk.persona(), self.speed()))
            }
            Heard::Model => {
                let session = self.session.as_ref()?;
                let bank = &desk.library.bank(&session.record.bank_id)?.bank;
                let words = desk.profile.of(&bank.id);
                let answer = spoken_answer(bank.question(question)?, &words);
                Some(text(answer, Persona::Model, ANSWER_SPEED))
            }
        }
    }

    /// What was asked before this take, if it answers a follow-up.
    fn follow_up(&self, take: usize) -> Option<&str> {
        let record = &self.session.as_ref()?.takes.get(take)?.record;
        matches!(record.part, TakePart::Probe(_)).then_some(record.asked.as_str())
    }

    fn take_wav(&self, take: usize) -> Option<PathBuf> {
        let takes = &self.session.as_ref()?.takes;
        takes.get(take).filter(|take| take.has_sound).map(|take| take.wav.clone())
    }

    /// How fast the session's interviewer read.
    fn speed(&self) -> Wpm {
        let first = self.session.as_ref().and_then(|session| session.record.pacings.first());
        let pacing: Option<Pacing> =
            first.and_then(|change| serde_json::from_value(change.pacing.clone()).ok());
        pacing.map_or(USUAL_SPEED, |pacing| pacing.speech)
    }
}

/// Day and minute of a time as it is written down: "2026-11-23 14:05".
pub(super) fn minute_text(began: &str) -> String {
    let began = began.replace('T', " ");
    began.get(..16).unwrap_or(&began).to_owned()
}

fn label(session: &SessionSummary) -> String {
    let minute = minute_text(&session.record.began);
    let takes =
        if session.takes == 1 { "1 take".to_owned() } else { format!("{} takes", session.takes) };
    if session.leads_out {
        return format!("{minute} · {} · a link, not opened", session.record.bank_title);
    }
    let weight = bytes_text(session.bytes);
    format!("{minute} · {} · {takes} · {weight}", session.record.bank_title)
}
