//! Errors of the readers and writers.

use crate::curve::PointError;
use std::path::PathBuf;
use thiserror::Error;

/// A file that cannot be used, and why.
#[derive(Debug, Error)]
#[error("{}: {problem}", path.display())]
pub struct FormatError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    #[source]
    pub problem: Problem,
}

/// What can be wrong with a file.
#[derive(Debug, Error)]
pub enum Problem {
    /// The system could not read or write it.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// It is another kind of file.
    #[error("not a {expected} file: it starts with {got:?}")]
    Magic {
        /// The kind that was expected.
        expected: &'static str,
        /// The first bytes found.
        got: String,
    },
    /// Its version is not one that can be read.
    #[error("version {got} of the {kind} format is not supported (known: {known})")]
    Version {
        /// The kind of file.
        kind: &'static str,
        /// The version found.
        got: u32,
        /// The version that can be read.
        known: u32,
    },
    /// It ends before its content does.
    #[error("truncated: {what} needs {needed} bytes, {left} are left")]
    Truncated {
        /// What was being read.
        what: &'static str,
        /// Bytes that it needs.
        needed: u64,
        /// Bytes that are left.
        left: u64,
    },
    /// A section that must be there is not.
    #[error("section {id} ({name}) is missing")]
    MissingSection {
        /// Its number.
        id: u32,
        /// What it holds.
        name: &'static str,
    },
    /// A section stands there twice.
    #[error("section {id} stands there twice")]
    DuplicateSection {
        /// Its number.
        id: u32,
    },
    /// A length does not fit what the header says.
    #[error("{what} is {got} bytes long, the header says {expected}")]
    Length {
        /// What was measured.
        what: &'static str,
        /// Bytes found.
        got: u64,
        /// Bytes expected.
        expected: u64,
    },
    /// It was made for another field or curve.
    #[error("{what} is not that of {curve}")]
    Curve {
        /// The parameter that differs.
        what: &'static str,
        /// The curve that was expected.
        curve: &'static str,
    },
    /// A number is not below its modulus.
    #[error("{what} {index} is not a field element")]
    NotAnElement {
        /// What was read.
        what: &'static str,
        /// Its index.
        index: usize,
    },
    /// A point is not acceptable.
    #[error("{what} {index}: {source}")]
    Point {
        /// What was read.
        what: &'static str,
        /// Its index.
        index: usize,
        /// What is wrong with it.
        source: PointError,
    },
    /// A value contradicts another.
    #[error("{0}")]
    Inconsistent(String),
    /// It is not JSON, or not of the expected shape.
    #[error("not valid JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// Another proof system than Groth16.
    #[error("the protocol is {got:?}, not groth16")]
    Protocol {
        /// The protocol named there.
        got: String,
    },
    /// A string is not a decimal number below the modulus.
    #[error("{what}: {got:?} is not a decimal number below the modulus")]
    Decimal {
        /// What was read.
        what: String,
        /// The string found.
        got: String,
    },
}

impl Problem {
    /// Says in which file.
    pub fn at(self, path: impl Into<PathBuf>) -> FormatError {
        FormatError {
            path: path.into(),
            problem: self,
        }
    }
}
