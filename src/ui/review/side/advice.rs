//! Two things to keep and one to change, each with its moment and its rule. Nothing where nothing is worth saying.

use egui::text::LayoutJob;
use egui::{CornerRadius, Frame, Label, Margin, Stroke, TextFormat, Ui};

use crate::ui::review::{Advice, ReviewIntent, ReviewTake};
use crate::ui::theme::{self, space, tokens};
use crate::ui::times::clock_text;

use super::parts::{heading_ui, small_button_ui, weak_ui};

/// The card. `rule` is the place of the one whose rule is shown.
pub(super) fn advice_ui(
    ui: &mut Ui,
    take: &ReviewTake,
    rule: &mut Option<(usize, usize)>,
    intents: &mut Vec<ReviewIntent>,
) {
    if take.advice.is_empty() {
        return;
    }
    let tokens = tokens(ui);
    Frame::new()
        .fill(tokens.surface)
        .stroke(Stroke::new(1.0, tokens.line))
        .corner_radius(CornerRadius::same(8))
        .inner_margin(Margin::same(12))
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = space::XS;
            heading_ui(ui, "From this take");
            for (nth, advice) in take.advice.iter().enumerate() {
                ui.push_id(("advice", nth), |ui| one_ui(ui, take, nth, advice, rule, intents));
            }
        });
    ui.add_space(space::M);
}

fn one_ui(
    ui: &mut Ui,
    take: &ReviewTake,
    nth: usize,
    advice: &Advice,
    rule: &mut Option<(usize, usize)>,
    intents: &mut Vec<ReviewIntent>,
) {
    let tokens = tokens(ui);
    let (word, colour) =
        if advice.keep { ("Keep", tokens.green) } else { ("Change", tokens.accent) };
    ui.add_space(space::XS);
    let mut line = LayoutJob::default();
    line.append(&format!("{word}  "), 0.0, TextFormat::simple(theme::strong(), colour));
    line.append(&advice.sentence, 0.0, TextFormat::simple(theme::body(), tokens.text));
    ui.add(Label::new(line).wrap());
    let here = Some((take.key, nth));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        if let Some((from, to)) = advice.moment {
            let time = clock_text(from);
            let name = format!("Hear the moment at {time}");
            if small_button_ui(ui, &format!("Hear it at {time}"), &name).clicked() {
                intents.push(ReviewIntent::HearMoment { take: take.key, from, to });
            }
        }
        let label = if *rule == here { "Hide the rule" } else { "Why?" };
        let name = format!("{label} {word} {}", nth + 1);
        if small_button_ui(ui, label, &name).clicked() {
            *rule = if *rule == here { None } else { here };
        }
    });
    if *rule == here {
        weak_ui(ui, &advice.rule);
    }
}
