//! What is larger than its place can be scrolled by wheel, by keys, and by moving the focus into it.
//!
//! Page Up, Page Down, Home and End move the area that has the focus in it, else the one under the pointer,
//! else the largest; a dialog keeps them for itself. Where the focus goes by Tab, there the view follows.

use egui::accesskit::{Action, ActionRequest, TreeId};
use egui::scroll_area::ScrollAreaOutput;
use egui::style::ScrollAnimation;
use egui::{
    Context, Event, Id, Key, LayerId, Modifiers, Plugin, RawInput, Rect, ScrollArea, Ui, UiBuilder,
    Vec2, vec2,
};

/// So much of an area is scrolled by one press of a page key: a line or two stay in view.
const PAGE: f32 = 0.85;

/// Farther than anything reaches, points.
const END: f32 = 1.0e6;

/// An area as it was last drawn.
#[derive(Debug, Clone, Copy)]
struct Area {
    id: Id,
    layer: LayerId,
    view: Rect,
    pass: u64,
}

/// Shows what may be larger than its place.
pub fn scroll_ui<R>(
    ui: &mut Ui,
    area: ScrollArea,
    add: impl FnOnce(&mut Ui) -> R,
) -> ScrollAreaOutput<R> {
    let mut key = None;
    let output = area.show(ui, |ui| {
        key = Some(ui.unique_id());
        by_keys(ui);
        add(ui)
    });
    if let Some(id) = key {
        note(ui, id, &output);
    }
    output
}

/// Rows of one height, of which only those in view are drawn.
pub fn scroll_rows_ui<R>(
    ui: &mut Ui,
    area: ScrollArea,
    row_height: f32,
    rows: usize,
    add: impl FnOnce(&mut Ui, std::ops::Range<usize>) -> R,
) -> ScrollAreaOutput<R> {
    let mut key = None;
    let output = area.show_rows(ui, row_height, rows, |ui, rows| {
        key = Some(ui.unique_id());
        by_keys(ui);
        add(ui, rows)
    });
    if let Some(id) = key {
        note(ui, id, &output);
    }
    output
}

/// Gives `add` all there is, but `least` at least: where the window has less, it is scrolled both ways.
pub fn at_least_ui<R>(ui: &mut Ui, least: Vec2, add: impl FnOnce(&mut Ui) -> R) -> R {
    let room = ui.available_rect_before_wrap();
    let lacks = [room.width() < least.x, room.height() < least.y];
    let area = ScrollArea::new(lacks).id_salt("screen").auto_shrink(false);
    scroll_ui(ui, area, |ui| {
        // A scroll bar floats: it takes nothing away.
        let place = Rect::from_min_size(ui.max_rect().min, room.size().max(least));
        if lacks.contains(&true) {
            to_focus(ui);
            ui.expand_to_include_rect(place);
        }
        ui.scope_builder(UiBuilder::new().max_rect(place).id_salt("screen"), add).inner
    })
    .inner
}

/// Moves this area if the keys are meant for it.
fn by_keys(ui: &Ui) {
    if target(ui.ctx()) != Some(ui.unique_id()) {
        return;
    }
    let page = ui.clip_rect().height() * PAGE;
    let typing = ui.ctx().text_edit_focused();
    let down = ui.input_mut(|input| {
        let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
        match () {
            () if pressed(Key::PageDown) => page,
            () if pressed(Key::PageUp) => -page,
            () if !typing && pressed(Key::End) => END,
            () if !typing && pressed(Key::Home) => -END,
            () => 0.0,
        }
    });
    if down != 0.0 {
        ui.scroll_with_delta_animation(vec2(0.0, -down), ScrollAnimation::none());
    }
}

/// Remembers an area that has more than it shows.
fn note<R>(ui: &Ui, id: Id, output: &ScrollAreaOutput<R>) {
    if output.content_size.y <= output.inner_rect.height() + 0.5 {
        return;
    }
    let pass = ui.ctx().cumulative_pass_nr();
    let view = output.inner_rect.intersect(ui.clip_rect());
    let area = Area { id, layer: ui.layer_id(), view, pass };
    ui.data_mut(|data| {
        let all = data.get_temp_mut_or_default::<Vec<Area>>(all_id());
        all.retain(|one| one.id != id && one.pass + 1 >= pass);
        all.push(area);
    });
}

