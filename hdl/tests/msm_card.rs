//! The production core against arkworks over both groups and over bases with multiples, and how busy it keeps its adder.

mod support;

use ark_bn254::{Fr, G1Projective, G2Affine, G2Projective};
use ark_ec::AffineRepr;
use ark_ff::{PrimeField, UniformRand};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::time::Instant;
use support::assert_lint_clean;
use support::card_group::CardGroup;
use zkcard_hdl::emit::{Body, emit, on_large_stack};
use zkcard_hdl::msm::{CardMsmCore, CardOfTwoMsmCore, MsmConfig};
use zkcard_sim::msm::{Core, Counters, Rates};
use zkcard_sim::verilator::Optimise;
use zkcard_wire::Bases;

/// The core with one adder or two.
fn core(body: Body, adders: usize) -> Core {
    let config = match adders {
        1 => MsmConfig::card(body),
        _ => MsmConfig::card_of_two(body),
    };
    let start = Instant::now();
    let design = on_large_stack(|| match adders {
        1 => emit("card_msm_core", CardMsmCore::new(&config)),
        _ => emit("card_of_two_msm_core", CardOfTwoMsmCore::new(&config)),
    });
    let design = design.unwrap();
    assert_lint_clean(&design);
    let core = Core::new(config, &design, Optimise::Build).unwrap();
    println!(
        "{body:?}, {adders} adders: built and swept in {:.1?}",
        start.elapsed()
    );
    core
}

/// Different points.
fn points<G: CardGroup>(n: usize, rng: &mut StdRng) -> Vec<G::Affine> {
    G::multiples(G::rand(rng), n)
}

fn check<G: CardGroup>(
    core: &mut Core,
    name: &str,
    bases: &[G::Affine],
    scalars: &[Fr],
) -> Counters {
    check_over::<G>(core, Bases::of(G::GROUP), name, bases, scalars)
}

