//! The method for telling a story: situation, task, action, result, and how much of an answer each should take.

use egui::accesskit::Role;
use egui::{Align2, CornerRadius, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::{GuidePart, GuideSection};
use crate::analysis::star::{SUGGESTED_SPLIT, StarPart};
use crate::ui::theme::{self, tokens};

/// Height of the bar, points.
const HEIGHT: f32 = 30.0;

/// What it says.
#[must_use]
pub fn star_part() -> GuidePart {
    let paragraph = "A question about something that happened wants a story. Tell it in four parts, in this order, \
        and keep most of the time for what you did yourself.";
    GuidePart {
        paragraphs: vec![paragraph.to_owned()],
        named: StarPart::ALL.map(|part| (title(part).to_owned(), about(part).to_owned())).to_vec(),
        ..GuidePart::new(GuideSection::Star)
    }
}

const fn title(part: StarPart) -> &'static str {
    match part {
        StarPart::Situation => "Situation",
        StarPart::Task => "Task",
        StarPart::Action => "Action",
        StarPart::Result => "Result",
    }
}

const fn about(part: StarPart) -> &'static str {
    match part {
        StarPart::Situation => {
            "Where and when it was, and who was there. Two sentences, so that a stranger can follow."
        }
        StarPart::Task => "What had to be done, and why it was yours to do.",
        StarPart::Action => {
            "What you did, step by step, and why you did it that way. Say “I” where it was you: this is what they \
             came to hear."
        }
        StarPart::Result => {
            "What came of it, with a number if there is one, and what you do differently since."
        }
    }
}

/// How the time of an answer is best shared out, as a bar.
pub(super) fn split_ui(ui: &mut Ui) {
    let wish = vec2(ui.available_width(), HEIGHT);
    let (rect, response) = ui.allocate_exact_size(wish, Sense::hover());
    let words =
        StarPart::ALL.map(|part| format!("{} {:.0} %", title(part), part.suggested_percent()));
    response.widget_info(|| {
        let name = format!("Suggested share of the answer: {}", words.join(", "));
        WidgetInfo::labeled(Role::Label, true, name)
    });
    let t = tokens(ui);
    let mut from = rect.left();
    for part in StarPart::ALL {
        #[expect(clippy::cast_possible_truncation, reason = "percent")]
        let to = from + rect.width() * part.suggested_percent() as f32 / 100.0;
        let block = Rect::from_min_max(pos2(from + 1.0, rect.top()), pos2(to - 1.0, rect.bottom()));
        let fill = if part == StarPart::Action { t.accent } else { t.accent_faint };
        let colour = if part == StarPart::Action { t.on_accent } else { t.text };
        let edge = Stroke::new(1.0, t.accent);
        ui.painter().rect(block, CornerRadius::same(4), fill, edge, StrokeKind::Inside);
        let percent = part.suggested_percent();
        let long = format!("{} {percent:.0} %", title(part));
        let short = format!("{} {percent:.0} %", title(part).get(..1).unwrap_or_default());
        let fits = |text: &str| {
            let galley = ui.painter().layout_no_wrap(text.to_owned(), theme::small(), colour);
            galley.size().x + 8.0 <= block.width()
        };
        let shown = if fits(&long) {
            long
        } else if fits(&short) {
            short
        } else {
            title(part).get(..1).unwrap_or_default().to_owned()
        };
        ui.painter().text(block.center(), Align2::CENTER_CENTER, shown, theme::small(), colour);
        from = to;
    }
    response.on_hover_text(SUGGESTED_SPLIT);
}
