//! What an engine does now: its phases, its sweep, and how many of its items are alive.
//!
//! ```text
//! reset --> Sweep --all buckets--> Idle --start--> Buckets --exhausted, none alive--> Reduction --reduced--> Idle
//! ```
//!
//! An item is alive from its admission until it is stored or meets another one. After a reset all buckets are swept;
//! the reduction leaves them empty again.
//! Interface: events in; phases out, from registers. Latency: 1. Golden model: the machine above.

use crate::named;
use rust_hdl::prelude::*;

/// What the engine does.
#[derive(Copy, Clone, Debug, PartialEq, LogicState)]
enum Phase {
    Sweep,
    Idle,
    Buckets,
    Reduction,
}

/// Phases and items of an engine.
#[derive(LogicBlock)]
pub struct EngineControl {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: drops the job and sweeps the buckets.
    pub reset: Signal<In, Bit>,
    /// Starts a job, for one clock, while idle.
    pub start: Signal<In, Bit>,
    /// Whether no more items come.
    pub exhausted: Signal<In, Bit>,
    /// Whether the reduction has ended, for one clock.
    pub reduced: Signal<In, Bit>,
    /// Whether each bank admits an item.
    pub admits: [Signal<In, Bit>; 2],
    /// How many items of each bank end.
    pub settled: [Signal<In, Bits<16>>; 2],
    /// Nothing is in the engine, or it must be forgotten.
    pub clears: Signal<Out, Bit>,
    /// A bucket is swept.
    pub sweeps: Signal<Out, Bit>,
    /// Which.
    pub sweep_at: Signal<Out, Bits<32>>,
    /// The phase of buckets.
    pub in_buckets: Signal<Out, Bit>,
    /// Starts the reduction, for one clock.
    pub reduce: Signal<Out, Bit>,
    /// The reduction.
    pub in_reduction: Signal<Out, Bit>,
    /// Any phase but rest.
    pub busy: Signal<Out, Bit>,
    phase: DFF<Phase>,
    sweep_count: DFF<Bits<32>>,
    live: DFF<Bits<16>>,
    more: [Signal<Local, Bits<16>>; 2],
    clearing: Signal<Local, Bit>,
    sweep_last: Constant<Bits<32>>,
    no_bucket: Constant<Bits<32>>,
    one_bucket: Constant<Bits<32>>,
    no_item: Constant<Bits<16>>,
    one_item: Constant<Bits<16>>,
}

impl EngineControl {
    /// For a sweep of `sweep` clocks.
    pub fn new(sweep: usize) -> Self {
        Self {
            clock: Default::default(),
            reset: Default::default(),
            start: Default::default(),
            exhausted: Default::default(),
            reduced: Default::default(),
            admits: Default::default(),
            settled: Default::default(),
            clears: Default::default(),
            sweeps: Default::default(),
            sweep_at: Default::default(),
            in_buckets: Default::default(),
            reduce: Default::default(),
            in_reduction: Default::default(),
            busy: Default::default(),
            phase: Default::default(),
            sweep_count: Default::default(),
            live: Default::default(),
            more: Default::default(),
            clearing: Default::default(),
            sweep_last: Constant::new((sweep as u64 - 1).into()),
            no_bucket: Constant::new(0u64.into()),
            one_bucket: Constant::new(1u64.into()),
            no_item: Constant::new(0u64.into()),
            one_item: Constant::new(1u64.into()),
        }
    }
}

impl Logic for EngineControl {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, phase, sweep_count, live);
        self.reduce.next = false;
        match self.phase.q.val() {
            Phase::Sweep => {
                self.sweep_count.d.next = self.sweep_count.q.val() + self.one_bucket.val();
                if self.sweep_count.q.val() == self.sweep_last.val() {
                    self.phase.d.next = Phase::Idle;
                }
            }
            Phase::Idle => {
                if self.start.val() {
                    self.phase.d.next = Phase::Buckets;
                }
            }
            Phase::Buckets => {
                if self.exhausted.val() & (self.live.q.val() == self.no_item.val()) {
                    self.phase.d.next = Phase::Reduction;
                    self.reduce.next = true;
                }
            }
            Phase::Reduction => {
                if self.reduced.val() {
                    self.phase.d.next = Phase::Idle;
                }
            }
            _ => {
                self.phase.d.next = Phase::Sweep;
            }
        }
        if self.reset.val() {
            self.phase.d.next = Phase::Sweep;
            self.sweep_count.d.next = self.no_bucket.val();
        }
        self.clearing.next = self.reset.val() | (self.phase.q.val() == Phase::Sweep);
        for i in 0..2 {
            self.more[i].next = self.no_item.val();
            if self.admits[i].val() {
                self.more[i].next = self.one_item.val();
            }
        }
        self.live.d.next = self.live.q.val() + self.more[0].val() + self.more[1].val()
            - self.settled[0].val()
            - self.settled[1].val();
        if self.clearing.val() {
            self.live.d.next = self.no_item.val();
        }
        self.clears.next = self.clearing.val();
        self.sweeps.next = self.phase.q.val() == Phase::Sweep;
        self.sweep_at.next = self.sweep_count.q.val();
        self.in_buckets.next = self.phase.q.val() == Phase::Buckets;
        self.in_reduction.next = self.phase.q.val() == Phase::Reduction;
        self.busy.next = self.phase.q.val() != Phase::Idle;
    }
    named!();
}
