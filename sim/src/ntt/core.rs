//! A core that runs jobs.

use super::{Memory, Timing};
use crate::verilator::{Model, Optimise, Options, PortId, Verilator, VerilatorError};
use num_bigint::BigUint;
use zkcard_hdl::emit::Design;
use zkcard_hdl::ntt::NttConfig;

/// Clocks after which tables are made.
const MAX_TABLES: usize = 100_000;

/// What a job does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Work {
    /// Transforms of vectors one after the other.
    Transform {
        /// From values to coefficients.
        backward: bool,
        /// Onto a coset, or from it.
        shift: Option<BigUint>,
        /// How many.
        vectors: usize,
        /// As a power of two, vectors whose words lie beside each other; 0 for none.
        interleaved: usize,
    },
    /// a b - c on a coset, of three vectors of values on the domain.
    Quotient {
        /// The coset.
        shift: BigUint,
        /// What is multiplied by, before a transform back.
        scale: Option<BigUint>,
    },
}

/// A job over vectors of `2^size` words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// What is done.
    pub work: Work,
    /// n.
    pub size: usize,
    /// First beat of the vectors.
    pub source: usize,
    /// First beat of the work region.
    pub between: usize,
    /// First beat of the result.
    pub result: usize,
}

/// The counters of a job, as registers show them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Clocks of the job.
    pub clocks: u64,
    /// With a butterfly in each lane, or words of two buffers that meet.
    pub work: u64,
    /// Without words.
    pub short_of_words: u64,
    /// Without a factor.
    pub short_of_factors: u64,
    /// Beats read.
    pub read: u64,
    /// In which memory did not take a beat.
    pub held_up: u64,
    /// Beats written.
    pub written: u64,
}

impl Counters {
    /// Part of the clocks in which all lanes had work.
    pub fn efficiency(&self) -> f64 {
        self.work as f64 / self.clocks as f64
    }
}

struct Ports {
    clock: PortId,
    read_ready: PortId,
    write_ready: PortId,
    data_valid: PortId,
    data: PortId,
    written: PortId,
    ready: PortId,
    read_valid: PortId,
    read_address: PortId,
    read_beats: PortId,
    write_valid: PortId,
    write_address: PortId,
    write_data: PortId,
}

/// A core that runs.
pub struct NttSim {
    /// Its configuration.
    pub config: NttConfig,
    model: Model,
    ports: Ports,
}

impl NttSim {
    /// Builds the model of `design`, resets it and waits for its tables.
    ///
    /// # Errors
    /// [`VerilatorError`] when the model cannot be built or is not one of a core.
    ///
    /// # Panics
    /// When the tables are never made.
    pub fn new(
        config: NttConfig,
        design: &Design,
        optimise: Optimise,
    ) -> Result<Self, VerilatorError> {
        let options = Options {
            optimise,
            ..Options::default()
        };
        let library = Verilator::find()?.build(&design.into(), &options)?;
        let model = Model::new(&library)?;
        let port = |name| model.port(name);
        let ports = Ports {
            clock: port("clock")?,
            read_ready: port("read_ready")?,
            write_ready: port("write_ready")?,
            data_valid: port("data_valid")?,
            data: port("data")?,
            written: port("written")?,
            ready: port("ready")?,
            read_valid: port("read_valid")?,
            read_address: port("read_address")?,
            read_beats: port("read_beats")?,
            write_valid: port("write_valid")?,
            write_address: port("write_address")?,
            write_data: port("write_data")?,
        };
        let mut core = Self {
            config,
            model,
            ports,
        };
        core.reset()?;
        Ok(core)
    }

    /// Resets, and waits for the tables.
    ///
    /// # Errors
    /// [`VerilatorError::NoPort`] when the design is not a core.
    ///
    /// # Panics
    /// When they are never made.
    pub fn reset(&mut self) -> Result<(), VerilatorError> {
        self.set("reset", 1)?;
        self.model.cycles(self.ports.clock, 2);
        self.set("reset", 0)?;
        for _ in 0..MAX_TABLES {
            self.model.cycles(self.ports.clock, 1);
            if self.model.get(self.ports.ready) == 1 {
                return Ok(());
            }
        }
        panic!("tables are never made");
    }

    fn set(&mut self, name: &str, value: u64) -> Result<(), VerilatorError> {
        let port = self.model.port(name)?;
        self.model.set(port, value);
        Ok(())
    }

    fn set_number(&mut self, name: &str, value: &BigUint) -> Result<(), VerilatorError> {
        let port = self.model.port(name)?;
        self.model.set_number(port, value);
        Ok(())
    }

