//! Points and recoded scalars to items: one or two buckets and signs a clock, only for digits that are not zero.
//!
//! ```text
//! bases ---.                                                   .-> item 0 \
//!           +--> [next] --> [current, pending] --(first ones)--+           > same point
//! digits --'     1 point      digits not yet sent              '-> item 1 /
//! ```
//!
//! A base at infinity, or a scalar of zero, costs one clock; no other point costs a clock without an item as long as
//! points arrive. Interface: streams in; out, items with `valid` and `taken`: item 1 may be taken only with item 0.
//! Latency: 3. Golden model: the digits of each scalar in order.

use super::{BASE, COORDINATE, DigitDecoder};
use crate::named;
use crate::prim::{FirstOnes, WordSelect};
use num_bigint::BigUint;
use rust_hdl::prelude::*;

/// `W` windows numbered by `I` bits, digits of `C` bits (`B = C - 1`), `R = W C`, addresses of `A = I + B` bits.
#[derive(LogicBlock)]
pub struct Expander<
    const W: usize,
    const I: usize,
    const C: usize,
    const B: usize,
    const R: usize,
    const A: usize,
> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: forgets all points.
    pub reset: Signal<In, Bit>,
    /// Starts a job of `count` points.
    pub start: Signal<In, Bit>,
    /// Points of the job.
    pub count: Signal<In, Bits<32>>,
    /// Affine point.
    pub base: Signal<In, Bits<BASE>>,
    /// Whether there is one.
    pub base_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub base_ready: Signal<Out, Bit>,
    /// Recoded scalar.
    pub recoded: Signal<In, Bits<R>>,
    /// Which of its digits are not zero.
    pub nonzero: Signal<In, Bits<W>>,
    /// Whether there is one.
    pub scalar_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub scalar_ready: Signal<Out, Bit>,
    /// Whether there is an item 0.
    pub valid_0: Signal<Out, Bit>,
    /// Its window and bucket.
    pub address_0: Signal<Out, Bits<A>>,
    /// Its signed y.
    pub y_0: Signal<Out, Bits<COORDINATE>>,
    /// Whether there is an item 1.
    pub valid_1: Signal<Out, Bit>,
    /// Its window and bucket.
    pub address_1: Signal<Out, Bits<A>>,
    /// Its signed y.
    pub y_1: Signal<Out, Bits<COORDINATE>>,
    /// The x of both.
    pub x: Signal<Out, Bits<COORDINATE>>,
    /// Whether item 0 is taken.
    pub taken_0: Signal<In, Bit>,
    /// Whether item 1 is taken, too.
    pub taken_1: Signal<In, Bit>,
    /// Whether all items of the job have been taken.
    pub exhausted: Signal<Out, Bit>,
    /// Whether an item is missing because a point is.
    pub starved: Signal<Out, Bit>,
    left: DFF<Bits<32>>,
    // A point that has arrived.
    next_full: DFF<Bit>,
    next_base: DFF<Bits<BASE>>,
    next_recoded: DFF<Bits<R>>,
    next_pending: DFF<Bits<W>>,
    // The point whose digits are being sent.
    pending: DFF<Bits<W>>,
    recoded_now: DFF<Bits<R>>,
    x_now: DFF<Bits<COORDINATE>>,
    y_now: DFF<Bits<COORDINATE>>,
    minus_y_now: DFF<Bits<COORDINATE>>,
    // The items that are offered.
    has_0: DFF<Bit>,
    has_1: DFF<Bit>,
    to_0: DFF<Bits<A>>,
    to_1: DFF<Bits<A>>,
    negative_0: DFF<Bit>,
    negative_1: DFF<Bit>,
    x_item: DFF<Bits<COORDINATE>>,
    y_item: DFF<Bits<COORDINATE>>,
    minus_y_item: DFF<Bits<COORDINATE>>,
    same_point: DFF<Bit>,
    ones: FirstOnes<W, I>,
    digit: [WordSelect<R, C, I>; 2],
    decoder: [DigitDecoder<I, C, B, A>; 2],
    fetch: Signal<Local, Bit>,
    advance: Signal<Local, Bit>,
    free: Signal<Local, Bit>,
    rest: Signal<Local, Bits<W>>,
    base_y: Signal<Local, Bits<COORDINATE>>,
    modulus: Constant<Bits<COORDINATE>>,
    none_pending: Constant<Bits<W>>,
    no_base: Constant<Bits<BASE>>,
    no_point: Constant<Bits<32>>,
    one_point: Constant<Bits<32>>,
}

