//! A window with a scene in it, and what can be seen of its controls.

use std::collections::BTreeMap;

use egui::accesskit::{NodeId, Role};
use egui::{
    Event, Id, Key, LayerId, Modifiers, MouseWheelSource, MouseWheelUnit, Pos2, Rect, Shape,
    TouchPhase, Vec2, vec2,
};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::scenes::{Act, Scene};
use crate::ui::theme;

/// What a person can press or type into.
const CONTROLS: [Role; 11] = [
    Role::Button,
    Role::CheckBox,
    Role::ComboBox,
    Role::Link,
    Role::MultilineTextInput,
    Role::RadioButton,
    Role::Slider,
    Role::SpinButton,
    Role::Switch,
    Role::Tab,
    Role::TextInput,
];

/// Two things may share so much of an edge, points.
const TOUCH: f32 = 1.5;

/// A control, and how much of it is seen.
#[derive(Debug, Clone)]
pub(super) struct Control {
    name: String,
    role: Role,
    is_disabled: bool,
    layer: LayerId,
    rect: Rect,
    seen: Rect,
    /// Whether all of it is seen, or as much as there is room for.
    whole: bool,
}

/// All controls of a frame.
pub(super) struct Looked {
    controls: BTreeMap<u64, (Id, Control)>,
}

/// A window with a scene in it.
pub(super) struct Window {
    harness: Harness<'static>,
    screen: Rect,
    is_large: bool,
}

impl Window {
    /// Opens a window of this size in pixels, everything in it shown so many times its usual size.
    pub(super) fn open(scene: Scene, size: [f32; 2], scale: f32) -> Self {
        let Scene { mut draw, acts, .. } = scene;
        let size = size.map(|pixels| pixels / scale);
        let harness = Harness::builder()
            .with_size(size)
            .with_pixels_per_point(scale)
            .with_step_dt(1.0 / 60.0)
            .with_context_setup(theme::install)
            .build_ui(move |ui| draw(ui));
        let screen = Rect::from_min_size(Pos2::ZERO, size.into());
        let mut window = Self { harness, screen, is_large: scale > 1.0 };
        window.settle();
        for act in acts {
            match act {
                Act::Click(name) => window.click(name),
                Act::Press(modifiers, key) => window.harness.key_press_modifiers(*modifiers, *key),
            }
            window.settle();
        }
        window
    }

    fn settle(&mut self) {
        // Some scenes have a clock that runs; what is scrolled comes to rest in some frames.
        self.harness.run_steps(16);
    }

    fn click(&mut self, name: &str) {
        let found = self.harness.query_all_by(|node| {
            node.label().as_deref() == Some(name) && CONTROLS.contains(&node.role())
        });
        let Some(node) = found.into_iter().next() else { panic!("nothing to press: {name}") };
        node.click_accesskit();
    }

    /// Presses a key.
    pub(super) fn press(&mut self, key: Key) {
        self.harness.key_press(key);
        self.settle();
    }

    /// Where a line of text is, from the top, points; also one that is scrolled out of sight.
    pub(super) fn place_of(&mut self, text: &str) -> f32 {
        self.harness.get_by_value(text).rect().top()
    }

