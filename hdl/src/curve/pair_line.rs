//! The line in front of the adder: gives each clock to a mixed pair, to a full pair, or to the Z1 Z2 of a group.
//!
//! ```text
//! mixed ------------------------------------------.
//!                                                 +--[register]--> p, q, tag, mixed, full, spends
//! full --+--> [FIFO: group going, group coming] --'
//!        '--> z_write, z_index, z (Z1 and Z2 at once, for the operands of the next group)
//!
//! clock      s      s+1     s+2    ...   s+n    s+n+1
//! slot     spends  full 0  full 1       full n-1  next
//! ```
//!
//! A full addition needs a product more than a mixed one, Z1 Z2. One slot computes it for a group of up to
//! [`PairLine::GROUP`] pairs, which follow in the next slots without a gap. A group starts when it is complete, or,
//! smaller, when no mixed pair is offered: mixed pairs pass an incomplete group, a complete group passes them.
//! While one group leaves, the next one comes: full pairs alone take 6 slots for 5. So neither stream waits for ever
//! once the other pauses; full pairs without any pause hold mixed ones up.
//!
//! A slot lasts a clock, over Fq2 three: whose turn it is, is decided in the first one, when the first words of a pair are
//! taken; the second words follow at once and must be offered then, in the third clock nothing is taken.
//!
//! Interface: two streams of words in, whose `ready` depend on registers alone; pipe out. A pair is of at most one kind, and
//! `spends` excludes both. `z_write` is not registered: it tells of the pair that is taken in this slot.
//! Reset: synchronous, forgets all pairs that have not left. The FIFO holds `count` + `left` pairs, together at most
//! [`PairLine::GROUP`], since each group goes out as fast as the next can come; over Fq2 a pair is two words.
//! Latency: [`PairLine::LATENCY`] of a mixed pair that meets an idle line. Golden model: two queues.

use super::WORD;
use crate::named;
use crate::prim::check::StreamCheck;
use crate::prim::{StreamFifo, Widen};
use rust_hdl::prelude::*;

/// Pairs of points of `P = 3 N` bits, affine ones of `A = 2 N`, with tags of `T` bits.
#[derive(LogicBlock)]
pub struct PairLine<const N: usize, const P: usize, const A: usize, const T: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: forgets all pairs.
    pub reset: Signal<In, Bit>,
    /// Which word of an element comes.
    pub word: Signal<In, Bits<WORD>>,
    /// Whether a mixed pair is offered.
    pub mixed_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub mixed_ready: Signal<Out, Bit>,
    /// (X1 : Y1 : Z1).
    pub mixed_p: Signal<In, Bits<P>>,
    /// (x2, y2), not infinity.
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
    /// Which word the slot is at.
    pub word_out: Signal<Out, Bits<WORD>>,
    /// Whether the slot holds a mixed pair.
    pub mixed: Signal<Out, Bit>,
    /// Whether the slot holds a full pair.
    pub full: Signal<Out, Bit>,
    /// Whether the slot computes Z1 Z2 of the group that follows.
    pub spends: Signal<Out, Bit>,
    /// First point of the pair.
    pub p: Signal<Out, Bits<P>>,
    /// Second point of the pair; (x2 : y2 : 0) of a mixed one.
    pub q: Signal<Out, Bits<P>>,
    /// Tag of the pair.
    pub tag: Signal<Out, Bits<T>>,
    /// Whether a full pair joins the group that comes.
    pub z_write: Signal<Out, Bit>,
    /// Its place there.
    pub z_index: Signal<Out, Bits<3>>,
    /// Its Z1 and Z2.
    pub z: [Signal<Out, Bits<N>>; 2],
    points: [StreamFifo<P, 4, 5>; 2],
    tags: StreamFifo<T, 4, 5>,
    mixed_check: StreamCheck<P>,
    full_check: StreamCheck<P>,
    // Pairs in the group that comes, and pairs of the group that leaves.
    count: DFF<Bits<3>>,
    left: DFF<Bits<3>>,
    // What was decided in the first clock of the slot.
    mixing: DFF<Bit>,
    joining: DFF<Bit>,
    starting: DFF<Bit>,
    word_now: DFF<Bits<WORD>>,
    mixed_now: DFF<Bit>,
    full_now: DFF<Bit>,
    spends_now: DFF<Bit>,
    p_now: DFF<Bits<P>>,
    q_now: DFF<Bits<P>>,
    tag_now: DFF<Bits<T>>,
    first: Signal<Local, Bit>,
    second: Signal<Local, Bit>,
    takes: Signal<Local, Bit>,
    last: Signal<Local, Bit>,
    mixes: Signal<Local, Bit>,
    joins: Signal<Local, Bit>,
    accepts_mixed: Signal<Local, Bit>,
    between: Signal<Local, Bit>,
    complete: Signal<Local, Bit>,
    starts_group: Signal<Local, Bit>,
    takes_full: Signal<Local, Bit>,
    place: Signal<Local, Bits<3>>,
    none: Constant<Bits<3>>,
    one: Constant<Bits<3>>,
    group: Constant<Bits<3>>,
    z_at: Constant<Bits<16>>,
}

