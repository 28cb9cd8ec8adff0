//! Names of folders and files: safe on every system whatever an id holds, and readable.
//!
//! `01-experience.take1.wav`, `01-experience.probe2.take1.wav`, `01-experience.take1.part2.wav`,
//! `21-your-question.own.take1.wav`. Ids become lower-case letters, digits and hyphens, so a dot
//! always separates; a number comes first, so no name is one that Windows keeps for itself.

use super::TakePart;

/// The greatest length of an id within a name, in bytes: names stay far below every system's 255.
const ID_BYTES: usize = 60;

/// The word in the place of a question's id while the candidate asks.
const YOUR_QUESTION: &str = "your-question";

/// An id as part of a name: lower-case ASCII letters, digits and single hyphens, never empty.
pub(super) fn safe_id(id: &str) -> String {
    let mut safe = String::new();
    for letter in id.chars().flat_map(char::to_lowercase) {
        if letter.is_ascii_alphanumeric() {
            safe.push(letter);
        } else if !safe.is_empty() && !safe.ends_with('-') {
            safe.push('-');
        }
        if safe.len() >= ID_BYTES {
            break;
        }
    }
    let safe = safe.trim_end_matches('-');
    if safe.is_empty() { "unnamed".to_owned() } else { safe.to_owned() }
}

/// The name of a session's folder: its local time and its bank; from the second of that name on
/// with a number.
pub(super) fn session_folder(now: &jiff::ZonedDateTime, bank_id: &str, nth: u32) -> String {
    let name = format!("{}-{}", now.strftime("%Y-%m-%dT%H%M%S"), safe_id(bank_id));
    numbered(name, nth)
}

/// The name of a take's files, without `.wav` or `.json`; from the second of that name on with a
/// number.
pub(super) fn take(
    position: usize,
    question_id: &str,
    part: TakePart,
    take: u32,
    nth: u32,
) -> String {
    let place = position.saturating_add(1);
    let id = safe_id(question_id);
    let name = match part {
        TakePart::Answer => format!("{place:02}-{id}.take{take}"),
        TakePart::Probe(probe) => {
            format!("{place:02}-{id}.probe{}.take{take}", probe.saturating_add(1))
        }
        // The answer itself is the first piece.
        TakePart::Continued(piece) => {
            format!("{place:02}-{id}.take{take}.part{}", piece.saturating_add(1))
        }
        TakePart::YourQuestion => format!("{place:02}-{YOUR_QUESTION}.{id}.take{take}"),
    };
    numbered(name, nth)
}

fn numbered(name: String, nth: u32) -> String {
    if nth > 1 { format!("{name}-{nth}") } else { name }
}

/// What a take's name says, for takes whose sidecar is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TakeName {
    pub(super) position: usize,
    pub(super) question_id: String,
    pub(super) part: TakePart,
    pub(super) take: u32,
}

/// Reads a take's name (without `.wav` or `.json`); `None` for names that are not ours.
pub(super) fn parse_take(stem: &str) -> Option<TakeName> {
    let mut words = stem.split('.');
    let (place, id) = words.next()?.split_once('-')?;
    let position = place.parse::<usize>().ok()?.checked_sub(1)?;
    if !is_safe_id(id) {
        return None;
    }
    let mut name =
        TakeName { position, question_id: id.to_owned(), part: TakePart::Answer, take: 1 };
    let mut rest: Vec<&str> = words.collect();
    if id == YOUR_QUESTION && rest.len() > 1 {
        name.question_id = rest.remove(0).to_owned();
        name.part = TakePart::YourQuestion;
    }
    for word in rest {
        read_word(&mut name, word)?;
    }
    Some(name)
}

/// Whether it is an id as names have it.
fn is_safe_id(id: &str) -> bool {
    let is_sign = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-';
    !id.is_empty() && id.chars().all(is_sign)
}

/// The name that was taken when this one was given: `01-x.take1` of `01-x.take1-2`.
pub(super) fn unnumbered(stem: &str) -> Option<&str> {
    let (base, nth) = stem.rsplit_once('-')?;
    let is_number = nth.parse().is_ok_and(|nth: u32| nth > 1);
    (is_number && base.contains('.')).then_some(base)
}

/// Whether another program gave a file this name because of one that is called `own`: something was put behind
/// it, or in front of it ("Copy of …").
pub(super) fn is_beside(name: &str, own: &str) -> bool {
    let is_apart = |sign: Option<char>| sign.is_some_and(|sign| !sign.is_alphanumeric());
    let behind = name.strip_prefix(own).is_some_and(|rest| is_apart(rest.chars().next()));
    let before = name.strip_suffix(own).is_some_and(|rest| is_apart(rest.chars().next_back()));
    !own.is_empty() && (behind || before)
}

/// How well a folder's name fits a session that began then with this bank: 0 where it is the session's own, 1 with a
/// number behind it, 2 for any other.
pub(super) fn fit_of_folder(name: &str, began: &str, bank_id: &str) -> u8 {
    let time: String = began.chars().take(19).filter(|sign| *sign != ':').collect();
    let own = format!("{time}-{}", safe_id(bank_id));
    let number = name.strip_prefix(&own).and_then(|rest| rest.strip_prefix('-'));
    match number {
        _ if name == own => 0,
        Some(nth) if nth.parse::<u32>().is_ok() => 1,
        _ => 2,
    }
}

