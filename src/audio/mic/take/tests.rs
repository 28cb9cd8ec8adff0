//! A take cut, kept, moved and saved, as far as one thread can tell.

use std::sync::{Arc, Mutex};

use super::*;

fn take(folder: &tempfile::TempDir, max: Duration) -> Take {
    let spec = TakeSpec {
        handle: TakeHandle(1),
        path: folder.path().join("take.wav"),
        from: Instant::now(),
        max,
    };
    let shape = StreamShape {
        rate: SampleRate::new(1_000).expect("not zero"),
        channels: 1,
        format: cpal::SampleFormat::F32,
        speed: 1.0,
    };
    let (mut take, error) = Take::begin(spec, shape);
    assert!(error.is_none());
    take.begin_at(100, None, 1.0);
    take
}

fn scratch() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder for tests")
}

#[test]
fn frames_before_the_first_and_behind_the_end_stay_out() {
    let folder = scratch();
    let mut take = take(&folder, Duration::from_secs(60));
    let ramp: Vec<f32> = (0..100).map(|n| n as f32 / 1_000.0).collect();
    take.take_frames(50, &ramp, Some(140), &VecDeque::new());
    assert_eq!(take.frames(), Frames(40));
    let summary = take.save().expect("saved");
    let clip = crate::audio::wav::read_clip(&summary.path).expect("readable");
    assert_eq!(clip.samples.len(), 40);
    assert_eq!(to_i16(clip.samples[0]), to_i16(0.05));
    assert_eq!(to_i16(clip.samples[39]), to_i16(0.089));
}

#[test]
fn frames_that_came_after_the_finish_are_taken_off_again() {
    let folder = scratch();
    let mut take = take(&folder, Duration::from_secs(60));
    take.take_frames(100, &[0.25; 50], None, &VecDeque::new());
    take.flush(Instant::now(), true).expect("written");
    take.take_frames(150, &[0.5; 50], None, &VecDeque::new());
    take.cut_to(130);
    assert_eq!(take.frames(), Frames(30));
    let summary = take.save().expect("saved");
    assert_eq!(summary.frames, Frames(30));
    let clip = crate::audio::wav::read_clip(&summary.path).expect("readable");
    assert_eq!(*clip.samples, [0.25; 30]);
}

#[test]
fn listeners_hear_what_is_in_the_file_and_nothing_that_is_taken_off_again() {
    let folder = scratch();
    let mut take = take(&folder, Duration::from_secs(60));
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ear = Arc::clone(&heard);
    let tap: Tap = Box::new(move |block| {
        let mut heard = ear.lock().expect("not poisoned");
        assert_eq!(block.first, Frames(heard.len() as u64));
        heard.extend_from_slice(block.samples);
    });
    let ramp: Vec<f32> = (0..200).map(|n| n as f32 / 1_000.0).collect();
    for (nth, block) in ramp.chunks(25).enumerate() {
        take.take_frames(100 + 25 * nth as u64, block, None, &VecDeque::new());
        take.flush(Instant::now(), true).expect("written");
        take.tell(&tap, 60);
    }
    assert_eq!(heard.lock().expect("not poisoned").len(), 140);
    take.cut_to(255);
    take.tell(&tap, 0);
    let summary = take.save().expect("saved");
    let clip = crate::audio::wav::read_clip(&summary.path).expect("readable");
    let file: Vec<i16> = clip.samples.iter().map(|sample| to_i16(*sample)).collect();
    assert_eq!((file.len(), *heard.lock().expect("not poisoned") == file), (155, true));
}

#[test]
fn a_take_ends_at_its_greatest_length() {
    let folder = scratch();
    let mut take = take(&folder, Duration::from_millis(30));
    take.take_frames(90, &[0.1; 100], None, &VecDeque::new());
    assert!(take.is_full());
    assert_eq!(take.save().expect("saved").frames, Frames(30));
}

#[test]
fn a_take_whose_folder_was_deleted_can_be_saved_in_its_old_place() {
    let folder = scratch();
    let mut take = take(&folder, Duration::from_secs(60));
    take.take_frames(100, &[0.25; 10], None, &VecDeque::new());
    take.flush(Instant::now(), true).expect("written");
    std::fs::remove_dir_all(folder.path()).expect("removed");
    assert!(take.save().is_err());
    std::fs::create_dir(folder.path()).expect("made again");
    take.move_to(&folder.path().join("take.wav")).expect("moved");
    let summary = take.save().expect("saved");
    assert_eq!((summary.frames, summary.path), (Frames(10), folder.path().join("take.wav")));
}

