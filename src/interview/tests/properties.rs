//! Whatever happens in whatever order: no take is lost or misfiled, time never runs backwards,
//! nothing panics, and there is always a way to the end. [`World`] checks every effect.

use std::collections::BTreeSet;
use std::time::Duration;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use super::fixtures::plain;
use super::world::World;
use crate::interview::{
    Action, Allowance, DeviceChoice, Event, Pacing, QuestionText, SayId, StageView, Stop, TakeId,
    Think, Trouble,
};
use crate::units::{Dbfs, Frames};

/// One thing that happens, in terms of what the world knows.
#[derive(Debug, Clone)]
enum Step {
    /// What a working outside and a patient person would do next.
    GetOn,
    Tick(Duration),
    Record(Duration),
    Level(f32),
    Unheard(bool),
    VoiceFinished,
    VoiceFailed,
    Started,
    Saved(usize),
    Failed(usize),
    RunningSaved,
    RunningFailed,
    Limit,
    Stale(u32),
    Lost(Trouble),
    Restored(Trouble),
    Do(Action),
    Switch(Box<Pacing>),
}

fn a_time() -> impl Strategy<Value = Duration> {
    prop_oneof![
        6 => (0_u64..3_000).prop_map(Duration::from_millis),
        2 => (0_u64..200).prop_map(Duration::from_secs),
        1 => Just(Duration::MAX),
    ]
}

fn a_trouble() -> impl Strategy<Value = Trouble> {
    prop_oneof![Just(Trouble::Microphone), Just(Trouble::Speaker), Just(Trouble::Disk)]
}

fn a_pacing() -> impl Strategy<Value = Pacing> {
    let odd = (0_u32..3, 0_u64..4, 0_u32..3, any::<bool>(), 0_u64..3).prop_map(
        |(takes, hold, probes, chime, kind)| Pacing {
            name: "Odd".into(),
            takes: Allowance::Times(takes),
            hold: Duration::from_secs(hold),
            probes,
            chime,
            think: if kind == 0 { Think::Unlimited } else { Think::For(Duration::from_secs(kind)) },
            stop: match kind {
                0 => Stop::Off,
                1 => Stop::Soft { grace: Duration::from_secs(hold) },
                _ => Stop::Hard { at: Duration::from_secs(15), warn: Duration::from_secs(5) },
            },
            silence_ends: chime.then_some(Duration::from_secs(8)),
            question_text: if chime { QuestionText::Shown } else { QuestionText::Hidden },
            ..plain()
        },
    );
    prop_oneof![odd, prop::sample::select(Pacing::presets())]
}

fn an_action() -> impl Strategy<Value = Action> {
    prop_oneof![
        2 => Just(Action::Begin),
        3 => Just(Action::Ready),
        5 => Just(Action::Finish),
        2 => Just(Action::Repeat),
        1 => Just(Action::ShowQuestion),
        3 => Just(Action::Retake),
        3 => Just(Action::BeginAgain),
        1 => Just(Action::Skip),
        3 => Just(Action::TakeBack),
        6 => Just(Action::Pause),
        4 => Just(Action::Resume),
        2 => Just(Action::Ask(None)),
        2 => Just(Action::Ask(Some("team".into()))),
        2 => Just(Action::Choose(DeviceChoice::TryAgain)),
        2 => Just(Action::Choose(DeviceChoice::GoOnWithout)),
    ]
}

fn a_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        45 => Just(Step::GetOn),
        6 => a_time().prop_map(Step::Tick),
        6 => a_time().prop_map(Step::Record),
        2 => (-100.0_f32..0.0).prop_map(Step::Level),
        2 => any::<bool>().prop_map(Step::Unheard),
        10 => Just(Step::VoiceFinished),
        1 => Just(Step::VoiceFailed),
        6 => Just(Step::Started),
        6 => (0_usize..3).prop_map(Step::Saved),
        1 => (0_usize..3).prop_map(Step::Failed),
        1 => Just(Step::RunningSaved),
        1 => Just(Step::RunningFailed),
        1 => Just(Step::Limit),
        1 => (0_u32..40).prop_map(Step::Stale),
        1 => a_trouble().prop_map(Step::Lost),
        2 => a_trouble().prop_map(Step::Restored),
        24 => an_action().prop_map(Step::Do),
        1 => a_pacing().prop_map(|pacing| Step::Switch(Box::new(pacing))),
    ]
}

/// Brings the interview on by one step.
fn get_on(world: &mut World) -> Event {
    if let Some(id) = world.speaking.take() {
        return Event::VoiceFinished(id);
    }
    let yours = |world: &World| world.takes.iter().filter(|t| t.source.position >= 1).count();
    if world.stage() == (StageView::YourTurn { asking: None }) && yours(world) < 6 {
        return Event::Do(Action::Ask(None));
    }
    if let Some(action) = world.way_on() {
        return Event::Do(action);
    }
    match world.stage() {
        StageView::Answering { .. } | StageView::YourTurn { .. } => Event::Do(Action::Finish),
        StageView::Saving if !world.unsaved.is_empty() => Event::TakeSaved(world.unsaved.remove(0)),
        StageView::Holding { .. } => {
            world.record(Duration::from_secs(5));
            Event::Tick(Duration::ZERO)
        }
        _ => Event::Tick(Duration::from_secs(5)),
    }
}

