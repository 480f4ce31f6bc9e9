//! The adder of mixed and full pairs in Verilator, over small curves, against textbook affine addition.

mod support;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use support::affine::{Affine, Curve};
use support::cases::{extension_oracle, hard_cases, oracle, random_points};
use support::pairs::{Adder, Case, Rates};
use zkcard_hdl::curve::CurveConfig;
use zkcard_hdl::field::FieldConfig;

/// `y^2 = x^3 + 12` over 103 elements, of prime order 97.
fn smallest() -> CurveConfig {
    CurveConfig {
        field: FieldConfig::new(103u32.into()),
        b3: 36,
        extended_b3: 1,
    }
}

/// Over 19 elements `y^2 = x^3 + 3`, over 361 a curve of order 351.
fn smallest_extended() -> CurveConfig {
    CurveConfig {
        field: FieldConfig::new(19u32.into()),
        b3: 9,
        extended_b3: 1,
    }
}

#[test]
fn every_pair_of_points_of_a_small_curve() {
    let curve = oracle(&smallest());
    let points = curve.points();
    assert_eq!(points.len(), 96, "the group has prime order 97");
    check_all_pairs(smallest(), &curve, points);
}

#[test]
fn every_pair_of_points_of_a_small_curve_over_an_extension() {
    let curve = extension_oracle(&smallest_extended());
    let points = curve.points();
    assert_eq!(points.len(), 350, "the group has order 351");
    check_all_pairs(smallest_extended(), &curve, points);
}

fn check_all_pairs(config: CurveConfig, curve: &Curve, mut points: Vec<Affine>) {
    points.push(None);
    let pairs = points.iter().flat_map(|p| {
        points.iter().map(|q| Case {
            sum: curve.sum(p, q),
            p: p.clone(),
            q: q.clone(),
        })
    });
    let full: Vec<Case> = pairs.collect();
    let mixed: Vec<Case> = full.iter().filter(|c| c.q.is_some()).cloned().collect();
    let mut adder = Adder::new::<32, 96, 64>(config);
    for (seed, mixed_rate, full_rate) in [(1, 16, 16), (2, 9, 5), (3, 2, 14)] {
        let rates = Rates {
            mixed: mixed_rate,
            full: full_rate,
            ..Rates::FULL
        };
        adder.check(curve, rates, seed, &mixed, &full);
    }
}

#[test]
fn the_tiny_curve_in_full_containers() {
    let curve = oracle(&CurveConfig::tiny());
    let mut rng = StdRng::seed_from_u64(65419);
    let points = curve.points();
    assert_eq!(points.len(), 64920, "the group has prime order 64921");
    let (add, negate) = (
        |p: &Affine, q: &Affine| curve.sum(p, q),
        |p: &Affine| curve.negated(p),
    );
    let (mixed, full) = hard_cases(&points, &mut rng, 2000, add, negate);
    let mut adder = Adder::new::<256, 768, 512>(CurveConfig::tiny());
    for seed in 0..3 {
        adder.check(&curve, Rates::random(&mut rng), seed, &mixed, &full);
    }
}

#[test]
fn rates_over_the_extension() {
    let curve = extension_oracle(&CurveConfig::tiny());
    let mut rng = StdRng::seed_from_u64(8);
    let points = random_points(&curve, &mut rng, 64);
    let cases = random_cases(&curve, &points, &mut rng, 2000);
    let mut adder = Adder::new::<32, 96, 64>(CurveConfig::tiny());
    let mixed = adder.check(&curve, Rates::FULL, 1, &cases, &[]);
    assert!(
        mixed.clocks <= 6000 && mixed.spends == 0,
        "one in three clocks: {mixed:?}"
    );
    let full = adder.check(&curve, Rates::FULL, 2, &[], &cases);
    assert!(
        full.clocks <= 7230 && full.spends <= 405,
        "five in eighteen clocks: {full:?}"
    );
}

/// Random cases of the tiny curve.
fn random_cases(curve: &Curve, points: &[Affine], rng: &mut StdRng, count: usize) -> Vec<Case> {
    let mut any = || points[rng.gen_range(0..points.len())].clone();
    let pairs = (0..count).map(|_| (any(), any()));
    let case = |(p, q): (Affine, Affine)| Case {
        sum: curve.sum(&p, &q),
        p,
        q,
    };
    pairs.map(case).collect()
}

#[test]
fn rates_of_each_kind_and_of_both() {
    let curve = oracle(&CurveConfig::tiny());
    let mut rng = StdRng::seed_from_u64(5);
    let points = curve.points();
    let cases = random_cases(&curve, &points, &mut rng, 5000);
    let mut adder = Adder::new::<32, 96, 64>(CurveConfig::tiny());
    let mixed = adder.check(&curve, Rates::FULL, 1, &cases, &[]);
    assert_eq!((mixed.clocks, mixed.spends), (5000, 0), "one a clock");
    let full = adder.check(&curve, Rates::FULL, 2, &[], &cases);
    assert!(
        full.clocks <= 6010 && full.spends <= 1005,
        "five in six clocks: {full:?}"
    );
    let alternating = Rates {
        abreast: true,
        ..Rates::FULL
    };
    let both = adder.check(&curve, alternating, 3, &cases, &cases);
    assert!(
        both.clocks <= 11_020 && both.spends <= 1005,
        "ten in eleven clocks: {both:?}"
    );
}

#[test]
fn full_pairs_without_company_do_not_wait() {
    let curve = oracle(&smallest());
    let points = curve.points();
    let cases = random_cases(&curve, &points, &mut StdRng::seed_from_u64(6), 9);
    let mut adder = Adder::new::<32, 96, 64>(smallest());
    for count in 0..cases.len() {
        let run = adder.check(&curve, Rates::FULL, count as u64, &[], &cases[..count]);
        assert!(run.clocks <= 2 * count, "{count} pairs: {run:?}");
    }
}

#[test]
fn a_reset_forgets_what_has_not_started() {
    let curve = oracle(&smallest());
    let points = curve.points();
    let cases = random_cases(&curve, &points, &mut StdRng::seed_from_u64(7), 200);
    let mut adder = Adder::new::<32, 96, 64>(smallest());
    for clocks in 1..60 {
        adder.start_and_reset(&curve, clocks, clocks as u64, &cases);
        adder.check(
            &curve,
            Rates::FULL,
            clocks as u64,
            &cases[..20],
            &cases[..23],
        );
    }
}
