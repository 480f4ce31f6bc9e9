//! A card in software that computes rightly unless it is told otherwise, behind
//! the card backend.

use crate::{
    card_curve::{CardCurve, CardTwist, read_bases, read_scalars, write_points},
    support::verifying_key,
};
use ark_bn254::{Fr, g1};
use ark_ec::{VariableBaseMSM, short_weierstrass::Projective};
use ark_ff::PrimeField;
use ark_std::Zero;
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};
use zkcard::{
    Bn254,
    accelerator::{CardBackend, CardOptions, UseMultiples},
    groth16::{self, Proved},
};
use zkcard_driver::{
    Card,
    fake::{Compute, FakeCard, FakeLine, Fault},
    serial::{SerialTransport, Timing},
};
use zkcard_wire::{
    BaseKind, Group,
    identity::Curve,
    job::JobStatus,
    layout::{Multiples, SCALAR_BYTES, WORD_BYTES, Windows},
    registers as reg,
};

pub(crate) const TIMING: Timing = Timing {
    byte: Duration::ZERO,
    patience: Duration::from_millis(2),
    attempts: 3,
};
pub(crate) const WINDOWS: u32 = 20;
pub(crate) const WINDOW_BITS: u32 = 13;
pub(crate) const EVEN_WINDOWS: Windows = Windows {
    count: WINDOWS as usize,
    bits: WINDOW_BITS as usize,
    narrow: 0,
    segments: 1,
    adders: 1,
};

/// Eight words a base.
pub(crate) const MULTIPLES: Multiples = Multiples {
    windows: Windows {
        count: 2,
        bits: 16,
        narrow: 0,
        segments: 1,
        adders: 1,
    },
    words: 8,
};

/// The sum as a card returns it: all of it in the lowest chain.
pub(crate) fn chains<P: CardCurve>(sum: Projective<P>) -> Vec<u8> {
    let mut points = vec![Projective::zero(); 2 * WINDOWS as usize];
    points[1] = sum;
    write_points(&points)
}

fn multiply<P: CardCurve>(bases: &[u8], scalars: &[u8]) -> Projective<P> {
    Projective::msm_unchecked(&read_bases(bases), &read_scalars(scalars))
}

/// The same from all words of each base: each takes its own bits of the scalar.
fn multiply_shared(bases: &[u8], scalars: &[u8]) -> Projective<g1::Config> {
    let bytes = MULTIPLES.step() / 8;
    let parts = scalars
        .chunks(SCALAR_BYTES)
        .flat_map(|scalar| scalar.chunks(bytes));
    let parts: Vec<Fr> = parts.map(Fr::from_le_bytes_mod_order).collect();
    Projective::msm_unchecked(&read_bases(bases), &parts)
}

/// What becomes of the sum of a job, by the number of the job.
pub(crate) type Answer<P = g1::Config> =
    Box<dyn FnMut(usize, Projective<P>) -> Result<Vec<u8>, JobStatus> + Send>;

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

/// A card that adds over both groups.
pub(crate) fn backend_of_both(
    answer: Answer,
    answer_g2: Answer<CardTwist>,
) -> (CardBackend<Bn254>, Arc<AtomicUsize>) {
    let (mut card, jobs) = software_card_of_both_groups(1 << 16, answer, answer_g2);
    card.add_group(Group::G2, &EVEN_WINDOWS);
    (attach(card, |_| None), jobs)
}

pub(crate) fn software_card(words: u32, answer: Answer) -> (FakeCard, Arc<AtomicUsize>) {
    software_card_of_both_groups(words, answer, honest())
}

/// A card whose answers over both groups are told; which it says that it has is up to the test.
pub(crate) fn software_card_of_both_groups(
    words: u32,
    mut answer: Answer,
    mut answer_g2: Answer<CardTwist>,
) -> (FakeCard, Arc<AtomicUsize>) {
    let jobs = Arc::new(AtomicUsize::new(0));
    let count = jobs.clone();
    let compute = move |over, bases: &[u8], scalars: &[u8]| {
        let job = count.fetch_add(1, Ordering::SeqCst);
        match over {
            BaseKind::G1 => answer(job, multiply(bases, scalars)),
            BaseKind::G2 => answer_g2(job, multiply(bases, scalars)),
            // Fewer chains, of which the lowest is in the same place.
            BaseKind::Multiples => answer(job, multiply_shared(bases, scalars)).map(|mut bytes| {
                bytes.truncate(MULTIPLES.windows.result_words() * WORD_BYTES);
                bytes
            }),
        }
    };
    (software_card_of(words, Box::new(compute)), jobs)
}

/// A card that computes what it is told to.
pub(crate) fn software_card_of(words: u32, compute: Compute) -> FakeCard {
    let mut card = FakeCard::new(Curve::Bn254, WINDOWS, WINDOW_BITS, words, compute);
    card.set(reg::CORE_KILOHERTZ, 1_000_000);
    card.set(reg::SCALAR_BITS, 254);
    card
}

pub(crate) fn attach(
    card: FakeCard,
    faults: impl FnMut(u64) -> Option<Fault> + Send + 'static,
) -> CardBackend<Bn254> {
    attach_shared(&Arc::new(Mutex::new(card)), faults)
}

/// A backend that uses multiples wherever they fit, on a card that takes them.
pub(crate) fn backend_with_multiples(
    words: u32,
    answer: Answer,
) -> (CardBackend<Bn254>, Arc<AtomicUsize>) {
    let (mut card, jobs) = software_card(words, answer);
    card.add_multiples(&MULTIPLES);
    (attach_with_multiples(card, UseMultiples::Always), jobs)
}

pub(crate) fn attach_with_multiples(card: FakeCard, multiples: UseMultiples) -> CardBackend<Bn254> {
    attach_and_count(card, multiples).0
}

/// A backend, and how many requests have come over its line.
pub(crate) fn attach_and_count(
    card: FakeCard,
    multiples: UseMultiples,
) -> (CardBackend<Bn254>, Arc<AtomicU64>) {
    let requests = Arc::new(AtomicU64::new(0));
    let counted = requests.clone();
    let count = move |number| {
        counted.store(number + 1, Ordering::SeqCst);
        None
    };
    let line = FakeLine::new(Arc::new(Mutex::new(card)), Box::new(count));
    let card = Card::identify(Box::new(SerialTransport::new(line, TIMING))).unwrap();
    let options = CardOptions { multiples };
    let backend = CardBackend::with_options(card, options).unwrap();
    (backend, requests)
}

/// A backend on a card that the test keeps its hands on.
pub(crate) fn attach_shared(
    card: &Arc<Mutex<FakeCard>>,
    faults: impl FnMut(u64) -> Option<Fault> + Send + 'static,
) -> CardBackend<Bn254> {
    let line = FakeLine::new(card.clone(), Box::new(faults));
    let card = Card::identify(Box::new(SerialTransport::new(line, TIMING))).unwrap();
    CardBackend::new(card).unwrap()
}

pub(crate) fn honest<P: CardCurve>() -> Answer<P> {
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
