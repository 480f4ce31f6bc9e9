//! The five verbs that every way to a card offers.

use crate::DriverError;
use std::time::Duration;

/// A way to a card. Offsets and words are those of `zkcard_wire`.
///
/// An implementation supplies bursts; the single-register verbs follow.
pub trait Transport: Send {
    /// The name of the device, for errors and reports.
    fn device(&self) -> String;

    /// Reads consecutive registers from `offset` on.
    ///
    /// # Errors
    /// When the card refuses, does not answer, or the line broke.
    fn read_registers(&mut self, offset: u16, values: &mut [u32]) -> Result<(), DriverError>;

    /// Writes consecutive registers from `offset` on, lowest first.
    ///
    /// # Errors
    /// When the card refuses, does not answer, or the line broke.
    fn write_registers(&mut self, offset: u16, values: &[u32]) -> Result<(), DriverError>;

    /// Reads whole memory words from index `word` on.
    ///
    /// # Errors
    /// When memory fails, the card does not answer, or the line broke.
    fn read_memory(&mut self, word: u32, data: &mut [u8]) -> Result<(), DriverError>;

    /// Writes whole memory words from index `word` on.
    ///
    /// # Errors
    /// When memory fails, the card does not answer, or the line broke.
    fn write_memory(&mut self, word: u32, data: &[u8]) -> Result<(), DriverError>;

    /// Waits until the card interrupts, at most `timeout`. Returns whether it
    /// did. An interrupt can get lost: callers look at registers as well.
    ///
    /// # Errors
    /// When the line broke.
    fn wait_interrupt(&mut self, timeout: Duration) -> Result<bool, DriverError>;

    /// Reads one register.
    ///
    /// # Errors
    /// As [`Self::read_registers`].
    fn read_register(&mut self, offset: u16) -> Result<u32, DriverError> {
        let mut value = [0];
        self.read_registers(offset, &mut value)?;
        Ok(value[0])
    }

    /// Writes one register.
    ///
    /// # Errors
    /// As [`Self::write_registers`].
    fn write_register(&mut self, offset: u16, value: u32) -> Result<(), DriverError> {
        self.write_registers(offset, &[value])
    }
}
