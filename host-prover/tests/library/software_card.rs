//! A card in software that computes rightly unless it is told otherwise, behind
//! the card backend.

use crate::support::verifying_key;
use ark_bn254::{Fq, Fr, G1Affine, G1Projective};
use ark_ec::{AffineRepr, CurveGroup, VariableBaseMSM};
use ark_ff::{BigInteger, PrimeField};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use zkcard::{
    Bn254,
    accelerator::CardBackend,
    groth16::{self, Proved},
};
use zkcard_driver::{
    Card,
    fake::{FakeCard, FakeLine, Fault},
    serial::{SerialTransport, Timing},
};
use zkcard_wire::{identity::Curve, job::JobStatus, layout, registers as reg};

pub(crate) const TIMING: Timing = Timing {
    byte: Duration::ZERO,
    patience: Duration::from_millis(2),
    attempts: 3,
};
pub(crate) const WINDOWS: u32 = 20;
pub(crate) const WINDOW_BITS: u32 = 13;

/// The sum as a card returns it: all of it in the lowest chain.
pub(crate) fn chains(sum: G1Projective) -> Vec<u8> {
    let mut bytes = vec![];
    let mut put = |x: Fq, y: Fq, z: Fq| {
        [x, y, z]
            .iter()
            .for_each(|c| bytes.extend(c.into_bigint().to_bytes_le()));
        bytes.resize(bytes.len().next_multiple_of(layout::RESULT_POINT_BYTES), 0);
    };
    let infinity = (Fq::from(0), Fq::from(1), Fq::from(0));
    for chain in 0..WINDOWS {
        put(infinity.0, infinity.1, infinity.2);
        match sum.into_affine().xy() {
            // Homogeneous coordinates with a Z other than one.
            Some((x, y)) if chain == 0 => put(x * Fq::from(7), y * Fq::from(7), Fq::from(7)),
            _ => put(infinity.0, infinity.1, infinity.2),
        }
    }
    bytes
}

pub(crate) fn multiply(bases: &[u8], scalars: &[u8]) -> G1Projective {
    // Like hardware, it does not ask what it adds.
    let base = |bytes: &[u8]| {
        let [x, y] = [&bytes[..32], &bytes[32..]].map(Fq::from_le_bytes_mod_order);
        G1Affine::new_unchecked(x, y)
    };
    let bases: Vec<_> = bases.chunks(64).map(base).collect();
    let scalars: Vec<_> = scalars
        .chunks(32)
        .map(Fr::from_le_bytes_mod_order)
        .collect();
    G1Projective::msm_unchecked(&bases, &scalars)
}

pub(crate) type Answer = Box<dyn FnMut(usize, G1Projective) -> Result<Vec<u8>, JobStatus> + Send>;

/// A card that computes rightly and then lets `answer` spoil it, by the number
/// of the job. The line has `faults`, by the number of the request.
pub(crate) fn backend(
    answer: Answer,
    faults: impl FnMut(u64) -> Option<Fault> + Send + 'static,
) -> (CardBackend<Bn254>, Arc<AtomicUsize>) {
    backend_with_memory(1 << 16, answer, faults)
}

pub(crate) fn backend_with_memory(
    words: u32,
    answer: Answer,
    faults: impl FnMut(u64) -> Option<Fault> + Send + 'static,
) -> (CardBackend<Bn254>, Arc<AtomicUsize>) {
    let (card, jobs) = software_card(words, answer);
    (attach(card, faults), jobs)
}

/// A card whose jobs never end.
pub(crate) fn hanging_backend(answer: Answer) -> (CardBackend<Bn254>, Arc<AtomicUsize>) {
    let (mut card, jobs) = software_card(1 << 16, answer);
    card.hangs = true;
    (attach(card, |_| None), jobs)
}

pub(crate) fn software_card(words: u32, mut answer: Answer) -> (FakeCard, Arc<AtomicUsize>) {
    let jobs = Arc::new(AtomicUsize::new(0));
    let count = jobs.clone();
    let compute = move |bases: &[u8], scalars: &[u8]| {
        answer(
            count.fetch_add(1, Ordering::SeqCst),
            multiply(bases, scalars),
        )
    };
    let mut card = FakeCard::new(
        Curve::Bn254G1,
        WINDOWS,
        WINDOW_BITS,
        words,
        Box::new(compute),
    );
    card.set(reg::CORE_KILOHERTZ, 1_000_000);
    card.set(reg::SCALAR_BITS, 254);
    (card, jobs)
}

pub(crate) fn attach(
    card: FakeCard,
    faults: impl FnMut(u64) -> Option<Fault> + Send + 'static,
) -> CardBackend<Bn254> {
    let line = FakeLine::new(Arc::new(Mutex::new(card)), Box::new(faults));
    let card = Card::identify(Box::new(SerialTransport::new(line, TIMING))).unwrap();
    CardBackend::new(card).unwrap()
}

pub(crate) fn honest() -> Answer {
    Box::new(|_, sum| Ok(chains(sum)))
}

pub(crate) fn assert_valid(proved: &Proved<Bn254>) {
    assert!(groth16::verify(
        &verifying_key("range"),
        &proved.public,
        &proved.proof
    ));
}

/// Operations that the report says a card ran.
pub(crate) fn on_card(proved: &Proved<Bn254>) -> Vec<&str> {
    let operations = proved.report.operations.iter();
    operations
        .filter(|operation| operation.backend != "cpu")
        .map(|o| o.name)
        .collect()
}
