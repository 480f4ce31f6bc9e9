//! Proofs with every operation on a card that transforms: the scalars of H never reach the host.

use crate::{
    power::Power,
    software_card::{
        EVEN_WINDOWS, MULTIPLES, assert_valid, attach, attach_shared, attach_with_multiples,
        chains, honest, on_card, software_card, software_card_of_both_groups,
    },
    software_transforms::{Numbers, right, transforms},
    support::{key, snarkjs, witness},
};
use ark_bn254::{Fr, G1Affine, G1Projective};
use ark_ec::AffineRepr;
use ark_ff::{Field, One};
use ark_groth16::{Groth16, r1cs_to_qap::LibsnarkReduction};
use ark_snark::SNARK;
use rand::rngs::OsRng;
use std::sync::{Arc, Mutex};
use zkcard::{
    Bn254, Dispatcher, Key, Mode, Witness,
    accelerator::{Accelerator, AcceleratorError, CardBackend, UseMultiples},
    formats,
    groth16::{self, ProveError, Proved},
};
use zkcard_driver::fake::{FakeCard, Fault};
use zkcard_wire::{Group, job::JobStatus};

type Arkworks = Groth16<Bn254, LibsnarkReduction>;

const FUSED: &str = "quotient and MSM H";
const ALL: [&str; 5] = ["MSM A", "MSM B1", "MSM B2", "MSM C", FUSED];

/// A card of both groups that transforms, with room for the range circuit.
fn able(words: u32, answer: Numbers) -> FakeCard {
    let (mut card, _) = software_card_of_both_groups(words, honest(), honest());
    card.add_group(Group::G2, &EVEN_WINDOWS);
    card.add_transforms(14, 4, transforms(answer));
    card
}

fn prove(mode: Mode, card: CardBackend<Bn254>) -> Result<Proved<Bn254>, ProveError> {
    let dispatcher = Dispatcher::with_card(mode, Box::new(card));
    prove_with(&dispatcher)
}

fn prove_with(dispatcher: &Dispatcher<Bn254>) -> Result<Proved<Bn254>, ProveError> {
    groth16::prove(&key("range"), &witness("range"), dispatcher, &|_| ())
}

/// The reason and incident of an operation.
fn account<'a>(proved: &'a Proved<Bn254>, name: &str) -> (&'a str, Option<&'a str>) {
    let mut operations = proved.report.operations.iter();
    let found = operations.find(|operation| operation.name == name);
    let operation = found.expect("an operation of this name");
    (&operation.reason, operation.incident.as_deref())
}

#[test]
fn nothing_of_a_proof_is_left_to_the_host_and_snarkjs_accepts_it() {
    for mode in [Mode::Auto, Mode::Card] {
        let proved = prove(mode, attach(able(1 << 16, right()), |_| None)).unwrap();
        assert_valid(&proved);
        assert_eq!(on_card(&proved), ALL);
        assert!(proved.report.incidents.is_empty());
        let json = serde_json::to_value(&proved.report).unwrap();
        let last = &json["operations"][4];
        assert_eq!(last["kind"], "QuotientMsm");
        let counters = &last["counters"];
        assert!(counters["quotient"]["butterflies"].as_u64() > Some(0));
        assert!(counters["msm"]["cycles"].as_u64() > Some(0), "{counters}");
        assert!(json["operations"][0]["counters"]["cycles"].as_u64() > Some(0));
    }
    let folder = tempfile::tempdir().unwrap();
    for circuit in ["multiplier", "poseidon"] {
        let card = attach(able(1 << 17, right()), |_| None);
        let dispatcher = Dispatcher::with_card(Mode::Card, Box::new(card));
        let proved = groth16::prove(&key(circuit), &witness(circuit), &dispatcher, &|_| ());
        let proved = proved.unwrap();
        assert_eq!(on_card(&proved), ALL, "{circuit}");
        let [proof, public] = ["proof", "public"].map(|name| folder.path().join(name));
        std::fs::write(&proof, formats::proof_to_json(&proved.proof).unwrap()).unwrap();
        let inputs = formats::public_to_json::<Bn254>(&proved.public).unwrap();
        std::fs::write(&public, inputs).unwrap();
        let key = crate::support::file(circuit, "verification_key.json");
        snarkjs::assert_accepts(&key, &public, &proof);
    }
}

