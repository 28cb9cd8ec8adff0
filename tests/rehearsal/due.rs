//! An interview over what is due, by the ratings of the interviews before.

use std::time::Duration;

use greenroom::bank::Question;
use greenroom::interview::Action;
use greenroom::interview::choosing::{Candidate, Choice, Choosing, Nothing, Standing, Wanted};
use greenroom::rehearsal::{Command, History, put_over, standing};
use jiff::Span;
use jiff::civil::Date;

use crate::{BANK, Room, hard, plain};

/// Where the bank's questions stand.
fn standings(room: &Room, questions: &[Question]) -> Vec<Standing> {
    let (history, returns) = (History::read_whole(&room.store), room.store.returns());
    questions.iter().map(|one| standing(&history, &returns, BANK, &one.id)).collect()
}

/// The ids of what is due then, or why nothing is.
fn due(
    questions: &[Question],
    standings: &[Standing],
    day: Date,
) -> Result<(Vec<String>, greenroom::interview::Selection), Nothing> {
    let all = questions.iter().zip(standings).map(|(one, standing)| Candidate {
        id: &one.id,
        kind: one.kind,
        abilities: &one.abilities,
        standing: *standing,
    });
    let choosing = Choosing { choice: Choice::Due, most: None };
    let chosen = choosing.choose(all, day)?;
    let ids = chosen.fitting.iter().map(|&id| id.to_owned()).collect();
    Ok((ids, choosing.selection(&chosen)))
}

#[test]
fn what_was_rated_returns_at_its_time_and_is_asked_again() {
    let (room, _card) = Room::with_card();
    let library = room.rehearsal().library();
    let questions = &library.bank(BANK).expect("built in").bank.questions;
    let today = jiff::ZonedDateTime::now().date();
    let none = due(questions, &standings(&room, questions), today);
    assert_eq!(none, Err(Nothing::Rated));

    room.begin(hard(300), 3);
    let position = |wanted| {
        room.until_live("the next question", |live| (live.view.position == wanted).then_some(()));
    };
    position(2);
    room.until_answered(Duration::from_millis(100));
    let first = room.session(&room.end());
    assert_eq!(first.takes.len(), 3, "{first:#?}");
    // The first goes badly, the second very well, the third is not rated.
    for (take, stars) in first.takes.iter().zip([1, 5]) {
        room.store.update_take(&take.sidecar, |record| record.rating = Some(stars)).expect("kept");
    }
    let ids: Vec<_> = first.takes.iter().map(|take| take.record.question_id.clone()).collect();

    let now = standings(&room, questions);
    assert_eq!(now.iter().filter(|one| one.times == 1).count(), 3);
    assert_eq!(due(questions, &now, today), Err(Nothing::Due(1)));
    let tomorrow = today.saturating_add(Span::new().days(1));
    assert_eq!(due(questions, &now, tomorrow).expect("one").0, ids[..1]);
    let in_ten_days = today.saturating_add(Span::new().days(10));
    assert_eq!(due(questions, &now, in_ten_days).expect("both").0, ids[..2]);

    // The user wants the good one today, and the bad one never again.
    let history = History::read_whole(&room.store);
    let mut returns = room.store.returns();
    assert!(put_over(&mut returns, &history, (BANK, &ids[0]), Some(Wanted::Never)));
    assert!(put_over(&mut returns, &history, (BANK, &ids[1]), Some(Wanted::On(today))));
    room.store.save_returns(&returns).expect("kept");
    let (wanted, selection) = due(questions, &standings(&room, questions), today).expect("one");
    assert_eq!(wanted, ids[1..2]);

    // Answers are told apart by the second in which they began; nobody gives two in one.
    std::thread::sleep(Duration::from_secs(1));
    let choice = greenroom::rehearsal::SessionChoice { selection, ..Room::choice(plain(), 1) };
    room.send(Command::Begin(Box::new(choice)));
    room.until_live("the second interview", |live| {
        (live.folder != first.path && live.view.question_id == ids[1]).then_some(())
    });
    room.until_answered(Duration::from_millis(100));
    room.does(Action::Finish);
    let second = room.session(&room.end());
    assert_eq!(second.record.plan, wanted);
    let last = second.takes.last().expect("a take");
    room.store.update_take(&last.sidecar, |record| record.rating = Some(5)).expect("kept");
    let after = standings(&room, questions);
    assert_eq!(
        due(questions, &after, today),
        Err(Nothing::Due(8)),
        "rated again, the wish is over"
    );
}
