//! One recoded digit to a bucket and a sign.
//!
//! ```text
//! digit >= 2^(c-1):  d = digit - 2^(c-1),  bucket d - 1, +point
//! digit <  2^(c-1):  d = 2^(c-1) - digit,  bucket d - 1 = ~digit, -point
//! address = { window, bucket }
//! ```
//!
//! Interface: combinational; the digit 2^(c-1) is zero and must not be decoded. Latency: 0. Golden model: integers.

use crate::named;
use crate::prim::Widen;
use rust_hdl::prelude::*;

/// Window of `I` bits and digit of `C` bits to an address of `A` bits; a bucket has `B = C - 1` bits.
#[derive(LogicBlock)]
pub struct DigitDecoder<const I: usize, const C: usize, const B: usize, const A: usize> {
    /// Number of the window.
    pub number: Signal<In, Bits<I>>,
    /// Recoded digit, not zero.
    pub digit: Signal<In, Bits<C>>,
    /// Window and bucket.
    pub address: Signal<Out, Bits<A>>,
    /// Whether the point counts negatively.
    pub negative: Signal<Out, Bit>,
    low: Signal<Local, Bits<B>>,
    bucket: Signal<Local, Bits<B>>,
    shift: Constant<Bits<8>>,
    half: Constant<Bits<C>>,
    step: Constant<Bits<B>>,
}

impl<const I: usize, const C: usize, const B: usize, const A: usize> Default
    for DigitDecoder<I, C, B, A>
{
    /// # Panics
    /// When the widths do not belong together.
    fn default() -> Self {
        assert!(
            C == B + 1 && A == I + B,
            "a bucket has c - 1 bits, an address those of window and bucket"
        );
        Self {
            number: Default::default(),
            digit: Default::default(),
            address: Default::default(),
            negative: Default::default(),
            low: Default::default(),
            bucket: Default::default(),
            shift: Constant::new((B as u64).into()),
            half: Constant::new((1u64 << B).into()),
            step: Constant::new(1u64.into()),
        }
    }
}

impl<const I: usize, const C: usize, const B: usize, const A: usize> Logic
    for DigitDecoder<I, C, B, A>
{
    #[hdl_gen]
    fn update(&mut self) {
        self.low.next = self.digit.val().get_bits::<B>(0);
        self.negative.next = self.digit.val() < self.half.val();
        if self.digit.val() < self.half.val() {
            self.bucket.next = !self.low.val();
        } else {
            self.bucket.next = self.low.val() - self.step.val();
        }
        self.address.next =
            (self.number.val().to_bits() << self.shift.val()) | self.bucket.val().to_bits();
    }
    named!();
}
