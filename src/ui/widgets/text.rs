//! Words on a screen, by their role.

use egui::{Label, Response, RichText, Ui};

use crate::ui::theme;

/// What a sentence is about; colour is never the only sign, each but the plain ones has a mark before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Plain.
    Plain,
    /// May be overlooked.
    Weak,
    /// All is well.
    Good,
    /// Take note.
    Note,
    /// Something is wrong.
    Wrong,
}

impl Tone {
    /// The mark before a sentence of this tone.
    const fn mark(self) -> &'static str {
        match self {
            Self::Plain | Self::Weak => "",
            Self::Good => "✓ ",
            Self::Note | Self::Wrong => "⚠ ",
        }
    }
}

/// The name of a screen, a heading to screen readers.
pub fn title_ui(ui: &mut Ui, text: &str) -> Response {
    heading_label_ui(ui, RichText::new(text).font(theme::title()), 1)
}

/// The name of a card, a heading to screen readers.
pub fn heading_ui(ui: &mut Ui, text: &str) -> Response {
    heading_label_ui(ui, RichText::new(text).font(theme::heading()), 2)
}

fn heading_label_ui(ui: &mut Ui, text: RichText, level: usize) -> Response {
    let name = text.text().to_owned();
    let response = ui.add(Label::new(text.color(theme::tokens(ui).text)));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(egui::Role::Heading);
        // A label's words are its value; screen readers look for a heading's in its name.
        node.set_label(name);
        node.set_level(level);
    });
    response
}

/// Reading text, wrapped.
pub fn body_ui(ui: &mut Ui, text: &str) -> Response {
    sentence_ui(ui, Tone::Plain, text)
}

/// A caption, wrapped.
pub fn hint_ui(ui: &mut Ui, text: &str) -> Response {
    let colour = theme::tokens(ui).text_weak;
    ui.add(Label::new(RichText::new(text).font(theme::small()).color(colour)).wrap())
}

/// A sentence with its tone, wrapped.
pub fn sentence_ui(ui: &mut Ui, tone: Tone, text: &str) -> Response {
    let t = theme::tokens(ui);
    let colour = match tone {
        Tone::Plain => t.text,
        Tone::Weak => t.text_weak,
        Tone::Good => t.green,
        Tone::Note => t.amber,
        Tone::Wrong => t.red,
    };
    let text = RichText::new(format!("{}{text}", tone.mark())).font(theme::body()).color(colour);
    ui.add(Label::new(text).wrap())
}

/// At most `rows` rows of weak text; the whole of it on hover and for screen readers.
pub fn truncated_ui(ui: &mut Ui, text: &str, rows: usize) -> Response {
    excerpt_ui(ui, text, rows, text)
}

/// The beginning of a longer text, at most `rows` rows; the `whole` on hover and for screen readers.
pub fn excerpt_ui(ui: &mut Ui, text: &str, rows: usize, whole: &str) -> Response {
    let mut job = egui::text::LayoutJob::single_section(
        text.to_owned(),
        egui::TextFormat::simple(theme::body(), theme::tokens(ui).text_weak),
    );
    job.wrap.max_width = ui.available_width();
    job.wrap.max_rows = rows;
    let galley = ui.painter().layout_job(job);
    let elided = galley.elided || text != whole;
    let (rect, response) = ui.allocate_exact_size(galley.size(), egui::Sense::hover());
    ui.painter().galley(rect.min, galley, theme::tokens(ui).text_weak);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, whole));
    if elided { response.on_hover_text(whole) } else { response }
}
