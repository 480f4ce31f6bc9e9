//! The limb-serial core: a stream of bases and a stream of scalars in, two points for each chain of buckets out.
//!
//! ```text
//! [ItemSource]--limbs--.              .-->[PointStore]
//! [SerialAdd]---limbs--+--[select]----+-->[SerialAdd]
//! [PointStore]--limbs--'              '-->[ResultSender]--> results
//!                          [Walk]--which-->[Mover]--addresses and strobes--> all
//! ```
//!
//! Wiring alone. Interface: that of [`MsmCore`](crate::msm::MsmCore), over G1; `g2` and `multiples` must be low. Latency: of the job.
//! Golden model: the multi-scalar multiplication.

use super::{ItemSource, Mover, PointStore, ResultSender, SlotMap, Walk};
use crate::curve::{SLICE, SerialAdd};
use crate::field::SerialField;
use crate::msm::{BASE, JobCounters, MsmConfig, POINT, SCALAR};
use crate::named;
use crate::prim::Flag;
use rust_hdl::prelude::*;

/// Windows numbered by `I` bits; digits of `C` bits; slots numbered by `A` bits, `L` bits for all windows' first ones;
/// limbs of a point numbered by `J` bits, `M = A + J`; `P` bits of a coordinate's limbs.
#[derive(LogicBlock)]
pub struct SerialMsmCore<
    const I: usize,
    const C: usize,
    const A: usize,
    const L: usize,
    const J: usize,
    const M: usize,
    const P: usize,
> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: drops the job and sweeps the buckets.
    pub reset: Signal<In, Bit>,
    /// Starts a job, for one clock.
    pub start: Signal<In, Bit>,
    /// Points of the job.
    pub count: Signal<In, Bits<32>>,
    /// Low.
    pub g2: Signal<In, Bit>,
    /// Low.
    pub multiples: Signal<In, Bit>,
    /// Base: x low, y high; zero is infinity.
    pub base: Signal<In, Bits<BASE>>,
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
    /// S of chain 0, T of chain 0, S of chain 1, ...; chains as in `wire`'s `Windows`.
    pub result: Signal<Out, Bits<POINT>>,
    /// Whether there is one.
    pub result_valid: Signal<Out, Bit>,
    /// Whether it is the last of the job.
    pub result_last: Signal<Out, Bit>,
    /// Whether it is taken.
    pub result_ready: Signal<In, Bit>,
    /// Whether a job, or the sweep, runs.
    pub busy: Signal<Out, Bit>,
    /// The last result has been taken, for one clock.
    pub done: Signal<Out, Bit>,
    /// Clocks of the job.
    pub cycles: Signal<Out, Bits<32>>,
    /// Clocks of its phase of buckets.
    pub bucket_cycles: Signal<Out, Bits<32>>,
    /// Clocks of its reduction.
    pub reduction_cycles: Signal<Out, Bits<32>>,
    /// Additions started in the phase of buckets.
    pub bucket_additions: Signal<Out, Bits<32>>,
    /// Additions started in the reduction.
    pub reduction_additions: Signal<Out, Bits<32>>,
    /// Clocks without an item because no point had come.
    pub starved: Signal<Out, Bits<32>>,
    /// Clocks in which an item waited for the adder.
    pub refused: Signal<Out, Bits<32>>,
    /// Items, or sums, that were stored without an addition.
    pub stored: Signal<Out, Bits<32>>,
    /// Zero: all additions are of one kind.
    pub spent: Signal<Out, Bits<32>>,
    /// Zero: one point is moved at a time.
    pub met: Signal<Out, Bits<32>>,
    items: ItemSource<I, C, A, L, P>,
    store: PointStore<A, J, M>,
    adder: SerialAdd<A>,
    mover: Mover<A>,
    walk: Walk<A>,
    sender: ResultSender<P>,
    counters: JobCounters,
    starts: Signal<Local, Bit>,
    sent: Signal<Local, Bit>,
    slice: DFF<Bits<SLICE>>,
    nothing: Constant<Bits<32>>,
}

impl<
    const I: usize,
    const C: usize,
    const A: usize,
    const L: usize,
    const J: usize,
    const M: usize,
    const P: usize,
> SerialMsmCore<I, C, A, L, J, M, P>
{
    /// The core for `config`. A large value: build it on a [large stack](crate::emit::on_large_stack).
    ///
    /// # Panics
    /// When the type's widths are not those of `config`.
    pub fn new(config: &MsmConfig) -> Self {
        let field = SerialField::new(&config.curve.field.modulus);
        Self {
            clock: Default::default(),
            reset: Default::default(),
            start: Default::default(),
            count: Default::default(),
            g2: Default::default(),
            multiples: Default::default(),
            base: Default::default(),
            base_valid: Default::default(),
            base_ready: Default::default(),
            scalar: Default::default(),
            scalar_valid: Default::default(),
            scalar_ready: Default::default(),
            result: Default::default(),
            result_valid: Default::default(),
            result_last: Default::default(),
            result_ready: Default::default(),
            busy: Default::default(),
            done: Default::default(),
            cycles: Default::default(),
            bucket_cycles: Default::default(),
            reduction_cycles: Default::default(),
            bucket_additions: Default::default(),
            reduction_additions: Default::default(),
            starved: Default::default(),
            refused: Default::default(),
            stored: Default::default(),
            spent: Default::default(),
            met: Default::default(),
            items: ItemSource::new(config),
            store: PointStore::new(SlotMap::new(&config.windows).slots(), field.limbs),
            adder: SerialAdd::new(&config.curve),
            mover: Mover::new(field.limbs),
            walk: Walk::new(config),
            sender: ResultSender::new(&field),
            counters: Default::default(),
            starts: Default::default(),
            sent: Default::default(),
            slice: Default::default(),
            nothing: Constant::new(0u64.into()),
        }
    }
}

