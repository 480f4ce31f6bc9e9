//! Bases with multiples of themselves: `2^s P, 2^(2s) P, ...` beside each base P.

use super::encoding;
use crate::{
    curve::CardPoint,
    key::{BaseError, Bases},
};
use ark_ec::CurveGroup;
use ark_ff::AdditiveGroup;
use rayon::prelude::*;
use zkcard_wire::layout::Multiples;

/// Points that are normalised together.
const BATCH: usize = 256;

/// The bytes of some bases that are not infinity, each with its multiples.
///
/// On threads of its own: the caller is no thread of the pool, and those of the pool may all wait for it.
///
/// # Errors
/// When a coordinate is not a field element.
pub(super) fn bases<P: CardPoint>(
    bases: &Bases<P>,
    indices: &[u32],
    multiples: &Multiples,
) -> Result<Vec<u8>, BaseError> {
    let points = indices.iter().map(|&i| bases.point(i as usize));
    let points = points.collect::<Result<Vec<P>, _>>()?;
    let bytes = |points: &[P]| encoding::points(&raised(points, multiples));
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(rayon::current_num_threads())
        .build();
    let batches: Vec<Vec<u8>> = match pool {
        Ok(pool) => pool.install(|| points.par_chunks(BATCH).map(bytes).collect()),
        Err(_) => points.chunks(BATCH).map(bytes).collect(),
    };
    Ok(batches.concat())
}

/// Each point and its multiples, side by side.
fn raised<P: CardPoint>(points: &[P], multiples: &Multiples) -> Vec<P> {
    let mut all = Vec::with_capacity(points.len() * multiples.words);
    for point in points {
        let mut multiple: P::Group = point.into_group();
        for word in 0..multiples.words {
            if word > 0 {
                (0..multiples.step()).for_each(|_| {
                    multiple.double_in_place();
                });
            }
            all.push(multiple);
        }
    }
    P::Group::normalize_batch(&all)
}
