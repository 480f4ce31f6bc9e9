//! The two passes, each over some groups of eight columns or rows.

// An index is a place in several vectors at once, and closures are not inlined.
#![allow(clippy::needless_range_loop)]

use super::{
    butterflies,
    columns::Groups,
    powers::{Progression, ladder, power},
    roots::Factors,
};
use crate::{Eight, Field, Kernel, LANES, Section};
use std::ops::Range;

/// Columns of `input`, eight at a time, to `output`.
pub(super) struct First<'a, F: Field> {
    pub(super) roots: &'a Factors<F::Words>,
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// Row after row.
    pub(super) input: &'a [F::Words],
    pub(super) groups: Range<usize>,
    /// For each group, for each row, eight words.
    pub(super) output: &'a mut [F::Words],
}

kernel!(First -> ());

impl<F: Field, V: Eight<Words = F::Words>> Section<V> for First<'_, F> {
    type Output = ();

    #[inline(always)]
    fn run(self, level: V::Level) {
        let mut buffer = vec![V::zero(level); self.rows];
        let roots = self.roots;
        let (root, scale) = (
            V::splat_own(level, &roots.root),
            V::splat_own(level, &roots.scale),
        );
        let bits = self.rows.ilog2();
        for (group, output) in self
            .groups
            .zip(self.output.chunks_exact_mut(LANES * self.rows))
        {
            let column = LANES * group;
            for (row, vector) in buffer.iter_mut().enumerate() {
                let words = &self.input[row * self.columns + column..][..LANES];
                *vector = V::load_own(level, neighbours(words), 0);
            }
            butterflies::transform(level, &mut buffer, &roots.columns);
            // Column b: row k times root^(b k), and all times scale before^b.
            let mut start = scale;
            if let Some(before) = &roots.before {
                let before = V::splat_own(level, before);
                start = powers(level, before, column).mul(scale);
            }
            let mut factors = Progression::new(start, powers(level, root, column));
            for (four, words) in output.chunks_exact_mut(4 * LANES).enumerate() {
                let mut vectors = [scale; 4];
                for i in 0..4 {
                    vectors[i] = buffer[reversed(4 * four + i, bits)];
                }
                let products = V::mul_many(&vectors, &factors.four());
                for i in 0..4 {
                    words[LANES * i..][..LANES].copy_from_slice(&products[i].store_own());
                }
            }
        }
    }
}

/// Rows of `input`, eight at a time, to columns of `output`.
pub(super) struct Second<'a, F: Field> {
    pub(super) roots: &'a Factors<F::Words>,
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// As [`First`] leaves it.
    pub(super) input: &'a [F::Words],
    pub(super) groups: Range<usize>,
    /// Rows of as many words as the first pass had rows.
    pub(super) output: Groups<'a, F::Words>,
}

kernel!(Second -> ());

impl<F: Field, V: Eight<Words = F::Words>> Section<V> for Second<'_, F> {
    type Output = ();

    #[inline(always)]
    fn run(mut self, level: V::Level) {
        let mut buffer = vec![V::zero(level); self.columns];
        let bits = self.columns.ilog2();
        for group in self.groups {
            let row = LANES * group;
            for (column, vector) in buffer.iter_mut().enumerate() {
                let tile = (column / LANES * self.rows + row) * LANES + column % LANES;
                let words = &self.input[tile..];
                let mut rows = [&words[0]; LANES];
                for i in 1..LANES {
                    rows[i] = &words[LANES * i];
                }
                *vector = V::load_own(level, rows, 0);
            }
            butterflies::transform(level, &mut buffer, &self.roots.rows);
            match &self.roots.after {
                None => {
                    for k in 0..self.columns {
                        let words = buffer[reversed(k, bits)].store_own_reduced();
                        self.output.write(group, k, &words);
                    }
                }
                Some(after) => {
                    let after = V::splat_own(level, after);
                    let start = powers(level, after, row);
                    let step = power(level, after, self.rows as u64);
                    let mut factors = Progression::new(start, step);
                    for k in (0..self.columns).step_by(4) {
                        let mut vectors = [after; 4];
                        for i in 0..4 {
                            vectors[i] = buffer[reversed(k + i, bits)];
                        }
                        let products = V::mul_many(&vectors, &factors.four());
                        for i in 0..4 {
                            self.output
                                .write(group, k + i, &products[i].store_own_reduced());
                        }
                    }
                }
            }
        }
    }
}

/// `base^first .. base^(first + 7)`.
#[inline(always)]
fn powers<V: Eight>(level: V::Level, base: V, first: usize) -> V {
    power(level, base, first as u64).mul(ladder(level, base))
}

/// Eight words that lie beside each other.
#[inline(always)]
pub(super) fn neighbours<W>(words: &[W]) -> [&W; LANES] {
    let mut eight = [&words[0]; LANES];
    for i in 1..LANES {
        eight[i] = &words[i];
    }
    eight
}

/// The low `bits` bits of `index`, the other way round.
#[inline(always)]
fn reversed(index: usize, bits: u32) -> usize {
    index.reverse_bits() >> (usize::BITS - bits)
}
