//! Points and scalars as a card holds them, and its chains as a sum.
//!
//! Keys hold coordinates in Montgomery form, a card holds plain numbers: they
//! are converted when bases are loaded, once for as long as these stay resident.

use super::AcceleratorError;
use crate::{
    curve::{MontgomeryBytes, PointBytes, PointError, SnarkCurve, from_plain},
    key::{BaseError, Bases},
    witness::Scalars,
};
use ark_ec::AffineRepr;
use ark_ff::{AdditiveGroup, BigInteger, Field, PrimeField};
use zeroize::Zeroizing;
use zkcard_wire::layout::{
    BASE_BYTES, NUMBER_BYTES, POINTS_PER_CHAIN, RESULT_POINT_BYTES, SCALAR_BYTES, Windows,
};

/// The bytes of some bases that are not infinity, each a memory word.
///
/// One after the other: the caller is no thread of the pool, and those of the pool may
/// all wait for it.
///
/// # Errors
/// When a coordinate is not a field element.
pub(super) fn bases<P: PointBytes>(
    bases: &Bases<P>,
    indices: &[u32],
) -> Result<Vec<u8>, BaseError> {
    let mut out = Vec::with_capacity(indices.len() * BASE_BYTES);
    for &i in indices {
        let (x, y) = bases.point(i as usize)?.xy().unwrap_or_default();
        let numbers = x.to_base_prime_field_elements();
        for number in numbers.chain(y.to_base_prime_field_elements()) {
            out.extend(number.into_bigint().to_bytes_le());
        }
    }
    Ok(out)
}

/// The bytes of some scalars, plain and little-endian, wiped when dropped.
pub(super) fn scalars<C: SnarkCurve>(scalars: &Scalars<C>, indices: &[u32]) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(Vec::with_capacity(indices.len() * SCALAR_BYTES));
    let numbers = scalars.numbers();
    for &i in indices {
        let bytes = Zeroizing::new(numbers[i as usize].to_bytes_le());
        out.extend_from_slice(&bytes);
    }
    out
}

/// The sum that the chains of a card's bucket reduction stand for:
/// `sum_w 2^(o_w) sum_k (T[w][k] + k L S[w][k])` with windows from bit `o_w` on and
/// segments of `L` buckets.
pub(super) fn sum_of_chains<C: SnarkCurve>(
    windows: &Windows,
    result: &[u8],
) -> Result<C::G1, AcceleratorError> {
    let mut sum = C::G1::ZERO;
    for window in (0..windows.count).rev() {
        (0..windows.width(window)).for_each(|_| {
            sum.double_in_place();
        });
        let first = windows.first_chain(window);
        for k in 0..windows.chains_of(window) {
            let at = (first + k) * POINTS_PER_CHAIN * RESULT_POINT_BYTES;
            let chain = &result[at..at + POINTS_PER_CHAIN * RESULT_POINT_BYTES];
            let (s, t) = chain.split_at(RESULT_POINT_BYTES);
            sum += point::<C>(t)?;
            let weight = C::ScalarField::from((k * windows.segment_length()) as u64);
            sum += point::<C>(s)? * weight;
        }
    }
    Ok(sum)
}

/// A point of a result, checked to be on the curve.
fn point<C: SnarkCurve>(bytes: &[u8]) -> Result<C::G1Affine, AcceleratorError> {
    let coordinate = |i: usize| {
        let number = from_plain::<C::BaseField>(&bytes[i * NUMBER_BYTES..(i + 1) * NUMBER_BYTES]);
        number
            .and_then(C::BaseField::from_bigint)
            .ok_or(AcceleratorError::Answer(PointError::NotAnElement))
    };
    let [x, y, z] = [coordinate(0)?, coordinate(1)?, coordinate(2)?];
    let Some(inverse) = z.inverse() else {
        // (0 : 1 : 0) is infinity; with any X it would not be on the curve.
        let infinity = x == C::BaseField::ZERO && y != C::BaseField::ZERO;
        let not_on_curve = AcceleratorError::Answer(PointError::NotOnCurve);
        return if infinity {
            Ok(C::G1Affine::zero())
        } else {
            Err(not_on_curve)
        };
    };
    let mut affine = Vec::with_capacity(BASE_BYTES);
    (x * inverse).write_montgomery(&mut affine);
    (y * inverse).write_montgomery(&mut affine);
    C::G1Affine::from_bytes(&affine).map_err(AcceleratorError::Answer)
}
