//! The core over BLS12-381 against arkworks, over both groups: the widths of a curve are parameters of the core.

mod support;

use ark_bls12_381::{Fr, G1Projective, G2Projective};
use ark_ec::AffineRepr;
use ark_ff::{UniformRand, Zero};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use support::arkworks::{check, check_at, points, scalars_of_witnesses};
use support::assert_lint_clean;
use support::card_group::CardGroup;
use zkcard_hdl::emit::{Body, emit, on_large_stack};
use zkcard_hdl::msm::{Bls12_381MsmCore, MsmConfig};
use zkcard_sim::msm::{Core, Rates};
use zkcard_sim::verilator::Optimise;
use zkcard_wire::BaseKind;

fn core(body: Body) -> Core {
    let config = MsmConfig::bls12_381(body);
    let design = on_large_stack(|| emit("bls12_381_msm_core", Bls12_381MsmCore::new(&config)));
    let design = design.unwrap();
    assert_lint_clean(&design);
    Core::new(config, &design, Optimise::Build).unwrap()
}

#[test]
fn uniform_scalars_in_c() {
    let mut core = core(Body::Dpi);
    let mut rng = StdRng::seed_from_u64(381);
    for log in [0, 10, 14] {
        let bases = points::<G1Projective>(1 << log, &mut rng);
        let scalars: Vec<Fr> = bases.iter().map(|_| Fr::rand(&mut rng)).collect();
        let counters = check::<G1Projective>(&mut core, "uniform", &bases, &scalars);
        if log == 14 {
            assert!(counters.efficiency(1) > 0.95, "{counters:?}");
            // The longer adder is full in the reduction too: five additions in six clocks.
            assert!(
                counters.reduction_additions * 1000 > 820 * counters.reduction_cycles,
                "{counters:?}"
            );
        }
    }
    for log in [0, 7, 12] {
        let bases = points::<G2Projective>(1 << log, &mut rng);
        let scalars: Vec<Fr> = bases.iter().map(|_| Fr::rand(&mut rng)).collect();
        check::<G2Projective>(&mut core, "uniform", &bases, &scalars);
    }
}

#[test]
fn scalars_of_witnesses_in_c() {
    let mut core = core(Body::Dpi);
    scalars_of_witnesses::<G1Projective>(&mut core, BaseKind::G1, 1 << 10);
    scalars_of_witnesses::<G2Projective>(&mut core, BaseKind::G2, 1 << 9);
}

/// P + P and P - P in every bucket, infinity, no points at all, and gaps everywhere.
#[test]
fn equal_and_opposite_points_in_c() {
    let mut core = core(Body::Dpi);
    equal_and_opposite_points::<G1Projective>(&mut core);
    equal_and_opposite_points::<G2Projective>(&mut core);
}

fn equal_and_opposite_points<G: CardGroup>(core: &mut Core) {
    let mut rng = StdRng::seed_from_u64(12);
    check::<G>(core, "none", &[], &[]);
    let point = points::<G>(1, &mut rng)[0];
    for seed in 0..6 {
        let n = rng.gen_range(1..100);
        let kinds = [point, (-point.into_group()).into(), G::Affine::zero()];
        let bases: Vec<_> = (0..n).map(|_| kinds[rng.gen_range(0..3)]).collect();
        let scalar = G::ScalarField::rand(&mut rng);
        let values = [scalar, -scalar, G::ScalarField::zero()];
        let scalars: Vec<_> = (0..n).map(|_| values[rng.gen_range(0..3)]).collect();
        let mut rate = || [16, 12, 4, 1][rng.gen_range(0..4)];
        let rates = Rates {
            base: rate(),
            scalar: rate(),
            result: rate(),
        };
        let over = BaseKind::of(G::GROUP);
        check_at::<G>(
            core,
            over,
            "equal and opposite",
            &bases,
            &scalars,
            rates,
            seed,
        );
    }
}