fn step(world: &mut World, step: Step) {
    let unsaved = |world: &World, nth: usize| world.unsaved.get(nth).copied();
    let event = match step {
        Step::GetOn => Some(get_on(world)),
        Step::Tick(time) => Some(Event::Tick(time)),
        Step::Record(time) => {
            world.record(time);
            None
        }
        Step::Level(level) => Some(Event::Level(Dbfs(level))),
        Step::Unheard(is_so) => Some(Event::Unheard(is_so)),
        Step::VoiceFinished => world.speaking.take().map(Event::VoiceFinished),
        Step::VoiceFailed => world.speaking.take().map(Event::VoiceFailed),
        Step::Started => world.running.map(Event::TakeStarted),
        Step::Saved(nth) => unsaved(world, nth).map(|id| {
            world.unsaved.retain(|&other| other != id);
            Event::TakeSaved(id)
        }),
        Step::Failed(nth) => unsaved(world, nth).map(Event::TakeFailed),
        Step::RunningSaved => world.running.map(Event::TakeSaved),
        Step::RunningFailed => world.running.map(Event::TakeFailed),
        Step::Limit => world.running.map(Event::TakeReachedLimit),
        Step::Stale(id) => {
            let stale = TakeId(1000 + id);
            let _ = world.send(Event::TakeSaved(stale));
            let _ = world.send(Event::TakeFailed(stale));
            let _ = world.send(Event::Recorded(stale, Frames(1), Duration::from_secs(1)));
            Some(Event::VoiceFinished(SayId(1000 + u64::from(id))))
        }
        Step::Lost(trouble) => Some(Event::Lost(trouble)),
        Step::Restored(trouble) => Some(Event::Restored(trouble)),
        Step::Do(action) => Some(Event::Do(action)),
        Step::Switch(pacing) => Some(Event::Do(Action::SwitchPacing(pacing))),
    };
    if let Some(event) = event {
        let _ = world.send(event);
    }
}

/// Time in the view never runs backwards within one take.
fn check_time(before: Option<(StageView, usize)>, world: &World) {
    if let (
        Some((StageView::Answering { elapsed: old, .. }, takes)),
        StageView::Answering { elapsed: new, .. },
    ) = (before, world.stage())
        && takes == world.takes.len()
    {
        assert!(new >= old, "{new:?} after {old:?}");
    }
}

fn live_through(questions: usize, pacing: Pacing, steps: Vec<Step>) -> World {
    let mut world = World::mute(questions, pacing);
    world.does(Action::Begin);
    for next in steps {
        let before = (world.stage(), world.takes.len());
        let retry = matches!(next, Step::Do(Action::Retake | Action::Repeat | Action::BeginAgain));
        step(&mut world, next);
        check_time((!retry).then_some(before), &world);
    }
    world
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_events_loses_or_misfiles_a_take(
        questions in 1_usize..4,
        pacing in a_pacing(),
        steps in prop::collection::vec(a_step(), 0..150),
    ) {
        let world = live_through(questions, pacing, steps);
        for taken in &world.takes {
            let running = world.running == Some(taken.id);
            prop_assert_eq!(taken.end.is_none(), running, "every take but the running one has an end");
        }
        if world.interview.is_finished() {
            prop_assert_eq!(world.running, None);
        }
    }

    /// Nobody answers any more: time alone, and the choice or key that each wait offers, lead out.
    #[test]
    fn every_state_reached_has_a_way_to_the_end(
        questions in 1_usize..4,
        pacing in a_pacing(),
        steps in prop::collection::vec(a_step(), 0..80),
    ) {
        let mut world = live_through(questions, pacing, steps);
        for _ in 0..40_000 {
            if world.interview.is_finished() {
                break;
            }
            if let Some(action) = world.way_on() {
                world.does(action);
            }
            let _ = world.send(Event::Tick(Duration::from_secs(1)));
        }
        prop_assert!(world.interview.is_finished(), "stuck in {:?}", world.stage());
        prop_assert_eq!(world.running, None, "a take still runs");
    }
}

#[test]
fn the_sequences_tried_reach_every_stage() {
    let mut runner = TestRunner::deterministic();
    let sequences = (a_pacing(), prop::collection::vec(a_step(), 150));
    let mut reached = BTreeSet::new();
    for _ in 0..300 {
        let (pacing, steps) = sequences.new_tree(&mut runner).expect("can be drawn").current();
        let mut world = World::mute(2, pacing);
        for next in steps {
            reached.insert(name(world.stage()));
            step(&mut world, next);
        }
    }
    assert_eq!(reached.len(), 16, "{reached:?}");
}

/// The stage's name, without the time in it; asking in your turn counts apart.
fn name(stage: StageView) -> String {
    if let StageView::YourTurn { asking: Some(_) } = stage {
        return "YourTurn asking".into();
    }
    let whole = format!("{stage:?}");
    whole.split(' ').next().unwrap_or_default().into()
}
