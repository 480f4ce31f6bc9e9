//! Where a job stands, and how it ends.
//!
//! ```text
//!                                           .- words to clear -.
//!  job -> Check -> Quiet -> Begin -> Run ---+------------------+-> Clear -> Settle -> Report -> done
//!            |        |               +-> Abort -> Drain ------^                        ^
//!            |        +-> Restart -----------------^                                    |
//!            +--------+--(nothing to run, memory silent)--------------------------------+
//!  soft reset: any -> Drop -> Idle
//! ```
//!
//! A fault in `Run` (memory error, memory time-out, watchdog) resets the cores and lets what memory still
//! owes come in before anything else happens; only a silent memory is not waited for. So does a core that is not ready
//! for so long that the watchdog ends the job in `Quiet`; its words are cleared as those of a job that ran.
//! Interface: levels, of one clock where they say so. Latency: 1. Golden model: the tests of the job engine.
use rust_hdl::prelude::*;

/// Where a job stands.
#[derive(Copy, Clone, Debug, PartialEq, LogicState)]
enum Step {
    Idle,
    Check,
    Quiet,
    Restart,
    Begin,
    Run,
    Abort,
    Drain,
    Clear,
    Settle,
    Report,
    Drop,
}

/// Steps of one job at a time.
#[derive(LogicBlock, Default)]
pub struct JobSteps {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous reset.
    pub reset: Signal<In, Bit>,
    /// For one clock: drop the job under way.
    pub soft_reset: Signal<In, Bit>,
    /// There is a job.
    pub job_valid: Signal<In, Bit>,
    /// It has been judged.
    pub checked: Signal<In, Bit>,
    /// The judgement, zero if it is not refused.
    pub check_status: Signal<In, Bits<32>>,
    /// It is to run.
    pub runs: Signal<In, Bit>,
    /// It overwrites words with zeros and does nothing else.
    pub clears: Signal<In, Bit>,
    /// Its core can begin.
    pub core_ready: Signal<In, Bit>,
    /// Its core has finished, and its results have been sent to memory.
    pub finished: Signal<In, Bit>,
    /// No word is left to clear.
    pub cleared: Signal<In, Bit>,
    /// Memory owes nothing.
    pub quiet: Signal<In, Bit>,
    /// Memory answered with an error.
    pub failed: Signal<In, Bit>,
    /// Memory has been silent for too long.
    pub expired: Signal<In, Bit>,
    /// The job has taken too long.
    pub late: Signal<In, Bit>,
    /// It has waited too long for its core.
    pub stuck: Signal<In, Bit>,
    /// No job runs.
    pub idle: Signal<Out, Bit>,
    /// It is being judged.
    pub checking: Signal<Out, Bit>,
    /// For one clock: it begins.
    pub begins: Signal<Out, Bit>,
    /// For one clock: it ends before it begins, for want of a core.
    pub restarts: Signal<Out, Bit>,
    /// It runs.
    pub running: Signal<Out, Bit>,
    /// Its words are to be cleared.
    pub clearing: Signal<Out, Bit>,
    /// Cores are to forget what they do.
    pub core_reset: Signal<Out, Bit>,
    /// For one clock: it has ended.
    pub reports: Signal<Out, Bit>,
    /// How.
    pub status: Signal<Out, Bits<32>>,
    /// A core has worked on it.
    pub ran: Signal<Out, Bit>,
    /// For one clock: memory answered with an error.
    pub memory_error: Signal<Out, Bit>,
    /// For one clock: memory did not answer in time.
    pub timeout_error: Signal<Out, Bit>,
    /// For one clock: the job took too long.
    pub watchdog_error: Signal<Out, Bit>,
    /// For one clock: it was refused.
    pub refused_error: Signal<Out, Bit>,
    step: DFF<Step>,
    outcome: DFF<Bits<32>>,
    worked: DFF<Bit>,
}

