//! Two takes of a question side by side.

use egui::{Grid, Id, Rect, RichText, ScrollArea, Ui, pos2};

use crate::ui::quiet::KeyButton;
use crate::ui::review::player::{apply_wave, waveform};
use crate::ui::review::{
    Heard, ReviewIntent, ReviewQuestion, ReviewState, ReviewTake, Shown, area, band_bar, measured,
    shades,
};
use crate::ui::scrolling::scroll_ui;
use crate::ui::theme::{self, space, tokens};
use crate::ui::times::clock_text;
use crate::ui::waveform::{Waveform, WaveformState, waveform_ui};
use crate::ui::widgets::{Choice, dropdown_ui};

/// How high a waveform and a line of measures are, points: in a small window, and where there is room.
const SMALL: (f32, f32) = (56.0, 18.0);
const ROOMY: (f32, f32) = (84.0, 22.0);

/// From this height on there is room, points.
const ROOM: f32 = 480.0;

/// Which two takes are compared.
#[derive(Debug, Default)]
pub(super) struct Compare {
    /// Their keys, left and right.
    takes: [usize; 2],
    waves: [WaveformState; 2],
}

/// What the two sides are called by screen readers.
const SIDES: [&str; 2] = ["Left", "Right"];

/// The takes that speak for a question: each a word and a take.
fn outstanding(question: &ReviewQuestion) -> Vec<(&'static str, usize)> {
    let answers = || question.takes.iter().filter(|take| take.answers);
    let (first, latest) = (answers().next(), answers().next_back());
    // Of several rated alike the latest, and so it is where none is rated.
    let best = answers().filter(|take| take.rating.is_some()).max_by_key(|take| take.rating);
    let named = [("Best", best.or(latest)), ("Latest", latest), ("First", first)];
    named.into_iter().filter_map(|(word, take)| Some((word, take?.key))).collect()
}

/// The takes that the one at hand can be compared with, itself included: to the same question. A follow-up is
/// another question than the one it follows.
fn comparable<'a>(shown: &Shown<'a>) -> Vec<&'a ReviewTake> {
    let question = shown.question;
    let asked = shown.take.filter(|_| shown.is_follow_up()).map(|take| &take.asked);
    let belongs = |take: &&ReviewTake| match asked {
        Some(asked) => !take.answers && take.asked == *asked,
        None => take.answers || !question.asked_aloud,
    };
    question.takes.iter().filter(belongs).collect()
}

/// Begins or ends comparing.
pub(super) fn toggle(shown: &Shown<'_>, state: &mut ReviewState) {
    if is_open(shown, state) {
        state.compare = None;
        return;
    }
    let keys: Vec<usize> = comparable(shown).iter().map(|take| take.key).collect();
    let best = outstanding(shown.question).into_iter().map(|(_, key)| key);
    let best = best.filter(|key| keys.contains(key)).collect::<Vec<_>>();
    let Some(left) = shown.take.map(|take| take.key).or_else(|| keys.first().copied()) else {
        return;
    };
    let right = best.into_iter().chain(keys).find(|key| *key != left);
    state.compare = right.map(|right| Compare { takes: [left, right], ..Compare::default() });
}

/// Whether two takes of the question at hand are compared.
pub(super) fn is_open(shown: &Shown<'_>, state: &ReviewState) -> bool {
    let takes = comparable(shown);
    let has = |key: &usize| takes.iter().any(|take| take.key == *key);
    state.compare.as_ref().is_some_and(|compare| compare.takes.iter().all(has))
}

/// The takes that are compared.
pub(super) fn keys_of(state: &ReviewState) -> Vec<usize> {
    state.compare.as_ref().map_or_else(Vec::new, |compare| compare.takes.to_vec())
}

/// The button that begins and ends it, where there is something to compare.
pub(super) fn button(shown: &Shown<'_>, state: &ReviewState) -> Option<KeyButton> {
    let open = is_open(shown, state);
    let button = KeyButton::new(if open { "End comparing" } else { "Compare…" });
    let button = button.key("C").name("Compare takes").on(open);
    (comparable(shown).len() > 1).then_some(button)
}

/// Hear how the takes of the question begin, where there are several.
pub(super) fn openings(shown: &Shown<'_>) -> Option<ReviewIntent> {
    let several = shown.question.takes.iter().filter(|take| take.answers).count() > 1;
    several.then(|| ReviewIntent::PlayOpenings { question: shown.question.id.clone() })
}

/// The comparison.
pub(super) fn compare_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    state: &mut ReviewState,
    intents: &mut Vec<ReviewIntent>,
) {
    let Some(compare) = &mut state.compare else { return };
    let all = Rect::from_min_max(pos2(ui.max_rect().left(), ui.cursor().top()), ui.max_rect().max);
    let (wave_height, line) = if all.height() < ROOM { SMALL } else { ROOMY };
    area(ui, "compare", all, |ui| {
        let scroll = ScrollArea::vertical().id_salt("compare").auto_shrink(false);
        scroll_ui(ui, scroll, |ui| {
            ui.columns_const(|columns: &mut [Ui; 2]| {
                let sides = columns.iter_mut().zip(SIDES);
                let state = compare.takes.iter_mut().zip(&mut compare.waves);
                for ((ui, side), (key, wave)) in sides.zip(state) {
                    side_ui(ui, shown, side, (key, wave, wave_height), intents);
                }
            });
            ui.add_space(space::S);
            openings_ui(ui, shown, intents);
            ui.add_space(space::S);
            let take = |key: usize| shown.question.takes.iter().find(move |it| it.key == key);
            if let [Some(left), Some(right)] = compare.takes.map(take) {
                measures_ui(ui, left, right, line);
            }
        });
    });
}

