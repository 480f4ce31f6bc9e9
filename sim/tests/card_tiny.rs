//! The whole tiny card through its serial line: jobs against brute force, faults, resets.
use common::Client;
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::{
    io::Write,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    time::{Duration, Instant},
};
use tiny_curve::{Curve, Point};
use zkcard_driver::{Transport, serial::Line};
use zkcard_hdl::{emit::Body, top::CardConfig};
use zkcard_sim::msm::combine;
use zkcard_sim::{
    card::{CardOptions, Fault, MemoryOptions, SimCard, Word},
    verilator::Options,
};
use zkcard_wire::{
    BaseKind,
    frame::Request,
    job::{JobDescriptor, JobKind, JobStatus},
    registers,
};

mod common;
mod tiny_curve;
mod waveform;

const SET: u32 = 9;
const BASES: u32 = 64;
const SCALARS: u32 = 2000;
const RESULT: u32 = 4001;

struct Bench {
    config: CardConfig,
    card: SimCard,
    client: Client,
    curve: Curve,
}

impl Bench {
    /// Starts the card, with a waveform to `trace`.
    fn start(trace: Option<PathBuf>) -> Self {
        Self::of(CardConfig::tiny(Body::Rtl, 2), trace)
    }

    fn of(config: CardConfig, trace: Option<PathBuf>) -> Self {
        let memory = MemoryOptions {
            words: config.memory_words,
            ..MemoryOptions::default()
        };
        let options = CardOptions {
            memory,
            trace,
            ..CardOptions::default()
        };
        let design = config.design().expect("the card can be emitted");
        let (card, line) =
            SimCard::start(&design, Options::default(), options).expect("the card starts");
        let curve = Curve::of(&config.msm);
        Self {
            config,
            card,
            client: Client::new(line),
            curve,
        }
    }

    /// Puts bases and scalars into memory, and tells the card of the bases.
    fn store(&mut self, points: &[Point], scalars: &[u64]) {
        self.store_over(BaseKind::G1, points, scalars);
    }

    /// The same, each base with its multiples if `over` says so.
    fn store_over(&mut self, over: BaseKind, points: &[Point], scalars: &[u64]) {
        let multiples = &self.config.msm.multiples;
        let raised: Vec<Point> = match over {
            BaseKind::Multiples => points
                .iter()
                .flat_map(|point| self.curve.raised(*point, multiples))
                .collect(),
            _ => points.to_vec(),
        };
        let bases = raised.iter().map(|point| {
            let mut word = Word::default();
            if let Some((x, y)) = point {
                (word[0], word[8]) = (*x as u32, *y as u32);
            }
            word
        });
        self.card
            .store(BASES, bases.collect())
            .expect("the card is there");
        self.card
            .store(SCALARS, scalar_words(scalars))
            .expect("the card is there");
        self.client.load(over, SET, BASES, points.len() as u32);
    }

    fn job(&self, tag: u32, count: usize) -> JobDescriptor {
        let count = count as u32;
        JobDescriptor {
            kind: JobKind::Msm,
            tag,
            set: SET,
            bases: 0,
            scalars: SCALARS,
            result: RESULT,
            count,
        }
    }

    /// The sum that the chains in memory stand for.
    fn result(&self, over: BaseKind) -> Point {
        let (windows, curve) = (self.config.msm.windows_of(over), &self.curve);
        let words = self
            .card
            .load(RESULT, windows.result_words())
            .expect("the card is there");
        let points: Vec<Point> = words
            .chunks(2)
            .map(|pair| curve.affine(pair[0][0].into(), pair[0][8].into(), pair[1][0].into()))
            .collect();
        combine(windows, &points, None, |p, q| curve.add(*p, *q))
    }

    fn check(&mut self, points: &[Point], scalars: &[u64], what: &str) {
        self.check_over(BaseKind::G1, points, scalars, what);
    }

