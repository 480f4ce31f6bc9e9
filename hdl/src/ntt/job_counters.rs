//! What happened during a job: a counter for each kind of event.
//!
//! Interface: events; `start` clears. Latency: 1. Counters stop at their largest value. Golden model: sums.

use crate::named;
use rust_hdl::prelude::*;

/// `K` counters of 32 bits.
#[derive(LogicBlock)]
pub struct JobCounters<const K: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether a job starts.
    pub start: Signal<In, Bit>,
    /// Whether it happens, each kind.
    pub event: [Signal<In, Bit>; K],
    /// How often it did.
    pub count: [Signal<Out, Bits<32>>; K],
    counts: [DFF<Bits<32>>; K],
    none: Constant<Bits<32>>,
    one: Constant<Bits<32>>,
    most: Constant<Bits<32>>,
}

impl<const K: usize> Default for JobCounters<K> {
    fn default() -> Self {
        Self {
            clock: Default::default(),
            start: Default::default(),
            event: std::array::from_fn(|_| Default::default()),
            count: std::array::from_fn(|_| Default::default()),
            counts: std::array::from_fn(|_| Default::default()),
            none: Constant::new(0u64.into()),
            one: Constant::new(1u64.into()),
            most: Constant::new(u64::from(u32::MAX).into()),
        }
    }
}

impl<const K: usize> Logic for JobCounters<K> {
    #[hdl_gen]
    fn update(&mut self) {
        for i in 0..K {
            self.counts[i].clock.next = self.clock.val();
            self.counts[i].d.next = self.counts[i].q.val();
            self.count[i].next = self.counts[i].q.val();
            if self.event[i].val() & (self.counts[i].q.val() != self.most.val()) {
                self.counts[i].d.next = self.counts[i].q.val() + self.one.val();
            }
            if self.start.val() {
                self.counts[i].d.next = self.none.val();
            }
        }
    }
    named!();
}
