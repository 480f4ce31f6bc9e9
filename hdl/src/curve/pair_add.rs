//! Complete point additions on eleven multipliers: a mixed one every clock, or five full ones in six at best.
//!
//! ```text
//! mixed --> PairLine --> RankFirst --> ZOperands --> 5 ModMul --> 5 Recombine --+-------------> RankMiddle
//! full  -->    |             |                                                  '-> ZProducts -->    |
//!              |             '--(X1 : Y1 : Z1), kind, delayed -------------------------------->      v
//!              '--(Z1, Z2)--> 2 ThirdWord --> ZOperands    sum <-- 3 Recombine <-- RankLast <-- 6 ModMul
//! ```
//!
//! Over Fq2 a slot is three clocks instead of one: multiplier i computes the same product of Fq2 as of Fq before, in
//! three products of words, and all eleven have work in every clock. [`word`](super::word) says which word comes.
//!
//! Complete: right for all pairs of points of a curve of odd order, infinity and equal points included; only the
//! affine point of a mixed pair must not be infinity. Coordinates are plain: Z2 of an affine point is the number 1.
//! Interface: two streams in (`mixed`, `full`), pipe with valid and tag out. Points canonical. Sums leave in the order
//! in which additions start, which keeps that of each stream. What is offered starts as [`PairLine`] tells. Over Fq2
//! points come and go as two words, c0 and c1 of each coordinate, `word` running through its three values for ever.
//! Reset: synchronous, forgets all pairs that have not started; sums of those that have come out nevertheless, the last
//! within [`PairAdd::latency`] clocks.
//! Latency: [`PairAdd::latency`] from `starts` to sum, of each word: the first rank (a register, two carry chains in
//! chunks that overlap), a register for the choice of operands, a product, its words recombined, the middle rank, a
//! product, the last rank (a chain, its correction, a choice), its words recombined. A pair starts a clock after it was
//! taken at the earliest.
//! Source: Renes, Costello, Batina, eprint 2015/1060, algorithms 7 and 8 (a = 0), 12 and 11 products.
//! Golden model: affine addition.

use super::{
    CurveConfig, PairLine, RankFirst, RankLast, RankMiddle, Recombine, ThirdWord, WORD, ZOperands,
    ZProducts,
};
use crate::field::ModMul;
use crate::named;
use crate::prim::{Delay, Join};
use rust_hdl::prelude::*;

/// Sums of pairs of points of `P = 3 N` bits, affine ones of `A = 2 N` bits, with tags of `T` bits.
#[derive(LogicBlock)]
pub struct PairAdd<const N: usize, const P: usize, const A: usize, const T: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: forgets all pairs that have not started.
    pub reset: Signal<In, Bit>,
    /// Which word of an element may be taken.
    pub word: Signal<In, Bits<WORD>>,
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
    /// Which word of it comes.
    pub sum_word: Signal<Out, Bits<WORD>>,
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
    recombine: [Recombine<N>; 5],
    z_products: ZProducts<N>,
    middle: RankMiddle<N, P>,
    last_product: [ModMul<N>; 6],
    last: RankLast<N, P>,
    recombine_last: [Recombine<N>; 3],
    sum_words: Join<3, N, P>,
    // Z1 and Z2, with their place, to the operands.
    z_writes: Delay<Bit>,
    z_indices: Delay<Bits<3>>,
    z_third: [ThirdWord<N>; 2],
    z: [Delay<Bits<N>>; 2],
    // The word, and the slot, by stages.
    word_at_operands: Delay<Bits<WORD>>,
    word_at_recombine: Delay<Bits<WORD>>,
    word_at_middle: Delay<Bits<WORD>>,
    word_at_recombine_last: Delay<Bits<WORD>>,
    word_at_end: Delay<Bits<WORD>>,
    spends_at_operands: Delay<Bit>,
    spends_at_products: Delay<Bit>,
    spends_at_middle: Delay<Bit>,
    z_at: [Constant<Bits<16>>; 3],
    begins: Signal<Local, Bit>,
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
        let field = &curve.field;
        let (first, last) = (RankFirst::new(field), RankLast::new(field));
        let middle = RankMiddle::new(curve);
        let product: [ModMul<N>; 5] = ModMul::array(field);
        let recombine: [Recombine<N>; 5] = Recombine::array(field);
        let z_third = std::array::from_fn(|_| ThirdWord::new(field));
        let at = Stages {
            operands: first.latency(),
            recombine: ZOperands::<N>::LATENCY + product[0].latency(),
            middle: recombine[0].latency(),
            last_products: middle.latency(),
            recombine_last: product[0].latency() + last.latency(),
            end: recombine[0].latency(),
        };
        let to_middle = at.operands + at.recombine + at.middle;
        // Places of Z must be those of the group while its slot passes them: a pair that comes with the slot or after
        // it writes after it.
        let z_late = PairLine::<N, P, A, T>::LATENCY + at.operands;
        let third_latency = ThirdWord::<N>::new(field).latency();
        Self {
            clock: Default::default(),
            reset: Default::default(),
            word: Default::default(),
            sum_word: Default::default(),
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
            last_product: ModMul::array(field),
            recombine_last: Recombine::array(field),
            sum_words: Default::default(),
            z_writes: Delay::zeroed(z_late),
            z_indices: Delay::new(z_late),
            z_third,
            z: std::array::from_fn(|_| Delay::new(z_late - third_latency)),
            word_at_operands: Delay::zeroed(at.operands),
            word_at_recombine: Delay::zeroed(at.recombine),
            word_at_middle: Delay::zeroed(at.middle),
            word_at_recombine_last: Delay::zeroed(at.last_products + at.recombine_last),
            word_at_end: Delay::zeroed(at.end),
            spends_at_operands: Delay::zeroed(at.operands),
            spends_at_products: Delay::zeroed(ZOperands::<N>::LATENCY),
            spends_at_middle: Delay::zeroed(product[0].latency() + at.middle),
            z_at: [0, 1, 2].map(|i| Constant::new(((i * N) as u64).into())),
            begins: Default::default(),
            pair_at_products: Delay::zeroed(at.operands + ZOperands::<N>::LATENCY),
            full_at_middle: Delay::zeroed(to_middle),
            p_at_middle: Delay::new(to_middle - at.operands),
            at_last_products: Delay::zeroed(product[0].latency() + at.middle + at.last_products),
            at_end: Delay::zeroed(at.recombine_last + at.end),
            tags: Delay::zeroed(at.all()),
            first,
            product,
            recombine,
            middle,
            last,
        }
    }

    /// Clocks from the start of an addition to its sum.
    pub fn latency(&self) -> usize {
        let products = self.product[0].latency() + self.last_product[0].latency();
        let recombines = self.recombine[0].latency() + self.recombine_last[0].latency();
        let ranks = self.first.latency() + self.middle.latency() + self.last.latency();
        ranks + ZOperands::<N>::LATENCY + products + recombines
    }
}

