//! Multi-scalar multiplication: `sum scalars[i] * points[i]`.
//!
//! ```text
//! scalars -> digits    signed, of windows of nearly equal width; ones apart, without
//!                      those of points at infinity
//!         -> buckets   a task for some windows: points are streamed in order, the
//!                      buckets stay in the cache, additions are affine and share
//!                      inversions
//!         -> reduce    a sum for each bit of a bucket's number
//!         -> horner    one chain of doublings for all
//! ```
//!
//! Words are those of arkworks throughout: coordinates in Montgomery form. Levels
//! whose form differs by a power of two compute on an isomorphic curve,
//! `(4^-k x, 8^-k y)`, for which words are shifted and not multiplied; with a = 0 no
//! formula notices.
//!
//! Scratch memory: 2 bytes for each scalar and window (of 254 bits, a window of `c`
//! bits takes `254 / c`), and for each thread 64 bytes a bucket
//! (2^(c-1) of them, or 2^14 if that is more and there are) and up to 0.7 MB for
//! additions; a bucket is twice that over a quadratic extension. Bases are never
//! copied but for the 2^10 at work. Scalars are sorted first, which takes 16 bytes for
//! each. Lists of digits are wiped; queues of additions, which tell some, are not.
//!
//! Sources: Pippenger, "On the evaluation of powers and monomials", SIAM J. Comput.
//! 9 (1980); Bernstein, Doumen, Lange, Oosterwijk, "Faster batch forgery
//! identification" (eprint 2012/549), section 4.

mod batch;
mod buckets;
mod digits;
mod horner;
mod plan;

pub use digits::Scalar;

use crate::{Cpu, Eight, Field, Kernel};
use batch::Affine;
use buckets::Buckets;
use digits::{Recoded, Sorted, Windows};
use horner::Horner;
use plan::Task;
use rayon::prelude::*;

/// Points at which scalars of one are summed beside each other.
const UNIT_BUCKETS: usize = 1 << 13;

/// Scalars of one that make a task.
const UNITS: usize = 1 << 16;

/// A group of points on a curve `y^2 = x^3 + b`.
pub trait Curve: Copy + Send + Sync + 'static {
    /// The field of coordinates.
    type Base: Field;

    /// The order of the group, a prime whose two highest bits are zero.
    const ORDER: Scalar;

    /// Bits of a signed scalar: those of the order.
    const BITS: u32 = 256 - Self::ORDER[3].leading_zeros();

    /// Computes a sum. The code of a curve stands in this crate, however its users
    /// are compiled.
    fn compute(cpu: Cpu, sum: Sum<'_, Words<Self>>) -> Option<[Words<Self>; 2]>;
}

/// A coordinate of a curve.
type Words<C> = <<C as Curve>::Base as Field>::Words;

/// The first group of BN254.
#[derive(Clone, Copy, Debug)]
pub struct Bn254G1;

impl Curve for Bn254G1 {
    type Base = crate::field::Bn254Fq;
    const ORDER: Scalar = <crate::field::Bn254Fr as crate::field::Modulus<4>>::MODULUS;

    fn compute(cpu: Cpu, sum: Sum<'_, [u64; 4]>) -> Option<[[u64; 4]; 2]> {
        cpu.run::<Self::Base, _>(sum)
    }
}

/// The second group of BN254, on the twist.
#[derive(Clone, Copy, Debug)]
pub struct Bn254G2;

impl Curve for Bn254G2 {
    type Base = crate::field::Bn254Fq2;
    const ORDER: Scalar = Bn254G1::ORDER;

    fn compute(cpu: Cpu, sum: Sum<'_, Words<Self>>) -> Option<[Words<Self>; 2]> {
        cpu.run::<Self::Base, _>(sum)
    }
}

/// Points, wherever they lie.
pub trait Points<W>: Sync {
    /// How many there are.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The coordinates of a point, below the prime and in Montgomery form; none if
    /// it is infinity.
    fn get(&self, index: usize) -> Option<[W; 2]>;
}

/// By how much a level shifts coordinates to have them in its own form: as little as
/// gives an isomorphic curve. With `4^-k` and `8^-k` for a form that is `2^SHIFT`
/// away, x is shifted by `SHIFT - 2 k` and y by `SHIFT - 3 k`.
fn shifts<V: Eight>() -> [u32; 2] {
    const {
        assert!(
            V::SHIFT == 0 || V::SHIFT == 4,
            "coordinates would exceed bounds"
        )
    };
    let k = V::SHIFT / 3;
    [V::SHIFT - 2 * k, V::SHIFT - 3 * k]
}

