//! The table of faults.

use std::fs::File;
use std::io::Write as _;

/// What came of causing a fault many times.
pub struct Row {
    /// The fault.
    pub fault: &'static str,
    /// How often it was caused.
    pub times: usize,
    /// Sound lost each time, milliseconds; empty where none can be.
    pub lost_ms: Vec<f64>,
    /// Files that could not be read afterwards.
    pub unreadable: usize,
    /// What else is to be known.
    pub also: String,
    /// Whether all that is promised was kept.
    pub passed: bool,
}

impl Row {
    /// Prints it, adds it to the table that script/faults makes, and fails if it did not pass.
    pub fn report(mut self) {
        self.lost_ms.sort_by(f64::total_cmp);
        let lost = |ms: Option<&f64>| ms.map_or("none".to_owned(), |ms| format!("{ms:.0} ms"));
        let line = format!(
            "| {} | {} | {} | {} | {} | {} | {} |",
            self.fault,
            self.times,
            lost(self.lost_ms.last()),
            lost(self.lost_ms.get(self.lost_ms.len() / 2)),
            self.unreadable,
            if self.passed { "passed" } else { "FAILED" },
            self.also,
        );
        put(&line);
        assert!(self.passed, "{line}");
    }
}

/// A row for a fault that can't be caused on this machine, and why: neither passed nor failed.
pub fn not_run(fault: &str, why: &str) {
    put(&format!("| {fault} | 0 | none | none | 0 | not run here | {why} |"));
}

fn put(line: &str) {
    println!("{line}");
    if let Some(path) = std::env::var_os("FAULTS_TABLE") {
        let mut file = File::options().append(true).create(true).open(path).expect("the table");
        writeln!(file, "{line}").expect("the table can be written");
    }
}
