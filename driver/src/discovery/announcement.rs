//! Files by which simulated cards tell other processes their address.
//!
//! The announcer holds a lock on its file for as long as it lives, so a file
//! that can be locked was left behind by a process that was killed. Its
//! pseudo-terminal may by now be another program's.

use crate::{CardUri, runtime};
use std::{
    fs::{self, File, TryLockError},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU32, Ordering},
};

/// Ending of the names of announcements.
const ENDING: &str = "card";

/// Longest announcement that is read, in bytes.
const MAX_LEN: u64 = 1 << 10;

/// Tells other processes of a simulated card, until it is dropped or its
/// process ends.
#[derive(Debug)]
pub struct Announcement {
    path: PathBuf,
    /// Its lock says that the announcer lives.
    _file: File,
}

impl Announcement {
    /// Announces `uri`.
    ///
    /// # Errors
    /// When no file can be written in a folder that is this user's alone.
    pub fn new(uri: &CardUri) -> io::Result<Self> {
        Self::in_folder(&runtime::made()?, uri)
    }

    fn in_folder(folder: &Path, uri: &CardUri) -> io::Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!("{}-{number}.{ENDING}", process::id()));
        // Locked and written before others see it under its name.
        let draft = path.with_extension("draft");
        let mut file = File::create(&draft)?;
        file.try_lock()?;
        writeln!(file, "{uri}")?;
        fs::rename(&draft, &path)?;
        Ok(Self { path, _file: file })
    }
}

impl Drop for Announcement {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Addresses of simulated cards that are announced in `folder`. What dead
/// processes left behind is removed.
pub(super) fn announced(folder: &Path) -> Vec<CardUri> {
    let Ok(entries) = fs::read_dir(folder) else {
        return vec![];
    };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let paths = paths.filter(|path| path.extension().is_some_and(|e| e == ENDING));
    paths.filter_map(|path| read(&path)).collect()
}

fn read(path: &Path) -> Option<CardUri> {
    let file = File::open(path).ok()?;
    // Shared, so that others who look at the same time do not seem announcers.
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => {}
        Err(TryLockError::Error(_)) => return None,
        Ok(()) => {
            let _ = fs::remove_file(path);
            return None;
        }
    }
    let mut text = String::new();
    file.take(MAX_LEN).read_to_string(&mut text).ok()?;
    text.trim().parse().ok().filter(is_pseudo_terminal)
}

fn is_pseudo_terminal(uri: &CardUri) -> bool {
    let CardUri::Serial {
        device,
        simulated: true,
        ..
    } = uri
    else {
        return false;
    };
    let number = device.strip_prefix("/dev/pts/").unwrap_or_default();
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number && fs::exists(device).unwrap_or(false)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use serialport::{SerialPort, TTYPort};

    fn simulated(device: &str) -> CardUri {
        format!("serial:{device}?simulated").parse().unwrap()
    }

    #[test]
    fn an_announcement_lasts_as_long_as_its_announcer() {
        let folder = tempfile::tempdir().unwrap();
        let (_master, slave) = TTYPort::pair().unwrap();
        let uri = simulated(&slave.name().unwrap());
        let first = Announcement::in_folder(folder.path(), &uri).unwrap();
        let second = Announcement::in_folder(folder.path(), &uri).unwrap();
        assert_eq!(announced(folder.path()), [uri.clone(), uri.clone()]);
        drop(first);
        assert_eq!(announced(folder.path()), [uri]);
        drop(second);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_a_killed_announcer_left_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let (_master, slave) = TTYPort::pair().unwrap();
        let left = folder.path().join("1-0.card");
        fs::write(&left, simulated(&slave.name().unwrap()).to_string()).unwrap();
        assert!(announced(folder.path()).is_empty());
        assert!(!left.exists());
    }

    #[test]
    fn other_devices_than_pseudo_terminals_are_not_touched() {
        let folder = tempfile::tempdir().unwrap();
        let uris = [
            simulated("/dev/null"),
            simulated("/dev/pts/../null"),
            simulated("/dev/pts/"),
            simulated("/dev/pts/ptmx"),
            "serial:/dev/pts/0".parse().unwrap(),
            "sim:tiny".parse().unwrap(),
        ];
        let held = uris.map(|uri| Announcement::in_folder(folder.path(), &uri).unwrap());
        assert_eq!(announced(folder.path()), []);
        drop(held);
    }
}
