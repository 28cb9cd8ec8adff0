//! Makes blocks of the elements of a page, in the order they come; knows no tree, so that depth costs nothing.

use super::table::Table;
use super::{Block, Shape, UNSEEN, elements};
use crate::bank::import::article::marks;

/// A list that is open.
#[derive(Debug)]
struct List {
    /// The number of its next item, if it counts.
    next: Option<u32>,
    /// Whether the item's first block is still to come.
    is_fresh: bool,
}

/// Elements that are left out, from the outermost's start tag to its end tag.
#[derive(Debug)]
struct Skip {
    name: String,
    depth: usize,
    /// `None` if the text is not even left out: nobody reads it.
    why: Option<&'static str>,
}

/// What the present text is by its element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Plain,
    Heading(u8),
    Term,
    Title,
    /// What can be pressed: mostly no part of the article, but pages unfold answers so.
    Button,
}

/// Takes elements and texts, gives blocks.
#[derive(Debug)]
pub(super) struct Page {
    blocks: Vec<Block<'static>>,
    text: String,
    line: usize,
    /// Whether white space came since the last word.
    has_space: bool,
    strong_depth: usize,
    /// As many bytes at the text's beginning are bold.
    lead: usize,
    part: Part,
    lists: Vec<List>,
    skip: Option<Skip>,
    table: Option<Table>,
    /// The cells of the row that is open.
    row: Option<Vec<Vec<Block<'static>>>>,
    is_preformatted: bool,
    /// Whether only a line break parts the next block from the one before.
    is_close: bool,
    keeps_forms: bool,
    /// Whether there was text that is not even left out.
    has_unseen: bool,
}

impl Page {
    pub(super) fn new(keeps_forms: bool) -> Self {
        Self {
            blocks: Vec::new(),
            text: String::new(),
            line: 1,
            has_space: false,
            strong_depth: 0,
            lead: 0,
            part: Part::Plain,
            lists: Vec::new(),
            skip: None,
            table: None,
            row: None,
            is_preformatted: false,
            is_close: false,
            keeps_forms,
            has_unseen: false,
        }
    }

    /// An element begins. `value` knows its attributes.
    pub(super) fn start(&mut self, name: &str, value: &dyn Fn(&str) -> Option<String>) {
        if let Some(skip) = &mut self.skip {
            if skip.name == name {
                skip.depth = skip.depth.saturating_add(1);
            }
            if skip.why.is_none() {
                return;
            }
        }
        let is_block = elements::is_block(name);
        if is_block {
            self.flush();
            self.is_close = false;
        }
        self.begin_skip(name, value);
        match name {
            "br" => self.line_break(),
            "b" | "strong" => self.strong_depth = self.strong_depth.saturating_add(1),
            "ul" | "menu" | "dir" => self.lists.push(List { next: None, is_fresh: false }),
            "ol" => {
                let first = value("start").and_then(|number| number.trim().parse().ok());
                self.lists.push(List { next: Some(first.unwrap_or(1)), is_fresh: false });
            }
            "li" => self.begin_item(),
            "table" | "tr" | "td" | "th" => self.begin_table_part(name),
            "pre" => self.is_preformatted = true,
            "dt" | "summary" => self.part = Part::Term,
            "title" => self.part = Part::Title,
            "button" => self.begin_button(),
            _ => match elements::heading_level(name) {
                Some(level) => self.part = Part::Heading(level),
                // A heading or term that nobody ended.
                None if is_block && name != "div" => self.part = Part::Plain,
                None => {}
            },
        }
    }

    /// An element ends.
    pub(super) fn end(&mut self, name: &str) {
        let is_block = elements::is_block(name);
        if is_block && self.skip.as_ref().is_none_or(|skip| skip.why.is_some()) {
            self.flush();
            self.is_close = false;
        }
        self.end_skip(name);
        match name {
            "b" | "strong" => self.strong_depth = self.strong_depth.saturating_sub(1),
            "ul" | "ol" | "menu" | "dir" => drop(self.lists.pop()),
            "tr" => self.end_row(),
            "table" => {
                self.end_row();
                self.table = None;
            }
            "pre" => self.is_preformatted = false,
            "dt" | "summary" | "title" => self.part = Part::Plain,
            "button" if self.part == Part::Button => {
                self.flush();
                self.part = Part::Plain;
            }
            _ if elements::heading_level(name).is_some() => self.part = Part::Plain,
            _ => {}
        }
    }

