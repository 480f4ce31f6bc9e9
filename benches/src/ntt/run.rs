//! Jobs on the simulated core, each compared with arkworks.

use super::model::LATENCY;
use super::{JobKind, Setup, Simulated, modelled};
use crate::SimulationError;
use ark_bn254::Fr;
use ark_ff::{BigInteger, PrimeField};
use std::time::Instant;
use zkcard_hdl::emit::Body;
use zkcard_sim::ntt::{Counters, Dram, DramCounters, Job, Memory, NttSim, Pace, Steady, Timing};
use zkcard_sim::verilator::Optimise;

/// Words of 32 bits of a number.
const NUMBER: usize = 8;

/// A core that runs.
pub struct Simulation {
    core: NttSim,
    lanes: usize,
    body: Body,
}

impl Simulation {
    /// Builds the core of `setup` for long runs, with multipliers of `body`.
    ///
    /// # Errors
    /// [`SimulationError`] when it cannot be emitted or built.
    pub fn new(setup: Setup, body: Body) -> Result<Self, SimulationError> {
        let config = setup.config(body);
        let design = config.design(&format!("ntt_core_{}", 1 << setup.lanes))?;
        // Many lanes take the compiler longer than they run.
        let optimise = match setup.lanes {
            0..5 => Optimise::Run,
            _ => Optimise::Build,
        };
        let core = NttSim::new(config, &design, optimise)?;
        Ok(Self {
            core,
            lanes: setup.lanes,
            body,
        })
    }

    /// Whether it is the core of a setup.
    pub fn is(&self, setup: Setup, body: Body) -> bool {
        self.lanes == setup.lanes && self.body == body
    }

    /// Runs a job.
    ///
    /// # Errors
    /// [`SimulationError::Wrong`] when the result is not that of arkworks.
    pub fn run(
        &mut self,
        setup: Setup,
        kind: JobKind,
        size: usize,
    ) -> Result<Simulated, SimulationError> {
        let input = kind.input(self.lanes, size);
        let place = Place::of(&self.core, kind, size, input.len());
        let start = Instant::now();
        let (counters, dram, words) = match setup.memory.dram() {
            None => {
                let pace = Pace {
                    latency: LATENCY,
                    gaps: 0.0,
                };
                let (counters, memory) = self.job(&place, &input, Steady::new(pace, 0))?;
                (counters, None, memory.words)
            }
            Some(config) => {
                let (counters, memory) = self.job(&place, &input, Dram::new(config))?;
                (counters, Some(memory.timing.counters), memory.words)
            }
        };
        let seconds = start.elapsed().as_secs_f64();
        let simulated = record(setup, kind, size, counters, dram, seconds);
        let expected = kind.expected(size, input);
        let right = |(i, vector): (usize, &Vec<Fr>)| {
            let is = |(n, number): (usize, &Fr)| {
                let at = place.word(place.job.result, i, n);
                words[at..at + NUMBER] == digits(number)
            };
            vector.iter().enumerate().all(is)
        };
        match expected.iter().enumerate().all(right) {
            true => Ok(simulated),
            false => Err(SimulationError::Wrong {
                what: format!("{}, {}, 2^{size}", setup.name(), kind.name()),
            }),
        }
    }

    fn job<T: Timing>(
        &mut self,
        place: &Place,
        input: &[Vec<Fr>],
        timing: T,
    ) -> Result<(Counters, Memory<T>), SimulationError> {
        let mut memory = Memory::new(place.beats, NUMBER << place.beat, timing);
        for (i, vector) in input.iter().enumerate() {
            for (n, number) in vector.iter().enumerate() {
                let at = place.word(place.job.source, i, n);
                memory.words[at..at + NUMBER].copy_from_slice(&digits(number));
            }
        }
        let interval = self.core.config.arithmetic().interval();
        let most = 100_000 + 64 * interval * (input.len() << place.job.size);
        let counters = self.core.run(&place.job, &mut memory, most)?;
        Ok((counters, memory))
    }
}

/// Where the vectors of a job lie.
struct Place {
    job: Job,
    beats: usize,
    beat: usize,
    vector_beats: usize,
    beside: usize,
}

impl Place {
    fn of(core: &NttSim, kind: JobKind, size: usize, vectors: usize) -> Self {
        let sizes = core.config.sizes;
        let beside = match kind {
            JobKind::OnChip { .. } => sizes.lanes,
            _ => 0,
        };
        let vector_beats = 1 << (size + beside).saturating_sub(sizes.beat);
        let region = (vectors >> beside) * vector_beats;
        let job = Job {
            work: kind.work(sizes.lanes, size),
            size,
            source: 0,
            between: region,
            result: 2 * region,
        };
        Self {
            job,
            beats: 3 * region,
            beat: sizes.beat,
            vector_beats,
            beside,
        }
    }

    /// The first 32 bits of word `n` of vector `i`.
    fn word(&self, region: usize, i: usize, n: usize) -> usize {
        let (lot, within) = (i >> self.beside, i & ((1 << self.beside) - 1));
        let beat = (region + lot * self.vector_beats) << self.beat;
        NUMBER * (beat + (n << self.beside) + within)
    }
}

fn digits(number: &Fr) -> [u32; NUMBER] {
    let bytes = number.into_bigint().to_bytes_le();
    std::array::from_fn(|i| {
        let digit: [u8; 4] = std::array::from_fn(|j| bytes[4 * i + j]);
        u32::from_le_bytes(digit)
    })
}

fn record(
    setup: Setup,
    kind: JobKind,
    size: usize,
    counters: Counters,
    dram: Option<DramCounters>,
    seconds: f64,
) -> Simulated {
    let transforms = kind.transforms(setup.lanes) as u64;
    let butterflies = (transforms * size as u64) << size.saturating_sub(1);
    let slots = (counters.clocks << setup.lanes) as f64 / setup.interval() as f64;
    Simulated {
        setup: setup.name(),
        lanes: 1 << setup.lanes,
        memory: setup.memory.name(),
        kind: kind.name(),
        size,
        vectors: kind.vectors(setup.lanes),
        butterflies,
        efficiency: butterflies as f64 / slots,
        clocks: counters.clocks,
        work: counters.work,
        short_of_words: counters.short_of_words,
        short_of_factors: counters.short_of_factors,
        read: counters.read,
        held_up: counters.held_up,
        written: counters.written,
        bytes_a_butterfly: bytes(setup, counters) as f64 / butterflies.max(1) as f64,
        rows_opened: dram.map(|dram| dram.opened),
        bank_waits: dram.map(|dram| dram.bank_waits),
        bus_turns: dram.map(|dram| dram.turns),
        model: modelled(setup, kind, size),
        seconds,
    }
}

fn bytes(setup: Setup, counters: Counters) -> u64 {
    let beat = (4 * NUMBER) << setup.config(Body::Dpi).sizes.beat;
    (counters.read + counters.written) * beat as u64
}
