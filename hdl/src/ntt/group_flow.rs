//! The groups of a pass through the three buffers: loaded, worked on, stored, each while others are elsewhere.
//!
//! ```text
//! free --(wanted)--> loading --(loaded)--> full --(commanded)--> worked on --(stored)--> free
//! ```
//!
//! Group g lies in buffer g mod 3. Joint groups come by three, a, b and c in buffers 0, 1 and 2, and leave one result:
//!
//! | step | 0 | 1 | 2 | 3 | 4 |
//! |---|---|---|---|---|---|
//! | work | transform a | transform b | b = b a | transform c | b = (b - c) scale |
//! | when done | | | 0 is free | | 2 is free, 1 is stored |
//!
//! Interface: pulses and levels. Golden model: the states of three buffers.

use crate::named;
use rust_hdl::prelude::*;

/// Counts of up to 2^24 - 1 groups.
#[derive(LogicBlock)]
pub struct GroupFlow {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: no groups are left, and none are on their way.
    pub reset: Signal<In, Bit>,
    /// Whether a pass starts.
    pub start: Signal<In, Bit>,
    /// Its groups.
    pub groups: Signal<In, Bits<24>>,
    /// Whether they are joint.
    pub joint: Signal<In, Bit>,
    /// Whether the words of the next group have been asked for.
    pub asks: Signal<In, Bit>,
    /// Whether the last word of a group comes to the lanes.
    pub filled: Signal<In, Bit>,
    /// Whether it is there.
    pub loaded: Signal<In, Bit>,
    /// Whether the lanes take a command.
    pub takes: Signal<In, Bit>,
    /// Whether they are done with one.
    pub worked: Signal<In, Bit>,
    /// Whether reading of the next group's results starts.
    pub empties: Signal<In, Bit>,
    /// Whether all results of a group have left their buffer.
    pub emptied: Signal<In, Bit>,
    /// Whether words of a group may be asked for.
    pub may_ask: Signal<Out, Bit>,
    /// Whether there is something to be worked on.
    pub may_work: Signal<Out, Bit>,
    /// Whether words of two buffers meet.
    pub pointwise: Signal<Out, Bit>,
    /// Whether they are subtracted, or else multiplied.
    pub difference: Signal<Out, Bit>,
    /// Whether there is a group whose results may be read.
    pub may_empty: Signal<Out, Bit>,
    /// Where words that come go to.
    pub load_buffer: Signal<Out, Bits<2>>,
    /// Where the next command works.
    pub work_buffer: Signal<Out, Bits<2>>,
    /// What it reads beside.
    pub beside_buffer: Signal<Out, Bits<2>>,
    /// Where results are read.
    pub store_buffer: Signal<Out, Bits<2>>,
    /// Whether groups are left, or on their way.
    pub running: Signal<Out, Bit>,
    runs: DFF<Bit>,
    free: DFF<Bits<3>>,
    wanted: DFF<Bits<24>>,
    // Full buffers, and results that wait.
    full: DFF<Bits<2>>,
    results: DFF<Bits<2>>,
    ask_at: DFF<Bits<2>>,
    load_at: DFF<Bits<2>>,
    work_at: DFF<Bits<2>>,
    store_at: DFF<Bits<2>>,
    reading: DFF<Bit>,
    step: DFF<Bits<3>>,
    done_step: DFF<Bits<3>>,
    transforms: Signal<Local, Bit>,
    commands: Signal<Local, Bit>,
    stores: Signal<Local, Bit>,
    used: Signal<Local, Bits<3>>,
    given: Signal<Local, Bits<3>>,
    freed: Signal<Local, Bits<3>>,
    ask_on: Signal<Local, Bits<2>>,
    load_on: Signal<Local, Bits<2>>,
    work_on: Signal<Local, Bits<2>>,
    store_on: Signal<Local, Bits<2>>,
    emptied_at: Signal<Local, Bits<2>>,
    none: Constant<Bits<24>>,
    one: Constant<Bits<24>>,
    no_buffer: Constant<Bits<3>>,
    all_buffers: Constant<Bits<3>>,
    one_mask: Constant<Bits<3>>,
    last_mask: Constant<Bits<3>>,
    first_buffer: Constant<Bits<2>>,
    one_buffer: Constant<Bits<2>>,
    last_buffer: Constant<Bits<2>>,
    first_step: Constant<Bits<3>>,
    one_step: Constant<Bits<3>>,
    product_step: Constant<Bits<3>>,
    difference_step: Constant<Bits<3>>,
}

