//! A speech engine that hangs, dies, floods, never ends or is missing, and texts that try to be commands.
