//! Tells the form of a source: by what is in it, with the ending of its name as a hint.

use super::Form;
use super::records::separator;
use super::slots::TAGS;

/// As much of a source is looked at, in bytes.
const HEAD_BYTES: usize = 64 << 10;

/// As many lines are looked at for separators.
const RECORD_LINES: usize = 20;

/// The form of a source.
pub(super) fn form(text: &str, name: &str) -> Form {
    let head = text.get(..text.floor_char_boundary(HEAD_BYTES)).unwrap_or_default().trim_start();
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let ending = ending.as_deref().unwrap_or_default();
    if let Some(separator) = separator::of_first_line(head) {
        return if separator == Some(b'\t') { Form::Tsv } else { Form::Csv };
    }
    if is_anki(head) {
        return Form::Anki;
    }
    if is_json(head) {
        return Form::Json;
    }
    if is_bank(head) {
        return Form::Bank;
    }
    let is_page = is_page(head);
    match ending {
        "html" | "htm" | "xhtml" | "mht" if head.contains('<') => return Form::Html,
        "md" | "markdown" | "mkd" if !is_page => return Form::Markdown,
        "csv" => return if is_tsv(head) { Form::Tsv } else { Form::Csv },
        "tsv" | "tab" => return Form::Tsv,
        "json" => return Form::Json,
        "toml" => return Form::Bank,
        _ => {}
    }
    if is_page || begins_with_element(head) {
        Form::Html
    } else if is_tsv(head) {
        Form::Tsv
    } else if is_csv(head) {
        Form::Csv
    } else if is_markdown(head) {
        Form::Markdown
    } else {
        Form::Text
    }
}

fn is_anki(head: &str) -> bool {
    let keys = [
        "separator:",
        "html:",
        "columns:",
        "notetype",
        "deck",
        "tags",
        "guid column:",
        "if matches:",
    ];
    let first = head.lines().next().unwrap_or_default().to_ascii_lowercase();
    let Some(key) = first.strip_prefix('#') else { return false };
    keys.iter().any(|one| key.starts_with(one)) && key.contains(':')
}

fn is_json(head: &str) -> bool {
    let mut signs = head.chars().filter(|sign| !sign.is_whitespace());
    match signs.next() {
        Some('{') => matches!(signs.next(), Some('"' | '}')),
        Some('[') => match signs.next() {
            Some('{' | '"' | ']') => true,
            // `[["Why?", "Because."]]` is a list of lists, `[[question]]` a bank.
            Some('[') => matches!(signs.next(), Some('"' | ']')),
            _ => false,
        },
        _ => false,
    }
}

fn is_bank(head: &str) -> bool {
    let mut lines = head.lines().map(str::trim_end);
    lines.any(|line| line == "[[question]]")
        && head.lines().any(|line| line.trim_start().starts_with("ask"))
}

/// Whether this says that it is a web page.
fn is_page(head: &str) -> bool {
    let begin = head.get(..head.floor_char_boundary(1024)).unwrap_or_default().to_ascii_lowercase();
    let is_xml = begin.starts_with("<?xml") && begin.contains("<html");
    begin.starts_with("<!doctype html")
        || begin.starts_with("<html")
        || begin.starts_with("<head")
        || (begin.starts_with("<!--") && begin.contains("<html"))
        || is_xml
}

/// Whether this begins with an element of HTML and has an end tag: a piece of a page.
fn begins_with_element(head: &str) -> bool {
    let Some(rest) = head.strip_prefix('<') else { return false };
    let rest = rest.strip_prefix("!--").map_or(rest, |_| "div");
    let name = rest.split(|sign: char| !sign.is_ascii_alphanumeric()).next().unwrap_or_default();
    TAGS.binary_search(&name.to_ascii_lowercase().as_str()).is_ok() && head.contains("</")
}

/// Whether every line has as many tabs as the first, one at least, none of them leading.
fn is_tsv(head: &str) -> bool {
    let mut lines = head.lines().filter(|line| !line.trim().is_empty()).take(RECORD_LINES);
    let tabs = |line: &str| line.matches('\t').count();
    let Some(first) = lines.next() else { return false };
    let is_record = |line: &str| !line.starts_with('\t') && tabs(line) == tabs(first);
    let mut others = lines.peekable();
    let has_others = others.peek().is_some();
    tabs(first) > 0 && is_record(first) && has_others && others.all(is_record)
}

/// Whether the first line is a head that names a question, or a record in quotes.
fn is_csv(head: &str) -> bool {
    let first = head.lines().next().unwrap_or_default();
    let separated = |sign: char| {
        let cells: Vec<String> =
            first.split(sign).map(|cell| cell.trim().trim_matches('"').to_lowercase()).collect();
        let is_head = cells
            .iter()
            .any(|cell| matches!(cell.as_str(), "question" | "questions" | "ask" | "q" | "front"));
        cells.len() > 1 && is_head && cells.iter().all(|cell| cell.len() <= 40)
    };
    let is_quoted = first.starts_with('"') && (first.contains("\",\"") || first.contains("\";\""));
    separated(',') || separated(';') || is_quoted
}

/// Whether there are at least two signs of Markdown.
fn is_markdown(head: &str) -> bool {
    let mut weight = 0;
    let mut before = "";
    for line in head.lines() {
        let line = line.trim();
        let hashes = line.len() - line.trim_start_matches('#').len();
        let is_heading = (1..=6).contains(&hashes)
            && line.get(hashes..).is_some_and(|rest| rest.starts_with(' '));
        let is_rule = |sign: char| line.len() >= 3 && line.chars().all(|one| one == sign);
        let is_underlined = !before.is_empty() && (is_rule('=') || is_rule('-'));
        let is_table = line.contains("--")
            && line.contains('|')
            && line.chars().all(|sign| "|-: ".contains(sign));
        if is_heading || is_underlined || is_table {
            weight += 2;
        }
        let bare = line
            .trim_start_matches(['-', '*', '+', '>', ' ', '.', ')'])
            .trim_start_matches(|sign: char| sign.is_ascii_digit());
        let is_strong = line.contains("**") && (bare.len() < line.len() || line.starts_with("__"));
        if is_strong || line.contains("](http") {
            weight += 1;
        }
        before = line;
    }
    weight >= 2
}
