//! The production core against arkworks, and how busy it keeps its adder.

mod support;

use ark_bn254::{Fq, Fr, G1Affine, G1Projective};
use ark_ec::{AffineRepr, CurveGroup, PrimeGroup, VariableBaseMSM};
use ark_ff::{AdditiveGroup, Field, PrimeField, UniformRand};
use num_bigint::BigUint;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::time::Instant;
use support::assert_lint_clean;
use zkcard_hdl::emit::{Body, emit, on_large_stack};
use zkcard_hdl::msm::{CardMsmCore, MsmConfig};
use zkcard_sim::msm::{Core, Counters, Rates, combine};
use zkcard_sim::verilator::Optimise;

fn core(body: Body) -> Core {
    let config = MsmConfig::card(body);
    let start = Instant::now();
    let design = on_large_stack(|| emit("card_msm_core", CardMsmCore::new(&config)).unwrap());
    assert_lint_clean(&design);
    let core = Core::new(config, &design, Optimise::Build).unwrap();
    println!("{body:?}: built and swept in {:.1?}", start.elapsed());
    core
}

/// Different points, cheaply: an arithmetic progression.
fn points(n: usize, rng: &mut StdRng) -> Vec<G1Affine> {
    let (first, step) = (G1Projective::rand(rng), G1Projective::generator());
    let all: Vec<G1Projective> = std::iter::successors(Some(first), |point| Some(*point + step))
        .take(n)
        .collect();
    G1Projective::normalize_batch(&all)
}

/// A base as card memory has it, x low.
fn word(point: &G1Affine) -> BigUint {
    let number = |x: &Fq| BigUint::from(x.into_bigint());
    if point.is_zero() {
        BigUint::ZERO
    } else {
        number(&point.x) | number(&point.y) << 256
    }
}

/// (X : Y : Z) of the card to arkworks' Jacobian form.
fn to_ark(word: &BigUint) -> G1Projective {
    let bytes = word.to_bytes_le();
    let coordinate = |i: usize| {
        Fq::from_le_bytes_mod_order(
            bytes
                .get(32 * i..bytes.len().min(32 * i + 32))
                .unwrap_or(&[]),
        )
    };
    let [x, y, z] = [0, 1, 2].map(coordinate);
    if z == Fq::ZERO {
        G1Projective::ZERO
    } else {
        G1Projective::new_unchecked(x * z, y * z.square(), z)
    }
}

fn check(core: &mut Core, name: &str, bases: &[G1Affine], scalars: &[Fr]) -> Counters {
    let words: Vec<BigUint> = bases.iter().map(word).collect();
    let numbers: Vec<BigUint> = scalars.iter().map(|s| s.into_bigint().into()).collect();
    let start = Instant::now();
    let (results, counters) = core.run(&words, &numbers, Rates::FULL, 1).unwrap();
    let elapsed = start.elapsed();
    let results: Vec<G1Projective> = results.iter().map(to_ark).collect();
    let got = combine(&core.config, &results, G1Projective::ZERO, |p, q| *p + q);
    let expected = G1Projective::msm(bases, scalars).unwrap();
    assert_eq!(got.into_affine(), expected.into_affine(), "{name}");
    let n = bases.len() as f64;
    println!(
        "{name}: {} points, {:.2} clocks a point ({:.2} without the reduction), efficiency {:.2}%, {:.1} s, {:.0} k clocks/s\n  {counters:?}",
        bases.len(),
        counters.cycles as f64 / n,
        counters.bucket_cycles as f64 / n,
        100.0 * counters.efficiency(),
        elapsed.as_secs_f64(),
        counters.cycles as f64 / elapsed.as_secs_f64() / 1e3,
    );
    counters
}

#[test]
fn uniform_scalars_in_c() {
    let mut core = core(Body::Dpi);
    let mut rng = StdRng::seed_from_u64(14);
    for log in [10, 14, 16] {
        let bases = points(1 << log, &mut rng);
        let scalars: Vec<Fr> = bases.iter().map(|_| Fr::rand(&mut rng)).collect();
        let counters = check(&mut core, "uniform", &bases, &scalars);
        if log >= 14 {
            let least = if log == 16 { 0.985 } else { 0.95 };
            assert!(counters.efficiency() > least, "{counters:?}");
        }
        if log == 16 {
            assert!(counters.cycles < 22 << log, "{counters:?}");
        }
    }
}

#[test]
fn scalars_of_witnesses_in_c() {
    let mut core = core(Body::Dpi);
    let mut rng = StdRng::seed_from_u64(10);
    let n = 1 << 12;
    let mut bases = points(n, &mut rng);
    (0..n)
        .step_by(61)
        .for_each(|i| bases[i] = G1Affine::identity());
    let (one, two) = (Fr::rand(&mut rng), Fr::rand(&mut rng));
    let uniform: Vec<Fr> = bases.iter().map(|_| Fr::rand(&mut rng)).collect();
    let mut sorted = uniform.clone();
    sorted.sort();
    check(&mut core, "all equal", &bases, &vec![one; n]);
    check(&mut core, "all r - 1", &bases, &vec![-Fr::from(1u32); n]);
    check(&mut core, "sorted", &bases, &sorted);
    let two_valued: Vec<Fr> = (0..n)
        .map(|_| if rng.gen_bool(0.5) { one } else { two })
        .collect();
    check(&mut core, "two-valued", &bases, &two_valued);
    let sparse: Vec<Fr> = uniform
        .iter()
        .map(|s| {
            [Fr::from(0u32), Fr::from(1u32), *s][[0, 0, 0, 1, 1, 1, 1, 2][rng.gen_range(0..8)]]
        })
        .collect();
    check(&mut core, "0/1-heavy", &bases, &sparse);
    let same_base = vec![bases[1]; n];
    check(&mut core, "one base", &same_base, &uniform);
}

#[test]
fn uniform_scalars_with_synthesisable_multipliers() {
    let mut core = core(Body::Rtl);
    let mut rng = StdRng::seed_from_u64(1024);
    let bases = points(1 << 10, &mut rng);
    let scalars: Vec<Fr> = bases.iter().map(|_| Fr::rand(&mut rng)).collect();
    check(&mut core, "uniform, Rtl", &bases, &scalars);
}
