//! Jobs, one after another: judges them, feeds the core, reports.
//!
//! ```text
//!  job -> Check -> Quiet -> Begin -> Run -----------------> Clear -> Settle -> Report -> done
//!            |        |               +-> Abort -> Drain -----^                  ^
//!            +--------+--(nothing to run, memory silent)-------------------------+
//!  soft reset: any -> Drop -> Idle
//! ```
//!
//! A fault in `Run` (memory error, memory time-out, watchdog) resets the core and lets what memory still
//! owes come in before anything else happens; only a silent memory is not waited for. When a job ends its
//! scalars have been overwritten with zeros, unless memory is silent.
//! Interface: job and done records are words of 32 bits, lowest first: kind, tag, set, bases, scalars, result,
//! count; tag, status, cycles and the nine counters of the core. Over G2 a base is two words, and a point
//! of a result two beats, `c0` first; with multiples a base is several words. Latency: of the job. Golden model: the tests of the card.
use super::{JobCheck, JobWriter};
use crate::prim::Join;
use rust_hdl::prelude::*;
use zkcard_wire::sets::Limits;

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
    Clear,
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
    /// For one clock: forget all sets of bases.
    pub forget: Signal<In, Bit>,
    /// Longest time of a job in 1024 clocks; zero: no limit.
    pub watchdog: Signal<In, Bits<32>>,
    /// Next job.
    pub job: Signal<In, Bits<224>>,
    /// Whether there is one.
    pub job_valid: Signal<In, Bit>,
    /// Whether it is taken.
    pub job_ready: Signal<Out, Bit>,
    /// Finished job.
    pub done: Signal<Out, Bits<384>>,
    /// For one clock: there is one (always taken).
    pub done_valid: Signal<Out, Bit>,
    /// For one clock: both readers begin.
    pub read_start: Signal<Out, Bit>,
    /// Readers drop what comes.
    pub read_stop: Signal<Out, Bit>,
    /// First base.
    pub base_index: Signal<Out, Bits<32>>,
    /// Words of bases.
    pub base_words: Signal<Out, Bits<32>>,
    /// Number of points.
    pub count: Signal<Out, Bits<32>>,
    /// The job is over G2.
    pub g2: Signal<Out, Bit>,
    /// Its bases come with multiples.
    pub multiples: Signal<Out, Bit>,
    /// First word of scalars.
    pub scalar_index: Signal<Out, Bits<32>>,
    /// Words of scalars.
    pub scalar_words: Signal<Out, Bits<32>>,
    /// Words that memory owes the reader of bases.
    pub base_owed: Signal<In, Bits<8>>,
    /// Words that memory owes the reader of scalars.
    pub scalar_owed: Signal<In, Bits<8>>,
    /// For one clock: a word of bases came.
    pub base_came: Signal<In, Bit>,
    /// For one clock: a word of scalars came.
    pub scalar_came: Signal<In, Bit>,
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
    /// Point of the result, or a part of it: X, Y, Z.
    pub point: Signal<In, Bits<768>>,
    /// Whether there is one.
    pub point_valid: Signal<In, Bit>,
    /// Whether it is the last.
    pub point_last: Signal<In, Bit>,
    /// Whether it is taken.
    pub point_ready: Signal<Out, Bit>,
    /// Counters of the core, as in the done record.
    pub counter: [Signal<In, Bits<32>>; 9],
    /// For one clock: memory answered with an error.
    pub memory_error: Signal<Out, Bit>,
    /// For one clock: memory did not answer in time.
    pub timeout_error: Signal<Out, Bit>,
    /// For one clock: a job took too long.
    pub watchdog_error: Signal<Out, Bit>,
    /// For one clock: a job was refused.
    pub refused_error: Signal<Out, Bit>,
    /// A job is under way.
    pub active: Signal<Out, Bit>,
    step: DFF<Step>,
    held: DFF<Bits<224>>,
    status: DFF<Bits<32>>,
    cycles: DFF<Bits<32>>,
    ran: DFF<Bit>,
    core_done_seen: DFF<Bit>,
    timer: DFF<Bits<32>>,
    check: JobCheck,
    writer: JobWriter,
    came: Signal<Local, Bit>,
    failed: Signal<Local, Bit>,
    expired: Signal<Local, Bit>,
    quiet: Signal<Local, Bit>,
    late: Signal<Local, Bit>,
    record: Join<12, 32, 384>,
    timeout: Constant<Bits<32>>,
    most: Constant<Bits<32>>,
}

