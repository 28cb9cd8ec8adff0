//! Power lost: what is left when only what was synced is on disk.
