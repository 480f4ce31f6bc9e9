//! Jobs, one after another: feeds the core, writes its result, clears the scalars, reports.
//!
//! ```text
//!  job -> Check -> Quiet -> Begin -> Run -----------------> Scrub -> Settle -> Report -> done
//!            |        |               +-> Abort -> Drain -----^                  ^
//!            +--------+--(unsupported, memory silent)----------------------------+
//!  soft reset: any -> Drop -> Idle
//! ```
//!
//! A fault in `Run` (memory error, memory time-out, watchdog) resets the core and lets what memory still
//! owes come in before anything else happens; only a silent memory is not waited for. When a job ends its
//! scalars are overwritten with zeros, unless memory is silent.
//! Interface: job and done records are words of 32 bits, lowest first: kind, tag, bases, scalars, result,
//! count; tag, status, cycles and the seven counters of the core. Results: one point of three coordinates
//! a beat, written as two words. Latency: of the job. Golden model: the tests of the card.
use super::Flag;
use crate::prim::Join;
use rust_hdl::prelude::*;

/// Where a job stands.
#[derive(Copy, Clone, Debug, PartialEq, LogicState)]
enum Step {
    Idle,
    Check,
    Quiet,
    Begin,
    Run,
    Abort,
    Drain,
    Scrub,
    Settle,
    Report,
    Drop,
}

/// Runs one job at a time.
#[derive(LogicBlock)]
pub struct JobEngine {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous reset.
    pub reset: Signal<In, Bit>,
    /// For one clock: drop the job under way.
    pub soft_reset: Signal<In, Bit>,
    /// Longest time of a job in 1024 clocks; zero: no limit.
    pub watchdog: Signal<In, Bits<32>>,
    /// Next job.
    pub job: Signal<In, Bits<192>>,
    /// Whether there is one.
    pub job_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub job_ready: Signal<Out, Bit>,
    /// Finished job.
    pub done: Signal<Out, Bits<320>>,
    /// For one clock: there is one (always taken).
    pub done_valid: Signal<Out, Bit>,
    /// For one clock: both readers begin.
    pub read_start: Signal<Out, Bit>,
    /// Readers drop what comes.
    pub read_stop: Signal<Out, Bit>,
    /// First base.
    pub base_index: Signal<Out, Bits<32>>,
    /// Words of bases, and number of points.
    pub count: Signal<Out, Bits<32>>,
    /// First word of scalars.
    pub scalar_index: Signal<Out, Bits<32>>,
    /// Words of scalars.
    pub scalar_words: Signal<Out, Bits<32>>,
    /// Words that memory owes the reader of bases.
    pub base_owed: Signal<In, Bits<8>>,
    /// Words that memory owes the reader of scalars.
    pub scalar_owed: Signal<In, Bits<8>>,
    /// For one clock: a word for either reader came.
    pub read_came: Signal<In, Bit>,
    /// Its AXI answer.
    pub read_answer: Signal<In, Bits<2>>,
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
    /// Its AXI answer.
    pub written_answer: Signal<In, Bits<2>>,
    /// For one clock: the core begins with `count` points.
    pub core_start: Signal<Out, Bit>,
    /// Reset of the core.
    pub core_reset: Signal<Out, Bit>,
    /// The core is working, or clearing itself after a reset.
    pub core_busy: Signal<In, Bit>,
    /// For one clock: the core has finished.
    pub core_done: Signal<In, Bit>,
    /// Point of the result: X, Y, Z.
    pub point: Signal<In, Bits<768>>,
    /// Whether there is one.
    pub point_valid: Signal<In, Bit>,
    /// Whether it is the last.
    pub point_last: Signal<In, Bit>,
    /// Whether it is taken.
    pub point_ready: Signal<Out, Bit>,
    /// Counters of the core, as in the done record.
    pub counter: [Signal<In, Bits<32>>; 7],
    /// For one clock: memory answered with an error.
    pub memory_error: Signal<Out, Bit>,
    /// For one clock: memory did not answer in time.
    pub timeout_error: Signal<Out, Bit>,
    /// For one clock: a job took too long.
    pub watchdog_error: Signal<Out, Bit>,
    /// A job is under way.
    pub active: Signal<Out, Bit>,
    step: DFF<Step>,
    held: DFF<Bits<192>>,
    status: DFF<Bits<32>>,
    cycles: DFF<Bits<32>>,
    index: DFF<Bits<32>>,
    left: DFF<Bits<32>>,
    upper: DFF<Bit>,
    results_done: DFF<Bit>,
    core_done_seen: DFF<Bit>,
    offered: DFF<Bit>,
    offer_index: DFF<Bits<32>>,
    offer_data: DFF<Bits<512>>,
    owed: DFF<Bits<32>>,
    timer: DFF<Bits<32>>,
    kind: Signal<Local, Bits<32>>,
    tag: Signal<Local, Bits<32>>,
    words: Signal<Local, Bits<32>>,
    space: Signal<Local, Bit>,
    load: Signal<Local, Bit>,
    came: Signal<Local, Bit>,
    failed: Signal<Local, Bit>,
    expired: Signal<Local, Bit>,
    quiet: Signal<Local, Bit>,
    late: Signal<Local, Bit>,
    record: Join<10, 32, 320>,
    timeout: Constant<Bits<32>>,
    most: Constant<Bits<32>>,
}

