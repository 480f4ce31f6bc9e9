//! How an MSM is cut into tasks.

use super::digits::{NARROW_BITS, Windows};
use std::ops::Range;

/// Widest window, in bits: digits fit 16 bits.
const MAX_WIDTH: u32 = 16;

/// Buckets that a task has at least, if there are as many: batches of additions are
/// the longer the more buckets there are.
const BUCKETS: usize = 1 << 14;

/// What a bucket costs in additions of points. It takes two, but more of them make
/// longer batches: measured from 2^12 to 2^20 points.
const BUCKET_COST: usize = 1;

/// What is done at once: some windows of some of the recoded scalars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Task {
    pub(crate) windows: Range<usize>,
    pub(crate) parts: Range<usize>,
}

/// The windows with the fewest additions: one for each point and window, and some
/// for each bucket. Narrow scalars take part in the lowest windows alone.
pub(crate) fn windows(bits: u32, wide: usize, narrow: usize) -> Windows {
    let bits = if wide == 0 { NARROW_BITS } else { bits };
    let cut = |width: u32| Windows::new(bits, bits.div_ceil(width) as usize);
    let cost = |width: &u32| {
        let windows = cut(*width);
        let buckets: usize = (0..windows.count())
            .map(|window| windows.buckets(window))
            .sum();
        let additions = windows.count() * wide + windows.narrow().count() * narrow;
        additions + BUCKET_COST * buckets
    };
    cut((3..=MAX_WIDTH).min_by_key(cost).unwrap_or(MAX_WIDTH))
}

/// Groups of windows with enough buckets each, and enough of them for all threads.
/// Where windows are too few, scalars are cut into parts too.
pub(crate) fn tasks(windows: &Windows, parts: usize, threads: usize) -> Vec<Task> {
    let count = windows.count();
    let by_buckets = BUCKETS.div_ceil(windows.buckets(0));
    let by_threads = count.div_ceil(threads);
    let group = by_buckets.min(by_threads).max(1);
    let groups = count.div_ceil(group);
    // A part costs buckets of its own.
    let cuts = threads.div_ceil(groups).clamp(1, parts.max(1));
    let part = parts.div_ceil(cuts).max(1);
    let tasks = (0..groups).flat_map(|i| {
        let windows = i * count / groups..(i + 1) * count / groups;
        (0..parts).step_by(part).map(move |start| Task {
            windows: windows.clone(),
            parts: start..(start + part).min(parts),
        })
    });
    tasks.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrow_scalars_have_few_windows_whatever_others_need() {
        let alone = windows(254, 0, 1 << 16);
        assert_eq!(alone.narrow(), alone);
        for wide in [0, 1, 10, 1 << 16] {
            let windows = windows(254, wide, 1 << 16);
            assert!(windows.narrow().count() <= 6, "{wide} wide: {windows:?}");
        }
    }
}
