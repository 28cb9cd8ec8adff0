//! Recording.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use cpal::SampleFormat;
use greenroom::audio::{DeviceRef, MicEvent, MicSource, TakeHandle, TakeSummary};

use crate::common::fake_card::{Card, FORMATS, Spec, noise};
use crate::{Mic, eventually, samples};

const MS: Duration = Duration::from_millis(1);

/// What a card of `format` hears on frame `frame`, in 16 bits: bytes can carry only the upper eight.
fn said(format: SampleFormat, frame: u64) -> i16 {
    match format {
        SampleFormat::I8 | SampleFormat::U8 => noise(frame) & !0xff,
        _ => noise(frame),
    }
}

/// The frame with which a recording begins, found by its content.
fn first_frame(format: SampleFormat, recorded: &[i16]) -> u64 {
    let beginning = recorded.get(..8).expect("something was recorded");
    (0..10_000_000)
        .find(|frame| beginning.iter().zip(*frame..).all(|(got, f)| *got == said(format, f)))
        .expect("the recording begins with what was said")
}

/// Every sample is what was said, in order, without a gap. Returns its first frame.
fn assert_exact(format: SampleFormat, recorded: &[i16]) -> u64 {
    let first = first_frame(format, recorded);
    for (n, (got, frame)) in recorded.iter().zip(first..).enumerate() {
        assert_eq!(*got, said(format, frame), "{format} sample {n}");
    }
    first
}

fn card(spec: Spec) -> (Card, Mic) {
    let card = Card::new(spec);
    let mic = Mic::ready(MicSource::Host(card.factory()));
    (card, mic)
}

#[test]
fn every_sample_format_is_recorded_to_the_bit() {
    let threads = FORMATS.map(|format| {
        std::thread::spawn(move || {
            let sound = Arc::new(move |frame, _| f64::from(said(format, frame)) / 32_768.0);
            let (_card, mic) = card(Spec { format, sound, ..Spec::default() });
            let summary = mic.record(1, 120 * MS);
            assert_eq!((summary.dropped_frames, summary.gaps.len()), (0, 0));
            assert_exact(format, &samples(&summary));
        })
    });
    for thread in threads {
        thread.join().expect("recorded");
    }
}

#[test]
fn one_to_eight_channels_at_8_to_192_kilohertz_are_recorded_to_the_bit() {
    let rates = [8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 96_000, 192_000];
    let threads = [1, 2, 3, 4, 5, 6, 7, 8].map(|channels: u16| {
        let rate = rates[usize::from(channels) - 1];
        std::thread::spawn(move || {
            // The microphone is in the last socket, the others hiss.
            let sound = Arc::new(move |frame, channel| {
                let loudness = if channel + 1 == channels { 1.0 } else { 0.001 };
                loudness * f64::from(noise(frame)) / 32_768.0
            });
            let block = rate / 100;
            let (_card, mic) = card(Spec { rate, channels, block, sound, ..Spec::default() });
            let summary = mic.record(1, 120 * MS);
            assert_eq!(summary.rate.hz(), rate);
            assert_exact(SampleFormat::F32, &samples(&summary));
        })
    });
    for thread in threads {
        thread.join().expect("recorded");
    }
}

#[test]
fn what_is_heard_of_a_take_while_it_is_recorded_is_its_file() {
    let (_card, mic) = card(Spec::default());
    let assert_heard = |handle, summary: &TakeSummary| {
        let heard = mic.heard.lock().expect("not poisoned").remove(&TakeHandle(handle));
        // More only where this machine stood still just then: more was taken off than is held back.
        assert!(heard.expect("heard").starts_with(&samples(summary)), "take {handle}");
    };
    for (handle, millis) in [(1, 60), (2, 210), (3, 330)] {
        assert_heard(handle, &mic.record(handle, millis * MS));
    }
    // One that ends because the next begins, and one that ends with the stream.
    mic.mic.start_take(mic.spec(4, Instant::now()));
    std::thread::sleep(150 * MS);
    mic.mic.start_take(mic.spec(5, Instant::now()));
    let fourth = mic.saved(4);
    std::thread::sleep(150 * MS);
    mic.mic.close();
    assert_heard(4, &fourth);
    assert_heard(5, &mic.saved(5));
}

