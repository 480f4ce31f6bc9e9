//! One recoded digit to a bucket and a sign.
//!
//! ```text
//! digit >= 2^(c-1):  d = digit - 2^(c-1),  bucket d - 1, +point
//! digit <  2^(c-1):  d = 2^(c-1) - digit,  bucket d - 1 = ~digit, -point
//! address = first bucket of the digit's window | bucket
//! ```
//!
//! Interface: combinational; the digit 2^(c-1) is zero and must not be decoded. Latency: 0. Golden model: integers.

use super::MsmConfig;
use crate::named;
use crate::prim::{Widen, WordSelect};
use num_bigint::BigUint;
use rust_hdl::prelude::*;
use zkcard_wire::BaseKind;

/// Window of `I` bits and digit of `C` bits to an address of `A` bits in the window's bank; a bucket has `B = C - 1`
/// bits; `L = W A` for `W` windows.
#[derive(LogicBlock)]
pub struct DigitDecoder<
    const I: usize,
    const C: usize,
    const B: usize,
    const A: usize,
    const L: usize,
> {
    /// Whether points are those over Fq2, whose windows are cut in their own way.
    pub extended: Signal<In, Bit>,
    /// Whether bases come with multiples, whose digits share windows.
    pub multiples: Signal<In, Bit>,
    /// Number of the digit.
    pub number: Signal<In, Bits<I>>,
    /// Recoded digit, not zero.
    pub digit: Signal<In, Bits<C>>,
    /// Bucket in the window's bank.
    pub address: Signal<Out, Bits<A>>,
    /// Whether the point counts negatively.
    pub negative: Signal<Out, Bit>,
    low: Signal<Local, Bits<B>>,
    bucket: Signal<Local, Bits<B>>,
    first: WordSelect<L, A, I>,
    first_buckets: Constant<Bits<L>>,
    extended_first_buckets: Constant<Bits<L>>,
    shared_first_buckets: Constant<Bits<L>>,
    half: Constant<Bits<C>>,
    step: Constant<Bits<B>>,
}

impl<const I: usize, const C: usize, const B: usize, const A: usize, const L: usize>
    DigitDecoder<I, C, B, A, L>
{
    /// A decoder for the windows of `config`.
    ///
    /// # Panics
    /// When the widths do not belong together.
    pub fn new(config: &MsmConfig) -> Self {
        let [first_buckets, extended_first_buckets, shared_first_buckets] =
            BaseKind::ALL.map(|kind| {
                let (windows, digits) = (config.windows_of(kind), config.digits_of(kind).count);
                assert!(
                    C == B + 1 && windows.bank_buckets() <= 1 << A && digits * A <= L,
                    "a bucket has c - 1 bits, an address those of its bank, and each digit an address"
                );
                let first = |w: usize| windows.first_bucket(w % windows.count);
                let firsts = (0..digits).map(|w| BigUint::from(first(w)) << (A * w));
                Constant::new(firsts.sum::<BigUint>().into())
            });
        Self {
            extended: Default::default(),
            multiples: Default::default(),
            number: Default::default(),
            digit: Default::default(),
            address: Default::default(),
            negative: Default::default(),
            low: Default::default(),
            bucket: Default::default(),
            first: Default::default(),
            first_buckets,
            extended_first_buckets,
            shared_first_buckets,
            half: Constant::new((1u64 << B).into()),
            step: Constant::new(1u64.into()),
        }
    }
}

impl<const I: usize, const C: usize, const B: usize, const A: usize, const L: usize> Logic
    for DigitDecoder<I, C, B, A, L>
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
        self.first.words.next = self.first_buckets.val();
        if self.extended.val() {
            self.first.words.next = self.extended_first_buckets.val();
        }
        if self.multiples.val() {
            self.first.words.next = self.shared_first_buckets.val();
        }
        self.first.index.next = self.number.val();
        self.address.next = self.first.word.val() | self.bucket.val().to_bits();
    }
    named!();
}
