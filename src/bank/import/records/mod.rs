//! Lists of records: CSV, TSV, Anki's notes, JSON, another bank.
//!
//! A record is a question with what belongs to it, under heads (or keys) that people call by many names.
//! What Greenroom itself exported is known by its marks and read to the letter.

use super::draft::Draft;
use super::{Form, ImportError, Wish};

mod anki;
mod cells;
mod fields;
mod filling;
mod html;
mod json;
mod node;
mod own;
mod rows;
pub(super) mod separator;
mod table;
mod toml;

/// Reads a list of records, of one of the forms [`Form::Csv`] … [`Form::Bank`].
///
/// # Errors
///
/// [`ImportError::Form`].
pub(super) fn read(form: Form, text: &str, _wish: &Wish) -> Result<Draft, ImportError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match form {
        Form::Csv | Form::Tsv => {
            let usual = || if form == Form::Tsv { b'\t' } else { table::delimiter_of(text) };
            let named = separator::of_first_line(text).flatten();
            Ok(table::read(text, named.unwrap_or_else(usual)))
        }
        Form::Anki => Ok(anki::read(text)),
        Form::Json => json::read(text),
        Form::Bank => toml::read(text),
        Form::Text | Form::Html | Form::Markdown => {
            Err(ImportError::Form(format!("{} is no list of records.", form.label())))
        }
    }
}

#[cfg(test)]
mod tests;
