//! Reading and repairing sound files.

use std::path::Path;

use greenroom::analysis::OverviewBuilder;
use greenroom::audio::wav::{WavStream, info, read_clip, repair};

use super::folder::folder;

/// Reading never changes a file and gives what its header and length allow, in −1…1. Repairing never takes a
/// whole frame away, changes nothing twice, leaves a healthy file and one that is refused as they are, and
/// what it repaired opens.
pub fn wav(bytes: &[u8]) {
    let folder = folder();
    let path = folder.path().join("01-story.take1.wav.part");
    std::fs::write(&path, bytes).expect("it can be written");
    let frames = read(&path);
    assert_eq!(std::fs::read(&path).expect("it is there"), bytes, "reading changed it");
    let repaired = repair(&path);
    let after = std::fs::read(&path).expect("it is there");
    let Ok(repaired) = repaired else {
        assert_eq!(after, bytes, "refused and yet changed");
        return;
    };
    let before = frames.expect("what is repaired could be found before");
    assert!(repaired.frames.0 >= before, "{} frames of {before}", repaired.frames.0);
    assert_eq!(read(&path), Some(repaired.frames.0), "it does not open as long as it was told");
    assert!(after.len() <= bytes.len(), "it grew");
    if is_healthy(bytes) {
        assert_eq!(after, bytes, "a healthy file was changed");
    }
    // Sizes alone are written: the rest is as it was, but for a last half frame.
    let changed = after.iter().zip(bytes).filter(|(a, b)| a != b).count();
    assert!(changed <= 8, "{changed} bytes changed");
    let again = repair(&path).expect("again");
    assert_eq!(again, repaired);
    assert_eq!(std::fs::read(&path).expect("it is there"), after, "twice is not once");
    if bytes.len() >= 44
        && bytes[..4] == *b"RIFF"
        && bytes[12..24] == *b"fmt \x10\0\0\0\x01\0\x01\0"
    {
        opens_elsewhere(&after, repaired.frames.0);
    }
}

/// Reads it whole, all ways; the frames that are in it.
fn read(path: &Path) -> Option<u64> {
    let (told, stream) = (info(path), WavStream::open(path));
    assert_eq!(told.is_ok(), stream.is_ok(), "{told:?}, {stream:?}");
    let (Ok(told), Ok(mut stream)) = (told, stream) else { return None };
    assert_eq!(told, stream.info());
    assert!(told.channels > 0 && told.rate.hz() > 0, "{told:?}");
    let mut overview = OverviewBuilder::new();
    let mut samples = Vec::new();
    let mut count = 0_u64;
    loop {
        samples.clear();
        let got = stream.read(1_000, &mut samples).expect("what is there can be read");
        if got == 0 {
            break;
        }
        assert_eq!(got, samples.len());
        count += got as u64;
        assert!(samples.iter().all(|sample| (-1.0..=1.0).contains(sample)), "not in −1…1");
        overview.push(&samples);
    }
    assert_eq!(count, told.frames.0);
    let _shape = overview.finish();
    let clip = read_clip(path).expect("as before");
    assert_eq!(clip.samples.len() as u64, count);
    // From the middle it is the same.
    stream.seek(count / 2);
    let mut half = Vec::new();
    stream.read(usize::MAX, &mut half).expect("as before");
    assert_eq!(half, clip.samples[(count / 2) as usize..]);
    Some(count)
}

/// Whether every size in a file is right: that of the whole and of each chunk.
fn is_healthy(bytes: &[u8]) -> bool {
    let size = |at: usize| {
        let four = bytes.get(at..at + 4)?;
        Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]) as usize)
    };
    let mut at = 12;
    let mut data = false;
    while at + 8 <= bytes.len() {
        let Some(chunk) = size(at + 4) else { return false };
        data |= bytes[at..at + 4] == *b"data" && chunk > 0;
        at += 8 + chunk + chunk % 2;
    }
    data && at == bytes.len() && size(4).is_some_and(|whole| whole + 8 == bytes.len())
}

/// Any program reads a mono 16-bit file after it was repaired: hound, which believes every size, does.
fn opens_elsewhere(bytes: &[u8], frames: u64) {
    if let Ok(reader) = hound::WavReader::new(bytes)
        && reader.spec().bits_per_sample == 16
    {
        assert_eq!(u64::from(reader.duration()), frames);
        // Sixteen bits in a place of four bytes are none of its; it says so.
        let reads = |sample: Result<i16, hound::Error>| {
            sample.is_ok() || matches!(sample, Err(hound::Error::TooWide))
        };
        assert!(reader.into_samples::<i16>().all(reads));
    }
}
