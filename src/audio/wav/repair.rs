//! Making a recording readable that was cut off by a crash or a power cut.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use crate::audio::wav::layout::{self, Layout};
use crate::audio::wav::{HEADER_BYTES, WavError};
use crate::units::{Frames, SampleRate};

/// What was rescued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repaired {
    /// The recording's rate.
    pub rate: SampleRate,
    /// Its frames: all that are in the file.
    pub frames: Frames,
}

/// Sets both sizes in the header of `part` from the length of the file and cuts off a last half frame.
///
/// The file keeps its name; sound is never removed. Doing it twice changes nothing, nor does it to a file
/// whose sizes are all right, whatever stands behind its sound.
///
/// # Errors
/// When the file can't be read or written, is too short to hold sound, or its header is destroyed.
pub fn repair(part: &Path) -> Result<Repaired, WavError> {
    let io = |error| WavError::io(part, error);
    let mut file = File::options().read(true).write(true).open(part).map_err(io)?;
    let length = file.metadata().map_err(io)?.len();
    if length < HEADER_BYTES {
        return Err(WavError::Empty { path: part.to_owned() });
    }
    if is_blank(&mut file).map_err(io)? {
        return Err(WavError::Empty { path: part.to_owned() });
    }
    let layout = layout::find(&mut file, part, length)?;
    let frame_bytes = layout.frame_bytes() as u64;
    if layout.frames() > 0 && is_whole(&mut file, &layout, length).map_err(io)? {
        return Ok(Repaired { rate: layout.rate, frames: Frames(layout.frames()) });
    }
    // A WAV file can't count more than 32 bits; what lies beyond stays, uncounted.
    let sound = length.saturating_sub(layout.data_begins).min(u64::from(u32::MAX) - 64);
    let frames = sound / frame_bytes;
    if frames == 0 {
        return Err(WavError::Empty { path: part.to_owned() });
    }
    let bytes = frames * frame_bytes;
    if sound < u64::from(u32::MAX) - 64 {
        file.set_len(layout.data_begins + bytes).map_err(io)?;
    }
    write_size(&mut file, layout.data_begins - 4, bytes).map_err(io)?;
    write_size(&mut file, 4, layout.data_begins + bytes - 8).map_err(io)?;
    crate::disk::sync_file(&file).map_err(io)?;
    Ok(Repaired { rate: layout.rate, frames: Frames(frames) })
}

/// Whether the file is as long as it says, and its sound ends where a chunk may: a program that was cut off
/// leaves neither. Chunks behind the sound (its title, say) would be taken for sound otherwise.
fn is_whole(file: &mut File, layout: &Layout, length: u64) -> std::io::Result<bool> {
    let said = 8 + u64::from(layout::size_at(file, 4)?);
    let sound = u64::from(layout::size_at(file, layout.data_begins - 4)?);
    if said != length || sound != layout.data_bytes {
        return Ok(false);
    }
    layout::chunks_end_at(file, layout.data_begins + sound + sound % 2, length)
}

/// Whether there are zeros where the header should be: the power failed before anything was synced, and only
/// the file's length reached the disk.
fn is_blank(file: &mut File) -> std::io::Result<bool> {
    let mut head = [0; HEADER_BYTES as usize];
    file.read_exact(&mut head)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(head.iter().all(|byte| *byte == 0))
}

fn write_size(file: &mut File, at: u64, size: u64) -> std::io::Result<()> {
    file.seek(SeekFrom::Start(at))?;
    file.write_all(&u32::try_from(size).unwrap_or(u32::MAX).to_le_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::wav::{header, read_clip};

    /// A part as a crash leaves it: a header that counts `counted` frames, and `bytes` of sound.
    fn part(folder: &tempfile::TempDir, counted: u64, bytes: usize) -> std::path::PathBuf {
        let path = folder.path().join("01-story.take1.wav.part");
        let mut content = header(SampleRate::HZ_48000, counted).to_vec();
        content.extend((0..bytes).map(|n| (n % 100) as u8));
        std::fs::write(&path, content).expect("written");
        path
    }

    fn scratch() -> tempfile::TempDir {
        tempfile::tempdir().expect("a folder for tests")
    }

    #[test]
    fn sound_behind_the_counted_frames_is_counted_again() {
        let folder = scratch();
        let path = part(&folder, 0, 2_001);
        let repaired = repair(&path).expect("repaired");
        assert_eq!(repaired, Repaired { rate: SampleRate::HZ_48000, frames: Frames(1_000) });
        assert_eq!(read_clip(&path).expect("readable").samples.len(), 1_000);
        assert_eq!(std::fs::metadata(&path).expect("there").len(), HEADER_BYTES + 2_000);
        assert_eq!(repair(&path).expect("again"), repaired);
    }

    #[test]
    fn a_header_that_counts_too_many_frames_is_corrected() {
        let folder = scratch();
        let path = part(&folder, 5_000, 400);
        assert_eq!(repair(&path).expect("repaired").frames, Frames(200));
        assert_eq!(read_clip(&path).expect("readable").samples.len(), 200);
    }

    #[test]
    fn what_stands_behind_the_sound_of_a_whole_file_is_not_taken_for_sound() {
        let folder = scratch();
        let path = part(&folder, 200, 400);
        let mut whole = std::fs::read(&path).expect("there");
        whole.extend_from_slice(b"LIST\x04\0\0\0INFO");
        let size = u32::try_from(whole.len() - 8).expect("small");
        whole[4..8].copy_from_slice(&size.to_le_bytes());
        std::fs::write(&path, &whole).expect("written");
        assert_eq!(repair(&path).expect("repaired").frames, Frames(200));
        assert_eq!(std::fs::read(&path).expect("there"), whole);
        // Cut off there, it is as any other.
        whole.truncate(whole.len() - 1);
        std::fs::write(&path, &whole).expect("written");
        assert_eq!(repair(&path).expect("repaired").frames, Frames(205));
    }

    #[test]
    fn a_file_without_sound_says_so() {
        let folder = scratch();
        assert!(matches!(repair(&part(&folder, 0, 0)), Err(WavError::Empty { .. })));
        let path = part(&folder, 0, 0);
        std::fs::write(&path, b"RIFF").expect("written");
        assert!(matches!(repair(&path), Err(WavError::Empty { .. })));
    }

    #[test]
    fn a_destroyed_header_is_reported_and_the_file_left_alone() {
        let folder = scratch();
        let path = part(&folder, 0, 0);
        std::fs::write(&path, vec![0x5A_u8; 500]).expect("written");
        assert!(matches!(repair(&path), Err(WavError::Damaged { .. })));
        assert_eq!(std::fs::read(&path).expect("there"), vec![0x5A_u8; 500]);
    }
}
