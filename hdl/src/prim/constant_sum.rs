//! A sum or difference with one of three constants, in pieces of the longest carry chain.
//!
//! ```text
//! a --[piece 0]--[piece 1]-- ... --> s = c + a,  or  s = c - a        modulo 2^bits;  c = c_i where which[i] is high
//! ```
//!
//! Interface: pipe without valid. Latency: [`ConstantSum::latency`], a clock for each piece. Golden model: integers.

use super::datapath::{Bus, Netlist, Pipeline, Running, Shape, Wire, zero_extend};
use crate::named;
use num_bigint::BigUint;
use rust_hdl::prelude::*;

/// From `N` bits to `M` bits.
#[derive(LogicBlock)]
pub struct ConstantSum<const N: usize, const M: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Which constant: one bit is high.
    pub which: Signal<In, Bits<3>>,
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
    pub fn plus(shape: Shape, c: [&BigUint; 3], bits: usize) -> Self {
        Self::new(shape, bits, c, |netlist, a, c| netlist.add(a, c, bits))
    }

    /// `s = c - a` modulo `2^bits`.
    ///
    /// # Panics
    /// As [`ConstantSum::plus`].
    pub fn minus(shape: Shape, c: [&BigUint; 3], bits: usize) -> Self {
        Self::new(shape, bits, c, |netlist, a, c| netlist.sub(c, a, bits))
    }

    fn new(
        shape: Shape,
        bits: usize,
        c: [&BigUint; 3],
        sum: impl Fn(&mut Netlist, &[Wire], &[Wire]) -> Bus,
    ) -> Self {
        assert!(bits <= M, "{bits} bits in {M}");
        let fits = |c: &BigUint| c.bits() as usize <= bits;
        assert!(c.into_iter().all(fits), "{c:x?} in {bits} bits");
        let mut netlist = Netlist::new(shape);
        let which = netlist.input("which", 3);
        let a = netlist.input("a", bits.min(N));
        let not: Bus = which.iter().map(|wire| netlist.not(*wire)).collect();
        let c: Bus = (0..bits as u64)
            .map(|i| chosen(&which, &not, c.map(|c| c.bit(i))))
            .collect();
        let s = sum(&mut netlist, &a, &c);
        let pipeline = netlist.finish(vec![("s", zero_extend(&s, M))]);
        Self {
            clock: Default::default(),
            which: Default::default(),
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

/// The one of three bits whose wire is high: one of the wires or of their inverses, unless the bits are equal.
fn chosen(which: &[Wire], not: &[Wire], bits: [bool; 3]) -> Wire {
    let place = |value: bool| bits.iter().position(|bit| *bit == value);
    match bits.iter().filter(|bit| **bit).count() {
        1 => place(true).map_or(Wire::Constant(true), |i| which[i]),
        2 => place(false).map_or(Wire::Constant(false), |i| not[i]),
        count => Wire::Constant(count == 3),
    }
}

impl<const N: usize, const M: usize> Logic for ConstantSum<N, M> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            let inputs = [self.which.val().into(), self.a.val().into()];
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
