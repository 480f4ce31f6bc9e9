//! Transforms and quotients as operations.
//!
//! Two forms of the same quotient `(A B - C) / Z`, where A, B and C are the polynomials with the
//! given values over the domain and `Z = X^N - 1`:
//!
//! - **odd coset** (snarkjs, rapidsnark): the bases of H are the odd points of
//!   the Lagrange basis of the doubled domain, so the scalars are `a b - c` on
//!   the coset of odd powers of a root of twice the order, where `Z = -2` is
//!   part of the key. Six transforms, no division.
//! - **coefficients** (arkworks, libsnark): the bases are powers of tau, so the
//!   quotient is divided out on a coset and transformed back. Seven transforms.
//!
//! Sources: `groth16_prove.js` of snarkjs; `r1cs_to_qap.rs` of ark-groth16.

use super::{
    Accelerator, AcceleratorError, BoxedJob, Operation, OperationKind,
    evaluation::{of_coefficients, of_values, outside},
};
use crate::{
    curve::SnarkCurve,
    key::{BaseError, Bases},
};
use ark_ff::FftField;
use ark_poly::{EvaluationDomain, Radix2EvaluationDomain};
use std::sync::Arc;
use zeroize::Zeroizing;

/// Numbers that depend on a witness.
pub type Numbers<C> = Zeroizing<Vec<<C as ark_ec::pairing::Pairing>::ScalarField>>;

type Domain<C> = Radix2EvaluationDomain<<C as ark_ec::pairing::Pairing>::ScalarField>;

/// Coefficients to values, or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From coefficients to values.
    Forward,
    /// From values to coefficients.
    Inverse,
}

/// A transform over the powers of a root of unity, or over a coset of them.
/// Natural order in and out; the length is a power of two.
#[derive(Clone)]
pub struct Transform<C: SnarkCurve> {
    /// Its direction.
    pub direction: Direction,
    /// The shift of the coset.
    pub shift: Option<C::ScalarField>,
    values: Arc<Numbers<C>>,
}

impl<C: SnarkCurve> Transform<C> {
    /// Of these values.
    pub fn new(
        direction: Direction,
        shift: Option<C::ScalarField>,
        values: Vec<C::ScalarField>,
    ) -> Self {
        Self {
            direction,
            shift,
            values: Arc::new(Zeroizing::new(values)),
        }
    }

    /// The values.
    pub fn values(&self) -> &[C::ScalarField] {
        &self.values
    }

    /// The values, copied only if another holder needs them too.
    pub fn into_values(self) -> Numbers<C> {
        Arc::unwrap_or_clone(self.values)
    }

    /// Over what it goes.
    ///
    /// # Errors
    /// When the field has no such domain.
    pub(super) fn domain(&self) -> Result<Domain<C>, AcceleratorError> {
        domain::<C>(self.values.len(), self.shift)
    }
}

/// The powers of the root of unity of order `size`, or a coset of them.
fn domain<C: SnarkCurve>(
    size: usize,
    shift: Option<C::ScalarField>,
) -> Result<Domain<C>, AcceleratorError> {
    let domain = Domain::<C>::new(size).filter(|domain| domain.size() == size);
    let domain = domain.and_then(|domain| match shift {
        Some(shift) => domain.get_coset(shift),
        None => Some(domain),
    });
    domain.ok_or(AcceleratorError::Domain { size })
}

impl<C: SnarkCurve> Operation<C> for Transform<C> {
    type Output = Numbers<C>;
    const KIND: OperationKind = OperationKind::Transform;
    const CHECKED: bool = true;

    fn size(&self) -> usize {
        self.values.len()
    }

    fn submit(self, to: &dyn Accelerator<C>) -> Result<BoxedJob<Numbers<C>>, AcceleratorError> {
        to.transform(self)
    }

    /// Compares both sides at a random point: the polynomial with these coefficients, and the one of degree below N
    /// with these values over the coset. If they differ they agree in N - 1 points at most, and the point is uniform
    /// among the `r - N` elements outside of the coset, so that a wrong result passes with a probability of at most
    /// `(N - 1) / (r - N)`. A right one always passes.
    fn check(&self, output: &Numbers<C>) -> bool {
        let Ok(domain) = self.domain() else {
            return false;
        };
        let (coefficients, values) = match self.direction {
            Direction::Forward => (&self.values[..], &output[..]),
            Direction::Inverse => (&output[..], &self.values[..]),
        };
        if coefficients.len() != values.len() {
            return false;
        }
        let point = outside(&[&domain]);
        of_values(&domain, [values], point) == [of_coefficients(coefficients, point)]
    }
}

/// How the quotient is represented in the bases of H.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuotientForm {
    /// Evaluations on the odd coset, as snarkjs keys have them.
    OddCoset,
    /// Coefficients, as arkworks keys have them.
    Coefficients,
}

impl QuotientForm {
    /// The shift of the coset on which the product is evaluated, for a domain of `size` elements.
    pub fn shift<F: FftField>(self, size: usize) -> Option<F> {
        match self {
            Self::OddCoset => F::get_root_of_unity(2 * size as u64),
            Self::Coefficients => Some(F::GENERATOR),
        }
    }
}

