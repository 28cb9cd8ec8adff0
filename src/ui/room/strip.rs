//! The pacing in figures, always there; pressed, it offers the others.

use egui::accesskit::Role;
use egui::{Align, Layout, Popup, PopupCloseBehavior, Ui, WidgetInfo};

use crate::ui::room::{RoomIntent, RoomModel, commands};
use crate::ui::theme::{self, space, tokens};

/// Height of the strip, points.
pub(super) const HEIGHT: f32 = 36.0;

/// The strip and its menu.
pub(super) fn strip_ui(ui: &mut Ui, model: &RoomModel, intents: &mut Vec<RoomIntent>) {
    ui.with_layout(Layout::top_down(Align::Center), |ui| {
        let name = &model.view.pacing.name;
        let text = format!("{name}   ·   {}", model.strip);
        let text = egui::RichText::new(text).font(theme::small()).color(tokens(ui).text_weak);
        let button = egui::Button::new(text).frame_when_inactive(false).truncate();
        let can_switch = commands::may_switch(model.view.stage) && !model.pacings.is_empty();
        let response = ui.add_enabled(can_switch, button);
        response.widget_info(|| {
            let label = format!("Pacing {name}, {}. Change…", model.strip);
            WidgetInfo::labeled(Role::Button, can_switch, label)
        });
        Popup::menu(&response)
            .close_behavior(PopupCloseBehavior::CloseOnClick)
            .show(|ui| menu_ui(ui, model, intents));
    });
}

fn menu_ui(ui: &mut Ui, model: &RoomModel, intents: &mut Vec<RoomIntent>) {
    ui.set_min_width(240.0);
    for (nth, name) in model.pacings.iter().enumerate() {
        let current = *name == model.view.pacing.name;
        let mut button = egui::Button::selectable(current, name.as_str());
        if nth < 8 {
            button = button.shortcut_text(format!("Ctrl+{}", nth + 1));
        }
        if ui.add(button).clicked() && !current {
            intents.push(RoomIntent::SwitchPacing(nth));
        }
    }
    ui.add_space(space::XS);
}
