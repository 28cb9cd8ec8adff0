//! Every key of the Room and the Review, read in one place.
//!
//! A key means something only while nobody types, no menu is open and no dialog asks something; a focused
//! button keeps Space and Enter for itself, so that nothing happens twice.

use egui::{Context, Event, Id, Key, Modifiers};

/// A key of the room, by what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoomKey {
    /// Space: the next natural thing.
    Next,
    /// R.
    Repeat,
    /// Q.
    ShowQuestion,
    /// N.
    Retake,
    /// S.
    Skip,
    /// P.
    Pause,
    /// Ctrl+1…8, from 0.
    Pacing(usize),
    /// Esc.
    End,
    /// `?`: shows all keys. The frame around the screens reads it, for all of them.
    Help,
}

impl RoomKey {
    /// What is printed on the key.
    #[must_use]
    pub const fn cap(self) -> &'static str {
        match self {
            Self::Next => "Space",
            Self::Repeat => "R",
            Self::ShowQuestion => "Q",
            Self::Retake => "N",
            Self::Skip => "S",
            Self::Pause => "P",
            Self::Pacing(_) => "Ctrl+1…8",
            Self::End => "Esc",
            Self::Help => "?",
        }
    }

    fn of(press: Press) -> Option<Self> {
        let Press { key, modifiers, repeat, .. } = press;
        if repeat {
            return None; // a held key answers once
        }
        if modifiers.command {
            return digit(key, 8).map(Self::Pacing);
        }
        match key {
            Key::Space => Some(Self::Next),
            Key::R => Some(Self::Repeat),
            Key::Q => Some(Self::ShowQuestion),
            Key::N => Some(Self::Retake),
            Key::S => Some(Self::Skip),
            Key::P => Some(Self::Pause),
            Key::Escape => Some(Self::End),
            _ => None,
        }
    }
}

/// A key of the review, by what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewKey {
    /// Space.
    PlayPause,
    /// ← and →: so many seconds, less than nothing is back.
    SeekBy(i64),
    /// ↑ and ↓: the take before (−1) or after (+1).
    Step(i64),
    /// Ctrl+1…5.
    Rate(u8),
    /// `[` and `]`: heard slower (−1) or faster (+1).
    Speed(i32),
    /// `−` and `+`: the waveform from farther away (−1) or closer (+1).
    Zoom(i32),
    /// 0: all of the waveform.
    Fit,
    /// L: the chosen stretch again and again, or no longer.
    Loop,
    /// M: to the matching place of the model answer, or back.
    Flip,
    /// A: question, take and model answer.
    HearAll,
    /// P: the whole session.
    PlaySession,
    /// C: two takes side by side.
    Compare,
    /// O: how each take begins.
    Openings,
    /// S: the star, or no longer.
    Star,
    /// Delete: the take goes to the wastebasket; asks first.
    Remove,
    /// Esc: leaves the loop, or the comparison.
    Leave,
    /// What the listener does.
    Listener(ListenerKey),
}

/// A key for what the listener does to a take, by what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListenerKey {
    /// F: a filler word was heard.
    Filler,
    /// T: a note at this time.
    Moment,
    /// 1…4, from 0: this part of a story begins.
    BeginPart(usize),
    /// Shift+1…4, from 0: this part is not marked.
    RemovePart(usize),
    /// Ctrl+Z.
    Undo,
    /// Ctrl+Shift+Z and Ctrl+Y.
    Redo,
    /// Ctrl+PgUp (−1) and Ctrl+PgDn (+1): the page before or after.
    Page(i64),
}

impl ListenerKey {
    fn of(press: Press) -> Option<Self> {
        let Press { key, modifiers, .. } = press;
        let (shift, none) = (modifiers.shift_only(), modifiers.is_none());
        match key {
            Key::Z if modifiers.command && modifiers.shift => Some(Self::Redo),
            Key::Z if modifiers.command => Some(Self::Undo),
            Key::Y if modifiers.command => Some(Self::Redo),
            Key::PageUp if modifiers.command => Some(Self::Page(-1)),
            Key::PageDown if modifiers.command => Some(Self::Page(1)),
            Key::F if none => Some(Self::Filler),
            Key::T if none => Some(Self::Moment),
            _ if none => digit(key, 4).map(Self::BeginPart),
            // With Shift the digits' keys say "!" or whatever the layout has there.
            _ if shift => digit(press.physical.unwrap_or(key), 4).map(Self::RemovePart),
            _ => None,
        }
    }
}

