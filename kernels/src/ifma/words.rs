//! From words of 64 bits, an element a row, to limbs of 52 bits, a limb a
//! register, and back.

use super::lane::{Ifma, Lane};
use crate::{
    LANES,
    constants::{LIMB_BITS, LIMB_MASK},
};

/// Rows become columns.
#[inline(always)]
pub(super) fn transpose(rows: [Lane; LANES]) -> [Lane; LANES] {
    let [a, b, c, d, e, f, g, h] = rows;
    let even = quarters([
        a.even_words(b),
        c.even_words(d),
        e.even_words(f),
        g.even_words(h),
    ]);
    let odd = quarters([
        a.odd_words(b),
        c.odd_words(d),
        e.odd_words(f),
        g.odd_words(h),
    ]);
    [
        even[0], odd[0], even[1], odd[1], even[2], odd[2], even[3], odd[3],
    ]
}

/// The same for a square of quarters.
#[inline(always)]
fn quarters([a, b, c, d]: [Lane; 4]) -> [Lane; 4] {
    let (even, odd) = (
        [a.even_quarters(b), c.even_quarters(d)],
        [a.odd_quarters(b), c.odd_quarters(d)],
    );
    [
        even[0].even_quarters(even[1]),
        odd[0].even_quarters(odd[1]),
        even[0].odd_quarters(even[1]),
        odd[0].odd_quarters(odd[1]),
    ]
}

/// The first `W` columns of eight rows.
#[inline(always)]
pub(super) fn columns<const W: usize>(level: Ifma, rows: [&[u64; W]; LANES]) -> [Lane; W] {
    let mut lanes = [Lane::splat(level, 0); LANES];
    for i in 0..LANES {
        lanes[i] = Lane::load(level, rows[i]);
    }
    first(transpose(lanes))
}

/// The first `W` words of eight rows.
#[inline(always)]
pub(super) fn rows<const W: usize>(columns: [Lane; W]) -> [[u64; W]; LANES] {
    let mut lanes = [columns[0]; LANES];
    lanes[..W].copy_from_slice(&columns);
    let lanes = transpose(lanes);
    let mut rows = [[0; W]; LANES];
    for i in 0..LANES {
        rows[i].copy_from_slice(&lanes[i].words()[..W]);
    }
    rows
}

/// The first of eight columns.
#[inline(always)]
fn first<const W: usize>(columns: [Lane; LANES]) -> [Lane; W] {
    let mut some = [columns[0]; W];
    some.copy_from_slice(&columns[..W]);
    some
}

/// Two times `W` of eight columns.
#[inline(always)]
pub(super) fn halves<const W: usize>(columns: [Lane; LANES]) -> [[Lane; W]; 2] {
    let mut halves = [[columns[0]; W]; 2];
    halves[0].copy_from_slice(&columns[..W]);
    halves[1].copy_from_slice(&columns[W..2 * W]);
    halves
}

/// Twice `W` columns beside each other.
#[inline(always)]
pub(super) fn joined<const W: usize>([x, y]: [[Lane; W]; 2]) -> [Lane; LANES] {
    let mut columns = [x[0]; LANES];
    columns[..W].copy_from_slice(&x);
    columns[W..2 * W].copy_from_slice(&y);
    columns
}

/// Words times `2^shift`, in limbs.
#[inline(always)]
pub(super) fn limbs<const W: usize, const L: usize>(words: [Lane; W], shift: u32) -> [Lane; L] {
    let mask = Lane::splat(words[0].level(), LIMB_MASK);
    let mut limbs = [mask; L];
    for j in 0..L {
        let bit = LIMB_BITS * j as u32;
        limbs[j] = if bit < shift {
            words[0].shift_left(shift - bit)
        } else {
            let (word, low) = (((bit - shift) / 64) as usize, (bit - shift) % 64);
            let lower = words[word].shift_right(low);
            if low + LIMB_BITS > 64 && word + 1 < W {
                lower.or(words[word + 1].shift_left(64 - low))
            } else {
                lower
            }
        }
        .and(mask);
    }
    limbs
}

/// The low `64 W` bits of limbs.
#[inline(always)]
pub(super) fn words<const W: usize, const L: usize>(limbs: [Lane; L]) -> [Lane; W] {
    let mut words = [limbs[0]; W];
    for j in 0..W {
        let (limb, low) = (j * 64 / LIMB_BITS as usize, j as u32 * 64 % LIMB_BITS);
        words[j] = limbs[limb].shift_right(low);
        // Two limbs more at most.
        let filled = LIMB_BITS - low;
        if limb + 1 < L {
            words[j] = words[j].or(limbs[limb + 1].shift_left(filled));
        }
        if limb + 2 < L && filled + LIMB_BITS < 64 {
            words[j] = words[j].or(limbs[limb + 2].shift_left(filled + LIMB_BITS));
        }
    }
    words
}
