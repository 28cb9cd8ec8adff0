//! How long an answer should last, as people write it down: "60 to 105 s", "1–2 minutes".

use crate::bank::model::Band;

/// Why a text that should be such a length goes nowhere.
pub(super) const NO_TARGET: &str = "no length such as “60 to 105 s”, of 30 minutes at most";

/// What parts the two times, the longest first.
const BETWEEN: [&str; 6] = [" to ", "–", "—", "-", ",", "\n"];

/// What times are counted in, and its seconds.
const UNITS: [(&str, u64); 11] = [
    ("seconds", 1),
    ("second", 1),
    ("secs", 1),
    ("sec", 1),
    ("s", 1),
    ("minutes", 60),
    ("minute", 60),
    ("mins", 60),
    ("min", 60),
    ("m", 60),
    ("", 1),
];

/// The target band that a text is; `None` if it is anything else.
pub(super) fn own_band(text: &str) -> Option<Band> {
    let text = text.trim();
    let end = text.trim_end_matches('.');
    let number = end.trim_end_matches(|sign: char| sign.is_ascii_alphabetic());
    let unit = end.get(number.len()..)?;
    let (_, secs) = UNITS.iter().find(|(name, _)| unit.eq_ignore_ascii_case(name))?;
    let (least, most) = BETWEEN.iter().find_map(|between| number.split_once(between))?;
    let time = |digits: &str| digits.trim().parse::<u64>().ok()?.checked_mul(*secs);
    Band::own(time(least)?, time(most)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_two_times_with_or_without_their_unit() {
        for text in
            ["60 to 105 s", " 60–105 seconds. ", "60-105", "60, 105", "60\n105", "60 — 105 Sec"]
        {
            assert_eq!(own_band(text), Some(Band::secs(60, 105)), "{text}");
        }
        assert_eq!(own_band("1 to 2 minutes"), Some(Band::secs(60, 120)));
        assert_eq!(own_band("1–1 m"), Some(Band::secs(60, 60)));
    }

    #[test]
    fn what_no_answer_can_aim_for_is_no_target() {
        for text in [
            "",
            "90 s",
            "0 to 60 s",
            "105 to 60 s",
            "60 to 1801 s",
            "1 to 31 minutes",
            "-1 to 60",
            "NaN to 60",
            "60.5 to 70",
            "60 to 105 words",
            "Mid-sized firms",
            "1 to 18446744073709551615 minutes",
        ] {
            assert_eq!(own_band(text), None, "{text}");
        }
    }
}
