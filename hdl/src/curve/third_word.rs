//! The third word of an element of Fq2, beside the first two.
//!
//! ```text
//! d       c0    c1     -
//! q       c0    c1   c0 + c1
//! ```
//!
//! Interface: pipe without valid, with [`WORD`](super::WORD) wires; canonical in, below 2q out.
//! Latency: [`ThirdWord::latency`], a register and the chunks of one carry chain. Golden model: integers.

use super::WORD;
use super::words::{WordWires, third_word};
use crate::field::FieldConfig;
use crate::named;
use crate::prim::datapath::{Netlist, Pipeline, Running, zero_extend};
use num_bigint::BigUint;
use rust_hdl::prelude::*;

/// Words of `N` bits.
#[derive(LogicBlock)]
pub struct ThirdWord<const N: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Which word comes.
    pub word: Signal<In, Bits<WORD>>,
    /// c0, c1, anything; or an element of the prime field.
    pub d: Signal<In, Bits<N>>,
    /// c0, c1, c0 + c1; or the element.
    pub q: Signal<Out, Bits<N>>,
    _pipeline: Pipeline,
    _running: Running,
}

impl<const N: usize> ThirdWord<N> {
    /// The block over `field`.
    ///
    /// # Panics
    /// When lazy values exceed `N` bits.
    pub fn new(field: &FieldConfig) -> Self {
        field.check(N);
        let mut n = Netlist::new(field.shape);
        let word = WordWires::input(&mut n);
        let d = n.input("d", field.modulus.bits() as usize);
        let q = third_word(&mut n, &d, word);
        let pipeline = n.finish(vec![("q", zero_extend(&q, N))]);
        Self {
            clock: Default::default(),
            word: Default::default(),
            d: Default::default(),
            q: Default::default(),
            _running: Running::new(&pipeline),
            _pipeline: pipeline,
        }
    }

    /// Clocks from word to word.
    pub fn latency(&self) -> usize {
        self._pipeline.latency()
    }
}

impl<const N: usize> Logic for ThirdWord<N> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            let inputs: [BigUint; 2] = [self.word.val().into(), self.d.val().into()];
            let outputs = self._running.clock(&self._pipeline, &inputs);
            self.q.next = outputs[0].clone().into();
        }
    }
    fn connect(&mut self) {
        self.q.connect();
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom(self._pipeline.verilog())
    }
    named!();
}
