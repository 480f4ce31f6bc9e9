//! Operands of the first five products of a complete addition, mixed or full.
//!
//! ```text
//! product   0    1      2        3        4
//! a         X1   Y1   X1 + Y1  Y1 + Z1  X1 + Z1
//! b         X2   Y2   X2 + Y2  Y2 + Z2  X2 + Z2
//! ```
//!
//! Of an affine second point the sums need Z2 := 0: the products of sums then lack a term that the middle rank adds.
//! Over Fq2 the third word of the points is made here, of the first two.
//! Interface: pipe without valid, with [`WORD`](super::WORD) wires; canonical points in, lazy operands (below 4q) and all
//! words of p out. Latency: [`RankFirst::latency`], a register, the chunks of one carry chain for the third word and
//! one chunk more for the sums.
//! Source: Renes, Costello, Batina 2015/1060, algorithm 7, steps 1-2, 4-5, 9-10, 14-15, and algorithm 8.
//! Golden model: integers.

use super::WORD;
use super::words::{WordWires, third_word};
use crate::field::FieldConfig;
use crate::named;
use crate::prim::datapath::{Bus, Netlist, Pipeline, Running, zero_extend};
use num_bigint::BigUint;
use rust_hdl::prelude::*;

/// Two points of `P = 3 N` bits to five pairs of factors.
#[derive(LogicBlock)]
pub struct RankFirst<const N: usize, const P: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Which word of the points comes.
    pub word: Signal<In, Bits<WORD>>,
    /// (X1 : Y1 : Z1).
    pub p: Signal<In, Bits<P>>,
    /// (X2 : Y2 : Z2), or (x2 : y2 : 0) of an affine point.
    pub q: Signal<In, Bits<P>>,
    /// Factors from p.
    pub a: [Signal<Out, Bits<N>>; 5],
    /// Factors from q.
    pub b: [Signal<Out, Bits<N>>; 5],
    /// p beside its factors, with its third word.
    pub p_out: Signal<Out, Bits<P>>,
    _pipeline: Pipeline,
    _running: Running,
}

impl<const N: usize, const P: usize> RankFirst<N, P> {
    /// The rank over `field`.
    ///
    /// # Panics
    /// When `P` is not `3 N` or lazy values exceed `N` bits.
    pub fn new(field: &FieldConfig) -> Self {
        assert_eq!(P, 3 * N, "width of a point");
        field.check(N);
        let pipeline = pipeline(field, N, P);
        Self {
            clock: Default::default(),
            word: Default::default(),
            p: Default::default(),
            q: Default::default(),
            p_out: Default::default(),
            a: Default::default(),
            b: Default::default(),
            _running: Running::new(&pipeline),
            _pipeline: pipeline,
        }
    }

    /// Clocks from points to factors.
    pub fn latency(&self) -> usize {
        self._pipeline.latency()
    }
}

fn pipeline(field: &FieldConfig, container: usize, point: usize) -> Pipeline {
    let mut n = Netlist::new(field.shape);
    let bits = field.modulus.bits() as usize;
    let word = WordWires::input(&mut n);
    let points = ["p", "q"].map(|name| n.input(name, point));
    let [p, q] = points.map(|point| {
        [0, 1, 2].map(|i| {
            let x = &point[i * container..i * container + bits];
            third_word(&mut n, x, word)
        })
    });
    let factors = [factors(&mut n, &p), factors(&mut n, &q)].concat();
    let p_out: Vec<Bus> = p.iter().map(|bus| zero_extend(bus, container)).collect();
    let names: Vec<String> = ["a", "b"]
        .iter()
        .flat_map(|x| (0..5).map(move |i| format!("{x}_{i}")))
        .collect();
    let factors = factors.iter().map(|bus| zero_extend(bus, container));
    let outputs = names.iter().map(String::as_str).zip(factors);
    n.finish(outputs.chain([("p_out", p_out.concat())]).collect())
}

/// X, Y, X + Y, Y + Z, X + Z.
fn factors(n: &mut Netlist, [x, y, z]: &[Bus; 3]) -> Vec<Bus> {
    let sums = [(x, y), (y, z), (x, z)].map(|(u, v)| n.add(u, v, u.len() + 1));
    [&[x.clone(), y.clone()], &sums[..]].concat()
}

impl<const N: usize, const P: usize> Logic for RankFirst<N, P> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            let word: BigUint = self.word.val().into();
            let inputs = [word, self.p.val().into(), self.q.val().into()];
            let mut outputs = self._running.clock(&self._pipeline, &inputs);
            self.p_out.next = outputs.pop().unwrap_or_default().into();
            let ports = self.a.iter_mut().chain(&mut self.b);
            ports
                .zip(outputs)
                .for_each(|(port, value)| port.next = value.into());
        }
    }
    fn connect(&mut self) {
        let ports = self.a.iter_mut().chain(&mut self.b);
        ports.for_each(|port| port.connect());
        self.p_out.connect();
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom(self._pipeline.verilog())
    }
    named!();
}