impl ReviewKey {
    /// Keys that change how takes are heard and seen.
    fn of_listening(press: Press) -> Option<Self> {
        // Where a sign needs Shift, or Alt Gr, depends on the keyboard.
        if press.modifiers.command {
            return None;
        }
        match press.key {
            Key::OpenBracket => Some(Self::Speed(-1)),
            Key::CloseBracket => Some(Self::Speed(1)),
            Key::Minus => Some(Self::Zoom(-1)),
            Key::Plus | Key::Equals => Some(Self::Zoom(1)),
            _ if press.repeat || press.modifiers.shift => None,
            Key::Num0 => Some(Self::Fit),
            Key::L => Some(Self::Loop),
            Key::M => Some(Self::Flip),
            Key::A => Some(Self::HearAll),
            Key::P => Some(Self::PlaySession),
            Key::C => Some(Self::Compare),
            Key::O => Some(Self::Openings),
            Key::S => Some(Self::Star),
            Key::Delete => Some(Self::Remove),
            Key::Escape => Some(Self::Leave),
            _ => None,
        }
    }

    fn of(press: Press) -> Option<Self> {
        let Press { key, modifiers, repeat, .. } = press;
        let secs = if modifiers.shift { 1 } else { 5 };
        match key {
            Key::ArrowLeft if !modifiers.command => Some(Self::SeekBy(-secs)),
            Key::ArrowRight if !modifiers.command => Some(Self::SeekBy(secs)),
            Key::ArrowUp if modifiers.is_none() => Some(Self::Step(-1)),
            Key::ArrowDown if modifiers.is_none() => Some(Self::Step(1)),
            _ if Self::of_listening(press).is_some() => Self::of_listening(press),
            _ if repeat => None,
            Key::Space if modifiers.is_none() => Some(Self::PlayPause),
            _ if modifiers.command && digit(key, 5).is_some() => {
                digit(key, 5).and_then(|nth| u8::try_from(nth + 1).ok()).map(Self::Rate)
            }
            _ => ListenerKey::of(press).map(Self::Listener),
        }
    }
}

/// What keys need to remember from one frame to the next.
#[derive(Debug, Clone, Copy, Default)]
pub struct KeyGate {
    /// Esc ends typing before we are asked: without this it would also end the interview.
    was_typing: bool,
}

/// The room's keys pressed since the last frame, in order. They are taken out of the input.
pub fn room_keys(ctx: &Context, gate: &mut KeyGate) -> Vec<RoomKey> {
    read(ctx, gate, None, RoomKey::of)
}

/// The review's keys pressed since the last frame, in order. They are taken out of the input.
///
/// `player` is the one widget that, focused, leaves Space and the arrows to the review.
pub fn review_keys(ctx: &Context, gate: &mut KeyGate, player: Id) -> Vec<ReviewKey> {
    read(ctx, gate, Some(player), ReviewKey::of)
}

/// One press of a key.
#[derive(Debug, Clone, Copy)]
struct Press {
    key: Key,
    /// The key by its place, if the system tells.
    physical: Option<Key>,
    modifiers: Modifiers,
    repeat: bool,
}

fn read<K>(
    ctx: &Context,
    gate: &mut KeyGate,
    free: Option<Id>,
    meaning: impl Fn(Press) -> Option<K>,
) -> Vec<K> {
    let typing = ctx.text_edit_focused();
    let was_typing = std::mem::replace(&mut gate.was_typing, typing);
    let asked_elsewhere =
        egui::Popup::is_any_open(ctx) || ctx.memory(|memory| memory.top_modal_layer().is_some());
    if typing || asked_elsewhere {
        return Vec::new();
    }
    let focused = ctx.memory(|memory| memory.focused());
    let control_focused = focused.is_some() && focused != free;
    let belongs_elsewhere = |key: Key| match key {
        Key::Escape => was_typing,
        // Space presses the focused control, arrows move on from it.
        Key::Space | Key::ArrowLeft | Key::ArrowRight | Key::ArrowUp | Key::ArrowDown => {
            control_focused
        }
        _ => false,
    };
    let mut found = Vec::new();
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key { key, physical_key: physical, modifiers, repeat, pressed: true } =
                *event
            else {
                return true;
            };
            let press = Press { key, physical, modifiers, repeat };
            if modifiers.alt || belongs_elsewhere(key) {
                return true;
            }
            let Some(meant) = meaning(press) else { return true };
            found.push(meant);
            false
        });
    });
    found
}

/// Which digit from 1 to `most` (at most 8) this is, from 0.
fn digit(key: Key, most: usize) -> Option<usize> {
    const DIGITS: [Key; 8] =
        [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8];
    DIGITS.iter().take(most).position(|&digit| digit == key)
}
