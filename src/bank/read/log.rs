//! Notes what is wrong, with the line it is on.

use crate::bank::problem::{LeftOut, Problem};

/// More than this many problems help nobody; the rest is counted in the last one.
const MAX_PROBLEMS: usize = 200;

/// The problems found so far in one file.
pub(super) struct Log<'a> {
    file: &'a str,
    /// Offset of each line's first byte, in order; the first is 0.
    line_starts: Vec<usize>,
    problems: Vec<Problem>,
    unlisted: usize,
}

impl<'a> Log<'a> {
    pub(super) fn new(text: &str, file: &'a str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = [0].into_iter().chain(breaks.map(|(at, _)| at + 1)).collect();
        Self { file, line_starts, problems: Vec::new(), unlisted: 0 }
    }

    /// Notes a problem at an offset in bytes.
    pub(super) fn note(
        &mut self,
        at: usize,
        key: String,
        what: String,
        remedy: String,
        left_out: LeftOut,
    ) {
        let line = Some(self.line(at));
        self.push(Problem { file: self.file.to_owned(), line, key, what, remedy, left_out });
    }

    /// Notes a problem of the file as a whole.
    pub(super) fn note_file(&mut self, what: &str, remedy: &str) {
        self.push(Problem {
            file: self.file.to_owned(),
            line: None,
            key: String::new(),
            what: what.to_owned(),
            remedy: remedy.to_owned(),
            left_out: LeftOut::Bank,
        });
    }

    /// The line of an offset in bytes, from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= at)
    }

    /// All problems, in the file's order, those of the whole file first.
    pub(super) fn into_problems(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| problem.line);
        if self.unlisted > 0 {
            let what = format!("There are {} more problems like these", self.unlisted);
            self.problems.push(Problem {
                file: self.file.to_owned(),
                line: None,
                key: String::new(),
                what,
                remedy: "put these right and check again".to_owned(),
                left_out: LeftOut::Value,
            });
        }
        self.problems
    }

    fn push(&mut self, problem: Problem) {
        // What costs the whole bank is always listed; there are only a few ways to that.
        if self.problems.len() < MAX_PROBLEMS || problem.left_out == LeftOut::Bank {
            self.problems.push(problem);
        } else {
            self.unlisted += 1;
        }
    }
}
