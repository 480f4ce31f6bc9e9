//! Roots of unity of orders that are powers of two, and their inverses.
//!
//! ```text
//! { backward, log of the order } --[look-up]--> root
//! ```
//!
//! Order 1 has the root 1; the square of each root is that of half its order. A look-up table for each bit: no memory.
//! Interface: pipe without valid. Latency: 1. Golden model: powers of the root of the largest order.

use crate::named;
use crate::prim::datapath::{Netlist, Pipeline, Running, Shape, zero_extend};
use num_bigint::BigUint;
use rust_hdl::prelude::*;

/// Bits of the index: a direction and a logarithm up to 31.
const ROOT: usize = 6;

/// Words of `N` bits.
#[derive(LogicBlock)]
pub struct RootTable<const N: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Logarithm of the order; plus 32 for inverses.
    pub index: Signal<In, Bits<6>>,
    /// The root; of orders that the field does not have, 1.
    pub root: Signal<Out, Bits<N>>,
    _pipeline: Pipeline,
    _running: Running,
}

impl<const N: usize> RootTable<N> {
    /// Of the field of `q` elements, whose `root` has order `2^log`.
    ///
    /// # Panics
    /// When the field exceeds the container.
    pub fn new(shape: Shape, q: &BigUint, root: &BigUint, log: usize) -> Self {
        let bits = q.bits() as usize;
        assert!(bits <= N, "{bits} bits in {N}");
        let inverse = root.modpow(&(q - 2u32), q);
        let word = |index: usize| {
            let of = [root, &inverse][index >> (ROOT - 1)];
            match log.checked_sub(index & ((1 << (ROOT - 1)) - 1)) {
                Some(less) => of.modpow(&(BigUint::from(1u32) << less), q),
                None => 1u32.into(),
            }
        };
        let mut netlist = Netlist::new(shape);
        let index = netlist.input("index", ROOT);
        let root = netlist.table(&index, (0..1 << ROOT).map(word).collect(), bits);
        let pipeline = netlist.finish(vec![("root", zero_extend(&root, N))]);
        Self {
            clock: Default::default(),
            index: Default::default(),
            root: Default::default(),
            _running: Running::new(&pipeline),
            _pipeline: pipeline,
        }
    }
}

impl<const N: usize> Logic for RootTable<N> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            let outputs = self
                ._running
                .clock(&self._pipeline, &[self.index.val().into()]);
            self.root.next = outputs[0].clone().into();
        }
    }
    fn connect(&mut self) {
        self.root.connect();
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom(self._pipeline.verilog())
    }
    named!();
}
