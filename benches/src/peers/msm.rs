//! Sums of multiples.

use super::{
    contest::{Contest, Contestant, alternate, timed},
    inputs::{Halo2curves, numbers},
    names,
    ours::Summed,
};
use ark_bn254::Fr;
use ark_ec::{CurveGroup, VariableBaseMSM};
use halo2curves::{CurveAffine, bn256, group::Curve};
use std::error::Error;
use zkcard_kernels::Cpu;

/// Scalars, and what they are.
#[derive(Clone, Copy)]
pub struct Scalars<'a> {
    /// What they are.
    pub name: &'static str,
    /// As many as there are points.
    pub values: &'a [Fr],
}

/// Has all of them sum the same multiples on the threads of the pool that calls.
///
/// Scalars are plain numbers for zkcard and arkworks and in Montgomery form for halo2curves, as each of them asks for.
///
/// # Errors
/// When results differ, or `ZKCARD_CPU` names a level that is not there.
pub fn msm<P>(
    kernel: &'static str,
    points: &[P],
    scalars: Scalars<'_>,
    rounds: usize,
) -> Result<Contest, Box<dyn Error + Send + Sync>>
where
    P: Summed + Halo2curves<Other: CurveAffine<ScalarExt = bn256::Fr>>,
    P::Group: VariableBaseMSM<MulBase = P>,
{
    let log = points.len().ilog2();
    let plain = numbers(scalars.values);
    let cpu = Cpu::detect()?;
    let theirs: Vec<P::Other> = points.iter().map(P::to_halo2curves).collect();
    let elements: Vec<_> = scalars.values.iter().map(Fr::to_halo2curves).collect();
    let zkcard: Contestant<'_, P> = (
        names::ZKCARD,
        Box::new(|| timed(|| P::sum(cpu, points, &plain))),
    );
    let arkworks: Contestant<'_, P> = (
        names::ARKWORKS,
        Box::new(|| {
            let (sum, took) = timed(|| P::Group::msm_bigint(points, &plain));
            (sum.into_affine(), took)
        }),
    );
    let halo2curves: Contestant<'_, P> = (
        names::HALO2CURVES,
        Box::new(|| {
            let (sum, took) = timed(|| halo2curves::msm::msm_best(&elements, &theirs));
            (P::from_halo2curves(&sum.to_affine()), took)
        }),
    );
    let what = format!("{kernel}, 2^{log}, {}", scalars.name);
    let times = alternate(&what, rounds, &mut [zkcard, arkworks, halo2curves])?;
    Ok(Contest {
        kernel,
        scalars: Some(scalars.name),
        log,
        threads: rayon::current_num_threads(),
        times,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{peers::bits, points, scalars};
    use ark_bn254::{G1Affine, G2Affine};

    #[test]
    fn all_compute_the_same_sums() {
        let uniform = scalars(64);
        for values in [&uniform, &bits(&uniform)] {
            let scalars = Scalars {
                name: "any",
                values,
            };
            let first = msm("G1", &points::<G1Affine>(64), scalars, 1).unwrap();
            let second = msm("G2", &points::<G2Affine>(64), scalars, 1).unwrap();
            for contest in [first, second] {
                assert_eq!((contest.log, contest.times.len()), (6, 3));
                assert!(contest.times.iter().all(|t| t.milliseconds.len() == 1));
            }
        }
    }
}
