//! Factors of the butterflies, and what the passes need besides.

// An index is a place in several vectors at once, and closures are not inlined.
#![allow(clippy::needless_range_loop)]

use super::{Transform, powers};
use crate::{Eight, Field, Kernel, LANES, Section};

/// Factors of a transform, in the own form of a level.
#[derive(Clone, Debug)]
pub(super) struct Factors<W> {
    /// Of columns.
    pub(super) columns: Table<W>,
    /// Of rows.
    pub(super) rows: Table<W>,
    /// The root of order N.
    pub(super) root: W,
    /// What column b is multiplied by to the power of b, if not by 1.
    pub(super) before: Option<W>,
    /// What everything is multiplied by between the passes.
    pub(super) scale: W,
    /// What output k is multiplied by to the power of k, if not by 1.
    pub(super) after: Option<W>,
}

/// Factors of the butterflies of n points, by levels: level l splits `2^l` blocks, block b by the factor
/// `shift^(n / 2^(l + 1)) root^(n / 2^(l + 1) reversed(b))`, b being reversed in l bits.
///
/// Without a shift a level begins with those of the one before, so one row is enough.
#[derive(Clone, Debug)]
pub(super) struct Table<W> {
    factors: Vec<W>,
    shifted: bool,
}

impl<W> Table<W> {
    /// The factor of a block.
    #[inline(always)]
    pub(super) fn factor(&self, level: u32, block: usize) -> &W {
        match self.shifted {
            true => &self.factors[(1 << level) + block],
            false => &self.factors[block],
        }
    }

    /// Whether the first block of each level has the factor 1.
    #[inline(always)]
    pub(super) fn begins_with_one(&self) -> bool {
        !self.shifted
    }
}

/// Makes the factors of a transform in columns of `rows` and rows of `columns`.
pub(super) struct Roots<'a, F: Field> {
    pub(super) transform: &'a Transform<F>,
    pub(super) rows: usize,
    pub(super) columns: usize,
}

kernel!(Roots -> Factors<F::Words>);

impl<F: Field, V: Eight<Words = F::Words>> Section<V> for Roots<'_, F> {
    type Output = Factors<F::Words>;

    #[inline(always)]
    fn run(self, level: V::Level) -> Self::Output {
        let Transform {
            root,
            before,
            after,
            scale,
            ..
        } = self.transform;
        let vector = |element: &F::Words| powers::splat::<V>(level, element);
        let root = vector(root);
        let own = |element: &F::Words| first(vector(element));
        let of_columns = powers::power(level, root, self.columns as u64);
        let shift = before.as_ref();
        let shift = shift.map(|shift| powers::power(level, vector(shift), self.columns as u64));
        let of_rows = powers::power(level, root, self.rows as u64);
        Factors {
            columns: table(level, self.rows, of_columns, shift),
            rows: table(level, self.columns, of_rows, None),
            root: first(root),
            before: before.as_ref().map(own),
            scale: scale.as_ref().map_or(first(V::one(level)), own),
            after: after.as_ref().map(own),
        }
    }
}

/// The own form of the first element.
#[inline(always)]
fn first<V: Eight>(vector: V) -> V::Words {
    vector.store_own_reduced()[0]
}

/// The table of `points` points with a root of that order.
#[inline(always)]
fn table<V: Eight>(level: V::Level, points: usize, root: V, shift: Option<V>) -> Table<V::Words> {
    let levels = points.ilog2();
    let row = row(level, levels, root);
    let Some(shift) = shift else {
        return Table {
            factors: row,
            shifted: false,
        };
    };
    let mut factors = vec![row[0]];
    for l in 0..levels {
        let shift = powers::power(level, shift, 1 << (levels - l - 1));
        extend(level, &mut factors, &row[..1 << l], shift);
    }
    Table {
        factors,
        shifted: true,
    }
}

/// The factors of the last level, without a shift: bit j of a block is the root to the power of `n / 2^(j + 2)`.
#[inline(always)]
fn row<V: Eight>(level: V::Level, levels: u32, root: V) -> Vec<V::Words> {
    let mut row = vec![first(V::one(level))];
    for j in 0..levels - 1 {
        let factor = match levels.checked_sub(j + 2) {
            Some(exponent) => powers::power(level, root, 1 << exponent),
            None => break,
        };
        let before = row.clone();
        extend(level, &mut row, &before, factor);
    }
    row
}

/// Appends `words` times a factor.
#[inline(always)]
fn extend<V: Eight>(level: V::Level, all: &mut Vec<V::Words>, words: &[V::Words], factor: V) {
    for words in words.chunks(LANES) {
        let mut rows = [&words[0]; LANES];
        rows[..words.len()]
            .iter_mut()
            .zip(words)
            .for_each(|(row, word)| *row = word);
        let products = V::load_own(level, rows, 0).mul(factor).store_own_reduced();
        all.extend_from_slice(&products[..words.len()]);
    }
}
