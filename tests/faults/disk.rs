//! A disk that is full, read-only or gone while an answer is recorded.