#[test]
fn a_new_limit_counts_from_then_on_and_takes_nothing_away() {
    let folder = scratch();
    let mut take = take(&folder, Duration::from_millis(30));
    take.take_frames(100, &[0.1; 20], None, &VecDeque::new());
    take.set_max(Duration::from_millis(50));
    take.take_frames(120, &[0.1; 20], None, &VecDeque::new());
    assert_eq!((take.frames(), take.is_full()), (Frames(40), false));
    take.set_max(Duration::from_millis(10));
    assert_eq!((take.frames(), take.is_full()), (Frames(40), true));
    take.take_frames(140, &[0.1; 20], None, &VecDeque::new());
    assert_eq!(take.save().expect("saved").frames, Frames(40));
}

#[test]
fn clipped_samples_peak_and_losses_are_counted() {
    let folder = scratch();
    let mut take = take(&folder, Duration::from_secs(60));
    let losses = VecDeque::from([(90, 7), (102, 50)]);
    take.take_frames(100, &[0.5, -1.0, 32_767.0 / 32_768.0, 0.9], None, &losses);
    let summary = take.save().expect("saved");
    assert_eq!(summary.clipped_samples, 2);
    assert_eq!(summary.peak, Dbfs(0.0));
    assert_eq!(summary.dropped_frames, 50);
    assert_eq!(summary.gaps, [(Frames(2), Duration::from_millis(50))]);
}

fn shape(hz: u32) -> StreamShape {
    let rate = SampleRate::new(hz).expect("not zero");
    StreamShape { rate, channels: 1, format: cpal::SampleFormat::F32, speed: 1.0 }
}

#[test]
fn a_take_that_was_cut_goes_on_in_the_same_file_with_the_gap_noted() {
    let folder = scratch();
    let mut take = take(&folder, Duration::from_secs(60));
    take.take_frames(100, &[0.25; 40], None, &VecDeque::new());
    let cut = Instant::now();
    // The last five may have come from another microphone.
    take.suspend(Some(135), cut);
    take.take_frames(140, &[0.9; 10], None, &VecDeque::new());
    assert!(take.is_away());
    take.resume(shape(1_000), cut);
    assert!(!take.is_away() && take.first_frame().is_none());
    // Lost again before anything came: still the one gap.
    take.suspend(None, cut + Duration::from_secs(1));
    take.resume(shape(1_000), cut);
    take.begin_at(7, Some(cut + Duration::from_millis(1_500)), 1.0);
    let gap = (Frames(35), Duration::from_millis(1_500));
    let resumed = Resumed { frames: gap.0, missing: gap.1, why: None };
    assert_eq!(take.take_resumed(), Some(resumed));
    take.take_frames(0, &[0.5; 20], None, &VecDeque::new());
    take.cut_to(17);
    let summary = take.save().expect("saved");
    assert_eq!((summary.frames, summary.gaps), (Frames(45), vec![gap]));
    let clip = crate::audio::wav::read_clip(&summary.path).expect("readable");
    assert_eq!([clip.samples[34], clip.samples[35], clip.samples[44]], [0.25, 0.5, 0.5]);
    assert_eq!(std::fs::read_dir(folder.path()).expect("there").count(), 1);
}

#[test]
fn a_take_that_was_suspended_goes_on_in_the_same_file_with_the_joint_noted() {
    let folder = scratch();
    let mut take = take(&folder, Duration::from_secs(60));
    take.take_frames(100, &[0.25; 40], None, &VecDeque::new());
    let at = Instant::now();
    let until = Finish { at, deadline: at + Duration::from_millis(500) };
    take.pause(until, Suspension::QuestionHeard);
    assert!(take.is_held() && !take.is_away(), "what was captured before is waited for");
    assert_eq!(take.boundary().map(|it| it.at), Some(at));
    take.cut_to(130);
    // The microphone is lost before that is known to be done, and comes back while it waits.
    take.suspend(None, at + Duration::from_secs(2));
    take.take_frames(140, &[0.9; 10], None, &VecDeque::new());
    assert!(take.is_held() && take.is_away());
    assert!(take.release());
    take.resume(shape(1_000), at + Duration::from_secs(5));
    take.begin_at(7, Some(at + Duration::from_secs(5)), 1.0);
    take.take_frames(7, &[0.5; 20], None, &VecDeque::new());
    let joint = TakeJoint {
        at: Frames(30),
        lasted: Duration::from_secs(5),
        why: Suspension::QuestionHeard,
    };
    let resumed = Resumed { frames: joint.at, missing: joint.lasted, why: Some(joint.why) };
    assert_eq!(take.take_resumed(), Some(resumed));
    // What is lost later is a gap.
    take.suspend(None, at + Duration::from_secs(6));
    take.resume(shape(1_000), at);
    take.begin_at(0, Some(at + Duration::from_secs(7)), 1.0);
    let summary = take.save().expect("saved");
    assert_eq!((summary.frames, summary.joints), (Frames(50), vec![joint]));
    assert_eq!(summary.gaps, [(Frames(50), Duration::from_secs(1))]);
}

