//! Operands of the first five products of a complete addition, mixed or full.
//!
//! ```text
//! product   0    1      2        3        4
//! a         X1   Y1   X1 + Y1  Y1 + Z1  X1 + Z1
//! b         X2   Y2   X2 + Y2  Y2 + Z2  X2 + Z2
//! ```
//!
//! Of an affine second point the sums need Z2 := 0: the products of sums then lack a term that the middle rank adds.
//! Interface: pipe without valid; canonical points in, lazy operands (below 2q) out.
//! Latency: [`RankFirst::latency`], the chunks of one carry chain.
//! Source: Renes, Costello, Batina 2015/1060, algorithm 7, steps 1-2, 4-5, 9-10, 14-15, and algorithm 8.
//! Golden model: integers.

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
    /// (X1 : Y1 : Z1).
    pub p: Signal<In, Bits<P>>,
    /// (X2 : Y2 : Z2), or (x2 : y2 : 0) of an affine point.
    pub q: Signal<In, Bits<P>>,
    /// Factors from p.
    pub a: [Signal<Out, Bits<N>>; 5],
    /// Factors from q.
    pub b: [Signal<Out, Bits<N>>; 5],
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
            p: Default::default(),
            q: Default::default(),
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
    let mut netlist = Netlist::new(field.shape);
    let bits = field.modulus.bits() as usize;
    let (p, q) = (netlist.input("p", point), netlist.input("q", point));
    let a = factors(&mut netlist, &p, bits, container);
    let b = factors(&mut netlist, &q, bits, container);
    let names: Vec<String> = ["a", "b"]
        .iter()
        .flat_map(|x| (0..5).map(move |i| format!("{x}_{i}")))
        .collect();
    let names = names.iter().map(String::as_str);
    let outputs = names.zip(a.into_iter().chain(b)).collect();
    netlist.finish(outputs)
}

/// X, Y, X + Y, Y + Z, X + Z.
fn factors(n: &mut Netlist, point: &Bus, bits: usize, container: usize) -> [Bus; 5] {
    let [x, y, z] = [0, 1, 2].map(|i| point[i * container..i * container + bits].to_vec());
    let sums = [(&x, &y), (&y, &z), (&x, &z)].map(|(u, v)| n.add(u, v, bits + 1));
    let [xy, yz, xz] = sums;
    [x, y, xy, yz, xz].map(|bus| zero_extend(&bus, container))
}

impl<const N: usize, const P: usize> Logic for RankFirst<N, P> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            let inputs: [BigUint; 2] = [self.p.val().into(), self.q.val().into()];
            let outputs = self._running.clock(&self._pipeline, &inputs);
            let ports = self.a.iter_mut().chain(&mut self.b);
            ports
                .zip(outputs)
                .for_each(|(port, value)| port.next = value.into());
        }
    }
    fn connect(&mut self) {
        let ports = self.a.iter_mut().chain(&mut self.b);
        ports.for_each(|port| port.connect());
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom(self._pipeline.verilog())
    }
    named!();
}
