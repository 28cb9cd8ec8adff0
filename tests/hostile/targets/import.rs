//! Importing what people have.

use greenroom::bank::{self, Form, ImportError, Wish};

/// Whatever is imported is a bank like any other, each question with its place; whatever is not says why. The
/// first byte says which form is wished for.
pub fn import(bytes: &[u8]) {
    let Some((first, source)) = bytes.split_first() else { return };
    let form = Form::ALL.get(usize::from(*first) % (Form::ALL.len() + 1)).copied();
    let wish = Wish { form, title: None, name: "../from/elsewhere.txt".to_owned() };
    match bank::import(source, &wish) {
        Ok(imported) => {
            assert!(!imported.bank.questions.is_empty());
            assert_eq!(imported.origins.len(), imported.bank.questions.len());
            super::bank::usable(&imported.bank);
        }
        Err(problem) => {
            assert!(!matches!(problem, ImportError::TooLarge { .. }));
            assert!(!problem.to_string().is_empty());
        }
    }
}
