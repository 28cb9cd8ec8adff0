//! No network, nobody else may read, no answer in a log.
