//! A pass: all vectors of one size, from memory through the lanes and back.
//!
//! ```text
//! memory --> PassLoad --> lanes --> chunk --> PassStore --> memory
//!                ^          ^                     ^
//!                '------ GroupFlow ---------------'
//! ```
//!
//! | order of beats | loaded | stored |
//! |---|---|---|
//! | by words | word n of W vectors | the same |
//! | by vectors, by blocks | diagonals, turned on the way | diagonals, as lanes write them |
//! | by copies | words of one vector, for all W lanes | the same, of each lane one |
//! | by turns, by rows | W vectors of each of W lanes, turned on the way | word n of W lanes |
//!
//! Three groups of vectors are under way: one comes, one is worked on, one leaves. What describes a pass stays while it
//! lasts. Interface: `start` where `ready`; reads by burst, answers in their order; writes by beat.
//! Golden model: the transform of each vector.

use super::{ChunkEnable, GroupFlow, Lanes, PassLoad, PassStore, Spread};
use crate::named;
use crate::prim::{Delay, Join, WordSelect};
use rust_hdl::prelude::*;

mod build;

/// `P = Q R` lanes, beats of `W = 2^L` words of `N` bits, `WN = W N`, `PN = P N`; the rest as in [`Lanes`] and
/// [`Beats`](super::Beats).
#[derive(LogicBlock)]
pub struct PassEngine<
    const P: usize,
    const R: usize,
    const Q: usize,
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
    /// As that of [`FactorControl`](super::FactorControl).
    pub powers: Signal<In, Bits<5>>,
    /// What differences are multiplied by, or 1.
    pub scale: Signal<In, Bits<N>>,
    /// Whether it is not 1.
    pub scaled: Signal<In, Bit>,
    /// Whether a pass starts.
    pub start: Signal<In, Bit>,
    /// Whether factors come last, and sums are halved.
    pub backward: Signal<In, Bit>,
    /// Whether all vectors of the pass have the same factors.
    pub shared: Signal<In, Bit>,
    /// Whether all vectors of a lane in a group have the same factors.
    pub passing: Signal<In, Bit>,
    /// Whether groups come by three: a, b, c, of which (a b - c) scale is left.
    pub joint: Signal<In, Bit>,
    /// m: vectors have 2^m words.
    pub bits: Signal<In, Bits<5>>,
    /// 2^m - 1.
    pub size_mask: Signal<In, Bits<D>>,
    /// Words of a lane in a group, less one.
    pub words_mask: Signal<In, Bits<D>>,
    /// Groups of the pass.
    pub groups: Signal<In, Bits<24>>,
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
    /// As that of [`FactorControl`](super::FactorControl).
    pub row_groups: Signal<In, Bits<24>>,
    /// As that of [`FactorControl`](super::FactorControl).
    pub repeats: Signal<In, Bits<16>>,
    /// As that of [`Beats`](super::Beats).
    pub last_beat: Signal<In, Bits<B>>,
    /// As that of [`Beats`](super::Beats).
    pub vector_bits: Signal<In, Bits<5>>,
    /// In which beats come.
    pub load_order: Signal<In, Bits<3>>,
    /// As that of [`Bursts`](super::Bursts).
    pub load_base: Signal<In, Bits<32>>,
    /// As that of [`Bursts`](super::Bursts).
    pub load_step: Signal<In, Bits<32>>,
    /// As that of [`Bursts`](super::Bursts).
    pub load_row: Signal<In, Bits<16>>,
    /// As that of [`Bursts`](super::Bursts).
    pub load_jump: Signal<In, Bits<32>>,
    /// As that of [`Bursts`](super::Bursts).
    pub load_stride: Signal<In, Bits<32>>,
    /// As that of [`Bursts`](super::Bursts).
    pub load_bursts: Signal<In, Bits<16>>,
    /// In which beats leave.
    pub store_order: Signal<In, Bits<3>>,
    /// As that of [`Bursts`](super::Bursts).
    pub store_base: Signal<In, Bits<32>>,
    /// As that of [`Bursts`](super::Bursts).
    pub store_step: Signal<In, Bits<32>>,
    /// As that of [`Bursts`](super::Bursts).
    pub store_row: Signal<In, Bits<16>>,
    /// As that of [`Bursts`](super::Bursts).
    pub store_jump: Signal<In, Bits<32>>,
    /// As that of [`Bursts`](super::Bursts).
    pub store_stride: Signal<In, Bits<32>>,
    /// As that of [`Bursts`](super::Bursts).
    pub store_bursts: Signal<In, Bits<16>>,
    /// Beats of a burst, less one.
    pub store_run: Signal<In, Bits<16>>,
    /// Whether a shift or a pass may come: all results have been given away.
    pub ready: Signal<Out, Bit>,
    /// Whether a butterfly starts in each lane.
    pub work: Signal<Out, Bit>,
    /// Whether lanes rest because words have not come, or results not left.
    pub short_of_words: Signal<Out, Bit>,
    /// Whether they rest because a factor has not come.
    pub short_of_factors: Signal<Out, Bit>,
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
    lanes: Lanes<P, R, Q, N, D, A, C, F, G, M>,
    loads: PassLoad<W, N, WN, D, L, H, B>,
    load_words: Spread<P, W, N>,
    load_indices: Spread<P, W, D>,
    enable: ChunkEnable<P, W, H>,
    there: Delay<Bit>,
    stores: PassStore<W, WN, D, L, H, B>,
    store_indices: Spread<P, W, D>,
    joined: Join<P, N, PN>,
    chosen: WordSelect<PN, WN, H>,
    factor_at: DFF<Bits<F>>,
    busy: DFF<Bit>,
    asks: Signal<Local, Bit>,
    empties: Signal<Local, Bit>,
    free: Signal<Local, Bit>,
    begins: Signal<Local, Bit>,
    pointwise: Signal<Local, Bit>,
    may_work: Signal<Local, Bit>,
    no_factor: Constant<Bits<F>>,
}

