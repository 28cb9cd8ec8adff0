//! Start-up and exit code only.

fn main() {}
