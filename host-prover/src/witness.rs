//! Secrets of a proof: they have no `Debug` and are wiped when dropped.

use crate::curve::{MontgomeryBytes, SnarkCurve};
use ark_ff::PrimeField;
use rayon::prelude::*;
use std::{ops::Range, sync::Arc};
use zeroize::Zeroize;

type Number<C> = <<C as ark_ec::pairing::Pairing>::ScalarField as PrimeField>::BigInt;

/// Plain numbers below the scalar modulus, wiped when the last user is gone.
struct Wiped<T: Zeroize>(Vec<T>);

impl<T: Zeroize> Drop for Wiped<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// The value of every variable of a circuit, the constant one first.
pub struct Witness<C: SnarkCurve> {
    numbers: Arc<Wiped<Number<C>>>,
}

impl<C: SnarkCurve> Witness<C> {
    /// A witness of plain numbers; each must be below the modulus.
    pub(crate) fn from_numbers(numbers: Vec<Number<C>>) -> Self {
        Self {
            numbers: Arc::new(Wiped(numbers)),
        }
    }

    /// A witness of field elements, the constant one first, then the public
    /// inputs, then the private values.
    pub fn from_elements(elements: &[C::ScalarField]) -> Self {
        Self::from_numbers(elements.iter().map(|x| x.into_bigint()).collect())
    }

    /// The plain numbers.
    pub fn numbers(&self) -> &[Number<C>] {
        &self.numbers.0
    }

    /// The values of some variables, as scalars of an MSM.
    pub(crate) fn scalars(&self, range: Range<usize>) -> Scalars<C> {
        Scalars {
            numbers: self.numbers.clone(),
            range,
        }
    }
}

/// Scalars of an MSM: shared, so that they stay with the host until the result
/// is accepted, and wiped when the last user is gone.
pub struct Scalars<C: SnarkCurve> {
    numbers: Arc<Wiped<Number<C>>>,
    range: Range<usize>,
}

impl<C: SnarkCurve> Clone for Scalars<C> {
    fn clone(&self) -> Self {
        Self {
            numbers: self.numbers.clone(),
            range: self.range.clone(),
        }
    }
}

impl<C: SnarkCurve> Scalars<C> {
    /// Scalars of field elements.
    pub fn from_elements(elements: Vec<C::ScalarField>) -> Self {
        let elements = Wiped(elements);
        let numbers = elements.0.par_iter().map(|x| x.into_bigint());
        let numbers: Vec<_> = numbers.collect();
        let range = 0..numbers.len();
        Self {
            numbers: Arc::new(Wiped(numbers)),
            range,
        }
    }

    /// The plain numbers.
    pub fn numbers(&self) -> &[Number<C>] {
        &self.numbers.0[self.range.clone()]
    }
}

/// The witness value `number / R`, which a zkey coefficient times `R` completes.
pub(crate) fn divided_by_montgomery<C: SnarkCurve>(number: &Number<C>) -> C::ScalarField {
    C::ScalarField::reinterpreted(number)
}