/// `sum scalars[i] * points[i]`, or none if that is infinity; a surplus of either is
/// not used. Scalars are four words, lowest
/// first, below the order. Runs on the threads of the pool that calls.
pub fn msm<C: Curve>(
    cpu: Cpu,
    points: &dyn Points<Words<C>>,
    scalars: &[impl AsRef<[u64]> + Sync],
) -> Option<[Words<C>; 2]> {
    let size = points.len().min(scalars.len());
    let threads = rayon::current_num_threads();
    let part = Recoded::size(size, threads);
    let parts = || scalars[..size].par_chunks(part);
    let is_infinite = |index: u32| points.get(index as usize).is_none();
    let sort = |(i, scalars)| Sorted::new(scalars, (i * part) as u32, &C::ORDER, is_infinite);
    let sorted: Vec<_> = parts().enumerate().map(sort).collect();
    let wide = sorted.iter().map(|sorted| sorted.wide.len()).sum();
    let narrow = sorted.iter().map(|sorted| sorted.narrow.len()).sum();
    let windows = plan::windows(C::BITS, wide, narrow);
    let recoded = sorted
        .into_par_iter()
        .zip(parts())
        .map(|(sorted, scalars)| Recoded::new(sorted, scalars, &C::ORDER, &windows))
        .collect();
    let sum = Sum {
        points,
        windows,
        recoded,
        threads,
    };
    C::compute(cpu, sum)
}

/// A sum of points whose scalars are recoded.
pub struct Sum<'a, W> {
    points: &'a dyn Points<W>,
    windows: Windows,
    recoded: Vec<Recoded>,
    threads: usize,
}

impl<F: Field> Kernel<F> for Sum<'_, F::Words> {
    type Output = Option<[F::Words; 2]>;

    fn run<V: Eight<Words = F::Words>>(self, level: V::Level) -> Self::Output {
        let tasks = plan::tasks(&self.windows, self.recoded.len(), self.threads);
        let (sums, units) = rayon::join(
            || {
                tasks
                    .par_iter()
                    .flat_map_iter(|task| self.windows_of::<V>(level, task))
                    .collect()
            },
            || self.units::<V>(level),
        );
        let sums: Vec<(usize, [F::Words; 2])> = sums;
        let mut points = vec![vec![]; 8 * 32];
        for (bit, sum) in sums.into_iter().chain(units) {
            points[bit].push(sum);
        }
        V::enter(
            level,
            Horner::<V> {
                points: &points,
                shifts: shifts::<V>(),
            },
        )
    }
}

impl<W: Copy + PartialEq + Send + Sync> Sum<'_, W> {
    /// The sums of some windows, each with the bit that is its weight.
    fn windows_of<V: Eight<Words = W>>(
        &self,
        level: V::Level,
        task: &Task,
    ) -> Vec<(usize, [W; 2])> {
        let sizes: Vec<_> = task
            .windows
            .clone()
            .map(|i| self.windows.buckets(i))
            .collect();
        let mut buckets = Buckets::<V>::new(level, self.points, sizes.iter().sum());
        let mut operands = vec![];
        let parts = self.recoded[task.parts.clone()].iter();
        for digits in parts.flat_map(|recoded| &recoded.digits) {
            let indices = digits.indices();
            // One window alone reads them as well where they lie.
            operands.clear();
            if task.windows.len() > 1 {
                operands.extend(indices.iter().map(|index| self.point::<V>(*index)));
            }
            let mut start = 0;
            for (window, digits) in digits.of(task.windows.clone()) {
                for (i, (digit, index)) in digits.iter().zip(indices).enumerate() {
                    if *digit != 0 {
                        let bucket = start + u32::from(digit.unsigned_abs()) - 1;
                        let operand = operands.get(i).copied();
                        let operand = operand.unwrap_or_else(|| self.point::<V>(*index));
                        buckets.add(bucket, *index, &operand, *digit < 0);
                    }
                }
                start += self.windows.buckets(window) as u32;
            }
        }
        let sums = buckets.reduce(&sizes).into_iter().zip(task.windows.clone());
        let weighted = sums.flat_map(|(sums, window)| {
            let offset = self.windows.offset(window);
            // The sum of all is there because digit d is in bucket d - 1.
            let bits = std::iter::once(0).chain(0..).map(move |bit| offset + bit);
            bits.zip(sums)
        });
        weighted.collect()
    }

    /// The sums of points with a scalar of one or minus one.
    fn units<V: Eight<Words = W>>(&self, level: V::Level) -> Vec<(usize, [W; 2])> {
        let units: usize = self.recoded.iter().map(|recoded| recoded.units.len()).sum();
        let tasks = units.div_ceil(UNITS).min(4 * self.threads).max(1);
        let parts = self
            .recoded
            .par_chunks(self.recoded.len().div_ceil(tasks).max(1));
        let sum = |parts: &[Recoded]| {
            let units = parts.iter().flat_map(|recoded| recoded.units.iter());
            let count: usize = parts.iter().map(|recoded| recoded.units.len()).sum();
            let size = count.div_ceil(4).clamp(1, UNIT_BUCKETS);
            let mut buckets = Buckets::<V>::new(level, self.points, size);
            for ((index, negative), bucket) in units.zip((0..size as u32).cycle()) {
                if let Some(operand) = self.points.get(*index as usize) {
                    buckets.add(bucket, *index, &Affine(operand), *negative);
                }
            }
            (0, buckets.total())
        };
        parts.map(sum).collect()
    }

    /// A point, null at infinity.
    fn point<V: Eight<Words = W>>(&self, index: u32) -> Affine<V> {
        let point = self.points.get(index as usize);
        point.map_or(Affine::NULL, Affine)
    }
}
