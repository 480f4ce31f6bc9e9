//! Multi-scalar multiplication on the threads of one pool, for the verifier: it
//! stands on arkworks alone, so that it also judges the kernels of the prover.
//!
//! Buckets by signed digits. A scalar `k` above half the order counts as
//! `k - order`, so that small negative numbers are small. Then
//!
//! ```text
//! k' = k + sum over all windows but the highest of 2^(c-1) 2^(c i)
//! digit i = bits [c i, c i + c) of k'  -  2^(c-1)      no carry from below
//! ```
//!
//! and every window of every part of the points is a task of its own. The MSM of
//! ark-ec starts thread pools within the pool, which a limit on threads turns
//! into the end of the process.
//!
//! Source: Pippenger, "On the evaluation of powers and monomials", SIAM J.
//! Comput. 9 (1980); Bernstein, Doumen, Lange, Oosterwijk, "Faster batch forgery
//! identification" (eprint 2012/549), section 4.

use ark_ec::{AffineRepr, VariableBaseMSM};
use ark_ff::{AdditiveGroup, BigInteger, PrimeField};
use rayon::prelude::*;
use zeroize::Zeroizing;

type Number<P> = <<P as AffineRepr>::ScalarField as PrimeField>::BigInt;

/// Widest window, in bits: its buckets still fit a processor's cache.
const MAX_WINDOW: usize = 16;

/// How scalars are cut into digits.
#[derive(Clone, Copy, Debug)]
struct Digits {
    /// Bits of a digit.
    width: usize,
    /// Digits of a scalar.
    count: usize,
}

/// A scalar as the windows read it. It is as secret as the scalar.
#[derive(Clone, Copy, Default)]
struct Recoded<N> {
    /// `k'` of the module's description.
    shifted: N,
    /// Whether its point is subtracted.
    negative: bool,
}

impl<N: Copy + Default> zeroize::DefaultIsZeroes for Recoded<N> {}

/// `sum scalars[i] * points[i]`; a surplus of either is not used.
pub(super) fn msm<P>(points: &[P], scalars: &[Number<P>]) -> P::Group
where
    P: AffineRepr,
    P::Group: VariableBaseMSM<MulBase = P>,
{
    let size = points.len().min(scalars.len());
    let (points, scalars) = (&points[..size], &scalars[..size]);
    let digits = Digits::for_points::<P::ScalarField>(size);
    let offset = digits.offset::<Number<P>>();
    let recode = |scalar| recode::<P::ScalarField>(scalar, &offset);
    let recoded: Vec<_> = scalars.par_iter().map(recode).collect();
    let recoded = Zeroizing::new(recoded);

    // Parts beyond the windows that keep all threads busy cost bucket sums.
    let parts = rayon::current_num_threads().div_ceil(digits.count);
    let part = size.div_ceil(parts).max(1 << digits.width);
    let windows: Vec<P::Group> = (0..digits.count)
        .into_par_iter()
        .map(|window| {
            let parts = points.par_chunks(part).zip(recoded.par_chunks(part));
            let sum = |(points, scalars)| window_sum(points, scalars, digits, window);
            parts.map(sum).sum()
        })
        .collect();
    windows
        .iter()
        .rev()
        .fold(P::Group::ZERO, |mut sum, window| {
            (0..digits.width).for_each(|_| {
                sum.double_in_place();
            });
            sum + window
        })
}

impl Digits {
    /// The width with the fewest additions: one a point and two a bucket.
    fn for_points<F: PrimeField>(points: usize) -> Self {
        // The sign takes a bit from the scalar.
        let count = |width: usize| (F::MODULUS_BIT_SIZE as usize).div_ceil(width);
        let cost = |width: &usize| count(*width) * (points + (1 << width));
        let width = (2..=MAX_WINDOW).min_by_key(cost).unwrap_or(2);
        let count = count(width);
        Self { width, count }
    }

    /// What is added to a scalar so that no digit borrows from the next.
    fn offset<N: BigInteger>(self) -> N {
        let mut offset = N::default();
        for window in 0..self.count - 1 {
            let bit = window * self.width + self.width - 1;
            offset.as_mut()[bit / 64] |= 1 << (bit % 64);
        }
        offset
    }

    /// A digit of a recoded scalar, in `-2^(c-1) ..= 2^(c-1)`.
    fn digit(self, shifted: &[u64], window: usize) -> i64 {
        let bit = window * self.width;
        let (limb, low) = (bit / 64, bit % 64);
        let mut bits = shifted[limb] >> low;
        if low + self.width > 64 && limb + 1 < shifted.len() {
            bits |= shifted[limb + 1] << (64 - low);
        }
        if window + 1 == self.count {
            return bits as i64;
        }
        let half = 1 << (self.width - 1);
        (bits & (2 * half - 1)) as i64 - half as i64
    }
}

fn recode<F: PrimeField>(scalar: &F::BigInt, offset: &F::BigInt) -> Recoded<F::BigInt> {
    let negative = *scalar > F::MODULUS_MINUS_ONE_DIV_TWO;
    let mut shifted = *scalar;
    if negative {
        shifted = F::MODULUS;
        shifted.sub_with_borrow(scalar);
    }
    shifted.add_with_carry(offset);
    Recoded { shifted, negative }
}

