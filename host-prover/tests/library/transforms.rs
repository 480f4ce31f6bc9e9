//! Transforms and quotients of every size: card, CPU and arkworks agree, and what is wrong does not pass.

use crate::{
    software_card::{TIMING, attach, honest, software_card},
    software_transforms::{Numbers, right, transforms},
};
use ark_bn254::Fr;
use ark_ff::{Field, One, UniformRand, Zero};
use ark_poly::{EvaluationDomain, Radix2EvaluationDomain};
use proptest::prelude::*;
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::sync::{Arc, Mutex};
use zeroize::Zeroizing;
use zkcard::{
    Bn254, Dispatcher, Mode,
    accelerator::{
        Accelerator, AcceleratorError, CardBackend, CpuBackend, Direction, Finished, Operation,
        OperationError, Quotient, QuotientForm, Transform,
    },
};
use zkcard_driver::{Card, fake::FakeLine, serial::SerialTransport};

type Domain = Radix2EvaluationDomain<Fr>;

const FORMS: [QuotientForm; 2] = [QuotientForm::OddCoset, QuotientForm::Coefficients];

fn card(words: u32, answer: Numbers) -> CardBackend<Bn254> {
    let (mut card, _) = software_card(words, honest());
    card.add_transforms(12, 4, transforms(answer));
    attach(card, |_| None)
}

fn run<O: Operation<Bn254>>(
    operation: &O,
    on: &dyn Accelerator<Bn254>,
) -> Result<O::Output, AcceleratorError> {
    let job = operation.clone().submit(on)?;
    Ok(job.wait()?.output)
}

/// Random vectors, and some in which arithmetic has corners.
fn vectors(rng: &mut StdRng, size: usize) -> Vec<Vec<Fr>> {
    let mut spike = vec![Fr::zero(); size];
    spike[rng.gen_range(0..size)] = -Fr::one();
    vec![
        (0..size).map(|_| Fr::rand(rng)).collect(),
        vec![Fr::zero(); size],
        vec![-Fr::one(); size],
        spike,
    ]
}

#[test]
fn transforms_of_every_size_are_those_of_arkworks() {
    let seed = rand::random();
    println!("seed {seed}");
    let rng = &mut StdRng::seed_from_u64(seed);
    let card = card(1 << 16, right());
    for log in 0..=10 {
        let plain = Domain::new(1 << log).unwrap();
        for values in vectors(rng, 1 << log) {
            for shift in [None, Some(Fr::rand(rng))] {
                let domain = shift.map_or(plain, |shift| plain.get_coset(shift).unwrap());
                for direction in [Direction::Forward, Direction::Inverse] {
                    let expected = match direction {
                        Direction::Forward => domain.fft(&values),
                        Direction::Inverse => domain.ifft(&values),
                    };
                    let work = Transform::<Bn254>::new(direction, shift, values.clone());
                    for backend in [&card as &dyn Accelerator<Bn254>, &CpuBackend::default()] {
                        let output = run(&work, backend).unwrap();
                        assert_eq!(*output, expected, "2^{log} {direction:?}");
                        assert!(work.check(&output), "2^{log} {direction:?}");
                    }
                }
            }
        }
    }
}

/// Values of A and B, and C = A B on the domain.
fn satisfied(rng: &mut StdRng, size: usize) -> [Vec<Fr>; 3] {
    let [a, b] = [(); 2].map(|()| (0..size).map(|_| Fr::rand(rng)).collect::<Vec<_>>());
    let c = a.iter().zip(&b).map(|(a, b)| *a * b).collect();
    [a, b, c]
}

/// `(A B - C) / Z` by long division of polynomials, as coefficients or as values times Z on the odd coset.
fn expected(form: QuotientForm, vectors: &[Vec<Fr>; 3]) -> Vec<Fr> {
    let size = vectors[0].len();
    let (domain, double) = (Domain::new(size).unwrap(), Domain::new(2 * size).unwrap());
    let [a, b, c] = vectors.each_ref().map(|values| {
        let mut coefficients = domain.ifft(values);
        coefficients.resize(2 * size, Fr::zero());
        double.fft(&coefficients)
    });
    let product: Vec<Fr> = (0..2 * size).map(|i| a[i] * b[i] - c[i]).collect();
    let mut rest = double.ifft(&product);
    let mut quotient = vec![Fr::zero(); size];
    for i in (size..2 * size).rev() {
        quotient[i - size] = rest[i];
        let top = rest[i];
        rest[i - size] += top;
    }
    assert!(rest[..size].iter().all(|x| x.is_zero()), "Z divides");
    match form {
        QuotientForm::Coefficients => quotient,
        QuotientForm::OddCoset => product.into_iter().skip(1).step_by(2).collect(),
    }
}

