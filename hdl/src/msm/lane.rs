//! Items of one bank: the digits of the current point that belong to the bank's windows, one after the other.
//!
//! ```text
//! pending --(mask)--(lowest)--> decode --> [item: bucket, x, +-y] --> out
//!    ^---------- rest
//! ```
//!
//! Over Fq2 an item is two words, (x0, +-y0, 1) and (x1, +-y1, 0). Interface: `rest` is what is pending after this clock; out, an item with `valid` and `taken`. Latency: 1.
//! Golden model: the bank's digits of each scalar in order.

use super::{DigitDecoder, MsmConfig};
use crate::named;
use crate::prim::{FirstOne, Join, Widen, WordSelect};
use num_bigint::BigUint;
use rust_hdl::prelude::*;

/// Widths as those of the [`Expander`](super::Expander).
#[derive(LogicBlock)]
pub struct Lane<
    const W: usize,
    const I: usize,
    const C: usize,
    const B: usize,
    const R: usize,
    const A: usize,
    const L: usize,
    const X: usize,
    const P: usize,
    const E: usize,
> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: forgets the item.
    pub reset: Signal<In, Bit>,
    /// Whether points are those over Fq2.
    pub extended: Signal<In, Bit>,
    /// Whether bases come with multiples.
    pub multiples: Signal<In, Bit>,
    /// Whether the item's second word is asked for.
    pub second: Signal<In, Bit>,
    /// Digits of the point that are not sent yet, of all windows.
    pub pending: Signal<In, Bits<W>>,
    /// Its recoded scalar.
    pub recoded: Signal<In, Bits<R>>,
    /// Its x.
    pub x: Signal<In, Bits<X>>,
    /// Its y.
    pub y: Signal<In, Bits<X>>,
    /// Its -y.
    pub minus_y: Signal<In, Bits<X>>,
    /// The second word of its x.
    pub upper_x: Signal<In, Bits<X>>,
    /// The second word of its y.
    pub upper_y: Signal<In, Bits<X>>,
    /// The second word of its -y.
    pub upper_minus_y: Signal<In, Bits<X>>,
    /// Digits of this bank that stay pending.
    pub rest: Signal<Out, Bits<W>>,
    /// Whether there is an item.
    pub valid: Signal<Out, Bit>,
    /// Its bucket.
    pub address: Signal<Out, Bits<A>>,
    /// Its point (x : +-y : 1), marked as affine.
    pub item: Signal<Out, Bits<E>>,
    /// Whether it is taken.
    pub taken: Signal<In, Bit>,
    has: DFF<Bit>,
    to: DFF<Bits<A>>,
    x_item: DFF<Bits<X>>,
    y_item: DFF<Bits<X>>,
    upper_x_item: DFF<Bits<X>>,
    upper_y_item: DFF<Bits<X>>,
    lowest: FirstOne<W, I>,
    digit: WordSelect<R, C, I>,
    decoder: DigitDecoder<I, C, B, A, L>,
    joined: Join<3, X, P>,
    mine: Constant<Bits<W>>,
    one: Constant<Bits<X>>,
    zero: Constant<Bits<X>>,
    affine: Constant<Bits<E>>,
}

impl<
    const W: usize,
    const I: usize,
    const C: usize,
    const B: usize,
    const R: usize,
    const A: usize,
    const L: usize,
    const X: usize,
    const P: usize,
    const E: usize,
> Lane<W, I, C, B, R, A, L, X, P, E>
{
    /// The lane of bank number `bank`.
    ///
    /// # Panics
    /// When the widths do not belong together.
    pub fn new(config: &MsmConfig, bank: usize) -> Self {
        let windows = (bank..W).step_by(config.windows.banks());
        let mine: BigUint = windows.map(|w| BigUint::from(1u32) << w).sum();
        Self {
            clock: Default::default(),
            reset: Default::default(),
            extended: Default::default(),
            multiples: Default::default(),
            second: Default::default(),
            upper_x: Default::default(),
            upper_y: Default::default(),
            upper_minus_y: Default::default(),
            pending: Default::default(),
            recoded: Default::default(),
            x: Default::default(),
            y: Default::default(),
            minus_y: Default::default(),
            rest: Default::default(),
            valid: Default::default(),
            address: Default::default(),
            item: Default::default(),
            taken: Default::default(),
            has: Default::default(),
            to: Default::default(),
            x_item: Default::default(),
            y_item: Default::default(),
            upper_x_item: Default::default(),
            upper_y_item: Default::default(),
            lowest: Default::default(),
            digit: Default::default(),
            decoder: DigitDecoder::new(config),
            joined: Default::default(),
            mine: Constant::new(mine.into()),
            one: Constant::new(1u64.into()),
            zero: Constant::new(0u64.into()),
            affine: Constant::new((BigUint::from(1u32) << P).into()),
        }
    }
}

impl<
    const W: usize,
    const I: usize,
    const C: usize,
    const B: usize,
    const R: usize,
    const A: usize,
    const L: usize,
    const X: usize,
    const P: usize,
    const E: usize,
> Logic for Lane<W, I, C, B, R, A, L, X, P, E>
{
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self,
            clock,
            has,
            to,
            x_item,
            y_item,
            upper_x_item,
            upper_y_item
        );
        self.decoder.extended.next = self.extended.val();
        self.decoder.multiples.next = self.multiples.val();
        self.lowest.bits.next = self.pending.val() & self.mine.val();
        self.digit.words.next = self.recoded.val();
        self.digit.index.next = self.lowest.first.val();
        self.decoder.number.next = self.lowest.first.val();
        self.decoder.digit.next = self.digit.word.val();
        self.rest.next = self.pending.val() & self.mine.val();
        if !self.has.q.val() | self.taken.val() {
            self.rest.next = self.lowest.rest.val();
            self.has.d.next = self.lowest.any.val();
            self.to.d.next = self.decoder.address.val();
            self.x_item.d.next = self.x.val();
            self.y_item.d.next = self.y.val();
            self.upper_x_item.d.next = self.upper_x.val();
            self.upper_y_item.d.next = self.upper_y.val();
            if self.decoder.negative.val() {
                self.y_item.d.next = self.minus_y.val();
                self.upper_y_item.d.next = self.upper_minus_y.val();
            }
        }
        if self.reset.val() {
            self.has.d.next = false;
        }
        self.valid.next = self.has.q.val();
        self.address.next = self.to.q.val();
        self.joined.part[0].next = self.x_item.q.val();
        self.joined.part[1].next = self.y_item.q.val();
        self.joined.part[2].next = self.one.val();
        if self.second.val() {
            self.joined.part[0].next = self.upper_x_item.q.val();
            self.joined.part[1].next = self.upper_y_item.q.val();
            self.joined.part[2].next = self.zero.val();
        }
        self.item.next = self.joined.whole.val().to_bits() | self.affine.val();
    }
    named!();
}
