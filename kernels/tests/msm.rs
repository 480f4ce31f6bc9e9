//! Sums of points at every level against arkworks.

use ark_bn254::{Fr, G1Affine, G1Projective};
use ark_ec::{AffineRepr, CurveGroup, VariableBaseMSM};
use ark_ff::{AdditiveGroup, Field as _, PrimeField, UniformRand};
use rand::{Rng, SeedableRng, rngs::StdRng};
use zkcard_kernels::{
    Cpu,
    msm::{Bn254G1, Points, msm},
};

struct Affine<'a>(&'a [G1Affine]);

impl Points<[u64; 4]> for Affine<'_> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn get(&self, index: usize) -> Option<[[u64; 4]; 2]> {
        let (x, y) = self.0[index].xy()?;
        Some([x.0.0, y.0.0])
    }
}

fn check(points: &[G1Affine], scalars: &[Fr], what: &str) {
    let scalars: Vec<_> = scalars.iter().map(|x| x.into_bigint()).collect();
    let size = points.len().min(scalars.len());
    let expected = G1Projective::msm_bigint(&points[..size], &scalars[..size]).into_affine();
    let scalars: Vec<_> = scalars.iter().map(|x| x.0).collect();
    let expected = expected.xy().map(|(x, y)| [x.0.0, y.0.0]);
    for cpu in Cpu::levels() {
        let found = msm::<Bn254G1>(cpu, &Affine(points), &scalars);
        assert_eq!(found, expected, "{what} at level {}", cpu.level());
    }
}

fn random_points(rng: &mut StdRng, count: usize) -> Vec<G1Affine> {
    let points: Vec<_> = (0..count).map(|_| G1Projective::rand(rng)).collect();
    G1Projective::normalize_batch(&points)
}

fn random() -> (u64, StdRng) {
    let seed = rand::random();
    (seed, StdRng::seed_from_u64(seed))
}

#[test]
fn every_size() {
    let (seed, mut rng) = random();
    for size in [0, 1, 2, 3, 7, 31, 32, 33, 100, 1000, 3000, 20_000] {
        let points = random_points(&mut rng, size);
        let scalars: Vec<_> = (0..size).map(|_| Fr::rand(&mut rng)).collect();
        check(&points, &scalars, &format!("{size} points, seed {seed}"));
        check(&points, &scalars[..size / 2], "a surplus of points");
    }
}

#[test]
fn hard_scalars_and_points() {
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
    for size in [10, 70, 600, 5000] {
        let mut points = random_points(&mut rng, size);
        points[3] = G1Affine::zero();
        (points[5], points[6]) = (points[4], -points[4]);
        let alternate: Vec<_> = (0..size).map(|i| points[4 + i % 3]).collect();
        for scalar in hard {
            let scalars = vec![scalar; size];
            check(&points, &scalars, &format!("all {scalar}, seed {seed}"));
            check(
                &vec![points[4]; size],
                &scalars,
                &format!("one point, all {scalar}"),
            );
            check(&alternate, &scalars, &format!("P, P, -P, all {scalar}"));
        }
        let powers = (0..254).map(|bit| Fr::from(2u64).pow([bit]));
        let around: Vec<_> = powers.flat_map(|p| [p, -p, p - Fr::ONE]).collect();
        let pick = |_| around[rng.gen_range(0..around.len())];
        let scalars: Vec<_> = (0..size).map(pick).collect();
        check(&points, &scalars, &format!("powers of two, seed {seed}"));
        check(
            &alternate,
            &scalars,
            &format!("powers of two, P, P, -P, seed {seed}"),
        );
        check(&vec![G1Affine::zero(); size], &scalars, "infinity alone");
    }
}

#[test]
fn scalars_of_witnesses() {
    let (seed, mut rng) = random();
    let points = random_points(&mut rng, 9000);
    let mut small = |bits: u32| Fr::from(rng.r#gen::<u64>() >> (64 - bits));
    let scalars: Vec<_> = (0..9000).map(|i| small(1 + i % 64)).collect();
    check(
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
    check(&points, &mixed, &format!("mostly bits, seed {seed}"));
}
