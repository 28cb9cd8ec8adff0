//! `greenroom demo`: a whole rehearsal with a simulated candidate.

use std::time::Duration;

use anyhow::{Context as _, anyhow};
use serde_json::json;

use crate::cli::args::{Demo, Interviewer};
use crate::cli::pending::{Interruption, Slowness, all_saved};
use crate::cli::text::{Screen, light_word, print_json, trouble_words};
use crate::cli::{due, open_store, session};
use crate::interview::{Pacing, StageView, View};
use crate::rehearsal::{
    CandidateReport, Library, MicFault, Patience, SimulatedSetup, Snapshot, outfit, run_simulated,
};

use crate::store::{Settings, Store};
use crate::voice::Persona;

/// How much faster a fast demonstration runs: simulated devices keep up with it on one slow core.
const FAST: f64 = 40.0;

/// The pacing of a demonstration: brisk, so that nobody waits long.
const PACING: &str = "Brisk screener";

/// Between two of many: long enough for whoever looks to see what is left of the one before.
const REST: Duration = Duration::from_millis(200);

pub(super) fn run(args: &Demo) -> anyhow::Result<()> {
    let store = open_store(args.interview.out.as_deref())?;
    let library = Library::load(&store);
    let setup = SimulatedSetup {
        bank: args.interview.bank.clone(),
        pacing: pacing(&library, args.interview.pacing.as_deref().unwrap_or(PACING))?,
        selection: due::selection(&args.interview, &library, &store)?,
        seed: args.interview.seed,
        persona: persona(args.interview.interviewer, &store.settings()),
        voice: outfit::voice(&store.settings(), store.folders()),
        speed: if args.fast { FAST } else { 1.0 },
    };
    if !args.interview.json {
        say!("A rehearsal with a simulated candidate; no sound card is used.")?;
    }
    let interruption = Interruption::listen()?;
    for _ in 1..args.times {
        let mut watcher = Watcher::new(&interruption, None);
        let report = run_simulated(&setup, &store, |seen| watcher.watch(seen));
        let report = report.map_err(|why| anyhow!(why))?;
        all_saved(&report.unsaved, &report.folder, watcher.how())?;
        std::thread::sleep(REST);
    }
    let told = (!args.interview.json).then(Told::default);
    let mut watcher = Watcher::new(&interruption, told);
    let report = run_simulated(&setup, &store, |seen| watcher.watch(seen));
    let report = report.map_err(|why| anyhow!(why))?;
    let printed = print(args, &store, &report);
    // What is not whole is said after what is there: a program that reads it gets both.
    all_saved(&report.unsaved, &report.folder, watcher.how())?;
    printed
}

/// Shows an interview, and hears of Ctrl-C.
struct Watcher<'a> {
    interruption: &'a Interruption,
    told: Option<Told>,
    slowness: Slowness,
    patience: Patience,
}

impl<'a> Watcher<'a> {
    fn new(interruption: &'a Interruption, told: Option<Told>) -> Self {
        Self { interruption, told, slowness: Slowness::default(), patience: Patience::GoOn }
    }

    fn watch(&mut self, snapshot: &Snapshot) -> Patience {
        if let Some(told) = self.told.as_mut() {
            told.tell(snapshot);
        }
        let slow = snapshot.live.as_ref().and_then(|live| self.slowness.news(live));
        match (slow, &self.told) {
            (Some(slow), Some(told)) => told.say(&slow),
            (Some(slow), None) => complain!("{slow}"),
            (None, _) => {}
        }
        if self.interruption.has_come() {
            self.patience =
                if self.patience == Patience::GoOn { Patience::End } else { Patience::Leave };
        }
        if self.patience == Patience::Leave {
            self.interruption.arm();
        }
        self.patience
    }

    /// Why it ended, if not by itself.
    fn how(&self) -> Option<&'static str> {
        (self.patience != Patience::GoOn).then_some("Interrupted")
    }
}

fn print(args: &Demo, store: &Store, report: &CandidateReport) -> anyhow::Result<()> {
    let session = store.load_session(&report.folder)?;
    if args.interview.json {
        let mut value = session::report(&session);
        if let Some(fields) = value.as_object_mut() {
            fields.insert("wall_secs".to_owned(), json!(report.wall.as_secs_f64()));
            fields.insert("notices".to_owned(), json!(report.notices));
        }
        return print_json(&value);
    }
    session::print(&session)?;
    say!(
        "{} takes in {:.1} s. The files are in {}",
        report.takes,
        report.wall.as_secs_f64(),
        report.folder.display()
    )?;
    Ok(())
}