fn all_id() -> Id {
    Id::unique("areas that scroll")
}

/// The area that the keys are for.
fn target(ctx: &Context) -> Option<Id> {
    let pass = ctx.cumulative_pass_nr();
    let modal = ctx.memory(|memory| memory.top_modal_layer());
    let all: Vec<Area> = ctx.data(|data| data.get_temp(all_id())).unwrap_or_default();
    let is_now = |one: &&Area| one.pass + 1 >= pass && modal.is_none_or(|layer| one.layer == layer);
    let now = || all.iter().filter(is_now);
    let size = |one: &&Area| one.view.area();
    let holding = |at: egui::Pos2| {
        now().filter(|one| one.view.contains(at)).min_by(|a, b| size(a).total_cmp(&size(b)))
    };
    let focus = ctx.memory(|memory| memory.focused()).and_then(|id| ctx.read_response(id));
    let focus = focus.and_then(|widget| holding(widget.interact_rect.center()));
    let pointer = || ctx.pointer_latest_pos().and_then(holding);
    let largest = || now().max_by(|a, b| size(a).total_cmp(&size(b)));
    focus.or_else(pointer).or_else(largest).map(|one| one.id)
}

/// Follows the focus in what is scrolled as a whole; lists inside of it have followed a frame before.
fn to_focus(ui: &Ui) {
    let wanted = ui.data_mut(|data| {
        let wanted = data.get_temp::<Id>(follow_id());
        data.remove::<Id>(follow_id());
        wanted
    });
    let Some(widget) = wanted.and_then(|id| ui.ctx().read_response(id)) else { return };
    if widget.layer_id == ui.layer_id() && !ui.clip_rect().contains_rect(widget.rect) {
        ui.scroll_to_rect_animation(widget.rect, None, ScrollAnimation::none());
        ui.ctx().request_repaint();
    }
}

fn follow_id() -> Id {
    Id::unique("focus to follow")
}

/// Brings into view what gets the focus by the keyboard: first in the list that it is in, then, when that has come
/// to rest, in the screen around it.
#[derive(Debug, Default)]
pub struct FollowFocus {
    focused: Option<Id>,
    followed: Option<Followed>,
}

/// What got the focus.
#[derive(Debug, Clone, Copy)]
struct Followed {
    id: Id,
    /// Where it was in the last frame.
    at: Option<Rect>,
    /// For so many frames at most it is followed.
    frames: u8,
}

/// Scrolling comes to rest in less.
const FOLLOWED_FRAMES: u8 = 30;

impl Plugin for FollowFocus {
    fn debug_name(&self) -> &'static str {
        "follow the focus"
    }

    fn on_end_pass(&mut self, ui: &mut Ui) {
        let focused = ui.memory(|memory| memory.focused());
        if focused == self.focused {
            return;
        }
        self.focused = focused;
        // What was clicked is in view, and should not move from under the pointer.
        let clicked = ui.input(|input| input.pointer.any_down() || input.pointer.any_released());
        let follow = |id| Followed { id, at: None, frames: FOLLOWED_FRAMES };
        self.followed = focused.filter(|_| !clicked).map(follow);
        if self.followed.is_some() {
            ui.request_repaint();
        }
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        let Some(followed) = self.followed.take() else { return };
        let Some(widget) = ctx.read_response(followed.id) else { return };
        if is_in_view(widget.rect, widget.interact_rect) || followed.frames == 0 {
            return;
        }
        match followed.at {
            None => input.events.push(Event::AccessKitActionRequest(ActionRequest {
                action: Action::ScrollIntoView,
                target_tree: TreeId::ROOT,
                target_node: followed.id.accesskit_id(),
                data: None,
            })),
            Some(at) if at == widget.rect => {
                ctx.data_mut(|data| data.insert_temp(follow_id(), followed.id));
                return;
            }
            Some(_) => {}
        }
        // Nothing moves yet in the frame in which it is asked for.
        let at = Some(if followed.at.is_none() { Rect::NOTHING } else { widget.rect });
        self.followed = Some(Followed { at, frames: followed.frames - 1, ..followed });
        ctx.request_repaint();
    }
}

/// Whether what may be seen of a widget is all of it, or all that fits.
fn is_in_view(whole: Rect, seen: Rect) -> bool {
    let lost = whole.size() - seen.size();
    seen.is_positive() && lost.max_elem() < 1.0
}
