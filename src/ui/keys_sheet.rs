//! All keys on one sheet, those of the screen first; in an interview its own at the foot, below the clock.

use egui::{
    Align, Frame, Id, Key, Label, Layout, Margin, Modifiers, Panel, RichText, ScrollArea, Stroke,
    Ui, vec2,
};

use crate::ui::keys::{self, Entry, Place};
use crate::ui::theme::{self, space};
use crate::ui::widgets::{dialog_ui, heading_ui, hint_ui, primary_button_ui};

/// The order of the places after those of the screen.
const PLACES: [Place; 8] = [
    Place::Everywhere,
    Place::Prepare,
    Place::Room,
    Place::Review,
    Place::QuestionList,
    Place::Questions,
    Place::Import,
    Place::Settings,
];

/// Width of the keys in a line, points; wider ones wrap.
const CAPS: f32 = 124.0;

/// The least width of a column, points: with less the lines wrap too often.
const COLUMN: f32 = 300.0;

/// So much of the window's height the keys may have in an interview.
const FOOT_SHARE: f32 = 0.3;

/// Height of the keys at the foot of an interview, points, where there is room for it.
const FOOT: f32 = 190.0;

/// Shows the sheet over a screen, the keys of its own places first; true when it is to be closed.
pub fn window_ui(ui: &Ui, here: &[Place], version: &str) -> bool {
    // What is around the keys in the dialog, and a little air around the dialog.
    let height = (ui.ctx().content_rect().height() - 220.0).max(80.0);
    let mut done = false;
    let close = dialog_ui(ui, "Keys", 780.0, |ui| {
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            scroll_with_keys(ui, height);
            groups_ui(ui, &[here, &rest_after(here)].concat());
        });
        hint_ui(
            ui,
            &format!(
                "Greenroom {version}. Everything stays on this computer. MIT or Apache-2.0; the fonts are \
                 Inter, under the SIL Open Font License."
            ),
        );
        ui.add_space(space::S);
        ui.horizontal(|ui| done = primary_button_ui(ui, "Close", true).clicked());
    });
    done || close
}

/// Shows the keys at the foot of the window, those of these places first, with nothing behind them; true when they
/// are to be hidden again.
pub fn foot_ui(ui: &mut Ui, here: &[Place]) -> bool {
    let t = theme::tokens(ui);
    let frame = Frame::new()
        .fill(t.surface)
        .stroke(Stroke::new(1.0, t.line))
        .inner_margin(Margin::symmetric(24, 8));
    let height = (ui.ctx().content_rect().height() * FOOT_SHARE).min(FOOT);
    let mut close = false;
    Panel::bottom(Id::unique("keys at the foot")).frame(frame).exact_size(height).show(ui, |ui| {
        ui.horizontal(|ui| {
            heading_ui(ui, "Keys");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                close = ui.button("Close").on_hover_text("Close the keys   Esc").clicked();
            });
        });
        let rest = ui.available_height();
        ScrollArea::vertical().max_height(rest).auto_shrink([false, false]).show(ui, |ui| {
            let entries: Vec<&Entry> = keys::shown(here).collect();
            columns_ui(ui, &vec![1; entries.len()], |ui, nth| {
                if let Some(entry) = entries.get(nth) {
                    line_ui(ui, entry);
                }
            });
            ui.add_space(space::S);
            groups_ui(ui, &rest_after(here));
        });
    });
    close
}

fn rest_after(here: &[Place]) -> Vec<Place> {
    PLACES.into_iter().filter(|place| !here.contains(place)).collect()
}

/// The places one after the other, in as many columns as there is room for.
fn groups_ui(ui: &mut Ui, places: &[Place]) {
    let lines: Vec<usize> = places.iter().map(|place| 2 + keys::shown(&[*place]).count()).collect();
    columns_ui(ui, &lines, |ui, nth| {
        let Some(place) = places.get(nth) else { return };
        heading_ui(ui, place.name());
        for entry in keys::shown(&[*place]) {
            line_ui(ui, entry);
        }
        ui.add_space(space::S);
    });
}

/// Blocks of so many lines in columns of about equal height, in their order; none is wider than its column.
fn columns_ui(ui: &mut Ui, lines: &[usize], mut add: impl FnMut(&mut Ui, usize)) {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few columns")]
    let count = ((ui.available_width() / COLUMN) as usize).clamp(1, 3);
    let each = lines.iter().sum::<usize>().div_ceil(count).max(1);
    // A block belongs to the column in which its middle lies.
    let starts = lines.iter().scan(0, |sum, block| {
        let middle = *sum + block / 2;
        *sum += block;
        Some((middle / each).min(count - 1))
    });
    let column_of: Vec<usize> = starts.collect();
    ui.spacing_mut().item_spacing.x = space::L;
    ui.columns(count, |columns| {
        for (column, ui) in columns.iter_mut().enumerate() {
            ui.spacing_mut().item_spacing = vec2(space::S, 4.0);
            ui.spacing_mut().interact_size.y = 20.0;
            for (nth, of) in column_of.iter().enumerate() {
                if *of == column {
                    add(ui, nth);
                }
            }
        }
    });
}

/// The keys and what they do, both wrapped in their own width.
fn line_ui(ui: &mut Ui, entry: &Entry) {
    let caps = CAPS.min(ui.available_width() * 0.45);
    ui.horizontal_top(|ui| {
        let text = RichText::new(entry.cap).font(theme::strong());
        ui.allocate_ui(vec2(caps, 20.0), |ui| {
            ui.set_width(caps);
            ui.vertical(|ui| ui.add(Label::new(text).wrap()));
        });
        ui.vertical(|ui| ui.add(Label::new(entry.does).wrap()));
    });
}

/// Arrows and pages scroll what is shown, `page` points at most.
fn scroll_with_keys(ui: &Ui, page: f32) {
    let pages = [
        (Key::ArrowDown, -40.0),
        (Key::ArrowUp, 40.0),
        (Key::PageDown, -page),
        (Key::PageUp, page),
        (Key::End, f32::MIN / 4.0),
        (Key::Home, f32::MAX / 4.0),
    ];
    for (key, by) in pages {
        let pressed = ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
        if pressed > 0 {
            ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
            ui.scroll_with_delta(vec2(0.0, by));
        }
    }
}
