//! Why there is no witness.

use thiserror::Error;

/// Why there is no witness.
#[derive(Debug, Error)]
pub enum WitnessError {
    /// The inputs are no JSON.
    #[error("inputs: {0}")]
    Json(#[from] serde_json::Error),
    /// The inputs are JSON, but not what a circuit takes.
    #[error("input `{signal}`: {problem}")]
    Input {
        /// The signal.
        signal: String,
        /// What is wrong with its value.
        problem: String,
    },
    /// The inputs are no object with a member for each signal.
    #[error("inputs are an object with a member for each signal, this is {0}")]
    NotAnObject(&'static str),
    /// The circuit has no such input.
    #[error("the circuit has no input `{0}`")]
    UnknownSignal(String),
    /// An input has another length.
    #[error("input `{signal}` has {got} values, the circuit expects {expected}")]
    Length {
        /// The signal.
        signal: String,
        /// Values given.
        got: usize,
        /// Values expected.
        expected: usize,
    },
    /// Inputs are missing.
    #[error("{got} of {expected} input values were given: the circuit has further inputs")]
    Missing {
        /// Values given.
        got: usize,
        /// Values expected.
        expected: usize,
    },
    /// The program is not what circom 2 writes.
    #[error("no witness program of circom 2: {0}")]
    Program(String),
    /// The circuit refuses its inputs.
    #[error("the circuit refuses its inputs: {problem}{}{messages}", if messages.is_empty() { "" } else { ": " })]
    Refused {
        /// What it says is wrong.
        problem: String,
        /// What else it says: where, mostly.
        messages: String,
    },
    /// The program failed in a way of its own.
    #[error("the witness program failed: {0}")]
    Failed(String),
}
