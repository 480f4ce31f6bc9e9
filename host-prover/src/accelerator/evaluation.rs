//! Polynomials at a point, from coefficients or from values: what a check of a transform compares.
//!
//! Source: Berrut, Trefethen, "Barycentric Lagrange Interpolation", SIAM Review 46 (2004); Schwartz, "Fast
//! Probabilistic Algorithms for Verification of Polynomial Identities", J. ACM 27 (1980).

use ark_ff::{FftField, Field, batch_inversion};
use ark_poly::{EvaluationDomain, Radix2EvaluationDomain};
use rand::rngs::OsRng;
use rayon::prelude::*;

/// Elements that a thread works on at once.
const CHUNK: usize = 1 << 10;

/// A point that is uniform among those in none of some domains, from the operating system.
pub(super) fn outside<F: FftField>(domains: &[&Radix2EvaluationDomain<F>]) -> F {
    loop {
        let point = F::rand(&mut OsRng);
        let vanishes = |domain: &&Radix2EvaluationDomain<F>| {
            domain.evaluate_vanishing_polynomial(point).is_zero()
        };
        if !domains.iter().any(vanishes) {
            return point;
        }
    }
}

/// The polynomial with these coefficients, lowest first, at a point.
pub(super) fn of_coefficients<F: Field>(coefficients: &[F], point: F) -> F {
    let horner = |(i, chunk): (usize, &[F])| {
        let sum = chunk.iter().rfold(F::ZERO, |sum, x| sum * point + x);
        sum * point.pow([(i * CHUNK) as u64])
    };
    coefficients.par_chunks(CHUNK).enumerate().map(horner).sum()
}

/// The polynomials of degree below the size of a domain with these values over it, at a point outside of it.
///
/// With `N` elements `x_i` of a coset of shift `s`: `(z^N - s^N) / (N s^N) sum_i v_i x_i / (z - x_i)`.
pub(super) fn of_values<F: FftField, const K: usize>(
    domain: &Radix2EvaluationDomain<F>,
    vectors: [&[F]; K],
    point: F,
) -> [F; K] {
    let part = |i: usize| {
        let range = i * CHUNK..domain.size().min((i + 1) * CHUNK);
        let start = domain.coset_offset() * domain.group_gen().pow([range.start as u64]);
        let elements = std::iter::successors(Some(start), |x| Some(*x * domain.group_gen()));
        let elements: Vec<F> = elements.take(range.len()).collect();
        let mut inverses: Vec<F> = elements.iter().map(|x| point - x).collect();
        batch_inversion(&mut inverses);
        let weights: Vec<F> = elements.iter().zip(inverses).map(|(x, i)| i * x).collect();
        vectors.map(|values| {
            let terms = values[range.clone()].iter().zip(&weights);
            terms.map(|(value, weight)| *value * weight).sum::<F>()
        })
    };
    let add = |x: [F; K], y: [F; K]| std::array::from_fn(|i| x[i] + y[i]);
    let parts = (0..domain.size().div_ceil(CHUNK)).into_par_iter();
    let sums = parts.map(part).reduce(|| [F::ZERO; K], add);
    let scale = domain.coset_offset_pow_size() * domain.size_as_field_element();
    let scale = scale.inverse().unwrap_or_default() * domain.evaluate_vanishing_polynomial(point);
    sums.map(|sum| sum * scale)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ark_bn254::Fr;
    use ark_ff::UniformRand;
    use ark_poly::{DenseUVPolynomial, Polynomial, univariate::DensePolynomial};

    #[test]
    fn both_ways_to_a_value_agree_with_arkworks() {
        let rng = &mut ark_std::test_rng();
        for log in 0..13 {
            let domain = Radix2EvaluationDomain::<Fr>::new(1 << log).expect("a domain");
            let coset = domain.get_coset(Fr::rand(rng)).expect("a coset");
            let point = outside(&[&domain, &coset]);
            let polynomials = [(); 2].map(|()| DensePolynomial::<Fr>::rand((1 << log) - 1, rng));
            let expected = [0, 1].map(|i: usize| polynomials[i].evaluate(&point));
            let coefficients = [0, 1].map(|i: usize| &polynomials[i].coeffs[..]);
            assert_eq!(coefficients.map(|x| of_coefficients(x, point)), expected);
            for over in [domain, coset] {
                let values = coefficients.map(|x| over.fft(x));
                let found = of_values(&over, [&values[0], &values[1]], point);
                assert_eq!(found, expected, "2^{log}");
            }
        }
    }
}
