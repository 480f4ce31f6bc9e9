//! Points and recoded scalars to items, a bucket and a signed point each, only for digits that are not zero.
//!
//! ```text
//! bases ---.                                        .-> [Lane: even windows] --> item 0
//!           +--> [next] --> [current, pending] -----+
//! digits --'     1 point      digits not yet sent   '-> [Lane: odd windows] ---> item 1
//! ```
//!
//! A base at infinity, or a scalar of zero, costs one clock; no other point costs a clock without an item as long as
//! points arrive. Interface: streams in; out, one item a bank with `valid` and `taken`.
//! Latency: 3. Golden model: the digits of each scalar, per bank in order.

use super::{BASE, COORDINATE, ITEM, Lane, MsmConfig};
use crate::named;
use rust_hdl::prelude::*;

/// `W` windows numbered by `I` bits, digits of `C` bits (`B = C - 1`), `R = W C`, addresses of `A` bits in a bank,
/// `L = W A`.
#[derive(LogicBlock)]
pub struct Expander<
    const W: usize,
    const I: usize,
    const C: usize,
    const B: usize,
    const R: usize,
    const A: usize,
    const L: usize,
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
    /// Whether there is an item for the bank of even (0) or odd (1) windows.
    pub valid: [Signal<Out, Bit>; 2],
    /// Its bucket.
    pub address: [Signal<Out, Bits<A>>; 2],
    /// Its point (x : +-y : 1), marked as affine.
    pub item: [Signal<Out, Bits<ITEM>>; 2],
    /// Whether it is taken.
    pub taken: [Signal<In, Bit>; 2],
    /// Whether all items of the job have been taken.
    pub exhausted: Signal<Out, Bit>,
    /// Whether there is no item because a point is missing.
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
    lane: [Lane<W, I, C, B, R, A, L>; 2],
    fetch: Signal<Local, Bit>,
    advance: Signal<Local, Bit>,
    any: Signal<Local, Bit>,
    rest: Signal<Local, Bits<W>>,
    base_y: Signal<Local, Bits<COORDINATE>>,
    modulus: Constant<Bits<COORDINATE>>,
    none_pending: Constant<Bits<W>>,
    no_base: Constant<Bits<BASE>>,
    no_point: Constant<Bits<32>>,
    one_point: Constant<Bits<32>>,
}

impl<
    const W: usize,
    const I: usize,
    const C: usize,
    const B: usize,
    const R: usize,
    const A: usize,
    const L: usize,
> Expander<W, I, C, B, R, A, L>
{
    /// An expander for the curve and windows of `config`.
    ///
    /// # Panics
    /// When the widths do not belong together.
    pub fn new(config: &MsmConfig) -> Self {
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
            valid: Default::default(),
            address: Default::default(),
            item: Default::default(),
            taken: Default::default(),
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
            lane: [Lane::new(config, 0), Lane::new(config, 1)],
            fetch: Default::default(),
            advance: Default::default(),
            any: Default::default(),
            rest: Default::default(),
            base_y: Default::default(),
            modulus: Constant::new(config.curve.field.modulus.clone().into()),
            none_pending: Constant::new(0u64.into()),
            no_base: Constant::new(0u64.into()),
            no_point: Constant::new(0u64.into()),
            one_point: Constant::new(1u64.into()),
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
> Logic for Expander<W, I, C, B, R, A, L>
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
            next_pending
        );
        dff_setup!(self, clock, pending, recoded_now, x_now, y_now, minus_y_now);
        for i in 0..2 {
            self.lane[i].clock.next = self.clock.val();
            self.lane[i].reset.next = self.reset.val();
            self.lane[i].pending.next = self.pending.q.val();
            self.lane[i].recoded.next = self.recoded_now.q.val();
            self.lane[i].x.next = self.x_now.q.val();
            self.lane[i].y.next = self.y_now.q.val();
            self.lane[i].minus_y.next = self.minus_y_now.q.val();
            self.lane[i].taken.next = self.taken[i].val();
            self.valid[i].next = self.lane[i].valid.val();
            self.address[i].next = self.lane[i].address.val();
            self.item[i].next = self.lane[i].item.val();
        }
        self.any.next = self.lane[0].valid.val() | self.lane[1].valid.val();
        self.rest.next = self.lane[0].rest.val() | self.lane[1].rest.val();
        self.pending.d.next = self.rest.val();
        // The current point makes room for the next one.
        self.advance.next = self.next_full.q.val() & (self.rest.val() == self.none_pending.val());
        self.base_y.next = self.next_base.q.val().get_bits::<COORDINATE>(256);
        if self.advance.val() {
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
        }
        self.starved.next = !self.any.val()
            & !self.next_full.q.val()
            & !self.fetch.val()
            & (self.left.q.val() != self.no_point.val());
        self.exhausted.next = (self.left.q.val() == self.no_point.val())
            & !self.next_full.q.val()
            & (self.pending.q.val() == self.none_pending.val())
            & !self.any.val();
    }
    named!();
}
