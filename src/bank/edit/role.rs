//! Changes to everything but the questions.

use super::edits::{Refusal, RoleEdit, RoleNames, RoleTexts};
use super::step::Change;
use super::tidy;
use crate::bank::import::ids::Ids;
use crate::bank::model::{Bank, NamedText, Question, Role, YourQuestion};

pub(super) fn title(bank: &Bank, title: &str) -> Result<Vec<Change>, Refusal> {
    let title = tidy::line(title);
    if title.is_empty() {
        return Err(Refusal::NoWords);
    }
    let change = Change::head(bank, |head| {
        // A role that has no name of its own is called as its bank is.
        if head.role.name == head.title {
            head.role.name.clone_from(&title);
        }
        head.title = title;
    });
    Ok(change.into_iter().collect())
}

pub(super) fn role(bank: &Bank, edit: RoleEdit) -> Result<Vec<Change>, Refusal> {
    let change = match edit {
        RoleEdit::Name(name) => {
            let name = tidy::line(&name);
            if name.is_empty() {
                return Err(Refusal::NoWords);
            }
            Change::head(bank, |head| head.role.name = name)
        }
        RoleEdit::Texts(which, all) => {
            Change::head(bank, |head| *which.of_mut(&mut head.role) = tidy::lines(&all))
        }
        RoleEdit::Names(which, all) => return Ok(names(bank, which, all)),
    };
    Ok(change.into_iter().collect())
}

/// Another list of names: questions follow a name that is changed, and lose one that is gone.
fn names(bank: &Bank, which: RoleNames, all: Vec<NamedText>) -> Vec<Change> {
    let old = which.of(&bank.role);
    let same_length = all.len() == old.len();
    let tidied = all.into_iter().enumerate().filter_map(|(nth, one)| {
        let mut name = tidy::line(&one.name);
        if name.is_empty() && same_length {
            // It is being written anew: until there is something, it keeps its name.
            name = old.get(nth)?.name.clone();
        }
        let text = tidy::line(&one.text);
        let text = if text.is_empty() { name.clone() } else { text };
        (!name.is_empty()).then_some(NamedText { name, text })
    });
    let new = tidy::few(tidied);
    let renamed = renamed(old, &new);
    let is_there = |name: &String| new.iter().any(|one| one.name == *name);
    let mut changes = Vec::new();
    for (at, question) in bank.questions.iter().enumerate() {
        let mut after = question.clone();
        let list = which.of_question(&mut after);
        if let Some((from, to)) = renamed
            && !list.contains(to)
        {
            list.iter_mut().filter(|name| *name == from).for_each(|name| name.clone_from(to));
        }
        list.retain(is_there);
        changes.extend(Change::question(at, question, after));
    }
    changes.extend(Change::head(bank, |head| *which.of_mut(&mut head.role) = new.clone()));
    changes
}

/// The one name that was changed, if nothing else was.
fn renamed<'a>(old: &'a [NamedText], new: &'a [NamedText]) -> Option<(&'a String, &'a String)> {
    let mut different = old.iter().zip(new).filter(|(old, new)| old.name != new.name);
    let (from, to) = different.next().filter(|_| old.len() == new.len())?;
    different.next().is_none().then_some((&from.name, &to.name))
}

/// Other questions to ask back; new ones get an id.
pub(super) fn your_questions(bank: &Bank, all: Vec<YourQuestion>) -> Vec<Change> {
    let mut ids = Ids::default();
    let known = |id: &str| bank.your_questions.iter().any(|one| one.id == id);
    // Those that keep their id come first, so that no new one takes it.
    for one in all.iter().filter(|one| known(&one.id)) {
        ids.id_for(&one.id, "", "");
    }
    let mut used: Vec<String> = Vec::new();
    let tidied = all.into_iter().map(|one| {
        let keeps = known(&one.id) && !used.contains(&one.id);
        let id = if keeps { one.id } else { ids.id_for("", "", "own") };
        used.push(id.clone());
        YourQuestion { id, ask: tidy::line(&one.ask), about: tidy::line(&one.about) }
    });
    let new: Vec<YourQuestion> = tidied.filter(|one| !one.ask.is_empty()).collect();
    Change::head(bank, |head| head.your_questions = new).into_iter().collect()
}

impl RoleTexts {
    /// All of them, in the order of a bank's file.
    pub const ALL: [Self; 5] =
        [Self::Mindset, Self::Duties, Self::Skills, Self::Showcasing, Self::Advice];

    /// This list of a role.
    #[must_use]
    pub fn of(self, role: &Role) -> &[String] {
        match self {
            Self::Mindset => &role.mindset,
            Self::Duties => &role.duties,
            Self::Skills => &role.skills,
            Self::Showcasing => &role.showcasing,
            Self::Advice => &role.advice,
        }
    }

    fn of_mut(self, role: &mut Role) -> &mut Vec<String> {
        match self {
            Self::Mindset => &mut role.mindset,
            Self::Duties => &mut role.duties,
            Self::Skills => &mut role.skills,
            Self::Showcasing => &mut role.showcasing,
            Self::Advice => &mut role.advice,
        }
    }
}

impl RoleNames {
    /// This list of a role.
    #[must_use]
    pub fn of(self, role: &Role) -> &[NamedText] {
        match self {
            Self::Tasks => &role.tasks,
            Self::Abilities => &role.abilities,
        }
    }

    pub(super) fn of_mut(self, role: &mut Role) -> &mut Vec<NamedText> {
        match self {
            Self::Tasks => &mut role.tasks,
            Self::Abilities => &mut role.abilities,
        }
    }

    /// A question's names of this list.
    pub(super) fn of_question(self, question: &mut Question) -> &mut Vec<String> {
        match self {
            Self::Tasks => &mut question.tasks,
            Self::Abilities => &mut question.abilities,
        }
    }
}