fn openings_ui(ui: &mut Ui, shown: &Shown<'_>, intents: &mut Vec<ReviewIntent>) {
    let Some(openings) = openings(shown) else { return };
    ui.horizontal(|ui| {
        let button = KeyButton::new("Openings").key("O").name("Hear the openings").on(false);
        if ui.add(button).clicked() {
            intents.push(openings);
        }
        let line = "The first eight seconds of each take, one after the other";
        let line = RichText::new(line).font(theme::small()).color(tokens(ui).text_weak);
        ui.add(egui::Label::new(line).truncate());
    });
}

/// One of the two.
fn side_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    side: &'static str,
    (key, wave, height): (&mut usize, &mut WaveformState, f32),
    intents: &mut Vec<ReviewIntent>,
) {
    which_ui(ui, shown, side, key);
    let Some(take) = shown.question.takes.iter().find(|take| take.key == *key) else { return };
    let shades = shades::shades(take);
    let name = format!("{side}, position in {}", take.title);
    let shape = Waveform {
        id: Id::unique(("compared", side)),
        name: &name,
        ..waveform(shown.model, take, &shades)
    };
    if let (_, Some(wanted)) = waveform_ui(ui, &shape, height, wave) {
        apply_wave(shown.model, take, wanted, intents);
    }
    ui.horizontal(|ui| {
        play_ui(ui, shown, take, side, intents);
        let rated =
            take.rating.map_or_else(|| "not rated".to_owned(), |it| format!("rated {it} of 5"));
        let verdict = band_bar::verdict(take.length, take.band);
        let words = format!("{} · {verdict} · {rated}", clock_text(take.length));
        let words = RichText::new(words).font(theme::small()).color(tokens(ui).text_weak);
        ui.add(egui::Label::new(words).truncate());
    });
}

/// Chooses the take of a side: from the list, or by a word.
fn which_ui(ui: &mut Ui, shown: &Shown<'_>, side: &'static str, key: &mut usize) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        let takes = comparable(shown);
        let choices: Vec<_> =
            takes.iter().map(|take| Choice::new(take.key, take.title.as_str())).collect();
        let name = format!("{side} take");
        if let (_, Some(chosen)) = dropdown_ui(ui, &name, key, &choices, "Gone", 110.0) {
            *key = chosen;
        }
        let is_one = |key: usize| takes.iter().any(|take| take.key == key);
        for (word, take) in outstanding(shown.question) {
            if !is_one(take) {
                continue;
            }
            let name = match (side, word) {
                ("Left", "Best") => "Best on the left",
                ("Left", "Latest") => "Latest on the left",
                ("Left", _) => "First on the left",
                (_, "Best") => "Best on the right",
                (_, "Latest") => "Latest on the right",
                _ => "First on the right",
            };
            if ui.add(KeyButton::new(word).name(name).on(*key == take)).clicked() {
                *key = take;
            }
        }
    });
}

fn play_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    take: &ReviewTake,
    side: &str,
    intents: &mut Vec<ReviewIntent>,
) {
    let playback = &shown.model.playback;
    let what = Heard::Take(take.key);
    let runs = playback.is_running() && playback.what == Some(what);
    let (stays, name) = match (side, runs) {
        ("Left", false) => ("play left", "Play the left take"),
        ("Left", true) => ("play left", "Pause the left take"),
        (_, false) => ("play right", "Play the right take"),
        (_, true) => ("play right", "Pause the right take"),
    };
    let label = if runs { "Pause" } else { "Play" };
    if ui.add(KeyButton::new(label).name(name).stays(stays).main(runs)).clicked() {
        let question = shown.question.id.clone();
        intents.push(if runs {
            ReviewIntent::Pause
        } else {
            ReviewIntent::Play { what, question }
        });
    }
}

/// The measures that say most about delivery, of both takes.
fn measures_ui(ui: &mut Ui, left: &ReviewTake, right: &ReviewTake, line: f32) {
    let cell = |ui: &mut Ui, text: &str, weak: bool| {
        let t = tokens(ui);
        let colour = if weak { t.text_weak } else { t.text };
        ui.label(RichText::new(text).font(theme::body()).color(colour));
    };
    ui.spacing_mut().interact_size.y = line;
    Grid::new("compared measures").num_columns(3).spacing([space::L, space::XS]).show(ui, |ui| {
        cell(ui, "", true);
        cell(ui, &left.title, false);
        cell(ui, &right.title, false);
        ui.end_row();
        for id in measured::KEY {
            cell(ui, id.definition().name, true);
            for take in [left, right] {
                let (words, known) = measured::words(take, id);
                cell(ui, &words, !known);
            }
            ui.end_row();
        }
    });
}
