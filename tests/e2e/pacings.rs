//! Pacings of the tests, short enough to be waited for.

use std::path::Path;

/// Like "One-way 30/90", in seconds that a test can wait for: 2 s to think, 12 s to answer, one take.
pub const ONE_WAY: &str = "One-way 2/12";

/// No time to think: the take begins as soon as the interviewer has ended; nobody ends the answer but
/// the candidate.
pub const OPEN_END: &str = "Open end";

/// The same with an interviewer who is as quick as can be understood: for what is not about the interviewer.
pub const QUICK: &str = "Open end, quick";

const OWN: &str = r#"
[[pacing]]
name = "One-way 2/12"
about = "A recorded video interview, shortened for a test."
speech_wpm = 165
think_secs = 2
answer = [4, 10]
stop = { at = "hard", secs = 12, warn_secs = 3 }
hold_secs = 0
between_secs = 0.5
repeats = 0
takes = 1
order = "listed"
question_text = "shown"
probes = 0
clock = "shown"

[[pacing]]
name = "Open end"
about = "Nobody ends the answer but the candidate."
speech_wpm = 165
think_secs = 0
answer = [60, 120]
stop = "off"
hold_secs = 0
between_secs = 0.5
repeats = 0
takes = 1
order = "listed"
question_text = "shown"
probes = 0
clock = "shown"

[[pacing]]
name = "Open end, quick"
about = "Nobody ends the answer but the candidate, and nobody dawdles."
speech_wpm = 260
think_secs = 0
answer = [60, 120]
stop = "off"
hold_secs = 0
between_secs = 0.5
repeats = 0
takes = 1
order = "listed"
question_text = "shown"
probes = 0
clock = "shown"
"#;

/// Writes them into the data folder `data`, as the user's own.
pub fn write(data: &Path) {
    std::fs::create_dir_all(data).expect("the data folder can be made");
    std::fs::write(data.join("pacings.toml"), OWN).expect("pacings.toml can be written");
}
