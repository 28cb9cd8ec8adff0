//! What was measured: each with its value or the reason why it has none, and its definition in place.

use std::time::Duration;

use egui::accesskit::Role;
use egui::{Button, CornerRadius, Frame, Margin, ProgressBar, RichText, Ui, WidgetInfo, vec2};

use crate::analysis::{Definition, MeasureId, Measures, NotAssessed, Span};
use crate::ui::review::{ReviewIntent, ReviewTake, band_bar};
use crate::ui::theme::{self, space, tokens};
use crate::ui::times::clock_text;

use super::parts::{SMALL, labelled_ui, small_button_ui, weak_ui};
use super::values::{number_text, shown_value, spoken_value};
use super::{SideState, advice, jump, pauses};

/// The page.
pub(super) fn measures_ui(
    ui: &mut Ui,
    take: &ReviewTake,
    state: &mut SideState,
    intents: &mut Vec<ReviewIntent>,
) {
    advice::advice_ui(ui, take, &mut state.rule, intents);
    if let Some(share) = take.measuring {
        measuring_ui(ui, share);
    }
    let Some(measures) = &take.measures else {
        if take.measuring.is_none() {
            weak_ui(ui, "Not measured yet.");
        }
        return;
    };
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for id in MeasureId::ALL {
            // One that this take's version does not know is not invented.
            if let Some(value) = measures.value(id) {
                measure_ui(ui, take, measures, (id, value), &mut state.defined, intents);
            }
        }
    });
    ui.add_space(space::M);
    pauses::pauses_ui(ui, take, measures, intents);
}

fn measuring_ui(ui: &mut Ui, share: f32) {
    let share = share.clamp(0.0, 1.0);
    let text = format!("Measuring… {:.0} %", share * 100.0);
    let bar = ProgressBar::new(share).desired_height(SMALL);
    let bar = bar.text(RichText::new(text.as_str()).font(theme::small()));
    ui.add(bar).widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, &text));
    ui.add_space(space::S);
}

/// One measure; its line opens and closes the definition.
fn measure_ui(
    ui: &mut Ui,
    take: &ReviewTake,
    measures: &Measures,
    (id, value): (MeasureId, Result<f64, NotAssessed>),
    defined: &mut Option<MeasureId>,
    intents: &mut Vec<ReviewIntent>,
) {
    let about = id.definition();
    let open = *defined == Some(id);
    if line_ui(ui, measures, id, open) {
        *defined = (!open).then_some(id);
    }
    let indented = |ui: &mut Ui, text: &str| {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().interact_size.y = 0.0;
            ui.add_space(space::S);
            weak_ui(ui, text);
        });
    };
    match value {
        Err(why) => indented(ui, why.reason()),
        Ok(_) if id == MeasureId::Length => {
            let band = take.band;
            let aim = format!("{}–{}", clock_text(band.min), clock_text(band.max));
            indented(ui, &format!("{} of {aim}", band_bar::verdict(take.length, band)));
            if let Some(missing) = missing_text(measures) {
                indented(ui, &missing);
            }
        }
        Ok(_) => {}
    }
    if open {
        definition_ui(ui, about, take, moment(id, measures), intents);
    }
}

/// What is not in the recording, where it was interrupted.
fn missing_text(measures: &Measures) -> Option<String> {
    let gaps = || measures.gaps.iter().filter(|gap| !gap.is_joint);
    let times = match gaps().count() {
        0 => return None,
        1 => "once".to_owned(),
        count => format!("{count} times"),
    };
    let is_known = gaps().all(|gap| gap.missing_secs > 0.0);
    let secs: f64 = gaps().map(|gap| gap.missing_secs).sum();
    let missing = if is_known {
        format!("; about {} s are missing", number_text(secs, 1))
    } else {
        String::new()
    };
    Some(format!("interrupted {times}{missing}"))
}

fn line_ui(ui: &mut Ui, measures: &Measures, id: MeasureId, open: bool) -> bool {
    let (tokens, about) = (tokens(ui), id.definition());
    let text = match shown_value(measures, id) {
        Some(value) => RichText::new(value).font(theme::strong()).color(tokens.text),
        None => RichText::new("not assessed").font(theme::body()).color(tokens.text_weak),
    };
    let button = Button::selectable(open, RichText::new(about.name).font(theme::body()))
        .right_text(text)
        .min_size(vec2(ui.available_width(), 28.0));
    let response = ui
        .scope(|ui| {
            ui.spacing_mut().button_padding = vec2(space::S, 2.0);
            ui.spacing_mut().interact_size.y = 28.0;
            ui.push_id(id, |ui| ui.add(button)).inner
        })
        .inner;
    let name = format!("{}, {}", about.name, spoken_value(measures, id).unwrap_or_default());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_expanded(open));
    response.on_hover_text("What it is and how it is computed").clicked()
}

fn definition_ui(
    ui: &mut Ui,
    about: &Definition,
    take: &ReviewTake,
    moment: Option<Span>,
    intents: &mut Vec<ReviewIntent>,
) {
    Frame::new()
        .fill(tokens(ui).sunken)
        .corner_radius(CornerRadius::same(6))
        .inner_margin(Margin::same(10))
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = space::XS;
            let text = RichText::new(about.definition).font(theme::small());
            ui.add(egui::Label::new(text.color(tokens(ui).text)).wrap());
            labelled_ui(ui, "Computed  ", about.formula);
            labelled_ui(ui, "Source  ", about.source);
            let always = about.not_assessed.starts_with("Always");
            labelled_ui(ui, if always { "" } else { "Not assessed  " }, about.not_assessed);
            if let Some(at) = moment.and_then(begin) {
                let time = clock_text(at);
                if small_button_ui(ui, &format!("Go to {time}"), &format!("Go to {time}")).clicked()
                {
                    intents.push(jump(take, at));
                }
            }
        });
}

/// Where in the take a measure can be heard.
fn moment(id: MeasureId, measures: &Measures) -> Option<Span> {
    match id {
        MeasureId::FirstWord => measures.speech.first().copied(),
        MeasureId::LongestPause => {
            measures.pauses.iter().copied().max_by(|a, b| a.secs().total_cmp(&b.secs()))
        }
        MeasureId::RunOn => measures.run_on,
        MeasureId::TrailingOff => measures.trails_off_at,
        _ => None,
    }
}

/// The first moment of a stretch, if it is one.
pub(super) fn begin(span: Span) -> Option<Duration> {
    Duration::try_from_secs_f64(span.from_secs).ok()
}
