//! What is drawn: views read a model and return intents. Knows no device, voice or file.

pub mod closing;
pub mod first_start;
pub mod frame;
pub mod keys;
pub mod keys_sheet;
pub mod model_text;
pub mod prepare;
pub mod questions;
pub mod quiet;
#[cfg(test)]
mod reach;
pub mod review;
pub mod room;
pub mod scrolling;
pub mod settings;
pub mod stopped;
pub mod theme;
pub mod times;
pub mod waveform;
pub mod widgets;
