//! Sources of every form, written by us, each with the bank that must come of it.

#[path = "import/articles.rs"]
mod articles;

#[path = "import/hostile.rs"]
mod hostile;

#[path = "import/mixtures.rs"]
mod mixtures;

#[path = "import/records.rs"]
mod records;

#[path = "import/shown.rs"]
mod shown;
