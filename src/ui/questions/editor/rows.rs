//! Parts of a question that come in rows: follow-ups, further answers, tasks and abilities shown.

use egui::{Button, Id, Ui};

use super::draft::Draft;
use super::fields::{Intents, field_ui, label_ui, line_ui};
use crate::bank::{Bank, Field, NamedText, Probe, ProbePart, Question};
use crate::ui::quiet::KeyButton;
use crate::ui::theme::space;
use crate::ui::widgets::{Choice, button_room, dropdown_ui, hint_ui};

/// Width of the dropdown with the part that a follow-up asks for, points.
const PART: f32 = 124.0;

fn part_label(part: ProbePart) -> &'static str {
    match part {
        ProbePart::Situation => "Situation",
        ProbePart::Task => "Task",
        ProbePart::Action => "Action",
        ProbePart::Result => "Result",
        ProbePart::General => "In general",
    }
}

/// Follow-ups, each for a part of the answer that may be missing.
pub(super) fn probes_ui(ui: &mut Ui, draft: &mut Draft, out: &mut Intents<'_>) {
    label_ui(ui, "Follow-ups", "Asked when this part of an answer is missing");
    let choices = ProbePart::ALL.map(|part| Choice::new(part, part_label(part)));
    let (mut changed, mut away) = (false, None);
    for (nth, (part, text)) in draft.probes.iter_mut().enumerate() {
        ui.push_id(("probe", nth), |ui| {
            ui.horizontal(|ui| {
                let name = format!("Part that follow-up {} asks for", nth + 1);
                let (_, chosen) = dropdown_ui(ui, &name, part, &choices, "", PART);
                if let Some(chosen) = chosen {
                    *part = chosen;
                    changed = true;
                }
                let id = Id::unique(("question probe", nth));
                let name = format!("Follow-up {}", nth + 1);
                let width = ui.available_width() - button_room(ui, "Remove");
                let response = line_ui(ui, id, &name, text, width);
                changed |= response.changed();
                out.left_if(&response);
                if remove_ui(ui, &name) {
                    away = Some(nth);
                }
            });
        });
    }
    if let Some(nth) = away {
        draft.probes.remove(nth);
        changed = true;
    }
    if changed {
        let probe = |(part, ask): &(ProbePart, String)| Probe { part: *part, ask: ask.clone() };
        out.push(Field::Probes(draft.probes.iter().map(probe).collect()));
    }
    if ui.button("Add a follow-up").clicked() {
        draft.probes.push((ProbePart::General, String::new()));
        let id = Id::unique(("question probe", draft.probes.len() - 1));
        ui.memory_mut(|memory| memory.request_focus(id));
    }
}

fn remove_ui(ui: &mut Ui, what: &str) -> bool {
    ui.button("Remove").accessible_name(format!("Remove: {what}")).clicked()
}

/// Further answers that a source gave as examples.
pub(super) fn more_answers_ui(ui: &mut Ui, draft: &mut Draft, out: &mut Intents<'_>) {
    label_ui(ui, "Other answers", "More examples of an answer");
    let (mut changed, mut away) = (false, None);
    for (nth, text) in draft.more.iter_mut().enumerate() {
        let id = Id::unique(("question answer", nth));
        let name = format!("Other answer {}", nth + 1);
        let response = field_ui(ui, id, &name, text, 3);
        changed |= response.changed();
        out.left_if(&response);
        ui.horizontal(|ui| {
            let used = ui.add_enabled(!text.trim().is_empty(), Button::new("Use as model answer"));
            if used.accessible_name(format!("Use as model answer: {name}")).clicked() {
                out.push(Field::UseAnswer(nth));
            }
            if remove_ui(ui, &name) {
                away = Some(nth);
            }
        });
    }
    if let Some(nth) = away {
        draft.more.remove(nth);
        changed = true;
    }
    if changed {
        out.push(Field::MoreAnswers(draft.more.clone()));
    }
    if ui.button("Add an answer").clicked() {
        draft.more.push(String::new());
        let id = Id::unique(("question answer", draft.more.len() - 1));
        ui.memory_mut(|memory| memory.request_focus(id));
    }
}

/// Which of the role's tasks and abilities the question shows.
pub(super) fn shown_ui(ui: &mut Ui, bank: &Bank, question: &Question, out: &mut Intents<'_>) {
    let (tasks, abilities) = (&bank.role.tasks, &bank.role.abilities);
    if let Some(names) = chips_ui(ui, "Abilities it shows", abilities, &question.abilities) {
        out.push(Field::Abilities(names));
    }
    if let Some(names) = chips_ui(ui, "Tasks it shows", tasks, &question.tasks) {
        out.push(Field::Tasks(names));
    }
    if tasks.is_empty() && abilities.is_empty() {
        label_ui(ui, "Tasks and abilities it shows", "");
        hint_ui(ui, "The role has none yet. Add them under “Title, role, what you ask back”.");
    }
    ui.add_space(space::S);
}

/// Names to switch on and off; the new list if one was switched.
fn chips_ui(ui: &mut Ui, label: &str, all: &[NamedText], on: &[String]) -> Option<Vec<String>> {
    if all.is_empty() {
        return None;
    }
    label_ui(ui, label, "");
    let mut switched = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(6.0, 6.0);
        for one in all {
            let is_on = on.contains(&one.name);
            let chip = KeyButton::new(one.name.as_str()).on(is_on);
            if ui.add(chip).on_hover_text(&one.text).clicked() {
                // In the role's order, whatever the order in which they are switched on.
                let stays = |name: &&NamedText| (name.name == one.name) != on.contains(&name.name);
                let names = all.iter().filter(stays).map(|name| name.name.clone());
                switched = Some(names.collect());
            }
        }
    });
    switched
}
