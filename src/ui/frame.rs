//! Around every screen but the room: navigation above, notices below, the keys on request.

use egui::{Align, Frame, Id, Label, Layout, Margin, Panel, RichText, Sense, Ui, Vec2, vec2};

use crate::ui::keys::{self, Command, Place};
use crate::ui::keys_sheet;
use crate::ui::scrolling::at_least_ui;
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::{Notice, NoticeIntent, notices_ui};

/// Below this width the navigation does without the program's name, points.
const NARROW: f32 = 600.0;

/// What fills the window.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// The three steps of the first start; hides the navigation.
    FirstStart,
    /// Choosing what to rehearse.
    #[default]
    Prepare,
    /// Banks: their questions, blanks, role.
    Questions,
    /// The interview; hides everything else.
    Room,
    /// Listening to oneself.
    Review,
    /// Everything that is set once.
    Settings,
}

impl Screen {
    /// Those in the navigation, in the order of their keys.
    const NAVIGATION: [(Self, &'static str); 4] = [
        (Self::Prepare, "Prepare"),
        (Self::Questions, "Questions"),
        (Self::Review, "Review"),
        (Self::Settings, "Settings"),
    ];

    /// The places whose keys work on it, besides those that work everywhere.
    const fn places(self) -> &'static [Place] {
        match self {
            Self::FirstStart => &[],
            Self::Prepare => &[Place::Prepare],
            Self::Questions => &[Place::QuestionList, Place::Questions, Place::Import],
            Self::Room => &[Place::Room],
            Self::Review => &[Place::Review],
            Self::Settings => &[Place::Settings],
        }
    }

    /// The room that it can be shown in; where the window is smaller, or shown larger, it is scrolled. Points.
    const fn least(self) -> Vec2 {
        match self {
            Self::Prepare | Self::Room | Self::Settings => Vec2::ZERO,
            Self::FirstStart => vec2(400.0, 500.0),
            Self::Questions => vec2(640.0, 420.0),
            Self::Review => vec2(640.0, 420.0),
        }
    }

    /// Whether navigation is shown around it.
    #[must_use]
    pub const fn is_framed(self) -> bool {
        matches!(self, Self::Prepare | Self::Questions | Self::Review | Self::Settings)
    }
}

/// What the frame shows but does not own.
#[derive(Debug, Clone, Default)]
pub struct FrameModel {
    /// The screen in force.
    pub screen: Screen,
    /// Sentences for the user, oldest first.
    pub notices: Vec<Notice>,
    /// Greenroom's version, as in "0.1.0".
    pub version: String,
}

/// What the frame remembers.
#[derive(Debug, Clone, Default)]
pub struct FrameState {
    /// Whether the keys are shown.
    pub keys_open: bool,
    /// The screen shown last.
    pub shown: Option<Screen>,
}

/// What the user wants done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameIntent {
    /// Show this screen.
    Go(Screen),
    /// Something about a notice.
    Notice(NoticeIntent),
}

/// Draws navigation and notices, and `body` in the room that is left. The room and the first start
/// have no navigation; notices are shown there too.
#[must_use = "intents are to be applied"]
pub fn frame_ui<R>(
    ui: &mut Ui,
    model: &FrameModel,
    state: &mut FrameState,
    body: impl FnOnce(&mut Ui) -> R,
) -> (R, Vec<FrameIntent>) {
    let mut intents = Vec::new();
    if state.shown.replace(model.screen) == Some(Screen::Room) && model.screen != Screen::Room {
        // An interview ends by itself: what is pressed for it is not meant for the review.
        keys::settle(ui.ctx());
    }
    // Before any field: what is a command is not typed.
    intents.extend(keys_ui(ui, model.screen, state));
    ui.painter().rect_filled(ui.max_rect(), 0.0, theme::tokens(ui).background);
    if model.screen.is_framed() {
        intents.extend(navigation_ui(ui, model.screen, state));
    }
    intents.extend(notices_ui(ui, &model.notices).into_iter().map(FrameIntent::Notice));
    if state.keys_open && model.screen == Screen::Room {
        // Never over the clock: the room moves up for it.
        state.keys_open = !keys_sheet::foot_ui(ui, model.screen.places());
    }
    // What is left between them: a screen may ask for all of its rectangle.
    let inner = at_least_ui(ui, model.screen.least(), body);
    if state.keys_open && model.screen != Screen::Room {
        state.keys_open = !keys_sheet::window_ui(ui, model.screen.places(), &model.version);
    }
    (inner, intents)
}

