//! A pty as a serial port: what a program writes to its device comes to the card, and back.
use nix::{
    errno::Errno,
    fcntl::{FcntlArg, OFlag, fcntl},
    poll::{PollFd, PollFlags, PollTimeout, poll},
    pty::{OpenptyResult, openpty},
    sys::termios::{SetArg, cfmakeraw, tcgetattr, tcsetattr},
    unistd,
};
use std::{
    fmt, io,
    os::fd::{AsFd, OwnedFd},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

/// How often the reader looks whether it should end, in milliseconds.
const LOOK_MILLISECONDS: u16 = 100;

/// How long bytes wait for a program to read them, in milliseconds.
const LOSE_MILLISECONDS: u16 = 500;

/// An open pty with a thread that reads it. Dropping it hangs up.
pub(super) struct Pty {
    master: Option<Arc<OwnedFd>>,
    /// Keeps the device alive while no program has it open.
    _slave: OwnedFd,
    device: PathBuf,
    ending: Arc<AtomicBool>,
    reader: Option<JoinHandle<()>>,
}

impl fmt::Debug for Pty {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Pty").field(&self.device).finish()
    }
}

impl Pty {
    /// Opens a pty in raw mode; `take` gets what is written to its device until it returns false.
    pub(super) fn open(take: impl Fn(Vec<u8>) -> bool + Send + 'static) -> io::Result<Self> {
        let OpenptyResult { master, slave } = openpty(None, None)?;
        let mut settings = tcgetattr(&slave)?;
        cfmakeraw(&mut settings);
        tcsetattr(&slave, SetArg::TCSANOW, &settings)?;
        let device = unistd::ttyname(&slave)?;
        fcntl(&master, FcntlArg::F_SETFL(OFlag::O_NONBLOCK))?;
        let (master, ending) = (Arc::new(master), Arc::new(AtomicBool::new(false)));
        let (from, end) = (master.clone(), ending.clone());
        let reader = std::thread::Builder::new()
            .name("pty".into())
            .spawn(move || read(&from, &end, take))?;
        Ok(Self {
            master: Some(master),
            _slave: slave,
            device,
            ending,
            reader: Some(reader),
        })
    }

    pub(super) fn device(&self) -> &Path {
        &self.device
    }

    /// Writes all bytes. When nobody takes them for [`LOSE_MILLISECONDS`] they are lost, as on a wire.
    pub(super) fn write(&self, mut bytes: &[u8]) -> io::Result<()> {
        let Some(master) = &self.master else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        while !bytes.is_empty() {
            let mut ready = [PollFd::new(master.as_fd(), PollFlags::POLLOUT)];
            match poll(&mut ready, PollTimeout::from(LOSE_MILLISECONDS)) {
                Ok(0) => return Ok(()),
                Ok(_) | Err(Errno::EINTR) => {}
                Err(error) => return Err(error.into()),
            }
            match unistd::write(master.as_ref(), bytes) {
                Ok(written) => bytes = &bytes[written..],
                Err(Errno::EAGAIN | Errno::EINTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

fn read(master: &OwnedFd, ending: &AtomicBool, take: impl Fn(Vec<u8>) -> bool) {
    let mut buffer = [0; 1 << 14];
    while !ending.load(Ordering::Relaxed) {
        let mut ready = [PollFd::new(master.as_fd(), PollFlags::POLLIN)];
        match poll(&mut ready, PollTimeout::from(LOOK_MILLISECONDS)) {
            Ok(0) | Err(Errno::EINTR) => continue,
            Ok(_) => {}
            Err(_) => return,
        }
        match unistd::read(master, &mut buffer) {
            Ok(count) if count > 0 && take(buffer[..count].to_vec()) => {}
            Err(Errno::EAGAIN) => {}
            _ => return,
        }
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        self.ending.store(true, Ordering::Relaxed);
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
        self.master = None;
    }
}
