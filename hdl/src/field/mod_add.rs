//! A modular sum every clock.
//!
//! ```text
//! a, b --[a + b]--[- q]--[select]-- s
//! ```
//!
//! Interface: pipe without valid; operands and result canonical. Latency: [`ModAdd::latency`].
//! Golden model: integers modulo q.

use super::FieldConfig;
use crate::named;
use crate::prim::datapath::{Netlist, Pipeline, Running, zero_extend};
use rust_hdl::prelude::*;

/// `s = a + b mod q` in containers of `N` bits.
#[derive(LogicBlock)]
pub struct ModAdd<const N: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Canonical operand.
    pub a: Signal<In, Bits<N>>,
    /// Canonical operand.
    pub b: Signal<In, Bits<N>>,
    /// Canonical result.
    pub s: Signal<Out, Bits<N>>,
    _pipeline: Pipeline,
    _running: Running,
}

impl<const N: usize> ModAdd<N> {
    /// The operation over `field`.
    ///
    /// # Panics
    /// When the modulus is even or below 3, or 4q exceeds the container.
    pub fn new(field: &FieldConfig) -> Self {
        field.check(N);
        let mut netlist = Netlist::new(field.shape);
        let (q, bits) = (&field.modulus, field.modulus.bits() as usize);
        let (a, b) = (netlist.input("a", bits), netlist.input("b", bits));
        let sum = netlist.add(&a, &b, bits + 1);
        let s = netlist.subtract_if_not_less(&sum, q, bits);
        let pipeline = netlist.finish(vec![("s", zero_extend(&s, N))]);
        Self {
            clock: Default::default(),
            a: Default::default(),
            b: Default::default(),
            s: Default::default(),
            _running: Running::new(&pipeline),
            _pipeline: pipeline,
        }
    }

    /// Clocks from operands to result.
    pub fn latency(&self) -> usize {
        self._pipeline.latency()
    }
}

impl<const N: usize> Logic for ModAdd<N> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            let inputs = [self.a.val().into(), self.b.val().into()];
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
