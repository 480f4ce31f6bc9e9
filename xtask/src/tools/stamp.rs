//! Remembers what was installed from what, so that it is done once.

use crate::{error::TaskError, workspace};
use std::{fs, path::PathBuf};

/// A file that holds the lock file from which a folder was filled, and where:
/// virtual environments do not survive being moved.
pub(super) struct Stamp {
    path: PathBuf,
    content: String,
}

impl Stamp {
    /// The stamp at `path` for what `lock` describes.
    pub(super) fn new(path: PathBuf, lock: &str) -> Self {
        let content = format!("{}\n{lock}", path.display());
        Self { path, content }
    }

    /// Whether the folder was filled from this very lock, at this place.
    pub(super) fn is_current(&self) -> bool {
        fs::read_to_string(&self.path).is_ok_and(|found| found == self.content)
    }

    /// To be called when the folder is complete.
    pub(super) fn set(&self) -> Result<(), TaskError> {
        workspace::write(&self.path, &self.content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_lock_or_place_is_not_current() {
        let folder = tempfile::tempdir().unwrap();
        let stamp = Stamp::new(folder.path().join("stamp"), "a 1");
        assert!(!stamp.is_current());
        stamp.set().unwrap();
        assert!(stamp.is_current());
        assert!(!Stamp::new(folder.path().join("stamp"), "a 2").is_current());
        let moved = folder.path().join("moved");
        fs::rename(folder.path().join("stamp"), &moved).unwrap();
        assert!(!Stamp::new(moved, "a 1").is_current());
    }
}
