//! Edits, one by one and at random.

use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::bank::Band;
use crate::bank::export::made_up;
use crate::bank::model::{Kind, NamedText, Probe, ProbePart, YourQuestion};
use crate::bank::{read, to_toml};

/// A bank with these questions, called by their ids.
fn bank(ids: &[&str]) -> Bank {
    let mut bank = Bank::new("bank", "Bank");
    bank.role.abilities = named(&["Calm", "Care"]);
    let question = |id: &&str| Question::new(*id, format!("The question {id}?"), Kind::Process);
    bank.questions = ids.iter().map(question).collect();
    bank
}

fn named(names: &[&str]) -> Vec<NamedText> {
    let named = |name: &&str| NamedText { name: (*name).to_owned(), text: "Text.".to_owned() };
    names.iter().map(named).collect()
}

fn editor(ids: &[&str]) -> Editor {
    Editor::new(Arc::new(bank(ids)))
}

fn ids(editor: &Editor) -> Vec<&str> {
    editor.bank().questions.iter().map(|question| question.id.as_str()).collect()
}

fn field(id: &str, field: Field) -> Edit {
    Edit::Question { id: id.to_owned(), field }
}

fn answer(id: &str, text: &str) -> Edit {
    field(id, Field::ModelAnswer(text.to_owned()))
}

#[test]
fn questions_are_added_duplicated_moved_and_deleted() {
    let mut editor = editor(&["a", "b"]);
    let add = Edit::Add { after: Some("a".to_owned()), ask: "And   how?".to_owned() };
    assert_eq!(editor.apply(add).unwrap().show.as_deref(), Some("question"));
    editor.apply(Edit::Duplicate("b".to_owned())).unwrap().show.unwrap();
    assert_eq!(ids(&editor), ["a", "question", "b", "b-2"]);
    let _moved = editor.apply(Edit::Move { id: "b-2".to_owned(), to: 0 }).unwrap();
    assert_eq!(ids(&editor), ["b-2", "a", "question", "b"]);
    let deleted = editor.apply(Edit::Delete("b-2".to_owned())).unwrap();
    assert_eq!(deleted.show.as_deref(), Some("a"), "the next one is shown");
    assert_eq!(editor.undo_name(), Some("deleting a question"));
    assert_eq!(editor.undo().as_deref(), Some("b-2"), "what comes back is shown");
    while editor.undo_name().is_some() {
        let _shown = editor.undo();
    }
    assert_eq!(**editor.bank(), bank(&["a", "b"]));
    while editor.redo_name().is_some() {
        let _shown = editor.redo();
    }
    assert_eq!(ids(&editor), ["a", "question", "b"]);
}

#[test]
fn an_id_is_never_given_twice_since_recordings_are_filed_under_it() {
    let mut editor = editor(&["a", "b"]);
    let mut added = || {
        let add = Edit::Add { after: None, ask: "New?".to_owned() };
        let id = editor.apply(add).unwrap().show.unwrap();
        let _deleted = editor.apply(Edit::Delete(id.clone())).unwrap();
        id
    };
    assert_eq!([added(), added()], ["question", "question-2"]);
}

#[test]
fn what_must_not_be_empty_is_refused_and_stays() {
    let mut editor = editor(&["a"]);
    let refused = |editor: &mut Editor, edit| editor.apply(edit).unwrap_err();
    let empty = field("a", Field::Ask(" \n ".to_owned()));
    assert_eq!(refused(&mut editor, empty), Refusal::NoWords);
    assert_eq!(refused(&mut editor, Edit::Title(String::new())), Refusal::NoWords);
    assert_eq!(refused(&mut editor, Edit::Delete("a".to_owned())), Refusal::LastQuestion);
    assert_eq!(refused(&mut editor, Edit::Delete("x".to_owned())), Refusal::Gone);
    for band in [Band::secs(0, 60), Band::secs(90, 60), Band::secs(60, 1801)] {
        let band = field("a", Field::Band(Some(band)));
        assert_eq!(refused(&mut editor, band), Refusal::NoBand);
    }
    let asking = field("a", Field::Kind(Kind::Asking));
    assert_eq!(refused(&mut editor, asking), Refusal::NotAsked);
    assert_eq!((editor.undo_name(), editor.generation()), (None, 0));
}