impl<
    const P: usize,
    const R: usize,
    const Q: usize,
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
> Logic for PassEngine<P, R, Q, W, N, WN, PN, D, A, C, F, G, M, L, H, B>
{
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, flow, lanes, loads, there, stores);
        dff_setup!(self, clock, factor_at, busy);
        self.free.next = !self.busy.q.val() & self.lanes.pass_ready.val();
        self.begins.next = self.start.val() & self.free.val();
        self.ready.next = self.free.val();
        self.lanes.reset.next = self.reset.val();
        self.lanes.load_shift.next = self.load_shift.val() & self.free.val();
        self.lanes.shift.next = self.shift.val();
        self.lanes.powers.next = self.powers.val();
        self.lanes.scale.next = self.scale.val();
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
        self.lanes.pass_row_groups.next = self.row_groups.val();
        self.lanes.pass_repeats.next = self.repeats.val();
        self.flow.reset.next = self.reset.val();
        self.flow.start.next = self.begins.val();
        self.flow.groups.next = self.groups.val();
        self.flow.joint.next = self.joint.val();
        // Words come.
        self.asks.next = self.flow.may_ask.val() & self.loads.ready.val();
        self.flow.asks.next = self.asks.val();
        self.loads.reset.next = self.reset.val();
        self.loads.order.next = self.load_order.val();
        self.loads.base.next = self.load_base.val();
        self.loads.step.next = self.load_step.val();
        self.loads.row.next = self.load_row.val();
        self.loads.jump.next = self.load_jump.val();
        self.loads.stride.next = self.load_stride.val();
        self.loads.bursts.next = self.load_bursts.val();
        self.loads.start.next = self.begins.val();
        self.loads.reversed.next = self.backward.val();
        self.loads.bits.next = self.bits.val();
        self.loads.last_beat.next = self.last_beat.val();
        self.loads.vector_bits.next = self.vector_bits.val();
        self.loads.asks.next = self.asks.val();
        self.read_valid.next = self.loads.read_valid.val();
        self.read_address.next = self.loads.read_address.val();
        self.loads.read_ready.next = self.read_ready.val();
        self.loads.data_valid.next = self.data_valid.val();
        self.loads.data.next = self.data.val();
        for i in 0..W {
            self.load_words.words[i].next = self.loads.words[i].val();
            self.load_indices.words[i].next = self.loads.index[i].val();
            self.store_indices.words[i].next = self.stores.index[i].val();
        }
        self.enable.valid.next = self.loads.valid.val();
        self.enable.chunk.next = self.loads.chunk.val();
        self.lanes.load_buffer.next = self.flow.load_buffer.val();
        self.there.d.next = self.loads.last.val();
        self.flow.filled.next = self.loads.last.val();
        self.flow.loaded.next = self.there.q.val();
        // They are worked on. Passing factors must have come before the first of them is needed by several vectors.
        self.pointwise.next = self.flow.pointwise.val();
        self.may_work.next = self.flow.may_work.val()
            & (!self.passing.val()
                | self.pointwise.val()
                | (!self.lanes.busy.val() & self.lanes.enough.val()));
        self.lanes.valid.next = self.may_work.val();
        self.lanes.buffer.next = self.flow.work_buffer.val();
        self.lanes.beside.next = self.flow.beside_buffer.val();
        self.lanes.words_mask.next = self.words_mask.val();
        self.lanes.size_mask.next = self.size_mask.val();
        // Where something is multiplied by the difference it comes last, or else c is.
        self.lanes.backward.next =
            self.backward.val() | (self.flow.difference.val() & self.scaled.val());
        self.lanes.halve.next = self.backward.val();
        self.lanes.pointwise.next = self.pointwise.val();
        self.lanes.difference.next = self.flow.difference.val();
        self.lanes.shared.next = self.shared.val() | self.passing.val();
        self.lanes.passing.next = self.passing.val();
        self.lanes.factors.next = self.factor_at.q.val();
        self.flow.takes.next = self.lanes.ready.val();
        self.flow.worked.next = self.lanes.done.val();
        if self.lanes.ready.val() & !self.pointwise.val() {
            self.factor_at.d.next = self.factor_at.q.val() + self.group_factors.val();
        }
        if self.begins.val() {
            self.factor_at.d.next = self.no_factor.val();
        }
        self.work.next = self.lanes.work.val();
        self.short_of_factors.next = self.lanes.scarce.val();
        self.short_of_words.next =
            self.busy.q.val() & !self.lanes.busy.val() & !self.flow.may_work.val();
        // Results leave.
        self.empties.next = self.flow.may_empty.val() & self.stores.ready.val();
        self.flow.empties.next = self.empties.val();
        self.flow.emptied.next = self.stores.emptied.val();
        self.lanes.store_buffer.next = self.flow.store_buffer.val();
        self.stores.reset.next = self.reset.val();
        self.stores.order.next = self.store_order.val();
        self.stores.base.next = self.store_base.val();
        self.stores.step.next = self.store_step.val();
        self.stores.row.next = self.store_row.val();
        self.stores.jump.next = self.store_jump.val();
        self.stores.stride.next = self.store_stride.val();
        self.stores.bursts.next = self.store_bursts.val();
        self.stores.run.next = self.store_run.val();
        self.stores.start.next = self.begins.val();
        self.stores.reversed.next = !self.backward.val();
        self.stores.bits.next = self.bits.val();
        self.stores.last_beat.next = self.last_beat.val();
        self.stores.vector_bits.next = self.vector_bits.val();
        self.stores.empties.next = self.empties.val();
        for i in 0..P {
            self.lanes.load[i].next = self.enable.lanes[i].val();
            self.lanes.load_index[i].next = self.load_indices.lanes[i].val();
            self.lanes.load_data[i].next = self.load_words.lanes[i].val();
            self.lanes.store_index[i].next = self.store_indices.lanes[i].val();
            self.joined.part[i].next = self.lanes.store_data[i].val();
        }
        self.chosen.words.next = self.joined.whole.val();
        self.chosen.index.next = self.stores.chunk.val();
        self.stores.data.next = self.chosen.word.val();
        self.write_valid.next = self.stores.write_valid.val();
        self.write_address.next = self.stores.write_address.val();
        self.write_data.next = self.stores.write_data.val();
        self.stores.write_ready.next = self.write_ready.val();
        if self.begins.val() {
            self.busy.d.next = true;
        } else if !self.flow.running.val() & self.stores.idle.val() {
            self.busy.d.next = false;
        }
        if self.reset.val() {
            self.busy.d.next = false;
        }
    }
    named!();
}
