//! The core: a stream of bases and a stream of scalars in, two points for each chain of buckets out.
//!
//! ```text
//! scalars --.            .==> [Engine 0: windows of banks 0 and 1] --.
//!           +--[Front]===+==> [Engine 1: windows of banks 2 and 3] --+--[ResultOrder]--> results
//! bases ----'   items    '==> ...                                  --'
//! ```
//!
//! Each engine has an adder and the buckets of its windows; all get the items of the same point, and each reduces on
//! its own once the items are exhausted and its own are settled.
//!
//! Interface: `start` with `count` while not `busy`, streams, `done`; counters are those of the last job, summed over
//! adders, and hold until the next start. Latency: of the job. Golden model: the multi-scalar multiplication.

use super::{Engine, Front, JobCounters, MsmConfig, ResultOrder, SCALAR, WordClock};
use crate::curve::PairLine;
use crate::named;
use crate::prim::{Flag, Total};
use rust_hdl::prelude::*;

/// Clocks from a pair at the adder's line to the start of its addition.
const PAIR_REGISTER: usize = PairLine::<1, 3, 2, 1>::LATENCY;

/// `W` windows numbered by `I` bits; digits of `C` bits; buckets of `B = C - 1` bits; `R = W C`; addresses of `A` bits
/// in a bank; `L = W A`; chains of an adder numbered by `K` bits; tags of `T = A + 3` bits; `N` adders, `D = 2 N` banks.
/// Coordinates of `X` bits, affine points of `Y = 2 X`, projective ones of `P = 3 X`, items of `E = P + 1`; queues of
/// pairs with places numbered by `F` bits, `G = F + 1`.
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
    const N: usize,
    const D: usize,
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
    /// Starts a job, for one clock.
    pub start: Signal<In, Bit>,
    /// Points of the job.
    pub count: Signal<In, Bits<32>>,
    /// Whether the job's points are those over Fq2, with the start.
    pub g2: Signal<In, Bit>,
    /// Whether its bases come with multiples, with the start; low over Fq2.
    pub multiples: Signal<In, Bit>,
    /// Base: x low, y high; zero is infinity. Over Fq2 two words, first that of c0; with multiples, as many words as
    /// `wire`'s `Multiples` says.
    pub base: Signal<In, Bits<Y>>,
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
    /// S of chain 0, T of chain 0, S of chain 1, ...; chains as in `wire`'s `Windows`. Over Fq2 two words each.
    pub result: Signal<Out, Bits<P>>,
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
    /// Clocks in which some adder was in its phase of buckets.
    pub bucket_cycles: Signal<Out, Bits<32>>,
    /// Clocks of its reduction, after the last phase of buckets.
    pub reduction_cycles: Signal<Out, Bits<32>>,
    /// Additions started in the phase of buckets.
    pub bucket_additions: Signal<Out, Bits<32>>,
    /// Additions started in the reduction.
    pub reduction_additions: Signal<Out, Bits<32>>,
    /// Clocks without an item because no point had come.
    pub starved: Signal<Out, Bits<32>>,
    /// Clocks in which an item was refused, of all adders.
    pub refused: Signal<Out, Bits<32>>,
    /// Items, or sums, that were stored without an addition.
    pub stored: Signal<Out, Bits<32>>,
    /// Slots of adders given to Z1 Z2 in the phase of buckets.
    pub spent: Signal<Out, Bits<32>>,
    /// Pairs of an item and a sum that met in one clock.
    pub met: Signal<Out, Bits<32>>,
    front: Front<W, I, C, B, R, A, L, D, X, Y, P, E>,
    engine: [Engine<A, K, T, X, Y, P, E, F, G>; N],
    order: ResultOrder<N, P>,
    counters: JobCounters,
    adds_bucket: Total<N, 32>,
    adds_reduction: Total<N, 32>,
    refuses: Total<N, 32>,
    stores: Total<N, 32>,
    spends: Total<N, 32>,
    meets: Total<N, 32>,
    words: WordClock,
    extended: DFF<Bit>,
    with_multiples: DFF<Bit>,
    starts: Signal<Local, Bit>,
    clears: Signal<Local, Bit>,
    active: Signal<Local, Bit>,
    in_buckets: Signal<Local, Bit>,
    in_reduction: Signal<Local, Bit>,
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
    const N: usize,
    const D: usize,
    const X: usize,
    const Y: usize,
    const P: usize,
    const E: usize,
    const F: usize,
    const G: usize,