#[test]
fn one_typed_run_in_one_field_is_one_step() {
    let mut editor = editor(&["a", "b"]);
    for text in ["I", "I w", "I was "] {
        let _typed = editor.apply(answer("a", text)).unwrap();
    }
    let _other = editor.apply(answer("b", "Once")).unwrap();
    editor.end_run();
    let _again = editor.apply(answer("b", "Once more")).unwrap();
    let answers = |editor: &Editor| -> Vec<String> {
        editor.bank().questions.iter().map(|one| one.model_answer.clone()).collect()
    };
    assert_eq!(answers(&editor), ["I was", "Once more"]);
    assert_eq!(editor.turns(), 0, "nothing but typing");
    let _shown = editor.undo();
    assert_eq!(answers(&editor), ["I was", "Once"]);
    let _shown = editor.undo();
    assert_eq!(editor.undo().as_deref(), Some("a"));
    assert_eq!(answers(&editor), ["", ""]);
    assert_eq!(editor.undo_name(), None);
}

#[test]
fn only_so_many_steps_are_kept() {
    let mut editor = editor(&["a"]);
    for nth in 0..=MAX_STEPS {
        let _typed = editor.apply(field("a", Field::Points(vec![nth.to_string()]))).unwrap();
        editor.end_run();
    }
    while editor.undo_name().is_some() {
        let _shown = editor.undo();
    }
    assert_eq!(editor.bank().questions[0].points, ["0"]);
}

#[test]
fn labels_and_values_of_blanks_go_where_the_answer_goes() {
    let mut editor = editor(&["a", "b"]);
    let text = "I led [Number] people.\n\nWe saved [Number] hours at [Place].";
    let _typed = editor.apply(answer("a", text)).unwrap();
    let label = Field::Label { place: 1, label: "hours saved".to_owned() };
    let _labelled = editor.apply(field("a", label)).unwrap();
    let at = SplitAt::Answer(text.find("We").unwrap());
    let split = editor.apply(Edit::Split { id: "a".to_owned(), at }).unwrap();
    assert_eq!(split.show.as_deref(), Some("a-2"));
    let keys = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect()
    };
    assert_eq!(
        split.carried,
        keys(&[("a/Number/2", "a-2/Number/1"), ("a/Place/1", "a-2/Place/1")])
    );
    let second = editor.bank().question("a-2").unwrap();
    assert_eq!(second.model_answer, "We saved [Number] hours at [Place].");
    assert_eq!(second.placeholders[0].label, "hours saved");

    let merge = Edit::Merge { id: "a".to_owned(), other: "a-2".to_owned() };
    let merged = editor.apply(merge).unwrap();
    assert_eq!(
        merged.carried,
        keys(&[("a-2/Number/1", "a/Number/2"), ("a-2/Place/1", "a/Place/1")])
    );
    let first = editor.bank().question("a").unwrap();
    assert_eq!((first.model_answer.as_str(), first.ask.as_str()), (text, "The question a?"));
    assert_eq!(first.placeholders[1].label, "hours saved");
    let duplicate = editor.apply(Edit::Duplicate("a".to_owned())).unwrap();
    assert_eq!(duplicate.carried.len(), 3);
}

