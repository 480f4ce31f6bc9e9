//! Coefficients as a zkey holds them, where they lie.

use super::Evaluations;
use crate::{
    curve::{KernelField, MontgomeryBytes, SnarkCurve},
    formats::{Problem, Section},
    witness::{Witness, divided_by_montgomery},
};
use rayon::prelude::*;
use std::{ops::Range, sync::Arc};
use zeroize::Zeroizing;
use zkcard_kernels::{
    Cpu, CpuError,
    rows::{Rows, TERMS, Term},
};

/// Entries that make a part, so that its rows stay in a processor's second cache.
const PART: usize = 1 << 12;

/// Checked entries of a zkey: `{matrix, constraint, signal, value}`, of A and B.
#[derive(Clone)]
pub(super) struct Coefficients {
    section: Section,
    entry_bytes: usize,
    /// Rows up to the last one that has an entry.
    rows: usize,
    parts: Arc<Vec<Part>>,
}

/// Entries, and the rows that these alone have entries in.
#[derive(Clone, Debug)]
struct Part {
    entries: Range<usize>,
    rows: Range<usize>,
}

struct Entry<'a> {
    matrix: u32,
    constraint: usize,
    signal: usize,
    value: &'a [u8],
}

impl Coefficients {
    /// The entries of a section, whose length is that of whole entries after their number.
    ///
    /// All are looked at, each part on a thread of its own.
    ///
    /// # Errors
    /// When one lies outside of the circuit, or its value is not a field element.
    pub(super) fn new<F: MontgomeryBytes>(
        section: Section,
        entry_bytes: usize,
        variables: usize,
        domain: usize,
    ) -> Result<Self, Problem> {
        let mut coefficients = Self {
            section,
            entry_bytes,
            rows: 0,
            parts: Arc::default(),
        };
        let ranges = coefficients.ranges();
        let check =
            |range: &Range<usize>| coefficients.check::<F>(range.clone(), variables, domain);
        // In order, so that the first fault is told.
        let found: Vec<_> = ranges.par_iter().map(check).collect();
        let found = found.into_iter().collect::<Result<Vec<_>, _>>()?;
        coefficients.rows = found.iter().map(|found| found.rows.end).max().unwrap_or(0);
        coefficients.parts = Arc::new(parts(&ranges, &found));
        Ok(coefficients)
    }

    /// Rows up to the last one that has an entry.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// Bytes of the section.
    pub(super) fn bytes(&self) -> usize {
        self.section.bytes().len()
    }

    /// Gives the pages of a mapped key back to the system.
    pub(super) fn release(&self) {
        self.section.release();
    }

    fn len(&self) -> usize {
        (self.section.bytes().len() - 4) / self.entry_bytes
    }

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

    /// Ranges of entries that begin where a constraint does.
    fn ranges(&self) -> Vec<Range<usize>> {
        let mut ranges = vec![];
        let mut start = 0;
        while start < self.len() {
            let end = self.end_of_constraint((start + PART).min(self.len()) - 1);
            ranges.push(start..end);
            start = end;
        }
        ranges
    }

    /// Where the entries of a constraint end that one of them has.
    fn end_of_constraint(&self, entry: usize) -> usize {
        let mut constraints = self.entries(entry..self.len()).map(|e| e.constraint);
        let constraint = constraints.next();
        let more = constraints.take_while(|next| Some(*next) == constraint);
        entry + 1 + more.count()
    }

    /// Checks entries, and says what rows they have.
    fn check<F: MontgomeryBytes>(
        &self,
        range: Range<usize>,
        variables: usize,
        domain: usize,
    ) -> Result<Found, Problem> {
        let (mut first, mut last, mut ascending) = (usize::MAX, 0, true);
        for (index, entry) in range.clone().zip(self.entries(range)) {
            if entry.matrix > 1 || entry.constraint >= domain || entry.signal >= variables {
                return Err(Problem::Inconsistent(format!(
                    "coefficient {index} (matrix {}, constraint {}, signal {}) is outside of the circuit",
                    entry.matrix, entry.constraint, entry.signal
                )));
            }
            if F::from_montgomery(entry.value).is_none() {
                let what = "coefficient";
                return Err(Problem::NotAnElement { what, index });
            }
            ascending &= entry.constraint + 1 >= last;
            first = first.min(entry.constraint);
            last = last.max(entry.constraint + 1);
        }
        Ok(Found {
            rows: first..last,
            ascending,
        })
    }

    /// The values of A, B and C times the witness.
    pub(super) fn evaluate<C: SnarkCurve>(
        &self,
        witness: &Witness<C>,
        domain: usize,
    ) -> Result<Evaluations<C::ScalarField>, CpuError> {
        let cpu = Cpu::detect()?;
        let mut evaluations = Evaluations::zeros(domain);
        let rows: Vec<_> = self.parts.iter().map(|part| part.rows.clone()).collect();
        let Evaluations { a, b, c } = &mut evaluations;
        let [a, b, c] = [a, b, c].map(|vector| slices(vector, &rows));
        let targets = a.into_par_iter().zip(b).zip(c);
        let work = self.parts.par_iter().zip(targets);
        work.for_each(|(part, ((a, b), c))| self.evaluate_part(cpu, part, witness, [a, b, c]));
        Ok(evaluations)
    }

