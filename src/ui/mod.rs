//! What is drawn: views read a model and return intents. Knows no device, voice or file.

pub mod first_start;
pub mod frame;
pub mod keys;
pub mod pacing_words;
pub mod prepare;
pub mod settings;
pub mod theme;
pub mod widgets;
