//! Scalars to buckets, as the recoder and the expander do it.

use super::Limbs;
use zkcard_wire::layout::Multiples;

/// Bits of a limb.
const LIMB: usize = 64;

/// The digits of scalars.
pub(super) struct Digits {
    /// Offset and width of each digit, and the first bucket of its window.
    digits: Vec<(usize, usize, u32)>,
    /// Windows that the digits of a word have.
    windows: usize,
    banks: usize,
}

impl Digits {
    pub(super) fn new(shared: &Multiples) -> Self {
        let (windows, digits) = (&shared.windows, shared.digits());
        let digit = |w| {
            let chain = windows.first_chain(w % windows.count);
            let bucket = chain * windows.segment_length();
            (digits.offset(w), digits.width(w), bucket as u32)
        };
        Self {
            digits: (0..digits.count).map(digit).collect(),
            windows: windows.count,
            banks: windows.banks(),
        }
    }

    /// Tells word, bank and bucket of each digit that is not zero; windows are dealt to banks in turn.
    pub(super) fn of(&self, scalar: &Limbs, mut item: impl FnMut(usize, usize, u32)) {
        let mut carry = 0;
        for (w, (offset, width, first)) in self.digits.iter().enumerate() {
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
                let (word, window) = (w / self.windows, w % self.windows);
                let bucket = first + digit.unsigned_abs() as u32 - 1;
                item(word, window % self.banks, bucket);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::msm::{Mixture, Setup};

    fn items(digits: &Digits, scalar: &Limbs) -> Vec<(usize, u32)> {
        let mut items = vec![];
        digits.of(scalar, |_, bank, bucket| items.push((bank, bucket)));
        items
    }

    /// Small digits are positive, a digit of at least half its range carries.
    #[test]
    fn digits_are_those_of_the_scalar() {
        for setup in Setup::ALL {
            let (windows, shared) = (setup.windows(), setup.shared());
            let digits = Digits::new(&shared);
            let first = |w: usize| {
                let chain = windows.first_chain(w % windows.count);
                (chain * windows.segment_length()) as u32
            };
            let small = items(&digits, &[5 + (3 << shared.digits().offset(2)), 0, 0, 0]);
            let second = 2 % windows.banks();
            assert_eq!(small, [(0, first(0) + 4), (second, first(2) + 2)]);
            // -1 in the lowest window carries one into the next.
            let carrying = items(&digits, &[(1 << windows.width(0)) - 1, 0, 0, 0]);
            assert_eq!(carrying, [(0, first(0)), (1, first(1))], "{windows:?}");
            let buckets = windows.chains() * windows.segment_length();
            for scalar in Mixture::Uniform.scalars(&setup.order(), 1000) {
                let items = items(&digits, &scalar);
                assert!(items.iter().all(|item| (item.1 as usize) < buckets));
                assert!(items.len() > shared.digits().count - 4);
            }
        }
    }
}
