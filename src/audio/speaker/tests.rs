//! Player and callback by hand, in one thread: what is queued when, to the frame.

use std::time::{Duration, Instant};

use super::callback::{PlaybackCallback, PlaybackEnd, playback};
use super::playing::{Item, Playing};
use super::position::PlayerView;
use super::stream::Live;
use crate::audio::api::{Clip, PlayId, PlayOptions, PlayerEvent};
use crate::audio::disposable::Disposable;
use crate::audio::shape::StreamShape;
use crate::units::SampleRate;

const MS: Duration = Duration::from_millis(1);
const BLOCK: usize = 100;
const FADE: usize = 50;

/// Samples stay below full scale: what is counted as 1 is this.
const ONE: f32 = 1.0 / 65_536.0;

/// A device of 10,000 frames a second.
fn shape() -> StreamShape {
    StreamShape {
        rate: SampleRate::new(10_000).expect("not zero"),
        channels: 1,
        format: cpal::SampleFormat::F32,
        speed: 1.0,
    }
}

struct Bench {
    callback: PlaybackCallback,
    live: Live,
    view: PlayerView,
    playing: Playing,
    now: Instant,
}

impl Bench {
    fn new(clip: &Clip, options: PlayOptions) -> Self {
        let (callback, end): (_, PlaybackEnd) = playback(shape());
        let held = || Ok::<_, std::io::Error>(((), ()));
        let thread = Disposable::spawn("test", held, |_| {}).expect("a thread");
        let now = Instant::now();
        let item = Item::new(PlayId(1), clip.clone().into(), options, Duration::ZERO);
        let mut bench = Self {
            callback,
            live: Live::new(thread, end, now),
            view: PlayerView::default(),
            playing: Playing::new(item),
            now,
        };
        bench.go_on();
        bench
    }

    fn go_on(&mut self) -> Vec<PlayerEvent> {
        let events = std::cell::RefCell::new(Vec::new());
        let tell = |event| events.borrow_mut().push(event);
        self.playing.go_on(&mut self.live, &self.view, self.now, &tell);
        events.into_inner()
    }

    /// What the device is given next; time passes with it.
    fn block(&mut self) -> Vec<f32> {
        let mut block = vec![9.0_f32; BLOCK];
        self.callback.process_block(&mut block, self.now, Duration::ZERO);
        self.now += 10 * MS;
        block.into_iter().map(|sample| sample / ONE).collect()
    }

    fn seek(&mut self, to: Duration) {
        self.playing.seek(to, Some(&mut self.live), &self.view, self.now, &|_| {});
    }
}

/// Sample `n` is `n`, and so says where it comes from.
fn counting(frames: u16) -> Clip {
    let samples = (0..frames).map(|n| f32::from(n) * ONE);
    Clip { samples: samples.collect(), rate: shape().rate }
}

#[test]
fn a_seek_has_queued_its_frames_when_it_returns() {
    let mut bench = Bench::new(&counting(60_000), PlayOptions::default());
    assert_eq!(bench.block()[..3], [0.0, 1.0, 2.0]);
    for to in [4_000 * MS, 1_000 * MS, 3_000 * MS] {
        bench.seek(to);
        // No look of the player's thread in between: old frames fade out, then the new ones begin.
        let block = bench.block();
        let place = to.as_millis() as f32 * 10.0;
        assert_eq!(block[FADE], 0.0, "a soft beginning");
        assert!((block[BLOCK - 1] / place - 1.0).abs() < 0.03, "{}", block[BLOCK - 1]);
        let next = bench.block();
        assert_eq!(next[BLOCK - 1], place + (2 * BLOCK - FADE - 1) as f32);
        bench.go_on();
    }
}

#[test]
fn seeks_in_a_row_end_at_the_last() {
    let mut bench = Bench::new(&counting(60_000), PlayOptions::default());
    bench.block();
    for n in 1..=30 {
        bench.seek(n * 100 * MS);
    }
    bench.block();
    bench.go_on();
    let block = std::iter::repeat_with(|| bench.block()).nth(1).expect("a block");
    assert!((30_000.0..30_500.0).contains(&block[0]), "{}", block[0]);
}

#[test]
fn a_change_goes_on_at_its_place_to_the_frame() {
    let mut bench = Bench::new(&counting(60_000), PlayOptions::default());
    for _ in 0..5 {
        bench.block();
        bench.go_on();
    }
    let softer = PlayOptions { gain: 0.5, ..PlayOptions::default() };
    bench.playing.change(PlayId(1), softer, Some(&mut bench.live));
    let block = bench.block();
    for (n, sample) in block.iter().enumerate() {
        let gain = if n < FADE { 1.0 - 0.5 * (n as f32 + 1.0) / FADE as f32 } else { 0.5 };
        assert!((sample - (500 + n) as f32 * gain).abs() < 0.01, "{n}: {sample}");
    }
    assert_eq!(bench.block()[0], 300.0);
}

