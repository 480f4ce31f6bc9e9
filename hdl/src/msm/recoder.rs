//! Scalars to signed digits, all windows at once.
//!
//! ```text
//! s' = s + sum_i 2^(c-1) 2^(ci);   digit_i = window_i(s') - 2^(c-1)  in  -2^(c-1) .. 2^(c-1) - 1
//! scalar (stream) --[+]--> recoded, nonzero (stream)
//! ```
//!
//! The constant turns all borrows between windows into one wide addition. Interface: streams; `in_ready` depends on
//! `out_ready`. Latency: 1. Golden model: integers.

use super::SCALAR;
use crate::named;
use crate::prim::WordsDiffer;
use num_bigint::BigUint;
use rust_hdl::prelude::*;

/// `W` windows of `C` bits make `R = W C` bits.
#[derive(LogicBlock)]
pub struct Recoder<const W: usize, const C: usize, const R: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: forgets the scalar.
    pub reset: Signal<In, Bit>,
    /// Scalar.
    pub in_data: Signal<In, Bits<SCALAR>>,
    /// Whether there is one.
    pub in_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub in_ready: Signal<Out, Bit>,
    /// Digits, lowest window first, each raised by 2^(c-1).
    pub recoded: Signal<Out, Bits<R>>,
    /// Which digits are not zero.
    pub nonzero: Signal<Out, Bits<W>>,
    /// Whether there are digits.
    pub out_valid: Signal<Out, Bit>,
    /// Whether they are taken.
    pub out_ready: Signal<In, Bit>,
    held: DFF<Bits<R>>,
    full: DFF<Bit>,
    differ: WordsDiffer<R, C, W>,
    ready: Signal<Local, Bit>,
    low: Signal<Local, Bits<R>>,
    offset: Constant<Bits<R>>,
}

impl<const W: usize, const C: usize, const R: usize> Recoder<W, C, R> {
    /// A recoder for scalars of up to `scalar_bits` bits.
    ///
    /// # Panics
    /// When `R` is not `W C` or too short for a carry out of the scalar.
    pub fn new(scalar_bits: usize) -> Self {
        assert!(
            R == W * C && R > scalar_bits,
            "{W} windows of {C} bits do not hold {scalar_bits} bits and a carry"
        );
        let half = BigUint::from(1u32) << (C - 1);
        let offset = (0..W).fold(BigUint::ZERO, |sum, i| sum + (&half << (C * i)));
        Self {
            clock: Default::default(),
            reset: Default::default(),
            in_data: Default::default(),
            in_valid: Default::default(),
            in_ready: Default::default(),
            recoded: Default::default(),
            nonzero: Default::default(),
            out_valid: Default::default(),
            out_ready: Default::default(),
            held: Default::default(),
            full: Default::default(),
            differ: WordsDiffer::new(half.into()),
            ready: Default::default(),
            low: Default::default(),
            offset: Constant::new(offset.into()),
        }
    }
}

impl<const W: usize, const C: usize, const R: usize> Logic for Recoder<W, C, R> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, held, full);
        self.ready.next = !self.full.q.val() | self.out_ready.val();
        self.in_ready.next = self.ready.val();
        self.low.next = bit_cast::<R, SCALAR>(self.in_data.val());
        if self.ready.val() {
            self.held.d.next = self.low.val() + self.offset.val();
            self.full.d.next = self.in_valid.val();
        }
        if self.reset.val() {
            self.full.d.next = false;
        }
        self.differ.words.next = self.held.q.val();
        self.recoded.next = self.held.q.val();
        self.nonzero.next = self.differ.flags.val();
        self.out_valid.next = self.full.q.val();
    }
    named!();
}
