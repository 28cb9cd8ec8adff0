//! From tokens to egui's styles: rounding, strokes, focus ring, paddings, scroll bars.

use std::collections::BTreeMap;

use egui::style::{HandleShape, ScrollStyle, Selection, WidgetVisuals, Widgets};
use egui::{
    Context, CornerRadius, Margin, Shadow, Stroke, Style, TextStyle, Theme, ThemePreference, Vec2,
    Visuals,
};

use crate::ui::scrolling::FollowFocus;

use super::{Tokens, body, fonts, heading, missing, size, small, space, tokens_of};

/// Which of the themes is shown.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// As the desktop has it.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// Sets fonts and both styles, and has the view follow the focus. Once, before the first frame.
pub fn install(ctx: &Context) {
    crate::ui::keys::install(ctx);
    ctx.set_fonts(fonts::definitions());
    ctx.add_glyph_rasterizer(missing::boxes());
    ctx.add_plugin(FollowFocus::default());
    for theme in [Theme::Light, Theme::Dark] {
        ctx.style_mut_of(theme, |style| {
            dress(style, tokens_of(theme == Theme::Dark), theme == Theme::Dark);
        });
    }
}

/// Chooses the theme; [`Look::System`] follows the desktop as it changes.
pub fn set_look(ctx: &Context, look: Look) {
    ctx.set_theme(match look {
        Look::System => ThemePreference::System,
        Look::Light => ThemePreference::Light,
        Look::Dark => ThemePreference::Dark,
    });
}

fn dress(style: &mut Style, t: &Tokens, dark: bool) {
    style.text_styles = BTreeMap::from([
        (TextStyle::Heading, heading()),
        (TextStyle::Body, body()),
        (TextStyle::Button, body()),
        (TextStyle::Small, small()),
        (TextStyle::Monospace, egui::FontId::monospace(13.0)),
    ]);
    // Changes are shown at once: an animation would only be frames drawn for nothing.
    style.animation_time = 0.0;
    style.explanation_tooltips = false;
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.4;
    spacing(style);
    style.visuals = visuals(t, dark);
}

fn spacing(style: &mut Style) {
    let s = &mut style.spacing;
    s.item_spacing = Vec2::new(space::S, space::S);
    s.button_padding = Vec2::new(12.0, 6.0);
    s.interact_size = Vec2::new(40.0, size::CONTROL);
    s.menu_margin = Margin::same(6);
    s.window_margin = Margin::same(20);
    s.icon_width = 18.0;
    s.icon_width_inner = 10.0;
    s.icon_spacing = space::S;
    s.slider_width = 160.0;
    s.slider_rail_height = 6.0;
    s.combo_width = 120.0;
    s.combo_height = 320.0;
    s.tooltip_width = 360.0;
    s.scroll = scroll_style();
}

/// A bar that floats, and is seen wherever there is more.
fn scroll_style() -> ScrollStyle {
    ScrollStyle {
        bar_width: 8.0,
        bar_outer_margin: 2.0,
        floating_width: 5.0,
        floating_allocated_width: 7.0,
        // Of the text's colour, or it could not be told from what it lies on.
        foreground_color: true,
        dormant_handle_opacity: 0.55,
        active_handle_opacity: 0.6,
        interact_handle_opacity: 0.8,
        ..ScrollStyle::thin()
    }
}

fn visuals(t: &Tokens, dark: bool) -> Visuals {
    let base = if dark { Visuals::dark() } else { Visuals::light() };
    let shadow =
        |blur: u8| Shadow { offset: [0, 4], blur, spread: 0, color: t.shade.gamma_multiply(0.6) };
    let mut text_cursor = base.text_cursor.clone();
    text_cursor.stroke = Stroke::new(2.0, t.accent);
    Visuals {
        widgets: widgets(t),
        weak_text_color: Some(t.text_weak),
        selection: Selection { bg_fill: t.accent_faint, stroke: Stroke::new(1.5, t.accent) },
        hyperlink_color: t.accent,
        faint_bg_color: t.sunken,
        extreme_bg_color: t.sunken,
        text_edit_bg_color: Some(t.surface),
        code_bg_color: t.sunken,
        warn_fg_color: t.amber,
        error_fg_color: t.red,
        window_corner_radius: CornerRadius::same(size::CARD_RADIUS),
        window_fill: t.surface,
        window_stroke: Stroke::new(1.0, t.line),
        window_shadow: shadow(28),
        menu_corner_radius: CornerRadius::same(size::CONTROL_RADIUS),
        popup_shadow: shadow(16),
        panel_fill: t.background,
        text_cursor,
        slider_trailing_fill: true,
        handle_shape: HandleShape::Circle,
        ..base
    }
}

fn widgets(t: &Tokens) -> Widgets {
    let corner_radius = CornerRadius::same(size::CONTROL_RADIUS);
    let at_rest = WidgetVisuals {
        bg_fill: t.sunken,
        weak_bg_fill: t.control,
        bg_stroke: Stroke::new(1.0, t.line_strong.gamma_multiply(0.55)),
        corner_radius,
        fg_stroke: Stroke::new(1.0, t.text),
        expansion: 0.0,
    };
    Widgets {
        noninteractive: WidgetVisuals {
            bg_fill: t.surface,
            weak_bg_fill: t.surface,
            bg_stroke: Stroke::new(1.0, t.line),
            ..at_rest
        },
        inactive: at_rest,
        hovered: WidgetVisuals {
            bg_fill: t.control_hover,
            weak_bg_fill: t.control_hover,
            bg_stroke: Stroke::new(1.0, t.line_strong),
            ..at_rest
        },
        // What is pressed or has the keyboard's focus: the ring is the same everywhere.
        active: WidgetVisuals {
            bg_fill: t.control_hover,
            weak_bg_fill: t.control_hover,
            bg_stroke: Stroke::new(size::FOCUS, t.accent),
            ..at_rest
        },
        open: WidgetVisuals {
            weak_bg_fill: t.control_hover,
            bg_stroke: Stroke::new(1.0, t.accent),
            ..at_rest
        },
    }
}