/// The sum of one digit of each scalar times its point.
fn window_sum<P>(
    points: &[P],
    scalars: &[Recoded<Number<P>>],
    digits: Digits,
    window: usize,
) -> P::Group
where
    P: AffineRepr,
    P::Group: VariableBaseMSM<MulBase = P>,
{
    let zero = <P::Group as VariableBaseMSM>::ZERO_BUCKET;
    let mut buckets = vec![zero; 1 << (digits.width - 1)];
    for (point, scalar) in points.iter().zip(scalars) {
        let digit = digits.digit(scalar.shifted.as_ref(), window);
        if digit == 0 {
            continue;
        }
        let bucket = &mut buckets[digit.unsigned_abs() as usize - 1];
        if (digit < 0) == scalar.negative {
            *bucket += point;
        } else {
            *bucket -= point;
        }
    }
    // Each bucket is in as many partial sums as its digit says.
    let (mut partial, mut sum) = (zero, zero);
    for bucket in buckets.iter().rev() {
        partial += bucket;
        sum += &partial;
    }
    sum.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ark_bn254::{Fr, G1Affine, G1Projective, G2Affine, G2Projective};
    use ark_ec::CurveGroup;
    use ark_ff::{Field, UniformRand, Zero};
    use rand::{Rng, SeedableRng, rngs::StdRng};

    fn check<P>(points: &[P], scalars: &[Fr], what: &str)
    where
        P: AffineRepr<ScalarField = Fr>,
        P::Group: VariableBaseMSM<MulBase = P>,
    {
        let numbers: Vec<_> = scalars.iter().map(|x| x.into_bigint()).collect();
        let expected = <P::Group as VariableBaseMSM>::msm_bigint(points, &numbers);
        assert_eq!(msm(points, &numbers), expected, "{what}");
    }

    fn random_points(rng: &mut StdRng, count: usize) -> Vec<G1Affine> {
        let points: Vec<_> = (0..count).map(|_| G1Projective::rand(rng)).collect();
        G1Projective::normalize_batch(&points)
    }

    #[test]
    fn sums_are_those_of_arkworks_for_every_size() {
        let seed = rand::random();
        let mut rng = StdRng::seed_from_u64(seed);
        for size in [0, 1, 2, 3, 31, 32, 33, 100, 1000, 3000] {
            let points = random_points(&mut rng, size);
            let scalars: Vec<_> = (0..size).map(|_| Fr::rand(&mut rng)).collect();
            check(&points, &scalars, &format!("{size} points, seed {seed}"));
        }
        let points: Vec<_> = (0..50).map(|_| G2Projective::rand(&mut rng)).collect();
        let points: Vec<G2Affine> = G2Projective::normalize_batch(&points);
        let scalars: Vec<_> = (0..40).map(|_| Fr::rand(&mut rng)).collect();
        check(&points, &scalars, &format!("G2, seed {seed}"));
    }

    #[test]
    fn hard_scalars_and_points_make_no_difference() {
        let seed = rand::random();
        let mut rng = StdRng::seed_from_u64(seed);
        let half = Fr::from(Fr::MODULUS_MINUS_ONE_DIV_TWO);
        let hard = [
            Fr::ZERO,
            Fr::ONE,
            -Fr::ONE,
            half,
            half + Fr::ONE,
            Fr::from(u64::MAX),
        ];
        for size in [10, 70, 600] {
            let mut points = random_points(&mut rng, size);
            points[3] = G1Affine::zero();
            (points[5], points[6]) = (points[4], -points[4]);
            for scalar in hard {
                let scalars = vec![scalar; size];
                check(&points, &scalars, &format!("all {scalar}, seed {seed}"));
                check(&vec![points[4]; size], &scalars, "one point");
            }
            let powers = (0..254).map(|bit| Fr::from(2u64).pow([bit]));
            let around: Vec<_> = powers.flat_map(|p| [p, -p, p - Fr::ONE]).collect();
            let pick = |_| around[rng.gen_range(0..around.len())];
            let scalars: Vec<_> = (0..size).map(pick).collect();
            check(&points, &scalars, &format!("powers of two, seed {seed}"));
        }
    }

    #[test]
    fn digits_of_any_width_make_up_the_scalar() {
        let highest = Fr::MODULUS_MINUS_ONE_DIV_TWO;
        for width in 2..=MAX_WINDOW {
            let count = (Fr::MODULUS_BIT_SIZE as usize).div_ceil(width);
            let digits = Digits { width, count };
            for scalar in [Fr::ZERO, Fr::ONE, Fr::from(highest), Fr::from(u64::MAX)] {
                let recoded = recode::<Fr>(&scalar.into_bigint(), &digits.offset());
                let base = Fr::from(1u64 << width);
                let sum = (0..count).rev().fold(Fr::zero(), |sum, window| {
                    let digit = digits.digit(recoded.shifted.as_ref(), window);
                    assert!(digit.unsigned_abs() <= 1 << (width - 1), "{width}");
                    sum * base + Fr::from(digit)
                });
                assert_eq!(sum, scalar, "width {width}");
            }
        }
    }
}