    /// Text, in this line.
    pub(super) fn text(&mut self, line: usize, text: &str) {
        if self.skip.as_ref().is_some_and(|skip| skip.why.is_none()) {
            return self.unseen(text);
        }
        if self.is_preformatted && text.contains('\n') {
            for (nth, piece) in text.split('\n').enumerate() {
                if nth > 0 {
                    self.line_break();
                }
                self.words(line + nth, piece);
            }
            return;
        }
        self.words(line, text);
    }

    fn words(&mut self, line: usize, text: &str) {
        for piece in text.split_inclusive(char::is_whitespace) {
            let word = piece.trim_end();
            if !word.is_empty() {
                let is_lead = self.lead == self.text.len() && self.strong_depth > 0;
                if self.text.is_empty() {
                    self.line = line;
                } else if self.has_space {
                    self.text.push(' ');
                }
                self.text.push_str(word);
                if is_lead {
                    self.lead = self.text.len();
                }
                self.has_space = false;
            }
            self.has_space |= word.len() < piece.len();
        }
    }

    /// A break within a paragraph that the source shows as a new line.
    pub(super) fn line_break(&mut self) {
        self.flush();
        self.is_close = true;
    }

    /// A break that is a space, unless the next line or the text so far says that a new block begins.
    pub(super) fn soft_break(&mut self, next_line: &str) {
        let next = next_line.trim_start_matches(['*', '_', '>', ' ']);
        let begins = marks::explicit(next).is_some() || marks::label(next, false).is_some();
        let is_all_strong = !self.text.is_empty() && self.lead == self.text.len();
        let is_mark = marks::explicit(&self.text).is_some_and(str::is_empty)
            || marks::label(&self.text, false).is_some_and(|(_, rest)| rest.is_empty());
        if begins || is_all_strong || is_mark || self.text.ends_with('?') {
            self.line_break();
        } else {
            self.has_space = true;
        }
    }

    /// Text that is no part of the article.
    pub(super) fn outside(&mut self, line: usize, text: &str, why: &'static str) {
        if !text.trim().is_empty() {
            self.flush();
            self.push(Block::new(line, Shape::Outside(why), text.trim().to_owned()));
        }
    }

    /// Text that no browser shows: a comment, a script.
    pub(super) fn unseen(&mut self, text: &str) {
        self.has_unseen |= text.contains(char::is_alphanumeric);
    }

    /// The title of the page, from elsewhere than its text.
    pub(super) fn title(&mut self, line: usize, text: &str) {
        self.push(Block::new(line, Shape::PageTitle, text.trim().to_owned()));
    }

