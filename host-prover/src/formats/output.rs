//! Writes result files whole or not at all.

use super::{FormatError, Problem};
use std::{io::Write, path::Path};
use tempfile::NamedTempFile;

/// Writes several files so that each is either the old or the whole new one.
///
/// All contents are on disk under temporary names beside their targets before
/// the first target is replaced.
///
/// # Errors
/// When a file cannot be created, written or renamed.
pub fn write_together(files: &[(&Path, String)]) -> Result<(), FormatError> {
    let mut staged = Vec::with_capacity(files.len());
    let (special, regular): (Vec<_>, Vec<_>) = files.iter().partition(|(path, _)| is_special(path));
    for (path, content) in regular {
        let file = stage(path, content).map_err(|error| Problem::Io(error).at(*path))?;
        staged.push((*path, file));
    }
    for (path, content) in special {
        std::fs::write(path, content).map_err(|error| Problem::Io(error).at(*path))?;
    }
    for (path, file) in staged {
        file.persist(path)
            .map_err(|error| Problem::Io(error.error).at(path))?;
    }
    Ok(())
}

/// A pipe or device, such as `/dev/stdout`, is written to and never replaced.
fn is_special(path: &Path) -> bool {
    path.metadata()
        .is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

fn stage(path: &Path, content: &str) -> std::io::Result<NamedTempFile> {
    if path.is_dir() {
        return Err(std::io::ErrorKind::IsADirectory.into());
    }
    let folder = path
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.prefix(".zkcard-").tempfile_in(folder)?;
    file.write_all(content.as_bytes())?;
    file.as_file().sync_all()?;
    Ok(file)
}
