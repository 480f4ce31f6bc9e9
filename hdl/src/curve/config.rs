//! What all blocks over one curve agree on.

use crate::emit::Body;
use crate::field::FieldConfig;
use num_bigint::BigUint;

/// The curve `y^2 = x^3 + b`, whose group has odd order, and over Fq2 = Fq\[u\] / (u^2 + 1) the curve
/// `y^2 = x^3 + (2 + c u) / 3`, whose group has odd order too. A twist is brought into that form by an isomorphism
/// (x, y) -> (l^2 x, l^3 y).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurveConfig {
    /// Coordinate field.
    pub field: FieldConfig,
    /// `3 b`, small, with two set bits.
    pub b3: u32,
    /// c, where `3 b = 2 + c u` over Fq2: one or two.
    pub extended_b3: u32,
}

impl CurveConfig {
    /// BN254: G1, and G2 brought to `3 b = 2 + u`.
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
            extended_b3: 1,
        }
    }

    /// BLS12-381: G1, and G2 brought to `3 b = 2 + 2 u`. Source: draft-irtf-cfrg-pairing-friendly-curves, 4.2.1.
    pub fn bls12_381_g1() -> Self {
        let words = [
            0xffff_aaab,
            0xb9fe_ffff,
            0xb153_ffff,
            0x1eab_fffe,
            0xf6b0_f624,
            0x6730_d2a0,
            0xf385_12bf,
            0x6477_4b84,
            0x434b_acd7,
            0x4b1b_a7b6,
            0x397f_e69a,
            0x1a01_11ea,
        ];
        Self {
            field: FieldConfig::new(BigUint::new(words.to_vec())),
            b3: 12,
            extended_b3: 2,
        }
    }

    /// `y^2 = x^3 + 3` over the field of 65419 elements, of prime order 64921: everything can be tried.
    pub fn tiny() -> Self {
        Self {
            field: FieldConfig::new(65419u32.into()),
            b3: 9,
            extended_b3: 1,
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