/// The pacing of this name.
pub(super) fn pacing(library: &Library, name: &str) -> anyhow::Result<Pacing> {
    let names = || {
        let names: Vec<_> =
            library.pacings.iter().map(|pacing| format!("“{}”", pacing.name)).collect();
        names.join(", ")
    };
    library
        .pacing(name)
        .cloned()
        .with_context(|| format!("There is no pacing “{name}”; there are {}", names()))
}

/// Who asks: as was typed, else as the settings have it.
pub(super) fn persona(typed: Option<Interviewer>, settings: &Settings) -> Persona {
    match typed {
        Some(Interviewer::A) => Persona::InterviewerA,
        Some(Interviewer::B) => Persona::InterviewerB,
        None => outfit::persona(settings.voice.persona),
    }
}

/// Tells each new stage once.
#[derive(Default)]
pub(super) struct Told {
    screen: Screen,
    stage: String,
    saved: u32,
    notices: u64,
    fault: Option<MicFault>,
}

impl Told {
    /// Tells it there.
    pub(super) fn on(screen: Screen) -> Self {
        Self { screen, ..Self::default() }
    }

    /// Prints a sentence.
    pub(super) fn say(&self, sentence: &str) {
        self.screen.line(&format!("! {sentence}"));
    }

    /// Prints what is new.
    pub(super) fn tell(&mut self, snapshot: &Snapshot) {
        for notice in &snapshot.notices {
            if notice.id > self.notices {
                self.notices = notice.id;
                self.say(&notice.text);
            }
        }
        let Some(live) = &snapshot.live else { return };
        if live.takes_saved > self.saved {
            self.screen.line("  Saved.");
        }
        self.saved = live.takes_saved;
        if let Some(fault) = live.fault.filter(|fault| self.fault != Some(*fault)) {
            let key = if fault.is_unheard() { "   b: begin this answer again" } else { "" };
            self.say(&format!("{}{key}", fault.sentence()));
        }
        self.fault = live.fault;
        let mut line = describe(&live.view);
        if let Some(text) = &live.silent_text {
            line = format!("{line}\n    “{text}”");
        }
        if line != self.stage {
            if !line.is_empty() {
                self.screen.line(&line);
            }
            self.stage = line;
        }
    }
}

/// A stage in a line; the same line as long as nothing worth a new one happens.
fn describe(view: &View) -> String {
    let place = format!("Question {} of {}", view.position + 1, view.questions);
    match view.stage {
        StageView::Waiting | StageView::Saving | StageView::Between | StageView::Storing => {
            String::new()
        }
        StageView::Greeting => "The interviewer says hello.".to_owned(),
        StageView::Asking => match &view.question_text {
            Some(text) => format!("{place}: {text}"),
            None => format!("{place}: listen."),
        },
        StageView::Thinking { left: None } => {
            "  Think; press the space bar when you are ready.".to_owned()
        }
        StageView::Thinking { .. } => "  Think.".to_owned(),
        StageView::Answering { light, .. } => {
            let take = if view.take > 1 { format!(" (take {})", view.take) } else { String::new() };
            format!("  Recording your answer{take}. {}", light_word(light))
        }
        StageView::Holding { .. } => "  …".to_owned(),
        StageView::SaveFailed => {
            "  The take could not be written; it is kept in memory. t: try again   f: another folder   w: go on"
                .to_owned()
        }
        StageView::YourTurn { asking: None } => {
            "Your turn to ask. Space: record a question   e: end".to_owned()
        }
        StageView::YourTurn { asking: Some(_) } => {
            "  Recording your question. Space: done".to_owned()
        }
        StageView::Closing => "The interviewer says goodbye.".to_owned(),
        StageView::Paused => "Paused. Space: go on   n: again   e: end".to_owned(),
        StageView::Broken(trouble) => format!("Something is missing: {}", trouble_words(trouble)),
        StageView::Finished => "The interview is over.".to_owned(),
    }
}