impl<const N: usize, const P: usize, const A: usize, const T: usize> PairLine<N, P, A, T> {
    /// Full pairs that share one slot for their Z1 Z2: the multipliers of the first rank.
    pub const GROUP: usize = 5;
    /// Clocks from a mixed pair to its slot: the output register.
    pub const LATENCY: usize = 1;
}

impl<const N: usize, const P: usize, const A: usize, const T: usize> Default
    for PairLine<N, P, A, T>
{
    /// # Panics
    /// When `P` is not `3 N` or `A` not `2 N`.
    fn default() -> Self {
        assert!(P == 3 * N && A == 2 * N, "widths of points");
        Self {
            clock: Default::default(),
            reset: Default::default(),
            word: Default::default(),
            word_out: Default::default(),
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
            mixed: Default::default(),
            full: Default::default(),
            spends: Default::default(),
            p: Default::default(),
            q: Default::default(),
            tag: Default::default(),
            z_write: Default::default(),
            z_index: Default::default(),
            z: Default::default(),
            points: Default::default(),
            tags: Default::default(),
            mixed_check: Default::default(),
            full_check: Default::default(),
            count: Default::default(),
            left: Default::default(),
            mixing: Default::default(),
            joining: Default::default(),
            starting: Default::default(),
            word_now: Default::default(),
            mixed_now: Default::default(),
            full_now: Default::default(),
            spends_now: Default::default(),
            p_now: Default::default(),
            q_now: Default::default(),
            tag_now: Default::default(),
            first: Default::default(),
            second: Default::default(),
            takes: Default::default(),
            last: Default::default(),
            mixes: Default::default(),
            joins: Default::default(),
            accepts_mixed: Default::default(),
            between: Default::default(),
            complete: Default::default(),
            starts_group: Default::default(),
            takes_full: Default::default(),
            place: Default::default(),
            none: Constant::new(0u64.into()),
            one: Constant::new(1u64.into()),
            group: Constant::new((Self::GROUP as u64).into()),
            z_at: Constant::new((2 * N as u64).into()),
        }
    }
}