#[test]
fn a_band_of_its_own_goes_with_the_question_and_comes_back_when_undone() {
    let mut editor = editor(&["a", "b"]);
    let bands = |editor: &Editor| -> Vec<Option<(u64, u64)>> {
        let all = editor.bank().questions.iter();
        all.map(|question| question.own_band.map(Band::in_secs)).collect()
    };
    let set = |editor: &mut Editor, least, most| {
        let _typed = editor.apply(field("a", Field::Band(Band::own(least, most)))).unwrap();
    };
    for most in [31, 40] {
        set(&mut editor, 30, most);
    }
    editor.end_run();
    let _kind = editor.apply(field("a", Field::Kind(Kind::Story))).unwrap();
    assert_eq!(bands(&editor), [Some((30, 40)), None], "another kind leaves it alone");
    let _copy = editor.apply(Edit::Duplicate("a".to_owned())).unwrap();
    let merge = Edit::Merge { id: "b".to_owned(), other: "a-2".to_owned() };
    let _merged = editor.apply(merge).unwrap();
    assert_eq!(bands(&editor), [Some((30, 40)), Some((30, 40))]);
    let reset = editor.apply(field("b", Field::Band(None))).unwrap();
    assert_eq!((reset.show.as_deref(), bands(&editor)[1]), (Some("b"), None));
    for _ in 0..4 {
        let _shown = editor.undo();
    }
    assert_eq!(bands(&editor), [Some((30, 40)), None]);
    assert_eq!(editor.undo_name(), Some("changing how long to answer"));
    let _shown = editor.undo();
    assert_eq!((bands(&editor), editor.undo_name()), (vec![None, None], None), "one step");
}

#[test]
fn a_question_is_split_in_its_words() {
    let mut editor = editor(&["a"]);
    let _typed = editor.apply(field("a", Field::Ask("Why us? Why now?".to_owned()))).unwrap();
    let split = Edit::Split { id: "a".to_owned(), at: SplitAt::Ask(7) };
    let _split = editor.apply(split).unwrap();
    let asks: Vec<&str> = editor.bank().questions.iter().map(|one| one.ask.as_str()).collect();
    assert_eq!(asks, ["Why us?", "Why now?"]);
    for at in [0, 7, 100] {
        let nothing = Edit::Split { id: "a".to_owned(), at: SplitAt::Ask(at) };
        assert_eq!(editor.apply(nothing).unwrap_err(), Refusal::NothingToSplit);
    }
}

#[test]
fn questions_follow_when_an_ability_is_renamed_and_lose_one_that_is_gone() {
    let mut editor = editor(&["a", "b"]);
    let shown = |names: &[&str]| Field::Abilities(names.iter().map(|&name| name.into()).collect());
    let _a = editor.apply(field("a", shown(&["Calm", "Care", "Courage"]))).unwrap();
    let set = |names: &[&str]| Edit::Role(RoleEdit::Names(RoleNames::Abilities, named(names)));
    let of = |editor: &Editor| editor.bank().questions[0].abilities.clone();
    assert_eq!(of(&editor), ["Calm", "Care"]);
    for names in [["Cal", "Care"], ["", "Care"], ["Peace", "Care"]] {
        let _typed = editor.apply(set(&names)).unwrap();
    }
    assert_eq!(of(&editor), ["Peace", "Care"]);
    editor.end_run();
    let _removed = editor.apply(set(&["Care"])).unwrap();
    assert_eq!(of(&editor), ["Care"]);
    let _shown = editor.undo();
    let _shown = editor.undo();
    assert_eq!(of(&editor), ["Calm", "Care"]);
}

