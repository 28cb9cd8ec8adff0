//! Numbers in English words.

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
/// From here on digits are read one by one.
const LIMIT: u64 = 1_000_000_000;

/// A whole number in words; digit by digit from a thousand millions on.
pub(super) fn cardinal(n: u64) -> String {
    if n >= LIMIT {
        return digits(&n.to_string());
    }
    for (unit, name) in [(1_000_000, "million"), (1_000, "thousand"), (100, "hundred")] {
        if n >= unit {
            let head = format!("{} {name}", cardinal(n / unit));
            let rest = n % unit;
            return if rest == 0 { head } else { format!("{head} {}", cardinal(rest)) };
        }
    }
    below_hundred(n)
}

/// 0…99 in words.
fn below_hundred(n: u64) -> String {
    let small = |n: u64| usize::try_from(n).ok().and_then(|n| ONES.get(n).copied());
    if let Some(word) = small(n) {
        return word.to_owned();
    }
    let tens = usize::try_from(n / 10).ok().and_then(|t| TENS.get(t).copied()).unwrap_or_default();
    match n % 10 {
        0 => tens.to_owned(),
        ones => format!("{tens}-{}", small(ones).unwrap_or_default()),
    }
}

/// Digit by digit.
fn digits(text: &str) -> String {
    let words: Vec<String> =
        text.chars().filter_map(|c| c.to_digit(10)).map(|d| cardinal(u64::from(d))).collect();
    words.join(" ")
}

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
