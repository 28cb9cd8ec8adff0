//! Small rules about texts and ids.

/// The longest text that is read, in bytes: hours of speech.
pub(in crate::bank) const MAX_TEXT_BYTES: usize = 64 * 1024;

/// The longest id, in bytes: it becomes part of file names.
pub(in crate::bank) const MAX_ID_BYTES: usize = 40;

/// Lower-case letters, digits and hyphens, at least one sign and at most [`MAX_ID_BYTES`].
pub(in crate::bank) fn is_id(id: &str) -> bool {
    let allowed = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-';
    !id.is_empty() && id.len() <= MAX_ID_BYTES && id.chars().all(allowed)
}

/// Every run of white space, line breaks included, becomes one space.
pub(in crate::bank) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// As [`one_line`], but an empty line still parts two paragraphs (as `\n\n`).
pub(in crate::bank) fn paragraphs(text: &str) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().chain([""]) {
        if line.trim().is_empty() {
            let paragraph = one_line(&lines.join(" "));
            paragraphs.extend(Some(paragraph).filter(|paragraph| !paragraph.is_empty()));
            lines.clear();
        } else {
            lines.push(line);
        }
    }
    paragraphs.join("\n\n")
}

/// What fits into a message: at most 60 characters, none of them a control character.
pub(in crate::bank) fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut signs = text.chars().map(|sign| if sign.is_control() { '�' } else { sign });
    let mut short: String = signs.by_ref().take(LONGEST).collect();
    if signs.next().is_some() {
        short.push('…');
    }
    short
}
