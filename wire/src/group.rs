//! The groups that a card adds in, and what their points take in its memory.

use crate::{
    identity::features,
    layout::{BASE_BYTES, RESULT_POINT_BYTES, WORD_BYTES, Windows},
    registers::Register,
};

/// The groups of a pairing-friendly curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// Over the base field.
    G1,
    /// Over its quadratic extension.
    G2,
}

impl Group {
    /// Both.
    pub const ALL: [Self; 2] = [Self::G1, Self::G2];

    /// The bit of `FEATURES` that a card which does MSMs over it has.
    pub const fn feature(self) -> u32 {
        match self {
            Self::G1 => features::MSM,
            Self::G2 => features::MSM_G2,
        }
    }

    /// The registers that tell the windows of its MSMs: their count and bits, how many are narrow,
    /// and segments.
    pub const fn window_registers(self) -> [Register; 4] {
        use crate::registers as reg;
        match self {
            Self::G1 => [
                reg::WINDOWS,
                reg::WINDOW_BITS,
                reg::NARROW_WINDOWS,
                reg::SEGMENTS,
            ],
            Self::G2 => [
                reg::G2_WINDOWS,
                reg::G2_WINDOW_BITS,
                reg::G2_NARROW_WINDOWS,
                reg::G2_SEGMENTS,
            ],
        }
    }

    /// Numbers of a coordinate.
    pub const fn degree(self) -> usize {
        match self {
            Self::G1 => 1,
            Self::G2 => 2,
        }
    }

    /// Bytes of an affine base.
    pub const fn base_bytes(self) -> usize {
        self.degree() * BASE_BYTES
    }

    /// Words that hold `count` bases.
    pub const fn base_words(self, count: usize) -> usize {
        (count * self.base_bytes()).div_ceil(WORD_BYTES)
    }

    /// Bytes of a point in a result.
    pub const fn result_point_bytes(self) -> usize {
        self.degree() * RESULT_POINT_BYTES
    }

    /// Words that the result of an MSM with these windows takes.
    pub const fn result_words(self, windows: &Windows) -> usize {
        self.degree() * windows.result_words()
    }
}
