//! Constraint systems (`.r1cs`): `<A, w> * <B, w> = <C, w>` for each constraint.
//!
//! Section 1: n8, the prime, then wires, public outputs, public inputs, private
//! inputs (u32 each), labels u64, constraints u32. Section 2: for each constraint
//! three sparse vectors of {wire u32, value}. Values are plain numbers. Section 3: a
//! label u64 for each wire.
//! Source: `doc/r1cs_bin_format.md` of iden3/r1csfile.

use super::{Container, Cursor, FormatError, Problem};
use crate::{
    curve::{SnarkCurve, from_plain},
    witness::Witness,
};
use ark_ff::{AdditiveGroup, BigInteger, PrimeField};
use std::path::Path;
use zeroize::Zeroizing;

/// The sizes of a constraint system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct R1csHeader {
    /// Wires, the constant one included.
    pub wires: usize,
    /// Public outputs.
    pub public_outputs: usize,
    /// Public inputs.
    pub public_inputs: usize,
    /// Private inputs.
    pub private_inputs: usize,
    /// Labels of the source language.
    pub labels: u64,
    /// Constraints.
    pub constraints: usize,
}

/// A sparse vector: wires and their coefficients.
pub(crate) type Combination<F> = Vec<(usize, F)>;

/// A constraint system in memory.
pub struct R1cs<C: SnarkCurve> {
    header: R1csHeader,
    constraints: Vec<[Combination<C::ScalarField>; 3]>,
}

impl<C: SnarkCurve> R1cs<C> {
    /// Reads a constraint system.
    ///
    /// # Errors
    /// When the file is damaged, was made for another field, uses custom gates,
    /// or names a wire that does not exist.
    pub fn open(path: &Path) -> Result<Self, FormatError> {
        let container = Container::open(path, "r1cs", 1)?;
        read(&container).map_err(|p| p.at(path))
    }

    /// The same for bytes in memory; `name` stands for the path in errors.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn from_bytes(name: &Path, bytes: Vec<u8>) -> Result<Self, FormatError> {
        let container = Container::from_bytes(name, bytes, "r1cs", 1)?;
        read(&container).map_err(|p| p.at(name))
    }

    /// Its sizes.
    pub fn header(&self) -> &R1csHeader {
        &self.header
    }

    /// The three combinations of each constraint.
    pub(crate) fn constraints(&self) -> &[[Combination<C::ScalarField>; 3]] {
        &self.constraints
    }

    /// Coefficients of the three matrices.
    pub fn coefficients(&self) -> [usize; 3] {
        let count = |m: usize| self.constraints.iter().map(|c| c[m].len()).sum();
        [count(0), count(1), count(2)]
    }

    /// The first constraint that a witness does not satisfy.
    ///
    /// # Errors
    /// When the witness has another number of wires.
    pub fn first_unsatisfied(&self, witness: &Witness<C>) -> Result<Option<usize>, Problem> {
        let (got, expected) = (witness.numbers().len(), self.header.wires);
        if got != expected {
            return Err(Problem::Inconsistent(format!(
                "the witness has {got} values, the constraint system {expected} wires"
            )));
        }
        let values = witness.numbers().iter().map(|&n| element::<C>(n));
        let values = Zeroizing::new(values.collect::<Vec<_>>());
        let product = |combination: &Combination<C::ScalarField>| {
            let terms = combination
                .iter()
                .map(|&(wire, coefficient)| values[wire] * coefficient);
            terms.sum::<C::ScalarField>()
        };
        Ok(self
            .constraints
            .iter()
            .position(|[a, b, c]| product(a) * product(b) != product(c)))
    }
}

fn element<C: SnarkCurve>(number: <C::ScalarField as PrimeField>::BigInt) -> C::ScalarField {
    C::ScalarField::from_bigint(number).unwrap_or(C::ScalarField::ZERO)
}

fn read<C: SnarkCurve>(container: &Container) -> Result<R1cs<C>, Problem> {
    let section = container.section(1, "header")?;
    let mut cursor = Cursor::new(section.bytes());
    let prime = C::ScalarField::MODULUS.to_bytes_le();
    cursor.modulus("the scalar field", &prime, C::SNARKJS_NAME)?;
    let header = R1csHeader {
        wires: cursor.u32("the number of wires")? as usize,
        public_outputs: cursor.u32("the number of public outputs")? as usize,
        public_inputs: cursor.u32("the number of public inputs")? as usize,
        private_inputs: cursor.u32("the number of private inputs")? as usize,
        labels: cursor.u64("the number of labels")?,
        constraints: cursor.u32("the number of constraints")? as usize,
    };
    if container
        .sections()
        .any(|(id, length)| id == 5 && length > 4)
    {
        return Err(Problem::Inconsistent(
            "custom gates are not supported by Groth16".into(),
        ));
    }
    check_wires(container, &header)?;
    let section = container.section(2, "constraints")?;
    let mut cursor = Cursor::new(section.bytes());
    // Three empty vectors take twelve bytes, which bounds what a count can claim.
    let mut constraints = Vec::with_capacity(header.constraints.min(cursor.remaining() / 12));
    for _ in 0..header.constraints {
        let mut next = || read_combination::<C>(&mut cursor, header.wires);
        constraints.push([next()?, next()?, next()?]);
    }
    match cursor.remaining() {
        0 => Ok(R1cs {
            header,
            constraints,
        }),
        extra => Err(Problem::Inconsistent(format!(
            "{extra} bytes follow the last constraint"
        ))),
    }
}

/// Each wire has a label of eight bytes in section 3, so that the count claims no memory that the file has not.
fn check_wires(container: &Container, header: &R1csHeader) -> Result<(), Problem> {
    let public = header.public_outputs.saturating_add(header.public_inputs);
    if header.wires <= public {
        return Err(Problem::Inconsistent(format!(
            "{public} public inputs and the constant do not fit into {} wires",
            header.wires
        )));
    }
    let labels = container.section(3, "labels of wires")?;
    let (expected, got) = (8 * header.wires as u64, labels.bytes().len() as u64);
    match got == expected {
        true => Ok(()),
        false => Err(Problem::Length {
            what: "section 3 (labels of wires)",
            got,
            expected,
        }),
    }
}

fn read_combination<C: SnarkCurve>(
    cursor: &mut Cursor<'_>,
    wires: usize,
) -> Result<Combination<C::ScalarField>, Problem> {
    let bytes = C::ScalarField::MODULUS.to_bytes_le().len();
    let count = cursor.u32("the length of a combination")? as usize;
    let mut terms = Vec::with_capacity(count.min(cursor.remaining() / (4 + bytes)));
    for index in 0..count {
        let wire = cursor.u32("a wire")? as usize;
        if wire >= wires {
            return Err(Problem::Inconsistent(format!(
                "wire {wire} of {wires} does not exist"
            )));
        }
        let number = from_plain::<C::ScalarField>(cursor.take("a coefficient", bytes as u64)?);
        let what = "coefficient";
        let number = number.ok_or(Problem::NotAnElement { what, index })?;
        terms.push((wire, element::<C>(number)));
    }
    Ok(terms)
}
