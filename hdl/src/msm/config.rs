//! Configurations of the core.

use super::MsmCore;
use crate::curve::CurveConfig;
use crate::emit::Body;
use num_bigint::BigUint;
use zkcard_wire::layout::Windows;

/// What the core is built for. Widths that types carry are those of [`TinyMsmCore`] or [`CardMsmCore`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MsmConfig {
    /// Curve, with modulus, 3b, ONE and the multipliers' body.
    pub curve: CurveConfig,
    /// Bits of the longest scalar.
    pub scalar_bits: usize,
    /// Order of the group; scalars are below.
    pub order: BigUint,
    /// Digits of a scalar, and chains of their buckets.
    pub windows: Windows,
}

impl MsmConfig {
    /// A 16-bit curve, 5 windows of 4 or 3 bits, 8 chains of 4 buckets: every scalar can be tried.
    pub fn tiny(body: Body) -> Self {
        Self {
            curve: CurveConfig::tiny().with_body(body),
            scalar_bits: 16,
            order: 64921u32.into(),
            windows: Windows {
                count: 5,
                bits: 4,
                narrow: 2,
                segments: 2,
            },
        }
    }

    /// BN254 G1, 20 windows of 13 or 12 bits, 70 chains of 1024 buckets: 140 additions a round keep the adder full.
    pub fn card(body: Body) -> Self {
        let words = [
            0xf000_0001,
            0x43e1_f593,
            0x79b9_7091,
            0x2833_e848,
            0x8181_585d,
            0xb850_45b6,
            0xe131_a029,
            0x3064_4e72,
        ];
        Self {
            curve: CurveConfig::bn254_g1().with_body(body),
            scalar_bits: 254,
            order: BigUint::new(words.to_vec()),
            windows: Windows {
                count: 20,
                bits: 13,
                narrow: 5,
                segments: 4,
            },
        }
    }

    /// Chains of buckets: each gives two result points.
    pub fn chains(&self) -> usize {
        self.windows.chains()
    }

    /// Chains in the bank of even windows.
    pub fn even_chains(&self) -> usize {
        self.windows.first_chain(1)
    }

    /// Buckets in the bank of even windows, which is the larger one.
    pub fn bank_buckets(&self) -> usize {
        self.even_chains() * self.windows.segment_length()
    }

    /// Address of the first bucket of window `w` in its bank: a multiple of the window's buckets.
    pub fn first_bucket(&self, w: usize) -> usize {
        let chain = self.windows.first_chain(w) - w % 2 * self.even_chains();
        chain * self.windows.segment_length()
    }

    /// What recoding adds to a scalar: half of each window's range.
    ///
    /// # Panics
    /// When the digits do not hold all scalars, or an address does not split into window and bucket.
    pub fn recoding_offset(&self) -> BigUint {
        let windows = &self.windows;
        assert!(windows.is_sound(), "{windows:?}");
        let half = |w: usize| BigUint::from(1u32) << (windows.offset(w) + windows.width(w) - 1);
        let offset: BigUint = (0..windows.count).map(half).sum();
        let largest = &self.order - 1u32 + &offset;
        assert!(
            largest.bits() as usize <= windows.digit_bits(),
            "{windows:?} does not hold a scalar and a carry"
        );
        for w in 0..windows.count {
            let first = self.first_bucket(w);
            assert_eq!(first % (1 << (windows.width(w) - 1)), 0, "window {w}");
        }
        offset
    }
}

/// The core of [`MsmConfig::tiny`].
pub type TinyMsmCore = MsmCore<5, 3, 4, 3, 20, 5, 25, 3, 8>;

/// The core of [`MsmConfig::card`].
pub type CardMsmCore = MsmCore<20, 5, 13, 12, 260, 16, 320, 7, 19>;
