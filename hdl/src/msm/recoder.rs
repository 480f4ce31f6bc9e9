//! Scalars to signed digits, all windows at once.
//!
//! ```text
//! s' = s + sum_i 2^(c_i - 1) 2^(o_i);   digit_i = c_i bits of s' from o_i on, less 2^(c_i - 1)
//! scalar (stream) --[+, in pieces]--[CreditFifo]--> [digits, all made c bits wide] --> recoded, nonzero (stream)
//! ```
//!
//! Windows over Fq2, and those of bases with multiples, are cut in their own ways. The constant turns all borrows between windows into one wide addition. Interface: streams, one scalar a clock.
//! Latency: that of the sum, a clock for each piece, and 1. Golden model: integers.

use super::{MsmConfig, SCALAR};
use crate::named;
use crate::prim::{ConstantSum, CreditFifo, ExcessWords, WordsDiffer};
use num_bigint::BigUint;
use rust_hdl::prelude::*;
use zkcard_wire::BaseKind;

/// `W` windows of `C` bits make `R = W C` bits.
#[derive(LogicBlock)]
pub struct Recoder<const W: usize, const C: usize, const R: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: forgets all scalars.
    pub reset: Signal<In, Bit>,
    /// Whether points are those over Fq2.
    pub extended: Signal<In, Bit>,
    /// Whether bases come with multiples.
    pub multiples: Signal<In, Bit>,
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
    sum: ConstantSum<SCALAR, R>,
    held: CreditFifo<R, 4, 5>,
    digits: ExcessWords<R, C>,
    extended_digits: ExcessWords<R, C>,
    digits_of_multiples: ExcessWords<R, C>,
    words: Signal<Local, Bits<R>>,
    differ: WordsDiffer<R, C, W>,
    which: [Constant<Bits<3>>; 3],
}

impl<const W: usize, const C: usize, const R: usize> Recoder<W, C, R> {
    /// A recoder for the windows of `config`.
    ///
    /// # Panics
    /// When `W`, `C` or `R` are not those of the configuration, or its digits do not hold all scalars.
    pub fn new(config: &MsmConfig) -> Self {
        let cuts = BaseKind::ALL.map(|kind| config.digits_of(kind));
        assert!(
            cuts.iter().all(|cut| cut.count <= W && cut.bits <= C) && R == W * C,
            "widths of the digits"
        );
        let half = BigUint::from(1u32) << (C - 1);
        let offsets = BaseKind::ALL.map(|kind| config.recoding_offset(kind));
        let bits = cuts
            .map(|cut| cut.digit_bits())
            .into_iter()
            .max()
            .unwrap_or(0);
        let shape = config.curve.field.shape;
        let sum = ConstantSum::plus(shape, offsets.each_ref(), bits);
        let [digits, extended_digits, digits_of_multiples] =
            cuts.map(|cut| ExcessWords::new((0..cut.count).map(|w| cut.width(w)).collect()));
        Self {
            clock: Default::default(),
            reset: Default::default(),
            extended: Default::default(),
            multiples: Default::default(),
            in_data: Default::default(),
            in_valid: Default::default(),
            in_ready: Default::default(),
            recoded: Default::default(),
            nonzero: Default::default(),
            out_valid: Default::default(),
            out_ready: Default::default(),
            held: CreditFifo::new(sum.latency()),
            sum,
            digits,
            extended_digits,
            digits_of_multiples,
            words: Default::default(),
            differ: WordsDiffer::new(half.into()),
            which: [1u64, 2, 4].map(|which| Constant::new(which.into())),
        }
    }
}

impl<const W: usize, const C: usize, const R: usize> Logic for Recoder<W, C, R> {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, sum, held);
        self.sum.which.next = self.which[0].val();
        if self.extended.val() {
            self.sum.which.next = self.which[1].val();
        }
        if self.multiples.val() {
            self.sum.which.next = self.which[2].val();
        }
        self.sum.a.next = self.in_data.val();
        self.held.reset.next = self.reset.val();
        self.held.in_valid.next = self.in_valid.val();
        self.in_ready.next = self.held.in_ready.val();
        self.held.data.next = self.sum.s.val();
        self.held.out_ready.next = self.out_ready.val();
        self.digits.numbers.next = self.held.out_data.val();
        self.extended_digits.numbers.next = self.held.out_data.val();
        self.digits_of_multiples.numbers.next = self.held.out_data.val();
        self.words.next = self.digits.words.val();
        if self.extended.val() {
            self.words.next = self.extended_digits.words.val();
        }
        if self.multiples.val() {
            self.words.next = self.digits_of_multiples.words.val();
        }
        self.differ.words.next = self.words.val();
        self.recoded.next = self.words.val();
        self.nonzero.next = self.differ.flags.val();
        self.out_valid.next = self.held.out_valid.val();
    }
    named!();
}
