//! JSON as a tree that borrows its texts from the source, so that the place of each is known, keys stay in
//! their order, and memory stays bounded.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

/// The most values that are read: ten thousand questions with twenty values each have a fifth of that.
const MAX_VALUES: usize = 1_000_000;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node<'t> {
    Nothing,
    /// A number, or true or false, as a text.
    Plain(String),
    Text(Cow<'t, str>),
    List(Vec<Self>),
    Map(Vec<(Cow<'t, str>, Self)>),
}

impl<'t> Node<'t> {
    /// The first of its texts that stands in the source as it is.
    fn first_text(&self) -> Option<&'t str> {
        match self {
            Self::Text(Cow::Borrowed(text)) => Some(text),
            Self::List(items) => items.first()?.first_text(),
            Self::Map(entries) => match entries.first()? {
                (Cow::Borrowed(key), _) => Some(key),
                (Cow::Owned(_), value) => value.first_text(),
            },
            Self::Nothing | Self::Plain(_) | Self::Text(Cow::Owned(_)) => None,
        }
    }
}

/// Reads a document; several, one after the other (a value a line), are a list.
///
/// # Errors
///
/// What is wrong with it, with line and column.
pub(super) fn parse(text: &str) -> Result<Node<'_>, serde_json::Error> {
    let left = Cell::new(MAX_VALUES);
    let mut documents = Vec::new();
    let mut source = serde_json::Deserializer::from_str(text);
    loop {
        documents.push(Seed { left: &left }.deserialize(&mut source)?);
        // Nothing but white space may follow, or another object.
        if let Err(problem) = source.end() {
            if !matches!(documents.last(), Some(Node::Map(_) | Node::List(_))) {
                return Err(problem);
            }
        } else {
            break;
        }
    }
    match documents.pop() {
        Some(only) if documents.is_empty() => Ok(only),
        last => {
            documents.extend(last);
            Ok(Node::List(documents))
        }
    }
}

struct Seed<'c> {
    left: &'c Cell<usize>,
}

impl<'t> DeserializeSeed<'t> for Seed<'_> {
    type Value = Node<'t>;

    fn deserialize<D: Deserializer<'t>>(self, source: D) -> Result<Node<'t>, D::Error> {
        let left = self.left.get().checked_sub(1);
        self.left.set(left.ok_or_else(|| D::Error::custom("there are too many values"))?);
        source.deserialize_any(self)
    }
}

impl<'t> Visitor<'t> for Seed<'_> {
    type Value = Node<'t>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Node<'t>, E> {
        Ok(Node::Nothing)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node<'t>, E> {
        Ok(Node::Plain(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node<'t>, E> {
        Ok(Node::Plain(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node<'t>, E> {
        Ok(Node::Plain(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node<'t>, E> {
        Ok(Node::Plain(value.to_string()))
    }

    fn visit_borrowed_str<E>(self, text: &'t str) -> Result<Node<'t>, E> {
        Ok(Node::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node<'t>, E> {
        Ok(Node::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut items: A) -> Result<Node<'t>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Seed { left: self.left })? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'t>>(self, mut entries: A) -> Result<Node<'t>, A::Error> {
        let mut map = Vec::new();
        while let Some(key) = entries.next_key_seed(Key)? {
            map.push((key, entries.next_value_seed(Seed { left: self.left })?));
        }
        Ok(Node::Map(map))
    }
}

struct Key;

impl<'t> DeserializeSeed<'t> for Key {
    type Value = Cow<'t, str>;

    fn deserialize<D: Deserializer<'t>>(self, source: D) -> Result<Cow<'t, str>, D::Error> {
        source.deserialize_str(self)
    }
}

impl<'t> Visitor<'t> for Key {
    type Value = Cow<'t, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, text: &'t str) -> Result<Cow<'t, str>, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Cow<'t, str>, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

/// Tells the lines of nodes, asked for in the source's order.
pub(super) struct Lines<'t> {
    text: &'t str,
    /// Up to here lines are counted, in bytes.
    at: usize,
    line: usize,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, line: 1 }
    }

    /// The line a node begins in; the last one told if it can't be known.
    pub(super) fn line_of(&mut self, node: &Node<'_>) -> usize {
        // A text that is borrowed lies within the source: its address tells where.
        let place = node.first_text().map(|text| text.as_ptr() as usize);
        let at = place.and_then(|place| place.checked_sub(self.text.as_ptr() as usize));
        if let Some(passed) = at.and_then(|at| self.text.as_bytes().get(self.at..at)) {
            self.line += passed.iter().filter(|byte| **byte == b'\n').count();
            self.at += passed.len();
        }
        self.line
    }
}
