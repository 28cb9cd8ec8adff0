//! How the takes of this question went over time, in this and every other session.

use egui::{Color32, Grid, RichText, Ui, vec2};
use egui_plot::{Line, MarkerShape, Plot, PlotPoints, Points};

use crate::analysis::MeasureId;
use crate::ui::review::{Past, PastTake, ReviewIntent, Shown};
use crate::ui::theme::{self, space, tokens};
use crate::ui::widgets::{Choice, dropdown_ui};

use super::parts::weak_ui;
use super::values::{number_text, shown_value, value_text};

/// Height of the chart, points.
const CHART: f32 = 120.0;

/// From which distance on lines of the chart are drawn, and from which in full, points.
const GRID: egui::Rangef = egui::Rangef { min: 10.0, max: 20.0 };

/// What is followed over time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) enum Followed {
    /// The listener's rating.
    #[default]
    Rating,
    /// A measure.
    Measure(MeasureId),
}

impl Followed {
    fn choices() -> Vec<Choice<Self>> {
        let measures = MeasureId::ALL.into_iter();
        let measures = measures.map(|id| Choice::new(Self::Measure(id), id.definition().name));
        std::iter::once(Choice::new(Self::Rating, "Your rating")).chain(measures).collect()
    }

    /// Its value in a take, if it has one that stands beside others: not where more may have been hidden.
    fn value(self, take: &PastTake) -> Option<f64> {
        match self {
            Self::Rating => take.rating.map(f64::from),
            Self::Measure(id) => {
                let measures = take.measures.as_ref().filter(|known| !known.is_at_least(id))?;
                measures.value(id)?.ok()
            }
        }
    }

    /// Its value in a take, or why there is none.
    fn text(self, take: &PastTake) -> String {
        match (self, take.measures.as_ref()) {
            (Self::Rating, _) => {
                take.rating.map_or_else(|| "–".to_owned(), |rating| format!("{rating}/5"))
            }
            (Self::Measure(_), None) => "not measured".to_owned(),
            (Self::Measure(id), Some(measures)) => {
                shown_value(measures, id).unwrap_or_else(|| "not assessed".to_owned())
            }
        }
    }

    /// A value on the chart's axis.
    fn axis_text(self, value: f64) -> String {
        match self {
            Self::Rating => number_text(value, 0),
            Self::Measure(MeasureId::Length) => {
                value_text(MeasureId::Length, value.max(0.0), MeasureId::Length.definition())
            }
            Self::Measure(_) => number_text(value, usize::from(value.fract().abs() > 1e-6)),
        }
    }
}

/// The page. `asked` is the question whose past was asked for last.
pub(super) fn progress_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    followed: &mut Followed,
    asked: &mut Option<String>,
    intents: &mut Vec<ReviewIntent>,
) {
    let question = &shown.question.id;
    if !shown.question.asked_aloud {
        weak_ui(ui, "Your own questions are not followed over time.");
        return;
    }
    if asked.as_ref() != Some(question) {
        *asked = Some(question.clone());
        intents.push(ReviewIntent::LookBack { question: question.clone() });
    }
    let past = shown.model.listener.past.as_ref().filter(|past| past.question == *question);
    let Some(past) = past else {
        weak_ui(ui, "Looking for earlier takes…");
        return;
    };
    if past.takes.is_empty() {
        weak_ui(ui, "No take of this question yet. Each one you record is listed here.");
        return;
    }
    let width = ui.available_width();
    let choices = Followed::choices();
    let (_, chosen) = dropdown_ui(ui, "Followed over time", followed, &choices, "", width);
    *followed = chosen.unwrap_or(*followed);
    chart_ui(ui, past, *followed, shown.take.map(|take| take.key));
    table_ui(ui, past, *followed, shown.take.map(|take| take.key));
}

/// The values as a line, oldest first. It says nothing that the table below does not.
fn chart_ui(ui: &mut Ui, past: &Past, followed: Followed, current: Option<usize>) {
    #[expect(clippy::cast_precision_loss, reason = "at most some hundred takes")]
    let values: Vec<([f64; 2], bool)> = past
        .takes
        .iter()
        .enumerate()
        .filter_map(|(nth, take)| {
            let here = take.key.is_some() && take.key == current;
            followed.value(take).map(|value| ([nth as f64, value], here))
        })
        .collect();
    if values.len() < 2 {
        weak_ui(ui, "A line is drawn from two values on.");
        return;
    }
    let tokens = tokens(ui);
    let all: Vec<[f64; 2]> = values.iter().map(|(point, _)| *point).collect();
    let here: Vec<[f64; 2]> =
        values.iter().filter(|(_, here)| *here).map(|(point, _)| *point).collect();
    let mut plot = Plot::new(("progress chart", followed))
        .height(CHART)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .allow_axis_zoom_drag(false)
        .sense(egui::Sense::hover())
        .show_axes([false, true])
        .show_grid([false, true])
        .show_background(false)
        .grid_spacing(GRID)
        .show_crosshair(false)
        .show_x(false)
        .set_margin_fraction(vec2(0.05, 0.15))
        .y_axis_formatter(move |mark, _| followed.axis_text(mark.value));
    if followed == Followed::Rating {
        plot = plot.include_y(1.0).include_y(5.0);
    }
    plot.show(ui, |plot| {
        plot.line(Line::new("", PlotPoints::from(all.clone())).color(tokens.wave).width(1.5));
        let points = Points::new("", PlotPoints::from(all)).color(tokens.accent).radius(3.0);
        plot.points(points);
        let here = Points::new("", PlotPoints::from(here)).color(tokens.accent).radius(6.0);
        plot.points(here.shape(MarkerShape::Diamond));
    });
}

fn cell_ui(ui: &mut Ui, text: &str, colour: Color32) {
    ui.label(RichText::new(text).font(theme::small()).color(colour));
}

/// The newest first, the one looked at marked by a word.
fn table_ui(ui: &mut Ui, past: &Past, followed: Followed, current: Option<usize>) {
    ui.add_space(space::S);
    ui.spacing_mut().interact_size.y = 20.0;
    let grid = Grid::new("progress table").num_columns(4).striped(true);
    grid.spacing([space::S, space::XS]).show(ui, |ui| {
        let heads = ["Day", "Take", "Rating", "Value"];
        let shown = if followed == Followed::Rating { 3 } else { 4 };
        for head in heads.iter().take(shown) {
            cell_ui(ui, head, tokens(ui).text_weak);
        }
        ui.end_row();
        for take in past.takes.iter().rev() {
            let here = take.key.is_some() && take.key == current;
            let colour = if here { tokens(ui).accent } else { tokens(ui).text };
            cell_ui(ui, &take.day, colour);
            cell_ui(ui, if here { "this one" } else { &take.title }, colour);
            cell_ui(ui, &Followed::Rating.text(take), colour);
            if followed != Followed::Rating {
                cell_ui(ui, &followed.text(take), colour);
            }
            ui.end_row();
        }
    });
    if past.is_cut {
        weak_ui(ui, "Older takes are not listed.");
    }
}
