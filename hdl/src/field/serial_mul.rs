//! A modular product limb by limb, one in as many clocks as a number has limbs.
//!
//! ```text
//! a --(shifted in)--v
//! b ------------[a b]-- low --[-1/q]-- low = m --[m q]-- high --[+]-- p = (a b + m q) / R
//!                 |---- high -------- delay ----------------------^
//!                 '---- low zero? --- delay ----------------------^ carry
//! ```
//!
//! Three rows of multipliers, each fed by the limbs of the one before: nothing loops back but the carries, so a product
//! starts every n clocks. Low halves of a b and m q add up to zero or R.
//! Interface: n limbs of a with `a_valid`; later n limbs of b with `b_valid`, first and last marked, while those of the
//! next a may come; p from `p_first` on, a limb a clock. Where `a b < 2^SLACK q^2`, p is below 2q, else it means
//! nothing. Latency: [`SerialModMul::latency`] from b to p.
//! Source: Montgomery 1985, finely integrated as in Koc, Acar, Kaliski 1996. Golden model: integers modulo q.

use super::SerialField;
use crate::named;
use crate::prim::{Delay, LIMB, LimbRow, Widen};
use rust_hdl::prelude::*;

/// Bits of a sum of two limbs and a carry.
const SUM: usize = LIMB + 1;

/// `p = a b / R` modulo q.
#[derive(LogicBlock)]
pub struct SerialModMul {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether a limb of a comes.
    pub a_valid: Signal<In, Bit>,
    /// That limb.
    pub a: Signal<In, Bits<LIMB>>,
    /// Whether a limb of b comes.
    pub b_valid: Signal<In, Bit>,
    /// Whether it is the first one; then all of a has come.
    pub b_first: Signal<In, Bit>,
    /// Whether it is the last one.
    pub b_last: Signal<In, Bit>,
    /// That limb.
    pub b: Signal<In, Bits<LIMB>>,
    /// Limb of p.
    pub p: Signal<Out, Bits<LIMB>>,
    /// Whether it is the first one.
    pub p_first: Signal<Out, Bit>,
    product: LimbRow,
    quotient: LimbRow,
    multiple: LimbRow,
    high: Delay<Bits<LIMB>>,
    nonzero: Delay<Bit>,
    some: DFF<Bit>,
    some_before: Signal<Local, Bit>,
    some_now: Signal<Local, Bit>,
    carry: DFF<Bit>,
    limb: DFF<Bits<LIMB>>,
    begins: DFF<Bit>,
    carried: Signal<Local, Bits<SUM>>,
    sum: Signal<Local, Bits<SUM>>,
    no_limb: Constant<Bits<LIMB>>,
    no_carry: Constant<Bits<SUM>>,
    one_carry: Constant<Bits<SUM>>,
    _limbs: usize,
}

impl SerialModMul {
    /// A multiplier over `field`.
    pub fn new(field: &SerialField) -> Self {
        let n = field.limbs;
        // The two rows behind the first.
        let beside = 2 * LimbRow::LATENCY;
        Self {
            clock: Default::default(),
            a_valid: Default::default(),
            a: Default::default(),
            b_valid: Default::default(),
            b_first: Default::default(),
            b_last: Default::default(),
            b: Default::default(),
            p: Default::default(),
            p_first: Default::default(),
            product: LimbRow::variable(n),
            quotient: LimbRow::constant(&field.negated_inverse(), n),
            multiple: LimbRow::constant(&field.modulus, n),
            high: Delay::new(beside),
            nonzero: Delay::new(beside),
            some: Default::default(),
            some_before: Default::default(),
            some_now: Default::default(),
            carry: Default::default(),
            limb: Default::default(),
            begins: Default::default(),
            carried: Default::default(),
            sum: Default::default(),
            no_limb: Constant::new(0u64.into()),
            no_carry: Constant::new(0u64.into()),
            one_carry: Constant::new(1u64.into()),
            _limbs: n,
        }
    }

    /// Clocks from the first limb of b to that of p.
    pub fn latency(&self) -> usize {
        Self::latency_of(self._limbs)
    }

    /// The same for numbers of `limbs` limbs: three rows, the low limbs, and the last sum.
    pub const fn latency_of(limbs: usize) -> usize {
        3 * LimbRow::LATENCY + limbs + 1
    }
}

