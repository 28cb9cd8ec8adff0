//! One TOML table, read key by key: every wrong, missing or unknown key is noted with its line, and reading
//! goes on. (Deriving the reading would stop at the first.)

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::log::Log;
use super::text::{MAX_TEXT_BYTES, is_id, one_line, shortened};
use crate::bank::model::Band;
use crate::bank::problem::LeftOut;

/// The most items that are read of a list within a question or role.
pub(in crate::bank) const MAX_ITEMS: usize = 1_000;

/// What is lost if a key is missing or wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// Nothing but its value; it may be missing.
    Optional,
    /// The entry whose key it is.
    Entry,
    /// The whole bank.
    Bank,
}

impl Need {
    fn left_out(self) -> LeftOut {
        match self {
            Self::Optional => LeftOut::Value,
            Self::Entry => LeftOut::Entry,
            Self::Bank => LeftOut::Bank,
        }
    }
}

/// A table being read. Every key asked for counts as known; [`Fields::finish`] reports the others.
pub(super) struct Fields<'t, 'i> {
    table: &'t DeTable<'i>,
    /// What the table is called in messages: `question.stress`; empty for the file itself.
    path: String,
    /// Where the table begins, in bytes.
    at: usize,
    known: Vec<&'static str>,
}

impl<'t, 'i> Fields<'t, 'i> {
    pub(super) fn new(table: &'t DeTable<'i>, path: String, at: usize) -> Self {
        Self { table, path, at, known: Vec::new() }
    }

    /// The name of a key of this table in messages.
    pub(super) fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Where a key's value begins, or else the table.
    pub(super) fn at(&self, key: &str) -> usize {
        self.find(key).map_or(self.at, |value| value.span().start)
    }

