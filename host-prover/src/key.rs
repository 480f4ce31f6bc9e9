//! Proving keys of any origin, as the phases need them.

mod bases;
mod from_arkworks;
mod from_zkey;

pub use bases::{BaseError, Bases, BasesId, InPlace};
pub(crate) use from_arkworks::Synthesised;
pub use from_zkey::KeyWarning;

use crate::{
    curve::SnarkCurve,
    groth16::{Constraints, QuotientForm, VerifyingKey},
};

/// A Groth16 proving key.
///
/// The bases stay where the key came from (a mapped file, or the vectors of an
/// arkworks key); cloning the key or its bases copies no points.
#[derive(Clone)]
pub struct Key<C: SnarkCurve> {
    /// Variables of the circuit, the constant one included.
    pub(crate) variables: usize,
    /// Public inputs, the constant one not included.
    pub(crate) public: usize,
    /// Base-two logarithm of the size of the evaluation domain.
    pub(crate) log_domain: u32,
    /// `beta` in G1.
    pub(crate) beta1: C::G1Affine,
    /// `delta` in G1.
    pub(crate) delta1: C::G1Affine,
    /// Whether it says of itself that it is for tests.
    pub(crate) test_key: bool,
    /// Whether it comes from a file of snarkjs, which keys of ceremonies do.
    pub(crate) from_zkey: bool,
    /// The verifying part.
    pub(crate) verifying: VerifyingKey<C>,
    /// One base a variable, for A in G1, B in G1 and B in G2.
    pub(crate) a: Bases<C::G1Affine>,
    pub(crate) b1: Bases<C::G1Affine>,
    pub(crate) b2: Bases<C::G2Affine>,
    /// One base a private variable.
    pub(crate) c: Bases<C::G1Affine>,
    /// One base a coefficient or evaluation of the quotient.
    pub(crate) h: Bases<C::G1Affine>,
    /// The constraint matrices.
    pub(crate) constraints: Constraints<C>,
    /// How the quotient is represented in `h`.
    pub(crate) form: QuotientForm,
}

impl<C: SnarkCurve> Key<C> {
    /// Variables of the circuit, the constant one included.
    pub fn variables(&self) -> usize {
        self.variables
    }

    /// Public inputs, the constant one not included.
    pub fn public_inputs(&self) -> usize {
        self.public
    }

    /// Base-two logarithm of the size of the evaluation domain.
    pub fn log_domain(&self) -> u32 {
        self.log_domain
    }

    /// The part that a verifier needs.
    pub fn verifying_key(&self) -> &VerifyingKey<C> {
        &self.verifying
    }
}
