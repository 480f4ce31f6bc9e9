//! Transforms as jobs, and memory that is cleared before others may have it.

use proptest::prelude::*;
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use zkcard_driver::{
    Card, Counters, DriverError, Session, Transforms, Transport,
    fake::{FakeCard, FakeLine},
    memory::Region,
    serial::{SerialTransport, Timing},
    session::{TransformCounters, TransformRegions},
};
use zkcard_wire::{
    BaseKind,
    frame::Status,
    identity::{Curve, features},
    job::JobStatus,
    registers as reg,
    transform::Shape,
};

const TIMING: Timing = Timing {
    byte: Duration::ZERO,
    patience: Duration::from_millis(2),
    attempts: 3,
};
const TIMEOUT: Duration = Duration::from_secs(1);
const WORDS: u32 = 1024;

/// A card that adds the first byte of the numbers to every byte of the vectors.
fn software_card() -> Arc<Mutex<FakeCard>> {
    let msm = Box::new(|_: BaseKind, _: &[u8], _: &[u8]| Ok(vec![0; 64]));
    let transform = |shape: &Shape, vectors: &[u8], numbers: &[u8]| {
        assert_eq!(vectors.len() as u64, 64 * shape.vectors_words());
        assert_eq!(numbers.len(), 128);
        let result = vectors[..64 * shape.result_words() as usize].iter();
        Ok(result.map(|byte| byte.wrapping_add(numbers[0])).collect())
    };
    let mut card = FakeCard::new(Curve::Tiny, 4, 4, WORDS, msm);
    card.add_transforms(7, 8, Box::new(transform));
    Arc::new(Mutex::new(card))
}

fn transport(card: &Arc<Mutex<FakeCard>>) -> SerialTransport<FakeLine> {
    SerialTransport::new(FakeLine::new(card.clone(), Box::new(|_| None)), TIMING)
}

fn session(card: &Arc<Mutex<FakeCard>>) -> Session {
    Session::begin(Card::identify(Box::new(transport(card))).unwrap()).unwrap()
}

fn regions(session: &mut Session, shape: &Shape) -> TransformRegions {
    let [vectors, work, result] = [
        shape.vectors_words(),
        shape.work_words(),
        shape.result_words(),
    ]
    .map(|words| session.reserve(words as usize).unwrap());
    TransformRegions {
        vectors,
        work,
        result,
    }
}

/// The bytes of a region, read past the session.
fn bytes(card: &Mutex<FakeCard>, region: Region) -> Vec<u8> {
    let start = 64 * region.word as usize;
    let mut card = card.lock().unwrap();
    card.memory()[start..start + 64 * region.words as usize].to_vec()
}

#[test]
fn a_transform_works_on_its_regions_and_has_counters_of_its_own() {
    let card = software_card();
    let mut session = session(&card);
    for shape in [
        Shape::transform(0, 3, false, true),
        Shape::transform(4, 2, true, false),
        Shape::quotient(3, true),
    ] {
        let regions = regions(&mut session, &shape);
        let data: Vec<u8> = (0..regions.vectors.words * 64).map(|i| i as u8).collect();
        session.write(regions.vectors, 0, &data).unwrap();
        session
            .write_numbers(&shape, regions.work, &[7; 128])
            .unwrap();
        let ticket = session.submit_transform(&shape, &regions, TIMEOUT).unwrap();
        let completion = session.wait(ticket, TIMEOUT).unwrap();
        // The software card counts on from the vectors of the job.
        let n = shape.vectors;
        assert_eq!(completion.cycles, n);
        let counters = TransformCounters {
            pass_cycles: n + 1,
            full_cycles: n + 2,
            starved: n + 3,
            factors_awaited: n + 4,
            words_read: n + 5,
            refused: n + 6,
            words_written: n + 7,
        };
        assert_eq!(completion.counters, Counters::Transform(counters));
        let mut result = vec![0; regions.result.words as usize * 64];
        session.read(regions.result, 0, &mut result).unwrap();
        let expected: Vec<u8> = data.iter().map(|byte| byte.wrapping_add(7)).collect();
        assert_eq!(result, expected[..result.len()]);
        for region in [regions.vectors, regions.work, regions.result] {
            session.clear(region, TIMEOUT).unwrap();
        }
    }
    assert!(session.wait_for_clears(TIMEOUT).unwrap());
    assert!(!session.wait_for_clears(TIMEOUT).unwrap());
    assert!(
        card.lock().unwrap().memory().iter().all(|byte| *byte == 0),
        "nothing is left in memory"
    );
    assert!(session.reserve(WORDS as usize).is_ok(), "all of it is free");
}

