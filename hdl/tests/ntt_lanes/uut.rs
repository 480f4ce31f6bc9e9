//! Lanes that run, and what they are told.

use super::support::transform::{Field, reversed};
use super::support::{assert_lint_clean, verilated};
use num_bigint::BigUint;
use zkcard_hdl::emit::{Body, emit, on_large_stack};
use zkcard_hdl::field::FieldConfig;
use zkcard_hdl::ntt::{Lanes, RootTable};
use zkcard_sim::verilator::{Model, Optimise, PortId};

/// Work on a buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    Forward,
    Backward,
    Product,
    /// `a - c scale`.
    Difference,
    /// `(a - c) scale`.
    ScaledDifference,
}

/// A command.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Command {
    pub(crate) work: Work,
    pub(crate) buffer: usize,
    pub(crate) beside: usize,
    /// Words of a lane and points of a vector, as powers of two.
    pub(crate) words: u32,
    pub(crate) size: u32,
    pub(crate) shared: bool,
    pub(crate) factors: usize,
}

/// Transforms whose factors belong together: those of vector k onto `shift root^k` times roots of unity, with a root of
/// order `2^(columns + size)`; or all onto one coset.
#[derive(Clone, Debug)]
pub(crate) struct Pass {
    pub(crate) backward: bool,
    pub(crate) shared: bool,
    pub(crate) shift: Option<BigUint>,
    pub(crate) words: u32,
    pub(crate) size: u32,
    pub(crate) columns: u32,
    pub(crate) groups: u64,
}

impl Pass {
    /// What vector `k` is shifted by.
    pub(crate) fn shift_of(&self, field: &Field, k: usize) -> BigUint {
        let shift = self.shift.clone().unwrap_or_else(|| 1u32.into());
        match self.shared {
            true => shift,
            false => {
                let root = field.root_of(self.columns + self.size);
                field.times(&shift, &root.modpow(&k.into(), &field.q))
            }
        }
    }
}

/// Buffers of all lanes: words of lane `l` in `[buffer][l]`.
pub(crate) struct Uut {
    model: Model,
    clock: PortId,
    pub(crate) lanes: usize,
    pub(crate) clocks: usize,
    pub(crate) butterflies: usize,
    pub(crate) done: usize,
}

impl Uut {
    pub(crate) fn new<
        const P: usize,
        const R: usize,
        const N: usize,
        const D: usize,
        const A: usize,
        const M: usize,
    >(
        field: &Field,
        body: Body,
    ) -> Self {
        let config = FieldConfig::new(field.q.clone())
            .with_canonical_factors()
            .with_body(body);
        let roots = || {
            RootTable::new(
                config.shape,
                &field.q,
                &field.root,
                field.two_adicity as usize,
            )
        };
        let lanes = || Lanes::<P, R, 4, N, D, A, 8, 9, 10, M>::new(&config, roots());
        let design = on_large_stack(|| emit("ntt_lanes", lanes())).unwrap();
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
        uut.wait_for("pass_ready");
        uut
    }

    fn set(&mut self, name: &str, value: u64) {
        let port = self.model.port(name).unwrap();
        self.model.set(port, value);
    }

    /// What differences are multiplied by.
    pub(crate) fn scale(&mut self, scale: &BigUint) {
        self.set_number("scale", scale);
    }

    fn set_number(&mut self, name: &str, value: &BigUint) {
        let port = self.model.port(name).unwrap();
        self.model.set_number(port, value);
    }

    fn get(&self, name: &str) -> u64 {
        self.model.get(self.model.port(name).unwrap())
    }

    pub(crate) fn step(&mut self) {
        self.model.cycles(self.clock, 1);
        self.clocks += 1;
        self.butterflies += self.get("work") as usize;
        self.done += self.get("done") as usize;
    }

    /// Fills a buffer, a word of each lane in a clock.
    pub(crate) fn load(&mut self, buffer: usize, words: &[Vec<BigUint>]) {
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
    pub(crate) fn store(&mut self, buffer: usize, words: usize) -> Vec<Vec<BigUint>> {
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

    /// Waits until an output is high.
    pub(crate) fn wait_for(&mut self, name: &str) {
        for waited in 0.. {
            self.model.eval();
            if self.get(name) == 1 {
                return;
            }
            self.step();
            assert!(waited < 100_000, "{name} stays low");
        }
    }

    /// Starts a pass over vectors of `2^pass.size` points.
    pub(crate) fn pass(&mut self, field: &Field, pass: &Pass) {
        self.wait_for("pass_ready");
        if let Some(shift) = &pass.shift {
            let shift = match pass.backward {
                true => field.inverse(shift),
                false => shift.clone(),
            };
            self.set_number("shift", &shift);
            self.set("powers", u64::from(pass.size.max(1) - 1));
            self.set("load_shift", 1);
            self.step();
            self.set("load_shift", 0);
            self.wait_for("pass_ready");
        }
        let vectors = 1u64 << (pass.words - pass.size);
        let last = u64::from(pass.size.max(1) - 1);
        let order = u64::from(pass.columns) + 1;
        let (order, power, blocks) = match pass.backward {
            false => (order, last, 1),
            true => (order + last, 0, 1 << last),
        };
        for (name, value) in [
            ("pass", 1),
            ("pass_backward", pass.backward.into()),
            ("pass_shared", pass.shared.into()),
            ("pass_plain", pass.shift.is_none().into()),
            ("pass_stages", pass.size.into()),
            ("pass_first_order", order),
            ("pass_first_power", power),
            ("pass_first_blocks", blocks),
            ("pass_vectors", if pass.shared { 0 } else { vectors - 1 }),
            ("pass_rows", if pass.shared { 1 } else { 4 * vectors }),
            (
                "pass_group_order",
                (vectors * self.lanes as u64).ilog2().into(),
            ),
            ("pass_groups", pass.groups),
            ("pass_row_groups", pass.groups - 1),
        ] {
            self.set(name, value);
        }
        self.step();
        self.set("pass", 0);
    }

    /// Gives a command and waits until it is taken.
    pub(crate) fn command(&mut self, command: &Command, halve: bool) {
        let backward = matches!(command.work, Work::Backward | Work::ScaledDifference);
        let difference = matches!(command.work, Work::Difference | Work::ScaledDifference);
        let pointwise = difference || command.work == Work::Product;
        for (name, value) in [
            ("valid", 1),
            ("buffer", command.buffer as u64),
            ("beside", command.beside as u64),
            ("words_mask", (1 << command.words) - 1),
            ("size_mask", (1 << command.size) - 1),
            ("backward", backward.into()),
            ("halve", halve.into()),
            ("pointwise", pointwise.into()),
            ("difference", difference.into()),
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
    pub(crate) fn wait(&mut self, done: usize) {
        for waited in 0.. {
            if self.done >= done {
                return;
            }
            self.step();
            assert!(waited < 100_000, "{} of {done} commands ended", self.done);
        }
    }
}

/// What the lane makes of `2^size` words of a vector.
pub(crate) fn expected(field: &Field, vector: &[BigUint], shift: &BigUint) -> Vec<BigUint> {
    let values = field.values(vector, shift);
    let bits = vector.len().ilog2();
    (0..vector.len())
        .map(|n| values[reversed(n, bits)].clone())
        .collect()
}
