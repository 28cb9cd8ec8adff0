//! The parts of a story: where each begins, as the listener marks it.

use egui::{Grid, Id, RichText, Ui};

use crate::analysis::star::{SUGGESTED_SPLIT, StarPart};
use crate::ui::quiet::KeyButton;
use crate::ui::review::{
    MarkChange, PartShare, ReviewIntent, ReviewTake, Shown, StarOffer, part_shares, star_cap,
    star_title,
};
use crate::ui::theme::{self, space, tokens};
use crate::ui::times::clock_text;
use crate::ui::widgets::link_button_ui;

use super::chip::{Chip, ChipAsks, chip_ui};
use super::parts::{heading_ui, weak_ui};
use super::{jump, mark_at};

/// The parts; behind a word where the question asks for no story and none is marked.
pub(super) fn star_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    take: &ReviewTake,
    open: &mut bool,
    intents: &mut Vec<ReviewIntent>,
) {
    let asked = match take.marked.star {
        StarOffer::None => return,
        StarOffer::Folded => take.marked.has_parts(),
        StarOffer::Open => true,
    };
    if !asked {
        let label =
            if *open { "Hide the parts of a story" } else { "Mark the parts of a story…" };
        if link_button_ui(ui, label).clicked() {
            *open = !*open;
        }
        if !*open {
            return;
        }
    }
    heading_ui(ui, "The parts of your story");
    let line = "Press 1–4 where each begins. Beside each its share, then the suggested one.";
    weak_ui(ui, line).on_hover_text(SUGGESTED_SPLIT);
    let shares = part_shares(&take.marked, take.measures.as_deref(), take.length);
    let grid = Grid::new("star parts").num_columns(2).spacing([space::S, space::XS]);
    grid.show(ui, |ui| {
        for part in StarPart::ALL {
            let share = shares.iter().find(|share| share.part == part);
            part_ui(ui, shown, take, part, share, intents);
            ui.end_row();
        }
    });
}

fn part_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    take: &ReviewTake,
    part: StarPart,
    share: Option<&PartShare>,
    intents: &mut Vec<ReviewIntent>,
) {
    let can = mark_at(shown, take).is_some();
    ui.add_enabled_ui(can, |ui| {
        let button = KeyButton::new(star_title(part)).key(star_cap(part)).name(begins(part));
        if ui.add(button).clicked() {
            begin_part(shown, take, part, intents);
        }
    });
    let Some(at) = take.marked.part(part) else { return };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let time = clock_text(at);
        let chip = Chip {
            id: Id::unique(("star part", take.key, part)),
            text: &time,
            name: &format!("Go to {} at {time}", part.name()),
            away: Some(&format!("Take away the mark of {}", part.name())),
            marked: false,
        };
        match chip_ui(ui, &chip) {
            Some(ChipAsks::Go) => intents.push(jump(take, at)),
            Some(ChipAsks::Away) => {
                let change = MarkChange::RemovePart(part);
                intents.push(ReviewIntent::Mark { take: take.key, change });
            }
            None => {}
        }
        if let Some(share) = share {
            let text = format!("{:.0} % · {:.0}", share.share, part.suggested_percent());
            ui.label(RichText::new(text).font(theme::small()).color(tokens(ui).text));
        }
    });
}

const fn begins(part: StarPart) -> &'static str {
    match part {
        StarPart::Situation => "Situation begins here",
        StarPart::Task => "Task begins here",
        StarPart::Action => "Action begins here",
        StarPart::Result => "Result begins here",
    }
}

/// This part begins at the playhead.
pub(super) fn begin_part(
    shown: &Shown<'_>,
    take: &ReviewTake,
    part: StarPart,
    intents: &mut Vec<ReviewIntent>,
) {
    if take.marked.star == StarOffer::None {
        return;
    }
    if let Some(at) = mark_at(shown, take) {
        let change = MarkChange::BeginPart(part, at);
        intents.push(ReviewIntent::Mark { take: take.key, change });
    }
}
