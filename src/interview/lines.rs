//! The phrases drawn for one interview: shuffled at its start, then taken in turn.

use rand::Rng;
use rand::seq::SliceRandom as _;

use super::Phrases;

/// Phrases for one use, in the order drawn. None comes again before all have been used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Deck {
    texts: Vec<String>,
    next: usize,
}

impl Deck {
    fn draw(texts: &[String], rng: &mut impl Rng) -> Self {
        let mut texts = texts.to_vec();
        texts.shuffle(rng);
        Self { texts, next: 0 }
    }

    /// The next phrase; empty only if there are none at all, which reading the file forbids.
    pub(super) fn take(&mut self) -> String {
        let index = self.next % self.texts.len().max(1);
        self.next = index + 1;
        self.texts.get(index).cloned().unwrap_or_default()
    }
}

/// All decks of one interview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lines {
    pub(super) greeting: Vec<String>,
    pub(super) thanks: Deck,
    pub(super) move_on: Deck,
    pub(super) skipped: Deck,
    pub(super) repeat: Deck,
    pub(super) follow_up: Deck,
    pub(super) again: Deck,
    pub(super) resumed: Deck,
    pub(super) your_turn: Deck,
    pub(super) your_turn_thanks: Deck,
    pub(super) closing: Deck,
}

impl Lines {
    pub(super) fn draw(phrases: &Phrases, questions: usize, rng: &mut impl Rng) -> Self {
        let hello = Deck::draw(&phrases.hello, rng).take();
        let how_it_goes = Deck::draw(&phrases.how_it_goes, rng).take();
        Self {
            greeting: vec![hello, phrases.how_many(questions), how_it_goes],
            thanks: Deck::draw(&phrases.thanks, rng),
            move_on: Deck::draw(&phrases.move_on, rng),
            skipped: Deck::draw(&phrases.skipped, rng),
            repeat: Deck::draw(&phrases.repeat, rng),
            follow_up: Deck::draw(&phrases.follow_up, rng),
            again: Deck::draw(&phrases.again, rng),
            resumed: Deck::draw(&phrases.resumed, rng),
            your_turn: Deck::draw(&phrases.your_turn, rng),
            your_turn_thanks: Deck::draw(&phrases.your_turn_thanks, rng),
            closing: Deck::draw(&phrases.closing, rng),
        }
    }
}
