//! Why a job of a core could not be reported.

use zkcard_hdl::emit::EmitError;
use zkcard_sim::verilator::VerilatorError;

/// Why a job could not be reported.
#[derive(Debug, thiserror::Error)]
pub enum SimulationError {
    /// The core could not be emitted.
    #[error("cannot emit the core: {0}")]
    Emit(#[from] EmitError),
    /// The core could not be simulated.
    #[error("cannot simulate the core: {0}")]
    Verilator(#[from] VerilatorError),
    /// A result is wrong.
    #[error("{what}: the core's result is not that of arkworks")]
    Wrong {
        /// Which job.
        what: String,
    },
}
