//! A core that runs jobs.

use super::stream::{Receiver, Sender};
use crate::verilator::{Model, Optimise, Options, PortId, Verilator, VerilatorError};
use num_bigint::BigUint;
use rand::SeedableRng;
use rand::rngs::StdRng;
use zkcard_hdl::emit::Design;
use zkcard_hdl::msm::MsmConfig;
use zkcard_wire::layout::POINTS_PER_CHAIN;
use zkcard_wire::{BaseKind, Group};

/// Clocks after which a sweep has gone astray.
const MAX_SWEEP: usize = 1_000_000;
/// And a job, beside those of its points.
const MAX_REDUCTION: usize = 2_000_000;
/// Clocks of a point on an adder of one addition a clock, when both streams offer one word in 16 clocks.
const MAX_CLOCKS_PER_POINT: usize = 500;

/// How busy the streams are: chances in 16.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    /// Of offering a base.
    pub base: u32,
    /// Of offering a scalar.
    pub scalar: u32,
    /// Of taking a result.
    pub result: u32,
}

impl Rates {
    /// No gaps.
    pub const FULL: Self = Self {
        base: 16,
        scalar: 16,
        result: 16,
    };
}

/// The counters of a job, as registers show them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Clocks of the job.
    pub cycles: u64,
    /// Clocks of its phase of buckets.
    pub bucket_cycles: u64,
    /// Clocks of its reduction.
    pub reduction_cycles: u64,
    /// Additions in the phase of buckets.
    pub bucket_additions: u64,
    /// Additions in the reduction.
    pub reduction_additions: u64,
    /// Clocks without an item for want of a point.
    pub starved: u64,
    /// Clocks in which an item was refused.
    pub refused: u64,
    /// Items stored.
    pub stored: u64,
    /// Slots given to Z1 Z2 in the phase of buckets.
    pub spent: u64,
    /// Pairs of an item and a sum that met in one clock.
    pub met: u64,
}

impl Counters {
    /// Part of the clocks of the phase of buckets in which an addition started, on each of `adders`.
    pub fn efficiency(&self, adders: usize) -> f64 {
        self.bucket_additions as f64 / (self.bucket_cycles * adders as u64) as f64
    }
}

/// A core that runs.
pub struct Core {
    /// Its configuration.
    pub config: MsmConfig,
    /// Clocks of a point after which a job has gone astray: more of a core whose adder is slower.
    pub max_clocks_per_point: usize,
    model: Model,
    clock: PortId,
}

impl Core {
    /// Builds the model of `design`, resets it and waits for its sweep.
    ///
    /// # Errors
    /// [`VerilatorError`] when the model cannot be built or is not one of a core.
    ///
    /// # Panics
    /// When the sweep does not end.
    pub fn new(
        config: MsmConfig,
        design: &Design,
        optimise: Optimise,
    ) -> Result<Self, VerilatorError> {
        let options = Options {
            optimise,
            ..Options::default()
        };
        let library = Verilator::find()?.build(&design.into(), &options)?;
        let model = Model::new(&library)?;
        let clock = model.port("clock")?;
        let mut core = Self {
            config,
            max_clocks_per_point: MAX_CLOCKS_PER_POINT,
            model,
            clock,
        };
        core.reset()?;
        Ok(core)
    }

    /// Resets and waits for the sweep.
    ///
    /// # Errors
    /// [`VerilatorError::NoPort`] when the design is not a core.
    ///
    /// # Panics
    /// When the sweep does not end.
    pub fn reset(&mut self) -> Result<(), VerilatorError> {
        self.set("reset", 1)?;
        self.model.cycles(self.clock, 2);
        self.set("reset", 0)?;
        for _ in 0..MAX_SWEEP {
            self.model.cycles(self.clock, 1);
            if self.get("busy")? == 0 {
                return Ok(());
            }
        }
        panic!("the sweep does not end");
    }

    fn set(&mut self, name: &str, value: u64) -> Result<(), VerilatorError> {
        let port = self.model.port(name)?;
        self.model.set(port, value);
        Ok(())
    }

    fn get(&self, name: &str) -> Result<u64, VerilatorError> {
        Ok(self.model.get(self.model.port(name)?))
    }

