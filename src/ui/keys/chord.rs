//! Which press of a key is meant, on whatever keyboard layout.

use egui::{Key, Modifiers};

/// What must be held with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// Nothing.
    Nothing,
    /// Whatever the sign needs: where a sign lies depends on the keyboard, with Shift or Alt Gr.
    AsNeeded,
    /// Shift alone.
    Shift,
    /// Ctrl (⌘ on a Mac). With a digit Shift may be held, too: some keyboards have digits only so.
    Ctrl,
    /// Ctrl and Shift.
    CtrlShift,
    /// Alt. With a digit Shift may be held, too.
    Alt,
}

impl Held {
    fn fits(self, modifiers: Modifiers, key: Key) -> bool {
        let Modifiers { alt, shift, command, .. } = modifiers;
        // Windows says Ctrl and Alt for Alt Gr.
        let alt_gr = command && alt;
        let shift_is_free = shift && !is_digit(key);
        match self {
            Self::Nothing => modifiers.is_none(),
            Self::AsNeeded => alt_gr || (!command && !alt),
            Self::Shift => modifiers.shift_only(),
            Self::Ctrl => command && !alt && !shift_is_free,
            Self::CtrlShift => command && !alt && shift,
            Self::Alt => alt && !command && !shift_is_free,
        }
    }
}

/// A key with what must be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chord {
    /// What must be held.
    pub held: Held,
    /// The key.
    pub key: Key,
    /// Whether a key that is held down does it again and again; else a held key does it once.
    pub again: bool,
}

impl Chord {
    /// A key by itself.
    pub const fn plain(key: Key) -> Self {
        Self { held: Held::Nothing, key, again: false }
    }

    /// A key with something held.
    pub const fn with(held: Held, key: Key) -> Self {
        Self { held, key, again: false }
    }

    /// Does it again while it is held down.
    pub const fn again(self) -> Self {
        Self { again: true, ..self }
    }

    fn is(self, key: Key, press: Press) -> bool {
        let repeats = self.again || !press.repeat;
        self.key == key && repeats && self.held.fits(press.modifiers, key)
    }
}

/// One press of a key.
#[derive(Debug, Clone, Copy)]
pub struct Press {
    /// The key as the layout has it; by its place where the layout has a letter or sign without a name.
    pub key: Key,
    /// The key by its place, if the system tells.
    pub physical: Option<Key>,
    /// What is held with it.
    pub modifiers: Modifiers,
    /// Whether it is only still held.
    pub repeat: bool,
}

impl Press {
    /// What this press does, of these keys. The row of digits counts by its place where the layout has signs there
    /// (`&é"'(-è_`, `+ěščř`). A letter counts by what the layout makes of it, and by its place only where the
    /// layout has a sign there and no Latin letters at all: `latin` says whether it has.
    pub fn meaning<T: Copy>(self, keys: &[(Chord, T)], latin: bool) -> Option<T> {
        let place = self.physical.filter(|_| is_sign(self.key));
        let digit = place.filter(|&key| is_digit(key));
        let letter = place.filter(|&key| is_letter(key) && !latin);
        [digit, Some(self.key), letter].into_iter().flatten().find_map(|key| {
            keys.iter().find(|(chord, _)| chord.is(key, self)).map(|(_, meant)| *meant)
        })
    }
}

/// A digit, with or without the keypad.
pub(super) const fn is_digit(key: Key) -> bool {
    use Key::{Num0, Num1, Num2, Num3, Num4, Num5, Num6, Num7, Num8, Num9};
    matches!(key, Num0 | Num1 | Num2 | Num3 | Num4 | Num5 | Num6 | Num7 | Num8 | Num9)
}

/// A Latin letter.
pub(super) fn is_letter(key: Key) -> bool {
    let mut name = key.name().chars();
    matches!((name.next(), name.next()), (Some('A'..='Z'), None))
}

/// A sign of punctuation that has a name.
pub(super) const fn is_sign(key: Key) -> bool {
    use Key::{
        Backslash, Backtick, CloseBracket, CloseCurlyBracket, Colon, Comma, Equals,
        Exclamationmark, Minus, OpenBracket, OpenCurlyBracket, Period, Pipe, Plus, Questionmark,
        Quote, Semicolon, Slash,
    };
    matches!(
        key,
        Backslash
            | Backtick
            | CloseBracket
            | CloseCurlyBracket
            | Colon
            | Comma
            | Equals
            | Exclamationmark
            | Minus
            | OpenBracket
            | OpenCurlyBracket
            | Period
            | Pipe
            | Plus
            | Questionmark
            | Quote
            | Semicolon
            | Slash
    )
}

/// A key that only changes what others say.
pub(super) const fn is_modifier(key: Key) -> bool {
    use Key::{
        AltLeft, AltRight, CapsLock, ControlLeft, ControlRight, Fn, NumLock, ShiftLeft, ShiftRight,
        SuperLeft, SuperRight,
    };
    matches!(
        key,
        AltLeft
            | AltRight
            | CapsLock
            | ControlLeft
            | ControlRight
            | Fn
            | NumLock
            | ShiftLeft
            | ShiftRight
            | SuperLeft
            | SuperRight
    )
}

/// A key that writes something.
pub(super) fn writes(key: Key) -> bool {
    key == Key::Space
        || is_digit(key)
        || is_letter(key)
        || is_sign(key)
        || key == Key::IntlBackslash
}

/// Whether somebody who types might press this in a text: to write, to move in it, to change it.
pub(super) fn may_be_typing(key: Key, modifiers: Modifiers) -> bool {
    use Key::{
        A, ArrowDown, ArrowLeft, ArrowRight, ArrowUp, B, Backspace, C, Delete, End, Enter, H, Home,
        K, PageDown, PageUp, U, V, W, X, Y, Z,
    };
    let moves = matches!(
        key,
        ArrowDown | ArrowLeft | ArrowRight | ArrowUp | Backspace | Delete | End | Home
    );
    if modifiers.command && !modifiers.alt {
        return moves || matches!(key, A | B | C | H | K | U | V | W | X | Y | Z);
    }
    let plain = writes(key) || moves || matches!(key, Enter | PageDown | PageUp);
    plain && (!modifiers.alt || modifiers.command)
}