#[test]
fn changes_in_a_row_before_the_device_looks_go_on_as_well() {
    let mut bench = Bench::new(&counting(60_000), PlayOptions::default());
    bench.block();
    bench.go_on();
    for n in 1..=20_u8 {
        let gain = 1.0 - f32::from(n) * 0.025;
        let options = PlayOptions { gain, ..PlayOptions::default() };
        bench.playing.change(PlayId(1), options, Some(&mut bench.live));
    }
    let blocks: Vec<f32> = (0..4)
        .flat_map(|_| {
            let block = bench.block();
            bench.go_on();
            block
        })
        .collect();
    let last = blocks.last().expect("sound");
    // The same frames at half the level: the first change came at once, the last one block later.
    assert_eq!(*last, 0.5 * 499.0);
}

#[test]
fn a_callback_that_comes_late_enters_the_new_frames_where_it_left_the_old() {
    let (mut callback, mut end) = playback(shape());
    let take = |callback: &mut PlaybackCallback, frames: usize| -> Vec<f32> {
        let mut block = vec![9.0_f32; frames];
        callback.process_block(&mut block, Instant::now(), Duration::ZERO);
        block.into_iter().map(|sample| sample / ONE).collect()
    };
    for n in 0..1_000_u16 {
        end.samples.push(f32::from(n) * ONE).expect("room");
    }
    take(&mut callback, 200);
    // The same from frame 150 on, twice as fast.
    for n in 0..500_u16 {
        end.samples.push(f32::from(150 + 2 * n) * ONE).expect("room");
    }
    end.counts.cut(1_000, Some((150, 0.5)));
    let block = take(&mut callback, 100);
    assert!((block[0] - 200.0).abs() < 1.0, "{}", block[0]);
    assert_eq!(block[FADE], f32::from(200 + 2 * FADE as u16));
    while let Ok(heard) = end.heard.pop() {
        if heard.first >= 1_000 {
            assert_eq!((heard.first, heard.frames), (1_025, 100));
        }
    }
}

#[test]
fn the_last_of_several_sounds_ends_after_the_others() {
    let mut bench = Bench::new(&counting(250), PlayOptions::default());
    let second = Item::new(PlayId(2), counting(0).into(), PlayOptions::default(), 5 * MS);
    let third = Item::new(PlayId(3), counting(100).into(), PlayOptions::default(), 5 * MS);
    bench.playing.follow(second);
    bench.playing.follow(third);
    let mut told = Vec::new();
    for _ in 0..9 {
        told.extend(bench.go_on());
        bench.block();
    }
    let told: Vec<_> = told
        .iter()
        .map(|event| match event {
            PlayerEvent::Started(PlayId(id)) => (*id, "begins"),
            PlayerEvent::Ended(PlayId(id), _) => (*id, "ends"),
            PlayerEvent::Failed(PlayId(id), _) => (*id, "fails"),
        })
        .collect();
    let expected = [(1, "begins"), (1, "ends"), (2, "ends"), (3, "begins"), (3, "ends")];
    assert_eq!(told, expected);
    assert!(bench.playing.is_over());
}

#[test]
fn what_is_in_the_air_is_known_before_the_players_thread_looks() {
    let (mut callback, mut end) = playback(shape());
    let view = PlayerView::default();
    view.set_stream(Some(std::sync::Arc::clone(&end.counts)));
    let now = Instant::now() + MS;
    let mut block = vec![0.0_f32; BLOCK];
    callback.process_block(&mut block, now, 400 * MS);
    assert_eq!(view.heard_until(now), None, "silence is no sound");
    let (pushed, _) = end.samples.push_partial_slice(&[ONE; 50]);
    assert_eq!(pushed.len(), 50);
    callback.process_block(&mut block, now, 400 * MS);
    // Fifty frames last 5 ms; as many again may be on their way just now.
    assert_eq!(view.heard_until(now), Some(now + 410 * MS));
    assert_eq!(view.heard_until(now + 410 * MS), None, "it is over");
}

#[test]
fn a_device_that_takes_faster_than_is_rendered_does_not_hold_the_players_thread() {
    let repeat = Some((Duration::ZERO, 1_000 * MS));
    let options = PlayOptions { stretch: 2.0, repeat, ..PlayOptions::default() };
    let Bench { mut callback, mut live, view, mut playing, .. } =
        Bench::new(&counting(20_000), options);
    let is_over = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let device = || {
            while !is_over.load(std::sync::atomic::Ordering::Acquire) {
                callback.process_block(&mut [0.0_f32; BLOCK], Instant::now(), Duration::ZERO);
            }
        };
        std::thread::Builder::new().spawn_scoped(scope, device).expect("a thread");
        // Each call comes back, so that orders are heard in between; the device may be slow to begin.
        let patience = Instant::now() + Duration::from_secs(60);
        for call in 0_u64.. {
            playing.go_on(&mut live, &view, Instant::now(), &|_| {});
            let has_begun = view.position(Instant::now()).is_some();
            if call >= 3 && (has_begun || Instant::now() > patience) {
                break;
            }
        }
        is_over.store(true, std::sync::atomic::Ordering::Release);
    });
    assert!(view.position(Instant::now()).is_some());
}