    fn check_over(&mut self, over: BaseKind, points: &[Point], scalars: &[u64], what: &str) {
        let clean = vec![Word::default(); 100];
        self.card.store(RESULT, clean).expect("the card is there");
        self.store_over(over, points, scalars);
        assert_eq!(self.client.submit(&self.job(5, points.len())), 0);
        let done = self.client.finished();
        assert_eq!(done[..2], [5, JobStatus::Done as u32], "{what}");
        let terms = points
            .iter()
            .zip(scalars)
            .map(|(point, scalar)| self.curve.times(*point, *scalar));
        let expected = terms.fold(None, |sum, term| self.curve.add(sum, term));
        assert_eq!(self.result(over), expected, "{over:?}, {what}");
        let left = self
            .card
            .load(SCALARS, scalars.len().div_ceil(2))
            .expect("the card is there");
        assert!(
            left.iter().all(|word| *word == Word::default()),
            "{what}: scalars are cleared"
        );
        let result_words = self.config.msm.windows_of(over).result_words();
        let stray = self
            .card
            .load(RESULT + result_words as u32, 1)
            .expect("the card is there");
        assert_eq!(
            stray,
            [Word::default()],
            "{what}: nothing behind the result"
        );
    }
}

fn scalar_words(scalars: &[u64]) -> Vec<Word> {
    let word = |pair: &[u64]| {
        let mut word = Word::default();
        word[0] = pair[0] as u32;
        word[8] = pair.get(1).copied().unwrap_or_default() as u32;
        word
    };
    scalars.chunks(2).map(word).collect()
}

#[test]
fn jobs_agree_with_brute_force() {
    waveform::of_failure("card_tiny_jobs_agree_with_brute_force", |trace| {
        let mut bench = Bench::start(trace);
        against_brute_force(&mut bench);
    });
}

/// The windows of the second adder lie behind those of the first one, as its identity says.
#[test]
fn jobs_on_two_adders_agree_with_brute_force() {
    waveform::of_failure("card_tiny_jobs_on_two_adders", |trace| {
        let mut bench = Bench::of(CardConfig::tiny_of_two(Body::Rtl, 2), trace);
        assert_eq!(bench.client.read(registers::ADDERS), 2);
        against_brute_force(&mut bench);
    });
}

fn against_brute_force(bench: &mut Bench) {
    let seed = 42;
    println!("seed {seed}");
    let mut rng = StdRng::seed_from_u64(seed);
    let all = bench.curve.points();
    // One kind after the other, as a proof may have them.
    let check = |bench: &mut Bench, points: &[Point], scalars: &[u64], what: &str| {
        for over in [BaseKind::Multiples, BaseKind::G1] {
            bench.check_over(over, points, scalars, what);
        }
    };
    let largest = (1 << bench.config.msm.scalar_bits) - 1;
    for count in [1, 2, 3, 33, 200] {
        let points: Vec<Point> = (0..count)
            .map(|_| all[rng.gen_range(0..all.len())])
            .collect();
        let scalars: Vec<u64> = (0..count).map(|_| rng.gen_range(0..=largest)).collect();
        check(
            bench,
            &points,
            &scalars,
            &format!("{count} random, seed {seed}"),
        );
    }
    let one = all[rng.gen_range(0..all.len())];
    let minus = one.map(|(x, y)| (x, bench.curve.modulus - y));
    check(
        bench,
        &[one; 40],
        &[largest; 40],
        "equal points, largest scalars",
    );
    check(
        bench,
        &[one, minus, one, minus],
        &[9, 9, 9, 9],
        "a sum of infinity",
    );
    check(bench, &[None, one, None], &[7, 1, 3], "bases at infinity");
    check(bench, &[one; 5], &[0; 5], "scalars of zero");
    check(bench, &[], &[], "nothing at all");
    check(bench, &[one], &[3], "something after nothing");
}

