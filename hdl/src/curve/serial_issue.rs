//! When a limb-serial adder issues its products.
//!
//! ```text
//! slot:     | 0 | 1 | 2 | ...                        | 11 | 0 | ...
//! factor a  | 0   1   2   ...                          11   0 (of the next pair, if it has come)
//! factor b  |     0   1   2   ...                           11
//!           go       P, Q held                b 5 |  free
//! ```
//!
//! A slot has as many clocks as limbs, or a few more where the multiplier would be too slow for its own results.
//! Interface: `go` with a tag while `free`, when P and Q are written; then numbers of limbs and slots, from registers.
//! Latency: up to a slot. Golden model: the picture.

use super::serial_code::SLOTS;
use crate::named;
use rust_hdl::prelude::*;

/// Bits that number the limbs of a point, and the clocks of a slot.
pub const INDEX: usize = 5;

/// Pairs with tags of `T` bits.
#[derive(LogicBlock)]
pub struct SerialIssue<const T: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: drops all pairs.
    pub reset: Signal<In, Bit>,
    /// Whether P and Q hold a pair, for one clock.
    pub go: Signal<In, Bit>,
    /// Its tag.
    pub tag: Signal<In, Bits<T>>,
    /// Whether P and Q may be written.
    pub free: Signal<Out, Bit>,
    /// Limb of the slot.
    pub index: Signal<Out, Bits<INDEX>>,
    /// Whether it is one.
    pub a_valid: Signal<Out, Bit>,
    /// Slot of factors a.
    pub a_slot: Signal<Out, Bits<4>>,
    /// Whether there is a limb of a factor b.
    pub b_valid: Signal<Out, Bit>,
    /// Slot of factors b.
    pub b_slot: Signal<Out, Bits<4>>,
    /// Whether the limb is the first one.
    pub first: Signal<Out, Bit>,
    /// Whether it is the last one.
    pub last: Signal<Out, Bit>,
    /// Tag of the pair whose products have all been issued.
    pub issued: Signal<Out, Bits<T>>,
    limb: DFF<Bits<INDEX>>,
    waits: DFF<Bit>,
    held: DFF<Bit>,
    a_on: DFF<Bit>,
    b_on: DFF<Bit>,
    a_at: DFF<Bits<4>>,
    b_at: DFF<Bits<4>>,
    waiting_tag: DFF<Bits<T>>,
    issuing_tag: DFF<Bits<T>>,
    issued_tag: DFF<Bits<T>>,
    ends: Signal<Local, Bit>,
    in_limbs: Signal<Local, Bit>,
    no_limb: Constant<Bits<INDEX>>,
    one_limb: Constant<Bits<INDEX>>,
    last_limb: Constant<Bits<INDEX>>,
    last_clock: Constant<Bits<INDEX>>,
    first_slot: Constant<Bits<4>>,
    one_slot: Constant<Bits<4>>,
    last_of_points: Constant<Bits<4>>,
    last_slot: Constant<Bits<4>>,
}

impl<const T: usize> SerialIssue<T> {
    /// For points of `limbs` limbs and slots of `clocks` clocks.
    ///
    /// # Panics
    /// When a slot is shorter than its limbs, or longer than can be counted.
    pub fn new(limbs: usize, clocks: usize) -> Self {
        assert!(
            (2..=clocks).contains(&limbs) && clocks <= 1 << INDEX,
            "slots of {clocks} clocks for {limbs} limbs"
        );
        let number = |x: usize| Constant::new((x as u64).into());
        Self {
            clock: Default::default(),
            reset: Default::default(),
            go: Default::default(),
            tag: Default::default(),
            free: Default::default(),
            index: Default::default(),
            a_valid: Default::default(),
            a_slot: Default::default(),
            b_valid: Default::default(),
            b_slot: Default::default(),
            first: Default::default(),
            last: Default::default(),
            issued: Default::default(),
            limb: Default::default(),
            waits: Default::default(),
            held: Default::default(),
            a_on: Default::default(),
            b_on: Default::default(),
            a_at: Default::default(),
            b_at: Default::default(),
            waiting_tag: Default::default(),
            issuing_tag: Default::default(),
            issued_tag: Default::default(),
            ends: Default::default(),
            in_limbs: Default::default(),
            no_limb: number(0),
            one_limb: number(1),
            last_limb: number(limbs - 1),
            last_clock: number(clocks - 1),
            first_slot: Constant::new(0u64.into()),
            one_slot: Constant::new(1u64.into()),
            last_of_points: Constant::new((SLOTS as u64 / 2 - 1).into()),
            last_slot: Constant::new((SLOTS as u64 - 1).into()),
        }
    }
}

impl<const T: usize> Logic for SerialIssue<T> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, limb, waits, held, a_on, b_on, a_at, b_at);
        dff_setup!(self, clock, waiting_tag, issuing_tag, issued_tag);
        self.ends.next = self.limb.q.val() == self.last_clock.val();
        self.limb.d.next = self.limb.q.val() + self.one_limb.val();
        if self.go.val() {
            self.waits.d.next = true;
            self.held.d.next = true;
            self.waiting_tag.d.next = self.tag.val();
        }
        if self.ends.val() {
            self.limb.d.next = self.no_limb.val();
            self.b_on.d.next = self.a_on.q.val();
            self.b_at.d.next = self.a_at.q.val();
            self.a_at.d.next = self.a_at.q.val() + self.one_slot.val();
            if !self.a_on.q.val() | (self.a_at.q.val() == self.last_slot.val()) {
                self.a_on.d.next = self.waits.q.val();
                self.a_at.d.next = self.first_slot.val();
                if self.waits.q.val() {
                    self.waits.d.next = false;
                    self.issuing_tag.d.next = self.waiting_tag.q.val();
                }
            }
            if self.b_on.q.val() & (self.b_at.q.val() == self.last_of_points.val()) {
                self.held.d.next = false;
            }
            // The next pair has begun by then, and its tag is here a slot early.
            if self.a_on.q.val() & (self.a_at.q.val() == self.last_slot.val()) {
                self.issued_tag.d.next = self.issuing_tag.q.val();
            }
        }
        if self.reset.val() {
            self.waits.d.next = false;
            self.held.d.next = false;
            self.a_on.d.next = false;
            self.b_on.d.next = false;
        }
        self.in_limbs.next = self.limb.q.val() <= self.last_limb.val();
        self.free.next = !self.held.q.val();
        self.index.next = self.limb.q.val();
        self.a_valid.next = self.a_on.q.val() & self.in_limbs.val();
        self.a_slot.next = self.a_at.q.val();
        self.b_valid.next = self.b_on.q.val() & self.in_limbs.val();
        self.b_slot.next = self.b_at.q.val();
        self.first.next = self.limb.q.val() == self.no_limb.val();
        self.last.next = self.limb.q.val() == self.last_limb.val();
        self.issued.next = self.issued_tag.q.val();
    }
    named!();
}