impl<const W: usize, const I: usize, const C: usize, const B: usize, const R: usize, const A: usize>
    Expander<W, I, C, B, R, A>
{
    /// An expander for points over the field of `modulus` elements.
    ///
    /// # Panics
    /// When the widths do not belong together.
    pub fn new(modulus: &BigUint) -> Self {
        Self {
            clock: Default::default(),
            reset: Default::default(),
            start: Default::default(),
            count: Default::default(),
            base: Default::default(),
            base_valid: Default::default(),
            base_ready: Default::default(),
            recoded: Default::default(),
            nonzero: Default::default(),
            scalar_valid: Default::default(),
            scalar_ready: Default::default(),
            valid_0: Default::default(),
            address_0: Default::default(),
            y_0: Default::default(),
            valid_1: Default::default(),
            address_1: Default::default(),
            y_1: Default::default(),
            x: Default::default(),
            taken_0: Default::default(),
            taken_1: Default::default(),
            exhausted: Default::default(),
            starved: Default::default(),
            left: Default::default(),
            next_full: Default::default(),
            next_base: Default::default(),
            next_recoded: Default::default(),
            next_pending: Default::default(),
            pending: Default::default(),
            recoded_now: Default::default(),
            x_now: Default::default(),
            y_now: Default::default(),
            minus_y_now: Default::default(),
            has_0: Default::default(),
            has_1: Default::default(),
            to_0: Default::default(),
            to_1: Default::default(),
            negative_0: Default::default(),
            negative_1: Default::default(),
            x_item: Default::default(),
            y_item: Default::default(),
            minus_y_item: Default::default(),
            same_point: Default::default(),
            ones: Default::default(),
            digit: Default::default(),
            decoder: Default::default(),
            fetch: Default::default(),
            advance: Default::default(),
            free: Default::default(),
            rest: Default::default(),
            base_y: Default::default(),
            modulus: Constant::new(modulus.clone().into()),
            none_pending: Constant::new(0u64.into()),
            no_base: Constant::new(0u64.into()),
            no_point: Constant::new(0u64.into()),
            one_point: Constant::new(1u64.into()),
        }
    }
}

