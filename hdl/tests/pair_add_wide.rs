//! The adder of mixed and full pairs over the curves that are used: BN254 and BLS12-381, against arkworks over the prime
//! field and against textbook affine addition over the extension.

mod support;

use ark_ec::short_weierstrass::{self, Projective, SWCurveConfig};
use ark_ec::{AffineRepr, CurveGroup, PrimeGroup};
use ark_ff::{PrimeField, UniformRand};
use num_bigint::BigUint;
use rand::SeedableRng;
use rand::rngs::StdRng;
use support::affine::Affine;
use support::cases::{extension_oracle, hard_cases, oracle, random_points};
use support::field::Element;
use support::pairs::{Adder, Rates};
use zkcard_hdl::curve::CurveConfig;
use zkcard_hdl::emit::Body;

fn bn254(body: Body) -> CurveConfig {
    CurveConfig::bn254_g1().with_body(body)
}

fn bls12_381(body: Body) -> CurveConfig {
    CurveConfig::bls12_381_g1().with_body(body)
}

fn to_affine<C: SWCurveConfig<BaseField: PrimeField>>(point: Projective<C>) -> Affine {
    let element = |x: C::BaseField| Element([x.into_bigint().into(), BigUint::ZERO]);
    let xy = point.into_affine().xy();
    xy.map(|(x, y)| (element(x), element(y)))
}

fn from_affine<C: SWCurveConfig<BaseField: PrimeField>>(point: &Affine) -> Projective<C> {
    point.as_ref().map_or_else(Default::default, |(x, y)| {
        let [x, y] = [x, y].map(|x| x.0[0].clone().into());
        short_weierstrass::Affine::new_unchecked(x, y).into()
    })
}

fn check<C, const N: usize, const P: usize, const A: usize>(
    config: CurveConfig,
    count: usize,
    runs: u64,
) where
    C: SWCurveConfig<BaseField: PrimeField>,
{
    let curve = oracle(&config);
    let mut rng = StdRng::seed_from_u64(254);
    let points: Vec<Affine> = (0..64)
        .map(|_| to_affine(Projective::<C>::rand(&mut rng)))
        .collect();
    let add = |p: &Affine, q: &Affine| to_affine(from_affine::<C>(p) + from_affine::<C>(q));
    let negate = |p: &Affine| to_affine(-from_affine::<C>(p));
    let (mixed, full) = hard_cases(&points, &mut rng, count, add, negate);
    let mut adder = Adder::new::<N, P, A>(config);
    for seed in 0..runs {
        adder.check(&curve, Rates::random(&mut rng), seed, &mixed, &full);
    }
}

fn check_extension<const N: usize, const P: usize, const A: usize>(
    config: CurveConfig,
    count: usize,
    runs: u64,
) {
    let curve = extension_oracle(&config);
    let mut rng = StdRng::seed_from_u64(2);
    let points = random_points(&curve, &mut rng, 64);
    let add = |p: &Affine, q: &Affine| curve.sum(p, q);
    let negate = |p: &Affine| curve.negated(p);
    let (mixed, full) = hard_cases(&points, &mut rng, count, add, negate);
    let mut adder = Adder::new::<N, P, A>(config);
    for seed in 0..runs {
        adder.check(&curve, Rates::random(&mut rng), seed, &mixed, &full);
    }
}

type Bn254 = ark_bn254::g1::Config;
type Bls12_381 = ark_bls12_381::g1::Config;

#[test]
fn bn254_with_synthesisable_multipliers() {
    check::<Bn254, 256, 768, 512>(bn254(Body::Rtl), 60, 1);
    check_extension::<256, 768, 512>(bn254(Body::Rtl), 20, 1);
}

#[test]
fn bn254_with_multipliers_in_c() {
    check::<Bn254, 256, 768, 512>(bn254(Body::Dpi), 300, 5);
    check_extension::<256, 768, 512>(bn254(Body::Dpi), 100, 5);
}

#[test]
fn bls12_381_with_synthesisable_multipliers() {
    check::<Bls12_381, 384, 1152, 768>(bls12_381(Body::Rtl), 60, 1);
    check_extension::<384, 1152, 768>(bls12_381(Body::Rtl), 20, 1);
}

#[test]
fn bls12_381_with_multipliers_in_c() {
    check::<Bls12_381, 384, 1152, 768>(bls12_381(Body::Dpi), 300, 5);
    check_extension::<384, 1152, 768>(bls12_381(Body::Dpi), 100, 5);
}

#[test]
fn the_tiny_curve_over_the_extension() {
    check_extension::<256, 768, 512>(CurveConfig::tiny(), 500, 3);
}

/// The oracle itself: `2 P = P + P` by both of its formulas, on points from arkworks.
fn check_oracle<C: SWCurveConfig<BaseField: PrimeField>>(config: CurveConfig) {
    let curve = oracle(&config);
    let generator = Projective::<C>::generator();
    for k in 1u32..40 {
        let multiple = generator * C::ScalarField::from(k);
        assert_eq!(
            curve.multiple(&to_affine(generator), &BigUint::from(k)),
            to_affine(multiple)
        );
    }
}

#[test]
fn the_oracle_agrees_with_arkworks() {
    check_oracle::<Bn254>(bn254(Body::Dpi));
    check_oracle::<Bls12_381>(bls12_381(Body::Dpi));
}
