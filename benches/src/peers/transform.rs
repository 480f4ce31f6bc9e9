//! Transforms over the scalar field, natural order in and out.

use super::{
    contest::{Contest, Contestant, alternate, timed},
    inputs::Halo2curves,
    names, ours,
};
use ark_bn254::Fr;
use ark_ff::BigInt;
use ark_poly::{EvaluationDomain, Radix2EvaluationDomain};
use std::error::Error;

/// Has all of them transform the same values, in place, on the threads of the pool that calls.
///
/// # Errors
/// When results differ, `ZKCARD_CPU` names a level that is not there, or the number of values is no power of two that
/// the field has a domain for.
pub fn transform(values: &[Fr], rounds: usize) -> Result<Contest, Box<dyn Error + Send + Sync>> {
    let domain = Radix2EvaluationDomain::<Fr>::new(values.len());
    let domain = domain.filter(|domain| domain.size() == values.len());
    let domain = domain.ok_or("transforms have as many values as a domain")?;
    let log = domain.log_size_of_group;
    let run = ours::transform(&domain)?;
    let mut scratch = vec![[0; 4]; values.len()];
    let zkcard: Contestant<'_, Vec<Fr>> = (
        names::ZKCARD,
        Box::new(|| {
            let mut words: Vec<_> = values.iter().map(|value| value.0.0).collect();
            let ((), took) = timed(|| run(&mut words, &mut scratch));
            let element = |words| Fr::new_unchecked(BigInt::new(words));
            (words.into_iter().map(element).collect(), took)
        }),
    );
    let arkworks: Contestant<'_, Vec<Fr>> = (
        names::ARKWORKS,
        Box::new(|| {
            let mut values = values.to_vec();
            let ((), took) = timed(|| domain.fft_in_place(&mut values));
            (values, took)
        }),
    );
    let root = domain.group_gen.to_halo2curves();
    let theirs: Vec<_> = values.iter().map(Fr::to_halo2curves).collect();
    let halo2curves: Contestant<'_, Vec<Fr>> = (
        names::HALO2CURVES,
        Box::new(|| {
            let mut values = theirs.clone();
            let ((), took) = timed(|| halo2curves::fft::best_fft(&mut values, root, log));
            (values.iter().map(Fr::from_halo2curves).collect(), took)
        }),
    );
    let what = format!("transform, 2^{log}");
    let times = alternate(&what, rounds, &mut [zkcard, arkworks, halo2curves])?;
    Ok(Contest {
        kernel: "NTT",
        scalars: None,
        log,
        threads: rayon::current_num_threads(),
        times,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalars;

    #[test]
    fn all_transform_alike() {
        let contest = transform(&scalars(256), 2).unwrap();
        assert_eq!((contest.log, contest.times.len()), (8, 3));
        assert!(transform(&scalars(255), 1).is_err());
    }
}
