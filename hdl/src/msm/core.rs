//! The core: a stream of bases and a stream of scalars in, two points for each chain of buckets out.
//!
//! ```text
//! scalar --[Skid]--[Recoder]--.              .---------------- sums -----------------.
//!                             |              v                                       |
//!                             |  even ==> [Bank] ==.                                 |
//!                             +--[Expander]        +==[PairQueues]==[PairAdd]--------+
//!                             |  odd ===> [Bank] =='        ^                        v
//! base ----[Skid]-------------'   items      '--------------+--------------------[Reducer]---> results
//! ```
//!
//! Two banks, one for even windows and one for odd ones, take a new item each and one sum between them every clock.
//! A bucket's first item is stored without an addition: with one new item a clock the adder would idle meanwhile.
//! Sums are never held up; new items of a bank wait while its queue of pairs is above its threshold. The phase of
//! buckets ends when the expander is exhausted and no item is alive: an item lives from its admission until it is
//! stored or meets another. After reset all buckets are swept; the reduction leaves them empty again.
//!
//! Interface: `start` with `count` while not `busy`, streams, `done`; counters are those of the last job and hold
//! until the next start. Latency: of the job. Golden model: the multi-scalar multiplication.

use super::{
    AFFINE, BASE, Bank, Expander, JobCounters, MsmConfig, POINT, PairQueues, Recoder, Reducer,
    SCALAR,
};
use crate::curve::PairAdd;
use crate::named;
use crate::prim::{Skid, Widen};
use rust_hdl::prelude::*;

/// Clocks from a sum to its last effect on the buckets, and some to spare.
const AFTER_SUM: usize = 8;

/// What the core does.
#[derive(Copy, Clone, Debug, PartialEq, LogicState)]
enum Phase {
    Sweep,
    Idle,
    Buckets,
    Reduction,
}

/// `W` windows numbered by `I` bits; digits of `C` bits; buckets of `B = C - 1` bits; `R = W C`; addresses of `A` bits
/// in a bank; `L = W A`; chains numbered by `K` bits; tags of `T = A + 3` bits.
#[derive(LogicBlock)]
pub struct MsmCore<
    const W: usize,
    const I: usize,
    const C: usize,
    const B: usize,
    const R: usize,
    const A: usize,
    const L: usize,
    const K: usize,
    const T: usize,
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
    /// Clocks in which an item was refused.
    pub refused: Signal<Out, Bits<32>>,
    /// Items, or sums, that were stored without an addition.
    pub stored: Signal<Out, Bits<32>>,
    bases: Skid<BASE>,
    scalars: Skid<SCALAR>,
    recoder: Recoder<W, C, R>,
    expander: Expander<W, I, C, B, R, A, L>,
    banks: [Bank<A>; 2],
    queues: PairQueues<T>,
    adder: PairAdd<256, POINT, AFFINE, T>,
    reducer: Reducer<A, K>,
    counters: JobCounters,
    phase: DFF<Phase>,
    sweep_count: DFF<Bits<32>>,
    live: DFF<Bits<16>>,
    sum_odd: Signal<Local, Bit>,
    in_buckets: Signal<Local, Bit>,
    sum_item: Signal<Local, Bit>,
    sum_s: Signal<Local, Bit>,
    sum_t: Signal<Local, Bit>,
    take: [Signal<Local, Bit>; 2],
    more: [Signal<Local, Bits<16>>; 2],
    starts: Signal<Local, Bit>,
    clears: Signal<Local, Bit>,
    tag_s: Constant<Bits<T>>,
    tag_t: Constant<Bits<T>>,
    tag_odd: Constant<Bits<T>>,
    no_tag: Constant<Bits<T>>,
    sweep_last: Constant<Bits<32>>,
    none: Constant<Bits<32>>,
    unit: Constant<Bits<32>>,
    no_item: Constant<Bits<16>>,
    one_item: Constant<Bits<16>>,
}

