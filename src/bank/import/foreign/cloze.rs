//! Anki's gaps to guess: `{{c1::airway::which letter?}}`, with the words to be guessed and a hint, if any. They
//! may stand in each other.

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

/// A text with the words in the place of each gap.
pub(super) fn filled(text: &str) -> String {
    replaced(text, |gap| gap.words)
}

/// The text with something else for each gap. What is never closed stays as it is.
fn replaced(text: &str, mut stand_in: impl FnMut(Gap) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = at_gap(rest) {
        out.push_str(before);
        match read(from) {
            Some((gap, after)) => {
                out.push_str(&stand_in(gap));
                rest = after;
            }
            None => {
                // Of all that follows none is closed, or this one is none: only its sign is passed over.
                let (sign, after) = from.split_at_checked(2).unwrap_or((from, ""));
                out.push_str(sign);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// A text before and from the next sign of a gap.
fn at_gap(text: &str) -> Option<(&str, &str)> {
    text.split_at_checked(text.find("{{c")?)
}

/// What follows the beginning `{{c1::` of a gap.
fn inside(from: &str) -> Option<&str> {
    let number = from.strip_prefix("{{c")?;
    let after = number.trim_start_matches(|sign: char| sign.is_ascii_digit() || sign == ',');
    if after.len() == number.len() { None } else { after.strip_prefix("::") }
}

/// The gap at the beginning of this, and what follows it. Each gap within is a frame of its own, so that no
/// depth is too deep.
fn read(from: &str) -> Option<(Gap, &str)> {
    let mut open = vec![Frame::default()];
    let mut rest = inside(from)?;
    loop {
        let at = rest.find(['{', '}', ':'])?;
        let (words, from) = rest.split_at_checked(at)?;
        open.last_mut()?.push(words);
        if let Some(within) = inside(from) {
            open.push(Frame::default());
            rest = within;
        } else if let Some(after) = from.strip_prefix("}}") {
            let closed = open.pop()?.gap();
            match open.last_mut() {
                None => return Some((closed, after)),
                Some(around) => around.take(closed),
            }
            rest = after;
        } else if let Some(hint) = from.strip_prefix("::") {
            open.last_mut()?.begin_hint();
            rest = hint;
        } else {
            let mut signs = from.chars();
            open.last_mut()?.push(signs.next()?.encode_utf8(&mut [0; 4]));
            rest = signs.as_str();
        }
    }
}

/// A gap being read.
#[derive(Default)]
struct Frame {
    gap: Gap,
    hint: Option<String>,
}

impl Frame {
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

    fn gap(self) -> Gap {
        let mut gap = self.gap;
        let hint = self.hint.map(|hint| hint.trim().to_owned());
        gap.hints.splice(0..0, hint.filter(|hint| !hint.is_empty()));
        gap
    }
}