#[test]
fn keys_of_arkworks_have_their_coefficients_on_the_card() {
    // 99 constraints and the inputs: coefficients that fill the domain in part; 2: hardly any.
    for n in [2, 100, 127] {
        let setup = Arkworks::circuit_specific_setup(Power { x: None, n }, &mut OsRng);
        let (arkworks, _) = setup.unwrap();
        let key = Key::from_arkworks(arkworks.clone(), Power { x: None, n }).unwrap();
        let card = attach(able(1 << 16, right()), |_| None);
        let dispatcher = Dispatcher::with_card(Mode::Card, Box::new(card));
        for x in [0, 3] {
            let witness = Witness::from_circuit(Power { x: Some(x), n }).unwrap();
            let proved = groth16::prove(&key, &witness, &dispatcher, &|_| ()).unwrap();
            assert_eq!(on_card(&proved), ALL);
            assert_eq!(proved.public, [Fr::from(x).pow([n as u64])]);
            let proof = proved.proof.into();
            assert!(Arkworks::verify(&arkworks.vk, &proved.public, &proof).unwrap());
        }
    }
}

#[test]
fn nothing_that_depends_on_the_witness_stays_in_card_memory() {
    nothing_stays_when_clears_fail(&[]);
}

#[test]
fn what_the_card_fails_to_clear_is_cleared_before_the_session_ends() {
    for status in [JobStatus::MemoryError, JobStatus::Watchdog] {
        nothing_stays_when_clears_fail(&[status; 2]);
    }
}

fn nothing_stays_when_clears_fail(failing: &[JobStatus]) {
    let mut card = able(1 << 16, right());
    card.failing_clears = failing.to_vec();
    let card = Arc::new(Mutex::new(card));
    let dispatcher = Dispatcher::with_card(Mode::Card, Box::new(attach_shared(&card, |_| None)));
    assert_eq!(on_card(&prove_with(&dispatcher).unwrap()), ALL);
    drop(dispatcher);
    let mut card = card.lock().unwrap();
    // With what the software card overwrites vectors and work regions.
    let mut left = |byte| {
        let words = card.memory().chunks(64);
        words.filter(|word| word.iter().all(|b| *b == byte)).count()
    };
    assert_eq!((left(0x5A), left(0xA5)), (0, 0));
    // What else is left are bases and sums, whose coordinates are below another modulus: a set of bases and a sum
    // for each MSM, and no words of numbers beside.
    let filled = |memory: &[u8]| {
        memory
            .chunks(64)
            .filter(|w| w.iter().any(|b| *b != 0))
            .count()
    };
    let before = filled(card.memory());
    drop(card);
    let (plain, _) = software_card_of_both_groups(1 << 16, honest(), honest());
    let plain = Arc::new(Mutex::new(plain));
    plain.lock().unwrap().add_group(Group::G2, &EVEN_WINDOWS);
    let dispatcher = Dispatcher::with_card(Mode::Card, Box::new(attach_shared(&plain, |_| None)));
    prove_with(&dispatcher).unwrap();
    drop(dispatcher);
    assert_eq!(filled(plain.lock().unwrap().memory()), before);
}

#[test]
fn a_wrong_scalar_on_the_card_is_found_by_the_proof() {
    for wrong in [0, 5] {
        let lie = Box::new(move |_, mut numbers: Vec<Fr>| {
            numbers[wrong] += Fr::one();
            Ok(numbers)
        });
        let card = attach(able(1 << 16, lie), |_| None);
        let dispatcher = Dispatcher::with_card(Mode::Auto, Box::new(card));
        let proved = prove_with(&dispatcher).unwrap();
        assert_valid(&proved);
        assert_eq!(on_card(&proved), ALL[..4]);
        let [incident] = &proved.report.incidents[..] else {
            panic!("{:?}", proved.report.incidents);
        };
        assert!(incident.contains(FUSED), "{incident}");
        assert!(on_card(&prove_with(&dispatcher).unwrap()).is_empty());
    }
    let lie = Box::new(|_, mut numbers: Vec<Fr>| {
        numbers[3] += Fr::one();
        Ok(numbers)
    });
    let refused = prove(Mode::Card, attach(able(1 << 16, lie), |_| None));
    let Some(ProveError::Operation(error)) = refused.err() else {
        panic!("a wrong result must be an error if only a card may be used");
    };
    assert!(matches!(error.source, AcceleratorError::WrongResult));
}