impl Logic for JobSteps {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, step, outcome, worked);
        self.idle.next = self.step.q.val() == Step::Idle;
        self.checking.next = self.step.q.val() == Step::Check;
        self.begins.next = self.step.q.val() == Step::Begin;
        self.restarts.next = self.step.q.val() == Step::Restart;
        self.running.next = self.step.q.val() == Step::Run;
        self.clearing.next = self.step.q.val() == Step::Clear;
        self.core_reset.next = self.reset.val()
            | (self.step.q.val() == Step::Restart)
            | (self.step.q.val() == Step::Abort)
            | (self.step.q.val() == Step::Drop);
        self.reports.next = self.step.q.val() == Step::Report;
        self.status.next = self.outcome.q.val();
        self.ran.next = self.worked.q.val();
        self.memory_error.next = false;
        self.timeout_error.next = false;
        self.watchdog_error.next = false;
        self.refused_error.next = (self.step.q.val() == Step::Check)
            & self.checked.val()
            & (self.check_status.val() != 0);

        match self.step.q.val() {
            Step::Idle => {
                self.outcome.d.next = 0.into();
                self.worked.d.next = false;
                if self.job_valid.val() {
                    self.step.d.next = Step::Check;
                }
            }
            Step::Check => {
                self.outcome.d.next = self.check_status.val();
                if self.checked.val() {
                    self.step.d.next = Step::Report;
                    if self.runs.val() {
                        self.step.d.next = Step::Quiet;
                    }
                }
            }
            Step::Quiet => {
                if self.quiet.val() & self.core_ready.val() {
                    self.step.d.next = Step::Begin;
                }
                if self.stuck.val() & !self.core_ready.val() {
                    self.watchdog_error.next = true;
                    self.outcome.d.next = 4.into();
                    self.step.d.next = Step::Restart;
                }
                if self.expired.val() {
                    self.timeout_error.next = true;
                    self.outcome.d.next = 3.into();
                    self.step.d.next = Step::Report;
                }
            }
            Step::Restart => {
                self.step.d.next = Step::Drain;
            }
            Step::Begin => {
                self.worked.d.next = !self.clears.val();
                self.step.d.next = Step::Run;
                if self.clears.val() {
                    self.step.d.next = Step::Clear;
                }
            }
            Step::Run => {
                if self.finished.val() & self.quiet.val() {
                    self.step.d.next = Step::Clear;
                }
                if self.late.val() {
                    self.watchdog_error.next = true;
                    self.outcome.d.next = 4.into();
                    self.step.d.next = Step::Abort;
                }
                if self.expired.val() {
                    self.timeout_error.next = true;
                    self.outcome.d.next = 3.into();
                    self.step.d.next = Step::Abort;
                }
                if self.failed.val() {
                    self.memory_error.next = true;
                    self.outcome.d.next = 2.into();
                    self.step.d.next = Step::Abort;
                }
            }
            Step::Abort => {
                self.step.d.next = Step::Drain;
                if self.outcome.q.val() == 3 {
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
                if self.cleared.val() {
                    self.step.d.next = Step::Settle;
                }
                // Scalars are cleared however long that takes: the core is already done.
                if self.clears.val() & self.late.val() {
                    self.watchdog_error.next = true;
                    self.outcome.d.next = 4.into();
                    self.step.d.next = Step::Settle;
                }
                if self.expired.val() {
                    self.timeout_error.next = true;
                    self.outcome.d.next = 3.into();
                    self.step.d.next = Step::Report;
                }
            }
            Step::Settle => {
                if self.quiet.val() {
                    self.step.d.next = Step::Report;
                }
                if self.expired.val() {
                    self.timeout_error.next = true;
                    self.outcome.d.next = 3.into();
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
            if self.outcome.q.val() == 0 {
                self.outcome.d.next = 2.into();
            }
        }
        if self.soft_reset.val() {
            self.step.d.next = Step::Drop;
        }
        if self.reset.val() {
            self.step.d.next = Step::Idle;
        }
    }
    crate::named!();
}
