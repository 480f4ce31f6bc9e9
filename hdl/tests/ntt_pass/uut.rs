//! The engine beside its memory, and the passes of a transform.

use super::memory::Memory;
use super::support::transform::Field;
use super::support::{assert_lint_clean, verilated};
use num_bigint::BigUint;
use zkcard_hdl::emit::{Body, emit, on_large_stack};
use zkcard_hdl::field::FieldConfig;
use zkcard_hdl::ntt::{BY_BLOCKS, BY_VECTORS, BY_WORDS, PassEngine, RootTable};
use zkcard_sim::verilator::{Model, Optimise, PortId};

/// Logarithms of lanes, words of a beat, and words of a buffer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sizes {
    pub(crate) lanes: u32,
    pub(crate) beat: u32,
    pub(crate) buffer: u32,
}

/// `2^vectors` transforms of `2^size` points.
#[derive(Clone, Debug)]
pub(crate) struct Pass {
    pub(crate) size: u32,
    pub(crate) vectors: u32,
    /// Columns share their factors; rows go on by a root from one to the next.
    pub(crate) shared: bool,
    pub(crate) backward: bool,
    pub(crate) shifted: bool,
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) loads_diagonals: bool,
    pub(crate) stores_diagonals: bool,
}

pub(crate) struct Uut {
    model: Model,
    clock: PortId,
    sizes: Sizes,
    bits: usize,
    pub(crate) clocks: usize,
    pub(crate) butterflies: usize,
}

impl Uut {
    /// Lanes of 4 words a beat, 8 lanes, 64 words a buffer.
    pub(crate) fn small(field: &Field) -> (Self, Sizes) {
        let sizes = Sizes {
            lanes: 3,
            beat: 2,
            buffer: 6,
        };
        let config = FieldConfig::new(field.q.clone())
            .with_canonical_factors()
            .with_body(Body::Rtl);
        let roots = || {
            RootTable::new(
                config.shape,
                &field.q,
                &field.root,
                field.two_adicity as usize,
            )
        };
        let engine =
            || PassEngine::<8, 2, 4, 16, 64, 128, 6, 5, 8, 8, 9, 1, 2, 1, 8>::new(&config, roots());
        let design = on_large_stack(|| emit("ntt_pass", engine())).unwrap();
        assert_lint_clean(&design);
        let model = verilated(&design, Optimise::Build);
        let clock = model.port("clock").unwrap();
        let mut uut = Self {
            model,
            clock,
            sizes,
            bits: 16,
            clocks: 0,
            butterflies: 0,
        };
        uut.set("reset", 1);
        uut.step();
        uut.set("reset", 0);
        uut.wait_ready();
        (uut, sizes)
    }

    fn set(&mut self, name: &str, value: u64) {
        let port = self.model.port(name).unwrap();
        self.model.set(port, value);
    }

    fn get(&self, name: &str) -> u64 {
        self.model.get(self.model.port(name).unwrap())
    }

    fn step(&mut self) {
        self.model.cycles(self.clock, 1);
        self.clocks += 1;
        self.butterflies += self.get("work") as usize;
    }

    fn wait_ready(&mut self) {
        for waited in 0.. {
            self.model.eval();
            if self.get("ready") == 1 {
                return;
            }
            self.step();
            assert!(waited < 100_000, "never ready");
        }
    }

    /// Gives a shift and waits for its powers.
    pub(crate) fn shift(&mut self, shift: &BigUint, powers: u32) {
        self.wait_ready();
        let port = self.model.port("shift").unwrap();
        self.model.set_number(port, shift);
        self.set("powers", powers.into());
        self.set("load_shift", 1);
        self.step();
        self.set("load_shift", 0);
        self.wait_ready();
    }

