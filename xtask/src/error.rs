//! What can stop a task.

use std::{io, path::PathBuf};

/// Why a task did not succeed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TaskError {
    /// A program could not be started.
    #[error("cannot start `{command}`: {source}")]
    Start {
        /// The command line.
        command: String,
        /// Why.
        source: io::Error,
    },
    /// A program ended with a failure.
    #[error("`{command}` failed ({status})")]
    Failed {
        /// The command line.
        command: String,
        /// How it ended.
        status: std::process::ExitStatus,
    },
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Cargo's description of the workspace could not be had.
    #[error("cargo metadata: {0}")]
    Metadata(#[from] cargo_metadata::Error),
    /// Something the machine must have is missing.
    #[error("{0}")]
    Missing(String),
    /// A check found something.
    #[error("{}", findings.join("\n  "))]
    Findings {
        /// One line each; never empty.
        findings: Vec<String>,
    },
    /// Some steps of a task failed.
    #[error("failed: {}", steps.join(", "))]
    Steps {
        /// Their names.
        steps: Vec<String>,
    },
}

impl TaskError {
    /// Wraps a failure to use the file at `path`.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }

    /// `Ok` when there are no findings.
    pub(crate) fn unless_empty(findings: Vec<String>) -> Result<(), Self> {
        match findings.is_empty() {
            true => Ok(()),
            false => Err(Self::Findings { findings }),
        }
    }
}