    /// All controls there are now.
    pub(super) fn look(&mut self) -> Looked {
        let screen = self.screen;
        let dialog = self.harness.ctx.memory(egui::Memory::top_modal_layer);
        let named: BTreeMap<NodeId, (Role, String, bool)> = self
            .harness
            .query_all_by(|node| CONTROLS.contains(&node.role()))
            .map(|node| {
                let node = node.accesskit_node();
                let name = node.label().or_else(|| node.placeholder().map(str::to_owned));
                let about = (node.role(), name.unwrap_or_default(), node.is_disabled());
                (node.locate().0, about)
            })
            .collect();
        let controls = self.harness.ctx.viewport(|viewport| {
            let all = viewport.prev_pass.widgets.layers().flat_map(|(_, all)| all);
            // What lies behind a dialog can't be pressed.
            let is_now = |widget: &egui::WidgetRect| match dialog {
                Some(layer) => widget.layer_id == layer || widget.layer_id.order > layer.order,
                None => true,
            };
            let one = |widget: &egui::WidgetRect| {
                let (role, name, is_disabled) = named.get(&widget.id.accesskit_id())?;
                let seen = widget.interact_rect.intersect(screen);
                let control = Control {
                    name: format!("{role:?} “{name}”"),
                    role: *role,
                    is_disabled: *is_disabled,
                    layer: widget.layer_id,
                    rect: widget.rect,
                    seen,
                    whole: is_whole(widget.rect, seen, screen),
                };
                Some((widget.id.value(), (widget.id, control)))
            };
            all.filter(|widget| is_now(widget)).filter_map(one).collect()
        });
        Looked { controls }
    }

    /// Everything that is wrong.
    pub(super) fn faults(&mut self) -> Vec<String> {
        let looked = self.look();
        let mut faults = overlaps(&looked);
        if !self.is_large {
            faults.extend(self.cut_words(&looked));
        }
        faults.extend(self.out_of_reach(&looked));
        faults.extend(self.drop_downs(&looked));
        faults
    }

    /// Those that do not come into view, be it by the focus or by the wheel.
    fn out_of_reach(&mut self, looked: &Looked) -> Vec<String> {
        let hidden: Vec<(Id, Control)> =
            looked.controls.values().filter(|(_, one)| !one.whole).cloned().collect();
        let mut faults = Vec::new();
        for (id, control) in hidden.iter().filter(|(_, one)| !one.is_disabled) {
            let now = self.focused(*id);
            if !now.as_ref().is_some_and(|one| one.whole) {
                let (name, rect, seen) = (&control.name, control.rect, now.map(|one| one.seen));
                faults
                    .push(format!("{name} at {rect:?} stays out of view with the focus: {seen:?}"));
            }
        }
        self.harness.ctx.memory_mut(egui::Memory::stop_text_input);
        for control in self.unseen_by_wheel(&hidden) {
            let Control { name, rect, .. } = control;
            faults.push(format!("{name} at {rect:?} stays out of view with the wheel"));
        }
        faults
    }

    /// What is seen of a control that has just got the focus by a key.
    fn focused(&mut self, id: Id) -> Option<Control> {
        self.harness.ctx.memory_mut(|memory| memory.request_focus(id));
        self.settle();
        self.look().controls.remove(&id.value()).map(|(_, one)| one)
    }

    /// Those of the hidden that are not seen while every part of the window is scrolled to its ends.
    fn unseen_by_wheel(&mut self, hidden: &[(Id, Control)]) -> Vec<Control> {
        let mut left: BTreeMap<u64, Control> =
            hidden.iter().map(|(id, one)| (id.value(), one.clone())).collect();
        let step = self.screen.height() * 0.2;
        for sideways in [0.0, -2000.0, 2000.0] {
            for x in [0.15, 0.5, 0.85] {
                let place = self.screen.min + self.screen.size() * vec2(x, 0.6);
                self.wheel(place, vec2(sideways, 0.0));
                self.wheel(place, vec2(0.0, 4000.0));
                let mut was = f32::NAN;
                for _ in 0..60 {
                    let looked = self.look();
                    left.retain(|id, _| !looked.controls.get(id).is_some_and(|(_, one)| one.whole));
                    let tops: f32 = looked.controls.values().map(|(_, one)| one.rect.top()).sum();
                    if left.is_empty() {
                        return Vec::new();
                    }
                    if (tops - was).abs() < 0.5 {
                        break;
                    }
                    was = tops;
                    self.wheel(place, vec2(0.0, -step));
                }
            }
        }
        left.into_values().collect()
    }

