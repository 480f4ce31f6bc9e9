//! Consecutive memory words as a stream, asked for ahead in bursts.
//!
//! ```text
//!  start, index, words --> bursts of up to 16 words --> command
//!                                     data --> [64 words] --> out
//! ```
//!
//! Bursts end at multiples of 16 words, so none crosses 4 KiB. A burst is asked for only when there is
//! room for all of it, so data is always taken. While `stop` is high nothing is asked for and what still
//! comes is dropped; `owed` says how much that is.
//! Interface: a command of [`MemoryPort`](super::MemoryPort), a stream out. Latency: the memory's.
//! Golden model: the memory's content.
use super::Flag;
use crate::prim::{StreamFifo, Widen};
use rust_hdl::prelude::*;

/// Reads one stretch of memory at a time.
#[derive(LogicBlock, Default)]
pub struct BurstReader {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous reset.
    pub reset: Signal<In, Bit>,
    /// For one clock: begin. Only when nothing is owed and `stop` has been high since the last stretch.
    pub start: Signal<In, Bit>,
    /// Index of the first word.
    pub index: Signal<In, Bits<32>>,
    /// How many words.
    pub words: Signal<In, Bits<32>>,
    /// Ask for no more and drop what comes.
    pub stop: Signal<In, Bit>,
    /// Index, and words minus one in bits 37:32.
    pub command: Signal<Out, Bits<38>>,
    /// Whether there is one.
    pub command_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub command_ready: Signal<In, Bit>,
    /// Word that came.
    pub data: Signal<In, Bits<512>>,
    /// For one clock: it came.
    pub data_valid: Signal<In, Bit>,
    /// Oldest word.
    pub out_data: Signal<Out, Bits<512>>,
    /// Whether there is one.
    pub out_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub out_ready: Signal<In, Bit>,
    /// Words asked for that have not come.
    pub owed: Signal<Out, Bits<8>>,
    next: DFF<Bits<32>>,
    left: DFF<Bits<32>>,
    reserved: DFF<Bits<8>>,
    coming: DFF<Bits<8>>,
    offer: DFF<Bits<38>>,
    offered: DFF<Bit>,
    to_boundary: Signal<Local, Bits<8>>,
    burst: Signal<Local, Bits<8>>,
    beats: Signal<Local, Bits<8>>,
    go: Signal<Local, Bit>,
    asked: Signal<Local, Bits<8>>,
    popped: Signal<Local, Bit>,
    words_in: StreamFifo<512, 6, 7>,
}

impl Logic for BurstReader {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, next, left, reserved, coming, offer, offered);
        self.words_in.clock.next = self.clock.val();
        self.to_boundary.next = bit_cast::<8, 4>(self.next.q.val().get_bits::<4>(0));
        self.burst.next = 16 - self.to_boundary.val();
        if self.left.q.val() < bit_cast::<32, 8>(self.burst.val()) {
            self.burst.next = self.left.q.val().get_bits::<8>(0);
        }
        self.beats.next = self.burst.val() - 1;
        self.go.next = (self.left.q.val() != 0)
            & (self.reserved.q.val() <= 48)
            & (!self.offered.q.val() | self.command_ready.val())
            & !self.stop.val();
        self.asked.next = 0.into();
        if self.command_ready.val() {
            self.offered.d.next = false;
        }
        if self.go.val() {
            self.asked.next = self.burst.val();
            self.offered.d.next = true;
            self.offer.d.next = self.next.q.val().to_bits() | (self.beats.val().to_bits() << 32);
            self.next.d.next = self.next.q.val() + self.burst.val().to_bits();
            self.left.d.next = self.left.q.val() - self.burst.val().to_bits();
        }
        self.popped.next = self.words_in.out_valid.val() & self.out_ready.val();
        self.reserved.d.next =
            self.reserved.q.val() + self.asked.val() - self.popped.val().to_bits();
        self.coming.d.next =
            self.coming.q.val() + self.asked.val() - self.data_valid.val().to_bits();
        if self.stop.val() {
            self.left.d.next = 0.into();
            self.reserved.d.next = 0.into();
        }
        if self.start.val() {
            self.next.d.next = self.index.val();
            self.left.d.next = self.words.val();
        }
        self.command.next = self.offer.q.val();
        self.command_valid.next = self.offered.q.val();
        self.owed.next = self.coming.q.val();
        self.words_in.reset.next = self.stop.val();
        self.words_in.in_data.next = self.data.val();
        self.words_in.in_valid.next = self.data_valid.val() & !self.stop.val();
        self.out_data.next = self.words_in.out_data.val();
        self.out_valid.next = self.words_in.out_valid.val();
        self.words_in.out_ready.next = self.out_ready.val();
        if self.reset.val() {
            self.left.d.next = 0.into();
            self.coming.d.next = 0.into();
            self.offered.d.next = false;
        }
    }
    crate::named!();
}