#[test]
fn a_microphone_in_the_fifth_of_eight_sockets_is_found() {
    let sound = Arc::new(
        |frame, channel| {
            if channel == 4 { f64::from(noise(frame)) / 32_768.0 } else { 0.0 }
        },
    );
    let (_card, mic) = card(Spec { channels: 8, sound, ..Spec::default() });
    let summary = mic.record(1, 120 * MS);
    assert_exact(SampleFormat::F32, &samples(&summary));
    assert!(summary.peak.0 > -0.1, "{:?}", summary.peak);
}

#[test]
fn a_card_that_takes_no_block_size_is_opened_with_its_own() {
    let (_card, mic) = card(Spec { takes_block_size: false, ..Spec::default() });
    assert_exact(SampleFormat::F32, &samples(&mic.record(1, 60 * MS)));
}

#[test]
fn a_missing_microphone_is_reported_with_what_to_do() {
    let card = Card::new(Spec { has_microphone: false, ..Spec::default() });
    let failure = |source, device| {
        let mic = Mic::start(source);
        mic.mic.open(device);
        mic.wait_for("a failure", |event| match event {
            MicEvent::OpenFailed(text) => Some(text.clone()),
            _ => None,
        })
    };
    let text = failure(MicSource::Host(card.factory()), DeviceRef::Default);
    assert!(text.starts_with("No microphone was found. Connect one"), "{text}");
    let text = failure(MicSource::Host(card.factory()), DeviceRef::Id("custom:other".into()));
    assert!(text.starts_with("The chosen microphone is not there"), "{text}");
    let text = failure(MicSource::None, DeviceRef::Default);
    assert!(text.starts_with("No microphone was found"), "{text}");
}

#[test]
fn a_chosen_microphone_is_opened_by_its_id() {
    let card = Card::new(Spec::default());
    let devices = greenroom::audio::list_devices_of(card.factory());
    assert_eq!((devices.inputs.len(), devices.outputs.len()), (1, 1), "{devices:?}");
    let device = &devices.inputs[0];
    assert!(device.is_default && device.name == "Fake sound card", "{device:?}");
    let mic = Mic::start(MicSource::Host(card.factory()));
    mic.mic.open(DeviceRef::Id(device.id.clone()));
    let name = mic.wait_for("ready", |event| match event {
        MicEvent::Ready { device, .. } => Some(device.clone()),
        _ => None,
    });
    assert_eq!(name, "Fake sound card");
}

/// Records until `break_card` has done its worst; the take must hold every frame captured before.
fn loses(break_card: impl Fn(&Card)) {
    let (card, mic) = card(Spec::default());
    mic.mic.start_take(mic.spec(1, Instant::now()));
    mic.wait_for("a start", |event| matches!(event, MicEvent::TakeStarted(_)).then_some(()));
    std::thread::sleep(100 * MS);
    break_card(&card);
    let broken = Instant::now();
    mic.wait_for("the loss", |event| matches!(event, MicEvent::Lost(_)).then_some(()));
    assert!(broken.elapsed() < 3_000 * MS, "noticed after {:?}", broken.elapsed());
    assert_eq!(mic.mic.recorded(), None);
    // It waits for its microphone until it is finished.
    mic.mic.finish_take(TakeHandle(1));
    let summary = mic.saved(1);
    let recorded = samples(&summary);
    let first = assert_exact(SampleFormat::F32, &recorded);
    let captured = card.events.captured.load(Ordering::Acquire);
    assert_eq!(first + recorded.len() as u64, captured, "all that was captured is saved");
    assert_eq!(mic.mic.recorded(), None);
}

#[test]
fn pulled_out_in_mid_answer_it_keeps_every_frame() {
    loses(|card| card.events.is_unplugged.store(true, Ordering::Release));
}

#[test]
fn a_flood_of_meaningless_errors_is_a_loss_too() {
    loses(|card| {
        card.events.error_flood.store(true, Ordering::Release);
        card.events.is_unplugged.store(true, Ordering::Release);
    });
}

#[test]
fn a_microphone_that_falls_silent_without_an_error_is_noticed() {
    loses(|card| card.events.is_frozen.store(true, Ordering::Release));
}

