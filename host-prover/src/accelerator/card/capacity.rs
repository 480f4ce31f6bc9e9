//! The largest transforms that a card can do in its memory.

use ark_ff::FftField;
use zkcard_driver::Identity;
use zkcard_wire::{BaseKind, Group, transform::Shape};

/// Words at which a region of card memory begins: a page.
const PAGE: u64 = 64;

/// Points of the largest transforms, zero if there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Capacity {
    pub(super) transform: usize,
    pub(super) quotient: usize,
    pub(super) quotient_msm: usize,
}

impl Capacity {
    /// Of a card for the scalars of a curve, if its memory held nothing else.
    pub(super) fn of<F: FftField>(identity: &Identity) -> Self {
        let Some(told) = identity.transforms else {
            return Self::default();
        };
        let sum = identity
            .windows_of(BaseKind::G1)
            .map(|windows| Group::G1.result_words(windows) as u64);
        let largest = |words: &dyn Fn(u32) -> u64| {
            let fits = |bits: &u32| words(*bits) <= identity.memory_words.into();
            let bits = (0..=told.bits.min(F::TWO_ADICITY)).rev().find(fits);
            bits.map_or(0, |bits| 1 << bits)
        };
        let quotient = |bits| regions(&Shape::quotient(bits, true));
        Self {
            transform: largest(&|bits| regions(&Shape::transform(bits, 1, false, false))),
            quotient: largest(&quotient),
            quotient_msm: sum.map_or(0, |sum| {
                largest(&|bits| quotient(bits) + paged(1 << bits) + paged(sum))
            }),
        }
    }
}

/// Words of the regions of a transform.
fn regions(shape: &Shape) -> u64 {
    let vectors = shape.vectors_words();
    paged(vectors) + paged(shape.work_words()) + paged(shape.result_words())
}

fn paged(words: u64) -> u64 {
    words.next_multiple_of(PAGE)
}
