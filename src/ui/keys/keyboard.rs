//! Sees each key before any widget does, and keeps typing and commands apart.

use egui::{Context, Event, Id, Key, Modifiers, RawInput};

use super::chord::{is_digit, is_letter, is_modifier, may_be_typing, writes};

/// How long after a field that had the focus vanished nothing that may be typing is a command, seconds.
///
/// Each key that is ignored for it renews it. Somebody who thinks between two words pauses longer, and then looks up.
pub const DEAF: f64 = 1.0;

/// How long after a stage changed letters, digits and Space are still meant for the one before, seconds.
///
/// Longer
/// than two taps of a key are apart, and than it takes to see that something changed (0.2–0.5 s).
pub const SETTLE: f64 = 0.7;

/// The text of a key comes with it; a program that presses keys may send it a moment later, seconds.
const TEXT_AFTER: f64 = 0.25;

/// What is known of the keyboard from one frame to the next.
#[derive(Debug, Default)]
pub(super) struct Keyboard {
    /// The text field that had the focus when the frame began.
    field: Option<Id>,
    /// Somebody did something in the last frame by which a field may be left.
    by_hand: bool,
    deaf_until: f64,
    settled_at: f64,
    /// Until then the text of a key that was taken may still come.
    text_until: f64,
    /// Whether the letter typed last was a Latin one; `None` before any.
    latin: Option<bool>,
    /// The Esc of this frame is the field's.
    escapes: bool,
}

/// Puts the guard in front of all widgets. Does nothing where it is already.
pub fn install(ctx: &Context) {
    ctx.add_plugin(Keyboard::default());
    // The size of everything is Greenroom's own setting; and Ctrl+6 of a French keyboard is Ctrl+“−”.
    ctx.options_mut(|options| options.zoom_with_keyboard = false);
}

/// The stage changed: what is pressed for the one before does nothing, for [`SETTLE`].
pub fn settle(ctx: &Context) {
    let now = ctx.input(|input| input.time);
    let keyboard = ctx.plugin_or_default::<Keyboard>();
    keyboard.lock().settled_at = now + SETTLE;
}

/// Whether the stage has only just changed.
#[must_use]
pub fn settles(ctx: &Context) -> bool {
    let now = ctx.input(|input| input.time);
    let keyboard = ctx.plugin_or_default::<Keyboard>();
    let settled_at = keyboard.lock().settled_at;
    now < settled_at
}

impl Keyboard {
    /// Whether the Esc of this frame left a field: then it is no command.
    pub(super) const fn field_took_escape(&self) -> bool {
        self.escapes
    }

    /// Whether the layout is known to have Latin letters.
    pub(super) fn is_latin(&self) -> bool {
        self.latin == Some(true)
    }

    /// A key was taken whose text has not come yet.
    pub(super) fn await_text(&mut self, now: f64) {
        self.text_until = now + TEXT_AFTER;
    }

    fn look_at_focus(&mut self, ctx: &Context, input: &RawInput, now: f64) {
        let field = ctx.memory(egui::Memory::focused).filter(|_| ctx.text_edit_focused());
        if self.field.is_some() && field.is_none() && !self.by_hand {
            self.deaf_until = now + DEAF;
        }
        self.field = field;
        self.by_hand = input.events.iter().any(may_leave_a_field);
        let escape =
            |event: &Event| matches!(event, Event::Key { key: Key::Escape, pressed: true, .. });
        self.escapes = field.is_some() && input.events.iter().any(escape);
        for event in &input.events {
            if let Event::Text(text) = event
                && let Some(letter) = text.chars().last().filter(|one| one.is_alphabetic())
            {
                self.latin = Some(letter <= LAST_LATIN);
            }
        }
    }

    /// Whether this event stays; `silent` says that the text that follows is no text.
    fn stays(&mut self, event: &Event, now: f64, silent: &mut bool) -> bool {
        let (deaf, unsettled) = match self.field {
            Some(_) => (false, false),
            None => (now < self.deaf_until, now < self.settled_at),
        };
        match event {
            Event::Key { key, .. } if is_modifier(*key) => true,
            Event::Key { key, pressed: true, modifiers, .. } => {
                let ignored = (deaf && may_be_typing(*key, *modifiers))
                    || (unsettled && writes(*key) && !modifiers.command && !modifiers.alt);
                *silent = ignored || is_shortcut_with_text(*modifiers);
                if ignored && (deaf || is_letter(*key) || is_digit(*key)) {
                    self.deaf_until = now + DEAF;
                }
                !ignored
            }
            Event::Key { pressed: false, .. } => {
                *silent = false;
                true
            }
            Event::Text(text) if *silent && text.chars().count() == 1 => {
                *silent = false;
                false
            }
            Event::Text(_) if deaf => {
                self.deaf_until = now + DEAF;
                false
            }
            Event::Text(_) => !unsettled,
            Event::Paste(_) | Event::Cut => !deaf,
            _ => true,
        }
    }
}

impl egui::Plugin for Keyboard {
    fn debug_name(&self) -> &'static str {
        "keyboard"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        let step = f64::from(input.predicted_dt);
        let now = input.time.unwrap_or_else(|| ctx.input(|before| before.time) + step);
        self.look_at_focus(ctx, input, now);
        let mut silent = now < self.text_until;
        let all = std::mem::take(&mut input.events);
        input.events = all.into_iter().filter(|one| self.stays(one, now, &mut silent)).collect();
        if !silent {
            self.text_until = 0.0;
        } else if now >= self.text_until {
            self.await_text(now);
        }
    }
}

/// The last letter of the Latin script's first blocks.
const LAST_LATIN: char = '\u{24f}';

/// Alt with a letter or digit writes nothing on any desktop but a Mac's, where it writes signs.
const fn is_shortcut_with_text(modifiers: Modifiers) -> bool {
    modifiers.alt && !modifiers.command && !cfg!(target_os = "macos")
}

/// Something by which a person may leave a field on purpose.
fn may_leave_a_field(event: &Event) -> bool {
    match event {
        Event::Key { key, pressed: true, modifiers, .. } => {
            *key == Key::Enter || !(is_modifier(*key) || may_be_typing(*key, *modifiers))
        }
        Event::PointerButton { pressed: true, .. }
        | Event::Touch { .. }
        | Event::AccessKitActionRequest(_) => true,
        _ => false,
    }
}
