//! Eight elements of the extension of a field by a root of minus one.

// An index is one of several arrays at once, and closures are not inlined.
#![allow(clippy::needless_range_loop)]

use crate::{Eight, LANES, eight::Section};

/// Vectors whose pairs are elements of `F[u] / (u^2 + 1)`.
///
/// Products are of the pair as a whole, because a level reduces sums of products
/// cheaper than products.
pub trait Extendable: Eight {
    /// Products of `K` pairs, with bounds as [`Eight::mul_many`] takes them for each
    /// coordinate times each.
    fn mul_pairs<const K: usize>(a: &[[Self; 2]; K], b: &[[Self; 2]; K]) -> [[Self; 2]; K];

    /// Squares of `K` pairs, with bounds up to 4.
    fn square_pairs<const K: usize>(a: &[[Self; 2]; K]) -> [[Self; 2]; K];
}

/// Eight elements `x + y u` with `u^2 = -1`, each coordinate with the bounds of `V`.
#[derive(Clone, Copy, Debug)]
#[repr(transparent)]
pub struct Quadratic<V>([V; 2]);

/// Eight times both coordinates, beside each other.
#[inline(always)]
fn zip<W: Copy>(x: [W; LANES], y: [W; LANES]) -> [[W; 2]; LANES] {
    let mut pairs = [[x[0]; 2]; LANES];
    for i in 0..LANES {
        pairs[i] = [x[i], y[i]];
    }
    pairs
}

/// One coordinate of eight.
#[inline(always)]
fn coordinate<W>(elements: [&[W; 2]; LANES], which: usize) -> [&W; LANES] {
    let mut coordinates = [&elements[0][which]; LANES];
    for i in 0..LANES {
        coordinates[i] = &elements[i][which];
    }
    coordinates
}

impl<V: Extendable> Eight for Quadratic<V> {
    type Words = [V::Words; 2];
    const NULL: Self::Words = [V::NULL; 2];
    type Level = V::Level;
    const SHIFT: u32 = V::SHIFT;
    const IN_REGISTERS: bool = V::IN_REGISTERS;

    fn enter<S: Section<Self>>(level: V::Level, section: S) -> S::Output {
        V::enter(level, Inner(section))
    }

    #[inline(always)]
    fn prefetch<T>(level: V::Level, value: &T) {
        V::prefetch(level, value);
    }

    #[inline(always)]
    fn own([x, y]: &Self::Words, shift: u32, negative: bool) -> Self::Words {
        [V::own(x, shift, negative), V::own(y, shift, negative)]
    }

    #[inline(always)]
    fn sum_of_words(one: &Self::Words, other: &Self::Words) -> Self::Words {
        [0, 1].map(|i| V::sum_of_words(&one[i], &other[i]))
    }

    #[inline(always)]
    fn zero(level: V::Level) -> Self {
        Self([V::zero(level); 2])
    }

    #[inline(always)]
    fn one(level: V::Level) -> Self {
        Self([V::one(level), V::zero(level)])
    }

    #[inline(always)]
    fn store(self) -> [Self::Words; LANES] {
        let [x, y] = self.0;
        zip(x.store(), y.store())
    }

    #[inline(always)]
    fn load_plain(level: V::Level, numbers: [&Self::Words; LANES]) -> Self {
        let x = V::load_plain(level, coordinate(numbers, 0));
        Self([x, V::load_plain(level, coordinate(numbers, 1))])
    }

    #[inline(always)]
    fn store_plain(self) -> [Self::Words; LANES] {
        let [x, y] = self.0;
        zip(x.store_plain(), y.store_plain())
    }

    #[inline(always)]
    fn load_own(level: V::Level, own: [&Self::Words; LANES], shift: u32) -> Self {
        Self(V::load_pairs(level, own, [shift; 2]))
    }

    #[inline(always)]
    fn store_own(self) -> [Self::Words; LANES] {
        V::store_pairs(self.0)
    }

    #[inline(always)]
    fn splat_own(level: V::Level, [x, y]: &Self::Words) -> Self {
        Self([V::splat_own(level, x), V::splat_own(level, y)])
    }

