//! Files of every format, cut-off files, and files that lie.

use std::path::PathBuf;

use super::*;
use crate::units::{Frames, SampleRate};

/// Bytes of a file with this `fmt ` chunk (from the format tag on) and this sound.
fn file(format: &[u8], data_says: u32, sound: &[u8]) -> Vec<u8> {
    let mut bytes = b"RIFF\0\0\0\0WAVE".to_vec();
    bytes.extend(b"fmt ");
    bytes.extend((format.len() as u32).to_le_bytes());
    bytes.extend(format);
    bytes.extend(b"data");
    bytes.extend(data_says.to_le_bytes());
    bytes.extend(sound);
    bytes
}

fn format(tag: u16, channels: u16, hz: u32, bytes: u16) -> Vec<u8> {
    let frame_bytes = channels.wrapping_mul(bytes);
    let mut format = tag.to_le_bytes().to_vec();
    format.extend(channels.to_le_bytes());
    format.extend(hz.to_le_bytes());
    format.extend(hz.wrapping_mul(u32::from(frame_bytes)).to_le_bytes());
    format.extend(frame_bytes.to_le_bytes());
    format.extend((bytes * 8).to_le_bytes());
    format
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder for tests"))
    }

    fn put(&self, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join("sound.wav");
        std::fs::write(&path, bytes).expect("written");
        path
    }
}

/// All samples, in pieces of `piece` frames.
fn read_all(path: &Path, piece: usize) -> (WavInfo, Vec<f32>) {
    let mut stream = WavStream::open(path).expect("a sound");
    let mut samples = Vec::new();
    while stream.read(piece, &mut samples).expect("readable") > 0 {}
    (stream.info(), samples)
}

#[test]
fn every_format_is_read_to_the_bit() {
    let folder = Folder::new();
    let values = [-1.0_f64, -0.5, 0.0, 0.25, 0.5];
    let encoded =
        |encode: &dyn Fn(f64) -> Vec<u8>| values.iter().flat_map(|v| encode(*v)).collect();
    const IN_16_BITS: f32 = 32_767.0 / 32_768.0;
    let cases: [(u16, u16, Vec<u8>, f32); 6] = [
        (1, 1, encoded(&|v| vec![(v * 128.0 + 128.0) as u8]), 127.0 / 128.0),
        (1, 2, encoded(&|v| ((v * 32_768.0) as i16).to_le_bytes().to_vec()), IN_16_BITS),
        (1, 3, encoded(&|v| ((v * 8_388_608.0) as i32).to_le_bytes()[..3].to_vec()), IN_16_BITS),
        (1, 4, encoded(&|v| ((v * 2_147_483_648.0) as i32).to_le_bytes().to_vec()), IN_16_BITS),
        (3, 4, encoded(&|v| (v as f32).to_le_bytes().to_vec()), IN_16_BITS),
        (3, 8, encoded(&|v| v.to_le_bytes().to_vec()), IN_16_BITS),
    ];
    for (tag, bytes, sound, clips_at) in cases {
        for hz in [8_000, 44_100, 192_000] {
            let path = folder.put(&file(&format(tag, 1, hz, bytes), sound.len() as u32, &sound));
            let (info, samples) = read_all(&path, 2);
            assert_eq!(samples, values.map(|v| v as f32), "{tag} {bytes} {hz}");
            let rate = SampleRate::new(hz).expect("not zero");
            assert_eq!(info, WavInfo { rate, channels: 1, frames: Frames(5) });
            assert_eq!(WavStream::open(&path).expect("a sound").clips_at(), clips_at);
        }
    }
}

#[test]
fn the_extensible_header_is_understood() {
    let folder = Folder::new();
    let mut extensible = format(0xfffe, 1, 48_000, 4);
    extensible.extend(22_u16.to_le_bytes());
    extensible.extend(24_u16.to_le_bytes());
    extensible.extend([0; 4]);
    extensible.extend(1_u16.to_le_bytes());
    extensible.extend([0; 14]);
    let path = folder.put(&file(&extensible, 4, &(1_i32 << 30).to_le_bytes()));
    assert_eq!(read_all(&path, 9).1, [0.5]);
}

#[test]
fn any_place_can_be_read_and_the_end_is_the_end() {
    let folder = Folder::new();
    let samples: std::sync::Arc<[f32]> =
        (0..100_000).map(|n| (n % 30_000) as f32 / 32_768.0).collect();
    let path = folder.0.path().join("long.wav");
    write_clip(&path, &Clip { samples: samples.clone(), rate: SampleRate::HZ_48000 })
        .expect("written");
    let mut stream = WavStream::open(&path).expect("a sound");
    for place in [99_000_usize, 5, 5, 50_000, 0] {
        stream.seek(place as u64);
        let mut read = vec![9.0];
        assert_eq!(stream.read(40_000, &mut read).expect("read"), 40_000.min(100_000 - place));
        assert_eq!(read[1..], samples[place..(place + 40_000).min(100_000)]);
    }
    stream.seek(u64::MAX);
    assert_eq!(stream.read(1, &mut Vec::new()).expect("read"), 0);
}

