//! What an answer aims for: the question's own band, its kind's, or one for all.

use super::fixtures::{bank, plain, secs};
use super::world::World;
use crate::bank::{Band, Kind};
use crate::interview::{
    Action, AnswerBand, Effect, FOLLOW_UP, Light, MarkKind, Pacing, Part, StageView, Stop, TakeEnd,
};

/// A story, which by its kind aims for 75 to 120 s, with a band of its own.
fn own(pacing: Pacing) -> World {
    let mut bank = bank(2);
    bank.questions[0].own_band = Band::own(10, 20);
    World::over(&bank, pacing).answering()
}

fn by_question() -> Pacing {
    Pacing { answer: AnswerBand::ByKind, ..plain() }
}

fn light(world: &World) -> Light {
    match world.stage() {
        StageView::Answering { light, .. } => light,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_band_of_its_own_drives_the_lights_and_the_end() {
    let mut world = own(Pacing { stop: Stop::Soft { grace: secs(5) }, ..by_question() });
    assert_eq!(world.interview.view().band, Band::secs(10, 20));
    let mut lights = Vec::new();
    for _ in 0..4 {
        world.wait(secs(5));
        lights.push(light(&world));
    }
    assert_eq!(lights, [Light::Off, Light::Green, Light::Amber, Light::Red]);
    assert_eq!(world.interview.view().stops_at, Some(secs(25)));
    world.wait(secs(5));
    assert_eq!(world.ends(), [Some(TakeEnd::MovedOn)]);
    assert_eq!(world.takes[0].source.band, Band::secs(10, 20), "it is written beside the take");
}

#[test]
fn a_question_without_one_aims_as_its_kind_does() {
    let mut world = own(by_question());
    world.does(Action::Finish);
    world.wait(secs(2));
    assert_eq!(world.interview.view().kind, Kind::Opener);
    assert_eq!(world.takes[1].source.band, Kind::Opener.band());
}

#[test]
fn a_follow_up_has_a_target_of_its_own_under_every_pacing_and_the_candidates_question_as_ever() {
    let given = Some(Band::secs(5, 15));
    for (pacing, band) in [
        (by_question(), FOLLOW_UP),
        (plain(), FOLLOW_UP),
        (Pacing { follow_up: given, ..plain() }, Band::secs(5, 15)),
        (Pacing { follow_up: given, ..by_question() }, Band::secs(5, 15)),
    ] {
        let stop = Stop::Soft { grace: secs(5) };
        let mut world = own(Pacing { probes: 1, stop, ..pacing });
        world.does(Action::Finish);
        let source = &world.takes[1].source;
        assert!(matches!(source.part, Part::Probe(_)));
        assert_eq!(source.band, band);
        assert_eq!(world.interview.view().stops_at, Some(band.max + secs(5)));
        world.wait(band.min);
        assert_eq!(light(&world), Light::Green);
    }
    let mut world = own(Pacing { probes: 1, ..by_question() });
    world.does(Action::Finish);
    for _ in 0..3 {
        world.wait(secs(2));
        world.does(Action::Finish);
    }
    world.wait(secs(2));
    world.does(Action::Ask(None));
    let source = &world.takes.last().expect("asked").source;
    assert_eq!((source.part, source.band), (Part::YourQuestion, Kind::Asking.band()));
}

#[test]
fn a_band_for_all_wins_over_a_questions_own_and_the_switch_is_noted_with_it() {
    let mut world = own(by_question());
    world.wait(secs(12));
    assert_eq!(light(&world), Light::Green);
    world.does(Action::SwitchPacing(Box::new(plain())));
    assert_eq!((light(&world), world.interview.view().band), (Light::Off, Band::secs(60, 120)));
    let Some(Effect::Mark(_, mark)) = world.log.last() else { panic!("no mark") };
    assert!(matches!(mark.what, MarkKind::PacingSwitched(_, band) if band == Band::secs(60, 120)));
}