    fn evaluate_part<C: SnarkCurve>(
        &self,
        cpu: Cpu,
        part: &Part,
        witness: &Witness<C>,
        targets: [&mut [C::ScalarField]; 3],
    ) {
        let count = part.rows.len();
        let zero = C::ScalarField::default().words();
        let mut sums = Zeroizing::new(vec![zero; 3 * count]);
        let (factors, products) = sums.split_at_mut(2 * count);
        let mut entries = self.entries(part.entries.clone());
        let mut next = |terms: &mut [Term<Words<C>>; TERMS]| {
            let mut filled = 0;
            for (term, entry) in terms.iter_mut().zip(&mut entries) {
                let value = C::ScalarField::from_montgomery(entry.value).unwrap_or_default();
                let signal = divided_by_montgomery::<C>(&witness.numbers()[entry.signal]);
                *term = Term {
                    row: entry.matrix as usize * count + entry.constraint - part.rows.start,
                    left: value.words(),
                    right: signal.words(),
                };
                filled += 1;
            }
            filled
        };
        Kernel::<C>::add_terms(cpu, factors, &mut next);
        let (a, b) = factors.split_at(count);
        Kernel::<C>::products(cpu, a, b, products);
        for (target, words) in targets.into_iter().zip(sums.chunks(count)) {
            let values = words.iter().map(C::ScalarField::from_words);
            target
                .iter_mut()
                .zip(values)
                .for_each(|(to, value)| *to = value);
        }
    }
}

type Words<C> = <Kernel<C> as zkcard_kernels::Field>::Words;

type Kernel<C> = <<C as ark_ec::pairing::Pairing>::ScalarField as KernelField>::Kernel;

/// What was found in a range of entries.
struct Found {
    rows: Range<usize>,
    /// Whether no constraint is below the one before.
    ascending: bool,
}

/// What can be worked on at the same time: ranges whose rows follow each other. If they
/// do not, all is one part.
fn parts(ranges: &[Range<usize>], found: &[Found]) -> Vec<Part> {
    let follow = found
        .windows(2)
        .all(|pair| pair[0].rows.end <= pair[1].rows.start);
    if follow && found.iter().all(|found| found.ascending) {
        let parts = ranges.iter().zip(found);
        let part = |(entries, found): (&Range<usize>, &Found)| Part {
            entries: entries.clone(),
            rows: found.rows.clone(),
        };
        return parts.map(part).collect();
    }
    let all = |range: &dyn Fn(usize) -> Range<usize>| {
        let ends = (0..ranges.len()).map(range);
        ends.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end))
    };
    let entries = all(&|i| ranges[i].clone());
    let rows = all(&|i| found[i].rows.clone());
    let part = entries
        .zip(rows)
        .map(|(entries, rows)| Part { entries, rows });
    part.into_iter().collect()
}

/// The slices of some ranges, which ascend.
fn slices<'a, T>(mut vector: &'a mut [T], ranges: &[Range<usize>]) -> Vec<&'a mut [T]> {
    let mut start = 0;
    let slice = |range: &Range<usize>| {
        let rest = std::mem::take(&mut vector)
            .split_at_mut(range.start - start)
            .1;
        let (slice, rest) = rest.split_at_mut(range.len());
        (vector, start) = (rest, range.end);
        slice
    };
    ranges.iter().map(slice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rows: Range<usize>, ascending: bool) -> Found {
        Found { rows, ascending }
    }

    #[test]
    fn ranges_with_rows_of_their_own_are_parts() {
        let ranges = [0..10, 10..25, 25..30];
        let rows = [found(0..4, true), found(4..9, true), found(12..13, true)];
        let parts = parts(&ranges, &rows);
        let rows: Vec<_> = parts.iter().map(|part| part.rows.clone()).collect();
        assert_eq!(rows, [0..4, 4..9, 12..13]);
        assert_eq!(parts[1].entries, 10..25);
        let mut vector: Vec<_> = (0..20).collect();
        let slices = slices(&mut vector, &rows);
        assert_eq!(slices[1], [4, 5, 6, 7, 8]);
        assert_eq!(slices[2], [12]);
    }

    #[test]
    fn rows_that_meet_or_descend_make_one_part() {
        let ranges = [0..10, 10..25];
        for rows in [
            [found(0..5, true), found(4..9, true)],
            [found(4..9, true), found(0..3, true)],
            [found(0..5, false), found(5..9, true)],
        ] {
            let parts = parts(&ranges, &rows);
            assert_eq!(parts.len(), 1);
            assert_eq!((&parts[0].entries, parts[0].rows.end), (&(0..25), 9));
        }
        assert!(parts(&[], &[]).is_empty());
    }
}
