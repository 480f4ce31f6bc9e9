//! Bases that lie on a card with their multiples: which do, and what goes wrong with them as without.

use crate::{
    software_card::{MULTIPLES, assert_valid, backend_with_multiples, honest, on_card},
    support::{key, witness},
};
use ark_bn254::{Bn254, Fr, G1Affine, G1Projective};
use ark_ec::{CurveGroup, PrimeGroup, VariableBaseMSM};
use ark_std::UniformRand;
use zkcard::{
    Dispatcher, Mode,
    accelerator::{Accelerator, CardBackend, MsmG1},
    groth16,
    key::Bases,
    witness::Scalars,
};

/// Memory enough for all keys.
const MEMORY: u32 = 1 << 17;

/// Runs the sum, compares it with arkworks', and tells the words of a base if the card had multiples.
fn run(card: &CardBackend<Bn254>, bases: &Bases<G1Affine>, scalars: &[Fr]) -> Option<u64> {
    let points = bases.points().unwrap();
    let expected = G1Projective::msm(&points, scalars).expect("equal lengths");
    let work = MsmG1::new(bases, &Scalars::from_elements(scalars.to_vec()));
    let done = card.msm_g1(&work).unwrap().wait().unwrap();
    assert_eq!(done.output, expected);
    done.counters.expect("a job ran").multiples
}

fn points(count: usize) -> Bases<G1Affine> {
    let rng = &mut ark_std::test_rng();
    let first = G1Projective::rand(rng);
    let points = std::iter::successors(Some(first), |point| Some(*point + first));
    let points: Vec<_> = points.take(count).collect();
    Bases::owned(G1Projective::normalize_batch(&points))
}

fn uniform(count: usize) -> Vec<Fr> {
    let rng = &mut ark_std::test_rng();
    (0..count).map(|_| Fr::rand(rng)).collect()
}

#[test]
fn first_scalars_decide_and_sets_stay_as_they_are() {
    let (card, _) = backend_with_multiples(MEMORY, honest());
    let (one, other) = (points(8000), points(8000));
    let words = Some(MULTIPLES.words as u64);
    // Uniform scalars have fewer digits to add. Zeros and ones would cost a clock for each word.
    let bits: Vec<Fr> = (0..8000u32).map(|i| Fr::from(i % 2)).collect();
    assert_eq!(run(&card, &one, &uniform(8000)), words);
    assert_eq!(run(&card, &other, &bits), None);
    assert_eq!(run(&card, &one, &bits), words);
    assert_eq!(run(&card, &other, &uniform(8000)), None);
}

#[test]
fn multiples_take_no_more_than_half_of_the_memory() {
    // Half of 2^12 words holds 256 bases of eight words.
    let (card, _) = backend_with_multiples(1 << 12, honest());
    assert_eq!(run(&card, &points(257), &uniform(257)), None);
    assert!(run(&card, &points(200), &uniform(200)).is_some());
    assert_eq!(run(&card, &points(57), &uniform(57)), None);
    assert!(run(&card, &points(56), &uniform(56)).is_some());
}

#[test]
fn sets_make_room_for_others_and_come_again() {
    let (card, _) = backend_with_multiples(1 << 12, honest());
    let sets: Vec<_> = [200, 1800, 100].map(points).into();
    for _ in 0..2 {
        for set in &sets {
            run(&card, set, &uniform(set.len()));
        }
    }
}

#[test]
fn a_proof_says_which_sums_came_from_multiples() {
    let (card, jobs) = backend_with_multiples(MEMORY, honest());
    let dispatcher = Dispatcher::with_card(Mode::Card, Box::new(card));
    for _ in 0..2 {
        let proved = groth16::prove(&key("range"), &witness("range"), &dispatcher, &|_| ());
        let proved = proved.unwrap();
        assert_valid(&proved);
        assert_eq!(on_card(&proved), ["MSM A", "MSM B1", "MSM C", "MSM H"]);
        let words = |name: &str| {
            let mut operations = proved.report.operations.iter();
            let operation = operations.find(|operation| operation.name == name);
            let counters = operation.and_then(|operation| operation.counters);
            counters.expect("a card ran it").multiples
        };
        // The scalars of the quotient are as good as random, those of the witness are bits.
        assert_eq!(words("MSM H"), Some(MULTIPLES.words as u64));
    }
    assert_eq!(jobs.load(std::sync::atomic::Ordering::SeqCst), 8);
}

#[test]
fn a_wrong_sum_over_multiples_is_found_and_the_card_given_up() {
    let spoil = |_, sum: G1Projective| {
        let spoilt = sum + G1Projective::generator();
        Ok(crate::software_card::chains(spoilt))
    };
    let (card, _) = backend_with_multiples(MEMORY, Box::new(spoil));
    let dispatcher = Dispatcher::with_card(Mode::Auto, Box::new(card));
    let prove = || groth16::prove(&key("range"), &witness("range"), &dispatcher, &|_| ()).unwrap();
    let proved = prove();
    assert_valid(&proved);
    assert!(!proved.report.incidents.is_empty());
    assert!(on_card(&prove()).is_empty(), "it is not used again");
}
