//! Start-up and exit code only.

use std::process::ExitCode;

use greenroom::app;
use greenroom::cli::{self, Asked};

/// Other crates log what is no news for a user, such as a sound server that was told goodbye.
fn main() -> ExitCode {
    env_logger::Builder::from_env(
        env_logger::Env::new().filter_or("GREENROOM_LOG", "greenroom=warn"),
    )
    .init();
    cli::finish(match cli::parse() {
        Asked::Window => app::run(),
        Asked::Terminal(terminal) => cli::run(&terminal),
    })
}
