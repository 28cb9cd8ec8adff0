//! Settings: everything that is set once. A list of pages at the left, one page at the right.
//!
//! [`settings_ui`] reads a [`SettingsModel`] and returns what is to be changed; nothing changes until
//! the model says so. Only what is being typed is kept here, in [`SettingsState`].

mod folders;
mod listening;
mod look;
mod model;
mod pacing;
mod recordings;
mod sound;
mod voice;

use egui::{ScrollArea, Sense, Ui, UiBuilder, pos2};

pub use model::{
    EngineChoice, EngineItem, FolderItem, FolderKind, ListeningIntent, PacingEntry, SettingsIntent,
    SettingsModel, SettingsPage, SettingsState, SoundTest, VoiceSettings,
};
pub use pacing::PacingDraft;
pub use recordings::{DueQuestion, KeepChoice, RecordingsIntent, RecordingsModel};

use crate::ui::keys::{self, Command, Place};
use crate::ui::scrolling::scroll_ui;
use crate::ui::theme::{self, size, space, tokens};
use crate::ui::widgets::screen_ui;

/// Width of the list of pages, points.
const LIST: f32 = 168.0;

/// Below this width the list stands above the page, points.
const NARROW: f32 = 620.0;

/// The screen. Call it every frame the screen is shown; apply what it returns.
#[must_use = "intents are to be applied"]
pub fn settings_ui(
    ui: &mut Ui,
    model: &SettingsModel,
    state: &mut SettingsState,
) -> Vec<SettingsIntent> {
    let mut intents = Vec::new();
    screen_ui(ui, |ui| {
        let room = ui.available_rect_before_wrap();
        if room.width() < NARROW {
            narrow_ui(ui, model, state, &mut intents);
            return;
        }
        let (left, rest) = room.split_left_right_at_x(room.left() + LIST);
        // Down to the window's edge: what is scrolled should not end in mid-air.
        let page = egui::Rect::from_min_max(
            pos2(rest.left() + space::L, rest.top()),
            rest.max + egui::vec2(0.0, space::M),
        );
        ui.scope_builder(UiBuilder::new().max_rect(left).id_salt("pages"), |ui| {
            list_ui(ui, state);
        });
        ui.scope_builder(UiBuilder::new().max_rect(page).id_salt("page"), |ui| {
            let scroll = ScrollArea::vertical().auto_shrink(false).id_salt(state.page.label());
            scroll_ui(ui, scroll, |ui| {
                ui.spacing_mut().item_spacing.y = space::S;
                page_ui(ui, model, state, &mut intents);
            });
        });
    });
    intents
}

/// The pages above the one in force, all of it scrolled together.
fn narrow_ui(
    ui: &mut Ui,
    model: &SettingsModel,
    state: &mut SettingsState,
    intents: &mut Vec<SettingsIntent>,
) {
    let scroll = ScrollArea::vertical().auto_shrink(false).id_salt("settings");
    scroll_ui(ui, scroll, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::Vec2::splat(2.0);
            list_ui(ui, state);
        });
        ui.add_space(space::S);
        ui.spacing_mut().item_spacing.y = space::S;
        page_ui(ui, model, state, intents);
    });
}

fn page_ui(
    ui: &mut Ui,
    model: &SettingsModel,
    state: &mut SettingsState,
    intents: &mut Vec<SettingsIntent>,
) {
    match state.page {
        SettingsPage::Sound => sound::page_ui(ui, model, intents),
        SettingsPage::Voice => voice::page_ui(ui, model, intents),
        SettingsPage::Pacing => pacing::page_ui(ui, model, state, intents),
        SettingsPage::Listening => listening::page_ui(ui, model, intents),
        SettingsPage::Look => look::page_ui(ui, model, intents),
        SettingsPage::Recordings => recordings::page_ui(ui, model, state, intents),
        SettingsPage::Folders => folders::page_ui(ui, model, intents),
    }
}

fn list_ui(ui: &mut Ui, state: &mut SettingsState) {
    ui.spacing_mut().item_spacing.y = 2.0;
    for page in SettingsPage::ALL {
        if entry_ui(ui, page.label(), state.page == page) {
            state.page = page;
        }
    }
    step_with_keys(ui, state);
}

/// Ctrl+PageUp and Ctrl+PageDown go from page to page.
fn step_with_keys(ui: &Ui, state: &mut SettingsState) {
    let all = SettingsPage::ALL;
    let here = all.iter().position(|page| *page == state.page).unwrap_or_default();
    let steps = keys::pressed(ui.ctx(), Place::Settings, None).into_iter();
    let by: i64 = steps.map(|one| if let Command::Page(by) = one { by } else { 0 }).sum();
    let steps = usize::try_from(by.unsigned_abs()).unwrap_or(usize::MAX);
    let next = if by < 0 { here.saturating_sub(steps) } else { here.saturating_add(steps) };
    if let Some(page) = all.get(next.min(all.len().saturating_sub(1))) {
        state.page = *page;
    }
}

fn entry_ui(ui: &mut Ui, label: &str, here: bool) -> bool {
    let t = tokens(ui);
    let width = if ui.layout().main_wrap() {
        let text = ui.painter().layout_no_wrap(label.to_owned(), theme::strong(), t.text);
        text.size().x + 24.0
    } else {
        ui.available_width()
    };
    let wish = egui::vec2(width, size::CONTROL + 2.0);
    let (rect, response) = ui.allocate_exact_size(wish, Sense::click());
    response
        .widget_info(|| egui::WidgetInfo::selected(egui::Role::Tab, ui.is_enabled(), here, label));
    let fill = match (here, response.hovered()) {
        (true, _) => Some(t.accent_faint),
        (false, true) => Some(t.control_hover),
        (false, false) => None,
    };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, size::CONTROL_RADIUS, fill);
    }
    let font = if here { theme::strong() } else { theme::body() };
    let colour = if here { t.accent } else { t.text };
    let at = pos2(rect.left() + 12.0, rect.center().y);
    ui.painter().text(at, egui::Align2::LEFT_CENTER, label, font, colour);
    if response.has_focus() {
        let ring = egui::Stroke::new(size::FOCUS, t.accent);
        let inside = egui::StrokeKind::Inside;
        ui.painter().rect_stroke(rect, size::CONTROL_RADIUS, ring, inside);
    }
    response.clicked() && !here
}
