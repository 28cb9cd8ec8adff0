//! A bank as its own file: read again, it is the same bank.
//!
//! Written by hand rather than serialised: the file is for people to read and change, and ten thousand
//! questions are written in the time one frame takes.

use crate::bank::answer::derived_label;
use crate::bank::bytes::first;
use crate::bank::model::{Band, Bank, NamedText, Placeholder, Probe, Question, Role, YourQuestion};

/// Said at the head of every file.
const HEAD: &str = "\
# A bank of questions for Greenroom.
#
#   - Each text stands in \"double quotes\". A double quote inside it is written \\\" and a backslash \\\\.
#     In \"\"\"three quotes\"\"\" an empty line parts two paragraphs; other line breaks are read as spaces.
#   - Your recordings are filed under a question's id: change its words as you like, but keep the id.
#   - kind: opener, motivation, story, process, opinion, fact or logistics.
#   - band_secs: how long an answer should last, [least, most] seconds; without it, as long as its kind asks.
#   - [Brackets] in a model answer are yours to fill in; `placeholders` says what they stand for.
#
# Check your changes with: greenroom bank check FILE
";

/// The bank's own file.
///
/// [`read`](crate::bank::read()) makes exactly this bank of it again, without a problem, if its ids and names
/// are sound and its texts tidy (single spaces; paragraphs parted by an empty line), as those of every bank
/// that was read are. Texts of nothing but white space count as missing, and control characters are left
/// out; what else could not be read again is written all the same, for its owner to be told of.
#[must_use]
pub fn to_toml(bank: &Bank) -> String {
    let mut file = Writer { out: String::with_capacity(size_hint(bank)) };
    file.out.push_str(HEAD);
    file.out.push('\n');
    file.text("id", &bank.id);
    file.text("title", &bank.title);
    file.text("language", &bank.language);
    if bank.role != (Role { name: bank.title.clone(), ..Role::default() }) {
        file.role(&bank.role);
    }
    for question in &bank.questions {
        file.question(question);
    }
    for question in &bank.your_questions {
        file.your_question(question);
    }
    file.out
}

/// About as many bytes as the file will have, so that it need not be moved while it grows.
fn size_hint(bank: &Bank) -> usize {
    let question = |one: &Question| {
        let texts = [&one.more_answers, &one.points, &one.how_to, &one.avoid];
        let texts: usize = texts.into_iter().flatten().map(|text| text.len() + 16).sum();
        one.ask.len() + one.model_answer.len() + one.looks_for.len() + texts + 256
    };
    HEAD.len() + 16_384 + bank.questions.iter().map(question).sum::<usize>()
}

/// The file as far as it is written.
struct Writer {
    out: String,
}

impl Writer {
    fn role(&mut self, role: &Role) {
        self.out.push_str("\n[role]\n");
        self.text("name", &role.name);
        self.texts("mindset", &role.mindset);
        self.texts("duties", &role.duties);
        self.named_texts("tasks", &role.tasks);
        self.named_texts("abilities", &role.abilities);
        self.texts("skills", &role.skills);
        self.texts("showcasing", &role.showcasing);
        self.texts("advice", &role.advice);
    }

    fn question(&mut self, question: &Question) {
        self.out.push_str("\n[[question]]\n");
        self.text("id", &question.id);
        self.text("ask", &question.ask);
        self.text("kind", question.kind.word());
        self.band("band_secs", question.own_band);
        self.text("model_answer", &question.model_answer);
        self.texts("more_answers", &question.more_answers);
        self.texts("points", &question.points);
        self.text("looks_for", &question.looks_for);
        self.texts("how_to", &question.how_to);
        self.texts("avoid", &question.avoid);
        self.names("tasks", &question.tasks);
        self.names("abilities", &question.abilities);
        self.probes(&question.probes);
        self.placeholders(&question.placeholders);
    }

    fn your_question(&mut self, question: &YourQuestion) {
        self.out.push_str("\n[[your_question]]\n");
        self.text("id", &question.id);
        self.text("ask", &question.ask);
        self.text("about", &question.about);
    }

    fn band(&mut self, key: &str, band: Option<Band>) {
        let Some((least, most)) = band.map(Band::in_secs) else { return };
        self.out.extend([key, " = [", &least.to_string(), ", ", &most.to_string(), "]\n"]);
    }

    fn probes(&mut self, probes: &[Probe]) {
        let entries = probes.iter().filter(|probe| !is_blank(&probe.ask));
        self.list("probes", entries, |file, probe| {
            file.inline(&[("part", probe.part.word()), ("ask", &probe.ask)], None);
        });
    }

