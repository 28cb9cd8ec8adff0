//! What the measures cost, and what they say of a file: the program behind `benches/analysis.py` and
//! `benches/reference.py`, which run it beside other programs.
//!
//! ```text
//! analysis hour FILE.wav       writes an hour of speech with pauses, 48 kHz, 16 bits, one channel
//! analysis measure FILE.wav…   prints the measures of each file, one line of JSON each
//! analysis overview FILE.wav   the parts alone, to tell what each costs
//! analysis loudness FILE.wav
//! analysis read FILE.wav
//! ```

use std::fs::File;
use std::io::{BufWriter, Read as _, Write as _};
use std::path::Path;

use anyhow::{Context as _, bail};
use greenroom::analysis::{Analyser, LoudnessMeter, OverviewBuilder, Thresholds};
use greenroom::bank;
use greenroom::interview::Phrases;
use greenroom::rehearsal::shipped_texts;
use greenroom::units::SampleRate;
use greenroom::voice::pack::Pack;

/// From which amplitude on a sample of 16 bits is clipped.
const CLIPS_AT: f32 = 32_767.0 / 32_768.0;

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["hour", path] => write_hour(Path::new(path)),
        ["measure", paths @ ..] => paths.iter().try_for_each(|path| measure(path)),
        ["overview", path] => {
            let mut builder = OverviewBuilder::new();
            read(path, |_, block| builder.push(block))?;
            println!("{:?}", builder.finish().between(0.0, 1.0));
            Ok(())
        }
        ["loudness", path] => {
            let mut meter = None;
            read(path, |rate, block| {
                meter.get_or_insert_with(|| LoudnessMeter::new(rate)).push(block)
            })?;
            println!("{:?}", meter.and_then(|meter| meter.integrated()));
            Ok(())
        }
        ["read", path] => {
            let mut sum = 0.0;
            read(path, |_, block| sum += block.iter().copied().fold(0.0, f32::max))?;
            println!("{sum}");
            Ok(())
        }
        [] => {
            println!("benches/analysis.py runs this beside ffmpeg and sox");
            Ok(())
        }
        _ => bail!("analysis hour|measure|overview|loudness|read FILE.wav"),
    }
}

fn measure(path: &str) -> anyhow::Result<()> {
    let mut analyser = None;
    read(path, |rate, block| {
        let new = || Analyser::new(rate, Thresholds::default(), CLIPS_AT);
        analyser.get_or_insert_with(new).push(block);
    })?;
    let analysis = analyser.context("no sound in it")?.finish(None, &[]);
    println!("{}", serde_json::to_string(&analysis.measures)?);
    Ok(())
}

/// Reads 16-bit mono in blocks, as quickly as can be: what reading costs is not the question here.
fn read(path: &str, mut block: impl FnMut(SampleRate, &[f32])) -> anyhow::Result<()> {
    let mut file = File::open(path)?;
    let mut head = [0; 44];
    file.read_exact(&mut head)?;
    if &head[..4] != b"RIFF" || head[20..24] != [1, 0, 1, 0] || &head[36..40] != b"data" {
        bail!("only plain 16-bit files with one channel: {path}");
    }
    let hz = u32::from_le_bytes([head[24], head[25], head[26], head[27]]);
    let rate = SampleRate::new(hz).context("no rate")?;
    let mut bytes = vec![0; 64 * 1024];
    let mut samples = Vec::with_capacity(32 * 1024);
    loop {
        let mut filled = 0;
        while filled < bytes.len() {
            match file.read(&mut bytes[filled..])? {
                0 => break,
                more => filled += more,
            }
        }
        samples.clear();
        let (pairs, _) = bytes[..filled].as_chunks::<2>();
        samples.extend(pairs.iter().map(|pair| f32::from(i16::from_le_bytes(*pair)) / 32_768.0));
        if samples.is_empty() {
            return Ok(());
        }
        block(rate, &samples);
    }
}

/// The recorded voices' sentences, 48 kHz, with pauses of 0.3 to 4 s, over a quiet room.
fn write_hour(path: &Path) -> anyhow::Result<()> {
    let pack = Pack::open(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/voice")))?;
    let (id, text) = bank::built_in().first().context("a bank ships")?;
    let bank = bank::read(text, id).bank.context("it can be read")?;
    let texts = shipped_texts(&bank, &Phrases::built_in());
    let clips: Vec<_> = texts
        .iter()
        .filter_map(|text| pack.clip(text.persona, &text.text).ok())
        .map(|(samples, _)| samples)
        .collect();
    let whole: usize = 48_000 * 3_600;
    let mut out = BufWriter::new(File::create(path)?);
    let bytes = (whole * 2) as u32;
    out.write_all(b"RIFF")?;
    out.write_all(&(bytes + 36).to_le_bytes())?;
    out.write_all(b"WAVEfmt \x10\0\0\0\x01\0\x01\0")?;
    out.write_all(&48_000_u32.to_le_bytes())?;
    out.write_all(&96_000_u32.to_le_bytes())?;
    out.write_all(b"\x02\0\x10\0data")?;
    out.write_all(&bytes.to_le_bytes())?;
    let mut seed = 1_u32;
    let mut written = 0;
    let mut say = |sample: f32| -> std::io::Result<bool> {
        if written == whole {
            return Ok(false);
        }
        written += 1;
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let room = ((seed >> 8) as f32 / 8_388_608.0 - 1.0) * 0.0005;
        let step = ((sample + room) * 32_768.0).round() as i16;
        out.write_all(&step.to_le_bytes())?;
        Ok(true)
    };
    for nth in 0.. {
        let pause = [0.3, 0.7, 1.2, 0.3, 0.9, 4.0, 0.4, 2.1][nth % 8];
        for _ in 0..(pause * 48_000.0) as usize {
            say(0.0)?;
        }
        let clip = &clips[nth * 7 % clips.len()];
        for pair in clip.windows(2) {
            say(pair[0])?;
            if !say((pair[0] + pair[1]) / 2.0)? {
                return Ok(out.flush()?);
            }
        }
    }
    Ok(())
}
