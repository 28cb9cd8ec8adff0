//! Anki's gaps to guess: `{{c1::airway::which letter?}}`, with the words to be guessed and a hint, if any. They
//! may stand in each other.

/// Gaps in gaps deeper than this are taken as they are written: nobody would guess them.
const DEEPEST: usize = 8;

/// A question with its gaps.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Gapped {
    /// "The first step is … [which letter?]."
    pub(super) question: String,
    /// What was in each gap.
    pub(super) answers: Vec<String>,
}

/// A gap that was read.
#[derive(Default)]
struct Gap {
    words: String,
    hints: Vec<String>,
}

/// A text with gaps in place of what is to be guessed; `None` if there is nothing to guess.
pub(super) fn gapped(text: &str) -> Option<Gapped> {
    let mut answers = Vec::new();
    let question = replaced(text, |gap| {
        let shown = match gap.hints.as_slice() {
            [] => "…".to_owned(),
            hints => format!("… [{}]", hints.join(", ")),
        };
        answers.push(gap.words.trim().to_owned());
        shown
    });
    (!answers.is_empty()).then_some(Gapped { question, answers })
}

/// A text with the words in the place of each gap, and hints behind them.
pub(super) fn filled(text: &str) -> String {
    replaced(text, |gap| match gap.hints.as_slice() {
        [] => gap.words,
        hints => format!("{} ({})", gap.words, hints.join(", ")),
    })
}

/// The text with something else for each gap that stands in no other. What is never closed stays as it is.
///
/// Reads once from the beginning to the end, whatever is open or closed: each gap is a frame of its own.
fn replaced(text: &str, mut stand_in: impl FnMut(Gap) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Vec<Frame<'_>> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}', ':']) {
        let (words, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        push(&mut out, &mut open, words);
        if let Some(within) = inside(from).filter(|_| open.len() < DEEPEST) {
            let sign = from.get(..from.len() - within.len()).unwrap_or_default();
            open.push(Frame { sign, ..Frame::default() });
            rest = within;
        } else if let (Some(after), false) = (from.strip_prefix("}}"), open.is_empty()) {
            let closed = open.pop().map(Frame::gap).unwrap_or_default();
            match open.last_mut() {
                None => out.push_str(&stand_in(closed)),
                Some(around) => around.take(closed),
            }
            rest = after;
        } else if let (Some(hint), Some(frame)) = (from.strip_prefix("::"), open.last_mut()) {
            frame.begin_hint();
            rest = hint;
        } else {
            let (sign, after) = from.split_at_checked(1).unwrap_or((from, ""));
            push(&mut out, &mut open, sign);
            rest = after;
        }
    }
    push(&mut out, &mut open, rest);
    for frame in open {
        frame.write_as_it_is(&mut out);
    }
    out
}

fn push(out: &mut String, open: &mut [Frame<'_>], words: &str) {
    match open.last_mut() {
        Some(frame) => frame.push(words),
        None => out.push_str(words),
    }
}

/// What follows the beginning `{{c1::` of a gap.
fn inside(from: &str) -> Option<&str> {
    let number = from.strip_prefix("{{c")?;
    let after = number.trim_start_matches(|sign: char| sign.is_ascii_digit() || sign == ',');
    if after.len() == number.len() { None } else { after.strip_prefix("::") }
}

/// A gap being read.
#[derive(Default)]
struct Frame<'t> {
    /// How it begins in the text.
    sign: &'t str,
    gap: Gap,
    hint: Option<String>,
}

impl Frame<'_> {
    fn push(&mut self, words: &str) {
        self.hint.as_mut().unwrap_or(&mut self.gap.words).push_str(words);
    }

    fn begin_hint(&mut self) {
        match &mut self.hint {
            None => self.hint = Some(String::new()),
            Some(hint) => hint.push_str("::"),
        }
    }

    fn take(&mut self, inner: Gap) {
        self.push(&inner.words);
        self.gap.hints.extend(inner.hints);
    }

    /// It was never closed.
    fn write_as_it_is(self, out: &mut String) {
        out.extend([self.sign, &self.gap.words]);
        if let Some(hint) = self.hint {
            out.extend(["::", &hint]);
        }
        for hint in self.gap.hints {
            out.extend([" [", &hint, "]"]);
        }
    }

    fn gap(self) -> Gap {
        let mut gap = self.gap;
        let hint = self.hint.map(|hint| hint.trim().to_owned());
        gap.hints.splice(0..0, hint.filter(|hint| !hint.is_empty()));
        gap
    }
}
