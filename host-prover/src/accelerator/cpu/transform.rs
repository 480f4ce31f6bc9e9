//! Transforms and quotients on the kernels; those too small for them by ark-poly.

use crate::{
    accelerator::{
        AcceleratorError, Direction,
        transform::{Domains, Numbers, Quotient, QuotientForm, Transform},
    },
    curve::{KernelField, SnarkCurve},
};
use ark_ec::pairing::Pairing;
use ark_ff::Field;
use ark_poly::{EvaluationDomain, Radix2EvaluationDomain};
use rayon::prelude::*;
use zeroize::Zeroizing;
use zkcard_kernels::{
    Cpu,
    ntt::{self, Scalars},
};

type Kernel<C> = <<C as Pairing>::ScalarField as KernelField>::Kernel;

/// Elements as the kernels hold them. They are as secret as the witness.
type Words<F> = Zeroizing<Vec<<<F as KernelField>::Kernel as zkcard_kernels::Field>::Words>>;

pub(super) fn transform<C: SnarkCurve>(work: Transform<C>) -> Result<Numbers<C>, AcceleratorError> {
    let (direction, domain) = (work.direction, work.domain()?);
    let mut values = work.into_values();
    if values.len() < 1 << ntt::SMALLEST {
        match direction {
            Direction::Forward => domain.fft_in_place(&mut *values),
            Direction::Inverse => domain.ifft_in_place(&mut *values),
        }
        return Ok(values);
    }
    let mut words = to_words(&values);
    let mut scratch = words.clone();
    of(&domain, direction).run(Cpu::detect()?, &mut words, &mut scratch);
    from_words(&words, &mut values);
    Ok(values)
}

pub(super) fn quotient<C: SnarkCurve>(work: Quotient<C>) -> Result<Numbers<C>, AcceleratorError> {
    let (form, domains) = (work.form, work.domains()?);
    let vectors = work.into_vectors();
    if vectors[0].len() < 1 << ntt::SMALLEST {
        return Ok(small_quotient::<C>(form, &domains, vectors));
    }
    let cpu = Cpu::detect()?;
    let Domains { domain, coset } = &domains;
    let [mut values, b, c] = vectors;
    let mut scratch = to_words(&values);
    let mut on_coset = |values: &[C::ScalarField]| {
        let mut words = to_words(values);
        of(domain, Direction::Inverse).run(cpu, &mut words, &mut scratch);
        of(coset, Direction::Forward).run(cpu, &mut words, &mut scratch);
        words
    };
    let mut a = on_coset(&values);
    // What has become words is dropped at once.
    let [b, c] = [b, c].map(|values| on_coset(&values));
    Kernel::<C>::product_less(cpu, &mut a, &b, &c);
    if form == QuotientForm::Coefficients {
        // The coset has no element of the domain.
        let vanishing = domains.vanishing().inverse().unwrap_or_default();
        let mut back = of(coset, Direction::Inverse);
        back.scale = Some((coset.size_inv() * vanishing).words());
        back.run(cpu, &mut a, &mut scratch);
    }
    from_words(&a, &mut values);
    Ok(values)
}

fn small_quotient<C: SnarkCurve>(
    form: QuotientForm,
    domains: &Domains<C>,
    mut vectors: [Numbers<C>; 3],
) -> Numbers<C> {
    let Domains { domain, coset } = domains;
    for values in &mut vectors {
        domain.ifft_in_place(&mut **values);
        coset.fft_in_place(&mut **values);
    }
    let [mut a, b, c] = vectors;
    for ((a, b), c) in a.iter_mut().zip(b.iter()).zip(c.iter()) {
        *a = *a * b - c;
    }
    if form == QuotientForm::Coefficients {
        let scale = domains.vanishing().inverse().unwrap_or_default();
        a.iter_mut().for_each(|a| *a *= scale);
        coset.ifft_in_place(&mut *a);
    }
    a
}

/// A transform over a domain or a coset.
fn of<F: KernelField>(
    domain: &Radix2EvaluationDomain<F>,
    direction: Direction,
) -> ntt::Transform<F::Kernel> {
    let shifted = |shift: F| (shift != F::one()).then(|| shift.words());
    let (root, before, after, scale) = match direction {
        Direction::Forward => (
            domain.group_gen(),
            shifted(domain.coset_offset()),
            None,
            None,
        ),
        Direction::Inverse => (
            domain.group_gen_inv(),
            None,
            shifted(domain.coset_offset_inv()),
            Some(domain.size_inv().words()),
        ),
    };
    ntt::Transform {
        log: domain.log_size_of_group() as u32,
        root: root.words(),
        before,
        after,
        scale,
    }
}

fn to_words<F: KernelField>(values: &[F]) -> Words<F> {
    Zeroizing::new(values.par_iter().map(F::words).collect())
}

fn from_words<F: KernelField>(words: &Words<F>, values: &mut [F]) {
    let pairs = values.par_iter_mut().zip(words.par_iter());
    pairs.for_each(|(value, words)| *value = F::from_words(words));
}