impl<const N: usize, const P: usize, const A: usize, const T: usize> Logic
    for PairLine<N, P, A, T>
{
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self, clock, count, left, mixed_now, full_now, spends_now, p_now, q_now, tag_now
        );
        dff_setup!(self, clock, mixing, joining, starting, word_now);
        clock!(self, clock, tags, mixed_check, full_check);
        self.first.next = self.word.val().get_bit(0);
        self.second.next = self.word.val().get_bit(1);
        self.takes.next = self.word.val().get_bit(0) | self.word.val().get_bit(1);
        self.last.next = self.word.val().get_bit(3);
        self.between.next = self.left.q.val() == self.none.val();
        self.complete.next = self.count.q.val() == self.group.val();
        self.accepts_mixed.next = self.between.val() & !self.complete.val();
        // Whose turn it is.
        self.mixes.next = self.mixing.q.val();
        self.joins.next = self.joining.q.val();
        self.starts_group.next = self.starting.q.val();
        if self.first.val() {
            self.mixes.next = self.mixed_valid.val() & self.accepts_mixed.val();
            self.joins.next = self.full_valid.val() & !self.complete.val();
            self.starts_group.next = self.between.val()
                & (self.complete.val()
                    | ((self.count.q.val() != self.none.val()) & !self.mixed_valid.val()));
        }
        self.mixing.d.next = self.mixes.val();
        self.joining.d.next = self.joins.val();
        self.starting.d.next = self.starts_group.val();
        self.mixed_ready.next = (self.first.val() & self.accepts_mixed.val())
            | (self.second.val() & self.mixing.q.val());
        if self.last.val() {
            if !self.between.val() {
                self.left.d.next = self.left.q.val() - self.one.val();
            }
            if self.starts_group.val() {
                self.left.d.next = self.count.q.val();
            }
        }
        // A full pair joins the group that comes, or begins it.
        self.takes_full.next = self.joins.val() & self.takes.val();
        self.full_ready.next =
            (self.first.val() & !self.complete.val()) | (self.second.val() & self.joining.q.val());
        self.place.next = self.count.q.val();
        if self.starts_group.val() {
            self.place.next = self.none.val();
        }
        if self.last.val() {
            self.count.d.next = self.place.val();
            if self.joins.val() {
                self.count.d.next = self.place.val() + self.one.val();
            }
        }
        self.z_write.next = self.joins.val();
        self.z_index.next = self.place.val();
        self.z[0].next = self.full_p.val().get_bits::<N>(self.z_at.val().index());
        self.z[1].next = self.full_q.val().get_bits::<N>(self.z_at.val().index());
        for i in 0..2 {
            self.points[i].clock.next = self.clock.val();
            self.points[i].reset.next = self.reset.val();
            self.points[i].in_valid.next = self.takes_full.val();
            self.points[i].out_ready.next = !self.between.val() & self.takes.val();
        }
        self.points[0].in_data.next = self.full_p.val();
        self.points[1].in_data.next = self.full_q.val();
        self.tags.reset.next = self.reset.val();
        self.tags.in_data.next = self.full_tag.val();
        self.tags.in_valid.next = self.takes_full.val();
        self.tags.out_ready.next = !self.between.val() & self.takes.val();
        // The slot.
        self.mixed_now.d.next = self.mixes.val();
        self.word_now.d.next = self.word.val();
        self.full_now.d.next = !self.between.val();
        self.spends_now.d.next = self.starts_group.val();
        self.p_now.d.next = self.points[0].out_data.val();
        self.q_now.d.next = self.points[1].out_data.val();
        self.tag_now.d.next = self.tags.out_data.val();
        if self.between.val() {
            self.p_now.d.next = self.mixed_p.val();
            self.q_now.d.next = self.mixed_q.val().to_bits();
            self.tag_now.d.next = self.mixed_tag.val();
        }
        if self.reset.val() {
            self.count.d.next = self.none.val();
            self.left.d.next = self.none.val();
            self.mixing.d.next = false;
            self.joining.d.next = false;
            self.starting.d.next = false;
            self.mixed_now.d.next = false;
            self.full_now.d.next = false;
            self.spends_now.d.next = false;
        }
        self.word_out.next = self.word_now.q.val();
        self.mixed.next = self.mixed_now.q.val();
        self.full.next = self.full_now.q.val();
        self.spends.next = self.spends_now.q.val();
        self.p.next = self.p_now.q.val();
        self.q.next = self.q_now.q.val();
        self.tag.next = self.tag_now.q.val();
        // The rules of both streams.
        self.mixed_check.reset.next = self.reset.val();
        self.mixed_check.data.next = self.mixed_p.val();
        self.mixed_check.valid.next = self.mixed_valid.val();
        self.mixed_check.ready.next = (self.first.val() & self.accepts_mixed.val())
            | (self.second.val() & self.mixing.q.val());
        self.full_check.reset.next = self.reset.val();
        self.full_check.data.next = self.full_p.val();
        self.full_check.valid.next = self.full_valid.val();
        self.full_check.ready.next =
            (self.first.val() & !self.complete.val()) | (self.second.val() & self.joining.q.val());
    }
    named!();
}
