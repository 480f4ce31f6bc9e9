//! Scalars as signed digits, and those that need none.
//!
//! ```text
//! k' = k + sum over all windows but the highest of 2^(c-1) 2^(offset of the window)
//! digit of a window = its bits of k'  -  2^(c-1)        no carry from below
//! ```
//!
//! A scalar above half the order counts as a negative one. Zeros and points at
//! infinity are left out, ones are lists of their own, and scalars below 2^64 have
//! fewer digits.

use std::ops::Range;
use zeroize::Zeroizing;

/// Words of a scalar.
pub type Scalar = [u64; 4];

/// Scalars that are recoded together: their points stay in the cache from a window to
/// the next of its task.
const MOST_SCALARS: usize = 1 << 10;

/// Bits of a narrow scalar, its sign, and the carry of the digits below.
pub(crate) const NARROW_BITS: u32 = 66;

/// How scalars are cut into digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Windows {
    /// The lowest bit of each window, and the end of the highest.
    offsets: Vec<u32>,
}

impl Windows {
    /// So many windows of nearly equal width, wide ones first.
    pub(crate) fn new(bits: u32, count: usize) -> Self {
        let (width, wider) = (bits / count as u32, bits % count as u32);
        let offset = |window| window * width + wider.min(window);
        Self {
            offsets: (0..=count as u32).map(offset).collect(),
        }
    }

    pub(crate) fn count(&self) -> usize {
        self.offsets.len() - 1
    }

    /// The lowest bit of a window.
    pub(crate) fn offset(&self, window: usize) -> usize {
        self.offsets[window] as usize
    }

    /// Buckets of a window: digits are at most as large.
    pub(crate) fn buckets(&self, window: usize) -> usize {
        1 << (self.offsets[window + 1] - self.offsets[window] - 1)
    }

    /// The windows of narrow scalars.
    pub(crate) fn narrow(&self) -> Self {
        let end = self
            .offsets
            .iter()
            .position(|&offset| offset >= NARROW_BITS);
        let end = end.unwrap_or(self.count());
        Self {
            offsets: self.offsets[..=end].to_vec(),
        }
    }

    /// What is added to a scalar so that no digit borrows from the next.
    fn halves(&self) -> Scalar {
        let mut halves = [0; 4];
        for &end in &self.offsets[1..self.count()] {
            let bit = end as usize - 1;
            halves[bit / 64] |= 1 << (bit % 64);
        }
        halves
    }

    /// A digit of a shifted scalar.
    fn digit(&self, shifted: &Scalar, window: usize) -> i16 {
        let (low, end) = (self.offsets[window], self.offsets[window + 1]);
        let (word, bit) = ((low / 64) as usize, low % 64);
        let sign = (shifted[3] as i64 >> 63) as u64;
        let above = shifted.get(word + 1).copied().unwrap_or(sign);
        let bits = (u128::from(above) << 64 | u128::from(shifted[word])) >> bit;
        if window + 1 == self.count() {
            return bits as i16;
        }
        let width = end - low;
        ((bits as i64 & ((1 << width) - 1)) - (1 << (width - 1))) as i16
    }
}

/// Digits of some scalars, all of the lowest window first.
pub(crate) struct Digits {
    /// Which scalars they are of.
    indices: Zeroizing<Vec<u32>>,
    digits: Zeroizing<Vec<i16>>,
    windows: usize,
}

impl Digits {
    /// Of some of the scalars, the first of which has index `first`.
    fn new(
        indices: Zeroizing<Vec<u32>>,
        scalars: &[impl AsRef<[u64]>],
        first: u32,
        order: &Scalar,
        windows: &Windows,
    ) -> Self {
        let (size, count) = (indices.len(), windows.count());
        let halves = windows.halves();
        let mut digits = Zeroizing::new(vec![0; count * size]);
        for (i, index) in indices.iter().enumerate() {
            let (number, _) = signed(words(&scalars[(index - first) as usize]), order);
            let mut shifted = add(&number, &halves);
            for window in 0..count {
                digits[window * size + i] = windows.digit(&shifted, window);
            }
            zeroize::Zeroize::zeroize(&mut shifted);
        }
        Self {
            indices,
            digits,
            windows: count,
        }
    }

    /// Which scalars they are of.
    pub(crate) fn indices(&self) -> &[u32] {
        &self.indices
    }

