//! Which buckets are full, for two lookups a clock.
//!
//! ```text
//! clock 0: addresses a, b       clock 1: full_a, full_b; toggles and clears are decided and written
//!
//! full(x) = FA(x) ^ FB(x);  side a writes only FA, side b only FB; each is read by both sides: four memories
//! ```
//!
//! A write is seen by the lookup of the next clock through a bypass, later by the memories.
//! Interface: pipe. Latency: 1. Golden model: a set.

use crate::named;
use crate::prim::SimpleDualPort;
use rust_hdl::prelude::*;

/// Flags of up to `2^A` buckets.
#[derive(LogicBlock)]
pub struct BucketFlags<const A: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Lookup a of clock 0.
    pub a: Signal<In, Bits<A>>,
    /// Lookup b of clock 0.
    pub b: Signal<In, Bits<A>>,
    /// Clock 1: whether bucket a is full.
    pub full_a: Signal<Out, Bit>,
    /// Clock 1: whether bucket b is full.
    pub full_b: Signal<Out, Bit>,
    /// Clock 1: whether a and b are one bucket.
    pub same: Signal<Out, Bit>,
    /// Clock 1: bucket a becomes the opposite.
    pub toggle_a: Signal<In, Bit>,
    /// Clock 1: bucket b becomes the opposite.
    pub toggle_b: Signal<In, Bit>,
    /// Clock 1: with both sides at one bucket, it becomes empty.
    pub clear: Signal<In, Bit>,
    a_by_a: SimpleDualPort<1, A>,
    a_by_b: SimpleDualPort<1, A>,
    b_by_a: SimpleDualPort<1, A>,
    b_by_b: SimpleDualPort<1, A>,
    a_at: DFF<Bits<A>>,
    b_at: DFF<Bits<A>>,
    // Bypass: is the lookup where side a or b was a clock before, and what it wrote there.
    a_after_a: DFF<Bit>,
    a_after_b: DFF<Bit>,
    b_after_a: DFF<Bit>,
    b_after_b: DFF<Bit>,
    together: DFF<Bit>,
    a_wrote: DFF<Bit>,
    b_wrote: DFF<Bit>,
    a_value: DFF<Bits<1>>,
    b_value: DFF<Bits<1>>,
    fa_at_a: Signal<Local, Bits<1>>,
    fb_at_a: Signal<Local, Bits<1>>,
    fa_at_b: Signal<Local, Bits<1>>,
    fb_at_b: Signal<Local, Bits<1>>,
    a_new: Signal<Local, Bits<1>>,
    b_new: Signal<Local, Bits<1>>,
    a_writes: Signal<Local, Bit>,
    b_writes: Signal<Local, Bit>,
    zero: Constant<Bits<1>>,
}

impl<const A: usize> BucketFlags<A> {
    /// Flags of `depth` buckets, undefined until cleared.
    pub fn new(depth: usize) -> Self {
        Self {
            clock: Default::default(),
            a: Default::default(),
            b: Default::default(),
            full_a: Default::default(),
            full_b: Default::default(),
            same: Default::default(),
            toggle_a: Default::default(),
            toggle_b: Default::default(),
            clear: Default::default(),
            a_by_a: SimpleDualPort::new(depth),
            a_by_b: SimpleDualPort::new(depth),
            b_by_a: SimpleDualPort::new(depth),
            b_by_b: SimpleDualPort::new(depth),
            a_at: Default::default(),
            b_at: Default::default(),
            a_after_a: Default::default(),
            a_after_b: Default::default(),
            b_after_a: Default::default(),
            b_after_b: Default::default(),
            together: Default::default(),
            a_wrote: Default::default(),
            b_wrote: Default::default(),
            a_value: Default::default(),
            b_value: Default::default(),
            fa_at_a: Default::default(),
            fb_at_a: Default::default(),
            fa_at_b: Default::default(),
            fb_at_b: Default::default(),
            a_new: Default::default(),
            b_new: Default::default(),
            a_writes: Default::default(),
            b_writes: Default::default(),
            zero: Constant::new(0u64.into()),
        }
    }
}

impl<const A: usize> Logic for BucketFlags<A> {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, a_by_a, a_by_b, b_by_a, b_by_b);
        dff_setup!(
            self, clock, a_at, b_at, a_after_a, a_after_b, b_after_a, b_after_b, together
        );
        dff_setup!(self, clock, a_wrote, b_wrote, a_value, b_value);
        // Clock 0: look up, and compare with the addresses just ahead.
        self.a_at.d.next = self.a.val();
        self.b_at.d.next = self.b.val();
        self.together.d.next = self.a.val() == self.b.val();
        self.a_after_a.d.next = self.a.val() == self.a_at.q.val();
        self.a_after_b.d.next = self.a.val() == self.b_at.q.val();
        self.b_after_a.d.next = self.b.val() == self.a_at.q.val();
        self.b_after_b.d.next = self.b.val() == self.b_at.q.val();
        self.a_by_a.read_address.next = self.a.val();
        self.b_by_a.read_address.next = self.a.val();
        self.a_by_b.read_address.next = self.b.val();
        self.b_by_b.read_address.next = self.b.val();
        // Clock 1: what the memories say, or what was just written.
        self.fa_at_a.next = self.a_by_a.q.val();
        self.fa_at_b.next = self.a_by_b.q.val();
        self.fb_at_a.next = self.b_by_a.q.val();
        self.fb_at_b.next = self.b_by_b.q.val();
        if self.a_wrote.q.val() & self.a_after_a.q.val() {
            self.fa_at_a.next = self.a_value.q.val();
        }
        if self.a_wrote.q.val() & self.b_after_a.q.val() {
            self.fa_at_b.next = self.a_value.q.val();
        }
        if self.b_wrote.q.val() & self.a_after_b.q.val() {
            self.fb_at_a.next = self.b_value.q.val();
        }
        if self.b_wrote.q.val() & self.b_after_b.q.val() {
            self.fb_at_b.next = self.b_value.q.val();
        }
        self.full_a.next = self.fa_at_a.val() != self.fb_at_a.val();
        self.full_b.next = self.fa_at_b.val() != self.fb_at_b.val();
        self.same.next = self.together.q.val();
        // And what becomes of it.
        self.a_new.next = !self.fa_at_a.val();
        self.b_new.next = !self.fb_at_b.val();
        if self.clear.val() {
            self.a_new.next = self.zero.val();
            self.b_new.next = self.zero.val();
        }
        self.a_writes.next = self.toggle_a.val() | self.clear.val();
        self.b_writes.next = self.toggle_b.val() | self.clear.val();
        self.a_wrote.d.next = self.a_writes.val();
        self.b_wrote.d.next = self.b_writes.val();
        self.a_value.d.next = self.a_new.val();
        self.b_value.d.next = self.b_new.val();
        self.a_by_a.write.next = self.a_writes.val();
        self.a_by_b.write.next = self.a_writes.val();
        self.b_by_a.write.next = self.b_writes.val();
        self.b_by_b.write.next = self.b_writes.val();
        self.a_by_a.write_address.next = self.a_at.q.val();
        self.a_by_b.write_address.next = self.a_at.q.val();
        self.b_by_a.write_address.next = self.b_at.q.val();
        self.b_by_b.write_address.next = self.b_at.q.val();
        self.a_by_a.write_data.next = self.a_new.val();
        self.a_by_b.write_data.next = self.a_new.val();
        self.b_by_a.write_data.next = self.b_new.val();
        self.b_by_b.write_data.next = self.b_new.val();
    }
    named!();
}
