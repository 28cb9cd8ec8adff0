//! Questions: everything about what is asked. Pages for the bank's questions, the blanks in its model answers,
//! the role it prepares for, and what its questions cover.

mod bank;
mod bank_bar;
mod bank_keys;
mod bank_list;
#[cfg(test)]
mod bench;
mod blanks;
mod coverage;
mod editor;
mod export;
mod guide;
mod import;
mod kinds;

use egui::{Align, Layout, Rect, ScrollArea, Ui, UiBuilder, pos2};

pub use bank::{
    BankChoice, BankIntent, BankModel, BankOrigin, BankState, Finding, Findings, Said, bank_ui,
};
pub use blanks::{
    BankBlanks, BlankItem, BlanksIntent, BlanksModel, BlanksState, QuestionBlanks, SentencePiece,
    blanks_ui,
};
pub use coverage::{
    ColumnKind, CoverageColumn, CoverageIntent, CoverageModel, CoverageRow, CoverageState, Rated,
    coverage_ui,
};
pub use export::{ExportIntent, ExportModel, ExportStage, ExportState, export_ui};
pub use guide::{
    AskBack, GuideIntent, GuideModel, GuidePart, GuideSection, GuideState, guide_aside_ui,
    guide_ui, star_part,
};
pub use import::{
    FileDialog, ImportIntent, ImportModel, ImportSource, ImportStage, ImportState, drop_hint_ui,
    import_ui,
};

use crate::ui::quiet::KeyButton;
use crate::ui::scrolling::scroll_ui;
use crate::ui::theme::space;
use crate::ui::widgets::{hint_ui, screen_ui, segmented_ui};

/// A page.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuestionsPage {
    /// The questions, to read and to edit; banks, import, export.
    #[default]
    Bank,
    /// The blanks in model answers.
    Blanks,
    /// What the role is.
    Guide,
    /// Which questions show which tasks and abilities.
    Coverage,
}

impl QuestionsPage {
    /// All of them with their names, in order.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Bank, "Questions"),
        (Self::Blanks, "Blanks"),
        (Self::Guide, "Role guide"),
        (Self::Coverage, "Coverage"),
    ];
}

/// What the pages show. Only the one in force needs to be up to date.
#[derive(Debug, Clone, Default)]
pub struct QuestionsModel {
    /// The questions.
    pub bank: BankModel,
    /// The blanks.
    pub blanks: BlanksModel,
    /// The role.
    pub guide: GuideModel,
    /// The grid.
    pub coverage: CoverageModel,
    /// The import, in place of the pages, while there is one.
    pub import: Option<ImportModel>,
    /// The export, above the pages, while there is one.
    pub export: Option<ExportModel>,
}

/// What only the screen knows.
#[derive(Debug, Clone, Default)]
pub struct QuestionsState {
    /// The page in force.
    pub page: QuestionsPage,
    /// The first page's.
    pub bank: BankState,
    /// The blanks' page's.
    pub blanks: BlanksState,
    /// The role's page's.
    pub guide: GuideState,
    /// The grid's.
    pub coverage: CoverageState,
    /// The import's.
    pub import: ImportState,
    /// The export's.
    pub export: ExportState,
}

/// What the user wants done.
#[derive(Debug, Clone, PartialEq)]
pub enum QuestionsIntent {
    /// About the bank.
    Bank(BankIntent),
    /// About its blanks.
    Blanks(BlanksIntent),
    /// About its role.
    Guide(GuideIntent),
    /// About the grid.
    Coverage(CoverageIntent),
    /// About the import.
    Import(ImportIntent),
    /// About the export.
    Export(ExportIntent),
}

/// The screen. Call it every frame the screen is shown; apply what it returns.
#[must_use = "intents are to be applied"]
pub fn questions_ui(
    ui: &mut Ui,
    model: &QuestionsModel,
    state: &mut QuestionsState,
) -> Vec<QuestionsIntent> {
    if let Some(import) = &model.import {
        let all = import_ui(ui, import, &mut state.import);
        return all.into_iter().map(QuestionsIntent::Import).collect();
    }
    let mut intents = Vec::new();
    if let Some(export) = &model.export {
        let all = export_ui(ui, export, &mut state.export);
        intents.extend(all.into_iter().map(QuestionsIntent::Export));
    }
    let edge = ui.available_rect_before_wrap().right();
    screen_ui(ui, |ui| {
        pages_ui(ui, model, state);
        ui.add_space(space::S);
        if state.page == QuestionsPage::Bank {
            // Its list and its editor scroll by themselves.
            page_ui(ui, model, state, &mut intents);
            return;
        }
        // The bar lies at the window's edge: in the page's own room it would make cards narrower.
        let room = ui.available_rect_before_wrap();
        let scrolled = Rect::from_min_max(room.min, pos2(edge.max(room.right()), room.bottom()));
        ui.scope_builder(UiBuilder::new().max_rect(scrolled), |ui| {
            let scroll = ScrollArea::vertical().auto_shrink(false).id_salt(state.page as u8);
            scroll_ui(ui, scroll, |ui| {
                ui.set_max_width(room.width());
                page_ui(ui, model, state, &mut intents);
            });
        });
    });
    intents
}

/// The pages to choose from, and at their right what belongs to the one in force.
fn pages_ui(ui: &mut Ui, model: &QuestionsModel, state: &mut QuestionsState) {
    let beside = KeyButton::new("Role guide beside").on(state.bank.guide_beside);
    ui.horizontal(|ui| {
        let room = ui.available_width() - beside.width(ui) - ui.spacing().item_spacing.x;
        segmented_ui(ui, "Page", &mut state.page, &QuestionsPage::ALL, room.clamp(240.0, 520.0));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| match state.page {
            QuestionsPage::Bank => {
                let about = "What the role is, beside its questions   Ctrl+G";
                if ui.add(beside).on_hover_text(about).clicked() {
                    state.bank.guide_beside = !state.bank.guide_beside;
                }
            }
            QuestionsPage::Coverage => {
                hint_ui(ui, &model.coverage.title);
            }
            // They name their banks themselves.
            QuestionsPage::Blanks | QuestionsPage::Guide => {}
        });
    });
}

fn page_ui(
    ui: &mut Ui,
    model: &QuestionsModel,
    state: &mut QuestionsState,
    intents: &mut Vec<QuestionsIntent>,
) {
    match state.page {
        QuestionsPage::Bank => {
            let all = bank_ui(ui, &model.bank, &model.guide, &mut state.bank);
            intents.extend(all.into_iter().map(QuestionsIntent::Bank));
        }
        QuestionsPage::Blanks => {
            let all = blanks_ui(ui, &model.blanks, &mut state.blanks);
            intents.extend(all.into_iter().map(QuestionsIntent::Blanks));
        }
        QuestionsPage::Guide => {
            let all = guide_ui(ui, &model.guide, &mut state.guide);
            intents.extend(all.into_iter().map(QuestionsIntent::Guide));
        }
        QuestionsPage::Coverage => {
            let all = coverage_ui(ui, &model.coverage, &mut state.coverage);
            intents.extend(all.into_iter().map(QuestionsIntent::Coverage));
        }
    }
}

#[cfg(test)]
mod tests;
