//! Points that are summed into buckets.

use super::{
    Points,
    batch::{Affine, Batch},
};
use crate::Eight;

/// Most memory of the points that share an inversion: what belongs to them stays in
/// the second cache.
const MOST_BYTES: usize = 2048 * 64;

/// Points that wait for their bucket, for each addition of a batch.
const WAITING: usize = 2;

/// A point that found its bucket in the batch already.
#[derive(Clone, Copy)]
struct Waiting {
    bucket: u32,
    point: u32,
    negative: bool,
}

/// Sums of points by bucket.
///
/// A batch of additions has each bucket once. What comes again waits for the next
/// batch; when too much waits, points of the same bucket are added to each other.
pub(crate) struct Buckets<'a, V: Eight> {
    level: V::Level,
    points: &'a dyn Points<V::Words>,
    shifts: [u32; 2],
    /// One more than there are buckets, for what is not used.
    sums: Vec<Affine<V>>,
    filled: Bits,
    busy: Bits,
    batch: Batch<V>,
    waiting: Vec<Waiting>,
}

/// A set of small numbers.
struct Bits(Vec<u64>);

impl Bits {
    fn new(size: usize) -> Self {
        Self(vec![0; size.div_ceil(64)])
    }

    fn has(&self, number: u32) -> bool {
        self.0[number as usize / 64] >> (number % 64) & 1 == 1
    }

    fn insert(&mut self, number: u32) {
        self.0[number as usize / 64] |= 1 << (number % 64);
    }

    fn remove(&mut self, number: u32) {
        self.0[number as usize / 64] &= !(1 << (number % 64));
    }
}

impl<'a, V: Eight> Buckets<'a, V> {
    /// So many buckets for some of the points.
    pub(crate) fn new(level: V::Level, points: &'a dyn Points<V::Words>, count: usize) -> Self {
        let shifts = super::shifts::<V>();
        let most = MOST_BYTES / size_of::<Affine<V>>();
        let additions = (count / 8).clamp(1, most);
        Self {
            level,
            points,
            shifts,
            sums: vec![Affine::NULL; count + 1],
            filled: Bits::new(count),
            busy: Bits::new(count),
            batch: Batch::new(level, additions, shifts),
            waiting: vec![],
        }
    }

    /// Adds a point, which is `operand`, or subtracts it.
    #[inline]
    pub(crate) fn add(&mut self, bucket: u32, point: u32, operand: &Affine<V>, negative: bool) {
        if self.busy.has(bucket) {
            self.waiting.push(Waiting {
                bucket,
                point,
                negative,
            });
            if self.waiting.len() >= WAITING * self.batch.capacity() {
                self.settle();
            }
            return;
        }
        if !self.filled.has(bucket) {
            self.filled.insert(bucket);
            self.sums[bucket as usize] = self.own(&operand.0, negative);
            return;
        }
        self.busy.insert(bucket);
        V::prefetch(self.level, &self.sums[bucket as usize]);
        self.batch.push(bucket, *operand, negative);
        if self.batch.is_full() {
            self.flush();
        }
    }

    fn own(&self, [x, y]: &[V::Words; 2], negative: bool) -> Affine<V> {
        Affine([
            V::own(x, self.shifts[0], false),
            V::own(y, self.shifts[1], negative),
        ])
    }

    /// Adds the batch, and lets those who wait try again.
    fn flush(&mut self) {
        self.add_batch();
        for Waiting {
            bucket,
            point,
            negative,
        } in std::mem::take(&mut self.waiting)
        {
            if let Some(operand) = self.points.get(point as usize) {
                self.add(bucket, point, &Affine(operand), negative);
            }
        }
    }

    fn add_batch(&mut self) {
        for &bucket in self.batch.targets() {
            self.busy.remove(bucket);
        }
        self.batch.add_to(self.level, &mut self.sums);
    }

