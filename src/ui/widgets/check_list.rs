//! A list of things to tick: only the rows in sight are drawn, however many there are.

use egui::text::{LayoutJob, TextWrapping};
use egui::{Checkbox, ScrollArea, TextFormat, Ui, vec2};

use crate::ui::scrolling::scroll_rows_ui;
use crate::ui::theme;

/// Height of a row, points: two lines of text and a little air.
const ROW: f32 = 40.0;

/// What a row needs beside its words, points: the tick and the gap behind it.
const TICK: f32 = 30.0;

/// One line of a list to tick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckItem<'a> {
    /// What people read; cut where there is no room for all of it.
    pub text: &'a str,
    /// A few words about it, on a line of their own.
    pub note: String,
    /// Whether it is ticked.
    pub on: bool,
}

/// Shows `count` lines, at most `height` points high; `item` gives that of a place. Returns the place of the
/// one that was clicked.
pub fn check_list_ui<'a>(
    ui: &mut Ui,
    count: usize,
    height: f32,
    item: impl Fn(usize) -> Option<CheckItem<'a>>,
) -> Option<usize> {
    let mut clicked = None;
    let area = ScrollArea::vertical().max_height(height).auto_shrink([false, true]);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        scroll_rows_ui(ui, area, ROW, count, |ui, rows| {
            for (place, item) in rows.filter_map(|place| Some((place, item(place)?))) {
                if row_ui(ui, place, &item) {
                    clicked = Some(place);
                }
            }
        });
    });
    clicked
}

/// One row; true if it was clicked.
fn row_ui(ui: &mut Ui, place: usize, item: &CheckItem<'_>) -> bool {
    let size = vec2(ui.available_width(), ROW);
    ui.push_id(place, |ui| {
        ui.allocate_ui_with_layout(size, egui::Layout::left_to_right(egui::Align::Center), |ui| {
            ui.set_min_size(size);
            let mut on = item.on;
            let (words, is_cut) = words(ui, item, size.x - TICK);
            let name = format!("{}\n{}", item.text, item.note);
            let tick = ui.add(Checkbox::new(&mut on, words)).accessible_name(name);
            let changed = tick.changed();
            if is_cut {
                tick.on_hover_text(item.text);
            }
            changed
        })
        .inner
    })
    .inner
}

/// Both lines, and whether the first one was cut to this width.
fn words(ui: &Ui, item: &CheckItem<'_>, width: f32) -> (LayoutJob, bool) {
    let t = theme::tokens(ui);
    let format = TextFormat::simple(theme::body(), t.text);
    let mut first = LayoutJob::single_section(item.text.to_owned(), format.clone());
    first.wrap = TextWrapping::truncate_at_width(width);
    let first = ui.painter().layout_job(first);
    let glyphs = first.rows.first().map_or(0, |row| row.glyphs.len());
    let mut job = LayoutJob::default();
    if first.elided {
        // The last glyph is the mark of what is missing.
        let shown: String = item.text.chars().take(glyphs.saturating_sub(1)).collect();
        job.append(&format!("{}…", shown.trim_end()), 0.0, format);
    } else {
        job.append(item.text, 0.0, format);
    }
    if !item.note.is_empty() {
        let note = format!("\n{}", item.note);
        job.append(&note, 0.0, TextFormat::simple(theme::small(), t.text_weak));
    }
    (job, first.elided)
}
