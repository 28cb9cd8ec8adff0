//! From bytes to text: finds the encoding, or says what to do where there is no text.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::ImportError;
use super::draft::counted;
use crate::bank::bytes::first;

/// As many bytes are looked at to tell what a file is.
const HEAD_BYTES: usize = 4096;

/// As many bytes are given to the detector of encodings, from the first that tells something.
const DETECTED_BYTES: usize = 256 << 10;

/// A UTF-8 text may have one bad byte sequence for as many good ones: it was damaged, not otherwise encoded.
const GOOD_PER_BAD: usize = 10;

/// A text has fewer control characters than one in so many signs.
const SIGNS_PER_CONTROL: usize = 10;

/// As many control characters are allowed in any text, however short.
const ALLOWED_CONTROLS: usize = 16;

/// How files begin that are no text, and what to do with them.
const NO_TEXT: &[(&[u8], &str)] = &[
    (
        b"PK\x03\x04",
        "This is a packed document (such as .docx, .odt, .epub or .apkg), not text. Save it as plain text or as a web page, and import that.",
    ),
    (
        b"%PDF",
        "This is a PDF, not text. Copy its text and paste it, or save it as plain text first.",
    ),
    (
        b"\xd0\xcf\x11\xe0",
        "This is an old office document, not text. Save it as plain text or as a web page, and import that.",
    ),
    (
        b"{\\rtf",
        "This is rich text (.rtf). Save it as plain text or as a web page, and import that.",
    ),
    (
        b"SQLite format 3\0",
        "This is a database, not text. Export its notes as plain text, and import that.",
    ),
    (b"\x89PNG", "This is a picture, not text. Type or paste the questions instead."),
    (b"\xff\xd8\xff", "This is a picture, not text. Type or paste the questions instead."),
    (b"GIF8", "This is a picture, not text. Type or paste the questions instead."),
    (b"\x1f\x8b", "This is a compressed file, not text. Unpack it, and import what is in it."),
];

/// A decoded source.
#[derive(Debug)]
pub(super) struct Decoded<'b> {
    pub(super) text: Cow<'b, str>,
    /// The encoding's usual name.
    pub(super) encoding: &'static str,
    /// What the user should know of the decoding.
    pub(super) note: Option<String>,
}

/// Decodes a source.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, ImportError> {
    if let Some((_, what)) = NO_TEXT.iter().find(|(begin, _)| bytes.starts_with(begin)) {
        return Err(ImportError::Encoding((*what).to_owned()));
    }
    let decoded = decode_text(bytes)?;
    if is_binary(&decoded.text) {
        let what = "This is no text, or text in an unknown encoding. Save it as plain text in UTF-8, and import that.";
        return Err(ImportError::Encoding(what.to_owned()));
    }
    Ok(decoded)
}

fn decode_text(bytes: &[u8]) -> Result<Decoded<'_>, ImportError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, bytes.get(mark..).unwrap_or_default());
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return decode_as(encoding, bytes);
    }
    // Escape sequences of Japanese mail are valid UTF-8, and no text in it.
    let has_escapes =
        bytes.windows(2).take(HEAD_BYTES).any(|pair| matches!(pair, b"\x1b$" | b"\x1b("));
    match std::str::from_utf8(bytes) {
        Ok(text) if !has_escapes => {
            return Ok(Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name(), note: None });
        }
        Ok(_) => {}
        Err(_) => {
            if let Some(decoded) = damaged_utf_8(bytes) {
                return Ok(decoded);
            }
        }
    }
    if let Some(encoding) = declared(bytes).filter(|encoding| *encoding != UTF_8) {
        let (text, has_errors) = encoding.decode_without_bom_handling(bytes);
        if !has_errors {
            return Ok(Decoded { text, encoding: encoding.name(), note: None });
        }
    }
    decode_as(detected(bytes), bytes)
}

fn decode_as<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> Result<Decoded<'b>, ImportError> {
    let (text, has_errors) = encoding.decode_without_bom_handling(bytes);
    let bad = if has_errors { text.matches('\u{fffd}').count() } else { 0 };
    if bad.saturating_mul(SIGNS_PER_CONTROL) > text.len() {
        let what = format!(
            "This looks like text in the encoding {}, but most of it can't be read. Save it as plain text in UTF-8, and import that.",
            encoding.name()
        );
        return Err(ImportError::Encoding(what));
    }
    Ok(Decoded { text, encoding: encoding.name(), note: unreadable(bad) })
}

fn unreadable(bad: usize) -> Option<String> {
    let places = counted(bad, "place could", "places could");
    (bad > 0).then(|| format!("{places} not be read and show as “\u{fffd}”."))
}

/// UTF-8 with few errors for what is good in it.
fn damaged_utf_8(bytes: &[u8]) -> Option<Decoded<'_>> {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    let text =
        (good >= bad.saturating_mul(GOOD_PER_BAD)).then(|| String::from_utf8_lossy(bytes))?;
    Some(Decoded { text, encoding: UTF_8.name(), note: unreadable(bad) })
}

/// Text of mostly western letters in UTF-16 has a zero in every second byte.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..HEAD_BYTES.min(bytes.len())).unwrap_or_default();
    let pairs = head.len() / 2;
    let zeros =
        |second: usize| head.iter().skip(second).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    // One of the two has half or more, the other nearly none.
    let is = |many: usize, few: usize| pairs >= 4 && many * 2 >= pairs && few * 20 <= pairs;
    match (is(second, first), is(first, second)) {
        (true, false) => Some(UTF_16LE),
        (false, true) => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding that a web page or XML declares in its head.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..HEAD_BYTES.min(bytes.len())).unwrap_or_default();
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let after = |key: &str| {
        let (_, after) = head.split_once(key)?;
        let value = after.trim_start_matches(['"', '\'', ' ']);
        let end = value.find(['"', '\'', ' ', '>', ';', '/', '?']).unwrap_or(value.len());
        value.get(..end)
    };
    let is_page = head.contains("<meta") || head.trim_start().starts_with("<?xml");
    let label = is_page.then(|| after("charset=").or_else(|| after("encoding="))).flatten()?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    // A page that could be read this far is in no 16-bit encoding, whatever it says.
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

fn detected(bytes: &[u8]) -> &'static Encoding {
    let first = bytes.iter().position(|byte| *byte >= 0x80 || *byte == 0x1b).unwrap_or_default();
    let telling = bytes.get(first..).unwrap_or_default();
    let telling = telling.get(..DETECTED_BYTES.min(telling.len())).unwrap_or_default();
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(telling, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Whether there are more control characters than any text has.
fn is_binary(text: &str) -> bool {
    let is_control = |byte: u8| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c);
    let bytes = text.as_bytes();
    let Some(begin) = first(bytes, is_control) else { return false };
    let controls = bytes.iter().skip(begin).filter(|byte| is_control(**byte)).count();
    controls > ALLOWED_CONTROLS && controls.saturating_mul(SIGNS_PER_CONTROL) > text.chars().count()
}
