//! The one place that names colours, sizes and spaces.
//!
//! Views ask for [`tokens`], [`space`] and the named fonts; nothing else in the program makes a colour.
//! Call [`install`] once before the first frame (in tests: `Harness::builder().with_context_setup`):
//! the named fonts exist only after it.

mod contrast;
mod fonts;
mod missing;
mod style;

use egui::{Color32, FontFamily, FontId};

pub use fonts::definitions as font_definitions;
pub use missing::{boxes, is_invisible};
pub use style::{Look, install, set_look};

/// Colours of one theme.
#[derive(Debug, Clone, Copy)]
pub struct Tokens {
    /// Behind everything.
    pub background: Color32,
    /// Cards and side panels.
    pub surface: Color32,
    /// Troughs, text fields, the ground of a segmented control.
    pub sunken: Color32,
    /// Buttons and dropdowns at rest.
    pub control: Color32,
    /// Buttons and dropdowns under the pointer.
    pub control_hover: Color32,
    /// Hairlines and outlines.
    pub line: Color32,
    /// Outlines of things that can be used; at least 3:1 against what is behind them.
    pub line_strong: Color32,
    /// Reading text.
    pub text: Color32,
    /// Text that may be overlooked.
    pub text_weak: Color32,
    /// The one accent.
    pub accent: Color32,
    /// The accent under the pointer.
    pub accent_hover: Color32,
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
    /// What things that float cast on what is below; also the veil behind a dialog.
    pub shade: Color32,
}

const LIGHT: Tokens = Tokens {
    background: Color32::from_rgb(0xF6, 0xF5, 0xF1),
    surface: Color32::from_rgb(0xFF, 0xFF, 0xFF),
    sunken: Color32::from_rgb(0xEF, 0xED, 0xE8),
    control: Color32::from_rgb(0xF4, 0xF2, 0xEE),
    control_hover: Color32::from_rgb(0xE9, 0xE6, 0xE0),
    line: Color32::from_rgb(0xE2, 0xDF, 0xD8),
    line_strong: Color32::from_rgb(0x8A, 0x8B, 0x8A),
    text: Color32::from_rgb(0x22, 0x24, 0x28),
    text_weak: Color32::from_rgb(0x5A, 0x5E, 0x65),
    accent: Color32::from_rgb(0x1F, 0x5F, 0x5B),
    accent_hover: Color32::from_rgb(0x17, 0x4C, 0x49),
    on_accent: Color32::from_rgb(0xFF, 0xFF, 0xFF),
    accent_faint: Color32::from_rgb(0xDC, 0xEB, 0xE8),
    green: Color32::from_rgb(0x26, 0x70, 0x46),
    amber: Color32::from_rgb(0x8A, 0x54, 0x00),
    red: Color32::from_rgb(0xB3, 0x34, 0x2D),
    wave: Color32::from_rgb(0x8C, 0xA8, 0xA5),
    shade: Color32::from_rgba_premultiplied(0x08, 0x09, 0x0A, 0x30),
};

const DARK: Tokens = Tokens {
    background: Color32::from_rgb(0x15, 0x17, 0x1A),
    surface: Color32::from_rgb(0x1E, 0x21, 0x25),
    sunken: Color32::from_rgb(0x14, 0x16, 0x19),
    control: Color32::from_rgb(0x2A, 0x2E, 0x33),
    control_hover: Color32::from_rgb(0x33, 0x38, 0x3E),
    line: Color32::from_rgb(0x32, 0x36, 0x3C),
    line_strong: Color32::from_rgb(0x7B, 0x80, 0x87),
    text: Color32::from_rgb(0xE9, 0xE8, 0xE4),
    text_weak: Color32::from_rgb(0xA6, 0xAA, 0xB0),
    accent: Color32::from_rgb(0x6F, 0xC3, 0xBA),
    accent_hover: Color32::from_rgb(0x8A, 0xD3, 0xCB),
    on_accent: Color32::from_rgb(0x0E, 0x1B, 0x1A),
    accent_faint: Color32::from_rgb(0x24, 0x3B, 0x39),
    green: Color32::from_rgb(0x6C, 0xC2, 0x8C),
    amber: Color32::from_rgb(0xE5, 0xB1, 0x5C),
    red: Color32::from_rgb(0xEC, 0x83, 0x7A),
    wave: Color32::from_rgb(0x58, 0x78, 0x75),
    shade: Color32::from_rgba_premultiplied(0, 0, 0, 0x78),
};

/// The colours in force.
#[must_use]
pub fn tokens(ui: &egui::Ui) -> &'static Tokens {
    tokens_of(ui.visuals().dark_mode)
}

/// The colours of the dark or the light theme.
#[must_use]
pub const fn tokens_of(dark: bool) -> &'static Tokens {
    if dark { &DARK } else { &LIGHT }
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

/// Sizes of things, in points.
pub mod size {
    /// Height of buttons, dropdowns and fields.
    pub const CONTROL: f32 = 32.0;
    /// Height of the one button that matters.
    pub const PRIMARY: f32 = 42.0;
    /// Rounding of cards.
    pub const CARD_RADIUS: u8 = 12;
    /// Rounding of controls.
    pub const CONTROL_RADIUS: u8 = 8;
    /// Width of the focus ring.
    pub const FOCUS: f32 = 2.0;
    /// Content is never wider than this, so that lines stay readable.
    pub const CONTENT: f32 = 1120.0;
    /// Height of the navigation.
    pub const NAVIGATION: f32 = 52.0;
}

/// The family of titles, headings and the buttons that matter.
fn strong_family() -> FontFamily {
    FontFamily::Name(fonts::STRONG.into())
}

/// Names a screen.
#[must_use]
pub fn title() -> FontId {
    FontId::new(26.0, strong_family())
}

/// Names a card.
#[must_use]
pub fn heading() -> FontId {
    FontId::new(16.0, strong_family())
}

/// Reading text.
#[must_use]
pub fn body() -> FontId {
    FontId::new(14.5, FontFamily::Proportional)
}

/// Reading text that stands out.
#[must_use]
pub fn strong() -> FontId {
    FontId::new(14.5, strong_family())
}

/// Captions.
#[must_use]
pub fn small() -> FontId {
    FontId::new(12.5, FontFamily::Proportional)
}

/// The question in the room.
#[must_use]
pub fn question() -> FontId {
    FontId::new(28.0, strong_family())
}

/// The clock in the room: figures of equal width, so that it doesn't tremble.
#[must_use]
pub fn clock() -> FontId {
    FontId::new(64.0, FontFamily::Name(fonts::FIGURES.into()))
}
