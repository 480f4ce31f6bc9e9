//! One point at a time to where it belongs: a slot that is empty takes it, from one that is full two go to the adder.
//!
//! ```text
//! item ---.
//! sum ----+--(source)--> empty slot: stored there
//! slot ---'          '-> full slot: to Q, while its own point goes to P, and the slot is empty
//!              slot ---> result: to the coordinates that are sent
//! ```
//!
//! A slot that is the source, and empty, adds nothing. Each sum comes back as a source for the slot it was taken from.
//! Interface: `ask` while `ready`, with a kind and slots; sources are chosen a clock after the addresses of their
//! limbs, strobes for where they go come another one later. Latency: 6 clocks, those of the limbs, and for a pair those
//! of the limbs again.
//! Golden model: the machine.

use crate::curve::INDEX;
use crate::named;
use rust_hdl::prelude::*;

/// Where a point comes from.
#[derive(Copy, Clone, Debug, PartialEq, LogicState)]
pub enum Kind {
    /// The source of items.
    Item,
    /// The adder.
    Sum,
    /// A slot, which keeps it.
    Copy,
    /// A slot, which loses it.
    Take,
    /// A slot, which loses it, to be sent.
    Result,
}

/// What is done now.
#[derive(Copy, Clone, Debug, PartialEq, LogicState)]
enum Phase {
    Rest,
    AskSource,
    Source,
    AskTarget,
    Target,
    Move,
    Fetch,
    Last,
    Go,
}

/// Slots numbered by `A` bits.
#[derive(LogicBlock)]
pub struct Mover<const A: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: rest.
    pub reset: Signal<In, Bit>,
    /// Whether a point is to be moved, while `ready`.
    pub ask: Signal<In, Bit>,
    /// Where it comes from.
    pub kind: Signal<In, Kind>,
    /// If from a slot, which.
    pub source: Signal<In, Bits<A>>,
    /// Slot it goes to.
    pub target: Signal<In, Bits<A>>,
    /// Whether nothing is moved.
    pub ready: Signal<Out, Bit>,
    /// Slot whose flag is read.
    pub ask_slot: Signal<Out, Bits<A>>,
    /// That flag, a clock later.
    pub full: Signal<In, Bit>,
    /// Whether a flag is written.
    pub mark: Signal<Out, Bit>,
    /// Of which slot.
    pub mark_slot: Signal<Out, Bits<A>>,
    /// As what.
    pub mark_full: Signal<Out, Bit>,
    /// Limb that is read, of all sources.
    pub index: Signal<Out, Bits<INDEX>>,
    /// Of which slot, if of one.
    pub read_slot: Signal<Out, Bits<A>>,
    /// A limb of an item is read.
    pub turn: Signal<Out, Bit>,
    /// The last one was, for one clock.
    pub taken: Signal<Out, Bit>,
    /// Limb that is written.
    pub write_index: Signal<Out, Bits<INDEX>>,
    /// Whether it comes from the source of items.
    pub from_item: Signal<Out, Bit>,
    /// Whether it comes from the adder.
    pub from_sum: Signal<Out, Bit>,
    /// Whether it is written to the target's slot.
    pub to_slot: Signal<Out, Bit>,
    /// Whether it is written to P.
    pub to_p: Signal<Out, Bit>,
    /// Whether it is written to Q.
    pub to_q: Signal<Out, Bit>,
    /// Whether it is sent.
    pub to_result: Signal<Out, Bit>,
    /// Whether what is sent is infinity, whatever comes.
    pub empty: Signal<Out, Bit>,
    /// The slot.
    pub target_slot: Signal<Out, Bits<A>>,
    /// P and Q are whole, for one clock.
    pub go: Signal<Out, Bit>,
    /// A point was stored without an addition, for one clock.
    pub stores: Signal<Out, Bit>,
    phase: DFF<Phase>,
    of_item: DFF<Bit>,
    of_sum: DFF<Bit>,
    spends: DFF<Bit>,
    sends: DFF<Bit>,
    pairs: DFF<Bit>,
    misses: DFF<Bit>,
    source_held: DFF<Bits<A>>,
    target_held: DFF<Bits<A>>,
    limb: DFF<Bits<INDEX>>,
    written: DFF<Bits<INDEX>>,
    moved: DFF<Bit>,
    fetched: DFF<Bit>,
    written_late: DFF<Bits<INDEX>>,
    moved_late: DFF<Bit>,
    fetched_late: DFF<Bit>,
    moves: Signal<Local, Bit>,
    fetches: Signal<Local, Bit>,
    ends: Signal<Local, Bit>,
    no_limb: Constant<Bits<INDEX>>,
    one_limb: Constant<Bits<INDEX>>,
    last_limb: Constant<Bits<INDEX>>,
}

impl<const A: usize> Mover<A> {
    /// For points of `limbs` limbs.
    pub fn new(limbs: usize) -> Self {
        Self {
            clock: Default::default(),
            reset: Default::default(),
            ask: Default::default(),
            kind: Default::default(),
            source: Default::default(),
            target: Default::default(),
            ready: Default::default(),
            ask_slot: Default::default(),
            full: Default::default(),
            mark: Default::default(),
            mark_slot: Default::default(),
            mark_full: Default::default(),
            index: Default::default(),
            read_slot: Default::default(),
            turn: Default::default(),
            taken: Default::default(),
            write_index: Default::default(),
            from_item: Default::default(),
            from_sum: Default::default(),
            to_slot: Default::default(),
            to_p: Default::default(),
            to_q: Default::default(),
            to_result: Default::default(),
            empty: Default::default(),
            target_slot: Default::default(),
            go: Default::default(),
            stores: Default::default(),
            phase: Default::default(),
            of_item: Default::default(),
            of_sum: Default::default(),
            spends: Default::default(),
            sends: Default::default(),
            pairs: Default::default(),
            misses: Default::default(),
            source_held: Default::default(),
            target_held: Default::default(),
            limb: Default::default(),
            written: Default::default(),
            moved: Default::default(),
            fetched: Default::default(),
            written_late: Default::default(),
            moved_late: Default::default(),
            fetched_late: Default::default(),
            moves: Default::default(),
            fetches: Default::default(),
            ends: Default::default(),
            no_limb: Constant::new(0u64.into()),
            one_limb: Constant::new(1u64.into()),
            last_limb: Constant::new((limbs as u64 - 1).into()),
        }
    }
}

