//! Inputs made of seeds: cut off everywhere, and changed at random, the same every time.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

/// Cuts of one seed at most: all of a short one, evenly over a long one.
const CUTS: usize = 64;

/// Numbers at which sizes go wrong.
const TELLING: [u32; 10] =
    [0, 1, 2, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];

/// What text formats are made of, and what means harm in them.
const WORDS: [&str; 22] = [
    "[",
    "]",
    "{",
    "}",
    "\"",
    "\"\"\"",
    "'",
    "\\",
    "=",
    ",",
    "\n",
    "[[question]]",
    "<table><tr><td>",
    "../",
    "\0",
    "\u{1b}",
    "\u{202e}",
    "\u{200d}",
    "\u{feff}",
    "1e999",
    "-9223372036854775809",
    "18446744073709551615",
];

/// The seeds in a folder, in order of their names.
pub fn seeds(folder: &Path) -> Vec<Vec<u8>> {
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|one| one.path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).expect("a seed can be read")).collect()
}

/// The seeds as they are, each cut off at many places, and `changed` ones.
pub fn inputs(seeds: &[Vec<u8>], seed: u64, changed: usize) -> impl Iterator<Item = Vec<u8>> {
    let whole = seeds.iter().cloned();
    let cut = seeds.iter().flat_map(|seed| {
        let step = (seed.len() / CUTS).max(1);
        (0..seed.len()).step_by(step).map(|at| seed[..at].to_vec())
    });
    let mut rng = StdRng::seed_from_u64(seed);
    let changed = (0..changed).map(move |_| {
        let mut bytes = seeds[rng.random_range(0..seeds.len())].clone();
        for _ in 0..rng.random_range(1..4) {
            change(&mut bytes, seeds, &mut rng);
        }
        bytes
    });
    whole.chain(cut).chain(changed)
}

/// One change of a sort drawn by lot.
fn change(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], rng: &mut StdRng) {
    let at = rng.random_range(0..=bytes.len());
    match rng.random_range(0..8) {
        0 => bytes.truncate(at),
        1 | 2 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << rng.random_range(0..8);
            }
        }
        // Sizes stand at the beginning.
        3 => {
            let number = TELLING[rng.random_range(0..TELLING.len())].to_le_bytes();
            let width = [1, 2, 4][rng.random_range(0..3)];
            let at = if rng.random_bool(0.8) { at % 48 } else { at };
            for (byte, new) in bytes.iter_mut().skip(at).zip(&number[..width]) {
                *byte = *new;
            }
        }
        4 => {
            let word = WORDS[rng.random_range(0..WORDS.len())].as_bytes();
            let often = if rng.random_bool(0.1) { 2_000 } else { 1 };
            bytes.splice(at..at, word.repeat(often));
        }
        5 => {
            let to = rng.random_range(at..=bytes.len());
            bytes.drain(at..to);
        }
        6 => {
            let other = &seeds[rng.random_range(0..seeds.len())];
            let from = rng.random_range(0..=other.len());
            bytes.truncate(at);
            bytes.extend_from_slice(&other[from..]);
        }
        _ => {
            let to = rng.random_range(at..=bytes.len().min(at + 200));
            let piece = bytes[at..to].to_vec();
            bytes.splice(at..at, piece);
        }
    }
}

/// Does it, and if it panics keeps the input, so that it can be looked at and become a seed.
pub fn told(name: &str, bytes: &[u8], does: impl FnOnce()) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(does)) {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-that-breaks-it"));
        std::fs::write(&path, bytes).expect("the input can be kept");
        println!("{name}: this breaks it: {}", path.display());
        resume_unwind(panic);
    }
}

/// Begins anew with [`peak_mib`]; what this program has now, MiB.
#[allow(dead_code, reason = "each program uses a part of it")]
pub fn forget_peak() -> usize {
    std::fs::write("/proc/self/clear_refs", "5").expect("the system can forget it");
    peak_mib().expect("the system tells it")
}

/// The most memory this program has had, MiB, where the system tells it.
pub fn peak_mib() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: usize = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    Some(kib / 1024)
}
