//! Products in the quadratic extension: three products of Karatsuba's, and a
//! reduction for each coordinate.

use super::{
    Limbs,
    lane::{Ifma, Lane},
    product::MOST_LIMBS,
};
use crate::{
    Eight, Section,
    constants::{self, LIMB_MASK},
    field::Modulus,
    quadratic::Extendable,
};
use std::marker::PhantomData;

/// What is added to a difference of products, in squares of the prime.
const SQUARES: u64 = 32;

/// A number of `2 L` limbs, before carries between them.
#[derive(Clone, Copy)]
struct Wide<P, const W: usize, const L: usize>([Lane; 2 * MOST_LIMBS], PhantomData<P>);

impl<P: Modulus<W>, const W: usize, const L: usize> Extendable for Limbs<P, W, L> {
    #[inline(always)]
    fn mul_pairs<const K: usize>(a: &[[Self; 2]; K], b: &[[Self; 2]; K]) -> [[Self; 2]; K] {
        let mut products = *a;
        a[0][0].level().enter(Products(a, b, &mut products));
        products
    }

    #[inline(always)]
    fn square_pairs<const K: usize>(a: &[[Self; 2]; K]) -> [[Self; 2]; K] {
        let mut squares = *a;
        a[0][0].level().enter(Squares(a, &mut squares));
        squares
    }
}

/// `K` pairs.
type Pairs<P, const W: usize, const L: usize, const K: usize> = [[Limbs<P, W, L>; 2]; K];

/// The third is the products of the others. A section, because these are functions of
/// their own: a loop with several of them would not fit the cache of instructions.
struct Products<'a, P, const W: usize, const L: usize, const K: usize>(
    &'a Pairs<P, W, L, K>,
    &'a Pairs<P, W, L, K>,
    &'a mut Pairs<P, W, L, K>,
);

impl<P: Modulus<W>, const W: usize, const L: usize, const K: usize> Section<Limbs<P, W, L>>
    for Products<'_, P, W, L, K>
{
    type Output = ();

    #[inline(always)]
    fn run(self, level: Ifma) {
        let Self(a, b, products) = self;
        for k in 0..K {
            let ([a0, a1], [b0, b1]) = (a[k], b[k]);
            for (a, b) in [(a0, b0), (a0, b1), (a1, b0), (a1, b1)] {
                debug_assert!(a.may_multiply(&b, 2), "{a:?} times {b:?}");
            }
            let (first, second) = (Wide::product(&a0, &b0), Wide::product(&a1, &b1));
            let all = Wide::product(&a0.add(a1), &b0.add(b1));
            let real = first.each(Wide::squares(level), Lane::add);
            let real = real.each(second, Lane::sub);
            let imaginary = all.each(first, Lane::sub).each(second, Lane::sub);
            products[k] = Wide::reduce([real, imaginary]);
        }
    }
}

/// The second is the squares of the first,
/// `(x + y u)^2 = (x + y) (x - y) + 2 x y u`.
struct Squares<'a, P, const W: usize, const L: usize, const K: usize>(
    &'a Pairs<P, W, L, K>,
    &'a mut Pairs<P, W, L, K>,
);

impl<P: Modulus<W>, const W: usize, const L: usize, const K: usize> Section<Limbs<P, W, L>>
    for Squares<'_, P, W, L, K>
{
    type Output = ();

    #[inline(always)]
    fn run(self, _: Ifma) {
        let Self(a, squares) = self;
        let [first, _] = a[0];
        let (mut sums, mut differences) = ([first; K], [first; K]);
        let (mut doubles, mut others) = (sums, sums);
        for k in 0..K {
            let [x, y] = a[k];
            (sums[k], differences[k]) = (x.add(y), x.sub::<4>(y));
            (doubles[k], others[k]) = (x.add(x), y);
        }
        let real = Limbs::mul_many(&sums, &differences);
        let imaginary = Limbs::mul_many(&doubles, &others);
        for k in 0..K {
            squares[k] = [real[k], imaginary[k]];
        }
    }
}

