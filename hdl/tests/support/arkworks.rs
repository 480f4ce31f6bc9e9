//! Jobs of a core on points and scalars of arkworks, each with the same sum.

use super::card_group::CardGroup;
use ark_ec::AffineRepr;
use ark_ff::{PrimeField, UniformRand};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::time::Instant;
use zkcard_sim::msm::{Core, Counters, Rates};
use zkcard_wire::BaseKind;

/// Different points.
pub fn points<G: CardGroup>(n: usize, rng: &mut StdRng) -> Vec<G::Affine> {
    G::multiples(G::rand(rng), n)
}

/// Runs a job with both streams always full, compares, and prints what it took.
pub fn check<G: CardGroup>(
    core: &mut Core,
    name: &str,
    bases: &[G::Affine],
    scalars: &[G::ScalarField],
) -> Counters {
    check_over::<G>(core, BaseKind::of(G::GROUP), name, bases, scalars)
}

/// The same over bases that may come with multiples.
pub fn check_over<G: CardGroup>(
    core: &mut Core,
    over: BaseKind,
    name: &str,
    bases: &[G::Affine],
    scalars: &[G::ScalarField],
) -> Counters {
    check_at::<G>(core, over, name, bases, scalars, Rates::FULL, 1)
}

/// The same at any rates; `seed` is that of the gaps.
pub fn check_at<G: CardGroup>(
    core: &mut Core,
    over: BaseKind,
    name: &str,
    bases: &[G::Affine],
    scalars: &[G::ScalarField],
    rates: Rates,
    seed: u64,
) -> Counters {
    let numbers: Vec<_> = scalars.iter().map(|s| s.into_bigint()).collect();
    let start = Instant::now();
    let (got, counters) = G::msm_on(core, over, bases, &numbers, rates, seed).unwrap();
    let elapsed = start.elapsed();
    let expected = G::msm(bases, scalars).unwrap();
    assert_eq!(
        got.into_affine(),
        expected.into_affine(),
        "{name}, {rates:?}, seed {seed}"
    );
    let (n, adders) = (bases.len() as f64, core.config.windows.adders);
    println!(
        "{over:?}, {name}: {} points, {:.2} clocks a point ({:.2} without the reduction), efficiency {:.2}%, {:.1} s, {:.0} k clocks/s\n  {counters:?}",
        bases.len(),
        counters.cycles as f64 / n,
        counters.bucket_cycles as f64 / n,
        100.0 * counters.efficiency(adders),
        elapsed.as_secs_f64(),
        counters.cycles as f64 / elapsed.as_secs_f64() / 1e3,
    );
    counters
}

/// Jobs of `n` points, some at infinity, with scalars that schedulers get wrong.
pub fn scalars_of_witnesses<G: CardGroup>(core: &mut Core, over: BaseKind, n: usize) {
    let scalar = |k: u32| G::ScalarField::from(k);
    let mut rng = StdRng::seed_from_u64(10);
    let mut bases = points::<G>(n, &mut rng);
    (0..n)
        .step_by(61)
        .for_each(|i| bases[i] = G::Affine::zero());
    let [one, two] = [0, 1].map(|_| G::ScalarField::rand(&mut rng));
    let uniform: Vec<_> = bases
        .iter()
        .map(|_| G::ScalarField::rand(&mut rng))
        .collect();
    let mut sorted = uniform.clone();
    sorted.sort();
    let check = |core: &mut Core, name: &str, bases: &[G::Affine], scalars: &[G::ScalarField]| {
        check_over::<G>(core, over, name, bases, scalars)
    };
    check(core, "all equal", &bases, &vec![one; n]);
    check(core, "all r - 1", &bases, &vec![-scalar(1); n]);
    check(core, "sorted", &bases, &sorted);
    let two_valued: Vec<_> = (0..n).map(|_| [one, two][rng.gen_range(0..2)]).collect();
    check(core, "two-valued", &bases, &two_valued);
    let sparse: Vec<_> = uniform
        .iter()
        .map(|s| [scalar(0), scalar(1), *s][[0, 0, 0, 1, 1, 1, 1, 2][rng.gen_range(0..8)]])
        .collect();
    check(core, "0/1-heavy", &bases, &sparse);
    let same_base = vec![bases[1]; n];
    check(core, "one base", &same_base, &uniform);
}