/// The time that a session folder's name begins with, without an offset.
pub(super) fn time_of_folder(name: &str) -> Option<jiff::civil::DateTime> {
    jiff::civil::DateTime::strptime("%Y-%m-%dT%H%M%S", name.get(..17)?).ok()
}

fn read_word(name: &mut TakeName, word: &str) -> Option<()> {
    // A name that was taken has a number behind it, which says nothing.
    let (word, nth) = word.split_once('-').unwrap_or((word, "2"));
    nth.parse::<u32>().ok()?;
    if let Some(take) = word.strip_prefix("take") {
        name.take = take.parse().ok()?;
    } else if let Some(probe) = word.strip_prefix("probe") {
        name.part = TakePart::Probe(probe.parse::<usize>().ok()?.checked_sub(1)?);
    } else if let Some(piece) = word.strip_prefix("part") {
        name.part = TakePart::Continued(piece.parse::<u32>().ok()?.checked_sub(1)?);
    } else {
        return None;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_read_as_designed() {
        let name = |part, nth| take(0, "experience", part, 1, nth);
        assert_eq!(name(TakePart::Answer, 1), "01-experience.take1");
        assert_eq!(name(TakePart::Answer, 3), "01-experience.take1-3");
        assert_eq!(name(TakePart::Probe(0), 1), "01-experience.probe1.take1");
        assert_eq!(name(TakePart::Continued(1), 1), "01-experience.take1.part2");
        assert_eq!(take(20, "own", TakePart::YourQuestion, 1, 1), "21-your-question.own.take1");
    }

    #[test]
    fn sessions_are_named_by_local_time_and_bank() {
        let now: jiff::ZonedDateTime = "2026-11-23T14:05:11+01:00[Europe/Berlin]".parse().unwrap();
        let bank = "patient-relations-officer";
        assert_eq!(session_folder(&now, bank, 1), "2026-11-23T140511-patient-relations-officer");
        assert_eq!(session_folder(&now, bank, 2), "2026-11-23T140511-patient-relations-officer-2");
    }

    #[test]
    fn hostile_ids_become_harmless() {
        for (id, safe) in [
            ("../../etc/passwd", "etc-passwd"),
            ("C:\\Windows", "c-windows"),
            ("", "unnamed"),
            ("...", "unnamed"),
            ("Ärger — Größe", "rger-gr-e"),
            ("a\0b\nc", "a-b-c"),
            ("İstanbul", "i-stanbul"),
        ] {
            assert_eq!(safe_id(id), safe, "{id:?}");
        }
        assert_eq!(safe_id(&"x".repeat(300)).len(), ID_BYTES);
    }

    #[test]
    fn names_of_others_are_not_read() {
        for stem in [
            "",
            "notes",
            "00-x.take1",
            "x-y.take1",
            "01-x.takeone",
            "01-x.probe0.take1",
            "01-x.take1 (1)",
            "01-x.take1 2",
            "01-x.take1 - Copy",
            "01-x.take1-DESKTOP",
            "01-x.take1.sync-conflict-20261201-034500-ABCDEFG",
            "01-X.take1",
            "Copy of 01-x.take1",
        ] {
            assert_eq!(parse_take(stem), None, "{stem}");
        }
    }

    #[test]
    fn names_that_came_of_another_are_told_from_those_that_only_look_like_it() {
        let own = "01-x.take1";
        for name in [
            "01-x.take1 (1)",
            "01-x.take1 - Copy",
            "01-x.take1 copy",
            "01-x.take1-DESKTOP",
            "01-x.take1.sync-conflict-20261201-034500-ABCDEFG",
            "01-x.take1 (Ada's conflicted copy)",
            "Copy of 01-x.take1",
            "01-x.take1~",
            "Kopie von 01-x.take1",
        ] {
            assert!(is_beside(name, own), "{name}");
        }
        for name in ["01-x.take1", "01-x.take10", "101-x.take1", "", "x"] {
            assert!(!is_beside(name, own), "{name}");
        }
        assert_eq!(unnumbered("01-x.take1-2"), Some("01-x.take1"));
        assert_eq!(unnumbered("01-x-2"), None, "of the id");
        assert_eq!(unnumbered("01-x.take1"), None);
    }

    fn any_part() -> impl Strategy<Value = TakePart> {
        prop_oneof![
            Just(TakePart::Answer),
            Just(TakePart::YourQuestion),
            (0..10_000_usize).prop_map(TakePart::Probe),
            (0..10_000_u32).prop_map(TakePart::Continued),
        ]
    }

    proptest! {
        #[test]
        fn names_are_safe_and_say_what_they_hold(
            position in 0..10_000_usize, id in ".{0,100}", part in any_part(),
            number in 0..10_000_u32, nth in 1..100_u32,
        ) {
            let name = take(position, &id, part, number, nth);
            prop_assert!(name.len() < 200, "{name}");
            prop_assert!(!name.contains(".."));
            prop_assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c)));
            // A number behind the name is told from the name.
            prop_assert_eq!(unnumbered(&name).is_some(), nth > 1);
            // An id that reads like our own words can't be told apart from them.
            prop_assume!(safe_id(&id) != YOUR_QUESTION);
            let parsed = TakeName { position, question_id: safe_id(&id), part, take: number };
            prop_assert_eq!(parse_take(&name), Some(parsed));
        }
    }
}
