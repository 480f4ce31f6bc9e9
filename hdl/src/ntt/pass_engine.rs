//! A pass: all vectors of one size, from memory through the lanes and back.
//!
//! ```text
//! Bursts --> memory --> Turn, Places --> lanes --> Places, chunk --> FIFO --> memory
//!    ^                    Beats            ^         Beats                      ^ Bursts
//!    '------------------ GroupFlow --------'------------------------------------'
//! ```
//!
//! | order of beats | loaded | stored |
//! |---|---|---|
//! | by words | word n of W vectors | the same |
//! | by vectors, by blocks | diagonals, turned on the way | diagonals, as lanes write them |
//!
//! Three groups of vectors are under way: one comes, one is worked on, one leaves. What describes a pass stays while it
//! lasts. Interface: `start` where `ready`; reads by burst, answers in their order; writes by beat.
//! Golden model: the transform of each vector.

use super::{Beats, Bursts, ChunkEnable, GroupFlow, Lanes, Places, Spread, Turn};
use crate::named;
use crate::prim::{CreditFifo, Delay, Join, WordSelect};
use rust_hdl::prelude::*;

mod build;

/// `P = 4 R` lanes, beats of `W = 2^L` words of `N` bits, `WN = W N`, `PN = P N`; the rest as in [`Lanes`] and [`Beats`].
#[derive(LogicBlock)]
pub struct PassEngine<
    const P: usize,
    const R: usize,
    const W: usize,
    const N: usize,
    const WN: usize,
    const PN: usize,
    const D: usize,
    const A: usize,
    const C: usize,
    const F: usize,
    const G: usize,
    const M: usize,
    const L: usize,
    const H: usize,
    const B: usize,
> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: makes tables of factors again.
    pub reset: Signal<In, Bit>,
    /// Whether a shift comes.
    pub load_shift: Signal<In, Bit>,
    /// As that of [`FactorControl`](super::FactorControl).
    pub shift: Signal<In, Bits<N>>,
    /// As those of [`FactorControl`](super::FactorControl).
    pub powers: Signal<In, Bits<5>>,
    /// Whether a pass starts.
    pub start: Signal<In, Bit>,
    /// Whether factors come last.
    pub backward: Signal<In, Bit>,
    /// Whether sums are halved.
    pub halve: Signal<In, Bit>,
    /// Whether all vectors have the same factors.
    pub shared: Signal<In, Bit>,
    /// m: vectors have 2^m words.
    pub bits: Signal<In, Bits<5>>,
    /// 2^m - 1.
    pub size_mask: Signal<In, Bits<D>>,
    /// Words of a lane in a group, less one.
    pub words_mask: Signal<In, Bits<D>>,
    /// Groups of the pass.
    pub groups: Signal<In, Bits<16>>,
    /// Factors of a lane in a group; 0 where they are shared.
    pub group_factors: Signal<In, Bits<F>>,
    /// As that of [`FactorControl`](super::FactorControl).
    pub plain: Signal<In, Bit>,
    /// As that of [`FactorControl`](super::FactorControl).
    pub first_order: Signal<In, Bits<6>>,
    /// As that of [`FactorControl`](super::FactorControl).
    pub first_power: Signal<In, Bits<5>>,
    /// As that of [`FactorControl`](super::FactorControl).
    pub first_blocks: Signal<In, Bits<D>>,
    /// As that of [`FactorControl`](super::FactorControl).
    pub vectors: Signal<In, Bits<C>>,
    /// As that of [`FactorControl`](super::FactorControl).
    pub rows: Signal<In, Bits<C>>,
    /// As that of [`FactorControl`](super::FactorControl).
    pub group_order: Signal<In, Bits<6>>,
    /// Beats of a group, less one.
    pub last_beat: Signal<In, Bits<B>>,
    /// As that of [`Beats`].
    pub vector_bits: Signal<In, Bits<5>>,
    /// In which beats come.
    pub load_order: Signal<In, Bits<2>>,
    /// As that of [`Bursts`].
    pub load_base: Signal<In, Bits<32>>,
    /// As that of [`Bursts`].
    pub load_step: Signal<In, Bits<32>>,
    /// As that of [`Bursts`].
    pub load_stride: Signal<In, Bits<32>>,
    /// As that of [`Bursts`].
    pub load_bursts: Signal<In, Bits<16>>,
    /// In which beats leave.
    pub store_order: Signal<In, Bits<2>>,
    /// As that of [`Bursts`].
    pub store_base: Signal<In, Bits<32>>,
    /// As that of [`Bursts`].
    pub store_step: Signal<In, Bits<32>>,
    /// As that of [`Bursts`].
    pub store_stride: Signal<In, Bits<32>>,
    /// As that of [`Bursts`].
    pub store_bursts: Signal<In, Bits<16>>,
    /// Beats of a burst, less one.
    pub store_run: Signal<In, Bits<16>>,
    /// Whether a shift or a pass may come: all results have been given away.
    pub ready: Signal<Out, Bit>,
    /// Whether a butterfly starts in each lane.
    pub work: Signal<Out, Bit>,
    /// Whether a burst is asked for.
    pub read_valid: Signal<Out, Bit>,
    /// Where, in beats.
    pub read_address: Signal<Out, Bits<32>>,
    /// Whether that is taken.
    pub read_ready: Signal<In, Bit>,
    /// Whether a beat comes.
    pub data_valid: Signal<In, Bit>,
    /// The beat.
    pub data: Signal<In, Bits<WN>>,
    /// Whether a beat is to be written.
    pub write_valid: Signal<Out, Bit>,
    /// Where, in beats.
    pub write_address: Signal<Out, Bits<32>>,
    /// The beat.
    pub write_data: Signal<Out, Bits<WN>>,
    /// Whether it is taken.
    pub write_ready: Signal<In, Bit>,
    flow: GroupFlow,
    lanes: Lanes<P, R, N, D, A, C, F, G, M>,
    asked: Bursts,
    arrival: Beats<B, D, L, H>,
    words: [WordSelect<WN, N, L>; W],
    turn: Turn<W, N, L>,
    load_places: Places<W, D, L>,
    load_words: Spread<P, W, N>,
    load_indices: Spread<P, W, D>,
    enable: ChunkEnable<P, W, H>,
    late_n: Delay<Bits<D>>,
    late_first: Delay<Bits<D>>,
    late_valid: Delay<Bit>,
    late_chunk: Delay<Bits<H>>,
    late_last: Delay<Bit>,
    there: Delay<Bit>,
    departure: Beats<B, D, L, H>,
    store_places: Places<W, D, L>,
    store_indices: Spread<P, W, D>,
    joined: Join<P, N, PN>,
    chosen: WordSelect<PN, WN, H>,
    chunk_way: Delay<Bits<H>>,
    last_way: Delay<Bit>,
    fifo: CreditFifo<WN, 4, 5>,
    told: Bursts,
    reading: DFF<Bit>,
    in_run: DFF<Bits<16>>,
    factor_at: DFF<Bits<F>>,
    busy: DFF<Bit>,
    closing: DFF<Bit>,
    asks: Signal<Local, Bit>,
    empties: Signal<Local, Bit>,
    free: Signal<Local, Bit>,
    begins: Signal<Local, Bit>,
    leaves: Signal<Local, Bit>,
    goes: Signal<Local, Bit>,
    offset: Signal<Local, Bits<32>>,
    lane_of: [Constant<Bits<L>>; W],
    by_vectors: Constant<Bits<2>>,
    by_words: Constant<Bits<2>>,
    no_beat: Constant<Bits<16>>,
    one_beat: Constant<Bits<16>>,
    no_factor: Constant<Bits<F>>,
}

impl<
    const P: usize,
    const R: usize,
    const W: usize,
    const N: usize,
    const WN: usize,
    const PN: usize,
    const D: usize,
    const A: usize,
    const C: usize,
    const F: usize,
    const G: usize,
    const M: usize,
    const L: usize,
    const H: usize,
    const B: usize,
