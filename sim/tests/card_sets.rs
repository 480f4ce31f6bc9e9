//! Jobs that the tiny card refuses, through the driver: each says why, and the next one runs.
use std::time::Duration;
use tiny_curve::{Curve, Point};
use zkcard_driver::{
    BaseSet, Card, DriverError, ErrorLatch, Session,
    memory::Region,
    serial::{SerialTransport, Timing},
};
use zkcard_hdl::{emit::Body, top::CardConfig};
use zkcard_sim::{
    card::{CardOptions, MemoryOptions, SimCard, SimLine},
    msm::combine,
    verilator::Options,
};
use zkcard_wire::{
    BaseKind,
    job::{JobDescriptor, JobStatus},
    layout::WORD_BYTES,
    registers,
};

mod common;
mod tiny_curve;

const TIMEOUT: Duration = Duration::from_secs(60);
const POINTS: usize = 20;

/// The card, what is in its memory, and the right answer.
struct Bench {
    config: CardConfig,
    curve: Curve,
    session: Session,
    bases: Region,
    /// The same bases with multiples.
    raised: Region,
    scalars: Region,
    result: Region,
    _card: SimCard,
}

fn start() -> Bench {
    let config = CardConfig::tiny(Body::Rtl, 2);
    let memory = MemoryOptions {
        words: config.memory_words,
        ..MemoryOptions::default()
    };
    let options = CardOptions {
        memory,
        ..CardOptions::default()
    };
    let design = config.design().expect("the card can be emitted");
    let (card, line) =
        SimCard::start(&design, Options::default(), options).expect("the card starts");
    let mut session = begin(line);
    let words = config.msm.multiples.words;
    let result = config.msm.windows.result_words();
    let [bases, raised, scalars, result] = [POINTS, words * POINTS, POINTS / 2, result]
        .map(|words| session.reserve(words).expect("room"));
    let curve = Curve::of(&config.msm);
    Bench {
        config,
        curve,
        session,
        bases,
        raised,
        scalars,
        result,
        _card: card,
    }
}

fn begin(line: SimLine) -> Session {
    let mut transport = SerialTransport::new(line, Timing::simulated());
    transport.synchronise().expect("an answer");
    let card = Card::identify(Box::new(transport)).expect("a card");
    Session::begin(card).expect("a session")
}

/// A number in the lowest bytes of half a word.
fn number(value: u64) -> Vec<u8> {
    let mut bytes = value.to_le_bytes().to_vec();
    bytes.resize(WORD_BYTES / 2, 0);
    bytes
}

/// Bases as memory has them.
fn words(points: &[Point]) -> Vec<u8> {
    let coordinates = |point: &Point| {
        let (x, y) = point.expect("a finite point");
        [number(x), number(y)].concat()
    };
    points.iter().flat_map(coordinates).collect()
}

impl Bench {
    fn terms(&self) -> Vec<(Point, u64)> {
        let points = self.curve.points().into_iter().skip(3);
        points.zip((1..).map(|i| 777 * i)).take(POINTS).collect()
    }

    fn write_bases(&mut self) {
        let points: Vec<Point> = self.terms().into_iter().map(|(point, _)| point).collect();
        let multiples = self.config.msm.multiples;
        let raised = |point: &Point| self.curve.raised(*point, &multiples);
        let raised: Vec<Point> = points.iter().flat_map(raised).collect();
        for (region, points) in [(self.bases, points), (self.raised, raised)] {
            let written = self.session.write(region, 0, &words(&points));
            written.expect("an answer");
        }
    }

    fn run(
        &mut self,
        set: BaseSet,
        scalars: Region,
        result: Region,
        count: u32,
    ) -> Result<(), DriverError> {
        let ticket = self
            .session
            .submit_msm(set, scalars, result, count, TIMEOUT)?;
        self.session.wait(ticket, TIMEOUT).map(|_| ())
    }

    /// Runs the job that is right, and compares.
    fn check(&mut self, set: BaseSet, count: usize, what: &str) {
        let terms = self.terms();
        let bytes: Vec<u8> = terms.iter().flat_map(|(_, k)| number(*k)).collect();
        let (scalars, result) = (self.scalars, self.result);
        self.session.write(scalars, 0, &bytes).expect("an answer");
        self.run(set, scalars, result, count as u32).expect(what);
        let mut bytes = vec![0; result.words as usize * WORD_BYTES];
        self.session.read(result, 0, &mut bytes).expect("an answer");
        let at = |pair: &[u8], i: usize| {
            let bytes = pair[32 * i..32 * i + 8].try_into().expect("eight bytes");
            u64::from_le_bytes(bytes)
        };
        let curve = &self.curve;
        let windows = self.config.msm.windows_of(set.kind());
        let points: Vec<Point> = bytes[..windows.result_words() * WORD_BYTES]
            .chunks(2 * WORD_BYTES)
            .map(|pair| curve.affine(at(pair, 0), at(pair, 1), at(pair, 2)))
            .collect();
        let sum = combine(windows, &points, None, |p, q| curve.add(*p, *q));
        let expected = terms[..count].iter().fold(None, |sum, (point, scalar)| {
            curve.add(sum, curve.times(*point, *scalar))
        });
        assert_eq!(sum, expected, "{what}");
    }
}

