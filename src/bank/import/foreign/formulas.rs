//! Formulas in TeX, as Anki has them: `\(SpO_2\)`, `\[…\]`, `[$]…[/$]`, `[latex]…[/latex]`. They become the plain
//! text that comes nearest.

/// How formulas begin and end.
const BRACKETS: [(&str, &str); 5] =
    [("\\(", "\\)"), ("\\[", "\\]"), ("[$]", "[/$]"), ("[$$]", "[/$$]"), ("[latex]", "[/latex]")];

/// What commands stand for. Those of Greek letters are theirs; others are their own name.
#[rustfmt::skip]
const COMMANDS: &[(&str, &str)] = &[
    ("Delta", "Δ"), ("Omega", "Ω"), ("Sigma", "Σ"), ("alpha", "α"), ("approx", "≈"), ("beta", "β"),
    ("cdot", "·"), ("chi", "χ"), ("degree", "°"), ("delta", "δ"), ("div", "÷"), ("epsilon", "ε"), ("equiv", "≡"),
    ("eta", "η"), ("gamma", "γ"), ("ge", "≥"), ("geq", "≥"), ("infty", "∞"), ("kappa", "κ"), ("lambda", "λ"),
    ("ldots", "…"), ("le", "≤"), ("leftarrow", "←"), ("leq", "≤"), ("mu", "µ"), ("ne", "≠"), ("neq", "≠"),
    ("omega", "ω"), ("phi", "φ"), ("pi", "π"), ("pm", "±"), ("propto", "∝"), ("psi", "ψ"), ("rho", "ρ"),
    ("rightarrow", "→"), ("sigma", "σ"), ("sqrt", "√"), ("sum", "∑"), ("tau", "τ"), ("theta", "θ"),
    ("times", "×"), ("to", "→"),
];

/// Commands that only say how something looks.
const LOOKS: [&str; 14] = [
    "bf",
    "begin",
    "bigl",
    "bigr",
    "boldsymbol",
    "displaystyle",
    "end",
    "left",
    "mathbf",
    "mathit",
    "mathrm",
    "operatorname",
    "right",
    "text",
];

/// A longer one, in bytes, is none: somebody wrote the signs for something else.
const MAX_BYTES: usize = 2_000;

/// Puts plain text in the place of every formula; how many there were.
pub(super) fn as_words(text: &mut String) -> usize {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    let mut count = 0;
    while let Some(at) = rest.find(['\\', '[']) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        if let Some((inside, after)) = formula(from) {
            out.push_str(&plain(inside));
            rest = after;
            count += 1;
        } else {
            let (sign, after) = from.split_at_checked(1).unwrap_or((from, ""));
            out.push_str(sign);
            rest = after;
        }
    }
    if count > 0 {
        out.push_str(rest);
        *text = out;
    }
    count
}

/// The formula at the beginning of this, and what follows it.
fn formula(from: &str) -> Option<(&str, &str)> {
    let near = from.get(..from.floor_char_boundary(MAX_BYTES)).unwrap_or(from);
    BRACKETS.into_iter().find_map(|(open, close)| {
        let end = near.strip_prefix(open)?.find(close)?;
        let (inside, after) = from.get(open.len()..)?.split_at_checked(end)?;
        Some((inside, after.strip_prefix(close)?))
    })
}

/// TeX as plain text: "SpO2", "a/b", "x²".
fn plain(formula: &str) -> String {
    let mut out = String::with_capacity(formula.len());
    let mut rest = formula;
    while let Some(sign) = rest.chars().next() {
        let after = rest.get(sign.len_utf8()..).unwrap_or_default();
        rest = match sign {
            '\\' => command(after, &mut out),
            '^' => raised(after, &mut out),
            // Below the line, for the eye alone.
            '_' | '{' | '}' | '$' => after,
            '~' | '&' | '\n' => {
                out.push(' ');
                after
            }
            other => {
                out.push(other);
                after
            }
        };
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a command stands for; gives what follows it.
fn command<'t>(after: &'t str, out: &mut String) -> &'t str {
    let beyond = after.trim_start_matches(|sign: char| sign.is_ascii_alphabetic());
    let name = after.get(..after.len() - beyond.len()).unwrap_or_default();
    if name.is_empty() {
        // "\%" is a sign, "\," a space, "\\" a line.
        let mut signs = after.chars();
        match signs.next() {
            Some(sign @ ('%' | '#' | '&' | '_' | '{' | '}' | '$')) => out.push(sign),
            Some(_) => out.push(' '),
            None => {}
        }
        return signs.as_str();
    }
    if matches!(name, "frac" | "dfrac" | "tfrac")
        && let Some((upper, rest)) = group(beyond)
        && let Some((lower, rest)) = group(rest)
    {
        out.push_str(&fraction(upper, lower));
        return rest;
    }
    if let Ok(at) = COMMANDS.binary_search_by_key(&name, |(known, _)| known) {
        out.push_str(COMMANDS.get(at).map_or("", |(_, sign)| sign));
    } else if !LOOKS.contains(&name) {
        out.push_str(name);
    }
    beyond
}

fn fraction(upper: &str, lower: &str) -> String {
    let around = |part: &str| {
        let part = one_of(part);
        if part.contains([' ', '+', '-', '/', '·', '×']) { format!("({part})") } else { part }
    };
    format!("{}/{}", around(upper), around(lower))
}

/// A part of a fraction as plain text. A fraction in a fraction is left as it is written: no depth is too deep.
fn one_of(part: &str) -> String {
    if part.contains("frac") {
        part.replace(['\\', '{', '}'], " ").trim().to_owned()
    } else {
        plain(part)
    }
}

/// What is raised: a square and a cube have signs of their own.
fn raised<'t>(after: &'t str, out: &mut String) -> &'t str {
    let (power, rest) = match group(after) {
        Some(found) => found,
        None => after
            .split_at_checked(after.chars().next().map_or(0, char::len_utf8))
            .unwrap_or((after, "")),
    };
    match power.trim() {
        "2" => out.push('²'),
        "3" => out.push('³'),
        "\\circ" => out.push('°'),
        _ => {
            out.push('^');
            return after;
        }
    }
    rest
}

/// What stands in the braces at the beginning of this, and what follows them.
fn group(text: &str) -> Option<(&str, &str)> {
    let inside = text.trim_start().strip_prefix('{')?;
    let mut depth = 1_usize;
    for (at, sign) in inside.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((inside.get(..at)?, inside.get(at + 1..)?));
        }
    }
    None
}
