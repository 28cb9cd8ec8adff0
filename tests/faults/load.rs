//! Long recordings on a machine that is busy with something else.
