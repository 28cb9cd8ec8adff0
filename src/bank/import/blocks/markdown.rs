//! The blocks of a Markdown text: its elements are given to the same [`Page`] as those of HTML.

use std::cell::RefCell;

use pulldown_cmark::{Event, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use super::page::Page;
use super::{Block, elements, html};
use crate::bank::import::foreign::FOOTNOTE;

/// Cuts Markdown into blocks.
pub(in crate::bank::import) fn blocks(text: &str) -> Vec<Block<'static>> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut reader = Reader {
        source: text,
        lines: Lines::of(text),
        page: RefCell::new(Page::new(true)),
        gathered: None,
        columns: 0,
    };
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        reader.take(event, range.start, range.end);
    }
    reader.page.into_inner().finish()
}

/// What is gathered before it is looked at as a whole.
enum Gathered {
    /// HTML.
    Html(usize, String),
    /// The front matter.
    Front(usize, String),
    /// What stands for a picture.
    Picture(usize, String),
    /// A footnote, whatever elements it is made of.
    Footnote(usize, String),
}

struct Reader<'t> {
    source: &'t str,
    lines: Lines,
    page: RefCell<Page>,
    gathered: Option<Gathered>,
    /// How many columns the table has: what is beyond them is no cell to the parser.
    columns: usize,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, start: usize, end: usize) {
        let line = self.lines.line(start);
        if let Some(Gathered::Footnote(_, gathered)) = &mut self.gathered {
            let is_end = gather(gathered, &event);
            if is_end {
                self.end(TagEnd::FootnoteDefinition);
            }
            return;
        }
        match event {
            Event::Start(Tag::TableRow) => {
                self.page.get_mut().start("tr", &|_| None);
                self.excess_cells(line, start, end);
            }
            Event::Start(tag) => self.start(&tag, line),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) | Event::Html(text) => self.text(line, &text),
            Event::InlineHtml(tag) => self.inline_html(line, &tag),
            Event::SoftBreak => {
                let rest = self.source.get(end..).unwrap_or_default();
                self.page.get_mut().soft_break(rest.lines().next().unwrap_or_default());
            }
            Event::HardBreak => self.page.get_mut().line_break(),
            Event::Rule => self.page.get_mut().start("hr", &|_| None),
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }

    fn text(&mut self, line: usize, text: &str) {
        match &mut self.gathered {
            Some(
                Gathered::Html(_, gathered)
                | Gathered::Front(_, gathered)
                | Gathered::Picture(_, gathered)
                | Gathered::Footnote(_, gathered),
            ) => {
                gathered.push_str(text);
            }
            None => self.page.get_mut().text(line, text),
        }
    }

    fn inline_html(&mut self, line: usize, tag: &str) {
        let name = tag
            .trim_start_matches(['<', '/'])
            .split(|sign: char| !sign.is_ascii_alphanumeric())
            .next();
        let name = name.unwrap_or_default().to_ascii_lowercase();
        if elements::is_known(&name) || tag.starts_with("<!") {
            html::feed(&self.page, tag, line);
        } else {
            // A placeholder such as <Company>.
            self.page.get_mut().text(line, tag);
        }
    }

    fn start(&mut self, tag: &Tag<'_>, line: usize) {
        match tag {
            Tag::HtmlBlock => self.gathered = Some(Gathered::Html(line, String::new())),
            Tag::MetadataBlock(MetadataBlockKind::YamlStyle | MetadataBlockKind::PlusesStyle) => {
                self.gathered = Some(Gathered::Front(line, String::new()));
            }
            Tag::Table(columns) => {
                self.columns = columns.len();
                self.page.get_mut().start("table", &|_| None);
            }
            Tag::FootnoteDefinition(_) => {
                self.gathered = Some(Gathered::Footnote(line, String::new()));
            }
            Tag::Image { .. } => self.gathered = Some(Gathered::Picture(line, String::new())),
            Tag::List(Some(first)) => {
                let first = first.to_string();
                let value = |key: &str| (key == "start").then(|| first.clone());
                self.page.get_mut().start("ol", &value);
            }
            tag => {
                let name = name_of(tag.to_end());
                self.page.get_mut().start(name, &|_| None);
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match (self.gathered.take(), tag) {
            (Some(Gathered::Html(line, text)), TagEnd::HtmlBlock) => {
                html::feed(&self.page, &text, line)
            }
            (Some(Gathered::Front(line, text)), TagEnd::MetadataBlock(_)) => {
                self.front(line, &text)
            }
            (Some(Gathered::Picture(line, text)), TagEnd::Image) => {
                self.page.get_mut().outside(line, &text, "a picture");
            }
            (Some(Gathered::Footnote(line, text)), TagEnd::FootnoteDefinition) => {
                self.page.get_mut().outside(line, text.trim(), FOOTNOTE);
            }
            // What is inside a picture's words.
            (gathered @ Some(_), _) => self.gathered = gathered,
            (None, tag) => self.page.get_mut().end(name_of(tag)),
        }
    }

    /// What a row has more than the table has columns is left out.
    fn excess_cells(&mut self, line: usize, start: usize, end: usize) {
        let row = self.source.get(start..end).unwrap_or_default().trim();
        let row = row.strip_prefix('|').unwrap_or(row);
        let mut is_escaped = false;
        let cells = row.split(|sign| {
            let parts = sign == '|' && !is_escaped;
            is_escaped = sign == '\\' && !is_escaped;
            parts
        });
        let excess: Vec<&str> = cells.skip(self.columns).collect();
        self.page.get_mut().outside(
            line,
            &excess.join(" "),
            "in a column of a table that has no head",
        );
    }

    /// The front matter: of its lines, the title is understood.
    fn front(&mut self, first: usize, text: &str) {
        for (at, entry) in text.lines().enumerate() {
            let line = first + at + 1;
            match entry.strip_prefix("title:") {
                Some(title) => {
                    self.page.get_mut().title(line, title.trim().trim_matches(['"', '\'']))
                }
                None => self.page.get_mut().outside(line, entry, "in the front matter"),
            }
        }
    }
}

/// Adds what an event of a footnote says to its words; whether the footnote is at its end.
fn gather(words: &mut String, event: &Event<'_>) -> bool {
    match event {
        Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
            words.push_str(text);
        }
        Event::SoftBreak | Event::HardBreak | Event::Start(Tag::Paragraph | Tag::Item)
            if !words.ends_with(' ') =>
        {
            words.push(' ');
        }
        Event::End(tag) => return *tag == TagEnd::FootnoteDefinition,
        _ => {}
    }
    false
}

/// The element of HTML that is the same.
fn name_of(tag: TagEnd) -> &'static str {
    const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
    match tag {
        TagEnd::Heading(level) => HEADINGS.get(level as usize - 1).copied().unwrap_or("h6"),
        TagEnd::Paragraph => "p",
        TagEnd::BlockQuote(_) => "blockquote",
        TagEnd::CodeBlock => "pre",
        TagEnd::List(true) => "ol",
        TagEnd::List(false) => "ul",
        TagEnd::Item => "li",
        TagEnd::Table => "table",
        TagEnd::TableHead | TagEnd::TableRow => "tr",
        TagEnd::TableCell => "td",
        TagEnd::Strong => "strong",
        TagEnd::Emphasis | TagEnd::Strikethrough | TagEnd::Link => "em",
        _ => "div",
    }
}

/// Where lines begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(text.match_indices('\n').map(|(at, _)| at).collect())
    }

    /// The line of a place in the text, from 1.
    fn line(&self, at: usize) -> usize {
        self.0.partition_point(|end| *end < at) + 1
    }
}