#[test]
fn a_queue_of_jobs_reports_in_order_and_raises_an_interrupt() {
    waveform::of_failure(
        "card_tiny_a_queue_of_jobs_reports_in_order_and_raises_an_interrupt",
        |trace| {
            let mut bench = Bench::start(trace);
            let points = &bench.curve.points()[..20];
            bench.store(points, &[3; 20]);
            assert_eq!(
                bench
                    .client
                    .write(registers::INTERRUPT_ENABLE, registers::interrupts::JOB_DONE),
                0
            );
            let depth = bench.client.read(registers::QUEUE_DEPTH);
            for tag in 0..depth {
                let job = bench.job(tag, 20);
                assert_eq!(bench.client.submit(&job), 0);
            }
            let job = bench.job(99, 20);
            assert_eq!(bench.client.submit(&job), 3, "the queue is full");
            for tag in 0..depth {
                assert_eq!(bench.client.finished()[0], tag);
            }
            assert_eq!(bench.client.read(registers::JOB_FREE), depth);
            assert!(
                bench
                    .client
                    .events
                    .contains(&registers::interrupts::JOB_DONE),
                "an event came by itself"
            );
        },
    );
}

#[test]
fn memory_faults_and_the_watchdog_end_a_job_with_their_status() {
    waveform::of_failure(
        "card_tiny_memory_faults_and_the_watchdog_end_a_job_with_their_status",
        |trace| {
            let mut bench = Bench::start(trace);
            let points: Vec<Point> = bench
                .curve
                .points()
                .into_iter()
                .cycle()
                .take(1000)
                .collect();
            let scalars = [12_345; 1000];
            let faults = [
                (
                    Fault::Error(BASES + 700),
                    JobStatus::MemoryError,
                    registers::errors::MEMORY,
                ),
                (
                    Fault::Error(SCALARS + 3),
                    JobStatus::MemoryError,
                    registers::errors::MEMORY,
                ),
                (
                    Fault::Error(RESULT + 7),
                    JobStatus::MemoryError,
                    registers::errors::MEMORY,
                ),
                (
                    Fault::Silence,
                    JobStatus::MemoryTimeout,
                    registers::errors::MEMORY_TIMEOUT,
                ),
            ];
            for (fault, status, error) in faults {
                bench.store(&points, &scalars);
                bench
                    .card
                    .set_faults(vec![fault])
                    .expect("the card is there");
                assert_eq!(bench.client.submit(&bench.job(1, 1000)), 0);
                assert_eq!(bench.client.finished()[1], status as u32, "{fault:?}");
                assert_eq!(bench.client.read(registers::ERRORS), error, "{fault:?}");
                bench.client.write(registers::ERRORS, error);
                bench.card.set_faults(vec![]).expect("the card is there");
                bench.check(&points, &scalars, "the next job works");
            }
            assert_eq!(bench.client.write(registers::WATCHDOG_KCYCLES, 1), 0);
            bench.store(&points, &scalars);
            assert_eq!(bench.client.submit(&bench.job(2, 1000)), 0);
            assert_eq!(
                bench.client.finished()[..2],
                [2, JobStatus::Watchdog as u32]
            );
            assert_eq!(bench.client.write(registers::WATCHDOG_KCYCLES, 0), 0);
            bench.check(&points, &scalars, "the next job works");
        },
    );
}

#[test]
fn a_soft_reset_in_a_job_keeps_memory_and_the_card() {
    waveform::of_failure(
        "card_tiny_a_soft_reset_in_a_job_keeps_memory_and_the_card",
        |trace| {
            let mut bench = Bench::start(trace);
            let points: Vec<Point> = bench
                .curve
                .points()
                .into_iter()
                .cycle()
                .take(1500)
                .collect();
            let scalars = [54_321; 1500];
            bench.store(&points, &scalars);
            for round in 0..3 {
                for tag in 0..3 {
                    assert_eq!(bench.client.submit(&bench.job(tag, 1500)), 0);
                }
                assert_eq!(
                    bench
                        .client
                        .write(registers::CONTROL, registers::control::SOFT_RESET),
                    0
                );
                assert_eq!(
                    bench.client.read(registers::JOB_FREE),
                    bench.client.read(registers::QUEUE_DEPTH),
                    "{round}"
                );
                assert_eq!(bench.client.read(registers::DONE_COUNT), 0);
                let base = bench.client.ask(&Request::ReadMemory {
                    word: BASES,
                    count: 1,
                });
                let (x, _) = points[0].expect("not infinity");
                assert_eq!(base.data[..4], (x as u32).to_le_bytes());
            }
            bench.check(&points, &scalars, "the card works again");
        },
    );
}

