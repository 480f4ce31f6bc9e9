//! Transforms and quotients over the registers and memory of a whole card, against arkworks.
use common::Client;
use rand::{SeedableRng, rngs::StdRng};
use std::path::PathBuf;
use transform_case::{Case, PLACES};
use zkcard_hdl::{emit::Body, top::CardConfig};
use zkcard_sim::{
    card::{CardOptions, Fault, MemoryOptions, SimCard, Word},
    verilator::Options,
};
use zkcard_wire::{
    identity::features,
    job::{JobDescriptor, JobStatus},
    registers,
    transform::Shape,
};

mod bn254;
mod common;
mod transform_case;
mod waveform;

/// A card and a client on its line.
struct Bench {
    card: SimCard,
    client: Client,
}

impl Bench {
    fn start(config: CardConfig, options: CardOptions, trace: Option<PathBuf>) -> Self {
        let memory = MemoryOptions {
            words: config.memory_words,
            ..options.memory.clone()
        };
        let options = CardOptions {
            memory,
            trace,
            ..options
        };
        let design = config.design().expect("the card can be emitted");
        let (card, line) =
            SimCard::start(&design, Options::default(), options).expect("the card starts");
        let client = Client::new(line);
        Self { card, client }
    }

    /// Runs a case that must succeed; its done registers.
    fn check(&mut self, case: &Case, tag: u32) -> Vec<u32> {
        case.store(&self.card);
        assert_eq!(self.client.submit(&case.job(tag)), 0);
        let done = self.client.finished();
        assert_eq!(done[..2], [tag, JobStatus::Done as u32], "{:?}", case.shape);
        case.check_result(&self.card);
        done
    }

    fn words(&self, first: u32, count: u32) -> Vec<Word> {
        let words = self.card.load(first, count as usize);
        words.expect("the card is there")
    }
}

/// The tiny card with a small NTT core, with modelled multipliers.
fn small() -> CardConfig {
    CardConfig::tiny_with_transforms(Body::Dpi, 2)
}

#[test]
fn transforms_and_quotients_of_all_sizes_agree_with_arkworks() {
    waveform::of_failure("card_transforms_of_all_sizes", |trace| {
        let mut bench = Bench::start(small(), CardOptions::default(), trace);
        let seed = 31;
        println!("seed {seed}");
        let mut rng = StdRng::seed_from_u64(seed);
        let largest = bench.client.read(registers::TRANSFORM_BITS);
        assert_eq!(largest, 14);
        assert_eq!(bench.client.read(registers::TRANSFORM_LANES), 4);
        let able = bench.client.read(registers::FEATURES);
        assert_eq!(able & features::TRANSFORM, features::TRANSFORM);
        for bits in (0..=9).chain([11]) {
            let vectors = if bits < 10 { 3 } else { 1 };
            for shape in [
                Shape::transform(bits, 1, false, true),
                Shape::transform(bits, vectors, true, true),
                Shape::transform(bits, vectors, false, false),
                Shape::transform(bits, 1, true, false),
                Shape::quotient(bits, false),
                Shape::quotient(bits, true),
            ] {
                let done = bench.check(&Case::random(&mut rng, shape), bits);
                counters_are_sound(&shape, &done);
            }
        }
        assert_eq!(bench.client.read(registers::ERRORS), 0);
    });
}

/// Cycles, clocks of passes, with butterflies, without words, without factors, words read, clocks without a write taken,
/// words written.
fn counters_are_sound(shape: &Shape, done: &[u32]) {
    let [cycles, passes, busy, .., read, _, written] = done[2..10] else {
        panic!("a done record");
    };
    let words = shape.vectors_words() as u32;
    assert!(passes < cycles && busy <= passes, "{shape:?}: {done:?}");
    assert!(read >= words && written >= shape.result_words() as u32);
    assert!(u64::from(busy) * 4 >= shape.butterflies(), "{done:?}");
    assert_eq!(done[10..], [0, 0]);
}

#[test]
fn other_paces_of_memory_change_nothing() {
    let seed = 32;
    println!("seed {seed}");
    let mut rng = StdRng::seed_from_u64(seed);
    for (memory_per_four, latency, gap) in [(4, 1, 0), (1, 90, 2), (2, 5, 3), (4, 300, 0)] {
        let memory = MemoryOptions {
            latency,
            gap,
            ..MemoryOptions::default()
        };
        let options = CardOptions {
            memory_per_four,
            memory,
            ..CardOptions::default()
        };
        let mut bench = Bench::start(small(), options, None);
        for shape in [
            Shape::transform(7, 3, false, true),
            Shape::quotient(8, true),
            Shape::transform(11, 1, true, false),
        ] {
            let done = bench.check(&Case::random(&mut rng, shape), 1);
            println!("{memory_per_four} of 4 clocks, latency {latency}, gap {gap}: {done:?}");
        }
    }
}

