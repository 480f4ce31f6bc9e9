//! The production core against arkworks over both groups and over bases with multiples, and how busy it keeps its adder.

mod support;

use ark_bn254::{Fr, G1Projective, G2Affine, G2Projective};
use ark_ff::UniformRand;
use rand::SeedableRng;
use rand::rngs::StdRng;
use std::time::Instant;
use support::arkworks::{check, check_over, points, scalars_of_witnesses};
use support::assert_lint_clean;
use zkcard_hdl::emit::{Body, emit, on_large_stack};
use zkcard_hdl::msm::{CardMsmCore, CardOfTwoMsmCore, MsmConfig};
use zkcard_sim::msm::Core;
use zkcard_sim::verilator::Optimise;
use zkcard_wire::BaseKind;

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
        let counters = check(&mut core, BaseKind::Multiples, "uniform", &bases, &scalars);
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
        BaseKind::Multiples,
        "uniform",
        &bases,
        scalars,
    );
}

#[test]
fn scalars_of_witnesses_in_c() {
    let mut core = core(Body::Dpi, 1);
    scalars_of_witnesses::<G1Projective>(&mut core, BaseKind::G1, 1 << 12);
    scalars_of_witnesses::<G1Projective>(&mut core, BaseKind::Multiples, 1 << 12);
    scalars_of_witnesses::<G2Projective>(&mut core, BaseKind::G2, 1 << 11);
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
    check(
        &mut core,
        BaseKind::Multiples,
        "uniform, Rtl",
        &bases,
        scalars,
    );
}
