//! Scalars to buckets, as the recoder and the expander do it.

use super::Limbs;
use std::collections::VecDeque;
use zkcard_wire::layout::Windows;

/// Bits of a limb.
const LIMB: usize = 64;

/// The digits of scalars.
pub(super) struct Digits {
    /// Offset, width and first bucket of each window.
    windows: Vec<(usize, usize, u32)>,
}

impl Digits {
    pub(super) fn new(windows: &Windows) -> Self {
        let window = |w| {
            let bucket = windows.first_chain(w) * windows.segment_length();
            (windows.offset(w), windows.width(w), bucket as u32)
        };
        Self {
            windows: (0..windows.count).map(window).collect(),
        }
    }

    /// Appends the bucket of each digit that is not zero to those of its bank, the parity of its window.
    pub(super) fn of(&self, scalar: &Limbs, banks: &mut [VecDeque<u32>; 2]) {
        let mut carry = 0;
        for (w, (offset, width, first)) in self.windows.iter().enumerate() {
            let (limb, shift) = (offset / LIMB, offset % LIMB);
            let at = |i: usize| scalar.get(i).copied().unwrap_or(0);
            let mut bits = at(limb) >> shift;
            if shift + width > LIMB {
                bits |= at(limb + 1) << (LIMB - shift);
            }
            // Digits from -half to half - 1.
            let (range, half) = (1 << width, 1 << (width - 1));
            let raised = (bits & (range - 1)) as i64 + carry;
            carry = i64::from(raised >= half);
            let digit = raised - carry * range as i64;
            if digit != 0 {
                banks[w % 2].push_back(first + digit.unsigned_abs() as u32 - 1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::msm::{Configuration, Mixture};
    use zkcard_hdl::emit::Body;

    /// The sum of the digits' magnitudes says whether they are the scalar's: all small ones are positive.
    #[test]
    fn digits_are_those_of_the_scalar() {
        for configuration in Configuration::ALL {
            let windows = configuration.config(Body::Dpi).windows;
            let digits = Digits::new(&windows);
            let mut banks: [VecDeque<u32>; 2] = Default::default();
            digits.of(&[5 + (3 << windows.offset(2)), 0, 0, 0], &mut banks);
            let first = |w| (windows.first_chain(w) * windows.segment_length()) as u32;
            assert_eq!(banks[0], [first(0) + 4, first(2) + 2], "{windows:?}");
            assert!(banks[1].is_empty());
            banks[0].clear();
            // -1 in the lowest window carries one into the next.
            digits.of(&[(1 << windows.width(0)) - 1, 0, 0, 0], &mut banks);
            assert_eq!(banks, [[first(0)], [first(1)]].map(VecDeque::from));
            let buckets = windows.chains() * windows.segment_length();
            for scalar in Mixture::Uniform.scalars(1000) {
                let mut banks: [VecDeque<u32>; 2] = Default::default();
                digits.of(&scalar, &mut banks);
                assert!(
                    banks
                        .iter()
                        .flatten()
                        .all(|bucket| (*bucket as usize) < buckets)
                );
                assert!(banks[0].len() + banks[1].len() > windows.count - 4);
            }
        }
    }
}
