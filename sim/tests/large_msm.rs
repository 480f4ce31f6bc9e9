//! 2^16 points on the BN254 card: the result, and how busy its adder was.
use ark_bn254::{Fr, G1Affine, G1Projective};
use ark_ec::{CurveGroup, PrimeGroup, VariableBaseMSM};
use ark_ff::UniformRand;
use bn254::{BASES, Bench, SCALARS, key, plain};
use rand::{SeedableRng, rngs::StdRng};
use std::iter;

mod bn254;
mod common;
mod waveform;

const POINTS: usize = 1 << 16;

/// Distinct points: successive multiples of the generator from a random one on.
fn points(rng: &mut StdRng) -> Vec<G1Affine> {
    let generator = G1Projective::generator();
    let first = generator * Fr::rand(rng);
    let multiples = iter::successors(Some(first), |point| Some(*point + generator));
    G1Projective::normalize_batch(&multiples.take(POINTS).collect::<Vec<_>>())
}

#[test]
fn a_large_msm_keeps_the_adder_busy_and_agrees_with_arkworks() {
    waveform::of_request("large_msm", |trace| {
        let mut bench = Bench::modelled(trace);
        let seed = 16;
        println!("seed {seed}");
        let mut rng = StdRng::seed_from_u64(seed);
        let bases = points(&mut rng);
        let scalars: Vec<Fr> = (0..POINTS).map(|_| Fr::rand(&mut rng)).collect();
        bench.store(BASES, &key(&bases));
        bench.store(SCALARS, &plain(&scalars));
        let done = bench.run(POINTS);
        let busy = f64::from(done.bucket_additions) / f64::from(done.bucket_cycles);
        println!(
            "{done:?}\n{:.2} % of the bucket phase starts an addition, {:.3} clocks a point all in",
            100.0 * busy,
            f64::from(done.cycles) / POINTS as f64
        );
        let expected = G1Projective::msm(&bases, &scalars).expect("equal lengths");
        assert_eq!(
            bench.load_result().into_affine(),
            expected.into_affine(),
            "seed {seed}"
        );
        assert!(busy > 0.8, "the adder starves: {done:?}");
    });
}