/// The keys that work on every screen.
fn keys_ui(ui: &Ui, screen: Screen, state: &mut FrameState) -> Option<FrameIntent> {
    let ctx = ui.ctx();
    let asked = ctx.memory(|memory| memory.top_modal_layer().is_some());
    let mut go = None;
    for command in keys::pressed_in_dialog(ctx, Place::Everywhere) {
        match command {
            Command::Sheet => state.keys_open = !state.keys_open,
            Command::Screen(nth) if screen.is_framed() && !asked => {
                go = Screen::NAVIGATION.get(nth).map(|(one, _)| FrameIntent::Go(*one));
            }
            _ => {}
        }
    }
    if state.keys_open && screen == Screen::Room && keys::escaped(ctx) {
        state.keys_open = false;
    }
    go
}

fn navigation_ui(ui: &mut Ui, screen: Screen, state: &mut FrameState) -> Option<FrameIntent> {
    let t = theme::tokens(ui);
    // In a small window, or one shown large, the words that lead somewhere are all there is room for.
    let is_narrow = ui.available_width() < NARROW;
    let side = if is_narrow { 8 } else { 24 };
    let frame = Frame::new().fill(t.surface).inner_margin(Margin::symmetric(side, 0));
    let mut go = None;
    Panel::top(Id::unique("navigation")).frame(frame).exact_size(size::NAVIGATION).show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            if is_narrow {
                ui.spacing_mut().item_spacing.x = 0.0;
            } else {
                let name = RichText::new("Greenroom").font(theme::heading()).color(t.accent);
                ui.add(Label::new(name));
                ui.add_space(space::M);
            }
            for (one, label) in Screen::NAVIGATION {
                if tab_ui(ui, label, one == screen) {
                    go = Some(FrameIntent::Go(one));
                }
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let keys = ui.button("Keys").on_hover_text("All keys, and about (?)");
                if keys.clicked() {
                    state.keys_open = true;
                }
            });
        });
    });
    go
}

/// A word in the navigation, underlined if it is where we are.
fn tab_ui(ui: &mut Ui, label: &str, here: bool) -> bool {
    let t = theme::tokens(ui);
    let galley_width =
        20.0 + ui.painter().layout_no_wrap(label.to_owned(), theme::strong(), t.text).size().x;
    let (rect, response) =
        ui.allocate_exact_size(egui::vec2(galley_width, size::NAVIGATION), Sense::click());
    response
        .widget_info(|| egui::WidgetInfo::selected(egui::Role::Tab, ui.is_enabled(), here, label));
    let colour = if here || response.hovered() { t.text } else { t.text_weak };
    let font = if here { theme::strong() } else { theme::body() };
    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, label, font, colour);
    if here {
        let line = rect.bottom() - 2.0;
        let range = egui::Rangef::new(rect.left() + 10.0, rect.right() - 10.0);
        ui.painter().hline(range, line, egui::Stroke::new(3.0, t.accent));
    }
    if response.has_focus() {
        let ring = egui::Stroke::new(size::FOCUS, t.accent);
        let around = rect.shrink2(egui::vec2(1.0, 9.0));
        ui.painter().rect_stroke(around, size::CONTROL_RADIUS, ring, egui::StrokeKind::Inside);
    }
    response.clicked() && !here
}
