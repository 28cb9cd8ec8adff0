//! What the voice is given, and what its helper says.

use greenroom::units::wording::is_unspaced;
use greenroom::voice::ear;
use greenroom::voice::protocol::{Order, Reply};

/// Only words and marks of pauses reach an engine, never too many; an order to the helper is one line whatever
/// the text, and comes back as it was; whatever the helper says is a reply or none.
pub fn speech(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let spoken = ear::prepare(&text);
    only_what_may_be_spoken(&spoken);
    for text in [spoken, text.into_owned()] {
        let say = Order::Say { id: 1, text, wpm: 165, voice: Some("a\nb".to_owned()) };
        let line = serde_json::to_string(&say).expect("an order can be written");
        assert!(!line.contains(['\n', '\r', '\0']), "more than a line");
        assert_eq!(serde_json::from_str::<Order>(&line).expect("an order"), say);
    }
    for line in bytes.split(|byte| *byte == b'\n') {
        if let Ok(reply) = serde_json::from_slice::<Reply>(line) {
            let line = serde_json::to_string(&reply).expect("a reply can be written");
            assert_eq!(serde_json::from_str::<Reply>(&line).expect("a reply"), reply);
        }
        let _order_or_none = serde_json::from_slice::<Order>(line);
    }
}

/// What [`ear::prepare`] promises.
pub fn only_what_may_be_spoken(spoken: &str) {
    // Marks of vowels and tones are parts of words in many scripts. What is no part of any: ASCII's other signs,
    // controls, punctuation, symbols and formats, private characters, selectors and tags.
    let of_a_script = |sign: char| {
        let none = ['\u{80}'..='\u{bf}', '\u{2000}'..='\u{2bff}', '\u{e000}'..='\u{f8ff}'];
        let formats =
            ['\u{fe00}'..='\u{fe0f}', '\u{fff0}'..='\u{ffff}', '\u{e0000}'..='\u{10ffff}'];
        !sign.is_ascii() && !none.iter().chain(&formats).any(|range| range.contains(&sign))
    };
    let allowed =
        |sign: char| sign.is_alphanumeric() || "'-.,;:?! ".contains(sign) || of_a_script(sign);
    assert!(spoken.chars().all(allowed), "{spoken:?}");
    assert!(spoken.chars().count() <= ear::MAX_CHARS, "{} signs", spoken.chars().count());
    // A sentence in a script without spaces is no word.
    let ends = |sign: char| sign == ' ' || is_unspaced(sign);
    assert!(spoken.split(ends).all(|word| word.chars().count() <= 40), "{spoken:?}");
    // What begins with a hyphen could be taken for an option.
    assert!(!spoken.starts_with(['-', '.', ' ']), "{spoken:?}");
}
