//! A register on a stream that breaks the path of `ready` as well.
//!
//! ```text
//! in --+--> [head] --> out
//!      '--> [spare] --^
//! ```
//!
//! Interface: streams; all outputs come from registers. Latency: 1. Full throughput. Golden model: a queue of two.

use super::check::StreamCheck;
use crate::named;
use rust_hdl::prelude::*;

/// How many words wait.
#[derive(Copy, Clone, Debug, PartialEq, LogicState)]
enum Held {
    Nothing,
    One,
    Two,
}

/// Two-deep stream register.
#[derive(LogicBlock, Default)]
pub struct Skid<const W: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: forgets all words.
    pub reset: Signal<In, Bit>,
    /// Word in.
    pub in_data: Signal<In, Bits<W>>,
    /// Whether there is one.
    pub in_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub in_ready: Signal<Out, Bit>,
    /// Word out.
    pub out_data: Signal<Out, Bits<W>>,
    /// Whether there is one.
    pub out_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub out_ready: Signal<In, Bit>,
    head: DFF<Bits<W>>,
    spare: DFF<Bits<W>>,
    held: DFF<Held>,
    check: StreamCheck<W>,
    pop: Signal<Local, Bit>,
    push: Signal<Local, Bit>,
}

impl<const W: usize> Logic for Skid<W> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, head, spare, held);
        clock!(self, clock, check);
        self.check.reset.next = self.reset.val();
        self.check.data.next = self.in_data.val();
        self.check.valid.next = self.in_valid.val();
        self.check.ready.next = self.held.q.val() != Held::Two;
        self.in_ready.next = self.held.q.val() != Held::Two;
        self.out_valid.next = self.held.q.val() != Held::Nothing;
        self.out_data.next = self.head.q.val();
        self.push.next = self.in_valid.val() & (self.held.q.val() != Held::Two);
        self.pop.next = self.out_ready.val() & (self.held.q.val() != Held::Nothing);
        match self.held.q.val() {
            Held::Nothing => {
                if self.push.val() {
                    self.head.d.next = self.in_data.val();
                    self.held.d.next = Held::One;
                }
            }
            Held::One => {
                if self.push.val() & self.pop.val() {
                    self.head.d.next = self.in_data.val();
                } else if self.push.val() {
                    self.spare.d.next = self.in_data.val();
                    self.held.d.next = Held::Two;
                } else if self.pop.val() {
                    self.held.d.next = Held::Nothing;
                }
            }
            Held::Two => {
                if self.pop.val() {
                    self.head.d.next = self.spare.q.val();
                    self.held.d.next = Held::One;
                }
            }
            _ => {
                self.held.d.next = Held::Nothing;
            }
        }
        if self.reset.val() {
            self.held.d.next = Held::Nothing;
        }
    }
    named!();
}
