//! What is asked of memory for the words of a group of vectors, or told to it: bursts, one after the other.
//!
//! ```text
//! group (o, g), burst i:   address = base + o jump + g step + i stride
//! ```
//!
//! Groups of a row follow each other by steps, rows by jumps; rows all have the same number of groups.
//!
//! Interface: `start` where `ready`, bursts by valid and ready. Golden model: three loops.

use crate::named;
use rust_hdl::prelude::*;

/// Addresses of beats have 32 bits.
#[derive(LogicBlock)]
pub struct Bursts {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: rest.
    pub reset: Signal<In, Bit>,
    /// Whether a pass starts: the next group is its first one.
    pub first: Signal<In, Bit>,
    /// Where the first group lies, in beats.
    pub base: Signal<In, Bits<32>>,
    /// Beats from a group to the next of its row.
    pub step: Signal<In, Bits<32>>,
    /// Groups of a row, less one.
    pub row: Signal<In, Bits<16>>,
    /// Beats from a row to the next.
    pub jump: Signal<In, Bits<32>>,
    /// Beats from a burst to the next.
    pub stride: Signal<In, Bits<32>>,
    /// Bursts of a group, less one.
    pub bursts: Signal<In, Bits<16>>,
    /// Whether a group's bursts are wanted.
    pub start: Signal<In, Bit>,
    /// Whether none is under way.
    pub ready: Signal<Out, Bit>,
    /// Whether there is a burst.
    pub valid: Signal<Out, Bit>,
    /// Where, in beats.
    pub address: Signal<Out, Bits<32>>,
    /// Whether it is taken.
    pub taken: Signal<In, Bit>,
    running: DFF<Bit>,
    group: DFF<Bits<32>>,
    start_of_row: DFF<Bits<32>>,
    in_row: DFF<Bits<16>>,
    at: DFF<Bits<32>>,
    left: DFF<Bits<16>>,
    next_row: Signal<Local, Bits<32>>,
    none: Constant<Bits<16>>,
    one: Constant<Bits<16>>,
}

impl Default for Bursts {
    fn default() -> Self {
        Self {
            clock: Default::default(),
            reset: Default::default(),
            first: Default::default(),
            base: Default::default(),
            step: Default::default(),
            row: Default::default(),
            jump: Default::default(),
            stride: Default::default(),
            bursts: Default::default(),
            start: Default::default(),
            ready: Default::default(),
            valid: Default::default(),
            address: Default::default(),
            taken: Default::default(),
            running: Default::default(),
            group: Default::default(),
            start_of_row: Default::default(),
            in_row: Default::default(),
            next_row: Default::default(),
            at: Default::default(),
            left: Default::default(),
            none: Constant::new(0u64.into()),
            one: Constant::new(1u64.into()),
        }
    }
}

impl Logic for Bursts {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, running, group, start_of_row, in_row, at, left);
        self.next_row.next = self.start_of_row.q.val() + self.jump.val();
        self.ready.next = !self.running.q.val();
        self.valid.next = self.running.q.val();
        self.address.next = self.at.q.val();
        if self.running.q.val() & self.taken.val() {
            self.at.d.next = self.at.q.val() + self.stride.val();
            self.left.d.next = self.left.q.val() - self.one.val();
            if self.left.q.val() == self.none.val() {
                self.running.d.next = false;
            }
        }
        if self.start.val() & !self.running.q.val() {
            self.running.d.next = true;
            self.at.d.next = self.group.q.val();
            self.group.d.next = self.group.q.val() + self.step.val();
            self.in_row.d.next = self.in_row.q.val() + self.one.val();
            if self.in_row.q.val() == self.row.val() {
                self.group.d.next = self.next_row.val();
                self.start_of_row.d.next = self.next_row.val();
                self.in_row.d.next = self.none.val();
            }
            self.left.d.next = self.bursts.val();
        }
        if self.first.val() {
            self.group.d.next = self.base.val();
            self.start_of_row.d.next = self.base.val();
            self.in_row.d.next = self.none.val();
        }
        if self.reset.val() {
            self.running.d.next = false;
        }
    }
    named!();
}