/// Loses the microphone in the middle of a take. Until the take goes on, all of it is on disk and waits.
fn loses_for_a_while(card: &Card, mic: &Mic) -> u64 {
    let spec = mic.spec(1, Instant::now());
    let part = spec.path.with_extension("wav.part");
    mic.mic.start_take(spec);
    mic.wait_for("a start", |event| matches!(event, MicEvent::TakeStarted(_)).then_some(()));
    std::thread::sleep(150 * MS);
    card.events.is_unplugged.store(true, Ordering::Release);
    mic.wait_for("the loss", |event| matches!(event, MicEvent::Lost(_)).then_some(()));
    eventually("the take waits on disk", || {
        let waits = greenroom::audio::wav::info(&part).expect("readable").frames.0;
        std::thread::sleep(60 * MS);
        waits > 0 && greenroom::audio::wav::info(&part).expect("readable").frames.0 == waits
    });
    greenroom::audio::wav::info(&part).expect("readable").frames.0
}

fn goes_on(mic: &Mic) -> (u64, Duration) {
    mic.wait_for("ready again", |event| matches!(event, MicEvent::Ready { .. }).then_some(()));
    mic.mic.resume_take(TakeHandle(1), Instant::now() - 50 * MS);
    let gap = mic.wait_for("going on", |event| match event {
        MicEvent::TakeResumed { take: TakeHandle(1), frames, missing, .. } => {
            Some((frames.0, *missing))
        }
        _ => None,
    });
    std::thread::sleep(150 * MS);
    mic.mic.finish_take(TakeHandle(1));
    gap
}

#[test]
fn a_take_goes_on_in_the_same_file_when_its_microphone_comes_back_by_itself() {
    let (card, mic) = card(Spec::default());
    let kept = loses_for_a_while(&card, &mic);
    card.events.is_unplugged.store(false, Ordering::Release);
    let (frames, missing) = goes_on(&mic);
    let summary = mic.saved(1);
    let recorded = samples(&summary);
    assert_eq!((frames, summary.gaps.len()), (kept, 1));
    assert_eq!(summary.gaps[0], (greenroom::units::Frames(kept), missing));
    assert!(missing > 150 * MS && missing < 10_000 * MS, "{missing:?}");
    assert_exact(SampleFormat::F32, &recorded[..kept as usize]);
    assert!(recorded.len() as u64 > kept + 4_800);
    // A card that was plugged in again counts from zero.
    assert_exact(SampleFormat::F32, &recorded[kept as usize..]);
    let heard = mic.heard.lock().expect("not poisoned").remove(&TakeHandle(1));
    assert!(heard.expect("heard").starts_with(&recorded), "all of it was heard");
}

#[test]
fn a_take_goes_on_with_a_microphone_of_another_rate_at_the_same_pitch() {
    let tone =
        |rate: f64| move |n: u64, _| (n as f64 / rate * std::f64::consts::TAU * 500.0).sin() / 2.0;
    let first = Card::new(Spec { sound: Arc::new(tone(48_000.0)), ..Spec::default() });
    let other =
        Spec { rate: 16_000, block: 160, sound: Arc::new(tone(16_000.0)), ..Spec::default() };
    let other = Card::new(other);
    other.events.is_unplugged.store(true, Ordering::Release);
    let mic = Mic::ready(MicSource::Host(first.factory_with(&other)));
    let kept = loses_for_a_while(&first, &mic) as usize;
    other.events.is_unplugged.store(false, Ordering::Release);
    mic.mic.open(DeviceRef::Default);
    goes_on(&mic);
    let summary = mic.saved(1);
    assert_eq!((summary.rate.hz(), summary.gaps.len()), (48_000, 1));
    let recorded = samples(&summary);
    let ups = |part: &[i16]| part.windows(2).filter(|w| w[0] < 0 && w[1] >= 0).count() as f64;
    for part in [&recorded[..kept], &recorded[kept..]] {
        let expected = part.len() as f64 / 48_000.0 * 500.0;
        assert!((ups(part) - expected).abs() <= 2.0, "{} of {expected} cycles", ups(part));
    }
}

#[test]
fn a_take_that_waits_is_saved_when_the_microphone_is_closed_or_the_next_take_begins() {
    let (card, mic) = card(Spec::default());
    let kept = loses_for_a_while(&card, &mic);
    mic.mic.start_take(mic.spec(2, Instant::now()));
    let saved = mic.wait_for("saved", |event| match event {
        MicEvent::TakeSaved(TakeHandle(1), summary) => Some(summary.frames.0),
        _ => None,
    });
    assert_eq!(saved, kept);
    let (card, mic) = self::card(Spec::default());
    let kept = loses_for_a_while(&card, &mic);
    mic.mic.close();
    assert_eq!(mic.saved(1).frames.0, kept);
}

