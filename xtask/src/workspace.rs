//! Where things are.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use crate::error::TaskError;

/// The root of the workspace.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask lies in the workspace")
}

/// The folder of the test circuits and of the npm packages.
pub(crate) fn circuits() -> PathBuf {
    root().join("circuits")
}

/// The folder of everything that is brought; `cargo clean` removes it.
pub(crate) fn tools() -> PathBuf {
    root().join("target/tools")
}

/// Reads a text file.
pub(crate) fn read(path: &Path) -> Result<String, TaskError> {
    fs::read_to_string(path).map_err(TaskError::file(path))
}

/// Writes a file, with the folders above it.
pub(crate) fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<(), TaskError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(TaskError::file(folder))?;
    }
    fs::write(path, content).map_err(TaskError::file(path))
}
