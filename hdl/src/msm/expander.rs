//! Points and recoded scalars to items, a bucket and a signed point each, only for digits that are not zero.
//!
//! ```text
//! bases ---.                                  .-> [pending] --> [Lane: windows of bank 0] --> item 0
//!           +--> [next] --> [current] --------+-> [pending] --> [Lane: windows of bank 1] --> item 1
//! digits --'     1 point     1 point          '-> ...
//! ```
//!
//! Over Fq2 a base is two words, of which the second one comes with the scalar. With multiples each word of a base is a
//! point of its own: the next few digits of the scalar, one for each window, are its own, and the scalar stays until the
//! last word.
//! A point at infinity, or one whose digits are zero, costs one clock; no other point costs a clock without an item as long as
//! points arrive. Interface: streams in; out, one item a bank with `valid` and `taken`.
//! Latency: 3. Golden model: the digits of each scalar, per bank in order.

use super::{Lane, MsmConfig};
use crate::named;
use num_bigint::BigUint;
use rust_hdl::prelude::*;
use std::array::from_fn;

/// `W` windows numbered by `I` bits, digits of `C` bits (`B = C - 1`), `R = W C`, addresses of `A` bits in a bank,
/// `L = W A`, `D` banks.
#[derive(LogicBlock)]
pub struct Expander<
    const W: usize,
    const I: usize,
    const C: usize,
    const B: usize,
    const R: usize,
    const A: usize,
    const L: usize,
    const D: usize,
    const X: usize,
    const Y: usize,
    const P: usize,
    const E: usize,
> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: forgets all points.
    pub reset: Signal<In, Bit>,
    /// Starts a job of `count` points.
    pub start: Signal<In, Bit>,
    /// Points of the job.
    pub count: Signal<In, Bits<32>>,
    /// Whether points are those over Fq2.
    pub extended: Signal<In, Bit>,
    /// Whether bases come with multiples.
    pub multiples: Signal<In, Bit>,
    /// Whether items are asked for their second word.
    pub second: Signal<In, Bit>,
    /// Affine point, or a word of it.
    pub base: Signal<In, Bits<Y>>,
    /// Its -y.
    pub minus_y: Signal<In, Bits<X>>,
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
    /// Whether there is an item for each bank.
    pub valid: [Signal<Out, Bit>; D],
    /// Its bucket.
    pub address: [Signal<Out, Bits<A>>; D],
    /// Its point (x : +-y : 1), marked as affine.
    pub item: [Signal<Out, Bits<E>>; D],
    /// Whether it is taken.
    pub taken: [Signal<In, Bit>; D],
    /// Whether all items of the job have been taken.
    pub exhausted: Signal<Out, Bit>,
    /// Whether there is no item because a point is missing.
    pub starved: Signal<Out, Bit>,
    left: DFF<Bits<32>>,
    // A point that has arrived.
    next_full: DFF<Bit>,
    next_base: DFF<Bits<Y>>,
    next_minus_y: DFF<Bits<X>>,
    // The first word of a point over Fq2 has arrived.
    next_half: DFF<Bit>,
    next_upper_base: DFF<Bits<Y>>,
    next_upper_minus_y: DFF<Bits<X>>,
    next_recoded: DFF<Bits<R>>,
    next_pending: DFF<Bits<W>>,
    // Which digits belong to the next word of a base with multiples.
    own: DFF<Bits<W>>,
    // The point whose digits are being sent.
    pending: [DFF<Bits<W>>; D],
    recoded_now: DFF<Bits<R>>,
    x_now: DFF<Bits<X>>,
    y_now: DFF<Bits<X>>,
    minus_y_now: DFF<Bits<X>>,
    upper_x_now: DFF<Bits<X>>,
    upper_y_now: DFF<Bits<X>>,
    upper_minus_y_now: DFF<Bits<X>>,
    lane: [Lane<W, I, C, B, R, A, L, X, P, E>; D],
    space: Signal<Local, Bit>,
    first_half: Signal<Local, Bit>,
    takes_base: Signal<Local, Bit>,
    infinite: Signal<Local, Bit>,
    last_word: Signal<Local, Bit>,
    fetch: Signal<Local, Bit>,
    advance: Signal<Local, Bit>,
    any: Signal<Local, Bit>,
    sent: Signal<Local, Bit>,
    idle: Signal<Local, Bit>,
    none_pending: Constant<Bits<W>>,
    y_at: Constant<Bits<16>>,
    no_base: Constant<Bits<Y>>,
    no_point: Constant<Bits<32>>,
    one_point: Constant<Bits<32>>,
    windows: Constant<Bits<W>>,
    first_own: Constant<Bits<W>>,
    last_own: Constant<Bits<W>>,
}

