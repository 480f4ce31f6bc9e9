//! The butterfly of both directions, on one multiplier.
//!
//! ```text
//! forward (Cooley-Tukey)                 backward (Gentleman-Sande)
//! a --------[delay]--+--[+]-- x          a --+--[+]--[delay]-- x = a + b
//!                    |\/|                    |\/|
//! b --(x w)----------+--[-]-- y          b --+--[-]--(x w)---- y = (a - b) w
//!        x, y = a +- w b
//! ```
//!
//! The same multiplier, delay and sums serve both: choices before each tell what comes from where. Where `halve` is
//! high sums are divided by two, so that a transform of 2^m points ends divided by its size.
//! Interface: pipe, of butterflies [`FieldConfig::interval`] clocks apart or more; `backward` and `halve` stay while
//! anything is on its way. a, b and w canonical, x and y too.
//! Latency: [`Butterfly::latency`]. Source: Cooley and Tukey 1965; Gentleman and Sande 1966.
//! Golden model: integers modulo q.

use super::SumDifference;
use crate::field::{FieldConfig, ModMul};
use crate::named;
use crate::prim::{Delay, PacedDelay};
use rust_hdl::prelude::*;

/// Over words of `N` bits.
#[derive(LogicBlock)]
pub struct Butterfly<const N: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether a, b and w mean something.
    pub valid: Signal<In, Bit>,
    /// Whether the factor comes last.
    pub backward: Signal<In, Bit>,
    /// Whether sums and differences are halved.
    pub halve: Signal<In, Bit>,
    /// First word.
    pub a: Signal<In, Bits<N>>,
    /// Second word.
    pub b: Signal<In, Bits<N>>,
    /// Factor.
    pub w: Signal<In, Bits<N>>,
    /// First result.
    pub x: Signal<Out, Bits<N>>,
    /// Second result.
    pub y: Signal<Out, Bits<N>>,
    rank: SumDifference<N>,
    multiplier: ModMul<N>,
    // Beside the multiplier.
    beside: PacedDelay<Bits<N>>,
    // Beside the sums.
    factor: PacedDelay<Bits<N>>,
    meant: Delay<Bit>,
}

impl<const N: usize> Butterfly<N> {
    /// Over `field`.
    ///
    /// # Panics
    /// When the modulus is even or below 3, or the field exceeds the container.
    pub fn new(field: &FieldConfig) -> Self {
        let [multiplier] = ModMul::array(field);
        Self::with(field, multiplier)
    }

    /// `P` of them; datapaths are built once.
    ///
    /// # Panics
    /// As [`Butterfly::new`].
    pub fn array<const P: usize>(field: &FieldConfig) -> [Self; P] {
        ModMul::array(field).map(|multiplier| Self::with(field, multiplier))
    }

    fn with(field: &FieldConfig, multiplier: ModMul<N>) -> Self {
        let rank = SumDifference::new(field);
        Self {
            clock: Default::default(),
            valid: Default::default(),
            backward: Default::default(),
            halve: Default::default(),
            a: Default::default(),
            b: Default::default(),
            w: Default::default(),
            x: Default::default(),
            y: Default::default(),
            beside: PacedDelay::new(multiplier.latency(), field.interval()),
            factor: PacedDelay::new(rank.latency(), field.interval()),
            meant: Delay::zeroed(rank.latency()),
            rank,
            multiplier,
        }
    }

    /// Clocks from words to results.
    pub fn latency(&self) -> usize {
        self.rank.latency() + self.multiplier.latency()
    }
}

impl<const N: usize> Logic for Butterfly<N> {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, rank, multiplier, beside, factor, meant);
        self.rank.halve.next = self.halve.val();
        self.factor.valid.next = self.valid.val();
        self.factor.d.next = self.w.val();
        self.meant.d.next = self.valid.val();
        self.multiplier.valid.next = self.valid.val();
        self.multiplier.a.next = self.b.val();
        self.multiplier.b.next = self.w.val();
        self.beside.valid.next = self.valid.val();
        self.beside.d.next = self.a.val();
        self.rank.a.next = self.beside.q.val();
        self.rank.b.next = self.multiplier.p.val();
        self.x.next = self.rank.sum.val();
        self.y.next = self.rank.difference.val();
        if self.backward.val() {
            self.rank.a.next = self.a.val();
            self.rank.b.next = self.b.val();
            self.multiplier.valid.next = self.meant.q.val();
            self.multiplier.a.next = self.rank.difference.val();
            self.multiplier.b.next = self.factor.q.val();
            self.beside.valid.next = self.meant.q.val();
            self.beside.d.next = self.rank.sum.val();
            self.x.next = self.beside.q.val();
            self.y.next = self.multiplier.p.val();
        }
    }
    named!();
}
