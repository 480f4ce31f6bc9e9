//! The driver over a line that loses, damages and repeats: everything arrives
//! once, in order, or is a clear error.

use proptest::prelude::*;
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};
use zkcard_driver::{
    BaseSet, Card, DriverError, ErrorLatch, Session, Transport,
    fake::{FakeCard, FakeLine, Fault},
    memory::Region,
    serial::{self, SerialTransport, Timing},
    session::DEFAULT_WATCHDOG,
};
use zkcard_wire::{
    BaseKind,
    frame::Status,
    identity::{self, Curve},
    job::JobStatus,
    registers as reg,
};

/// Words of a result of the software card.
const RESULT_WORDS: usize = 16;

const TIMING: Timing = Timing {
    byte: Duration::ZERO,
    patience: Duration::from_millis(2),
    attempts: 6,
};

fn software_card() -> Arc<Mutex<FakeCard>> {
    // Adds all bytes up: enough to see which data a job worked on.
    let compute = Box::new(|_: BaseKind, bases: &[u8], scalars: &[u8]| {
        let sum: u64 = bases
            .iter()
            .chain(scalars)
            .map(|&byte| u64::from(byte))
            .sum();
        let mut word = vec![0; 64];
        word[..8].copy_from_slice(&sum.to_le_bytes());
        Ok(word)
    });
    Arc::new(Mutex::new(FakeCard::new(Curve::Tiny, 4, 4, 4096, compute)))
}

fn transport(
    card: &Arc<Mutex<FakeCard>>,
    faults: impl FnMut(u64) -> Option<Fault> + Send + 'static,
) -> SerialTransport<FakeLine> {
    SerialTransport::new(FakeLine::new(card.clone(), Box::new(faults)), TIMING)
}

fn session(card: &Arc<Mutex<FakeCard>>) -> Session {
    let card = Card::identify(Box::new(transport(card, |_| None))).unwrap();
    Session::begin(card).unwrap()
}

/// As [`prepared`], with nothing left in the queue of the card.
fn settled(session: &mut Session) -> (BaseSet, Region, Region) {
    let (set, scalars, result) = prepared(session);
    let timeout = Duration::from_secs(1);
    let ticket = session
        .submit_msm(set, scalars, result, 1, timeout)
        .unwrap();
    session.wait(ticket, timeout).unwrap();
    (set, scalars, result)
}

/// A set of one base, a word of scalars, and room for a result.
fn prepared(session: &mut Session) -> (BaseSet, Region, Region) {
    let [bases, scalars, result] =
        [1, 1, RESULT_WORDS].map(|words| session.reserve(words).unwrap());
    let timeout = Duration::from_secs(1);
    let set = session.declare(BaseKind::G1, bases, 1, timeout).unwrap();
    (set, scalars, result)
}

