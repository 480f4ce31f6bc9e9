//! Butterflies of eight transforms side by side, in a buffer that fits a cache.
//!
//! ```text
//! x mod (X^2h - c^2)  -->  x mod (X^h - c),  x mod (X^h + c)          a + c b,  a - c b
//! ```
//!
//! Each level splits blocks in two, with one factor for all of a block; the last blocks are the values, in bit-reversed
//! order. Two levels go together, so that a vector is read and written half as often.
//!
//! Source: Cooley and Tukey 1965, in the form of Bernstein, "Multidigit multiplication for mathematicians" (2001), section 3.

// An index is a place in several vectors at once, and closures are not inlined.
#![allow(clippy::needless_range_loop)]

use super::roots::Table;
use crate::Eight;

/// What `reduce` takes.
const MOST: u64 = 12;
/// What it leaves.
const REDUCED: u64 = 4;

/// Transforms the `2^m` vectors of `buffer`, `m` at least 3; they have bounds of 2. What is left has bounds of 12.
#[inline(always)]
pub(super) fn transform<V: Eight>(level: V::Level, buffer: &mut [V], table: &Table<V::Words>) {
    let levels = buffer.len().ilog2();
    if !V::IN_REGISTERS {
        for at in 0..levels {
            in_place(level, buffer, table, at);
        }
        return;
    }
    let (mut at, mut bound) = (0, 2);
    if levels % 2 == 1 {
        single(level, buffer, table);
        at = 1;
        bound += 2;
    }
    while at < levels {
        // Two levels add 4 to the bound.
        let reduces = bound + 8 > MOST && at + 2 < levels;
        double(level, buffer, table, at, reduces);
        bound = if reduces { REDUCED } else { bound + 4 };
        at += 2;
    }
    debug_assert!(bound <= MOST);
}

/// A level, for vectors that are not worth moving.
#[inline(always)]
fn in_place<V: Eight>(level: V::Level, buffer: &mut [V], table: &Table<V::Words>, at: u32) {
    let half = buffer.len() >> (at + 1);
    for (block, words) in buffer.chunks_exact_mut(2 * half).enumerate() {
        let is_one = block == 0 && table.begins_with_one();
        let factor = (!is_one).then(|| table.factor(at, block));
        let (low, high) = words.split_at_mut(half);
        for (low, high) in low.iter_mut().zip(high) {
            V::butterfly(level, low, high, factor);
        }
    }
}

/// The first level alone.
#[inline(always)]
fn single<V: Eight>(level: V::Level, buffer: &mut [V], table: &Table<V::Words>) {
    let (low, high) = buffer.split_at_mut(buffer.len() / 2);
    let factor = V::splat_own(level, table.factor(0, 0));
    for (low, high) in low.chunks_exact_mut(4).zip(high.chunks_exact_mut(4)) {
        let mut products = [high[0], high[1], high[2], high[3]];
        if !table.begins_with_one() {
            products = V::mul_many(&products, &[factor; 4]);
        }
        for i in 0..4 {
            (low[i], high[i]) = (low[i].add(products[i]), low[i].sub::<2>(products[i]));
        }
    }
}

/// Levels `at` and `at + 1`.
#[inline(always)]
fn double<V: Eight>(
    level: V::Level,
    buffer: &mut [V],
    table: &Table<V::Words>,
    at: u32,
    reduces: bool,
) {
    let quarter = buffer.len() >> (at + 2);
    if quarter == 1 {
        for (pair, eight) in buffer.chunks_exact_mut(8).enumerate() {
            let of = [
                factors(level, table, at, 2 * pair),
                factors(level, table, at, 2 * pair + 1),
            ];
            let a = [eight[0], eight[1], eight[2], eight[3]];
            let b = [eight[4], eight[5], eight[6], eight[7]];
            let [a, b] = two(a, b, of, reduces);
            eight[..4].copy_from_slice(&a);
            eight[4..].copy_from_slice(&b);
        }
        return;
    }
    for (block, words) in buffer.chunks_exact_mut(4 * quarter).enumerate() {
        let of = factors(level, table, at, block);
        for j in (0..quarter).step_by(2) {
            let mut a = [words[j]; 4];
            let mut b = [words[j + 1]; 4];
            for i in 1..4 {
                a[i] = words[j + i * quarter];
                b[i] = words[j + 1 + i * quarter];
            }
            let [a, b] = two(a, b, [of, of], reduces);
            for i in 0..4 {
                words[j + i * quarter] = a[i];
                words[j + 1 + i * quarter] = b[i];
            }
        }
    }
}

/// The factor of a block, and those of its halves.
#[inline(always)]
fn factors<V: Eight>(level: V::Level, table: &Table<V::Words>, at: u32, block: usize) -> [V; 3] {
    [
        V::splat_own(level, table.factor(at, block)),
        V::splat_own(level, table.factor(at + 1, 2 * block)),
        V::splat_own(level, table.factor(at + 1, 2 * block + 1)),
    ]
}

/// Two levels of two groups of four words, with factors of the first level and of both blocks of the second.
#[inline(always)]
fn two<V: Eight>(a: [V; 4], b: [V; 4], [of_a, of_b]: [[V; 3]; 2], reduces: bool) -> [[V; 4]; 2] {
    let products = V::mul_many(
        &[a[2], a[3], b[2], b[3]],
        &[of_a[0], of_a[0], of_b[0], of_b[0]],
    );
    let (a02, a13) = (split(a[0], products[0]), split(a[1], products[1]));
    let (b02, b13) = (split(b[0], products[2]), split(b[1], products[3]));
    let products = V::mul_many(
        &[a13[0], a13[1], b13[0], b13[1]],
        &[of_a[1], of_a[2], of_b[1], of_b[2]],
    );
    let a = [split(a02[0], products[0]), split(a02[1], products[1])];
    let b = [split(b02[0], products[2]), split(b02[1], products[3])];
    let mut results = [
        [a[0][0], a[0][1], a[1][0], a[1][1]],
        [b[0][0], b[0][1], b[1][0], b[1][1]],
    ];
    if reduces {
        for group in &mut results {
            for word in group {
                *word = word.reduce();
            }
        }
    }
    results
}

/// Sum and difference; the product has a bound of 2.
#[inline(always)]
fn split<V: Eight>(word: V, product: V) -> [V; 2] {
    [word.add(product), word.sub::<2>(product)]
}
