//! What can be wrong with bytes that claim to follow the contract.

use core::fmt;

/// A value that does not follow the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WireError {
    /// A frame payload is longer than [`crate::frame::MAX_PAYLOAD`] or than the buffer.
    PayloadTooLong {
        /// Bytes found.
        got: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// A payload has the wrong length for its kind.
    PayloadLength {
        /// Bytes found.
        got: usize,
        /// Bytes expected.
        expected: usize,
    },
    /// A request asks for nothing.
    Nothing {
        /// What it should ask for, in the plural.
        what: &'static str,
    },
    /// A request asks for more than a frame carries.
    TooMany {
        /// What it asks for, in the plural.
        what: &'static str,
        /// How many.
        got: usize,
        /// How many are allowed.
        limit: usize,
    },
    /// A code is not in its table.
    UnknownCode {
        /// The table that was consulted.
        table: &'static str,
        /// The code that is not in it.
        code: u32,
    },
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PayloadTooLong { got, limit } => {
                write!(f, "payload of {got} bytes, at most {limit} allowed")
            }
            Self::PayloadLength { got, expected } => {
                write!(f, "payload of {got} bytes where {expected} were expected")
            }
            Self::Nothing { what } => write!(f, "a request for no {what}"),
            Self::TooMany { what, got, limit } => {
                write!(f, "a request for {got} {what}, at most {limit} allowed")
            }
            Self::UnknownCode { table, code } => write!(f, "unknown {table} code {code:#x}"),
        }
    }
}

impl core::error::Error for WireError {}
