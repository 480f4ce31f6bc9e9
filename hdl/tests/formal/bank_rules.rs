//! A bank of two buckets, and what one of them, any, must hold.
//!
//! ```text
//! sum, item --+--> [Bank] -------------------------> pairs, stored
//!             '--> [what the bucket holds] --[delay]--> the same?
//! ```

use rust_hdl::prelude::*;
use zkcard_hdl::msm::Bank;
use zkcard_hdl::named;
use zkcard_hdl::prim::{Assumption, Claim, Delay};

/// Clocks from a request to what becomes of it: stored, paired.
const STORED: usize = 3;
const PAIRED: usize = 4;

/// A bank whose points are marks of one bit.
#[derive(LogicBlock)]
pub struct BankRules {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// The bucket that is watched.
    pub bucket: Signal<In, Bits<1>>,
    /// Whether a sum comes back.
    pub sum: Signal<In, Bit>,
    /// Its bucket.
    pub sum_bucket: Signal<In, Bits<1>>,
    /// Its point.
    pub sum_point: Signal<In, Bits<1>>,
    /// Whether an item comes.
    pub item: Signal<In, Bit>,
    /// Its bucket.
    pub item_bucket: Signal<In, Bits<1>>,
    /// Its point.
    pub item_point: Signal<In, Bits<1>>,
    bank: Bank<1, 1>,
    begun: DFF<Bits<2>>,
    running: Signal<Local, Bit>,
    watched: DFF<Bits<1>>,
    same_bucket: Assumption,
    full: DFF<Bit>,
    held: DFF<Bits<1>>,
    a_here: Signal<Local, Bit>,
    b_here: Signal<Local, Bit>,
    meets: Signal<Local, Bit>,
    a_pairs: Delay<Bit>,
    b_pairs: Delay<Bit>,
    a_found: Delay<Bits<1>>,
    a_item: Delay<Bits<1>>,
    b_found: Delay<Bits<1>>,
    b_item: Delay<Bits<1>>,
    a_out: Signal<Local, Bit>,
    b_out: Signal<Local, Bit>,
    a_comes: Claim,
    b_comes: Claim,
    a_right: Claim,
    b_right: Claim,
    // Items and sums that are alive: those that came, less those that ended.
    came: Delay<Bits<16>>,
    paired: Signal<Local, Bits<16>>,
    arrived: Signal<Local, Bits<16>>,
    ended: Delay<Bits<16>>,
    ends: Signal<Local, Bits<16>>,
    balance: Claim,
    no_steps: Constant<Bits<2>>,
    step: Constant<Bits<2>>,
    last_step: Constant<Bits<2>>,
    none: Constant<Bits<16>>,
    one: Constant<Bits<16>>,
    two: Constant<Bits<16>>,
}

impl BankRules {
    /// A bank of two buckets.
    pub fn new() -> Self {
        Self {
            clock: Default::default(),
            bucket: Default::default(),
            sum: Default::default(),
            sum_bucket: Default::default(),
            sum_point: Default::default(),
            item: Default::default(),
            item_bucket: Default::default(),
            item_point: Default::default(),
            bank: Bank::new(2),
            begun: Default::default(),
            running: Default::default(),
            watched: Default::default(),
            same_bucket: Default::default(),
            full: Default::default(),
            held: Default::default(),
            a_here: Default::default(),
            b_here: Default::default(),
            meets: Default::default(),
            a_pairs: Delay::zeroed(PAIRED),
            b_pairs: Delay::zeroed(PAIRED),
            a_found: Delay::zeroed(PAIRED),
            a_item: Delay::zeroed(PAIRED),
            b_found: Delay::zeroed(PAIRED),
            b_item: Delay::zeroed(PAIRED),
            a_out: Default::default(),
            b_out: Default::default(),
            a_comes: Claim::new("a sum is paired where its bucket is full, and only there"),
            b_comes: Claim::new("an item is paired where its bucket is full, and only there"),
            a_right: Claim::new("a sum is paired with what was stored last, or the item it met"),
            b_right: Claim::new("an item is paired with what was stored last"),
            came: Delay::zeroed(PAIRED),
            paired: Default::default(),
            arrived: Default::default(),
            ended: Delay::zeroed(PAIRED - STORED),
            ends: Default::default(),
            balance: Claim::new("what comes is stored or paired, as often as it came"),
            no_steps: Constant::new(0u64.into()),
            step: Constant::new(1u64.into()),
            last_step: Constant::new(3u64.into()),
            none: Constant::new(0u64.into()),
            one: Constant::new(1u64.into()),
            two: Constant::new(2u64.into()),
        }
    }
}

