//! Web addresses: nobody reads one out; its site is named instead.

/// How an address begins. Compared in lower case.
const BEGINNINGS: [&str; 3] = ["https://", "http://", "www."];

/// Marks that may stand before an address.
const BEFORE: [char; 6] = ['(', '[', '<', '{', '"', '\''];

/// Marks that may end the sentence or bracket in which an address stands.
const AFTER: [char; 10] = [')', ']', '>', '}', '.', ',', ';', ':', '!', '?'];

/// `https://www.example.com/jobs?id=3` becomes `example.com`; everything else stays as it is.
pub(super) fn named(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        let space = word.get(bare.len()..).unwrap_or_default();
        match site(bare) {
            Some(said) => out.push_str(&said),
            None => out.push_str(bare),
        }
        out.push_str(space);
    }
    out
}

/// The word with only the site of its address left, if it is one.
fn site(word: &str) -> Option<String> {
    let address = word.trim_start_matches(BEFORE);
    let opening = word.get(..word.len() - address.len())?;
    let core = address.trim_end_matches(AFTER);
    let closing = address.get(core.len()..)?;
    let host = without_beginnings(core)?;
    let host = host.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    Some(format!("{opening}{host}{closing}"))
}

/// What follows the beginning of an address; `None` if it does not begin like one.
fn without_beginnings(core: &str) -> Option<&str> {
    let mut rest = core;
    for beginning in BEGINNINGS {
        let begins = rest.get(..beginning.len()).is_some_and(|b| b.eq_ignore_ascii_case(beginning));
        if begins {
            rest = rest.get(beginning.len()..)?;
        }
    }
    (rest.len() < core.len()).then_some(rest)
}
