//! A sum or difference with one of two constants, in pieces of the longest carry chain.
//!
//! ```text
//! a --[piece 0]--[piece 1]-- ... --> s = c + a,  or  s = c - a        modulo 2^bits;  c = other ? c_1 : c_0
//! ```
//!
//! Interface: pipe without valid. Latency: [`ConstantSum::latency`], a clock for each piece. Golden model: integers.

use super::datapath::{Bus, Netlist, Pipeline, Running, Shape, Wire, constant, zero_extend};
use crate::named;
use num_bigint::BigUint;
use rust_hdl::prelude::*;

/// From `N` bits to `M` bits.
#[derive(LogicBlock)]
pub struct ConstantSum<const N: usize, const M: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether the constant is the second one.
    pub other: Signal<In, Bit>,
    /// Operand; bits beyond those of the sum are left out.
    pub a: Signal<In, Bits<N>>,
    /// Sum or difference.
    pub s: Signal<Out, Bits<M>>,
    _pipeline: Pipeline,
    _running: Running,
}

impl<const N: usize, const M: usize> ConstantSum<N, M> {
    /// `s = c + a` modulo `2^bits`.
    ///
    /// # Panics
    /// When a constant has more than `bits` bits, or `bits` exceed `M`.
    pub fn plus(shape: Shape, c: [&BigUint; 2], bits: usize) -> Self {
        Self::new(shape, bits, c, |netlist, a, c| netlist.add(a, c, bits))
    }

    /// `s = c - a` modulo `2^bits`.
    ///
    /// # Panics
    /// As [`ConstantSum::plus`].
    pub fn minus(shape: Shape, c: [&BigUint; 2], bits: usize) -> Self {
        Self::new(shape, bits, c, |netlist, a, c| netlist.sub(c, a, bits))
    }

    fn new(
        shape: Shape,
        bits: usize,
        c: [&BigUint; 2],
        sum: impl Fn(&mut Netlist, &[Wire], &[Wire]) -> Bus,
    ) -> Self {
        assert!(bits <= M, "{bits} bits in {M}");
        let mut netlist = Netlist::new(shape);
        let other = netlist.input("other", 1)[0];
        let a = netlist.input("a", bits.min(N));
        let first = netlist.not(other);
        let [c_0, c_1] = c.map(|c| constant(c, bits));
        let bits_of_c = c_0.into_iter().zip(c_1).map(|bits| match bits {
            (Wire::Constant(true), Wire::Constant(false)) => first,
            (Wire::Constant(false), Wire::Constant(true)) => other,
            (both, _) => both,
        });
        let c: Bus = bits_of_c.collect();
        let s = sum(&mut netlist, &a, &c);
        let pipeline = netlist.finish(vec![("s", zero_extend(&s, M))]);
        Self {
            clock: Default::default(),
            other: Default::default(),
            a: Default::default(),
            s: Default::default(),
            _running: Running::new(&pipeline),
            _pipeline: pipeline,
        }
    }

    /// Clocks from operand to sum.
    pub fn latency(&self) -> usize {
        self._pipeline.latency()
    }
}

impl<const N: usize, const M: usize> Logic for ConstantSum<N, M> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            let inputs = [u32::from(self.other.val()).into(), self.a.val().into()];
            let outputs = self._running.clock(&self._pipeline, &inputs);
            self.s.next = outputs[0].clone().into();
        }
    }
    fn connect(&mut self) {
        self.s.connect();
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom(self._pipeline.verilog())
    }
    named!();
}
