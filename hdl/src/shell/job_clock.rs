//! How long a job has run, and how long memory has been silent.
//!
//! ```text
//!  idle ---> [total]                clocks of the job
//!  begins -> [since] --> late       the job has taken longer than the watchdog allows
//!               '------> stuck      the same, and longer than a core needs after a reset
//!  came ---> [timer] --> expired    memory owes something and has not answered
//! ```
//!
//! The watchdog begins anew with the core. Otherwise a job would be charged for what the core does after a reset, which
//! may be longer than the watchdog allows, and the reset that ends it would do the same to the next one, for ever. For
//! the same reason no core is stuck before [`RECOVERY`] clocks, whatever the watchdog allows.
//!
//! Interface: levels. Latency: 1. Golden model: counters.
use rust_hdl::prelude::*;

/// Clocks in which every core is ready after a reset: its sweep of up to 36,864 buckets, its tables of factors (some 5,000
/// with the transforms that cards have; folded multipliers take as many more as they have limbs).
pub const RECOVERY: u32 = 1 << 16;

/// Clocks of one job at a time.
#[derive(LogicBlock)]
pub struct JobClock {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// No job runs.
    pub idle: Signal<In, Bit>,
    /// For one clock: its core begins.
    pub begins: Signal<In, Bit>,
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
    /// It has, and a core that was reset would be ready by now.
    pub stuck: Signal<Out, Bit>,
    /// Memory has been silent for too long.
    pub expired: Signal<Out, Bit>,
    total: DFF<Bits<32>>,
    since: DFF<Bits<32>>,
    too_long: Signal<Local, Bit>,
    timer: DFF<Bits<32>>,
    timeout: Constant<Bits<32>>,
    most: Constant<Bits<32>>,
    recovery: Constant<Bits<32>>,
}

impl JobClock {
    /// Clocks beside a memory that may be silent for `timeout` of them.
    pub fn new(timeout: u32) -> Self {
        Self {
            clock: Default::default(),
            idle: Default::default(),
            begins: Default::default(),
            watchdog: Default::default(),
            quiet: Default::default(),
            came: Default::default(),
            cycles: Default::default(),
            late: Default::default(),
            stuck: Default::default(),
            expired: Default::default(),
            total: Default::default(),
            since: Default::default(),
            too_long: Default::default(),
            timer: Default::default(),
            timeout: Constant::new(u64::from(timeout).into()),
            most: Constant::new(u64::from(u32::MAX).into()),
            recovery: Constant::new(u64::from(RECOVERY).into()),
        }
    }
}

impl Logic for JobClock {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, total, since, timer);
        if self.total.q.val() != self.most.val() {
            self.total.d.next = self.total.q.val() + 1;
        }
        if self.since.q.val() != self.most.val() {
            self.since.d.next = self.since.q.val() + 1;
        }
        self.timer.d.next = self.timer.q.val() + 1;
        if self.quiet.val() | self.came.val() {
            self.timer.d.next = 0.into();
        }
        if self.begins.val() {
            self.since.d.next = 0.into();
        }
        if self.idle.val() {
            self.total.d.next = 0.into();
            self.since.d.next = 0.into();
            self.timer.d.next = 0.into();
        }
        self.cycles.next = self.total.q.val();
        self.too_long.next =
            (self.watchdog.val() != 0) & ((self.since.q.val() >> 10) >= self.watchdog.val());
        self.late.next = self.too_long.val();
        self.stuck.next = self.too_long.val() & (self.since.q.val() >= self.recovery.val());
        self.expired.next = self.timer.q.val() == self.timeout.val();
    }
    crate::named!();
}