fn quotient(form: QuotientForm, vectors: &[Vec<Fr>; 3]) -> Quotient<Bn254> {
    Quotient::new(form, vectors.clone().map(Zeroizing::new))
}

#[test]
fn quotients_of_every_size_are_those_of_long_division() {
    let seed = rand::random();
    println!("seed {seed}");
    let rng = &mut StdRng::seed_from_u64(seed);
    let card = card(1 << 16, right());
    for log in 0..=10 {
        let vectors = satisfied(rng, 1 << log);
        for form in FORMS {
            let work = quotient(form, &vectors);
            for backend in [&card as &dyn Accelerator<Bn254>, &CpuBackend::default()] {
                let output = run(&work, backend).unwrap();
                assert_eq!(*output, expected(form, &vectors), "2^{log} {form:?}");
                assert!(work.check(&output), "2^{log} {form:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_result_with_any_other_numbers_does_not_pass(
        seed in any::<u64>(), log in 0u32..8, others in 1usize..5, by in any::<u64>(),
    ) {
        let rng = &mut StdRng::seed_from_u64(seed);
        let size = 1 << log;
        let spoilt = |mut output: Zeroizing<Vec<Fr>>, rng: &mut StdRng| {
            let before = output.clone();
            for _ in 0..others {
                output[rng.gen_range(0..size)] += Fr::from(by) + Fr::one();
            }
            (*output != *before).then_some(output)
        };
        let shift = Some(Fr::rand(rng));
        for direction in [Direction::Forward, Direction::Inverse] {
            let values = (0..size).map(|_| Fr::rand(rng)).collect();
            let work = Transform::<Bn254>::new(direction, shift, values);
            let output = run(&work, &CpuBackend::default()).unwrap();
            prop_assert!(work.check(&output));
            prop_assert!(spoilt(output, rng).is_none_or(|wrong| !work.check(&wrong)));
        }
        let vectors = satisfied(rng, size);
        for form in FORMS {
            let work = quotient(form, &vectors);
            let output = run(&work, &CpuBackend::default()).unwrap();
            prop_assert!(work.check(&output));
            let mut short = output.clone();
            short.pop();
            prop_assert!(!work.check(&short));
            prop_assert!(spoilt(output, rng).is_none_or(|wrong| !work.check(&wrong)));
        }
    }
}

#[test]
fn lengths_without_a_domain_are_an_error_of_the_input() {
    let card = card(1 << 16, right());
    for backend in [&card as &dyn Accelerator<Bn254>, &CpuBackend::default()] {
        for size in [3, 100] {
            let work = Transform::<Bn254>::new(Direction::Forward, None, vec![Fr::one(); size]);
            let refused = run(&work, backend).unwrap_err();
            assert!(refused.is_input(), "{refused}");
        }
        let zero = Transform::<Bn254>::new(Direction::Forward, Some(Fr::zero()), vec![Fr::one()]);
        assert!(run(&zero, backend).unwrap_err().is_input());
        let uneven = [4, 4, 2].map(|size| vec![Fr::one(); size]);
        assert!(
            run(&quotient(QuotientForm::OddCoset, &uneven), backend)
                .unwrap_err()
                .is_input()
        );
    }
}

fn dispatched(
    mode: Mode,
    card: CardBackend<Bn254>,
    work: Quotient<Bn254>,
) -> Result<Finished<Bn254, Quotient<Bn254>>, OperationError> {
    let dispatcher = Dispatcher::with_card(mode, Box::new(card));
    dispatcher.start("quotient", work)?.finish()
}

#[test]
fn a_card_that_lies_in_one_scalar_is_caught_and_given_up() {
    let rng = &mut StdRng::seed_from_u64(7);
    let vectors = satisfied(rng, 64);
    for form in FORMS {
        for wrong in [0, 17, 63] {
            let lie = move || -> Numbers {
                Box::new(move |_, mut numbers| {
                    numbers[wrong] += Fr::one();
                    Ok(numbers)
                })
            };
            let dispatcher = Dispatcher::with_card(Mode::Auto, Box::new(card(1 << 16, lie())));
            let finish = || dispatcher.start("quotient", quotient(form, &vectors));
            let finished = finish().unwrap().finish().unwrap();
            assert_eq!(*finished.output, expected(form, &vectors));
            assert_eq!(finished.report.backend, "cpu");
            assert!(finished.report.check_milliseconds.is_some());
            assert!(finished.report.incident.unwrap().contains("was wrong"));
            let again = finish().unwrap().finish().unwrap();
            assert!(again.report.reason.contains("no longer used"));

            let work = quotient(form, &vectors);
            let refused = dispatched(Mode::Card, card(1 << 16, lie()), work);
            let error = refused.err().expect("only a card may be used").source;
            assert!(matches!(error, AcceleratorError::WrongResult), "{error}");
        }
    }
}

#[test]
fn a_witness_that_does_not_satisfy_the_circuit_is_no_fault_of_the_card() {
    let rng = &mut StdRng::seed_from_u64(8);
    let mut vectors = satisfied(rng, 64);
    vectors[2][5] += Fr::one();
    for form in FORMS {
        let work = quotient(form, &vectors);
        let right_one = run(&work, &CpuBackend::default()).unwrap();
        assert!(!work.check(&right_one), "Z does not divide");
        for mode in [Mode::Auto, Mode::Card] {
            let finished = dispatched(mode, card(1 << 16, right()), work.clone()).unwrap();
            assert_eq!(finished.output, right_one);
            assert_ne!(finished.report.backend, "cpu");
            assert!(finished.report.incident.is_none());
        }
    }
}

#[test]
fn a_number_beyond_the_modulus_is_a_fault() {
    let (mut card, _) = software_card(1 << 16, honest());
    let beyond = Box::new(
        |shape: &zkcard_wire::transform::Shape, _: &[u8], _: &[u8]| {
            let mut bytes = vec![0; 64 * shape.result_words() as usize];
            bytes[32 * 9..][..32].fill(0xFF);
            Ok(bytes)
        },
    );
    card.add_transforms(12, 4, beyond);
    let values = vec![Fr::one(); 64];
    let work = Transform::<Bn254>::new(Direction::Forward, None, values);
    let error = run(&work, &attach(card, |_| None)).unwrap_err();
    let expected = AcceleratorError::AnswerNumber { index: 9 };
    assert_eq!(error.to_string(), expected.to_string());
    assert!(error.is_wrong_answer());
}

#[test]
fn a_card_says_how_much_it_can_transform() {
    // 2^9 points: three vectors of 2^8 words; for a quotient seven and two numbers, paged.
    for (words, transform, quotient, fused) in [
        (100, 0, 0, 0),
        (64 * 4, 1 << 7, 1 << 5, 0),
        (1 << 11, 1 << 10, 1 << 9, 1 << 8),
        (1 << 20, 1 << 12, 1 << 12, 1 << 12),
    ] {
        let can = card(words, right()).capabilities();
        let found = (can.transform, can.quotient, can.quotient_msm);
        assert_eq!(found, (transform, quotient, fused), "{words} words");
        if can.transform == 0 {
            continue;
        }
        // What it says is true.
        let rng = &mut StdRng::seed_from_u64(9);
        let values: Vec<Fr> = (0..can.transform).map(|_| Fr::rand(rng)).collect();
        let work = Transform::<Bn254>::new(Direction::Inverse, None, values);
        assert!(work.check(&run(&work, &card(words, right())).unwrap()));
        let work = self::quotient(FORMS[0], &satisfied(rng, can.quotient));
        assert!(work.check(&run(&work, &card(words, right())).unwrap()));
    }
    let (without, _) = software_card(1 << 16, honest());
    let can = attach(without, |_| None).capabilities();
    assert_eq!((can.transform, can.quotient, can.quotient_msm), (0, 0, 0));
    let generator = Fr::from(5u64).pow([3]);
    let work = Transform::<Bn254>::new(Direction::Forward, Some(generator), vec![Fr::one(); 64]);
    let (without, _) = software_card(1 << 16, honest());
    let refused = run(&work, &attach(without, |_| None)).unwrap_err();
    assert!(refused.is_refusal(), "{refused}");
}

#[test]
fn a_card_without_lanes_is_refused() {
    let (mut card, _) = software_card(1 << 16, honest());
    card.add_transforms(12, 0, transforms(right()));
    let line = FakeLine::new(Arc::new(Mutex::new(card)), Box::new(|_| None));
    let card = Card::identify(Box::new(SerialTransport::new(line, TIMING))).unwrap();
    let refused = CardBackend::<Bn254>::new(card).err().expect("a refusal");
    assert!(refused.to_string().contains("without lanes"), "{refused}");
}
