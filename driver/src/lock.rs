//! One user a card at a time, across processes.

use crate::{DriverError, runtime};
use std::{
    fs::{File, TryLockError},
    path::Path,
};

/// The lock of a device; free again when it is dropped or its process ends.
///
/// Exclusive mode of the terminal does not hold against a privileged process,
/// so a lock file is used as well.
#[derive(Debug)]
pub struct DeviceLock(#[allow(dead_code, reason = "held, not read")] File);

impl DeviceLock {
    /// Takes the lock of `device`.
    ///
    /// # Errors
    /// When another holder has it, or the lock file cannot be made in a folder
    /// that is this user's alone.
    pub fn take(device: &str) -> Result<Self, DriverError> {
        let open = |source| DriverError::Open {
            device: device.into(),
            source,
        };
        let device_path = Path::new(device)
            .canonicalize()
            .unwrap_or_else(|_| device.into());
        let name = device_path.display().to_string().replace(['/', '\\'], "_");
        let path = runtime::made().map_err(open)?.join(format!("{name}.lock"));
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)
            .map_err(open)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(DriverError::Busy {
                device: device.into(),
            }),
            Err(TryLockError::Error(error)) => Err(open(error)),
        }
    }
}
