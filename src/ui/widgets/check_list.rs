//! A list of things to tick, scrolled when it is long.

use egui::text::LayoutJob;
use egui::{Checkbox, ScrollArea, TextFormat, Ui};

use crate::ui::theme;

/// One line of a list to tick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckItem<'a> {
    /// What people read.
    pub text: &'a str,
    /// A few words about it, on a line of their own.
    pub note: &'a str,
    /// Whether it is ticked.
    pub on: bool,
}

/// Shows the list, at most `height` points high; returns the index of the line that was clicked.
pub fn check_list_ui(ui: &mut Ui, items: &[CheckItem<'_>], height: f32) -> Option<usize> {
    let mut clicked = None;
    ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = theme::space::XS;
        for (index, item) in items.iter().enumerate() {
            let mut on = item.on;
            let line = line(ui, item);
            if ui.add(Checkbox::new(&mut on, line)).changed() {
                clicked = Some(index);
            }
        }
    });
    clicked
}

fn line(ui: &Ui, item: &CheckItem<'_>) -> LayoutJob {
    let t = theme::tokens(ui);
    let mut job = LayoutJob::default();
    job.append(item.text, 0.0, TextFormat::simple(theme::body(), t.text));
    if !item.note.is_empty() {
        let note = format!("\n{}", item.note);
        job.append(&note, 0.0, TextFormat::simple(theme::small(), t.text_weak));
    }
    job
}
