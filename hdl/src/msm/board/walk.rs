//! The phases of a job, and which point is moved next.
//!
//! ```text
//! reset --> Sweep --> Idle --start--> Buckets --all settled--> Rounds --all settled--> Show <--> Send --last--> Idle
//!
//! Rounds go down the buckets of all chains at once:  T += S,  S += bucket,  for each chain; at the end once more T += S
//! ```
//!
//! Sums come before anything else, and no point is moved but while the adder can take a pair: so a sum never waits for
//! what waits for it. After each round all sums settle, since an empty chain takes no time at all.
//! Interface: events in, from registers; requests to the mover out. Latency: 1. Source: Pippenger; running sums as in
//! Bernstein et al. 2012/549. Golden model: the machine.

use super::{Kind, SlotMap};
use crate::msm::MsmConfig;
use crate::named;
use rust_hdl::prelude::*;

/// What the core does.
#[derive(Copy, Clone, Debug, PartialEq, LogicState)]
enum Phase {
    Sweep,
    Idle,
    Buckets,
    Rounds,
    Settle,
    Show,
    Send,
}

/// Slots numbered by `A` bits.
#[derive(LogicBlock)]
pub struct Walk<const A: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: drops the job and sweeps all slots.
    pub reset: Signal<In, Bit>,
    /// Starts a job, for one clock, while idle.
    pub start: Signal<In, Bit>,
    /// Whether there is an item.
    pub item: Signal<In, Bit>,
    /// Its slot.
    pub item_slot: Signal<In, Bits<A>>,
    /// Whether no more items come.
    pub exhausted: Signal<In, Bit>,
    /// Whether a point can be moved.
    pub ready: Signal<In, Bit>,
    /// Whether the adder can take a pair.
    pub free: Signal<In, Bit>,
    /// A pair goes to the adder, for one clock.
    pub go: Signal<In, Bit>,
    /// A sum stands, for one clock.
    pub sum: Signal<In, Bit>,
    /// Its slot.
    pub sum_slot: Signal<In, Bits<A>>,
    /// A result is taken, for one clock.
    pub sent: Signal<In, Bit>,
    /// Asks to move a point.
    pub ask: Signal<Out, Bit>,
    /// Where from.
    pub kind: Signal<Out, Kind>,
    /// If from a slot, which.
    pub source: Signal<Out, Bits<A>>,
    /// Where to.
    pub target: Signal<Out, Bits<A>>,
    /// Whether the result is the last one.
    pub last: Signal<Out, Bit>,
    /// Nothing is in the core, or it must be forgotten.
    pub clears: Signal<Out, Bit>,
    /// Whether a slot is swept.
    pub sweeps: Signal<Out, Bit>,
    /// Which.
    pub sweep_slot: Signal<Out, Bits<A>>,
    /// The phase of buckets.
    pub in_buckets: Signal<Out, Bit>,
    /// The reduction.
    pub in_reduction: Signal<Out, Bit>,
    /// Any phase but rest.
    pub busy: Signal<Out, Bit>,
    phase: DFF<Phase>,
    sweep: DFF<Bits<A>>,
    waits: DFF<Bit>,
    waiting: DFF<Bits<A>>,
    flying: DFF<Bits<4>>,
    // The chain, its S, its T and its bucket; whether the second half of its visit is due.
    chain: DFF<Bits<A>>,
    bucket: DFF<Bits<A>>,
    position: DFF<Bits<A>>,
    second: DFF<Bit>,
    closing: DFF<Bit>,
    can: Signal<Local, Bit>,
    asks: Signal<Local, Bit>,
    asks_sum: Signal<Local, Bit>,
    quiet: Signal<Local, Bit>,
    last_chain: Signal<Local, Bit>,
    s_slot: Signal<Local, Bits<A>>,
    t_slot: Signal<Local, Bits<A>>,
    no_slot: Constant<Bits<A>>,
    one_slot: Constant<Bits<A>>,
    final_slot: Constant<Bits<A>>,
    final_chain: Constant<Bits<A>>,
    top: Constant<Bits<A>>,
    segment: Constant<Bits<A>>,
    first_s: Constant<Bits<A>>,
    first_t: Constant<Bits<A>>,
    none: Constant<Bits<4>>,
    one: Constant<Bits<4>>,
}

impl<const A: usize> Walk<A> {
    /// For the windows of `config`.
    ///
    /// # Panics
    /// When `A` bits do not number all slots.
    pub fn new(config: &MsmConfig) -> Self {
        let (windows, map) = (&config.windows, SlotMap::new(&config.windows));
        assert!(map.slots() <= 1 << A, "{A} bits for {} slots", map.slots());
        let slot = |x: usize| Constant::new((x as u64).into());
        Self {
            clock: Default::default(),
            reset: Default::default(),
            start: Default::default(),
            item: Default::default(),
            item_slot: Default::default(),
            exhausted: Default::default(),
            ready: Default::default(),
            free: Default::default(),
            go: Default::default(),
            sum: Default::default(),
            sum_slot: Default::default(),
            sent: Default::default(),
            ask: Default::default(),
            kind: Default::default(),
            source: Default::default(),
            target: Default::default(),
            last: Default::default(),
            clears: Default::default(),
            sweeps: Default::default(),
            sweep_slot: Default::default(),
            in_buckets: Default::default(),
            in_reduction: Default::default(),
            busy: Default::default(),
            phase: Default::default(),
            sweep: Default::default(),
            waits: Default::default(),
            waiting: Default::default(),
            flying: Default::default(),
            chain: Default::default(),
            bucket: Default::default(),
            position: Default::default(),
            second: Default::default(),
            closing: Default::default(),
            can: Default::default(),
            asks: Default::default(),
            asks_sum: Default::default(),
            quiet: Default::default(),
            last_chain: Default::default(),
            s_slot: Default::default(),
            t_slot: Default::default(),
            no_slot: slot(0),
            one_slot: slot(1),
            final_slot: slot((1 << A) - 1),
            final_chain: slot(windows.chains() - 1),
            top: slot(windows.segment_length() - 1),
            segment: slot(windows.segment_length()),
            first_s: slot(map.first_sum()),
            first_t: slot(map.first_weighted()),
            none: Constant::new(0u64.into()),
            one: Constant::new(1u64.into()),
        }
    }
}

