//! Points that kernels add where they lie.

use super::PointBytes;
use crate::key::{BaseError, Bases, InPlace};
use ark_bn254::{Fq, g1, g2};
use ark_ec::{AffineRepr, short_weierstrass::Affine};
use ark_ff::{BigInt, PrimeField};
use zkcard_kernels::{
    Cpu,
    msm::{Bn254G1, Points, msm},
};

type Number<P> = <<P as AffineRepr>::ScalarField as PrimeField>::BigInt;

/// A point that kernels may add.
pub trait KernelPoint: PointBytes {
    /// `sum scalars[i] * bases[i]`; a surplus of either is not used. None if there
    /// are no kernels for the group.
    ///
    /// The error is that of a coordinate which is not a field element.
    fn kernel_sum(
        _: Cpu,
        _: &Bases<Self>,
        _: &[Number<Self>],
    ) -> Option<Result<Self::Group, BaseError>> {
        None
    }
}

impl KernelPoint for Affine<g1::Config> {
    fn kernel_sum(
        cpu: Cpu,
        bases: &Bases<Self>,
        scalars: &[BigInt<4>],
    ) -> Option<Result<Self::Group, BaseError>> {
        let sum = |bases: InPlace<'_, Self>| {
            let sum = msm::<Bn254G1>(cpu, &bases, scalars);
            let coordinate = |words| Fq::new_unchecked(BigInt(words));
            let point = sum.map(|[x, y]| Self::new_unchecked(coordinate(x), coordinate(y)));
            point.map_or_else(Self::Group::default, Into::into)
        };
        Some(bases.in_place().map(sum))
    }
}

impl KernelPoint for Affine<g2::Config> {}

impl Points<[u64; 4]> for InPlace<'_, Affine<g1::Config>> {
    fn len(&self) -> usize {
        match self {
            Self::Bytes(bytes) => bytes.len() / Affine::<g1::Config>::BYTES,
            Self::Points(points) => points.len(),
        }
    }

    #[inline]
    fn get(&self, index: usize) -> Option<[[u64; 4]; 2]> {
        match self {
            Self::Bytes(bytes) => {
                let (points, _) = bytes.as_chunks::<64>();
                let (words, _) = points[index].as_chunks::<8>();
                let word = |i: usize| u64::from_le_bytes(words[i]);
                let point = [0, 4].map(|i| [word(i), word(i + 1), word(i + 2), word(i + 3)]);
                (point != [[0; 4]; 2]).then_some(point)
            }
            Self::Points(points) => {
                let (x, y) = points[index].xy()?;
                Some([x.0.0, y.0.0])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ark_bn254::{Fr, G1Affine, G1Projective};
    use ark_ec::{CurveGroup, VariableBaseMSM};
    use ark_ff::UniformRand;

    #[test]
    fn sums_of_bases_in_memory_are_those_of_arkworks() {
        let rng = &mut ark_std::test_rng();
        for size in [0, 1, 50, 700] {
            let points: Vec<_> = (0..size).map(|_| G1Projective::rand(rng)).collect();
            let mut points: Vec<G1Affine> = G1Projective::normalize_batch(&points);
            if let Some(point) = points.last_mut() {
                *point = G1Affine::zero();
            }
            let scalars: Vec<_> = (0..size).map(|_| Fr::rand(rng).into_bigint()).collect();
            let expected = G1Projective::msm_bigint(&points, &scalars);
            for cpu in Cpu::levels() {
                let bases = Bases::owned(points.clone());
                let sum = G1Affine::kernel_sum(cpu, &bases, &scalars);
                assert_eq!(sum, Some(Ok(expected)), "{size} points, {}", cpu.level());
            }
        }
    }

    #[test]
    fn points_are_read_from_the_bytes_of_a_key() {
        let rng = &mut ark_std::test_rng();
        let points = [
            G1Projective::rand(rng).into(),
            G1Affine::zero(),
            -G1Affine::generator(),
        ];
        let mut bytes = vec![];
        points
            .iter()
            .for_each(|point| point.write_bytes(&mut bytes));
        let (mapped, owned) = (InPlace::Bytes(&bytes), InPlace::Points(&points));
        assert_eq!((mapped.len(), owned.len()), (3, 3));
        for i in 0..3 {
            assert_eq!(mapped.get(i), owned.get(i), "point {i}");
        }
        assert_eq!(mapped.get(1), None);
    }
}
