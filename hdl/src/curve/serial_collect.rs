//! What becomes of the products of a limb-serial addition: registers for later factors, and at last the sum.
//!
//! ```text
//! p --+--> [t0] [t1] [t2] --.
//!     '---------------------+--[sums]--> [D] [T0] [T3] [Y'] [T4] [Z']  --> registers
//!                                   '--> [X3] [Y3] [Z3]                --> sum
//! ```
//!
//! Interface: products from the multiplier, their first limb marked; registers are read a limb at a time at `index`;
//! `done` once the sum stands, until the third slot from the end of the next pair. Latency: [`SerialCollect::LATENCY`]
//! from a limb to where it can be read. Source, golden model: `serial_code`.

use super::serial_code::{self, REGISTER, RESULT};
use super::serial_issue::INDEX;
use super::{CurveConfig, SLICE};
use crate::named;
use crate::prim::{Delay, Join, LIMB, LimbSum, SimpleDualPort, WordSelect};
use rust_hdl::prelude::*;

/// Bits of the codes of all slots, one of them to spare.
const CODES: usize = 16 * RESULT;

/// The registers of one addition.
#[derive(LogicBlock)]
pub struct SerialCollect {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: the next product is the first one.
    pub reset: Signal<In, Bit>,
    /// Limb of a product.
    pub p: Signal<In, Bits<LIMB>>,
    /// Whether it is the first one.
    pub p_first: Signal<In, Bit>,
    /// Which limb of the registers is read.
    pub index: Signal<In, Bits<INDEX>>,
    /// Which registers factors want, a clock later.
    pub wanted: [Signal<In, Bits<REGISTER>>; 2],
    /// Their limbs then.
    pub register: [Signal<Out, Bits<LIMB>>; 2],
    /// The sum stands, for one clock.
    pub done: Signal<Out, Bit>,
    /// Which limb of the sum is read.
    pub sum_index: Signal<In, Bits<INDEX>>,
    /// X3, Y3 and Z3 there, a clock later.
    pub sum: Signal<Out, Bits<SLICE>>,
    raw: [SimpleDualPort<LIMB, INDEX>; 3],
    place: [SimpleDualPort<LIMB, INDEX>; 9],
    either: LimbSum<INDEX>,
    beside: LimbSum<INDEX>,
    code: WordSelect<CODES, RESULT, 4>,
    joined: Join<3, 18, SLICE>,
    // A clock behind the product.
    limb: DFF<Bits<LIMB>>,
    first: DFF<Bit>,
    valid: DFF<Bit>,
    at: DFF<Bits<INDEX>>,
    slot: DFF<Bits<4>>,
    counting: DFF<Bit>,
    count: DFF<Bits<INDEX>>,
    number: Signal<Local, Bits<INDEX>>,
    comes: Signal<Local, Bit>,
    // Beside the sums.
    late_valid: Delay<Bit>,
    late_code: Delay<Bits<RESULT>>,
    late_at: Delay<Bits<INDEX>>,
    writes: [Signal<Local, Bit>; 9],
    stands: DFF<Bit>,
    codes: Constant<Bits<CODES>>,
    no_limb: Constant<Bits<INDEX>>,
    one_limb: Constant<Bits<INDEX>>,
    last_limb: Constant<Bits<INDEX>>,
    first_slot: Constant<Bits<4>>,
    one_slot: Constant<Bits<4>>,
    last_slot: Constant<Bits<4>>,
    only: Constant<Bits<3>>,
    none: Constant<Bits<LIMB>>,
    t0: Constant<Bits<REGISTER>>,
    t3: Constant<Bits<REGISTER>>,
    y: Constant<Bits<REGISTER>>,
    t4: Constant<Bits<REGISTER>>,
    z: Constant<Bits<REGISTER>>,
}

impl SerialCollect {
    /// Clocks from a limb of a product to the first one in which a register that was made of it can be read.
    pub const LATENCY: usize = 2 + LimbSum::<INDEX>::LATENCY;

    /// For `curve`, with numbers of `limbs` limbs.
    pub fn new(curve: &CurveConfig, limbs: usize) -> Self {
        let late = LimbSum::<INDEX>::LATENCY;
        let number = |x: usize| Constant::new((x as u64).into());
        let slot = |x: usize| Constant::new((x as u64).into());
        let register = |x: u64| Constant::new(x.into());
        Self {
            clock: Default::default(),
            reset: Default::default(),
            p: Default::default(),
            p_first: Default::default(),
            index: Default::default(),
            wanted: Default::default(),
            register: Default::default(),
            done: Default::default(),
            sum_index: Default::default(),
            sum: Default::default(),
            raw: std::array::from_fn(|_| SimpleDualPort::new(limbs)),
            place: std::array::from_fn(|_| SimpleDualPort::new(limbs)),
            either: LimbSum::new(serial_code::sums(curve), limbs),
            beside: LimbSum::new(serial_code::difference(curve), limbs),
            code: Default::default(),
            joined: Default::default(),
            limb: Default::default(),
            first: Default::default(),
            valid: Default::default(),
            at: Default::default(),
            slot: Default::default(),
            counting: Default::default(),
            count: Default::default(),
            number: Default::default(),
            comes: Default::default(),
            late_valid: Delay::zeroed(late),
            late_code: Delay::new(late),
            late_at: Delay::new(late),
            writes: Default::default(),
            stands: Default::default(),
            codes: Constant::new(serial_code::result_codes().into()),
            no_limb: number(0),
            one_limb: number(1),
            last_limb: number(limbs - 1),
            first_slot: slot(0),
            one_slot: slot(1),
            last_slot: slot(serial_code::SLOTS - 1),
            only: Constant::new(0u64.into()),
            none: Constant::new(0u64.into()),
            t0: register(serial_code::register::T0),
            t3: register(serial_code::register::T3),
            y: register(serial_code::register::Y),
            t4: register(serial_code::register::T4),
            z: register(serial_code::register::Z),
        }
    }
}

