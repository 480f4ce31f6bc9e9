//! Memory that is to be cleared stays taken until it is, whatever fails on the way.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};
use zkcard_driver::{
    Card, DriverError, Session, Transport,
    fake::{FakeCard, FakeLine},
    memory::Region,
    serial::{SerialTransport, Timing},
};
use zkcard_wire::{
    BaseKind, frame::Status, identity::Curve, job::JobStatus, registers as reg, transform::Shape,
};

const TIMING: Timing = Timing {
    byte: Duration::ZERO,
    patience: Duration::from_millis(2),
    attempts: 3,
};
const TIMEOUT: Duration = Duration::from_secs(1);
const SHORT: Duration = Duration::from_millis(5);
const WORDS: u32 = 1024;
/// Places in the queue.
const DEPTH: usize = 4;

/// What goes wrong on the way to a card.
#[derive(Clone, Default)]
struct Troubles {
    /// Jobs to refuse from now on.
    refuse: Arc<AtomicUsize>,
    /// Finished jobs do not show.
    hide: Arc<AtomicBool>,
}

struct Troubled(SerialTransport<FakeLine>, Troubles);

impl Transport for Troubled {
    fn device(&self) -> String {
        self.0.device()
    }

    fn read_registers(&mut self, offset: u16, values: &mut [u32]) -> Result<(), DriverError> {
        self.0.read_registers(offset, values)?;
        if offset == reg::DONE_COUNT.offset && self.1.hide.load(Ordering::Relaxed) {
            values[0] = 0;
        }
        Ok(())
    }

    fn write_registers(&mut self, offset: u16, values: &[u32]) -> Result<(), DriverError> {
        let refuse = self.1.refuse.load(Ordering::Relaxed);
        if offset == reg::JOB_KIND.offset && refuse > 0 {
            self.1.refuse.store(refuse - 1, Ordering::Relaxed);
            return Err(DriverError::Refused {
                request: "write registers",
                status: Status::RegisterError,
            });
        }
        self.0.write_registers(offset, values)
    }

    fn read_memory(&mut self, word: u32, data: &mut [u8]) -> Result<(), DriverError> {
        self.0.read_memory(word, data)
    }

    fn write_memory(&mut self, word: u32, data: &[u8]) -> Result<(), DriverError> {
        self.0.write_memory(word, data)
    }

    fn wait_interrupt(&mut self, timeout: Duration) -> Result<bool, DriverError> {
        self.0.wait_interrupt(timeout)
    }
}

/// A card with transforms, the way to it, and a session.
fn begin() -> (Arc<Mutex<FakeCard>>, Troubles, Session) {
    let msm = Box::new(|_: BaseKind, _: &[u8], _: &[u8]| Ok(vec![0; 64]));
    let transform =
        |shape: &Shape, _: &[u8], _: &[u8]| Ok(vec![0; 64 * shape.result_words() as usize]);
    let mut card = FakeCard::new(Curve::Tiny, 4, 4, WORDS, msm);
    card.add_transforms(7, 8, Box::new(transform));
    let card = Arc::new(Mutex::new(card));
    let troubles = Troubles::default();
    let line = FakeLine::new(card.clone(), Box::new(|_| None));
    let transport = Troubled(SerialTransport::new(line, TIMING), troubles.clone());
    let session = Session::begin(Card::identify(Box::new(transport)).unwrap()).unwrap();
    (card, troubles, session)
}

/// As many equal regions as asked for, which take the whole memory and are full of nines.
fn fill(session: &mut Session, regions: u32) -> Vec<Region> {
    let words = WORDS / regions;
    let region = |_| {
        let region = session.reserve(words as usize).unwrap();
        session
            .write(region, 0, &vec![9; 64 * words as usize])
            .unwrap();
        region
    };
    (0..regions).map(region).collect()
}

fn is_all(card: &Mutex<FakeCard>, byte: u8) -> bool {
    let mut card = card.lock().unwrap();
    card.memory().iter().all(|&each| each == byte)
}

fn is_full(session: &mut Session) -> bool {
    matches!(session.reserve(1), Err(DriverError::MemoryFull { .. }))
}

#[test]
fn what_the_card_fails_to_clear_stays_taken_until_the_next_reset_clears_it() {
    for status in [
        JobStatus::MemoryError,
        JobStatus::MemoryTimeout,
        JobStatus::Watchdog,
    ] {
        let (card, _, mut session) = begin();
        let [region] = fill(&mut session, 1)[..] else {
            unreachable!("one was asked for")
        };
        card.lock().unwrap().failing_clears = vec![status];
        session.clear(region, TIMEOUT).unwrap();
        assert!(session.wait_for_clears(TIMEOUT).unwrap());
        assert_eq!(session.uncleared(), 1);
        assert!(!session.wait_for_clears(TIMEOUT).unwrap(), "once is enough");
        assert!(is_full(&mut session));
        assert!(is_all(&card, 9));
        session.reset().unwrap();
        assert!(session.wait_for_clears(TIMEOUT).unwrap());
        assert_eq!(session.uncleared(), 0);
        assert!(is_all(&card, 0));
        assert!(session.reserve(WORDS as usize).is_ok());
    }
}

