//! What is drawn: views read a model and return intents. Knows no device, voice or file.

pub mod theme;
