use greenroom::bank::*;
#[test]
fn hand() {
    let Ok(list) = std::env::var("GR_FILES") else { return };
    for file in list.split(':') {
        let bytes = std::fs::read(file).unwrap();
        let t = std::time::Instant::now();
        let got = import(&bytes, &Wish { name: file.to_owned(), ..Wish::default() });
        println!("=== {file} {:?}", t.elapsed());
        match got {
            Ok(i) => {
                let b = &i.bank;
                println!(
                    "{:?} {} id={} title={} role={}",
                    i.form, i.encoding, b.id, b.title, b.role.name
                );
                for (q, o) in b.questions.iter().zip(&i.origins) {
                    println!(
                        "{:4} [{}] {:?} {} | {} | slots {} more {} ",
                        o.line,
                        q.id,
                        q.kind,
                        o.kind_because,
                        q.ask,
                        q.placeholders.len(),
                        q.more_answers.len()
                    );
                    if std::env::var("GR_FULL").is_ok() {
                        println!("{q:#?}");
                    }
                }
                println!("{:#?}", b.role);
                println!("{:#?}", b.your_questions);
                for l in &i.left_out {
                    println!("left {} {:?} {}", l.line, l.text, l.why);
                }
                for n in &i.notes {
                    println!("note {n}");
                }
            }
            Err(e) => println!("ERR {e}"),
        }
    }
}
