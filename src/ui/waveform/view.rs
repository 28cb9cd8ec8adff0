//! Which part of a sound is shown, and where a time lies on the screen.

use std::time::Duration;

use egui::Rect;

/// The shortest part that can be shown.
const CLOSEST: Duration = Duration::from_millis(500);

/// The most that a sound can be enlarged.
const MOST_TIMES: f64 = 4096.0;

/// Where the playhead comes to stand in a part that follows it, from its left (0) to its right (1).
const AHEAD: f64 = 0.1;

/// The part of a sound that is shown, as fractions of its length: 0 ≤ `from` < `to` ≤ 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct View {
    pub from: f64,
    pub to: f64,
}

impl Default for View {
    fn default() -> Self {
        Self::WHOLE
    }
}

impl View {
    /// All of it.
    pub const WHOLE: Self = Self { from: 0.0, to: 1.0 };

    /// How much of the sound is shown: 0–1.
    pub fn width(self) -> f64 {
        self.to - self.from
    }

    pub fn is_whole(self) -> bool {
        self.width() >= 1.0
    }

    pub fn holds(self, at: f64) -> bool {
        (self.from..=self.to).contains(&at)
    }

    /// Enlarged so many times, with the place `at` where it was on the screen.
    pub fn zoomed(self, times: f64, at: f64, length: Duration) -> Self {
        if !times.is_finite() || times <= 0.0 {
            return self;
        }
        let least = (CLOSEST.as_secs_f64() / length.as_secs_f64().max(f64::MIN_POSITIVE))
            .clamp(1.0 / MOST_TIMES, 1.0);
        let width = (self.width() / times).clamp(least, 1.0);
        let share = ((at - self.from) / self.width()).clamp(0.0, 1.0);
        Self::starting(at.clamp(self.from, self.to) - width * share, width)
    }

    /// Moved on by this fraction of the sound, less than nothing for back; stays within it.
    pub fn moved(self, by: f64) -> Self {
        Self::starting(self.from + by, self.width())
    }

    /// With this place in its middle, as far as the ends allow.
    pub fn centred(self, at: f64) -> Self {
        Self::starting(at - self.width() / 2.0, self.width())
    }

    /// The same if it holds `at`, else moved so that it does, with most of the room after it.
    pub fn showing(self, at: f64) -> Self {
        if self.holds(at) {
            return self;
        }
        Self::starting(at - self.width() * AHEAD, self.width())
    }

    fn starting(from: f64, width: f64) -> Self {
        let from = from.clamp(0.0, 1.0 - width);
        Self { from, to: (from + width).min(1.0) }
    }
}

/// A part of a sound of this length, drawn into this rectangle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    pub length: Duration,
    pub view: View,
    pub rect: Rect,
}

impl Scale {
    /// The time at this place on the screen; a place outside is the nearest inside.
    pub fn time_at(&self, x: f32) -> Duration {
        self.length.mul_f64(self.fraction_at(x))
    }

    /// The same as a fraction of the sound.
    pub fn fraction_at(&self, x: f32) -> f64 {
        let share = ((x - self.rect.left()) / self.rect.width().max(1.0)).clamp(0.0, 1.0);
        (self.view.from + self.view.width() * f64::from(share)).clamp(0.0, 1.0)
    }

    /// Where this time lies, perhaps outside of what is shown.
    pub fn x_of(&self, at: Duration) -> f32 {
        let share = (self.fraction_of(at) - self.view.from) / self.view.width();
        self.rect.left() + self.rect.width() * share as f32
    }

    /// This time as a fraction of the sound.
    pub fn fraction_of(&self, at: Duration) -> f64 {
        if self.length.is_zero() {
            return 0.0;
        }
        (at.as_secs_f64() / self.length.as_secs_f64()).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use egui::{pos2, vec2};

    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn near(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-9
    }

    #[test]
    fn a_place_and_its_time_are_each_others_inverse() {
        let rect = Rect::from_min_size(pos2(20.0, 0.0), vec2(400.0, 80.0));
        let length = Duration::from_secs(64);
        let whole = Scale { length, view: View::WHOLE, rect };
        let part = Scale { view: View { from: 0.2, to: 0.4 }, ..whole };
        for (scale, secs) in
            [(whole, 0), (whole, 16), (whole, 23), (whole, 64), (part, 14), (part, 25)]
        {
            let at = Duration::from_secs(secs);
            let back = scale.time_at(scale.x_of(at));
            assert!(back.abs_diff(at) < Duration::from_millis(5), "{secs} s became {back:?}");
        }
        assert_eq!(whole.time_at(-50.0), Duration::ZERO);
        assert_eq!(whole.time_at(5_000.0), length);
        let empty = Scale { length: Duration::ZERO, ..whole };
        assert_eq!(empty.x_of(length), rect.left());
    }

    #[test]
    fn the_place_under_the_pointer_stays_there_when_zooming() {
        let view = View::WHOLE.zoomed(4.0, 0.75, MINUTE);
        assert!(near(view.width(), 0.25));
        assert!(near((0.75 - view.from) / view.width(), 0.75));
        assert_eq!(view.zoomed(0.25, 0.75, MINUTE), View::WHOLE, "and back");
    }

    #[test]
    fn zooming_ends_at_the_whole_and_at_half_a_second() {
        assert_eq!(View::WHOLE.zoomed(0.1, 0.5, MINUTE), View::WHOLE);
        let close = View::WHOLE.zoomed(1e9, 0.5, MINUTE);
        assert!(near(close.width() * 60.0, 0.5), "{close:?}");
        assert!(View::WHOLE.zoomed(2.0, 0.5, Duration::ZERO).is_whole(), "nothing to enlarge");
        assert_eq!(close.zoomed(f64::NAN, 0.5, MINUTE), close);
    }

    #[test]
    fn moving_stays_within_the_sound() {
        let view = View { from: 0.5, to: 0.75 };
        assert_eq!(view.moved(0.5), View { from: 0.75, to: 1.0 });
        assert_eq!(view.moved(-0.75), View { from: 0.0, to: 0.25 });
        assert_eq!(view.centred(0.0), View { from: 0.0, to: 0.25 });
    }

    #[test]
    fn what_follows_moves_only_when_the_place_is_out_of_sight() {
        let view = View { from: 0.25, to: 0.5 };
        assert_eq!(view.showing(0.3), view);
        let moved = view.showing(0.51);
        assert!(near(moved.from, 0.51 - 0.025) && near(moved.width(), 0.25), "{moved:?}");
        assert_eq!(view.showing(0.0).from, 0.0);
        assert!(near(view.showing(1.0).to, 1.0));
    }
}