fn status(result: Result<(), DriverError>) -> JobStatus {
    match result {
        Err(DriverError::Job(status)) => status,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_next_job_runs_after_every_refusal() {
    let mut bench = start();
    bench.write_bases();
    let (bases, scalars, result) = (bench.bases, bench.scalars, bench.result);
    let declare = |bench: &mut Bench, region, count| {
        let set = bench.session.declare(BaseKind::G1, region, count, TIMEOUT);
        set.expect("an answer")
    };
    let set = declare(&mut bench, bases, POINTS as u32);
    let other = bench.session.reserve(4).expect("room");
    declare(&mut bench, other, 4);
    let unknown = declare(&mut bench, other, 1);
    let g2 = bench.session.declare(BaseKind::G2, other, 2, TIMEOUT);
    let g2 = g2.expect("an answer");
    bench.check(set, POINTS, "before any refusal");
    let raised = bench.raised;
    let multiples = bench
        .session
        .declare(BaseKind::Multiples, raised, POINTS as u32, TIMEOUT);
    let multiples = multiples.expect("an answer");
    bench.session.forget(unknown, TIMEOUT).expect("an answer");
    bench.check(multiples, POINTS, "with multiples");
    let in_multiples = Region {
        word: raised.word + raised.words - 1,
        words: 1,
    };
    let end = bench.config.memory_words;
    let last = |words: u32| Region {
        word: end - words,
        words,
    };
    let inside = Region {
        word: bases.word + POINTS as u32 - 1,
        words: 1,
    };
    for (set_used, scalars, result, count, expected) in [
        (unknown, scalars, result, 1, JobStatus::UnknownSet),
        // A result over G2 is longer and meets the set behind it. A handle names the group of its set, so that none
        // asks for the wrong one.
        (g2, scalars, result, 1, JobStatus::Overlap),
        (set, scalars, result, 1 + POINTS as u32, JobStatus::TooMany),
        (set, scalars, result, u32::MAX, JobStatus::TooMany),
        (set, last(9), result, 20, JobStatus::OutOfMemory),
        (set, scalars, last(1), 1, JobStatus::OutOfMemory),
        (set, scalars, scalars, 1, JobStatus::Overlap),
        (set, scalars, inside, 1, JobStatus::Overlap),
        (set, inside, result, 1, JobStatus::Overlap),
        (set, other, result, 1, JobStatus::Overlap),
        (set, scalars, in_multiples, 1, JobStatus::Overlap),
        (multiples, in_multiples, result, 1, JobStatus::Overlap),
        (
            multiples,
            scalars,
            result,
            1 + POINTS as u32,
            JobStatus::TooMany,
        ),
    ] {
        let refused = bench.run(set_used, scalars, result, count);
        assert_eq!(status(refused), expected);
        bench.check(set, POINTS, &format!("after {expected:?}"));
        bench.check(
            multiples,
            POINTS,
            &format!("with multiples after {expected:?}"),
        );
    }
    let errors = bench.session.take_errors().expect("an answer");
    let errors: Vec<_> = errors.iter().collect();
    assert_eq!(errors, [ErrorLatch::JobRefused]);
}

#[test]
fn sets_stay_until_they_are_dropped() {
    let mut bench = start();
    bench.write_bases();
    let (bases, scalars, result) = (bench.bases, bench.scalars, bench.result);
    let set = bench.session.declare(BaseKind::G1, bases, 5, TIMEOUT);
    let set = set.expect("an answer");
    bench.check(set, 5, "as declared");
    bench.check(set, 2, "fewer than declared");
    bench.check(set, 0, "nothing");
    bench.session.reset().expect("an answer");
    bench.check(set, 5, "after a soft reset");
    let raised = bench
        .session
        .declare(BaseKind::Multiples, bench.raised, 7, TIMEOUT);
    let raised = raised.expect("an answer");
    bench.check(raised, 7, "with multiples");
    bench.check(raised, 3, "fewer with multiples");
    bench.check(set, 5, "without them again");
    bench.session.reset().expect("an answer");
    bench.check(raised, 7, "with multiples after a soft reset");
    let refused = bench.run(set, scalars, result, 6);
    assert_eq!(status(refused), JobStatus::TooMany);
    bench.session.forget(set, TIMEOUT).expect("an answer");
    let again = bench.session.declare(BaseKind::G1, bases, 9, TIMEOUT);
    assert_eq!(again.expect("an answer"), set, "its number is free again");
    bench.check(set, 9, "declared again");
    bench.session.forget(set, TIMEOUT).expect("an answer");
    let refused = bench.run(set, scalars, result, 1);
    assert_eq!(status(refused), JobStatus::UnknownSet);
}

#[test]
fn a_card_forgets_its_sets_when_told_to() {
    let config = CardConfig::tiny(Body::Rtl, 2);
    let design = config.design().expect("the card can be emitted");
    let started = SimCard::start(&design, Options::default(), CardOptions::default());
    let (_card, line) = started.expect("the card starts");
    let mut client = common::Client::new(line);
    let drop = |client: &mut common::Client| {
        assert_eq!(client.submit(&JobDescriptor::drop(1, 15)), 0);
        JobStatus::try_from(client.finished()[1]).expect("a status")
    };
    assert_eq!(drop(&mut client), JobStatus::UnknownSet);
    client.load(BaseKind::G1, 15, 0, 1);
    assert_eq!(
        client.write(registers::CONTROL, registers::control::SOFT_RESET),
        0
    );
    assert_eq!(drop(&mut client), JobStatus::Done);
    client.load(BaseKind::G1, 15, 0, 1);
    assert_eq!(
        client.write(registers::CONTROL, registers::control::FORGET_SETS),
        0
    );
    assert_eq!(drop(&mut client), JobStatus::UnknownSet);
}
