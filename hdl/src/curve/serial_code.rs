//! The program of a limb-serial addition: twelve slots, a product each.
//!
//! ```text
//! slot   a        b         what becomes of the product p
//!  0     Y1       Y2        t1 = p
//!  1     Z1       Z2        t2 = p      Z' = t1 + b3 p,  D = t1 - b3 p
//!  2     X1       X2        t0 = p      T0 = 3 p
//!  3     X1 + Y1  X2 + Y2   T3 = p - t0 - t1
//!  4     X1 + Z1  X2 + Z2   Y' = b3 (p - t0 - t2)
//!  5     Y1 + Z1  Y2 + Z2   T4 = p - t1 - t2
//!  6     D        Z'        t1 = p
//!  7     T0       T3        t0 = p
//!  8     D        T3        t2 = p
//!  9     T0       Y'        Y3 = t1 + p
//! 10     Y'       T4        X3 = t2 - p
//! 11     Z'       T4        Z3 = t0 + p
//! ```
//!
//! Products are below 2q; differences are made positive by multiples of q and nothing is reduced. With `b3 = 9`
//! coordinates stay below 4q, sums of two below 8q, Z' and D below 20q, T0, T3, T4 below 6q and Y' below 54q: no two
//! factors have a product above `400 q^2`.
//!
//! Source: Renes, Costello, Batina 2015/1060, algorithm 7. It is homogeneous: with all products divided by R, plain
//! coordinates give the same point, so nothing is converted.

use super::CurveConfig;
use crate::prim::SumTerms;
use num_bigint::BigUint;

/// Slots of an addition.
pub(super) const SLOTS: usize = 12;

/// Bits of an operand's code.
pub(super) const OPERAND: usize = 5;

/// Bits of a register's number.
pub(super) const REGISTER: usize = 3;

/// Registers, as operands number them.
pub(super) mod register {
    pub(in crate::curve) const D: u64 = 0;
    pub(in crate::curve) const T0: u64 = 1;
    pub(in crate::curve) const T3: u64 = 2;
    pub(in crate::curve) const Y: u64 = 3;
    pub(in crate::curve) const T4: u64 = 4;
    pub(in crate::curve) const Z: u64 = 5;
}

/// Parts of an operand: bits of its code.
mod part {
    pub(super) const LEFT_X: u64 = 1;
    pub(super) const LEFT_Z: u64 = 2;
    pub(super) const LEFT_REGISTER: u64 = 4;
    pub(super) const RIGHT_Y: u64 = 8;
    pub(super) const RIGHT_Z: u64 = 16;
}

/// Code and register of the operands of both sides, slot by slot.
fn operands() -> [[(u64, u64); SLOTS]; 2] {
    use part::{LEFT_REGISTER, LEFT_X, LEFT_Z, RIGHT_Y, RIGHT_Z};
    use register::{D, T0, T3, T4, Y, Z};
    let sums = [
        RIGHT_Y,
        LEFT_Z,
        LEFT_X,
        LEFT_X | RIGHT_Y,
        LEFT_X | RIGHT_Z,
        LEFT_Z | RIGHT_Y,
    ];
    [[D, T0, D, T0, Y, Z], [Z, T3, T3, Y, T4, T4]].map(|registers| {
        std::array::from_fn(|slot| match slot.checked_sub(sums.len()) {
            None => (sums[slot], 0),
            Some(later) => (LEFT_REGISTER, registers[later]),
        })
    })
}

/// Words of `bits` bits side by side, that of slot 0 lowest.
fn column(words: impl Iterator<Item = u64>, bits: usize) -> BigUint {
    words
        .enumerate()
        .map(|(slot, word)| BigUint::from(word) << (bits * slot))
        .sum()
}

/// Codes of the operands of side 0 or 1.
pub(super) fn operand_codes(side: usize) -> BigUint {
    column(operands()[side].iter().map(|(code, _)| *code), OPERAND)
}

/// Registers of the operands of side 0 or 1.
pub(super) fn operand_registers(side: usize) -> BigUint {
    column(
        operands()[side].iter().map(|(_, register)| *register),
        REGISTER,
    )
}

/// Bits of what becomes of a product.
pub(super) const RESULT: usize = 16;

/// Sums, by their number in [`sums`].
mod sum {
    pub(super) const PLUS_B3: u64 = 0;
    pub(super) const TRIPLE: u64 = 1;
    pub(super) const LESS_BOTH: u64 = 2;
    pub(super) const LESS_BOTH_B3: u64 = 3;
    pub(super) const PLUS: u64 = 4;
    pub(super) const FROM: u64 = 5;
}

/// Where a result goes, and which of t0, t1 and t2 the sum takes: bits of its code.
mod to {
    pub(super) const RAW: [u64; 3] = [1, 2, 4];
    /// The sum takes t1 rather than t0, and t2 rather than t1.
    pub(super) const UPPER: [u64; 2] = [8, 16];
    pub(super) const SUM: usize = 5;
    /// Z' and D, T0, T3, Y', T4, X3, Y3, Z3.
    pub(super) const PLACE: [u64; 8] = [
        1 << 8,
        1 << 9,
        1 << 10,
        1 << 11,
        1 << 12,
        1 << 13,
        1 << 14,
        1 << 15,
    ];
}

/// What becomes of the products, slot by slot.
pub(super) fn result_codes() -> BigUint {
    use to::{PLACE, RAW, SUM, UPPER};
    let sum = |sum: u64, upper: u64, place: usize| sum << SUM | upper | PLACE[place];
    let both = UPPER[0] | UPPER[1];
    let codes: [u64; SLOTS] = [
        RAW[1],
        RAW[2] | sum(sum::PLUS_B3, UPPER[0], 0),
        RAW[0] | sum(sum::TRIPLE, 0, 1),
        sum(sum::LESS_BOTH, 0, 2),
        sum(sum::LESS_BOTH_B3, UPPER[1], 3),
        sum(sum::LESS_BOTH, both, 4),
        RAW[1],
        RAW[0],
        RAW[2],
        sum(sum::PLUS, UPPER[0], 6),
        sum(sum::FROM, UPPER[1], 5),
        sum(sum::PLUS, 0, 7),
    ];
    column(codes.into_iter(), RESULT)
}

/// The sums of a product, t0 or t1, and t1 or t2.
pub(super) fn sums(curve: &CurveConfig) -> Vec<SumTerms> {
    let b3 = curve.b3 as i32;
    let sum = |multiples, times: i32| SumTerms {
        multiples,
        constant: &curve.field.modulus * times.unsigned_abs(),
    };
    vec![
        sum([b3, 1, 0], 0),
        sum([3, 0, 0], 0),
        sum([1, -1, -1], 4),
        sum([b3, -b3, -b3], 4 * b3),
        sum([1, 1, 0], 0),
        sum([-1, 0, 1], 2),
    ]
}

/// Bound of the products of two factors, in units of `q^2`.
pub(super) fn largest_product(curve: &CurveConfig) -> u64 {
    let b3 = u64::from(curve.b3);
    let (sum, z, d) = (8, 2 + 2 * b3, 2 + 2 * b3);
    let (t, y) = (6, 6 * b3);
    [sum * sum, d * z, t * t, d * t, t * y, y * t, z * t]
        .into_iter()
        .max()
        .unwrap_or(0)
}

/// D, the sum beside Z'.
pub(super) fn difference(curve: &CurveConfig) -> Vec<SumTerms> {
    let b3 = curve.b3 as i32;
    vec![SumTerms {
        multiples: [-b3, 1, 0],
        constant: &curve.field.modulus * (2 * b3).unsigned_abs(),
    }]
}
