//! One element in Montgomery form, below the prime.

use super::inverse::invert;
use crate::{constants, constants::subtract_once, field::Modulus};
use std::marker::PhantomData;

/// `x 2^(64 W)` modulo the prime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Element<P, const W: usize>([u64; W], PhantomData<P>);

impl<P: Modulus<W>, const W: usize> Element<P, W> {
    pub(crate) const ZERO: Self = Self::new([0; W]);
    pub(crate) const ONE: Self = Self::power_of_two(64 * W as u32);
    const SQUARE: Self = Self::power_of_two(128 * W as u32);
    const CUBE: Self = Self::power_of_two(192 * W as u32);

    /// Words as arkworks holds them.
    pub(crate) const fn new(words: [u64; W]) -> Self {
        Self(words, PhantomData)
    }

    const fn power_of_two(exponent: u32) -> Self {
        Self::new(constants::power_of_two(P::MODULUS, exponent))
    }

    /// Words as arkworks holds them.
    pub(crate) fn words(self) -> [u64; W] {
        self.0
    }

    /// From a number below the prime.
    pub(crate) fn from_plain(number: [u64; W]) -> Self {
        Self::new(number).mul(Self::SQUARE)
    }

    /// The number below the prime.
    pub(crate) fn plain(self) -> [u64; W] {
        let mut one = [0; W];
        one[0] = 1;
        self.mul(Self::new(one)).0
    }

    /// Montgomery's product, word by word: the highest bit of the prime is free,
    /// so no step carries beyond the highest word.
    ///
    /// Source: Koç, Acar, Kaliski, "Analyzing and comparing Montgomery
    /// multiplication algorithms", IEEE Micro 16 (1996), CIOS.
    #[inline(always)]
    pub(crate) fn mul(self, other: Self) -> Self {
        let (a, b, p) = (&self.0, &other.0, &P::MODULUS);
        let mut sum = [0u64; W];
        for &digit in b {
            let product = wide(a[0], digit, sum[0], 0);
            let factor = (product as u64).wrapping_mul(P::NEGATIVE_INVERSE);
            let mut high = (product >> 64) as u64;
            let mut reduced = (wide(factor, p[0], product as u64, 0) >> 64) as u64;
            for j in 1..W {
                let product = wide(a[j], digit, sum[j], high);
                high = (product >> 64) as u64;
                let next = wide(factor, p[j], product as u64, reduced);
                (sum[j - 1], reduced) = (next as u64, (next >> 64) as u64);
            }
            sum[W - 1] = high + reduced;
        }
        Self::new(subtract_once(sum, P::MODULUS))
    }

    /// `a[0] b[0] + a[1] b[1]`, reduced once: what both add in a step is below
    /// `3 * 2^64` primes, which two free bits have room for.
    #[inline(always)]
    pub(crate) fn sum_of_products(a: &[Self; 2], b: &[Self; 2]) -> Self {
        const { assert!(P::MODULUS[W - 1] >> 62 == 0, "too few bits are free") };
        let p = &P::MODULUS;
        let mut sum = [0u64; W];
        for i in 0..W {
            let mut above = 0;
            for (a, b) in a.iter().zip(b) {
                let mut high = 0;
                for (word, a) in sum.iter_mut().zip(a.0) {
                    let product = wide(a, b.0[i], *word, high);
                    (*word, high) = (product as u64, (product >> 64) as u64);
                }
                above += high;
            }
            let factor = sum[0].wrapping_mul(P::NEGATIVE_INVERSE);
            let mut reduced = (wide(factor, p[0], sum[0], 0) >> 64) as u64;
            for j in 1..W {
                let next = wide(factor, p[j], sum[j], reduced);
                (sum[j - 1], reduced) = (next as u64, (next >> 64) as u64);
            }
            sum[W - 1] = above + reduced;
        }
        Self::new(subtract_once(sum, P::MODULUS))
    }

    #[inline(always)]
    pub(crate) fn add(self, other: Self) -> Self {
        Self::new(subtract_once(sum(self.0, other.0, true), P::MODULUS))
    }

    #[inline(always)]
    pub(crate) fn sub(self, other: Self) -> Self {
        let (mut rest, mut borrow) = (self.0, false);
        for (word, other) in rest.iter_mut().zip(other.0) {
            let (difference, first) = word.overflowing_sub(other);
            let (difference, second) = difference.overflowing_sub(u64::from(borrow));
            (*word, borrow) = (difference, first | second);
        }
        Self::new(sum(rest, P::MODULUS, borrow))
    }

    /// The inverse; zero for zero.
    pub(crate) fn invert(self) -> Self {
        Self::new(invert::<P, W>(&self.0)).mul(Self::CUBE)
    }

    /// [`invert_all`](Self::invert_all) of words.
    #[inline(never)]
    pub(crate) fn invert_words<const N: usize>(words: [[u64; W]; N]) -> [[u64; W]; N] {
        let mut elements = words.map(Self::new);
        Self::invert_all(&mut elements);
        elements.map(Self::words)
    }

    /// The inverse of each, at the price of one; zero for zero.
    pub(crate) fn invert_all<const N: usize>(elements: &mut [Self; N]) {
        let (mut product, mut before) = (Self::ONE, [Self::ONE; N]);
        for (element, before) in elements.iter().zip(&mut before) {
            *before = product;
            if *element != Self::ZERO {
                product = product.mul(*element);
            }
        }
        let mut inverse = product.invert();
        for (element, before) in elements.iter_mut().zip(before).rev() {
            if *element != Self::ZERO {
                (*element, inverse) = (inverse.mul(before), inverse.mul(*element));
            }
        }
    }
}

/// `a b + c + d`, which no two words exceed.
#[inline(always)]
fn wide(a: u64, b: u64, c: u64, d: u64) -> u128 {
    u128::from(a) * u128::from(b) + u128::from(c) + u128::from(d)
}

/// `a + b` modulo 2^(64 W), or `a` unless it is wanted.
#[inline(always)]
fn sum<const W: usize>(mut a: [u64; W], b: [u64; W], wanted: bool) -> [u64; W] {
    let (mask, mut carry) = (u64::from(wanted).wrapping_neg(), false);
    for (word, other) in a.iter_mut().zip(b) {
        let (total, first) = word.overflowing_add(other & mask);
        let (total, second) = total.overflowing_add(u64::from(carry));
        (*word, carry) = (total, first | second);
    }
    a
}
