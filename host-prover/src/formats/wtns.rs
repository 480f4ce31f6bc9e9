//! Witnesses (`.wtns`): one plain number for each variable of a circuit.
//!
//! Section 1: n8, the prime, the count u32; section 2: the numbers. Source:
//! `wtns_utils.js` of iden3/snarkjs.

use super::{Container, Cursor, FormatError, Problem, container::Borrowed};
use crate::{
    curve::{SnarkCurve, from_plain},
    witness::Witness,
};
use ark_ff::{BigInteger, PrimeField};
use rayon::prelude::*;
use std::path::Path;
use zeroize::Zeroizing;

/// What the header of a witness says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WtnsHeader {
    /// Numbers in the witness, the constant one included.
    pub variables: usize,
    /// Bytes of a number.
    pub number_bytes: usize,
}

/// Reads a witness.
///
/// # Errors
/// When the file is damaged, was made for another field, a number is not below
/// the modulus, or the first one is not 1.
pub fn read_wtns<C: SnarkCurve>(path: &Path) -> Result<(WtnsHeader, Witness<C>), FormatError> {
    let container = Container::open(path, "wtns", 2)?;
    read::<C>(&container.borrow()).map_err(|p| p.at(path))
}

/// The same for bytes in memory, of which no copy is made but the witness; `name`
/// stands for the path in errors.
///
/// # Errors
/// As [`read_wtns`].
pub fn wtns_from_bytes<C: SnarkCurve>(
    name: &Path,
    bytes: impl AsRef<[u8]>,
) -> Result<(WtnsHeader, Witness<C>), FormatError> {
    let file = Borrowed::new(bytes.as_ref(), "wtns", 2);
    file.and_then(|file| read::<C>(&file))
        .map_err(|p| p.at(name))
}

fn read<C: SnarkCurve>(file: &Borrowed<'_>) -> Result<(WtnsHeader, Witness<C>), Problem> {
    let mut cursor = Cursor::new(file.section(1, "witness header")?);
    let prime = C::ScalarField::MODULUS.to_bytes_le();
    cursor.modulus("the scalar field", &prime, C::SNARKJS_NAME)?;
    let variables = cursor.u32("the number of values")? as usize;
    let section = file.section(2, "witness values")?;
    let got = section.len() as u64;
    let expected = variables as u64 * prime.len() as u64;
    if got != expected {
        return Err(Problem::Length {
            what: "section 2 (values)",
            got,
            expected,
        });
    }
    let header = WtnsHeader {
        variables,
        number_bytes: prime.len(),
    };
    Ok((header, values::<C>(section)?))
}

/// A witness of plain numbers that follow each other, little-endian, as witness programs of
/// circuits over the field with this `prime` compute them; `name` stands for the path in errors.
///
/// # Errors
/// When the field is another, a number is not below the modulus, or the first one is not 1.
pub fn witness_from_plain<C: SnarkCurve>(
    name: &Path,
    prime: &[u8],
    numbers: &[u8],
) -> Result<Witness<C>, FormatError> {
    let length = (prime.len() as u32).to_le_bytes();
    let header = [&length, prime].concat();
    let expected = C::ScalarField::MODULUS.to_bytes_le();
    Cursor::new(&header)
        .modulus("the scalar field", &expected, C::SNARKJS_NAME)
        .and_then(|()| values::<C>(numbers))
        .map_err(|problem| problem.at(name))
}

/// The numbers of a witness.
fn values<C: SnarkCurve>(numbers: &[u8]) -> Result<Witness<C>, Problem> {
    let width = C::ScalarField::MODULUS.to_bytes_le().len();
    // In full size at once, so that no copy is left behind, and wiped on errors.
    let count = numbers.len().div_ceil(width);
    let mut values = Zeroizing::new(vec![Default::default(); count]);
    let pairs = values.par_iter_mut().zip(numbers.par_chunks(width));
    let bad = pairs.enumerate().filter_map(|(index, (value, bytes))| {
        let number = from_plain::<C::ScalarField>(bytes);
        number
            .map(|number| *value = number)
            .is_none()
            .then_some(index)
    });
    if let Some(index) = bad.min() {
        let what = "witness value";
        return Err(Problem::NotAnElement { what, index });
    }
    let witness = Witness::from_numbers(std::mem::take(&mut *values));
    if witness.numbers().first() != Some(&C::ScalarField::from(1u64).into_bigint()) {
        return Err(Problem::Inconsistent(
            "the first witness value is not 1".into(),
        ));
    }
    Ok(witness)
}
