//! A bank in the forms that other programs, printers and people read.

pub(in crate::bank) use anki::HEAD_KEY;
pub(in crate::bank) use columns::section;
pub(in crate::bank) use csv::unguarded;
pub(in crate::bank) use json::MARK;
pub use toml::to_toml;

use super::answer::Values;
use super::model::Bank;

mod anki;
mod columns;
mod csv;
mod json;
mod markdown;
mod prep_sheet;
mod toml;

#[cfg(test)]
pub(in crate::bank) mod made_up;
#[cfg(test)]
mod tests;

/// A form to give a bank away in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExportForm {
    /// The bank's own form, TOML.
    Toml,
    /// JSON.
    Json,
    /// Comma-separated values, for spreadsheets.
    Csv,
    /// Anki's "Notes in plain text".
    Anki,
    /// Markdown, to read and to write in.
    Markdown,
    /// A page or two to print, HTML, with the user's own words filled in.
    PrepSheet,
}

impl ExportForm {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 6] =
        [Self::Toml, Self::Json, Self::Csv, Self::Anki, Self::Markdown, Self::PrepSheet];

    /// What people read.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Toml => "Greenroom bank",
            Self::Json => "JSON",
            Self::Csv => "CSV for spreadsheets",
            Self::Anki => "Anki notes",
            Self::Markdown => "Markdown",
            Self::PrepSheet => "Prep sheet to print",
        }
    }

    /// The word for it on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Toml => "toml",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Anki => "anki",
            Self::Markdown => "markdown",
            Self::PrepSheet => "prep-sheet",
        }
    }

    /// The form of this word, whatever its case.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.word().eq_ignore_ascii_case(word.trim()))
    }

    /// How such a file's name ends, without the dot.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Toml => "toml",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Anki => "txt",
            Self::Markdown => "md",
            Self::PrepSheet => "html",
        }
    }
}

/// The bank in this form.
///
/// The user's own words (`values`) go into the prep sheet alone: the other forms are the bank as it is, to be
/// given away.
#[must_use]
pub fn export(bank: &Bank, form: ExportForm, values: &Values) -> String {
    match form {
        ExportForm::Toml => to_toml(bank),
        ExportForm::Json => json::to_json(bank),
        ExportForm::Csv => csv::to_csv(bank),
        ExportForm::Anki => anki::to_anki(bank),
        ExportForm::Markdown => markdown::to_markdown(bank),
        ExportForm::PrepSheet => prep_sheet::to_html(bank, values),
    }
}