/// From the values of A, B and C over a domain to the scalars of H, as many as
/// the domain has elements. The highest coefficient is zero if the witness
/// satisfies the circuit.
#[derive(Clone)]
pub struct Quotient<C: SnarkCurve> {
    /// What comes out.
    pub form: QuotientForm,
    vectors: Arc<[Numbers<C>; 3]>,
}

/// The domain of a quotient, and the coset over which it is computed.
pub(super) struct Domains<C: SnarkCurve> {
    pub(super) domain: Domain<C>,
    pub(super) coset: Domain<C>,
}

impl<C: SnarkCurve> Domains<C> {
    /// The value of `Z` all over the coset, which is not zero.
    pub(super) fn vanishing(&self) -> C::ScalarField {
        let shift = self.coset.coset_offset();
        self.domain.evaluate_vanishing_polynomial(shift)
    }
}

impl<C: SnarkCurve> Quotient<C> {
    /// Of the values of A, B and C, of the same length, a power of two.
    pub fn new(form: QuotientForm, vectors: [Numbers<C>; 3]) -> Self {
        Self {
            form,
            vectors: Arc::new(vectors),
        }
    }

    /// The values of A, B and C.
    pub fn vectors(&self) -> [&[C::ScalarField]; 3] {
        self.vectors.each_ref().map(|vector| &vector[..])
    }

    /// The same, copied only if another holder needs them too.
    pub fn into_vectors(self) -> [Numbers<C>; 3] {
        Arc::unwrap_or_clone(self.vectors)
    }

    /// Over what it goes.
    ///
    /// # Errors
    /// When the field has no such domains, or the vectors differ in length.
    pub(super) fn domains(&self) -> Result<Domains<C>, AcceleratorError> {
        let size = self.size();
        let none = AcceleratorError::Domain { size };
        if self.vectors.iter().any(|vector| vector.len() != size) {
            return Err(none);
        }
        let shift = self.form.shift(size).ok_or(none)?;
        Ok(Domains {
            domain: domain::<C>(size, None)?,
            coset: domain::<C>(size, Some(shift))?,
        })
    }
}

impl<C: SnarkCurve> Operation<C> for Quotient<C> {
    type Output = Numbers<C>;
    const KIND: OperationKind = OperationKind::Quotient;
    const CHECKED: bool = true;

    fn size(&self) -> usize {
        self.vectors[0].len()
    }

    fn submit(self, to: &dyn Accelerator<C>) -> Result<BoxedJob<Numbers<C>>, AcceleratorError> {
        to.quotient(self)
    }

    /// Compares both sides of `A B - C = H Z` at a random point outside of domain and coset. A, B and C come from the
    /// inputs, H of degree below N from the result: its coefficients, or its values over the odd coset times
    /// the constant that Z is there.
    ///
    /// If the witness satisfies the circuit a right result always passes. With a wrong one the sides differ by `Z`
    /// times a polynomial of degree below N that is not zero, so that it passes with a probability of at most
    /// `(N - 1) / (r - 2 N)`, in both forms. If the witness does not satisfy the circuit, Z does not divide: the sides
    /// differ by a polynomial of degree below 2 N, and whatever the result is, it passes with a
    /// probability of at most `(2 N - 1) / (r - 2 N)`. Then a right result fails as well.
    fn check(&self, output: &Numbers<C>) -> bool {
        let Ok(domains) = self.domains() else {
            return false;
        };
        if output.len() != self.size() {
            return false;
        }
        let Domains { domain, coset } = &domains;
        let point = outside(&[domain, coset]);
        let [a, b, c] = of_values(domain, self.vectors(), point);
        let [product, h] = match self.form {
            QuotientForm::Coefficients => [a * b - c, of_coefficients(output, point)],
            QuotientForm::OddCoset => {
                let [values] = of_values(coset, [&output[..]], point);
                // Multiplied out, since the values are those of H times the constant.
                [(a * b - c) * domains.vanishing(), values]
            }
        };
        product == h * domain.evaluate_vanishing_polynomial(point)
    }
}

/// The quotient, and the sum of its scalars times the bases of H.
#[derive(Clone)]
pub struct QuotientMsm<C: SnarkCurve> {
    /// What gives the scalars.
    pub quotient: Quotient<C>,
    /// The bases of H.
    pub bases: Bases<C::G1Affine>,
}

impl<C: SnarkCurve> QuotientMsm<C> {
    /// Over these bases; a surplus of bases or scalars is not used.
    pub fn new(quotient: Quotient<C>, bases: &Bases<C::G1Affine>) -> Self {
        Self {
            quotient,
            bases: bases.clone(),
        }
    }
}

impl<C: SnarkCurve> Operation<C> for QuotientMsm<C> {
    type Output = C::G1;
    const KIND: OperationKind = OperationKind::QuotientMsm;

    fn size(&self) -> usize {
        self.quotient.size()
    }

    fn submit(self, to: &dyn Accelerator<C>) -> Result<BoxedJob<C::G1>, AcceleratorError> {
        to.quotient_msm(self)
    }

    fn check_key(&self) -> Result<(), BaseError> {
        self.bases.check()
    }
}
