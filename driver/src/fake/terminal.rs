//! A software card behind a pseudo-terminal, for tests of what opens a device.

use super::FakeLine;
use crate::serial::Line;
use serialport::{SerialPort, TTYPort};
use std::{
    io::{self, ErrorKind, Read, Write},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread::{self, JoinHandle},
    time::Duration,
};
use zkcard_wire::frame::MAX_FRAME;

/// How long to wait for bytes before looking whether the end has come.
const SLICE: Duration = Duration::from_millis(5);

/// Serves a line until it is dropped.
pub struct FakeTerminal {
    /// Holds the device open, so that it can be opened again and again.
    slave: TTYPort,
    done: Arc<AtomicBool>,
    server: Option<JoinHandle<io::Result<()>>>,
}

impl FakeTerminal {
    /// Serves `line` behind a new device.
    ///
    /// # Errors
    /// When the system has no pseudo-terminal.
    pub fn serve(line: FakeLine) -> io::Result<Self> {
        let (mut master, slave) = TTYPort::pair()?;
        master.set_timeout(SLICE)?;
        let done = Arc::new(AtomicBool::new(false));
        let end = done.clone();
        let server = thread::spawn(move || serve(master, line, &end));
        Ok(Self {
            slave,
            done,
            server: Some(server),
        })
    }

    /// The name of its device.
    pub fn device(&self) -> String {
        self.slave.name().unwrap_or_default()
    }
}

impl Drop for FakeTerminal {
    fn drop(&mut self) {
        self.done.store(true, Relaxed);
        // What failed there failed for who had opened it, too.
        drop(self.server.take().map(JoinHandle::join));
    }
}

fn serve(mut master: TTYPort, mut line: FakeLine, done: &AtomicBool) -> io::Result<()> {
    let mut buffer = [0; MAX_FRAME];
    while !done.load(Relaxed) {
        match master.read(&mut buffer) {
            Ok(count) => line.send(&buffer[..count])?,
            Err(error) if error.kind() == ErrorKind::TimedOut => {}
            Err(error) => return Err(error),
        }
        let count = line.receive(&mut buffer, Duration::ZERO)?;
        master.write_all(&buffer[..count])?;
    }
    Ok(())
}
