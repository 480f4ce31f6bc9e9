//! Where built models live: one folder per content hash, published whole or not at all.
use super::error::VerilatorError;
use sha2::{Digest, Sha256};
use std::{
    env,
    fs::{self, File},
    path::{Path, PathBuf},
};

/// The folder of all cached models: `$ZKCARD_MODEL_CACHE`, else `zkcard-models` in cargo's target
/// folder, else in the user's cache folder (a binary that has left its workspace).
pub(super) fn root() -> PathBuf {
    if let Some(path) = env::var_os("ZKCARD_MODEL_CACHE") {
        return path.into();
    }
    let target = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let workspace = workspace().map(|path| path.join("target"));
    let user = env::var_os("HOME").map(|home| Path::new(&home).join(".cache/zkcard"));
    target
        .or(workspace)
        .or(user)
        .unwrap_or_else(env::temp_dir)
        .join("zkcard-models")
}

/// The workspace that this crate was built in, if it is still there.
pub(super) fn workspace() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?;
    path.join("Cargo.toml").exists().then(|| path.to_owned())
}

/// A hash of length-prefixed parts, in hexadecimal.
pub(super) fn key<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize()
        .iter()
        .take(12)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Returns the folder `name`, which `make` fills if it is not there yet.
///
/// `make` works in a folder of its own that is renamed when complete, so a reader never sees half a
/// result; a lock makes several processes that want the same folder build it once.
pub(super) fn entry(
    root: &Path,
    name: &str,
    make: impl FnOnce(&Path) -> Result<(), VerilatorError>,
) -> Result<PathBuf, VerilatorError> {
    let folder = root.join(name);
    if folder.exists() {
        return Ok(folder);
    }
    let at = |path: &Path| VerilatorError::io(format!("cannot write {}", path.display()));
    fs::create_dir_all(root).map_err(at(root))?;
    let lock_path = root.join(format!("{name}.lock"));
    let lock = File::create(&lock_path).map_err(at(&lock_path))?;
    lock.lock().map_err(at(&lock_path))?;
    if folder.exists() {
        return Ok(folder);
    }
    let scratch = root.join(format!("{name}.building"));
    let _ = fs::remove_dir_all(&scratch);
    fs::create_dir_all(&scratch).map_err(at(&scratch))?;
    make(&scratch)?;
    fs::rename(&scratch, &folder).map_err(at(&folder))?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn an_entry_is_made_once_whoever_asks() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let made = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let folder = entry(root.path(), "x", |scratch| {
                        made.fetch_add(1, Ordering::SeqCst);
                        fs::write(scratch.join("file"), "whole")
                            .map_err(VerilatorError::io("write"))
                    });
                    let file = folder.expect("the entry").join("file");
                    assert_eq!(fs::read_to_string(file).expect("the file"), "whole");
                });
            }
        });
        assert_eq!(made.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn a_failed_entry_leaves_nothing_behind_and_can_be_made_again() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let failed = entry(root.path(), "x", |_| {
            Err(VerilatorError::NotFound { tried: vec![] })
        });
        assert!(failed.is_err() && !root.path().join("x").exists());
        assert!(entry(root.path(), "x", |_| Ok(())).is_ok());
    }

    #[test]
    fn keys_separate_their_parts() {
        assert_ne!(key([&b"ab"[..], b"c"]), key([&b"a"[..], b"bc"]));
    }
}
