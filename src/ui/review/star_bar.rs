//! The parts of a story under the take's shape: how long each was, beside how long is suggested.

use std::time::Duration;

use egui::accesskit::Role;
use egui::{Align2, CornerRadius, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::analysis::star::StarPart;
use crate::ui::review::{PartShare, ReviewTake, part_shares, star_title};
use crate::ui::theme::{self, Tokens, space, tokens};

/// Height of the bar with the suggestion under it, points.
const HEIGHT: f32 = 26.0;
/// Height of the line that shows the suggestion, points.
const SUGGESTED: f32 = 6.0;

/// The bar, once a part is marked; in the same places as the shape above it.
pub(super) fn star_bar_ui(ui: &mut Ui, take: &ReviewTake) {
    let shares = part_shares(&take.marked, take.measures.as_deref(), take.length);
    let (Some(first), Some(last)) = (shares.first(), shares.last()) else { return };
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let words = words(&shares);
    response.widget_info(|| {
        let name = format!("Parts of the story: {words}");
        WidgetInfo::labeled(Role::Label, true, name)
    });
    let length = take.length.as_secs_f32().max(f32::MIN_POSITIVE);
    let x = |at: Duration| rect.left() + rect.width() * (at.as_secs_f32() / length).min(1.0);
    let tokens = tokens(ui);
    let middle = rect.bottom() - SUGGESTED;
    for share in &shares {
        let block =
            Rect::from_min_max(pos2(x(share.from), rect.top()), pos2(x(share.to), middle - 2.0));
        let text = format!("{} {:.0} %", letter(share.part), share.share);
        block_ui(ui, block, tokens.accent_faint, tokens.accent, &text, share.part, tokens);
    }
    suggested_ui(
        ui,
        Rect::from_min_max(pos2(x(first.from), middle), pos2(x(last.to), rect.bottom())),
    );
    response.on_hover_text(format!("{words}.\nThe line below shows the suggested split."));
}

fn block_ui(
    ui: &Ui,
    block: Rect,
    fill: egui::Color32,
    line: egui::Color32,
    text: &str,
    part: StarPart,
    tokens: &Tokens,
) {
    let block = block.shrink2(vec2(1.0, 0.0));
    if block.width() <= 0.0 {
        return;
    }
    let painter = ui.painter();
    let edge = Stroke::new(1.0, line);
    painter.rect(block, CornerRadius::same(4), fill, edge, StrokeKind::Inside);
    let fits = |text: &str| {
        let galley = painter.layout_no_wrap(text.to_owned(), theme::small(), tokens.text);
        galley.size().x + space::XS <= block.width()
    };
    // The letter alone where the number does not fit, nothing where that does not either.
    let short = letter(part);
    let shown = [text, short].into_iter().find(|text| fits(text));
    if let Some(shown) = shown {
        let at = block.center();
        painter.text(at, Align2::CENTER_CENTER, shown, theme::small(), tokens.text);
    }
}

/// A line cut into the suggested shares, with a gap between two.
fn suggested_ui(ui: &Ui, rect: Rect) {
    let colour = tokens(ui).line_strong;
    let mut from = rect.left();
    for part in StarPart::ALL {
        #[expect(clippy::cast_possible_truncation, reason = "percent")]
        let to = from + rect.width() * part.suggested_percent() as f32 / 100.0;
        let (top, bottom) = (rect.center().y - 1.5, rect.center().y + 1.5);
        let line = Rect::from_min_max(pos2(from + 1.0, top), pos2(to - 1.0, bottom));
        if line.width() > 0.0 {
            ui.painter().rect_filled(line, CornerRadius::same(2), colour);
        }
        from = to;
    }
}

const fn letter(part: StarPart) -> &'static str {
    match part {
        StarPart::Situation => "S",
        StarPart::Task => "T",
        StarPart::Action => "A",
        StarPart::Result => "R",
    }
}

/// "Situation 20 %, 15 suggested; Task not marked; …".
fn words(shares: &[PartShare]) -> String {
    let of = |part: StarPart| match shares.iter().find(|share| share.part == part) {
        Some(share) => {
            format!(
                "{} {:.0} %, {:.0} suggested",
                star_title(part),
                share.share,
                part.suggested_percent()
            )
        }
        None => format!("{} not marked", star_title(part)),
    };
    StarPart::ALL.map(of).join("; ")
}
