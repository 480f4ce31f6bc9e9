//! Operands of the first six products of a complete addition.
//!
//! ```text
//! product   0    1    2      3        4        5
//! a         X1   Y1   Z1   X1 + Y1  Y1 + Z1  X1 + Z1
//! b         X2   Y2   Z2   X2 + Y2  Y2 + Z2  X2 + Z2
//! ```
//!
//! Interface: pipe without valid; canonical points in, lazy operands (below 2q) out. Latency: [`RankFirst::latency`].
//! Source: Renes, Costello, Batina 2015/1060, algorithm 7, steps 1-16. Golden model: integers.

use crate::field::FieldConfig;
use crate::named;
use crate::prim::datapath::{Bus, Netlist, Pipeline, Running, zero_extend};
use num_bigint::BigUint;
use rust_hdl::prelude::*;

/// Two points of `P = 3 N` bits to six pairs of factors.
#[derive(LogicBlock)]
pub struct RankFirst<const N: usize, const P: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// (X1 : Y1 : Z1).
    pub p: Signal<In, Bits<P>>,
    /// (X2 : Y2 : Z2).
    pub q: Signal<In, Bits<P>>,
    /// Factors from p.
    pub a: [Signal<Out, Bits<N>>; 6],
    /// Factors from q.
    pub b: [Signal<Out, Bits<N>>; 6],
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
        let mut netlist = Netlist::new(field.shape);
        let bits = field.modulus.bits() as usize;
        let (p, q) = (netlist.input("p", P), netlist.input("q", P));
        let a = factors(&mut netlist, &p, bits, N);
        let b = factors(&mut netlist, &q, bits, N);
        let names: Vec<String> = ["a", "b"]
            .iter()
            .flat_map(|x| (0..6).map(move |i| format!("{x}_{i}")))
            .collect();
        let outputs = names
            .iter()
            .map(String::as_str)
            .zip(a.into_iter().chain(b))
            .collect();
        let pipeline = netlist.finish(outputs);
        Self {
            clock: Default::default(),
            p: Default::default(),
            q: Default::default(),
            a: std::array::from_fn(|_| Default::default()),
            b: std::array::from_fn(|_| Default::default()),
            _running: Running::new(&pipeline),
            _pipeline: pipeline,
        }
    }

    /// Clocks from points to factors.
    pub fn latency(&self) -> usize {
        self._pipeline.latency()
    }
}

/// X, Y, Z, X + Y, Y + Z, X + Z.
fn factors(n: &mut Netlist, point: &Bus, bits: usize, container: usize) -> [Bus; 6] {
    let [x, y, z] = [0, 1, 2].map(|i| point[i * container..i * container + bits].to_vec());
    let sums = [(&x, &y), (&y, &z), (&x, &z)].map(|(u, v)| n.add(u, v, bits + 1));
    let [xy, yz, xz] = sums;
    [x, y, z, xy, yz, xz].map(|bus| zero_extend(&bus, container))
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
        self.a
            .iter_mut()
            .chain(&mut self.b)
            .for_each(|port| port.connect());
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom(self._pipeline.verilog())
    }
    named!();
}
