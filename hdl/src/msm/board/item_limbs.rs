//! The point of an item, limb by limb, with either sign.
//!
//! ```text
//! base --> [x] rotates --------------------> x
//!      '-> [y] rotates --+---------(sign)--> y or q - y
//!              q --------+--[-]------^       1
//! ```
//!
//! Interface: a base with `take`; then all limbs in turn, as often as wanted. `infinite` a clock after the base.
//! Latency: 1 from a turn to its limbs. y is not zero but at infinity, which nobody asks for. Golden model: integers.

use crate::curve::{INDEX, SLICE};
use crate::field::FieldConfig;
use crate::msm::{BASE, COORDINATE};
use crate::named;
use crate::prim::{Join, LIMB, LimbShift, Widen, WordSelect};
use num_bigint::BigUint;
use rust_hdl::prelude::*;

/// Bits of a difference of two limbs.
const DIFFERENCE: usize = LIMB + 1;

/// Coordinates of `P` bits in limbs.
#[derive(LogicBlock)]
pub struct ItemLimbs<const P: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether a base comes.
    pub take: Signal<In, Bit>,
    /// Base: x low, y high; zero is infinity.
    pub base: Signal<In, Bits<BASE>>,
    /// Whether the base is infinity.
    pub infinite: Signal<Out, Bit>,
    /// Whether -y is wanted.
    pub negative: Signal<In, Bit>,
    /// Whether a limb is asked for.
    pub turn: Signal<In, Bit>,
    /// Which: one after the other, from the first.
    pub index: Signal<In, Bits<INDEX>>,
    /// Limbs of x, y or -y, and 1.
    pub slice: Signal<Out, Bits<SLICE>>,
    x: LimbShift<P>,
    y: LimbShift<P>,
    borrow: DFF<Bit>,
    limb_x: DFF<Bits<LIMB>>,
    limb_y: DFF<Bits<LIMB>>,
    limb_z: DFF<Bits<LIMB>>,
    joined: Join<3, 18, SLICE>,
    modulus: WordSelect<P, LIMB, INDEX>,
    x_alone: Signal<Local, Bits<BASE>>,
    y_alone: Signal<Local, Bits<BASE>>,
    difference: Signal<Local, Bits<DIFFERENCE>>,
    borrowed: Signal<Local, Bits<DIFFERENCE>>,
    x_mask: Constant<Bits<BASE>>,
    modulus_limbs: Constant<Bits<P>>,
    nothing: Constant<Bits<P>>,
    no_limb: Constant<Bits<LIMB>>,
    one_limb: Constant<Bits<LIMB>>,
    no_borrow: Constant<Bits<DIFFERENCE>>,
    one_borrow: Constant<Bits<DIFFERENCE>>,
    first_index: Constant<Bits<INDEX>>,
}

impl<const P: usize> ItemLimbs<P> {
    /// For points over `field`.
    pub fn new(field: &FieldConfig) -> Self {
        let x_mask = (BigUint::from(1u32) << COORDINATE) - 1u32;
        Self {
            clock: Default::default(),
            take: Default::default(),
            base: Default::default(),
            infinite: Default::default(),
            negative: Default::default(),
            turn: Default::default(),
            index: Default::default(),
            slice: Default::default(),
            x: Default::default(),
            y: Default::default(),
            borrow: Default::default(),
            limb_x: Default::default(),
            limb_y: Default::default(),
            limb_z: Default::default(),
            joined: Default::default(),
            modulus: Default::default(),
            x_alone: Default::default(),
            y_alone: Default::default(),
            difference: Default::default(),
            borrowed: Default::default(),
            x_mask: Constant::new(x_mask.into()),
            modulus_limbs: Constant::new(field.modulus.clone().into()),
            nothing: Constant::new(0u64.into()),
            no_limb: Constant::new(0u64.into()),
            one_limb: Constant::new(1u64.into()),
            no_borrow: Constant::new(0u64.into()),
            one_borrow: Constant::new(1u64.into()),
            first_index: Constant::new(0u64.into()),
        }
    }
}

impl<const P: usize> Logic for ItemLimbs<P> {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, x, y);
        dff_setup!(self, clock, borrow, limb_x, limb_y, limb_z);
        self.x_alone.next = self.base.val() & self.x_mask.val();
        self.y_alone.next = self.base.val() >> 256;
        self.x.set.next = self.take.val();
        self.x.number.next = self.x_alone.val().get_bits::<P>(0);
        self.y.set.next = self.take.val();
        self.y.number.next = self.y_alone.val().get_bits::<P>(0);
        self.infinite.next =
            (self.x.all.val() == self.nothing.val()) & (self.y.all.val() == self.nothing.val());
        self.x.shift.next = self.turn.val();
        self.x.limb.next = self.x.lowest.val();
        self.y.shift.next = self.turn.val();
        self.y.limb.next = self.y.lowest.val();
        self.modulus.words.next = self.modulus_limbs.val();
        self.modulus.index.next = self.index.val();
        self.borrowed.next = self.no_borrow.val();
        if self.borrow.q.val() & (self.index.val() != self.first_index.val()) {
            self.borrowed.next = self.one_borrow.val();
        }
        self.difference.next =
            self.modulus.word.val().to_bits() - self.y.lowest.val().to_bits() - self.borrowed.val();
        self.borrow.d.next = self.difference.val().get_bit(18);
        self.limb_x.d.next = self.x.lowest.val();
        self.limb_y.d.next = self.y.lowest.val();
        if self.negative.val() {
            self.limb_y.d.next = self.difference.val().get_bits::<LIMB>(0);
        }
        self.limb_z.d.next = self.no_limb.val();
        if self.index.val() == self.first_index.val() {
            self.limb_z.d.next = self.one_limb.val();
        }
        self.joined.part[0].next = self.limb_x.q.val();
        self.joined.part[1].next = self.limb_y.q.val();
        self.joined.part[2].next = self.limb_z.q.val();
        self.slice.next = self.joined.whole.val();
    }
    named!();
}
