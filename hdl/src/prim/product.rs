//! The product of one DSP slice.
//!
//! ```text
//! a --[A1]--[A2]--(x)--[M]--[P]-- p
//! b --[B1]--[B2]--'
//! ```
//!
//! Interface: pipe without valid, no reset. Latency: [`Tile::LATENCY`].
//! Golden model: the product of integers.

use super::datapath::{Netlist, Pipeline, Running, Shape, Tile};
use crate::named;
use rust_hdl::prelude::*;

/// `p(t+4) = a(t) b(t)`, unsigned; `P` is `A + B`.
#[derive(LogicBlock)]
pub struct Product<const A: usize, const B: usize, const P: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Wide operand.
    pub a: Signal<In, Bits<A>>,
    /// Narrow operand.
    pub b: Signal<In, Bits<B>>,
    /// Product.
    pub p: Signal<Out, Bits<P>>,
    _pipeline: Pipeline,
    _running: Running,
}

impl<const A: usize, const B: usize, const P: usize> Default for Product<A, B, P> {
    /// # Panics
    /// When `P` is not `A + B`.
    fn default() -> Self {
        assert_eq!(P, A + B, "width of a product");
        let mut netlist = Netlist::new(Shape {
            tile: Tile {
                a: A,
                b: B,
                cascades: false,
            },
            carry: P,
        });
        let (a, b) = (netlist.input("a", A), netlist.input("b", B));
        let p = netlist.tile(&a, &b);
        let pipeline = netlist.finish(vec![("p", p)]);
        Self {
            clock: Default::default(),
            a: Default::default(),
            b: Default::default(),
            p: Default::default(),
            _running: Running::new(&pipeline),
            _pipeline: pipeline,
        }
    }
}

impl<const A: usize, const B: usize, const P: usize> Logic for Product<A, B, P> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            let inputs = [self.a.val().into(), self.b.val().into()];
            let outputs = self._running.clock(&self._pipeline, &inputs);
            self.p.next = outputs[0].clone().into();
        }
    }
    fn connect(&mut self) {
        self.p.connect();
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom(self._pipeline.verilog())
    }
    named!();
}
