//! Pairs on their way to the adder: at most three come in a clock, sorted into mixed and full ones.
//!
//! ```text
//! sums: side a of both banks --+-- found an affine point -----> [FIFO] --.
//!                              '-- found a projective point --> [FIFO] --|------------------> full
//!                                                                  ^     |
//! reduction -------------------------------------------------------'     '--(first)--.
//! items: side b of a bank ------------------------> [FIFO] x 2 ----(in turn)---------+--[register]--> mixed
//! ```
//!
//! Pairs of sums go first, so that sums coming back are never held up. Sums alive are at most what the loop through
//! adder and buckets holds, because a pair of new items starts only where no pair of sums waits; and a pair of sums has
//! to wait only for the slots that full pairs spend on Z1 Z2 within one loop, one in six where anything waits. For
//! latencies of the adder up to [`PairQueues::MOST_LATENCY`] that is less than a queue. New items of a bank are admitted
//! only while its `room` is high; additions of the reduction only while `full_room` is: what is still on its way then
//! fits above the threshold. An assertion of the queues catches a pair too many in simulation; a test drives the loop as
//! hard as it can, and shows that twice the latency loses pairs.
//!
//! Over Fq2 a pair is two words, which come in two clocks and stay together: half as many pairs fit, but a third as many
//! come and go.
//!
//! Interface: pipe in, `room`; out, two streams for [`PairAdd`](crate::curve::PairAdd). Latency: 1 of a full pair, 2 of
//! a mixed one, or more.
//! Golden model: queues.

use super::{AFFINE, ITEM, POINT};
use crate::named;
use crate::prim::StreamFifo;
use rust_hdl::prelude::*;

/// Queues of the cores over coordinates of 256 bits.
pub type ShortPairQueues<const T: usize> = PairQueues<T, AFFINE, POINT, ITEM, 5, 6>;

/// Pairs with tags of `T` bits; affine points of `Y` bits, projective ones of `P = 3 Y / 2`, items of `E = P + 1`;
/// places in a queue numbered by `F` bits, their number by `G = F + 1`.
#[derive(LogicBlock)]
pub struct PairQueues<
    const T: usize,
    const Y: usize,
    const P: usize,
    const E: usize,
    const F: usize,
    const G: usize,
> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: forgets all pairs.
    pub reset: Signal<In, Bit>,
    /// Whether points are two words.
    pub extended: Signal<In, Bit>,
    /// Whether a sum has met a point.
    pub a: Signal<In, Bit>,
    /// Where its sum goes.
    pub a_tag: Signal<In, Bits<T>>,
    /// The sum.
    pub a_sum: Signal<In, Bits<E>>,
    /// What it found.
    pub a_found: Signal<In, Bits<E>>,
    /// Whether a new item of each bank has met a point.
    pub b: [Signal<In, Bit>; 2],
    /// Where its sum goes.
    pub b_tag: [Signal<In, Bits<T>>; 2],
    /// The item.
    pub b_item: [Signal<In, Bits<E>>; 2],
    /// What it found.
    pub b_found: [Signal<In, Bits<E>>; 2],
    /// Whether the reduction adds.
    pub r: Signal<In, Bit>,
    /// Where its sum goes.
    pub r_tag: Signal<In, Bits<T>>,
    /// Its first point.
    pub r_p: Signal<In, Bits<P>>,
    /// Its second point.
    pub r_q: Signal<In, Bits<P>>,
    /// Whether new items of a bank may come.
    pub room: [Signal<Out, Bit>; 2],
    /// Whether additions of the reduction may come.
    pub full_room: Signal<Out, Bit>,
    /// Whether a mixed pair is offered.
    pub mixed_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub mixed_ready: Signal<In, Bit>,
    /// Its projective point.
    pub mixed_p: Signal<Out, Bits<P>>,
    /// Its affine point.
    pub mixed_q: Signal<Out, Bits<Y>>,
    /// Where its sum goes.
    pub mixed_tag: Signal<Out, Bits<T>>,
    /// Whether a full pair is offered.
    pub full_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub full_ready: Signal<In, Bit>,
    /// Its first point.
    pub full_p: Signal<Out, Bits<P>>,
    /// Its second point.
    pub full_q: Signal<Out, Bits<P>>,
    /// Where its sum goes.
    pub full_tag: Signal<Out, Bits<T>>,
    // Mixed pairs: of bank 0, of bank 1, of sums.
    p: [StreamFifo<P, F, G>; 3],
    q: [StreamFifo<Y, F, G>; 3],
    pub(super) tags: [StreamFifo<T, F, G>; 3],
    fulls_p: StreamFifo<P, F, G>,
    fulls_q: StreamFifo<P, F, G>,
    pub(super) fulls_tags: StreamFifo<T, F, G>,
    has_room: [DFF<Bit>; 3],
    turn: DFF<Bit>,
    // The queue whose pair's second word comes next.
    split: [DFF<Bit>; 3],
    between: Signal<Local, Bit>,
    // The mixed pair that is offered.
    offered: DFF<Bit>,
    pair_p: DFF<Bits<P>>,
    pair_q: DFF<Bits<Y>>,
    pair_tag: DFF<Bits<T>>,
    free: Signal<Local, Bit>,
    pick: [Signal<Local, Bit>; 3],
    is_affine: Signal<Local, Bit>,
    to_full: Signal<Local, Bit>,
    threshold: Constant<Bits<G>>,
    mark_at: Constant<Bits<16>>,
}

