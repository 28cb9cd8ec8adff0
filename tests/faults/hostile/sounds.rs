//! Sound files that lie about themselves.

use std::fs::File;
use std::path::Path;
use std::time::Instant;

use greenroom::audio::wav::{WavStream, info, repair};

use super::program::{Ran, run};
use super::{mutate, row, targets};
use crate::table::Row;

/// An honest file: 120 frames at 48 kHz, mono, 16 bits.
const TAKE: &[u8] = include_bytes!("../../../fuzz/seeds/wav/take");

/// Writes a file and the folders above it.
pub fn put(path: &Path, content: &[u8]) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
    std::fs::write(path, content).expect("it can be written");
}

/// A finished take and a cut-off one in a session, but for what is planted there already.
pub fn session_beside(session: &Path, planted: &Path) {
    let take = session.join("01-why.take1.wav");
    let part = session.join("02-how.take1.wav.part");
    let is_free = |path: &Path| path != planted && std::fs::symlink_metadata(path).is_err();
    if is_free(&take) {
        put(&take, TAKE);
    }
    if is_free(&part) && planted.file_name().is_some_and(|name| name != "session.json") {
        put(&part, &TAKE[..TAKE.len() - 1]);
    }
}

/// Files whose headers lie in one field or two, and the honest one cut off at every byte of its header.
fn lies() -> Vec<Vec<u8>> {
    let with = |at: usize, value: &[u8]| {
        let mut bytes = TAKE.to_vec();
        bytes[at..at + value.len()].copy_from_slice(value);
        bytes
    };
    let sizes = [0, 1, 7, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff_u32];
    let sizes = sizes.map(u32::to_le_bytes);
    let mut all: Vec<Vec<u8>> = Vec::new();
    for size in &sizes {
        all.extend([4, 16, 24, 28, 40].map(|at| with(at, size)));
    }
    for few in [0_u16, 3, 0x7fff, 0xfffe, 0xffff] {
        all.extend([20, 22, 32, 34].map(|at| with(at, &few.to_le_bytes())));
    }
    all.extend((0..=44).map(|at| TAKE[..at].to_vec()));
    all.extend(mutate::seeds(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds/wav")));
    all
}

#[test]
#[ignore = "takes a minute; run by script/faults"]
fn sound_files_whose_headers_lie_are_read_by_their_length() {
    let root = tempfile::tempdir().expect("a folder for the test");
    let lies = lies();
    let session = root.path().join("sessions/2026-01-01T000000-mine");
    let mut ran = Vec::new();
    let mut longest_ms = 0.0_f64;
    for (nth, bytes) in lies.iter().enumerate() {
        let begun = Instant::now();
        targets::wav(bytes);
        longest_ms = longest_ms.max(begun.elapsed().as_secs_f64() * 1_000.0);
        put(&session.join(format!("{:02}-a.take1.wav", nth + 1)), bytes);
        put(&session.join(format!("{:02}-b.take1.wav.part", nth + 1)), bytes);
        // As Review reads and measures it.
        if nth % crate::times(8, 1) == 0 {
            let path = session.join(format!("{:02}-a.take1.wav", nth + 1));
            ran.push(run(root.path(), &["measure", &path.to_string_lossy(), "--json"]));
        }
    }
    let listed = run(root.path(), &["rehearse", "--pacing", "none of these", "--out", "DATA"]);
    let recovered = listed.err.lines().filter(|line| line.contains("Recovered")).count();
    let empty = listed.err.lines().filter(|line| line.contains("before any sound")).count();
    let left = listed.err.lines().filter(|line| line.contains("could not be repaired")).count();
    ran.push(run(root.path(), &["session", "show", "--json", "--out", "DATA"]));
    for (nth, bytes) in lies.iter().enumerate() {
        let there = std::fs::read(session.join(format!("{:02}-a.take1.wav", nth + 1)));
        assert_eq!(&there.expect("it is there"), bytes, "a finished recording was changed");
    }
    let also = format!(
        "as cut-off recordings {recovered} recovered, {empty} without sound set aside, {left} left and told \
         of; {}, {longest_ms:.0} ms to read and repair",
        Ran::worst(&ran)
    );
    let all = recovered + empty + left == lies.len();
    Row { passed: all, ..row("sound files whose headers lie", lies.len(), also) }.report();
}

#[test]
#[ignore = "takes a minute; run by script/faults"]
fn four_gibibytes_are_counted_and_not_read() {
    let root = tempfile::tempdir().expect("a folder for the test");
    let session = root.path().join("sessions/2026-01-01T000000-mine");
    let part = session.join("01-long.take1.wav.part");
    put(&part, TAKE);
    let length = (1_u64 << 32) + 101;
    let file = File::options().write(true).open(&part).expect("it is there");
    file.set_len(length).expect("a file may have holes here");
    let ran = run(root.path(), &["rehearse", "--pacing", "none of these", "--out", "DATA"]);
    assert!(ran.err.contains("Recovered"), "{}", ran.err);
    let wav = session.join("01-long.take1.wav");
    assert_eq!(std::fs::metadata(&wav).expect("in its place").len(), length, "nothing is cut off");
    let told = info(&wav).expect("it opens");
    let mut stream = WavStream::open(&wav).expect("it opens");
    let mut end = Vec::new();
    stream.seek(told.frames.0 - 10);
    assert_eq!(stream.read(100, &mut end).expect("its end is read"), 10);
    assert_eq!(repair(&wav).expect("again").frames, told.frames);
    let shown = run(root.path(), &["session", "show", "--out", "DATA"]);
    assert!(shown.out.contains("745:3"), "twelve hours and a half: {}", shown.out);
    let also = format!(
        "recovered into its place with the {} hours that a header can count; {}",
        told.frames.0 / u64::from(told.rate.hz()) / 3_600,
        Ran::worst(&[ran, shown])
    );
    row("a cut-off recording of 4 GiB", 1, also).report();
}
