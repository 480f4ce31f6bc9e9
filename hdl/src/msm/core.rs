//! The core: a stream of bases and a stream of scalars in, two points for each chain of buckets out.
//!
//! ```text
//! scalar --[Skid]--[Recoder]--.                 side a  .------------.
//!                             +--[Expander]--->=========|BucketMemory|--[PairQueue]--[PointAdd]--.
//! base ----[Skid]-------------'                 side b  '------------'                ^          |
//!                                                 ^           ^                       |          |
//!                                                 |           '------[Reducer]--------'--> results
//!                                                 '------------------------- sums ---------------'
//! ```
//!
//! Side a belongs to sums, which are never held up, and takes a second new item when no sum comes; side b takes new
//! items. New items wait while the pair queue is above its threshold. The phase of buckets ends when the expander is
//! exhausted and no item is alive: an item lives from its admission until it is stored or meets another.
//! After reset all buckets are swept; the reduction leaves them empty again.
//!
//! Interface: `start` with `count` while not `busy`, streams, `done`; counters are those of the last job and hold
//! until the next start. Golden model: the multi-scalar multiplication.

use super::{
    BASE, BucketMemory, Expander, JobCounters, MsmConfig, POINT, PairQueue, Recoder, Reducer,
    SCALAR,
};
use crate::curve::PointAdd;
use crate::named;
use crate::prim::{Join, Skid, Widen};
use num_bigint::BigUint;
use rust_hdl::prelude::*;

/// What the core does.
#[derive(Copy, Clone, Debug, PartialEq, LogicState)]
enum Phase {
    Sweep,
    Idle,
    Buckets,
    Reduction,
}

/// `W` windows numbered by `I` bits; digits of `C` bits; buckets of `B = C - 1` bits; `R = W C`; addresses of
/// `A = I + B` bits; chains numbered by `K` bits; tags of `T = A + 2` bits; `2^Q` queued pairs, `F = Q + 1`.
#[derive(LogicBlock)]
pub struct MsmCore<
    const W: usize,
    const I: usize,
    const C: usize,
    const B: usize,
    const R: usize,
    const A: usize,
    const K: usize,
    const T: usize,
    const Q: usize,
    const F: usize,
> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: drops the job and sweeps the buckets.
    pub reset: Signal<In, Bit>,
    /// Starts a job, for one clock.
    pub start: Signal<In, Bit>,
    /// Points of the job.
    pub count: Signal<In, Bits<32>>,
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
    /// S of chain 0, T of chain 0, S of chain 1, ...; chain = window * segments + segment.
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
    /// Clocks in which an item was refused.
    pub refused: Signal<Out, Bits<32>>,
    /// Items, or sums, that were stored without an addition.
    pub stored: Signal<Out, Bits<32>>,
    bases: Skid<BASE>,
    scalars: Skid<SCALAR>,
    recoder: Recoder<W, C, R>,
    expander: Expander<W, I, C, B, R, A>,
    item_0: Join<3, 256, POINT>,
    item_1: Join<3, 256, POINT>,
    buckets: BucketMemory<A>,
    queue: PairQueue<A, Q, F>,
    adder: PointAdd<256, POINT, T>,
    reducer: Reducer<A, K>,
    counters: JobCounters,
    phase: DFF<Phase>,
    sweep_count: DFF<Bits<32>>,
    live: DFF<Bits<16>>,
    // What the two sides of the buckets are given.
    a_item: DFF<Bit>,
    a_take: DFF<Bit>,
    a_address: DFF<Bits<A>>,
    a_point: DFF<Bits<POINT>>,
    b_item: DFF<Bit>,
    b_wipe: DFF<Bit>,
    b_address: DFF<Bits<A>>,
    b_point: DFF<Bits<POINT>>,
    sweeping: DFF<Bit>,
    in_buckets: Signal<Local, Bit>,
    sum_item: Signal<Local, Bit>,
    sum_s: Signal<Local, Bit>,
    sum_t: Signal<Local, Bit>,
    take_0: Signal<Local, Bit>,
    take_1: Signal<Local, Bit>,
    more: Signal<Local, Bits<16>>,
    fewer: Signal<Local, Bits<16>>,
    starts: Signal<Local, Bit>,
    clears: Signal<Local, Bit>,
    one: Constant<Bits<256>>,
    tag_s: Constant<Bits<T>>,
    tag_t: Constant<Bits<T>>,
    no_tag: Constant<Bits<T>>,
    sweep_last: Constant<Bits<32>>,
    none: Constant<Bits<32>>,
    unit: Constant<Bits<32>>,
    no_item: Constant<Bits<16>>,
    one_item: Constant<Bits<16>>,
    two_items: Constant<Bits<16>>,
}

