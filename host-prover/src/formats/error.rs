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
    /// It is a directory.
    #[error("is a directory, expected a file")]
    Directory,
    /// It is read by mapping it, which needs a file on disk.
    #[error("is {found}, expected a regular file: it is mapped into memory")]
    NotRegular {
        /// What it is.
        found: &'static str,
    },
    /// The folder of an output does not exist.
    #[error("the folder {} does not exist", folder.display())]
    NoFolder {
        /// The folder.
        folder: PathBuf,
    },
    /// No file can be made in the folder of an output.
    #[error("cannot make a file in {}: {source}", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// An output that is there may not be written to.
    #[error("is there already and may not be written to")]
    ReadOnly,
    /// An output would replace another file of the same command.
    #[error("would overwrite {what}")]
    Overwrites {
        /// That file.
        what: String,
    },
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
    #[error("{what} is {found}, expected that of {curve}")]
    Curve {
        /// The parameter that differs.
        what: &'static str,
        /// Whose it is.
        found: String,
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
    #[error("{fault}: {0}", fault = json_fault(.0))]
    Json(#[from] serde_json::Error),
    /// It is another file of a proof.
    #[error("looks like {found}, expected {expected}")]
    OtherKind {
        /// What it looks like.
        found: String,
        /// What was expected.
        expected: &'static str,
    },
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

/// Whether a text is no JSON, or JSON of another shape.
fn json_fault(error: &serde_json::Error) -> &'static str {
    match error.classify() {
        serde_json::error::Category::Data => "JSON, but not as snarkjs writes it",
        _ => "not valid JSON",
    }
}
