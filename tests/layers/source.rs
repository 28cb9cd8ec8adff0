//! Reads Rust source just well enough to see what it names.

/// The code alone: comments and the contents of texts become spaces, line ends stay.
pub fn code_of(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = end_of_piece(&chars, at);
        let piece = &chars[at..end];
        let is_code = end == at + 1;
        code.extend(piece.iter().map(|&c| if is_code || c == '\n' { c } else { ' ' }));
        at = end;
    }
    code
}

/// Where the comment or literal at `at` ends; just behind `at` if there is none.
fn end_of_piece(chars: &[char], at: usize) -> usize {
    let next = |ahead: usize| chars.get(at + ahead).copied().unwrap_or('\0');
    let word_before = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
    match chars[at] {
        '/' if next(1) == '/' => find(chars, at, |c| c == '\n'),
        '/' if next(1) == '*' => end_of_block(chars, at),
        '"' => end_of_text(chars, at),
        'r' if !word_before || chars[at - 1] == 'b' => end_of_raw(chars, at),
        '\'' if next(1) == '\\' => find(chars, at + 3, |c| c == '\'') + 1,
        '\'' if next(2) == '\'' => at + 3,
        _ => at + 1,
    }
    .min(chars.len())
}

fn find(chars: &[char], from: usize, wanted: impl Fn(char) -> bool) -> usize {
    (from..chars.len()).find(|&at| wanted(chars[at])).unwrap_or(chars.len())
}

fn end_of_block(chars: &[char], from: usize) -> usize {
    let (mut at, mut depth) = (from + 2, 1);
    while at < chars.len() && depth > 0 {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (at, depth) = (at + 2, depth + 1),
            ('*', Some('/')) => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
    }
    at
}

fn end_of_text(chars: &[char], from: usize) -> usize {
    let mut at = from + 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// `r"…"`, `r#"…"#`; anything else that begins with an r is code.
fn end_of_raw(chars: &[char], from: usize) -> usize {
    let quote = find(chars, from + 1, |c| c != '#');
    if chars.get(quote) != Some(&'"') {
        return from + 1;
    }
    let hashes = quote - from - 1;
    let closes = |at: usize| {
        chars[at] == '"' && chars[at + 1..].iter().take_while(|&&c| c == '#').count() >= hashes
    };
    (quote + 1..chars.len()).find(|&at| closes(at)).map_or(chars.len(), |at| at + 1 + hashes)
}

/// The code that ships: without what follows `#[cfg(test)]`. Also names the modules declared there
/// whose code is in files of their own.
pub fn without_tests(code: &str) -> (String, Vec<String>) {
    const GUARD: &str = "#[cfg(test)]";
    let (mut shipped, mut modules) = (String::new(), Vec::new());
    let mut rest = code;
    while let Some(guard) = rest.find(GUARD) {
        shipped.push_str(&rest[..guard]);
        let end = end_of_item(&rest[guard..]) + guard;
        let item = &rest[guard + GUARD.len()..end];
        if let Some(name) = declared_module(item) {
            modules.push(name);
        }
        shipped.extend(item.chars().filter(|&c| c == '\n'));
        rest = &rest[end..];
    }
    shipped.push_str(rest);
    (shipped, modules)
}

/// The name in `mod name;`.
fn declared_module(item: &str) -> Option<String> {
    let words: Vec<&str> = item.trim_end_matches(';').split_whitespace().collect();
    match words.as_slice() {
        [.., "mod", name] if item.ends_with(';') => Some((*name).to_owned()),
        _ => None,
    }
}

/// Behind the item's closing brace, or behind its semicolon if it has no braces.
fn end_of_item(code: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in code.char_indices() {
        match c {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 && c == '}' {
                    return at + 1;
                }
            }
            ';' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    code.len()
}

/// Places where `name` stands as a whole path, not as a part of a longer word or path: line numbers.
pub fn lines_naming(code: &str, name: &str) -> Vec<usize> {
    let goes_on = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "_>".contains(c));
    let whole = |&at: &usize| {
        // `::name` begins a path, `other::name` goes on with one.
        let before = code[..at].strip_suffix("::").unwrap_or(&code[..at]).chars().next_back();
        let after = code[at + name.len()..].chars().next();
        let ends_in_a_word = !name.ends_with("::");
        !(goes_on(before) || ends_in_a_word && goes_on(after))
    };
    code.match_indices(name).map(|(at, _)| at).filter(whole).map(|at| line_of(code, at)).collect()
}

pub fn line_of(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

/// The rooms a file names, with the lines: `crate::room`, `greenroom::room`, groups in braces, and
/// `super::…::room` where that leads to the top. `depth` is how many modules deep the file is.
pub fn rooms_named(code: &str, depth: usize) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for root in ["crate::", "greenroom::"] {
        for (at, _) in code.match_indices(root) {
            let whole =
                !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
            if whole {
                let names = heads(&code[at + root.len()..]);
                found.extend(names.into_iter().map(|name| (name, line_of(code, at))));
            }
        }
    }
    let to_the_top = "super::".repeat(depth.max(1));
    for (at, _) in code.match_indices(&to_the_top) {
        if depth > 0 && !code[..at].ends_with("super::") {
            let names = heads(code[at..].trim_start_matches("super::"));
            found.extend(names.into_iter().map(|name| (name, line_of(code, at))));
        }
    }
    found
}

/// The first words of a path: one, or several in braces.
fn heads(path: &str) -> Vec<String> {
    let word = |text: &str| {
        text.trim_start()
            .chars()
            .take_while(|&c| c.is_alphanumeric() || c == '_')
            .collect::<String>()
    };
    let Some(group) = path.trim_start().strip_prefix('{') else { return vec![word(path)] };
    let (mut depth, mut begin, mut names) = (0_usize, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(word(&group[begin..at]));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(word(&group[begin..at]));
                begin = at + 1;
            }
            _ => {}
        }
    }
    names
}
