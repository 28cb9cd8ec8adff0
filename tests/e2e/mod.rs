//! What the end-to-end tests share: the virtual devices, the program, sound that can be compared.
//!
//! Only script/e2e and its siblings can run these tests: they bring the devices. Nothing here knows
//! the inside of Greenroom; the program is driven and watched from outside.

#![allow(dead_code, reason = "each test program uses a part of it")]

#[cfg(all(unix, not(target_os = "macos")))]
pub mod bus;
pub mod compare;
pub mod devices;
pub mod fourier;
pub mod importing;
pub mod keys;
pub mod pacings;
pub mod program;
pub mod session;
pub mod sound;
#[cfg(feature = "e2e")]
pub mod window;
