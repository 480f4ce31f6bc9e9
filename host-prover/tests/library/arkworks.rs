//! The arkworks door: keys of ark-groth16, circuits of ark-relations.

use crate::{
    power::Power,
    software_card::{backend, honest, on_card},
};
use ark_bn254::Fr;
use ark_ff::Field;
use ark_groth16::{Groth16, ProvingKey, r1cs_to_qap::LibsnarkReduction};
use ark_relations::gr1cs::{ConstraintSynthesizer, ConstraintSystemRef, SynthesisError};
use ark_snark::{CircuitSpecificSetupSNARK, SNARK};
use rand::rngs::OsRng;
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use zkcard::{
    Bn254, Dispatcher, Key, Mode, Witness,
    arkworks::PreparedKey,
    groth16::{self, ProveError, Proved},
};
use zkcard_wire::Group;

type Arkworks = Groth16<Bn254, LibsnarkReduction>;

fn setup(n: usize) -> ProvingKey<Bn254> {
    let circuit = Power { x: None, n };
    Arkworks::circuit_specific_setup(circuit, &mut OsRng)
        .unwrap()
        .0
}

/// The key as this prover takes it: the circuit has no values.
fn joined(key: &ProvingKey<Bn254>, n: usize) -> Key<Bn254> {
    Key::from_arkworks(key.clone(), Power { x: None, n }).unwrap()
}

fn assert_proves_power(key: &ProvingKey<Bn254>, proved: &Proved<Bn254>, x: u64, n: usize) {
    assert_eq!(proved.public, [Fr::from(x).pow([n as u64])]);
    let proof = proved.proof.into();
    assert!(
        Arkworks::verify(&key.vk, &proved.public, &proof).unwrap(),
        "{x}^{n}"
    );
}

#[test]
fn one_key_serves_every_witness_of_its_circuit() {
    for n in [2, 3, 7, 8, 100] {
        let arkworks = setup(n);
        let key = joined(&arkworks, n);
        for x in [0, 1, 5, u64::MAX] {
            let witness = Witness::from_circuit(Power { x: Some(x), n }).unwrap();
            let dispatcher = Dispatcher::cpu_only();
            let proved = groth16::prove(&key, &witness, &dispatcher, &|_| ()).unwrap();
            assert_proves_power(&arkworks, &proved, x, n);
            assert_eq!(proved.report.operations.len(), 1 + 5);
        }
    }
}

#[test]
fn the_bases_of_an_arkworks_key_travel_once() {
    let requests = Arc::new(AtomicUsize::new(0));
    let count = requests.clone();
    let (card, _) = backend(honest(), move |_| {
        count.fetch_add(1, Ordering::SeqCst);
        None
    });
    let dispatcher = Dispatcher::with_card(Mode::Card, Box::new(card));
    let n = 1000;
    let arkworks = setup(n);
    let key = joined(&arkworks, n);
    let mut costs = vec![];
    for x in [3, 5, 7] {
        let before = requests.load(Ordering::SeqCst);
        let witness = Witness::from_circuit(Power { x: Some(x), n }).unwrap();
        let proved = groth16::prove(&key, &witness, &dispatcher, &|_| ()).unwrap();
        assert_proves_power(&arkworks, &proved, x, n);
        assert_eq!(on_card(&proved), ["MSM A", "MSM B1", "MSM C", "MSM H"]);
        costs.push(requests.load(Ordering::SeqCst) - before);
    }
    // Frames of sixteen words that C and H alone need, none of whose bases are
    // at infinity; other requests differ by how often a job is asked for.
    let frames = Group::G1.base_words(arkworks.l_query.len() + arkworks.h_query.len()) / 16;
    assert!(
        costs[0] >= costs[1] + frames && costs[1].abs_diff(costs[2]) < frames / 4,
        "{costs:?}, {frames} frames of bases"
    );
}

#[test]
fn a_key_of_another_circuit_is_an_error() {
    let circuit = Power { x: None, n: 10 };
    let result = Key::from_arkworks(setup(9), circuit);
    assert!(matches!(result, Err(ProveError::KeyMismatch { .. })));
}

#[test]
fn a_witness_needs_values_and_the_circuit_of_the_key() {
    let missing = Witness::<Bn254>::from_circuit(Power { x: None, n: 9 });
    assert!(matches!(missing, Err(ProveError::Synthesis(_))));
    let witness = Witness::from_circuit(Power { x: Some(5), n: 10 }).unwrap();
    let result = groth16::prove(
        &joined(&setup(9), 9),
        &witness,
        &Dispatcher::cpu_only(),
        &|_| (),
    );
    assert!(matches!(
        result,
        Err(ProveError::WitnessLength {
            got: 11,
            expected: 10
        })
    ));
}

type DropIn = zkcard::arkworks::Groth16<Bn254>;

