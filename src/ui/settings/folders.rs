//! Where the files are.

use egui::{Label, RichText, Ui};

use super::{FolderItem, FolderKind, SettingsIntent, SettingsModel};
use crate::ui::theme::{self, space};
use crate::ui::widgets::{card_ui, hint_ui};

pub(super) fn page_ui(ui: &mut Ui, model: &SettingsModel, intents: &mut Vec<SettingsIntent>) {
    for folder in &model.folders {
        let (name, about) = match folder.kind {
            FolderKind::Data => (
                "Your files",
                "Recordings, question banks, pacings and your words. Plain files: copy, back up and delete \
                 them as you like while Greenroom is closed.",
            ),
            FolderKind::Cache => (
                "Made again when needed",
                "Overviews of recordings and rendered voices. It may be emptied at any time.",
            ),
        };
        card_ui(ui, name, 0.0, |ui| folder_ui(ui, folder, name, about, intents));
        ui.add_space(space::S);
    }
}

fn folder_ui(
    ui: &mut Ui,
    folder: &FolderItem,
    name: &str,
    about: &str,
    intents: &mut Vec<SettingsIntent>,
) {
    let path = RichText::new(&folder.path).font(theme::body());
    ui.add(Label::new(path).selectable(true).wrap());
    if let Some(holds) = &folder.holds {
        hint_ui(ui, &format!("Holds {holds}."));
    }
    hint_ui(ui, about);
    let button = ui.button("Open folder").accessible_name(format!("Open folder: {name}"));
    if button.clicked() {
        intents.push(SettingsIntent::OpenFolder(folder.kind));
    }
}
