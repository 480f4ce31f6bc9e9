//! One bank of buckets: what comes for it is registered, goes to the memory, and is counted.
//!
//! ```text
//! sum, or take of the reduction ---> [register] --> side a .--------------.--> pairs, took
//!                                                          | BucketMemory |
//! new item, or wipe of the reduction -> [register] -> side b '------------'--> settled, kept
//! sweep -----------------------------------------------> both
//! ```
//!
//! Over Fq2 all requests come word by word, as the memory tells. Interface: pipe. Latency: a register more than that of
//! the memory. Golden model: that of the memory.

use super::BucketMemory;
use crate::named;
use rust_hdl::prelude::*;

/// Buckets numbered by `A` bits, items of `E` bits.
#[derive(LogicBlock)]
pub struct Bank<const A: usize, const E: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether points are two words.
    pub extended: Signal<In, Bit>,
    /// Whether items, sums and takes are at their second word.
    pub second: Signal<In, Bit>,
    /// Whether wipes are at their second word.
    pub wipe_second: Signal<In, Bit>,
    /// Whether a sum comes back.
    pub sum: Signal<In, Bit>,
    /// Its bucket.
    pub sum_address: Signal<In, Bits<A>>,
    /// The sum.
    pub sum_point: Signal<In, Bits<E>>,
    /// Whether a new item comes.
    pub item: Signal<In, Bit>,
    /// Its bucket.
    pub item_address: Signal<In, Bits<A>>,
    /// Its point.
    pub item_point: Signal<In, Bits<E>>,
    /// Whether the reduction takes a point; no items or sums come then.
    pub take: Signal<In, Bit>,
    /// Its bucket.
    pub take_address: Signal<In, Bits<A>>,
    /// Whether the reduction wipes a bucket.
    pub wipe: Signal<In, Bit>,
    /// Which.
    pub wipe_address: Signal<In, Bits<A>>,
    /// Whether a bucket is emptied; nothing else comes then.
    pub sweep: Signal<In, Bit>,
    /// Which.
    pub sweep_address: Signal<In, Bits<A>>,
    /// By how many fewer items and sums are alive: stored ones, and one of two that met.
    pub settled: Signal<Out, Bits<16>>,
    /// How many were stored.
    pub kept: Signal<Out, Bits<32>>,
    /// Whether an item and a sum met.
    pub met: Signal<Out, Bit>,
    /// Whether a sum has met a point.
    pub pair_a: Signal<Out, Bit>,
    /// Its bucket.
    pub pair_a_address: Signal<Out, Bits<A>>,
    /// The sum.
    pub pair_a_item: Signal<Out, Bits<E>>,
    /// What it found, or what the reduction took.
    pub pair_a_found: Signal<Out, Bits<E>>,
    /// Whether an item has met a point.
    pub pair_b: Signal<Out, Bit>,
    /// Its bucket.
    pub pair_b_address: Signal<Out, Bits<A>>,
    /// The item.
    pub pair_b_item: Signal<Out, Bits<E>>,
    /// What it found.
    pub pair_b_found: Signal<Out, Bits<E>>,
    /// Whether what the reduction took was there.
    pub took: Signal<Out, Bit>,
    memory: BucketMemory<A, E>,
    a_second: DFF<Bit>,
    b_second: DFF<Bit>,
    a_item: DFF<Bit>,
    a_take: DFF<Bit>,
    a_address: DFF<Bits<A>>,
    a_point: DFF<Bits<E>>,
    b_item: DFF<Bit>,
    b_wipe: DFF<Bit>,
    b_address: DFF<Bits<A>>,
    b_point: DFF<Bits<E>>,
    sweeping: DFF<Bit>,
    none: Constant<Bits<32>>,
    one: Constant<Bits<32>>,
    two: Constant<Bits<32>>,
    none_settled: Constant<Bits<16>>,
    one_settled: Constant<Bits<16>>,
    two_settled: Constant<Bits<16>>,
}

