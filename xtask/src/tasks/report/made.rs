//! Files that take minutes to make, and what they were made from.

use crate::{error::TaskError, workspace};
use std::path::PathBuf;

/// A file that a tool makes from others.
pub(super) struct Made {
    output: PathBuf,
    stamp: PathBuf,
    sources: Vec<PathBuf>,
    command: String,
}

impl Made {
    /// `output`, made from `sources` by `command`; paths are relative to the root of the workspace.
    pub(super) fn new(output: &str, sources: &[&str], command: &str) -> Self {
        let root = workspace::root();
        Self {
            output: root.join(output),
            stamp: root.join(format!("{output}.made-from")),
            sources: sources.iter().map(|path| root.join(path)).collect(),
            command: command.to_owned(),
        }
    }

    /// Whether it is there, and what it was made from has not changed.
    pub(super) fn is_current(&self) -> Result<bool, TaskError> {
        let of = self.of()?;
        let current =
            self.output.exists() && workspace::read(&self.stamp).is_ok_and(|found| found == of);
        if current {
            println!("{}: as before", self.output.display());
        }
        Ok(current)
    }

    /// To be called when the file has been made.
    pub(super) fn set(&self) -> Result<(), TaskError> {
        workspace::write(&self.stamp, self.of()?)
    }

    fn of(&self) -> Result<String, TaskError> {
        let texts: Result<Vec<String>, TaskError> = self
            .sources
            .iter()
            .map(|path| workspace::read(path))
            .collect();
        Ok(format!("{}\n{}", self.command, texts?.concat()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_source_or_command_is_not_current() {
        let folder = tempfile::tempdir().unwrap();
        let made = |command: &str| Made {
            output: folder.path().join("out"),
            stamp: folder.path().join("out.made-from"),
            sources: vec![folder.path().join("in")],
            command: command.into(),
        };
        workspace::write(&made("").sources[0], "1").unwrap();
        assert!(!made("a").is_current().unwrap());
        workspace::write(&made("").output, "").unwrap();
        made("a").set().unwrap();
        assert!(made("a").is_current().unwrap());
        assert!(!made("b").is_current().unwrap());
        workspace::write(&made("").sources[0], "2").unwrap();
        assert!(!made("a").is_current().unwrap());
    }
}