impl<
    const W: usize,
    const I: usize,
    const C: usize,
    const B: usize,
    const R: usize,
    const A: usize,
    const L: usize,
    const K: usize,
    const T: usize,
> MsmCore<W, I, C, B, R, A, L, K, T>
{
    /// The core for `config`. A large value: build it on a [large stack](crate::emit::on_large_stack).
    ///
    /// # Panics
    /// When the type's widths are not those of `config`, or its adder is too slow for the queues.
    pub fn new(config: &MsmConfig) -> Self {
        assert!(
            C == config.windows.bits && T == A + 3,
            "the core's widths are not those of its configuration"
        );
        let adder = PairAdd::new(&config.curve);
        let latency = adder.latency();
        assert!(
            latency <= PairQueues::<T>::MOST_LATENCY,
            "pairs of sums do not fit their queues with an adder of {latency} clocks"
        );
        // The sweep also outlasts whatever a reset left in the adder.
        let settled = latency + AFTER_SUM;
        let buckets = config.bank_buckets();
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
            recoder: Recoder::new(config),
            expander: Expander::new(config),
            banks: [Bank::new(depth), Bank::new(depth)],
            queues: Default::default(),
            adder,
            reducer: Reducer::new(config),
            counters: Default::default(),
            phase: Default::default(),
            sweep_count: Default::default(),
            live: Default::default(),
            in_buckets: Default::default(),
            sum_item: Default::default(),
            sum_s: Default::default(),
            sum_t: Default::default(),
            take: Default::default(),
            sum_odd: Default::default(),
            more: Default::default(),
            starts: Default::default(),
            clears: Default::default(),
            tag_odd: Constant::new((1u64 << A).into()),
            tag_s: Constant::new((1u64 << (A + 1)).into()),
            tag_t: Constant::new((1u64 << (A + 2)).into()),
            no_tag: Constant::new(0u64.into()),
            sweep_last: Constant::new((sweep as u64 - 1).into()),
            none: Constant::new(0u64.into()),
            unit: Constant::new(1u64.into()),
            no_item: Constant::new(0u64.into()),
            one_item: Constant::new(1u64.into()),
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
    const L: usize,
    const K: usize,
    const T: usize,
> Logic for MsmCore<W, I, C, B, R, A, L, K, T>
{
    #[hdl_gen]
    fn update(&mut self) {
        clock!(
            self, clock, bases, scalars, recoder, expander, queues, adder, reducer, counters
        );
        dff_setup!(self, clock, phase, sweep_count, live);
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
        self.sum_odd.next = (self.adder.sum_tag.val() & self.tag_odd.val()) != self.no_tag.val();
        self.banks[0].sum.next = self.sum_item.val() & !self.sum_odd.val();
        self.banks[1].sum.next = self.sum_item.val() & self.sum_odd.val();
        // Items, and the reduction, to the buckets.
        self.banks[0].take.next = self.reducer.take.val() & !self.reducer.take_odd.val();
        self.banks[1].take.next = self.reducer.take.val() & self.reducer.take_odd.val();
        self.banks[0].wipe.next = self.reducer.wipe.val() & !self.reducer.wipe_odd.val();
        self.banks[1].wipe.next = self.reducer.wipe.val() & self.reducer.wipe_odd.val();
        for i in 0..2 {
            self.banks[i].clock.next = self.clock.val();
            self.banks[i].sum_address.next = self.adder.sum_tag.val().get_bits::<A>(0);
            self.banks[i].sum_point.next = self.adder.sum.val().to_bits();
            self.take[i].next =
                self.expander.valid[i].val() & self.queues.room[i].val() & self.in_buckets.val();
            self.expander.taken[i].next = self.take[i].val();
            self.banks[i].item.next = self.take[i].val();
            self.banks[i].item_address.next = self.expander.address[i].val();
            self.banks[i].item_point.next = self.expander.item[i].val();
            self.banks[i].take_address.next = self.reducer.take_address.val();
            self.banks[i].wipe_address.next = self.reducer.wipe_address.val();
            self.banks[i].sweep.next = self.phase.q.val() == Phase::Sweep;
            self.banks[i].sweep_address.next = self.sweep_count.q.val().get_bits::<A>(0);
            self.more[i].next = self.no_item.val();
            if self.take[i].val() {
                self.more[i].next = self.one_item.val();
            }
        }
        // Items alive: from their admission until they are stored or meet another.
        self.live.d.next = self.live.q.val() + self.more[0].val() + self.more[1].val()
            - self.banks[0].settled.val()
            - self.banks[1].settled.val();
        if self.clears.val() {
            self.live.d.next = self.no_item.val();
        }
        // Pairs to the adder, of the phase of buckets or of the reduction.
        self.queues.reset.next = self.clears.val();
        self.queues.a.next = self.banks[0].pair_a.val() | self.banks[1].pair_a.val();
        self.queues.a_tag.next = self.banks[0].pair_a_address.val().to_bits();
        self.queues.a_sum.next = self.banks[0].pair_a_item.val();
        self.queues.a_found.next = self.banks[0].pair_a_found.val();
        if self.banks[1].pair_a.val() {
            self.queues.a_tag.next =
                self.banks[1].pair_a_address.val().to_bits() | self.tag_odd.val();
            self.queues.a_sum.next = self.banks[1].pair_a_item.val();
            self.queues.a_found.next = self.banks[1].pair_a_found.val();
        }
        self.queues.b_tag[0].next = self.banks[0].pair_b_address.val().to_bits();
        self.queues.b_tag[1].next =
            self.banks[1].pair_b_address.val().to_bits() | self.tag_odd.val();
        for i in 0..2 {
            self.queues.b[i].next = self.banks[i].pair_b.val();
            self.queues.b_item[i].next = self.banks[i].pair_b_item.val();
            self.queues.b_found[i].next = self.banks[i].pair_b_found.val();
        }
        self.queues.r.next = self.reducer.add_s.val() | self.reducer.add_t.val();
        self.queues.r_tag.next = self.reducer.add_chain.val().to_bits() | self.tag_t.val();
        if self.reducer.add_s.val() {
            self.queues.r_tag.next = self.reducer.add_chain.val().to_bits() | self.tag_s.val();
        }
        self.queues.r_p.next = self.reducer.add_p.val();
        self.queues.r_q.next = self.reducer.add_q.val();
        self.adder.reset.next = self.clears.val();
        self.adder.mixed_valid.next = self.queues.mixed_valid.val();
        self.adder.mixed_p.next = self.queues.mixed_p.val();
        self.adder.mixed_q.next = self.queues.mixed_q.val();
        self.adder.mixed_tag.next = self.queues.mixed_tag.val();
        self.queues.mixed_ready.next = self.adder.mixed_ready.val();
        self.adder.full_valid.next = self.queues.full_valid.val();
        self.adder.full_p.next = self.queues.full_p.val();
        self.adder.full_q.next = self.queues.full_q.val();
        self.adder.full_tag.next = self.queues.full_tag.val();
        self.queues.full_ready.next = self.adder.full_ready.val();
        // The reduction.
        self.reducer.reset.next = self.clears.val();
        self.reducer.took.next = self.banks[0].took.val() | self.banks[1].took.val();
        self.reducer.found.next = self.banks[0].pair_a_found.val().get_bits::<POINT>(0);
        if self.banks[1].took.val() {
            self.reducer.found.next = self.banks[1].pair_a_found.val().get_bits::<POINT>(0);
        }
        self.reducer.room.next = self.queues.full_room.val();
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
        self.counters.addition.next = self.adder.starts.val();
        self.counters.starves.next = self.expander.starved.val();
        self.counters.refuses.next = (self.expander.valid[0].val() & !self.queues.room[0].val())
            | (self.expander.valid[1].val() & !self.queues.room[1].val());
        self.counters.stores.next = self.banks[0].kept.val() + self.banks[1].kept.val();
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