#[test]
fn a_busy_microphone_is_tried_again_before_anybody_is_told() {
    let card = Card::new(Spec::default());
    // The block size asked for and the card's own: two refusals each time.
    card.events.is_busy.store(4, Ordering::Release);
    let mic = Mic::start(MicSource::Host(card.factory()));
    mic.mic.open(DeviceRef::Default);
    mic.wait_for("ready", |event| match event {
        MicEvent::OpenFailed(text) => panic!("{text}"),
        event => matches!(event, MicEvent::Ready { .. }).then_some(()),
    });
    card.events.is_busy.store(usize::MAX, Ordering::Release);
    mic.mic.open(DeviceRef::Default);
    let text = mic.wait_for("the failure", |event| match event {
        MicEvent::OpenFailed(text) => Some(text.clone()),
        _ => None,
    });
    assert!(text.starts_with("Another program is using the microphone"), "{text}");
}

#[test]
fn a_forbidden_microphone_says_where_to_allow_it() {
    let card = Card::new(Spec::default());
    card.events.is_forbidden.store(true, Ordering::Release);
    let mic = Mic::start(MicSource::Host(card.factory()));
    mic.mic.open(DeviceRef::Default);
    let text = mic.wait_for("the failure", |event| match event {
        MicEvent::OpenFailed(text) => Some(text.clone()),
        _ => None,
    });
    assert!(text.starts_with("Greenroom may not use the microphone. Allow it in"), "{text}");
}

#[test]
fn a_stream_that_hangs_when_closed_holds_nobody_up() {
    let (card, mic) = card(Spec::default());
    card.events.hangs_on_drop.store(true, Ordering::Release);
    let asked = Instant::now();
    mic.mic.close();
    mic.mic.open(DeviceRef::Default);
    // It hangs until it is told to stop hanging: whoever waited for it would not come here at all.
    assert!(asked.elapsed() < 3_000 * MS, "{:?}", asked.elapsed());
    mic.wait_for("ready again", |event| matches!(event, MicEvent::Ready { .. }).then_some(()));
    assert_exact(SampleFormat::F32, &samples(&mic.record(2, 60 * MS)));
    let ended = Instant::now();
    drop(mic);
    assert!(ended.elapsed() < 3_000 * MS, "{:?}", ended.elapsed());
    card.events.hangs_on_drop.store(false, Ordering::Release);
}

#[test]
fn after_a_loss_the_microphone_can_be_opened_again() {
    let (card, mic) = card(Spec::default());
    card.events.is_unplugged.store(true, Ordering::Release);
    mic.wait_for("the loss", |event| matches!(event, MicEvent::Lost(_)).then_some(()));
    mic.mic.open(DeviceRef::Default);
    mic.wait_for("failure", |event| matches!(event, MicEvent::OpenFailed(_)).then_some(()));
    card.events.is_unplugged.store(false, Ordering::Release);
    mic.mic.open(DeviceRef::Default);
    mic.wait_for("ready", |event| matches!(event, MicEvent::Ready { .. }).then_some(()));
    assert_exact(SampleFormat::F32, &samples(&mic.record(1, 60 * MS)));
}

/// Frames may be off by this much: instants pass through two threads' clocks.
const TOLERANCE_FRAMES: f64 = 480.0;

#[test]
fn a_take_begins_and_ends_at_the_asked_instants() {
    let (card, mic) = card(Spec::default());
    std::thread::sleep(700 * MS);
    let from = Instant::now();
    // The order comes late: what was said meanwhile must be there.
    std::thread::sleep(300 * MS);
    mic.mic.start_take(mic.spec(1, from));
    std::thread::sleep(100 * MS);
    let end = Instant::now();
    mic.mic.finish_take(TakeHandle(1));
    let recorded = samples(&mic.saved(1));
    let first = assert_exact(SampleFormat::F32, &recorded);
    let last = first + recorded.len() as u64;
    let begins = first as f64 - card.frame_at(from);
    assert!(begins.abs() < TOLERANCE_FRAMES, "begins {begins} frames off");
    let ends = last as f64 - card.frame_at(end);
    assert!(ends.abs() < TOLERANCE_FRAMES, "ends {ends} frames off");
}