impl JobEngine {
    /// An engine that waits `timeout` clocks for memory.
    pub fn new(timeout: u32) -> Self {
        Self {
            clock: Default::default(),
            reset: Default::default(),
            soft_reset: Default::default(),
            watchdog: Default::default(),
            job: Default::default(),
            job_valid: Default::default(),
            job_ready: Default::default(),
            done: Default::default(),
            done_valid: Default::default(),
            read_start: Default::default(),
            read_stop: Default::default(),
            base_index: Default::default(),
            count: Default::default(),
            scalar_index: Default::default(),
            scalar_words: Default::default(),
            base_owed: Default::default(),
            scalar_owed: Default::default(),
            read_came: Default::default(),
            read_answer: Default::default(),
            write: Default::default(),
            write_data: Default::default(),
            write_valid: Default::default(),
            write_ready: Default::default(),
            written: Default::default(),
            written_answer: Default::default(),
            core_start: Default::default(),
            core_reset: Default::default(),
            core_busy: Default::default(),
            core_done: Default::default(),
            point: Default::default(),
            point_valid: Default::default(),
            point_last: Default::default(),
            point_ready: Default::default(),
            counter: Default::default(),
            memory_error: Default::default(),
            timeout_error: Default::default(),
            watchdog_error: Default::default(),
            active: Default::default(),
            step: Default::default(),
            held: Default::default(),
            status: Default::default(),
            cycles: Default::default(),
            index: Default::default(),
            left: Default::default(),
            upper: Default::default(),
            results_done: Default::default(),
            core_done_seen: Default::default(),
            offered: Default::default(),
            offer_index: Default::default(),
            offer_data: Default::default(),
            owed: Default::default(),
            timer: Default::default(),
            kind: Default::default(),
            tag: Default::default(),
            words: Default::default(),
            space: Default::default(),
            load: Default::default(),
            came: Default::default(),
            failed: Default::default(),
            expired: Default::default(),
            quiet: Default::default(),
            late: Default::default(),
            record: Default::default(),
            timeout: Constant::new(u64::from(timeout).into()),
            most: Constant::new(u64::from(u32::MAX).into()),
        }
    }
}