impl<
    const W: usize,
    const I: usize,
    const C: usize,
    const B: usize,
    const R: usize,
    const A: usize,
    const K: usize,
    const T: usize,
    const Q: usize,
    const F: usize,
> MsmCore<W, I, C, B, R, A, K, T, Q, F>
{
    /// The core for `config`. A large value: build it on a [large stack](crate::emit::on_large_stack).
    ///
    /// # Panics
    /// When the type's widths are not those of `config`.
    pub fn new(config: &MsmConfig) -> Self {
        assert!(
            C == config.window && T == A + 2,
            "the core's widths are not those of its configuration"
        );
        let adder = PointAdd::new(&config.curve);
        let latency = adder.latency();
        let chains = W * config.segments;
        let segment = (1 << B) / config.segments;
        // The sweep also outlasts whatever a reset left in the adder.
        let settled = latency + Reducer::<A, K>::AROUND_ADDER;
        let buckets = W << B;
        let (depth, sweep) = if buckets > settled {
            (buckets, buckets)
        } else {
            (1 << A, settled)
        };
        Self {
            clock: Default::default(),
            reset: Default::default(),
            start: Default::default(),
            count: Default::default(),
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
            bases: Default::default(),
            scalars: Default::default(),
            recoder: Recoder::new(config.scalar_bits),
            expander: Expander::new(&config.curve.field.modulus),
            item_0: Default::default(),
            item_1: Default::default(),
            buckets: BucketMemory::new(depth),
            queue: Default::default(),
            adder,
            reducer: Reducer::new(chains, segment, latency, &config.curve.one),
            counters: Default::default(),
            phase: Default::default(),
            sweep_count: Default::default(),
            live: Default::default(),
            a_item: Default::default(),
            a_take: Default::default(),
            a_address: Default::default(),
            a_point: Default::default(),
            b_item: Default::default(),
            b_wipe: Default::default(),
            b_address: Default::default(),
            b_point: Default::default(),
            sweeping: Default::default(),
            in_buckets: Default::default(),
            sum_item: Default::default(),
            sum_s: Default::default(),
            sum_t: Default::default(),
            take_0: Default::default(),
            take_1: Default::default(),
            more: Default::default(),
            fewer: Default::default(),
            starts: Default::default(),
            clears: Default::default(),
            one: Constant::new(config.curve.one.clone().into()),
            tag_s: Constant::new((BigUint::from(1u32) << A).into()),
            tag_t: Constant::new((BigUint::from(1u32) << (A + 1)).into()),
            no_tag: Constant::new(0u64.into()),
            sweep_last: Constant::new((sweep as u64 - 1).into()),
            none: Constant::new(0u64.into()),
            unit: Constant::new(1u64.into()),
            no_item: Constant::new(0u64.into()),
            one_item: Constant::new(1u64.into()),
            two_items: Constant::new(2u64.into()),
        }
    }

    /// Clocks of one addition.
    pub fn adder_latency(&self) -> usize {
        self.adder.latency()
    }
}

impl<
    const W: usize,
    const I: usize,
    const C: usize,
    const B: usize,
    const R: usize,
    const A: usize,
    const K: usize,
    const T: usize,
    const Q: usize,
    const F: usize,
