//! Powers of elements, in vectors.

use crate::{Eight, LANES};

/// `base^exponent`, bound 2. `base` has bound 2.
#[inline(always)]
pub(super) fn power<V: Eight>(level: V::Level, base: V, mut exponent: u64) -> V {
    let (mut result, mut square) = (V::one(level), base);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result.mul(square);
        }
        square = square.square();
        exponent >>= 1;
    }
    result
}

/// `base^0 .. base^7`, bound 2, of eight times the same `base` of bound 2.
#[inline(always)]
pub(super) fn ladder<V: Eight>(level: V::Level, base: V) -> V {
    let mut result = V::one(level);
    let mut square = base;
    for mask in [0b1010_1010, 0b1100_1100, 0b1111_0000] {
        result = result.select(mask, result.mul(square));
        square = square.square();
    }
    result
}

/// `start step^i` for i from 0 on, four at a time.
pub(super) struct Progression<V> {
    next: [V; 4],
    step: V,
}

impl<V: Eight> Progression<V> {
    /// Both of bound 2.
    #[inline(always)]
    pub(super) fn new(start: V, step: V) -> Self {
        let two = step.square();
        let one = start.mul(step);
        let [third, fourth] = V::mul_many(&[start, one], &[two, two]);
        Self {
            next: [start, one, third, fourth],
            step: two.square(),
        }
    }

    /// The next four, bound 2.
    #[inline(always)]
    pub(super) fn four(&mut self) -> [V; 4] {
        let four = self.next;
        self.next = V::mul_many(&four, &[self.step; 4]);
        four
    }
}

/// An element below the prime, in arkworks' form, eight times with bound 2.
#[inline(always)]
pub(super) fn splat<V: Eight>(level: V::Level, element: &V::Words) -> V {
    V::load(level, [element; LANES]).mul(V::one(level))
}