#[test]
fn copies_bring_their_abilities_or_leave_them_behind_and_it_is_said() {
    let source = {
        let mut bank = bank(&["a"]);
        bank.role.abilities = named(&["Calm", "Courage"]);
        bank.questions[0].abilities = vec!["Calm".to_owned(), "Courage".to_owned()];
        bank
    };
    for (add_names, said, abilities) in [
        (true, "Added to this role: Courage.", &["Calm", "Courage"][..]),
        (false, "This role has no Courage, so the copies don't name them.", &["Calm"]),
    ] {
        let mut editor = editor(&["a", "b"]);
        let copy = Copied {
            questions: source.questions.clone(),
            role: source.role.clone(),
            after: Some("a".to_owned()),
            add_names,
        };
        let outcome = editor.apply(Edit::Copy(Box::new(copy))).unwrap();
        assert_eq!(outcome.said.as_deref(), Some(said));
        assert_eq!(ids(&editor), ["a", "a-2", "b"]);
        assert_eq!(editor.bank().questions[1].abilities, abilities);
        assert_eq!(editor.bank().role.abilities.len(), if add_names { 3 } else { 2 });
        let _shown = editor.undo();
        assert_eq!(**editor.bank(), bank(&["a", "b"]));
    }
}

#[test]
fn questions_to_ask_back_keep_their_ids() {
    let mut editor = editor(&["a"]);
    let own = |id: &str, ask: &str| YourQuestion {
        id: id.to_owned(),
        ask: ask.to_owned(),
        about: String::new(),
    };
    let ids = |editor: &Editor| -> Vec<String> {
        editor.bank().your_questions.iter().map(|one| one.id.clone()).collect()
    };
    let _one = editor.apply(Edit::YourQuestions(vec![own("", "Who?")])).unwrap();
    let two = vec![own("", "When?"), own("own", "Who else?"), own("", " ")];
    let _two = editor.apply(Edit::YourQuestions(two)).unwrap();
    assert_eq!(ids(&editor), ["own-2", "own"]);
    let _away = editor.apply(Edit::YourQuestions(vec![own("own", "Who else?")])).unwrap();
    assert_eq!(ids(&editor), ["own"]);
}

/// Texts as people type and paste them.
fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[ -~\n\t]{0,40}",
        1 => "\\PC{0,12}",
        1 => Just("\u{0}\u{7}bell\u{85}\r\n\r\n[Number] and [a\n\nb] [Number]".to_owned()),
        1 => Just(String::new()),
    ]
}

fn any_field() -> impl Strategy<Value = Field> {
    let list = || vec(typed(), 0..4);
    let probe = (prop::sample::select(&ProbePart::ALL[..]), typed());
    prop_oneof![
        typed().prop_map(Field::Ask),
        prop::sample::select(&Kind::ASKED[..]).prop_map(Field::Kind),
        prop::option::of((0..2_000_u64, 0..2_000_u64))
            .prop_map(|band| Field::Band(band.map(|(least, most)| Band::secs(least, most)))),
        typed().prop_map(Field::ModelAnswer),
        list().prop_map(Field::MoreAnswers),
        (0..3_usize).prop_map(Field::UseAnswer),
        list().prop_map(Field::Points),
        typed().prop_map(Field::LooksFor),
        list().prop_map(Field::HowTo),
        list().prop_map(Field::Avoid),
        list().prop_map(Field::Tasks),
        Just(Field::Abilities(vec!["Calm".to_owned(), "Care".to_owned(), "Calm".to_owned()])),
        vec(probe.prop_map(|(part, ask)| Probe { part, ask }), 0..3).prop_map(Field::Probes),
        (0..3_usize, typed()).prop_map(|(place, label)| Field::Label { place, label }),
    ]
}

/// An edit of whatever question has this place.
#[derive(Debug, Clone)]
enum Wish {
    Field(usize, Field),
    Role(RoleEdit),
    Title(String),
    Yours(Vec<String>),
    Add(usize, String),
    Duplicate(usize),
    Delete(usize),
    Move(usize, usize),
    Split(usize, SplitAt),
    Merge(usize, usize),
    Copy(usize, bool),
    EndRun,
}