    /// Those whose label is not the one their name gives anyway.
    fn placeholders(&mut self, placeholders: &[Placeholder]) {
        let has_own_label =
            |one: &&Placeholder| !is_blank(&one.label) && one.label != derived_label(&one.name);
        self.list("placeholders", placeholders.iter().filter(has_own_label), |file, one| {
            file.inline(&[("name", &one.name), ("label", &one.label)], Some(("nth", one.nth)));
        });
    }

    fn named_texts(&mut self, key: &str, entries: &[NamedText]) {
        self.list(key, entries.iter(), |file, entry| {
            file.inline(&[("name", &entry.name), ("text", &entry.text)], None);
        });
    }

    /// Names on one line.
    fn names(&mut self, key: &str, names: &[String]) {
        let mut parting = "";
        for name in names.iter().filter(|name| !is_blank(name)) {
            if parting.is_empty() {
                self.out.extend([key, " = ["]);
            }
            self.out.push_str(parting);
            self.quoted(name);
            parting = ", ";
        }
        if !parting.is_empty() {
            self.out.push_str("]\n");
        }
    }

    fn texts(&mut self, key: &str, texts: &[String]) {
        let entries = texts.iter().filter(|text| !is_blank(text));
        self.list(key, entries, |file, text| file.value(text));
    }

    /// A list with an entry a line; nothing if there is none.
    fn list<T>(
        &mut self,
        key: &str,
        entries: impl Iterator<Item = T>,
        mut write: impl FnMut(&mut Self, T),
    ) {
        let mut any = false;
        for entry in entries {
            if !any {
                self.out.extend([key, " = [\n"]);
                any = true;
            }
            self.out.push_str("    ");
            write(self, entry);
            self.out.push_str(",\n");
        }
        if any {
            self.out.push_str("]\n");
        }
    }

    /// A table in one line; the number stands after the first text.
    fn inline(&mut self, texts: &[(&str, &str)], number: Option<(&str, u32)>) {
        self.out.push_str("{ ");
        for (index, (key, text)) in texts.iter().enumerate() {
            if index > 0 {
                self.out.push_str(", ");
            }
            self.out.extend([key, " = "]);
            self.quoted(text);
            if let Some((key, number)) = number.filter(|_| index == 0) {
                self.out.extend([", ", key, " = ", &number.to_string()]);
            }
        }
        self.out.push_str(" }");
    }

    /// A line `key = "text"`; nothing if there is no text.
    fn text(&mut self, key: &str, text: &str) {
        if is_blank(text) {
            return;
        }
        self.out.extend([key, " = "]);
        self.value(text);
        self.out.push('\n');
    }

    /// A text on one line, or with its paragraphs on lines of their own.
    fn value(&mut self, text: &str) {
        if text.contains('\n') {
            self.out.push_str("\"\"\"\n");
            self.escaped(text, true);
            self.out.push_str("\"\"\"");
        } else {
            self.quoted(text);
        }
    }

    fn quoted(&mut self, text: &str) {
        self.out.push('"');
        self.escaped(text, false);
        self.out.push('"');
    }

    /// The text with everything escaped that would not be read as it is. Line breaks stay where lines may
    /// break; a control character, which no bank may hold, is left out.
    fn escaped(&mut self, text: &str, lines: bool) {
        let mut done = 0;
        let special = |byte: u8| matches!(byte, b'"' | b'\\' | 0..=0x1F | 0x7F | 0xC2);
        let mut at = 0;
        while let Some(found) = first(text.as_bytes().get(at..).unwrap_or_default(), special) {
            at += found;
            let Some(sign) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
            let begins = at;
            at += sign.len_utf8();
            let written = match sign {
                '\n' if lines => continue,
                '\n' => "\\n",
                '\t' => "\\t",
                '\r' => "\\r",
                '"' => "\\\"",
                '\\' => "\\\\",
                // White space of old (U+0085, line feed's kin) reads as a space.
                _ if sign.is_control() && sign.is_whitespace() => " ",
                _ if sign.is_control() => "",
                // 0xC2 begins ordinary signs, too.
                _ => continue,
            };
            self.out.push_str(text.get(done..begins).unwrap_or_default());
            self.out.push_str(written);
            done = at;
        }
        self.out.push_str(text.get(done..).unwrap_or_default());
    }
}

/// Whether nothing would be read of it.
fn is_blank(text: &str) -> bool {
    text.chars().all(|sign| sign.is_whitespace() || sign.is_control())
}