impl<const T: usize, const Y: usize, const P: usize, const E: usize, const F: usize, const G: usize>
    PairQueues<T, Y, P, E, F, G>
{
    /// Pairs that a queue holds.
    pub const DEPTH: usize = 1 << F;
    /// Longest latency of the adder for which all pairs of sums fit: of those in the loop, one in six waits at worst.
    pub const MOST_LATENCY: usize = 5 * Self::DEPTH - 8;
    /// Clocks from an admitted item, or a slot of the reduction, to its pair in the queue: pairs that may still come
    /// after `room` went low.
    pub const ON_THE_WAY: usize = 8;
}

impl<const T: usize, const Y: usize, const P: usize, const E: usize, const F: usize, const G: usize>
    Default for PairQueues<T, Y, P, E, F, G>
{
    fn default() -> Self {
        const { assert!(2 * P == 3 * Y && E == P + 1, "widths of points") };
        Self {
            clock: Default::default(),
            reset: Default::default(),
            extended: Default::default(),
            a: Default::default(),
            a_tag: Default::default(),
            a_sum: Default::default(),
            a_found: Default::default(),
            b: Default::default(),
            b_tag: Default::default(),
            b_item: Default::default(),
            b_found: Default::default(),
            r: Default::default(),
            r_tag: Default::default(),
            r_p: Default::default(),
            r_q: Default::default(),
            room: Default::default(),
            full_room: Default::default(),
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
            p: Default::default(),
            q: Default::default(),
            tags: Default::default(),
            fulls_p: Default::default(),
            fulls_q: Default::default(),
            fulls_tags: Default::default(),
            has_room: Default::default(),
            turn: Default::default(),
            split: Default::default(),
            between: Default::default(),
            offered: Default::default(),
            pair_p: Default::default(),
            pair_q: Default::default(),
            pair_tag: Default::default(),
            free: Default::default(),
            pick: Default::default(),
            is_affine: Default::default(),
            to_full: Default::default(),
            mark_at: Constant::new((P as u64).into()),
            threshold: Constant::new(((Self::DEPTH - Self::ON_THE_WAY) as u64).into()),
        }
    }
}

