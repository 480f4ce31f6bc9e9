//! What all limb-serial blocks over one field agree on.

use crate::prim::LIMB;
use num_bigint::BigUint;

/// A field whose numbers go limb by limb, with room for unreduced sums.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SerialField {
    /// The odd modulus q, 3 or more.
    pub modulus: BigUint,
    /// Limbs of a number: R is 2 to their bits.
    pub limbs: usize,
}

impl SerialField {
    /// A product of factors whose own product is below `2^SLACK q^2` is below 2q.
    pub const SLACK: u64 = 10;

    /// Arithmetic modulo `modulus` in as few limbs as its slack allows, two at least.
    ///
    /// # Panics
    /// When the modulus is even or below 3.
    pub fn new(modulus: &BigUint) -> Self {
        assert!(
            modulus.bit(0) && modulus.bits() > 1,
            "the modulus must be odd and at least 3"
        );
        let bits = modulus.bits() + Self::SLACK;
        Self {
            modulus: modulus.clone(),
            limbs: bits.div_ceil(LIMB as u64).max(2) as usize,
        }
    }

    /// R.
    pub fn radix(&self) -> BigUint {
        BigUint::from(1u32) << (LIMB * self.limbs)
    }

    /// `-1/q` modulo R, by Newton's iteration on powers of two.
    pub fn negated_inverse(&self) -> BigUint {
        let (radix, two) = (self.radix(), BigUint::from(2u32));
        let mut inverse = BigUint::from(1u32);
        for _ in 0..radix.bits().ilog2() + 1 {
            let product = &inverse * &self.modulus % &radix;
            inverse = inverse * (&radix + &two - product) % &radix;
        }
        &radix - inverse
    }

    /// `x / R` modulo q.
    pub fn divided(&self, x: &BigUint) -> BigUint {
        let m = x * self.negated_inverse() % self.radix();
        ((x + m * &self.modulus) / self.radix()) % &self.modulus
    }
}