    /// Turns the wheel as fingers do on a touchpad: all at once, or a turn would go on for seconds.
    fn wheel(&mut self, at: Pos2, delta: Vec2) {
        self.harness.event(Event::PointerMoved(at));
        for (phase, delta) in [
            (TouchPhase::Start, Vec2::ZERO),
            (TouchPhase::Move, delta),
            (TouchPhase::End, Vec2::ZERO),
        ] {
            self.harness.event(Event::MouseWheel {
                unit: MouseWheelUnit::Point,
                delta,
                phase,
                source: MouseWheelSource::Wheel,
                modifiers: Modifiers::NONE,
            });
        }
        self.harness.run_steps(6);
    }

    /// The lists that open, each with all of its lines.
    fn drop_downs(&mut self, looked: &Looked) -> Vec<String> {
        let mut faults = Vec::new();
        let combos =
            looked.controls.values().filter(|(_, one)| one.role == Role::ComboBox && one.whole);
        for (id, combo) in combos {
            self.harness.ctx.memory_mut(|memory| memory.request_focus(*id));
            self.harness.run_steps(2);
            self.harness.key_press(Key::Enter);
            self.settle();
            let open = self.look();
            let is_new = |id: &u64, one: &Control| {
                !looked.controls.contains_key(id) && one.layer != combo.layer
            };
            let lines: Vec<(Id, Control)> = open
                .controls
                .iter()
                .filter(|(id, (_, one))| is_new(id, one))
                .map(|(_, line)| line.clone())
                .collect();
            for (line, control) in lines.iter().filter(|(_, one)| !one.whole && !one.is_disabled) {
                if !self.focused(*line).is_some_and(|one| one.whole) {
                    let Control { name, rect, .. } = control;
                    faults.push(format!("{}: {name} at {rect:?} is out of reach", combo.name));
                }
            }
            self.harness.key_press(Key::Escape);
            self.settle();
        }
        faults
    }

    /// Words that end where they are not meant to. (What is typed scrolls in its field.)
    fn cut_words(&self, looked: &Looked) -> Vec<String> {
        let is_field = |role| matches!(role, Role::TextInput | Role::MultilineTextInput);
        let fields: Vec<Rect> = looked
            .controls
            .values()
            .filter(|(_, one)| is_field(one.role))
            .map(|(_, one)| one.rect)
            .collect();
        let mut faults = Vec::new();
        for clipped in &self.harness.output().shapes {
            let Shape::Text(text) = &clipped.shape else { continue };
            let words = text.visual_bounding_rect();
            let clip = clipped.clip_rect.intersect(self.screen);
            let is_seen = words.intersect(clip).is_positive();
            let is_cut = words.left() < clip.left() - 2.0 || words.right() > clip.right() + 2.0;
            let is_typed = fields.iter().any(|field| field.contains(words.left_center()));
            if is_seen && is_cut && !is_typed && !text.galley.text().trim().is_empty() {
                let said = text.galley.text();
                faults.push(format!("“{said}” at {words:?} is cut by {clip:?}"));
            }
        }
        faults
    }
}

/// Whether all of a control is seen, or at least more than half of the height of one that is higher than there
/// is room.
fn is_whole(rect: Rect, seen: Rect, screen: Rect) -> bool {
    let lost = rect.size() - seen.size();
    let is_high = rect.height() > 0.3 * screen.height();
    let enough = lost.y < 1.0 || (is_high && seen.height() > 0.15 * screen.height());
    seen.is_positive() && lost.x < 1.0 && enough
}

/// Controls that lie on others.
fn overlaps(looked: &Looked) -> Vec<String> {
    let all: Vec<&Control> = looked.controls.values().map(|(_, one)| one).collect();
    let mut faults = Vec::new();
    for (nth, one) in all.iter().enumerate() {
        for other in all.iter().skip(nth + 1).filter(|other| other.layer == one.layer) {
            let shared = one.seen.intersect(other.seen);
            if shared.is_positive() && shared.width() > TOUCH && shared.height() > TOUCH {
                let (a, b) = (one.rect, other.rect);
                faults.push(format!("{} at {a:?} lies on {} at {b:?}", one.name, other.name));
            }
        }
    }
    faults
}
