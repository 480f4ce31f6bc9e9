//! A complete point addition on one limb-serial multiplier.
//!
//! ```text
//! P --> [P] --[SerialOperand]-- a --.                                     .--> X3, Y3, Z3
//! Q --> [Q] --[SerialOperand]-- b --+--[SerialModMul]-- p --[SerialCollect]
//!                 ^                                              |
//!                 '------------------- registers ----------------'
//! ```
//!
//! Twelve products, each in a slot; a pair that waits starts as the last product of the pair before it goes out, so
//! that the multiplier is never idle. Interface: limbs of P and Q, X lowest, are written while `free`; then `go` with a
//! tag; `done` with that tag once the sum can be read, which holds until the third slot from the end of the next pair.
//! Coordinates in below 4q, coordinates out below 4q; infinity is (0 : y : 0) modulo q.
//! Latency: [`SerialAdd::latency`] and up to a slot. Source: Renes, Costello, Batina 2015/1060, algorithm 7.
//! Golden model: the group.

use super::serial_code::{self, OPERAND, REGISTER, SLOTS};
use super::{CurveConfig, INDEX, SLICE, SerialCollect, SerialIssue, SerialOperand};
use crate::field::{SerialField, SerialModMul};
use crate::named;
use crate::prim::{LIMB, SimpleDualPort, WordSelect};
use rust_hdl::prelude::*;

/// Clocks from the address of an operand's limb to the multiplier.
const FETCH: usize = 2;
/// Bits of the operands' codes of all slots.
const CODES: usize = 16 * OPERAND;
/// Bits of their registers.
const REGISTERS: usize = 16 * REGISTER;
/// Slots from a product to the first factor that is made of it.
const DISTANCE: usize = 4;

/// `P + Q` with tags of `T` bits.
#[derive(LogicBlock)]
pub struct SerialAdd<const T: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, for as long as a pair takes: drops all pairs.
    pub reset: Signal<In, Bit>,
    /// Whether limbs of P or Q are written: then only while `free`.
    pub write: [Signal<In, Bit>; 2],
    /// Which.
    pub write_index: Signal<In, Bits<INDEX>>,
    /// Limbs of X, Y and Z.
    pub write_limbs: Signal<In, Bits<SLICE>>,
    /// Whether P and Q are whole, for one clock.
    pub go: Signal<In, Bit>,
    /// Tag of the pair.
    pub tag: Signal<In, Bits<T>>,
    /// Whether P and Q may be written.
    pub free: Signal<Out, Bit>,
    /// A sum stands, for one clock.
    pub done: Signal<Out, Bit>,
    /// Its tag.
    pub sum_tag: Signal<Out, Bits<T>>,
    /// Which limbs of the sum are read.
    pub sum_index: Signal<In, Bits<INDEX>>,
    /// Limbs of X3, Y3 and Z3, a clock later.
    pub sum: Signal<Out, Bits<SLICE>>,
    points: [SimpleDualPort<SLICE, INDEX>; 2],
    operands: [SerialOperand; 2],
    codes: [WordSelect<CODES, OPERAND, 4>; 2],
    registers: [WordSelect<REGISTERS, REGISTER, 4>; 2],
    all_codes: [Constant<Bits<CODES>>; 2],
    all_registers: [Constant<Bits<REGISTERS>>; 2],
    issue: SerialIssue<T>,
    mul: SerialModMul,
    collect: SerialCollect,
    // A clock behind the address of the limbs, and two.
    code: [DFF<Bits<OPERAND>>; 2],
    wanted: [DFF<Bits<REGISTER>>; 2],
    first_1: DFF<Bit>,
    last_1: DFF<Bit>,
    a_valid_1: DFF<Bit>,
    b_valid_1: DFF<Bit>,
    first_2: DFF<Bit>,
    last_2: DFF<Bit>,
    a_valid_2: DFF<Bit>,
    b_valid_2: DFF<Bit>,
    _limbs: usize,
}

impl<const T: usize> SerialAdd<T> {
    /// An adder over `curve`.
    ///
    /// # Panics
    /// When its constant does not keep coordinates in the range of the multiplier.
    pub fn new(curve: &CurveConfig) -> Self {
        let field = SerialField::new(&curve.field.modulus);
        let limbs = field.limbs;
        assert!(
            serial_code::largest_product(curve) < 1 << SerialField::SLACK,
            "3 b = {}",
            curve.b3
        );
        Self {
            clock: Default::default(),
            reset: Default::default(),
            write: Default::default(),
            write_index: Default::default(),
            write_limbs: Default::default(),
            go: Default::default(),
            tag: Default::default(),
            free: Default::default(),
            done: Default::default(),
            sum_tag: Default::default(),
            sum_index: Default::default(),
            sum: Default::default(),
            points: [SimpleDualPort::new(limbs), SimpleDualPort::new(limbs)],
            operands: Default::default(),
            codes: Default::default(),
            registers: Default::default(),
            all_codes: [0, 1].map(|side| Constant::new(serial_code::operand_codes(side).into())),
            all_registers: [0, 1]
                .map(|side| Constant::new(serial_code::operand_registers(side).into())),
            issue: SerialIssue::new(limbs, Self::slot(limbs)),
            mul: SerialModMul::new(&field),
            collect: SerialCollect::new(curve, limbs),
            code: Default::default(),
            wanted: Default::default(),
            first_1: Default::default(),
            last_1: Default::default(),
            a_valid_1: Default::default(),
            b_valid_1: Default::default(),
            first_2: Default::default(),
            last_2: Default::default(),
            a_valid_2: Default::default(),
            b_valid_2: Default::default(),
            _limbs: limbs,
        }
    }

