//! Rows of sparse matrices against arkworks, at every level.

use ark_bn254::Fr;
use ark_ff::{AdditiveGroup, Field, PrimeField, UniformRand};
use rand::{Rng, SeedableRng, rngs::StdRng};
use zkcard_kernels::{
    Cpu,
    field::Bn254Fr,
    rows::{Rows, TERMS, Term},
};

/// Terms as `add_terms` asks for them, in portions of at most `most`.
fn portions(
    terms: &[Term<[u64; 4]>],
    most: usize,
) -> impl FnMut(&mut [Term<[u64; 4]>; TERMS]) -> usize + '_ {
    let mut rest = terms;
    move |out| {
        let (now, later) = rest.split_at(rest.len().min(most));
        out[..now.len()].copy_from_slice(now);
        rest = later;
        now.len()
    }
}

#[test]
fn rows_are_sums_of_the_products_of_their_terms() {
    let seed = rand::random();
    let mut rng = StdRng::seed_from_u64(seed);
    let hard = [Fr::ZERO, Fr::from(1u64), -Fr::from(1u64)];
    for cpu in Cpu::levels() {
        for (count, rows) in [(0, 1), (1, 1), (31, 3), (32, 1), (33, 7), (500, 20)] {
            let mut expected = vec![Fr::rand(&mut rng); rows];
            let mut found: Vec<_> = expected.iter().map(|x| x.0.0).collect();
            let mut terms = vec![];
            for _ in 0..count {
                let mut pick = || match rng.gen_range(0..6) {
                    i @ 0..3 => hard[i],
                    _ => Fr::rand(&mut rng),
                };
                let (left, right) = (pick(), pick());
                let row = rng.gen_range(0..rows);
                expected[row] += left * right;
                terms.push(Term {
                    row,
                    left: left.0.0,
                    right: right.0.0,
                });
            }
            let most = rng.gen_range(1..=TERMS);
            Bn254Fr::add_terms(cpu, &mut found, &mut portions(&terms, most));
            let expected: Vec<_> = expected.iter().map(|x| x.0.0).collect();
            let level = cpu.level();
            assert_eq!(
                found, expected,
                "{count} terms of {rows}, {level}, seed {seed}"
            );
        }
    }
}

#[test]
fn a_coefficient_of_a_file_times_a_plain_number_is_an_element() {
    let seed = rand::random();
    let mut rng = StdRng::seed_from_u64(seed);
    let factor = Fr::from(2u64).pow([256]);
    for cpu in Cpu::levels() {
        let (coefficient, number) = (Fr::rand(&mut rng), Fr::rand(&mut rng));
        let term = Term {
            row: 0,
            left: (coefficient * factor).0.0,
            right: number.into_bigint().0,
        };
        let mut rows = [[0; 4]];
        Bn254Fr::add_terms(cpu, &mut rows, &mut portions(&[term], 1));
        let expected = (coefficient * number).0.0;
        assert_eq!(rows, [expected], "{}, seed {seed}", cpu.level());
    }
}

#[test]
fn products_of_any_number_of_pairs() {
    let seed = rand::random();
    let mut rng = StdRng::seed_from_u64(seed);
    for cpu in Cpu::levels() {
        for count in [0, 1, 7, 8, 9, 100] {
            let mut elements = || (0..count).map(|_| Fr::rand(&mut rng)).collect::<Vec<_>>();
            let (left, right) = (elements(), elements());
            let words = |x: &[Fr]| x.iter().map(|x| x.0.0).collect::<Vec<_>>();
            let mut out = vec![[1; 4]; count];
            Bn254Fr::products(cpu, &words(&left), &words(&right), &mut out);
            let expected: Vec<_> = left.iter().zip(&right).map(|(a, b)| a * b).collect();
            assert_eq!(
                out,
                words(&expected),
                "{count}, {}, seed {seed}",
                cpu.level()
            );
        }
    }
}