    /// Starts a job and abandons it after some clocks.
    ///
    /// # Errors
    /// [`VerilatorError::NoPort`] when the design is not a core.
    pub fn start_and_leave(
        &mut self,
        over: BaseKind,
        bases: &[BigUint],
        scalars: &[BigUint],
        clocks: usize,
    ) -> Result<(), VerilatorError> {
        let mut rng = StdRng::seed_from_u64(0);
        self.start(over, scalars.len())?;
        let mut base = Sender::new(&self.model, "base", bases, 16)?;
        let mut scalar = Sender::new(&self.model, "scalar", scalars, 16)?;
        for _ in 0..clocks {
            base.before_edge(&mut self.model, &mut rng);
            scalar.before_edge(&mut self.model, &mut rng);
            self.model.cycles(self.clock, 1);
        }
        self.set("base_valid", 0)?;
        self.set("scalar_valid", 0)
    }

    fn start(&mut self, over: BaseKind, count: usize) -> Result<(), VerilatorError> {
        let busy = self.get("busy")?;
        assert_eq!(busy, 0, "a job may start only when the core is idle");
        self.set("start", 1)?;
        self.set("g2", (over.group() == Group::G2).into())?;
        self.set("multiples", (over == BaseKind::Multiples).into())?;
        self.set("count", count as u64)?;
        self.model.cycles(self.clock, 1);
        self.set("start", 0)
    }

    /// Runs one job over bases of a kind; gives the points S, T of all chains, word by word, and the counters.
    ///
    /// # Errors
    /// [`VerilatorError::NoPort`] when the design is not a core.
    ///
    /// # Panics
    /// When there are not as many words of scalars as of bases, and when the core breaks a rule: of its streams, of `done`, or
    /// that a job ends. `seed` is that of the gaps.
    pub fn run(
        &mut self,
        over: BaseKind,
        bases: &[BigUint],
        scalars: &[BigUint],
        rates: Rates,
        seed: u64,
    ) -> Result<(Vec<BigUint>, Counters), VerilatorError> {
        let words = self.config.base_words(over) * scalars.len();
        assert_eq!(bases.len(), words, "a scalar for each base");
        let mut rng = StdRng::seed_from_u64(seed);
        self.start(over, scalars.len())?;
        let mut base = Sender::new(&self.model, "base", bases, rates.base)?;
        let mut scalar = Sender::new(&self.model, "scalar", scalars, rates.scalar)?;
        let mut result = Receiver::new(&self.model, "result", rates.result)?;
        let done = self.model.port("done")?;
        let limit = MAX_REDUCTION + self.max_clocks_per_point * bases.len();
        for _ in 0..limit {
            base.before_edge(&mut self.model, &mut rng);
            scalar.before_edge(&mut self.model, &mut rng);
            result.before_edge(&mut self.model, &mut rng);
            self.model.eval();
            assert_eq!(
                self.model.get(done) == 1,
                result.finished,
                "done comes with the last result (seed {seed})"
            );
            self.model.cycles(self.clock, 1);
            if result.finished {
                let points = POINTS_PER_CHAIN * self.config.windows_of(over).chains();
                let words = over.group().degree() * points;
                assert_eq!(result.words.len(), words, "seed {seed}");
                return Ok((result.words, self.counters()?));
            }
        }
        let counters = self.counters()?;
        panic!("no result within {limit} clocks (seed {seed}): {counters:?}");
    }

    /// The counters now.
    ///
    /// # Errors
    /// [`VerilatorError::NoPort`] when the design is not a core.
    pub fn counters(&self) -> Result<Counters, VerilatorError> {
        Ok(Counters {
            cycles: self.get("cycles")?,
            bucket_cycles: self.get("bucket_cycles")?,
            reduction_cycles: self.get("reduction_cycles")?,
            bucket_additions: self.get("bucket_additions")?,
            reduction_additions: self.get("reduction_additions")?,
            starved: self.get("starved")?,
            refused: self.get("refused")?,
            stored: self.get("stored")?,
            spent: self.get("spent")?,
            met: self.get("met")?,
        })
    }
}
