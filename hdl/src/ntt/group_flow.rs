//! The groups of a pass through the three buffers: loaded, worked on, stored, each while others are elsewhere.
//!
//! ```text
//! wanted --> loaded --> commanded --> worked --> emptied --> stored     counts of groups, each at most the one before
//!    '------------------ 3 groups at most -----------'
//! ```
//!
//! Group g lies in buffer g mod 3 in all its states. Interface: pulses and levels. Golden model: the inequalities.

use crate::named;
use rust_hdl::prelude::*;

/// Counts of up to 2^16 - 1 groups.
#[derive(LogicBlock)]
pub struct GroupFlow {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether a pass starts.
    pub start: Signal<In, Bit>,
    /// Its groups.
    pub groups: Signal<In, Bits<16>>,
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
    /// Whether there is a group to be worked on.
    pub may_work: Signal<Out, Bit>,
    /// Whether there is a group whose results may be read.
    pub may_empty: Signal<Out, Bit>,
    /// Where words that come go to.
    pub load_buffer: Signal<Out, Bits<2>>,
    /// Where the next command works.
    pub work_buffer: Signal<Out, Bits<2>>,
    /// Where results are read.
    pub store_buffer: Signal<Out, Bits<2>>,
    /// Whether all groups have left.
    pub done: Signal<Out, Bit>,
    running: DFF<Bit>,
    wanted: DFF<Bits<16>>,
    loads: DFF<Bits<16>>,
    commands: DFF<Bits<16>>,
    works: DFF<Bits<16>>,
    reads: DFF<Bits<16>>,
    stores: DFF<Bits<16>>,
    load_at: DFF<Bits<2>>,
    work_at: DFF<Bits<2>>,
    store_at: DFF<Bits<2>>,
    held: Signal<Local, Bits<16>>,
    load_on: Signal<Local, Bits<2>>,
    work_on: Signal<Local, Bits<2>>,
    store_on: Signal<Local, Bits<2>>,
    none: Constant<Bits<16>>,
    one: Constant<Bits<16>>,
    buffers: Constant<Bits<16>>,
    first_buffer: Constant<Bits<2>>,
    one_buffer: Constant<Bits<2>>,
    last_buffer: Constant<Bits<2>>,
}

impl Default for GroupFlow {
    fn default() -> Self {
        Self {
            clock: Default::default(),
            start: Default::default(),
            groups: Default::default(),
            asks: Default::default(),
            filled: Default::default(),
            loaded: Default::default(),
            takes: Default::default(),
            worked: Default::default(),
            empties: Default::default(),
            emptied: Default::default(),
            may_ask: Default::default(),
            may_work: Default::default(),
            may_empty: Default::default(),
            load_buffer: Default::default(),
            work_buffer: Default::default(),
            store_buffer: Default::default(),
            done: Default::default(),
            running: Default::default(),
            wanted: Default::default(),
            loads: Default::default(),
            commands: Default::default(),
            works: Default::default(),
            reads: Default::default(),
            stores: Default::default(),
            load_at: Default::default(),
            work_at: Default::default(),
            store_at: Default::default(),
            held: Default::default(),
            load_on: Default::default(),
            work_on: Default::default(),
            store_on: Default::default(),
            none: Constant::new(0u64.into()),
            one: Constant::new(1u64.into()),
            buffers: Constant::new(3u64.into()),
            first_buffer: Constant::new(0u64.into()),
            one_buffer: Constant::new(1u64.into()),
            last_buffer: Constant::new(2u64.into()),
        }
    }
}

impl Logic for GroupFlow {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self, clock, running, wanted, loads, commands, works, reads, stores, load_at, work_at,
            store_at
        );
        if self.asks.val() {
            self.wanted.d.next = self.wanted.q.val() + self.one.val();
        }
        if self.loaded.val() {
            self.loads.d.next = self.loads.q.val() + self.one.val();
        }
        if self.takes.val() {
            self.commands.d.next = self.commands.q.val() + self.one.val();
        }
        if self.worked.val() {
            self.works.d.next = self.works.q.val() + self.one.val();
        }
        if self.empties.val() {
            self.reads.d.next = self.reads.q.val() + self.one.val();
        }
        if self.emptied.val() {
            self.stores.d.next = self.stores.q.val() + self.one.val();
        }
        self.load_on.next = self.load_at.q.val() + self.one_buffer.val();
        if self.load_at.q.val() == self.last_buffer.val() {
            self.load_on.next = self.first_buffer.val();
        }
        if self.filled.val() {
            self.load_at.d.next = self.load_on.val();
        }
        self.work_on.next = self.work_at.q.val() + self.one_buffer.val();
        if self.work_at.q.val() == self.last_buffer.val() {
            self.work_on.next = self.first_buffer.val();
        }
        if self.takes.val() {
            self.work_at.d.next = self.work_on.val();
        }
        self.store_on.next = self.store_at.q.val() + self.one_buffer.val();
        if self.store_at.q.val() == self.last_buffer.val() {
            self.store_on.next = self.first_buffer.val();
        }
        if self.emptied.val() {
            self.store_at.d.next = self.store_on.val();
        }
        self.held.next = self.wanted.q.val() - self.stores.q.val();
        self.may_ask.next = self.running.q.val()
            & (self.wanted.q.val() != self.groups.val())
            & (self.held.val() != self.buffers.val());
        self.may_work.next = self.commands.q.val() != self.loads.q.val();
        self.may_empty.next = (self.reads.q.val() != self.works.q.val())
            & (self.reads.q.val() == self.stores.q.val());
        self.load_buffer.next = self.load_at.q.val();
        self.work_buffer.next = self.work_at.q.val();
        self.store_buffer.next = self.store_at.q.val();
        self.done.next = self.running.q.val() & (self.stores.q.val() == self.groups.val());
        if self.running.q.val() & (self.stores.q.val() == self.groups.val()) {
            self.running.d.next = false;
        }
        if self.start.val() {
            self.running.d.next = true;
            self.wanted.d.next = self.none.val();
            self.loads.d.next = self.none.val();
            self.commands.d.next = self.none.val();
            self.works.d.next = self.none.val();
            self.reads.d.next = self.none.val();
            self.stores.d.next = self.none.val();
            self.load_at.d.next = self.first_buffer.val();
            self.work_at.d.next = self.first_buffer.val();
            self.store_at.d.next = self.first_buffer.val();
        }
    }
    named!();
}
