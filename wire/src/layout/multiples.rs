//! Bases that lie in card memory with multiples of themselves, so that fewer buckets serve more digits.

use super::Windows;
use crate::registers::{self as reg, Register};

/// How a card cuts scalars over bases with resident multiples.
///
/// A base P takes [`words`](Self::words) words: P, `2^step P`, `2^(2 step) P`, ..., for a [`step`](Self::step) of as many
/// bits as all windows together.
///
/// ```text
/// digit w of a scalar  -->  window w mod count, word w / count
/// ```
///
/// So digits `w`, `w + count`, `w + 2 count`, ... share the buckets of one window, and the reduction has these few
/// windows alone: the result is that of an MSM of `words` times as many bases and scalars of `step` bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Multiples {
    /// The windows whose buckets the digits share: one for each bank, all of one width.
    pub windows: Windows,
    /// Words of a base: itself and its multiples.
    pub words: usize,
}

impl Multiples {
    /// `windows` over as many words a base as scalars of `scalar_bits` bits need.
    ///
    /// # Panics
    /// When the windows have no bits.
    pub const fn new(scalar_bits: usize, windows: Windows) -> Self {
        // A bit more than the scalar's, for the carry of its highest digit.
        let words = (scalar_bits + 1).div_ceil(windows.digit_bits());
        Self { windows, words }
    }

    /// Whether the numbers belong together.
    pub const fn is_sound(&self) -> bool {
        let windows = &self.windows;
        windows.is_sound()
            && self.words > 0
            && (self.words == 1 || windows.narrow == 0)
            && (self.words == 1 || windows.count == windows.banks())
    }

    /// As the registers of a card with `adders` adders tell: `MULTIPLES`, `MULTIPLE_BITS`, `MULTIPLE_SEGMENTS`. A window for
    /// each bank.
    pub const fn told([words, bits, segments]: [usize; 3], adders: usize) -> Self {
        let windows = Windows {
            count: 2 * adders,
            bits,
            narrow: 0,
            segments,
            adders,
        };
        Self { windows, words }
    }

    /// The registers that tell them.
    pub const REGISTERS: [Register; 3] =
        [reg::MULTIPLES, reg::MULTIPLE_BITS, reg::MULTIPLE_SEGMENTS];

    /// What these registers say.
    pub const fn values(&self) -> [usize; 3] {
        [self.words, self.windows.bits, self.windows.segments]
    }

    /// Bits from a word of a base to the next: each is `2^step` times the one before.
    pub const fn step(&self) -> usize {
        self.windows.digit_bits()
    }

    /// All digits of a scalar: those of all words side by side. Of this, number, width and offset of digits have a meaning.
    pub const fn digits(&self) -> Windows {
        Windows {
            count: self.words * self.windows.count,
            ..self.windows
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHARED: Windows = Windows {
        count: 2,
        bits: 16,
        narrow: 0,
        segments: 32,
        adders: 1,
    };

    #[test]
    fn words_hold_the_scalar_and_a_carry() {
        for (scalar_bits, words) in [(31, 1), (32, 2), (254, 8), (255, 8), (256, 9)] {
            let multiples = Multiples::new(scalar_bits, SHARED);
            assert!(multiples.is_sound());
            assert_eq!(multiples.words, words, "{scalar_bits} bits");
            assert!(multiples.digits().digit_bits() > scalar_bits);
        }
    }

    #[test]
    fn digits_of_a_word_start_where_its_multiple_does() {
        let multiples = Multiples::new(254, SHARED);
        let digits = multiples.digits();
        assert_eq!((digits.count, multiples.step()), (16, 32));
        for w in 0..digits.count {
            let (word, window) = (w / SHARED.count, w % SHARED.count);
            let offset = word * multiples.step() + SHARED.offset(window);
            assert_eq!((digits.offset(w), digits.width(w)), (offset, 16));
        }
    }

    #[test]
    fn registers_tell_them() {
        let multiples = Multiples::new(254, SHARED);
        let told = Multiples::told(multiples.values(), SHARED.adders);
        assert_eq!(told, multiples);
    }

    #[test]
    fn impossible_multiples_are_known() {
        let sound = Multiples::new(254, SHARED);
        for unsound in [
            Multiples { words: 0, ..sound },
            Multiples::new(
                254,
                Windows {
                    narrow: 1,
                    ..SHARED
                },
            ),
            Multiples::new(254, Windows { count: 3, ..SHARED }),
            Multiples::new(
                254,
                Windows {
                    adders: 2,
                    ..SHARED
                },
            ),
        ] {
            assert!(!unsound.is_sound(), "{unsound:?}");
        }
    }
}
