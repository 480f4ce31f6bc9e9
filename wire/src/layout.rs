//! How numbers and points lie in card memory.
//!
//! Card memory is an array of 64-byte words, addressed by word index, so a
//! 32-bit address reaches 256 GiB. All numbers are little-endian.
//!
//! ```text
//! base    | x: 32 bytes | y: 32 bytes |                one word; all zero = infinity
//! scalar  | k[2i]       | k[2i+1]     |                two a word; plain integers
//! result  | X           | Y           | Z | 0 |        two words a point, homogeneous
//! vector  | v[2i]       | v[2i+1]     |                two a word, as scalars; see `transform`
//! ```
//!
//! Coordinates are plain integers below the modulus, not in Montgomery form.
//!
//! A set of bases over G1 may hold each with multiples of it, a word each ([`Multiples`]).
//!
//! A coordinate over G2 is `c0 + c1 u` with `u^2 = -1`; its parts lie in words of their own:
//!
//! ```text
//! base    | x.c0 | y.c0 | x.c1 | y.c1 |                                     two words
//! result  | X.c0 | Y.c0 | Z.c0 | 0 | X.c1 | Y.c1 | Z.c1 | 0 |               four words
//! ```
//!
//! Its points are those of a curve isomorphic to the twist that has the cheapest constant. For BN254,
//! whose twist is `y^2 = x^3 + b'` with `b' = 3 / (9 + u)`, a card adds over `y^2 = x^3 + b''` with
//! `3 b'' = 2 + u`: a point (x, y) of the twist is `(l^2 x, l^3 y)` there, where `l^6 = b'' / b'`.

mod multiples;

pub use multiples::Multiples;

/// Bytes of a memory word.
pub const WORD_BYTES: usize = 64;

/// Bytes of a coordinate or scalar.
pub const NUMBER_BYTES: usize = 32;

/// Bytes of an affine base over G1.
pub const BASE_BYTES: usize = 2 * NUMBER_BYTES;

/// Bytes of a scalar.
pub const SCALAR_BYTES: usize = NUMBER_BYTES;

/// Words of a point over G1 in a result.
pub const RESULT_POINT_WORDS: usize = 2;

/// Bytes of a point over G1 in a result.
pub const RESULT_POINT_BYTES: usize = RESULT_POINT_WORDS * WORD_BYTES;

/// Points that a chain of the bucket reduction returns: the sum `S` of its
/// buckets and the sum `T` weighted by `1, 2, 3, ...` from its lowest bucket.
pub const POINTS_PER_CHAIN: usize = 2;

/// Words that hold `count` scalars.
pub const fn scalar_words(count: usize) -> usize {
    (count * SCALAR_BYTES).div_ceil(WORD_BYTES)
}

/// How a card cuts scalars into signed digits, and the buckets of a digit into chains.
///
/// Window `w` has digits of [`width`](Self::width) bits from bit [`offset`](Self::offset) on, between
/// `-2^(width - 1)` and `2^(width - 1) - 1`, and `2^(width - 1)` buckets for their magnitudes.
/// The reduction runs along chains of [`segment_length`](Self::segment_length) buckets each.
///
/// Each of `n` adders has two banks of buckets: window `w` is in bank `w mod 2 n`, that of adder `(w mod 2 n) / 2`.
///
/// A result holds `S` and `T` of each chain: the chains of bank 0, then those of bank 1 and so on; within a bank from
/// the lowest window up, within a window from the lowest bucket up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Windows {
    /// Digits of a scalar.
    pub count: usize,
    /// Bits of a digit in a wide window.
    pub bits: usize,
    /// How many windows, the highest ones, are narrow: their digits have a bit less.
    pub narrow: usize,
    /// Chains of a wide window, a power of two; a narrow window has half as many.
    pub segments: usize,
    /// Point adders, each with two banks.
    pub adders: usize,
}

impl Windows {
    /// Whether the numbers belong together.
    pub const fn is_sound(&self) -> bool {
        let segments = self.segments;
        self.count > 0
            && self.count <= 512
            && self.bits > 1
            && self.bits <= 24
            && self.narrow <= self.count
            && segments.is_power_of_two()
            && segments < 1 << (self.bits - 1)
            && (self.narrow == 0 || segments > 1)
            && self.adders > 0
            && self.adders <= self.count / 2
    }

    /// Bits of the digits of window `w`.
    pub const fn width(&self, w: usize) -> usize {
        self.bits - (w + self.narrow >= self.count) as usize
    }

    /// Lowest bit of window `w`.
    pub const fn offset(&self, w: usize) -> usize {
        let wide = self.count - self.narrow;
        w * self.bits - w.saturating_sub(wide)
    }

    /// Bits of all digits together: one more than those of a scalar at least.
    pub const fn digit_bits(&self) -> usize {
        self.count * self.bits - self.narrow
    }

