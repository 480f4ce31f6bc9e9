//! The scalars of a key: what its polynomials are at tau.

use super::{SetupError, Trapdoor};
use crate::{curve::SnarkCurve, formats::R1cs};
use ark_ff::{FftField, Field, Zero};
use ark_poly::{EvaluationDomain, Radix2EvaluationDomain};
use zeroize::Zeroize;

/// Scalars of the sections of a key. Each is as secret as tau.
pub(super) struct Evaluations<C: SnarkCurve> {
    /// IC: `(beta A_i + alpha B_i + C_i) / gamma` of the constant and the public wires.
    pub(super) inputs: Vec<C::ScalarField>,
    /// `A_i(tau)` of each wire.
    pub(super) a: Vec<C::ScalarField>,
    /// `B_i(tau)` of each wire.
    pub(super) b: Vec<C::ScalarField>,
    /// `(beta A_i + alpha B_i + C_i) / delta` of the private wires.
    pub(super) c: Vec<C::ScalarField>,
    /// Odd members of the Lagrange basis of twice the domain at tau, over delta: as many as the domain has points.
    pub(super) h: Vec<C::ScalarField>,
}

impl<C: SnarkCurve> Evaluations<C> {
    pub(super) fn of(
        system: &R1cs<C>,
        trapdoor: &Trapdoor<C::ScalarField>,
    ) -> Result<Self, SetupError> {
        let header = system.header();
        let (wires, constraints) = (header.wires, header.constraints);
        let public = header.public_outputs + header.public_inputs;
        if wires <= public {
            return Err(SetupError::Wires { wires, public });
        }
        // Half of what the field has: quotients are evaluated on twice the domain.
        let limit = C::ScalarField::TWO_ADICITY - 1;
        let rows = constraints + public + 1;
        let domain = Radix2EvaluationDomain::<C::ScalarField>::new(rows)
            .filter(|domain| domain.size() <= 1 << limit);
        let domain = domain.ok_or(SetupError::TooLarge {
            constraints,
            public,
            limit,
        })?;
        let basis = domain.evaluate_all_lagrange_coefficients(trapdoor.tau);
        let [mut a, b, c] = at_tau(system, &basis);
        // The rows of the public inputs, which bind them to the proof.
        for (a, value) in a.iter_mut().zip(&basis[constraints..rows]) {
            *a += value;
        }
        let joined = |wires: std::ops::Range<usize>, over: C::ScalarField| {
            let factor = over.inverse().expect("a trapdoor has no zeros");
            let of = |i: usize| (trapdoor.beta * a[i] + trapdoor.alpha * b[i] + c[i]) * factor;
            wires.map(of).collect()
        };
        Ok(Self {
            inputs: joined(0..public + 1, trapdoor.gamma),
            c: joined(public + 1..wires, trapdoor.delta),
            h: odd_basis(domain.size(), trapdoor),
            a,
            b,
        })
    }
}

/// The polynomials of all wires at tau, by the Lagrange basis there.
fn at_tau<C: SnarkCurve>(system: &R1cs<C>, basis: &[C::ScalarField]) -> [Vec<C::ScalarField>; 3] {
    let mut sums = [(); 3].map(|()| vec![C::ScalarField::zero(); system.header().wires]);
    for (row, value) in system.constraints().iter().zip(basis) {
        for (sums, combination) in sums.iter_mut().zip(row) {
            for (wire, coefficient) in combination {
                sums[*wire] += *coefficient * value;
            }
        }
    }
    sums
}

/// The odd members of the Lagrange basis of twice `size` points at tau, over delta.
fn odd_basis<F: FftField + Zeroize>(size: usize, trapdoor: &Trapdoor<F>) -> Vec<F> {
    let twice = Radix2EvaluationDomain::<F>::new(2 * size).expect("twice the domain was asked for");
    let over = trapdoor.delta.inverse().expect("a trapdoor has no zeros");
    let mut powers: Vec<F> =
        std::iter::successors(Some(F::one()), |power| Some(*power * trapdoor.tau))
            .take(2 * size - 1)
            .map(|power| power * over)
            .collect();
    twice.ifft_in_place(&mut powers);
    powers.into_iter().skip(1).step_by(2).collect()
}
