//! Which questions are asked, and `greenroom bank due`: when they return.

use std::path::Path;

use anyhow::{Context as _, anyhow};
use jiff::ZonedDateTime;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::bank::{Bank, Question};
use crate::cli::args::Interview;
use crate::cli::open_store;
use crate::cli::text::print_json;
use crate::interview::Selection;
use crate::interview::choosing::{Candidate, Choice, Choosing, Return, Standing};
use crate::rehearsal::{History, Library, standing};
use crate::store::{ReturnRecords, Store};

/// How many questions are drawn at random if no number is given.
const SOME: usize = 5;

/// Which questions were asked for.
pub(super) fn selection(
    interview: &Interview,
    library: &Library,
    store: &Store,
) -> anyhow::Result<Selection> {
    let choice = interview.choose.clone();
    let number = interview.questions.map(usize::from);
    if choice == Choice::All {
        // Too large a number is refused by the draw, which says how many there are.
        return Ok(number.map_or(Selection::All, Selection::Number));
    }
    // A bank that is not there is refused by the director, which says what to do.
    let Some(entry) = library.bank(&interview.bank) else { return Ok(Selection::All) };
    let most = number.or((choice == Choice::Random).then_some(SOME));
    let choosing = Choosing { choice, most };
    let past = Past::read(store);
    let standings: Vec<Standing> = past.standings(&entry.bank);
    let all = entry.bank.questions.iter().zip(&standings).map(candidate);
    let chosen = choosing.choose(all, today()).map_err(|nothing| anyhow!("{nothing}"))?;
    Ok(choosing.selection(&chosen))
}

fn candidate<'a>((question, standing): (&'a Question, &Standing)) -> Candidate<'a> {
    Candidate {
        id: &question.id,
        kind: question.kind,
        abilities: &question.abilities,
        standing: *standing,
    }
}

fn today() -> Date {
    ZonedDateTime::now().date()
}

/// What was practised, with the days that the user chose.
struct Past {
    history: History,
    returns: ReturnRecords,
}

impl Past {
    fn read(store: &Store) -> Self {
        Self { history: History::read_whole(store), returns: store.returns() }
    }

    fn standings(&self, bank: &Bank) -> Vec<Standing> {
        let of = |one: &Question| standing(&self.history, &self.returns, &bank.id, &one.id);
        bank.questions.iter().map(of).collect()
    }
}

pub(super) fn run(id: Option<&str>, out: Option<&Path>, as_json: bool) -> anyhow::Result<()> {
    let store = open_store(out)?;
    let library = Library::load(&store);
    let banks: Vec<&Bank> = match id {
        Some(id) => {
            let entry = library.bank(id).with_context(|| {
                format!("There is no bank “{id}”; `greenroom bank list` shows those there are")
            })?;
            vec![&entry.bank]
        }
        None => library.banks.iter().map(|entry| &entry.bank).collect(),
    };
    for link in store.linked_sessions() {
        complain!(
            "What was rated there does not count: it is a link to another place and is not opened: {}",
            link.display()
        );
    }
    let (past, today) = (Past::read(&store), today());
    if as_json {
        let banks: Vec<_> = banks.iter().map(|bank| report(bank, &past, today)).collect();
        return print_json(&json!({ "today": today.to_string(), "banks": banks }));
    }
    let mut is_any = false;
    for bank in banks {
        let mut dated: Vec<_> = bank.questions.iter().zip(past.standings(bank)).collect();
        dated.retain(|(_, standing)| standing.returns != Return::NotRated);
        // Those that never return come last.
        dated.sort_by_key(|(_, one)| one.returns.days_left(today).unwrap_or(i32::MAX));
        if dated.is_empty() {
            continue;
        }
        is_any = true;
        say!("{}", bank.title)?;
        for (question, standing) in dated {
            say!("  {:<16} {}  {}", standing.returns.words(today), question.id, question.ask)?;
        }
    }
    if !is_any {
        say!("No answer is rated yet. Rate answers in Review, and their questions return.")?;
    }
    Ok(())
}

fn report(bank: &Bank, past: &Past, today: Date) -> Value {
    let questions = bank.questions.iter().zip(past.standings(bank)).map(|(question, one)| {
        let (day, chosen) = match one.returns {
            Return::On { day, is_chosen } => (Some(day.to_string()), is_chosen),
            Return::Never => (None, true),
            Return::NotRated => (None, false),
        };
        json!({
            "id": question.id,
            "practised": one.times,
            "last_practised": one.last_day.map(|day| day.to_string()),
            "rating": one.rating.map(|rating| rating.stars()),
            "due": day,
            "due_in_days": one.returns.days_left(today),
            "chosen_by_you": chosen,
            "words": one.returns.words(today),
        })
    });
    json!({ "id": bank.id, "questions": questions.collect::<Vec<_>>() })
}
