//! Pacings of the tests, short enough to be waited for, and settings to go with them.

use std::path::Path;

/// Like "One-way 30/90", in seconds that a test can wait for: 2 s to think, 12 s to answer, one take.
pub const ONE_WAY: &str = "One-way 2/12";

/// No time to think: the take begins as soon as the interviewer has ended; nobody ends the answer but
/// the candidate.
pub const OPEN_END: &str = "Open end";

/// The same with an interviewer who is as quick as can be understood: for what is not about the interviewer.
pub const QUICK: &str = "Open end, quick";

/// As quick as [`QUICK`], but the answer is stopped after ten seconds.
pub const TEN_SECONDS: &str = "Ten seconds";

/// A pacing of the tests; what is not in here is the same in all of them.
struct OfTests {
    name: &'static str,
    about: &'static str,
    speech_wpm: u16,
    think_secs: u8,
    answer: [u16; 2],
    stop: &'static str,
}

const ALL: [OfTests; 4] = [
    OfTests {
        name: ONE_WAY,
        about: "A recorded video interview, shortened for a test.",
        speech_wpm: 165,
        think_secs: 2,
        answer: [4, 10],
        stop: r#"{ at = "hard", secs = 12, warn_secs = 3 }"#,
    },
    OfTests {
        name: OPEN_END,
        about: "Nobody ends the answer but the candidate.",
        speech_wpm: 165,
        think_secs: 0,
        answer: [60, 120],
        stop: r#""off""#,
    },
    OfTests {
        name: QUICK,
        about: "Nobody ends the answer but the candidate, and nobody dawdles.",
        speech_wpm: 260,
        think_secs: 0,
        answer: [60, 120],
        stop: r#""off""#,
    },
    OfTests {
        name: TEN_SECONDS,
        about: "Stops soon.",
        speech_wpm: 260,
        think_secs: 0,
        answer: [2, 4],
        stop: r#"{ at = "hard", secs = 10, warn_secs = 2 }"#,
    },
];

impl OfTests {
    fn toml(&self) -> String {
        let Self { name, about, speech_wpm, think_secs, answer, stop } = self;
        format!(
            r#"
[[pacing]]
name = "{name}"
about = "{about}"
speech_wpm = {speech_wpm}
think_secs = {think_secs}
answer = {answer:?}
stop = {stop}
hold_secs = 0
between_secs = 0.5
repeats = 0
takes = 1
order = "listed"
question_text = "shown"
probes = 0
clock = "shown"
"#
        )
    }
}

/// Writes them into the data folder `data`, as the user's own.
pub fn write(data: &Path) {
    std::fs::create_dir_all(data).expect("the data folder can be made");
    let all: String = ALL.iter().map(OfTests::toml).collect();
    std::fs::write(data.join("pacings.toml"), all).expect("pacings.toml can be written");
}

/// The same with settings in which this engine speaks. `silent` is quick, and never out of tune with what else
/// plays.
pub fn write_with_voice(data: &Path, engine: &str) {
    write(data);
    let settings = format!("schema = 1\n[voice]\nengine = \"{engine}\"\n");
    std::fs::write(data.join("settings.toml"), settings).expect("settings.toml can be written");
}
