//! Long use: memory, threads and file handles after many interviews.
