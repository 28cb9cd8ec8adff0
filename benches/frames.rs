//! What a frame of the page “Questions” costs with ten thousand questions: layout and triangles, without the
//! window that shows them (`benches/window.py` has what a window costs).
//!
//! ```text
//! cargo bench --locked --bench frames
//! ```
//! CPU time of the thread, in milliseconds; each line says what happens in every frame.

use std::fs;
use std::sync::Arc;

use egui::{
    Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, Pos2, RawInput, Rect, TouchPhase,
    Vec2, vec2,
};
use greenroom::bank::{Bank, Editor, Kind, Question};
use greenroom::ui::questions::{
    BankChoice, BankIntent, BankModel, BankOrigin, BankState, GuideModel, bank_ui,
};
use greenroom::ui::theme;

/// As many questions the bank has.
const QUESTIONS: usize = 10_000;

/// As many frames are drawn for each line.
const FRAMES: usize = 400;

/// The window, points.
const WINDOW: Vec2 = vec2(1280.0, 800.0);

/// A goal of half of what a screen of 60 Hz leaves, milliseconds.
const GOAL_MS: f64 = 8.0;

struct Page {
    ctx: egui::Context,
    editor: Editor,
    model: BankModel,
    state: BankState,
    at: f64,
}

fn main() {
    let mut page = Page::new();
    page.frames("opened", 1, |_| Vec::new());
    page.frames("drawn again, nothing done", FRAMES, |_| Vec::new());
    page.frames("scrolled with the wheel", FRAMES, |_| vec![wheel(-240.0)]);
    page.frames("the next question, by key", FRAMES, |_| key(Modifiers::NONE, Key::ArrowDown));
    page.frames("ten questions on, by key", FRAMES, |_| key(Modifiers::NONE, Key::PageDown));
    page.frames("to the last and to the first", FRAMES, |nth| {
        key(Modifiers::NONE, if nth % 2 == 0 { Key::End } else { Key::Home })
    });
    page.frames("moved down and up, by key", FRAMES, |nth| {
        key(Modifiers::ALT, if nth % 2 == 0 { Key::ArrowDown } else { Key::ArrowUp })
    });
    page.frames("into the question’s words, by key", 1, |_| key(Modifiers::NONE, Key::Enter));
    page.frames("typed", FRAMES, |_| vec![Event::Text("a".to_owned())]);
    page.frames("undone and done again", FRAMES, |nth| {
        let shift = if nth % 2 == 0 { Modifiers::NONE } else { Modifiers::SHIFT };
        key(Modifiers::COMMAND | shift, Key::Z)
    });
}

fn key(modifiers: Modifiers, key: Key) -> Vec<Event> {
    let press = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    vec![press(true), press(false)]
}

fn wheel(by: f32) -> Event {
    Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, by),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    }
}

fn bank() -> Bank {
    let mut bank = Bank::new("many", "Many");
    let question = |nth: usize| {
        let ask = format!("Tell me about a time when matter {nth} made your day difficult.");
        let mut question = Question::new(format!("q{nth}"), ask, Kind::ASKED[nth % 7]);
        question.set_model_answer("I led [Number] people, and we were done early. ".repeat(12));
        question.points = vec!["Says who".to_owned(), "Says when".to_owned()];
        question
    };
    bank.questions = (0..QUESTIONS).map(question).collect();
    bank
}

impl Page {
    fn new() -> Self {
        let ctx = egui::Context::default();
        theme::install(&ctx);
        // As with a screen reader, which is the most that a frame can cost.
        ctx.enable_accesskit();
        let choice = BankChoice { id: "many".into(), title: "Many".into(), questions: QUESTIONS };
        let model =
            BankModel { banks: [choice].into(), origin: BankOrigin::Own, ..BankModel::default() };
        let editor = Editor::new(Arc::new(bank()));
        Self { ctx, editor, model, state: BankState::default(), at: 0.0 }
    }

    fn frames(&mut self, what: &str, count: usize, events: impl Fn(usize) -> Vec<Event>) {
        let mut costs: Vec<f64> = (0..count).map(|nth| self.frame(events(nth))).collect();
        costs.sort_by(f64::total_cmp);
        let at = |share: f64| costs[((costs.len() - 1) as f64 * share).round() as usize];
        let verdict = if at(0.95) <= GOAL_MS { "" } else { "  over the goal" };
        println!("{what:32} {:6.2} {:6.2} {:6.2}{verdict}", at(0.5), at(0.95), at(1.0));
    }

    /// One frame, its edits carried out; its CPU time in milliseconds.
    fn frame(&mut self, mut events: Vec<Event>) -> f64 {
        // Over the list.
        events.insert(0, Event::PointerMoved(Pos2::new(150.0, 500.0)));
        self.at += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, WINDOW)),
            time: Some(self.at),
            focused: true,
            events,
            ..RawInput::default()
        };
        let begun = cpu_ms();
        self.model.bank = Some(Arc::clone(self.editor.bank()));
        self.model.turns = self.editor.turns();
        self.model.undo = self.editor.undo_name();
        self.model.redo = self.editor.redo_name();
        let mut intents = Vec::new();
        let (model, state) = (&self.model, &mut self.state);
        let output = self.ctx.run_ui(input, |ui| {
            intents.extend(bank_ui(ui, model, &GuideModel::default(), state));
        });
        let shapes = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        std::hint::black_box(shapes);
        self.model.bank = None;
        intents.into_iter().for_each(|intent| self.carry_out(intent));
        cpu_ms() - begun
    }

    fn carry_out(&mut self, intent: BankIntent) {
        let shown = match intent {
            BankIntent::Edit(edit) => match self.editor.apply(edit) {
                Ok(done) => done.show,
                Err(refused) => panic!("{refused}"),
            },
            BankIntent::Undo => self.editor.undo(),
            BankIntent::Redo => self.editor.redo(),
            BankIntent::TypingEnded => {
                self.editor.end_run();
                return;
            }
            _ => return,
        };
        self.model.show = (self.model.show.0 + 1, shown);
    }
}

/// CPU time of this thread so far, as the system counts it.
fn cpu_ms() -> f64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = text.split(' ').next().and_then(|first| first.parse::<u64>().ok());
    nanos.map_or(f64::NAN, |nanos| nanos as f64 / 1e6)
}