/// Setup, proof and verification by nothing but the trait, as a generic user does it.
fn by_trait<S: SNARK<Fr>>(n: usize, x: u64) -> bool {
    let (key, verifying) = S::circuit_specific_setup(Power { x: None, n }, &mut OsRng).unwrap();
    let circuit = Power { x: Some(x), n };
    let proof = S::prove(&key, circuit, &mut OsRng).unwrap();
    let public = [Fr::from(x).pow([n as u64])];
    let processed = S::process_vk(&verifying).unwrap();
    let other = S::verify(&verifying, &[public[0] + Fr::from(1)], &proof).unwrap();
    !other && S::verify_with_processed_vk(&processed, &public, &proof).unwrap()
}

#[test]
fn the_drop_in_does_what_arkworks_does() {
    assert!(by_trait::<DropIn>(100, 3));
    assert!(by_trait::<Arkworks>(100, 3));
    let (key, verifying) = DropIn::setup(Power { x: None, n: 7 }, &mut OsRng).unwrap();
    assert_eq!(key.vk, verifying);
}

#[test]
fn the_drop_in_takes_keys_in_any_order() {
    // Another key of the same circuit, and keys of others, each in the place of the one before.
    let keys = [(9, setup(9)), (9, setup(9)), (40, setup(40))];
    for (n, which) in [(9, 0), (9, 0), (40, 2), (9, 1), (9, 0), (40, 2)] {
        let key = &keys[which].1;
        for x in [2, 5] {
            let circuit = Power { x: Some(x), n };
            let proof = DropIn::prove(key, circuit, &mut OsRng).unwrap();
            let public = [Fr::from(x).pow([n as u64])];
            assert!(
                Arkworks::verify(&key.vk, &public, &proof).unwrap(),
                "key {which}, {x}^{n}"
            );
        }
    }
    zkcard::arkworks::forget_key();
    assert!(DropIn::prove(&keys[0].1, Power { x: Some(2), n: 9 }, &mut OsRng).is_ok());
}

#[test]
fn errors_of_the_drop_in_are_those_of_synthesis() {
    let key = setup(9);
    let prove = |x, n| DropIn::prove(&key, Power { x, n }, &mut OsRng);
    for _ in 0..2 {
        let error = prove(None, 9).unwrap_err();
        assert!(
            matches!(error, SynthesisError::AssignmentMissing),
            "{error}"
        );
        let error = prove(Some(2), 10).unwrap_err();
        assert!(matches!(error, SynthesisError::ArityMismatch), "{error}");
        assert!(prove(Some(2), 9).is_ok());
    }
}

/// Claims that `x * x = y` for whatever x and y.
struct Claim {
    x: u64,
    y: u64,
}

impl ConstraintSynthesizer<Fr> for Claim {
    fn generate_constraints(self, system: ConstraintSystemRef<Fr>) -> Result<(), SynthesisError> {
        let x = system.new_witness_variable(|| Ok(Fr::from(self.x)))?;
        let y = system.new_input_variable(|| Ok(Fr::from(self.y)))?;
        system.enforce_r1cs_constraint(|| x.into(), || x.into(), || y.into())
    }
}

#[test]
fn a_damaged_key_and_wrong_values_are_no_proof() {
    let good = Claim { x: 3, y: 9 };
    let (key, verifying) = Arkworks::circuit_specific_setup(good, &mut OsRng).unwrap();
    let prove = |key: &ProvingKey<Bn254>, x, y| DropIn::prove(key, Claim { x, y }, &mut OsRng);
    let wrong = prove(&key, 3, 10).unwrap_err();
    assert!(matches!(wrong, SynthesisError::Unsatisfiable), "{wrong}");

    // Damaged where the two keys are not told apart: it is not kept for the good one.
    let mut damaged = key.clone();
    damaged.a_query[1] = damaged.vk.alpha_g1;
    zkcard::arkworks::forget_key();
    assert!(prove(&damaged, 3, 9).is_err());
    let proof = prove(&key, 3, 9).unwrap();
    assert!(Arkworks::verify(&verifying, &[Fr::from(9)], &proof).unwrap());
}

#[test]
fn a_prepared_key_proves_on_any_backend() {
    let n = 1000;
    let arkworks = setup(n);
    let key = PreparedKey::new(arkworks.clone(), Power { x: None, n }).unwrap();
    let (card, _) = backend(honest(), |_| None);
    let cpu = Dispatcher::cpu_only();
    let card = Dispatcher::with_card(Mode::Card, Box::new(card));
    for (dispatcher, expected) in [(&cpu, 0), (&card, 4)] {
        let proved = key.prove(Power { x: Some(3), n }, dispatcher).unwrap();
        assert_proves_power(&arkworks, &proved, 3, n);
        assert_eq!(on_card(&proved).len(), expected);
    }
    assert_eq!(key.key().public_inputs(), 1);
}
