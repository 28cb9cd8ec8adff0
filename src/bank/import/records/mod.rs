//! Lists of records: CSV, TSV, Anki's notes, JSON, another bank.

use super::draft::Draft;
use super::{Form, ImportError, Wish};

/// Reads a list of records, of one of the forms [`Form::Csv`] … [`Form::Bank`].
///
/// # Errors
///
/// [`ImportError::Form`].
pub(super) fn read(form: Form, _text: &str, _wish: &Wish) -> Result<Draft, ImportError> {
    Err(ImportError::Form(format!("{} can't be imported yet.", form.label())))
}
