//! Sets of bases under a number: what the card refuses comes back typed, and the next job runs.

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
    serial::{SerialTransport, Timing},
};
use zkcard_wire::{
    BaseKind, Group,
    identity::Curve,
    job::JobStatus,
    layout::{Multiples, Windows},
    registers as reg,
    sets::SETS,
};

const TIMING: Timing = Timing {
    byte: Duration::ZERO,
    patience: Duration::from_millis(2),
    attempts: 3,
};
const TIMEOUT: Duration = Duration::from_secs(1);
const WORDS: u32 = 4096;

/// Three words a base, a result of eight.
const MULTIPLES: Multiples = Multiples {
    windows: Windows {
        count: 2,
        bits: 3,
        narrow: 0,
        segments: 1,
        adders: 1,
    },
    words: 3,
};

/// Words of a result over G1 of the card below.
const RESULT_WORDS: usize = 16;

/// A card that answers with the number of words of bases that it read.
fn software_card() -> Arc<Mutex<FakeCard>> {
    let compute = Box::new(|_: BaseKind, bases: &[u8], _: &[u8]| {
        let mut word = vec![0; 64];
        word[0] = (bases.len() / 64) as u8;
        Ok(word)
    });
    let mut card = FakeCard::new(Curve::Tiny, 4, 4, WORDS, compute);
    let windows = Windows {
        count: 4,
        bits: 4,
        narrow: 0,
        segments: 1,
        adders: 1,
    };
    card.add_group(Group::G2, &windows);
    card.add_multiples(&MULTIPLES);
    Arc::new(Mutex::new(card))
}

fn transport(card: &Arc<Mutex<FakeCard>>) -> SerialTransport<FakeLine> {
    SerialTransport::new(FakeLine::new(card.clone(), Box::new(|_| None)), TIMING)
}

fn session(card: &Arc<Mutex<FakeCard>>) -> Session {
    Session::begin(Card::identify(Box::new(transport(card))).unwrap()).unwrap()
}

/// Runs an MSM and returns what the card computed.
fn run(
    session: &mut Session,
    set: BaseSet,
    scalars: Region,
    result: Region,
    count: u32,
) -> Result<u8, DriverError> {
    let ticket = session.submit_msm(set, scalars, result, count, TIMEOUT)?;
    session.wait(ticket, TIMEOUT)?;
    let mut word = [0; 64];
    session.read(result, 0, &mut word)?;
    Ok(word[0])
}

fn status(result: Result<u8, DriverError>) -> JobStatus {
    match result {
        Err(DriverError::Job(status)) => status,
        other => panic!("{other:?}"),
    }
}

#[test]
fn refused_jobs_say_why_and_the_next_one_runs() {
    let card = software_card();
    let mut session = session(&card);
    let [bases, scalars, result] = [40, 20, 2 * RESULT_WORDS].map(|n| session.reserve(n).unwrap());
    let raised = session.reserve(30).unwrap();
    let g1 = session.declare(BaseKind::G1, bases, 40, TIMEOUT).unwrap();
    let g2 = session.declare(BaseKind::G2, bases, 20, TIMEOUT).unwrap();
    let multiples = session.declare(BaseKind::Multiples, raised, 10, TIMEOUT);
    let multiples = multiples.unwrap();
    let beyond = |back: u32| Region {
        word: WORDS - back,
        words: 16,
    };
    for (set, from, to, count, expected) in [
        (g1, scalars, result, 41, JobStatus::TooMany),
        (g2, scalars, result, 21, JobStatus::TooMany),
        (g1, beyond(19), result, 40, JobStatus::OutOfMemory),
        (g1, scalars, beyond(15), 1, JobStatus::OutOfMemory),
        (g1, bases, result, 1, JobStatus::Overlap),
        (g1, scalars, bases, 1, JobStatus::Overlap),
        (g2, scalars, scalars, 1, JobStatus::Overlap),
        (g1, scalars, raised, 1, JobStatus::Overlap),
        (multiples, raised, result, 1, JobStatus::Overlap),
        (multiples, scalars, beyond(7), 1, JobStatus::OutOfMemory),
        (multiples, scalars, result, 11, JobStatus::TooMany),
    ] {
        let refused = run(&mut session, set, from, to, count);
        assert_eq!(status(refused), expected);
        assert_eq!(run(&mut session, g1, scalars, result, 40).unwrap(), 40);
        assert_eq!(run(&mut session, g2, scalars, result, 20).unwrap(), 40);
        let three_each = run(&mut session, multiples, scalars, result, 10);
        assert_eq!(three_each.unwrap(), 30);
    }
    assert_eq!(run(&mut session, g1, scalars, result, 0).unwrap(), 0);
    session.forget(g1, TIMEOUT).unwrap();
    let refused = run(&mut session, g1, scalars, result, 1);
    assert_eq!(status(refused), JobStatus::UnknownSet);
    // Its number goes to another set, of the other group.
    session.declare(BaseKind::G2, bases, 3, TIMEOUT).unwrap();
    let refused = run(&mut session, g1, scalars, result, 1);
    assert_eq!(status(refused), JobStatus::WrongGroup);
}

