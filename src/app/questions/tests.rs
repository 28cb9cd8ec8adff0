//! The pages beside the editor: what they show follows the banks as they are edited.

use tempfile::TempDir;

use super::*;
use crate::app::testing;
use crate::app::words::tests::desk;
use crate::rehearsal::Heard;
use crate::ui::questions::{BlanksIntent, ColumnKind, GuideSection};
use crate::voice::{EngineKind, Persona};

const OFFICER: &str = "patient-relations-officer";

struct Bench {
    questions: QuestionsDesk,
    desk: Desk,
    rehearsal: Rehearsal,
    _folder: TempDir,
}

impl Bench {
    /// In Questions, with this bank.
    fn open(bank: &str) -> Self {
        let (folder, mut desk) = desk();
        let rehearsal = testing::director(&desk.store, EngineKind::Silent, 50.0);
        desk.settings.bank = bank.to_owned();
        let mut questions = QuestionsDesk::default();
        questions.open(&desk);
        Self { questions, desk, rehearsal, _folder: folder }
    }

    /// The model of this page, as the window has it made each frame.
    fn page(&mut self, page: QuestionsPage) -> &QuestionsModel {
        self.questions.follow(page, false, &self.rehearsal.snapshot(), &self.desk);
        &self.questions.model
    }

    fn wants(&mut self, intent: QuestionsIntent) -> Option<Leave> {
        self.questions.apply(vec![intent], &self.rehearsal, &mut self.desk)
    }

    fn toggle(&mut self, question: &str, name: &str, on: bool) {
        let (question, name) = (question.to_owned(), name.to_owned());
        let toggle = CoverageIntent::Toggle { question, kind: ColumnKind::Task, name, on };
        assert!(self.wants(QuestionsIntent::Coverage(toggle)).is_none());
    }

    /// Whether the grid says that this question shows this task.
    fn shows(&mut self, question: &str, name: &str) -> bool {
        let model = &self.page(QuestionsPage::Coverage).coverage;
        let column = model.columns.iter().position(|one| one.name == name).unwrap();
        model.rows.iter().find(|row| row.question == question).unwrap().shows(column)
    }
}

#[test]
fn ticks_in_the_grid_are_edits_of_the_bank_that_are_undone_and_kept() {
    let mut bench = Bench::open(OFFICER);
    assert!(!bench.shows("stress", "Complaint Resolution"));
    bench.toggle("stress", "Complaint Resolution", true);
    assert!(bench.shows("stress", "Complaint Resolution"), "at once");
    bench.toggle("experience", "Complaint Resolution", false);
    assert!(bench.shows("stress", "Complaint Resolution"), "two in a row");
    assert!(!bench.shows("experience", "Complaint Resolution"));
    bench.page(QuestionsPage::Bank);
    assert!(bench.wants(QuestionsIntent::Bank(BankIntent::Undo)).is_none());
    assert!(bench.shows("experience", "Complaint Resolution"));

    let Bench { mut questions, desk, _folder, .. } = bench;
    questions.leave(&desk);
    let store = desk.store.clone();
    drop(desk);
    let library = crate::rehearsal::Library::load(&store);
    let kept = library.bank(OFFICER).unwrap();
    assert!(kept.file.is_some(), "a copy of the one that ships");
    assert_eq!(kept.bank.question("stress").unwrap().tasks, ["Complaint Resolution"]);
}

#[test]
fn a_question_is_rehearsed_and_edited_from_the_grid() {
    let mut bench = Bench::open(OFFICER);
    let rehearse = CoverageIntent::Rehearse("stress".to_owned());
    let leave = bench.wants(QuestionsIntent::Coverage(rehearse));
    assert!(matches!(leave, Some(Leave::Rehearse(question)) if question == "stress"));
    let edit = CoverageIntent::Edit("stress".to_owned());
    assert!(matches!(bench.wants(QuestionsIntent::Coverage(edit)), Some(Leave::Edit)));
    let shown = &bench.page(QuestionsPage::Bank).bank.show;
    assert_eq!(shown.1.as_deref(), Some("stress"));
}

#[test]
fn blanks_are_listed_with_the_chosen_bank_first_and_follow_what_is_filled_in() {
    let mut bench = Bench::open("guard");
    let banks = |bench: &mut Bench| {
        let all = &bench.page(QuestionsPage::Blanks).blanks.banks;
        all.iter().map(|bank| (bank.id.clone(), bank.empty_of())).collect::<Vec<_>>()
    };
    let named = |id: &str, empty, all| (id.to_owned(), (empty, all));
    assert_eq!(banks(&mut bench)[0], named("guard", 1, 1));
    let (bank, key) = ("cook".to_owned(), "why/Town/1".to_owned());
    let fill = BlanksIntent::Fill { bank, key, value: "Hull".to_owned() };
    assert!(bench.wants(QuestionsIntent::Blanks(fill)).is_none());
    assert_eq!(banks(&mut bench)[0], named("guard", 0, 1), "the same label");
    assert!(banks(&mut bench).contains(&named("cook", 1, 2)));
    bench.desk.undo_reuse();
    assert_eq!(banks(&mut bench)[0], named("guard", 1, 1));
    let blank = &bench.questions.model.blanks.banks[0].questions[0].blanks[0];
    assert_eq!(blank.offers, ["Hull"]);
}

#[test]
fn the_guide_shows_which_part_is_being_read() {
    let mut bench = Bench::open(OFFICER);
    let parts = &bench.page(QuestionsPage::Guide).guide.parts;
    assert_eq!(parts.len(), 8);
    let star = parts.iter().find(|part| part.section == GuideSection::Star).unwrap();
    let (parts, speed) = (star.spoken(), crate::units::Wpm(160));
    let mut snapshot = Snapshot::clone(&bench.rehearsal.snapshot());
    let heard = |persona| Heard::Text { parts: parts.clone(), persona, speed };
    for (persona, playing) in [(Persona::Model, 1), (Persona::InterviewerA, 0)] {
        snapshot.playback.what = Some(heard(persona));
        bench.questions.follow(QuestionsPage::Guide, false, &snapshot, &bench.desk);
        let parts = &bench.questions.model.guide.parts;
        let shown: Vec<_> = parts.iter().filter(|part| part.playing).collect();
        assert_eq!(shown.len(), playing);
        assert!(shown.iter().all(|part| part.section == GuideSection::Star));
    }
}

#[test]
fn the_guide_beside_the_questions_is_made_only_while_it_is_seen() {
    let mut bench = Bench::open(OFFICER);
    assert!(bench.page(QuestionsPage::Bank).guide.parts.is_empty());
    let snapshot = bench.rehearsal.snapshot();
    bench.questions.follow(QuestionsPage::Bank, true, &snapshot, &bench.desk);
    let model = &bench.questions.model;
    assert!(model.bank.bank.is_some());
    assert!(model.guide.parts.iter().any(|part| part.section == GuideSection::Duties));
}
