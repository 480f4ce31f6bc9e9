//! An adder with its buckets: items of two banks in, two points for each chain of their buckets out.
//!
//! ```text
//!                  .---------------- sums -----------------.
//!                  v                                       |
//! even items ==> [Bank] ==.                                |
//!                         +==[PairQueues]==[PairAdd]-------+
//! odd items ===> [Bank] =='        ^                       v
//!                  '---------------+-------------------[Reducer]---> results
//!                           [EngineControl]
//! ```
//!
//! Two banks take a new item each and one sum between them every clock. A bucket's first item is stored without an
//! addition: with one new item a clock the adder would idle meanwhile. Sums are never held up; new items of a bank wait
//! while its queue of pairs is above its threshold. When the items are exhausted and none is alive, the reduction
//! starts, whatever other engines do.
//!
//! Interface: `start` while not `busy`; items with `valid` and `taken`; a stream of results; events for counters.
//! Latency: of the job. Golden model: the sums of the buckets' points, and those weighted by the buckets' numbers.

use super::{Bank, EngineControl, MsmConfig, PairQueues, Reducer};
use crate::curve::{PairAdd, WORD};
use crate::named;
use crate::prim::{Flag, Widen};
use rust_hdl::prelude::*;

/// Clocks from a sum to its last effect on the buckets, and some to spare.
const AFTER_SUM: usize = 8;

/// Addresses of `A` bits in a bank, chains numbered by `K` bits, tags of `T = A + 3` bits; points, and queues of pairs,
/// as in [`MsmCore`](super::MsmCore).
#[derive(LogicBlock)]
pub struct Engine<
    const A: usize,
    const K: usize,
    const T: usize,
    const X: usize,
    const Y: usize,
    const P: usize,
    const E: usize,
    const F: usize,
    const G: usize,
> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: drops the job and sweeps the buckets.
    pub reset: Signal<In, Bit>,
    /// Whether points are those over Fq2; a level during a job.
    pub extended: Signal<In, Bit>,
    /// Whether bases come with multiples; a level during a job.
    pub multiples: Signal<In, Bit>,
    /// Which word the adder may take.
    pub word_in: Signal<In, Bits<WORD>>,
    /// Which word items and sums are at.
    pub word: Signal<In, Bits<WORD>>,
    /// Starts a job, for one clock.
    pub start: Signal<In, Bit>,
    /// Whether all items of the job have been taken.
    pub exhausted: Signal<In, Bit>,
    /// Whether there is an item for the even bank.
    pub even_valid: Signal<In, Bit>,
    /// Its bucket.
    pub even_address: Signal<In, Bits<A>>,
    /// Its point.
    pub even_item: Signal<In, Bits<E>>,
    /// Whether it is taken.
    pub even_taken: Signal<Out, Bit>,
    /// Whether there is an item for the odd bank.
    pub odd_valid: Signal<In, Bit>,
    /// Its bucket.
    pub odd_address: Signal<In, Bits<A>>,
    /// Its point.
    pub odd_item: Signal<In, Bits<E>>,
    /// Whether it is taken.
    pub odd_taken: Signal<Out, Bit>,
    /// S of chain 0, T of chain 0, S of chain 1, ...; chains of the even bank first.
    pub result: Signal<Out, Bits<P>>,
    /// Whether there is one.
    pub result_valid: Signal<Out, Bit>,
    /// Whether it is the engine's last one of the job.
    pub result_last: Signal<Out, Bit>,
    /// Whether it is taken.
    pub result_ready: Signal<In, Bit>,
    /// Nothing is in the engine, or it is being forgotten.
    pub clears: Signal<Out, Bit>,
    /// Whether it does anything.
    pub busy: Signal<Out, Bit>,
    /// Whether it is in its phase of buckets.
    pub in_buckets: Signal<Out, Bit>,
    /// Whether it is in its reduction.
    pub in_reduction: Signal<Out, Bit>,
    /// An addition starts in the phase of buckets.
    pub adds_bucket: Signal<Out, Bit>,
    /// An addition starts in the reduction.
    pub adds_reduction: Signal<Out, Bit>,
    /// In the phase of buckets, a slot goes to the Z1 Z2 of full additions.
    pub spends: Signal<Out, Bit>,
    /// In the phase of buckets, an item is refused.
    pub refuses: Signal<Out, Bit>,
    /// How many items, or sums, are stored.
    pub stores: Signal<Out, Bits<32>>,
    /// How many pairs of an item and a sum meet in this clock.
    pub meets: Signal<Out, Bits<32>>,
    banks: [Bank<A, E>; 2],
    queues: PairQueues<T, Y, P, E, F, G>,
    adder: PairAdd<X, P, Y, T>,
    reducer: Reducer<A, K, P>,
    control: EngineControl,
    // Whether a bank's item is taken, as its first word goes; and as its last one does.
    admit: [Signal<Local, Bit>; 2],
    admitting: [DFF<Bit>; 2],
    second: Signal<Local, Bit>,
    whole_item: Signal<Local, Bit>,
    sum_odd: Signal<Local, Bit>,
    sum_item: Signal<Local, Bit>,
    valid: [Signal<Local, Bit>; 2],
    take: [Signal<Local, Bit>; 2],
    tag_s: Constant<Bits<T>>,
    tag_t: Constant<Bits<T>>,
    tag_odd: Constant<Bits<T>>,
    no_tag: Constant<Bits<T>>,
}