    /// The digits of some windows, as far as there are any.
    pub(crate) fn of(&self, windows: Range<usize>) -> impl Iterator<Item = (usize, &[i16])> {
        let size = self.indices.len();
        let windows = windows.start..windows.end.min(self.windows);
        windows.map(move |window| (window, &self.digits[window * size..(window + 1) * size]))
    }
}

/// Some scalars, sorted by what they need.
pub(crate) struct Sorted {
    /// Index of the first scalar, whatever it needs.
    first: u32,
    /// Scalars of one: which, and whether it is minus one.
    units: Zeroizing<Vec<(u32, bool)>>,
    /// Those below 2^64.
    pub(crate) narrow: Zeroizing<Vec<u32>>,
    /// Those that need the digits of all windows.
    pub(crate) wide: Zeroizing<Vec<u32>>,
}

impl Sorted {
    /// Sorts scalars, the first of which has index `first`, and leaves out those
    /// that have no part in the sum.
    pub(crate) fn new(
        scalars: &[impl AsRef<[u64]>],
        first: u32,
        order: &Scalar,
        is_infinite: impl Fn(u32) -> bool,
    ) -> Self {
        let capacity = scalars.len();
        let mut sorted = Self {
            first,
            units: Zeroizing::new(Vec::with_capacity(capacity)),
            narrow: Zeroizing::new(Vec::with_capacity(capacity)),
            wide: Zeroizing::new(Vec::with_capacity(capacity)),
        };
        for (scalar, index) in scalars.iter().zip(first..) {
            let scalar = words(scalar);
            let (number, magnitude) = signed(scalar, order);
            match magnitude {
                [0, 0, 0, 0] => {}
                [1, 0, 0, 0] => sorted.units.push((index, number != magnitude)),
                _ if is_infinite(index) => {}
                [_, 0, 0, 0] => sorted.narrow.push(index),
                _ => sorted.wide.push(index),
            }
        }
        sorted
    }
}

/// Some scalars, cut into what is added.
pub(crate) struct Recoded {
    /// Scalars of one: which, and whether it is minus one.
    pub(crate) units: Zeroizing<Vec<(u32, bool)>>,
    /// The others, first those of all windows.
    pub(crate) digits: [Digits; 2],
}

impl Recoded {
    /// Cuts the scalars that were sorted.
    pub(crate) fn new(
        sorted: Sorted,
        scalars: &[impl AsRef<[u64]>],
        order: &Scalar,
        windows: &Windows,
    ) -> Self {
        let first = sorted.first;
        let digits = |indices, windows| Digits::new(indices, scalars, first, order, windows);
        Self {
            units: sorted.units,
            digits: [
                digits(sorted.wide, windows),
                digits(sorted.narrow, &windows.narrow()),
            ],
        }
    }

    /// How many scalars are recoded together for as many threads.
    pub(crate) fn size(scalars: usize, threads: usize) -> usize {
        scalars.div_ceil(4 * threads).clamp(64, MOST_SCALARS)
    }
}

/// The words of a scalar.
fn words(scalar: &impl AsRef<[u64]>) -> &Scalar {
    scalar.as_ref().first_chunk().unwrap_or(&[0; 4])
}

/// A scalar as a signed number of 256 bits, and its magnitude: the smaller one of
/// it and its distance to the order.
fn signed(scalar: &Scalar, order: &Scalar) -> (Scalar, Scalar) {
    if scalar[3] < order[3] / 2 {
        return (*scalar, *scalar);
    }
    let below = subtract(order, scalar);
    if less(&below, scalar) {
        (subtract(scalar, order), below)
    } else {
        (*scalar, *scalar)
    }
}

fn less(a: &Scalar, b: &Scalar) -> bool {
    a.iter().rev().lt(b.iter().rev())
}

/// `a + b` modulo 2^256.
fn add(a: &Scalar, b: &Scalar) -> Scalar {
    let (mut sum, mut carry) = ([0; 4], 0);
    for j in 0..4 {
        let total = u128::from(a[j]) + u128::from(b[j]) + carry;
        (sum[j], carry) = (total as u64, total >> 64);
    }
    sum
}

/// `a - b` modulo 2^256.
fn subtract(a: &Scalar, b: &Scalar) -> Scalar {
    add(&add(a, &b.map(|word| !word)), &[1, 0, 0, 0])
}
