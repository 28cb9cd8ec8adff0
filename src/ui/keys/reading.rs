//! What was pressed on a screen, taken out of the input with all that it would type.

use egui::{Context, Event, Id, Key, Popup};

use super::Command;
use super::chord::{Chord, Held, Press, is_modifier, writes};
use super::keyboard::Keyboard;
use super::table::{Place, chords};

/// The signs that ask for the keys: a question mark in whatever script.
const QUESTION_MARKS: [&str; 4] = ["?", "؟", "՞", "？"];

/// The commands pressed since the last frame at this place, in order.
///
/// None while a menu is open or a dialog asks something; while a text is typed only those that type nothing. A
/// control with the focus keeps Space, Enter and the arrows for itself, unless it is `free`.
pub fn pressed(ctx: &Context, place: Place, free: Option<Id>) -> Vec<Command> {
    pressed_of(ctx, place, free, |_| true)
}

/// The same of those commands that are wanted; the others' keys stay what they are.
pub fn pressed_of(
    ctx: &Context,
    place: Place,
    free: Option<Id>,
    wanted: impl Fn(Command) -> bool,
) -> Vec<Command> {
    if is_asked_elsewhere(ctx) {
        return Vec::new();
    }
    read(ctx, place, free, wanted)
}

/// The same for a place that lies in a dialog, or is shown whatever a dialog asks.
pub fn pressed_in_dialog(ctx: &Context, place: Place) -> Vec<Command> {
    read(ctx, place, None, |_| true)
}

/// Whether a menu is open or a dialog asks something.
#[must_use]
pub fn is_asked_elsewhere(ctx: &Context) -> bool {
    Popup::is_any_open(ctx) || ctx.memory(|memory| memory.top_modal_layer().is_some())
}

/// Takes all presses of this key, with what they would type. True if one of them was more than a held key.
pub fn taken(ctx: &Context, held: Held, key: Key) -> bool {
    let keys = [(Chord::with(held, key).again(), ())];
    let wants = |press: Press| press.meaning(&keys, true).map(|()| !press.repeat);
    take(ctx, wants).contains(&true)
}

/// Takes an Esc that no field and no dialog wants.
pub fn escaped(ctx: &Context) -> bool {
    let keyboard = ctx.plugin_or_default::<Keyboard>();
    let fields = keyboard.lock().field_took_escape();
    !fields && !is_asked_elsewhere(ctx) && taken(ctx, Held::Nothing, Key::Escape)
}

/// Whether any key was pressed that nobody has taken.
pub fn another(ctx: &Context) -> bool {
    let other = |event: &Event| matches!(event, Event::Key { key, pressed: true, .. } if !is_modifier(*key));
    ctx.input(|input| input.events.iter().any(other))
}

fn read(
    ctx: &Context,
    place: Place,
    free: Option<Id>,
    wanted: impl Fn(Command) -> bool,
) -> Vec<Command> {
    let typing = ctx.text_edit_focused();
    let focused = ctx.memory(|memory| memory.focused());
    let control_focused = focused.is_some() && focused != free && !typing;
    let (latin, field_took_escape) = {
        let keyboard = ctx.plugin_or_default::<Keyboard>();
        let keyboard = keyboard.lock();
        (keyboard.is_latin(), keyboard.field_took_escape())
    };
    let keys = chords(place);
    let mut found = take(ctx, |press| {
        let plain = press.modifiers.is_none() || press.modifiers.shift_only();
        let elsewhere = match press.key {
            Key::Escape => field_took_escape,
            // Space and Enter press the focused control, arrows move on from it.
            Key::Space
            | Key::Enter
            | Key::ArrowLeft
            | Key::ArrowRight
            | Key::ArrowUp
            | Key::ArrowDown => control_focused && plain,
            _ => false,
        };
        let meant = press.meaning(&keys, latin).filter(|&one| !elsewhere && wanted(one))?;
        (!typing || works_while_typing(meant, press.key)).then_some(meant)
    });
    if place == Place::Everywhere && !typing {
        found.extend(question_marks(ctx));
    }
    found
}

/// A function key writes nothing, either.
const fn works_while_typing(command: Command, key: Key) -> bool {
    command.works_in_fields() || matches!(key, Key::F1)
}

/// A question mark that came without its key.
fn question_marks(ctx: &Context) -> Option<Command> {
    ctx.input_mut(|input| {
        let before = input.events.len();
        let asks = |event: &Event| {
            matches!(event, Event::Text(text) if QUESTION_MARKS.contains(&text.as_str()))
        };
        input.events.retain(|event| !asks(event));
        (input.events.len() < before).then_some(Command::Sheet)
    })
}

/// Takes the presses that mean something, each with its text.
fn take<T>(ctx: &Context, meaning: impl Fn(Press) -> Option<T>) -> Vec<T> {
    let mut found = Vec::new();
    // The last one taken writes something, and its text has not come yet.
    let mut silent = false;
    let now = ctx.input_mut(|input| {
        input.events.retain(|event| match *event {
            Event::Key { key, physical_key: physical, modifiers, repeat, pressed: true } => {
                let meant = meaning(Press { key, physical, modifiers, repeat });
                silent = meant.is_some() && !modifiers.command && writes(key);
                let stays = meant.is_none();
                found.extend(meant);
                stays
            }
            Event::Key { .. } => {
                silent = false;
                true
            }
            Event::Text(_) if silent => {
                silent = false;
                false
            }
            _ => true,
        });
        input.time
    });
    if silent {
        ctx.plugin_or_default::<Keyboard>().lock().await_text(now);
    }
    found
}