impl<
    const I: usize,
    const C: usize,
    const A: usize,
    const L: usize,
    const J: usize,
    const M: usize,
    const P: usize,
> Logic for SerialMsmCore<I, C, A, L, J, M, P>
{
    #[hdl_gen]
    fn update(&mut self) {
        clock!(
            self, clock, items, store, adder, mover, walk, sender, counters
        );
        dff_setup!(self, clock, slice);
        self.busy.next = self.walk.busy.val();
        self.starts.next = self.start.val() & !self.walk.busy.val();
        // Points in.
        self.items.reset.next = self.walk.clears.val();
        self.items.start.next = self.starts.val();
        self.items.count.next = self.count.val();
        self.items.base.next = self.base.val();
        self.items.base_valid.next = self.base_valid.val();
        self.base_ready.next = self.items.base_ready.val();
        self.items.scalar.next = self.scalar.val();
        self.items.scalar_valid.next = self.scalar_valid.val();
        self.scalar_ready.next = self.items.scalar_ready.val();
        self.items.turn.next = self.mover.turn.val();
        self.items.index.next = self.mover.index.val();
        self.items.taken.next = self.mover.taken.val();
        // Which point is moved.
        self.sent.next = self.sender.result_valid.val() & self.result_ready.val();
        self.walk.reset.next = self.reset.val();
        self.walk.start.next = self.starts.val();
        self.walk.item.next = self.items.valid.val();
        self.walk.item_slot.next = self.items.slot.val();
        self.walk.exhausted.next = self.items.exhausted.val();
        self.walk.ready.next = self.mover.ready.val();
        self.walk.free.next = self.adder.free.val();
        self.walk.go.next = self.mover.go.val();
        self.walk.sum.next = self.adder.done.val();
        self.walk.sum_slot.next = self.adder.sum_tag.val();
        self.walk.sent.next = self.sent.val();
        self.mover.reset.next = self.walk.clears.val();
        self.mover.ask.next = self.walk.ask.val();
        self.mover.kind.next = self.walk.kind.val();
        self.mover.source.next = self.walk.source.val();
        self.mover.target.next = self.walk.target.val();
        // Its limbs.
        self.mover.full.next = self.store.full.val();
        self.store.ask_slot.next = self.mover.ask_slot.val();
        self.store.read_slot.next = self.mover.read_slot.val();
        self.store.read_index.next = self.mover.index.val();
        self.adder.sum_index.next = self.mover.index.val();
        self.slice.d.next = self.store.slice.val();
        if self.mover.from_item.val() {
            self.slice.d.next = self.items.slice.val();
        }
        if self.mover.from_sum.val() {
            self.slice.d.next = self.adder.sum.val();
        }
        self.store.write.next = self.mover.to_slot.val();
        self.store.write_slot.next = self.mover.target_slot.val();
        self.store.write_index.next = self.mover.write_index.val();
        self.store.write_slice.next = self.slice.q.val();
        self.store.mark.next = self.mover.mark.val() | self.walk.sweeps.val();
        self.store.mark_slot.next = self.mover.mark_slot.val();
        if self.walk.sweeps.val() {
            self.store.mark_slot.next = self.walk.sweep_slot.val();
        }
        self.store.mark_full.next = self.mover.mark_full.val() & !self.walk.sweeps.val();
        self.adder.reset.next = self.walk.clears.val();
        self.adder.write[0].next = self.mover.to_p.val();
        self.adder.write[1].next = self.mover.to_q.val();
        self.adder.write_index.next = self.mover.write_index.val();
        self.adder.write_limbs.next = self.slice.q.val();
        self.adder.go.next = self.mover.go.val();
        self.adder.tag.next = self.mover.target_slot.val();
        // Results out.
        self.sender.reset.next = self.walk.clears.val();
        self.sender.load.next = self.mover.to_result.val();
        self.sender.index.next = self.mover.write_index.val();
        self.sender.slice.next = self.slice.q.val();
        self.sender.empty.next = self.mover.empty.val();
        self.sender.result_ready.next = self.result_ready.val();
        self.result.next = self.sender.result.val();
        self.result_valid.next = self.sender.result_valid.val();
        self.result_last.next = self.sender.result_valid.val() & self.walk.last.val();
        self.done.next = self.sent.val() & self.walk.last.val();
        // Counters.
        self.counters.clear.next = self.starts.val() | self.reset.val();
        self.counters.in_buckets.next = self.walk.in_buckets.val();
        self.counters.in_reduction.next = self.walk.in_reduction.val();
        self.counters.starves.next = self.items.starved.val();
        self.counters.adds_bucket.next =
            (self.mover.go.val() & self.walk.in_buckets.val()).to_bits();
        self.counters.adds_reduction.next =
            (self.mover.go.val() & self.walk.in_reduction.val()).to_bits();
        self.counters.refuses.next = (self.items.valid.val() & !self.adder.free.val()).to_bits();
        self.counters.stores.next =
            (self.mover.stores.val() & self.walk.in_buckets.val()).to_bits();
        self.counters.spends.next = self.nothing.val();
        self.counters.meets.next = self.nothing.val();
        self.cycles.next = self.counters.cycles.val();
        self.bucket_cycles.next = self.counters.bucket_cycles.val();
        self.reduction_cycles.next = self.counters.reduction_cycles.val();
        self.bucket_additions.next = self.counters.bucket_additions.val();
        self.reduction_additions.next = self.counters.reduction_additions.val();
        self.starved.next = self.counters.starved.val();
        self.refused.next = self.counters.refused.val();
        self.stored.next = self.counters.stored.val();
        self.spent.next = self.counters.spent.val();
        self.met.next = self.counters.met.val();
    }
    named!();
}