#[test]
fn a_program_reaches_the_card_through_its_pty() {
    let config = CardConfig::tiny(Body::Rtl, 2);
    let design = config.design().expect("the card can be emitted");
    let card = SimCard::serve(&design, Options::default(), CardOptions::default())
        .expect("the card starts");
    let device = card
        .device()
        .expect("it has a device")
        .to_string_lossy()
        .into_owned();
    let mut transport = zkcard_driver::serial::open(&device, 3_000_000).expect("a serial port");
    assert_eq!(
        transport
            .read_register(registers::MAGIC.offset)
            .expect("an answer"),
        zkcard_wire::identity::MAGIC
    );
    let data: Vec<u8> = (0..5 * 64).map(|i| (i * 7) as u8).collect();
    transport.write_memory(9, &data).expect("an answer");
    let mut read = vec![0; data.len()];
    transport.read_memory(9, &mut read).expect("an answer");
    assert_eq!(read, data);
    card.kill().expect("it ran without a failure");
    assert!(
        transport.read_register(registers::MAGIC.offset).is_err(),
        "the port of a killed card fails"
    );
}

#[test]
fn a_killed_card_goes_at_once_in_a_job_and_with_nobody_reading() {
    let config = CardConfig::tiny(Body::Rtl, 2);
    let design = config.design().expect("the card can be emitted");
    let card = SimCard::serve(&design, Options::default(), CardOptions::default())
        .expect("the card starts");
    let mut device = std::fs::OpenOptions::new()
        .write(true)
        .open(card.device().expect("it has a device"));
    let request = Client::frame(&Request::ReadMemory { word: 0, count: 16 }, 1);
    for _ in 0..30 {
        device
            .as_mut()
            .expect("it opens")
            .write_all(&request)
            .expect("it is sent");
    }
    std::thread::sleep(Duration::from_secs(2));
    let begin = Instant::now();
    card.kill().expect("it ran without a failure");
    assert!(
        begin.elapsed() < Duration::from_secs(3),
        "{:?}",
        begin.elapsed()
    );

    let mut bench = Bench::start(None);
    bench.store(&bench.curve.points(), &[54_321; 300]);
    assert_eq!(bench.client.submit(&bench.job(1, 300)), 0);
    bench.card.kill().expect("it ran without a failure");
    assert!(bench.client.line.send(&[0]).is_err());
}

#[test]
fn a_failure_leaves_a_waveform_of_its_run() {
    let name = "card_tiny_planted_failure";
    let path = waveform::path(name);
    let failure = catch_unwind(AssertUnwindSafe(|| {
        waveform::of_failure(name, |trace| {
            let mut bench = Bench::start(trace);
            bench.store(&bench.curve.points()[..2], &[5, 6]);
            assert_eq!(bench.client.submit(&bench.job(1, 2)), 0);
            assert_eq!(bench.client.finished()[0], 2, "a planted failure");
        });
    }));
    let failure = failure.expect_err("the test fails");
    let message = failure.downcast_ref::<String>().expect("a message");
    assert!(message.contains("a planted failure"), "{message}");
    let waveform = std::fs::read(&path).expect("the waveform is there");
    // An FST begins with its header: block type 0, and a length of 329 bytes.
    assert_eq!(waveform[..9], [0, 0, 0, 0, 0, 0, 0, 1, 73]);
    assert!(waveform.len() > 10_000, "{} bytes", waveform.len());
}
