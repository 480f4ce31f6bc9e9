//! The whole tiny card on limb-serial arithmetic through its serial line: jobs against brute force, and what it is not.
use common::Client;
use rand::{Rng, SeedableRng, rngs::StdRng};
use tiny_curve::{Curve, Point};
use zkcard_hdl::top::CardConfig;
use zkcard_sim::card::{CardOptions, MemoryOptions, SimCard, Word};
use zkcard_sim::msm::combine;
use zkcard_sim::verilator::Options;
use zkcard_wire::{
    BaseKind,
    frame::Request,
    identity::features,
    job::{JobDescriptor, JobKind, JobStatus},
    registers,
};

mod common;
mod tiny_curve;
mod waveform;

const SET: u32 = 3;
const BASES: u32 = 64;
const SCALARS: u32 = 2000;
const RESULT: u32 = 4001;

/// The bases and scalars of a job, as words of card memory.
fn words(points: &[Point], scalars: &[u64]) -> [Vec<Word>; 2] {
    let base = |point: &Point| {
        let mut word = Word::default();
        if let Some((x, y)) = point {
            (word[0], word[8]) = (*x as u32, *y as u32);
        }
        word
    };
    let pair = |pair: &[u64]| {
        let mut word = Word::default();
        for (i, scalar) in pair.iter().enumerate() {
            word[8 * i] = *scalar as u32;
        }
        word
    };
    [
        points.iter().map(base).collect(),
        scalars.chunks(2).map(pair).collect(),
    ]
}

fn job(kind: JobKind, count: usize) -> JobDescriptor {
    JobDescriptor {
        kind,
        tag: 5,
        set: SET,
        bases: 0,
        scalars: SCALARS,
        result: RESULT,
        count: count as u32,
    }
}

#[test]
fn jobs_agree_with_brute_force_and_g2_is_refused() {
    waveform::of_request("card_tiny_board", |trace| {
        let config = CardConfig::tiny_board(2);
        let options = CardOptions {
            memory: MemoryOptions {
                words: config.memory_words,
                ..MemoryOptions::default()
            },
            trace,
            ..CardOptions::default()
        };
        let design = config.design().expect("the card can be emitted");
        let started = SimCard::start(&design, Options::default(), options);
        let (card, line) = started.expect("the card starts");
        let mut client = Client::new(line);
        assert_eq!(client.ask(&Request::Sync).status, 0);
        let offered = client.read(registers::FEATURES);
        assert_eq!(offered & (features::MSM | features::MSM_G2), features::MSM);
        let curve = Curve::of(&config.msm);
        let some = curve.points();
        let seed = 21;
        let mut rng = StdRng::seed_from_u64(seed);
        for count in [1, 2, 33, 150] {
            let mut points: Vec<Point> = (0..count)
                .map(|_| some[rng.gen_range(0..some.len())])
                .collect();
            points[count / 2] = None;
            let scalars: Vec<u64> = (0..count).map(|_| rng.gen_range(0..64921)).collect();
            let [bases, numbers] = words(&points, &scalars);
            card.store(BASES, bases).expect("the card is there");
            card.store(SCALARS, numbers).expect("the card is there");
            client.load(BaseKind::G1, SET, BASES, count as u32);
            assert_eq!(client.submit(&job(JobKind::Msm, count)), 0);
            let done = client.finished();
            let what = format!("{count} points, seed {seed}");
            assert_eq!(done[..2], [5, JobStatus::Done as u32], "{what}");
            let words = card.load(RESULT, config.msm.windows.chains() * 4);
            let chains: Vec<Point> = words
                .expect("the card is there")
                .chunks(2)
                .map(|pair| curve.affine(pair[0][0].into(), pair[0][8].into(), pair[1][0].into()))
                .collect();
            let got = combine(&config.msm.windows, &chains, None, |p, q| curve.add(*p, *q));
            let terms = points.iter().zip(&scalars);
            let expected = terms.fold(None, |sum, (point, scalar)| {
                curve.add(sum, curve.times(*point, *scalar))
            });
            assert_eq!(got, expected, "{what}");
        }
        assert_eq!(client.read(registers::ERRORS), 0);
        assert_eq!(client.submit(&job(JobKind::MsmG2, 1)), 0);
        let done = client.finished();
        assert_eq!(done[1], JobStatus::Unsupported as u32, "a job over G2");
    });
}
