//! Runs the NTT core for one transform or quotient at a time, and stands between it and memory.
//!
//! ```text
//!  start -> Ask -> Numbers -> Begin -> Run -> Done       a transform without a shift has no numbers
//!            |        ^         |       ^ |
//!            v        |         v       | v
//!       BurstCutter  data      core, its bursts, its words
//! ```
//!
//! The numbers of a job are the last two words of its work region: shift and its inverse, then scale. While `stop` is
//! high the core gets nothing and gives nothing; what memory still owes comes in and is dropped.
//! Interface: the job stands still from `start` on; the core falls from `core_ready` in the clock after `core_start`
//! and is ready again when all it wrote has been acknowledged. Latency: once the memory's and 6 clocks. Golden model:
//! the tests of the job engine.
use super::{BurstCutter, Flag};
use rust_hdl::prelude::*;

/// Where a transform stands.
#[derive(Copy, Clone, Debug, PartialEq, LogicState)]
enum Step {
    Idle,
    Ask,
    Numbers,
    Begin,
    Run,
    Done,
}

/// Numbers, start and memory of one transform at a time.
#[derive(LogicBlock, Default)]
pub struct TransformEngine {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous reset.
    pub reset: Signal<In, Bit>,
    /// For one clock: begin. Only where memory owes nothing and the core is ready.
    pub start: Signal<In, Bit>,
    /// Drop the job, and what comes.
    pub stop: Signal<In, Bit>,
    /// The job: kind, tag, form, work region, vectors, result, count.
    pub job: Signal<In, Bits<224>>,
    /// Words of its vectors.
    pub words: Signal<In, Bits<32>>,
    /// The core has finished.
    pub finished: Signal<Out, Bit>,
    /// Memory owes nothing.
    pub quiet: Signal<Out, Bit>,
    /// For one clock: the core begins.
    pub core_start: Signal<Out, Bit>,
    /// It is idle, and everything is written.
    pub core_ready: Signal<In, Bit>,
    /// Shift and its inverse.
    pub shifts: Signal<Out, Bits<512>>,
    /// Scale of a quotient.
    pub scale: Signal<Out, Bits<256>>,
    /// First word of a burst.
    pub read_address: Signal<In, Bits<32>>,
    /// Its words less one.
    pub read_beats: Signal<In, Bits<16>>,
    /// The core asks for it.
    pub read_valid: Signal<In, Bit>,
    /// It is taken.
    pub read_ready: Signal<Out, Bit>,
    /// For one clock: `data` is for the core.
    pub data_valid: Signal<Out, Bit>,
    /// The core has a word to write.
    pub write_valid: Signal<In, Bit>,
    /// It is taken.
    pub write_ready: Signal<Out, Bit>,
    /// For one clock: a word of the core was written.
    pub written: Signal<Out, Bit>,
    /// Memory: index, and words less one in bits 37:32.
    pub command: Signal<Out, Bits<38>>,
    /// Memory: whether there is one.
    pub command_valid: Signal<Out, Bit>,
    /// Memory: whether it is taken.
    pub command_ready: Signal<In, Bit>,
    /// Memory: word that came.
    pub data: Signal<In, Bits<512>>,
    /// Memory: for one clock, it came.
    pub memory_came: Signal<In, Bit>,
    /// Memory: the word of the core is to be written.
    pub memory_write_valid: Signal<Out, Bit>,
    /// Memory: whether it is taken.
    pub memory_write_ready: Signal<In, Bit>,
    /// Memory: for one clock, a word was written.
    pub memory_written: Signal<In, Bit>,
    step: DFF<Step>,
    cutter: BurstCutter,
    first: DFF<Bits<512>>,
    second: DFF<Bits<256>>,
    has_first: DFF<Bit>,
    unwritten: DFF<Bits<32>>,
    has_numbers: Signal<Local, Bit>,
    asks: Signal<Local, Bit>,
    flows: Signal<Local, Bit>,
    writes: Signal<Local, Bit>,
}

impl Logic for TransformEngine {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, cutter);
        dff_setup!(self, clock, step, first, second, has_first, unwritten);
        // A quotient, or bit 9 of the form of a transform.
        self.has_numbers.next =
            (self.job.val().get_bits::<32>(0) == 8) | self.job.val().get_bit(73);
        self.asks.next = self.step.q.val() == Step::Ask;
        self.flows.next = (self.step.q.val() == Step::Run) & !self.stop.val();

        // Reads: the numbers, then what the core asks for.
        self.cutter.reset.next = self.reset.val();
        self.cutter.stop.next = self.stop.val();
        self.cutter.address.next = self.read_address.val();
        self.cutter.beats.next = self.read_beats.val();
        self.cutter.valid.next = self.flows.val() & self.read_valid.val();
        if self.asks.val() {
            self.cutter.address.next = self.job.val().get_bits::<32>(96) + self.words.val();
            self.cutter.beats.next = 1.into();
            self.cutter.valid.next = true;
        }
        self.read_ready.next = self.flows.val() & self.cutter.ready.val();
        self.data_valid.next = self.flows.val() & self.memory_came.val();
        self.command.next = self.cutter.command.val();
        self.command_valid.next = self.cutter.command_valid.val();
        self.cutter.command_ready.next = self.command_ready.val();
        self.cutter.came.next = self.memory_came.val();

        // Writes.
        self.memory_write_valid.next = self.flows.val() & self.write_valid.val();
        self.write_ready.next = self.flows.val() & self.memory_write_ready.val();
        self.written.next = self.flows.val() & self.memory_written.val();
        self.writes.next =
            self.flows.val() & self.write_valid.val() & self.memory_write_ready.val();
        self.unwritten.d.next = self.unwritten.q.val() + self.writes.val().to_bits()
            - self.memory_written.val().to_bits();
        self.quiet.next = (self.cutter.owed.val() == 0) & (self.unwritten.q.val() == 0);

        match self.step.q.val() {
            Step::Idle => {
                self.has_first.d.next = false;
                if self.start.val() {
                    self.step.d.next = Step::Begin;
                    if self.has_numbers.val() {
                        self.step.d.next = Step::Ask;
                    }
                }
            }
            Step::Ask => {
                if self.cutter.ready.val() {
                    self.step.d.next = Step::Numbers;
                }
            }
            Step::Numbers => {
                if self.memory_came.val() {
                    self.has_first.d.next = true;
                    if self.has_first.q.val() {
                        self.second.d.next = self.data.val().get_bits::<256>(0);
                        self.step.d.next = Step::Begin;
                    } else {
                        self.first.d.next = self.data.val();
                    }
                }
            }
            Step::Begin => {
                self.step.d.next = Step::Run;
            }
            Step::Run => {
                if self.core_ready.val() {
                    self.step.d.next = Step::Done;
                }
            }
            Step::Done => {
                self.step.d.next = Step::Done;
            }
            _ => {
                self.step.d.next = Step::Idle;
            }
        }
        self.core_start.next = (self.step.q.val() == Step::Begin) & !self.stop.val();
        self.finished.next = self.step.q.val() == Step::Done;
        self.shifts.next = self.first.q.val();
        self.scale.next = self.second.q.val();
        if self.stop.val() {
            self.step.d.next = Step::Idle;
        }
        if self.reset.val() {
            self.step.d.next = Step::Idle;
            self.unwritten.d.next = 0.into();
        }
    }
    crate::named!();
}
