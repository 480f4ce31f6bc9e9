//! A sum and a difference every clock, each halved where a transform is divided by its size.
//!
//! ```text
//! a, b --+--[a + b]--[- q]--[select]--[x even ? x : x + q]--[/ 2]-- sum
//!        '--[a - b]--[+ q]--[select]--[x even ? x : x + q]--[/ 2]-- difference
//! ```
//!
//! Interface: pipe without valid; operands and results canonical, `halve` goes with them. Latency:
//! [`SumDifference::latency`]. Golden model: integers modulo q.

use crate::field::FieldConfig;
use crate::named;
use crate::prim::datapath::{Bus, Netlist, Pipeline, Running, Wire, constant, zero_extend};
use rust_hdl::prelude::*;

/// `a + b` and `a - b`, or half of them, in containers of `N` bits.
#[derive(LogicBlock)]
pub struct SumDifference<const N: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether results are halved.
    pub halve: Signal<In, Bit>,
    /// Canonical operand.
    pub a: Signal<In, Bits<N>>,
    /// Canonical operand.
    pub b: Signal<In, Bits<N>>,
    /// Canonical sum, or half of it.
    pub sum: Signal<Out, Bits<N>>,
    /// Canonical difference, or half of it.
    pub difference: Signal<Out, Bits<N>>,
    _pipeline: Pipeline,
    _running: Running,
}

impl<const N: usize> SumDifference<N> {
    /// The operation over `field`.
    ///
    /// # Panics
    /// When the modulus is even or below 3, or the field exceeds the container.
    pub fn new(field: &FieldConfig) -> Self {
        field.check(N);
        let mut n = Netlist::new(field.shape);
        let (q, bits) = (&field.modulus, field.modulus.bits() as usize);
        let halve = n.input("halve", 1)[0];
        let (a, b) = (n.input("a", bits), n.input("b", bits));
        let sum = n.add(&a, &b, bits + 1);
        let sum = n.subtract_if_not_less(&sum, q, bits);
        let (difference, less) = n.sub_borrow(&a, &b, bits);
        let raised = n.add(&difference, &constant(q, bits), bits);
        let difference = n.select(less, &raised, &difference);
        let whole = n.not(halve);
        let [sum, difference] = [sum, difference].map(|x| half(&mut n, &x, q, whole));
        let outputs = [("sum", sum), ("difference", difference)];
        let outputs = outputs.map(|(name, bus)| (name, zero_extend(&bus, N)));
        let pipeline = n.finish(outputs.to_vec());
        Self {
            clock: Default::default(),
            halve: Default::default(),
            a: Default::default(),
            b: Default::default(),
            sum: Default::default(),
            difference: Default::default(),
            _running: Running::new(&pipeline),
            _pipeline: pipeline,
        }
    }

    /// Clocks from operands to results.
    pub fn latency(&self) -> usize {
        self._pipeline.latency()
    }
}

/// `x`, or the number whose double is x modulo q: x / 2 or (x + q) / 2, whichever is whole.
fn half(n: &mut Netlist, x: &[Wire], q: &num_bigint::BigUint, whole: Wire) -> Bus {
    let bits = x.len();
    let raised = n.add(x, &constant(q, bits), bits + 1);
    let (even, odd) = (zero_extend(&x[1..], bits), raised[1..].to_vec());
    n.pick(&[(whole, &x.to_vec()), (x[0], &odd)], &even)
}

impl<const N: usize> Logic for SumDifference<N> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            let halve = u32::from(self.halve.val()).into();
            let inputs = [halve, self.a.val().into(), self.b.val().into()];
            let outputs = self._running.clock(&self._pipeline, &inputs);
            self.sum.next = outputs[0].clone().into();
            self.difference.next = outputs[1].clone().into();
        }
    }
    fn connect(&mut self) {
        self.sum.connect();
        self.difference.connect();
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom(self._pipeline.verilog())
    }
    named!();
}
