//! Every format, rate and number of channels, through the real capture.
