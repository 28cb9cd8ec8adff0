//! The director: runs an interview against voice, audio and store, on its own thread.
