//! Bases with both signs: beside each its -y.
//!
//! ```text
//! base (stream) --+--[q - y, in pieces]--.
//!                 '--[delay]-------------+--[CreditFifo]--> base, minus_y (stream)
//! ```
//!
//! Interface: streams, one base a clock; y canonical, and not zero but at infinity, whose -y means nothing.
//! Latency: that of the difference, a clock for each piece, and 1. Golden model: integers.

use super::{BASE, COORDINATE, POINT};
use crate::field::FieldConfig;
use crate::named;
use crate::prim::{ConstantSum, CreditFifo, Delay, Join};
use rust_hdl::prelude::*;

/// `(x, y)` to `(x, y, -y)`.
#[derive(LogicBlock)]
pub struct Negator {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: forgets all bases.
    pub reset: Signal<In, Bit>,
    /// Base: x low, y high.
    pub in_data: Signal<In, Bits<BASE>>,
    /// Whether there is one.
    pub in_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub in_ready: Signal<Out, Bit>,
    /// The base.
    pub base: Signal<Out, Bits<BASE>>,
    /// Its -y.
    pub minus_y: Signal<Out, Bits<COORDINATE>>,
    /// Whether there is one.
    pub out_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub out_ready: Signal<In, Bit>,
    difference: ConstantSum<COORDINATE, COORDINATE>,
    beside: Delay<Bits<BASE>>,
    joined: Join<3, 256, POINT>,
    held: CreditFifo<POINT, 4, 5>,
    only: Constant<Bits<3>>,
}

impl Negator {
    /// For coordinates of `field`.
    pub fn new(field: &FieldConfig) -> Self {
        let bits = field.modulus.bits() as usize;
        let difference = ConstantSum::minus(field.shape, [&field.modulus; 3], bits);
        Self {
            clock: Default::default(),
            reset: Default::default(),
            in_data: Default::default(),
            in_valid: Default::default(),
            in_ready: Default::default(),
            base: Default::default(),
            minus_y: Default::default(),
            out_valid: Default::default(),
            out_ready: Default::default(),
            beside: Delay::new(difference.latency()),
            joined: Default::default(),
            held: CreditFifo::new(difference.latency()),
            difference,
            only: Constant::new(1u64.into()),
        }
    }
}

impl Logic for Negator {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, difference, beside, held);
        self.difference.which.next = self.only.val();
        self.difference.a.next = self.in_data.val().get_bits::<COORDINATE>(256);
        self.beside.d.next = self.in_data.val();
        self.joined.part[0].next = self.beside.q.val().get_bits::<COORDINATE>(0);
        self.joined.part[1].next = self.beside.q.val().get_bits::<COORDINATE>(256);
        self.joined.part[2].next = self.difference.s.val();
        self.held.reset.next = self.reset.val();
        self.held.in_valid.next = self.in_valid.val();
        self.in_ready.next = self.held.in_ready.val();
        self.held.data.next = self.joined.whole.val();
        self.base.next = self.held.out_data.val().get_bits::<BASE>(0);
        self.minus_y.next = self.held.out_data.val().get_bits::<COORDINATE>(512);
        self.out_valid.next = self.held.out_valid.val();
        self.held.out_ready.next = self.out_ready.val();
    }
    named!();
}
