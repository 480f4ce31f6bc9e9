//! Scalars to signed digits, all windows at once.
//!
//! ```text
//! s' = s + sum_i 2^(c_i - 1) 2^(o_i);   digit_i = c_i bits of s' from o_i on, less 2^(c_i - 1)
//! scalar (stream) --[+]--> [digits, all made c bits wide] --> recoded, nonzero (stream)
//! ```
//!
//! The constant turns all borrows between windows into one wide addition. Interface: streams; `in_ready` depends on
//! `out_ready`. Latency: 1. Golden model: integers.

use super::{MsmConfig, SCALAR};
use crate::named;
use crate::prim::{ExcessWords, WordsDiffer};
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
    digits: ExcessWords<R, C>,
    differ: WordsDiffer<R, C, W>,
    ready: Signal<Local, Bit>,
    low: Signal<Local, Bits<R>>,
    offset: Constant<Bits<R>>,
}

impl<const W: usize, const C: usize, const R: usize> Recoder<W, C, R> {
    /// A recoder for the windows of `config`.
    ///
    /// # Panics
    /// When `W`, `C` or `R` are not those of the configuration, or its digits do not hold all scalars.
    pub fn new(config: &MsmConfig) -> Self {
        let windows = &config.windows;
        assert!(
            (W, C, R) == (windows.count, windows.bits, W * C),
            "widths of the digits"
        );
        let half = BigUint::from(1u32) << (C - 1);
        let offset = config.recoding_offset();
        let widths = (0..W).map(|w| windows.width(w)).collect();
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
            digits: ExcessWords::new(widths),
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
        self.digits.numbers.next = self.held.q.val();
        self.differ.words.next = self.digits.words.val();
        self.recoded.next = self.digits.words.val();
        self.nonzero.next = self.differ.flags.val();
        self.out_valid.next = self.full.q.val();
    }
    named!();
}
