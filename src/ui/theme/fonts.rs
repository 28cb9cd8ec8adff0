//! The fonts in the program: Inter, with egui's own behind it for what Inter's subset lacks.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};

/// Name of the semi-bold family.
pub const STRONG: &str = "strong";
/// Name of the family with figures of equal width.
pub const FIGURES: &str = "figures";

const REGULAR_FILE: &str = "inter-regular";
const STRONG_FILE: &str = "inter-semibold";
const FIGURES_FILE: &str = "inter-figures";

/// All fonts and families.
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let files: [(&str, &'static [u8]); 3] = [
        (REGULAR_FILE, include_bytes!("../../../assets/fonts/Inter-Regular.otf")),
        (STRONG_FILE, include_bytes!("../../../assets/fonts/Inter-SemiBold.otf")),
        (FIGURES_FILE, include_bytes!("../../../assets/fonts/Inter-Medium-figures.otf")),
    ];
    for (name, bytes) in files {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let family = |first: &[&str]| -> Vec<String> {
        first.iter().map(|name| (*name).to_owned()).chain(fallback.iter().cloned()).collect()
    };
    let regular = family(&[REGULAR_FILE]);
    let strong = family(&[STRONG_FILE, REGULAR_FILE]);
    let figures = family(&[FIGURES_FILE, REGULAR_FILE]);
    fonts.families.insert(FontFamily::Proportional, regular);
    fonts.families.insert(FontFamily::Name(STRONG.into()), strong);
    fonts.families.insert(FontFamily::Name(FIGURES.into()), figures);
    fonts
}

#[cfg(test)]
mod tests {
    use egui_kittest::Harness;

    use crate::ui::theme;

    #[test]
    fn figures_of_the_clock_are_equally_wide() {
        let mut widths = Vec::new();
        let harness = Harness::builder().with_context_setup(theme::install).build_ui(|ui| {
            widths = ('0'..='9')
                .map(|digit| ui.ctx().fonts_mut(|fonts| fonts.glyph_width(&theme::clock(), digit)))
                .collect();
        });
        drop(harness);
        assert!(widths.iter().all(|width| *width > 10.0), "{widths:?}");
        assert!(
            widths.windows(2).all(|pair| (pair[0] - pair[1]).abs() < 0.1),
            "digits differ in width: {widths:?}"
        );
    }

    #[test]
    fn signs_used_on_screens_have_a_glyph() {
        let signs = "–—“”‘’…·•×−≤≥≈∞€←→↑↓↗✓✗●○▶▼★☆⚠";
        let harness = Harness::builder().with_context_setup(theme::install).build_ui(|ui| {
            for sign in signs.chars() {
                let has = ui.ctx().fonts_mut(|fonts| fonts.has_glyph(&theme::body(), sign));
                assert!(has, "no glyph for {sign}");
            }
        });
        drop(harness);
    }
}
