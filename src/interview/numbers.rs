//! Small numbers in English words, for speaking.

const SMALL: [&str; 20] = [
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

const TENS: [&str; 8] =
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// "seven", "twenty-one"; digits from 100 on.
pub(super) fn in_words(number: usize) -> String {
    if let Some(word) = SMALL.get(number) {
        return (*word).to_owned();
    }
    let tens = (number / 10).checked_sub(2).and_then(|index| TENS.get(index));
    match (tens, number % 10) {
        (Some(tens), 0) => (*tens).to_owned(),
        (Some(tens), ones) => format!("{tens}-{}", SMALL.get(ones).unwrap_or(&"")),
        (None, _) => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn numbers_are_spoken_as_words() {
        for (number, words) in
            [(1, "one"), (13, "thirteen"), (20, "twenty"), (42, "forty-two"), (100, "100")]
        {
            assert_eq!(in_words(number), words);
        }
    }
}
