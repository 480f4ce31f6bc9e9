//! Whatever a card does, a valid proof comes out, or a clear error if only a
//! card may be used.

use crate::support::{key, verifying_key, witness};
use ark_bn254::{Fq, Fr, G1Affine, G1Projective};
use ark_ec::{AffineRepr, CurveGroup, VariableBaseMSM};
use ark_ff::PrimeField;
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use zkcard::{
    Bn254, Dispatcher, Mode,
    accelerator::{AcceleratorError, CardBackend},
    curve::{MontgomeryBytes, PointBytes},
    groth16::{self, Event, ProveError, Proved},
};
use zkcard_driver::{
    Card,
    fake::{FakeCard, FakeLine, Fault},
    serial::{SerialTransport, Timing},
};
use zkcard_wire::{identity::Curve, job::JobStatus, layout, registers as reg};

const TIMING: Timing = Timing {
    byte: Duration::ZERO,
    patience: Duration::from_millis(2),
    attempts: 3,
};
const WINDOWS: u32 = 20;
const WINDOW_BITS: u32 = 13;

/// The sum as a card returns it: all of it in the lowest chain.
fn chains(sum: G1Projective) -> Vec<u8> {
    let mut bytes = vec![];
    let mut put = |x: Fq, y: Fq, z: Fq| {
        [x, y, z]
            .iter()
            .for_each(|c| c.write_montgomery(&mut bytes));
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

fn multiply(bases: &[u8], scalars: &[u8]) -> G1Projective {
    let bases = bases.chunks(64).map(|b| G1Affine::from_bytes(b).unwrap());
    let scalars = scalars.chunks(32).map(Fr::from_le_bytes_mod_order);
    G1Projective::msm_unchecked(&bases.collect::<Vec<_>>(), &scalars.collect::<Vec<_>>())
}

type Answer = Box<dyn FnMut(usize, G1Projective) -> Result<Vec<u8>, JobStatus> + Send>;

/// A card that computes rightly and then lets `answer` spoil it, by the number
/// of the job. The line has `faults`, by the number of the request.
fn backend(
    answer: Answer,
    faults: impl FnMut(u64) -> Option<Fault> + Send + 'static,
) -> (CardBackend<Bn254>, Arc<AtomicUsize>) {
    backend_with_memory(1 << 16, answer, faults)
}

fn backend_with_memory(
    words: u32,
    answer: Answer,
    faults: impl FnMut(u64) -> Option<Fault> + Send + 'static,
) -> (CardBackend<Bn254>, Arc<AtomicUsize>) {
    let (card, jobs) = software_card(words, answer);
    (attach(card, faults), jobs)
}

/// A card whose jobs never end.
fn hanging_backend(answer: Answer) -> (CardBackend<Bn254>, Arc<AtomicUsize>) {
    let (mut card, jobs) = software_card(1 << 16, answer);
    card.hangs = true;
    (attach(card, |_| None), jobs)
}

fn software_card(words: u32, mut answer: Answer) -> (FakeCard, Arc<AtomicUsize>) {
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

fn attach(
    card: FakeCard,
    faults: impl FnMut(u64) -> Option<Fault> + Send + 'static,
) -> CardBackend<Bn254> {
    let line = FakeLine::new(Arc::new(Mutex::new(card)), Box::new(faults));
    let card = Card::identify(Box::new(SerialTransport::new(line, TIMING))).unwrap();
    CardBackend::new(card).unwrap()
}

fn honest() -> Answer {
    Box::new(|_, sum| Ok(chains(sum)))
}

fn prove(mode: Mode, card: CardBackend<Bn254>) -> Result<Proved<Bn254>, ProveError> {
    let dispatcher = Dispatcher::with_card(mode, Box::new(card));
    groth16::prove(&key("range"), &witness("range"), &dispatcher, &|_| ())
}

fn assert_valid(proved: &Proved<Bn254>) {
    assert!(groth16::verify(
        &verifying_key("range"),
        &proved.public,
        &proved.proof
    ));
}

/// Operations that the report says a card ran.
fn on_card(proved: &Proved<Bn254>) -> Vec<&str> {
    let operations = proved.report.operations.iter();
    operations
        .filter(|operation| operation.backend != "cpu")
        .map(|o| o.name)
        .collect()
}

#[test]
fn a_sound_card_computes_all_msms_over_g1() {
    for mode in [Mode::Auto, Mode::Card] {
        let (card, jobs) = backend(honest(), |_| None);
        let proved = prove(mode, card).unwrap();
        assert_valid(&proved);
        assert_eq!(on_card(&proved), ["MSM A", "MSM B1", "MSM C", "MSM H"]);
        assert_eq!(jobs.load(Ordering::SeqCst), 4);
        assert!(proved.report.incidents.is_empty());
    }
}

#[test]
fn bases_travel_once_for_many_proofs() {
    let requests = Arc::new(AtomicUsize::new(0));
    let count = requests.clone();
    let (card, _) = backend(honest(), move |_| {
        count.fetch_add(1, Ordering::SeqCst);
        None
    });
    let dispatcher = Dispatcher::with_card(Mode::Card, Box::new(card));
    let (key, witness) = (key("range"), witness("range"));
    let mut costs = vec![];
    for _ in 0..3 {
        let before = requests.load(Ordering::SeqCst);
        assert_valid(&groth16::prove(&key, &witness, &dispatcher, &|_| ()).unwrap());
        costs.push(requests.load(Ordering::SeqCst) - before);
    }
    assert!(
        costs[0] > costs[1] + 100 && costs[1].abs_diff(costs[2]) < 20,
        "{costs:?}"
    );
}

#[test]
fn a_bad_line_costs_time_and_nothing_else() {
    let faults = [
        Fault::LoseRequest,
        Fault::DamageAnswer,
        Fault::LoseAnswer,
        Fault::DamageRequest,
    ];
    let (card, _) = backend(honest(), move |n| {
        (n % 7 == 3).then_some(faults[n as usize / 7 % faults.len()])
    });
    let proved = prove(Mode::Card, card).unwrap();
    assert_valid(&proved);
    assert_eq!(on_card(&proved).len(), 4);
}

#[test]
fn a_card_lost_at_any_moment_leaves_a_valid_proof() {
    for fault in [Fault::Unplug, Fault::Freeze] {
        for moment in [5, 20, 100, 150, 200, 230, 260, 290, 320] {
            let (card, _) = backend(honest(), move |n| (n >= moment).then_some(fault));
            let proved = prove(Mode::Auto, card).unwrap();
            assert_valid(&proved);
            let complete = on_card(&proved).len() == 4;
            assert_eq!(
                proved.report.incidents.is_empty(),
                complete,
                "{fault:?} at {moment}"
            );

            let (card, _) = backend(honest(), move |n| (n >= moment).then_some(fault));
            match prove(Mode::Card, card) {
                Ok(proved) => assert_valid(&proved),
                Err(error) => assert!(matches!(error, ProveError::Operation(_)), "{error}"),
            }
        }
    }
}

#[test]
fn a_wrong_result_is_found_and_the_card_not_used_again() {
    for wrong in 0..4 {
        let spoil = move |job, sum: G1Projective| {
            Ok(chains(if job == wrong {
                sum + G1Affine::generator()
            } else {
                sum
            }))
        };
        let (card, jobs) = backend(Box::new(spoil), |_| None);
        let dispatcher = Dispatcher::with_card(Mode::Auto, Box::new(card));
        let (key, witness) = (key("range"), witness("range"));
        let proved = groth16::prove(&key, &witness, &dispatcher, &|_| ()).unwrap();
        assert_valid(&proved);
        assert_eq!(proved.report.incidents.len(), 1, "job {wrong}");
        assert_eq!(
            on_card(&proved).len(),
            3,
            "the report names who computed it in the end"
        );
        let again = groth16::prove(&key, &witness, &dispatcher, &|_| ()).unwrap();
        assert_valid(&again);
        assert!(on_card(&again).is_empty());
        assert_eq!(jobs.load(Ordering::SeqCst), 4);
    }
    let spoil = |_, sum: G1Projective| Ok(chains(sum + G1Affine::generator()));
    let (card, _) = backend(Box::new(spoil), |_| None);
    let dispatcher = Dispatcher::with_card(Mode::Card, Box::new(card));
    let again = || groth16::prove(&key("range"), &witness("range"), &dispatcher, &|_| ()).err();
    let Some(ProveError::Operation(error)) = again() else {
        panic!("a wrong result must be an error if only a card may be used");
    };
    assert!(matches!(error.source, AcceleratorError::WrongResult));
    let Some(ProveError::Operation(error)) = again() else {
        panic!("a card that was given up must not be replaced by the CPU");
    };
    assert!(matches!(error.source, AcceleratorError::GivenUp(_)));
}

#[test]
fn an_answer_that_is_no_point_is_a_fault() {
    for garbage in [0x00, 0x55, 0xFF] {
        let spoil = move |_, sum| {
            let mut bytes = chains(sum);
            bytes[..192].fill(garbage);
            Ok(bytes)
        };
        let (card, _) = backend(Box::new(spoil), |_| None);
        let proved = prove(Mode::Auto, card).unwrap();
        assert_valid(&proved);
        assert!(on_card(&proved).is_empty());
        assert_eq!(
            proved.report.incidents.len(),
            4,
            "{:?}",
            proved.report.incidents
        );
    }
}

#[test]
fn failing_jobs_are_computed_on_the_cpu_and_a_faulty_card_is_given_up() {
    let fail = |job, sum| {
        if job == 1 {
            Err(JobStatus::MemoryError)
        } else {
            Ok(chains(sum))
        }
    };
    let (card, _) = backend(Box::new(fail), |_| None);
    let proved = prove(Mode::Auto, card).unwrap();
    assert_valid(&proved);
    assert_eq!(on_card(&proved), ["MSM A", "MSM C", "MSM H"]);

    let (card, jobs) = backend(Box::new(|_, _| Err(JobStatus::Watchdog)), |_| None);
    let dispatcher = Dispatcher::with_card(Mode::Auto, Box::new(card));
    for _ in 0..2 {
        let proved = groth16::prove(&key("range"), &witness("range"), &dispatcher, &|_| ());
        assert_valid(&proved.unwrap());
    }
    assert!(
        jobs.load(Ordering::SeqCst) <= 4,
        "a card that always fails is not asked for ever"
    );
}

#[test]
fn a_job_that_never_ends_costs_time_and_the_bases_stay() {
    let hang = |_, sum| Ok(chains(sum));
    let (card, jobs) = hanging_backend(Box::new(hang));
    let proved = prove(Mode::Auto, card).unwrap();
    assert_valid(&proved);
    assert!(!proved.report.incidents.is_empty());
    assert_eq!(jobs.load(Ordering::SeqCst), 0);
}

#[test]
fn a_key_that_does_not_fit_is_no_fault_of_the_card() {
    let (card, jobs) = backend_with_memory(400, honest(), |_| None);
    let dispatcher = Dispatcher::with_card(Mode::Card, Box::new(card));
    for _ in 0..2 {
        let proved = groth16::prove(&key("range"), &witness("range"), &dispatcher, &|_| ());
        assert_valid(&proved.unwrap());
        let small = groth16::prove(
            &key("multiplier"),
            &witness("multiplier"),
            &dispatcher,
            &|_| (),
        );
        assert!(small.is_ok());
    }
    assert_eq!(jobs.load(Ordering::SeqCst), 0);
}

#[test]
fn keys_take_turns_in_a_small_card_memory() {
    // Room for one proof and its jobs, and little more.
    let (card, jobs) = backend_with_memory(6000, honest(), |_| None);
    let dispatcher = Dispatcher::with_card(Mode::Card, Box::new(card));
    for round in 1..=3 {
        let proved = groth16::prove(&key("range"), &witness("range"), &dispatcher, &|_| ());
        let proved = proved.unwrap();
        assert_valid(&proved);
        assert_eq!(on_card(&proved).len(), 4, "{:?}", proved.report.incidents);
        assert_eq!(jobs.load(Ordering::SeqCst), 4 * round);
    }
}

#[test]
fn a_proof_can_be_made_on_a_thread_of_the_pool() {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    let proved = pool.install(|| {
        groth16::prove(
            &key("range"),
            &witness("range"),
            &Dispatcher::cpu_only(),
            &|_| (),
        )
    });
    assert_valid(&proved.unwrap());
}

#[test]
fn cards_that_describe_themselves_impossibly_are_refused() {
    for (register, value) in [
        (reg::SCALAR_BITS, 128),
        (reg::WINDOWS, 1 << 20),
        (reg::WINDOWS, 0),
        (reg::WINDOW_BITS, 0),
        (reg::WINDOW_BITS, 40),
        (reg::SEGMENTS, 3),
        (reg::SEGMENTS, 1 << 13),
        (reg::FEATURES, 0),
    ] {
        let compute = Box::new(|_: &[u8], _: &[u8]| Ok(vec![]));
        let mut card = FakeCard::new(Curve::Bn254G1, WINDOWS, WINDOW_BITS, 4096, compute);
        card.set(register, value);
        let line = FakeLine::new(Arc::new(Mutex::new(card)), Box::new(|_| None));
        let card = Card::identify(Box::new(SerialTransport::new(line, TIMING))).unwrap();
        let result = CardBackend::<Bn254>::new(card);
        assert!(
            matches!(result, Err(AcceleratorError::NoCard(_))),
            "{} = {value}",
            register.name
        );
    }
}

#[test]
fn an_unsatisfying_witness_is_not_blamed_on_the_card() {
    let mut file = crate::support::bytes("range", "witness.wtns");
    let end = file.len();
    file[end - 32] ^= 1;
    let (_, altered) = zkcard::formats::wtns_from_bytes::<Bn254>("altered".as_ref(), file).unwrap();
    let (card, jobs) = backend(honest(), |_| None);
    let dispatcher = Dispatcher::with_card(Mode::Auto, Box::new(card));
    let result = groth16::prove(&key("range"), &altered, &dispatcher, &|_| ());
    assert!(matches!(result, Err(ProveError::Rejected)));
    let proved = groth16::prove(&key("range"), &witness("range"), &dispatcher, &|_| ()).unwrap();
    assert_eq!(on_card(&proved).len(), 4);
    assert_eq!(jobs.load(Ordering::SeqCst), 8);
}

#[test]
fn a_card_of_another_curve_is_refused() {
    let compute = Box::new(|_: &[u8], _: &[u8]| Ok(vec![]));
    let card = FakeCard::new(Curve::Tiny, 4, 4, 4096, compute);
    let line = FakeLine::new(Arc::new(Mutex::new(card)), Box::new(|_| None));
    let card = Card::identify(Box::new(SerialTransport::new(line, TIMING))).unwrap();
    assert!(matches!(
        CardBackend::<Bn254>::new(card),
        Err(AcceleratorError::NoCard(_))
    ));
}

#[test]
fn progress_is_told_step_by_step() {
    let steps = Mutex::new(0);
    let dispatcher = Dispatcher::without_card("there is none");
    groth16::prove(
        &key("multiplier"),
        &witness("multiplier"),
        &dispatcher,
        &|Event::Step(_)| {
            *steps.lock().unwrap() += 1;
        },
    )
    .unwrap();
    assert_eq!(*steps.lock().unwrap(), Event::STEPS);
}