#[test]
fn a_reset_that_fails_forgets_nothing_that_is_to_be_cleared() {
    let (card, troubles, mut session) = begin();
    let regions = fill(&mut session, 2);
    card.lock().unwrap().hangs = true;
    for region in regions {
        session.clear(region, TIMEOUT).unwrap();
    }
    card.lock().unwrap().hangs = false;
    for refuse in [1, 2] {
        troubles.refuse.store(refuse, Ordering::Relaxed);
        let refused = session.reset();
        assert!(matches!(refused, Err(DriverError::Refused { .. })));
        assert!(is_full(&mut session));
    }
    session.reset().unwrap();
    assert!(session.wait_for_clears(TIMEOUT).unwrap());
    assert!(is_all(&card, 0));
    assert!(session.reserve(WORDS as usize).is_ok());
}

#[test]
fn a_reset_that_fails_forgets_no_set_and_no_clear_behind_it() {
    let (card, troubles, mut session) = begin();
    let [bases, scalars] = fill(&mut session, 2)[..] else {
        unreachable!("two were asked for")
    };
    card.lock().unwrap().hangs = true;
    let set = session.declare(BaseKind::G1, bases, 8, TIMEOUT).unwrap();
    session.clear(scalars, TIMEOUT).unwrap();
    card.lock().unwrap().hangs = false;
    troubles.refuse.store(1, Ordering::Relaxed);
    let refused = session.reset();
    assert!(matches!(refused, Err(DriverError::Refused { .. })));
    session.reset().unwrap();
    assert!(session.wait_for_clears(TIMEOUT).unwrap());
    let freed = session.reserve(scalars.words as usize).unwrap();
    assert_eq!(freed, scalars);
    let ticket = session.submit_msm(
        set,
        freed,
        Region {
            word: freed.word + 64,
            words: 8,
        },
        8,
        TIMEOUT,
    );
    session.wait(ticket.unwrap(), TIMEOUT).unwrap();
}

#[test]
fn what_found_no_place_in_the_queue_is_cleared_when_there_is_one() {
    let (card, troubles, mut session) = begin();
    let regions = fill(&mut session, 8);
    troubles.hide.store(true, Ordering::Relaxed);
    for (i, region) in regions.into_iter().enumerate() {
        let sent = session.clear(region, SHORT);
        let full = matches!(sent, Err(DriverError::JobTimeout(_)));
        assert_eq!(full, i >= DEPTH);
    }
    let waits = session.wait_for_clears(SHORT);
    assert!(matches!(waits, Err(DriverError::JobTimeout(_))));
    assert!(is_full(&mut session));
    troubles.hide.store(false, Ordering::Relaxed);
    assert!(session.wait_for_clears(TIMEOUT).unwrap());
    assert!(is_all(&card, 0));
    assert_eq!(session.uncleared(), 0);
    assert!(session.reserve(WORDS as usize).is_ok());
}

#[test]
fn a_reset_sends_more_clears_than_the_queue_holds() {
    let (card, troubles, mut session) = begin();
    card.lock().unwrap().hangs = true;
    for (i, region) in fill(&mut session, 8).into_iter().enumerate() {
        assert_eq!(session.clear(region, SHORT).is_err(), i >= DEPTH);
    }
    card.lock().unwrap().hangs = false;
    session.reset().unwrap();
    // The software card runs jobs as they come.
    assert!(is_all(&card, 0));
    troubles.hide.store(true, Ordering::Relaxed);
    assert!(
        session.wait_for_clears(SHORT).is_err(),
        "they are not taken yet"
    );
    troubles.hide.store(false, Ordering::Relaxed);
    assert!(session.wait_for_clears(TIMEOUT).unwrap());
    assert!(session.reserve(WORDS as usize).is_ok());
}

#[test]
fn a_job_that_is_awaited_makes_room_for_clears() {
    let (card, troubles, mut session) = begin();
    let regions = fill(&mut session, 8);
    let shape = Shape::transform(0, 1, false, false);
    let at = |i: usize| regions[i];
    let used = zkcard_driver::session::TransformRegions {
        vectors: at(0),
        work: at(1),
        result: at(2),
    };
    let tickets: Vec<_> = (0..DEPTH)
        .map(|_| session.submit_transform(&shape, &used, TIMEOUT).unwrap())
        .collect();
    troubles.hide.store(true, Ordering::Relaxed);
    assert!(session.clear(at(7), SHORT).is_err());
    troubles.hide.store(false, Ordering::Relaxed);
    session.wait(tickets[0], TIMEOUT).unwrap();
    let start = 64 * at(7).word as usize;
    let cleared = card.lock().unwrap().memory()[start..].to_vec();
    assert!(cleared.iter().all(|byte| *byte == 0));
    for ticket in &tickets[1..] {
        session.wait(*ticket, TIMEOUT).unwrap();
    }
}
