//! Complete point additions on eleven multipliers: a mixed one every clock, or five full ones in six at best.
//!
//! ```text
//! mixed --> PairLine --> RankFirst --> ZOperands --> 5 ModMul --+--------------> RankMiddle
//! full  -->    |                                                     '-> ZProducts -->    |
//!              '--(X1 : Y1 : Z1), kind, delayed ------------------------------------>     v
//!                                              sum <-- RankLast <-------------- 6 ModMul
//! ```
//!
//! Complete: right for all pairs of points of a curve of odd order, infinity and equal points included; only the
//! affine point of a mixed pair must not be infinity. Coordinates are plain: Z2 of an affine point is the number 1.
//! Interface: two streams in (`mixed`, `full`), pipe with valid and tag out. Points canonical. Sums leave in the order
//! in which additions start, which keeps that of each stream. What is offered starts as [`PairLine`] tells.
//! Reset: synchronous, forgets all pairs that have not started; sums of those that have come out nevertheless, the last
//! within [`PairAdd::latency`] clocks.
//! Latency: [`PairAdd::latency`] from `starts` to sum: the first rank (one carry chain in chunks), a register for the
//! choice of operands, a product, the middle rank, a product, the last rank (a chain, its correction, a choice). A pair
//! starts a clock after it was taken at the earliest.
//! Source: Renes, Costello, Batina, eprint 2015/1060, algorithms 7 and 8 (a = 0), 12 and 11 products.
//! Golden model: affine addition.

use super::{CurveConfig, PairLine, RankFirst, RankLast, RankMiddle, ZOperands, ZProducts};
use crate::field::ModMul;
use crate::named;
use crate::prim::Delay;
use rust_hdl::prelude::*;

/// Sums of pairs of points of `P = 3 N` bits, affine ones of `A = 2 N` bits, with tags of `T` bits.
#[derive(LogicBlock)]
pub struct PairAdd<const N: usize, const P: usize, const A: usize, const T: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: forgets all pairs that have not started.
    pub reset: Signal<In, Bit>,
    /// Whether a mixed pair is offered.
    pub mixed_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub mixed_ready: Signal<Out, Bit>,
    /// (X1 : Y1 : Z1).
    pub mixed_p: Signal<In, Bits<P>>,
    /// (x2, y2), x2 lowest; not infinity.
    pub mixed_q: Signal<In, Bits<A>>,
    /// What travels with the pair.
    pub mixed_tag: Signal<In, Bits<T>>,
    /// Whether a full pair is offered.
    pub full_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub full_ready: Signal<Out, Bit>,
    /// (X1 : Y1 : Z1).
    pub full_p: Signal<In, Bits<P>>,
    /// (X2 : Y2 : Z2).
    pub full_q: Signal<In, Bits<P>>,
    /// What travels with the pair.
    pub full_tag: Signal<In, Bits<T>>,
    /// (X3 : Y3 : Z3).
    pub sum: Signal<Out, Bits<P>>,
    /// Whether an addition ends.
    pub sum_valid: Signal<Out, Bit>,
    /// Its tag.
    pub sum_tag: Signal<Out, Bits<T>>,
    /// Whether an addition enters the first rank.
    pub starts: Signal<Out, Bit>,
    /// Whether a slot goes to the Z1 Z2 of a group.
    pub spends: Signal<Out, Bit>,
    line: PairLine<N, P, A, T>,
    first: RankFirst<N, P>,
    operands: ZOperands<N>,
    product: [ModMul<N>; 5],
    z_products: ZProducts<N>,
    middle: RankMiddle<N, P>,
    last_product: [ModMul<N>; 6],
    last: RankLast<N, P>,
    // Z1 and Z2, with their place, to the operands.
    z_writes: Delay<Bit>,
    z_indices: Delay<Bits<3>>,
    z: [Delay<Bits<N>>; 2],
    // The slot, by stages.
    spends_at_operands: Delay<Bit>,
    spends_at_products: Delay<Bit>,
    spends_at_middle: Delay<Bit>,
    pair_at_products: Delay<Bit>,
    full_at_middle: Delay<Bit>,
    p_at_middle: Delay<Bits<P>>,
    at_last_products: Delay<Bit>,
    at_end: Delay<Bit>,
    tags: Delay<Bits<T>>,
}

impl<const N: usize, const P: usize, const A: usize, const T: usize> PairAdd<N, P, A, T> {
    /// The adder of `curve`.
    ///
    /// # Panics
    /// When `P` is not `3 N` or `A` not `2 N`, when the field does not fit `N` bits.
    pub fn new(curve: &CurveConfig) -> Self {
        let (first, last) = (RankFirst::new(&curve.field), RankLast::new(&curve.field));
        let middle = RankMiddle::new(curve);
        let product: [ModMul<N>; 5] = ModMul::array(&curve.field);
        let to_operands = first.latency();
        let to_middle = to_operands + ZOperands::<N>::LATENCY + product[0].latency();
        let to_last_products = product[0].latency() + middle.latency();
        let to_end = product[0].latency() + last.latency();
        // Registers of Z must be those of the group while its slot passes them: a pair that comes with the slot or
        // after it writes after it.
        let z_late = PairLine::<N, P, A, T>::LATENCY + to_operands;
        let latency = to_operands + ZOperands::<N>::LATENCY + to_last_products + to_end;
        Self {
            clock: Default::default(),
            reset: Default::default(),
            mixed_valid: Default::default(),
            mixed_ready: Default::default(),
            mixed_p: Default::default(),
            mixed_q: Default::default(),
            mixed_tag: Default::default(),
            full_valid: Default::default(),
            full_ready: Default::default(),
            full_p: Default::default(),
            full_q: Default::default(),
            full_tag: Default::default(),
            sum: Default::default(),
            sum_valid: Default::default(),
            sum_tag: Default::default(),
            starts: Default::default(),
            spends: Default::default(),
            line: Default::default(),
            operands: Default::default(),
            z_products: Default::default(),
            last_product: ModMul::array(&curve.field),
            z_writes: Delay::zeroed(z_late),
            z_indices: Delay::new(z_late),
            z: std::array::from_fn(|_| Delay::new(z_late)),
            spends_at_operands: Delay::zeroed(to_operands),
            spends_at_products: Delay::zeroed(ZOperands::<N>::LATENCY),
            spends_at_middle: Delay::zeroed(product[0].latency()),
            pair_at_products: Delay::zeroed(to_operands + ZOperands::<N>::LATENCY),
            full_at_middle: Delay::zeroed(to_middle),
            p_at_middle: Delay::new(to_middle),
            at_last_products: Delay::zeroed(to_last_products),
            at_end: Delay::zeroed(to_end),
            tags: Delay::zeroed(latency),
            first,
            product,
            middle,
            last,
        }
    }

