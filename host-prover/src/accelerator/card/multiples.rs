//! Bases with multiples of themselves: when they pay, and how they are made.
//!
//! A card that has `2^s P, 2^(2s) P, ...` beside each base P adds fewer digits, over fewer buckets, but takes a clock for
//! each of these words whatever the scalar is: zeros and small scalars are better off without.

use super::encoding;
use crate::{
    curve::CardPoint,
    key::{BaseError, Bases},
};
use ark_ec::CurveGroup;
use ark_ff::{AdditiveGroup, BigInteger};
use rayon::prelude::*;
use zkcard_driver::Identity;
use zkcard_wire::{BaseKind, layout::Multiples};

/// Part of card memory that bases with multiples may take: one in so many words.
pub(super) const SHARE: usize = 2;

/// Points that are normalised together.
const BATCH: usize = 256;

/// Slots of five full additions, of which the reduction is made.
const FIVE_FULL: f64 = 6.0;

/// Whether a card takes bases with multiples, and an MSM with these scalars is shorter over them.
pub(super) fn pay<'a, B: BigInteger + 'a>(
    identity: &Identity,
    scalars: impl Iterator<Item = &'a B> + Clone,
) -> bool {
    let with = clocks(identity, BaseKind::Multiples, scalars.clone());
    let without = clocks(identity, BaseKind::G1, scalars);
    matches!((with, without), (Some(with), Some(without)) if with < without)
}

/// Clocks of an MSM, to some percent: a slot for each digit and a clock for each word, then two additions for each bucket.
fn clocks<'a, B: BigInteger + 'a>(
    identity: &Identity,
    over: BaseKind,
    scalars: impl Iterator<Item = &'a B>,
) -> Option<f64> {
    let (windows, digits) = (identity.windows_of(over)?, identity.digits_of(over)?);
    let words = identity.base_words(over)?;
    let of_scalar = |scalar: &B| {
        let bits = scalar.num_bits() as usize;
        let carried = if bits == 0 { 0 } else { bits + 1 };
        let nonzero = carried.div_ceil(digits.bits).min(digits.count);
        nonzero.div_ceil(windows.adders).max(words)
    };
    let items: usize = scalars.map(of_scalar).sum();
    let buckets = windows.chains() * windows.segment_length();
    let slots = 2.0 * buckets as f64 * FIVE_FULL / 5.0;
    Some(items as f64 + slots / windows.adders as f64)
}

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