impl<const T: usize, const Y: usize, const P: usize, const E: usize, const F: usize, const G: usize>
    Logic for PairQueues<T, Y, P, E, F, G>
{
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, fulls_p, fulls_q, fulls_tags);
        self.fulls_p.reset.next = self.reset.val();
        self.fulls_q.reset.next = self.reset.val();
        self.fulls_tags.reset.next = self.reset.val();
        dff_setup!(self, clock, turn, offered, pair_p, pair_q, pair_tag);
        self.free.next = !self.offered.q.val() | self.mixed_ready.val();
        for i in 0..3 {
            self.p[i].clock.next = self.clock.val();
            self.p[i].reset.next = self.reset.val();
            self.p[i].out_ready.next = self.pick[i].val();
            self.q[i].clock.next = self.clock.val();
            self.q[i].reset.next = self.reset.val();
            self.q[i].out_ready.next = self.pick[i].val();
            self.tags[i].clock.next = self.clock.val();
            self.tags[i].reset.next = self.reset.val();
            self.tags[i].out_ready.next = self.pick[i].val();
            self.has_room[i].clock.next = self.clock.val();
        }
        // Items are affine, whatever they found.
        for i in 0..2 {
            self.p[i].in_data.next = self.b_found[i].val().get_bits::<P>(0);
            self.p[i].in_valid.next = self.b[i].val();
            self.q[i].in_data.next = self.b_item[i].val().get_bits::<Y>(0);
            self.q[i].in_valid.next = self.b[i].val();
            self.tags[i].in_data.next = self.b_tag[i].val();
            self.tags[i].in_valid.next = self.b[i].val();
            self.has_room[i].d.next = self.tags[i].fill.val() < self.threshold.val();
            self.room[i].next = self.has_room[i].q.val();
        }
        // Sums are projective.
        self.is_affine.next = self.a_found.val().get_bit(self.mark_at.val().index());
        self.p[2].in_data.next = self.a_sum.val().get_bits::<P>(0);
        self.p[2].in_valid.next = self.a.val() & self.is_affine.val();
        self.q[2].in_data.next = self.a_found.val().get_bits::<Y>(0);
        self.q[2].in_valid.next = self.a.val() & self.is_affine.val();
        self.tags[2].in_data.next = self.a_tag.val();
        self.tags[2].in_valid.next = self.a.val() & self.is_affine.val();
        self.to_full.next = self.r.val() | (self.a.val() & !self.is_affine.val());
        self.fulls_p.in_data.next = self.a_sum.val().get_bits::<P>(0);
        self.fulls_q.in_data.next = self.a_found.val().get_bits::<P>(0);
        self.fulls_tags.in_data.next = self.a_tag.val();
        if self.r.val() {
            self.fulls_p.in_data.next = self.r_p.val();
            self.fulls_q.in_data.next = self.r_q.val();
            self.fulls_tags.in_data.next = self.r_tag.val();
        }
        self.fulls_p.in_valid.next = self.to_full.val();
        self.fulls_q.in_valid.next = self.to_full.val();
        self.fulls_tags.in_valid.next = self.to_full.val();
        self.has_room[2].d.next = self.fulls_tags.fill.val() < self.threshold.val();
        self.full_room.next = self.has_room[2].q.val();
        // Sums first, then the banks in turn: one that was served lets the other one go first.
        self.between.next =
            !self.split[0].q.val() & !self.split[1].q.val() & !self.split[2].q.val();
        self.pick[2].next = self.free.val()
            & self.tags[2].out_valid.val()
            & (self.between.val() | self.split[2].q.val());
        self.pick[0].next = self.free.val()
            & self.tags[0].out_valid.val()
            & ((self.between.val()
                & !self.tags[2].out_valid.val()
                & (!self.turn.q.val() | !self.tags[1].out_valid.val()))
                | self.split[0].q.val());
        self.pick[1].next = self.free.val()
            & self.tags[1].out_valid.val()
            & ((self.between.val()
                & !self.tags[2].out_valid.val()
                & (self.turn.q.val() | !self.tags[0].out_valid.val()))
                | self.split[1].q.val());
        for i in 0..3 {
            self.split[i].clock.next = self.clock.val();
            self.split[i].d.next = self.split[i].q.val();
            if self.pick[i].val() {
                self.split[i].d.next = self.extended.val() & !self.split[i].q.val();
            }
            if self.reset.val() {
                self.split[i].d.next = false;
            }
        }
        if self.pick[0].val() {
            self.turn.d.next = true;
        }
        if self.pick[1].val() {
            self.turn.d.next = false;
        }
        if self.free.val() {
            self.offered.d.next = self.pick[0].val() | self.pick[1].val() | self.pick[2].val();
        }
        for i in 0..3 {
            if self.pick[i].val() {
                self.pair_p.d.next = self.p[i].out_data.val();
                self.pair_q.d.next = self.q[i].out_data.val();
                self.pair_tag.d.next = self.tags[i].out_data.val();
            }
        }
        if self.reset.val() {
            self.offered.d.next = false;
        }
        self.mixed_valid.next = self.offered.q.val();
        self.mixed_p.next = self.pair_p.q.val();
        self.mixed_q.next = self.pair_q.q.val();
        self.mixed_tag.next = self.pair_tag.q.val();
        self.full_valid.next = self.fulls_tags.out_valid.val();
        self.full_p.next = self.fulls_p.out_data.val();
        self.full_q.next = self.fulls_q.out_data.val();
        self.full_tag.next = self.fulls_tags.out_data.val();
        self.fulls_p.out_ready.next = self.full_ready.val();
        self.fulls_q.out_ready.next = self.full_ready.val();
        self.fulls_tags.out_ready.next = self.full_ready.val();
    }
    named!();
}
