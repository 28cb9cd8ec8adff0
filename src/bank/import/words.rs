//! The words of a text alone, to compare texts by.

/// Its words in small letters with one space between them, without punctuation and apostrophes.
pub(super) fn bare_words(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut is_apart = false;
    for sign in text.chars() {
        if sign.is_alphanumeric() {
            if is_apart && !words.is_empty() {
                words.push(' ');
            }
            is_apart = false;
            // Most letters are plain ones, which need no table.
            if sign.is_ascii() {
                words.push(sign.to_ascii_lowercase());
            } else {
                words.extend(sign.to_lowercase());
            }
        } else if sign != '\'' && sign != '’' {
            is_apart = true;
        }
    }
    words
}
