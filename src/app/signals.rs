//! Orders of the system to end (SIGTERM, SIGHUP at logout, SIGINT): the window closes in good order.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Becomes true when the program is ordered to end; `wake` is called then, from another thread. The second
/// order ends it at once, as does the first where none can be watched.
#[cfg(unix)]
pub(super) fn watch(wake: impl Fn() + Send + 'static) -> std::io::Result<Arc<AtomicBool>> {
    use std::io::Read as _;
    use std::os::unix::net::UnixStream;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::{flag, low_level};

    let ordered = Arc::new(AtomicBool::new(false));
    let (mut bell, cord) = UnixStream::pair()?;
    for signal in [SIGHUP, SIGINT, SIGTERM] {
        flag::register_conditional_default(signal, Arc::clone(&ordered))?;
        flag::register(signal, Arc::clone(&ordered))?;
        low_level::pipe::register(signal, cord.try_clone()?)?;
    }
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        // Ends with the program.
        while bell.read_exact(&mut [0]).is_ok() {
            wake();
        }
    })?;
    Ok(ordered)
}

/// Elsewhere windows are told to close.
#[cfg(not(unix))]
pub(super) fn watch(_wake: impl Fn() + Send + 'static) -> std::io::Result<Arc<AtomicBool>> {
    Ok(Arc::new(AtomicBool::new(false)))
}
