//! Montgomery's product, several at a time.

use super::{Limbs, lane::Lane};
use crate::{constants::LIMB_MASK, field::Modulus};

/// Most limbs of a prime.
pub(super) const MOST_LIMBS: usize = 8;

/// What `K` products share, and their sums so far.
struct Products<'a, P, const W: usize, const L: usize, const K: usize> {
    a: &'a [Limbs<P, W, L>; K],
    b: &'a [Limbs<P, W, L>; K],
    modulus: [Lane; L],
    inverse: Lane,
    sums: [[Lane; L]; K],
}

/// Products by turns, so that one computes while another waits.
#[inline(always)]
pub(super) fn mul_many<P: Modulus<W>, const W: usize, const L: usize, const K: usize>(
    a: &[Limbs<P, W, L>; K],
    b: &[Limbs<P, W, L>; K],
) -> [Limbs<P, W, L>; K] {
    const { assert!(L <= MOST_LIMBS && K > 0) };
    let level = a[0].level();
    let mut products = Products {
        a,
        b,
        modulus: Limbs::<P, W, L>::multiple::<1>(level).0,
        inverse: Lane::splat(level, P::NEGATIVE_INVERSE & LIMB_MASK),
        sums: [[Lane::splat(level, 0); L]; K],
    };
    products.add_low(0);
    // Written out: sums stay in registers only if the compiler knows each index.
    products.step(0);
    products.step(1);
    products.step(2);
    products.step(3);
    products.step(4);
    products.step(5);
    products.step(6);
    products.step(7);
    let mut results = *a;
    for (result, sum) in results.iter_mut().zip(products.sums) {
        *result = Limbs::new(sum).carried();
    }
    results
}

impl<P: Modulus<W>, const W: usize, const L: usize, const K: usize> Products<'_, P, W, L, K> {
    /// Makes the lowest limbs of the sums zero, drops them, and adds the high
    /// halves of limb `i` of `a` and the low halves of the next.
    #[inline(always)]
    fn step(&mut self, i: usize) {
        if i >= L {
            return;
        }
        let zero = Lane::splat(self.inverse.level(), 0);
        let mut factors = [zero; K];
        for (factor, sum) in factors.iter_mut().zip(&self.sums) {
            *factor = zero.madd_low(sum[0], self.inverse);
        }
        self.drop_lowest(zero);
        for k in 0..K {
            for j in 0..L {
                self.sums[k][j] = self.sums[k][j].madd_high(self.a[k].0[i], self.b[k].0[j]);
            }
        }
        self.add_low(i + 1);
        // What waits for the factors comes last.
        for (sum, factor) in self.sums.iter_mut().zip(factors) {
            for j in 1..L {
                sum[j - 1] = sum[j - 1].madd_low(factor, self.modulus[j]);
            }
        }
        for (sum, factor) in self.sums.iter_mut().zip(factors) {
            for j in 0..L {
                sum[j] = sum[j].madd_high(factor, self.modulus[j]);
            }
        }
    }

    /// Adds the low halves of the products of limb `i` of `a`.
    #[inline(always)]
    fn add_low(&mut self, i: usize) {
        if i >= L {
            return;
        }
        for k in 0..K {
            for j in 0..L {
                self.sums[k][j] = self.sums[k][j].madd_low(self.a[k].0[i], self.b[k].0[j]);
            }
        }
    }

    /// The lowest limb and its multiple of the prime cancel, and carry one unless
    /// it was zero already: no need to compute them.
    #[inline(always)]
    fn drop_lowest(&mut self, zero: Lane) {
        let mask = Lane::splat(self.inverse.level(), LIMB_MASK);
        for sum in &mut self.sums {
            let carry = sum[0].add(mask).carry();
            for j in 1..L {
                sum[j - 1] = sum[j];
            }
            sum[L - 1] = zero;
            sum[0] = sum[0].add(carry);
        }
    }
}
