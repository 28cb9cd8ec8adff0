//! Texts under the headings about the role.

use super::sections::Section;
use super::{Place, Reader, marks};
use crate::bank::import::blocks::{Block, Shape};
use crate::bank::model::{NamedText, YourQuestion};

/// The longest name of a task or an ability, in bytes.
const MAX_NAME_BYTES: usize = 60;

/// The most words of such a name.
const MAX_NAME_WORDS: usize = 7;

impl Reader {
    /// A text of the role.
    pub(super) fn take_role_text(&mut self, block: &Block<'_>, section: Section) {
        self.add_role_text(block, section);
        self.draft.bound_role(block.line);
    }

    fn add_role_text(&mut self, block: &Block<'_>, section: Section) {
        let text = block.words();
        if self.explain_term(section, text) {
            return;
        }
        let is_item = block.shape != Shape::Line;
        let is_list = matches!(section, Section::Tasks | Section::Abilities);
        let lists_names = matches!(section, Section::Duties | Section::Skills);
        if (is_list || (lists_names && is_item))
            && let Some(named) = named(text)
        {
            return self.add_named(section, named);
        }
        if is_list && is_item && text.len() <= MAX_NAME_BYTES {
            let name = text.trim_end_matches(['.', ';', ',']).to_owned();
            return self.add_named(section, NamedText { text: name.clone(), name });
        }
        if section == Section::Asking && text.ends_with('?') && is_item {
            return self.ask_back(block, text);
        }
        let text = block.text.trim().to_owned();
        self.paragraphs(section).push(text);
    }

    /// A question to ask back.
    pub(super) fn ask_back(&mut self, block: &Block<'_>, text: &str) {
        self.drop_term();
        let ask = marks::unquoted(text).to_owned();
        if ask.is_empty() {
            return self.draft.leave_out(block.line, text, "no words");
        }
        self.draft.your_questions.push(YourQuestion {
            id: String::new(),
            ask,
            about: String::new(),
        });
        self.draft.bound_role(block.line);
    }

    /// The name of something that the next text is about.
    pub(super) fn begin_term(&mut self, line: usize, text: &str) {
        self.drop_term();
        self.term = Some((line, text.trim_end_matches(':').trim().to_owned()));
    }

    /// A name that nothing was said about: it is a text by itself.
    pub(super) fn drop_term(&mut self) {
        let Some((line, name)) = self.term.take() else { return };
        match self.place {
            Place::Role(section @ (Section::Tasks | Section::Abilities), _) => {
                self.add_named(section, NamedText { text: name.clone(), name });
            }
            Place::Role(section, _) => self.paragraphs(section).push(name),
            _ => self.draft.leave_out(line, &name, "a heading that is not understood"),
        }
    }

    /// Makes a named text of the name before and this text, where names are listed.
    fn explain_term(&mut self, section: Section, text: &str) -> bool {
        let lists_names = matches!(
            section,
            Section::Tasks | Section::Abilities | Section::Duties | Section::Skills
        );
        if !lists_names {
            self.drop_term();
            return false;
        }
        let Some((_, name)) = self.term.take() else { return false };
        self.add_named(section, NamedText { name, text: text.to_owned() });
        true
    }

    fn add_named(&mut self, section: Section, named: NamedText) {
        let is_task = matches!(section, Section::Tasks | Section::Duties);
        let role = &mut self.draft.role;
        if is_task { role.tasks.push(named) } else { role.abilities.push(named) }
    }

    /// Where paragraphs of a section go: an introduction of tasks to the duties, one of abilities to the skills.
    fn paragraphs(&mut self, section: Section) -> &mut Vec<String> {
        let role = &mut self.draft.role;
        match section {
            Section::Mindset => &mut role.mindset,
            Section::Duties | Section::Tasks => &mut role.duties,
            Section::Skills | Section::Abilities => &mut role.skills,
            Section::Showcasing => &mut role.showcasing,
            Section::Asking
            | Section::Advice
            | Section::Questions
            | Section::Beside
            | Section::Elsewhere => &mut role.advice,
        }
    }
}

/// A short name and what is said about it, parted by a colon or a dash.
fn named(text: &str) -> Option<NamedText> {
    let near = text.get(..text.floor_char_boundary(MAX_NAME_BYTES + 4)).unwrap_or_default();
    let (at, mark) = [": ", " – ", " — ", " - "]
        .into_iter()
        .filter_map(|mark| near.find(mark).map(|at| (at, mark)))
        .min()?;
    let (name, said) = (text.get(..at)?.trim(), text.get(at + mark.len()..)?.trim());
    let is_name = !name.is_empty()
        && name.split(' ').count() <= MAX_NAME_WORDS
        && !name.contains(['.', '?', '!', ';']);
    (is_name && !said.is_empty())
        .then(|| NamedText { name: name.to_owned(), text: said.to_owned() })
}