fn any_fault() -> impl Strategy<Value = Option<Fault>> {
    prop_oneof![
        2 => Just(None),
        1 => prop_oneof![
            Just(Fault::LoseRequest), Just(Fault::DamageRequest), Just(Fault::LoseAnswer),
            Just(Fault::DamageAnswer), Just(Fault::Noise), Just(Fault::RepeatAnswer),
        ].prop_map(Some),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn everything_arrives_once_over_a_bad_line(
        faults in proptest::collection::vec(any_fault(), 1..12),
        data in proptest::collection::vec(any::<u8>(), 1..40),
    ) {
        let card = software_card();
        // Never six faults in a row: that is a lost card, tested elsewhere.
        let schedule = move |n: u64| if n % 5 == 4 { None } else { faults[n as usize % faults.len()] };
        let mut line = transport(&card, schedule);
        prop_assert_eq!(line.synchronise().unwrap(), (identity::MAGIC, identity::VERSION));
        let bytes: Vec<u8> = data.iter().flat_map(|&b| [b; 64]).collect();
        line.write_memory(100, &bytes).unwrap();
        let mut back = vec![0; bytes.len()];
        line.read_memory(100, &mut back).unwrap();
        prop_assert_eq!(back, bytes);
        for (i, &byte) in data.iter().enumerate() {
            line.write_register(reg::SCRATCH.offset, u32::from(byte)).unwrap();
            prop_assert_eq!(line.read_register(reg::SCRATCH.offset).unwrap(), u32::from(byte));
            // A job that was queued twice would be answered twice.
            if i < 4 {
                line.write_registers(reg::JOB_KIND.offset, &[1, i as u32, 0, 0, 0, 2000, 1, 1]).unwrap();
                prop_assert_eq!(line.read_register(reg::DONE_COUNT.offset).unwrap(), i as u32 + 1);
            }
        }
    }
}

#[test]
fn a_silent_card_is_an_error_after_all_attempts() {
    let card = software_card();
    let mut line = transport(&card, |n| (n == 3).then_some(Fault::Freeze));
    for _ in 0..3 {
        line.read_register(reg::MAGIC.offset).unwrap();
    }
    match line.read_register(reg::MAGIC.offset) {
        Err(error @ DriverError::Silent { attempts: 6, .. }) => assert!(error.is_lost()),
        other => panic!("{other:?}"),
    }
    assert_eq!(line.retries(), 5);
}

#[test]
fn a_card_pulled_out_is_an_error_at_once() {
    let card = software_card();
    let mut line = transport(&card, |n| (n == 1).then_some(Fault::Unplug));
    line.read_register(reg::MAGIC.offset).unwrap();
    let error = line.write_register(reg::SCRATCH.offset, 1).unwrap_err();
    assert!(
        error.is_lost() && matches!(error, DriverError::Line(_)),
        "{error}"
    );
}

#[test]
fn refusals_of_the_card_are_named() {
    let card = software_card();
    let mut line = transport(&card, |_| None);
    let refused = |result: Result<(), DriverError>| match result {
        Err(DriverError::Refused { status, .. }) => status,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        refused(line.write_register(reg::MAGIC.offset, 1)),
        Status::RegisterError
    );
    assert_eq!(
        refused(line.read_register(0x7FC).map(|_| ())),
        Status::RegisterError
    );
    assert_eq!(
        refused(line.write_memory(4096, &[0; 64])),
        Status::MemoryError
    );
    assert!(matches!(
        line.write_memory(0, &[0; 63]),
        Err(DriverError::Wire(_))
    ));
}

#[test]
fn another_device_and_another_version_are_refused() {
    let identify = |register, value| {
        let card = software_card();
        card.lock().unwrap().set(register, value);
        Card::identify(Box::new(transport(&card, |_| None)))
    };
    assert!(matches!(
        identify(reg::MAGIC, 7),
        Err(DriverError::NotACard { magic: 7, .. })
    ));
    let version = identify(reg::VERSION, 9 << 16 | 3);
    assert!(matches!(
        version,
        Err(DriverError::Version {
            got_major: 9,
            got_minor: 3,
            ..
        })
    ));
    let newer_minor = identify(reg::VERSION, identity::VERSION + 1).unwrap();
    assert_eq!(
        newer_minor.identity().version,
        (identity::VERSION_MAJOR, identity::VERSION_MINOR + 1)
    );
    let other_table = identify(reg::CONTRACT_HASH_LOW, 1).unwrap();
    assert!(!other_table.identity().same_contract());
}

#[test]
fn jobs_are_answered_in_any_order_of_waiting() {
    let card = software_card();
    let mut session = session(&card);
    let timeout = Duration::from_secs(1);
    let (bases, scalars) = (session.reserve(4).unwrap(), session.reserve(2).unwrap());
    session.write(bases, 0, &[1; 4 * 64]).unwrap();
    let set = session.declare(BaseKind::G1, bases, 4, timeout).unwrap();
    let mut jobs = vec![];
    // More jobs than the queue of the card has places.
    for n in 0..10u8 {
        let result = session.reserve(RESULT_WORDS).unwrap();
        session.write(scalars, 0, &[n; 128]).unwrap();
        jobs.push((
            n,
            result,
            session
                .submit_msm(set, scalars, result, 4, timeout)
                .unwrap(),
        ));
    }
    for (n, result, ticket) in jobs.into_iter().rev() {
        let completion = session.wait(ticket, timeout).unwrap();
        assert_eq!(completion.cycles, 4);
        let mut word = [0; 64];
        session.read(result, 0, &mut word).unwrap();
        assert_eq!(
            word[..2],
            (256 + 128 * u16::from(n)).to_le_bytes(),
            "job {n}"
        );
    }
}

#[test]
fn a_strange_answer_does_not_harm_other_jobs() {
    let card = software_card();
    let mut session = session(&card);
    // Another user of the same card, which cannot happen with the lock.
    let mut stranger = transport(&card, |_| None);
    let timeout = Duration::from_millis(200);
    let (set, scalars, result) = settled(&mut session);
    stranger
        .write_registers(reg::JOB_KIND.offset, &[1, 77, 0, 0, 2000, 2100, 1, 1])
        .unwrap();
    let mut submit = || {
        session
            .submit_msm(set, scalars, result, 1, timeout)
            .unwrap()
    };
    let tickets = [submit(), submit(), submit()];
    assert!(matches!(
        session.wait(tickets[0], timeout),
        Err(DriverError::WrongJob {
            got: 77,
            expected: 3
        })
    ));
    // The answer of the first job is lost: the others are found by their tags.
    stranger.write_register(reg::DONE_POP.offset, 1).unwrap();
    assert!(session.wait(tickets[2], timeout).is_ok());
    assert!(session.wait(tickets[1], timeout).is_ok());
    assert!(matches!(
        session.wait(tickets[0], Duration::ZERO),
        Err(DriverError::JobTimeout(_))
    ));
}

#[test]
fn a_job_that_got_through_unanswered_is_dropped_in_silence() {
    let card = software_card();
    let lose = Arc::new(AtomicBool::new(false));
    let losing = lose.clone();
    let faults = move |_| losing.load(Relaxed).then_some(Fault::LoseAnswer);
    let mut session =
        Session::begin(Card::identify(Box::new(transport(&card, faults))).unwrap()).unwrap();
    let (set, scalars, result) = prepared(&mut session);
    let timeout = Duration::from_millis(200);
    let submit = |session: &mut Session| session.submit_msm(set, scalars, result, 1, timeout);
    let before = submit(&mut session).unwrap();
    lose.store(true, Relaxed);
    assert!(matches!(
        submit(&mut session),
        Err(DriverError::Silent { .. })
    ));
    lose.store(false, Relaxed);
    let mut look = transport(&card, |_| None);
    assert_eq!(look.read_register(reg::DONE_COUNT.offset).unwrap(), 3);
    let after = submit(&mut session).unwrap();
    assert!(session.wait(after, timeout).is_ok());
    assert!(session.wait(before, timeout).is_ok());
}

#[test]
fn every_job_has_a_watchdog() {
    let card = software_card();
    let mut session = session(&card);
    let mut look = transport(&card, |_| None);
    let mut watchdog = || look.read_register(reg::WATCHDOG_KCYCLES.offset).unwrap();
    assert_eq!(watchdog(), DEFAULT_WATCHDOG);
    session.set_watchdog(5).unwrap();
    assert_eq!(watchdog(), 5);
    session.reset().unwrap();
    assert_eq!(watchdog(), 5, "a reset keeps it");
}

#[test]
fn a_card_without_places_for_jobs_is_refused() {
    let card = software_card();
    card.lock().unwrap().set(reg::QUEUE_DEPTH, 0);
    let card = Card::identify(Box::new(transport(&card, |_| None))).unwrap();
    let refused = Session::begin(card).err();
    assert!(matches!(refused, Some(DriverError::Impossible { .. })));
}

#[test]
fn error_latches_are_taken_once() {
    let card = software_card();
    let damage = |n| (n == 12).then_some(Fault::DamageRequest);
    let card = Card::identify(Box::new(transport(&card, damage))).unwrap();
    let mut session = Session::begin(card).unwrap();
    let region = session.reserve(4).unwrap();
    for _ in 0..10 {
        session.write(region, 0, &[7; 256]).unwrap();
    }
    let mut take = || session.take_errors().unwrap().iter().collect::<Vec<_>>();
    assert_eq!(take(), [ErrorLatch::FrameChecksum]);
    assert_eq!(take(), []);
}

#[test]
fn the_rate_of_the_line_is_told() {
    let identify = |divisor| {
        let card = software_card();
        card.lock().unwrap().set(reg::UART_DIVISOR, divisor);
        Card::identify(Box::new(transport(&card, |_| None))).unwrap()
    };
    assert_eq!(
        identify(83).line_rate().unwrap().to_string(),
        "83 clocks a bit"
    );
    assert_eq!(identify(0).line_rate(), None, "a card without a line");
    let rate = identify(83).identity().line_rate(Some(3_000_000)).unwrap();
    assert_eq!(rate.to_string(), "83 clocks a bit (3000000 baud)");
}

#[test]
fn a_failing_job_is_named_and_the_next_one_runs() {
    let mut fail = true;
    let compute = Box::new(move |_: BaseKind, _: &[u8], _: &[u8]| {
        if std::mem::take(&mut fail) {
            Err(JobStatus::MemoryTimeout)
        } else {
            Ok(vec![1; 64])
        }
    });
    let card = Arc::new(Mutex::new(FakeCard::new(Curve::Tiny, 4, 4, 4096, compute)));
    let mut session = session(&card);
    let (set, scalars, result) = prepared(&mut session);
    let timeout = Duration::from_secs(1);
    let ticket = session
        .submit_msm(set, scalars, result, 1, timeout)
        .unwrap();
    let error = session.wait(ticket, timeout).unwrap_err();
    assert!(matches!(error, DriverError::Job(JobStatus::MemoryTimeout)) && !error.is_lost());
    let ticket = session
        .submit_msm(set, scalars, result, 1, timeout)
        .unwrap();
    assert!(session.wait(ticket, timeout).is_ok());
}

#[test]
fn a_job_that_never_ends_is_given_up_and_a_reset_helps() {
    let card = software_card();
    card.lock().unwrap().hangs = true;
    let mut session = session(&card);
    let region = session.reserve(4).unwrap();
    session.write(region, 0, &[7; 256]).unwrap();
    let timeout = Duration::from_millis(20);
    let (set, scalars, result) = prepared(&mut session);
    let ticket = session
        .submit_msm(set, scalars, result, 1, timeout)
        .unwrap();
    assert!(matches!(
        session.wait(ticket, timeout),
        Err(DriverError::JobTimeout(_))
    ));
    card.lock().unwrap().hangs = false;
    session.reset().unwrap();
    let mut kept = [0; 256];
    session.read(region, 0, &mut kept).unwrap();
    assert_eq!(kept, [7; 256], "resident memory survives a reset");
    // So does the set, although its declaration was still in the queue.
    let ticket = session
        .submit_msm(set, scalars, result, 1, timeout)
        .unwrap();
    assert!(session.wait(ticket, timeout).is_ok());
}

#[test]
fn writes_outside_of_a_region_are_refused_before_they_travel() {
    let card = software_card();
    let mut session = session(&card);
    let region = session.reserve(2).unwrap();
    for (offset, bytes) in [(0, 129), (64, 65), (128, 1), (1, 1), (usize::MAX, 1)] {
        let result = session.write(region, offset, &vec![0; bytes]);
        assert!(
            matches!(result, Err(DriverError::OutOfRegion { .. })),
            "{offset} {bytes}"
        );
    }
    assert!(matches!(
        session.reserve(5000),
        Err(DriverError::MemoryFull { .. })
    ));
    assert!(matches!(
        session.reserve(usize::MAX),
        Err(DriverError::MemoryFull { .. })
    ));
}

#[test]
fn what_is_no_port_is_called_so() {
    let file = tempfile::NamedTempFile::new().unwrap();
    for device in ["/dev/null", file.path().to_str().unwrap()] {
        let error = serial::open(device, 115_200).err().expect("no port");
        assert_eq!(error.to_string(), format!("{device} is not a serial port"));
        assert!(error.is_lost());
    }
    let missing = serial::open("/dev/no-such-device", 115_200).err();
    assert!(matches!(missing, Some(DriverError::Open { .. })));
}

#[test]
fn silence_is_told_in_whole_seconds_with_the_device() {
    let silent = |milliseconds| DriverError::Silent {
        device: "/dev/ttyUSB0".into(),
        request: "a register read",
        waited: Duration::from_millis(milliseconds),
        attempts: 5,
    };
    let told = "/dev/ttyUSB0 did not answer a register read within 3 s (asked 5 times)";
    assert_eq!(silent(2504).to_string(), told);
    assert!(silent(40).to_string().contains("within 40 ms"));
}
