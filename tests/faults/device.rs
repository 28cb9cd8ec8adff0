//! A microphone pulled out, silent, frozen, refused or changed while an answer is recorded.
