//! What is drawn for texts in every script: looks at pixels. Needs the fonts that script/bootstrap --tests
//! installs, and fails without them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use egui::epaint::text::{FallbackRequest, Fonts, LayoutJob, TextFormat, TextOptions};
use egui::{Color32, FontFamily, FontId};

use super::system::listed;
use crate::ui::theme;

/// A word in each script, by the language that most people know it from.
const WORDS: [(&str, &str); 12] = [
    ("Chinese", "请介绍自己"),
    ("Japanese", "自己紹介をしてください"),
    ("Korean", "자기소개"),
    ("Arabic", "عرفني"),
    ("Hebrew", "ספר"),
    ("Hindi", "बताइए"),
    ("Bengali", "বলুন"),
    ("Tamil", "சொல்லுங்கள்"),
    ("Thai", "แนะนำตัว"),
    ("Georgian", "მითხარი"),
    ("Armenian", "պատմեք"),
    ("emoji", "🎉🧑‍⚕️🏥"),
];

/// What is drawn of each glyph of a text: its size and its ink, one row of pixels after the other.
fn glyphs(fonts: &mut Fonts, text: &str, family: &FontFamily) -> Vec<(usize, Vec<u8>)> {
    let format = TextFormat::simple(FontId::new(40.0, family.clone()), Color32::WHITE);
    let job = LayoutJob::single_section(text.to_owned(), format);
    let galley = fonts.with_pixels_per_point(1.0).layout_job(job);
    let atlas = fonts.image();
    let width = atlas.size[0];
    let drawn = galley.rows.iter().flat_map(|row| row.row.glyphs.iter()).map(|glyph| {
        let [from, to] = [glyph.uv_rect.min, glyph.uv_rect.max].map(|at| at.map(usize::from));
        let across = to[0].saturating_sub(from[0]);
        let rows = (from[1]..to[1]).flat_map(|y| (from[0]..to[0]).map(move |x| y * width + x));
        (across, rows.map(|at| atlas.pixels[at].a()).collect())
    });
    drawn.collect()
}

/// As the window has them.
fn fonts() -> Fonts {
    let mut fonts = Fonts::new(TextOptions::default(), theme::font_definitions())
        .with_font_providers(vec![listed()]);
    fonts.set_glyph_rasterizers(vec![theme::boxes()]);
    fonts
}

fn has_ink(glyph: &(usize, Vec<u8>)) -> bool {
    glyph.1.iter().any(|alpha| *alpha > 60)
}

#[test]
fn every_script_leaves_ink_of_its_own() {
    for family in [theme::body().family, theme::question().family, theme::clock().family] {
        let mut fonts = fonts();
        let the_box = glyphs(&mut fonts, "\u{F0000}", &family);
        let mut seen: BTreeMap<Vec<(usize, Vec<u8>)>, &str> = BTreeMap::new();
        for (language, word) in WORDS {
            let drawn = glyphs(&mut fonts, word, &family);
            let inked = drawn.iter().filter(|glyph| has_ink(glyph)).count();
            assert!(inked >= 2, "{language}: {inked} of {} signs are drawn", drawn.len());
            assert!(
                drawn.iter().all(|glyph| !the_box.contains(glyph)),
                "{language} has a box where a letter should be: is a font for it installed?"
            );
            assert_eq!(seen.insert(drawn, language), None, "{language} looks like another script");
        }
    }
}

#[test]
fn what_no_font_has_is_a_box_and_never_nothing() {
    let mut fonts = fonts();
    for none in ["\u{F0000}", "\u{10FFFD}", "\u{E0FF}"] {
        let drawn = glyphs(&mut fonts, none, &theme::body().family);
        assert!(drawn.iter().all(has_ink) && drawn.len() == 1, "{none:?}: {}", drawn.len());
    }
    let unseen = ["\t", "\u{200D}", "\u{FEFF}", "\u{2060}", "\u{202B}"];
    for unseen in unseen {
        let drawn = glyphs(&mut fonts, unseen, &theme::body().family);
        assert!(!drawn.iter().any(has_ink), "{unseen:?} is not to be seen");
    }
}

#[test]
fn no_system_font_is_looked_for_while_the_shipped_ones_have_every_letter() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&asked);
    let tell = move |request: &FallbackRequest<'_>| {
        told.lock().unwrap().push(request.cluster.to_owned());
        None
    };
    let mut fonts = Fonts::new(TextOptions::default(), theme::font_definitions())
        .with_font_providers(vec![Arc::new(tell)]);
    for (_, text) in crate::bank::built_in() {
        for line in text.lines() {
            let _drawn = glyphs(&mut fonts, line, &theme::body().family);
        }
    }
    let _drawn =
        glyphs(&mut fonts, "Wie geht’s? Как дела? Τι κάνεις; – “so” ✓✗●★", &theme::body().family);
    assert_eq!(*asked.lock().unwrap(), Vec::<String>::new());
}
