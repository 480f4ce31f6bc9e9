//! The thread of a card, and the handles to it.
use super::{
    memory::{Fault, Word},
    pty::Pty,
    simulation::{CardOptions, Simulation, Statistics},
};
use crate::verilator::{Options, Source, Verilator, VerilatorError};
use std::{
    io,
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, TryRecvError},
    thread::JoinHandle,
    time::Duration,
};
use zkcard_driver::serial::Line;
use zkcard_hdl::emit::Design;

/// What can go wrong with a simulated card.
#[derive(Debug, thiserror::Error)]
pub enum CardError {
    /// The model could not be built, or an assertion of the design failed.
    #[error(transparent)]
    Model(#[from] VerilatorError),
    /// The pty or the thread could not be made.
    #[error("{what}")]
    Io {
        /// What was being done.
        what: &'static str,
        /// The system's answer.
        source: io::Error,
    },
    /// The card is gone: stopped, killed or failed.
    #[error("the simulated card is not running")]
    Gone,
}

/// What the handles ask of the thread.
enum Command {
    Bytes(Vec<u8>),
    Store(u32, Vec<Word>),
    Load(u32, usize, Sender<Vec<Word>>),
    Faults(Vec<Fault>),
    Divisor(u16),
    Statistics(Sender<Statistics>),
    Stop,
}

/// Core clocks between two looks at the commands.
const STRETCH: usize = 64;

/// Where the bytes of the card go.
enum Outlet {
    Channel(Sender<Vec<u8>>),
    Pty(Pty),
}

impl Outlet {
    /// Whether anybody could take them.
    fn send(&mut self, bytes: Vec<u8>) -> bool {
        match self {
            Self::Channel(channel) => channel.send(bytes).is_ok(),
            Self::Pty(pty) => pty.write(&bytes).is_ok(),
        }
    }
}

/// A running simulated card. Dropping it stops it.
#[derive(Debug)]
pub struct SimCard {
    commands: Sender<Command>,
    thread: Option<JoinHandle<Result<(), VerilatorError>>>,
    device: Option<PathBuf>,
}

/// The host's end of an in-process serial line.
#[derive(Debug)]
pub struct SimLine {
    commands: Sender<Command>,
    bytes: Receiver<Vec<u8>>,
    rest: Vec<u8>,
}

impl SimCard {
    /// Builds `design` and starts it with a line in this process.
    ///
    /// # Errors
    /// [`CardError::Model`] when the model cannot be built.
    pub fn start(
        design: &Design,
        build: Options,
        options: CardOptions,
    ) -> Result<(Self, SimLine), CardError> {
        let (commands, orders) = mpsc::channel();
        let (outlet, bytes) = mpsc::channel();
        let card = Self::spawn(
            design,
            build,
            options,
            commands.clone(),
            orders,
            Outlet::Channel(outlet),
            None,
        )?;
        Ok((
            card,
            SimLine {
                commands,
                bytes,
                rest: vec![],
            },
        ))
    }

    /// Builds `design` and starts it behind a pty: [`device`](Self::device) is a serial port to any
    /// program.
    ///
    /// # Errors
    /// [`CardError::Model`] when the model cannot be built, [`CardError::Io`] when there is no pty.
    pub fn serve(design: &Design, build: Options, options: CardOptions) -> Result<Self, CardError> {
        let what = |what| move |source| CardError::Io { what, source };
        let (commands, orders) = mpsc::channel();
        let to_card = commands.clone();
        let pty = Pty::open(move |bytes| to_card.send(Command::Bytes(bytes)).is_ok())
            .map_err(what("cannot open a pty"))?;
        let device = Some(pty.device().to_owned());
        Self::spawn(
            design,
            build,
            options,
            commands,
            orders,
            Outlet::Pty(pty),
            device,
        )
    }

    fn spawn(
        design: &Design,
        build: Options,
        options: CardOptions,
        commands: Sender<Command>,
        orders: Receiver<Command>,
        outlet: Outlet,
        device: Option<PathBuf>,
    ) -> Result<Self, CardError> {
        let build = Options {
            trace: build.trace || options.trace.is_some(),
            ..build
        };
        let library = Verilator::find()?.build(&Source::from(design), &build)?;
        let simulation = Simulation::new(&library, options)?;
        let thread = std::thread::Builder::new()
            .name("simulated card".into())
            .spawn(move || run(simulation, &orders, outlet))
            .map_err(|source| CardError::Io {
                what: "cannot start the card's thread",
                source,
            })?;
        Ok(Self {
            commands,
            thread: Some(thread),
            device,
        })
    }

    /// The serial port behind which the card runs, if it was started with [`serve`](Self::serve).
    pub fn device(&self) -> Option<&Path> {
        self.device.as_deref()
    }

    /// Puts words into card memory through the back door.
    ///
    /// # Errors
    /// [`CardError::Gone`].
    pub fn store(&self, index: u32, words: Vec<Word>) -> Result<(), CardError> {
        self.ask(Command::Store(index, words))
    }

