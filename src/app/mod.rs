//! The window: eframe shell that drains messages, applies intents and shows notices.