impl JobEngine {
    /// An engine that waits `timeout` clocks for memory, on a card of these limits.
    pub fn new(timeout: u32, limits: &Limits) -> Self {
        Self {
            clock: Default::default(),
            reset: Default::default(),
            soft_reset: Default::default(),
            forget: Default::default(),
            watchdog: Default::default(),
            job: Default::default(),
            job_valid: Default::default(),
            job_ready: Default::default(),
            done: Default::default(),
            done_valid: Default::default(),
            read_start: Default::default(),
            read_stop: Default::default(),
            base_index: Default::default(),
            base_words: Default::default(),
            count: Default::default(),
            g2: Default::default(),
            multiples: Default::default(),
            scalar_index: Default::default(),
            scalar_words: Default::default(),
            base_owed: Default::default(),
            scalar_owed: Default::default(),
            base_came: Default::default(),
            scalar_came: Default::default(),
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
            refused_error: Default::default(),
            active: Default::default(),
            step: Default::default(),
            held: Default::default(),
            status: Default::default(),
            cycles: Default::default(),
            ran: Default::default(),
            core_done_seen: Default::default(),
            timer: Default::default(),
            check: JobCheck::new(limits),
            writer: Default::default(),
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
        clock!(self, clock, check, writer);
        dff_setup!(
            self,
            clock,
            step,
            held,
            status,
            cycles,
            ran,
            core_done_seen,
            timer
        );
        self.check.reset.next = self.reset.val();
        self.check.forget.next = self.forget.val();
        self.check.start.next = self.step.q.val() == Step::Check;
        self.check.job.next = self.held.q.val();
        self.base_index.next = self.check.base_index.val();
        self.base_words.next = self.check.words.val();
        self.g2.next = self.check.g2.val();
        self.multiples.next = self.check.multiples.val();
        self.scalar_index.next = self.held.q.val().get_bits::<32>(128);
        self.scalar_words.next = self.check.scalar_words.val();
        self.count.next = self.held.q.val().get_bits::<32>(192);
        self.writer.reset.next = self.reset.val();
        self.writer.start.next = self.step.q.val() == Step::Begin;
        self.writer.run.next = self.step.q.val() == Step::Run;
        self.writer.clear.next = self.step.q.val() == Step::Clear;
        self.writer.came.next = self.scalar_came.val();
        self.writer.result_index.next = self.held.q.val().get_bits::<32>(160);
        self.writer.scalar_index.next = self.held.q.val().get_bits::<32>(128);
        self.writer.scalar_words.next = self.check.scalar_words.val();
        self.writer.point.next = self.point.val();
        self.writer.point_valid.next = self.point_valid.val();
        self.writer.point_last.next = self.point_last.val();
        self.point_ready.next = self.writer.point_ready.val();
        self.write.next = self.writer.write.val();
        self.write_data.next = self.writer.write_data.val();
        self.write_valid.next = self.writer.write_valid.val();
        self.writer.write_ready.next = self.write_ready.val();
        self.writer.written.next = self.written.val();

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
        self.refused_error.next = (self.step.q.val() == Step::Check)
            & self.check.done.val()
            & (self.check.status.val() != 0);

        self.came.next = self.base_came.val() | self.scalar_came.val() | self.written.val();
        self.failed.next = ((self.base_came.val() | self.scalar_came.val())
            & (self.read_answer.val() != 0))
            | (self.written.val() & (self.written_answer.val() != 0));
        self.quiet.next =
            (self.base_owed.val() == 0) & (self.scalar_owed.val() == 0) & self.writer.quiet.val();
        self.timer.d.next = self.timer.q.val() + 1;
        if self.quiet.val() | self.came.val() {
            self.timer.d.next = 0.into();
        }
        self.expired.next = self.timer.q.val() == self.timeout.val();
        self.late.next =
            (self.watchdog.val() != 0) & ((self.cycles.q.val() >> 10) >= self.watchdog.val());
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
                self.ran.d.next = false;
                if self.job_valid.val() {
                    self.step.d.next = Step::Check;
                }
            }
            Step::Check => {
                self.status.d.next = self.check.status.val();
                if self.check.done.val() {
                    self.step.d.next = Step::Report;
                    if self.check.run.val() {
                        self.step.d.next = Step::Quiet;
                    }
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
                self.ran.d.next = true;
                self.core_done_seen.d.next = false;
                self.step.d.next = Step::Run;
            }
            Step::Run => {
                if self.writer.results_done.val() & self.core_done_seen.q.val() & self.quiet.val() {
                    self.step.d.next = Step::Clear;
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
                if self.quiet.val() {
                    self.step.d.next = Step::Clear;
                } else if self.expired.val() {
                    self.timeout_error.next = true;
                    self.step.d.next = Step::Report;
                }
            }
            Step::Clear => {
                if self.writer.clear_done.val() {
                    self.step.d.next = Step::Settle;
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
        if ((self.step.q.val() == Step::Clear) | (self.step.q.val() == Step::Settle))
            & self.failed.val()
        {
            self.memory_error.next = true;
            if self.status.q.val() == 0 {
                self.status.d.next = 2.into();
            }
        }
        self.record.part[0].next = self.held.q.val().get_bits::<32>(32);
        self.record.part[1].next = self.status.q.val();
        self.record.part[2].next = self.cycles.q.val();
        for i in 0..9 {
            self.record.part[i + 3].next = 0.into();
            if self.ran.q.val() {
                self.record.part[i + 3].next = self.counter[i].val();
            }
        }
        self.done.next = self.record.whole.val();
        if self.soft_reset.val() {
            self.step.d.next = Step::Drop;
        }
        if self.reset.val() {
            self.step.d.next = Step::Idle;
        }
    }
    crate::named!();
}
