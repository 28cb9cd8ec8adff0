//! The `[role]` part and the questions to ask back.

use super::fields::{Fields, MAX_ITEMS, Need};
use super::log::Log;
use super::{Ids, entry_id};
use crate::bank::model::{NamedText, Role, YourQuestion};

/// Reads the role; a bank without one has a role without content, named after the bank.
pub(super) fn read_role(log: &mut Log<'_>, fields: Option<Fields<'_, '_>>, title: &str) -> Role {
    let Some(mut fields) = fields else {
        return Role { name: title.to_owned(), ..Role::default() };
    };
    let role = Role {
        name: fields.text(log, "name", Need::Optional).unwrap_or_else(|| title.to_owned()),
        mindset: fields.texts(log, "mindset"),
        duties: fields.texts(log, "duties"),
        tasks: named_texts(log, &mut fields, "tasks"),
        abilities: named_texts(log, &mut fields, "abilities"),
        skills: fields.texts(log, "skills"),
        showcasing: fields.texts(log, "showcasing"),
        advice: fields.texts(log, "advice"),
    };
    fields.finish(log);
    role
}

/// Reads one `[[your_question]]`.
pub(super) fn read_your_question(
    log: &mut Log<'_>,
    mut fields: Fields<'_, '_>,
    ids: &mut Ids,
) -> Option<YourQuestion> {
    let id = entry_id(log, &mut fields, ids);
    let ask = fields.text(log, "ask", Need::Entry);
    let about = fields.text(log, "about", Need::Optional).unwrap_or_default();
    fields.finish(log);
    Some(YourQuestion { id: id?, ask: ask?, about })
}

fn named_texts(
    log: &mut Log<'_>,
    fields: &mut Fields<'_, '_>,
    key: &'static str,
) -> Vec<NamedText> {
    let mut entries = Vec::new();
    for mut entry in fields.tables(log, key, MAX_ITEMS) {
        let name = entry.text(log, "name", Need::Entry);
        let text = entry.text(log, "text", Need::Entry);
        entry.finish(log);
        entries.extend(name.zip(text).map(|(name, text)| NamedText { name, text }));
    }
    entries
}
