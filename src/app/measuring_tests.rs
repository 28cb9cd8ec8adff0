//! What is measured reaches what Review shows.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::desk::Desk;
use super::librarian::Librarian;
use super::review::ReviewDesk;
use crate::analysis::MeasureId;
use crate::audio::{Clip, wav};
use crate::rehearsal::{Analyst, Library, News};
use crate::store::{Folders, Store};
use crate::units::SampleRate;

fn desk(folder: &std::path::Path) -> Desk {
    let (store, _notices) = Store::open(Folders::at(folder));
    let library = Arc::new(Library::load(&store));
    let librarian = Librarian::start(store.clone(), || {}).expect("a thread");
    let analyst = Analyst::start(store.clone(), || false, || {}).expect("a thread");
    Desk::new(store, library, librarian, analyst)
}

#[test]
fn review_fills_up_as_takes_become_known_and_says_how_far_they_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk(folder.path());
    let path = desk.store.folders().sessions().join("2026-11-24T090000-patient-relations-officer");
    std::fs::create_dir_all(&path).expect("made");
    let clip = Clip { samples: vec![0.1; 96_000].into(), rate: SampleRate::HZ_48000 };
    let wavs = ["01-experience.take1.wav", "01-experience.take2.wav"].map(|name| path.join(name));
    for wav in &wavs {
        wav::write_clip(wav, &clip).expect("written");
        desk.store.update_take(&wav.with_extension("json"), |_| {}).expect("noted");
    }
    std::fs::write(&wavs[1], "no sound").expect("written");

    let mut review = ReviewDesk::default();
    let session = desk.store.load_session(&path).expect("readable");
    assert!(review.opened(session, &desk));
    let news = vec![News::Progress(wavs[0].clone(), 0.25)];
    assert!(review.learn(news, &desk).is_empty());
    assert_eq!(review.model.questions[0].takes[0].measuring, Some(0.25));

    let begun = Instant::now();
    let mut told = Vec::new();
    while told.is_empty() || review.model.questions[0].takes[0].measures.is_none() {
        assert!(begun.elapsed() < Duration::from_secs(30), "{told:?}");
        told.extend(review.learn(desk.analyst.news(), &desk));
        std::thread::sleep(Duration::from_millis(2));
    }
    let take = &review.model.questions[0].takes[0];
    let measures = take.measures.as_ref().expect("known");
    assert_eq!(measures.value(MeasureId::Length), Some(Ok(2.0)));
    assert_eq!(take.overview.as_ref().map(|shape| shape.samples()), Some(96_000));
    assert_eq!(take.measuring, None);
    assert_eq!(told.len(), 1, "the file that is no recording: {told:?}");
}
