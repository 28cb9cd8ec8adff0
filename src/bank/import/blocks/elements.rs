//! What is known of HTML's elements.

use crate::bank::import::slots::TAGS;

/// Elements whose text nobody reads.
const SILENT: &[&str] = &[
    "applet", "audio", "canvas", "embed", "iframe", "math", "noembed", "noframes", "object",
    "script", "select", "style", "svg", "template", "textarea", "video",
];

/// Elements that are no part of an article, and why their text is left out.
const AROUND: &[(&str, &str)] = &[
    ("aside", "beside the article"),
    ("button", "on a button"),
    ("dialog", "in a window of the page"),
    ("footer", "in the page's footer"),
    ("form", IN_A_FORM),
    ("header", "in the page's header"),
    ("menu", "in the page's menu"),
    ("nav", "in the page's menu"),
    ("noscript", "for browsers without scripts"),
];

/// Why the text of forms is left out; it is not where there is no other.
pub(super) const IN_A_FORM: &str = "in a form";

/// Classes that pages give to what is no part of an article.
const AROUND_CLASSES: &[&str] = &[
    "advert",
    "advertisement",
    "author-bio",
    "author-box",
    "breadcrumb",
    "breadcrumbs",
    "comment-list",
    "comment-respond",
    "comments",
    "comments-area",
    "cookie-banner",
    "cookie-notice",
    "entry-meta",
    "menu",
    "navbar",
    "newsletter",
    "pagination",
    "popup",
    "post-meta",
    "related",
    "related-articles",
    "related-posts",
    "share",
    "share-buttons",
    "sharedaddy",
    "sidebar",
    "social-share",
    "table-of-contents",
    "tags-links",
    "toc",
    "widget",
];

/// Why such text is left out.
const AROUND_BY_CLASS: &str = "no part of the article";

/// Elements that begin and end a block.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
];

/// The level of a heading that is one by its element.
pub(super) fn heading_level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

/// Whether nobody reads an element's text.
pub(super) fn is_silent(name: &str) -> bool {
    SILENT.binary_search(&name).is_ok()
}

/// Whether an element begins and ends a block.
pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.binary_search(&name).is_ok()
}

/// Why an element is no part of an article, by its name or its class; `None` if it is one.
pub(super) fn around(name: &str, value: &dyn Fn(&str) -> Option<String>) -> Option<&'static str> {
    let by_name = AROUND.iter().find(|(around, _)| *around == name).map(|(_, why)| *why);
    by_name.or_else(|| around_by_class(name, value))
}

fn around_by_class(name: &str, value: &dyn Fn(&str) -> Option<String>) -> Option<&'static str> {
    if !matches!(name, "div" | "section" | "ul" | "ol" | "p" | "span") {
        return None;
    }
    let is_around = |text: Option<String>| {
        text.is_some_and(|text| {
            let mut classes = text.split_whitespace();
            classes.any(|class| {
                AROUND_CLASSES.binary_search(&class.to_ascii_lowercase().as_str()).is_ok()
            })
        })
    };
    (is_around(value("class")) || is_around(value("id"))).then_some(AROUND_BY_CLASS)
}

/// Whether HTML knows an element of this name.
pub(super) fn is_known(name: &str) -> bool {
    TAGS.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_so_that_they_are_found() {
        for names in [SILENT, AROUND_CLASSES, BLOCKS, TAGS] {
            assert!(names.is_sorted(), "{names:?}");
        }
    }
}