#[test]
fn sets_outlive_a_reset_and_not_a_session() {
    let card = software_card();
    let mut first = session(&card);
    let [bases, scalars, result] = [4, 2, RESULT_WORDS].map(|n| first.reserve(n).unwrap());
    let set = first.declare(BaseKind::G1, bases, 4, TIMEOUT).unwrap();
    assert_eq!(run(&mut first, set, scalars, result, 4).unwrap(), 4);
    first.reset().unwrap();
    assert_eq!(run(&mut first, set, scalars, result, 4).unwrap(), 4);
    let mut second = session(&card);
    let refused = run(&mut second, set, scalars, result, 4);
    assert_eq!(status(refused), JobStatus::UnknownSet);
}

#[test]
fn a_card_knows_so_many_sets_and_no_more() {
    let card = software_card();
    let mut session = session(&card);
    let region = session.reserve(8).unwrap();
    let declare = |session: &mut Session| session.declare(BaseKind::G1, region, 8, TIMEOUT);
    let sets: Vec<_> = (0..SETS).map(|_| declare(&mut session).unwrap()).collect();
    assert!(matches!(
        declare(&mut session),
        Err(DriverError::SetsFull { most: SETS })
    ));
    session.forget(sets[5], TIMEOUT).unwrap();
    assert_eq!(declare(&mut session).unwrap(), sets[5]);
    assert!(declare(&mut session).is_err());
}

#[test]
fn a_set_that_does_not_fit_its_region_is_refused_before_it_travels() {
    let card = software_card();
    let mut session = session(&card);
    let region = session.reserve(8).unwrap();
    for (bases, count) in [
        (BaseKind::G1, 9),
        (BaseKind::G2, 5),
        (BaseKind::G2, u32::MAX),
        (BaseKind::Multiples, 3),
    ] {
        let refused = session.declare(bases, region, count, TIMEOUT);
        assert!(matches!(refused, Err(DriverError::OutOfRegion { .. })));
    }
    assert_eq!(card.lock().unwrap().memory().len(), 64 * WORDS as usize);
    assert!(session.declare(BaseKind::G2, region, 4, TIMEOUT).is_ok());
}

#[test]
fn a_declaration_in_doubt_does_not_stay() {
    let card = software_card();
    let lose = Arc::new(AtomicBool::new(false));
    let losing = lose.clone();
    let faults = Box::new(move |_| losing.load(Relaxed).then_some(Fault::LoseAnswer));
    let line = SerialTransport::new(FakeLine::new(card.clone(), faults), TIMING);
    let mut session = Session::begin(Card::identify(Box::new(line)).unwrap()).unwrap();
    let [bases, scalars, result] = [64, 2, RESULT_WORDS].map(|n| session.reserve(n).unwrap());
    lose.store(true, Relaxed);
    let lost = session.declare(BaseKind::G1, bases, 64, TIMEOUT);
    assert!(matches!(lost, Err(DriverError::Silent { .. })));
    lose.store(false, Relaxed);
    // The card has it, and would refuse to have its words overwritten.
    session.reset().unwrap();
    let set = session.declare(BaseKind::G1, scalars, 2, TIMEOUT).unwrap();
    assert_eq!(run(&mut session, set, bases, result, 2).unwrap(), 2);
}

#[test]
fn a_stranger_to_the_contract_is_refused() {
    let card = software_card();
    let mut session = session(&card);
    let mut line = transport(&card);
    for (kind, set, expected) in [
        (0, 0, JobStatus::Unsupported),
        (7, 0, JobStatus::Unsupported),
        (5, 0, JobStatus::UnknownSet),
        (3, 16, JobStatus::UnknownSet),
    ] {
        let job = [kind, 9, set, 0, 0, 0, 0, 1];
        line.write_registers(reg::JOB_KIND.offset, &job).unwrap();
        let ended = line.read_register(reg::DONE_STATUS.offset).unwrap();
        assert_eq!(JobStatus::try_from(ended), Ok(expected));
        line.write_register(reg::DONE_POP.offset, 1).unwrap();
    }
    let errors: Vec<_> = session.take_errors().unwrap().iter().collect();
    assert_eq!(errors, [ErrorLatch::JobRefused]);
}

#[test]
fn a_card_without_multiples_gets_none() {
    let compute = Box::new(|_: BaseKind, _: &[u8], _: &[u8]| Ok(vec![0; 64]));
    let card = FakeCard::new(Curve::Tiny, 4, 4, WORDS, compute);
    let mut session = session(&Arc::new(Mutex::new(card)));
    let region = session.reserve(8).unwrap();
    let refused = session.declare(BaseKind::Multiples, region, 1, TIMEOUT);
    let unsupported = DriverError::Job(JobStatus::Unsupported);
    assert_eq!(refused.unwrap_err().to_string(), unsupported.to_string());
}