impl<const A: usize, const E: usize> Bank<A, E> {
    /// A bank of `depth` words of buckets, undefined until swept.
    ///
    /// # Panics
    /// When `A` bits do not address them.
    pub fn new(depth: usize) -> Self {
        Self {
            clock: Default::default(),
            extended: Default::default(),
            second: Default::default(),
            wipe_second: Default::default(),
            sum: Default::default(),
            sum_address: Default::default(),
            sum_point: Default::default(),
            item: Default::default(),
            item_address: Default::default(),
            item_point: Default::default(),
            take: Default::default(),
            take_address: Default::default(),
            wipe: Default::default(),
            wipe_address: Default::default(),
            sweep: Default::default(),
            sweep_address: Default::default(),
            settled: Default::default(),
            kept: Default::default(),
            met: Default::default(),
            pair_a: Default::default(),
            pair_a_address: Default::default(),
            pair_a_item: Default::default(),
            pair_a_found: Default::default(),
            pair_b: Default::default(),
            pair_b_address: Default::default(),
            pair_b_item: Default::default(),
            pair_b_found: Default::default(),
            took: Default::default(),
            memory: BucketMemory::new(depth),
            a_second: Default::default(),
            b_second: Default::default(),
            a_item: Default::default(),
            a_take: Default::default(),
            a_address: Default::default(),
            a_point: Default::default(),
            b_item: Default::default(),
            b_wipe: Default::default(),
            b_address: Default::default(),
            b_point: Default::default(),
            sweeping: Default::default(),
            none: Constant::new(0u64.into()),
            one: Constant::new(1u64.into()),
            two: Constant::new(2u64.into()),
            none_settled: Constant::new(0u64.into()),
            one_settled: Constant::new(1u64.into()),
            two_settled: Constant::new(2u64.into()),
        }
    }
}

impl<const A: usize, const E: usize> Logic for Bank<A, E> {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, memory);
        dff_setup!(
            self, clock, a_item, a_take, a_address, a_point, b_item, b_wipe, b_address, b_point,
            sweeping
        );
        dff_setup!(self, clock, a_second, b_second);
        self.a_second.d.next = self.second.val();
        self.b_second.d.next = self.second.val();
        if self.wipe.val() {
            self.b_second.d.next = self.wipe_second.val();
        }
        self.memory.extended.next = self.extended.val();
        self.memory.a_second.next = self.a_second.q.val();
        self.memory.b_second.next = self.b_second.q.val();
        self.a_item.d.next = self.sum.val();
        self.a_take.d.next = self.take.val();
        self.a_address.d.next = self.sum_address.val();
        self.a_point.d.next = self.sum_point.val();
        if self.take.val() {
            self.a_address.d.next = self.take_address.val();
        }
        self.b_item.d.next = self.item.val();
        self.b_wipe.d.next = self.wipe.val();
        self.b_address.d.next = self.item_address.val();
        self.b_point.d.next = self.item_point.val();
        if self.wipe.val() {
            self.b_address.d.next = self.wipe_address.val();
        }
        self.sweeping.d.next = self.sweep.val();
        if self.sweep.val() {
            self.a_address.d.next = self.sweep_address.val();
            self.b_address.d.next = self.sweep_address.val();
        }
        self.memory.a_item.next = self.a_item.q.val();
        self.memory.a_take.next = self.a_take.q.val();
        self.memory.a_address.next = self.a_address.q.val();
        self.memory.a_point.next = self.a_point.q.val();
        self.memory.b_item.next = self.b_item.q.val();
        self.memory.b_wipe.next = self.b_wipe.q.val();
        self.memory.b_address.next = self.b_address.q.val();
        self.memory.b_point.next = self.b_point.q.val();
        self.memory.sweep.next = self.sweeping.q.val();
        self.settled.next = self.none_settled.val();
        self.kept.next = self.none.val();
        if self.memory.stored_a.val() & self.memory.stored_b.val() {
            self.settled.next = self.two_settled.val();
            self.kept.next = self.two.val();
        } else if self.memory.stored_a.val() | self.memory.stored_b.val() {
            self.settled.next = self.one_settled.val();
            self.kept.next = self.one.val();
        } else if self.memory.met.val() {
            self.settled.next = self.one_settled.val();
        }
        self.met.next = self.memory.met.val();
        self.pair_a.next = self.memory.pair_a.val();
        self.pair_a_address.next = self.memory.pair_a_address.val();
        self.pair_a_item.next = self.memory.pair_a_item.val();
        self.pair_a_found.next = self.memory.pair_a_found.val();
        self.pair_b.next = self.memory.pair_b.val();
        self.pair_b_address.next = self.memory.pair_b_address.val();
        self.pair_b_item.next = self.memory.pair_b_item.val();
        self.pair_b_found.next = self.memory.pair_b_found.val();
        self.took.next = self.memory.took.val();
    }
    named!();
}