impl<P: Modulus<W>, const W: usize, const L: usize> Wide<P, W, L> {
    /// `SQUARES` times the square of the prime.
    #[inline(always)]
    fn squares(level: Ifma) -> Self {
        let limbs = const {
            constants::scaled_square::<L, { 2 * MOST_LIMBS }>(Limbs::<P, W, L>::MODULUS, SQUARES)
        };
        let mut lanes = [Lane::splat(level, 0); 2 * MOST_LIMBS];
        for j in 0..2 * L {
            lanes[j] = Lane::splat(level, limbs[j]);
        }
        Self(lanes, PhantomData)
    }

    #[inline(always)]
    fn each(mut self, other: Self, f: impl Fn(Lane, Lane) -> Lane) -> Self {
        for j in 0..2 * L {
            self.0[j] = f(self.0[j], other.0[j]);
        }
        self
    }

    #[inline(always)]
    fn product(a: &Limbs<P, W, L>, b: &Limbs<P, W, L>) -> Self {
        let zero = Lane::splat(a.level(), 0);
        let mut product = Self([zero; 2 * MOST_LIMBS], PhantomData);
        // Written out, as in `product`.
        product.add_row(0, a, b);
        product.add_row(1, a, b);
        product.add_row(2, a, b);
        product.add_row(3, a, b);
        product.add_row(4, a, b);
        product.add_row(5, a, b);
        product.add_row(6, a, b);
        product.add_row(7, a, b);
        product
    }

    /// Adds the products of limb `i` of `a`.
    #[inline(always)]
    fn add_row(&mut self, i: usize, a: &Limbs<P, W, L>, b: &Limbs<P, W, L>) {
        if i >= L {
            return;
        }
        for j in 0..L {
            self.0[i + j] = self.0[i + j].madd_low(a.0[i], b.0[j]);
        }
        for j in 0..L {
            self.0[i + j + 1] = self.0[i + j + 1].madd_high(a.0[i], b.0[j]);
        }
    }

    /// Montgomery's reduction of two numbers by turns.
    #[inline(always)]
    fn reduce(mut numbers: [Self; 2]) -> [Limbs<P, W, L>; 2] {
        Self::step(&mut numbers, 0);
        Self::step(&mut numbers, 1);
        Self::step(&mut numbers, 2);
        Self::step(&mut numbers, 3);
        Self::step(&mut numbers, 4);
        Self::step(&mut numbers, 5);
        Self::step(&mut numbers, 6);
        Self::step(&mut numbers, 7);
        let [real, imaginary] = numbers;
        [real.high(), imaginary.high()]
    }

    /// The upper half.
    #[inline(always)]
    fn high(self) -> Limbs<P, W, L> {
        let mut limbs = [self.0[0]; L];
        limbs.copy_from_slice(&self.0[L..2 * L]);
        Limbs::new(limbs).carried_positive()
    }

    /// Makes limb `i` of both zero, and moves its carry on.
    #[inline(always)]
    fn step(numbers: &mut [Self; 2], i: usize) {
        if i >= L {
            return;
        }
        let level = numbers[0].0[0].level();
        let (zero, mask) = (Lane::splat(level, 0), Lane::splat(level, LIMB_MASK));
        let inverse = Lane::splat(level, P::NEGATIVE_INVERSE & LIMB_MASK);
        let modulus = Limbs::<P, W, L>::multiple::<1>(level).0;
        let mut factors = [zero; 2];
        for (factor, number) in factors.iter_mut().zip(&*numbers) {
            *factor = zero.madd_low(number.0[i], inverse);
        }
        for (number, factor) in numbers.iter_mut().zip(factors) {
            // The limb and its multiple of the prime cancel, and carry one unless it
            // was zero.
            let carry = number.0[i].add(mask).carry();
            number.0[i + 1] = number.0[i + 1].add(carry);
            for j in 1..L {
                number.0[i + j] = number.0[i + j].madd_low(factor, modulus[j]);
            }
            for j in 0..L {
                number.0[i + j + 1] = number.0[i + j + 1].madd_high(factor, modulus[j]);
            }
        }
    }
}
