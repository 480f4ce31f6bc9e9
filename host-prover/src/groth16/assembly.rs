//! Assembly: five sums and two blinding values become a proof.

use super::Proof;
use crate::{curve::SnarkCurve, key::Key};
use ark_ec::CurveGroup;
use ark_ff::UniformRand;
use rand::rngs::OsRng;
use zeroize::Zeroize;

/// The results of the five MSMs.
#[derive(Clone, Copy)]
pub(super) struct Sums<C: SnarkCurve> {
    pub(super) a: C::G1,
    pub(super) b1: C::G1,
    pub(super) b2: C::G2,
    pub(super) c: C::G1,
    pub(super) h: C::G1,
}

/// The blinding values r and s, from the operating system, wiped when dropped.
pub(super) struct Blinding<C: SnarkCurve> {
    r: C::ScalarField,
    s: C::ScalarField,
}

impl<C: SnarkCurve> Blinding<C> {
    pub(super) fn fresh() -> Self {
        Self {
            r: C::ScalarField::rand(&mut OsRng),
            s: C::ScalarField::rand(&mut OsRng),
        }
    }
}

impl<C: SnarkCurve> Drop for Blinding<C> {
    fn drop(&mut self) {
        self.r.zeroize();
        self.s.zeroize();
    }
}

/// ```text
/// A = alpha + sum a + r delta
/// B = beta  + sum b + s delta        in G2, and in G1 for C
/// C = sum c + sum h + s A + r B - r s delta
/// ```
pub(super) fn assemble<C: SnarkCurve>(
    key: &Key<C>,
    sums: &Sums<C>,
    blinding: &Blinding<C>,
) -> Proof<C> {
    let Blinding { r, s } = blinding;
    let delta1 = C::G1::from(key.delta1);
    let a = sums.a + key.verifying.alpha1 + delta1 * r;
    let b1 = sums.b1 + key.beta1 + delta1 * s;
    let b2 = sums.b2 + key.verifying.beta2 + C::G2::from(key.verifying.delta2) * s;
    let c = sums.c + sums.h + a * s + b1 * r - delta1 * (*r * s);
    Proof {
        a: a.into_affine(),
        b: b2.into_affine(),
        c: c.into_affine(),
    }
}