impl Default for GroupFlow {
    fn default() -> Self {
        Self {
            clock: Default::default(),
            reset: Default::default(),
            start: Default::default(),
            groups: Default::default(),
            joint: Default::default(),
            asks: Default::default(),
            filled: Default::default(),
            loaded: Default::default(),
            takes: Default::default(),
            worked: Default::default(),
            empties: Default::default(),
            emptied: Default::default(),
            may_ask: Default::default(),
            may_work: Default::default(),
            pointwise: Default::default(),
            difference: Default::default(),
            may_empty: Default::default(),
            load_buffer: Default::default(),
            work_buffer: Default::default(),
            beside_buffer: Default::default(),
            store_buffer: Default::default(),
            running: Default::default(),
            runs: Default::default(),
            free: Default::default(),
            wanted: Default::default(),
            full: Default::default(),
            results: Default::default(),
            ask_at: Default::default(),
            load_at: Default::default(),
            work_at: Default::default(),
            store_at: Default::default(),
            reading: Default::default(),
            step: Default::default(),
            done_step: Default::default(),
            transforms: Default::default(),
            commands: Default::default(),
            stores: Default::default(),
            used: Default::default(),
            given: Default::default(),
            freed: Default::default(),
            ask_on: Default::default(),
            load_on: Default::default(),
            work_on: Default::default(),
            store_on: Default::default(),
            emptied_at: Default::default(),
            none: Constant::new(0u64.into()),
            one: Constant::new(1u64.into()),
            no_buffer: Constant::new(0u64.into()),
            all_buffers: Constant::new(7u64.into()),
            one_mask: Constant::new(1u64.into()),
            last_mask: Constant::new(4u64.into()),
            first_buffer: Constant::new(0u64.into()),
            one_buffer: Constant::new(1u64.into()),
            last_buffer: Constant::new(2u64.into()),
            first_step: Constant::new(0u64.into()),
            one_step: Constant::new(1u64.into()),
            product_step: Constant::new(2u64.into()),
            difference_step: Constant::new(4u64.into()),
        }
    }
}