#[test]
fn the_loudest_of_eight_channels_is_read() {
    let folder = Folder::new();
    let loudness = |channel: usize| if channel == 5 { 100 } else { channel as i16 };
    let sound: Vec<u8> =
        (0..50_000).flat_map(|n| (loudness(n % 8) + (n / 8 % 7) as i16).to_le_bytes()).collect();
    let path = folder.put(&file(&format(1, 8, 16_000, 2), sound.len() as u32, &sound));
    let (info, samples) = read_all(&path, 1_000);
    assert_eq!((info.channels, info.frames), (8, Frames(6_250)));
    assert_eq!(samples[3], 103.0 / 32_768.0);
    assert_eq!(samples.len(), 6_250);
}

#[test]
fn sizes_that_lie_are_held_against_the_file() {
    let folder = Folder::new();
    for says in [0, 0x7fff_ffff, 0xffff_ffff, 201] {
        let path = folder.put(&file(&format(1, 1, 48_000, 2), says, &[1; 201]));
        let (info, samples) = read_all(&path, 64);
        assert_eq!((info.frames, samples.len()), (Frames(100), 100), "{says}");
    }
    // Nothing recorded, and a chunk behind it: no noise is made of that.
    let path = folder.put(&file(&format(1, 1, 48_000, 2), 0, b"LIST\x04\0\0\0abcd"));
    assert_eq!(read_all(&path, 64).1, [0.0; 0]);
}

#[test]
fn numbers_that_are_none_become_silence_and_loud_ones_full_scale() {
    let folder = Folder::new();
    let values = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 7.0, -0.5];
    let sound: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
    let path = folder.put(&file(&format(3, 1, 48_000, 4), 20, &sound));
    assert_eq!(read_all(&path, 64).1, [0.0, 1.0, -1.0, 1.0, -0.5]);
}

#[test]
fn what_can_not_be_a_sound_is_refused_in_words() {
    let folder = Folder::new();
    let says =
        |bytes: &[u8]| WavStream::open(&folder.put(bytes)).expect_err("no sound").to_string();
    assert!(says(b"").contains("its beginning"));
    assert!(says(&file(&format(1, 1, 48_000, 2), 0, &[])[..36]).contains("can't be found"));
    assert!(says(&file(&format(1, 0, 48_000, 2), 4, &[0; 4])).contains("no channels"));
    assert!(says(&file(&format(1, 1, 0, 2), 4, &[0; 4])).contains("0 Hz"));
    assert!(says(&file(&format(1, 1, u32::MAX, 2), 4, &[0; 4])).contains("Hz is not usable"));
    assert!(says(&file(&format(85, 2, 48_000, 2), 4, &[0; 4])).contains("packed"));
    assert!(says(&file(&format(1, 1, 48_000, 8), 4, &[0; 8])).contains("64 bits in 8 bytes"));
    assert!(says(&file(&[1, 0], 4, &[0; 8])).contains("format is destroyed"));
    let many: Vec<u8> = b"RIFF\0\0\0\0WAVE".iter().copied().chain([b'x'; 80_000]).collect();
    assert!(says(&many).contains("can't be found"));
}

#[test]
fn damaged_headers_never_panic_nor_promise_what_is_not_there() {
    let folder = Folder::new();
    let sound = file(&format(1, 2, 48_000, 2), 64, &[77; 64]);
    // Every byte of the header in turn, with values that are small, large and negative.
    for at in 0..44 {
        for value in [0, 1, 2, 0x7f, 0x80, 0xff] {
            let mut damaged = sound.clone();
            damaged[at] = value;
            let path = folder.put(&damaged);
            let Ok(mut stream) = WavStream::open(&path) else { continue };
            let mut samples = Vec::new();
            let read = stream.read(usize::MAX, &mut samples).expect("readable");
            assert!(read <= 64 && read as u64 == stream.info().frames.0, "{at} {value}: {read}");
            assert!(samples.iter().all(|s| s.abs() <= 1.0));
        }
    }
}

#[test]
fn a_file_that_shrinks_while_it_is_read_ends_there() {
    let folder = Folder::new();
    let path = folder.put(&file(&format(1, 1, 48_000, 2), 200_000, &[1; 200_000]));
    let mut stream = WavStream::open(&path).expect("a sound");
    std::fs::File::options().write(true).open(&path).expect("open").set_len(1_044).expect("cut");
    let mut samples = Vec::new();
    assert_eq!(stream.read(usize::MAX, &mut samples).expect("read"), 500);
    assert_eq!(stream.read(usize::MAX, &mut samples).expect("read"), 0);
}

#[cfg(unix)]
#[test]
fn what_is_no_ordinary_file_is_not_waited_for() {
    let folder = tempfile::tempdir().expect("a folder for tests");
    let pipe = folder.path().join("take.wav");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("there");
    assert!(made.success());
    for path in [&pipe, folder.path()] {
        assert!(WavStream::open(path).is_err());
        assert!(super::info(path).is_err());
    }
}
