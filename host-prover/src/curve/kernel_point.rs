//! Points that kernels add where they lie.

use super::PointBytes;
use crate::key::InPlace;
use ark_bn254::{Fq, Fq2, g1, g2};
use ark_ec::{AffineRepr, short_weierstrass::Affine};
use ark_ff::{BigInt, PrimeField};
use zkcard_kernels::{
    Cpu,
    msm::{Bn254G1, Bn254G2, Points, msm},
};

type Number<P> = <<P as AffineRepr>::ScalarField as PrimeField>::BigInt;

/// A point that kernels add.
pub trait KernelPoint: PointBytes {
    /// `sum scalars[i] * points[i]`; a surplus of either is not used.
    fn kernel_sum(cpu: Cpu, points: &InPlace<'_, Self>, scalars: &[Number<Self>]) -> Self::Group;
}

impl KernelPoint for Affine<g1::Config> {
    fn kernel_sum(cpu: Cpu, points: &InPlace<'_, Self>, scalars: &[BigInt<4>]) -> Self::Group {
        let sum = msm::<Bn254G1>(cpu, points, scalars);
        let point = sum.map(|[x, y]| Self::new_unchecked(element(x), element(y)));
        point.map_or_else(Self::Group::default, Into::into)
    }
}

impl KernelPoint for Affine<g2::Config> {
    fn kernel_sum(cpu: Cpu, points: &InPlace<'_, Self>, scalars: &[BigInt<4>]) -> Self::Group {
        let sum = msm::<Bn254G2>(cpu, points, scalars);
        let point = sum.map(|coordinates| {
            let [x, y] = coordinates.map(|[c0, c1]| Fq2::new(element(c0), element(c1)));
            Self::new_unchecked(x, y)
        });
        point.map_or_else(Self::Group::default, Into::into)
    }
}

fn element(words: [u64; 4]) -> Fq {
    Fq::new_unchecked(BigInt(words))
}

impl Points<[u64; 4]> for InPlace<'_, Affine<g1::Config>> {
    fn len(&self) -> usize {
        self.count()
    }

    #[inline]
    fn get(&self, index: usize) -> Option<[[u64; 4]; 2]> {
        match self {
            Self::Bytes(bytes) => {
                let (points, _) = bytes.as_chunks::<{ 2 * ELEMENT }>();
                let (elements, _) = points[index].as_chunks::<ELEMENT>();
                let point = [words(&elements[0]), words(&elements[1])];
                (any(&point[0]) | any(&point[1]) != 0).then_some(point)
            }
            Self::Points(points) => {
                let (x, y) = points[index].xy()?;
                Some([x.0.0, y.0.0])
            }
        }
    }
}

impl Points<[[u64; 4]; 2]> for InPlace<'_, Affine<g2::Config>> {
    fn len(&self) -> usize {
        self.count()
    }

    #[inline]
    fn get(&self, index: usize) -> Option<[[[u64; 4]; 2]; 2]> {
        match self {
            Self::Bytes(bytes) => {
                let (points, _) = bytes.as_chunks::<{ 4 * ELEMENT }>();
                let (elements, _) = points[index].as_chunks::<ELEMENT>();
                let [a, b, c, d] = [0, 1, 2, 3].map(|i| words(&elements[i]));
                (any(&a) | any(&b) | any(&c) | any(&d) != 0).then_some([[a, b], [c, d]])
            }
            Self::Points(points) => {
                let (x, y) = points[index].xy()?;
                Some([x, y].map(|number| [number.c0.0.0, number.c1.0.0]))
            }
        }
    }
}

impl<P: PointBytes> InPlace<'_, P> {
    fn count(&self) -> usize {
        match self {
            Self::Bytes(bytes) => bytes.len() / P::BYTES,
            Self::Points(points) => points.len(),
        }
    }
}

/// Bytes of an element of Fq in a key.
const ELEMENT: usize = 32;

#[inline(always)]
fn words(element: &[u8; ELEMENT]) -> [u64; 4] {
    let (words, _) = element.as_chunks::<8>();
    let mut element = [0; 4];
    for i in 0..4 {
        element[i] = u64::from_le_bytes(words[i]);
    }
    element
}

/// Not zero if a word is not. A comparison of arrays would read what was just written.
#[inline(always)]
fn any(words: &[u64; 4]) -> u64 {
    words[0] | words[1] | words[2] | words[3]
}

#[cfg(test)]
mod tests {
    use super::*;
    use ark_bn254::Fr;
    use ark_ec::{CurveGroup, VariableBaseMSM};
    use ark_ff::UniformRand;
    use std::fmt::Debug;

    fn sums<P: KernelPoint<ScalarField = Fr>>()
    where
        P::Group: VariableBaseMSM<MulBase = P>,
    {
        let rng = &mut ark_std::test_rng();
        for size in [0, 1, 50, 700] {
            let points: Vec<_> = (0..size).map(|_| P::Group::rand(rng)).collect();
            let mut points = P::Group::normalize_batch(&points);
            if let Some(point) = points.last_mut() {
                *point = P::zero();
            }
            let scalars: Vec<_> = (0..size).map(|_| Fr::rand(rng).into_bigint()).collect();
            let expected = P::Group::msm_bigint(&points, &scalars);
            for cpu in Cpu::levels() {
                let sum = P::kernel_sum(cpu, &InPlace::Points(&points), &scalars);
                assert_eq!(sum, expected, "{size} points, {}", cpu.level());
            }
        }
    }

    fn bytes<P: KernelPoint, W: Debug + PartialEq>()
    where
        for<'a> InPlace<'a, P>: Points<W>,
    {
        let random = P::Group::rand(&mut ark_std::test_rng());
        let minus = -P::generator().into_group();
        let points = [random.into(), P::zero(), minus.into()];
        let mut bytes = vec![];
        points
            .iter()
            .for_each(|point: &P| point.write_bytes(&mut bytes));
        let (mapped, owned) = (InPlace::<P>::Bytes(&bytes), InPlace::Points(&points));
        assert_eq!((mapped.len(), owned.len()), (3, 3));
        for i in 0..3 {
            assert_eq!(mapped.get(i), owned.get(i), "point {i}");
        }
        assert_eq!(mapped.get(1), None);
    }

    #[test]
    fn sums_of_bases_in_memory_are_those_of_arkworks() {
        sums::<Affine<g1::Config>>();
        sums::<Affine<g2::Config>>();
    }

    #[test]
    fn points_are_read_from_the_bytes_of_a_key() {
        bytes::<Affine<g1::Config>, _>();
        bytes::<Affine<g2::Config>, _>();
    }
}
