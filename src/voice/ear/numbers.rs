//! Years, ordinals and decimals in English words.

use crate::units::words::{cardinal, digits};

/// A year between 1900 and 2099 as people say it.
fn year(n: u64) -> Option<String> {
    let (century, rest) = (n / 100, n % 100);
    match n {
        2000..=2009 => Some(cardinal(n)),
        1900..=1999 | 2010..=2099 if rest == 0 => Some(format!("{} hundred", cardinal(century))),
        1900..=1999 | 2010..=2099 if rest < 10 => {
            Some(format!("{} oh {}", cardinal(century), cardinal(rest)))
        }
        1900..=1999 | 2010..=2099 => Some(format!("{} {}", cardinal(century), cardinal(rest))),
        _ => None,
    }
}

/// What a run of digits, commas and one point says: `60,000`, `3.5`, `2024`; `None` if it is no number.
pub(super) fn number(text: &str) -> Option<String> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let grouped = whole.contains(',');
    let plain = whole.replace(',', "");
    let numeric = |t: &str| t.chars().all(|c| c.is_ascii_digit());
    if plain.is_empty()
        || !numeric(&plain)
        || !numeric(fraction)
        || (grouped && !well_grouped(whole))
    {
        return None;
    }
    let leading_zero = plain.len() > 1 && plain.starts_with('0');
    let words = match plain.parse::<u64>() {
        Ok(n) if !leading_zero => {
            let as_year = (!grouped && fraction.is_empty()).then(|| year(n)).flatten();
            as_year.unwrap_or_else(|| cardinal(n))
        }
        _ => digits(&plain),
    };
    Some(if fraction.is_empty() { words } else { format!("{words} point {}", digits(fraction)) })
}

/// As [`number`], but never as a year: for what is counted.
pub(super) fn plain_number(text: &str) -> Option<String> {
    let counted = text.parse::<u64>().ok().filter(|_| !text.starts_with('0'));
    counted.map(cardinal).or_else(|| number(text))
}

/// Commas only every three digits.
fn well_grouped(whole: &str) -> bool {
    let mut groups = whole.split(',');
    groups.next().is_some_and(|g| (1..=3).contains(&g.len())) && groups.all(|g| g.len() == 3)
}

/// `1st`, `22nd`, `3rd`, `10th` up to 99 in words.
pub(super) fn ordinal(text: &str) -> Option<String> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| text.strip_suffix(end))?;
    let n: u64 = digits.parse().ok().filter(|n| *n < 100)?;
    let words = cardinal(n);
    let (head, last) = words.rsplit_once('-').map_or((None, words.as_str()), |(h, l)| (Some(h), l));
    let last = match last {
        "one" => "first".to_owned(),
        "two" => "second".to_owned(),
        "three" => "third".to_owned(),
        "five" => "fifth".to_owned(),
        "eight" => "eighth".to_owned(),
        "nine" => "ninth".to_owned(),
        "twelve" => "twelfth".to_owned(),
        other => other
            .strip_suffix('y')
            .map_or_else(|| format!("{other}th"), |stem| format!("{stem}ieth")),
    };
    Some(head.map_or_else(|| last.clone(), |head| format!("{head}-{last}")))
}