impl Logic for GroupFlow {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self, clock, runs, free, wanted, full, results, ask_at, load_at, work_at, store_at,
            reading, step, done_step
        );
        self.transforms.next = (self.step.q.val() != self.product_step.val())
            & (self.step.q.val() != self.difference_step.val());
        self.commands.next = self.takes.val() & self.transforms.val();
        // A group is done with at the last of its steps.
        self.stores.next = self.worked.val()
            & (!self.joint.val() | (self.done_step.q.val() == self.difference_step.val()));
        self.ask_on.next = self.ask_at.q.val() + self.one_buffer.val();
        if self.ask_at.q.val() == self.last_buffer.val() {
            self.ask_on.next = self.first_buffer.val();
        }
        self.load_on.next = self.load_at.q.val() + self.one_buffer.val();
        if self.load_at.q.val() == self.last_buffer.val() {
            self.load_on.next = self.first_buffer.val();
        }
        self.work_on.next = self.work_at.q.val() + self.one_buffer.val();
        if self.work_at.q.val() == self.last_buffer.val() {
            self.work_on.next = self.first_buffer.val();
        }
        self.store_on.next = self.store_at.q.val() + self.one_buffer.val();
        if self.store_at.q.val() == self.last_buffer.val() {
            self.store_on.next = self.first_buffer.val();
        }
        self.emptied_at.next = self.store_at.q.val();
        if self.joint.val() {
            self.emptied_at.next = self.one_buffer.val();
        }
        // Words that come.
        self.used.next = self.no_buffer.val();
        if self.asks.val() {
            self.wanted.d.next = self.wanted.q.val() + self.one.val();
            self.used.next = self.one_mask.val() << self.ask_at.q.val();
            self.ask_at.d.next = self.ask_on.val();
        }
        if self.filled.val() {
            self.load_at.d.next = self.load_on.val();
        }
        if self.loaded.val() & !self.commands.val() {
            self.full.d.next = self.full.q.val() + self.one_buffer.val();
        } else if !self.loaded.val() & self.commands.val() {
            self.full.d.next = self.full.q.val() - self.one_buffer.val();
        }
        // Work.
        if self.commands.val() {
            self.work_at.d.next = self.work_on.val();
        }
        if self.takes.val() & self.joint.val() {
            self.step.d.next = self.step.q.val() + self.one_step.val();
            if self.step.q.val() == self.difference_step.val() {
                self.step.d.next = self.first_step.val();
            }
        }
        self.freed.next = self.no_buffer.val();
        if self.worked.val() & self.joint.val() {
            self.done_step.d.next = self.done_step.q.val() + self.one_step.val();
            if self.done_step.q.val() == self.product_step.val() {
                self.freed.next = self.one_mask.val();
            }
            if self.done_step.q.val() == self.difference_step.val() {
                self.done_step.d.next = self.first_step.val();
                self.freed.next = self.last_mask.val();
            }
        }
        // Results that leave.
        if self.stores.val() & !self.empties.val() {
            self.results.d.next = self.results.q.val() + self.one_buffer.val();
        } else if !self.stores.val() & self.empties.val() {
            self.results.d.next = self.results.q.val() - self.one_buffer.val();
        }
        self.given.next = self.no_buffer.val();
        if self.emptied.val() {
            self.reading.d.next = false;
            self.store_at.d.next = self.store_on.val();
            self.given.next = self.one_mask.val() << self.emptied_at.val();
        }
        if self.empties.val() {
            self.reading.d.next = true;
        }
        self.free.d.next =
            (self.free.q.val() & !self.used.val()) | self.freed.val() | self.given.val();
        self.may_ask.next = self.runs.q.val()
            & (self.wanted.q.val() != self.groups.val())
            & ((self.free.q.val() & (self.one_mask.val() << self.ask_at.q.val()))
                != self.no_buffer.val());
        self.may_work.next =
            !self.transforms.val() | (self.full.q.val() != self.first_buffer.val());
        self.may_empty.next =
            (self.results.q.val() != self.first_buffer.val()) & !self.reading.q.val();
        self.load_buffer.next = self.load_at.q.val();
        self.work_buffer.next = self.work_at.q.val();
        self.beside_buffer.next = self.work_at.q.val();
        self.pointwise.next = !self.transforms.val();
        self.difference.next = self.step.q.val() == self.difference_step.val();
        if !self.transforms.val() {
            self.work_buffer.next = self.one_buffer.val();
            self.beside_buffer.next = self.first_buffer.val();
            if self.step.q.val() == self.difference_step.val() {
                self.beside_buffer.next = self.last_buffer.val();
            }
        }
        self.store_buffer.next = self.emptied_at.val();
        self.running.next = self.runs.q.val();
        if (self.wanted.q.val() == self.groups.val())
            & (self.free.q.val() == self.all_buffers.val())
        {
            self.runs.d.next = false;
        }
        if self.start.val() | self.reset.val() {
            self.runs.d.next = !self.reset.val();
            self.free.d.next = self.all_buffers.val();
            self.wanted.d.next = self.none.val();
            self.full.d.next = self.first_buffer.val();
            self.results.d.next = self.first_buffer.val();
            self.ask_at.d.next = self.first_buffer.val();
            self.load_at.d.next = self.first_buffer.val();
            self.work_at.d.next = self.first_buffer.val();
            self.store_at.d.next = self.first_buffer.val();
            self.reading.d.next = false;
            self.step.d.next = self.first_step.val();
            self.done_step.d.next = self.first_step.val();
        }
    }
    named!();
}