    /// Leaves nobody waiting.
    fn settle(&mut self) {
        self.add_batch();
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.sort_unstable_by_key(|waiting| waiting.bucket);
        let finite = |waiting: Waiting| {
            let point = self.points.get(waiting.point as usize)?;
            Some((waiting.bucket, self.own(&point, waiting.negative)))
        };
        let (buckets, mut sums): (Vec<_>, Vec<_>) = waiting.into_iter().filter_map(finite).unzip();
        let mut entries: Vec<(u32, u32)> = buckets.into_iter().zip(0..).collect();
        sums.push(Affine::NULL);
        self.batch.set_shifts([0, 0]);
        while entries.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            entries = self.halve(&entries, &mut sums);
        }
        for (bucket, sum) in entries {
            self.add_own(bucket, &sums[sum as usize]);
        }
        self.add_batch();
        self.batch.set_shifts(self.shifts);
    }

    /// Adds neighbours of the same bucket to each other.
    fn halve(&mut self, entries: &[(u32, u32)], sums: &mut [Affine<V>]) -> Vec<(u32, u32)> {
        let mut left = vec![];
        let mut rest = entries;
        while let [(bucket, first), others @ ..] = rest {
            left.push((*bucket, *first));
            rest = others;
            if let [(same, second), others @ ..] = rest
                && same == bucket
            {
                self.batch.push(*first, sums[*second as usize], false);
                rest = others;
            }
            if self.batch.is_full() {
                self.batch.add_to(self.level, sums);
            }
        }
        self.batch.add_to(self.level, sums);
        left
    }

    /// Adds a point in the level's own form. The bucket must not be in the batch.
    fn add_own(&mut self, bucket: u32, own: &Affine<V>) {
        if self.filled.has(bucket) {
            self.batch.push(bucket, *own, false);
        } else {
            self.filled.insert(bucket);
            self.sums[bucket as usize] = *own;
        }
        if self.batch.is_full() {
            self.batch.add_to(self.level, &mut self.sums);
        }
    }

    /// The sum of all buckets.
    pub(crate) fn total(mut self) -> [V::Words; 2] {
        self.settle();
        self.batch.set_shifts([0, 0]);
        let mut size = self.sums.len() - 1;
        while size > 1 {
            let half = size.div_ceil(2);
            for from in half..size {
                self.move_to(from - half, from);
            }
            self.add_batch();
            size = half;
        }
        self.sums[0].0
    }

    /// The sums of ranges of buckets, whose sizes are powers of two and in sum the
    /// number of buckets. Of each range: the sum of all of its buckets, and for each
    /// bit of a bucket's number within it the sum of those that have the bit.
    ///
    /// In round `r` each bucket `i 2^(r+1) + o` takes what is in `i 2^(r+1) + 2^r + o`,
    /// for `o` zero and for the powers of two below `2^r`: two additions a bucket in
    /// all, none of which waits for another of its round.
    pub(crate) fn reduce(mut self, sizes: &[usize]) -> Vec<Vec<[V::Words; 2]>> {
        self.settle();
        self.batch.set_shifts([0, 0]);
        let mut starts = vec![];
        let mut end = 0;
        for size in sizes {
            starts.push(end);
            end += size;
        }
        let rounds = sizes.iter().map(|size| size.ilog2()).max().unwrap_or(0);
        for round in 0..rounds {
            for (start, size) in starts.iter().zip(sizes) {
                self.fold(*start, *size, round);
            }
            self.add_batch();
        }
        let ranges = starts.iter().zip(sizes);
        let result = |(start, size): (&usize, &usize)| {
            let bits = (0..size.ilog2()).map(|bit| start + (1 << bit));
            std::iter::once(*start)
                .chain(bits)
                .map(|i| self.sums[i].0)
                .collect()
        };
        ranges.map(result).collect()
    }

    /// A round of [`reduce`](Self::reduce) in one range.
    fn fold(&mut self, start: usize, size: usize, round: u32) {
        let step = 1 << round;
        for block in (start..start + size)
            .step_by(2 * step)
            .filter(|_| 2 * step <= size)
        {
            for offset in std::iter::once(0).chain((0..round).map(|bit| 1 << bit)) {
                self.move_to(block + offset, block + step + offset);
            }
        }
    }

    /// Adds a bucket to another, which must not be in the batch.
    fn move_to(&mut self, to: usize, from: usize) {
        if self.filled.has(from as u32) {
            let operand = self.sums[from];
            self.add_own(to as u32, &operand);
        }
    }
}
