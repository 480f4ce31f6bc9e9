//! What chooses among requests to memory, and what cuts bursts: each beside what it should show next.

use rust_hdl::prelude::*;
use zkcard_hdl::named;
use zkcard_hdl::prim::Claim;
use zkcard_hdl::shell::{BurstCutter, Requests};

/// Requests of one bit.
#[derive(LogicBlock)]
pub struct RequestRules {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// What each asks for.
    pub request: [Signal<In, Bits<1>>; 4],
    /// Whether it asks.
    pub asks: [Signal<In, Bit>; 4],
    /// Whether an item is taken.
    pub wanted: Signal<In, Bit>,
    requests: Requests<1, 3>,
    taken: [Signal<Local, Bit>; 4],
    some: Signal<Local, Bit>,
    item: Signal<Local, Bits<3>>,
    expected: DFF<Bits<3>>,
    expects: DFF<Bit>,
    number: [Constant<Bits<3>>; 4],
    right: Claim,
    nothing_lost: Claim,
    first: Claim,
    served: Claim,
}

impl RequestRules {
    /// Nothing asked yet.
    pub fn new() -> Self {
        Self {
            clock: Default::default(),
            request: Default::default(),
            asks: Default::default(),
            wanted: Default::default(),
            requests: Default::default(),
            taken: Default::default(),
            some: Default::default(),
            item: Default::default(),
            expected: Default::default(),
            expects: Default::default(),
            number: std::array::from_fn(|i| Constant::new((2 * i as u64).into())),
            right: Claim::new("an item is the request that was taken last, and stays"),
            nothing_lost: Claim::new("there is an item from a request until it is taken"),
            first: Claim::new("of those that ask the first is taken, and no other"),
            served: Claim::new("where an item finds a place and some ask, one of them is taken"),
        }
    }
}

impl Logic for RequestRules {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, requests, right, nothing_lost, first, served);
        dff_setup!(self, clock, expected, expects);
        self.requests.reset.next = false;
        self.requests.item_ready.next = self.wanted.val();
        for i in 0..4 {
            self.requests.request[i].next = self.request[i].val();
            self.requests.valid[i].next = self.asks[i].val();
            self.taken[i].next = self.asks[i].val() & self.requests.ready[i].val();
        }
        self.some.next =
            self.taken[0].val() | self.taken[1].val() | self.taken[2].val() | self.taken[3].val();
        self.item.next = bit_cast::<3, 1>(self.request[3].val()) | self.number[3].val();
        if self.taken[0].val() {
            self.item.next = bit_cast::<3, 1>(self.request[0].val()) | self.number[0].val();
        }
        if self.taken[1].val() {
            self.item.next = bit_cast::<3, 1>(self.request[1].val()) | self.number[1].val();
        }
        if self.taken[2].val() {
            self.item.next = bit_cast::<3, 1>(self.request[2].val()) | self.number[2].val();
        }
        if self.wanted.val() {
            self.expects.d.next = false;
        }
        if self.some.val() {
            self.expects.d.next = true;
            self.expected.d.next = self.item.val();
        }
        self.right.holds.next =
            !self.requests.item_valid.val() | (self.requests.item.val() == self.expected.q.val());
        self.nothing_lost.holds.next = self.requests.item_valid.val() == self.expects.q.val();
        self.first.holds.next = (!self.taken[1].val() | !self.asks[0].val())
            & (!self.taken[2].val() | !(self.asks[0].val() | self.asks[1].val()))
            & (!self.taken[3].val()
                | !(self.asks[0].val() | self.asks[1].val() | self.asks[2].val()));
        self.served.holds.next = self.some.val()
            | !(self.asks[0].val() | self.asks[1].val() | self.asks[2].val() | self.asks[3].val())
            | (self.requests.item_valid.val() & !self.wanted.val());
    }
    named!();
}

/// Bursts of any length at any place.
#[derive(LogicBlock)]
pub struct CutterRules {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// First word of a burst.
    pub address: Signal<In, Bits<32>>,
    /// Its words less one.
    pub beats: Signal<In, Bits<16>>,
    /// Whether there is one.
    pub asks: Signal<In, Bit>,
    /// Whether commands are taken.
    pub wanted: Signal<In, Bit>,
    /// Bursts are forgotten.
    pub stop: Signal<In, Bit>,
    cutter: BurstCutter,
    // The burst that was taken in the clock before.
    took: DFF<Bit>,
    first: DFF<Bits<32>>,
    more: DFF<Bits<16>>,
    // What is to be asked for: from where, how many words less one, and whether there are any.
    next: DFF<Bits<32>>,
    left: DFF<Bits<16>>,
    open: DFF<Bit>,
    // Whether there are any beside those of a command that has just appeared.
    rest: Signal<Local, Bit>,
    // All three without these, and with the burst that was taken.
    next_now: Signal<Local, Bits<32>>,
    left_now: Signal<Local, Bits<16>>,
    open_now: Signal<Local, Bit>,
    offered: DFF<Bit>,
    offer: DFF<Bits<38>>,
    due: DFF<Bit>,
    fresh: Signal<Local, Bit>,
    words: Signal<Local, Bits<32>>,
    beyond: Signal<Local, Bits<16>>,
    last: Signal<Local, Bits<8>>,
    aligned: Claim,
    stays: Claim,
    in_turn: Claim,
    no_more: Claim,
    all: Claim,
    at_once: Claim,
    takes: Claim,
}

