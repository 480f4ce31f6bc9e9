//! Bursts of any length, cut into those that memory takes.
//!
//! ```text
//!  address, beats --> [next, left] --up to the next multiple of 16 words--> [command] --> command
//!                                     words asked for - words that came --> owed
//! ```
//!
//! No burst crosses a multiple of 16 words, and so none crosses 4 KiB. Whoever asks has room for what comes.
//! While `stop` is high nothing more is asked for; what has been offered to memory stays and is owed.
//! Interface: a stream of bursts in, a command of [`MemoryPort`](super::MemoryPort) out. Latency: 2; a command a
//! clock. Golden model: the words of the bursts, one after the other.
use super::Flag;
use crate::prim::Widen;
use rust_hdl::prelude::*;

/// Cuts bursts and counts what memory owes.
#[derive(LogicBlock, Default)]
pub struct BurstCutter {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous reset.
    pub reset: Signal<In, Bit>,
    /// Forget bursts and take none.
    pub stop: Signal<In, Bit>,
    /// Index of the first word of a burst.
    pub address: Signal<In, Bits<32>>,
    /// Its words less one.
    pub beats: Signal<In, Bits<16>>,
    /// Whether there is one.
    pub valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub ready: Signal<Out, Bit>,
    /// Index, and words less one in bits 37:32.
    pub command: Signal<Out, Bits<38>>,
    /// Whether there is one.
    pub command_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub command_ready: Signal<In, Bit>,
    /// For one clock: a word came.
    pub came: Signal<In, Bit>,
    /// Words asked for that have not come.
    pub owed: Signal<Out, Bits<32>>,
    next: DFF<Bits<32>>,
    left: DFF<Bits<16>>,
    busy: DFF<Bit>,
    offer: DFF<Bits<38>>,
    offered: DFF<Bit>,
    coming: DFF<Bits<32>>,
    to_boundary: Signal<Local, Bits<16>>,
    burst: Signal<Local, Bits<16>>,
    asked: Signal<Local, Bits<32>>,
    cut: Signal<Local, Bit>,
    last: Signal<Local, Bit>,
    space: Signal<Local, Bit>,
    room: Signal<Local, Bit>,
}

impl Logic for BurstCutter {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, next, left, busy, offer, offered, coming);
        // Words to the boundary and words of the command, less one.
        self.to_boundary.next = 15 - bit_cast::<16, 4>(self.next.q.val().get_bits::<4>(0));
        self.last.next = self.left.q.val() <= self.to_boundary.val();
        self.burst.next = self.to_boundary.val();
        if self.last.val() {
            self.burst.next = self.left.q.val();
        }
        self.space.next = !self.offered.q.val() | self.command_ready.val();
        self.cut.next = self.busy.q.val() & self.space.val() & !self.stop.val();
        self.asked.next = 0.into();
        if self.command_ready.val() {
            self.offered.d.next = false;
        }
        if self.cut.val() {
            self.asked.next = bit_cast::<32, 16>(self.burst.val()) + 1;
            self.offered.d.next = true;
            self.offer.d.next = self.next.q.val().to_bits()
                | (bit_cast::<38, 6>(self.burst.val().get_bits::<6>(0)) << 32);
            self.next.d.next = self.next.q.val() + self.asked.val();
            self.left.d.next = self.left.q.val() - self.burst.val() - 1;
            self.busy.d.next = !self.last.val();
        }
        self.room.next =
            (!self.busy.q.val() | (self.cut.val() & self.last.val())) & !self.stop.val();
        self.ready.next = self.room.val();
        if self.room.val() & self.valid.val() {
            self.next.d.next = self.address.val();
            self.left.d.next = self.beats.val();
            self.busy.d.next = true;
        }
        self.coming.d.next = self.coming.q.val() + self.asked.val() - self.came.val().to_bits();
        self.command.next = self.offer.q.val();
        self.command_valid.next = self.offered.q.val();
        self.owed.next = self.coming.q.val();
        if self.stop.val() {
            self.busy.d.next = false;
        }
        if self.reset.val() {
            self.busy.d.next = false;
            self.offered.d.next = false;
            self.coming.d.next = 0.into();
        }
    }
    crate::named!();
}