#[test]
fn a_microphone_of_another_rate_goes_on_at_the_same_pitch_and_length() {
    for hz in [500, 3_000] {
        let folder = scratch();
        let mut take = take(&folder, Duration::from_secs(60));
        take.take_frames(100, &[0.25; 40], None, &VecDeque::new());
        take.suspend(None, Instant::now());
        take.resume(shape(hz), Instant::now());
        take.begin_at(0, None, 1.0);
        // Ten cycles a second, for two seconds and a little that is cut off again.
        let tone = |n: u32| (f64::from(n) / f64::from(hz) * std::f64::consts::TAU * 10.0).sin();
        let sound: Vec<f32> = (0..hz * 2 + hz / 10).map(|n| tone(n) as f32 / 2.0).collect();
        for (nth, block) in sound.chunks(50).enumerate() {
            take.take_frames(50 * nth as u64, block, None, &VecDeque::new());
            take.flush(Instant::now(), true).expect("written");
        }
        take.cut_to(u64::from(hz) * 2);
        let summary = take.save().expect("saved");
        assert_eq!((summary.frames, summary.rate.hz()), (Frames(2_040), 1_000), "{hz} Hz");
        let clip = crate::audio::wav::read_clip(&summary.path).expect("readable");
        let ups = clip.samples[40..].windows(2).filter(|w| w[0] < 0.0 && w[1] >= 0.0).count();
        assert!((19..=21).contains(&ups), "{hz} Hz: {ups} cycles");
    }
}

#[test]
fn a_take_that_cannot_be_written_is_kept_and_saved_elsewhere_whole() {
    let folder = scratch();
    let mut take = take(&folder, Duration::from_secs(60));
    take.take_frames(100, &[0.25; 10], None, &VecDeque::new());
    take.flush(Instant::now(), true).expect("written");
    take.fail(io::ErrorKind::StorageFull);
    take.take_frames(110, &[0.5; 10], None, &VecDeque::new());
    assert!(take.save().is_err());
    let elsewhere = scratch();
    take.move_to(&elsewhere.path().join("again.wav")).expect("moved");
    take.take_frames(120, &[0.125; 10], None, &VecDeque::new());
    let summary = take.save().expect("saved");
    assert_eq!(summary.frames, Frames(30));
    let clip = crate::audio::wav::read_clip(&summary.path).expect("readable");
    assert_eq!([clip.samples[9], clip.samples[19], clip.samples[29]], [0.25, 0.5, 0.125]);
    assert_eq!(std::fs::read_dir(folder.path()).expect("there").count(), 0);
}

#[test]
fn what_memory_has_no_room_for_is_told_before_and_counted_after() {
    let folder = scratch();
    let mut take = take(&folder, Duration::from_secs(7_200));
    take.fail(io::ErrorKind::StorageFull);
    let minute = vec![0.25; 60_000];
    let record = |take: &mut Take, minutes: std::ops::Range<u64>| {
        for nth in minutes {
            take.take_frames(100 + 60_000 * nth, &minute, None, &VecDeque::new());
        }
    };
    record(&mut take, 0..27);
    assert_eq!(take.runs_out(), None);
    record(&mut take, 27..28);
    assert_eq!(take.runs_out(), Some(Duration::from_secs(120)));
    assert_eq!(take.runs_out(), None, "once");
    record(&mut take, 28..33);
    let half_an_hour = Frames(30 * 60_000);
    assert_eq!((take.frames(), take.dropped_frames), (half_an_hour, 3 * 60_000));
    let elsewhere = scratch();
    take.move_to(&elsewhere.path().join("again.wav")).expect("moved");
    record(&mut take, 33..34);
    let summary = take.save().expect("saved");
    assert_eq!(summary.frames, Frames(half_an_hour.0 + 60_000));
    let clip = crate::audio::wav::read_clip(&summary.path).expect("readable");
    assert!(clip.samples.iter().all(|sample| *sample == 0.25));
}
