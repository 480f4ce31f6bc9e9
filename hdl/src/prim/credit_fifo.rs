//! The bridge from a stream to a pipe and back: a word starts only when the FIFO behind the pipe has a place for it.
//!
//! ```text
//! in (valid, ready) --(a credit left?)--> start --> pipe, outside, `latency` clocks --> data
//!                          ^                                                             |
//!                          '---------- credit -------- out (stream) <-- [2^A words] <----'
//! ```
//!
//! Interface: streams; what the pipe computes from goes around this block. All handshakes depend on registers alone.
//! Reset: synchronous, for a clock at least; what is in the pipe then is dropped as it leaves, and no word starts until
//! all of it has. Latency: that of the pipe and 1. Full throughput. Golden model: a queue.

use super::{Delay, StreamFifo};
use crate::named;
use rust_hdl::prelude::*;

/// Words of `W` bits, `2^A` at most; `C` is `A + 1`.
#[derive(LogicBlock)]
pub struct CreditFifo<const W: usize, const A: usize, const C: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: forgets all words.
    pub reset: Signal<In, Bit>,
    /// Whether there is a word for the pipe.
    pub in_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub in_ready: Signal<Out, Bit>,
    /// What leaves the pipe.
    pub data: Signal<In, Bits<W>>,
    /// Oldest word.
    pub out_data: Signal<Out, Bits<W>>,
    /// Whether there is one.
    pub out_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub out_ready: Signal<In, Bit>,
    way: Delay<Bit>,
    fifo: StreamFifo<W, A, C>,
    // Words in the pipe and in the FIFO.
    held: DFF<Bits<C>>,
    // Clocks until the pipe holds nothing from before the reset.
    stale: DFF<Bits<C>>,
    fresh: Signal<Local, Bit>,
    starts: Signal<Local, Bit>,
    ready: Signal<Local, Bit>,
    pop: Signal<Local, Bit>,
    none: Constant<Bits<C>>,
    one: Constant<Bits<C>>,
    all: Constant<Bits<C>>,
    latency: Constant<Bits<C>>,
}

impl<const W: usize, const A: usize, const C: usize> CreditFifo<W, A, C> {
    /// For a pipe of `latency` clocks.
    ///
    /// # Panics
    /// When `C` is not `A + 1`, or the words in the pipe and on their way through the FIFO are more than its places.
    pub fn new(latency: usize) -> Self {
        assert!(
            latency > 0 && latency + 2 <= 1 << A,
            "a pipe of {latency} clocks and a FIFO of {} words",
            1 << A
        );
        Self {
            clock: Default::default(),
            reset: Default::default(),
            in_valid: Default::default(),
            in_ready: Default::default(),
            data: Default::default(),
            out_data: Default::default(),
            out_valid: Default::default(),
            out_ready: Default::default(),
            way: Delay::zeroed(latency),
            fifo: Default::default(),
            held: Default::default(),
            stale: Default::default(),
            fresh: Default::default(),
            starts: Default::default(),
            ready: Default::default(),
            pop: Default::default(),
            none: Constant::new(0u64.into()),
            one: Constant::new(1u64.into()),
            all: Constant::new((1u64 << A).into()),
            latency: Constant::new((latency as u64).into()),
        }
    }
}

impl<const W: usize, const A: usize, const C: usize> Logic for CreditFifo<W, A, C> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, held, stale);
        clock!(self, clock, way, fifo);
        self.fresh.next = self.stale.q.val() == self.none.val();
        self.ready.next = self.fresh.val() & (self.held.q.val() != self.all.val());
        self.in_ready.next = self.ready.val();
        self.starts.next = self.in_valid.val() & self.ready.val();
        self.way.d.next = self.starts.val();
        self.fifo.reset.next = self.reset.val();
        self.fifo.in_data.next = self.data.val();
        self.fifo.in_valid.next = self.way.q.val() & self.fresh.val();
        self.fifo.out_ready.next = self.out_ready.val();
        self.out_data.next = self.fifo.out_data.val();
        self.out_valid.next = self.fifo.out_valid.val();
        self.pop.next = self.fifo.out_valid.val() & self.out_ready.val();
        if self.starts.val() & !self.pop.val() {
            self.held.d.next = self.held.q.val() + self.one.val();
        }
        if self.pop.val() & !self.starts.val() {
            self.held.d.next = self.held.q.val() - self.one.val();
        }
        if !self.fresh.val() {
            self.stale.d.next = self.stale.q.val() - self.one.val();
        }
        if self.reset.val() {
            self.held.d.next = self.none.val();
            self.stale.d.next = self.latency.val();
        }
    }
    named!();
}
