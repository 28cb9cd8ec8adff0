//! Emoji written by name, as chat programs and Markdown have them: `:smile:`. Times and ratios are none.

/// The longest name, in bytes: ":man_with_gua_pi_mao_medium_skin_tone:" and the like.
const MAX_NAME_BYTES: usize = 40;

/// Takes all of them out; `tell` hears each.
pub(super) fn take_out(text: &mut String, mut tell: impl FnMut(&str)) {
    let mut out = String::new();
    let mut rest = text.as_str();
    let mut is_any = false;
    while let Some((before, after)) = rest.split_once(':') {
        out.push_str(before);
        match name(out.chars().next_back(), after) {
            Some((name, beyond)) => {
                tell(&format!(":{name}:"));
                is_any = true;
                rest = beyond;
                // Not two spaces where it stood between two words.
                if out.is_empty() || out.ends_with([' ', '\n']) {
                    rest = rest.strip_prefix(' ').unwrap_or(rest);
                }
            }
            None => {
                out.push(':');
                rest = after;
            }
        }
    }
    if is_any {
        out.push_str(rest);
        *text = out;
    }
}

/// The name between this colon and the next, if it may be one, and what follows it.
fn name(before: Option<char>, after: &str) -> Option<(&str, &str)> {
    let stands_apart = |sign: Option<char>| {
        sign.is_none_or(|sign| !sign.is_alphanumeric() && !matches!(sign, ':' | '`' | '/' | '@'))
    };
    if !stands_apart(before) {
        return None;
    }
    let near = after.get(..after.floor_char_boundary(MAX_NAME_BYTES + 1)).unwrap_or_default();
    let name = near.split_once(':')?.0;
    let beyond = after.get(name.len() + 1..)?;
    let fits =
        |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || "_+-".contains(sign);
    // ":+1:" and ":100:" are names, ":30:" of "12:30:15" does not stand apart.
    let is_name = name.len() >= 2
        && name.chars().all(fits)
        && (name.contains(|sign: char| sign.is_ascii_lowercase())
            || matches!(name, "+1" | "-1" | "100"));
    // ":another:" may stand right behind; "::" parts words of programs.
    let next = beyond.chars().next();
    let is_followed = stands_apart(next) || (next == Some(':') && !beyond.starts_with("::"));
    (is_name && is_followed && !super::is_element(name)).then_some((name, beyond))
}
