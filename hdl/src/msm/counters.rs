//! What a job cost, for the registers.
//!
//! ```text
//! events of this clock --> one counter each; cleared at the start of a job, they hold after its end
//! ```
//!
//! Interface: pipe. Latency: 1. Golden model: sums.

use crate::named;
use rust_hdl::prelude::*;

/// The counters of a job.
#[derive(LogicBlock)]
pub struct JobCounters {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// All counters to zero.
    pub clear: Signal<In, Bit>,
    /// A clock of the phase of buckets.
    pub in_buckets: Signal<In, Bit>,
    /// A clock of the reduction.
    pub in_reduction: Signal<In, Bit>,
    /// An item is missing because a point is.
    pub starves: Signal<In, Bit>,
    /// How many additions start in phases of buckets.
    pub adds_bucket: Signal<In, Bits<32>>,
    /// How many additions start in reductions.
    pub adds_reduction: Signal<In, Bits<32>>,
    /// How many engines refuse an item.
    pub refuses: Signal<In, Bits<32>>,
    /// How many items, or sums, are stored.
    pub stores: Signal<In, Bits<32>>,
    /// How many slots go to Z1 Z2 in phases of buckets.
    pub spends: Signal<In, Bits<32>>,
    /// How many pairs of an item and a sum meet.
    pub meets: Signal<In, Bits<32>>,
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
    /// Clocks in which an item was refused, of all engines.
    pub refused: Signal<Out, Bits<32>>,
    /// Items, or sums, that were stored without an addition.
    pub stored: Signal<Out, Bits<32>>,
    /// Slots given to Z1 Z2 in phases of buckets.
    pub spent: Signal<Out, Bits<32>>,
    /// Pairs of an item and a sum that met.
    pub met: Signal<Out, Bits<32>>,
    count: [DFF<Bits<32>>; 10],
    none: Constant<Bits<32>>,
    one: Constant<Bits<32>>,
}

impl Default for JobCounters {
    fn default() -> Self {
        Self {
            clock: Default::default(),
            clear: Default::default(),
            in_buckets: Default::default(),
            in_reduction: Default::default(),
            starves: Default::default(),
            adds_bucket: Default::default(),
            adds_reduction: Default::default(),
            refuses: Default::default(),
            stores: Default::default(),
            spends: Default::default(),
            meets: Default::default(),
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
            count: Default::default(),
            none: Constant::new(0u64.into()),
            one: Constant::new(1u64.into()),
        }
    }
}

impl Logic for JobCounters {
    #[hdl_gen]
    fn update(&mut self) {
        for i in 0..10 {
            self.count[i].clock.next = self.clock.val();
            self.count[i].d.next = self.count[i].q.val();
        }
        if self.in_buckets.val() | self.in_reduction.val() {
            self.count[0].d.next = self.count[0].q.val() + self.one.val();
        }
        if self.in_buckets.val() {
            self.count[1].d.next = self.count[1].q.val() + self.one.val();
        }
        if self.in_reduction.val() {
            self.count[2].d.next = self.count[2].q.val() + self.one.val();
        }
        if self.in_buckets.val() & self.starves.val() {
            self.count[5].d.next = self.count[5].q.val() + self.one.val();
        }
        self.count[3].d.next = self.count[3].q.val() + self.adds_bucket.val();
        self.count[4].d.next = self.count[4].q.val() + self.adds_reduction.val();
        self.count[6].d.next = self.count[6].q.val() + self.refuses.val();
        self.count[7].d.next = self.count[7].q.val() + self.stores.val();
        self.count[8].d.next = self.count[8].q.val() + self.spends.val();
        self.count[9].d.next = self.count[9].q.val() + self.meets.val();
        if self.clear.val() {
            for i in 0..10 {
                self.count[i].d.next = self.none.val();
            }
        }
        self.cycles.next = self.count[0].q.val();
        self.bucket_cycles.next = self.count[1].q.val();
        self.reduction_cycles.next = self.count[2].q.val();
        self.bucket_additions.next = self.count[3].q.val();
        self.reduction_additions.next = self.count[4].q.val();
        self.starved.next = self.count[5].q.val();
        self.refused.next = self.count[6].q.val();
        self.stored.next = self.count[7].q.val();
        self.spent.next = self.count[8].q.val();
        self.met.next = self.count[9].q.val();
    }
    named!();
}
