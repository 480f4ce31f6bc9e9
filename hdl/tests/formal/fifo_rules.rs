//! A FIFO in which any one word is marked.

use rust_hdl::prelude::*;
use zkcard_hdl::named;
use zkcard_hdl::prim::{Assumption, Claim, StreamFifo};

/// `2^A` places; `C = A + 1`. Words are a mark and the parity of those before it.
#[derive(LogicBlock)]
pub struct FifoRules<const A: usize, const C: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether a word is offered.
    pub offered: Signal<In, Bit>,
    /// Whether it is marked.
    pub mark: Signal<In, Bit>,
    /// Whether a word is wanted.
    pub wanted: Signal<In, Bit>,
    fifo: StreamFifo<1, A, C>,
    pushed: Signal<Local, Bit>,
    popped: Signal<Local, Bit>,
    comes: Signal<Local, Bit>,
    leaves: Signal<Local, Bit>,
    // Words ahead of the marked one, and whether it is in it.
    ahead: DFF<Bits<C>>,
    held: DFF<Bit>,
    marked: DFF<Bit>,
    one_mark: Assumption,
    stays: Assumption,
    offered_before: DFF<Bit>,
    mark_before: DFF<Bit>,
    in_order: Claim,
    none: Constant<Bits<C>>,
    one: Constant<Bits<C>>,
    mark_bit: Constant<Bits<1>>,
    no_bit: Constant<Bits<1>>,
}

impl<const A: usize, const C: usize> FifoRules<A, C> {
    /// An empty FIFO.
    pub fn new() -> Self {
        Self {
            clock: Default::default(),
            offered: Default::default(),
            mark: Default::default(),
            wanted: Default::default(),
            fifo: Default::default(),
            pushed: Default::default(),
            popped: Default::default(),
            comes: Default::default(),
            leaves: Default::default(),
            ahead: Default::default(),
            held: Default::default(),
            marked: Default::default(),
            one_mark: Default::default(),
            stays: Default::default(),
            offered_before: Default::default(),
            mark_before: Default::default(),
            in_order: Claim::new("the marked word leaves once, in its turn"),
            none: Constant::new(0u64.into()),
            one: Constant::new(1u64.into()),
            mark_bit: Constant::new(1u64.into()),
            no_bit: Constant::new(0u64.into()),
        }
    }
}

impl<const A: usize, const C: usize> Logic for FifoRules<A, C> {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, fifo, one_mark, stays, in_order);
        dff_setup!(
            self,
            clock,
            ahead,
            held,
            marked,
            offered_before,
            mark_before
        );
        self.fifo.reset.next = false;
        self.fifo.in_valid.next = self.offered.val();
        self.fifo.in_data.next = self.no_bit.val();
        if self.mark.val() {
            self.fifo.in_data.next = self.mark_bit.val();
        }
        self.fifo.out_ready.next = self.wanted.val();
        self.pushed.next = self.offered.val() & self.fifo.in_ready.val();
        self.popped.next = self.fifo.out_valid.val() & self.wanted.val();
        // What is offered stays until it is taken, and one word at most is marked.
        self.offered_before.d.next = self.offered.val() & !self.fifo.in_ready.val();
        self.mark_before.d.next = self.mark.val();
        self.stays.holds.next = !self.offered_before.q.val()
            | (self.offered.val() & (self.mark.val() == self.mark_before.q.val()));
        self.one_mark.holds.next = !self.marked.q.val() | !self.mark.val() | !self.offered.val();
        self.comes.next = self.pushed.val() & self.mark.val();
        if self.comes.val() {
            self.marked.d.next = true;
            self.held.d.next = true;
            self.ahead.d.next = self.fifo.fill.val();
            if self.popped.val() {
                self.ahead.d.next = self.fifo.fill.val() - self.one.val();
            }
        }
        self.leaves.next = self.popped.val() & (self.fifo.out_data.val() == self.mark_bit.val());
        if self.held.q.val() & self.popped.val() {
            self.ahead.d.next = self.ahead.q.val() - self.one.val();
            if self.ahead.q.val() == self.none.val() {
                self.held.d.next = false;
            }
        }
        // It leaves when nothing is ahead of it, and then only.
        self.in_order.holds.next = self.leaves.val()
            == (self.popped.val() & self.held.q.val() & (self.ahead.q.val() == self.none.val()));
    }
    named!();
}