impl<const A: usize> Logic for Mover<A> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self, clock, phase, of_item, of_sum, spends, sends, pairs, misses
        );
        dff_setup!(
            self,
            clock,
            source_held,
            target_held,
            limb,
            written,
            moved,
            fetched
        );
        dff_setup!(self, clock, written_late, moved_late, fetched_late);
        self.mark.next = false;
        self.mark_full.next = false;
        self.mark_slot.next = self.target_held.q.val();
        self.ask_slot.next = self.target_held.q.val();
        self.moves.next = self.phase.q.val() == Phase::Move;
        self.fetches.next = self.phase.q.val() == Phase::Fetch;
        self.ends.next = self.limb.q.val() == self.last_limb.val();
        self.limb.d.next = self.no_limb.val();
        if (self.moves.val() | self.fetches.val()) & !self.ends.val() {
            self.limb.d.next = self.limb.q.val() + self.one_limb.val();
        }
        match self.phase.q.val() {
            Phase::Rest => {
                self.source_held.d.next = self.source.val();
                self.target_held.d.next = self.target.val();
                self.of_item.d.next = self.kind.val() == Kind::Item;
                self.of_sum.d.next = self.kind.val() == Kind::Sum;
                self.sends.d.next = self.kind.val() == Kind::Result;
                self.spends.d.next =
                    (self.kind.val() == Kind::Take) | (self.kind.val() == Kind::Result);
                self.pairs.d.next = false;
                self.misses.d.next = false;
                if self.ask.val() {
                    self.phase.d.next = Phase::AskSource;
                    if (self.kind.val() == Kind::Item) | (self.kind.val() == Kind::Sum) {
                        self.phase.d.next = Phase::AskTarget;
                    }
                }
            }
            Phase::AskSource => {
                self.ask_slot.next = self.source_held.q.val();
                self.phase.d.next = Phase::Source;
            }
            Phase::Source => {
                self.mark_slot.next = self.source_held.q.val();
                self.mark.next = self.spends.q.val();
                self.misses.d.next = !self.full.val();
                self.phase.d.next = Phase::AskTarget;
                if !self.full.val() {
                    self.phase.d.next = Phase::Rest;
                }
                if self.sends.q.val() {
                    self.phase.d.next = Phase::Move;
                }
            }
            Phase::AskTarget => {
                self.phase.d.next = Phase::Target;
            }
            Phase::Target => {
                self.pairs.d.next = self.full.val();
                self.mark.next = true;
                self.mark_full.next = !self.full.val();
                self.phase.d.next = Phase::Move;
            }
            Phase::Move => {
                if self.ends.val() {
                    self.phase.d.next = Phase::Last;
                    if self.pairs.q.val() {
                        self.phase.d.next = Phase::Fetch;
                    }
                }
            }
            Phase::Fetch => {
                if self.ends.val() {
                    self.phase.d.next = Phase::Last;
                }
            }
            Phase::Last => {
                self.phase.d.next = Phase::Rest;
                if self.pairs.q.val() {
                    self.phase.d.next = Phase::Go;
                }
            }
            Phase::Go => {
                self.phase.d.next = Phase::Rest;
            }
            _ => {
                self.phase.d.next = Phase::Rest;
            }
        }
        if self.reset.val() {
            self.phase.d.next = Phase::Rest;
        }
        self.ready.next = self.phase.q.val() == Phase::Rest;
        // Addresses, a clock later what is there, and in the next one where it goes.
        self.index.next = self.limb.q.val();
        self.read_slot.next = self.source_held.q.val();
        if self.fetches.val() {
            self.read_slot.next = self.target_held.q.val();
        }
        self.turn.next = self.moves.val() & self.of_item.q.val();
        self.taken.next = self.moves.val() & self.of_item.q.val() & self.ends.val();
        self.written.d.next = self.limb.q.val();
        self.moved.d.next = self.moves.val();
        self.fetched.d.next = self.fetches.val();
        self.from_item.next = self.of_item.q.val() & self.moved.q.val();
        self.from_sum.next = self.of_sum.q.val() & self.moved.q.val();
        self.written_late.d.next = self.written.q.val();
        self.moved_late.d.next = self.moved.q.val();
        self.fetched_late.d.next = self.fetched.q.val();
        self.write_index.next = self.written_late.q.val();
        self.to_slot.next = self.moved_late.q.val() & !self.pairs.q.val() & !self.sends.q.val();
        self.to_q.next = self.moved_late.q.val() & self.pairs.q.val();
        self.to_p.next = self.fetched_late.q.val();
        self.to_result.next = self.moved_late.q.val() & self.sends.q.val();
        self.empty.next = self.misses.q.val();
        self.target_slot.next = self.target_held.q.val();
        self.go.next = self.phase.q.val() == Phase::Go;
        self.stores.next = self.to_slot.val() & (self.written_late.q.val() == self.last_limb.val());
    }
    named!();
}
