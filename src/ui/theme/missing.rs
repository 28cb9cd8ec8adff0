//! What is drawn for a letter that no font has: a box, never nothing. (The shipped face has no box of its own.)

use egui::epaint::text::{GlyphBitmap, GlyphRasterizer, GlyphRasterizerRequest, RasterizedGlyph};
use egui::{Color32, ColorImage, vec2};

/// Width, height and air at each side of the box, of the font's size.
const BOX: [f32; 3] = [0.5, 0.7, 0.08];

/// Draws the box. Asked after all fonts.
#[must_use]
pub fn boxes() -> GlyphRasterizer {
    GlyphRasterizer::new("greenroom: no font has it", draw)
}

/// Whether a character is not meant to be seen: joiners, marks of direction, selectors of a variant.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0000}'..='\u{e0fff}')
}

fn draw(request: &GlyphRasterizerRequest<'_>) -> Option<RasterizedGlyph> {
    let first = request.cluster.chars().next()?;
    if first.is_whitespace() || first.is_control() || is_invisible(first) {
        return None;
    }
    let [width, height, air] = BOX.map(|part| part * request.font_size_px);
    let (width, height) = (pixels(width), pixels(height));
    let line = pixels(request.font_size_px / 14.0) - 1;
    let line = line.max(1);
    let is_edge =
        |x: usize, y: usize| x < line || y < line || x + line >= width || y + line >= height;
    let ink = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let ink = ink.map(|(x, y)| if is_edge(x, y) { Color32::WHITE } else { Color32::TRANSPARENT });
    #[expect(clippy::cast_precision_loss, reason = "a glyph has few pixels")]
    let (wide, high) = (width as f32, height as f32);
    let air = air.round();
    Some(RasterizedGlyph {
        bitmap: GlyphBitmap {
            image: ColorImage::new([width, height], ink.collect()),
            offset_px: vec2(air, -high),
            is_color: false,
        },
        advance_px: wide + 2.0 * air,
    })
}

/// At least two, at most as many as a glyph may have.
#[expect(clippy::cast_sign_loss, clippy::cast_possible_truncation, reason = "bounded before")]
fn pixels(length: f32) -> usize {
    length.round().clamp(2.0, 512.0) as usize
}
