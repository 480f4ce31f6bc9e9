//! A coordinate below 4q to the same below q, limb by limb.
//!
//! ```text
//! limb --> [value] <--- rotates ---.
//!             |--------------------'
//!             '--[- limb of 2q, then of q]--> [less] --no borrow--> value
//! ```
//!
//! Interface: `load` shifts limbs in; a pass is `compare` for all limbs, the first one marked, then `choose`.
//! Latency: of the passes. Golden model: integers.

use crate::named;
use crate::prim::{LIMB, LimbShift, Widen};
use rust_hdl::prelude::*;

/// Bits of a difference of two limbs.
const DIFFERENCE: usize = LIMB + 1;

/// A coordinate of `P` bits.
#[derive(LogicBlock)]
pub struct Canonical<const P: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether a limb comes.
    pub load: Signal<In, Bit>,
    /// That limb.
    pub limb: Signal<In, Bits<LIMB>>,
    /// Whether a limb is compared.
    pub compare: Signal<In, Bit>,
    /// Whether it is the first one.
    pub first: Signal<In, Bit>,
    /// The limb it is compared with.
    pub multiple: Signal<In, Bits<LIMB>>,
    /// Whether the smaller number is taken.
    pub choose: Signal<In, Bit>,
    /// The coordinate.
    pub value: Signal<Out, Bits<P>>,
    held: LimbShift<P>,
    less: LimbShift<P>,
    borrow: DFF<Bit>,
    borrowed: Signal<Local, Bits<DIFFERENCE>>,
    difference: Signal<Local, Bits<DIFFERENCE>>,
    nothing: Constant<Bits<P>>,
    none: Constant<Bits<DIFFERENCE>>,
    one: Constant<Bits<DIFFERENCE>>,
}

impl<const P: usize> Default for Canonical<P> {
    fn default() -> Self {
        Self {
            clock: Default::default(),
            load: Default::default(),
            limb: Default::default(),
            compare: Default::default(),
            first: Default::default(),
            multiple: Default::default(),
            choose: Default::default(),
            value: Default::default(),
            held: Default::default(),
            less: Default::default(),
            borrow: Default::default(),
            borrowed: Default::default(),
            difference: Default::default(),
            nothing: Constant::new(0u64.into()),
            none: Constant::new(0u64.into()),
            one: Constant::new(1u64.into()),
        }
    }
}

impl<const P: usize> Logic for Canonical<P> {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, held, less);
        dff_setup!(self, clock, borrow);
        self.borrowed.next = self.none.val();
        if self.borrow.q.val() & !self.first.val() {
            self.borrowed.next = self.one.val();
        }
        self.difference.next =
            self.held.lowest.val().to_bits() - self.multiple.val().to_bits() - self.borrowed.val();
        if self.compare.val() {
            self.borrow.d.next = self.difference.val().get_bit(18);
        }
        self.held.set.next = self.choose.val() & !self.borrow.q.val();
        self.held.number.next = self.less.all.val();
        self.held.shift.next = self.load.val() | self.compare.val();
        self.held.limb.next = self.held.lowest.val();
        if self.load.val() {
            self.held.limb.next = self.limb.val();
        }
        self.less.set.next = false;
        self.less.number.next = self.nothing.val();
        self.less.shift.next = self.compare.val();
        self.less.limb.next = self.difference.val().get_bits::<LIMB>(0);
        self.value.next = self.held.all.val();
    }
    named!();
}
