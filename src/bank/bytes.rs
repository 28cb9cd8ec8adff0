//! Looks through long texts for a few bytes, as fast as a processor can.

/// As many bytes are looked at together.
const STEP: usize = 32;

/// Where the first byte is that is meant.
pub(super) fn first(bytes: &[u8], is_meant: impl Fn(u8) -> bool) -> Option<usize> {
    // All of a step without leaving early: that is what a processor does at once.
    let is_other = |step: &&[u8]| !step.iter().fold(false, |any, byte| any | is_meant(*byte));
    let passed = STEP * bytes.chunks_exact(STEP).take_while(is_other).count();
    let found = bytes.get(passed..)?.iter().position(|byte| is_meant(*byte));
    found.map(|at| passed + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_found_wherever_it_is() {
        for length in [0, 1, 31, 32, 33, 64, 100] {
            let mut text = vec![b'a'; length];
            assert_eq!(first(&text, |byte| byte == b'b'), None);
            for at in (0..length).rev() {
                text[at] = b'b';
                assert_eq!(first(&text, |byte| byte == b'b'), Some(at), "of {length}");
            }
        }
    }
}
