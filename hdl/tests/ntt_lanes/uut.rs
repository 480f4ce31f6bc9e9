//! Lanes that run, and what they are told.

use super::golden::{Field, reversed};
use super::support::{assert_lint_clean, verilated};
use num_bigint::BigUint;
use zkcard_hdl::emit::{Body, emit, on_large_stack};
use zkcard_hdl::field::FieldConfig;
use zkcard_hdl::ntt::Lanes;
use zkcard_sim::verilator::{Model, Optimise, PortId};

/// Work on a buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    Forward,
    Backward,
    Product,
    Difference,
}

/// A command.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    pub work: Work,
    pub buffer: usize,
    pub beside: usize,
    /// Words of a lane and points of a vector, as powers of two.
    pub words: u32,
    pub size: u32,
    pub shared: bool,
    pub factors: usize,
}

/// Buffers of all lanes: words of lane `l` in `[buffer][l]`.
pub struct Uut {
    model: Model,
    clock: PortId,
    pub lanes: usize,
    pub clocks: usize,
    pub butterflies: usize,
    pub done: usize,
}

impl Uut {
    pub fn new<const P: usize, const N: usize, const D: usize, const A: usize, const F: usize>(
        field: &Field,
        body: Body,
    ) -> Self {
        let config = FieldConfig::new(field.q.clone())
            .with_canonical_factors()
            .with_body(body);
        let lanes = || emit("ntt_lanes", Lanes::<P, N, D, A, F>::new(&config));
        let design = on_large_stack(lanes).unwrap();
        assert_lint_clean(&design);
        let model = verilated(&design, Optimise::Build);
        let clock = model.port("clock").unwrap();
        let mut uut = Self {
            model,
            clock,
            lanes: P,
            clocks: 0,
            butterflies: 0,
            done: 0,
        };
        uut.set("reset", 1);
        uut.step();
        uut.set("reset", 0);
        for _ in 0..256 {
            uut.step();
        }
        uut
    }

    fn set(&mut self, name: &str, value: u64) {
        let port = self.model.port(name).unwrap();
        self.model.set(port, value);
    }

    fn set_number(&mut self, name: &str, value: &BigUint) {
        let port = self.model.port(name).unwrap();
        self.model.set_number(port, value);
    }

    fn get(&self, name: &str) -> u64 {
        self.model.get(self.model.port(name).unwrap())
    }

    pub fn step(&mut self) {
        self.model.cycles(self.clock, 1);
        self.clocks += 1;
        self.butterflies += self.get("work") as usize;
        self.done += self.get("done") as usize;
    }

    /// Fills a buffer, a word of each lane in a clock.
    pub fn load(&mut self, buffer: usize, words: &[Vec<BigUint>]) {
        self.set("load_buffer", buffer as u64);
        for index in 0..words[0].len() {
            for (lane, words) in words.iter().enumerate() {
                self.set(&format!("load_{lane}"), 1);
                self.set(&format!("load_index_{lane}"), index as u64);
                self.set_number(&format!("load_data_{lane}"), &words[index]);
            }
            self.step();
        }
        for lane in 0..self.lanes {
            self.set(&format!("load_{lane}"), 0);
        }
        self.step();
    }

    /// Empties a buffer.
    pub fn store(&mut self, buffer: usize, words: usize) -> Vec<Vec<BigUint>> {
        self.set("store_buffer", buffer as u64);
        let mut read = |index: usize| {
            for lane in 0..self.lanes {
                self.set(&format!("store_index_{lane}"), index as u64);
            }
            for _ in 0..4 {
                self.step();
            }
            let word = |lane| {
                self.model
                    .port(&format!("store_data_{lane}"))
                    .map(|port| self.model.number(port))
            };
            (0..self.lanes).map(|lane| word(lane).unwrap()).collect()
        };
        let rows: Vec<Vec<BigUint>> = (0..words).map(&mut read).collect();
        let lane = |lane: usize| rows.iter().map(|row| row[lane].clone()).collect();
        (0..rows[0].len()).map(lane).collect()
    }

    /// Gives each lane its factors, from `address` on.
    pub fn make(&mut self, address: usize, factors: &[Vec<BigUint>]) {
        for i in 0..factors[0].len() {
            self.set("made_address", (address + i) as u64);
            for (lane, factors) in factors.iter().enumerate() {
                self.set(&format!("made_{lane}"), 1);
                self.set_number(&format!("made_data_{lane}"), &factors[i]);
            }
            self.step();
        }
        for lane in 0..factors.len() {
            self.set(&format!("made_{lane}"), 0);
        }
    }

    /// Gives a command and waits until it is taken.
    pub fn command(&mut self, command: &Command, halve: bool) {
        let backward = matches!(command.work, Work::Backward | Work::Difference);
        let pointwise = matches!(command.work, Work::Product | Work::Difference);
        for (name, value) in [
            ("valid", 1),
            ("buffer", command.buffer as u64),
            ("beside", command.beside as u64),
            ("words_mask", (1 << command.words) - 1),
            ("size_mask", (1 << command.size) - 1),
            ("backward", backward.into()),
            ("halve", halve.into()),
            ("pointwise", pointwise.into()),
            ("shared", command.shared.into()),
            ("factors", command.factors as u64),
        ] {
            self.set(name, value);
        }
        for waited in 0.. {
            self.model.eval();
            let ready = self.get("ready") == 1;
            self.step();
            if ready {
                break;
            }
            assert!(waited < 100_000, "not taken: {command:?}");
        }
        self.set("valid", 0);
    }

    /// Waits until `done` commands have ended.
    pub fn wait(&mut self, done: usize) {
        for waited in 0.. {
            if self.done >= done {
                return;
            }
            self.step();
            assert!(waited < 100_000, "{} of {done} commands ended", self.done);
        }
    }
}

/// Factors of a lane's vectors in the order in which they are needed.
pub fn in_order(field: &Field, size: u32, shifts: &[BigUint], backward: bool) -> Vec<BigUint> {
    let of_vectors: Vec<_> = shifts
        .iter()
        .map(|shift| field.factors(size, shift))
        .collect();
    let stages: Vec<usize> = match backward {
        false => (0..size as usize).collect(),
        true => (0..size as usize).rev().collect(),
    };
    let all = stages
        .into_iter()
        .flat_map(|s| of_vectors.iter().flat_map(move |stages| stages[s].clone()));
    match backward {
        false => all.collect(),
        true => all.map(|factor| field.inverse(&factor)).collect(),
    }
}

/// What the lane makes of `2^size` words of a vector.
pub fn expected(field: &Field, vector: &[BigUint], shift: &BigUint) -> Vec<BigUint> {
    let values = field.values(vector, shift);
    let bits = vector.len().ilog2();
    (0..vector.len())
        .map(|n| values[reversed(n, bits)].clone())
        .collect()
}
