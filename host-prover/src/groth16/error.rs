//! Why a proof was not made.

use crate::{accelerator::OperationError, formats::FormatError};
use ark_relations::gr1cs::SynthesisError;
use thiserror::Error;
use zkcard_kernels::CpuError;

/// Why a proof was not made.
#[derive(Debug, Error)]
pub enum ProveError {
    /// A file cannot be used.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// Witness and key belong to different circuits.
    #[error(
        "the witness has {got} values, the key expects {expected}: they belong to different circuits"
    )]
    WitnessLength {
        /// Values in the witness.
        got: usize,
        /// Variables of the key.
        expected: usize,
    },
    /// Key and circuit have different sizes.
    #[error("{what} of the key has {got} points, the circuit needs {expected}")]
    KeyMismatch {
        /// The part of the key.
        what: &'static str,
        /// Points found.
        got: usize,
        /// Points expected.
        expected: usize,
    },
    /// A circuit of arkworks could not be synthesised.
    #[error("the circuit cannot be synthesised: {0}")]
    Synthesis(#[from] SynthesisError),
    /// The environment asks for instructions that the processor lacks.
    #[error(transparent)]
    Cpu(#[from] CpuError),
    /// A backend failed and no other was allowed to take over.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// The finished proof does not verify.
    #[error(
        "the proof does not verify: the witness does not satisfy the circuit, or the key is damaged \
         or belongs to another circuit"
    )]
    Rejected,
}
