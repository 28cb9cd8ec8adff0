//! What went into no part of the bank, line by line, and what else there is to know.

use std::fmt::Write as _;

use egui::{Label, RichText, ScrollArea, Ui};

use super::counts::number;
use crate::bank::LeftLine;
use crate::ui::scrolling::{scroll_rows_ui, scroll_ui};
use crate::ui::theme::{self, space};
use crate::ui::widgets::{Tone, body_ui, hint_ui, sentence_ui};

/// Height of a row.
const ROW: f32 = 24.0;

/// Width of the columns for the number and the reason.
const NUMBER: f32 = 72.0;
const WHY: f32 = 240.0;

/// As much of a line is laid out, in characters.
const EXCERPT: usize = 300;

/// Shows the lines that were left out, each with its number and why.
pub(super) fn left_out_ui(ui: &mut Ui, lines: &[LeftLine]) {
    if lines.is_empty() {
        body_ui(ui, "Nothing was left out: every line is in the bank.");
        return;
    }
    ui.horizontal(|ui| {
        let what =
            format!("{} went into no part of the bank.", number(lines.len(), "line", "lines"));
        hint_ui(ui, &what);
        if ui.button("Copy them").clicked() {
            ui.copy_text(as_text(lines));
        }
    });
    ui.spacing_mut().item_spacing.y = 2.0;
    let scroll = ScrollArea::vertical().auto_shrink(false).id_salt("left out");
    scroll_rows_ui(ui, scroll, ROW, lines.len(), |ui, rows| {
        for line in lines.get(rows).unwrap_or_default() {
            line_ui(ui, line);
        }
    });
}

fn line_ui(ui: &mut Ui, line: &LeftLine) {
    let t = theme::tokens(ui);
    ui.horizontal(|ui| {
        ui.set_height(ROW);
        let column = |ui: &mut Ui, width: f32, text: RichText| {
            ui.allocate_ui(egui::vec2(width, ROW), |ui| {
                ui.set_min_width(width);
                ui.add(Label::new(text).truncate());
            });
        };
        let number = RichText::new(format!("Line {}", line.line)).font(theme::small());
        column(ui, NUMBER, number.color(t.text_weak));
        column(ui, WHY, RichText::new(line.why).font(theme::small()).color(t.text_weak));
        let beginning: String = line.text.chars().take(EXCERPT).collect();
        let text = RichText::new(beginning).font(theme::body()).color(t.text);
        ui.add(Label::new(text).truncate());
    });
}

/// A line each: number, why, text, with tabs between.
fn as_text(lines: &[LeftLine]) -> String {
    lines.iter().fold(String::new(), |mut text, line| {
        // Writing to a String can't fail.
        let _infallible = writeln!(text, "{}\t{}\t{}", line.line, line.why, line.text);
        text
    })
}

/// Shows what else there is to know, a sentence each.
pub(super) fn notes_ui(ui: &mut Ui, notes: &[String]) {
    if notes.is_empty() {
        body_ui(ui, "There is nothing else to know.");
        return;
    }
    scroll_ui(ui, ScrollArea::vertical().auto_shrink(false).id_salt("notes"), |ui| {
        for note in notes {
            sentence_ui(ui, Tone::Plain, note);
            ui.add_space(space::XS);
        }
    });
}