fn wish() -> impl Strategy<Value = Wish> {
    let at = || 0..6_usize;
    let names = vec((typed(), typed()), 0..3)
        .prop_map(|all| all.into_iter().map(|(name, text)| NamedText { name, text }).collect());
    let role = prop_oneof![
        typed().prop_map(RoleEdit::Name),
        (prop::sample::select(&RoleTexts::ALL[..]), vec(typed(), 0..3))
            .prop_map(|(which, all)| RoleEdit::Texts(which, all)),
        (prop::sample::select(&[RoleNames::Tasks, RoleNames::Abilities][..]), names)
            .prop_map(|(which, all)| RoleEdit::Names(which, all)),
    ];
    let split =
        prop_oneof![(0..30_usize).prop_map(SplitAt::Ask), (0..30_usize).prop_map(SplitAt::Answer)];
    prop_oneof![
        6 => (at(), any_field()).prop_map(|(at, field)| Wish::Field(at, field)),
        2 => role.prop_map(Wish::Role),
        1 => typed().prop_map(Wish::Title),
        1 => vec(typed(), 0..3).prop_map(Wish::Yours),
        1 => (at(), typed()).prop_map(|(at, ask)| Wish::Add(at, ask)),
        1 => at().prop_map(Wish::Duplicate),
        1 => at().prop_map(Wish::Delete),
        1 => (at(), at()).prop_map(|(from, to)| Wish::Move(from, to)),
        1 => (at(), split).prop_map(|(at, split)| Wish::Split(at, split)),
        1 => (at(), at()).prop_map(|(one, other)| Wish::Merge(one, other)),
        1 => (at(), any::<bool>()).prop_map(|(at, add)| Wish::Copy(at, add)),
        1 => Just(Wish::EndRun),
    ]
}

fn edit(editor: &Editor, source: &Bank, wish: Wish) -> Option<Edit> {
    let questions = &editor.bank().questions;
    let id = |at: usize| questions[at % questions.len()].id.clone();
    let yours = |ask: String| YourQuestion { id: String::new(), ask, about: String::new() };
    Some(match wish {
        Wish::Field(at, field) => Edit::Question { id: id(at), field },
        Wish::Role(role) => Edit::Role(role),
        Wish::Title(title) => Edit::Title(title),
        Wish::Yours(all) => Edit::YourQuestions(all.into_iter().map(yours).collect()),
        Wish::Add(at, ask) => Edit::Add { after: Some(id(at)), ask },
        Wish::Duplicate(at) => Edit::Duplicate(id(at)),
        Wish::Delete(at) => Edit::Delete(id(at)),
        Wish::Move(from, to) => Edit::Move { id: id(from), to },
        Wish::Split(at, split) => Edit::Split { id: id(at), at: split },
        Wish::Merge(one, other) => Edit::Merge { id: id(one), other: id(other) },
        Wish::Copy(at, add_names) => Edit::Copy(Box::new(Copied {
            questions: source.questions.clone(),
            role: source.role.clone(),
            after: Some(id(at)),
            add_names,
        })),
        Wish::EndRun => return None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_edits_can_be_undone_and_every_state_is_read_back_as_it_was(
        begun in made_up::bank(), source in made_up::bank(), wishes in vec(wish(), 1..14),
    ) {
        let mut editor = Editor::new(Arc::new(begun.clone()));
        for wish in wishes {
            let before = Arc::clone(editor.bank());
            let Some(edit) = edit(&editor, &source, wish) else {
                editor.end_run();
                continue;
            };
            if editor.apply(edit).is_err() {
                prop_assert_eq!(editor.bank(), &before, "what is refused changes nothing");
            }
            let text = to_toml(editor.bank());
            let reading = read(&text, "test");
            prop_assert!(reading.problems.is_empty(), "{:?}\n{}", reading.problems, text);
            prop_assert_eq!(reading.bank.as_ref(), Some(&**editor.bank()));
        }
        let end = Arc::clone(editor.bank());
        while editor.undo_name().is_some() {
            let _shown = editor.undo();
        }
        prop_assert_eq!(&**editor.bank(), &begun);
        while editor.redo_name().is_some() {
            let _shown = editor.redo();
        }
        prop_assert_eq!(editor.bank(), &end);
    }
}
