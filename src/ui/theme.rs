//! The one place that names colours, sizes and spaces.

use egui::{Color32, FontFamily, FontId};

/// Colours of one theme.
#[derive(Debug, Clone, Copy)]
pub struct Tokens {
    /// Behind everything.
    pub background: Color32,
    /// Cards and side panels.
    pub surface: Color32,
    /// Hairlines and outlines.
    pub line: Color32,
    /// Reading text.
    pub text: Color32,
    /// Text that may be overlooked.
    pub text_weak: Color32,
    /// The one accent.
    pub accent: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// The accent, faint: selections, empty placeholders.
    pub accent_faint: Color32,
    /// Green light, also "all is well".
    pub green: Color32,
    /// Amber light, also "take note".
    pub amber: Color32,
    /// Red light, also "something is wrong".
    pub red: Color32,
    /// Waveforms and levels at rest.
    pub wave: Color32,
}

const LIGHT: Tokens = Tokens {
    background: Color32::from_rgb(0xF7, 0xF6, 0xF3),
    surface: Color32::from_rgb(0xFF, 0xFF, 0xFF),
    line: Color32::from_rgb(0xDD, 0xDA, 0xD3),
    text: Color32::from_rgb(0x22, 0x24, 0x28),
    text_weak: Color32::from_rgb(0x5D, 0x61, 0x68),
    accent: Color32::from_rgb(0x1F, 0x5F, 0x5B),
    on_accent: Color32::from_rgb(0xFF, 0xFF, 0xFF),
    accent_faint: Color32::from_rgb(0xDC, 0xEB, 0xE8),
    green: Color32::from_rgb(0x2E, 0x7D, 0x4F),
    amber: Color32::from_rgb(0xA6, 0x65, 0x00),
    red: Color32::from_rgb(0xB3, 0x34, 0x2D),
    wave: Color32::from_rgb(0x8C, 0xA8, 0xA5),
};

const DARK: Tokens = Tokens {
    background: Color32::from_rgb(0x16, 0x18, 0x1B),
    surface: Color32::from_rgb(0x1F, 0x22, 0x26),
    line: Color32::from_rgb(0x36, 0x3B, 0x41),
    text: Color32::from_rgb(0xE9, 0xE8, 0xE4),
    text_weak: Color32::from_rgb(0xA2, 0xA6, 0xAC),
    accent: Color32::from_rgb(0x6F, 0xC3, 0xBA),
    on_accent: Color32::from_rgb(0x0E, 0x1B, 0x1A),
    accent_faint: Color32::from_rgb(0x24, 0x3B, 0x39),
    green: Color32::from_rgb(0x6C, 0xC2, 0x8C),
    amber: Color32::from_rgb(0xE5, 0xB1, 0x5C),
    red: Color32::from_rgb(0xEC, 0x83, 0x7A),
    wave: Color32::from_rgb(0x58, 0x78, 0x75),
};

/// The colours in force.
#[must_use]
pub fn tokens(ui: &egui::Ui) -> &'static Tokens {
    if ui.visuals().dark_mode { &DARK } else { &LIGHT }
}

/// Spaces between things, in points.
pub mod space {
    /// Inside a control.
    pub const XS: f32 = 4.0;
    /// Between things that belong together.
    pub const S: f32 = 8.0;
    /// Between groups.
    pub const M: f32 = 16.0;
    /// Around a card, between cards.
    pub const L: f32 = 24.0;
    /// Around a screen.
    pub const XL: f32 = 40.0;
}

/// Names a screen.
#[must_use]
pub fn title() -> FontId {
    FontId::new(26.0, FontFamily::Proportional)
}

/// Names a card.
#[must_use]
pub fn heading() -> FontId {
    FontId::new(17.0, FontFamily::Proportional)
}

/// Reading text.
#[must_use]
pub fn body() -> FontId {
    FontId::new(15.0, FontFamily::Proportional)
}

/// Captions.
#[must_use]
pub fn small() -> FontId {
    FontId::new(12.5, FontFamily::Proportional)
}

/// The question in the room.
#[must_use]
pub fn question() -> FontId {
    FontId::new(28.0, FontFamily::Proportional)
}

/// The clock in the room.
#[must_use]
pub fn clock() -> FontId {
    FontId::new(64.0, FontFamily::Proportional)
}
