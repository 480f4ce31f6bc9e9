//! Serial ports of the system, and pseudo-terminals that look like them.

use super::{Line, SerialTransport, Timing};
use crate::{DriverError, lock::DeviceLock};
use serialport::{ClearBuffer, DataBits, FlowControl, Parity, SerialPort, StopBits};
use std::{
    fs,
    io::{self, Read, Write},
    time::Duration,
};

/// Longest time that sending a frame may be held up.
const SEND_TIMEOUT: Duration = Duration::from_secs(10);

/// A serial port, open for this process alone.
pub struct Port {
    device: String,
    port: Box<dyn SerialPort>,
    /// Held as long as the port is open.
    _lock: DeviceLock,
}

/// Opens a serial device at `baud` bits a second, eight data bits, no parity,
/// one stop bit, no flow control, for this process alone.
///
/// # Errors
/// When another process uses it or the system cannot open it.
pub fn open(device: &str, baud: u32) -> Result<SerialTransport<Port>, DriverError> {
    let lock = DeviceLock::take(device)?;
    let port = serialport::new(device, baud)
        .data_bits(DataBits::Eight)
        .parity(Parity::None)
        .stop_bits(StopBits::One)
        .flow_control(FlowControl::None)
        .timeout(SEND_TIMEOUT)
        .open()
        .map_err(|error| open_error(device, error))?;
    let line = Port {
        device: device.into(),
        port,
        _lock: lock,
    };
    Ok(SerialTransport::new(line, Timing::at_baud(baud)))
}

/// Why a device could not be opened: some things that have a path are no ports.
fn open_error(device: &str, error: serialport::Error) -> DriverError {
    let is_file = fs::metadata(device).is_ok_and(|found| found.is_file() || found.is_dir());
    // What the system says of a device that has no settings of a terminal.
    let no_terminal = ["Not a typewriter", "Inappropriate ioctl"]
        .iter()
        .any(|text| error.description.contains(text));
    let device = device.to_owned();
    if is_file || no_terminal {
        return DriverError::NotAPort { device };
    }
    let source = error.into();
    DriverError::Open { device, source }
}

impl Line for Port {
    fn device(&self) -> String {
        self.device.clone()
    }

    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.port.set_timeout(SEND_TIMEOUT)?;
        self.port.write_all(bytes)
    }

    fn receive(&mut self, buffer: &mut [u8], timeout: Duration) -> io::Result<usize> {
        // The port rounds down to milliseconds, and zero means forever to some.
        self.port
            .set_timeout(timeout.max(Duration::from_millis(1)))?;
        match self.port.read(buffer) {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => Ok(count),
            Err(error) if error.kind() == io::ErrorKind::TimedOut => Ok(0),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(0),
            Err(error) => Err(error),
        }
    }

    fn discard(&mut self) -> io::Result<()> {
        self.port.clear(ClearBuffer::Input).map_err(Into::into)
    }
}
