//! A card that adds over G2 too: all MSMs of a proof, and what can be wrong with their answers.

use crate::{
    card_curve::CardTwist,
    software_card::{Answer, assert_valid, backend, backend_of_both, chains, honest, on_card},
    support::{key, witness},
};
use ark_bn254::Fq2;
use ark_ec::short_weierstrass::{Affine, Projective, SWCurveConfig};
use std::sync::atomic::Ordering;
use zkcard::{
    Bn254, Dispatcher, Mode,
    accelerator::{AcceleratorError, CardBackend},
    curve::PointError,
    groth16::{self, ProveError, Proved},
};

const ALL: [&str; 5] = ["MSM A", "MSM B1", "MSM B2", "MSM C", "MSM H"];

fn prove(mode: Mode, card: CardBackend<Bn254>) -> Result<Proved<Bn254>, ProveError> {
    let dispatcher = Dispatcher::with_card(mode, Box::new(card));
    groth16::prove(&key("range"), &witness("range"), &dispatcher, &|_| ())
}

#[test]
fn a_proof_needs_no_msm_from_the_host() {
    for mode in [Mode::Auto, Mode::Card] {
        let (card, jobs) = backend_of_both(honest(), honest());
        let proved = prove(mode, card).unwrap();
        assert_valid(&proved);
        assert_eq!(on_card(&proved), ALL);
        assert_eq!(jobs.load(Ordering::SeqCst), 5);
        assert!(proved.report.incidents.is_empty());
    }
}

#[test]
fn a_wrong_sum_is_found_and_the_card_not_used_again() {
    let spoil = |_, sum: Projective<CardTwist>| Ok(chains(sum + CardTwist::GENERATOR));
    let (card, jobs) = backend_of_both(honest(), Box::new(spoil));
    let dispatcher = Dispatcher::with_card(Mode::Auto, Box::new(card));
    for round in 0..2 {
        let proved = groth16::prove(&key("range"), &witness("range"), &dispatcher, &|_| ());
        let proved = proved.unwrap();
        assert_valid(&proved);
        assert_eq!(proved.report.incidents.len(), 1 - round);
    }
    assert_eq!(jobs.load(Ordering::SeqCst), 5);
}

/// What a proof that only a card may make says of a sum over G2.
fn error_of(answer: Answer<CardTwist>) -> PointError {
    let (card, _) = backend_of_both(honest(), answer);
    match prove(Mode::Card, card).err() {
        Some(ProveError::Operation(error)) => match error.source {
            AcceleratorError::Answer(error) => error,
            other => panic!("{other}"),
        },
        other => panic!("{other:?}"),
    }
}

#[test]
fn answers_that_are_no_points_of_the_group_are_told_apart() {
    let garbage = |byte: u8| -> Answer<CardTwist> {
        Box::new(move |_, sum| {
            let mut bytes = chains(sum);
            // The imaginary parts of the first point.
            bytes[128..320].fill(byte);
            Ok(bytes)
        })
    };
    assert_eq!(error_of(garbage(0x00)), PointError::NotOnCurve);
    assert_eq!(error_of(garbage(0x11)), PointError::NotOnCurve);
    assert_eq!(error_of(garbage(0xFF)), PointError::NotAnElement);
    // On the curve of the card, whose cofactor is not one.
    let outside = (1u64..)
        .find_map(|x| Affine::<CardTwist>::get_point_from_x_unchecked(Fq2::from(x), false))
        .expect("half of all x have points");
    let answer = move |_, sum: Projective<CardTwist>| Ok(chains(sum + outside));
    assert_eq!(error_of(Box::new(answer)), PointError::NotInSubgroup);
}

#[test]
fn a_card_without_it_leaves_it_to_the_host() {
    let (card, _) = backend(honest(), |_| None);
    let proved = prove(Mode::Card, card).unwrap();
    assert_valid(&proved);
    assert_eq!(on_card(&proved), ["MSM A", "MSM B1", "MSM C", "MSM H"]);
}
