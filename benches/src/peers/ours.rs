//! This project's side of a contest, at the level of kernels that `ZKCARD_CPU` names, or the best.

use ark_bn254::{Fq, Fq2, Fr, g1, g2};
use ark_ec::{AffineRepr, short_weierstrass::Affine};
use ark_ff::BigInt;
use ark_poly::Radix2EvaluationDomain;
use zkcard_kernels::{
    Cpu, CpuError, Field,
    field::Bn254Fr,
    msm::{self, Bn254G1, Bn254G2, Curve, Points},
    ntt::Transform,
};

/// Points as arkworks holds them.
pub struct InPlace<'a, P>(pub &'a [P]);

/// The words of a coordinate.
pub(super) type Coordinate<P> = <<<P as Summed>::Kernel as Curve>::Base as Field>::Words;

/// A group in which the kernels sum.
pub trait Summed: AffineRepr<ScalarField = Fr> {
    /// Its curve among the kernels.
    type Kernel: Curve;

    /// Its coordinates; none if it is infinity.
    fn words(&self) -> Option<[Coordinate<Self>; 2]>;

    /// The point of such coordinates.
    fn from_words(words: [Coordinate<Self>; 2]) -> Self;

    /// The sum, on the threads of the pool that calls.
    fn sum(cpu: Cpu, points: &[Self], scalars: &[BigInt<4>]) -> Self {
        let sum = msm::msm::<Self::Kernel>(cpu, &InPlace(points), scalars);
        sum.map_or(Self::zero(), Self::from_words)
    }
}

impl Summed for Affine<g1::Config> {
    type Kernel = Bn254G1;

    fn words(&self) -> Option<[[u64; 4]; 2]> {
        let (x, y) = self.xy()?;
        Some([x.0.0, y.0.0])
    }

    fn from_words(words: [[u64; 4]; 2]) -> Self {
        let [x, y] = words.map(element);
        Self::new_unchecked(x, y)
    }
}

impl Summed for Affine<g2::Config> {
    type Kernel = Bn254G2;

    fn words(&self) -> Option<[[[u64; 4]; 2]; 2]> {
        let (x, y) = self.xy()?;
        Some([x, y].map(|number| [number.c0.0.0, number.c1.0.0]))
    }

    fn from_words(words: [[[u64; 4]; 2]; 2]) -> Self {
        let [x, y] = words.map(|[c0, c1]| Fq2::new(element(c0), element(c1)));
        Self::new_unchecked(x, y)
    }
}

fn element(words: [u64; 4]) -> Fq {
    Fq::new_unchecked(BigInt(words))
}

impl<P: Summed> Points<Coordinate<P>> for InPlace<'_, P> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn get(&self, index: usize) -> Option<[Coordinate<P>; 2]> {
        self.0[index].words()
    }
}

/// The words of a scalar.
pub(super) type Words = [u64; 4];

/// Values over the domain, natural order in and out, in place; `scratch` is as long as `data`.
pub(super) fn transform(
    domain: &Radix2EvaluationDomain<Fr>,
) -> Result<impl Fn(&mut [Words], &mut [Words]), CpuError> {
    let cpu = Cpu::detect()?;
    let transform = Transform::<Bn254Fr> {
        log: domain.log_size_of_group,
        root: domain.group_gen.0.0,
        before: None,
        after: None,
        scale: None,
    };
    Ok(move |data: &mut [Words], scratch: &mut [Words]| transform.run(cpu, data, scratch))
}
