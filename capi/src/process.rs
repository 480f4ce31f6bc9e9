//! The process that the threads of the library live in.

use crate::failure::Failure;
use std::{
    process,
    sync::atomic::{AtomicU32, Ordering},
};

/// Notes that threads are used in this process.
///
/// # Errors
/// When they were started in another one, which was forked: they did not come along, and
/// who waits for them waits for ever.
pub(crate) fn uses_threads() -> Result<(), Failure> {
    static FIRST: AtomicU32 = AtomicU32::new(0);
    same(&FIRST, process::id())
}

fn same(first: &AtomicU32, this: u32) -> Result<(), Failure> {
    match first.compare_exchange(0, this, Ordering::Relaxed, Ordering::Relaxed) {
        Err(other) if other != this => Err(Failure::Forked),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_process_stays_the_one() {
        let first = AtomicU32::new(0);
        assert!(same(&first, 7).is_ok());
        assert!(same(&first, 7).is_ok());
        assert!(matches!(same(&first, 8), Err(Failure::Forked)));
        assert!(same(&first, 7).is_ok());
    }
}
