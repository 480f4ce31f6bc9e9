//! The results of all engines in one stream: those of engine 0, then those of engine 1 and so on.
//!
//! ```text
//! engine 0 ---.
//! engine 1 ---+--(current)--> result, with `last` only on that of the last engine
//! engine 2 ---'
//! ```
//!
//! Engines reduce on their own; a later one that is done first waits with its results.
//! Interface: streams; `done` with the last result as it is taken. Latency: 0. Golden model: the order.

use crate::named;
use rust_hdl::prelude::*;

/// Of `N` engines, words of `P` bits.
#[derive(LogicBlock)]
pub struct ResultOrder<const N: usize, const P: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: the next result is one of engine 0.
    pub reset: Signal<In, Bit>,
    /// Results of each engine.
    pub in_data: [Signal<In, Bits<P>>; N],
    /// Whether there is one.
    pub in_valid: [Signal<In, Bit>; N],
    /// Whether it is the engine's last one.
    pub in_last: [Signal<In, Bit>; N],
    /// Whether it is taken.
    pub in_ready: [Signal<Out, Bit>; N],
    /// All results.
    pub out_data: Signal<Out, Bits<P>>,
    /// Whether there is one.
    pub out_valid: Signal<Out, Bit>,
    /// Whether it is the last one of the last engine.
    pub out_last: Signal<Out, Bit>,
    /// Whether it is taken.
    pub out_ready: Signal<In, Bit>,
    /// The last one is taken, for one clock.
    pub done: Signal<Out, Bit>,
    current: DFF<Bits<8>>,
    valid: Signal<Local, Bit>,
    last: Signal<Local, Bit>,
    of_last_engine: Signal<Local, Bit>,
    number: [Constant<Bits<8>>; N],
    final_engine: Constant<Bits<8>>,
    first_engine: Constant<Bits<8>>,
    one_engine: Constant<Bits<8>>,
}

impl<const N: usize, const P: usize> Default for ResultOrder<N, P> {
    fn default() -> Self {
        use std::array::from_fn;
        Self {
            clock: Default::default(),
            reset: Default::default(),
            in_data: from_fn(|_| Default::default()),
            in_valid: from_fn(|_| Default::default()),
            in_last: from_fn(|_| Default::default()),
            in_ready: from_fn(|_| Default::default()),
            out_data: Default::default(),
            out_valid: Default::default(),
            out_last: Default::default(),
            out_ready: Default::default(),
            done: Default::default(),
            current: Default::default(),
            valid: Default::default(),
            last: Default::default(),
            of_last_engine: Default::default(),
            number: from_fn(|i| Constant::new((i as u64).into())),
            final_engine: Constant::new((N as u64 - 1).into()),
            first_engine: Constant::new(0u64.into()),
            one_engine: Constant::new(1u64.into()),
        }
    }
}

impl<const N: usize, const P: usize> Logic for ResultOrder<N, P> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, current);
        self.of_last_engine.next = self.current.q.val() == self.final_engine.val();
        self.out_data.next = self.in_data[0].val();
        self.valid.next = false;
        self.last.next = false;
        for i in 0..N {
            self.in_ready[i].next = false;
            if self.current.q.val() == self.number[i].val() {
                self.out_data.next = self.in_data[i].val();
                self.valid.next = self.in_valid[i].val();
                self.last.next = self.in_last[i].val();
                self.in_ready[i].next = self.out_ready.val();
            }
        }
        self.out_valid.next = self.valid.val();
        self.out_last.next = self.last.val() & self.of_last_engine.val();
        self.done.next =
            self.valid.val() & self.last.val() & self.of_last_engine.val() & self.out_ready.val();
        if self.valid.val() & self.last.val() & self.out_ready.val() {
            self.current.d.next = self.current.q.val() + self.one_engine.val();
            if self.of_last_engine.val() {
                self.current.d.next = self.first_engine.val();
            }
        }
        if self.reset.val() {
            self.current.d.next = self.first_engine.val();
        }
    }
    named!();
}