impl<
    const W: usize,
    const I: usize,
    const C: usize,
    const B: usize,
    const R: usize,
    const A: usize,
    const L: usize,
    const D: usize,
    const X: usize,
    const Y: usize,
    const P: usize,
    const E: usize,
> Expander<W, I, C, B, R, A, L, D, X, Y, P, E>
{
    /// An expander for the curve and windows of `config`.
    ///
    /// # Panics
    /// When the widths do not belong together.
    pub fn new(config: &MsmConfig) -> Self {
        assert_eq!(D, config.windows.banks(), "a lane for each bank");
        let windows = config.multiples.windows.count;
        assert!(config.multiples.words * windows <= W, "digits of a scalar");
        let own = |word: usize| ((BigUint::from(1u32) << windows) - 1u32) << (windows * word);
        Self {
            clock: Default::default(),
            reset: Default::default(),
            start: Default::default(),
            count: Default::default(),
            extended: Default::default(),
            multiples: Default::default(),
            second: Default::default(),
            base: Default::default(),
            minus_y: Default::default(),
            base_valid: Default::default(),
            base_ready: Default::default(),
            recoded: Default::default(),
            nonzero: Default::default(),
            scalar_valid: Default::default(),
            scalar_ready: Default::default(),
            valid: from_fn(|_| Default::default()),
            address: from_fn(|_| Default::default()),
            item: from_fn(|_| Default::default()),
            taken: from_fn(|_| Default::default()),
            exhausted: Default::default(),
            starved: Default::default(),
            left: Default::default(),
            next_full: Default::default(),
            next_base: Default::default(),
            next_minus_y: Default::default(),
            next_half: Default::default(),
            next_upper_base: Default::default(),
            next_upper_minus_y: Default::default(),
            next_recoded: Default::default(),
            next_pending: Default::default(),
            own: Default::default(),
            pending: from_fn(|_| Default::default()),
            recoded_now: Default::default(),
            x_now: Default::default(),
            y_now: Default::default(),
            minus_y_now: Default::default(),
            upper_x_now: Default::default(),
            upper_y_now: Default::default(),
            upper_minus_y_now: Default::default(),
            lane: from_fn(|bank| Lane::new(config, bank)),
            space: Default::default(),
            first_half: Default::default(),
            takes_base: Default::default(),
            infinite: Default::default(),
            last_word: Default::default(),
            fetch: Default::default(),
            advance: Default::default(),
            any: Default::default(),
            sent: Default::default(),
            idle: Default::default(),
            none_pending: Constant::new(0u64.into()),
            y_at: Constant::new((X as u64).into()),
            no_base: Constant::new(0u64.into()),
            no_point: Constant::new(0u64.into()),
            one_point: Constant::new(1u64.into()),
            windows: Constant::new((windows as u64).into()),
            first_own: Constant::new(own(0).into()),
            last_own: Constant::new(own(config.multiples.words - 1).into()),
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
    const D: usize,
    const X: usize,
    const Y: usize,
    const P: usize,
    const E: usize,
> Logic for Expander<W, I, C, B, R, A, L, D, X, Y, P, E>
{
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self,
            clock,
            left,
            next_full,
            next_base,
            next_minus_y,
            next_recoded,
            next_pending,
            own
        );
        dff_setup!(self, clock, recoded_now, x_now, y_now, minus_y_now);
        dff_setup!(
            self,
            clock,
            next_half,
            next_upper_base,
            next_upper_minus_y,
            upper_x_now,
            upper_y_now,
            upper_minus_y_now
        );
        self.any.next = false;
        self.sent.next = true;
        self.idle.next = true;
        for i in 0..D {
            self.pending[i].clock.next = self.clock.val();
            self.pending[i].d.next = self.lane[i].rest.val();
            self.lane[i].clock.next = self.clock.val();
            self.lane[i].reset.next = self.reset.val();
            self.lane[i].pending.next = self.pending[i].q.val();
            self.lane[i].recoded.next = self.recoded_now.q.val();
            self.lane[i].x.next = self.x_now.q.val();
            self.lane[i].y.next = self.y_now.q.val();
            self.lane[i].minus_y.next = self.minus_y_now.q.val();
            self.lane[i].extended.next = self.extended.val();
            self.lane[i].multiples.next = self.multiples.val();
            self.lane[i].second.next = self.second.val();
            self.lane[i].upper_x.next = self.upper_x_now.q.val();
            self.lane[i].upper_y.next = self.upper_y_now.q.val();
            self.lane[i].upper_minus_y.next = self.upper_minus_y_now.q.val();
            self.lane[i].taken.next = self.taken[i].val();
            self.valid[i].next = self.lane[i].valid.val();
            self.address[i].next = self.lane[i].address.val();
            self.item[i].next = self.lane[i].item.val();
            if self.lane[i].valid.val() {
                self.any.next = true;
            }
            if self.lane[i].rest.val() != self.none_pending.val() {
                self.sent.next = false;
            }
            if self.pending[i].q.val() != self.none_pending.val() {
                self.idle.next = false;
            }
        }
        // The current point makes room for the next one.
        self.advance.next = self.next_full.q.val() & self.sent.val();
        self.infinite.next = (self.next_base.q.val() == self.no_base.val())
            & (!self.extended.val() | (self.next_upper_base.q.val() == self.no_base.val()));
        if self.advance.val() {
            // Each lane looks at the windows of its bank alone.
            for i in 0..D {
                self.pending[i].d.next = self.next_pending.q.val();
                if self.infinite.val() {
                    self.pending[i].d.next = self.none_pending.val();
                }
            }
            self.recoded_now.d.next = self.next_recoded.q.val();
            self.x_now.d.next = self.next_base.q.val().get_bits::<X>(0);
            self.y_now.d.next = self
                .next_base
                .q
                .val()
                .get_bits::<X>(self.y_at.val().index());
            self.minus_y_now.d.next = self.next_minus_y.q.val();
            self.upper_x_now.d.next = self.next_upper_base.q.val().get_bits::<X>(0);
            self.upper_y_now.d.next = self
                .next_upper_base
                .q
                .val()
                .get_bits::<X>(self.y_at.val().index());
            self.upper_minus_y_now.d.next = self.next_upper_minus_y.q.val();
        }
        // The next point comes in.
        self.space.next = (self.left.q.val() != self.no_point.val())
            & (!self.next_full.q.val() | self.advance.val());
        self.first_half.next = self.extended.val() & !self.next_half.q.val();
        self.fetch.next = self.base_valid.val()
            & self.scalar_valid.val()
            & self.space.val()
            & !self.first_half.val();
        self.takes_base.next =
            self.fetch.val() | (self.base_valid.val() & self.space.val() & self.first_half.val());
        if self.advance.val() {
            self.next_full.d.next = false;
        }
        if self.takes_base.val() {
            self.next_half.d.next = self.first_half.val();
            if self.next_half.q.val() {
                self.next_upper_base.d.next = self.base.val();
                self.next_upper_minus_y.d.next = self.minus_y.val();
            } else {
                self.next_base.d.next = self.base.val();
                self.next_minus_y.d.next = self.minus_y.val();
            }
        }
        if self.fetch.val() {
            self.next_full.d.next = true;
            self.next_recoded.d.next = self.recoded.val();
            self.next_pending.d.next = self.nonzero.val();
            if self.multiples.val() {
                self.next_pending.d.next = self.nonzero.val() & self.own.q.val();
                self.own.d.next = self.own.q.val() << self.windows.val();
            }
        }
        self.last_word.next = !self.multiples.val() | (self.own.q.val() == self.last_own.val());
        if self.fetch.val() & self.last_word.val() {
            self.own.d.next = self.first_own.val();
            self.left.d.next = self.left.q.val() - self.one_point.val();
        }
        self.base_ready.next = self.takes_base.val();
        self.scalar_ready.next = self.fetch.val() & self.last_word.val();
        if self.start.val() {
            self.own.d.next = self.first_own.val();
            self.left.d.next = self.count.val();
        }
        if self.reset.val() {
            self.left.d.next = self.no_point.val();
            self.next_full.d.next = false;
            self.next_half.d.next = false;
            for i in 0..D {
                self.pending[i].d.next = self.none_pending.val();
            }
        }
        self.starved.next = !self.any.val()
            & !self.next_full.q.val()
            & !self.fetch.val()
            & (self.left.q.val() != self.no_point.val());
        self.exhausted.next = (self.left.q.val() == self.no_point.val())
            & !self.next_full.q.val()
            & self.idle.val()
            & !self.any.val();
    }
    named!();
}
