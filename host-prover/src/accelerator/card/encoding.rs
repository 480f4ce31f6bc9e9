//! Points and scalars as a card holds them, and its chains as a sum.
//!
//! Bases and coordinates are in Montgomery form, as keys have them: results
//! are homogeneous, so the factor cancels (see `zkcard_wire::layout`).

use super::AcceleratorError;
use crate::{
    curve::{MontgomeryBytes, PointBytes, PointError, SnarkCurve},
    key::Bases,
    witness::Scalars,
};
use ark_ec::AffineRepr;
use ark_ff::{AdditiveGroup, BigInteger, Field};
use zeroize::Zeroizing;
use zkcard_driver::Identity;
use zkcard_wire::layout::{
    BASE_BYTES, NUMBER_BYTES, POINTS_PER_CHAIN, RESULT_POINT_BYTES, SCALAR_BYTES,
};

/// The bytes of some bases, each a memory word.
pub(super) fn bases<P: PointBytes>(bases: &Bases<P>, indices: &[u32]) -> Vec<u8> {
    let mut out = Vec::with_capacity(indices.len() * BASE_BYTES);
    for &i in indices {
        let i = i as usize;
        bases.write_bytes(i..i + 1, &mut out);
    }
    out
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
/// `sum_w 2^(c w) sum_k (T[w][k] + k L S[w][k])` with windows of `c` bits and
/// segments of `L` buckets.
pub(super) fn sum_of_chains<C: SnarkCurve>(
    identity: &Identity,
    result: &[u8],
) -> Result<C::G1, AcceleratorError> {
    let segments = identity.segments as usize;
    let segment_length = (1u64 << (identity.window_bits - 1)) / u64::from(identity.segments);
    let chain_bytes = POINTS_PER_CHAIN * RESULT_POINT_BYTES;
    let mut sum = C::G1::ZERO;
    for window in result.chunks_exact(segments * chain_bytes).rev() {
        (0..identity.window_bits).for_each(|_| {
            sum.double_in_place();
        });
        for (k, chain) in window.chunks_exact(chain_bytes).enumerate() {
            let (s, t) = chain.split_at(RESULT_POINT_BYTES);
            sum += point::<C>(t)?;
            let weight = C::ScalarField::from(k as u64 * segment_length);
            sum += point::<C>(s)? * weight;
        }
    }
    Ok(sum)
}

/// A point of a result, checked to be on the curve.
fn point<C: SnarkCurve>(bytes: &[u8]) -> Result<C::G1Affine, AcceleratorError> {
    let coordinate = |i: usize| {
        C::BaseField::from_montgomery(&bytes[i * NUMBER_BYTES..(i + 1) * NUMBER_BYTES])
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
