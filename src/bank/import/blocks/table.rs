//! Rows of a table: a question with what stands beside it.

use super::{Block, Shape};
use crate::bank::import::article::marks::{self, Field};

/// What a column holds, by its head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Question,
    Field(Field),
    /// The row's number, which says nothing.
    Number,
    Other,
}

/// A table, row by row.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Its columns, if its first row names a question.
    columns: Vec<Column>,
    has_begun: bool,
}

impl Table {
    /// The blocks of a row, given those of its cells.
    pub(super) fn row(&mut self, cells: Vec<Vec<Block<'static>>>) -> Vec<Block<'static>> {
        let is_for_looks = cells
            .iter()
            .flatten()
            .any(|block| !matches!(block.shape, Shape::Line | Shape::Bullet | Shape::Number(_)));
        if is_for_looks || cells.len() < 2 {
            return cells.into_iter().flatten().collect();
        }
        if !std::mem::replace(&mut self.has_begun, true) {
            let columns: Vec<Column> = cells.iter().map(|cell| column(cell)).collect();
            if columns.contains(&Column::Question) {
                self.columns = columns;
                return Vec::new();
            }
        }
        if self.columns.is_empty() { plain_row(cells) } else { self.known_row(cells) }
    }

    fn known_row(&self, cells: Vec<Vec<Block<'static>>>) -> Vec<Block<'static>> {
        let (mut question, mut rest) = (Vec::new(), Vec::new());
        for (at, cell) in cells.into_iter().enumerate() {
            match self.columns.get(at).copied().unwrap_or(Column::Other) {
                Column::Question if question.is_empty() => {
                    question.extend(
                        joined(cell, " ").map(|block| Block { shape: Shape::Question, ..block }),
                    );
                }
                Column::Field(field) => {
                    if let Some(first) = cell.first() {
                        rest.push(Block::new(first.line, Shape::Label(field), ""));
                        rest.extend(cell);
                    }
                }
                // Digits and signs only; words are not to be lost.
                Column::Number
                    if cell.iter().all(|block| !block.text.contains(char::is_alphabetic)) => {}
                Column::Number | Column::Other | Column::Question => {
                    let why = Shape::Outside("in a column of a table that is not understood");
                    rest.extend(cell.into_iter().map(|block| Block { shape: why, ..block }));
                }
            }
        }
        question.extend(rest);
        question.extend(end(&question));
        question
    }
}

/// A row of a table whose columns are not named.
fn plain_row(cells: Vec<Vec<Block<'static>>>) -> Vec<Block<'static>> {
    let mut blocks = Vec::new();
    let mut is_named = false;
    for (at, cell) in cells.into_iter().enumerate() {
        let is_term = !is_named
            && cell.len() == 1
            && cell.first().is_some_and(|block| at == 0 || marks::is_question(block.words()));
        is_named |= is_term;
        blocks.extend(cell.into_iter().map(|block| {
            let shape = if is_term { Shape::Term } else { block.shape };
            Block { shape, ..block }
        }));
    }
    blocks.extend(end(&blocks));
    blocks
}

/// The end of a row.
fn end(row: &[Block<'static>]) -> Option<Block<'static>> {
    row.last().map(|block| Block::new(block.line, Shape::End, ""))
}

/// All blocks of a cell as one; `None` if there are none.
fn joined(cell: Vec<Block<'static>>, between: &str) -> Option<Block<'static>> {
    let mut blocks = cell.into_iter();
    let mut first = blocks.next()?;
    for block in blocks {
        let text = first.text.to_mut();
        text.push_str(between);
        text.push_str(&block.text);
    }
    Some(first)
}

fn column(cell: &[Block<'_>]) -> Column {
    let [head] = cell else { return Column::Other };
    let name =
        head.text.trim_matches(|sign: char| !sign.is_alphanumeric() && sign != '#').to_lowercase();
    match name.as_str() {
        "question"
        | "questions"
        | "interview question"
        | "interview questions"
        | "q"
        | "prompt" => Column::Question,
        "#" | "no" | "nr" | "number" | "id" => Column::Number,
        name => marks::label(name, true).map_or(Column::Other, |(field, _)| Column::Field(field)),
    }
}
