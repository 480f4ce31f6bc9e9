//! The folder of this user's lock files and announcements.
//!
//! Its name can be guessed, so it is used only if nobody else can have put
//! anything into it: a real folder, of this user, writable by this user alone.

use std::{
    env,
    fs::{self, DirBuilder},
    io,
    path::{Path, PathBuf},
};

/// Where lock files and the addresses of simulated cards lie:
/// `$XDG_RUNTIME_DIR/zkcard`, or `zkcard-<user>` among the temporary files.
fn location() -> PathBuf {
    let runtime = env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    match (runtime.filter(|folder| folder.is_absolute()), user()) {
        (Some(folder), _) => folder.join("zkcard"),
        (None, Some(user)) => env::temp_dir().join(format!("zkcard-{user}")),
        (None, None) => env::temp_dir().join("zkcard"),
    }
}

/// The folder, if it exists.
///
/// # Errors
/// When it does not exist, or others could have changed what is in it.
pub(crate) fn existing() -> io::Result<PathBuf> {
    let folder = location();
    check(&folder)?;
    Ok(folder)
}

/// The folder, made when it does not exist.
///
/// # Errors
/// When it cannot be made, or others could have changed what is in it.
pub(crate) fn made() -> io::Result<PathBuf> {
    let folder = location();
    make(&folder)?;
    Ok(folder)
}

fn make(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)?;
    check(folder)
}

fn check(folder: &Path) -> io::Result<()> {
    let found = fs::symlink_metadata(folder)?;
    let fault = if found.is_dir() {
        access_fault(&found)
    } else {
        Some("is not a folder")
    };
    match fault {
        None => Ok(()),
        Some(fault) => Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            format!("{} {fault}", folder.display()),
        )),
    }
}

/// Who else could have changed what is in a folder.
#[cfg(unix)]
fn access_fault(folder: &fs::Metadata) -> Option<&'static str> {
    use std::os::unix::fs::MetadataExt;
    if user().is_some_and(|user| user != folder.uid()) {
        Some("belongs to another user")
    } else if folder.mode() & 0o022 != 0 {
        Some("can be written by other users")
    } else {
        None
    }
}

/// Elsewhere the folder of temporary files is the user's own.
#[cfg(not(unix))]
fn access_fault(_: &fs::Metadata) -> Option<&'static str> {
    None
}

/// The number of the user who runs this process, where the system tells.
#[cfg(unix)]
fn user() -> Option<u32> {
    let process = fs::metadata("/proc/self").ok()?;
    Some(std::os::unix::fs::MetadataExt::uid(&process))
}

#[cfg(not(unix))]
fn user() -> Option<u32> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn a_new_folder_is_private_and_found_again() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("zkcard");
        assert!(check(&folder).is_err());
        make(&folder).unwrap();
        make(&folder).unwrap();
        let mode = fs::metadata(&folder).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }

    #[test]
    fn a_folder_that_others_control_is_refused() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("zkcard");
        make(&folder).unwrap();
        let link = parent.path().join("link");
        symlink(&folder, &link).unwrap();
        assert!(make(&link).is_err(), "a link");
        for mode in [0o720, 0o702, 0o777] {
            fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).unwrap();
            assert!(make(&folder).is_err(), "{mode:o}");
        }
        let file = parent.path().join("file");
        fs::write(&file, "").unwrap();
        assert!(make(&file).is_err(), "a file");
    }
}