    /// Runs a pass over `memory`.
    pub(crate) fn run(&mut self, pass: &Pass, memory: &mut Memory) {
        let Sizes {
            lanes: p,
            beat: w,
            buffer,
        } = self.sizes;
        let (m, v) = (pass.size, pass.vectors);
        let q = buffer.min(m + v - p);
        let k = q - m;
        let last = u64::from(m - 1);
        let columns_order = u64::from(v) + 1;
        let (order, blocks) = match pass.backward {
            false => (columns_order, 1),
            true => (columns_order + last, 1 << last),
        };
        let power = match (pass.shared, pass.backward) {
            (true, false) => u64::from(v) + last,
            (true, true) => v.into(),
            (false, false) => last,
            (false, true) => 0,
        };
        let run = 1u64 << (k + p - w);
        let by_words = (1u64 << m, 1u64 << (v - w), run, run);
        let by_vectors = (run, 1 << m, 1 << m, run << m);
        let by_blocks = (1 << (m - w.min(m)), 1 << v, 1 << (k + p), 1 << (k + p));
        let load = if pass.loads_diagonals {
            by_vectors
        } else {
            by_words
        };
        let store = if pass.stores_diagonals {
            by_blocks
        } else {
            by_words
        };
        let shared = |own: u64, other: u64| if pass.shared { other } else { own };
        for (name, value) in [
            ("backward", pass.backward.into()),
            ("halve", pass.backward.into()),
            ("shared", pass.shared.into()),
            ("plain", (!pass.shifted).into()),
            ("bits", m.into()),
            ("size_mask", (1 << m) - 1),
            ("words_mask", (1 << q) - 1),
            ("groups", 1 << (v - p - k)),
            ("group_factors", shared((1 << q) - (1 << k), 0)),
            ("first_order", order),
            ("first_power", power),
            ("first_blocks", blocks),
            ("vectors", shared((1 << k) - 1, 0)),
            ("rows", shared(4 << k, 1)),
            ("group_order", (p + k).into()),
            ("last_beat", (1 << (m + k + p - w)) - 1),
            ("vector_bits", (k + p - w).into()),
            (
                "load_order",
                if pass.loads_diagonals {
                    BY_VECTORS
                } else {
                    BY_WORDS
                },
            ),
            ("load_base", pass.from as u64),
            ("load_bursts", load.0 - 1),
            ("load_stride", load.1),
            ("load_step", load.3),
            (
                "store_order",
                if pass.stores_diagonals {
                    BY_BLOCKS
                } else {
                    BY_WORDS
                },
            ),
            ("store_base", pass.to as u64),
            ("store_bursts", store.0 - 1),
            ("store_stride", store.1),
            ("store_run", store.2 - 1),
            ("store_step", store.3),
        ] {
            self.set(name, value);
        }
        self.set("start", 1);
        self.step();
        self.set("start", 0);
        for waited in 0.. {
            if self.clocked(memory, load.2 as usize) {
                return;
            }
            assert!(waited < 100_000, "no end: {pass:?}");
        }
    }

    /// A clock with the memory; whether the engine is ready.
    fn clocked(&mut self, memory: &mut Memory, run: usize) -> bool {
        let answer = memory.answer();
        let (read, write) = (memory.ready(), memory.ready());
        self.set("data_valid", answer.is_some().into());
        if let Some(beat) = answer {
            let joined = |all: BigUint, word: &BigUint| (all << self.bits) | word;
            let beat = beat.iter().rev().fold(BigUint::ZERO, joined);
            let port = self.model.port("data").unwrap();
            self.model.set_number(port, &beat);
        }
        self.set("read_ready", read.into());
        self.set("write_ready", write.into());
        self.model.eval();
        if read && self.get("read_valid") == 1 {
            memory.ask(self.get("read_address") as usize, run);
        }
        if write && self.get("write_valid") == 1 {
            let data = self.model.number(self.model.port("write_data").unwrap());
            let mask = (BigUint::from(1u32) << self.bits) - 1u32;
            let word = |i: usize| (&data >> (i * self.bits)) & &mask;
            let address = self.get("write_address") as usize;
            memory.beats[address] = (0..1 << self.sizes.beat).map(word).collect();
        }
        let ready = self.get("ready") == 1;
        self.step();
        ready
    }
}