    /// Runs a job, `most` clocks at most.
    ///
    /// # Errors
    /// [`VerilatorError::NoPort`] when the design is not a core.
    ///
    /// # Panics
    /// When it takes longer.
    pub fn run<T: Timing>(
        &mut self,
        job: &Job,
        memory: &mut Memory<T>,
        most: usize,
    ) -> Result<Counters, VerilatorError> {
        self.describe(job)?;
        self.set("start", 1)?;
        self.clock(memory);
        self.set("start", 0)?;
        for _ in 0..most {
            if self.clock(memory) {
                return self.counters();
            }
        }
        panic!("no end after {most} clocks: {job:?}");
    }

    /// Starts a job, and forgets it after some clocks.
    ///
    /// # Errors
    /// [`VerilatorError::NoPort`] when the design is not a core.
    pub fn start_and_leave<T: Timing>(
        &mut self,
        job: &Job,
        memory: &mut Memory<T>,
        clocks: usize,
    ) -> Result<(), VerilatorError> {
        self.describe(job)?;
        self.set("start", 1)?;
        self.clock(memory);
        self.set("start", 0)?;
        for _ in 0..clocks {
            self.clock(memory);
        }
        self.model.set(self.ports.data_valid, 0);
        self.model.set(self.ports.written, 0);
        self.reset()
    }

    fn describe(&mut self, job: &Job) -> Result<(), VerilatorError> {
        let q = &self.config.field.modulus.clone();
        let inverse = |x: &BigUint| x.modpow(&(q - 2u32), q);
        for (name, value) in [
            ("size", job.size),
            ("source", job.source),
            ("between", job.between),
            ("result", job.result),
        ] {
            self.set(name, value as u64)?;
        }
        let one = BigUint::from(1u32);
        let (quotient, divided, back, vectors, interleaved) = match &job.work {
            Work::Transform {
                backward,
                vectors,
                interleaved,
                ..
            } => (false, false, *backward, *vectors, *interleaved),
            Work::Quotient { scale, .. } => (true, scale.is_some(), false, 3, 0),
        };
        let (shift, scale) = match &job.work {
            Work::Transform { shift, .. } => (shift.as_ref(), None),
            Work::Quotient { shift, scale } => (Some(shift), scale.as_ref()),
        };
        for (name, value) in [
            ("quotient", quotient.into()),
            ("divided", divided.into()),
            ("backward", back.into()),
            ("shifted", shift.is_some().into()),
            ("vectors", vectors as u64),
            ("interleaved", interleaved as u64),
        ] {
            self.set(name, value)?;
        }
        let shift = shift.unwrap_or(&one);
        self.set_number("shift", shift)?;
        self.set_number("unshift", &inverse(shift))?;
        self.set_number("scale", scale.unwrap_or(&one))
    }

    /// A clock with the memory; whether the core is ready after it.
    fn clock<T: Timing>(&mut self, memory: &mut Memory<T>) -> bool {
        let (model, ports) = (&mut self.model, &self.ports);
        memory.timing.clock();
        let written = memory.settle();
        let (read, write) = (memory.timing.takes_read(), memory.timing.takes_write());
        model.set(ports.written, written.into());
        model.set(ports.read_ready, read.into());
        model.set(ports.write_ready, write.into());
        let beat = memory.answer();
        model.set(ports.data_valid, beat.is_some().into());
        if let Some(beat) = beat {
            if let [low, high] = beat {
                model.set(ports.data, u64::from(*low) | u64::from(*high) << 32);
            } else {
                model.words_mut(ports.data).copy_from_slice(beat);
            }
        }
        model.eval();
        if read && model.get(ports.read_valid) == 1 {
            let beats = model.get(ports.read_beats) as usize + 1;
            memory.read(model.get(ports.read_address) as usize, beats);
        }
        if write && model.get(ports.write_valid) == 1 {
            let address = model.get(ports.write_address) as usize;
            if model.bits(ports.write_data) > 64 {
                memory.write(address, model.words(ports.write_data));
            } else {
                let data = model.get(ports.write_data);
                memory.write(address, &[data as u32, (data >> 32) as u32]);
            }
        }
        model.cycles(ports.clock, 1);
        model.get(ports.ready) == 1
    }

    fn counters(&self) -> Result<Counters, VerilatorError> {
        let counter = |i: usize| Ok(self.model.get(self.model.port(&format!("counter_{i}"))?));
        Ok(Counters {
            clocks: counter(0)?,
            work: counter(1)?,
            short_of_words: counter(2)?,
            short_of_factors: counter(3)?,
            read: counter(4)?,
            held_up: counter(5)?,
            written: counter(6)?,
        })
    }
}
