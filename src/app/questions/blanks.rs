//! The page "Blanks": its model, and its intents.

use crate::bank::{self, Bank, Blank, BlankPlace, Placeholder, SameLabels, Values};
use crate::store::Profile;
use crate::ui::questions::{
    BankBlanks, BlankItem, BlanksIntent, BlanksModel, QuestionBlanks, SentencePiece,
};

use super::super::desk::Desk;

/// So many different words of other blanks are offered at most.
const OFFERS: usize = 3;

/// What it shows, the bank with this id first.
pub(super) fn model(bank: &str, all: &[&Bank], profile: &Profile) -> BlanksModel {
    let banks = || all.iter().copied();
    let same = SameLabels::of(banks());
    let chosen = banks().filter(|one| one.id == bank);
    let others = banks().filter(|one| one.id != bank);
    let all = chosen.chain(others).map(|one| bank_blanks(one, profile, &same));
    BlanksModel { banks: all.collect() }
}

fn bank_blanks(bank: &Bank, profile: &Profile, same: &SameLabels) -> BankBlanks {
    let words = profile.of(&bank.id);
    let questions = bank.questions.iter().enumerate();
    let questions = questions.map(|(index, question)| QuestionBlanks {
        heading: format!("{}. {}", index + 1, question.ask),
        blanks: bank::blanks(question, &words)
            .iter()
            .map(|blank| item(blank, &words, &offers(blank, profile, same)))
            .collect(),
    });
    BankBlanks {
        id: bank.id.clone(),
        title: bank.title.clone(),
        questions: questions.filter(|question| !question.blanks.is_empty()).collect(),
    }
}

/// The words that other blanks with the same label have.
fn offers(blank: &Blank<'_>, profile: &Profile, same: &SameLabels) -> Vec<String> {
    let mut offers: Vec<String> = Vec::new();
    let value = |place: &BlankPlace| profile.value(&place.bank_id, &place.key).map(str::to_owned);
    for value in same.places(&blank.placeholder.label).iter().filter_map(value) {
        if offers.len() < OFFERS && !offers.contains(&value) {
            offers.push(value);
        }
    }
    offers
}

fn item(blank: &Blank<'_>, words: &Values, offers: &[String]) -> BlankItem {
    let key = blank.placeholder.key();
    let value = words.get(&key).map(|value| value.trim().to_owned()).unwrap_or_default();
    let is_empty = value.is_empty();
    BlankItem {
        key,
        label: blank.placeholder.label.clone(),
        sentence: blank.sentence.iter().map(|piece| told(piece, blank.placeholder)).collect(),
        value,
        offers: if is_empty { offers.to_vec() } else { Vec::new() },
    }
}

fn told(piece: &bank::Segment<'_>, this: &Placeholder) -> SentencePiece {
    match *piece {
        bank::Segment::Text(text) => SentencePiece::Words(text.to_owned()),
        bank::Segment::Slot { placeholder, value } => {
            let shown = value.unwrap_or(&placeholder.label).to_owned();
            match value {
                _ if placeholder == this => SentencePiece::ThisBlank(shown),
                Some(_) => SentencePiece::Words(shown),
                None => SentencePiece::OtherBlank(shown),
            }
        }
    }
}

/// Does what the user wants.
pub(super) fn apply(intent: BlanksIntent, desk: &mut Desk) {
    match intent {
        BlanksIntent::Fill { bank, key, value } => desk.fill(&bank, key, &value),
    }
}
