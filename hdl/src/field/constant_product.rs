//! Products by constants without multipliers: one shifted term for each non-zero signed digit.
//!
//! The canonical signed-digit form (digits -1, 0, 1, no two neighbours non-zero) of an n-bit constant has about n/3
//! non-zero digits. Source: Reitwiesner 1960.

use crate::prim::datapath::{Bus, Netlist, Wire, constant, shift_left};
use num_bigint::BigUint;

/// Positions of the digits +1 and -1 of `c`.
pub(super) fn signed_digits(c: &BigUint) -> (Vec<usize>, Vec<usize>) {
    let (mut plus, mut minus, mut rest, mut at) = (vec![], vec![], c.clone(), 0);
    while rest != BigUint::ZERO {
        if rest.bit(0) && rest.bit(1) {
            minus.push(at);
            rest += 1u32;
        } else if rest.bit(0) {
            plus.push(at);
            rest -= 1u32;
        }
        rest >>= 1;
        at += 1;
    }
    (plus, minus)
}

/// Terms to add and terms to subtract for `x c mod 2^width`.
pub(super) fn low_terms(x: &[Wire], c: &BigUint, width: usize) -> (Vec<Bus>, Vec<Bus>) {
    let (plus, minus) = signed_digits(c);
    let term = |k: usize| {
        let mut shifted = shift_left(x, k);
        shifted.truncate(width);
        shifted
    };
    let terms = |digits: Vec<usize>| {
        digits
            .into_iter()
            .filter(|k| *k < width)
            .map(term)
            .collect()
    };
    (terms(plus), terms(minus))
}

/// A number `v` with `x c / 2^shift - 5/4 < v <= x c / 2^shift`, modulo `2^width`.
///
/// Columns far below `2^shift` are dropped: each dropped tail is below one unit of the lowest column kept, and tails
/// of terms to subtract are rounded up, so that the result never exceeds the true quotient. The guard columns kept
/// make all tails together less than 1/4; the last cut loses less than 1.
pub(super) fn high(n: &mut Netlist, x: &[Wire], c: &BigUint, shift: usize, width: usize) -> Bus {
    let (plus, minus) = signed_digits(c);
    let guard = (usize::BITS - (4 * (plus.len() + minus.len())).leading_zeros()) as usize;
    let lowest = shift.saturating_sub(guard);
    let kept = shift - lowest;
    let term = |k: &usize| {
        let mut bus = if *k >= lowest {
            shift_left(x, k - lowest)
        } else {
            x.get(lowest - k..).unwrap_or(&[]).to_vec()
        };
        bus.truncate(width + kept);
        bus
    };
    let added: Vec<Bus> = plus
        .iter()
        .map(term)
        .filter(|bus| !bus.is_empty())
        .collect();
    let mut subtracted: Vec<Bus> = minus
        .iter()
        .map(term)
        .filter(|bus| !bus.is_empty())
        .collect();
    let cut = minus.iter().filter(|k| **k < lowest).count();
    subtracted.push(constant(&cut.into(), width + kept));
    let added = n.tree(added, width + kept);
    let subtracted = n.tree(subtracted, width + kept);
    n.sub(&added, &subtracted, width + kept).split_off(kept)
}
