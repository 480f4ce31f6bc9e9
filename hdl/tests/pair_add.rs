//! The adder of mixed and full pairs in Verilator: against textbook affine addition, and against arkworks on BN254.

mod support;

use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::{PrimeField, UniformRand};
use num_bigint::BigUint;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use support::affine::{Affine, Curve};
use support::field::{Element, Field};
use support::pairs::{Adder, Case, Rates};
use zkcard_hdl::curve::CurveConfig;
use zkcard_hdl::emit::Body;
use zkcard_hdl::field::FieldConfig;

/// The curve of `config` as oracle.
fn oracle(config: &CurveConfig) -> Curve {
    let field = Field {
        q: config.field.modulus.clone(),
        degree: 1,
    };
    let b = field.element(config.b3 / 3, 0u32);
    Curve { field, b }
}

/// The curve over Fq2 as oracle: `3 b = 2 + u`.
fn extension_oracle(config: &CurveConfig) -> Curve {
    let field = Field {
        q: config.field.modulus.clone(),
        degree: 2,
    };
    let third = field.inverse(&field.element(3u32, 0u32));
    let b = field.times(&field.element(2u32, 1u32), &third);
    Curve { field, b }
}

fn bn254(body: Body) -> CurveConfig {
    CurveConfig::bn254_g1().with_body(body)
}

/// `y^2 = x^3 + 12` over 103 elements, of prime order 97.
fn smallest() -> CurveConfig {
    CurveConfig {
        field: FieldConfig::new(103u32.into()),
        b3: 36,
    }
}

/// Over 19 elements `y^2 = x^3 + 3`, over 361 a curve of order 351.
fn smallest_extended() -> CurveConfig {
    CurveConfig {
        field: FieldConfig::new(19u32.into()),
        b3: 9,
    }
}

/// Pairs that formulas tend to get wrong, and random ones: of both kinds, and such that only a full pair can be.
fn hard_cases(
    points: &[Affine],
    rng: &mut StdRng,
    count: usize,
    add: impl Fn(&Affine, &Affine) -> Affine,
    negate: impl Fn(&Affine) -> Affine,
) -> (Vec<Case>, Vec<Case>) {
    let mut both = vec![];
    let mut full = vec![(None, None)];
    for _ in 0..count {
        let [a, b] = [0, 1].map(|_| points[rng.gen_range(0..points.len())].clone());
        both.extend([
            (a.clone(), a.clone()),
            (a.clone(), negate(&a)),
            (None, a.clone()),
            (add(&a, &a), negate(&a)),
            (a.clone(), b),
        ]);
        full.extend([(a, None), (None, None)]);
    }
    full.extend(both.iter().cloned());
    let case = |(p, q): (Affine, Affine)| Case {
        sum: add(&p, &q),
        p,
        q,
    };
    (
        both.into_iter().map(case).collect(),
        full.into_iter().map(case).collect(),
    )
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

/// Points with random x.
fn random_points(curve: &Curve, rng: &mut StdRng, count: usize) -> Vec<Affine> {
    let xs = std::iter::repeat_with(|| curve.field.random_nonzero(rng));
    xs.map(|x| curve.lift(x))
        .filter(Option::is_some)
        .take(count)
        .collect()
}

fn check_extension(config: CurveConfig, count: usize, runs: u64) {
    let curve = extension_oracle(&config);
    let mut rng = StdRng::seed_from_u64(2);
    let points = random_points(&curve, &mut rng, 64);
    let (add, negate) = (
        |p: &Affine, q: &Affine| curve.sum(p, q),
        |p: &Affine| curve.negated(p),
    );
    let (mixed, full) = hard_cases(&points, &mut rng, count, add, negate);
    let mut adder = Adder::new::<256, 768, 512>(config);
    for seed in 0..runs {
        adder.check(&curve, Rates::random(&mut rng), seed, &mixed, &full);
    }
}

#[test]
fn the_tiny_curve_over_the_extension() {
    check_extension(CurveConfig::tiny(), 500, 3);
}

#[test]
fn the_extension_of_bn254_with_synthesisable_multipliers() {
    check_extension(bn254(Body::Rtl), 20, 1);
}

#[test]
fn the_extension_of_bn254_with_multipliers_in_c() {
    check_extension(bn254(Body::Dpi), 100, 5);
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

fn to_affine(point: ark_bn254::G1Projective) -> Affine {
    let xy = point.into_affine().xy();
    let element = |x: ark_bn254::Fq| Element([x.into_bigint().into(), BigUint::ZERO]);
    xy.map(|(x, y)| (element(x), element(y)))
}

fn from_affine(point: &Affine) -> ark_bn254::G1Projective {
    point.as_ref().map_or_else(Default::default, |(x, y)| {
        let [x, y] = [x, y].map(|x| x.0[0].clone().into());
        ark_bn254::G1Affine::new_unchecked(x, y).into()
    })
}

fn check_bn254(body: Body, count: usize, runs: u64) {
    let curve = oracle(&bn254(body));
    let mut rng = StdRng::seed_from_u64(254);
    let points: Vec<Affine> = (0..64)
        .map(|_| to_affine(ark_bn254::G1Projective::rand(&mut rng)))
        .collect();
    let add = |p: &Affine, q: &Affine| to_affine(from_affine(p) + from_affine(q));
    let negate = |p: &Affine| to_affine(-from_affine(p));
    let (mixed, full) = hard_cases(&points, &mut rng, count, add, negate);
    let mut adder = Adder::new::<256, 768, 512>(bn254(body));
    for seed in 0..runs {
        adder.check(&curve, Rates::random(&mut rng), seed, &mixed, &full);
    }
}

#[test]
fn bn254_with_synthesisable_multipliers() {
    check_bn254(Body::Rtl, 60, 1);
}

#[test]
fn bn254_with_multipliers_in_c() {
    check_bn254(Body::Dpi, 300, 5);
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

/// The oracle itself: `2 P = P + P` by both of its formulas, on points of BN254 from arkworks.
#[test]
fn the_oracle_agrees_with_arkworks() {
    let curve = oracle(&bn254(Body::Dpi));
    let generator = to_affine(ark_bn254::G1Affine::generator().into());
    for k in 1u32..40 {
        let multiple = ark_bn254::G1Affine::generator() * ark_bn254::Fr::from(k);
        assert_eq!(
            curve.multiple(&generator, &BigUint::from(k)),
            to_affine(multiple)
        );
    }
}