    /// Takes words out of card memory through the back door.
    ///
    /// # Errors
    /// [`CardError::Gone`].
    pub fn load(&self, index: u32, count: usize) -> Result<Vec<Word>, CardError> {
        let (answer, words) = mpsc::channel();
        self.ask(Command::Load(index, count, answer))?;
        words.recv().map_err(|_| CardError::Gone)
    }

    /// Sets the faults that memory has from now on.
    ///
    /// # Errors
    /// [`CardError::Gone`].
    pub fn set_faults(&self, faults: Vec<Fault>) -> Result<(), CardError> {
        self.ask(Command::Faults(faults))
    }

    /// Changes the far end of the line to another number of transport clocks per bit. The card itself
    /// changes when the stop bit of its answer is over, up to half a bit after the host has the answer.
    ///
    /// # Errors
    /// [`CardError::Gone`].
    pub fn set_divisor(&self, divisor: u16) -> Result<(), CardError> {
        self.ask(Command::Divisor(divisor))
    }

    /// How long the card has run.
    ///
    /// # Errors
    /// [`CardError::Gone`].
    pub fn statistics(&self) -> Result<Statistics, CardError> {
        let (answer, statistics) = mpsc::channel();
        self.ask(Command::Statistics(answer))?;
        statistics.recv().map_err(|_| CardError::Gone)
    }

    /// Waits until the card ends by itself, which only a failed assertion or a
    /// broken pty makes it do.
    ///
    /// # Errors
    /// The failed assertion.
    pub fn wait(mut self) -> Result<(), CardError> {
        match self.thread.take().map(JoinHandle::join) {
            Some(Ok(result)) => Ok(result?),
            _ => Err(CardError::Gone),
        }
    }

    /// Takes the card away in whatever it is doing, as if it were pulled out: its line breaks.
    ///
    /// # Errors
    /// The failed assertion, if one stopped the card before.
    pub fn kill(mut self) -> Result<(), CardError> {
        self.end()
    }

    fn ask(&self, command: Command) -> Result<(), CardError> {
        self.commands.send(command).map_err(|_| CardError::Gone)
    }

    fn end(&mut self) -> Result<(), CardError> {
        let _ = self.commands.send(Command::Stop);
        match self.thread.take().map(JoinHandle::join) {
            Some(Ok(result)) => Ok(result?),
            _ => Err(CardError::Gone),
        }
    }
}

impl Drop for SimCard {
    fn drop(&mut self) {
        if self.thread.is_some()
            && let Err(error) = self.end()
        {
            eprintln!("simulated card: {error}");
        }
    }
}

impl Line for SimLine {
    fn device(&self) -> String {
        "sim:".into()
    }

    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.commands
            .send(Command::Bytes(bytes.to_vec()))
            .map_err(|_| broken())
    }

    fn receive(&mut self, buffer: &mut [u8], timeout: Duration) -> io::Result<usize> {
        if self.rest.is_empty() {
            match self.bytes.recv_timeout(timeout) {
                Ok(bytes) => self.rest = bytes,
                Err(RecvTimeoutError::Timeout) => return Ok(0),
                Err(RecvTimeoutError::Disconnected) => return Err(broken()),
            }
        }
        let count = buffer.len().min(self.rest.len());
        buffer[..count].copy_from_slice(&self.rest[..count]);
        self.rest.drain(..count);
        Ok(count)
    }

    fn discard(&mut self) -> io::Result<()> {
        self.rest.clear();
        while self.bytes.try_recv().is_ok() {}
        Ok(())
    }
}

fn broken() -> io::Error {
    io::Error::new(io::ErrorKind::BrokenPipe, "the simulated card is gone")
}

/// The life of a card: clocks while there is something to do, sleep otherwise.
fn run(
    mut simulation: Simulation,
    orders: &Receiver<Command>,
    mut outlet: Outlet,
) -> Result<(), VerilatorError> {
    loop {
        let order = if simulation.is_idle() {
            orders.recv().map_err(|_| TryRecvError::Disconnected)
        } else {
            orders.try_recv()
        };
        match order {
            Ok(Command::Stop) | Err(TryRecvError::Disconnected) => return Ok(()),
            Ok(command) => obey(&mut simulation, command),
            Err(TryRecvError::Empty) => {
                (0..STRETCH).try_for_each(|_| simulation.core_clock())?;
                if simulation.line.has_received() && !outlet.send(simulation.line.take()) {
                    return Ok(());
                }
            }
        }
    }
}

fn obey(simulation: &mut Simulation, command: Command) {
    match command {
        Command::Bytes(bytes) => {
            simulation.line.push(&bytes);
            simulation.wake();
        }
        Command::Store(index, words) => {
            for (index, word) in (index..).zip(words) {
                simulation.memory.write(index, word);
            }
        }
        Command::Load(index, count, answer) => {
            let words = (index..)
                .take(count)
                .map(|index| simulation.memory.read(index));
            let _ = answer.send(words.collect());
        }
        Command::Faults(faults) => simulation.memory.set_faults(faults),
        Command::Divisor(divisor) => simulation.line.set_divisor(divisor.max(2)),
        Command::Statistics(answer) => {
            let _ = answer.send(simulation.statistics());
        }
        Command::Stop => {}
    }
}
