//! Two copies at once; clocks set; the process stopped and continued; told to end.
