//! A panic in any thread leaves the take on disk and a report.
