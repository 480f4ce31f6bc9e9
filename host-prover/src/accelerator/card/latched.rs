//! Error latches on their way from the worker to a report.

use std::sync::{Arc, Mutex, PoisonError};
use zkcard_driver::ErrorLatches;

/// Error latches that were read from the card and not told yet.
#[derive(Clone, Default)]
pub(super) struct Latched(Arc<Mutex<ErrorLatches>>);

impl Latched {
    /// Those that were noted since this was called last.
    pub(super) fn take(&self) -> ErrorLatches {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Adds some.
    pub(super) fn note(&self, latches: ErrorLatches) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) |= latches;
    }
}