#[test]
fn a_take_may_begin_in_the_future() {
    let (card, mic) = card(Spec::default());
    let from = Instant::now() + 200 * MS;
    mic.mic.start_take(mic.spec(1, from));
    mic.wait_for("a start", |event| matches!(event, MicEvent::TakeStarted(_)).then_some(()));
    assert!(Instant::now() >= from);
    std::thread::sleep(60 * MS);
    mic.mic.finish_take(TakeHandle(1));
    let first = assert_exact(SampleFormat::F32, &samples(&mic.saved(1)));
    let begins = first as f64 - card.frame_at(from);
    assert!(begins.abs() < TOLERANCE_FRAMES, "begins {begins} frames off");
}

#[test]
fn what_was_captured_before_the_finish_is_in_the_take() {
    // Large blocks: at the moment of finishing most of the last one is still in the card.
    let (card, mic) = card(Spec { block: 9_600, ..Spec::default() });
    mic.mic.start_take(mic.spec(1, Instant::now()));
    std::thread::sleep(330 * MS);
    let end = Instant::now();
    mic.mic.finish_take(TakeHandle(1));
    let recorded = samples(&mic.saved(1));
    let last = assert_exact(SampleFormat::F32, &recorded) + recorded.len() as u64;
    let ends = last as f64 - card.frame_at(end);
    assert!(ends.abs() < TOLERANCE_FRAMES, "ends {ends} frames off");
}

#[test]
fn a_take_stops_by_itself_at_its_greatest_length_to_the_frame() {
    let (_card, mic) = card(Spec { rate: 44_100, ..Spec::default() });
    let mut spec = mic.spec(7, Instant::now());
    spec.max = 150 * MS;
    mic.mic.start_take(spec);
    mic.wait_for("the limit", |event| {
        matches!(event, MicEvent::TakeReachedLimit(TakeHandle(7))).then_some(())
    });
    let recorded = samples(&mic.saved(7));
    assert_eq!(recorded.len(), 6_615);
    assert_exact(SampleFormat::F32, &recorded);
}

#[test]
fn takes_follow_one_another_without_losing_a_frame() {
    let (_card, mic) = card(Spec::default());
    mic.mic.start_take(mic.spec(1, Instant::now()));
    std::thread::sleep(80 * MS);
    let change = Instant::now();
    mic.mic.finish_take(TakeHandle(1));
    let first = samples(&mic.saved(1));
    mic.mic.start_take(mic.spec(2, change));
    std::thread::sleep(80 * MS);
    mic.mic.finish_take(TakeHandle(2));
    let second = samples(&mic.saved(2));
    let ends = assert_exact(SampleFormat::F32, &first) + first.len() as u64;
    let begins = assert_exact(SampleFormat::F32, &second);
    // The clock may have learned a little between the two.
    assert!(begins.abs_diff(ends) <= 240, "{begins} after {ends}");
}

#[test]
fn a_take_asked_for_right_after_another_costs_neither_a_frame() {
    // Large blocks: the end of the first take is still in the card when the second is asked for.
    let (card, mic) = card(Spec { block: 4_800, ..Spec::default() });
    mic.mic.start_take(mic.spec(1, Instant::now()));
    std::thread::sleep(230 * MS);
    let change = Instant::now();
    mic.mic.finish_take(TakeHandle(1));
    mic.mic.start_take(mic.spec(2, change));
    mic.mic.finish_take(TakeHandle(2));
    let first = samples(&mic.saved(1));
    let end = assert_exact(SampleFormat::F32, &first) + first.len() as u64;
    let off = end as f64 - card.frame_at(change);
    assert!(off.abs() < TOLERANCE_FRAMES, "ends {off} frames off");
    assert!(mic.saved(2).frames.0 < 480);
}

#[test]
fn closing_in_mid_take_saves_it() {
    let (_card, mic) = card(Spec::default());
    mic.mic.start_take(mic.spec(1, Instant::now()));
    std::thread::sleep(100 * MS);
    mic.mic.close();
    let recorded = samples(&mic.saved(1));
    assert!(recorded.len() > 2_400, "{}", recorded.len());
    assert_exact(SampleFormat::F32, &recorded);
}

#[test]
fn ending_the_program_in_mid_take_saves_it() {
    let (_card, mic) = card(Spec::default());
    let spec = mic.spec(1, Instant::now());
    let path = spec.path.clone();
    mic.mic.start_take(spec);
    std::thread::sleep(100 * MS);
    let Mic { mic, events: _events, folder: _folder, .. } = mic;
    drop(mic);
    let clip = greenroom::audio::wav::read_clip(&path).expect("saved");
    assert!(clip.samples.len() > 2_400);
}