> Logic for MsmCore<W, I, C, B, R, A, K, T, Q, F>
{
    #[hdl_gen]
    fn update(&mut self) {
        clock!(
            self, clock, bases, scalars, recoder, expander, buckets, queue, adder, reducer,
            counters
        );
        dff_setup!(self, clock, phase, sweep_count, live, sweeping);
        dff_setup!(
            self, clock, a_item, a_take, a_address, a_point, b_item, b_wipe, b_address, b_point
        );
        // Phases.
        self.in_buckets.next = self.phase.q.val() == Phase::Buckets;
        self.starts.next = self.start.val() & (self.phase.q.val() == Phase::Idle);
        self.clears.next = self.reset.val() | (self.phase.q.val() == Phase::Sweep);
        self.reducer.start.next = false;
        match self.phase.q.val() {
            Phase::Sweep => {
                self.sweep_count.d.next = self.sweep_count.q.val() + self.unit.val();
                if self.sweep_count.q.val() == self.sweep_last.val() {
                    self.phase.d.next = Phase::Idle;
                }
            }
            Phase::Idle => {
                if self.start.val() {
                    self.phase.d.next = Phase::Buckets;
                }
            }
            Phase::Buckets => {
                if self.expander.exhausted.val() & (self.live.q.val() == self.no_item.val()) {
                    self.phase.d.next = Phase::Reduction;
                    self.reducer.start.next = true;
                }
            }
            Phase::Reduction => {
                if self.reducer.done.val() {
                    self.phase.d.next = Phase::Idle;
                }
            }
            _ => {
                self.phase.d.next = Phase::Sweep;
            }
        }
        if self.reset.val() {
            self.phase.d.next = Phase::Sweep;
            self.sweep_count.d.next = self.none.val();
        }
        // Streams in.
        self.bases.reset.next = self.clears.val();
        self.bases.in_data.next = self.base.val();
        self.bases.in_valid.next = self.base_valid.val();
        self.base_ready.next = self.bases.in_ready.val();
        self.scalars.reset.next = self.clears.val();
        self.scalars.in_data.next = self.scalar.val();
        self.scalars.in_valid.next = self.scalar_valid.val();
        self.scalar_ready.next = self.scalars.in_ready.val();
        self.recoder.reset.next = self.clears.val();
        self.recoder.in_data.next = self.scalars.out_data.val();
        self.recoder.in_valid.next = self.scalars.out_valid.val();
        self.scalars.out_ready.next = self.recoder.in_ready.val();
        self.expander.reset.next = self.clears.val();
        self.expander.start.next = self.starts.val();
        self.expander.count.next = self.count.val();
        self.expander.base.next = self.bases.out_data.val();
        self.expander.base_valid.next = self.bases.out_valid.val();
        self.bases.out_ready.next = self.expander.base_ready.val();
        self.expander.recoded.next = self.recoder.recoded.val();
        self.expander.nonzero.next = self.recoder.nonzero.val();
        self.expander.scalar_valid.next = self.recoder.out_valid.val();
        self.recoder.out_ready.next = self.expander.scalar_ready.val();
        // Sums come back.
        self.sum_s.next = self.adder.sum_valid.val()
            & ((self.adder.sum_tag.val() & self.tag_s.val()) != self.no_tag.val());
        self.sum_t.next = self.adder.sum_valid.val()
            & ((self.adder.sum_tag.val() & self.tag_t.val()) != self.no_tag.val());
        self.sum_item.next = self.adder.sum_valid.val() & self.in_buckets.val();
        self.reducer.sum_s.next = self.sum_s.val();
        self.reducer.sum_t.next = self.sum_t.val();
        self.reducer.sum_chain.next = self.adder.sum_tag.val().get_bits::<K>(0);
        self.reducer.sum.next = self.adder.sum.val();
        // Items to the buckets.
        self.take_0.next =
            self.expander.valid_0.val() & self.queue.room.val() & self.in_buckets.val();
        self.take_1.next = self.take_0.val() & self.expander.valid_1.val() & !self.sum_item.val();
        self.expander.taken_0.next = self.take_0.val();
        self.expander.taken_1.next = self.take_1.val();
        self.item_0.part[0].next = self.expander.x.val();
        self.item_0.part[1].next = self.expander.y_0.val();
        self.item_0.part[2].next = self.one.val();
        self.item_1.part[0].next = self.expander.x.val();
        self.item_1.part[1].next = self.expander.y_1.val();
        self.item_1.part[2].next = self.one.val();
        self.a_item.d.next = self.sum_item.val() | self.take_1.val();
        self.a_take.d.next = self.reducer.take.val();
        self.a_address.d.next = self.expander.address_1.val();
        self.a_point.d.next = self.item_1.whole.val();
        if self.sum_item.val() {
            self.a_address.d.next = self.adder.sum_tag.val().get_bits::<A>(0);
            self.a_point.d.next = self.adder.sum.val();
        }
        if self.reducer.take.val() {
            self.a_address.d.next = self.reducer.take_address.val();
        }
        self.b_item.d.next = self.take_0.val();
        self.b_wipe.d.next = self.reducer.wipe.val();
        self.b_address.d.next = self.expander.address_0.val();
        self.b_point.d.next = self.item_0.whole.val();
        if self.reducer.wipe.val() {
            self.b_address.d.next = self.reducer.wipe_address.val();
        }
        self.sweeping.d.next = self.phase.q.val() == Phase::Sweep;
        if self.phase.q.val() == Phase::Sweep {
            self.a_address.d.next = self.sweep_count.q.val().get_bits::<A>(0);
            self.b_address.d.next = self.sweep_count.q.val().get_bits::<A>(0);
        }
        self.buckets.a_item.next = self.a_item.q.val();
        self.buckets.a_take.next = self.a_take.q.val();
        self.buckets.a_address.next = self.a_address.q.val();
        self.buckets.a_point.next = self.a_point.q.val();
        self.buckets.b_item.next = self.b_item.q.val();
        self.buckets.b_wipe.next = self.b_wipe.q.val();
        self.buckets.b_address.next = self.b_address.q.val();
        self.buckets.b_point.next = self.b_point.q.val();
        self.buckets.sweep.next = self.sweeping.q.val();
        // Items alive.
        self.more.next = self.no_item.val();
        if self.take_1.val() {
            self.more.next = self.two_items.val();
        } else if self.take_0.val() {
            self.more.next = self.one_item.val();
        }
        self.fewer.next = self.no_item.val();
        if self.buckets.stored_a.val() & self.buckets.stored_b.val() {
            self.fewer.next = self.two_items.val();
        } else if self.buckets.stored_a.val() | self.buckets.stored_b.val() | self.buckets.met.val()
        {
            self.fewer.next = self.one_item.val();
        }
        self.live.d.next = self.live.q.val() + self.more.val() - self.fewer.val();
        if self.clears.val() {
            self.live.d.next = self.no_item.val();
        }
        // Pairs to the adder; in the reduction there are none, and the reducer's additions take their place.
        self.queue.reset.next = self.clears.val();
        self.queue.a.next = self.buckets.pair_a.val();
        self.queue.a_address.next = self.buckets.pair_a_address.val();
        self.queue.a_points[0].next = self.buckets.pair_a_item.val();
        self.queue.a_points[1].next = self.buckets.pair_a_found.val();
        self.queue.b.next = self.buckets.pair_b.val();
        self.queue.b_address.next = self.buckets.pair_b_address.val();
        self.queue.b_points[0].next = self.buckets.pair_b_item.val();
        self.queue.b_points[1].next = self.buckets.pair_b_found.val();
        self.adder.valid.next =
            self.queue.valid.val() | self.reducer.add_s.val() | self.reducer.add_t.val();
        self.adder.tag.next = self.queue.address.val().to_bits();
        self.adder.p.next = self.queue.p.val();
        self.adder.q.next = self.queue.q.val();
        if self.phase.q.val() == Phase::Reduction {
            self.adder.p.next = self.reducer.add_p.val();
            self.adder.q.next = self.reducer.add_q.val();
            self.adder.tag.next = self.reducer.add_chain.val().to_bits() | self.tag_t.val();
            if self.reducer.add_s.val() {
                self.adder.tag.next = self.reducer.add_chain.val().to_bits() | self.tag_s.val();
            }
        }
        // The reduction.
        self.reducer.reset.next = self.clears.val();
        self.reducer.took.next = self.buckets.took.val();
        self.reducer.found.next = self.buckets.pair_a_found.val();
        self.reducer.result_ready.next = self.result_ready.val();
        self.result.next = self.reducer.result.val();
        self.result_valid.next = self.reducer.result_valid.val();
        self.result_last.next = self.reducer.result_last.val();
        self.done.next = self.reducer.done.val();
        self.busy.next = self.phase.q.val() != Phase::Idle;
        // Counters.
        self.counters.clear.next = self.starts.val() | self.reset.val();
        self.counters.in_buckets.next = self.in_buckets.val();
        self.counters.in_reduction.next = self.phase.q.val() == Phase::Reduction;
        self.counters.addition.next =
            self.queue.valid.val() | self.reducer.add_s.val() | self.reducer.add_t.val();
        self.counters.starves.next = self.expander.starved.val();
        self.counters.refuses.next = self.expander.valid_0.val() & !self.queue.room.val();
        self.counters.stores_a.next = self.buckets.stored_a.val();
        self.counters.stores_b.next = self.buckets.stored_b.val();
        self.cycles.next = self.counters.cycles.val();
        self.bucket_cycles.next = self.counters.bucket_cycles.val();
        self.reduction_cycles.next = self.counters.reduction_cycles.val();
        self.bucket_additions.next = self.counters.bucket_additions.val();
        self.reduction_additions.next = self.counters.reduction_additions.val();
        self.starved.next = self.counters.starved.val();
        self.refused.next = self.counters.refused.val();
        self.stored.next = self.counters.stored.val();
    }
    named!();
}