impl CutterRules {
    /// No burst yet.
    pub fn new() -> Self {
        Self {
            clock: Default::default(),
            address: Default::default(),
            beats: Default::default(),
            asks: Default::default(),
            wanted: Default::default(),
            stop: Default::default(),
            cutter: Default::default(),
            took: Default::default(),
            first: Default::default(),
            more: Default::default(),
            next: Default::default(),
            left: Default::default(),
            open: Default::default(),
            next_now: Default::default(),
            left_now: Default::default(),
            rest: Default::default(),
            open_now: Default::default(),
            offered: Default::default(),
            offer: Default::default(),
            due: Default::default(),
            fresh: Default::default(),
            words: Default::default(),
            beyond: Default::default(),
            last: Default::default(),
            aligned: Claim::new("no command crosses a multiple of 16 words"),
            stays: Claim::new("a command that is offered stays until it is taken"),
            in_turn: Claim::new(
                "a command begins where the one before it ended, or with its burst",
            ),
            no_more: Claim::new(
                "a command asks for words that are left of its burst, and for no others",
            ),
            all: Claim::new("nothing is left of a burst when the next one is taken"),
            at_once: Claim::new(
                "while something is left there is a command as soon as there is room for it",
            ),
            takes: Claim::new("a burst is taken when nothing is left of the one before"),
        }
    }
}

impl Logic for CutterRules {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(
            self, clock, cutter, aligned, stays, in_turn, no_more, all, at_once, takes
        );
        dff_setup!(
            self, clock, took, first, more, next, left, open, offered, offer, due
        );
        self.cutter.reset.next = false;
        self.cutter.stop.next = self.stop.val();
        self.cutter.address.next = self.address.val();
        self.cutter.beats.next = self.beats.val();
        self.cutter.valid.next = self.asks.val();
        self.cutter.command_ready.next = self.wanted.val();
        self.cutter.came.next = false;
        self.last.next = bit_cast::<8, 4>(self.cutter.command.val().get_bits::<4>(0))
            + bit_cast::<8, 6>(self.cutter.command.val().get_bits::<6>(32));
        self.aligned.holds.next = !self.cutter.command_valid.val() | (self.last.val() < 16);
        self.offered.d.next = self.cutter.command_valid.val() & !self.wanted.val();
        self.offer.d.next = self.cutter.command.val();
        self.stays.holds.next = !self.offered.q.val()
            | (self.cutter.command_valid.val() & (self.cutter.command.val() == self.offer.q.val()));

        // A command appears in the clock after it was cut: its words are no longer left.
        self.fresh.next = self.cutter.command_valid.val() & !self.offered.q.val();
        self.beyond.next = bit_cast::<16, 6>(self.cutter.command.val().get_bits::<6>(32));
        self.words.next = bit_cast::<32, 6>(self.cutter.command.val().get_bits::<6>(32)) + 1;
        self.in_turn.holds.next =
            !self.fresh.val() | (self.cutter.command.val().get_bits::<32>(0) == self.next.q.val());
        self.no_more.holds.next =
            !self.fresh.val() | (self.open.q.val() & (self.beyond.val() <= self.left.q.val()));
        self.next_now.next = self.next.q.val();
        self.left_now.next = self.left.q.val();
        self.rest.next = self.open.q.val();
        if self.fresh.val() {
            self.next_now.next = self.next.q.val() + self.words.val();
            self.left_now.next = self.left.q.val() - self.beyond.val() - 1;
            self.rest.next = self.open.q.val() & (self.beyond.val() != self.left.q.val());
        }
        self.all.holds.next = !self.took.q.val() | !self.rest.val();
        // The first command of a burst comes two clocks after it, and the last one of the burst before it by then.
        self.took.d.next = self.asks.val() & self.cutter.ready.val();
        self.first.d.next = self.address.val();
        self.more.d.next = self.beats.val();
        self.open_now.next = self.rest.val();
        if self.took.q.val() {
            self.next_now.next = self.first.q.val();
            self.left_now.next = self.more.q.val();
            self.open_now.next = true;
        }
        self.next.d.next = self.next_now.val();
        self.left.d.next = self.left_now.val();
        self.open.d.next = self.open_now.val() & !self.stop.val();
        // Nothing waits without a reason.
        self.due.d.next = self.open_now.val()
            & !self.stop.val()
            & (!self.cutter.command_valid.val() | self.wanted.val());
        self.at_once.holds.next = !self.due.q.val() | self.fresh.val();
        self.takes.holds.next = self.open_now.val() | self.stop.val() | self.cutter.ready.val();
    }
    named!();
}
