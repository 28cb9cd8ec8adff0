//! Whole numbers in English words.

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
#[must_use]
pub fn cardinal(n: u64) -> String {
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

/// The digits of a text, one by one; what is no digit is passed over.
#[must_use]
pub fn digits(text: &str) -> String {
    let words: Vec<String> =
        text.chars().filter_map(|c| c.to_digit(10)).map(|d| cardinal(u64::from(d))).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::cardinal;

    #[test]
    fn numbers_are_spoken_as_words() {
        for (number, words) in [
            (1, "one"),
            (13, "thirteen"),
            (20, "twenty"),
            (42, "forty-two"),
            (100, "one hundred"),
            (60_000, "sixty thousand"),
        ] {
            assert_eq!(cardinal(number), words);
        }
    }
}
