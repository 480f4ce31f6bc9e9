//! Products by constants without multipliers: one shifted odd multiple for each non-zero signed digit.
//!
//! ```text
//! x --> 3 x, 5 x, 7 x ... --> shifted by constants --> tree of sums
//! ```
//!
//! A constant of n bits in non-adjacent form of width w has about n / (w + 1) non-zero digits, all odd and between
//! -2^(w-1) and 2^(w-1); each odd multiple of x is one sum, whoever uses it. Source: Reitwiesner 1960 for w = 2; Solinas
//! 2000 for wider ones.

use crate::prim::datapath::{Bus, Netlist, Wire, constant, shift_left};
use num_bigint::BigUint;
use std::collections::BTreeMap;

/// Width of the non-adjacent form: 3 x, 5 x and 7 x are made. Wider ones save fewer digits than they cost multiples.
const WIDTH: u64 = 4;

/// A digit of a constant.
struct Digit {
    /// Odd.
    magnitude: u32,
    negative: bool,
    /// Its place.
    shift: usize,
}

/// The non-zero digits of `c`, lowest first.
fn digits(c: &BigUint) -> Vec<Digit> {
    let (mut digits, mut rest, mut shift) = (vec![], c.clone(), 0);
    while rest != BigUint::ZERO {
        if rest.bit(0) {
            let low = (0..WIDTH).map(|i| u32::from(rest.bit(i)) << i).sum::<u32>();
            let negative = low >> (WIDTH - 1) == 1;
            let magnitude = if negative { (1 << WIDTH) - low } else { low };
            if negative {
                rest += magnitude;
            } else {
                rest -= magnitude;
            }
            digits.push(Digit {
                magnitude,
                negative,
                shift,
            });
        }
        rest >>= 1;
        shift += 1;
    }
    digits
}

/// Odd multiples of a number, each made when it is first asked for.
struct Multiples<'a> {
    of: &'a [Wire],
    made: BTreeMap<u32, Bus>,
}

impl<'a> Multiples<'a> {
    fn new(of: &'a [Wire]) -> Self {
        Self {
            of,
            made: BTreeMap::from([(1, of.to_vec())]),
        }
    }

    /// `odd x` for an odd number that is a power of two plus or minus one.
    fn get(&mut self, n: &mut Netlist, odd: u32) -> &Bus {
        let x = self.of;
        self.made.entry(odd).or_insert_with(|| {
            let width = x.len() + (u32::BITS - odd.leading_zeros()) as usize;
            let shifted = |power: u32| shift_left(x, power.ilog2() as usize);
            match (odd - 1).is_power_of_two() {
                true => n.add(&shifted(odd - 1), x, width),
                false => n.sub(&shifted(odd + 1), x, width),
            }
        })
    }
}

/// Terms to add and terms to subtract.
#[derive(Default)]
pub(super) struct Terms {
    pub(super) plus: Vec<Bus>,
    pub(super) minus: Vec<Bus>,
}

impl Terms {
    fn push(&mut self, digit: &Digit, term: Bus) {
        let side = if digit.negative {
            &mut self.minus
        } else {
            &mut self.plus
        };
        if !term.is_empty() {
            side.push(term);
        }
    }
}

/// Terms of `x c mod 2^width`.
pub(super) fn low_terms(n: &mut Netlist, x: &[Wire], c: &BigUint, width: usize) -> Terms {
    let (mut multiples, mut terms) = (Multiples::new(x), Terms::default());
    for digit in digits(c).iter().filter(|digit| digit.shift < width) {
        let mut term = shift_left(multiples.get(n, digit.magnitude), digit.shift);
        term.truncate(width);
        terms.push(digit, term);
    }
    terms
}

/// A number `v` with `x c / 2^shift - 5/4 < v <= x c / 2^shift`, modulo `2^width`.
///
/// Columns far below `2^shift` are dropped: each dropped tail is below one unit of the lowest column kept, and tails
/// of terms to subtract are rounded up, so that the result never exceeds the true quotient. The guard columns kept
/// make all tails together less than 1/4; the last cut loses less than 1.
pub(super) fn high(n: &mut Netlist, x: &[Wire], c: &BigUint, shift: usize, width: usize) -> Bus {
    let digits = digits(c);
    let guard = (usize::BITS - (4 * digits.len()).leading_zeros()) as usize;
    let lowest = shift.saturating_sub(guard);
    let kept = shift - lowest;
    let (mut multiples, mut terms) = (Multiples::new(x), Terms::default());
    for digit in &digits {
        let multiple = multiples.get(n, digit.magnitude);
        let mut term = match digit.shift.checked_sub(lowest) {
            Some(up) => shift_left(multiple, up),
            None => multiple.get(lowest - digit.shift..).unwrap_or(&[]).to_vec(),
        };
        term.truncate(width + kept);
        terms.push(digit, term);
    }
    let cut = digits
        .iter()
        .filter(|d| d.negative && d.shift < lowest)
        .count();
    terms.minus.push(constant(&cut.into(), width + kept));
    let [added, subtracted] = [terms.plus, terms.minus].map(|terms| n.tree(terms, width + kept));
    n.sub(&added, &subtracted, width + kept).split_off(kept)
}