> MsmCore<W, I, C, B, R, A, L, K, T, N, D, X, Y, P, E, F, G>
{
    /// The core for `config`. A large value: build it on a [large stack](crate::emit::on_large_stack).
    ///
    /// # Panics
    /// When the type's widths are not those of `config`, or its adder is too slow for the queues.
    pub fn new(config: &MsmConfig) -> Self {
        const { assert!(Y == 2 * X && P == 3 * X && E == P + 1, "widths of points") };
        let windows = &config.windows;
        assert!(
            C >= windows.bits && N == windows.adders && D == windows.banks(),
            "the core's parameters are not those of its configuration"
        );
        let engine: [Engine<A, K, T, X, Y, P, E, F, G>; N] =
            std::array::from_fn(|i| Engine::new(config, i));
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
            words: WordClock::new(PAIR_REGISTER + engine[0].adder_latency()),
            extended: Default::default(),
            with_multiples: Default::default(),
            front: Front::new(config),
            engine,
            order: Default::default(),
            counters: Default::default(),
            adds_bucket: Default::default(),
            adds_reduction: Default::default(),
            refuses: Default::default(),
            stores: Default::default(),
            spends: Default::default(),
            meets: Default::default(),
            starts: Default::default(),
            clears: Default::default(),
            active: Default::default(),
            in_buckets: Default::default(),
            in_reduction: Default::default(),
        }
    }

    /// Clocks of one addition.
    pub fn adder_latency(&self) -> usize {
        self.engine[0].adder_latency()
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
    const N: usize,
    const D: usize,
    const X: usize,
    const Y: usize,
    const P: usize,
    const E: usize,
    const F: usize,
    const G: usize,
> Logic for MsmCore<W, I, C, B, R, A, L, K, T, N, D, X, Y, P, E, F, G>
{
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, front, order, counters);
        // What the engines do together.
        self.active.next = false;
        self.clears.next = false;
        self.in_buckets.next = false;
        self.in_reduction.next = false;
        for i in 0..N {
            if self.engine[i].busy.val() {
                self.active.next = true;
            }
            if self.engine[i].clears.val() {
                self.clears.next = true;
            }
            if self.engine[i].in_buckets.val() {
                self.in_buckets.next = true;
            }
            if self.engine[i].in_reduction.val() {
                self.in_reduction.next = true;
            }
        }
        self.busy.next = self.active.val();
        self.starts.next = self.start.val() & !self.active.val();
        // The field and the bases of the job.
        dff_setup!(self, clock, extended, with_multiples);
        if self.starts.val() {
            self.extended.d.next = self.g2.val();
            self.with_multiples.d.next = self.multiples.val();
        }
        self.words.clock.next = self.clock.val();
        self.words.extended.next = self.extended.q.val();
        self.front.extended.next = self.extended.q.val();
        self.front.multiples.next = self.with_multiples.q.val();
        self.front.second.next = self.words.at_buckets.val().get_bit(1);
        // Points in.
        self.front.reset.next = self.clears.val();
        self.front.start.next = self.starts.val();
        self.front.count.next = self.count.val();
        self.front.base.next = self.base.val();
        self.front.base_valid.next = self.base_valid.val();
        self.base_ready.next = self.front.base_ready.val();
        self.front.scalar.next = self.scalar.val();
        self.front.scalar_valid.next = self.scalar_valid.val();
        self.scalar_ready.next = self.front.scalar_ready.val();
        for i in 0..N {
            self.engine[i].clock.next = self.clock.val();
            self.engine[i].reset.next = self.reset.val();
            self.engine[i].extended.next = self.extended.q.val();
            self.engine[i].multiples.next = self.with_multiples.q.val();
            self.engine[i].word_in.next = self.words.at_adder.val();
            self.engine[i].word.next = self.words.at_buckets.val();
            self.engine[i].start.next = self.starts.val();
            self.engine[i].exhausted.next = self.front.exhausted.val();
            self.engine[i].even_valid.next = self.front.valid[2 * i].val();
            self.engine[i].even_address.next = self.front.address[2 * i].val();
            self.engine[i].even_item.next = self.front.item[2 * i].val();
            self.front.taken[2 * i].next = self.engine[i].even_taken.val();
            self.engine[i].odd_valid.next = self.front.valid[2 * i + 1].val();
            self.engine[i].odd_address.next = self.front.address[2 * i + 1].val();
            self.engine[i].odd_item.next = self.front.item[2 * i + 1].val();
            self.front.taken[2 * i + 1].next = self.engine[i].odd_taken.val();
            // Results out.
            self.order.in_data[i].next = self.engine[i].result.val();
            self.order.in_valid[i].next = self.engine[i].result_valid.val();
            self.order.in_last[i].next = self.engine[i].result_last.val();
            self.engine[i].result_ready.next = self.order.in_ready[i].val();
            // Events.
            self.adds_bucket.part[i].next = self.engine[i].adds_bucket.val().to_bits();
            self.adds_reduction.part[i].next = self.engine[i].adds_reduction.val().to_bits();
            self.refuses.part[i].next = self.engine[i].refuses.val().to_bits();
            self.stores.part[i].next = self.engine[i].stores.val();
            self.spends.part[i].next = self.engine[i].spends.val().to_bits();
            self.meets.part[i].next = self.engine[i].meets.val();
        }
        self.order.reset.next = self.clears.val();
        self.result.next = self.order.out_data.val();
        self.result_valid.next = self.order.out_valid.val();
        self.result_last.next = self.order.out_last.val();
        self.order.out_ready.next = self.result_ready.val();
        self.done.next = self.order.done.val();
        // Counters.
        self.counters.clear.next = self.starts.val() | self.reset.val();
        self.counters.in_buckets.next = self.in_buckets.val();
        self.counters.in_reduction.next = self.in_reduction.val() & !self.in_buckets.val();
        self.counters.starves.next = self.front.starved.val();
        self.counters.adds_bucket.next = self.adds_bucket.total.val();
        self.counters.adds_reduction.next = self.adds_reduction.total.val();
        self.counters.refuses.next = self.refuses.total.val();
        self.counters.stores.next = self.stores.total.val();
        self.counters.spends.next = self.spends.total.val();
        self.counters.meets.next = self.meets.total.val();
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
