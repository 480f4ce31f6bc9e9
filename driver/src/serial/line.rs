//! A line of bytes with deadlines: a serial port, or a simulated one.

use std::{io, time::Duration};

/// A line of bytes in both directions.
pub trait Line: Send {
    /// The name of the device.
    fn device(&self) -> String;

    /// Sends all bytes.
    ///
    /// # Errors
    /// When the line broke, or does not take the bytes for a long time.
    fn send(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Receives at least one byte, or none when `timeout` passes.
    ///
    /// # Errors
    /// When the line broke.
    fn receive(&mut self, buffer: &mut [u8], timeout: Duration) -> io::Result<usize>;

    /// Forgets bytes that were received and not read yet.
    ///
    /// # Errors
    /// When the line broke.
    fn discard(&mut self) -> io::Result<()>;
}
