//! How long a job has run, and how long memory has been silent.
//!
//! ```text
//!  idle --> [cycles] --> late       the job has taken longer than the watchdog allows
//!  came --> [timer]  --> expired    memory owes something and has not answered
//! ```
//!
//! Interface: levels. Latency: 1. Golden model: counters.
use rust_hdl::prelude::*;

/// Clocks of one job at a time.
#[derive(LogicBlock)]
pub struct JobClock {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// No job runs.
    pub idle: Signal<In, Bit>,
    /// Longest time of a job in 1024 clocks; zero: no limit.
    pub watchdog: Signal<In, Bits<32>>,
    /// Memory owes nothing.
    pub quiet: Signal<In, Bit>,
    /// For one clock: memory answered.
    pub came: Signal<In, Bit>,
    /// Clocks of the job; they saturate.
    pub cycles: Signal<Out, Bits<32>>,
    /// It has taken too long.
    pub late: Signal<Out, Bit>,
    /// Memory has been silent for too long.
    pub expired: Signal<Out, Bit>,
    total: DFF<Bits<32>>,
    timer: DFF<Bits<32>>,
    timeout: Constant<Bits<32>>,
    most: Constant<Bits<32>>,
}

impl JobClock {
    /// Clocks beside a memory that may be silent for `timeout` of them.
    pub fn new(timeout: u32) -> Self {
        Self {
            clock: Default::default(),
            idle: Default::default(),
            watchdog: Default::default(),
            quiet: Default::default(),
            came: Default::default(),
            cycles: Default::default(),
            late: Default::default(),
            expired: Default::default(),
            total: Default::default(),
            timer: Default::default(),
            timeout: Constant::new(u64::from(timeout).into()),
            most: Constant::new(u64::from(u32::MAX).into()),
        }
    }
}

impl Logic for JobClock {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, total, timer);
        if self.total.q.val() != self.most.val() {
            self.total.d.next = self.total.q.val() + 1;
        }
        self.timer.d.next = self.timer.q.val() + 1;
        if self.quiet.val() | self.came.val() {
            self.timer.d.next = 0.into();
        }
        if self.idle.val() {
            self.total.d.next = 0.into();
            self.timer.d.next = 0.into();
        }
        self.cycles.next = self.total.q.val();
        self.late.next =
            (self.watchdog.val() != 0) & ((self.total.q.val() >> 10) >= self.watchdog.val());
        self.expired.next = self.timer.q.val() == self.timeout.val();
    }
    crate::named!();
}