#[test]
fn faults_end_a_transform_with_their_status_and_the_next_one_works() {
    waveform::of_failure("card_transforms_faults", |trace| {
        let mut bench = Bench::start(small(), CardOptions::default(), trace);
        let seed = 33;
        println!("seed {seed}");
        let mut rng = StdRng::seed_from_u64(seed);
        let mut case = Case::random(&mut rng, Shape::quotient(9, true));
        case.places = PLACES;
        let words = case.shape.vectors_words() as u32;
        let [vectors, work, result] = PLACES;
        let (memory, timeout) = (registers::errors::MEMORY, registers::errors::MEMORY_TIMEOUT);
        for (fault, status, error) in [
            (Fault::Error(work + words), JobStatus::MemoryError, memory),
            (Fault::Error(vectors + 300), JobStatus::MemoryError, memory),
            (Fault::Error(work + 500), JobStatus::MemoryError, memory),
            (Fault::Error(result + 255), JobStatus::MemoryError, memory),
            (Fault::Silence, JobStatus::MemoryTimeout, timeout),
        ] {
            case.store(&bench.card);
            bench
                .card
                .set_faults(vec![fault])
                .expect("the card is there");
            assert_eq!(bench.client.submit(&case.job(1)), 0);
            assert_eq!(
                bench.client.finished()[..2],
                [1, status as u32],
                "{fault:?}"
            );
            assert_eq!(bench.client.read(registers::ERRORS), error, "{fault:?}");
            bench.client.write(registers::ERRORS, error);
            bench.card.set_faults(vec![]).expect("the card is there");
            bench.check(&case, 2);
        }
        // The next one may wait already.
        let mut next = Case::random(&mut rng, Shape::transform(8, 2, true, true));
        next.places = PLACES.map(|place| place + (1 << 17));
        for bad in [vectors + 40, work + 40, result + 40] {
            case.store(&bench.card);
            next.store(&bench.card);
            let fault = vec![Fault::Error(bad)];
            bench.card.set_faults(fault).expect("the card is there");
            assert_eq!(bench.client.submit(&case.job(5)), 0);
            assert_eq!(bench.client.submit(&next.job(6)), 0);
            let ended = bench.client.finished();
            assert_eq!(ended[..2], [5, JobStatus::MemoryError as u32]);
            assert_eq!(bench.client.finished()[..2], [6, JobStatus::Done as u32]);
            bench.card.set_faults(vec![]).expect("the card is there");
            next.check_result(&bench.card);
        }
        assert_eq!(bench.client.write(registers::WATCHDOG_KCYCLES, 2), 0);
        case.store(&bench.card);
        assert_eq!(bench.client.submit(&case.job(3)), 0);
        assert_eq!(
            bench.client.finished()[..2],
            [3, JobStatus::Watchdog as u32]
        );
        assert_eq!(bench.client.write(registers::WATCHDOG_KCYCLES, 0), 0);
        bench.check(&case, 4);
        for _ in 0..3 {
            for tag in 0..3 {
                case.store(&bench.card);
                assert_eq!(bench.client.submit(&case.job(tag)), 0);
            }
            let reset = registers::control::SOFT_RESET;
            assert_eq!(bench.client.write(registers::CONTROL, reset), 0);
            assert_eq!(bench.client.read(registers::DONE_COUNT), 0);
        }
        bench.check(&case, 5);
    });
}

#[test]
fn refused_jobs_and_words_to_clear() {
    let mut bench = Bench::start(small(), CardOptions::default(), None);
    let seed = 34;
    println!("seed {seed}");
    let mut rng = StdRng::seed_from_u64(seed);
    let case = Case::random(&mut rng, Shape::transform(5, 2, false, true));
    let good = case.job(7);
    for (job, status) in [
        (JobDescriptor { set: 15, ..good }, JobStatus::Unsupported),
        (JobDescriptor { count: 256, ..good }, JobStatus::Unsupported),
        (
            JobDescriptor {
                bases: 1 << 20,
                ..good
            },
            JobStatus::OutOfMemory,
        ),
        (
            JobDescriptor {
                result: good.scalars + 1,
                ..good
            },
            JobStatus::Overlap,
        ),
    ] {
        assert_eq!(bench.client.submit(&job), 0);
        assert_eq!(bench.client.finished()[..2], [7, status as u32], "{job:?}");
    }
    bench.check(&case, 8);
    // What it left in all three regions goes.
    for first in case.places {
        let words = case.shape.work_words() as u32;
        assert_eq!(
            bench.client.submit(&JobDescriptor::clear(9, first, words)),
            0
        );
        assert_eq!(bench.client.finished()[..2], [9, JobStatus::Done as u32]);
        let left = bench.words(first, words);
        assert!(left.iter().all(|word| *word == Word::default()));
    }
    bench.check(&case, 10);
}