    #[inline(always)]
    fn store_own_reduced(self) -> [Self::Words; LANES] {
        let [x, y] = self.0;
        zip(x.store_own_reduced(), y.store_own_reduced())
    }

    #[inline(always)]
    fn load_pairs(
        level: V::Level,
        pairs: [&[Self::Words; 2]; LANES],
        shifts: [u32; 2],
    ) -> [Self; 2] {
        let x = Self::load_own(level, coordinate(pairs, 0), shifts[0]);
        [x, Self::load_own(level, coordinate(pairs, 1), shifts[1])]
    }

    #[inline(always)]
    fn store_pairs([x, y]: [Self; 2]) -> [[Self::Words; 2]; LANES] {
        zip(x.store_own(), y.store_own())
    }

    #[inline(always)]
    fn mul_many<const K: usize>(a: &[Self; K], b: &[Self; K]) -> [Self; K] {
        let (mut of_a, mut of_b) = ([a[0].0; K], [b[0].0; K]);
        for k in 0..K {
            (of_a[k], of_b[k]) = (a[k].0, b[k].0);
        }
        let pairs = V::mul_pairs(&of_a, &of_b);
        let mut products = *a;
        for k in 0..K {
            products[k] = Self(pairs[k]);
        }
        products
    }

    #[inline(always)]
    fn square_many<const K: usize>(a: &[Self; K]) -> [Self; K] {
        let mut of_a = [a[0].0; K];
        for k in 0..K {
            of_a[k] = a[k].0;
        }
        let pairs = V::square_pairs(&of_a);
        let mut squares = *a;
        for k in 0..K {
            squares[k] = Self(pairs[k]);
        }
        squares
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        let ([a, b], [c, d]) = (self.0, other.0);
        Self([a.add(c), b.add(d)])
    }

    #[inline(always)]
    fn sub<const K: u64>(self, other: Self) -> Self {
        let ([a, b], [c, d]) = (self.0, other.0);
        Self([a.sub::<K>(c), b.sub::<K>(d)])
    }

    #[inline(always)]
    fn neg<const K: u64>(self) -> Self {
        let [a, b] = self.0;
        Self([a.neg::<K>(), b.neg::<K>()])
    }

    #[inline(always)]
    fn reduce(self) -> Self {
        let [a, b] = self.0;
        Self([a.reduce(), b.reduce()])
    }

    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        let ([a, b], [c, d]) = (self.0, other.0);
        Self([a.minus(c), b.minus(d)])
    }

    #[inline(always)]
    fn minus_both(self, one: Self, other: Self) -> Self {
        let ([a, b], [c, d], [e, f]) = (self.0, one.0, other.0);
        Self([a.minus_both(c, e), b.minus_both(d, f)])
    }

    #[inline(always)]
    fn zero_mask(self) -> u8 {
        let [x, y] = self.0;
        x.zero_mask() & y.zero_mask()
    }

    #[inline(always)]
    fn null_mask(self) -> u8 {
        let [x, y] = self.0;
        x.null_mask() & y.null_mask()
    }

    #[inline(always)]
    fn select(self, mask: u8, other: Self) -> Self {
        let ([a, b], [c, d]) = (self.0, other.0);
        Self([a.select(mask, c), b.select(mask, d)])
    }

    /// `1 / (x + y u) = (x - y u) / (x^2 + y^2)`.
    #[inline(always)]
    fn invert(self, level: V::Level) -> Self {
        let [x, y] = self.0;
        let [xx, yy] = V::square_many(&[x, y]);
        let inverse = xx.add(yy).invert(level);
        let [x, y] = V::mul_many(&[x, y], &[inverse, inverse]);
        Self([x, y.neg::<2>()])
    }
}

/// Work on pairs as work on their vectors.
struct Inner<S>(S);

impl<V: Extendable, S: Section<Quadratic<V>>> Section<V> for Inner<S> {
    type Output = S::Output;

    #[inline(always)]
    fn run(self, level: V::Level) -> S::Output {
        self.0.run(level)
    }
}