#[test]
fn a_bad_witness_is_rejected_and_the_card_kept() {
    let n = 100;
    let setup = Arkworks::circuit_specific_setup(Power { x: None, n }, &mut OsRng);
    let (arkworks, _) = setup.unwrap();
    let key = Key::from_arkworks(arkworks, Power { x: None, n }).unwrap();
    let good = Witness::<Bn254>::from_circuit(Power { x: Some(3), n }).unwrap();
    let numbers = good.numbers().iter().map(|number| Fr::from(*number));
    let mut elements: Vec<Fr> = numbers.collect();
    elements[7] += Fr::one();
    let bad = Witness::from_elements(&elements);
    // All of it on the card, and the quotient alone: memory for the MSM of H is missing.
    for (words, names) in [(1 << 16, &ALL[..]), (0, &["quotient"][..])] {
        let card = match words {
            0 => {
                let mut card = able(1 << 16, right());
                let transforms_alone = zkcard_wire::identity::features::TRANSFORM;
                card.set(zkcard_wire::registers::FEATURES, transforms_alone);
                card
            }
            words => able(words, right()),
        };
        let card = attach(card, |_| None);
        let dispatcher = Dispatcher::with_card(Mode::Card, Box::new(card));
        for _ in 0..4 {
            let refused = groth16::prove(&key, &bad, &dispatcher, &|_| ());
            assert!(matches!(refused.err(), Some(ProveError::Rejected)));
        }
        let proved = groth16::prove(&key, &good, &dispatcher, &|_| ()).unwrap();
        assert_eq!(on_card(&proved), names);
        assert!(proved.report.incidents.is_empty());
    }
}

#[test]
fn a_failing_quotient_or_sum_is_computed_on_the_cpu() {
    let fail = || -> Numbers { Box::new(|_, _| Err(JobStatus::MemoryError)) };
    let card = attach(able(1 << 16, fail()), |_| None);
    let dispatcher = Dispatcher::with_card(Mode::Auto, Box::new(card));
    let proved = prove_with(&dispatcher).unwrap();
    assert_valid(&proved);
    assert_eq!(on_card(&proved), ALL[..4]);
    assert!(
        account(&proved, FUSED)
            .1
            .unwrap()
            .contains("memory answered")
    );

    let broken_sum = Box::new(|job, sum: G1Projective| match job {
        4 => Err(JobStatus::Watchdog),
        _ => Ok(chains(sum)),
    });
    let (mut card, _) = software_card(1 << 16, broken_sum);
    card.add_transforms(14, 4, transforms(right()));
    // Jobs over G1: A, B1, C, H, then those of the next proof.
    let dispatcher = Dispatcher::with_card(Mode::Auto, Box::new(attach(card, |_| None)));
    for failing in [None, Some("MSM A")] {
        let proved = prove_with(&dispatcher).unwrap();
        assert_valid(&proved);
        let failed = proved
            .report
            .operations
            .iter()
            .find(|o| o.incident.is_some());
        assert_eq!(failed.map(|operation| operation.name), failing);
    }

    let refused = prove(Mode::Card, attach(able(1 << 16, fail()), |_| None));
    assert!(matches!(refused.err(), Some(ProveError::Operation(_))));
}

#[test]
fn a_card_lost_in_the_middle_of_a_quotient_leaves_a_valid_proof() {
    let requests = {
        let (card, line) =
            crate::software_card::attach_and_count(able(1 << 16, right()), UseMultiples::Never);
        prove(Mode::Card, card).unwrap();
        line.load(std::sync::atomic::Ordering::SeqCst)
    };
    for fault in [Fault::Unplug, Fault::Freeze] {
        // The vectors of the quotient travel in the last part.
        for moment in (0..12).map(|i| requests - 1 - i * requests / 24) {
            let faults = move |n| (n >= moment).then_some(fault);
            let proved = prove(Mode::Auto, attach(able(1 << 16, right()), faults)).unwrap();
            assert_valid(&proved);
            let complete = on_card(&proved).contains(&FUSED);
            let incident = account(&proved, FUSED).1;
            assert_eq!(
                incident.is_none(),
                complete,
                "{fault} at {moment}",
                fault = "fault"
            );
        }
    }
}