    /// All blocks.
    pub(super) fn finish(mut self) -> Vec<Block<'static>> {
        self.flush();
        self.end_row();
        if self.has_unseen {
            self.blocks.push(Block::new(self.line, Shape::Outside(UNSEEN), ""));
        }
        self.blocks
    }

    fn begin_skip(&mut self, name: &str, value: &dyn Fn(&str) -> Option<String>) {
        if self.skip.is_some() {
            // The article begins, whatever was not ended before it.
            let is_article = matches!(name, "main" | "article");
            let is_kept = name == "h1" && self.is_skipping("header");
            if (is_article && self.skip.as_ref().is_some_and(|skip| skip.why.is_some())) || is_kept
            {
                self.skip = None;
            }
            return;
        }
        let why = if elements::is_silent(name) {
            Some(None)
        } else if name == "button" || (name == "form" && self.keeps_forms) {
            None
        } else {
            elements::around(name, value).map(Some)
        };
        if let Some(why) = why {
            self.skip = Some(Skip { name: name.to_owned(), depth: 1, why });
        }
    }

    fn is_skipping(&self, name: &str) -> bool {
        self.skip.as_ref().is_some_and(|skip| skip.name == name)
    }

    fn end_skip(&mut self, name: &str) {
        let Some(skip) = &mut self.skip else { return };
        if skip.name == name {
            skip.depth = skip.depth.saturating_sub(1);
        }
        if skip.depth == 0 || name == "body" || name == "html" {
            self.skip = None;
        }
    }

    fn begin_button(&mut self) {
        // A button within a heading unfolds what is under it.
        if self.part == Part::Plain {
            self.flush();
            self.part = Part::Button;
        }
    }

    fn begin_item(&mut self) {
        self.part = Part::Plain;
        match self.lists.last_mut() {
            Some(list) => list.is_fresh = true,
            None => self.lists.push(List { next: None, is_fresh: true }),
        }
    }

    fn begin_table_part(&mut self, name: &str) {
        self.part = Part::Plain;
        match name {
            "table" => {
                // A table within a cell: the outer one is there for looks.
                if let Some(cells) = self.row.take() {
                    self.blocks.extend(cells.into_iter().flatten());
                }
                self.table = Some(Table::default());
            }
            "tr" => {
                self.end_row();
                self.row = Some(Vec::new());
            }
            _ => self.row.get_or_insert_default().push(Vec::new()),
        }
    }

    fn end_row(&mut self) {
        if let Some(cells) = self.row.take() {
            self.blocks.extend(self.table.get_or_insert_default().row(cells));
        }
    }

    fn push(&mut self, block: Block<'static>) {
        match self.row.as_mut().and_then(|row| row.last_mut()) {
            Some(cell) => cell.push(block),
            None => self.blocks.push(block),
        }
    }

    /// Ends the present block.
    fn flush(&mut self) {
        let (lead, is_close) = (std::mem::take(&mut self.lead), self.is_close);
        self.has_space = false;
        if self.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        let shape = self.shape(&text);
        let (first, rest) = parted(text, lead, shape);
        let is_strong = lead == first.len();
        let mut block = Block::new(self.line, shape, first);
        if let Shape::Number(number) = shape {
            let mark = format!("{number}. ");
            block.number_bytes = mark.len();
            block.text.to_mut().insert_str(0, &mark);
        }
        block.is_strong = is_strong;
        block.is_apart = !is_close;
        self.push(block);
        if let Some(rest) = rest {
            let mut block = Block::new(self.line, Shape::Line, rest);
            block.is_apart = false;
            self.push(block);
        }
    }

    fn shape(&mut self, text: &str) -> Shape {
        match self.part {
            Part::Title => return Shape::PageTitle,
            Part::Button if marks::is_question(text) => return Shape::Term,
            Part::Button => return Shape::Outside("on a button"),
            Part::Heading(_) | Part::Term | Part::Plain => {}
        }
        if let Some(why) = self.skip.as_ref().and_then(|skip| skip.why) {
            return Shape::Outside(why);
        }
        match self.part {
            Part::Heading(level) => return Shape::Heading(level),
            Part::Term => return Shape::Term,
            _ => {}
        }
        let Some(list) = self.lists.last_mut().filter(|list| list.is_fresh) else {
            return Shape::Line;
        };
        list.is_fresh = false;
        match &mut list.next {
            Some(next) => {
                let number = *next;
                *next = number.saturating_add(1);
                Shape::Number(number)
            }
            None => Shape::Bullet,
        }
    }
}

/// Parts a bold question from its answer; gives a bold label the colon that it lacks.
fn parted(mut text: String, lead: usize, shape: Shape) -> (String, Option<String>) {
    let is_part =
        lead > 0 && lead < text.len() && !matches!(shape, Shape::Outside(_) | Shape::PageTitle);
    let Some((bold, plain)) = text.split_at_checked(lead).filter(|_| is_part) else {
        return (text, None);
    };
    if marks::is_question(bold) && plain.starts_with(' ') {
        let rest = plain.trim_start().to_owned();
        text.truncate(lead);
        return (text, Some(rest));
    }
    let is_label = marks::label(bold, true).is_some_and(|(_, rest)| rest.is_empty());
    if is_label && !bold.ends_with(':') && plain.starts_with(' ') {
        text.insert(lead, ':');
    }
    (text, None)
}
