//! Rules about the tree itself. Each check returns what it found, one line each.

mod arrows;
mod documents;
mod files;
mod licences;

use crate::error::TaskError;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// All findings in the workspace at `root`.
pub(crate) fn all(root: &Path) -> Result<Vec<String>, TaskError> {
    let tree = Tree::read(root)?;
    let mut findings = files::check(&tree)?;
    findings.extend(documents::check(&tree)?);
    findings.extend(arrows::check(root)?);
    findings.extend(licences::check(root)?);
    Ok(findings)
}

/// The files of the project, without what is built or brought.
struct Tree {
    root: PathBuf,
    /// Relative to the root, sorted.
    files: Vec<PathBuf>,
}

impl Tree {
    fn read(root: &Path) -> Result<Self, TaskError> {
        let mut files = vec![];
        walk(root, root, &mut files)?;
        files.sort();
        let root = root.to_owned();
        Ok(Self { root, files })
    }

    fn with_extension(&self, extension: &str) -> impl Iterator<Item = &Path> {
        let has = move |path: &&PathBuf| path.extension().is_some_and(|e| e == extension);
        self.files.iter().filter(has).map(PathBuf::as_path)
    }
}

fn walk(root: &Path, folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), TaskError> {
    const NOT_OURS: [&str; 3] = [".git", "target", "node_modules"];
    for entry in fs::read_dir(folder).map_err(TaskError::file(folder))? {
        let path = entry.map_err(TaskError::file(folder))?.path();
        let name = path.file_name().unwrap_or_default();
        if path.is_symlink() || NOT_OURS.iter().any(|other| name == *other) {
            continue;
        }
        if path.is_dir() {
            walk(root, &path, files)?;
        } else if let Ok(relative) = path.strip_prefix(root) {
            files.push(relative.to_owned());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workspace_follows_its_rules() {
        let findings = all(crate::workspace::root()).unwrap();
        assert!(findings.is_empty(), "{}", findings.join("\n"));
    }

    #[test]
    fn what_is_built_or_brought_is_not_ours() {
        let root = tempfile::tempdir().unwrap();
        for path in ["a/b.rs", "target/c.rs", "d/node_modules/e.js", ".git/f"] {
            crate::workspace::write(&root.path().join(path), "").unwrap();
        }
        let tree = Tree::read(root.path()).unwrap();
        assert_eq!(tree.files, [Path::new("a/b.rs")]);
    }
}