fn check_over<G: CardGroup>(
    core: &mut Core,
    over: Bases,
    name: &str,
    bases: &[G::Affine],
    scalars: &[Fr],
) -> Counters {
    let numbers: Vec<_> = scalars.iter().map(|s| s.into_bigint()).collect();
    let start = Instant::now();
    let (got, counters) = G::msm_on(core, over, bases, &numbers, Rates::FULL, 1).unwrap();
    let elapsed = start.elapsed();
    let expected = G::msm(bases, scalars).unwrap();
    assert_eq!(got.into_affine(), expected.into_affine(), "{name}");
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

#[test]
fn uniform_scalars_in_c() {
    let mut core = core(Body::Dpi, 1);
    let mut rng = StdRng::seed_from_u64(14);
    for log in [10, 14, 16] {
        let bases = points::<G1Projective>(1 << log, &mut rng);
        let scalars: Vec<Fr> = bases.iter().map(|_| Fr::rand(&mut rng)).collect();
        let counters = check::<G1Projective>(&mut core, "uniform", &bases, &scalars);
        if log >= 14 {
            let least = if log == 16 { 0.985 } else { 0.95 };
            assert!(counters.efficiency(1) > least, "{counters:?}");
        }
        if log == 16 {
            assert!(counters.cycles < 22 << log, "{counters:?}");
        }
    }
}

/// Words of a base do not hold each other up, though each has two digits alone.
#[test]
fn uniform_scalars_over_multiples_in_c() {
    let mut core = core(Body::Dpi, 1);
    let mut rng = StdRng::seed_from_u64(16);
    for log in [0, 12, 14, 16] {
        let bases = points::<G1Projective>(1 << log, &mut rng);
        let scalars: Vec<Fr> = bases.iter().map(|_| Fr::rand(&mut rng)).collect();
        let check = check_over::<G1Projective>;
        let counters = check(&mut core, Bases::Multiples, "uniform", &bases, &scalars);
        if log == 16 {
            assert!(counters.efficiency(1) > 0.98, "{counters:?}");
            assert!(counters.cycles < 18 << log, "{counters:?}");
        }
    }
    // And a job without multiples after them.
    let bases = points::<G1Projective>(1 << 8, &mut rng);
    let scalars: Vec<Fr> = bases.iter().map(|_| Fr::rand(&mut rng)).collect();
    check::<G1Projective>(&mut core, "uniform", &bases, &scalars);
}

/// Two adders take half the clocks in the phase of buckets, and half the clocks of the reduction.
#[test]
fn uniform_scalars_on_two_adders_in_c() {
    let mut rng = StdRng::seed_from_u64(12);
    let bases = points::<G1Projective>(1 << 12, &mut rng);
    let scalars: Vec<Fr> = bases.iter().map(|_| Fr::rand(&mut rng)).collect();
    let one = check::<G1Projective>(&mut core(Body::Dpi, 1), "uniform", &bases, &scalars);
    let mut core_of_two = core(Body::Dpi, 2);
    let two = check::<G1Projective>(&mut core_of_two, "uniform", &bases, &scalars);
    assert_eq!(one.bucket_additions, two.bucket_additions);
    assert!(
        two.bucket_cycles * 100 < one.bucket_cycles * 56,
        "{one:?}, {two:?}"
    );
    assert!(
        two.reduction_cycles * 100 < one.reduction_cycles * 56,
        "{one:?}, {two:?}"
    );
    let bases = points::<G1Projective>(1 << 14, &mut rng);
    let scalars: Vec<Fr> = bases.iter().map(|_| Fr::rand(&mut rng)).collect();
    let counters = check::<G1Projective>(&mut core_of_two, "uniform", &bases, &scalars);
    assert!(counters.efficiency(2) > 0.93, "{counters:?}");
    let bases = points::<G2Projective>(1 << 8, &mut rng);
    check::<G2Projective>(&mut core_of_two, "uniform", &bases, &scalars[..1 << 8]);
    let bases = points::<G1Projective>(1 << 10, &mut rng);
    let check = check_over::<G1Projective>;
    let scalars = &scalars[..1 << 10];
    check(
        &mut core_of_two,
        Bases::Multiples,
        "uniform",
        &bases,
        scalars,
    );
}

#[test]
fn scalars_of_witnesses_in_c() {
    let mut core = core(Body::Dpi, 1);
    scalars_of_witnesses::<G1Projective>(&mut core, Bases::G1, 1 << 12);
    scalars_of_witnesses::<G1Projective>(&mut core, Bases::Multiples, 1 << 12);
    scalars_of_witnesses::<G2Projective>(&mut core, Bases::G2, 1 << 11);
}

fn scalars_of_witnesses<G: CardGroup>(core: &mut Core, over: Bases, n: usize) {
    let mut rng = StdRng::seed_from_u64(10);
    let mut bases = points::<G>(n, &mut rng);
    (0..n)
        .step_by(61)
        .for_each(|i| bases[i] = G::Affine::zero());
    let (one, two) = (Fr::rand(&mut rng), Fr::rand(&mut rng));
    let uniform: Vec<Fr> = bases.iter().map(|_| Fr::rand(&mut rng)).collect();
    let mut sorted = uniform.clone();
    sorted.sort();
    let check = |core: &mut Core, name: &str, bases: &[G::Affine], scalars: &[Fr]| {
        check_over::<G>(core, over, name, bases, scalars)
    };
    check(core, "all equal", &bases, &vec![one; n]);
    check(core, "all r - 1", &bases, &vec![-Fr::from(1u32); n]);
    check(core, "sorted", &bases, &sorted);
    let two_valued: Vec<Fr> = (0..n)
        .map(|_| if rng.gen_bool(0.5) { one } else { two })
        .collect();
    check(core, "two-valued", &bases, &two_valued);
    let sparse: Vec<Fr> = uniform
        .iter()
        .map(|s| {
            [Fr::from(0u32), Fr::from(1u32), *s][[0, 0, 0, 1, 1, 1, 1, 2][rng.gen_range(0..8)]]
        })
        .collect();
    check(core, "0/1-heavy", &bases, &sparse);
    let same_base = vec![bases[1]; n];
    check(core, "one base", &same_base, &uniform);
}

/// An addition takes three clocks, and nineteen of twenty slots hold one.
#[test]
fn uniform_scalars_over_g2_in_c() {
    let mut core = core(Body::Dpi, 1);
    let mut rng = StdRng::seed_from_u64(15);
    for log in [0, 7, 14] {
        let bases: Vec<G2Affine> = points::<G2Projective>(1 << log, &mut rng);
        let scalars: Vec<Fr> = bases.iter().map(|_| Fr::rand(&mut rng)).collect();
        let counters = check::<G2Projective>(&mut core, "uniform", &bases, &scalars);
        if log == 14 {
            assert!(3.0 * counters.efficiency(1) > 0.95, "{counters:?}");
        }
    }
}

#[test]
fn uniform_scalars_with_synthesisable_multipliers() {
    let mut core = core(Body::Rtl, 1);
    let mut rng = StdRng::seed_from_u64(1024);
    let bases = points::<G1Projective>(1 << 10, &mut rng);
    let scalars: Vec<Fr> = bases.iter().map(|_| Fr::rand(&mut rng)).collect();
    check::<G1Projective>(&mut core, "uniform, Rtl", &bases, &scalars);
    let bases = points::<G2Projective>(1 << 7, &mut rng);
    check::<G2Projective>(&mut core, "uniform, Rtl", &bases, &scalars[..1 << 7]);
    let bases = points::<G1Projective>(1 << 8, &mut rng);
    let check = check_over::<G1Projective>;
    let scalars = &scalars[..1 << 8];
    check(&mut core, Bases::Multiples, "uniform, Rtl", &bases, scalars);
}
