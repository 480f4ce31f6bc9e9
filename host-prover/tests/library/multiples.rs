//! Bases that lie on a card with their multiples: which do, and what goes wrong with them as without.

use crate::{
    software_card::{
        MULTIPLES, assert_valid, attach_and_count, attach_with_multiples, backend_with_multiples,
        honest, on_card, software_card,
    },
    support::{key, witness},
};
use ark_bn254::{Bn254, Fr, G1Affine, G1Projective};
use ark_ec::{CurveGroup, PrimeGroup, VariableBaseMSM};
use ark_std::UniformRand;
use std::sync::atomic::Ordering;
use zkcard::{
    Dispatcher, Mode,
    accelerator::{Accelerator, CardBackend, MsmG1, UseMultiples},
    groth16,
    key::Bases,
    witness::Scalars,
};
use zkcard_wire::registers as reg;

/// Memory enough for all keys.
const MEMORY: u32 = 1 << 17;

/// Runs the sum, compares it with arkworks', and tells the words of a base if the card had multiples.
fn run(card: &CardBackend<Bn254>, bases: &Bases<G1Affine>, scalars: &[Fr]) -> Option<u64> {
    let points = bases.points().unwrap();
    let expected = G1Projective::msm(&points, scalars).expect("equal lengths");
    let work = MsmG1::new(bases, &Scalars::from_elements(scalars.to_vec()));
    let done = card.msm_g1(&work).unwrap().wait().unwrap();
    assert_eq!(done.output, expected);
    done.counters
        .expect("a job ran")
        .msm()
        .expect("of an MSM")
        .multiples
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

/// A card that decides by the time of a job; its line, if it has one, takes so many of its clocks for a bit.
fn deciding(clocks_per_bit: u32) -> CardBackend<Bn254> {
    let (mut card, _) = software_card(MEMORY, honest());
    card.add_multiples(&MULTIPLES);
    card.set(reg::UART_DIVISOR, clocks_per_bit);
    // So slow that the processor's part is small.
    card.set(reg::CORE_KILOHERTZ, 10_000);
    attach_with_multiples(card, UseMultiples::Auto)
}

fn bits(count: u32) -> Vec<Fr> {
    (0..count).map(|i| Fr::from(i % 2)).collect()
}

#[test]
fn first_scalars_decide_and_sets_stay_as_they_are() {
    let card = deciding(0);
    let (one, other) = (points(8000), points(8000));
    let words = Some(MULTIPLES.words as u64);
    // Uniform scalars have fewer digits to add. Zeros and ones would cost a clock for each word.
    assert_eq!(run(&card, &one, &uniform(8000)), words);
    assert_eq!(run(&card, &other, &bits(8000)), None);
    assert_eq!(run(&card, &one, &bits(8000)), words);
    assert_eq!(run(&card, &other, &uniform(8000)), None);
}

#[test]
fn the_way_of_the_result_over_the_line_decides_too() {
    // Of bases with multiples this card has fewer chains, which come sooner.
    assert_eq!(run(&deciding(0), &points(8000), &bits(8000)), None);
    assert!(run(&deciding(26), &points(8000), &bits(8000)).is_some());
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

/// Words of a card in which 240 bases with multiples do not fit beside 2300 others, whether these are in use or not.
const CROWDED: u32 = 1 << 12;

#[test]
fn no_set_makes_room_for_multiples() {
    let (mut card, _) = software_card(CROWDED, honest());
    card.add_multiples(&MULTIPLES);
    let (card, requests) = attach_and_count(card, UseMultiples::Always);
    let (large, small) = (points(2300), points(240));
    let requests_of_large = || {
        let before = requests.load(Ordering::SeqCst);
        assert_eq!(run(&card, &large, &uniform(2300)), None);
        requests.load(Ordering::SeqCst) - before
    };
    let (sent, resident) = (requests_of_large(), requests_of_large());
    assert!(sent > resident + 2300 / 16, "{sent} requests, {resident}");
    assert_eq!(run(&card, &small, &uniform(240)), None);
    assert_eq!(requests_of_large(), resident, "it is still there");
}

#[test]
fn sets_in_use_leave_room_for_bases_alone() {
    let (card, _) = backend_with_multiples(CROWDED, honest());
    let sets = [points(2300), points(240)];
    let work = sets.each_ref().map(|set| {
        let scalars = Scalars::from_elements(uniform(set.len()));
        MsmG1::new(set, &scalars)
    });
    let jobs = work.each_ref().map(|work| card.msm_g1(work).unwrap());
    for (job, set) in jobs.into_iter().zip(&sets) {
        let done = job.wait().unwrap();
        let expected = G1Projective::msm(&set.points().unwrap(), &uniform(set.len()));
        assert_eq!(done.output, expected.expect("equal lengths"));
        assert_eq!(
            done.counters
                .expect("a job ran")
                .msm()
                .expect("of an MSM")
                .multiples,
            None
        );
    }
}

#[test]
fn sets_that_made_room_come_again_without_multiples() {
    let (card, _) = backend_with_multiples(1 << 12, honest());
    let sets: Vec<_> = [200, 1800, 100].map(points).into();
    let round = || {
        let runs = sets.iter().map(|set| run(&card, set, &uniform(set.len())));
        runs.collect::<Vec<_>>()
    };
    let words = Some(MULTIPLES.words as u64);
    // The second is too large for multiples, and has the place of the first afterwards.
    assert_eq!(round(), [words, None, words]);
    for _ in 0..3 {
        assert_eq!(round()[..2], [None, None]);
    }
    assert_eq!(round(), [None; 3], "the third has made room for the second");
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
        for operation in &proved.report.operations {
            let words = operation
                .counters
                .and_then(|counters| counters.msm()?.multiples);
            let on_card = operation.backend != "cpu";
            assert_eq!(words, on_card.then_some(MULTIPLES.words as u64));
        }
    }
    assert_eq!(jobs.load(Ordering::SeqCst), 8);
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
