//! Elements of Fq2 on a path of one word: three clocks instead of one.
//!
//! ```text
//! word              0     1       2          over the prime field
//! element of Fq2    c0    c1    c0 + c1      the element
//! first             x                        x
//! second                  x
//! third                          x
//! last                           x           x
//! prime                                      x
//! ```
//!
//! Fq2 = Fq[u] / (u^2 + 1). Karatsuba's three products are those of the three words, so a multiplier needs to know
//! nothing; sums and differences go word by word; where words of an element must meet (after products, and in
//! multiples by 3b) the datapath looks back. [`WORD`] wires, one set for each clock, travel beside the data and tell
//! which word comes. Source: Karatsuba; the schedule is this project's.

use super::CurveConfig;
use super::small_multiple::lower;
use crate::prim::datapath::{Bus, Netlist, Wire, constant, shift_left, zero_extend};

/// Wires that tell which word comes: `first`, `second`, `third`, `last`, `prime`, lowest first.
pub const WORD: usize = 5;

/// Bits of [`WORD`].
pub mod word {
    /// The first word of an element, which over the prime field is the only one.
    pub const FIRST: u64 = 1 << 0;
    /// c1 of an element of Fq2.
    pub const SECOND: u64 = 1 << 1;
    /// c0 + c1 of an element of Fq2.
    pub const THIRD: u64 = 1 << 2;
    /// The last word of an element.
    pub const LAST: u64 = 1 << 3;
    /// Elements are those of the prime field.
    pub const PRIME: u64 = 1 << 4;
    /// Every clock, over the prime field.
    pub const ONLY: u64 = FIRST | LAST | PRIME;
    /// Clock after clock, over Fq2.
    pub const OF_EXTENSION: [u64; 3] = [FIRST, SECOND, THIRD | LAST];
}

/// The wires of [`WORD`] in a datapath.
#[derive(Clone, Copy)]
pub(super) struct WordWires {
    pub(super) first: Wire,
    pub(super) second: Wire,
    pub(super) third: Wire,
    pub(super) last: Wire,
    pub(super) prime: Wire,
}

impl WordWires {
    /// The input port `word`.
    pub(super) fn input(n: &mut Netlist) -> Self {
        let wires = n.input("word", WORD);
        let [first, second, third, last, prime] = std::array::from_fn(|i| wires[i]);
        Self {
            first,
            second,
            third,
            last,
            prime,
        }
    }
}

pub(super) const NEVER: Wire = Wire::Constant(false);

/// Canonical words c0 and c1, and whatever comes third, to all three words; the third is below 2q.
pub(super) fn third_word(n: &mut Netlist, x: &[Wire], word: WordWires) -> Bus {
    // In the third clock c1 is still in the first register and c0 comes into the other one, which is zero before.
    let c1 = n.hold(x, word.third, NEVER);
    let before = n.earlier(x, 2);
    let c0 = n.hold(&before, word.second, word.first);
    n.add(&c1, &c0, x.len() + 1)
}

/// Words of `3 b x`, below `to q`, for words of x below `bound q` (the third may be below `(bound + 1) q`). They come a
/// clock after those of x: the first one needs both words of x.
///
/// Over the prime field 3b is a number of two set bits. Over Fq2 it is 2 + u, so that 3b (c0 + c1 u) =
/// (2 c0 - c1) + (c0 + 2 c1) u, whose sum is 2 c0 + (c0 + c1); or 2 + 2 u, where the sum is 2 c0 + 2 c0.
///
/// # Panics
/// When 3b is another number.
pub(super) fn times_3b(
    n: &mut Netlist,
    x: &[Wire],
    word: WordWires,
    curve: &CurveConfig,
    (bound, to): (u32, u32),
) -> Bus {
    let q = &curve.field.modulus;
    assert!(matches!(curve.extended_b3, 1 | 2), "3 b = 2 + u or 2 + 2 u");
    let from = (bound * curve.b3).max((2 + curve.extended_b3) * bound + 1);
    let width = (q * from - 1u32).bits() as usize;
    let terms = curve.b3_terms();
    let less = n.sub(&constant(&(q * bound), x.len()), x, x.len());
    let [before, long_before, longest_before] = [1, 2, 3].map(|clocks| n.earlier(x, clocks));
    let shifted = |x: &[Wire], by| zero_extend(&shift_left(x, by), width);
    let a = n.pick(
        &[
            (word.prime, &shifted(&before, terms[0])),
            (word.first, &shifted(&longest_before, 1)),
        ],
        &shifted(&before, 1),
    );
    let doubled = curve.extended_b3 as usize - 1;
    let sum = [&before, &longest_before][doubled];
    let b = n.pick(
        &[
            (word.prime, &shifted(&before, terms[1])),
            (word.second, &shifted(&less, doubled)),
            (word.third, &shifted(&long_before, doubled)),
        ],
        &shifted(sum, doubled),
    );
    let sum = n.add(&a, &b, width);
    lower(n, &sum, from, to, q)
}
