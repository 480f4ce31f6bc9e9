//! Points and scalars as a card holds them, and its chains as a sum.
//!
//! Keys hold coordinates in Montgomery form, a card holds plain numbers: they
//! are converted when bases are loaded, once for as long as these stay resident.

use super::AcceleratorError;
use crate::{
    curve::{CardPoint, Isomorphism, PointError, SnarkCurve, from_plain},
    key::{BaseError, Bases},
    witness::Scalars,
};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::{AdditiveGroup, BigInteger, Field, PrimeField};
use zeroize::Zeroizing;
use zkcard_wire::layout::{
    NUMBER_BYTES, POINTS_PER_CHAIN, RESULT_POINT_BYTES, SCALAR_BYTES, Windows,
};

type PrimeBase<P> = <<P as AffineRepr>::BaseField as Field>::BasePrimeField;

/// The bytes of some bases that are not infinity, mapped to the curve of the card.
///
/// One after the other: the caller is no thread of the pool, and those of the pool may
/// all wait for it.
///
/// # Errors
/// When a coordinate is not a field element.
pub(super) fn bases<P: CardPoint>(bases: &Bases<P>, indices: &[u32]) -> Result<Vec<u8>, BaseError> {
    let bases = indices.iter().map(|&i| bases.point(i as usize));
    Ok(points(&bases.collect::<Result<Vec<P>, _>>()?))
}

/// The bytes of some points, mapped to the curve of the card.
pub(super) fn points<P: CardPoint>(points: &[P]) -> Vec<u8> {
    let mut out = Vec::with_capacity(points.len() * P::GROUP.base_bytes());
    let to_card = Isomorphism::to_card::<P>();
    for point in points {
        let (x, y) = to_card.map(point.xy().unwrap_or_default());
        let parts = x
            .to_base_prime_field_elements()
            .zip(y.to_base_prime_field_elements());
        for number in parts.flat_map(|(x, y)| [x, y]) {
            out.extend(number.into_bigint().to_bytes_le());
        }
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

/// The bytes of field elements, plain and little-endian, wiped when dropped.
pub(super) fn numbers<F: PrimeField>(elements: &[F]) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(Vec::with_capacity(elements.len() * NUMBER_BYTES));
    for element in elements {
        let limbs = Zeroizing::new(element.into_bigint());
        let bytes = limbs.as_ref().iter().flat_map(|limb| limb.to_le_bytes());
        out.extend(bytes);
    }
    out
}

/// The first `count` numbers of a vector, wiped when dropped.
pub(super) fn elements<F: PrimeField>(
    bytes: &[u8],
    count: usize,
) -> Result<Zeroizing<Vec<F>>, AcceleratorError> {
    let element = |(index, bytes): (usize, &[u8])| {
        let number = from_plain::<F>(bytes).and_then(F::from_bigint);
        number.ok_or(AcceleratorError::AnswerNumber { index })
    };
    let numbers = bytes.chunks_exact(NUMBER_BYTES).take(count).enumerate();
    let elements = numbers.map(element).collect::<Result<Vec<F>, _>>();
    elements.map(Zeroizing::new)
}

/// The sum that the chains of a card's bucket reduction stand for:
/// `sum_w 2^(o_w) sum_k (T[w][k] + k L S[w][k])` with windows from bit `o_w` on and
/// segments of `L` buckets.
///
/// Each point is checked to be on the curve, the sum to be in the group.
pub(super) fn sum_of_chains<P: CardPoint>(
    windows: &Windows,
    result: &[u8],
) -> Result<P::Group, AcceleratorError> {
    let from_card = Isomorphism::from_card::<P>();
    let points = result.chunks_exact(P::GROUP.result_point_bytes());
    let points = points.map(|bytes| point::<P>(bytes, &from_card));
    let points = points.collect::<Result<Vec<_>, _>>()?;
    let mut sum = P::Group::ZERO;
    for window in (0..windows.count).rev() {
        (0..windows.width(window)).for_each(|_| {
            sum.double_in_place();
        });
        let first = windows.first_chain(window);
        for k in 0..windows.chains_of(window) {
            let chain = POINTS_PER_CHAIN * (first + k);
            let weight = P::ScalarField::from((k * windows.segment_length()) as u64);
            sum += points[chain + 1];
            sum += points[chain] * weight;
        }
    }
    let in_group = sum.into_affine().check_in_group();
    in_group.map_err(AcceleratorError::Answer)?;
    Ok(sum)
}

/// A point of a result, checked to be on the curve.
fn point<P: CardPoint>(
    bytes: &[u8],
    from_card: &Isomorphism<P::BaseField>,
) -> Result<P, AcceleratorError> {
    let zero = P::BaseField::ZERO;
    let not_on_curve = AcceleratorError::Answer(PointError::NotOnCurve);
    let [x, y, z] = [0, 1, 2].map(|i| coordinate::<P>(bytes, i));
    let (x, y, z) = (x?, y?, z?);
    let Some(inverse) = z.inverse() else {
        // (0 : 1 : 0) is infinity; with any X it would not be on the curve.
        let infinity = x == zero && y != zero;
        return infinity.then(P::zero).ok_or(not_on_curve);
    };
    let (x, y) = from_card.map((x * inverse, y * inverse));
    if (x, y) == (zero, zero) {
        // It would pass for the affine infinity.
        return Err(not_on_curve);
    }
    let point = P::from_xy_unchecked(x, y);
    point.check_on_curve().map_err(AcceleratorError::Answer)?;
    Ok(point)
}

/// Coordinate `i` of a point of a result, whose parts lie in words of their own.
fn coordinate<P: CardPoint>(bytes: &[u8], i: usize) -> Result<P::BaseField, AcceleratorError> {
    let part = |bytes: &[u8]| {
        let number = from_plain::<PrimeBase<P>>(&bytes[i * NUMBER_BYTES..(i + 1) * NUMBER_BYTES]);
        number.and_then(PrimeBase::<P>::from_bigint)
    };
    let parts = bytes.chunks_exact(RESULT_POINT_BYTES).map(part);
    let parts = parts.collect::<Option<Vec<_>>>();
    let element = parts.and_then(P::BaseField::from_base_prime_field_elems);
    element.ok_or(AcceleratorError::Answer(PointError::NotAnElement))
}