impl Logic for BankRules {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(
            self,
            clock,
            bank,
            same_bucket,
            a_pairs,
            b_pairs,
            a_found,
            a_item,
            b_found,
            b_item
        );
        clock!(
            self, clock, a_comes, b_comes, a_right, b_right, came, ended, balance
        );
        dff_setup!(self, clock, begun, watched, full, held);
        // Two clocks of sweep first, and one of rest.
        self.running.next = self.begun.q.val() == self.last_step.val();
        if !self.running.val() {
            self.begun.d.next = self.begun.q.val() + self.step.val();
        }
        self.bank.sweep.next =
            (self.begun.q.val() == self.no_steps.val()) | (self.begun.q.val() == self.step.val());
        self.bank.sweep_address.next = self.begun.q.val().get_bits::<1>(0);
        self.bank.extended.next = false;
        self.bank.second.next = false;
        self.bank.wipe_second.next = false;
        self.bank.take.next = false;
        self.bank.take_address.next = self.bucket.val();
        self.bank.wipe.next = false;
        self.bank.wipe_address.next = self.bucket.val();
        self.bank.sum.next = self.sum.val() & self.running.val();
        self.bank.sum_address.next = self.sum_bucket.val();
        self.bank.sum_point.next = self.sum_point.val();
        self.bank.item.next = self.item.val() & self.running.val();
        self.bank.item_address.next = self.item_bucket.val();
        self.bank.item_point.next = self.item_point.val();
        // One bucket is watched for good.
        self.watched.d.next = self.bucket.val();
        self.same_bucket.holds.next = (self.begun.q.val() == self.no_steps.val())
            | (self.watched.q.val() == self.bucket.val());
        // What it holds, and what becomes of a request.
        self.a_here.next =
            self.sum.val() & self.running.val() & (self.sum_bucket.val() == self.bucket.val());
        self.b_here.next =
            self.item.val() & self.running.val() & (self.item_bucket.val() == self.bucket.val());
        self.meets.next = self.a_here.val() & self.b_here.val();
        self.a_pairs.d.next = self.a_here.val() & (self.full.q.val() | self.meets.val());
        self.b_pairs.d.next = self.b_here.val() & self.full.q.val() & !self.meets.val();
        self.a_item.d.next = self.sum_point.val();
        self.a_found.d.next = self.held.q.val();
        if self.meets.val() {
            self.a_found.d.next = self.item_point.val();
        }
        self.b_item.d.next = self.item_point.val();
        self.b_found.d.next = self.held.q.val();
        if self.a_here.val() != self.b_here.val() {
            self.full.d.next = !self.full.q.val();
            self.held.d.next = self.item_point.val();
            if self.a_here.val() {
                self.held.d.next = self.sum_point.val();
            }
        }
        self.a_out.next =
            self.bank.pair_a.val() & (self.bank.pair_a_address.val() == self.bucket.val());
        self.b_out.next =
            self.bank.pair_b.val() & (self.bank.pair_b_address.val() == self.bucket.val());
        self.a_comes.holds.next = self.a_out.val() == self.a_pairs.q.val();
        self.b_comes.holds.next = self.b_out.val() == self.b_pairs.q.val();
        self.a_right.holds.next = !self.a_out.val()
            | ((self.bank.pair_a_item.val() == self.a_item.q.val())
                & (self.bank.pair_a_found.val() == self.a_found.q.val()));
        self.b_right.holds.next = !self.b_out.val()
            | ((self.bank.pair_b_item.val() == self.b_item.q.val())
                & (self.bank.pair_b_found.val() == self.b_found.q.val()));
        // Counts: a pair keeps one of its two alive, as the sum to come.
        self.arrived.next = self.none.val();
        if self.bank.sum.val() != self.bank.item.val() {
            self.arrived.next = self.one.val();
        }
        if self.bank.sum.val() & self.bank.item.val() {
            self.arrived.next = self.two.val();
        }
        self.came.d.next = self.arrived.val();
        self.ended.d.next = self.bank.settled.val();
        self.paired.next = self.none.val();
        if self.bank.pair_a.val() != self.bank.pair_b.val() {
            self.paired.next = self.one.val();
        }
        if self.bank.pair_a.val() & self.bank.pair_b.val() {
            self.paired.next = self.two.val();
        }
        self.ends.next = self.ended.q.val() + self.paired.val();
        self.balance.holds.next = self.came.q.val() == self.ends.val();
    }
    named!();
}