    /// Whether a key is there at all.
    pub(super) fn has(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    /// A text on one line.
    pub(super) fn text(
        &mut self,
        log: &mut Log<'_>,
        key: &'static str,
        need: Need,
    ) -> Option<String> {
        self.text_with(log, key, need, one_line)
    }

    /// A text, its white space put in order by `tidy`.
    pub(super) fn text_with(
        &mut self,
        log: &mut Log<'_>,
        key: &'static str,
        need: Need,
        tidy: fn(&str) -> String,
    ) -> Option<String> {
        let path = self.path_of(key);
        let Some(value) = self.take(key) else {
            if need != Need::Optional {
                let what = format!("`{key}` is missing");
                let remedy = format!("add a line {key} = \"…\"");
                log.note(self.at, path, what, remedy, need.left_out());
            }
            return None;
        };
        checked_text(log, value, path, need.left_out(), tidy)
    }

    /// A list of texts; a wrong one is noted and left out.
    pub(super) fn texts(&mut self, log: &mut Log<'_>, key: &'static str) -> Vec<String> {
        self.texts_with(log, key, one_line)
    }

    /// As [`Fields::texts`], each put in order by `tidy`.
    pub(super) fn texts_with(
        &mut self,
        log: &mut Log<'_>,
        key: &'static str,
        tidy: fn(&str) -> String,
    ) -> Vec<String> {
        let path = self.path_of(key);
        let items = self.items(log, key, MAX_ITEMS, "[\"…\", \"…\"]").iter().enumerate();
        let texts = items.filter_map(|(index, item)| {
            let path = format!("{path}[{}]", index + 1);
            checked_text(log, item, path, LeftOut::Value, tidy)
        });
        texts.collect()
    }

    /// A whole number from 1, if there is a good one.
    pub(super) fn number(&mut self, log: &mut Log<'_>, key: &'static str) -> Option<u32> {
        let value = self.take(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(number) => u32::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        let number = number.filter(|number| *number > 0);
        if number.is_none() {
            let what = "This should be a whole number from 1".to_owned();
            let remedy = format!("write it without quotes, such as {key} = 1");
            log.note(value.span().start, self.path_of(key), what, remedy, LeftOut::Entry);
        }
        number
    }

    /// A target band, two whole numbers of seconds, if there is a good one.
    pub(super) fn band(&mut self, log: &mut Log<'_>, key: &'static str) -> Option<Band> {
        let value = self.take(key)?;
        let secs = |item: &Spanned<DeValue<'_>>| match item.get_ref() {
            DeValue::Integer(number) => u64::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        let band = match value.get_ref().as_array().map(|items| &**items) {
            Some([least, most]) => {
                secs(least).zip(secs(most)).and_then(|(least, most)| Band::own(least, most))
            }
            _ => None,
        };
        if band.is_none() {
            let what = "This is no length that an answer can aim for".to_owned();
            let remedy = format!("write {}, such as {key} = [60, 105]", Band::OWN_RULE);
            log.note(value.span().start, self.path_of(key), what, remedy, LeftOut::Value);
        }
        band
    }

    /// A table, if there is one.
    pub(super) fn table(&mut self, log: &mut Log<'_>, key: &'static str) -> Option<Self> {
        let path = self.path_of(key);
        let value = self.take(key)?;
        let table = value.get_ref().as_table();
        if table.is_none() {
            let what = format!("This should be a part of its own, not {}", kind_of(value));
            let remedy = format!("begin it with a line [{key}]");
            log.note(value.span().start, path.clone(), what, remedy, LeftOut::Value);
        }
        table.map(|table| Self::new(table, path, value.span().start))
    }

    /// A list of tables, each called by its id if it has one that is a text, else by its number; no
    /// more than `most` of them.
    pub(super) fn tables(
        &mut self,
        log: &mut Log<'_>,
        key: &'static str,
        most: usize,
    ) -> Vec<Self> {
        let path = self.path_of(key);
        let mut tables = Vec::new();
        for (index, item) in self.items(log, key, most, "[{ … }, { … }]").iter().enumerate() {
            let number = format!("{path}[{}]", index + 1);
            let Some(table) = item.get_ref().as_table() else {
                let what = format!("This should be a table, not {}", kind_of(item));
                let remedy = "write { name = value, … } or begin a [[part]] of its own".to_owned();
                log.note(item.span().start, number, what, remedy, LeftOut::Value);
                continue;
            };
            let mut fields = Self::new(table, number, item.span().start);
            let id = fields.find("id").and_then(|id| id.get_ref().as_str());
            if let Some(id) = id.filter(|id| is_id(id)) {
                fields.path = format!("{path}.{id}");
            }
            tables.push(fields);
        }
        tables
    }

    /// Where this table begins, in bytes.
    pub(super) fn begins_at(&self) -> usize {
        self.at
    }

    /// Notes every key that nothing asked for.
    pub(super) fn finish(self, log: &mut Log<'_>) {
        for (key, _) in self.table.iter() {
            let name: &str = key.get_ref();
            if self.known.contains(&name) {
                continue;
            }
            let what = "This key means nothing here".to_owned();
            let remedy = format!("take it out, or use one of these: {}", self.known.join(", "));
            let path = self.path_of(&shortened(name));
            log.note(key.span().start, path, what, remedy, LeftOut::Value);
        }
    }

    fn find(&self, key: &str) -> Option<&'t Spanned<DeValue<'i>>> {
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    fn take(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'i>>> {
        self.known.push(key);
        self.find(key)
    }

    /// The items of a list, `most` of them; none if there is no list.
    fn items(
        &mut self,
        log: &mut Log<'_>,
        key: &'static str,
        most: usize,
        form: &str,
    ) -> &'t [Spanned<DeValue<'i>>] {
        let Some(value) = self.take(key) else { return &[] };
        let Some(items) = value.get_ref().as_array() else {
            let what = format!("This should be a list, not {}", kind_of(value));
            let remedy = format!("put it into square brackets: {key} = {form}");
            log.note(value.span().start, self.path_of(key), what, remedy, LeftOut::Value);
            return &[];
        };
        let Some(first_too_many) = items.get(most) else { return items };
        let what = format!("There are {} of these, more than can be read", items.len());
        let remedy = format!("keep {most} of them, or make two banks");
        let at = first_too_many.span().start;
        log.note(at, self.path_of(key), what, remedy, LeftOut::Entry);
        items.get(..most).unwrap_or_default()
    }
}

/// The text of `value` if it is one: not empty, not too long, without control characters.
fn checked_text(
    log: &mut Log<'_>,
    value: &Spanned<DeValue<'_>>,
    path: String,
    left_out: LeftOut,
    tidy: fn(&str) -> String,
) -> Option<String> {
    let at = value.span().start;
    let mut wrong = |what: String, remedy: &str| {
        log.note(at, path.clone(), what, remedy.to_owned(), left_out);
        None
    };
    let Some(text) = value.get_ref().as_str() else {
        let what = format!("This should be a text, not {}", kind_of(value));
        return wrong(what, "put it between double quotes");
    };
    if text.len() > MAX_TEXT_BYTES {
        let what = format!("This text is too long ({} KiB)", text.len().div_ceil(1024));
        return wrong(what, "shorten it to 64 KiB");
    }
    if let Some(sign) = text.chars().find(|sign| sign.is_control() && !sign.is_whitespace()) {
        let what = format!("The text holds a control character (U+{:04X})", u32::from(sign));
        return wrong(what, "take it out; it can be neither shown nor said");
    }
    let text = tidy(text);
    if text.is_empty() {
        return wrong("The text is empty".to_owned(), "write something between the quotes");
    }
    Some(text)
}

/// What a value is, for people.
fn kind_of(value: &Spanned<DeValue<'_>>) -> &'static str {
    match value.get_ref() {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
