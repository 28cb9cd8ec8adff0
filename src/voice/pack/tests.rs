use std::fs;

use super::*;

/// A spoken "Thank you.", 24 kHz, made by the script.
const CLIP: &[u8] = include_bytes!("../testdata/clip.ogg");

fn pack_with(text: &str) -> (tempfile::TempDir, Pack) {
    let dir = tempfile::tempdir().unwrap();
    fs::write(
        dir.path().join("pack.toml"),
        "form = 1\n[persona.a]\nvoice = \"x\"\nnatural_wpm = 170\n",
    )
    .unwrap();
    fs::create_dir(dir.path().join("a")).unwrap();
    fs::write(dir.path().join("a").join(format!("{}.ogg", key(text))), CLIP).unwrap();
    let pack = Pack::open(dir.path()).unwrap();
    (dir, pack)
}

#[test]
fn white_space_does_not_change_a_key_and_words_do() {
    assert_eq!(key("Tell me."), "6a9a29404740c9ee");
    assert_eq!(key("  Tell\n me. "), key("Tell me."));
    assert_ne!(key("Tell me!"), key("Tell me."));
}

#[test]
fn an_edited_text_has_no_recording() {
    let (_dir, pack) = pack_with("Thank you.");
    assert!(pack.has(Persona::InterviewerA, "Thank you."));
    assert!(!pack.has(Persona::InterviewerA, "Thank you!"));
    assert!(!pack.has(Persona::InterviewerB, "Thank you."));
    assert!(matches!(pack.clip(Persona::InterviewerA, "Thank you!"), Err(PackError::NotRecorded)));
}

#[test]
fn a_clip_is_mono_speech_that_does_not_clip() {
    let (_dir, pack) = pack_with("Thank you.");
    let (samples, rate) = pack.clip(Persona::InterviewerA, "Thank you.").unwrap();
    let secs = samples.len() as f32 / rate.hz() as f32;
    let peak = samples.iter().fold(0.0_f32, |peak, s| peak.max(s.abs()));
    assert_eq!(rate.hz(), 24_000);
    assert!((0.3..2.0).contains(&secs), "{secs} s");
    assert!((0.1..1.0).contains(&peak), "peak {peak}");
}

#[test]
fn damaged_clips_and_manifests_are_errors() {
    let (dir, pack) = pack_with("Thank you.");
    let clip = dir.path().join("a").join(format!("{}.ogg", key("Thank you.")));
    for damaged in [&b""[..], b"OggS", &CLIP[..CLIP.len() / 20], &[0x55; 9_000]] {
        fs::write(&clip, damaged).unwrap();
        assert!(pack.clip(Persona::InterviewerA, "Thank you.").is_err(), "{} bytes", damaged.len());
    }
    for manifest in ["", "form = 2\npersona = {}", "form = 1\npersona = 3", "\u{0}"] {
        fs::write(dir.path().join("pack.toml"), manifest).unwrap();
        assert!(Pack::open(dir.path()).is_err(), "{manifest}");
    }
}

#[test]
fn flipped_bytes_never_panic() {
    for at in (0..CLIP.len()).step_by(37) {
        let mut bytes = CLIP.to_vec();
        bytes[at] ^= 0xff;
        if let Ok((samples, _)) = vorbis::decode(bytes) {
            assert!(samples.iter().all(|s| s.abs() <= 1.0));
        }
    }
}