#[test]
fn refused_transforms_say_why_and_the_next_one_runs() {
    let card = software_card();
    let mut session = session(&card);
    let shape = Shape::transform(4, 2, false, false);
    let good = regions(&mut session, &shape);
    let at = |region: Region, word| Region { word, ..region };
    for (shape, regions, expected) in [
        (
            shape,
            TransformRegions {
                work: at(good.work, good.vectors.word),
                ..good
            },
            JobStatus::Overlap,
        ),
        (
            shape,
            TransformRegions {
                result: at(good.result, WORDS - 1),
                ..good
            },
            JobStatus::OutOfMemory,
        ),
        (
            Shape { bits: 8, ..shape },
            TransformRegions {
                vectors: Region {
                    word: 0,
                    words: 256,
                },
                work: Region {
                    word: 256,
                    words: 258,
                },
                result: Region {
                    word: 768,
                    words: 256,
                },
            },
            JobStatus::Unsupported,
        ),
    ] {
        let ticket = session.submit_transform(&shape, &regions, TIMEOUT).unwrap();
        let refused = session.wait(ticket, TIMEOUT);
        assert!(matches!(refused, Err(DriverError::Job(status)) if status == expected));
        let shape = Shape::transform(4, 2, false, false);
        let ticket = session.submit_transform(&shape, &good, TIMEOUT).unwrap();
        session.wait(ticket, TIMEOUT).unwrap();
    }
    for shape in [
        Shape { bits: 5, ..shape },
        Shape {
            vectors: 3,
            ..shape
        },
        Shape {
            bits: 31,
            vectors: 255,
            ..shape
        },
    ] {
        let short = session.submit_transform(&shape, &good, TIMEOUT);
        assert!(matches!(short, Err(DriverError::OutOfRegion { .. })));
    }
    let beyond = Shape { bits: 5, ..shape };
    let refused = session.write_numbers(&beyond, good.work, &[0; 128]);
    assert!(matches!(refused, Err(DriverError::OutOfRegion { .. })));
}

#[test]
fn what_is_cleared_is_free_only_when_it_is_done() {
    let card = software_card();
    let mut session = session(&card);
    let region = session.reserve(WORDS as usize).unwrap();
    session.write(region, 0, &[9; 640]).unwrap();
    card.lock().unwrap().hangs = true;
    session.clear(region, TIMEOUT).unwrap();
    assert!(matches!(
        session.reserve(1),
        Err(DriverError::MemoryFull { .. })
    ));
    let slow = session.wait_for_clears(Duration::from_millis(20));
    assert!(matches!(slow, Err(DriverError::JobTimeout(_))));
    assert_eq!(bytes(&card, region)[..640], [9; 640]);
    // The reset drops the job, and it is sent again.
    card.lock().unwrap().hangs = false;
    session.reset().unwrap();
    assert!(session.wait_for_clears(TIMEOUT).unwrap());
    assert_eq!(bytes(&card, region), vec![0; 64 * WORDS as usize]);
    assert!(session.reserve(WORDS as usize).is_ok());
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Take(u32),
    Clear(usize),
    Hang,
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (1u32..100).prop_map(Step::Take),
        3 => any::<usize>().prop_map(Step::Clear),
        1 => Just(Step::Hang),
        1 => Just(Step::Restart),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn clearing_never_meets_what_others_wrote(steps in proptest::collection::vec(step(), 1..30)) {
        let card = software_card();
        let mut session = session(&card);
        let short = Duration::from_millis(1);
        let mut held: Vec<(Region, u8)> = vec![];
        for (pattern, step) in (1..).zip(steps) {
            match step {
                Step::Take(words) => if let Ok(region) = session.reserve(words as usize) {
                    session.write(region, 0, &vec![pattern; 64 * words as usize]).unwrap();
                    held.push((region, pattern));
                },
                Step::Clear(_) if held.is_empty() => {}
                // What does not find a place in the queue of a card that hangs is sent later.
                Step::Clear(i) => drop(session.clear(held.swap_remove(i % held.len()).0, short)),
                Step::Hang => card.lock().unwrap().hangs = true,
                Step::Restart => {
                    card.lock().unwrap().hangs = false;
                    session.reset().unwrap();
                }
            }
        }
        card.lock().unwrap().hangs = false;
        session.reset().unwrap();
        session.wait_for_clears(TIMEOUT).unwrap();
        for (region, pattern) in &held {
            prop_assert!(bytes(&card, *region).iter().all(|byte| byte == pattern));
            session.clear(*region, TIMEOUT).unwrap();
        }
        session.wait_for_clears(TIMEOUT).unwrap();
        prop_assert!(card.lock().unwrap().memory().iter().all(|byte| *byte == 0));
        prop_assert!(session.reserve(WORDS as usize).is_ok());
    }
}

/// A card of contract 1.0: it refuses to be asked for later registers.
struct Old(SerialTransport<FakeLine>);

impl Transport for Old {
    fn device(&self) -> String {
        self.0.device()
    }

    fn read_registers(&mut self, offset: u16, values: &mut [u32]) -> Result<(), DriverError> {
        let end = offset + 4 * values.len() as u16;
        if offset <= reg::TRANSFORM_LANES.offset && end > reg::TRANSFORM_BITS.offset {
            return Err(DriverError::Refused {
                request: "read registers",
                status: Status::RegisterError,
            });
        }
        self.0.read_registers(offset, values)
    }

    fn write_registers(&mut self, offset: u16, values: &[u32]) -> Result<(), DriverError> {
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

#[test]
fn a_card_tells_its_transforms_and_an_older_one_is_not_asked() {
    let card = software_card();
    let told = Card::identify(Box::new(transport(&card))).unwrap();
    let expected = Transforms { bits: 7, lanes: 8 };
    assert_eq!(told.identity().transforms, Some(expected));
    assert!(Card::identify(Box::new(Old(transport(&card)))).is_err());
    card.lock().unwrap().set(reg::VERSION, 1 << 16);
    card.lock().unwrap().set(reg::FEATURES, features::MSM);
    let old = Card::identify(Box::new(Old(transport(&card)))).unwrap();
    assert_eq!(old.identity().version, (1, 0));
    assert_eq!(old.identity().transforms, None);
}
