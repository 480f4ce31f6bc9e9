//! A factor for the serial multiplier: a coordinate, a sum of two, or a register.
//!
//! ```text
//! X, Z, register --(left)--.
//!                          +--[+ carry]--> limb
//! Y, Z ------------(right)-'
//! ```
//!
//! Interface: pipe, limb by limb, the first one marked. Latency: 1. Golden model: the sum.

use super::serial_code::OPERAND;
use crate::named;
use crate::prim::{LIMB, Widen};
use rust_hdl::prelude::*;

/// Bits of a sum of two limbs and a carry.
const SUM: usize = LIMB + 1;

/// One side of the multiplier.
#[derive(LogicBlock)]
pub struct SerialOperand {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether the limbs are the first ones.
    pub first: Signal<In, Bit>,
    /// What is added.
    pub code: Signal<In, Bits<OPERAND>>,
    /// X.
    pub x: Signal<In, Bits<LIMB>>,
    /// Y.
    pub y: Signal<In, Bits<LIMB>>,
    /// Z.
    pub z: Signal<In, Bits<LIMB>>,
    /// The register.
    pub register: Signal<In, Bits<LIMB>>,
    /// Limb of the factor.
    pub limb: Signal<Out, Bits<LIMB>>,
    left: Signal<Local, Bits<LIMB>>,
    right: Signal<Local, Bits<LIMB>>,
    carried: Signal<Local, Bits<SUM>>,
    sum: Signal<Local, Bits<SUM>>,
    carry: DFF<Bit>,
    held: DFF<Bits<LIMB>>,
    none: Constant<Bits<LIMB>>,
    no_carry: Constant<Bits<SUM>>,
    one_carry: Constant<Bits<SUM>>,
}

impl Default for SerialOperand {
    fn default() -> Self {
        Self {
            clock: Default::default(),
            first: Default::default(),
            code: Default::default(),
            x: Default::default(),
            y: Default::default(),
            z: Default::default(),
            register: Default::default(),
            limb: Default::default(),
            left: Default::default(),
            right: Default::default(),
            carried: Default::default(),
            sum: Default::default(),
            carry: Default::default(),
            held: Default::default(),
            none: Constant::new(0u64.into()),
            no_carry: Constant::new(0u64.into()),
            one_carry: Constant::new(1u64.into()),
        }
    }
}

impl Logic for SerialOperand {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, carry, held);
        self.left.next = self.none.val();
        if self.code.val().get_bit(0) {
            self.left.next = self.x.val();
        }
        if self.code.val().get_bit(1) {
            self.left.next = self.z.val();
        }
        if self.code.val().get_bit(2) {
            self.left.next = self.register.val();
        }
        self.right.next = self.none.val();
        if self.code.val().get_bit(3) {
            self.right.next = self.y.val();
        }
        if self.code.val().get_bit(4) {
            self.right.next = self.z.val();
        }
        self.carried.next = self.no_carry.val();
        if self.carry.q.val() & !self.first.val() {
            self.carried.next = self.one_carry.val();
        }
        self.sum.next = self.left.val().to_bits() + self.right.val().to_bits() + self.carried.val();
        self.carry.d.next = self.sum.val().get_bit(18);
        self.held.d.next = self.sum.val().get_bits::<LIMB>(0);
        self.limb.next = self.held.q.val();
    }
    named!();
}
