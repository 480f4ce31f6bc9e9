//! Bases with both signs: beside each its -y.
//!
//! ```text
//! base (stream) --+--[q - y, in pieces]--.
//!                 '--[delay]-------------+--[CreditFifo]--> base, minus_y (stream)
//! ```
//!
//! Interface: streams, one base a clock; y canonical, and not zero but at infinity, whose -y means nothing.
//! Latency: that of the difference, a clock for each piece, and 1. Golden model: integers.

use crate::field::FieldConfig;
use crate::named;
use crate::prim::{ConstantSum, CreditFifo, Delay, Join};
use rust_hdl::prelude::*;

/// `(x, y)` of `Y = 2 X` bits to `(x, y, -y)` of `P = 3 X` bits.
#[derive(LogicBlock)]
pub struct Negator<const X: usize, const Y: usize, const P: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: forgets all bases.
    pub reset: Signal<In, Bit>,
    /// Base: x low, y high.
    pub in_data: Signal<In, Bits<Y>>,
    /// Whether there is one.
    pub in_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub in_ready: Signal<Out, Bit>,
    /// The base.
    pub base: Signal<Out, Bits<Y>>,
    /// Its -y.
    pub minus_y: Signal<Out, Bits<X>>,
    /// Whether there is one.
    pub out_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub out_ready: Signal<In, Bit>,
    difference: ConstantSum<X, X>,
    beside: Delay<Bits<Y>>,
    joined: Join<3, X, P>,
    held: CreditFifo<P, 4, 5>,
    y_at: Constant<Bits<16>>,
    minus_y_at: Constant<Bits<16>>,
    only: Constant<Bits<3>>,
}

impl<const X: usize, const Y: usize, const P: usize> Negator<X, Y, P> {
    /// For coordinates of `field`.
    ///
    /// # Panics
    /// When the field does not fit `X` bits.
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
            y_at: Constant::new((X as u64).into()),
            minus_y_at: Constant::new((Y as u64).into()),
            difference,
            only: Constant::new(1u64.into()),
        }
    }
}

impl<const X: usize, const Y: usize, const P: usize> Logic for Negator<X, Y, P> {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, difference, beside, held);
        self.difference.which.next = self.only.val();
        self.difference.a.next = self.in_data.val().get_bits::<X>(self.y_at.val().index());
        self.beside.d.next = self.in_data.val();
        self.joined.part[0].next = self.beside.q.val().get_bits::<X>(0);
        self.joined.part[1].next = self.beside.q.val().get_bits::<X>(self.y_at.val().index());
        self.joined.part[2].next = self.difference.s.val();
        self.held.reset.next = self.reset.val();
        self.held.in_valid.next = self.in_valid.val();
        self.in_ready.next = self.held.in_ready.val();
        self.held.data.next = self.joined.whole.val();
        self.base.next = self.held.out_data.val().get_bits::<Y>(0);
        self.minus_y.next = self
            .held
            .out_data
            .val()
            .get_bits::<X>(self.minus_y_at.val().index());
        self.out_valid.next = self.held.out_valid.val();
        self.held.out_ready.next = self.out_ready.val();
    }
    named!();
}
