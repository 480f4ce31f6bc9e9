//! A number that moves down by a limb.
//!
//! ```text
//! limb --> [ n-1 ] --> ... --> [ 1 ] --> [ 0 ] --> lowest
//! ```
//!
//! Interface: `set` takes a whole number, else `shift` one limb. Latency: 1. Golden model: shift and or.

use super::LIMB;
use crate::named;
use rust_hdl::prelude::*;

/// A register of `P` bits, a multiple of those of a limb.
#[derive(LogicBlock)]
pub struct LimbShift<const P: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether to take the number.
    pub set: Signal<In, Bit>,
    /// The number.
    pub number: Signal<In, Bits<P>>,
    /// Whether to move down.
    pub shift: Signal<In, Bit>,
    /// What comes in at the top.
    pub limb: Signal<In, Bits<LIMB>>,
    /// All limbs.
    pub all: Signal<Out, Bits<P>>,
    /// The lowest one.
    pub lowest: Signal<Out, Bits<LIMB>>,
    _held: Bits<P>,
}

impl<const P: usize> Default for LimbShift<P> {
    /// # Panics
    /// When `P` is not that of two limbs or more.
    fn default() -> Self {
        assert!(P.is_multiple_of(LIMB) && P > LIMB, "{P} bits of limbs");
        Self {
            clock: Default::default(),
            set: Default::default(),
            number: Default::default(),
            shift: Default::default(),
            limb: Default::default(),
            all: Default::default(),
            lowest: Default::default(),
            _held: Default::default(),
        }
    }
}

impl<const P: usize> Logic for LimbShift<P> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            if self.set.val() {
                self._held = self.number.val();
            } else if self.shift.val() {
                let limb = bit_cast::<P, LIMB>(self.limb.val()) << (P - LIMB) as u64;
                self._held = (self._held >> LIMB as u64) | limb;
            }
            self.all.next = self._held;
            self.lowest.next = self._held.get_bits::<LIMB>(0);
        }
    }
    fn connect(&mut self) {
        self.all.connect();
        self.lowest.connect();
    }
    fn hdl(&self) -> Verilog {
        Verilog::Custom(format!(
            "\
always_ff @(posedge clock) begin
    if (set) all <= number;
    else if (shift) all <= {{limb, all[{top}:{LIMB}]}};
end
assign lowest = all[{below}:0];
",
            top = P - 1,
            below = LIMB - 1
        ))
    }
    named!();
}
