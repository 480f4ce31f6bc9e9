//! Verification.

use super::msm::msm;
use crate::curve::SnarkCurve;
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::PrimeField;

/// A proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof<C: SnarkCurve> {
    /// A in G1.
    pub a: C::G1Affine,
    /// B in G2.
    pub b: C::G2Affine,
    /// C in G1.
    pub c: C::G1Affine,
}

/// The part of a key that a verifier needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyingKey<C: SnarkCurve> {
    /// `alpha` in G1.
    pub alpha1: C::G1Affine,
    /// `beta` in G2.
    pub beta2: C::G2Affine,
    /// `gamma` in G2.
    pub gamma2: C::G2Affine,
    /// `delta` in G2.
    pub delta2: C::G2Affine,
    /// A point for the constant one and each public input.
    pub inputs: Vec<C::G1Affine>,
}

impl<C: SnarkCurve> VerifyingKey<C> {
    /// Whether `gamma` is the generator, as it is in all keys of ceremonies after snarkjs. Otherwise one party chose it.
    pub fn is_of_ceremony(&self) -> bool {
        self.gamma2 == C::G2Affine::generator()
    }
}

/// Whether `e(A, B) = e(alpha, beta) e(inputs, gamma) e(C, delta)`.
///
/// False also when the number of public inputs is not that of the key. The
/// points of `proof` must be in their groups, as every reader of this crate
/// makes sure.
pub fn verify<C: SnarkCurve>(
    key: &VerifyingKey<C>,
    public: &[C::ScalarField],
    proof: &Proof<C>,
) -> bool {
    let Some((constant, points)) = key.inputs.split_first() else {
        return false;
    };
    if points.len() != public.len() {
        return false;
    }
    let numbers: Vec<_> = public.iter().map(|input| input.into_bigint()).collect();
    let sum: C::G1 = msm(points, &numbers);
    let inputs = (sum + constant).into_affine();
    let negated = (-proof.a.into_group()).into_affine();
    let product = C::multi_pairing(
        [negated, key.alpha1, inputs, proof.c],
        [proof.b, key.beta2, key.gamma2, key.delta2],
    );
    product == Default::default()
}
