//! The transforms: from evaluations of A, B and C on the domain to the scalars
//! of H.
//!
//! Two forms of the same quotient `(A B - C) / Z`:
//!
//! - **odd coset** (snarkjs, rapidsnark): the bases of H are the odd points of
//!   the Lagrange basis of the doubled domain, so the scalars are `a b - c` on
//!   the coset of odd powers of a root of twice the order, where `Z = -2` is
//!   part of the key. Six transforms, no division.
//! - **coefficients** (arkworks, libsnark): the bases are powers of tau, so the
//!   quotient is divided out on a coset and transformed back. Seven transforms.
//!
//! Sources: `groth16_prove.js` of snarkjs; `r1cs_to_qap.rs` of ark-groth16.

use super::{ProveError, constraints::Evaluations, report::Recorder};
use crate::{
    accelerator::{Direction, Dispatcher, Transform},
    curve::SnarkCurve,
};
use ark_ff::{FftField, Field, One};
use rayon::prelude::*;
use zeroize::Zeroizing;

/// How the quotient is represented in the bases of H.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuotientForm {
    /// Evaluations on the odd coset, as snarkjs keys have them.
    OddCoset,
    /// Coefficients, as arkworks keys have them.
    Coefficients,
}

impl QuotientForm {
    /// The shift of the coset on which the product is evaluated.
    fn shift<F: FftField>(self, log_domain: u32) -> Option<F> {
        match self {
            Self::OddCoset => F::get_root_of_unity(2 << log_domain),
            Self::Coefficients => Some(F::GENERATOR),
        }
    }
}

/// Computes the scalars of H: as many as the domain has elements, or one less
/// for coefficients.
pub(super) fn quotient<C: SnarkCurve>(
    form: QuotientForm,
    log_domain: u32,
    evaluations: Evaluations<C::ScalarField>,
    dispatcher: &Dispatcher<C>,
    recorder: &mut Recorder,
) -> Result<Vec<C::ScalarField>, ProveError> {
    // A key whose domain has no such coset is refused when it is read.
    let shift = form
        .shift::<C::ScalarField>(log_domain)
        .unwrap_or_else(C::ScalarField::one);
    let Evaluations {
        mut a,
        mut b,
        mut c,
    } = evaluations;
    let vectors = [
        std::mem::take(&mut *a),
        std::mem::take(&mut *b),
        std::mem::take(&mut *c),
    ];
    let names = [
        "inverse transform A",
        "inverse transform B",
        "inverse transform C",
    ];
    let inverse = |values| Transform::new(Direction::Inverse, None, values);
    let vectors = run(names, vectors.map(inverse), dispatcher, recorder)?;
    let names = [
        "coset transform A",
        "coset transform B",
        "coset transform C",
    ];
    let forward = |values| Transform::new(Direction::Forward, Some(shift), values);
    let vectors = run(names, vectors.map(forward), dispatcher, recorder)?;
    let [mut a, b, c] = vectors.map(Zeroizing::new);
    let product = a.par_iter_mut().zip(b.par_iter()).zip(c.par_iter());
    match form {
        QuotientForm::OddCoset => {
            product.for_each(|((a, b), c)| *a = *a * b - c);
            Ok(std::mem::take(&mut *a))
        }
        QuotientForm::Coefficients => {
            let vanishing = shift.pow([1u64 << log_domain]) - C::ScalarField::one();
            let inverse = vanishing.inverse().unwrap_or_default();
            product.for_each(|((a, b), c)| *a = (*a * b - c) * inverse);
            let values = std::mem::take(&mut *a);
            let back = Transform::new(Direction::Inverse, Some(shift), values);
            let [mut h] = run(["inverse transform H"], [back], dispatcher, recorder)?;
            h.truncate((1 << log_domain) - 1);
            Ok(h)
        }
    }
}

/// Submits independent transforms together, then waits for them in order.
fn run<C: SnarkCurve, const N: usize>(
    names: [&'static str; N],
    transforms: [Transform<C>; N],
    dispatcher: &Dispatcher<C>,
    recorder: &mut Recorder,
) -> Result<[Vec<C::ScalarField>; N], ProveError> {
    let mut running = vec![];
    for (name, transform) in names.into_iter().zip(transforms) {
        running.push(dispatcher.start(name, transform)?);
    }
    let mut outputs = [const { Vec::new() }; N];
    for (output, running) in outputs.iter_mut().zip(running) {
        let finished = running.finish()?;
        recorder.operation(&finished.report);
        *output = finished.output;
    }
    Ok(outputs)
}
