//! Words per minute to an engine's own unit of speed, by measurement.

/// The setting for a speed, in a straight line between the measured pairs of words per minute and setting.
///
/// Beyond them it goes on in the same direction. `measured` rises in both; with less than two pairs it is 0.
#[must_use]
pub fn between(measured: &[(f32, f32)], wpm: f32) -> f32 {
    let mut steps = measured.windows(2);
    let reaches = |step: &&[(f32, f32)]| {
        step.last() == measured.last() || step.last().is_some_and(|(to, _)| *to >= wpm)
    };
    match steps.find(reaches) {
        Some(&[(slow, low), (fast, high)]) => low + (high - low) * (wpm - slow) / (fast - slow),
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: [(f32, f32); 3] = [(100.0, -50.0), (200.0, 0.0), (300.0, 100.0)];

    #[test]
    fn measured_speeds_get_their_settings_and_the_rest_lies_on_lines() {
        for (wpm, setting) in
            [(100.0, -50.0), (150.0, -25.0), (200.0, 0.0), (250.0, 50.0), (300.0, 100.0)]
        {
            assert!((between(&TABLE, wpm) - setting).abs() < 0.001, "{wpm}");
        }
        assert!((between(&TABLE, 80.0) + 60.0).abs() < 0.001);
        assert!((between(&TABLE, 310.0) - 110.0).abs() < 0.001);
    }

    #[test]
    fn faster_is_always_a_higher_setting() {
        for wpm in 20..600_u16 {
            assert!(between(&TABLE, f32::from(wpm)) < between(&TABLE, f32::from(wpm + 1)), "{wpm}");
        }
    }
}
