//! WCAG contrast of colours; only tests ask, so that no theme can be changed into an unreadable one.
#![cfg(test)]

use egui::Color32;

use crate::ui::theme::tokens_of;

/// Relative luminance, WCAG 2.2 ("relative luminance", sRGB), 0–1.
fn luminance(colour: Color32) -> f64 {
    let linear = |byte: u8| {
        let value = f64::from(byte) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
}

/// Contrast ratio, WCAG 2.2 ("contrast ratio"), 1–21.
fn contrast(one: Color32, other: Color32) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn black_on_white_is_twenty_one_to_one() {
    assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.01);
}

#[test]
fn every_text_colour_reads_at_four_and_a_half_to_one() {
    for dark in [false, true] {
        let t = tokens_of(dark);
        let grounds = [
            ("background", t.background),
            ("surface", t.surface),
            ("sunken", t.sunken),
            ("control", t.control),
            ("control_hover", t.control_hover),
            ("accent_faint", t.accent_faint),
        ];
        let texts = [
            ("text", t.text),
            ("text_weak", t.text_weak),
            ("accent", t.accent),
            ("green", t.green),
            ("amber", t.amber),
            ("red", t.red),
        ];
        for (ground_name, ground) in grounds {
            for (text_name, text) in texts {
                let ratio = contrast(text, ground);
                assert!(ratio >= 4.5, "{text_name} on {ground_name}, dark {dark}: {ratio:.2}");
            }
        }
        for accent in [t.accent, t.accent_hover] {
            assert!(contrast(t.on_accent, accent) >= 4.5);
        }
    }
}

#[test]
fn outlines_of_controls_and_the_focus_ring_stand_out() {
    for dark in [false, true] {
        let t = tokens_of(dark);
        for ground in [t.background, t.surface] {
            assert!(contrast(t.line_strong, ground) >= 3.0, "outline, dark {dark}");
            assert!(contrast(t.accent, ground) >= 3.0, "focus ring, dark {dark}");
        }
    }
}
