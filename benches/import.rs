//! What importing costs: the program behind `benches/import.py`, which runs it beside other programs.
//!
//! ```text
//! import lists FOLDER      writes 10,000 questions with answers as list.json, list.csv and list.txt
//! import keep FILE OUT     reads a file, makes a bank of it and writes that, whole and on disk
//! import parts FILE        the same without writing, a line for each part with its milliseconds
//! ```

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use anyhow::bail;
use greenroom::bank::{self, Imported, Wish};
use serde_json::json;

/// As many questions are in a list.
const QUESTIONS: usize = 10_000;

/// Sentences that answers are made of.
const SENTENCES: [&str; 8] = [
    "I looked at what had been agreed, and asked who was waiting for it.",
    "Then I wrote down the three things that could go wrong, and took the likeliest first.",
    "It was late in the week, so I told my team at [Company] what could wait until Monday.",
    "“Nobody is to blame” is what I said, and I meant it.",
    "In the end we were done two days early, and the customer’s letter still hangs on our wall.",
    "What I would do differently: ask for help on the first day, not on the third.",
    "That is why I keep a list of open questions, and go through it every morning.",
    "I measured it again after a month, and it had held.",
];

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["lists", folder] => write_lists(Path::new(folder)),
        ["keep", file, out] => keep(file, out),
        ["parts", file] => parts(file),
        [] => {
            println!("benches/import.py runs this beside pandoc and sqlite3");
            Ok(())
        }
        _ => bail!("import lists FOLDER|keep FILE OUT|parts FILE"),
    }
}

/// The words of a question and its answer, the same at every run.
fn pair(number: usize) -> (String, String) {
    let topics = ["a deadline", "a colleague", "a complaint", "a change of plan", "a mistake"];
    let topic = topics[number % topics.len()];
    let ask = format!("Tell me about a time when {topic} made your day number {number} difficult.");
    let sentences = (0..6).map(|index| SENTENCES[(number + index * 3) % SENTENCES.len()]);
    (ask, sentences.collect::<Vec<_>>().join(" "))
}

fn write_lists(folder: &Path) -> anyhow::Result<()> {
    let pairs: Vec<(String, String)> = (0..QUESTIONS).map(pair).collect();
    let items: Vec<_> =
        pairs.iter().map(|(ask, answer)| json!({ "question": ask, "answer": answer })).collect();
    fs::write(folder.join("list.json"), serde_json::to_string_pretty(&items)?)?;
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let rows = pairs.iter().map(|(ask, answer)| format!("{},{}\n", quoted(ask), quoted(answer)));
    fs::write(folder.join("list.csv"), format!("question,answer\n{}", rows.collect::<String>()))?;
    let parts = pairs.iter().enumerate().map(|(index, (ask, answer))| {
        format!("Question {}\n\n{ask}\nAnswer:\n{answer}\n\n", index + 1)
    });
    fs::write(folder.join("list.txt"), parts.collect::<String>())?;
    Ok(())
}

fn imported(file: &str, bytes: &[u8]) -> anyhow::Result<Imported> {
    let name = Path::new(file).file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(bank::import(bytes, &Wish { name, ..Wish::default() })?)
}

fn keep(file: &str, out: &str) -> anyhow::Result<()> {
    let imported = imported(file, &fs::read(file)?)?;
    let mut whole = fs::File::create(out)?;
    whole.write_all(bank::to_toml(&imported.bank).as_bytes())?;
    whole.sync_all()?;
    println!("{} questions", imported.bank.questions.len());
    Ok(())
}

fn parts(file: &str) -> anyhow::Result<()> {
    let bytes = fs::read(file)?;
    let begun = Instant::now();
    let imported = imported(file, &bytes)?;
    println!("understood {} questions: {:.1?}", imported.bank.questions.len(), begun.elapsed());
    let begun = Instant::now();
    let text = bank::to_toml(&imported.bank);
    println!("written as {} bytes: {:.1?}", text.len(), begun.elapsed());
    let begun = Instant::now();
    let reading = bank::read(&text, "again");
    println!("read again, {} problems: {:.1?}", reading.problems.len(), begun.elapsed());
    Ok(())
}
