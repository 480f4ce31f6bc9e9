//! Constraint evaluation: the three products of a constraint matrix with the
//! witness, one value for each element of the domain.

mod coefficients;

use crate::{
    curve::{MontgomeryBytes, SnarkCurve},
    formats::{FormatError, Zkey},
    witness::Witness,
};
use ark_ff::PrimeField;
use coefficients::Coefficients;
use rayon::prelude::*;
use std::sync::Arc;
use zeroize::Zeroizing;
use zkcard_kernels::CpuError;

/// A sparse matrix, a row a constraint.
type Matrix<F> = Vec<Vec<(F, usize)>>;

/// The values of A, B and C times the witness on the domain. They depend on
/// the witness, so they are wiped when dropped.
pub(super) struct Evaluations<F: PrimeField> {
    pub(super) a: Zeroizing<Vec<F>>,
    pub(super) b: Zeroizing<Vec<F>>,
    pub(super) c: Zeroizing<Vec<F>>,
}

/// The constraint matrices of a key.
#[derive(Clone)]
pub struct Constraints<C: SnarkCurve>(Source<C>);

#[derive(Clone)]
enum Source<C: SnarkCurve> {
    /// Entries of A and B as a zkey holds them; C is the product of their rows.
    Coefficients(Coefficients),
    /// All three matrices, and the number of rows that copy the instance.
    Matrices {
        matrices: Arc<[Matrix<C::ScalarField>; 3]>,
        instances: usize,
    },
}

impl<C: SnarkCurve> Constraints<C> {
    /// The coefficients of a zkey, all checked to lie within the circuit.
    ///
    /// # Errors
    /// When one does not, or its value is not a field element.
    pub fn from_zkey(zkey: &Zkey<C>, variables: usize, domain: usize) -> Result<Self, FormatError> {
        let section = zkey.coefficients()?;
        let entry_bytes = Zkey::<C>::COEFFICIENT_BYTES;
        let coefficients =
            Coefficients::new::<C::ScalarField>(section, entry_bytes, variables, domain)
                .map_err(|problem| problem.at(zkey.container().path()))?;
        Ok(Self(Source::Coefficients(coefficients)))
    }

    /// The matrices A, B and C, to whose rows one is added in A for each of
    /// `instances` (the constant one and the public inputs).
    pub fn from_matrices(matrices: [Matrix<C::ScalarField>; 3], instances: usize) -> Self {
        Self(Source::Matrices {
            matrices: Arc::new(matrices),
            instances,
        })
    }

    /// Constraints that have a coefficient, without the rows that copy the
    /// `instances` (the constant one and the public inputs).
    pub(super) fn count(&self, instances: usize) -> usize {
        match &self.0 {
            Source::Coefficients(coefficients) => coefficients.rows().saturating_sub(instances),
            Source::Matrices { matrices, .. } => matrices[0].len(),
        }
    }

    /// Bytes that evaluation takes and leaves, more or less: pages of a mapped key, and three
    /// vectors.
    pub(super) fn bytes(&self, domain: usize) -> u64 {
        let mapped = match &self.0 {
            Source::Coefficients(coefficients) => coefficients.bytes(),
            Source::Matrices { .. } => 0,
        };
        mapped as u64 + 3 * (domain * C::ScalarField::BYTES) as u64
    }

    /// Gives the pages of a mapped key back to the system.
    pub(super) fn release(&self) {
        if let Source::Coefficients(coefficients) = &self.0 {
            coefficients.release();
        }
    }

    /// Multiplies the matrices with the witness; the result fills `domain` rows.
    ///
    /// # Errors
    /// When the processor lacks what the environment asks of it.
    pub(super) fn evaluate(
        &self,
        witness: &Witness<C>,
        domain: usize,
    ) -> Result<Evaluations<C::ScalarField>, CpuError> {
        match &self.0 {
            Source::Coefficients(coefficients) => coefficients.evaluate(witness, domain),
            Source::Matrices {
                matrices,
                instances,
            } => Ok(evaluate_matrices(matrices, *instances, witness, domain)),
        }
    }
}

impl<F: PrimeField> Evaluations<F> {
    fn zeros(domain: usize) -> Self {
        let [a, b, c] = [(); 3].map(|()| zeros(domain));
        Self { a, b, c }
    }
}

fn zeros<F: PrimeField>(count: usize) -> Zeroizing<Vec<F>> {
    Zeroizing::new(vec![F::ZERO; count])
}

fn evaluate_matrices<C: SnarkCurve>(
    matrices: &[Matrix<C::ScalarField>; 3],
    instances: usize,
    witness: &Witness<C>,
    domain: usize,
) -> Evaluations<C::ScalarField> {
    let element = |number| C::ScalarField::from_bigint(number).unwrap_or_default();
    let values = Zeroizing::new(
        witness
            .numbers()
            .iter()
            .map(|&n| element(n))
            .collect::<Vec<_>>(),
    );
    let product = |matrix: &Matrix<C::ScalarField>| {
        let row = |row: &Vec<(C::ScalarField, usize)>| {
            row.iter()
                .map(|&(coefficient, variable)| values[variable] * coefficient)
                .sum()
        };
        let mut rows = zeros(domain);
        rows.par_iter_mut()
            .zip(matrix)
            .for_each(|(value, terms)| *value = row(terms));
        rows
    };
    let [mut a, b, c] = [&matrices[0], &matrices[1], &matrices[2]].map(product);
    let rows = matrices[0].len();
    a[rows..rows + instances].copy_from_slice(&values[..instances]);
    Evaluations { a, b, c }
}
