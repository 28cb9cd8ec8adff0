//! What the role guide shows.

/// All that the page shows but does not own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GuideModel {
    /// Title of the bank, which names the role.
    pub role: String,
    /// Parts that say something, in the order of reading.
    pub parts: Vec<GuidePart>,
}

/// A part of the guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuidePart {
    /// Which.
    pub section: GuideSection,
    /// Reading text, a paragraph each.
    pub paragraphs: Vec<String>,
    /// Things with a name and a text about each.
    pub named: Vec<(String, String)>,
    /// Questions to ask back.
    pub ask_back: Vec<AskBack>,
    /// Whether it is being read aloud.
    pub playing: bool,
}

/// A question to ask the interviewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskBack {
    /// The words.
    pub ask: String,
    /// What it is about.
    pub about: String,
}

/// Which part of the guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GuideSection {
    /// What the interviewer is really after.
    Mindset,
    /// What the work consists of.
    Duties,
    /// The essential tasks.
    Tasks,
    /// What a candidate must be able to do.
    Abilities,
    /// Skills in general.
    Skills,
    /// How to tell a story.
    Star,
    /// How to show one's strengths.
    Showcasing,
    /// What to ask them.
    AskingBack,
}

impl GuideSection {
    /// What people read.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Mindset => "What they listen for",
            Self::Duties => "The work",
            Self::Tasks => "Tasks",
            Self::Abilities => "Abilities",
            Self::Skills => "Skills",
            Self::Star => "Telling a story with STAR",
            Self::Showcasing => "Showing your strengths",
            Self::AskingBack => "Asking back",
        }
    }
}

impl GuidePart {
    /// A part that says nothing yet.
    #[must_use]
    pub const fn new(section: GuideSection) -> Self {
        Self {
            section,
            paragraphs: Vec::new(),
            named: Vec::new(),
            ask_back: Vec::new(),
            playing: false,
        }
    }

    /// Whether it says nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.paragraphs.is_empty() && self.named.is_empty() && self.ask_back.is_empty()
    }

    /// What is said when it is read aloud, one text after the other.
    #[must_use]
    pub fn spoken(&self) -> Vec<String> {
        let title = format!("{}.", self.section.title());
        let named = self.named.iter().map(|(name, text)| format!("{name}. {text}"));
        let asked = self.ask_back.iter().map(|one| one.ask.clone());
        [title]
            .into_iter()
            .chain(self.paragraphs.iter().cloned())
            .chain(named)
            .chain(asked)
            .collect()
    }

    /// About how high it is, in characters of reading text.
    fn weight(&self) -> usize {
        /// What a heading with its frame, and a line that is not full, come to.
        const HEADING: usize = 150;
        const LINE: usize = 40;
        let paragraphs = self.paragraphs.iter().map(|text| text.len() + LINE);
        let named = self.named.iter().map(|(_, text)| text.len() + 2 * LINE);
        let asked = self.ask_back.iter().map(|one| one.ask.len() + 2 * LINE);
        HEADING + paragraphs.chain(named).chain(asked).sum::<usize>()
    }
}

impl GuideModel {
    /// Whether the bank says nothing about its role.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.parts.iter().all(|part| part.section == GuideSection::Star)
    }

    /// The parts in two columns of about the same height: first one column is read, then the other.
    pub(super) fn columns(&self) -> [Vec<&GuidePart>; 2] {
        let whole: usize = self.parts.iter().map(GuidePart::weight).sum();
        let (mut left, mut right) = (Vec::new(), Vec::new());
        let mut above = 0;
        for part in &self.parts {
            // In the column in which the part's middle lies.
            let is_right = 2 * above + part.weight() > whole;
            if is_right {
                right.push(part)
            } else {
                left.push(part)
            }
            above += part.weight();
        }
        [left, right]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(section: GuideSection, length: usize) -> GuidePart {
        GuidePart { paragraphs: vec!["x".repeat(length)], ..GuidePart::new(section) }
    }

    #[test]
    fn columns_keep_the_order_and_are_about_as_high() {
        use GuideSection::{Abilities, Duties, Mindset, Tasks};
        let parts =
            vec![part(Mindset, 900), part(Duties, 100), part(Tasks, 100), part(Abilities, 900)];
        let model = GuideModel { role: String::new(), parts };
        let sections = model
            .columns()
            .map(|column| column.iter().map(|part| part.section).collect::<Vec<_>>());
        assert_eq!(sections, [vec![Mindset, Duties], vec![Tasks, Abilities]]);
    }

    #[test]
    fn a_part_is_read_from_its_title_to_its_last_question() {
        let mut part = part(GuideSection::AskingBack, 0);
        part.paragraphs = vec!["Ask.".to_owned()];
        part.named = vec![("Team".to_owned(), "Who is in it.".to_owned())];
        part.ask_back = vec![AskBack { ask: "Who else?".to_owned(), about: "the team".to_owned() }];
        assert_eq!(part.spoken(), ["Asking back.", "Ask.", "Team. Who is in it.", "Who else?"]);
    }
}