impl Logic for JobEngine {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self,
            clock,
            step,
            held,
            status,
            cycles,
            index,
            left,
            upper,
            results_done,
            core_done_seen
        );
        dff_setup!(self, clock, offered, offer_index, offer_data, owed, timer);
        self.kind.next = self.held.q.val().get_bits::<32>(0);
        self.tag.next = self.held.q.val().get_bits::<32>(32);
        self.base_index.next = self.held.q.val().get_bits::<32>(64);
        self.scalar_index.next = self.held.q.val().get_bits::<32>(96);
        self.count.next = self.held.q.val().get_bits::<32>(160);
        self.words.next = self.held.q.val().get_bits::<32>(160);
        self.scalar_words.next = (self.words.val() >> 1) + (self.words.val() & 1);

        self.job_ready.next = self.step.q.val() == Step::Idle;
        self.done_valid.next = self.step.q.val() == Step::Report;
        self.active.next = (self.step.q.val() != Step::Idle) | self.core_busy.val();
        self.read_start.next = self.step.q.val() == Step::Begin;
        self.core_start.next = self.step.q.val() == Step::Begin;
        self.read_stop.next = (self.step.q.val() != Step::Begin) & (self.step.q.val() != Step::Run);
        self.core_reset.next = self.reset.val()
            | (self.step.q.val() == Step::Abort)
            | (self.step.q.val() == Step::Drop);
        self.memory_error.next = false;
        self.timeout_error.next = false;
        self.watchdog_error.next = false;
        self.point_ready.next = false;
        self.load.next = false;

        self.came.next = self.read_came.val() | self.written.val();
        self.failed.next = (self.read_came.val() & (self.read_answer.val() != 0))
            | (self.written.val() & (self.written_answer.val() != 0));
        self.quiet.next = (self.base_owed.val() == 0)
            & (self.scalar_owed.val() == 0)
            & (self.owed.q.val() == 0)
            & !self.offered.q.val();
        self.timer.d.next = self.timer.q.val() + 1;
        if self.quiet.val() | self.came.val() {
            self.timer.d.next = 0.into();
        }
        self.expired.next = self.timer.q.val() == self.timeout.val();
        self.late.next =
            (self.watchdog.val() != 0) & ((self.cycles.q.val() >> 10) >= self.watchdog.val());
        self.space.next = !self.offered.q.val() | self.write_ready.val();
        if self.write_ready.val() {
            self.offered.d.next = false;
        }
        if self.core_done.val() {
            self.core_done_seen.d.next = true;
        }
        if (self.step.q.val() != Step::Idle) & (self.cycles.q.val() != self.most.val()) {
            self.cycles.d.next = self.cycles.q.val() + 1;
        }

        match self.step.q.val() {
            Step::Idle => {
                self.held.d.next = self.job.val();
                self.status.d.next = 0.into();
                self.cycles.d.next = 0.into();
                self.timer.d.next = 0.into();
                if self.job_valid.val() {
                    self.step.d.next = Step::Check;
                }
            }
            Step::Check => {
                self.step.d.next = Step::Quiet;
                self.index.d.next = self.held.q.val().get_bits::<32>(128);
                self.upper.d.next = false;
                self.results_done.d.next = false;
                self.core_done_seen.d.next = false;
                if (self.kind.val() != 1) | (self.words.val() == 0) {
                    self.status.d.next = 1.into();
                    self.step.d.next = Step::Report;
                }
            }
            Step::Quiet => {
                if self.quiet.val() & !self.core_busy.val() {
                    self.step.d.next = Step::Begin;
                }
                if self.expired.val() {
                    self.timeout_error.next = true;
                    self.status.d.next = 3.into();
                    self.step.d.next = Step::Report;
                }
            }
            Step::Begin => {
                self.step.d.next = Step::Run;
            }
            Step::Run => {
                // X and Y, then Z.
                if self.space.val() & self.point_valid.val() & !self.results_done.q.val() {
                    self.load.next = true;
                    self.upper.d.next = !self.upper.q.val();
                    self.offer_data.d.next = self.point.val().get_bits::<512>(0);
                    if self.upper.q.val() {
                        self.offer_data.d.next =
                            bit_cast::<512, 256>(self.point.val().get_bits::<256>(512));
                        self.point_ready.next = true;
                        self.results_done.d.next = self.point_last.val();
                    }
                }
                if self.results_done.q.val() & self.core_done_seen.q.val() & self.quiet.val() {
                    self.index.d.next = self.scalar_index.val();
                    self.left.d.next = self.scalar_words.val();
                    self.step.d.next = Step::Scrub;
                }
                if self.late.val() {
                    self.watchdog_error.next = true;
                    self.status.d.next = 4.into();
                    self.step.d.next = Step::Abort;
                }
                if self.expired.val() {
                    self.timeout_error.next = true;
                    self.status.d.next = 3.into();
                    self.step.d.next = Step::Abort;
                }
                if self.failed.val() {
                    self.memory_error.next = true;
                    self.status.d.next = 2.into();
                    self.step.d.next = Step::Abort;
                }
            }
            Step::Abort => {
                self.step.d.next = Step::Drain;
                if self.status.q.val() == 3 {
                    self.step.d.next = Step::Report;
                }
            }
            Step::Drain => {
                self.index.d.next = self.scalar_index.val();
                self.left.d.next = self.scalar_words.val();
                if self.quiet.val() {
                    self.step.d.next = Step::Scrub;
                } else if self.expired.val() {
                    self.timeout_error.next = true;
                    self.step.d.next = Step::Report;
                }
            }
            Step::Scrub => {
                self.offer_data.d.next = self.offer_data.q.val();
                if self.left.q.val() == 0 {
                    self.step.d.next = Step::Settle;
                } else if self.space.val() {
                    self.load.next = true;
                    self.offer_data.d.next = 0.into();
                    self.left.d.next = self.left.q.val() - 1;
                }
                if self.expired.val() {
                    self.timeout_error.next = true;
                    self.status.d.next = 3.into();
                    self.step.d.next = Step::Report;
                }
            }
            Step::Settle => {
                if self.quiet.val() {
                    self.step.d.next = Step::Report;
                }
                if self.expired.val() {
                    self.timeout_error.next = true;
                    self.status.d.next = 3.into();
                    self.step.d.next = Step::Report;
                }
            }
            Step::Report => {
                self.step.d.next = Step::Idle;
            }
            Step::Drop => {
                if self.quiet.val() | self.expired.val() {
                    self.step.d.next = Step::Idle;
                }
            }
            _ => {
                self.step.d.next = Step::Idle;
            }
        }
        if ((self.step.q.val() == Step::Scrub) | (self.step.q.val() == Step::Settle))
            & self.failed.val()
        {
            self.memory_error.next = true;
            if self.status.q.val() == 0 {
                self.status.d.next = 2.into();
            }
        }
        if self.load.val() {
            self.offered.d.next = true;
            self.offer_index.d.next = self.index.q.val();
            self.index.d.next = self.index.q.val() + 1;
        }
        self.owed.d.next =
            self.owed.q.val() + self.load.val().to_bits() - self.written.val().to_bits();
        self.write.next = self.offer_index.q.val();
        self.write_data.next = self.offer_data.q.val();
        self.write_valid.next = self.offered.q.val();

        self.record.part[0].next = self.tag.val();
        self.record.part[1].next = self.status.q.val();
        self.record.part[2].next = self.cycles.q.val();
        for i in 0..7 {
            self.record.part[i + 3].next = self.counter[i].val();
        }
        self.done.next = self.record.whole.val();
        if self.soft_reset.val() {
            self.step.d.next = Step::Drop;
        }
        if self.reset.val() {
            self.step.d.next = Step::Idle;
            self.offered.d.next = false;
            self.owed.d.next = 0.into();
        }
    }
    crate::named!();
}
