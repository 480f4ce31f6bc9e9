//! Where an output really goes, behind all links.

use super::super::{FormatError, Problem};
use std::{
    fs::{self, Metadata},
    io,
    path::{Path, PathBuf},
};

/// Links that are followed before they count as a loop.
const MAX_LINKS: u32 = 40;

/// What an output path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A regular file, or none yet: replaced as a whole.
    File(PathBuf),
    /// A device or a pipe, or a file that a process holds open: written in place.
    Special(PathBuf),
    /// What this process writes its own output to.
    Stdout,
    /// What this process writes its messages to.
    Stderr,
}

/// Follows `path` to its end, which need not exist. The last link is what a
/// user wants kept, so it is the target that is replaced.
pub(super) fn resolve(path: &Path) -> Result<Place, Problem> {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        let folder = folder_of(&path);
        let name = path.file_name().ok_or(Problem::Directory)?;
        if !fs::exists(&folder)? {
            return Err(Problem::NoFolder { folder });
        }
        let folder = folder.canonicalize()?;
        path = folder.join(name);
        // Links to open files can be read, but their text is no path.
        if let Some(place) = open_file(&folder, &path) {
            return Ok(place);
        }
        match fs::symlink_metadata(&path) {
            Ok(found) if found.is_symlink() => path = folder.join(fs::read_link(&path)?),
            Ok(found) if found.is_dir() => return Err(Problem::Directory),
            Ok(found) if !found.is_file() => return Ok(Place::Special(path)),
            Ok(_) => return Ok(Place::File(path)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Place::File(path)),
            Err(error) => return Err(error.into()),
        }
    }
    Err(Problem::Inconsistent("too many links".into()))
}

/// The folder that a path lies in.
fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => ".".into(),
    }
}

/// The place, if `path` stands for an open file of a process, as `/dev/stdout`
/// does. To replace it would replace what the process has open by a name that
/// it does not know.
fn open_file(folder: &Path, path: &Path) -> Option<Place> {
    let mut parts = folder.strip_prefix("/proc").ok()?.iter();
    let of_process = parts.next()?.to_str()?.bytes().all(|b| b.is_ascii_digit());
    if !of_process || parts.next_back()? != "fd" {
        return None;
    }
    let own = Path::new("/proc/self/fd").canonicalize().ok()? == folder;
    Some(match path.file_name()?.to_str()? {
        "1" if own => Place::Stdout,
        "2" if own => Place::Stderr,
        _ => Place::Special(path.to_owned()),
    })
}

/// Two paths with the same identity are one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Identity {
    /// Device and number of a file that exists.
    Exists(u64, u64),
    /// Where a file will be made.
    WillBe(PathBuf),
}

impl Identity {
    /// The identity of what `path` leads to.
    pub(super) fn of(path: &Path) -> Option<Self> {
        if let Some(identity) = fs::metadata(path).ok().and_then(|found| number(&found)) {
            return Some(identity);
        }
        match resolve(path).ok()? {
            Place::File(path) | Place::Special(path) => Some(Self::WillBe(path)),
            Place::Stdout | Place::Stderr => None,
        }
    }
}

#[cfg(unix)]
fn number(found: &Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    Some(Identity::Exists(found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn number(_: &Metadata) -> Option<Identity> {
    None
}

/// Whether two outputs may share it: what is written to a terminal or to
/// `/dev/null` destroys nothing.
pub(super) fn can_be_shared(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file() && is_character_device(&found))
}

#[cfg(unix)]
fn is_character_device(found: &Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_char_device(&found.file_type())
}

#[cfg(not(unix))]
fn is_character_device(_: &Metadata) -> bool {
    false
}

/// Finds out whether a file can be put at `path`, without changing anything.
pub(super) fn check_writable(path: &Path) -> Result<(), FormatError> {
    let problem = match fs::OpenOptions::new().append(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Some(Problem::ReadOnly),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Some(error.into()),
        _ => None,
    };
    if let Some(problem) = problem {
        return Err(problem.at(path));
    }
    let folder = folder_of(path);
    // Has no name, so that nothing is left whatever happens.
    match tempfile::tempfile_in(&folder) {
        Ok(_) => Ok(()),
        Err(error) => {
            let source = bare(error);
            Err(Problem::Folder { folder, source }.at(path))
        }
    }
}

/// The system's error without the temporary name that it happened to.
pub(super) fn bare(error: io::Error) -> io::Error {
    let cause = error.get_ref().and_then(|outer| outer.source());
    let cause = cause.and_then(|cause| cause.downcast_ref::<io::Error>());
    match cause.and_then(io::Error::raw_os_error) {
        Some(code) => io::Error::from_raw_os_error(code),
        None => error,
    }
}