    /// Clocks from the start of an addition to its sum.
    pub fn latency(&self) -> usize {
        let products = self.product[0].latency() + self.last_product[0].latency();
        let first = self.first.latency() + ZOperands::<N>::LATENCY;
        first + products + self.middle.latency() + self.last.latency()
    }
}

impl<const N: usize, const P: usize, const A: usize, const T: usize> Logic for PairAdd<N, P, A, T> {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, line, first, operands, z_products, middle, last);
        clock!(
            self,
            clock,
            z_writes,
            z_indices,
            spends_at_operands,
            spends_at_products,
            spends_at_middle
        );
        clock!(
            self,
            clock,
            pair_at_products,
            full_at_middle,
            p_at_middle,
            at_last_products,
            at_end,
            tags
        );
        self.line.reset.next = self.reset.val();
        self.line.mixed_valid.next = self.mixed_valid.val();
        self.line.mixed_p.next = self.mixed_p.val();
        self.line.mixed_q.next = self.mixed_q.val();
        self.line.mixed_tag.next = self.mixed_tag.val();
        self.line.full_valid.next = self.full_valid.val();
        self.line.full_p.next = self.full_p.val();
        self.line.full_q.next = self.full_q.val();
        self.line.full_tag.next = self.full_tag.val();
        self.mixed_ready.next = self.line.mixed_ready.val();
        self.full_ready.next = self.line.full_ready.val();
        self.starts.next = self.line.mixed.val() | self.line.full.val();
        self.spends.next = self.line.spends.val();
        // The first rank, and what must meet it.
        self.first.p.next = self.line.p.val();
        self.first.q.next = self.line.q.val();
        self.z_writes.d.next = self.line.z_write.val();
        self.z_indices.d.next = self.line.z_index.val();
        self.operands.z_write.next = self.z_writes.q.val();
        self.operands.z_index.next = self.z_indices.q.val();
        for i in 0..2 {
            self.z[i].clock.next = self.clock.val();
            self.z[i].d.next = self.line.z[i].val();
            self.operands.z[i].next = self.z[i].q.val();
        }
        self.spends_at_operands.d.next = self.line.spends.val();
        self.operands.spends.next = self.spends_at_operands.q.val();
        self.spends_at_products.d.next = self.spends_at_operands.q.val();
        self.pair_at_products.d.next = self.line.mixed.val() | self.line.full.val();
        for i in 0..5 {
            self.operands.a[i].next = self.first.a[i].val();
            self.operands.b[i].next = self.first.b[i].val();
            self.product[i].clock.next = self.clock.val();
            self.product[i].valid.next =
                self.pair_at_products.q.val() | self.spends_at_products.q.val();
            self.product[i].a.next = self.operands.a_out[i].val();
            self.product[i].b.next = self.operands.b_out[i].val();
            self.z_products.m[i].next = self.product[i].p.val();
            self.middle.m[i].next = self.product[i].p.val();
        }
        // The middle rank.
        self.spends_at_middle.d.next = self.spends_at_products.q.val();
        self.z_products.load.next = self.spends_at_middle.q.val();
        self.middle.zz.next = self.z_products.t2.val();
        self.full_at_middle.d.next = self.line.full.val();
        self.middle.full.next = self.full_at_middle.q.val();
        self.p_at_middle.d.next = self.line.p.val();
        self.middle.p.next = self.p_at_middle.q.val();
        self.at_last_products.d.next = self.pair_at_products.q.val();
        // The last rank.
        for i in 0..6 {
            self.last_product[i].clock.next = self.clock.val();
            self.last_product[i].valid.next = self.at_last_products.q.val();
            self.last.m[i].next = self.last_product[i].p.val();
        }
        self.last_product[0].a.next = self.middle.t3.val();
        self.last_product[0].b.next = self.middle.minus_t1.val();
        self.last_product[1].a.next = self.middle.t4.val();
        self.last_product[1].b.next = self.middle.y3.val();
        self.last_product[2].a.next = self.middle.minus_t1.val();
        self.last_product[2].b.next = self.middle.z3.val();
        self.last_product[3].a.next = self.middle.y3.val();
        self.last_product[3].b.next = self.middle.minus_t0.val();
        self.last_product[4].a.next = self.middle.minus_t0.val();
        self.last_product[4].b.next = self.middle.t3.val();
        self.last_product[5].a.next = self.middle.z3.val();
        self.last_product[5].b.next = self.middle.t4.val();
        self.at_end.d.next = self.at_last_products.q.val();
        self.tags.d.next = self.line.tag.val();
        self.sum.next = self.last.sum.val();
        self.sum_valid.next = self.at_end.q.val();
        self.sum_tag.next = self.tags.q.val();
    }
    named!();
}
