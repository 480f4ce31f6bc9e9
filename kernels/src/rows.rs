//! Rows of a sparse matrix times a vector: `rows[i] = sum of left right` over the terms
//! of a row.
//!
//! Products are made in vectors, thirty-two at once; sums one by one, since neighbours mostly
//! belong to the same row. Words are multiplied as arkworks' form would be, so that a
//! product is `left right 2^(-64 W)`: two elements in that form give one, and so do a
//! plain number and a coefficient that holds the square of the factor, as those of zkey
//! files do.

// An index is a place in several vectors at once, and closures are not inlined.
#![allow(clippy::needless_range_loop)]

use crate::{
    Cpu, Eight, Field, Kernel, LANES, Section,
    field::{Bls12381Fr, Bn254Fr},
};

/// Vectors whose products overlap.
const VECTORS: usize = 4;

/// Terms that are asked for at once.
pub const TERMS: usize = VECTORS * LANES;

/// A product, and the row that it is added to.
#[derive(Clone, Copy)]
pub struct Term<W> {
    /// The row.
    pub row: usize,
    /// Words below the prime.
    pub left: W,
    /// Words below the prime.
    pub right: W,
}

/// Fills the beginning of what it is given, and says with how many terms.
pub type Next<'a, W> = dyn FnMut(&mut [Term<W>; TERMS]) -> usize + 'a;

/// A field that rows are summed over. Its code is compiled here, once, whoever calls it.
pub trait Rows: Field {
    /// Adds terms to `rows`; `next` is asked until there are none.
    ///
    /// # Panics
    /// When there is no such row, or there are more terms than room.
    fn add_terms(cpu: Cpu, rows: &mut [Self::Words], next: &mut Next<'_, Self::Words>);

    /// `left right` of each pair, words of arkworks' form in and out.
    ///
    /// # Panics
    /// When lengths differ.
    fn products(cpu: Cpu, left: &[Self::Words], right: &[Self::Words], out: &mut [Self::Words]);
}

macro_rules! rows {
    ($($field:ident),+) => {
        $(impl Rows for $field {
            fn add_terms(
                cpu: Cpu,
                rows: &mut [Self::Words],
                next: &mut Next<'_, Self::Words>,
            ) {
                let empty = Term { row: 0, left: [0; 4], right: [0; 4] };
                cpu.run::<Self, _>(Sums { rows, next, empty });
            }

            fn products(
                cpu: Cpu,
                left: &[Self::Words],
                right: &[Self::Words],
                out: &mut [Self::Words],
            ) {
                assert!(left.len() == right.len() && left.len() == out.len(), "pairs");
                cpu.run::<Self, _>(Products::<Self> { left, right, out });
            }
        })+
    };
}

rows!(Bn254Fr, Bls12381Fr);

struct Sums<'a, W> {
    rows: &'a mut [W],
    next: &'a mut Next<'a, W>,
    empty: Term<W>,
}

impl<F: Field> Kernel<F> for Sums<'_, F::Words> {
    type Output = ();

    fn run<V: Eight<Words = F::Words>>(self, level: V::Level) {
        V::enter(level, self);
    }
}

impl<V: Eight> Section<V> for Sums<'_, V::Words> {
    type Output = ();

    #[inline(always)]
    fn run(self, level: V::Level) {
        let mut terms = [self.empty; TERMS];
        loop {
            let count = (self.next)(&mut terms);
            assert!(count <= TERMS, "{count} terms");
            if count == 0 {
                return;
            }
            let products = products::<V>(level, &terms);
            for (i, term) in terms[..count].iter().enumerate() {
                let row = &mut self.rows[term.row];
                *row = V::sum_of_words(row, &products[i / LANES][i % LANES]);
            }
        }
    }
}

/// The products of all terms, each below the prime.
#[inline(always)]
fn products<V: Eight>(
    level: V::Level,
    terms: &[Term<V::Words>; TERMS],
) -> [[V::Words; LANES]; VECTORS] {
    let mut factors = [[V::zero(level); VECTORS]; 2];
    for vector in 0..VECTORS {
        let mut left = [&terms[0].left; LANES];
        let mut right = [&terms[0].right; LANES];
        for lane in 0..LANES {
            left[lane] = &terms[LANES * vector + lane].left;
            right[lane] = &terms[LANES * vector + lane].right;
        }
        // Read as the level's own form both are a power of two away; the product is once.
        factors[0][vector] = V::load(level, left);
        factors[1][vector] = V::load_own(level, right, 0);
    }
    let sums = V::mul_many(&factors[0], &factors[1]);
    let mut products = [[V::NULL; LANES]; VECTORS];
    for vector in 0..VECTORS {
        products[vector] = sums[vector].store_own_reduced();
    }
    products
}

struct Products<'a, F: Field> {
    left: &'a [F::Words],
    right: &'a [F::Words],
    out: &'a mut [F::Words],
}

impl<F: Field> Kernel<F> for Products<'_, F> {
    type Output = ();

    fn run<V: Eight<Words = F::Words>>(self, level: V::Level) {
        V::enter(level, self);
    }
}

impl<F: Field, V: Eight<Words = F::Words>> Section<V> for Products<'_, F> {
    type Output = ();

    #[inline(always)]
    fn run(self, level: V::Level) {
        let pairs = self.left.chunks(LANES).zip(self.right.chunks(LANES));
        for (out, (left, right)) in self.out.chunks_mut(LANES).zip(pairs) {
            let mut rows = [[&left[0]; LANES], [&right[0]; LANES]];
            for i in 1..left.len() {
                rows[0][i] = &left[i];
                rows[1][i] = &right[i];
            }
            let product = V::load(level, rows[0]).mul(V::load_own(level, rows[1], 0));
            out.copy_from_slice(&product.store_own_reduced()[..out.len()]);
        }
    }
}
