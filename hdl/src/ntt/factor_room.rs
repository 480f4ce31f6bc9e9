//! How many factors lanes may still be given, and whether the next one they need has come.
//!
//! ```text
//! starts --> [room: outstanding < 2^F]          has_room
//! written -> [available: written, not released]  scarce, enough
//! released -> both
//! ```
//!
//! Interface: pulses. Latency: 1. Golden model: two counters.

use crate::named;
use rust_hdl::prelude::*;

/// Of `2^F` factors; `G = F + 1`.
#[derive(LogicBlock)]
pub struct FactorRoom<const G: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether all of them are forgotten.
    pub clear: Signal<In, Bit>,
    /// Whether one starts to be made.
    pub starts: Signal<In, Bit>,
    /// Whether one has come into the memory of all lanes.
    pub written: Signal<In, Bit>,
    /// Whether one is no longer needed.
    pub released: Signal<In, Bit>,
    /// Whether one may start.
    pub has_room: Signal<Out, Bit>,
    /// m of vectors that have 2^m - 1 factors.
    pub stages: Signal<In, Bits<5>>,
    /// Whether all factors of a vector have come.
    pub enough: Signal<Out, Bit>,
    /// Whether the next one has not come.
    pub scarce: Signal<Out, Bit>,
    outstanding: DFF<Bits<G>>,
    available: DFF<Bits<G>>,
    vector: Signal<Local, Bits<G>>,
    full: Constant<Bits<G>>,
    none: Constant<Bits<G>>,
    one: Constant<Bits<G>>,
}

impl<const G: usize> Default for FactorRoom<G> {
    fn default() -> Self {
        Self {
            clock: Default::default(),
            clear: Default::default(),
            starts: Default::default(),
            written: Default::default(),
            released: Default::default(),
            has_room: Default::default(),
            stages: Default::default(),
            enough: Default::default(),
            vector: Default::default(),
            scarce: Default::default(),
            outstanding: Default::default(),
            available: Default::default(),
            full: Constant::new((1u64 << (G - 1)).into()),
            none: Constant::new(0u64.into()),
            one: Constant::new(1u64.into()),
        }
    }
}

impl<const G: usize> Logic for FactorRoom<G> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, outstanding, available);
        if self.starts.val() & !self.released.val() {
            self.outstanding.d.next = self.outstanding.q.val() + self.one.val();
        } else if !self.starts.val() & self.released.val() {
            self.outstanding.d.next = self.outstanding.q.val() - self.one.val();
        }
        if self.written.val() & !self.released.val() {
            self.available.d.next = self.available.q.val() + self.one.val();
        } else if !self.written.val() & self.released.val() {
            self.available.d.next = self.available.q.val() - self.one.val();
        }
        if self.clear.val() {
            self.outstanding.d.next = self.none.val();
            self.available.d.next = self.none.val();
        }
        self.has_room.next = self.outstanding.q.val() != self.full.val();
        self.vector.next = (self.one.val() << self.stages.val()) - self.one.val();
        self.enough.next = self.available.q.val() >= self.vector.val();
        self.scarce.next = self.available.q.val() == self.none.val();
    }
    named!();
}
