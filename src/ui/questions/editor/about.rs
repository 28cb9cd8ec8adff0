//! What belongs to a bank as a whole: its title, the role, the questions to ask back.

use egui::{Id, Response, Ui};

use super::super::bank::{BankIntent, BankModel};
use super::draft::AboutDraft;
use super::fields::{label_ui, line_ui, list_field_ui};
use super::lines;
use crate::bank::{Bank, Edit, NamedText, RoleEdit, RoleNames, RoleTexts, YourQuestion};
use crate::ui::theme::space;
use crate::ui::widgets::{button_room, heading_ui};

/// Collects what the fields want.
struct Out<'a> {
    intents: &'a mut Vec<BankIntent>,
    left: bool,
}

impl Out<'_> {
    fn typed(&mut self, response: &Response, edit: impl FnOnce() -> Edit) {
        if response.changed() {
            self.intents.push(BankIntent::Edit(edit()));
        }
        if response.lost_focus() {
            self.left = true;
            self.intents.push(BankIntent::TypingEnded);
        }
    }
}

pub(super) fn about_ui(
    ui: &mut Ui,
    model: &BankModel,
    bank: &Bank,
    draft: &mut AboutDraft,
    intents: &mut Vec<BankIntent>,
) {
    draft.follow(bank, model.turns);
    let mut out = Out { intents, left: false };
    let width = ui.available_width();
    label_ui(ui, "Title", "");
    let title = line_ui(ui, Id::unique("bank title"), "Title", &mut draft.title, width);
    out.typed(&title, || Edit::Title(draft.title.clone()));
    label_ui(ui, "Role", "The job it prepares for");
    let role = line_ui(ui, Id::unique("bank role"), "Role", &mut draft.role, width);
    out.typed(&role, || Edit::Role(RoleEdit::Name(draft.role.clone())));
    names_ui(ui, RoleNames::Tasks, draft, &mut out);
    names_ui(ui, RoleNames::Abilities, draft, &mut out);
    yours_ui(ui, draft, &mut out);
    ui.add_space(space::M);
    heading_ui(ui, "Role guide");
    for (which, text) in RoleTexts::ALL.into_iter().zip(&mut draft.texts) {
        let (label, hint) = words(which);
        let response = list_field_ui(ui, label, hint, text, 3);
        out.typed(&response, || Edit::Role(RoleEdit::Texts(which, lines(text))));
    }
    if out.left {
        draft.left();
    }
}

fn words(which: RoleTexts) -> (&'static str, &'static str) {
    match which {
        RoleTexts::Mindset => ("Mindset", "What the interviewer is really after, one a line"),
        RoleTexts::Duties => ("Duties", "What the work consists of, one a line"),
        RoleTexts::Skills => ("Skills", "One a line"),
        RoleTexts::Showcasing => ("Showing your strengths", "One piece of advice a line"),
        RoleTexts::Advice => ("Advice", "For asking back and the interview as a whole, one a line"),
    }
}

/// What was done to a row.
struct Did {
    /// Something was typed.
    changed: bool,
    /// One of its fields was left.
    left: bool,
    /// It is to go.
    removed: bool,
}

/// Two fields and a button that takes the row away; the first field has `share` of the width.
fn row_ui(ui: &mut Ui, name: &str, ids: [Id; 2], texts: [&mut String; 2], share: f32) -> Did {
    ui.horizontal(|ui| {
        let ([first, second], [text, about]) = (ids, texts);
        let room = ui.available_width() - button_room(ui, "Remove");
        let rest = room * (1.0 - share) - ui.spacing().item_spacing.x;
        let first = line_ui(ui, first, name, text, room * share);
        let second = line_ui(ui, second, &format!("About {}", name.to_lowercase()), about, rest);
        let remove = ui.button("Remove").accessible_name(format!("Remove: {name}"));
        Did {
            changed: first.changed() || second.changed(),
            left: first.lost_focus() || second.lost_focus(),
            removed: remove.clicked(),
        }
    })
    .inner
}

/// Names with sentences; questions follow a name that is changed.
fn names_ui(ui: &mut Ui, which: RoleNames, draft: &mut AboutDraft, out: &mut Out<'_>) {
    let (label, one, hint) = match which {
        RoleNames::Tasks => ("Tasks", "Task", "A name, and a sentence about it"),
        RoleNames::Abilities => ("Abilities", "Ability", "What questions are to show"),
    };
    label_ui(ui, label, hint);
    let rows = draft.names(which);
    let (mut changed, mut away, mut left) = (false, None, false);
    for (nth, row) in rows.iter_mut().enumerate() {
        let name = format!("{one} {}", nth + 1);
        let ids = [name_id(which, nth), Id::unique(("bank name text", which, nth))];
        let did = row_ui(ui, &name, ids, [&mut row.name, &mut row.text], 0.42);
        (changed, left) = (changed || did.changed, left || did.left);
        if did.removed {
            away = Some(nth);
        }
    }
    if let Some(nth) = away {
        rows.remove(nth);
        changed = true;
    }
    if changed {
        let edit = RoleEdit::Names(which, rows.clone());
        out.intents.push(BankIntent::Edit(Edit::Role(edit)));
    }
    if left || away.is_some() {
        out.intents.push(BankIntent::TypingEnded);
    }
    let add = ui.button("Add").accessible_name(format!("Add: {}", one.to_lowercase()));
    if add.clicked() {
        rows.push(NamedText { name: String::new(), text: String::new() });
        let id = name_id(which, rows.len() - 1);
        ui.memory_mut(|memory| memory.request_focus(id));
    }
}

fn name_id(which: RoleNames, nth: usize) -> Id {
    Id::unique(("bank name", which, nth))
}

/// What the candidate may ask.
fn yours_ui(ui: &mut Ui, draft: &mut AboutDraft, out: &mut Out<'_>) {
    label_ui(ui, "What you ask back", "A question, and what it is about");
    let (mut changed, mut away, mut left) = (false, None, false);
    for (nth, row) in draft.yours.iter_mut().enumerate() {
        let name = format!("Question to ask back {}", nth + 1);
        let ids = [yours_id(nth), Id::unique(("bank own about", nth))];
        let did = row_ui(ui, &name, ids, [&mut row.ask, &mut row.about], 0.7);
        (changed, left) = (changed || did.changed, left || did.left);
        if did.removed {
            away = Some(nth);
        }
    }
    if let Some(nth) = away {
        draft.yours.remove(nth);
        changed = true;
    }
    if changed {
        out.intents.push(BankIntent::Edit(Edit::YourQuestions(draft.yours.clone())));
    }
    if left || away.is_some() {
        out.intents.push(BankIntent::TypingEnded);
    }
    if ui.button("Add").accessible_name("Add: question to ask back").clicked() {
        draft.yours.push(YourQuestion {
            id: String::new(),
            ask: String::new(),
            about: String::new(),
        });
        let id = yours_id(draft.yours.len() - 1);
        ui.memory_mut(|memory| memory.request_focus(id));
    }
}

fn yours_id(nth: usize) -> Id {
    Id::unique(("bank own question", nth))
}
