//! The row above list and editor: which bank, and what is done to a bank as a whole.

use egui::{Button, Ui};

use super::bank::{BankIntent, BankModel, BankOrigin};
use crate::ui::theme::size;
use crate::ui::widgets::{
    Choice, Tone, Turn, button_room, dropdown_ui, link_button_ui, sentence_ui, turn_ui,
};

/// The narrowest dropdown of banks, points.
const NARROWEST: f32 = 140.0;

/// The widest, points.
const WIDEST: f32 = 340.0;

pub(super) fn bar_ui(ui: &mut Ui, model: &BankModel, intents: &mut Vec<BankIntent>) {
    let away = match model.origin {
        BankOrigin::Own => {
            ("Delete bank", BankIntent::DeleteBank, "To the earlier banks; can be undone")
        }
        BankOrigin::BuiltIn | BankOrigin::Changed => {
            ("Back to the original", BankIntent::Original, "As it came with Greenroom")
        }
    };
    let buttons = [
        ("New bank", BankIntent::New, "A bank of your own"),
        (
            "Duplicate bank",
            BankIntent::DuplicateBank,
            "The same bank once more, as one of your own",
        ),
        away,
        ("Import…", BankIntent::Import, "Questions from a file, a web page or text"),
        ("Export…", BankIntent::Export, "For other programs, or to print"),
    ];
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.spacing_mut().button_padding.x = 9.0;
        let turns = 2.0 * (size::CONTROL + ui.spacing().item_spacing.x);
        let room: f32 = buttons.iter().map(|(text, ..)| button_room(ui, text)).sum();
        let width = (ui.available_width() - room - turns).clamp(NARROWEST, WIDEST);
        banks_ui(ui, model, width, intents);
        for (text, intent, hint) in buttons {
            let enabled = intent != BankIntent::Original || model.origin == BankOrigin::Changed;
            let enabled = enabled && (model.bank.is_some() || intent == BankIntent::New);
            let response = ui.add_enabled(enabled, Button::new(text)).on_hover_text(hint);
            if response.clicked() {
                intents.push(intent);
            }
        }
        if turn_ui(ui, Turn::Back, model.undo) {
            intents.push(BankIntent::Undo);
        }
        if turn_ui(ui, Turn::On, model.redo) {
            intents.push(BankIntent::Redo);
        }
    });
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = 22.0;
        said_ui(ui, model, intents);
    });
}

fn banks_ui(ui: &mut Ui, model: &BankModel, width: f32, intents: &mut Vec<BankIntent>) {
    let choice = |one: &super::bank::BankChoice| {
        Choice::new(one.id.clone(), format!("{} ({})", one.title, one.questions))
    };
    let choices: Vec<Choice<String>> = model.banks.iter().map(choice).collect();
    let current = model.bank.as_ref().map(|bank| bank.id.clone()).unwrap_or_default();
    let (_, chosen) = dropdown_ui(ui, "Bank", &current, &choices, "Choose a bank", width);
    intents.extend(chosen.map(BankIntent::Choose));
}

/// What was done last, or else where the bank is kept.
fn said_ui(ui: &mut Ui, model: &BankModel, intents: &mut Vec<BankIntent>) {
    let Some(said) = &model.said else {
        let text = match model.origin {
            BankOrigin::BuiltIn => {
                "Comes with Greenroom. What you change is kept in a copy of your own; you can go back to the original."
            }
            BankOrigin::Changed => {
                "Your copy of a bank that comes with Greenroom. Saved as you type."
            }
            BankOrigin::Own => "Your own bank. Saved as you type.",
        };
        sentence_ui(ui, Tone::Weak, text);
        return;
    };
    let label = egui::Label::new(said.text.as_str()).truncate();
    let actions = said.action.as_ref().map_or(0.0, |(text, _)| button_room(ui, text));
    let room = ui.available_width() - actions - button_room(ui, "Dismiss");
    let size = egui::vec2(room.max(100.0), 22.0);
    ui.scope(|ui| {
        ui.set_max_width(size.x);
        let response = ui.add(label);
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_live(egui::accesskit::Live::Polite);
        });
    });
    if let Some((text, intent)) = &said.action
        && link_button_ui(ui, text).clicked()
    {
        intents.push(intent.clone());
    }
    if link_button_ui(ui, "Dismiss").clicked() {
        intents.push(BankIntent::Read);
    }
}
