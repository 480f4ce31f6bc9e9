//! The multiplier that makes factors for some lanes.
//!
//! ```text
//! bases[address] --.
//! left ------------+--> (x) --> product --> lanes, bases, tables
//! right, or 1 -----'
//! ```
//!
//! A factor of stage s is that of the first block times a root of unity that all vectors share. The first ones of all
//! vectors are kept as bases; a base itself goes on to the next group of vectors by a root too. One maker serves as many
//! lanes as it has time for.
//! Interface: pipe; control is that of all makers. Latency: [`FactorMaker::latency`] from `base_address` to `product`;
//! operands come with it. Golden model: integers modulo q.

use crate::field::{FieldConfig, ModMul};
use crate::named;
use crate::prim::{Delay, SimpleDualPort};
use rust_hdl::prelude::*;

/// Words of `N` bits, `2^C` bases; makers are numbered by `M` bits.
#[derive(LogicBlock)]
pub struct FactorMaker<const N: usize, const C: usize, const M: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether something is made.
    pub valid: Signal<In, Bit>,
    /// Which base is read.
    pub base_address: Signal<In, Bits<C>>,
    /// Whether the first factor is the base, or else `left`.
    pub of_base: Signal<In, Bit>,
    /// The first factor.
    pub left: Signal<In, Bits<N>>,
    /// The second factor.
    pub right: Signal<In, Bits<N>>,
    /// Bits of the maker's number of which one must be set for `right` to count, or else all are zero.
    pub only: Signal<In, Bits<M>>,
    /// Whether the product becomes a base.
    pub keep: Signal<In, Bit>,
    /// Which.
    pub keep_address: Signal<In, Bits<C>>,
    /// What was made.
    pub product: Signal<Out, Bits<N>>,
    bases: SimpleDualPort<N, C>,
    multiplier: ModMul<N>,
    meant: Delay<Bit>,
    of_base1: DFF<Bit>,
    left1: DFF<Bits<N>>,
    right1: DFF<Bits<N>>,
    a: DFF<Bits<N>>,
    b: DFF<Bits<N>>,
    number: Constant<Bits<M>>,
    none: Constant<Bits<M>>,
    one: Constant<Bits<N>>,
}

impl<const N: usize, const C: usize, const M: usize> FactorMaker<N, C, M> {
    /// `K` makers over `field`; datapaths are built once.
    ///
    /// # Panics
    /// When the modulus is even or below 3, the field exceeds the container, or `M` bits do not number the makers.
    pub fn array<const K: usize>(field: &FieldConfig) -> [Self; K] {
        assert!(K <= 1 << M, "{M} bits number {K} makers");
        let mut number = 0;
        ModMul::array(field).map(|multiplier| {
            let maker = Self::with(multiplier, number);
            number += 1;
            maker
        })
    }

    fn with(multiplier: ModMul<N>, number: u64) -> Self {
        Self {
            clock: Default::default(),
            valid: Default::default(),
            base_address: Default::default(),
            of_base: Default::default(),
            left: Default::default(),
            right: Default::default(),
            only: Default::default(),
            keep: Default::default(),
            keep_address: Default::default(),
            product: Default::default(),
            bases: SimpleDualPort::new(1 << C),
            multiplier,
            meant: Delay::zeroed(2),
            of_base1: Default::default(),
            left1: Default::default(),
            right1: Default::default(),
            a: Default::default(),
            b: Default::default(),
            number: Constant::new(number.into()),
            none: Constant::new(0u64.into()),
            one: Constant::new(1u64.into()),
        }
    }

    /// Clocks from the address of a base to the product: memory, choice, product.
    pub fn latency(&self) -> usize {
        2 + self.multiplier.latency()
    }
}

impl<const N: usize, const C: usize, const M: usize> Logic for FactorMaker<N, C, M> {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, bases, multiplier, meant);
        dff_setup!(self, clock, of_base1, left1, right1, a, b);
        self.bases.read_address.next = self.base_address.val();
        self.bases.write.next = self.keep.val();
        self.bases.write_address.next = self.keep_address.val();
        self.bases.write_data.next = self.multiplier.p.val();
        self.meant.d.next = self.valid.val();
        self.of_base1.d.next = self.of_base.val();
        self.left1.d.next = self.left.val();
        self.right1.d.next = self.right.val();
        if (self.only.val() != self.none.val())
            & ((self.only.val() & self.number.val()) == self.none.val())
        {
            self.right1.d.next = self.one.val();
        }
        self.a.d.next = self.left1.q.val();
        if self.of_base1.q.val() {
            self.a.d.next = self.bases.q.val();
        }
        self.b.d.next = self.right1.q.val();
        self.multiplier.valid.next = self.meant.q.val();
        self.multiplier.a.next = self.a.q.val();
        self.multiplier.b.next = self.b.q.val();
        self.product.next = self.multiplier.p.val();
    }
    named!();
}
