//! The memory half of a request: words read or written, all of them under way at once.
//!
//! ```text
//!  start --> Quiet --+--> Read ---+--> Last --> Done --> finished, status
//!                    +--> Write --+     |
//!                    +------ expired ---+
//! ```
//!
//! What an earlier request that ran out of time still has on its way is waited for before anything is
//! asked, so that it cannot be taken for this one's.
//! Interface: `start` with index and count, payload words in, words read out as they come, commands and
//! answers of [`MemoryPort`](super::MemoryPort). Latency: one clock a word, once the memory's own, and 4.
//! Source: `zkcard_wire::frame`. Golden model: the memory of the simulated card.
use super::Flag;
use rust_hdl::prelude::*;

/// What is being done.
#[derive(Copy, Clone, Debug, PartialEq, LogicState)]
enum Step {
    Idle,
    Quiet,
    Read,
    Write,
    Last,
    Done,
}

/// Memory words of one request at a time.
#[derive(LogicBlock, Default)]
pub struct MemoryAccess {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous reset.
    pub reset: Signal<In, Bit>,
    /// Clocks without an answer after which memory has failed.
    pub timeout: Signal<In, Bits<32>>,
    /// For one clock: begin.
    pub start: Signal<In, Bit>,
    /// Whether words are written; stays until the end.
    pub write: Signal<In, Bit>,
    /// First word, at `start`.
    pub index: Signal<In, Bits<32>>,
    /// Number of words, not zero, at `start`.
    pub count: Signal<In, Bits<16>>,
    /// Words to write.
    pub data: Signal<In, Bits<512>>,
    /// Whether there is one.
    pub data_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub data_ready: Signal<Out, Bit>,
    /// For one clock: `memory_data` belongs to this request.
    pub reply_valid: Signal<Out, Bit>,
    /// For one clock: all words have been answered, or time is over.
    pub finished: Signal<Out, Bit>,
    /// Status of the answer, at `finished`.
    pub status: Signal<Out, Bits<8>>,
    /// Memory: index to read or write.
    pub memory_index: Signal<Out, Bits<32>>,
    /// Memory: it is to be read.
    pub memory_read_valid: Signal<Out, Bit>,
    /// Whether that is taken.
    pub memory_read_ready: Signal<In, Bit>,
    /// AXI answer of a word read.
    pub memory_data_answer: Signal<In, Bits<2>>,
    /// For one clock: it came.
    pub memory_data_valid: Signal<In, Bit>,
    /// Memory: word to write.
    pub memory_write_data: Signal<Out, Bits<512>>,
    /// Memory: it is to be written.
    pub memory_write_valid: Signal<Out, Bit>,
    /// Whether that is taken.
    pub memory_write_ready: Signal<In, Bit>,
    /// AXI answer of a write.
    pub memory_written_answer: Signal<In, Bits<2>>,
    /// For one clock: it came.
    pub memory_written: Signal<In, Bit>,
    /// For one clock: memory answered with an error.
    pub memory_error: Signal<Out, Bit>,
    /// For one clock: memory did not answer in time.
    pub timeout_error: Signal<Out, Bit>,
    step: DFF<Step>,
    outcome: DFF<Bits<8>>,
    next_index: DFF<Bits<32>>,
    left: DFF<Bits<16>>,
    waiting: DFF<Bits<16>>,
    owed: DFF<Bits<16>>,
    timer: DFF<Bits<32>>,
    offered: DFF<Bit>,
    offer_write: DFF<Bit>,
    offer_index: DFF<Bits<32>>,
    offer_data: DFF<Bits<512>>,
    expired: Signal<Local, Bit>,
    space: Signal<Local, Bit>,
    taken: Signal<Local, Bit>,
    came: Signal<Local, Bit>,
    failed: Signal<Local, Bit>,
    load: Signal<Local, Bit>,
    timed: Signal<Local, Bit>,
    mine: Signal<Local, Bit>,
}

