//! Configurations of the core.

use super::MsmCore;
use crate::curve::CurveConfig;
use crate::emit::Body;

/// What the core is built for. Widths that types carry are those of [`TinyMsmCore`] or [`CardMsmCore`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MsmConfig {
    /// Curve, with modulus, 3b, ONE and the multipliers' body.
    pub curve: CurveConfig,
    /// Bits of the longest scalar.
    pub scalar_bits: usize,
    /// Bits of a digit, c.
    pub window: usize,
    /// Number of windows; their digits hold a scalar and a carry.
    pub windows: usize,
    /// Equal parts, a power of two, into which a window's buckets are cut for the reduction.
    pub segments: usize,
}

impl MsmConfig {
    /// A 16-bit curve, 5 windows of 4 bits, 10 chains of 4 buckets: every scalar can be tried.
    pub fn tiny(body: Body) -> Self {
        Self {
            curve: CurveConfig::tiny().with_body(body),
            scalar_bits: 16,
            window: 4,
            windows: 5,
            segments: 2,
        }
    }

    /// BN254 G1, 20 windows of 13 bits, 80 chains of 1024 buckets: 160 additions a round keep the adder full.
    pub fn card(body: Body) -> Self {
        let curve = CurveConfig::bn254_g1().with_body(body);
        Self {
            curve,
            scalar_bits: 254,
            window: 13,
            windows: 20,
            segments: 4,
        }
    }

    /// Chains of buckets: each gives two result points.
    pub fn chains(&self) -> usize {
        self.windows * self.segments
    }

    /// Buckets of a chain.
    pub fn segment_length(&self) -> usize {
        (1 << (self.window - 1)) / self.segments
    }
}

/// The core of [`MsmConfig::tiny`].
pub type TinyMsmCore = MsmCore<5, 3, 4, 3, 20, 6, 4, 8, 5, 6>;

/// The core of [`MsmConfig::card`].
pub type CardMsmCore = MsmCore<20, 5, 13, 12, 260, 17, 7, 19, 7, 8>;