impl<
    const A: usize,
    const K: usize,
    const T: usize,
    const X: usize,
    const Y: usize,
    const P: usize,
    const E: usize,
    const F: usize,
    const G: usize,
> Engine<A, K, T, X, Y, P, E, F, G>
{
    /// Engine number `engine` of `config`.
    ///
    /// # Panics
    /// When the type's widths are not those of `config`, or its adder is too slow for the queues.
    pub fn new(config: &MsmConfig, engine: usize) -> Self {
        assert!(
            T == A + 3 && K <= A + 1,
            "a tag holds the address of a bucket, or a chain, and three bits"
        );
        let adder = PairAdd::new(&config.curve);
        let latency = adder.latency();
        assert!(
            latency <= PairQueues::<T, Y, P, E, F, G>::MOST_LATENCY,
            "pairs of sums do not fit their queues with an adder of {latency} clocks"
        );
        // The sweep also outlasts whatever a reset left in the adder.
        let settled = latency + AFTER_SUM;
        let buckets = config.bank_words();
        let (depth, sweep) = if buckets > settled {
            (buckets, buckets)
        } else {
            (1 << A, settled)
        };
        Self {
            clock: Default::default(),
            reset: Default::default(),
            start: Default::default(),
            exhausted: Default::default(),
            even_valid: Default::default(),
            even_address: Default::default(),
            even_item: Default::default(),
            even_taken: Default::default(),
            odd_valid: Default::default(),
            odd_address: Default::default(),
            odd_item: Default::default(),
            odd_taken: Default::default(),
            result: Default::default(),
            result_valid: Default::default(),
            result_last: Default::default(),
            result_ready: Default::default(),
            clears: Default::default(),
            busy: Default::default(),
            in_buckets: Default::default(),
            in_reduction: Default::default(),
            adds_bucket: Default::default(),
            adds_reduction: Default::default(),
            spends: Default::default(),
            refuses: Default::default(),
            stores: Default::default(),
            meets: Default::default(),
            extended: Default::default(),
            multiples: Default::default(),
            word_in: Default::default(),
            word: Default::default(),
            admit: Default::default(),
            admitting: Default::default(),
            second: Default::default(),
            whole_item: Default::default(),
            banks: [Bank::new(depth), Bank::new(depth)],
            queues: Default::default(),
            adder,
            reducer: Reducer::new(config, engine),
            control: EngineControl::new(sweep),
            sum_odd: Default::default(),
            sum_item: Default::default(),
            valid: Default::default(),
            take: Default::default(),
            tag_odd: Constant::new((1u64 << A).into()),
            tag_s: Constant::new((1u64 << (A + 1)).into()),
            tag_t: Constant::new((1u64 << (A + 2)).into()),
            no_tag: Constant::new(0u64.into()),
        }
    }

    /// Clocks of one addition.
    pub fn adder_latency(&self) -> usize {
        self.adder.latency()
    }
}

impl<
    const A: usize,
    const K: usize,
    const T: usize,
    const X: usize,
    const Y: usize,
    const P: usize,
    const E: usize,
    const F: usize,
    const G: usize,