> Logic for PassEngine<P, R, W, N, WN, PN, D, A, C, F, G, M, L, H, B>
{
    #[hdl_gen]
    fn update(&mut self) {
        clock!(
            self,
            clock,
            flow,
            lanes,
            asked,
            arrival,
            turn,
            load_places,
            late_n,
            late_first,
            late_valid,
            late_chunk,
            late_last,
            there,
            departure,
            store_places,
            chunk_way,
            last_way,
            fifo,
            told
        );
        dff_setup!(self, clock, reading, in_run, factor_at, busy, closing);
        self.free.next = !self.busy.q.val() & self.lanes.pass_ready.val();
        self.begins.next = self.start.val() & self.free.val();
        self.ready.next = self.free.val();
        self.lanes.reset.next = self.reset.val();
        self.lanes.load_shift.next = self.load_shift.val() & self.free.val();
        self.lanes.shift.next = self.shift.val();
        self.lanes.powers.next = self.powers.val();
        self.lanes.pass.next = self.begins.val();
        self.lanes.pass_backward.next = self.backward.val();
        self.lanes.pass_shared.next = self.shared.val();
        self.lanes.pass_stages.next = self.bits.val();
        self.lanes.pass_groups.next = self.groups.val();
        self.lanes.pass_plain.next = self.plain.val();
        self.lanes.pass_first_order.next = self.first_order.val();
        self.lanes.pass_first_power.next = self.first_power.val();
        self.lanes.pass_first_blocks.next = self.first_blocks.val();
        self.lanes.pass_vectors.next = self.vectors.val();
        self.lanes.pass_rows.next = self.rows.val();
        self.lanes.pass_group_order.next = self.group_order.val();
        self.flow.start.next = self.begins.val();
        self.flow.groups.next = self.groups.val();
        // Words come.
        self.asks.next = self.flow.may_ask.val() & self.asked.ready.val();
        self.flow.asks.next = self.asks.val();
        self.asked.reset.next = self.reset.val();
        self.asked.first.next = self.begins.val();
        self.asked.base.next = self.load_base.val();
        self.asked.step.next = self.load_step.val();
        self.asked.stride.next = self.load_stride.val();
        self.asked.bursts.next = self.load_bursts.val();
        self.asked.start.next = self.asks.val();
        self.asked.taken.next = self.read_ready.val();
        self.read_valid.next = self.asked.valid.val();
        self.read_address.next = self.asked.address.val();
        self.arrival.start.next =
            self.begins.val() | (self.data_valid.val() & self.arrival.last.val());
        self.arrival.order.next = self.load_order.val();
        self.arrival.bits.next = self.bits.val();
        self.arrival.last_beat.next = self.last_beat.val();
        self.arrival.vector_bits.next = self.vector_bits.val();
        self.arrival.step.next = self.data_valid.val();
        self.turn.diagonal.next = self.load_order.val() == self.by_vectors.val();
        self.turn.diagonal_number.next = bit_cast::<L, D>(self.arrival.n.val());
        for i in 0..W {
            self.words[i].words.next = self.data.val();
            self.words[i].index.next = self.lane_of[i].val();
            self.turn.beat[i].next = self.words[i].word.val();
            self.load_words.words[i].next = self.turn.words[i].val();
            self.load_indices.words[i].next = self.load_places.index[i].val();
            self.store_indices.words[i].next = self.store_places.index[i].val();
        }
        self.late_n.d.next = self.arrival.n.val();
        self.late_first.d.next = self.arrival.first.val();
        self.late_valid.d.next = self.data_valid.val();
        self.late_chunk.d.next = self.arrival.chunk.val();
        self.late_last.d.next = self.data_valid.val() & self.arrival.last.val();
        self.load_places.diagonal.next = self.load_order.val() == self.by_vectors.val();
        self.load_places.reversed.next = self.backward.val();
        self.load_places.bits.next = self.bits.val();
        self.load_places.first.next = self.late_first.q.val();
        self.load_places.n.next = self.late_n.q.val();
        self.enable.valid.next = self.late_valid.q.val();
        self.enable.chunk.next = self.late_chunk.q.val();
        self.lanes.load_buffer.next = self.flow.load_buffer.val();
        self.there.d.next = self.late_last.q.val();
        self.flow.filled.next = self.late_last.q.val();
        self.flow.loaded.next = self.there.q.val();
        // They are worked on.
        self.lanes.valid.next = self.flow.may_work.val();
        self.lanes.buffer.next = self.flow.work_buffer.val();
        self.lanes.beside.next = self.flow.work_buffer.val();
        self.lanes.words_mask.next = self.words_mask.val();
        self.lanes.size_mask.next = self.size_mask.val();
        self.lanes.backward.next = self.backward.val();
        self.lanes.halve.next = self.halve.val();
        self.lanes.pointwise.next = false;
        self.lanes.shared.next = self.shared.val();
        self.lanes.factors.next = self.factor_at.q.val();
        self.flow.takes.next = self.lanes.ready.val();
        self.flow.worked.next = self.lanes.done.val();
        if self.lanes.ready.val() {
            self.factor_at.d.next = self.factor_at.q.val() + self.group_factors.val();
        }
        if self.begins.val() {
            self.factor_at.d.next = self.no_factor.val();
        }
        self.work.next = self.lanes.work.val();
        // Results leave.
        self.empties.next =
            self.flow.may_empty.val() & !self.reading.q.val() & self.told.ready.val();
        self.flow.empties.next = self.empties.val();
        self.fifo.reset.next = self.reset.val();
        self.fifo.in_valid.next = self.reading.q.val();
        self.leaves.next = self.reading.q.val() & self.fifo.in_ready.val();
        self.departure.start.next = self.empties.val();
        self.departure.order.next = self.store_order.val();
        self.departure.bits.next = self.bits.val();
        self.departure.last_beat.next = self.last_beat.val();
        self.departure.vector_bits.next = self.vector_bits.val();
        self.departure.step.next = self.leaves.val();
        if self.leaves.val() & self.departure.last.val() {
            self.reading.d.next = false;
        }
        if self.empties.val() {
            self.reading.d.next = true;
        }
        self.store_places.diagonal.next = self.store_order.val() != self.by_words.val();
        self.store_places.reversed.next = !self.backward.val();
        self.store_places.bits.next = self.bits.val();
        self.store_places.first.next = self.departure.first.val();
        self.store_places.n.next = self.departure.n.val();
        self.chunk_way.d.next = self.departure.chunk.val();
        self.last_way.d.next = self.leaves.val() & self.departure.last.val();
        self.flow.emptied.next = self.last_way.q.val();
        self.lanes.store_buffer.next = self.flow.store_buffer.val();
        for i in 0..P {
            self.lanes.load[i].next = self.enable.lanes[i].val();
            self.lanes.load_index[i].next = self.load_indices.lanes[i].val();
            self.lanes.load_data[i].next = self.load_words.lanes[i].val();
            self.lanes.store_index[i].next = self.store_indices.lanes[i].val();
            self.joined.part[i].next = self.lanes.store_data[i].val();
        }
        self.chosen.words.next = self.joined.whole.val();
        self.chosen.index.next = self.chunk_way.q.val();
        self.fifo.data.next = self.chosen.word.val();
        self.told.reset.next = self.reset.val();
        self.told.first.next = self.begins.val();
        self.told.base.next = self.store_base.val();
        self.told.step.next = self.store_step.val();
        self.told.stride.next = self.store_stride.val();
        self.told.bursts.next = self.store_bursts.val();
        self.told.start.next = self.empties.val();
        self.offset.next = bit_cast::<32, 16>(self.in_run.q.val());
        self.write_valid.next = self.fifo.out_valid.val();
        self.write_address.next = self.told.address.val() + self.offset.val();
        self.write_data.next = self.fifo.out_data.val();
        self.fifo.out_ready.next = self.write_ready.val();
        self.goes.next = self.fifo.out_valid.val() & self.write_ready.val();
        self.told.taken.next = false;
        if self.goes.val() {
            self.in_run.d.next = self.in_run.q.val() + self.one_beat.val();
            if self.in_run.q.val() == self.store_run.val() {
                self.in_run.d.next = self.no_beat.val();
                self.told.taken.next = true;
            }
        }
        if self.begins.val() {
            self.busy.d.next = true;
            self.in_run.d.next = self.no_beat.val();
            self.closing.d.next = false;
        } else if self.flow.done.val() {
            self.closing.d.next = true;
        } else if self.closing.q.val() & self.told.ready.val() {
            self.busy.d.next = false;
            self.closing.d.next = false;
        }
        if self.reset.val() {
            self.busy.d.next = false;
            self.closing.d.next = false;
            self.reading.d.next = false;
        }
    }
    named!();
}