/// Clocks from each stage of an addition to the next.
struct Stages {
    operands: usize,
    recombine: usize,
    middle: usize,
    last_products: usize,
    recombine_last: usize,
    end: usize,
}

impl Stages {
    fn all(&self) -> usize {
        let to_middle = self.operands + self.recombine + self.middle;
        to_middle + self.last_products + self.recombine_last + self.end
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
        clock!(
            self,
            clock,
            word_at_operands,
            word_at_recombine,
            word_at_middle,
            word_at_recombine_last,
            word_at_end
        );
        self.line.word.next = self.word.val();
        self.word_at_operands.d.next = self.line.word_out.val();
        self.word_at_recombine.d.next = self.word_at_operands.q.val();
        self.word_at_middle.d.next = self.word_at_recombine.q.val();
        self.word_at_recombine_last.d.next = self.word_at_middle.q.val();
        self.word_at_end.d.next = self.word_at_recombine_last.q.val();
        self.begins.next = self.line.word_out.val().get_bit(0);
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
        self.starts.next = self.begins.val() & (self.line.mixed.val() | self.line.full.val());
        self.spends.next = self.begins.val() & self.line.spends.val();
        // The first rank, and what must meet it.
        self.first.word.next = self.line.word_out.val();
        self.operands.word.next = self.word_at_operands.q.val();
        self.z_products.word.next = self.word_at_middle.q.val();
        self.middle.word.next = self.word_at_middle.q.val();
        self.first.p.next = self.line.p.val();
        self.first.q.next = self.line.q.val();
        self.z_writes.d.next = self.line.z_write.val();
        self.z_indices.d.next = self.line.z_index.val();
        self.operands.z_write.next = self.z_writes.q.val();
        self.operands.z_index.next = self.z_indices.q.val();
        for i in 0..2 {
            self.z[i].clock.next = self.clock.val();
            self.z_third[i].clock.next = self.clock.val();
            self.z_third[i].word.next = self.word.val();
            self.z_third[i].d.next = self.line.z[i].val();
            self.z[i].d.next = self.z_third[i].q.val();
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
            self.recombine[i].clock.next = self.clock.val();
            self.recombine[i].word.next = self.word_at_recombine.q.val();
            self.recombine[i].m.next = self.product[i].p.val();
            self.z_products.m[i].next = self.recombine[i].p.val();
            self.middle.m[i].next = self.recombine[i].p.val();
        }
        // The middle rank.
        self.spends_at_middle.d.next = self.spends_at_products.q.val();
        self.z_products.load.next = self.spends_at_middle.q.val();
        self.middle.zz.next = self.z_products.t2.val();
        self.full_at_middle.d.next = self.line.full.val();
        self.middle.full.next = self.full_at_middle.q.val();
        self.p_at_middle.d.next = self.first.p_out.val();
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
        for i in 0..3 {
            self.recombine_last[i].clock.next = self.clock.val();
            self.recombine_last[i].word.next = self.word_at_recombine_last.q.val();
            self.recombine_last[i].m.next = self
                .last
                .sum
                .val()
                .get_bits::<N>(self.z_at[i].val().index());
            self.sum_words.part[i].next = self.recombine_last[i].p.val();
        }
        self.sum.next = self.sum_words.whole.val();
        // The third word has done its work.
        self.sum_valid.next = self.at_end.q.val() & !self.word_at_end.q.val().get_bit(2);
        self.sum_word.next = self.word_at_end.q.val();
        self.sum_tag.next = self.tags.q.val();
    }
    named!();
}
