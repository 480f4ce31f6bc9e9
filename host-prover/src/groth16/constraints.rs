//! Constraint evaluation: the three products of a constraint matrix with the
//! witness, one value for each element of the domain.

use crate::{
    curve::{MontgomeryBytes, SnarkCurve},
    formats::{FormatError, Problem, Section, Zkey},
    witness::{Witness, divided_by_montgomery},
};
use ark_ff::{AdditiveGroup, PrimeField};
use rayon::prelude::*;
use std::{ops::Range, sync::Arc};
use zeroize::Zeroizing;

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

/// Checked entries of a zkey: `{matrix, constraint, signal, value}`.
#[derive(Clone)]
struct Coefficients {
    section: Section,
    entry_bytes: usize,
    /// Rows up to the last one that has an entry.
    rows: usize,
    /// Entries that can be worked on at the same time, because no constraint
    /// has entries in two of them.
    parts: Arc<Vec<Range<usize>>>,
}

/// Entries below which splitting is not worth it.
const MIN_PART: usize = 1 << 12;

struct Entry<'a> {
    matrix: u32,
    constraint: usize,
    signal: usize,
    value: &'a [u8],
}

impl Coefficients {
    fn entries(&self, range: Range<usize>) -> impl Iterator<Item = Entry<'_>> {
        let bytes = &self.section.bytes()[4..];
        let bytes = &bytes[range.start * self.entry_bytes..range.end * self.entry_bytes];
        let word = |e: &[u8], i: usize| u32::from_le_bytes([e[i], e[i + 1], e[i + 2], e[i + 3]]);
        bytes.chunks_exact(self.entry_bytes).map(move |e| Entry {
            matrix: word(e, 0),
            constraint: word(e, 4) as usize,
            signal: word(e, 8) as usize,
            value: &e[12..],
        })
    }

    fn len(&self) -> usize {
        (self.section.bytes().len() - 4) / self.entry_bytes
    }

    /// Checks all indices, and splits at constraints if these ascend.
    fn check<F: MontgomeryBytes>(
        &mut self,
        variables: usize,
        domain: usize,
    ) -> Result<(), Problem> {
        let (mut ascending, mut last, mut rows) = (true, 0, 0);
        let mut parts = vec![];
        let mut start = 0;
        for (index, entry) in self.entries(0..self.len()).enumerate() {
            if entry.matrix > 1 || entry.constraint >= domain || entry.signal >= variables {
                return Err(Problem::Inconsistent(format!(
                    "coefficient {index} (matrix {}, constraint {}, signal {}) is outside of the circuit",
                    entry.matrix, entry.constraint, entry.signal
                )));
            }
            ascending &= entry.constraint >= last;
            rows = rows.max(entry.constraint + 1);
            if entry.constraint > last && index - start >= MIN_PART {
                parts.push(start..index);
                start = index;
            }
            last = entry.constraint;
        }
        parts.push(start..self.len());
        self.rows = rows;
        if !ascending {
            parts.clear();
            parts.push(0..self.len());
        }
        self.parts = Arc::new(parts);
        let what = "coefficient";
        let bad = self.parts.par_iter().find_map_any(|part| {
            let mut values = self.entries(part.clone());
            values
                .position(|e| F::from_montgomery(e.value).is_none())
                .map(|i| part.start + i)
        });
        bad.map_or(Ok(()), |index| Err(Problem::NotAnElement { what, index }))
    }

    /// Rows of one part: the first constraint, and values of A and B from there.
    fn evaluate_part<C: SnarkCurve>(&self, part: Range<usize>, witness: &Witness<C>) -> Rows<C> {
        let bounds = self
            .entries(part.clone())
            .fold((usize::MAX, 0), |(low, high), entry| {
                (low.min(entry.constraint), high.max(entry.constraint + 1))
            });
        let first = bounds.0.min(bounds.1);
        let zero = vec![C::ScalarField::ZERO; bounds.1 - first];
        let mut rows = [zero.clone(), zero].map(Zeroizing::new);
        for entry in self.entries(part) {
            let value = C::ScalarField::from_montgomery(entry.value).unwrap_or_default();
            let signal = divided_by_montgomery::<C>(&witness.numbers()[entry.signal]);
            rows[entry.matrix as usize][entry.constraint - first] += value * signal;
        }
        (first, rows)
    }
}

type Rows<C> = (
    usize,
    [Zeroizing<Vec<<C as ark_ec::pairing::Pairing>::ScalarField>>; 2],
);

impl<C: SnarkCurve> Constraints<C> {
    /// The coefficients of a zkey, all checked to lie within the circuit.
    ///
    /// # Errors
    /// When one does not, or its value is not a field element.
    pub fn from_zkey(zkey: &Zkey<C>, variables: usize, domain: usize) -> Result<Self, FormatError> {
        let section = zkey.coefficients()?;
        let entry_bytes = Zkey::<C>::COEFFICIENT_BYTES;
        let mut coefficients = Coefficients {
            section,
            entry_bytes,
            rows: 0,
            parts: Arc::default(),
        };
        coefficients
            .check::<C::ScalarField>(variables, domain)
            .map_err(|p| p.at(zkey.container().path()))?;
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
            Source::Coefficients(coefficients) => coefficients.rows.saturating_sub(instances),
            Source::Matrices { matrices, .. } => matrices[0].len(),
        }
    }

    /// Multiplies the matrices with the witness; the result fills `domain` rows.
    pub(super) fn evaluate(
        &self,
        witness: &Witness<C>,
        domain: usize,
    ) -> Evaluations<C::ScalarField> {
        match &self.0 {
            Source::Coefficients(coefficients) => {
                evaluate_coefficients(coefficients, witness, domain)
            }
            Source::Matrices {
                matrices,
                instances,
            } => evaluate_matrices(matrices, *instances, witness, domain),
        }
    }
}

fn zeros<F: PrimeField>(count: usize) -> Zeroizing<Vec<F>> {
    Zeroizing::new(vec![F::ZERO; count])
}

fn evaluate_coefficients<C: SnarkCurve>(
    coefficients: &Coefficients,
    witness: &Witness<C>,
    domain: usize,
) -> Evaluations<C::ScalarField> {
    let (mut a, mut b) = (zeros(domain), zeros(domain));
    let parts: Vec<Rows<C>> = coefficients
        .parts
        .par_iter()
        .map(|part| coefficients.evaluate_part(part.clone(), witness))
        .collect();
    for (first, rows) in &parts {
        a[*first..first + rows[0].len()].copy_from_slice(&rows[0]);
        b[*first..first + rows[1].len()].copy_from_slice(&rows[1]);
    }
    let c = a
        .par_iter()
        .zip(b.par_iter())
        .map(|(a, b)| *a * b)
        .collect::<Vec<_>>();
    Evaluations {
        a,
        b,
        c: Zeroizing::new(c),
    }
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
