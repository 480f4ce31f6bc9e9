//! The points of a result: canonical coordinates, one point a word.
//!
//! ```text
//! slices --> [Canonical] x 3 --less 2q?--less q?--> (X : Y : Z) --> result (stream)
//! ```
//!
//! Interface: limbs as they come, lowest first, while nothing is offered; then a stream. Latency: three times the limbs,
//! and 4. Golden model: integers modulo q.

use super::Canonical;
use crate::curve::{INDEX, SLICE};
use crate::field::SerialField;
use crate::msm::POINT;
use crate::named;
use crate::prim::{LIMB, Widen, WordSelect};
use rust_hdl::prelude::*;

/// What is done with the point.
#[derive(Copy, Clone, Debug, PartialEq, LogicState)]
enum Phase {
    Load,
    Double,
    ChooseDouble,
    Single,
    ChooseSingle,
    Offer,
}

/// Coordinates of `P` bits.
#[derive(LogicBlock)]
pub struct ResultSender<const P: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous: forgets the point.
    pub reset: Signal<In, Bit>,
    /// Whether limbs come.
    pub load: Signal<In, Bit>,
    /// Which.
    pub index: Signal<In, Bits<INDEX>>,
    /// Limbs of X, Y and Z.
    pub slice: Signal<In, Bits<SLICE>>,
    /// Whether the point is infinity instead.
    pub empty: Signal<In, Bit>,
    /// (X : Y : Z).
    pub result: Signal<Out, Bits<POINT>>,
    /// Whether there is one.
    pub result_valid: Signal<Out, Bit>,
    /// Whether it is taken.
    pub result_ready: Signal<In, Bit>,
    coordinates: [Canonical<P>; 3],
    multiple: WordSelect<P, LIMB, INDEX>,
    phase: DFF<Phase>,
    limb: DFF<Bits<INDEX>>,
    compares: Signal<Local, Bit>,
    chooses: Signal<Local, Bit>,
    ends: Signal<Local, Bit>,
    words: [Signal<Local, Bits<POINT>>; 3],
    single: Constant<Bits<P>>,
    double: Constant<Bits<P>>,
    no_index: Constant<Bits<INDEX>>,
    one_index: Constant<Bits<INDEX>>,
    last_index: Constant<Bits<INDEX>>,
    no_limb: Constant<Bits<LIMB>>,
    one_limb: Constant<Bits<LIMB>>,
}

impl<const P: usize> ResultSender<P> {
    /// For coordinates over `field`.
    ///
    /// # Panics
    /// When `P` is not the bits of its limbs.
    pub fn new(field: &SerialField) -> Self {
        assert_eq!(P, LIMB * field.limbs, "bits of a coordinate's limbs");
        Self {
            clock: Default::default(),
            reset: Default::default(),
            load: Default::default(),
            index: Default::default(),
            slice: Default::default(),
            empty: Default::default(),
            result: Default::default(),
            result_valid: Default::default(),
            result_ready: Default::default(),
            coordinates: Default::default(),
            multiple: Default::default(),
            phase: Default::default(),
            limb: Default::default(),
            compares: Default::default(),
            chooses: Default::default(),
            ends: Default::default(),
            words: Default::default(),
            single: Constant::new(field.modulus.clone().into()),
            double: Constant::new((&field.modulus * 2u32).into()),
            no_index: Constant::new(0u64.into()),
            one_index: Constant::new(1u64.into()),
            last_index: Constant::new((field.limbs as u64 - 1).into()),
            no_limb: Constant::new(0u64.into()),
            one_limb: Constant::new(1u64.into()),
        }
    }
}

impl<const P: usize> Logic for ResultSender<P> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, phase, limb);
        self.compares.next = false;
        self.chooses.next = false;
        self.ends.next = self.limb.q.val() == self.last_index.val();
        self.limb.d.next = self.no_index.val();
        self.multiple.words.next = self.double.val();
        self.multiple.index.next = self.limb.q.val();
        match self.phase.q.val() {
            Phase::Load => {
                if self.load.val() & (self.index.val() == self.last_index.val()) {
                    self.phase.d.next = Phase::Double;
                }
            }
            Phase::Double => {
                self.compares.next = true;
                self.limb.d.next = self.limb.q.val() + self.one_index.val();
                if self.ends.val() {
                    self.phase.d.next = Phase::ChooseDouble;
                }
            }
            Phase::ChooseDouble => {
                self.chooses.next = true;
                self.phase.d.next = Phase::Single;
            }
            Phase::Single => {
                self.multiple.words.next = self.single.val();
                self.compares.next = true;
                self.limb.d.next = self.limb.q.val() + self.one_index.val();
                if self.ends.val() {
                    self.phase.d.next = Phase::ChooseSingle;
                }
            }
            Phase::ChooseSingle => {
                self.chooses.next = true;
                self.phase.d.next = Phase::Offer;
            }
            Phase::Offer => {
                if self.result_ready.val() {
                    self.phase.d.next = Phase::Load;
                }
            }
            _ => {
                self.phase.d.next = Phase::Load;
            }
        }
        if self.ends.val() | self.reset.val() {
            self.limb.d.next = self.no_index.val();
        }
        if self.reset.val() {
            self.phase.d.next = Phase::Load;
        }
        for i in 0..3 {
            self.coordinates[i].clock.next = self.clock.val();
            self.coordinates[i].load.next = self.load.val();
            self.coordinates[i].compare.next = self.compares.val();
            self.coordinates[i].choose.next = self.chooses.val();
            self.coordinates[i].first.next = self.limb.q.val() == self.no_index.val();
            self.coordinates[i].multiple.next = self.multiple.word.val();
            self.words[i].next = self.coordinates[i].value.val().to_bits();
        }
        self.coordinates[0].limb.next = self.slice.val().get_bits::<LIMB>(0);
        self.coordinates[1].limb.next = self.slice.val().get_bits::<LIMB>(18);
        self.coordinates[2].limb.next = self.slice.val().get_bits::<LIMB>(36);
        // Infinity is (0 : 1 : 0).
        if self.empty.val() {
            self.coordinates[0].limb.next = self.no_limb.val();
            self.coordinates[1].limb.next = self.no_limb.val();
            self.coordinates[2].limb.next = self.no_limb.val();
            if self.index.val() == self.no_index.val() {
                self.coordinates[1].limb.next = self.one_limb.val();
            }
        }
        self.result.next =
            self.words[0].val() | (self.words[1].val() << 256) | (self.words[2].val() << 512);
        self.result_valid.next = self.phase.q.val() == Phase::Offer;
    }
    named!();
}