impl Logic for SerialModMul {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, product, quotient, multiple, high, nonzero);
        dff_setup!(self, clock, some, carry, limb, begins);
        self.product.load.next = self.a_valid.val();
        self.product.factor.next = self.a.val();
        self.product.valid.next = self.b_valid.val();
        self.product.first.next = self.b_first.val() & self.b_valid.val();
        self.product.last.next = self.b_last.val();
        self.product.limb.next = self.b.val();
        // Its low limbs, from the lowest, make those of m; they in turn make those of m q.
        self.quotient.load.next = false;
        self.quotient.factor.next = self.no_limb.val();
        self.quotient.valid.next = self.product.low_valid.val();
        self.quotient.first.next = self.product.low_first.val();
        self.quotient.last.next = self.product.low_last.val();
        self.quotient.limb.next = self.product.low.val();
        self.multiple.load.next = false;
        self.multiple.factor.next = self.no_limb.val();
        self.multiple.valid.next = self.quotient.low_valid.val();
        self.multiple.first.next = self.quotient.low_first.val();
        self.multiple.last.next = self.quotient.low_last.val();
        self.multiple.limb.next = self.quotient.low.val();
        // Whether any low limb of a b is not zero: then the low halves carry.
        self.some_before.next = self.some.q.val() & !self.product.low_first.val();
        self.some_now.next =
            self.some_before.val() | (self.product.low.val() != self.no_limb.val());
        if self.product.low_valid.val() {
            self.some.d.next = self.some_now.val();
        }
        self.nonzero.d.next = self.some.q.val();
        self.high.d.next = self.product.high.val();
        // The high halves.
        self.carried.next = self.no_carry.val();
        if self.carry.q.val() {
            self.carried.next = self.one_carry.val();
        }
        if self.multiple.high_first.val() {
            self.carried.next = self.no_carry.val();
            if self.nonzero.q.val() {
                self.carried.next = self.one_carry.val();
            }
        }
        self.sum.next =
            self.high.q.val().to_bits() + self.multiple.high.val().to_bits() + self.carried.val();
        self.carry.d.next = self.sum.val().get_bit(18);
        self.limb.d.next = self.sum.val().get_bits::<LIMB>(0);
        self.begins.d.next = self.multiple.high_first.val();
        self.p.next = self.limb.q.val();
        self.p_first.next = self.begins.q.val();
    }
    named!();
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigUint;

    /// RustHDL's simulator, by the models of the rows; Verilator runs the rows themselves.
    #[test]
    fn products_of_small_moduli_by_the_models() {
        for q in [3u64, 29] {
            let field = SerialField::new(&q.into());
            let mut uut = Box::new(SerialModMul::new(&field));
            uut.connect_all();
            for (a, b) in (0..4 * q)
                .step_by(3)
                .flat_map(|a| (0..4 * q).map(move |b| (a, b)))
            {
                let mut p = BigUint::ZERO;
                let start = field.limbs;
                let first = start + uut.latency();
                for t in 0..first + field.limbs {
                    let limb = |x: u64, i: usize| (x >> (LIMB * i)) & 0x3ffff;
                    let at = |from: usize| t.checked_sub(from).filter(|i| *i < field.limbs);
                    uut.a_valid.next = at(0).is_some();
                    uut.a.next = at(0).map_or(0, |i| limb(a, i)).into();
                    uut.b_valid.next = at(start).is_some();
                    uut.b_first.next = t == start;
                    uut.b_last.next = at(start) == Some(field.limbs - 1);
                    uut.b.next = at(start).map_or(0, |i| limb(b, i)).into();
                    for level in [false, true] {
                        if !level {
                            uut.clock.next.clk = level;
                            assert!(simulate(uut.as_mut(), 100));
                            assert_eq!(uut.p_first.val(), t == first, "clock {t}");
                            if let Some(i) = at(first) {
                                p += BigUint::from(uut.p.val()) << (LIMB * i);
                            }
                        }
                        uut.clock.next.clk = level;
                        assert!(simulate(uut.as_mut(), 100));
                    }
                }
                assert!(p < BigUint::from(2 * q), "q = {q}, a = {a}, b = {b}: {p}");
                assert_eq!(
                    p % q,
                    field.divided(&(a * b).into()),
                    "q = {q}, a = {a}, b = {b}"
                );
            }
        }
    }
}