impl<const A: usize> Logic for Walk<A> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, phase, sweep, waits, waiting, flying);
        dff_setup!(self, clock, chain, bucket, position, second, closing);
        // Sums that stand or will.
        if self.sum.val() {
            self.waits.d.next = true;
            self.waiting.d.next = self.sum_slot.val();
        }
        if self.go.val() & !self.sum.val() {
            self.flying.d.next = self.flying.q.val() + self.one.val();
        }
        if self.sum.val() & !self.go.val() {
            self.flying.d.next = self.flying.q.val() - self.one.val();
        }
        self.quiet.next =
            self.ready.val() & !self.waits.q.val() & (self.flying.q.val() == self.none.val());
        // What is moved next.
        self.can.next = self.ready.val() & self.free.val();
        self.asks_sum.next = self.can.val() & self.waits.q.val();
        self.asks.next = false;
        self.s_slot.next = self.first_s.val() + self.chain.q.val();
        self.t_slot.next = self.first_t.val() + self.chain.q.val();
        self.last_chain.next = self.chain.q.val() == self.final_chain.val();
        self.kind.next = Kind::Item;
        self.source.next = self.s_slot.val();
        self.target.next = self.item_slot.val();
        match self.phase.q.val() {
            Phase::Sweep => {
                self.sweep.d.next = self.sweep.q.val() + self.one_slot.val();
                if self.sweep.q.val() == self.final_slot.val() {
                    self.phase.d.next = Phase::Idle;
                }
            }
            Phase::Idle => {
                if self.start.val() {
                    self.phase.d.next = Phase::Buckets;
                }
            }
            Phase::Buckets => {
                self.asks.next = self.can.val() & self.item.val() & !self.waits.q.val();
                self.chain.d.next = self.no_slot.val();
                self.position.d.next = self.top.val();
                self.bucket.d.next = self.top.val();
                self.second.d.next = false;
                self.closing.d.next = false;
                if self.exhausted.val() & self.quiet.val() {
                    self.phase.d.next = Phase::Rounds;
                }
            }
            Phase::Rounds => {
                self.asks.next = self.can.val() & !self.waits.q.val();
                self.kind.next = Kind::Copy;
                self.target.next = self.t_slot.val();
                if self.second.q.val() {
                    self.kind.next = Kind::Take;
                    self.source.next = self.bucket.q.val();
                    self.target.next = self.s_slot.val();
                }
                if self.asks.val() {
                    self.second.d.next = !self.second.q.val() & !self.closing.q.val();
                    if self.second.q.val() | self.closing.q.val() {
                        self.chain.d.next = self.chain.q.val() + self.one_slot.val();
                        self.bucket.d.next = self.bucket.q.val() + self.segment.val();
                        if self.last_chain.val() {
                            self.phase.d.next = Phase::Settle;
                        }
                    }
                }
            }
            Phase::Settle => {
                self.chain.d.next = self.no_slot.val();
                if self.quiet.val() {
                    self.phase.d.next = Phase::Rounds;
                    self.position.d.next = self.position.q.val() - self.one_slot.val();
                    self.bucket.d.next = self.position.q.val() - self.one_slot.val();
                    if self.position.q.val() == self.no_slot.val() {
                        self.closing.d.next = true;
                    }
                    if self.closing.q.val() {
                        self.phase.d.next = Phase::Show;
                    }
                }
            }
            Phase::Show => {
                self.asks.next = self.ready.val();
                self.kind.next = Kind::Result;
                if self.second.q.val() {
                    self.source.next = self.t_slot.val();
                }
                if self.ready.val() {
                    self.phase.d.next = Phase::Send;
                }
            }
            Phase::Send => {
                if self.sent.val() {
                    self.phase.d.next = Phase::Show;
                    self.second.d.next = !self.second.q.val();
                    if self.second.q.val() {
                        self.chain.d.next = self.chain.q.val() + self.one_slot.val();
                        if self.last_chain.val() {
                            self.phase.d.next = Phase::Idle;
                        }
                    }
                }
            }
            _ => {
                self.phase.d.next = Phase::Sweep;
            }
        }
        if self.asks_sum.val() {
            self.kind.next = Kind::Sum;
            self.target.next = self.waiting.q.val();
            self.waits.d.next = false;
        }
        self.ask.next = self.asks.val() | self.asks_sum.val();
        if self.reset.val() {
            self.phase.d.next = Phase::Sweep;
            self.sweep.d.next = self.no_slot.val();
        }
        self.clears.next = self.reset.val() | (self.phase.q.val() == Phase::Sweep);
        if self.clears.val() {
            self.waits.d.next = false;
            self.flying.d.next = self.none.val();
        }
        self.last.next = self.last_chain.val() & self.second.q.val();
        self.sweeps.next = self.phase.q.val() == Phase::Sweep;
        self.sweep_slot.next = self.sweep.q.val();
        self.in_buckets.next = self.phase.q.val() == Phase::Buckets;
        self.in_reduction.next = (self.phase.q.val() != Phase::Sweep)
            & (self.phase.q.val() != Phase::Idle)
            & (self.phase.q.val() != Phase::Buckets);
        self.busy.next = self.phase.q.val() != Phase::Idle;
    }
    named!();
}
