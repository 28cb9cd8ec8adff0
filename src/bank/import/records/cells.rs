//! Texts as they stand in a cell: several lines, several names, bullets.

/// What stands before an item of a list.
const BULLETS: [&str; 6] = ["- ", "* ", "• ", "– ", "— ", "· "];

/// The paragraphs of a cell, parted by `\n\n`.
///
/// A line is a paragraph; where empty lines part paragraphs, the lines between are one, but for bullets.
pub(super) fn paragraphs(cell: &str) -> String {
    let cell = cell.trim();
    if !cell.contains('\n') && !cell.contains('\r') {
        return without_bullet(cell).map_or_else(|| cell.to_owned(), |item| format!("• {item}"));
    }
    let wraps = cell.lines().any(|line| line.trim().is_empty());
    let mut text = String::with_capacity(cell.len() + 8);
    let mut ended = true;
    for line in cell.lines().map(str::trim) {
        let item = without_bullet(line);
        if line.is_empty() {
            ended = true;
            continue;
        }
        if !text.is_empty() {
            text.push_str(if wraps && !ended && item.is_none() { " " } else { "\n\n" });
        }
        if item.is_some() {
            text.push_str("• ");
        }
        text.push_str(item.unwrap_or(line));
        ended = false;
    }
    text
}

/// The lines of a cell, without bullets.
pub(super) fn lines(cell: &str) -> Vec<String> {
    let lines = cell.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| without_bullet(line).unwrap_or(line).to_owned()).collect()
}

/// The names in a cell, a line each or parted by commas, semicolons or bars.
pub(super) fn names(cell: &str) -> Vec<String> {
    let names = cell.split(['\n', '\r', ',', ';', '|']).map(str::trim);
    let names = names.map(|name| without_bullet(name).unwrap_or(name).trim_start_matches('#'));
    let mut all: Vec<String> = Vec::new();
    for name in names.filter(|name| !name.is_empty()) {
        // So few in a cell that looking through them is quickest; what is more comes twice.
        if all.len() > 100 || !all.iter().any(|one| one == name) {
            all.push(name.to_owned());
        }
    }
    all
}

fn without_bullet(line: &str) -> Option<&str> {
    BULLETS.iter().find_map(|bullet| line.strip_prefix(bullet)).map(str::trim)
}
