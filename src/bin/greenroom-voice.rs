//! The helper program that alone links the system's speech service.

fn main() {}
