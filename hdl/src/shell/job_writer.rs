//! What a job writes: the result of an MSM and zeros over its scalars, or zeros over the words that it clears.
//!
//! ```text
//!  point (X, Y, Z) --> X Y, then Z --.
//!                                    +--> write (index, word)     results first
//!  scalar word came --> zero --------'
//! ```
//!
//! A scalar word is cleared as soon as it has come from memory: nothing reads it again. While `run` is high
//! points are taken and words that have come are cleared; while `clear` is high all that are left.
//! Interface: a stream of points in; a stream of writes out, whose end `written` tells. Latency: 1. Golden
//! model: the tests of the card.
use super::Flag;
use rust_hdl::prelude::*;

/// Writes for one job at a time.
#[derive(LogicBlock, Default)]
pub struct JobWriter {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous reset.
    pub reset: Signal<In, Bit>,
    /// For one clock: a job begins.
    pub start: Signal<In, Bit>,
    /// First word of its result.
    pub result_index: Signal<In, Bits<32>>,
    /// First word to clear.
    pub scalar_index: Signal<In, Bits<32>>,
    /// Words to clear.
    pub scalar_words: Signal<In, Bits<32>>,
    /// Take points, and clear what has come.
    pub run: Signal<In, Bit>,
    /// Clear all that is left.
    pub clear: Signal<In, Bit>,
    /// For one clock: a word of scalars came.
    pub came: Signal<In, Bit>,
    /// Point of the result, or a part of it: X, Y, Z.
    pub point: Signal<In, Bits<768>>,
    /// Whether there is one.
    pub point_valid: Signal<In, Bit>,
    /// Whether it is the last.
    pub point_last: Signal<In, Bit>,
    /// Whether it is taken.
    pub point_ready: Signal<Out, Bit>,
    /// The last point has been taken.
    pub results_done: Signal<Out, Bit>,
    /// No scalar is left to clear.
    pub clear_done: Signal<Out, Bit>,
    /// Nothing is on its way to memory.
    pub quiet: Signal<Out, Bit>,
    /// Index to write.
    pub write: Signal<Out, Bits<32>>,
    /// Word to write.
    pub write_data: Signal<Out, Bits<512>>,
    /// Whether there is one.
    pub write_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub write_ready: Signal<In, Bit>,
    /// For one clock: a word was written.
    pub written: Signal<In, Bit>,
    next_result: DFF<Bits<32>>,
    next_clear: DFF<Bits<32>>,
    arrived: DFF<Bits<32>>,
    cleared: DFF<Bits<32>>,
    upper: DFF<Bit>,
    finished: DFF<Bit>,
    offered: DFF<Bit>,
    offer_index: DFF<Bits<32>>,
    offer_data: DFF<Bits<512>>,
    owed: DFF<Bits<32>>,
    space: Signal<Local, Bit>,
    takes: Signal<Local, Bit>,
    all_clear: Signal<Local, Bit>,
    clears: Signal<Local, Bit>,
    load: Signal<Local, Bit>,
}

impl Logic for JobWriter {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self,
            clock,
            next_result,
            next_clear,
            arrived,
            cleared,
            upper,
            finished,
            offered,
            offer_index,
            offer_data,
            owed
        );
        self.space.next = !self.offered.q.val() | self.write_ready.val();
        self.takes.next =
            self.run.val() & self.space.val() & self.point_valid.val() & !self.finished.q.val();
        self.all_clear.next = self.cleared.q.val() == self.scalar_words.val();
        self.clears.next = self.space.val()
            & !self.takes.val()
            & ((self.run.val() & (self.cleared.q.val() != self.arrived.q.val()))
                | (self.clear.val() & !self.all_clear.val()));
        self.load.next = self.takes.val() | self.clears.val();
        if self.write_ready.val() {
            self.offered.d.next = false;
        }
        if self.load.val() {
            self.offered.d.next = true;
            self.offer_index.d.next = self.next_clear.q.val();
            self.offer_data.d.next = 0.into();
        }
        if self.clears.val() {
            self.next_clear.d.next = self.next_clear.q.val() + 1;
            self.cleared.d.next = self.cleared.q.val() + 1;
        }
        // X and Y, then Z.
        self.point_ready.next = self.takes.val() & self.upper.q.val();
        if self.takes.val() {
            self.upper.d.next = !self.upper.q.val();
            self.next_result.d.next = self.next_result.q.val() + 1;
            self.offer_index.d.next = self.next_result.q.val();
            self.offer_data.d.next = self.point.val().get_bits::<512>(0);
            if self.upper.q.val() {
                self.offer_data.d.next =
                    bit_cast::<512, 256>(self.point.val().get_bits::<256>(512));
                self.finished.d.next = self.point_last.val();
            }
        }
        if self.came.val() & self.run.val() {
            self.arrived.d.next = self.arrived.q.val() + 1;
        }
        if self.start.val() {
            self.next_result.d.next = self.result_index.val();
            self.next_clear.d.next = self.scalar_index.val();
            self.arrived.d.next = 0.into();
            self.cleared.d.next = 0.into();
            self.upper.d.next = false;
            self.finished.d.next = false;
        }
        self.owed.d.next =
            self.owed.q.val() + self.load.val().to_bits() - self.written.val().to_bits();
        self.results_done.next = self.finished.q.val();
        self.clear_done.next = self.all_clear.val();
        self.quiet.next = (self.owed.q.val() == 0) & !self.offered.q.val();
        self.write.next = self.offer_index.q.val();
        self.write_data.next = self.offer_data.q.val();
        self.write_valid.next = self.offered.q.val();
        if self.reset.val() {
            self.offered.d.next = false;
            self.owed.d.next = 0.into();
        }
    }
    crate::named!();
}
