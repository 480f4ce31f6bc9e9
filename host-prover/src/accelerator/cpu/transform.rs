//! Transforms and quotients by ark-poly.

use crate::{
    accelerator::{
        AcceleratorError, Direction,
        transform::{Domains, Numbers, Quotient, QuotientForm, Transform},
    },
    curve::SnarkCurve,
};
use ark_ff::Field;
use ark_poly::EvaluationDomain;
use rayon::prelude::*;

pub(super) fn transform<C: SnarkCurve>(work: Transform<C>) -> Result<Numbers<C>, AcceleratorError> {
    let (direction, domain) = (work.direction, work.domain()?);
    let mut values = work.into_values();
    match direction {
        Direction::Forward => domain.fft_in_place(&mut *values),
        Direction::Inverse => domain.ifft_in_place(&mut *values),
    }
    Ok(values)
}

pub(super) fn quotient<C: SnarkCurve>(work: Quotient<C>) -> Result<Numbers<C>, AcceleratorError> {
    let (form, domains) = (work.form, work.domains()?);
    let Domains { domain, coset } = &domains;
    let mut vectors = work.into_vectors();
    vectors.par_iter_mut().for_each(|values| {
        domain.ifft_in_place(&mut **values);
        coset.fft_in_place(&mut **values);
    });
    let [mut a, b, c] = vectors;
    let product = a.par_iter_mut().zip(b.par_iter()).zip(c.par_iter());
    match form {
        QuotientForm::OddCoset => product.for_each(|((a, b), c)| *a = *a * b - c),
        QuotientForm::Coefficients => {
            // The coset has no element of the domain.
            let scale = domains.vanishing().inverse().unwrap_or_default();
            product.for_each(|((a, b), c)| *a = (*a * b - c) * scale);
            coset.ifft_in_place(&mut *a);
        }
    }
    Ok(a)
}
