//! Room to build large blocks: a RustHDL block is one value, megabytes for a core, moved while it is built.

/// Stack of the thread that builds blocks, in bytes. Untouched pages cost nothing.
const STACK: usize = 4 << 30;

/// Runs `build` on a thread with a large stack and gives back its result.
///
/// # Panics
/// Passes on a panic of `build`; panics when the system refuses a thread.
pub fn on_large_stack<T: Send>(build: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .name("hdl".into())
            .stack_size(STACK);
        let handle = thread
            .spawn_scoped(scope, build)
            .expect("a thread to build blocks on");
        handle
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}
