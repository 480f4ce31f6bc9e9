//! Why a call was not done, and the number that C gets for it.

use std::{any::Any, ffi::c_int};
use thiserror::Error;
use zkcard::{
    accelerator::AcceleratorError,
    driver::DriverError,
    formats::{FormatError, Problem},
    groth16::ProveError,
    key::BaseError,
};

pub(crate) const PROVER_OK: c_int = 0;
pub(crate) const PROVER_ERROR: c_int = 1;
pub(crate) const PROVER_ERROR_SHORT_BUFFER: c_int = 2;
pub(crate) const PROVER_INVALID_WITNESS_LENGTH: c_int = 3;

pub(crate) const VERIFIER_VALID_PROOF: c_int = 0;
pub(crate) const VERIFIER_INVALID_PROOF: c_int = 1;
pub(crate) const VERIFIER_ERROR: c_int = 2;

/// Why a call was not done.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    #[error("{0} is NULL")]
    Null(&'static str),
    #[error("{what} is said to have {size} bytes, more than memory has")]
    Size { what: &'static str, size: u64 },
    #[error("{0} is not text in UTF-8")]
    Text(&'static str),
    /// Sizes with the NUL that ends the text.
    #[error("{what} needs {needed} bytes, it has {given}")]
    Short {
        what: &'static str,
        needed: usize,
        given: u64,
    },
    #[error(transparent)]
    Format(#[from] FormatError),
    #[error("{what}: {source}")]
    Json { what: &'static str, source: Problem },
    #[error(transparent)]
    Prove(#[from] ProveError),
    #[error(transparent)]
    Base(#[from] BaseError),
    #[error(transparent)]
    Driver(#[from] DriverError),
    #[error(transparent)]
    Card(#[from] AcceleratorError),
    #[error("{got} public inputs, the key expects {expected}")]
    Inputs { got: usize, expected: usize },
    #[error("this process was forked from one in which the library had started its threads")]
    Forked,
    #[error("a fault of the library: {0}")]
    Panicked(String),
}

impl Failure {
    /// The number for a caller of the prover.
    pub(crate) fn code(&self) -> c_int {
        match self {
            Self::Short { .. } => PROVER_ERROR_SHORT_BUFFER,
            Self::Prove(ProveError::WitnessLength { .. }) => PROVER_INVALID_WITNESS_LENGTH,
            _ => PROVER_ERROR,
        }
    }

    pub(crate) fn panicked(payload: &(dyn Any + Send)) -> Self {
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        Self::Panicked(text.unwrap_or("no message").into())
    }
}
