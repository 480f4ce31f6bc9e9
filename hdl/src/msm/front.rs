//! What comes before the buckets: bases and scalars to items.
//!
//! ```text
//! scalar --[Skid]--[Recoder]--.
//!                             +--[Expander]==> items, one bank each
//! base ----[Skid]--[Negator]--'
//! ```
//!
//! Interface: `start` with `count`; streams in; out, an item a bank with `valid` and `taken`.
//! Latency: the longer one of Recoder and Negator, and 4. Golden model: the digits of each scalar.

use super::{Expander, MsmConfig, Negator, Recoder, SCALAR};
use crate::named;
use crate::prim::Skid;
use rust_hdl::prelude::*;

/// Widths as those of the [`Expander`].
#[derive(LogicBlock)]
pub struct Front<
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
    /// Starts a job, for one clock.
    pub start: Signal<In, Bit>,
    /// Points of the job.
    pub count: Signal<In, Bits<32>>,
    /// Whether points are those over Fq2; a level during a job.
    pub extended: Signal<In, Bit>,
    /// Whether bases come with multiples; a level during a job, low over Fq2.
    pub multiples: Signal<In, Bit>,
    /// Whether items are asked for their second word.
    pub second: Signal<In, Bit>,
    /// Base: x low, y high; zero is infinity. Its multiples follow it.
    pub base: Signal<In, Bits<Y>>,
    /// Whether there is one.
    pub base_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub base_ready: Signal<Out, Bit>,
    /// Scalar.
    pub scalar: Signal<In, Bits<SCALAR>>,
    /// Whether there is one.
    pub scalar_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub scalar_ready: Signal<Out, Bit>,
    /// Whether there is an item for each bank.
    pub valid: [Signal<Out, Bit>; D],
    /// Its bucket.
    pub address: [Signal<Out, Bits<A>>; D],
    /// Its point.
    pub item: [Signal<Out, Bits<E>>; D],
    /// Whether it is taken.
    pub taken: [Signal<In, Bit>; D],
    /// Whether all items of the job have been taken.
    pub exhausted: Signal<Out, Bit>,
    /// Whether there is no item because a point is missing.
    pub starved: Signal<Out, Bit>,
    bases: Skid<Y>,
    scalars: Skid<SCALAR>,
    recoder: Recoder<W, C, R>,
    negator: Negator<X, Y, P>,
    expander: Expander<W, I, C, B, R, A, L, D, X, Y, P, E>,
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
> Front<W, I, C, B, R, A, L, D, X, Y, P, E>
{
    /// For the curve and windows of `config`.
    ///
    /// # Panics
    /// When the widths do not belong together.
    pub fn new(config: &MsmConfig) -> Self {
        use std::array::from_fn;
        Self {
            clock: Default::default(),
            reset: Default::default(),
            start: Default::default(),
            count: Default::default(),
            extended: Default::default(),
            multiples: Default::default(),
            second: Default::default(),
            base: Default::default(),
            base_valid: Default::default(),
            base_ready: Default::default(),
            scalar: Default::default(),
            scalar_valid: Default::default(),
            scalar_ready: Default::default(),
            valid: from_fn(|_| Default::default()),
            address: from_fn(|_| Default::default()),
            item: from_fn(|_| Default::default()),
            taken: from_fn(|_| Default::default()),
            exhausted: Default::default(),
            starved: Default::default(),
            bases: Default::default(),
            scalars: Default::default(),
            recoder: Recoder::new(config),
            negator: Negator::new(&config.curve.field),
            expander: Expander::new(config),
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
> Logic for Front<W, I, C, B, R, A, L, D, X, Y, P, E>
{
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, bases, scalars, recoder, negator, expander);
        self.bases.reset.next = self.reset.val();
        self.bases.in_data.next = self.base.val();
        self.bases.in_valid.next = self.base_valid.val();
        self.base_ready.next = self.bases.in_ready.val();
        self.scalars.reset.next = self.reset.val();
        self.scalars.in_data.next = self.scalar.val();
        self.scalars.in_valid.next = self.scalar_valid.val();
        self.scalar_ready.next = self.scalars.in_ready.val();
        self.recoder.extended.next = self.extended.val();
        self.expander.extended.next = self.extended.val();
        self.recoder.multiples.next = self.multiples.val();
        self.expander.multiples.next = self.multiples.val();
        self.expander.second.next = self.second.val();
        self.recoder.reset.next = self.reset.val();
        self.recoder.in_data.next = self.scalars.out_data.val();
        self.recoder.in_valid.next = self.scalars.out_valid.val();
        self.scalars.out_ready.next = self.recoder.in_ready.val();
        self.negator.reset.next = self.reset.val();
        self.negator.in_data.next = self.bases.out_data.val();
        self.negator.in_valid.next = self.bases.out_valid.val();
        self.bases.out_ready.next = self.negator.in_ready.val();
        self.expander.reset.next = self.reset.val();
        self.expander.start.next = self.start.val();
        self.expander.count.next = self.count.val();
        self.expander.base.next = self.negator.base.val();
        self.expander.minus_y.next = self.negator.minus_y.val();
        self.expander.base_valid.next = self.negator.out_valid.val();
        self.negator.out_ready.next = self.expander.base_ready.val();
        self.expander.recoded.next = self.recoder.recoded.val();
        self.expander.nonzero.next = self.recoder.nonzero.val();
        self.expander.scalar_valid.next = self.recoder.out_valid.val();
        self.recoder.out_ready.next = self.expander.scalar_ready.val();
        for i in 0..D {
            self.valid[i].next = self.expander.valid[i].val();
            self.address[i].next = self.expander.address[i].val();
            self.item[i].next = self.expander.item[i].val();
            self.expander.taken[i].next = self.taken[i].val();
        }
        self.exhausted.next = self.expander.exhausted.val();
        self.starved.next = self.expander.starved.val();
    }
    named!();
}
