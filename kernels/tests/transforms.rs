//! Transforms of every level that this processor has against ark-poly.

use ark_ff::{FftField, Field as _, Fp, MontBackend, MontConfig, UniformRand};
use ark_poly::{EvaluationDomain, Radix2EvaluationDomain};
use rand::{Rng, SeedableRng, rngs::StdRng};
use zkcard_kernels::{
    Cpu,
    field::{Bls12381Fr, Bn254Fr},
    ntt::{SMALLEST, Scalars, Transform},
};

type Element<C> = Fp<MontBackend<C, 4>, 4>;

/// Random elements, or all zeros, all the largest, one alone.
fn vector<C: MontConfig<4>>(log: u32, rng: &mut StdRng) -> Vec<Element<C>> {
    let n = 1 << log;
    let largest = -Element::<C>::from(1u32);
    match rng.gen_range(0..8) {
        0 => vec![Element::<C>::from(0u32); n],
        1 => vec![largest; n],
        2 => {
            let mut vector = vec![Element::<C>::from(0u32); n];
            vector[rng.gen_range(0..n)] = largest;
            vector
        }
        _ => (0..n).map(|_| Element::<C>::rand(rng)).collect(),
    }
}

fn conforms<F: Scalars<Words = [u64; 4]>, C: MontConfig<4>>(logs: std::ops::RangeInclusive<u32>) {
    let seed: u64 = rand::random();
    let mut rng = StdRng::seed_from_u64(seed);
    for log in logs {
        let domain = Radix2EvaluationDomain::<Element<C>>::new(1 << log).unwrap();
        let root = Element::<C>::get_root_of_unity(1 << log).unwrap();
        for (backward, coset) in [(false, false), (false, true), (true, false), (true, true)] {
            let shift = coset.then(|| Element::<C>::rand(&mut rng));
            let over = shift.map_or(domain, |shift| domain.get_coset(shift).unwrap());
            let input = vector::<C>(log, &mut rng);
            let mut expected = input.clone();
            let inverse = |x: Element<C>| x.inverse().unwrap();
            let transform = match backward {
                false => {
                    over.fft_in_place(&mut expected);
                    Transform::<F> {
                        log,
                        root: root.0.0,
                        before: shift.map(|shift| shift.0.0),
                        after: None,
                        scale: None,
                    }
                }
                true => {
                    over.ifft_in_place(&mut expected);
                    Transform::<F> {
                        log,
                        root: inverse(root).0.0,
                        before: None,
                        after: shift.map(|shift| inverse(shift).0.0),
                        scale: Some(inverse(Element::<C>::from(1u64 << log)).0.0),
                    }
                }
            };
            let expected: Vec<_> = expected.iter().map(|x| x.0.0).collect();
            for cpu in Cpu::levels() {
                let mut data: Vec<_> = input.iter().map(|x| x.0.0).collect();
                let mut scratch = vec![[u64::MAX; 4]; data.len()];
                transform.run(cpu, &mut data, &mut scratch);
                let context = format!("2^{log}, backward: {backward}, coset: {coset}, seed {seed}");
                assert!(data == expected, "{}, {context}", cpu.level());
            }
        }
    }
}

#[test]
fn products_less_others() {
    let seed: u64 = rand::random();
    let mut rng = StdRng::seed_from_u64(seed);
    for log in [3, 6, 13] {
        let [a, b, c] = [(); 3].map(|()| vector::<ark_bn254::FrConfig>(log, &mut rng));
        let expected: Vec<_> = (0..a.len()).map(|i| (a[i] * b[i] - c[i]).0.0).collect();
        let [a, b, c] = [a, b, c].map(|v| v.iter().map(|x| x.0.0).collect::<Vec<_>>());
        for cpu in Cpu::levels() {
            let mut a = a.clone();
            Bn254Fr::product_less(cpu, &mut a, &b, &c);
            assert!(a == expected, "{}, 2^{log}, seed {seed}", cpu.level());
        }
    }
}

#[test]
fn over_the_scalars_of_bn254() {
    conforms::<Bn254Fr, ark_bn254::FrConfig>(SMALLEST..=15);
}

#[test]
fn over_the_scalars_of_bls12_381() {
    conforms::<Bls12381Fr, ark_bls12_381::FrConfig>(SMALLEST..=12);
}

#[test]
fn on_any_number_of_threads() {
    for threads in [1, 3, 16] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        let pool = pool.build().unwrap();
        pool.install(|| conforms::<Bn254Fr, ark_bn254::FrConfig>(SMALLEST..=9));
    }
}