    /// Buckets of a chain.
    pub const fn segment_length(&self) -> usize {
        (1 << (self.bits - 1)) / self.segments
    }

    /// Chains of window `w`.
    pub const fn chains_of(&self, w: usize) -> usize {
        self.segments >> (self.bits - self.width(w))
    }

    /// Chains of all windows.
    pub const fn chains(&self) -> usize {
        self.segments * self.count - self.segments / 2 * self.narrow
    }

    /// Banks of all adders.
    pub const fn banks(&self) -> usize {
        2 * self.adders
    }

    /// The windows of bank number `bank`, ascending.
    ///
    /// # Panics
    /// When there are no banks.
    pub fn of_bank(&self, bank: usize) -> impl Iterator<Item = usize> + use<> {
        (bank..self.count).step_by(self.banks())
    }

    /// Chains of bank number `bank`.
    ///
    /// # Panics
    /// When there are no banks.
    pub fn bank_chains(&self, bank: usize) -> usize {
        self.of_bank(bank).map(|w| self.chains_of(w)).sum()
    }

    /// Buckets of the largest bank.
    ///
    /// # Panics
    /// When there are no banks.
    pub fn bank_buckets(&self) -> usize {
        let chains = (0..self.banks()).map(|bank| self.bank_chains(bank));
        chains.max().unwrap_or(0) * self.segment_length()
    }

    /// The first bucket of window `w` in its bank.
    ///
    /// # Panics
    /// When there are no banks.
    pub fn first_bucket(&self, w: usize) -> usize {
        let before = self
            .of_bank(w % self.banks())
            .take_while(|other| *other < w);
        let chains = before.map(|other| self.chains_of(other)).sum::<usize>();
        chains * self.segment_length()
    }

    /// The windows in the order in which their chains lie in a result.
    pub fn order(&self) -> impl Iterator<Item = usize> + use<> {
        let windows = *self;
        (0..windows.banks()).flat_map(move |bank| windows.of_bank(bank))
    }

    /// The first chain of window `w` in a result.
    pub fn first_chain(&self, w: usize) -> usize {
        let before = self.order().take_while(|other| *other != w);
        before.map(|other| self.chains_of(other)).sum()
    }

    /// Words that the result of an MSM over G1 takes.
    pub const fn result_words(&self) -> usize {
        self.chains() * POINTS_PER_CHAIN * RESULT_POINT_WORDS
    }
}

#[cfg(test)]
mod tests {
    use super::Windows;

    const UNEVEN: Windows = Windows {
        count: 5,
        bits: 4,
        narrow: 2,
        segments: 2,
        adders: 1,
    };

    #[test]
    fn windows_lie_side_by_side() {
        let widths = [4, 4, 4, 3, 3];
        let mut offset = 0;
        for (w, width) in widths.into_iter().enumerate() {
            assert_eq!((UNEVEN.width(w), UNEVEN.offset(w)), (width, offset));
            assert_eq!(
                UNEVEN.chains_of(w) * UNEVEN.segment_length(),
                1 << (width - 1)
            );
            offset += width;
        }
        assert_eq!(UNEVEN.digit_bits(), offset);
    }

    #[test]
    fn chains_of_even_windows_come_first() {
        for (w, chain) in [0, 5, 2, 7, 4].into_iter().enumerate() {
            assert_eq!(UNEVEN.first_chain(w), chain, "window {w}");
        }
        assert_eq!(UNEVEN.chains(), 8);
        assert_eq!(UNEVEN.result_words(), 32);
    }

    #[test]
    fn chains_of_adders_come_one_bank_after_the_other() {
        let two = Windows {
            adders: 2,
            ..UNEVEN
        };
        assert!(two.is_sound());
        // Banks 0, 1, 2, 3 hold windows 0 and 4, 1, 2, 3.
        assert!(two.order().eq([0, 4, 1, 2, 3]));
        for (w, chain) in [0, 3, 5, 7, 2].into_iter().enumerate() {
            assert_eq!(two.first_chain(w), chain, "window {w}");
        }
        let words = two.result_words();
        assert_eq!(words, UNEVEN.result_words(), "the order alone differs");
    }

    #[test]
    fn impossible_cuts_are_known() {
        assert!(UNEVEN.is_sound());
        for unsound in [
            Windows { count: 0, ..UNEVEN },
            Windows {
                count: 513,
                ..UNEVEN
            },
            Windows { bits: 40, ..UNEVEN },
            Windows {
                adders: 0,
                ..UNEVEN
            },
            Windows {
                adders: 3,
                ..UNEVEN
            },
            Windows {
                narrow: 6,
                ..UNEVEN
            },
            Windows {
                segments: 3,
                ..UNEVEN
            },
            Windows {
                segments: 8,
                ..UNEVEN
            },
            Windows {
                segments: 1,
                ..UNEVEN
            },
        ] {
            assert!(!unsound.is_sound(), "{unsound:?}");
        }
    }
}
