//! What all blocks over one field agree on.

use super::LAZY;
use crate::emit::Body;
use crate::prim::Folded;
use crate::prim::datapath::Shape;
use num_bigint::BigUint;

/// A field, and how its arithmetic is built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldConfig {
    /// The odd modulus q, 3 or more.
    pub modulus: BigUint,
    /// Multiplier and carry chain of the device.
    pub shape: Shape,
    /// Body of the multipliers.
    pub body: Body,
    /// Factors are below this many times q.
    pub factors: u32,
    /// Whether a product takes few multipliers, and many clocks before the next one may start.
    pub folded: bool,
}

impl FieldConfig {
    /// Synthesisable arithmetic modulo `modulus` in the default shape.
    pub fn new(modulus: BigUint) -> Self {
        Self {
            modulus,
            shape: Shape::default(),
            body: Body::Rtl,
            factors: LAZY,
            folded: false,
        }
    }

    /// The same field with another multiplier body.
    pub fn with_body(self, body: Body) -> Self {
        Self { body, ..self }
    }

    /// The same field with multipliers of canonical factors alone.
    pub fn with_canonical_factors(self) -> Self {
        Self { factors: 1, ..self }
    }

    /// The same field with folded multipliers, of canonical factors.
    pub fn with_folded_multipliers(self) -> Self {
        Self {
            folded: true,
            ..self.with_canonical_factors()
        }
    }

    /// Clocks from a product to the next one.
    pub fn interval(&self) -> usize {
        match self.folded {
            true => Folded::new(&self.modulus).interval(),
            false => 1,
        }
    }

    /// Bits of a factor.
    pub fn lazy_bits(&self) -> usize {
        (&self.modulus * self.factors - 1u32).bits() as usize
    }

    /// Refuses a field that does not fit a container.
    ///
    /// # Panics
    /// When the modulus is even or below 3, lazy values exceed `container` bits, or enter folded multipliers.
    pub(crate) fn check(&self, container: usize) {
        assert!(
            self.modulus.bit(0) && self.modulus.bits() > 1,
            "the modulus must be odd and at least 3"
        );
        assert!(
            !self.folded || self.factors == 1,
            "factors of folded multipliers are canonical"
        );
        let bits = self.lazy_bits();
        assert!(
            bits <= container,
            "lazy values take {bits} bits, the container has {container}"
        );
    }
}
