//! Keeps tags of a page short: html5ever compares each attribute with all before it, so that a tag with a
//! million of them would take hours. What is beyond [`MAX_ATTRIBUTES`] is not given to it.

/// As many attributes of a tag are read; pages have a dozen.
const MAX_ATTRIBUTES: usize = 100;

/// Where in a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    TagName,
    BeforeName,
    Name,
    AfterName,
    BeforeValue,
    Quoted(u8),
    Unquoted,
}

/// A tag that is being read, over one or more pieces of the page.
#[derive(Debug)]
pub(super) struct TagScan {
    at: At,
    attributes: usize,
}

/// What of a piece is given on.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Kept {
    /// Up to here.
    pub(super) until: usize,
    /// And again from here; the same if nothing is left out.
    pub(super) from: usize,
    /// Whether the tag ends in this piece.
    pub(super) is_over: bool,
}

impl TagScan {
    /// A tag, from its `<` on.
    pub(super) fn new() -> Self {
        Self { at: At::TagName, attributes: 0 }
    }

    /// Goes over a piece of the page, up to the end of the tag.
    pub(super) fn scan(&mut self, piece: &str) -> Kept {
        let mut cut = (self.attributes > MAX_ATTRIBUTES).then_some(0);
        for (at, &byte) in piece.as_bytes().iter().enumerate() {
            if byte == b'>' && !matches!(self.at, At::Quoted(_)) {
                return Kept { until: cut.unwrap_or(at), from: at, is_over: true };
            }
            let before = self.attributes;
            self.step(byte);
            if before <= MAX_ATTRIBUTES && self.attributes > MAX_ATTRIBUTES {
                cut = Some(at);
            }
        }
        let len = piece.len();
        Kept { until: cut.unwrap_or(len), from: len, is_over: false }
    }

    fn step(&mut self, byte: u8) {
        let is_space = byte.is_ascii_whitespace();
        self.at = match (self.at, byte) {
            (At::Quoted(quote), _) if byte == quote => At::BeforeName,
            (At::Quoted(_), _) => return,
            (At::TagName | At::Name | At::AfterName | At::BeforeName, b'/') => At::BeforeName,
            (At::TagName, _) if is_space => At::BeforeName,
            (At::Name, _) if is_space => At::AfterName,
            (At::Name | At::AfterName, b'=') => At::BeforeValue,
            (At::BeforeName | At::AfterName, _) if !is_space => {
                self.attributes += 1;
                At::Name
            }
            (At::BeforeValue, b'"' | b'\'') => At::Quoted(byte),
            (At::BeforeValue, _) if !is_space => At::Unquoted,
            (At::Unquoted, _) if is_space => At::BeforeName,
            _ => return,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The piece as it is given on.
    fn given(tag: &str) -> String {
        let kept = TagScan::new().scan(tag);
        format!("{}{}", &tag[..kept.until], &tag[kept.from..])
    }

    #[test]
    fn tags_of_pages_are_given_on_as_they_are() {
        for tag in [
            "<p>x",
            "<p class=\"a b > c\" id='d'e=f g>x > y",
            "<a href=x/y/z?a=b checked/>x",
            "</p >",
        ] {
            assert_eq!(given(tag), tag);
        }
    }

    #[test]
    fn attributes_beyond_the_most_are_not() {
        for (one, quote) in [
            ("a ", ""),
            ("a/", ""),
            ("a=\"<x y\"", ""),
            ("a='b'", ""),
            ("a = b ", ""),
            ("\"a ", ""),
        ] {
            let head = format!("<p {}", one.repeat(MAX_ATTRIBUTES));
            let tag = format!("{head}{}{quote}>text", one.repeat(1_000));
            assert_eq!(given(&tag), format!("{head}>text"), "{one}");
        }
    }

    #[test]
    fn a_tag_goes_on_in_the_next_piece() {
        let mut scan = TagScan::new();
        assert_eq!(scan.scan("<p a=\""), Kept { until: 6, from: 6, is_over: false });
        assert_eq!(scan.scan("<b> c\">x"), Kept { until: 6, from: 6, is_over: true });
    }
}
