//! One running instance of a design.
use super::{
    error::VerilatorError,
    ffi::{Instance, Library},
};
use std::{fmt, path::Path, sync::Arc};

/// A port of a [`Model`], found once by name and then used without a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PortId(usize);

/// A running instance of a design. It can move between threads, but belongs to one at a time.
///
/// Values above a port's width must not be written: Verilator keeps unused bits at zero.
pub struct Model {
    instance: Instance,
}

impl fmt::Debug for Model {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("Model")
            .field(&self.instance.library)
            .finish()
    }
}

impl Model {
    /// Makes an instance and settles it once with all its inputs low, so that the first rise of a clock
    /// is seen as one.
    ///
    /// # Errors
    /// [`VerilatorError::Assertion`] if an assertion fails at once.
    pub fn new(library: &Arc<Library>) -> Result<Self, VerilatorError> {
        let mut model = Self {
            instance: Instance::new(library),
        };
        model.try_eval()?;
        Ok(model)
    }

    /// Finds a port by its name.
    ///
    /// # Errors
    /// [`VerilatorError::NoPort`].
    pub fn port(&self, name: &str) -> Result<PortId, VerilatorError> {
        let source = &self.instance.library.source;
        let found = source.ports.iter().position(|port| port.name == name);
        found.map(PortId).ok_or_else(|| VerilatorError::NoPort {
            top: source.top.clone(),
            port: name.into(),
        })
    }

    /// The width of a port in bits.
    pub fn bits(&self, port: PortId) -> usize {
        self.instance.library.source.ports[port.0].bits
    }

    /// Sets a port; of a wide one the low 64 bits, the others to zero.
    #[inline]
    pub fn set(&mut self, port: PortId, value: u64) {
        self.instance.set(port.0, value);
    }

    /// Reads a port; of a wide one the low 64 bits.
    #[inline]
    pub fn get(&self, port: PortId) -> u64 {
        self.instance.get(port.0)
    }

    /// A port wider than 64 bits, in place, least significant word first.
    ///
    /// # Panics
    /// If the port has 64 bits or fewer.
    #[inline]
    pub fn words(&self, port: PortId) -> &[u32] {
        self.instance.words(port.0)
    }

    /// As [`words`](Self::words), to write.
    ///
    /// # Panics
    /// If the port has 64 bits or fewer.
    #[inline]
    pub fn words_mut(&mut self, port: PortId) -> &mut [u32] {
        self.instance.words_mut(port.0)
    }

    /// Settles the design for the present inputs and clocks.
    ///
    /// # Panics
    /// If an assertion of the design fails; [`try_eval`](Self::try_eval) returns an error instead.
    #[inline]
    pub fn eval(&mut self) {
        if !self.instance.eval() {
            self.fail();
        }
    }

    /// As [`eval`](Self::eval), with a failed assertion as an error.
    ///
    /// # Errors
    /// [`VerilatorError::Assertion`]; a model that failed once keeps failing.
    #[inline]
    pub fn try_eval(&mut self) -> Result<(), VerilatorError> {
        if self.instance.eval() {
            Ok(())
        } else {
            Err(self.failure())
        }
    }

    /// Runs `count` cycles of `clock` (high, then low); other inputs stay as they are.
    ///
    /// # Panics
    /// If an assertion of the design fails, or `clock` is not one bit wide.
    pub fn cycles(&mut self, clock: PortId, count: u64) {
        if !self.instance.cycles(clock.0, count) {
            self.fail();
        }
    }

    /// Writes an FST waveform of everything from here on to `path`.
    ///
    /// # Errors
    /// [`VerilatorError::NotTraced`] if the model was built without tracing, [`VerilatorError::Io`] if
    /// the file cannot be written.
    pub fn trace(&mut self, path: impl AsRef<Path>) -> Result<(), VerilatorError> {
        let path = path.as_ref();
        match self.instance.trace(path) {
            0 => Ok(()),
            1 => Err(VerilatorError::NotTraced { top: self.top() }),
            _ => Err(VerilatorError::Io {
                what: format!("cannot write the waveform {}", path.display()),
                source: std::io::Error::other("the waveform writer could not open it"),
            }),
        }
    }

    /// Writes out what the waveform writer still holds.
    pub fn flush(&mut self) {
        self.instance.flush();
    }

    fn top(&self) -> String {
        self.instance.library.source.top.clone()
    }

    #[cold]
    fn fail(&self) -> ! {
        panic!("{}", self.failure())
    }

    /// The failed assertion, with the line of Verilog it stands on.
    #[cold]
    fn failure(&self) -> VerilatorError {
        let noted = self.instance.failure();
        let line = noted
            .split(':')
            .next()
            .and_then(|number| number.parse::<usize>().ok());
        let verilog = &self.instance.library.source.verilog;
        let text = line.and_then(|number| verilog.lines().nth(number.wrapping_sub(1)));
        VerilatorError::Assertion {
            top: self.top(),
            message: format!("line {noted}: {}", text.unwrap_or_default().trim()),
        }
    }
}