    /// Clocks from the address of a factor's limb to where a register made of its product can be read.
    const fn around(limbs: usize) -> usize {
        FETCH + SerialModMul::latency_of(limbs) + SerialCollect::LATENCY
    }

    /// Clocks of a slot: all limbs, and no fewer than the way of a result divided by the slots that it has.
    pub const fn slot(limbs: usize) -> usize {
        let least = Self::around(limbs).div_ceil(DISTANCE);
        if least > limbs { least } else { limbs }
    }

    /// Clocks from the first factor to the sum.
    pub fn latency(&self) -> usize {
        SLOTS * Self::slot(self._limbs) + Self::around(self._limbs) + self._limbs
    }
}

impl<const T: usize> Logic for SerialAdd<T> {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, issue, mul, collect);
        dff_setup!(
            self, clock, first_1, last_1, a_valid_1, b_valid_1, first_2, last_2, a_valid_2,
            b_valid_2
        );
        self.issue.reset.next = self.reset.val();
        self.issue.go.next = self.go.val();
        self.issue.tag.next = self.tag.val();
        self.free.next = self.issue.free.val();
        // Clock 0: addresses and codes.
        self.codes[0].index.next = self.issue.a_slot.val();
        self.registers[0].index.next = self.issue.a_slot.val();
        self.codes[1].index.next = self.issue.b_slot.val();
        self.registers[1].index.next = self.issue.b_slot.val();
        self.collect.index.next = self.issue.index.val();
        self.first_1.d.next = self.issue.first.val();
        self.last_1.d.next = self.issue.last.val();
        self.a_valid_1.d.next = self.issue.a_valid.val();
        self.b_valid_1.d.next = self.issue.b_valid.val();
        // Clock 1: coordinates and registers.
        for i in 0..2 {
            self.points[i].clock.next = self.clock.val();
            self.points[i].write.next = self.write[i].val();
            self.points[i].write_address.next = self.write_index.val();
            self.points[i].write_data.next = self.write_limbs.val();
            self.points[i].read_address.next = self.issue.index.val();
            self.codes[i].words.next = self.all_codes[i].val();
            self.registers[i].words.next = self.all_registers[i].val();
            self.code[i].clock.next = self.clock.val();
            self.code[i].d.next = self.codes[i].word.val();
            self.wanted[i].clock.next = self.clock.val();
            self.wanted[i].d.next = self.registers[i].word.val();
            self.collect.wanted[i].next = self.wanted[i].q.val();
            self.operands[i].clock.next = self.clock.val();
            self.operands[i].first.next = self.first_1.q.val();
            self.operands[i].code.next = self.code[i].q.val();
            self.operands[i].x.next = self.points[i].q.val().get_bits::<LIMB>(0);
            self.operands[i].y.next = self.points[i].q.val().get_bits::<LIMB>(18);
            self.operands[i].z.next = self.points[i].q.val().get_bits::<LIMB>(36);
            self.operands[i].register.next = self.collect.register[i].val();
        }
        self.first_2.d.next = self.first_1.q.val();
        self.last_2.d.next = self.last_1.q.val();
        self.a_valid_2.d.next = self.a_valid_1.q.val() & !self.reset.val();
        self.b_valid_2.d.next = self.b_valid_1.q.val() & !self.reset.val();
        // Clock 2: factors.
        self.mul.a_valid.next = self.a_valid_2.q.val();
        self.mul.a.next = self.operands[0].limb.val();
        self.mul.b_valid.next = self.b_valid_2.q.val();
        self.mul.b_first.next = self.first_2.q.val();
        self.mul.b_last.next = self.last_2.q.val();
        self.mul.b.next = self.operands[1].limb.val();
        self.collect.reset.next = self.reset.val();
        self.collect.p.next = self.mul.p.val();
        self.collect.p_first.next = self.mul.p_first.val();
        self.done.next = self.collect.done.val();
        self.sum_tag.next = self.issue.issued.val();
        self.collect.sum_index.next = self.sum_index.val();
        self.sum.next = self.collect.sum.val();
    }
    named!();
}