impl Logic for SerialCollect {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, either, beside, late_valid, late_code, late_at);
        dff_setup!(
            self, clock, limb, first, valid, at, slot, counting, count, stands
        );
        // The product, a clock later, with its slot.
        self.number.next = self.count.q.val();
        self.comes.next = self.counting.q.val();
        if self.p_first.val() {
            self.number.next = self.no_limb.val();
            self.comes.next = true;
            self.slot.d.next = self.slot.q.val() + self.one_slot.val();
            if self.slot.q.val() == self.last_slot.val() {
                self.slot.d.next = self.first_slot.val();
            }
        }
        self.count.d.next = self.number.val() + self.one_limb.val();
        self.counting.d.next = self.comes.val() & (self.number.val() != self.last_limb.val());
        self.limb.d.next = self.p.val();
        self.first.d.next = self.p_first.val();
        self.valid.d.next = self.comes.val();
        self.at.d.next = self.number.val();
        if self.reset.val() {
            self.counting.d.next = false;
            self.valid.d.next = false;
            self.slot.d.next = self.last_slot.val();
        }
        self.code.words.next = self.codes.val();
        self.code.index.next = self.slot.q.val();
        // t0, t1 and t2.
        for i in 0..3 {
            self.raw[i].clock.next = self.clock.val();
            self.raw[i].read_address.next = self.number.val();
            self.raw[i].write.next = self.valid.q.val() & self.code.word.val().get_bit(i);
            self.raw[i].write_address.next = self.at.q.val();
            self.raw[i].write_data.next = self.limb.q.val();
        }
        // The sums.
        self.either.first.next = self.first.q.val();
        self.either.index.next = self.at.q.val();
        self.either.op.next = self.code.word.val().get_bits::<3>(5);
        self.either.a.next = self.limb.q.val();
        self.either.b.next = self.raw[0].q.val();
        self.either.c.next = self.raw[1].q.val();
        if self.code.word.val().get_bit(3) {
            self.either.b.next = self.raw[1].q.val();
        }
        if self.code.word.val().get_bit(4) {
            self.either.c.next = self.raw[2].q.val();
        }
        self.beside.first.next = self.first.q.val();
        self.beside.index.next = self.at.q.val();
        self.beside.op.next = self.only.val();
        self.beside.a.next = self.limb.q.val();
        self.beside.b.next = self.raw[1].q.val();
        self.beside.c.next = self.none.val();
        // Where they go.
        self.late_valid.d.next = self.valid.q.val() & !self.reset.val();
        self.late_code.d.next = self.code.word.val();
        self.late_at.d.next = self.at.q.val();
        for i in 0..8 {
            self.writes[i].next = self.late_valid.q.val() & self.late_code.q.val().get_bit(8 + i);
        }
        self.writes[8].next = self.writes[0].val();
        for i in 0..9 {
            self.place[i].clock.next = self.clock.val();
            self.place[i].read_address.next = self.index.val();
            self.place[i].write.next = self.writes[i].val();
            self.place[i].write_address.next = self.late_at.q.val();
            self.place[i].write_data.next = self.either.s.val();
        }
        self.place[8].write_data.next = self.beside.s.val();
        for i in 0..2 {
            self.register[i].next = self.place[8].q.val();
            if self.wanted[i].val() == self.t0.val() {
                self.register[i].next = self.place[1].q.val();
            }
            if self.wanted[i].val() == self.t3.val() {
                self.register[i].next = self.place[2].q.val();
            }
            if self.wanted[i].val() == self.y.val() {
                self.register[i].next = self.place[3].q.val();
            }
            if self.wanted[i].val() == self.t4.val() {
                self.register[i].next = self.place[4].q.val();
            }
            if self.wanted[i].val() == self.z.val() {
                self.register[i].next = self.place[0].q.val();
            }
        }
        // The sum.
        for i in 0..3 {
            self.place[5 + i].read_address.next = self.sum_index.val();
            self.joined.part[i].next = self.place[5 + i].q.val();
        }
        self.sum.next = self.joined.whole.val();
        self.stands.d.next = self.writes[7].val() & (self.late_at.q.val() == self.last_limb.val());
        self.done.next = self.stands.q.val();
    }
    named!();
}