> Logic for Engine<A, K, T, X, Y, P, E, F, G>
{
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, queues, adder, reducer, control);
        // Phases.
        self.control.reset.next = self.reset.val();
        self.control.start.next = self.start.val();
        self.control.exhausted.next = self.exhausted.val();
        self.control.reduced.next = self.reducer.done.val();
        self.clears.next = self.control.clears.val();
        self.busy.next = self.control.busy.val();
        self.in_buckets.next = self.control.in_buckets.val();
        self.in_reduction.next = self.control.in_reduction.val();
        // Words of points over Fq2.
        self.second.next = self.word.val().get_bit(1);
        self.whole_item.next = self.word.val().get_bit(1) | self.word.val().get_bit(4);
        self.queues.extended.next = self.extended.val();
        self.reducer.extended.next = self.extended.val();
        self.reducer.multiples.next = self.multiples.val();
        self.reducer.word.next = self.word.val();
        self.adder.word.next = self.word_in.val();
        // Sums come back.
        self.reducer.sum_s.next = self.adder.sum_valid.val()
            & ((self.adder.sum_tag.val() & self.tag_s.val()) != self.no_tag.val());
        self.reducer.sum_t.next = self.adder.sum_valid.val()
            & ((self.adder.sum_tag.val() & self.tag_t.val()) != self.no_tag.val());
        self.reducer.sum_chain.next = self.adder.sum_tag.val().get_bits::<K>(0);
        self.reducer.sum.next = self.adder.sum.val();
        self.sum_item.next = self.adder.sum_valid.val() & self.control.in_buckets.val();
        self.sum_odd.next = (self.adder.sum_tag.val() & self.tag_odd.val()) != self.no_tag.val();
        self.banks[0].sum.next = self.sum_item.val() & !self.sum_odd.val();
        self.banks[1].sum.next = self.sum_item.val() & self.sum_odd.val();
        // Items, and the reduction, to the buckets.
        self.valid[0].next = self.even_valid.val() & self.control.in_buckets.val();
        self.valid[1].next = self.odd_valid.val() & self.control.in_buckets.val();
        self.banks[0].item_address.next = self.even_address.val();
        self.banks[0].item_point.next = self.even_item.val();
        self.banks[1].item_address.next = self.odd_address.val();
        self.banks[1].item_point.next = self.odd_item.val();
        self.even_taken.next = self.take[0].val();
        self.odd_taken.next = self.take[1].val();
        self.banks[0].take.next = self.reducer.take.val() & !self.reducer.take_odd.val();
        self.banks[1].take.next = self.reducer.take.val() & self.reducer.take_odd.val();
        self.banks[0].wipe.next = self.reducer.wipe.val() & !self.reducer.wipe_odd.val();
        self.banks[1].wipe.next = self.reducer.wipe.val() & self.reducer.wipe_odd.val();
        for i in 0..2 {
            self.banks[i].clock.next = self.clock.val();
            self.banks[i].sum_address.next = self.adder.sum_tag.val().get_bits::<A>(0);
            self.banks[i].sum_point.next = self.adder.sum.val().to_bits();
            self.banks[i].extended.next = self.extended.val();
            self.banks[i].second.next = self.second.val();
            self.banks[i].wipe_second.next = self.reducer.wipe_second.val();
            self.admit[i].next = self.admitting[i].q.val();
            if self.word.val().get_bit(0) {
                self.admit[i].next = self.valid[i].val() & self.queues.room[i].val();
            }
            self.admitting[i].clock.next = self.clock.val();
            self.admitting[i].d.next = self.admit[i].val();
            self.banks[i].item.next = self.admit[i].val() & !self.word.val().get_bit(2);
            self.take[i].next = self.admit[i].val() & self.whole_item.val();
            self.control.admits[i].next = self.take[i].val();
            self.control.settled[i].next = self.banks[i].settled.val();
            self.banks[i].take_address.next = self.reducer.take_address.val();
            self.banks[i].wipe_address.next = self.reducer.wipe_address.val();
            self.banks[i].sweep.next = self.control.sweeps.val();
            self.banks[i].sweep_address.next = self.control.sweep_at.val().get_bits::<A>(0);
        }
        // Pairs to the adder, of the phase of buckets or of the reduction.
        self.queues.reset.next = self.control.clears.val();
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
        self.adder.reset.next = self.control.clears.val();
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
        self.reducer.reset.next = self.control.clears.val();
        self.reducer.start.next = self.control.reduce.val();
        self.reducer.took.next = self.banks[0].took.val() | self.banks[1].took.val();
        self.reducer.found.next = self.banks[0].pair_a_found.val().get_bits::<P>(0);
        if self.banks[1].took.val() {
            self.reducer.found.next = self.banks[1].pair_a_found.val().get_bits::<P>(0);
        }
        self.reducer.room.next = self.queues.full_room.val();
        self.reducer.result_ready.next = self.result_ready.val();
        self.result.next = self.reducer.result.val();
        self.result_valid.next = self.reducer.result_valid.val();
        self.result_last.next = self.reducer.result_last.val();
        // Events.
        self.adds_bucket.next = self.adder.starts.val() & self.control.in_buckets.val();
        self.adds_reduction.next = self.adder.starts.val() & self.control.in_reduction.val();
        self.spends.next = self.adder.spends.val() & self.control.in_buckets.val();
        self.refuses.next = (self.valid[0].val() & !self.queues.room[0].val())
            | (self.valid[1].val() & !self.queues.room[1].val());
        self.stores.next = self.banks[0].kept.val() + self.banks[1].kept.val();
        self.meets.next = self.banks[0].met.val().to_bits() + self.banks[1].met.val().to_bits();
    }
    named!();
}