#[test]
fn the_growing_file_is_readable_at_every_moment() {
    let (_card, mic) = card(Spec::default());
    let spec = mic.spec(1, Instant::now());
    let part = spec.path.with_extension("wav.part");
    mic.mic.start_take(spec);
    mic.wait_for("a start", |event| matches!(event, MicEvent::TakeStarted(_)).then_some(()));
    for _ in 0..5 {
        std::thread::sleep(60 * MS);
        let recorded = mic.mic.recorded().expect("recording").1.0;
        let on_disk = greenroom::audio::wav::info(&part).expect("readable").frames.0;
        // A hundred milliseconds, and as many again for a busy machine.
        assert!(on_disk + 9_600 > recorded, "{on_disk} of {recorded} frames on disk");
    }
}

#[test]
fn a_take_that_cannot_be_written_is_kept_and_saved_elsewhere() {
    let (_card, mic) = card(Spec::default());
    let mut spec = mic.spec(1, Instant::now());
    spec.path = mic.folder.path().join("gone").join("take.wav");
    mic.mic.start_take(spec);
    let text = mic.wait_for("the failure", |event| match event {
        MicEvent::TakeFailed(_, text) => Some(text.clone()),
        _ => None,
    });
    assert!(text.contains("kept in memory"), "{text}");
    eventually("something is recorded", || mic.mic.recorded().is_some_and(|r| r.1.0 > 4_800));
    mic.mic.finish_take(TakeHandle(1));
    mic.wait_for("the outcome", |event| matches!(event, MicEvent::TakeFailed(..)).then_some(()));
    mic.mic.save_again(TakeHandle(1), mic.folder.path().join("gone too").join("again.wav"));
    mic.wait_for("the outcome", |event| matches!(event, MicEvent::TakeFailed(..)).then_some(()));
    mic.mic.save_again(TakeHandle(1), mic.folder.path().join("again.wav"));
    let recorded = samples(&mic.saved(1));
    assert!(recorded.len() > 4_800);
    assert_exact(SampleFormat::F32, &recorded);
}

#[test]
fn a_running_take_that_cannot_be_written_goes_on_elsewhere() {
    let (_card, mic) = card(Spec::default());
    let mut spec = mic.spec(1, Instant::now());
    spec.path = mic.folder.path().join("gone").join("take.wav");
    mic.mic.start_take(spec);
    mic.wait_for("the failure", |event| matches!(event, MicEvent::TakeFailed(..)).then_some(()));
    eventually("something is recorded", || mic.mic.recorded().is_some_and(|r| r.1.0 > 4_800));
    mic.mic.save_again(TakeHandle(1), mic.folder.path().join("again.wav"));
    std::thread::sleep(100 * MS);
    mic.mic.finish_take(TakeHandle(1));
    let recorded = samples(&mic.saved(1));
    assert!(recorded.len() > 7_200);
    assert_exact(SampleFormat::F32, &recorded);
}

#[test]
fn a_take_without_a_microphone_is_refused_at_once() {
    let mic = Mic::start(MicSource::None);
    mic.mic.start_take(mic.spec(1, Instant::now()));
    let text = mic.wait_for("the refusal", |event| match event {
        MicEvent::TakeRefused(TakeHandle(1), text) => Some(text.clone()),
        _ => None,
    });
    assert!(text.contains("not open"), "{text}");
}

#[test]
fn level_and_figures_tell_how_the_stream_is_doing() {
    let sound = Arc::new(|frame: u64, _| if frame.is_multiple_of(2) { 0.5 } else { -0.5 });
    let (_card, mic) = card(Spec { sound, ..Spec::default() });
    eventually("the meter moves", || (mic.mic.level().0 + 6.0).abs() < 0.1);
    let stats = mic.mic.stats();
    assert!(stats.callbacks > 0 && stats.frames.0 >= 480, "{stats:?}");
    assert!(stats.first_callback.is_some(), "{stats:?}");
    assert!(stats.ring_capacity.0 >= 5 * 48_000, "{stats:?}");
    assert_eq!(stats.dropped_frames, 0);
    mic.mic.close();
    eventually("the figures are gone", || mic.mic.stats().callbacks == 0);
}