#[test]
fn jobs_that_never_end_cost_time() {
    let mut card = able(1 << 16, right());
    card.hangs = true;
    let proved = prove(Mode::Auto, attach(card, |_| None)).unwrap();
    assert_valid(&proved);
    assert!(on_card(&proved).is_empty());
    assert!(!proved.report.incidents.is_empty());
}

#[test]
fn what_a_card_cannot_do_runs_on_the_cpu_and_is_no_fault() {
    // Without transforms; with too small ones; with too little memory for them; with room for
    // a quotient whose scalars come back, and their sum.
    let mut small = able(1 << 16, right());
    small.set(zkcard_wire::registers::TRANSFORM_BITS, 3);
    let (without, _) = software_card(1 << 16, honest());
    let msms = ["MSM A", "MSM B1", "MSM C", "MSM H"];
    for (card, names, reason) in [
        (without, &msms[..], "the card does not do this"),
        (
            small,
            &["MSM A", "MSM B1", "MSM B2", "MSM C", "MSM H"][..],
            "too large for the card (at most 8)",
        ),
    ] {
        let dispatcher = Dispatcher::with_card(Mode::Auto, Box::new(attach(card, |_| None)));
        for _ in 0..4 {
            let proved = prove_with(&dispatcher).unwrap();
            assert_valid(&proved);
            assert_eq!(on_card(&proved), names);
            assert_eq!(account(&proved, "quotient"), (reason, None));
            assert!(proved.report.incidents.is_empty());
        }
    }
    let mut alone = able(1 << 16, right());
    let transforms_alone = zkcard_wire::identity::features::TRANSFORM;
    alone.set(zkcard_wire::registers::FEATURES, transforms_alone);
    let proved = prove(Mode::Card, attach(alone, |_| None)).unwrap();
    assert_valid(&proved);
    assert_eq!(on_card(&proved), ["quotient"]);
    assert_eq!(account(&proved, "MSM H").0, "the card does not do this");
}

#[test]
fn memory_that_is_too_small_for_all_makes_room_or_is_no_fault() {
    let (mut complete, mut apart) = (0, 0);
    for words in (6..17).map(|log| 1 << log).chain([3000, 5000, 6000, 7000]) {
        let card = attach(able(words, right()), |_| None);
        let largest = card.capabilities().quotient_msm;
        let dispatcher = Dispatcher::with_card(Mode::Card, Box::new(card));
        for _ in 0..3 {
            let proved = prove_with(&dispatcher).unwrap();
            assert_valid(&proved);
            let fused = on_card(&proved).contains(&FUSED);
            let size = 1 << key("range").log_domain();
            assert!(!fused || largest >= size);
            complete += u32::from(fused);
            // There was no room for both beside the sets in use, and then there was.
            let sum = on_card(&proved).contains(&"MSM H");
            apart += u32::from(largest >= size && sum);
        }
    }
    assert!(complete >= 6 && apart > 0, "{complete}, {apart}");
}

#[test]
fn bases_of_h_may_lie_there_with_multiples() {
    let (mut card, _) = software_card(1 << 17, honest());
    card.add_multiples(&MULTIPLES);
    card.add_transforms(14, 4, transforms(right()));
    let proved = prove(
        Mode::Card,
        attach_with_multiples(card, UseMultiples::Always),
    )
    .unwrap();
    assert_valid(&proved);
    let last = proved.report.operations.last().expect("the sum over H");
    assert_eq!(last.name, FUSED);
    let counters = last.counters.expect("a card ran it");
    let msm = counters.msm().expect("an MSM");
    assert_eq!(msm.multiples, Some(MULTIPLES.words as u64));
}

#[test]
fn a_sum_that_is_no_point_is_a_fault_and_a_damaged_base_is_none() {
    let spoil = Box::new(|job, sum: G1Projective| {
        let mut bytes = chains(sum + G1Affine::generator());
        if job == 3 {
            bytes[..192].fill(0x55);
        }
        Ok(bytes)
    });
    let (mut card, _) = software_card(1 << 16, spoil);
    card.add_transforms(14, 4, transforms(right()));
    let proved = prove(Mode::Auto, attach(card, |_| None)).unwrap();
    assert_valid(&proved);
    assert!(on_card(&proved).is_empty());
}