impl<const W: usize, const I: usize, const C: usize, const B: usize, const R: usize, const A: usize>
    Logic for Expander<W, I, C, B, R, A>
{
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self,
            clock,
            left,
            next_full,
            next_base,
            next_recoded,
            next_pending,
            same_point
        );
        dff_setup!(self, clock, pending, recoded_now, x_now, y_now, minus_y_now);
        dff_setup!(
            self,
            clock,
            has_0,
            has_1,
            to_0,
            to_1,
            negative_0,
            negative_1,
            x_item,
            y_item,
            minus_y_item
        );
        // The digits that are sent next.
        self.ones.bits.next = self.pending.q.val();
        self.digit[0].index.next = self.ones.first.val();
        self.digit[1].index.next = self.ones.second.val();
        self.decoder[0].number.next = self.ones.first.val();
        self.decoder[1].number.next = self.ones.second.val();
        for i in 0..2 {
            self.digit[i].words.next = self.recoded_now.q.val();
            self.decoder[i].digit.next = self.digit[i].word.val();
        }
        // Items: refill both when both are gone, or the second when one of the same point moved up.
        self.free.next =
            !self.has_0.q.val() | (self.taken_0.val() & (self.taken_1.val() | !self.has_1.q.val()));
        self.rest.next = self.pending.q.val();
        if self.free.val() {
            self.rest.next = self.ones.without_both.val();
            self.has_0.d.next = self.ones.any.val();
            self.has_1.d.next = self.ones.several.val();
            self.to_0.d.next = self.decoder[0].address.val();
            self.to_1.d.next = self.decoder[1].address.val();
            self.negative_0.d.next = self.decoder[0].negative.val();
            self.negative_1.d.next = self.decoder[1].negative.val();
            self.x_item.d.next = self.x_now.q.val();
            self.y_item.d.next = self.y_now.q.val();
            self.minus_y_item.d.next = self.minus_y_now.q.val();
            self.same_point.d.next = true;
        } else if self.taken_0.val() {
            self.to_0.d.next = self.to_1.q.val();
            self.negative_0.d.next = self.negative_1.q.val();
            self.has_1.d.next = self.same_point.q.val() & self.ones.any.val();
            self.to_1.d.next = self.decoder[0].address.val();
            self.negative_1.d.next = self.decoder[0].negative.val();
            if self.same_point.q.val() {
                self.rest.next = self.ones.without_first.val();
            }
        }
        self.pending.d.next = self.rest.val();
        // The current point makes room for the next one.
        self.advance.next = self.next_full.q.val() & (self.rest.val() == self.none_pending.val());
        self.base_y.next = self.next_base.q.val().get_bits::<COORDINATE>(256);
        if self.advance.val() {
            self.same_point.d.next = false;
            self.pending.d.next = self.next_pending.q.val();
            if self.next_base.q.val() == self.no_base.val() {
                self.pending.d.next = self.none_pending.val();
            }
            self.recoded_now.d.next = self.next_recoded.q.val();
            self.x_now.d.next = self.next_base.q.val().get_bits::<COORDINATE>(0);
            self.y_now.d.next = self.base_y.val();
            self.minus_y_now.d.next = self.modulus.val() - self.base_y.val();
        }
        // The next point comes in.
        self.fetch.next = self.base_valid.val()
            & self.scalar_valid.val()
            & (self.left.q.val() != self.no_point.val())
            & (!self.next_full.q.val() | self.advance.val());
        if self.advance.val() {
            self.next_full.d.next = false;
        }
        if self.fetch.val() {
            self.next_full.d.next = true;
            self.next_base.d.next = self.base.val();
            self.next_recoded.d.next = self.recoded.val();
            self.next_pending.d.next = self.nonzero.val();
            self.left.d.next = self.left.q.val() - self.one_point.val();
        }
        self.base_ready.next = self.fetch.val();
        self.scalar_ready.next = self.fetch.val();
        if self.start.val() {
            self.left.d.next = self.count.val();
        }
        if self.reset.val() {
            self.left.d.next = self.no_point.val();
            self.next_full.d.next = false;
            self.pending.d.next = self.none_pending.val();
            self.has_0.d.next = false;
            self.has_1.d.next = false;
        }
        self.valid_0.next = self.has_0.q.val();
        self.valid_1.next = self.has_1.q.val();
        self.address_0.next = self.to_0.q.val();
        self.address_1.next = self.to_1.q.val();
        self.x.next = self.x_item.q.val();
        self.y_0.next = self.y_item.q.val();
        self.y_1.next = self.y_item.q.val();
        if self.negative_0.q.val() {
            self.y_0.next = self.minus_y_item.q.val();
        }
        if self.negative_1.q.val() {
            self.y_1.next = self.minus_y_item.q.val();
        }
        self.starved.next = !self.has_0.q.val() & (self.left.q.val() != self.no_point.val());
        self.exhausted.next = (self.left.q.val() == self.no_point.val())
            & !self.next_full.q.val()
            & (self.pending.q.val() == self.none_pending.val())
            & !self.has_0.q.val();
    }
    named!();
}
