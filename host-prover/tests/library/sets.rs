//! Bases that stay on a card under a number: when they are sent again, and when they make room.

use crate::software_card::{TIMING, attach_shared, honest, software_card};
use ark_bn254::{Bn254, Fr, G1Affine, G1Projective};
use ark_ec::{CurveGroup, VariableBaseMSM};
use ark_std::UniformRand;
use std::sync::{Arc, Mutex};
use zkcard::{
    accelerator::{Accelerator, AcceleratorError, CardBackend, MsmG1},
    key::Bases,
    witness::Scalars,
};
use zkcard_driver::{
    DriverError, Transport,
    fake::{FakeCard, FakeLine},
    serial::SerialTransport,
};
use zkcard_wire::{job::JobStatus, registers as reg, sets::SETS};

fn shared() -> (Arc<Mutex<FakeCard>>, CardBackend<Bn254>) {
    let card = Arc::new(Mutex::new(software_card(1 << 16, honest()).0));
    let backend = attach_shared(&card, |_| None);
    (card, backend)
}

/// Some bases, and the sum over them that a backend gives, compared with arkworks'.
struct Terms {
    points: Vec<G1Affine>,
    bases: Bases<G1Affine>,
}

impl Terms {
    fn random(count: usize) -> Self {
        let rng = &mut ark_std::test_rng();
        let points = (0..count).map(|_| G1Projective::rand(rng).into_affine());
        let points: Vec<_> = points.collect();
        let bases = Bases::owned(points.clone());
        Self { points, bases }
    }

    fn run(&self, backend: &CardBackend<Bn254>) -> Result<(), AcceleratorError> {
        let scalars: Vec<Fr> = (5..).map(Fr::from).take(self.points.len()).collect();
        let expected = G1Projective::msm(&self.points, &scalars).expect("equal lengths");
        let work = MsmG1::new(&self.bases, &Scalars::from_elements(scalars));
        let sum = backend.msm_g1(&work)?.wait()?.output;
        assert_eq!(sum, expected);
        Ok(())
    }
}

#[test]
fn bases_that_a_card_forgot_are_sent_again() {
    let (card, backend) = shared();
    let terms = Terms::random(10);
    terms.run(&backend).unwrap();
    let line = FakeLine::new(card, Box::new(|_| None));
    let mut stranger = SerialTransport::new(line, TIMING);
    let forget = reg::control::FORGET_SETS;
    stranger
        .write_register(reg::CONTROL.offset, forget)
        .unwrap();
    let error = terms.run(&backend).unwrap_err();
    let unknown = AcceleratorError::Driver(DriverError::Job(JobStatus::UnknownSet));
    assert_eq!(error.to_string(), unknown.to_string());
    terms.run(&backend).unwrap();
}

#[test]
fn more_sets_than_a_card_knows_take_turns() {
    let (_card, backend) = shared();
    let terms: Vec<_> = (1..SETS + 4).map(Terms::random).collect();
    for _ in 0..2 {
        for set in &terms {
            set.run(&backend).unwrap();
        }
    }
}
