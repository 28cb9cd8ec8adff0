//! What the grid shows.

/// All that the page shows but does not own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CoverageModel {
    /// Title of the bank.
    pub title: String,
    /// The role's tasks, then its abilities.
    pub columns: Vec<CoverageColumn>,
    /// The questions, in the bank's order.
    pub rows: Vec<CoverageRow>,
    /// Whether the ratings are read: until then no row has one.
    pub ratings_known: bool,
}

/// A task or an ability.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageColumn {
    /// Which of them.
    pub kind: ColumnKind,
    /// Its name, unique in its kind.
    pub name: String,
    /// A sentence about it.
    pub about: String,
}

/// What a column is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColumnKind {
    /// One of the role's tasks.
    Task,
    /// One of the abilities a candidate must show.
    Ability,
}

impl ColumnKind {
    /// What people read.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Task => "Task",
            Self::Ability => "Ability",
        }
    }
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageRow {
    /// Its id.
    pub question: String,
    /// Its words.
    pub ask: String,
    /// For each column, whether a good answer shows it.
    pub shows: Vec<bool>,
    /// How the user rated takes of it; `None` if none is rated.
    pub rated: Option<Rated>,
}

/// How takes of a question were rated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rated {
    /// The best rating, 1–5.
    pub best: u8,
    /// How many takes are rated, at least 1.
    pub takes: usize,
}

impl CoverageRow {
    /// The best rating, 1–5.
    #[must_use]
    pub fn best(&self) -> Option<u8> {
        self.rated.map(|rated| rated.best)
    }

    /// Whether a good answer shows this column.
    #[must_use]
    pub fn shows(&self, column: usize) -> bool {
        self.shows.get(column).copied().unwrap_or_default()
    }
}

/// A column's sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Total {
    /// How many questions show it.
    pub(super) questions: usize,
    /// The best rating among these questions, 1–5.
    pub(super) best: Option<u8>,
}

impl CoverageModel {
    /// The sum of a column.
    pub(super) fn total(&self, column: usize) -> Total {
        let showing = || self.rows.iter().filter(|row| row.shows(column));
        Total { questions: showing().count(), best: showing().filter_map(CoverageRow::best).max() }
    }

    /// Names of tasks and abilities that no question shows.
    #[must_use]
    pub fn unshown(&self) -> Vec<&str> {
        self.names(|total| total.questions == 0)
    }

    /// Names of those that a question shows, but no rated take.
    #[must_use]
    pub fn unrated(&self) -> Vec<&str> {
        self.names(|total| total.questions > 0 && total.best.is_none())
    }

    fn names(&self, is_meant: impl Fn(&Total) -> bool) -> Vec<&str> {
        let columns = self.columns.iter().enumerate();
        let meant = columns.filter(|(index, _)| is_meant(&self.total(*index)));
        meant.map(|(_, column)| column.name.as_str()).collect()
    }
}
