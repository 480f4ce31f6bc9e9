//! Sums of points at every level against arkworks.

use ark_bn254::{Fr, g1, g2};
use ark_ec::{AffineRepr, CurveGroup, VariableBaseMSM, short_weierstrass::Affine};
use ark_ff::{AdditiveGroup, Field as _, PrimeField, UniformRand};
use rand::{Rng, SeedableRng, rngs::StdRng};
use zkcard_kernels::{
    Cpu, Field,
    msm::{Bn254G1, Bn254G2, Curve, Points, msm},
};

/// The words of a coordinate.
type Words<G> = <<<G as Group>::Kernel as Curve>::Base as Field>::Words;

/// A group of arkworks', and the same among the kernels.
trait Group: AffineRepr<ScalarField = Fr, Group: VariableBaseMSM<MulBase = Self>> {
    type Kernel: Curve;

    fn words(&self) -> Option<[Words<Self>; 2]>;
}

impl Group for Affine<g1::Config> {
    type Kernel = Bn254G1;

    fn words(&self) -> Option<[[u64; 4]; 2]> {
        let (x, y) = self.xy()?;
        Some([x.0.0, y.0.0])
    }
}

impl Group for Affine<g2::Config> {
    type Kernel = Bn254G2;

    fn words(&self) -> Option<[[[u64; 4]; 2]; 2]> {
        let (x, y) = self.xy()?;
        Some([x, y].map(|element| [element.c0.0.0, element.c1.0.0]))
    }
}

struct Bases<'a, G>(&'a [G]);

impl<G: Group> Points<Words<G>> for Bases<'_, G> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn get(&self, index: usize) -> Option<[Words<G>; 2]> {
        self.0[index].words()
    }
}

fn check<G: Group>(points: &[G], scalars: &[Fr], what: &str) {
    let scalars: Vec<_> = scalars.iter().map(|x| x.into_bigint()).collect();
    let size = points.len().min(scalars.len());
    let expected = G::Group::msm_bigint(&points[..size], &scalars[..size]).into_affine();
    let scalars: Vec<_> = scalars.iter().map(|x| x.0).collect();
    let expected = expected.words();
    for cpu in Cpu::levels() {
        let found = msm::<G::Kernel>(cpu, &Bases(points), &scalars);
        assert_eq!(found, expected, "{what} at level {}", cpu.level());
    }
}

fn random_points<G: Group>(rng: &mut StdRng, count: usize) -> Vec<G> {
    let points: Vec<_> = (0..count).map(|_| G::Group::rand(rng)).collect();
    G::Group::normalize_batch(&points)
}

fn random() -> (u64, StdRng) {
    let seed = rand::random();
    (seed, StdRng::seed_from_u64(seed))
}

fn every_size<G: Group>(sizes: &[usize]) {
    let (seed, mut rng) = random();
    for &size in sizes {
        let points = random_points::<G>(&mut rng, size);
        let scalars: Vec<_> = (0..size).map(|_| Fr::rand(&mut rng)).collect();
        check::<G>(&points, &scalars, &format!("{size} points, seed {seed}"));
        check::<G>(&points, &scalars[..size / 2], "a surplus of points");
    }
}

fn hard_scalars_and_points<G: Group>(sizes: &[usize]) {
    let (seed, mut rng) = random();
    let half = Fr::from(Fr::MODULUS_MINUS_ONE_DIV_TWO);
    let hard = [
        Fr::ZERO,
        Fr::ONE,
        -Fr::ONE,
        half,
        half + Fr::ONE,
        Fr::from(u64::MAX),
    ];
    for &size in sizes {
        let mut points = random_points::<G>(&mut rng, size);
        points[3] = G::zero();
        (points[5], points[6]) = (points[4], -points[4]);
        let alternate: Vec<_> = (0..size).map(|i| points[4 + i % 3]).collect();
        for scalar in hard {
            let scalars = vec![scalar; size];
            check::<G>(&points, &scalars, &format!("all {scalar}, seed {seed}"));
            check::<G>(
                &vec![points[4]; size],
                &scalars,
                &format!("one point, all {scalar}"),
            );
            check::<G>(&alternate, &scalars, &format!("P, P, -P, all {scalar}"));
        }
        let powers = (0..254).map(|bit| Fr::from(2u64).pow([bit]));
        let around: Vec<_> = powers.flat_map(|p| [p, -p, p - Fr::ONE]).collect();
        let pick = |_| around[rng.gen_range(0..around.len())];
        let scalars: Vec<_> = (0..size).map(pick).collect();
        check::<G>(&points, &scalars, &format!("powers of two, seed {seed}"));
        check::<G>(
            &alternate,
            &scalars,
            &format!("powers of two, P, P, -P, seed {seed}"),
        );
        check::<G>(&vec![G::zero(); size], &scalars, "infinity alone");
    }
}

fn scalars_of_witnesses<G: Group>() {
    let (seed, mut rng) = random();
    let points = random_points::<G>(&mut rng, 9000);
    let mut small = |bits: u32| Fr::from(rng.r#gen::<u64>() >> (64 - bits));
    let scalars: Vec<_> = (0..9000).map(|i| small(1 + i % 64)).collect();
    check::<G>(
        &points,
        &scalars,
        &format!("numbers below 2^64, seed {seed}"),
    );
    let mixed = |i: usize| match i % 10 {
        0 => scalars[i].inverse().unwrap_or(Fr::ZERO),
        1 => -scalars[i],
        2 => scalars[100],
        bit => Fr::from(bit as u64 % 2),
    };
    let mixed: Vec<_> = (0..9000).map(mixed).collect();
    check::<G>(&points, &mixed, &format!("mostly bits, seed {seed}"));
}

#[test]
fn every_size_of_g1() {
    every_size::<Affine<g1::Config>>(&[0, 1, 2, 3, 7, 31, 32, 33, 100, 1000, 3000, 20_000]);
}

#[test]
fn every_size_of_g2() {
    every_size::<Affine<g2::Config>>(&[0, 1, 2, 3, 7, 31, 32, 33, 100, 1000, 9000]);
}

#[test]
fn hard_scalars_and_points_of_g1() {
    hard_scalars_and_points::<Affine<g1::Config>>(&[10, 70, 600, 5000]);
}

#[test]
fn hard_scalars_and_points_of_g2() {
    hard_scalars_and_points::<Affine<g2::Config>>(&[10, 70, 600]);
}

#[test]
fn scalars_of_witnesses_in_g1() {
    scalars_of_witnesses::<Affine<g1::Config>>();
}

#[test]
fn scalars_of_witnesses_in_g2() {
    scalars_of_witnesses::<Affine<g2::Config>>();
}