impl Logic for MemoryAccess {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self, clock, step, outcome, next_index, left, waiting, owed, timer
        );
        dff_setup!(self, clock, offered, offer_write, offer_index, offer_data);
        self.data_ready.next = false;
        self.memory_error.next = false;
        self.timeout_error.next = false;
        self.load.next = false;
        self.status.next = self.outcome.q.val();
        self.finished.next = self.step.q.val() == Step::Done;
        self.came.next = self.memory_data_valid.val() | self.memory_written.val();
        self.failed.next = (self.memory_data_valid.val() & (self.memory_data_answer.val() != 0))
            | (self.memory_written.val() & (self.memory_written_answer.val() != 0));
        self.mine.next = (self.step.q.val() == Step::Read)
            | (self.step.q.val() == Step::Write)
            | (self.step.q.val() == Step::Last);
        self.timed.next = self.mine.val() | (self.step.q.val() == Step::Quiet);
        self.expired.next = self.timed.val() & (self.timer.q.val() == self.timeout.val());
        self.reply_valid.next = self.mine.val() & !self.write.val() & self.memory_data_valid.val();
        self.taken.next = (self.memory_read_ready.val() & !self.offer_write.q.val())
            | (self.memory_write_ready.val() & self.offer_write.q.val());
        self.space.next = !self.offered.q.val() | self.taken.val();
        if self.taken.val() {
            self.offered.d.next = false;
        }
        self.timer.d.next = 0.into();
        if self.timed.val() {
            self.timer.d.next = self.timer.q.val() + 1;
        }

        match self.step.q.val() {
            Step::Idle => {
                self.outcome.d.next = 0.into();
                if self.start.val() {
                    self.next_index.d.next = self.index.val();
                    self.left.d.next = self.count.val();
                    self.waiting.d.next = self.count.val();
                    self.step.d.next = Step::Quiet;
                }
            }
            Step::Quiet => {
                if (self.owed.q.val() == 0) & !self.offered.q.val() {
                    self.timer.d.next = 0.into();
                    self.step.d.next = Step::Read;
                    if self.write.val() {
                        self.step.d.next = Step::Write;
                    }
                }
            }
            Step::Read => {
                if self.space.val() {
                    self.load.next = true;
                    self.offer_write.d.next = false;
                }
            }
            Step::Write => {
                if self.space.val() & self.data_valid.val() {
                    self.data_ready.next = true;
                    self.load.next = true;
                    self.offer_write.d.next = true;
                    self.offer_data.d.next = self.data.val();
                }
            }
            Step::Last => {
                if self.waiting.q.val() == 0 {
                    self.step.d.next = Step::Done;
                }
            }
            Step::Done => {
                self.step.d.next = Step::Idle;
            }
            _ => {
                self.step.d.next = Step::Idle;
            }
        }

        if self.load.val() {
            self.offered.d.next = true;
            self.offer_index.d.next = self.next_index.q.val();
            self.next_index.d.next = self.next_index.q.val() + 1;
            self.left.d.next = self.left.q.val() - 1;
            if self.left.q.val() == 1 {
                self.step.d.next = Step::Last;
            }
        }
        self.owed.d.next =
            self.owed.q.val() + self.load.val().to_bits() - self.came.val().to_bits();
        if self.mine.val() & self.came.val() {
            self.timer.d.next = 0.into();
            self.waiting.d.next = self.waiting.q.val() - 1;
            if self.failed.val() {
                self.memory_error.next = true;
                self.outcome.d.next = 4.into();
            }
        }
        if self.expired.val() {
            self.timeout_error.next = true;
            self.outcome.d.next = 5.into();
            self.step.d.next = Step::Done;
        }

        self.memory_index.next = self.offer_index.q.val();
        self.memory_write_data.next = self.offer_data.q.val();
        self.memory_read_valid.next = self.offered.q.val() & !self.offer_write.q.val();
        self.memory_write_valid.next = self.offered.q.val() & self.offer_write.q.val();
        if self.reset.val() {
            self.step.d.next = Step::Idle;
            self.offered.d.next = false;
            self.owed.d.next = 0.into();
        }
    }
    crate::named!();
}
