//! What all blocks over one curve agree on.

use crate::emit::Body;
use crate::field::FieldConfig;
use num_bigint::BigUint;

/// The curve `y^2 = x^3 + b`, whose group has odd order, and over Fq2 = Fq\[u\] / (u^2 + 1) the curve
/// `y^2 = x^3 + (2 + u) / 3`, whose group has odd order too. A twist is brought into that form by an isomorphism
/// (x, y) -> (l^2 x, l^3 y).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurveConfig {
    /// Coordinate field.
    pub field: FieldConfig,
    /// `3 b`, small, with two set bits.
    pub b3: u32,
}

impl CurveConfig {
    /// BN254 G1.
    pub fn bn254_g1() -> Self {
        let words = [
            0xd87c_fd47,
            0x3c20_8c16,
            0x6871_ca8d,
            0x9781_6a91,
            0x8181_585d,
            0xb850_45b6,
            0xe131_a029,
            0x3064_4e72,
        ];
        let modulus = BigUint::new(words.to_vec());
        Self {
            field: FieldConfig::new(modulus),
            b3: 9,
        }
    }

    /// `y^2 = x^3 + 3` over the field of 65419 elements, of prime order 64921: everything can be tried.
    pub fn tiny() -> Self {
        Self {
            field: FieldConfig::new(65419u32.into()),
            b3: 9,
        }
    }

    /// The set bits of `3 b`, from the highest.
    ///
    /// # Panics
    /// When they are not two.
    pub fn b3_terms(&self) -> [usize; 2] {
        assert_eq!(
            self.b3.count_ones(),
            2,
            "3 b = {} as a sum of two powers of two",
            self.b3
        );
        [self.b3.ilog2(), self.b3.trailing_zeros()].map(|bit| bit as usize)
    }

    /// The same curve with another multiplier body.
    pub fn with_body(self, body: Body) -> Self {
        Self {
            field: self.field.with_body(body),
            ..self
        }
    }
}
