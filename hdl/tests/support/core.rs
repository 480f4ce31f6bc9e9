//! The MSM core in Verilator: runs jobs, checks its streams, reads its counters.

use super::stream::{Receiver, Sender};
use super::{assert_lint_clean, verilated};
use num_bigint::BigUint;
use rand::SeedableRng;
use rand::rngs::StdRng;
use zkcard_hdl::emit::Design;
use zkcard_hdl::msm::MsmConfig;
use zkcard_sim::verilator::{Model, Optimise, PortId};

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
}

impl Counters {
    /// Part of the clocks of the phase of buckets in which an addition started.
    pub fn efficiency(&self) -> f64 {
        self.bucket_additions as f64 / self.bucket_cycles as f64
    }
}

/// A core that runs.
pub struct Core {
    /// Its configuration.
    pub config: MsmConfig,
    model: Model,
    clock: PortId,
}

impl Core {
    /// Builds the model of `design`, resets it and waits for its sweep.
    pub fn new(config: MsmConfig, design: &Design, optimise: Optimise) -> Self {
        assert_lint_clean(design);
        let model = verilated(design, optimise);
        let clock = model.port("clock").unwrap();
        let mut core = Self {
            config,
            model,
            clock,
        };
        core.reset();
        core
    }

    /// Resets and waits for the sweep.
    pub fn reset(&mut self) {
        self.set("reset", 1);
        self.model.cycles(self.clock, 2);
        self.set("reset", 0);
        let sweep = (0..1_000_000).find(|_| {
            self.model.cycles(self.clock, 1);
            self.get("busy") == 0
        });
        assert!(sweep.is_some(), "the sweep does not end");
    }

    fn set(&mut self, name: &str, value: u64) {
        let port = self.model.port(name).unwrap();
        self.model.set(port, value);
    }

    /// A port of up to 64 bits.
    pub fn get(&self, name: &str) -> u64 {
        self.model.get(self.model.port(name).unwrap())
    }

    /// Starts a job and abandons it after some clocks.
    pub fn start_and_leave(&mut self, bases: &[BigUint], scalars: &[BigUint], clocks: usize) {
        let mut rng = StdRng::seed_from_u64(0);
        self.start(bases.len());
        let mut base = Sender::new(&self.model, "base", bases, 16);
        let mut scalar = Sender::new(&self.model, "scalar", scalars, 16);
        for _ in 0..clocks {
            base.before_edge(&mut self.model, &mut rng);
            scalar.before_edge(&mut self.model, &mut rng);
            self.model.cycles(self.clock, 1);
        }
        self.set("base_valid", 0);
        self.set("scalar_valid", 0);
    }

    fn start(&mut self, count: usize) {
        assert_eq!(
            self.get("busy"),
            0,
            "a job may start only when the core is idle"
        );
        self.set("start", 1);
        self.set("count", count as u64);
        self.model.cycles(self.clock, 1);
        self.set("start", 0);
    }

    /// Runs one job; gives the points S, T of all chains, and the counters.
    pub fn run(
        &mut self,
        bases: &[BigUint],
        scalars: &[BigUint],
        rates: Rates,
        seed: u64,
    ) -> (Vec<BigUint>, Counters) {
        assert_eq!(bases.len(), scalars.len());
        let mut rng = StdRng::seed_from_u64(seed);
        self.start(bases.len());
        let mut base = Sender::new(&self.model, "base", bases, rates.base);
        let mut scalar = Sender::new(&self.model, "scalar", scalars, rates.scalar);
        let mut result = Receiver::new(&self.model, "result", rates.result);
        let done = self.model.port("done").unwrap();
        let limit = 400_000 + 500 * bases.len();
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
                assert_eq!(result.words.len(), 2 * self.config.chains(), "seed {seed}");
                return (result.words, self.counters());
            }
        }
        panic!(
            "no result within {limit} clocks (seed {seed}): {:?}",
            self.counters()
        );
    }

    /// The counters now.
    pub fn counters(&self) -> Counters {
        Counters {
            cycles: self.get("cycles"),
            bucket_cycles: self.get("bucket_cycles"),
            reduction_cycles: self.get("reduction_cycles"),
            bucket_additions: self.get("bucket_additions"),
            reduction_additions: self.get("reduction_additions"),
            starved: self.get("starved"),
            refused: self.get("refused"),
            stored: self.get("stored"),
        }
    }
}

/// The host's part: S and T of all chains to one sum, `sum_w 2^(cw) sum_k (T + k length S)`.
pub fn combine<P: Clone>(
    config: &MsmConfig,
    points: &[P],
    zero: P,
    add: impl Fn(&P, &P) -> P,
) -> P {
    let times = |p: &P, k: usize| {
        (0..usize::BITS).rev().fold(zero.clone(), |acc, bit| {
            let twice = add(&acc, &acc);
            if k >> bit & 1 == 1 {
                add(&twice, p)
            } else {
                twice
            }
        })
    };
    let windows = &config.windows;
    (0..windows.count).rev().fold(zero.clone(), |acc, w| {
        let raised = times(&acc, 1 << windows.width(w));
        (0..windows.chains_of(w)).fold(raised, |sum, k| {
            let chain = 2 * (windows.first_chain(w) + k);
            add(
                &add(&sum, &points[chain + 1]),
                &times(&points[chain], k * windows.segment_length()),
            )
        })
    })
}
