//! The sum of two points, times -1, from the last six products of a complete addition.
//!
//! ```text
//! -X3 = m0 + m1      -Y3 = m2 + m3      -Z3 = m4 - m5
//! ```
//!
//! The middle rank gives t0 and t1 negated: (-X3 : -Y3 : -Z3) is the same point.
//! Interface: pipe without valid; all values canonical. Latency: [`RankLast::latency`], a sum, a correction and
//! a choice.
//! Source: Renes, Costello, Batina 2015/1060, algorithm 7, steps 27-35. Golden model: integers modulo q.

use crate::field::FieldConfig;
use crate::named;
use crate::prim::datapath::{Bus, Netlist, Pipeline, Running, constant, zero_extend};
use num_bigint::BigUint;
use rust_hdl::prelude::*;

/// Six products to one point of `P = 3 N` bits.
#[derive(LogicBlock)]
pub struct RankLast<const N: usize, const P: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// t3 (-t1), t4 Y3, (-t1) Z3, Y3 (-t0), (-t0) t3, Z3 t4.
    pub m: [Signal<In, Bits<N>>; 6],
    /// (-X3 : -Y3 : -Z3).
    pub sum: Signal<Out, Bits<P>>,
    _pipeline: Pipeline,
    _running: Running,
}

impl<const N: usize, const P: usize> RankLast<N, P> {
    /// The rank over `field`.
    ///
    /// # Panics
    /// When `P` is not `3 N` or lazy values exceed `N` bits.
    pub fn new(field: &FieldConfig) -> Self {
        assert_eq!(P, 3 * N, "width of a point");
        field.check(N);
        let mut n = Netlist::new(field.shape);
        let (q, bits) = (&field.modulus, field.modulus.bits() as usize);
        let m: [Bus; 6] = std::array::from_fn(|i| n.input(&format!("m_{i}"), bits));
        let [x3, y3] = [0, 2].map(|i| {
            let sum = n.add(&m[i], &m[i + 1], bits + 1);
            n.subtract_if_not_less(&sum, q, bits)
        });
        let (difference, less) = n.sub_borrow(&m[4], &m[5], bits);
        let raised = n.add(&difference, &constant(q, bits), bits);
        let z3 = n.select(less, &raised, &difference);
        let sum = [x3, y3, z3].map(|bus| zero_extend(&bus, N)).concat();
        let pipeline = n.finish(vec![("sum", sum)]);
        Self {
            clock: Default::default(),
            m: std::array::from_fn(|_| Default::default()),
            sum: Default::default(),
            _running: Running::new(&pipeline),
            _pipeline: pipeline,
        }
    }

    /// Clocks from products to sum.
    pub fn latency(&self) -> usize {
        self._pipeline.latency()
    }
}

impl<const N: usize, const P: usize> Logic for RankLast<N, P> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            let inputs: Vec<BigUint> = self.m.iter().map(|port| port.val().into()).collect();
            let outputs = self._running.clock(&self._pipeline, &inputs);
            self.sum.next = outputs[0].clone().into();
        }
    }
    fn connect(&mut self) {
        self.sum.connect();
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom(self._pipeline.verilog())
    }
    named!();
}
