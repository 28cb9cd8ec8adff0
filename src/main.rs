//! Start-up and exit code only.

use std::process::ExitCode;

use greenroom::app;
use greenroom::cli::{self, Asked};

fn main() -> ExitCode {
    env_logger::Builder::from_env(env_logger::Env::new().filter("GREENROOM_LOG")).init();
    cli::finish(match cli::parse() {
        Asked::Window => app::run(),
        Asked::Terminal(terminal) => cli::run(&terminal),
    })
}
