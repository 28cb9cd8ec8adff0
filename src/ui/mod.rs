//! What is drawn: views read a model and return intents. Knows no device, voice or file.

pub mod key_help;
pub mod keys;
pub mod model_text;
pub mod quiet;
pub mod review;
pub mod room;
pub mod theme;
pub mod times;
pub mod waveform;
