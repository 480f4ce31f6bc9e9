//! Whatever a card does, a valid proof comes out, or a clear error if only a
//! card may be used.

use crate::{
    software_card::{
        EVEN_WINDOWS, MULTIPLES, TIMING, WINDOW_BITS, WINDOWS, assert_valid, backend,
        backend_with_memory, chains, hanging_backend, honest, on_card,
    },
    support::{key, witness},
};
use ark_bn254::{G1Affine, G1Projective};
use ark_ec::AffineRepr;
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};
use zkcard::{
    Bn254, Dispatcher, Mode,
    accelerator::{AcceleratorError, CardBackend},
    groth16::{self, Event, ProveError, Proved},
};
use zkcard_driver::{
    Card,
    fake::{FakeCard, FakeLine, Fault},
    serial::SerialTransport,
};
use zkcard_wire::{BaseKind, Group, identity::Curve, job::JobStatus, registers as reg};

fn prove(mode: Mode, card: CardBackend<Bn254>) -> Result<Proved<Bn254>, ProveError> {
    let dispatcher = Dispatcher::with_card(mode, Box::new(card));
    groth16::prove(&key("range"), &witness("range"), &dispatcher, &|_| ())
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
        // Six requests take the card into use.
        for moment in [6, 20, 100, 150, 200, 230, 260, 290, 320] {
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
    // Room for what is small, such as the key of the multiplier.
    let (card, jobs) = backend_with_memory(400, honest(), |_| None);
    let dispatcher = Dispatcher::with_card(Mode::Card, Box::new(card));
    for round in 1..=2 {
        let proved = groth16::prove(&key("range"), &witness("range"), &dispatcher, &|_| ());
        assert_valid(&proved.unwrap());
        let before = jobs.load(Ordering::SeqCst);
        let small = groth16::prove(
            &key("multiplier"),
            &witness("multiplier"),
            &dispatcher,
            &|_| (),
        );
        assert!(small.is_ok());
        assert!(jobs.load(Ordering::SeqCst) > before, "round {round}");
    }
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
        (reg::NARROW_WINDOWS, 1),
        (reg::NARROW_WINDOWS, 21),
        (reg::SEGMENTS, 3),
        (reg::SEGMENTS, 1 << 13),
        (reg::G2_WINDOWS, 0),
        (reg::G2_WINDOWS, 19),
        (reg::G2_WINDOW_BITS, 1),
        (reg::G2_SEGMENTS, 0),
        (reg::G2_NARROW_WINDOWS, 1),
        (reg::MULTIPLES, 0),
        (reg::MULTIPLES, 7),
        (reg::MULTIPLES, 1 << 30),
        (reg::MULTIPLE_BITS, 15),
        (reg::MULTIPLE_BITS, 30),
        (reg::MULTIPLE_SEGMENTS, 0),
        (reg::FEATURES, 0),
    ] {
        let compute = Box::new(|_: BaseKind, _: &[u8], _: &[u8]| Ok(vec![]));
        let mut card = FakeCard::new(Curve::Bn254, WINDOWS, WINDOW_BITS, 4096, compute);
        card.add_group(Group::G2, &EVEN_WINDOWS);
        card.add_multiples(&MULTIPLES);
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
    let compute = Box::new(|_: BaseKind, _: &[u8], _: &[u8]| Ok(vec![]));
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

#[test]
fn small_work_runs_on_a_card_that_is_demanded() {
    for (mode, expected) in [
        (Mode::Card, vec!["MSM A", "MSM B1", "MSM C", "MSM H"]),
        (Mode::Auto, vec![]),
    ] {
        let (card, _) = backend(honest(), |_| None);
        let dispatcher = Dispatcher::with_card(mode, Box::new(card));
        let (key, witness) = (key("multiplier"), witness("multiplier"));
        let proved = groth16::prove(&key, &witness, &dispatcher, &|_| ()).unwrap();
        assert_eq!(on_card(&proved), expected);
    }
}
