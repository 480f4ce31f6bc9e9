//! The arkworks door: keys of ark-groth16, circuits of ark-relations.

use crate::{
    power::Power,
    software_card::{backend, honest, on_card},
};
use ark_bn254::Fr;
use ark_ff::Field;
use ark_groth16::{Groth16, ProvingKey, r1cs_to_qap::LibsnarkReduction};
use ark_snark::SNARK;
use rand::rngs::OsRng;
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use zkcard::{
    Bn254, Dispatcher, Key, Mode, Witness,
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
