//! This project's side of a contest, at the level of kernels that `ZKCARD_CPU` names, or the best.

use ark_bn254::{Bn254, Fq, Fr, G1Affine, G1Projective, G2Projective, g1, g2};
use ark_ec::{AffineRepr, short_weierstrass::Affine};
use ark_ff::BigInt;
use ark_poly::Radix2EvaluationDomain;
use zkcard::{
    accelerator::{CpuBackend, MsmG2, Operation},
    key::Bases,
    witness::Scalars,
};
use zkcard_kernels::{
    Cpu, CpuError,
    field::Bn254Fr,
    msm::{self, Bn254G1, Points},
    ntt::Transform,
};

/// Points as arkworks holds them.
pub struct InPlace<'a>(pub &'a [G1Affine]);

impl Points<[u64; 4]> for InPlace<'_> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn get(&self, index: usize) -> Option<[[u64; 4]; 2]> {
        let (x, y) = self.0[index].xy()?;
        Some([x.0.0, y.0.0])
    }
}

/// A sum of multiples, to be computed over and over.
pub(super) type Sum<'a, T> = Box<dyn Fn() -> T + 'a>;

/// A group in which this project sums.
pub trait Summed: AffineRepr<ScalarField = Fr> {
    /// The sum, which is to be run on the pool that computes.
    fn sum<'a>(
        points: &'a [Self],
        scalars: &'a [Fr],
        numbers: &'a [BigInt<4>],
    ) -> Result<Sum<'a, Self::Group>, CpuError>;
}

impl Summed for Affine<g1::Config> {
    fn sum<'a>(
        points: &'a [Self],
        _: &'a [Fr],
        numbers: &'a [BigInt<4>],
    ) -> Result<Sum<'a, G1Projective>, CpuError> {
        let cpu = Cpu::detect()?;
        let element = |words| Fq::new_unchecked(BigInt::new(words));
        let point = move |[x, y]: [[u64; 4]; 2]| Self::new_unchecked(element(x), element(y));
        Ok(Box::new(move || {
            let sum = msm::msm::<Bn254G1>(cpu, &InPlace(points), numbers);
            sum.map_or(Self::zero(), point).into()
        }))
    }
}

impl Summed for Affine<g2::Config> {
    fn sum<'a>(
        points: &'a [Self],
        scalars: &'a [Fr],
        _: &'a [BigInt<4>],
    ) -> Result<Sum<'a, G2Projective>, CpuError> {
        Cpu::detect()?;
        let bases = Bases::owned(points.to_vec());
        let sum = MsmG2::<Bn254>::new(&bases, &Scalars::from_elements(scalars.to_vec()));
        Ok(Box::new(move || {
            let job = sum.clone().submit(&CpuBackend::default());
            let done = job.and_then(|job| job.wait());
            done.expect("the CPU sums all points of the group").output
        }))
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
